//! An authority that issues certificates for the servers of one test, and that nobody else trusts.

use std::path::PathBuf;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tempfile::TempDir;

pub(super) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

impl Authority {
    pub(super) fn new() -> Authority {
        let mut params = CertificateParams::new(Vec::<String>::new()).expect("no names");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let issuer = CertifiedIssuer::self_signed(params, key).expect("a root");
        let folder = tempfile::tempdir().expect("a folder for the root");
        std::fs::write(folder.path().join("roots.pem"), issuer.pem()).expect("the root is written");
        Authority { issuer, folder }
    }

    /// The file that `SSL_CERT_FILE` names for those who trust this authority.
    pub(super) fn roots(&self) -> PathBuf {
        self.folder.path().join("roots.pem")
    }

    /// A server's side of TLS on loopback, with a certificate of this authority's.
    pub(super) fn server(&self) -> Arc<ServerConfig> {
        let names = ["127.0.0.1".to_string(), "localhost".to_string()];
        let params = CertificateParams::new(names).expect("names of this machine");
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("TLS 1.2 and 1.3")
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::try_from(key.serialize_der()).expect("a private key"),
            );
        Arc::new(config.expect("the key fits the certificate"))
    }
}

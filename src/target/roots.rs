//! Whom a client trusts instead of those that the system does.

use std::path::Path;

use reqwest::Certificate;

/// The variable that names the file.
const VARIABLE: &str = "SSL_CERT_FILE";

/// A file of trusted roots that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnusableRoots {
    /// The variable is there and names nothing.
    #[error(
        "{VARIABLE} is set and empty: name a PEM file of trusted roots, or unset it to trust the system's"
    )]
    NoName,
    /// The file cannot be read.
    #[error("{VARIABLE} names a file that cannot be read: {0}")]
    Unreadable(String),
    /// The file holds no certificate.
    #[error("{VARIABLE} names a file without a certificate: give the trusted roots in PEM")]
    Empty,
    /// The file holds something that is no certificate.
    #[error("{VARIABLE} names a file that holds a broken certificate: {0}")]
    Broken(String),
}

/// The roots of a PEM file: nobody else is trusted.
#[derive(Debug, Clone)]
pub(super) struct Roots(pub(super) Vec<Certificate>);

impl Roots {
    /// Nobody is trusted.
    pub(super) fn none() -> Roots {
        Roots(Vec::new())
    }

    pub(super) fn read(path: &Path) -> Result<Roots, UnusableRoots> {
        if path.as_os_str().is_empty() {
            return Err(UnusableRoots::NoName);
        }
        let pem = std::fs::read(path).map_err(|error| UnusableRoots::Unreadable(error.to_string()))?;
        let roots = Certificate::from_pem_bundle(&pem);
        match roots.map_err(|error| UnusableRoots::Broken(error.to_string()))? {
            none if none.is_empty() => Err(UnusableRoots::Empty),
            roots => Ok(Roots(roots)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> UnusableRoots {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Roots::read(file.path()).unwrap_err()
    }

    #[test]
    fn a_file_that_makes_nobody_trusted_is_refused() {
        assert_eq!(read(""), UnusableRoots::Empty);
        assert_eq!(read("no certificate\n"), UnusableRoots::Empty);
        let broken = "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n";
        assert!(matches!(read(broken), UnusableRoots::Broken(_)));
        assert_eq!(Roots::read(Path::new("")).unwrap_err(), UnusableRoots::NoName);
        let missing = Roots::read(Path::new("no/such/file.pem")).unwrap_err();
        assert!(missing.to_string().starts_with("SSL_CERT_FILE names a file that cannot be read"));
    }
}

//! A credential made ready to ask for tokens.

use std::sync::Arc;
use std::time::Duration;

use azure_core::cloud::{CloudConfiguration, CustomConfiguration};
use azure_core::credentials::{AccessToken, Secret, TokenCredential};
use azure_core::http::{ClientOptions, RetryOptions, Transport};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ClientAssertionCredential,
    ClientAssertionCredentialOptions, ClientSecretCredential, ClientSecretCredentialOptions,
};

use super::environment::{Application, Credential, FILE, SECRET};
use super::federated::{Held, TokenFile};
use super::refusal::refusal;
use super::transport::{ByClient, Refused};
use crate::exchange::NotReady;
use crate::target::client::Client;

/// The Azure CLI starts slowly, and may ask its own authority.
const LONGEST: Duration = Duration::from_secs(60);

/// Whom to ask for tokens, and for which resource.
pub(super) struct Login {
    credential: Arc<dyn TokenCredential>,
    scope: String,
    /// What a refusal is told to be about.
    proof: Proof,
    refused: Refused,
}

/// What shows who the caller is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    Secret,
    File,
    AzureCli,
}

impl Proof {
    pub(super) fn name(self) -> &'static str {
        match self {
            Proof::Secret => SECRET,
            Proof::File => FILE,
            Proof::AzureCli => "the Azure CLI's login",
        }
    }
}

impl Login {
    /// `None`: a token is there already. `held`: where secrets go that are read from files.
    pub(super) fn with(
        credential: &Credential,
        scope: String,
        client: Client,
        held: Held,
    ) -> Result<Option<Login>, NotReady> {
        let refused = Refused::default();
        let transport = ByClient { client, refused: refused.clone() };
        let (made, proof) = match credential {
            Credential::Token(_) => return Ok(None),
            Credential::Incomplete(missing) => return Err(NotReady::Refused(missing.clone())),
            Credential::ClientSecret(app, secret) => (by_secret(app, secret, transport), Proof::Secret),
            Credential::FederatedFile(app, path) => {
                (by_file(app, TokenFile::at(path, held), transport), Proof::File)
            }
            Credential::AzureCli(tenant) => (by_azure_cli(tenant.clone()), Proof::AzureCli),
        };
        let credential = made.map_err(|error| refusal(proof, None, &error))?;
        Ok(Some(Login { credential, scope, proof, refused }))
    }

    /// A token from whoever issues it.
    pub(super) async fn token(&self) -> Result<AccessToken, NotReady> {
        let asked = tokio::time::timeout(LONGEST, self.credential.get_token(&[&self.scope], None)).await;
        match asked {
            Ok(answer) => answer.map_err(|error| refusal(self.proof, self.refused.take(), &error)),
            Err(_) => Err(NotReady::Unreachable(format!(
                "no token could be had with {}: it took longer than {} s",
                self.proof.name(),
                LONGEST.as_secs()
            ))),
        }
    }
}

type Made = azure_core::Result<Arc<dyn TokenCredential>>;

fn by_secret(app: &Application, secret: &str, transport: ByClient) -> Made {
    let options = ClientSecretCredentialOptions { client_options: options(app, transport) };
    let secret = Secret::new(secret.to_string());
    Ok(ClientSecretCredential::new(&app.tenant, app.client.clone(), secret, Some(options))?)
}

fn by_file(app: &Application, file: TokenFile, transport: ByClient) -> Made {
    let options = ClientAssertionCredentialOptions { client_options: options(app, transport) };
    Ok(ClientAssertionCredential::new(app.tenant.clone(), app.client.clone(), file, Some(options))?)
}

fn by_azure_cli(tenant_id: Option<String>) -> Made {
    Ok(AzureCliCredential::new(Some(AzureCliCredentialOptions { tenant_id, ..Default::default() }))?)
}

fn options(app: &Application, transport: ByClient) -> ClientOptions {
    let cloud = match &app.authority {
        Some(authority) => {
            let mut custom = CustomConfiguration::default();
            custom.authority_host.clone_from(authority);
            CloudConfiguration::from(custom)
        }
        None => CloudConfiguration::AzurePublic,
    };
    ClientOptions {
        transport: Some(Transport::new(Arc::new(transport))),
        // a run has its own patience, and an authority that refuses is to be heard at once
        retry: RetryOptions::none(),
        cloud: Some(Arc::new(cloud)),
        ..ClientOptions::default()
    }
}

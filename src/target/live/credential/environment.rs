//! What the environment says of the caller. Nothing is asked of anybody here.

const TOKEN: &str = "GRAPH_CONTRACT_TOKEN";
const TENANT: &str = "AZURE_TENANT_ID";
const CLIENT: &str = "AZURE_CLIENT_ID";
pub(super) const SECRET: &str = "AZURE_CLIENT_SECRET";
pub(super) const FILE: &str = "AZURE_FEDERATED_TOKEN_FILE";
pub(super) const AUTHORITY: &str = "AZURE_AUTHORITY_HOST";

/// How the caller of a live endpoint shows who it is. What it holds is not part of what can be printed.
#[derive(Clone, PartialEq, Eq)]
pub enum Credential {
    /// A bearer token, used as it is.
    Token(String),
    /// An application and its secret.
    ClientSecret(Application, String),
    /// An application, and the path of a file with a token that another issuer gave it.
    FederatedFile(Application, String),
    /// Whoever is logged in to the Azure CLI, in this tenant where one is named.
    AzureCli(Option<String>),
    /// Variables that lack others; the text says which.
    Incomplete(String),
}

/// An application that is registered in a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The tenant that issues its tokens.
    pub tenant: String,
    /// Its client identifier.
    pub client: String,
    /// The authority to ask; `None`: that of the public cloud.
    pub authority: Option<String>,
}

/// The Azure CLI is what remains where nothing else is said.
impl Default for Credential {
    fn default() -> Self {
        Credential::AzureCli(None)
    }
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Credential::Token(_) => TOKEN,
            Credential::ClientSecret(..) => SECRET,
            Credential::FederatedFile(..) => FILE,
            Credential::AzureCli(_) => "the Azure CLI",
            Credential::Incomplete(_) => "incomplete",
        })
    }
}

impl Credential {
    /// The credential that the Azure SDK's variables name; an empty variable is none. `token_is_empty`: a bearer token was meant
    /// to be there.
    ///
    /// ```
    /// use graph_contract::target::Credential;
    /// let credential = Credential::from_environment(|name| match name {
    ///     "AZURE_CLIENT_SECRET" => Some("s3cret".to_string()),
    ///     "AZURE_TENANT_ID" => Some("contoso.example".to_string()),
    ///     _ => None,
    /// }, false);
    /// let Credential::Incomplete(missing) = credential else { panic!() };
    /// assert!(missing.contains("AZURE_CLIENT_ID") && !missing.contains("s3cret"));
    /// ```
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>, token_is_empty: bool) -> Credential {
        let given = |name: &str| {
            variable(name).map(|value| value.trim().to_string()).filter(|value| !value.is_empty())
        };
        let authority = given(AUTHORITY);
        if authority.as_deref().is_some_and(|authority| !is_https(authority)) {
            return Credential::Incomplete(format!(
                "{AUTHORITY} is no https URL: give one such as https://login.microsoftonline.us"
            ));
        }
        let of = |proof: &str| application(proof, given(TENANT), given(CLIENT), authority.clone());
        if let Some(secret) = given(SECRET) {
            return of(SECRET)
                .map_or_else(Credential::Incomplete, |app| Credential::ClientSecret(app, secret));
        }
        if let Some(file) = given(FILE) {
            return of(FILE).map_or_else(Credential::Incomplete, |app| Credential::FederatedFile(app, file));
        }
        if given(CLIENT).is_some() {
            return Credential::Incomplete(format!(
                "{CLIENT} is set, and neither {SECRET} nor {FILE} is: set one of them"
            ));
        }
        match token_is_empty {
            true => Credential::Incomplete(format!(
                "{TOKEN} is set and empty: give a bearer token, or unset it to use {SECRET}, {FILE} or the Azure CLI's login"
            )),
            false => Credential::AzureCli(given(TENANT)),
        }
    }

    /// The authority that is named.
    pub(crate) fn authority(&self) -> Option<&str> {
        match self {
            Credential::ClientSecret(app, _) | Credential::FederatedFile(app, _) => app.authority.as_deref(),
            _ => None,
        }
    }

    /// What of it must not be shown.
    pub(crate) fn secrets(&self) -> Vec<String> {
        match self {
            Credential::Token(secret) | Credential::ClientSecret(_, secret) => vec![secret.clone()],
            _ => Vec::new(),
        }
    }
}

fn is_https(authority: &str) -> bool {
    reqwest::Url::parse(authority).is_ok_and(|url| {
        url.scheme() == "https" && url.has_host() && url.username().is_empty() && url.password().is_none()
    })
}

fn application(
    proof: &str,
    tenant: Option<String>,
    client: Option<String>,
    authority: Option<String>,
) -> Result<Application, String> {
    match (tenant, client) {
        (Some(tenant), Some(client)) => Ok(Application { tenant, client, authority }),
        (tenant, client) => {
            let missing = [(TENANT, tenant.is_none()), (CLIENT, client.is_none())];
            let missing: Vec<&str> =
                missing.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect();
            let (are, them) = if missing.len() == 1 { ("is", "it") } else { ("are", "them") };
            Err(format!("{} {are} not set, and {proof} is: set {them} as well", missing.join(" and ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Credential {
        let value = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_string())
        };
        Credential::from_environment(value, value(TOKEN).is_some())
    }

    fn missing(variables: &[(&str, &str)]) -> String {
        match of(variables) {
            Credential::Incomplete(missing) => missing,
            other => panic!("{other:?}"),
        }
    }

    const APPLICATION: [(&str, &str); 2] = [(TENANT, "t"), (CLIENT, "c")];

    #[test]
    fn a_secret_comes_before_a_file_and_a_file_before_the_azure_cli() {
        let both = [&APPLICATION[..], &[(SECRET, "s"), (FILE, "f")]].concat();
        assert!(matches!(of(&both), Credential::ClientSecret(app, secret)
            if (app.tenant.as_str(), app.client.as_str(), secret.as_str()) == ("t", "c", "s")));
        let file = [&APPLICATION[..], &[(SECRET, ""), (FILE, "f")]].concat();
        assert!(matches!(of(&file), Credential::FederatedFile(_, file) if file == "f"));
        assert_eq!(of(&[]), Credential::AzureCli(None));
        assert_eq!(of(&[(TENANT, "t")]), Credential::AzureCli(Some("t".to_string())));
    }

    #[test]
    fn what_is_missing_is_named_and_what_is_there_is_not_repeated() {
        let told = missing(&[(SECRET, "s3cret-value")]);
        assert!(told.contains(TENANT) && told.contains(CLIENT) && !told.contains("s3cret"), "{told}");
        let told = missing(&[(FILE, "/some/file"), (TENANT, "t")]);
        assert!(!told.contains(TENANT) && told.contains(CLIENT) && !told.contains("/some"), "{told}");
        let told = missing(&[(CLIENT, "c"), (TENANT, "t"), (SECRET, " ")]);
        assert!(told.contains(SECRET) && told.contains(FILE), "{told}");
        assert!(missing(&[(TOKEN, "")]).contains(TOKEN));
    }

    #[test]
    fn an_authority_is_https() {
        for authority in ["http://127.0.0.1:1", "login.example", "https://user:canary@login.example"] {
            let told = missing(&[(AUTHORITY, authority)]);
            assert!(told.contains(AUTHORITY) && !told.contains("canary"), "{told}");
        }
    }
}

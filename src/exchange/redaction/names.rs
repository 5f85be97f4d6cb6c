//! Names that say that what stands under them is a secret: of members, headers and parameters.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

/// A name that ends so, written in any case and with any separators.
const ENDINGS: [&str; 41] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "secrettext",
    "secretvalue",
    "token",
    "apikey",
    "accesskey",
    "accesskeyid",
    "accountkey",
    "authkey",
    "encryptionkey",
    "functionkey",
    "masterkey",
    "primarykey",
    "privatekey",
    "recoverykey",
    "secondarykey",
    "secretkey",
    "sessionkey",
    "sharedkey",
    "signingkey",
    "storagekey",
    "subscriptionkey",
    "symmetrickey",
    "connectionstring",
    "accesssignature",
    "amzsignature",
    "googsignature",
    "assertion",
    "authorization",
    "cookie",
    "credential",
    "clientstate",
    "uploadurl",
    "downloadurl",
    "temporaryaccesspass",
    "codeverifier",
];

/// A name that is this and no more.
const WHOLE: [&str; 8] = ["sig", "sas", "sasurl", "sasuri", "tempauth", "jwt", "otp", "signature"];

/// Places in a list, and not proofs of who calls.
const NO_SECRETS: [&str; 4] = ["skiptoken", "deltatoken", "nexttoken", "pagetoken"];

/// A value of this length under a name that may mean anything is taken for a secret.
const LONG: usize = 16;

/// Whether a name says that its value is a secret; `s` at its end is no difference.
pub(super) fn names_secret(name: &str) -> bool {
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    SECRET.is_match(&name) && !PLACE.is_match(&name)
}

static SECRET: LazyLock<Regex> =
    LazyLock::new(|| ending_so(&format!("^(?:{})|{}", WHOLE.join("|"), ENDINGS.join("|"))));

static PLACE: LazyLock<Regex> = LazyLock::new(|| ending_so(&NO_SECRETS.join("|")));

/// A name that ends with one of these, in the singular or in the plural.
fn ending_so(alternatives: &str) -> Regex {
    pattern(&format!("(?:{alternatives})s?$"))
}

/// Whether `value` is a secret under this name: names such as `key` and `code` mean one only where the value is long and one
/// word, and no word of a language: `ResourceNotFound` is the code of an error.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    let may_mean_one = ["key", "code", "keys"].iter().any(|known| name.eq_ignore_ascii_case(known));
    names_secret(name) || may_mean_one && looks_made_up(value)
}

/// Whether a member of an object of this name is the code of an error, whatever it looks like.
pub(super) fn is_error_code(within: &str, name: &str) -> bool {
    let errors = ["error", "innerError", "details"];
    name.eq_ignore_ascii_case("code") && errors.iter().any(|error| within.eq_ignore_ascii_case(error))
}

/// A long word that no person wrote, and that names nothing.
pub(super) fn looks_made_up(value: &str) -> bool {
    let is_written = value.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | '.'));
    value.len() >= LONG && !value.contains(char::is_whitespace) && !is_written && !is_guid(value)
}

/// A GUID identifies, and is no secret.
fn is_guid(value: &str) -> bool {
    value.len() == 36 && value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_in_any_spelling() {
        for name in [
            "secretText",
            "password",
            "access_token",
            "id-token",
            "Ocp-Apim-Subscription-Key",
            "X-Api-Key",
            "Set-Cookie",
            "client_secret",
            "X-Amz-Signature",
            "sig",
            "AccountKey",
            "SharedAccessKey",
            "@microsoft.graph.downloadUrl",
            "tokens",
        ] {
            assert!(names_secret(name), "{name}");
        }
    }

    #[test]
    fn a_name_that_only_speaks_of_secrets_is_none() {
        for name in [
            "tokenType",
            "passwordPolicies",
            "lastPasswordChangeDateTime",
            "$skiptoken",
            "design",
            "kansas",
            "status",
            "key",
            "code",
            "secretIdentifier",
            "passwordCredentials_hint",
        ] {
            assert!(!names_secret(name), "{name}");
        }
        assert!(is_secret("key", "uVQh7m2cDk9f0aXw==") && !is_secret("key", "colour"));
        assert!(!is_secret("key", "7d1c1c52-93ad-4b8e-9f0e-2a6c4b0f5e11"));
        for code in ["ResourceNotFound", "Authorization_RequestDenied", "Request.ResourceNotFound"] {
            assert!(!is_secret("code", code) && !is_secret("key", code), "{code}");
        }
        assert!(is_secret("code", "0.AXoA1b2c3d4e5f6g7h8i9"));
    }
}

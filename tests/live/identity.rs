//! Who calls: the Azure SDK's credentials, against an authority that a test plays.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::server::{Answer, Request, Server, said};
use super::suite::{self, Run};
use super::tenant::{self, Fault, ID, TOKEN, Tenant};
use super::tls::Authority;

pub(super) const SECRET: &str = "canary~client.secret+5f3a/9";
const READ: &str = "    When GET \"/industryData/operations/{longRunningOperationId}\" is sent\n    Then the status is 200\n";

pub(super) fn issued(token: &str, expires_in: u64) -> Answer {
    let body = json!({"token_type": "Bearer", "expires_in": expires_in, "ext_expires_in": expires_in, "access_token": token});
    said(200, &body)
}

/// An authority that issues the tenant's token.
fn issuing(tls: &Authority) -> Server {
    Server::start(Some(tls), |_| issued(TOKEN, 3600))
}

/// Reads one operation, as whoever `caller` says.
fn read(service: &str, authority: &Server, tls: &Authority, caller: &[(&str, &str)]) -> Run {
    let (_folder, feature) = suite::feature("", READ);
    called(service, &authority.url(), tls, caller, &[&feature])
}

pub(super) fn called(
    service: &str,
    authority: &str,
    tls: &Authority,
    caller: &[(&str, &str)],
    arguments: &[&str],
) -> Run {
    let roots = tls.roots().to_string_lossy().into_owned();
    let variables = format!("longRunningOperationId={ID}");
    let usual = [
        ("AZURE_AUTHORITY_HOST", authority),
        ("SSL_CERT_FILE", roots.as_str()),
        ("GRAPH_CONTRACT_VARS", variables.as_str()),
    ];
    suite::run_as(service, &[&usual, caller].concat(), arguments)
}

pub(super) const BY_SECRET: [(&str, &str); 3] = [
    ("AZURE_TENANT_ID", "contoso.example"),
    ("AZURE_CLIENT_ID", "an-application"),
    ("AZURE_CLIENT_SECRET", SECRET),
];

/// What a form field holds.
fn field(request: &Request, name: &str) -> Option<String> {
    let query = format!("http://x/?{}", String::from_utf8_lossy(&request.body));
    let url = reqwest::Url::parse(&query).unwrap();
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// Whether anything that a run wrote holds a text.
fn shows(run: &Run, text: &str) -> bool {
    run.written.contains(text)
}

#[test]
fn an_application_calls_with_its_secret() {
    let (tls, tenant) = (Authority::new(), Tenant::start(Fault::None));
    let authority = issuing(&tls);
    let run = read(&tenant.url(), &authority, &tls, &BY_SECRET);
    assert_eq!((run.code, run.count("passed")), (0, 1), "{}{}", run.stdout, run.stderr);
    let asked = authority.seen();
    assert_eq!(asked.len(), 1, "one token for the run");
    assert_eq!(
        (asked[0].method.as_str(), asked[0].path.as_str()),
        ("POST", "/contoso.example/oauth2/v2.0/token")
    );
    assert_eq!(field(&asked[0], "client_id").as_deref(), Some("an-application"));
    assert_eq!(field(&asked[0], "client_secret").as_deref(), Some(SECRET));
    assert_eq!(field(&asked[0], "scope"), Some(format!("{}/.default", tenant.url())));
    assert!(!shows(&run, SECRET) && !shows(&run, TOKEN));
}

#[test]
fn a_token_that_is_given_wins_and_no_authority_is_asked() {
    let (tls, tenant) = (Authority::new(), Tenant::start(Fault::None));
    let authority = issuing(&tls);
    let caller = [&BY_SECRET[..], &[("GRAPH_CONTRACT_TOKEN", TOKEN)]].concat();
    assert_eq!(read(&tenant.url(), &authority, &tls, &caller).code, 0);
    assert!(authority.seen().is_empty());
}

#[test]
fn a_token_file_is_read_anew_for_each_token() {
    let tls = Authority::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    std::fs::write(&path, "canary-assertion-1\n").unwrap();
    let (replaced, count) = (path.clone(), AtomicUsize::new(1));
    let authority = Server::start(Some(&tls), move |_| {
        let next = count.fetch_add(1, Ordering::SeqCst) + 1;
        std::fs::write(&replaced, format!("canary-assertion-{next}\n")).unwrap();
        issued(TOKEN, 0)
    });
    let tenant = Tenant::start(Fault::None);
    let path = path.to_string_lossy();
    let caller = [
        ("AZURE_TENANT_ID", "contoso.example"),
        ("AZURE_CLIENT_ID", "an-application"),
        ("AZURE_FEDERATED_TOKEN_FILE", path.as_ref()),
    ];
    let run = read(&tenant.url(), &authority, &tls, &caller);
    assert_eq!((run.code, run.count("passed")), (0, 1), "{}{}", run.stdout, run.stderr);
    let asked: Vec<_> = authority.seen().iter().map(|request| field(request, "client_assertion")).collect();
    let expected = |n: usize| Some(format!("canary-assertion-{n}"));
    assert!(asked.len() > 1, "{asked:?}");
    assert!(asked.iter().enumerate().all(|(at, sent)| *sent == expected(at + 1)), "{asked:?}");
    assert!(!shows(&run, "canary-assertion"));
}

#[test]
fn a_token_is_renewed_before_it_expires() {
    let (tls, count) = (Authority::new(), AtomicUsize::new(0));
    let authority = Server::start(Some(&tls), move |_| {
        issued(&format!("canary-issued-{}", count.fetch_add(1, Ordering::SeqCst)), 0)
    });
    let service = Server::start(None, |_| said(200, &Value::Object(tenant::initial())));
    let again = format!("{READ}    When the same request is sent again\n    Then the status is 200\n");
    let (_folder, feature) = suite::feature("", &again);
    let run = called(&service.url(), &authority.url(), &tls, &BY_SECRET, &[&feature]);
    assert_eq!((run.code, run.count("passed")), (0, 1), "{}{}", run.stdout, run.stderr);
    let sent: Vec<String> = service
        .seen()
        .into_iter()
        .map(|mut request| request.headers.remove("authorization").unwrap())
        .collect();
    assert_eq!(
        sent,
        ["Bearer canary-issued-1", "Bearer canary-issued-2"],
        "each request has a token that lasts"
    );
    assert!(!shows(&run, "canary-issued"));
}

#[test]
fn a_token_that_lasts_is_kept_for_the_run() {
    let (tls, tenant) = (Authority::new(), Tenant::start(Fault::None));
    let authority = issuing(&tls);
    let run = called(
        &tenant.url(),
        &authority.url(),
        &tls,
        &[&BY_SECRET[..], &[("GRAPH_CONTRACT_ALLOW_WRITES", "1")]].concat(),
        &[],
    );
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(tenant.seen().len() > 10);
    assert_eq!(authority.seen().len(), 1);
}

#[test]
fn a_refused_credential_is_one_error_before_anything_is_sent() {
    let (tls, tenant) = (Authority::new(), Tenant::start(Fault::None));
    let authority = Server::start(Some(&tls), |request| {
        let sent = field(request, "client_secret").unwrap_or_default();
        let description = format!("AADSTS7000215: Invalid client secret provided: '{sent}'.\r\nTrace ID: 7");
        let body =
            json!({"error": "invalid_client", "error_description": description, "error_codes": [7_000_215]});
        said(401, &body)
    });
    let run = read(&tenant.url(), &authority, &tls, &BY_SECRET);
    assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
    assert!(
        run.stderr
            .starts_with("error: AZURE_CLIENT_SECRET was refused: the authority answered 401 invalid_client"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert_eq!(run.stdout, "");
    assert!(!shows(&run, SECRET) && tenant.seen().is_empty());
}

#[test]
fn an_authority_that_is_not_there_is_no_wrong_usage() {
    let (tls, tenant) = (Authority::new(), Tenant::start(Fault::None));
    let gone = issuing(&tls).url();
    let run = called(&tenant.url(), &gone, &tls, &BY_SECRET, &[]);
    assert_eq!(run.code, 5, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("AZURE_CLIENT_SECRET: the authority was not reached"), "{}", run.stderr);
    let busy = Server::start(Some(&tls), |_| said(503, &json!({"error": "temporarily_unavailable"})));
    let run = read(&tenant.url(), &busy, &tls, &BY_SECRET);
    assert_eq!(run.code, 5, "{}", run.stderr);
    assert!(run.stderr.contains("503 temporarily_unavailable"), "{}", run.stderr);
    assert!(tenant.seen().is_empty());
}

#[test]
fn an_authority_that_nobody_trusts_gets_no_secret() {
    let (tls, other, tenant) = (Authority::new(), Authority::new(), Tenant::start(Fault::None));
    let authority = issuing(&tls);
    let run = read(&tenant.url(), &authority, &other, &BY_SECRET);
    assert_eq!(run.code, 5, "{}", run.stderr);
    assert!(run.stderr.contains("SSL_CERT_FILE"), "{}", run.stderr);
    assert!(authority.seen().is_empty() && tenant.seen().is_empty());
}

#[test]
fn what_is_missing_is_named() {
    let (tls, tenant) = (Authority::new(), Tenant::start(Fault::None));
    let authority = issuing(&tls);
    for (caller, named) in [
        (&BY_SECRET[1..], "AZURE_TENANT_ID is not set"),
        (&BY_SECRET[..2], "neither AZURE_CLIENT_SECRET nor AZURE_FEDERATED_TOKEN_FILE is"),
        (&[("GRAPH_CONTRACT_TOKEN", "")][..], "GRAPH_CONTRACT_TOKEN is set and empty"),
        (
            &[BY_SECRET[0], BY_SECRET[1], ("AZURE_FEDERATED_TOKEN_FILE", "no/such/canary-file")][..],
            "AZURE_FEDERATED_TOKEN_FILE names a file that cannot be read",
        ),
    ] {
        let run = read(&tenant.url(), &authority, &tls, caller);
        assert_eq!(run.code, 2, "{named}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(named), "{}", run.stderr);
        assert!(!shows(&run, SECRET) && !shows(&run, "canary-file"));
    }
    assert!(authority.seen().is_empty() && tenant.seen().is_empty());
}

#[test]
fn no_token_is_asked_for_where_nothing_is_sent() {
    let tls = Authority::new();
    let authority = issuing(&tls);
    let (_folder, feature) = suite::feature("@double", READ);
    let skipped = called("http://127.0.0.1:1", &authority.url(), &tls, &BY_SECRET, &[&feature]);
    assert_eq!((skipped.code, skipped.count("skipped")), (4, 1), "{}{}", skipped.stdout, skipped.stderr);
    assert!(authority.seen().is_empty());
}

/// The Azure CLI as a script that plays it.
#[cfg(unix)]
mod azure_cli {
    use std::os::unix::fs::PermissionsExt as _;

    use tempfile::TempDir;

    use super::*;

    fn playing(script: &str) -> (TempDir, String) {
        let folder = tempfile::tempdir().unwrap();
        let az = folder.path().join("az");
        std::fs::write(&az, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&az, std::fs::Permissions::from_mode(0o755)).unwrap();
        let path = format!("{}:/usr/bin:/bin", folder.path().display());
        (folder, path)
    }

    fn run(script: &str, tenant: &Tenant) -> Run {
        let (_folder, path) = playing(script);
        let (tls, (_features, feature)) = (Authority::new(), suite::feature("", READ));
        called(&tenant.url(), "https://127.0.0.1:1", &tls, &[("PATH", path.as_str())], &[&feature])
    }

    #[test]
    fn whoever_is_logged_in_calls() {
        let tenant = Tenant::start(Fault::None);
        let asks = format!("account get-access-token -o json --scope {}/.default", tenant.url());
        let run = run(
            &format!(
                "[ \"$*\" = '{asks}' ] || exit 3\n\
                 echo '{{\"accessToken\": \"{TOKEN}\", \"expires_on\": 4102444800, \"tokenType\": \"Bearer\"}}'"
            ),
            &tenant,
        );
        assert_eq!((run.code, run.count("passed")), (0, 1), "{}{}", run.stdout, run.stderr);
        assert!(!shows(&run, TOKEN));
    }

    #[test]
    fn nobody_logged_in_is_one_error_that_names_what_would_do() {
        let tenant = Tenant::start(Fault::None);
        let run = run("echo \"AADSTS70043: Please run 'az login' to setup account.\" >&2; exit 1", &tenant);
        assert_eq!((run.code, run.stderr.lines().count()), (2, 1), "{}{}", run.stdout, run.stderr);
        for named in
            ["GRAPH_CONTRACT_TOKEN is not set", "AZURE_CLIENT_SECRET", "AADSTS70043: Please run 'az login'"]
        {
            assert!(run.stderr.contains(named), "{}", run.stderr);
        }
        assert!(tenant.seen().is_empty());
    }
}

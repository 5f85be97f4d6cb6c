//! Where requests may go and how long they may take.

use super::server::{Answer, Server, listen};
use super::suite::{self, Run};
use super::tenant::{self, Fault, ID, TOKEN, Tenant};
use super::tls::Authority;

const READ: &str = "    When GET \"/industryData/operations/{longRunningOperationId}\" is sent\n    Then the status is 200\n";

/// Reads one operation with a token.
fn read(url: &str, environment: &[(&str, &str)], arguments: &[&str]) -> Run {
    let (_folder, feature) = suite::feature("", READ);
    suite::run(url, environment, &[arguments, &[feature.as_str()]].concat())
}

fn reason(run: &Run) -> &str {
    run.scenario("S")["reason"].as_str().unwrap_or_default()
}

fn operation() -> Answer {
    let body = serde_json::Value::Object(tenant::initial()).to_string().into_bytes();
    Answer { status: 200, content_type: Some("application/json"), headers: Vec::new(), body }
}

#[test]
fn roots_of_ones_own_are_trusted_instead_of_the_systems() {
    let tls = Authority::new();
    let tenant = Tenant::start_over_tls(&tls, Fault::None);
    let roots = tls.roots().to_string_lossy().into_owned();
    let environment = [("SSL_CERT_FILE", roots.as_str()), ("GRAPH_CONTRACT_ALLOW_WRITES", "1")];
    let run = suite::run(&tenant.url(), &environment, &[]);
    assert_eq!((run.code, run.count("violated")), (0, 0), "{}{}", run.stdout, run.stderr);
    assert!(run.count("passed") > 20 && !tenant.seen().is_empty());
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_said_to_be_one() {
    let (tls, other) = (Authority::new(), Authority::new());
    let tenant = Tenant::start_over_tls(&tls, Fault::None);
    let roots = other.roots().to_string_lossy().into_owned();
    let system = tempfile::tempdir().unwrap();
    std::fs::copy(tls.roots(), system.path().join("0a1b2c3d.0")).unwrap();
    let system = system.path().to_string_lossy();
    let instead = [("SSL_CERT_FILE", roots.as_str()), ("SSL_CERT_DIR", system.as_ref())];
    for environment in [&[][..], &instead[..1], &instead] {
        let run = read(&tenant.url(), environment, &[]);
        assert_eq!((run.code, run.count("inconclusive")), (5, 1), "{}{}", run.stdout, run.stderr);
        assert!(reason(&run).contains("certificate is not trusted"), "{}", reason(&run));
        assert!(reason(&run).contains("SSL_CERT_FILE"), "{}", reason(&run));
    }
    assert!(tenant.seen().is_empty(), "no token was sent");
}

#[test]
fn a_file_of_roots_that_cannot_be_used_is_wrong_usage() {
    let tenant = Tenant::start(Fault::None);
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let empty = empty.to_string_lossy();
    for (file, told) in
        [(empty.as_ref(), "without a certificate"), ("no/such.pem", "cannot be read"), ("", "set and empty")]
    {
        let run = read(&tenant.url(), &[("SSL_CERT_FILE", file)], &[]);
        assert_eq!(run.code, 2, "{file}: {}{}", run.stdout, run.stderr);
        assert!(
            run.stderr.starts_with("error: SSL_CERT_FILE ") && run.stderr.contains(told),
            "{}",
            run.stderr
        );
    }
    assert!(tenant.seen().is_empty());
}

#[test]
fn a_proxy_is_asked_to_connect_and_never_sees_a_token() {
    let proxy = Server::start(None, |_| Answer {
        status: 502,
        content_type: None,
        headers: Vec::new(),
        body: Vec::new(),
    });
    let with_password = proxy.url().replace("://", "://canary-user:canary-password@");
    let run = read("https://tenant.invalid", &[("HTTPS_PROXY", with_password.as_str())], &[]);
    assert_eq!((run.code, run.count("inconclusive")), (5, 1), "{}{}", run.stdout, run.stderr);
    assert!(!run.written.contains("canary"), "{}", run.written);
    let seen = proxy.seen();
    assert!(!seen.is_empty());
    for request in seen {
        assert_eq!(request.method, "CONNECT");
        assert!(!request.headers.contains_key("authorization"));
        assert!(request.headers.contains_key("proxy-authorization"));
    }
}

#[test]
fn no_proxy_comes_before_this_machine_or_where_it_is_not_wanted() {
    let proxy = Server::start(None, |_| operation());
    let tenant = Tenant::start(Fault::None);
    let url = proxy.url();
    let proxies = [("HTTP_PROXY", url.as_str()), ("HTTPS_PROXY", url.as_str()), ("ALL_PROXY", url.as_str())];
    let run = read(&tenant.url(), &proxies, &[]);
    assert_eq!((run.code, tenant.seen().len()), (0, 1), "{}{}", run.stdout, run.stderr);
    let unwanted = [&proxies[..], &[("NO_PROXY", "tenant.invalid")]].concat();
    assert_eq!(read("https://tenant.invalid", &unwanted, &[]).code, 5);
    assert!(proxy.seen().is_empty());
}

#[test]
fn a_redirect_to_another_origin_is_judged_and_not_followed() {
    let tls = Authority::new();
    let elsewhere = Tenant::start_over_tls(&tls, Fault::None);
    let to = format!("{}/beta/industryData/operations/{ID}", elsewhere.url());
    let service = Server::start(Some(&tls), move |_| {
        let headers = vec![("Location".to_string(), to.clone())];
        Answer { status: 302, content_type: None, headers, body: Vec::new() }
    });
    let roots = tls.roots().to_string_lossy().into_owned();
    let run = read(&service.url(), &[("SSL_CERT_FILE", roots.as_str())], &[]);
    assert_eq!((run.code, run.violations("S")), (1, vec!["status ".to_string()]), "{}", run.stdout);
    assert_eq!(service.seen().len(), 2, "a read that was violated is sent once more");
    assert!(elsewhere.seen().is_empty());
}

#[test]
fn what_a_service_gives_as_its_next_page_gets_no_token_at_another_origin() {
    let elsewhere = Server::start(None, |_| operation());
    let next = format!("{}/beta/industryData/operations?page=2", elsewhere.url());
    for name in ["@odata.nextLink", "Location"] {
        let next = next.clone();
        let service = Server::start(None, move |_| {
            let mut answer = operation();
            let mut body = tenant::initial();
            body.insert("@odata.nextLink".to_string(), next.clone().into());
            answer.body = serde_json::Value::Object(body).to_string().into_bytes();
            answer.headers.push(("Location".to_string(), next.clone()));
            answer
        });
        let what = if name == "Location" { "header" } else { "property" };
        let steps = format!(
            "{READ}    When the {what} \"{name}\" is remembered as \"next\"\n    And GET \"{{next}}\" is sent\n    Then the status is 200\n"
        );
        let (_folder, feature) = suite::feature("", &steps);
        let variables = format!("longRunningOperationId={ID}");
        let run = suite::run(&service.url(), &[("GRAPH_CONTRACT_VARS", &variables)], &[&feature]);
        assert_eq!(run.code, 5, "{}{}", run.stdout, run.stderr);
        assert!(reason(&run).contains("is another origin than the endpoint's"), "{}", reason(&run));
    }
    assert!(elsewhere.seen().is_empty());
}

#[test]
fn who_never_answers_is_waited_for_as_long_as_is_said() {
    let silent = listen(None, |mut stream| {
        // until the client has gone
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
    });
    let run = read(&silent.url, &[], &["--first-byte-timeout", "0.05"]);
    assert_eq!((run.code, run.count("inconclusive")), (5, 1), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("timed out: no answer began within 0.05 s"), "{}", run.stdout);
    assert!(reason(&run).contains("(client-request-id: "), "support can look for it: {}", reason(&run));
    let run = read(&silent.url, &[("GRAPH_CONTRACT_FIRST_BYTE_TIMEOUT", "0.05")], &[]);
    assert!(run.stdout.contains("timed out: no answer began within 0.05 s"), "{}", run.stdout);
}

#[test]
fn a_connection_that_never_stands_is_waited_for_as_long_as_is_said() {
    // it is reached, and never comes to the end of the handshake
    let mute = listen(None, |mut stream| drop(std::io::copy(&mut stream, &mut std::io::sink())));
    let url = mute.url.replace("http:", "https:");
    for (environment, arguments) in
        [(&[][..], &["--connect-timeout", "0.05"][..]), (&[("GRAPH_CONTRACT_CONNECT_TIMEOUT", "0.05")], &[])]
    {
        let run = read(&url, environment, arguments);
        assert_eq!((run.code, run.count("inconclusive")), (5, 1), "{}{}", run.stdout, run.stderr);
        assert!(reason(&run).contains("timed out: no connection stood within 0.05 s"), "{}", reason(&run));
    }
}

#[test]
fn an_answer_that_does_not_end_is_inconclusive() {
    let endless = listen(None, |mut stream| {
        let Some(_) = super::server::read(&mut stream) else { return };
        let _ = stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{");
        let _ = stream.flush();
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
    });
    let run = read(&endless.url, &[("GRAPH_CONTRACT_TIMEOUT", "0.2")], &[]);
    assert_eq!((run.code, run.count("inconclusive")), (5, 1), "{}{}", run.stdout, run.stderr);
    assert!(
        run.stdout.contains("timed out: the answer did not come to its end within 0.2 s"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_body_that_is_too_long_is_cut_off_and_said_to_be() {
    let long = Server::start(None, |_| {
        let mut answer = operation();
        answer.headers.push(("request-id".to_string(), "the-services-own".to_string()));
        answer.body = vec![b' '; 16 * 1024 * 1024 + 1];
        answer
    });
    let run = read(&long.url(), &[], &[]);
    assert_eq!((run.code, run.count("inconclusive")), (5, 1), "{}{}", run.stdout, run.stderr);
    assert!(reason(&run).contains("longer than 16 MiB"), "{}", reason(&run));
    assert_eq!(long.seen().len(), 1, "it is not asked for again");
    let exchange = &run.scenario("S")["exchanges"][0];
    assert_eq!(exchange["response"]["body"], serde_json::Value::Null);
    assert!(exchange["response"]["headers"].to_string().contains("the-services-own"));
    assert!(!run.report.to_string().contains(TOKEN));
}

#[test]
fn a_limit_that_is_no_number_of_seconds_is_wrong_usage() {
    let tenant = Tenant::start(Fault::None);
    for (environment, arguments) in [
        (&[("GRAPH_CONTRACT_TIMEOUT", "soon")][..], &[][..]),
        (&[], &["--connect-timeout", "0"]),
        (&[], &["--first-byte-timeout=-1"]),
    ] {
        let run = read(&tenant.url(), environment, arguments);
        assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("number of seconds"), "{}", run.stderr);
    }
    assert!(tenant.seen().is_empty());
}

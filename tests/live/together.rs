//! Who calls and what is written, together: a run and the `restore` after it call as one, several processes write to one
//! resource, and whatever ends a scenario, what it changed is put back.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::folder::{Feature, Folder};
use super::identity::{BY_SECRET, SECRET, issued};
use super::server::{Answer, Request, Server, error, said};
use super::suite::{self, Run};
use super::tenant::{self, ID, TOKEN};
use super::tls::Authority;

const OPERATION: &str = "/beta/industryData/operations/7d1c1c52-93ad-4b8e-9f0e-2a6c4b0f5e11";

type Held = Arc<Mutex<Map<String, Value>>>;

/// A service that keeps one operation. `instead` is asked first: it has the request, and how many updates came before it.
fn service(
    tls: Option<&Authority>,
    instead: impl Fn(&Request, usize) -> Option<Answer> + Send + Sync + 'static,
) -> (Server, Held) {
    service_of(tls, Box::new(instead))
}

type Instead = dyn Fn(&Request, usize) -> Option<Answer> + Send + Sync;

fn service_of(tls: Option<&Authority>, instead: Box<Instead>) -> (Server, Held) {
    let held: Held = Arc::new(Mutex::new(tenant::initial()));
    let (kept, updates) = (Arc::clone(&held), AtomicUsize::new(0));
    let server = Server::start(tls, move |request| {
        let is_update = request.method == "PATCH";
        let before =
            if is_update { updates.fetch_add(1, Ordering::SeqCst) } else { updates.load(Ordering::SeqCst) };
        if let Some(answer) = instead(request, before) {
            return answer;
        }
        let mut kept = kept.lock().unwrap();
        match (request.method.as_str(), request.path.as_str()) {
            ("GET", OPERATION) => {}
            ("PATCH", OPERATION) => {
                let sent: Map<String, Value> = serde_json::from_slice(&request.body).unwrap_or_default();
                kept.extend(sent.into_iter().filter(|(name, _)| !name.starts_with('@')));
            }
            _ => return error(404),
        }
        said(200, &Value::Object(kept.clone()))
    });
    (server, held)
}

fn detail(held: &Held) -> Value {
    held.lock().unwrap()["statusDetail"].clone()
}

/// Reports of one folder, and whoever calls by an authority's token.
struct Caller<'a> {
    tls: &'a Authority,
    authority: String,
    folder: Folder,
}

impl Caller<'_> {
    fn of<'a>(tls: &'a Authority, authority: &Server) -> Caller<'a> {
        Caller { tls, authority: authority.url(), folder: Folder::new() }
    }

    fn command(&self, base_url: &str, arguments: &[&str]) -> Command {
        let mut command = self.folder.command(base_url, arguments);
        command.env_remove("GRAPH_CONTRACT_TOKEN").env("GRAPH_CONTRACT_ALLOW_WRITES", "1");
        command.env("GRAPH_CONTRACT_VARS", format!("longRunningOperationId={ID}"));
        command.env("AZURE_AUTHORITY_HOST", &self.authority).env("SSL_CERT_FILE", self.tls.roots());
        command.envs(BY_SECRET).args(suite::SOON);
        command
    }

    fn run(&self, base_url: &str, arguments: &[&str]) -> Run {
        self.folder.outcome(self.command(base_url, arguments).output().expect("the binary starts"))
    }
}

/// A feature that changes the operation's detail.
fn change(detail: &str) -> (TempDir, String) {
    let steps = format!(
        "    When the documented request is sent with the body\n      \"\"\"json\n      {{ \"statusDetail\": \"{detail}\" }}\n      \"\"\"\n    Then the status is 200\n"
    );
    suite::feature("", &steps)
}

fn issuing(tls: &Authority) -> Server {
    Server::start(Some(tls), |_| issued(TOKEN, 3600))
}

#[test]
fn restore_calls_as_the_run_did() {
    let tls = Authority::new();
    let authority = issuing(&tls);
    let (service, held) =
        service(Some(&tls), |request, before| (request.method == "PATCH" && before == 1).then(|| error(500)));
    let caller = Caller::of(&tls, &authority);
    let (_folder, feature) = change("left behind");
    let run = caller.run(&service.url(), &["run", &feature]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("NOT PUT BACK") && detail(&held) == "left behind", "{}", run.stdout);
    authority.seen();

    let restored = caller.run(&service.url(), &["restore"]);
    assert_eq!(restored.code, 0, "{}{}", restored.stdout, restored.stderr);
    assert_eq!(*held.lock().unwrap(), tenant::initial());
    assert_eq!(authority.seen().len(), 1, "a token of its own");
    let bearer = format!("Bearer {TOKEN}");
    assert!(service.seen().iter().all(|request| request.headers.get("authorization") == Some(&bearer)));
    assert!(!restored.written.contains(TOKEN) && !restored.written.contains(SECRET));
    let again = caller.run(&service.url(), &["restore"]);
    assert_eq!((again.code, again.stdout), (0, caller.folder.nothing_open()));
    assert!(authority.seen().is_empty(), "there is nothing to ask with");
}

#[test]
fn a_refused_credential_is_one_error_before_anything_is_restored() {
    let tls = Authority::new();
    let status = Arc::new(AtomicUsize::new(200));
    let answers = Arc::clone(&status);
    let authority = Server::start(Some(&tls), move |_| match answers.load(Ordering::SeqCst) {
        200 => issued(TOKEN, 3600),
        status => said(status as u16, &json!({"error": "invalid_client", "error_description": SECRET})),
    });
    let (service, held) =
        service(Some(&tls), |request, before| (request.method == "PATCH" && before == 1).then(|| error(500)));
    let caller = Caller::of(&tls, &authority);
    let (_folder, feature) = change("left behind");
    assert_eq!(caller.run(&service.url(), &["run", &feature]).code, 1);
    service.seen();
    for (answered, code) in [(401, 2), (503, 5)] {
        status.store(answered, Ordering::SeqCst);
        let restored = caller.run(&service.url(), &["restore"]);
        assert_eq!((restored.code, restored.stderr.lines().count()), (code, 1), "{}", restored.stderr);
        assert!(restored.stderr.contains("AZURE_CLIENT_SECRET"), "{}", restored.stderr);
        assert!(!restored.written.contains(SECRET), "{}", restored.stderr);
        assert!(service.seen().is_empty() && detail(&held) == "left behind");
    }
    status.store(200, Ordering::SeqCst);
    assert_eq!(caller.run(&service.url(), &["restore"]).code, 0);
    assert_eq!(*held.lock().unwrap(), tenant::initial());
}

#[test]
fn a_token_that_is_refused_in_the_middle_is_inconclusive_and_what_is_left_is_said() {
    let tls = Authority::new();
    let authority = issuing(&tls);
    let refuses = Arc::new(AtomicBool::new(true));
    let asked = Arc::clone(&refuses);
    let (service, held) = service(Some(&tls), move |_, before| {
        (before > 0 && asked.load(Ordering::SeqCst)).then(|| error(401))
    });
    let caller = Caller::of(&tls, &authority);
    let steps = "    When the documented request is sent with the body\n      \"\"\"json\n      { \"statusDetail\": \"x\" }\n      \"\"\"\n    And GET \"/industryData/operations/{longRunningOperationId}\" is sent\n    Then the status is 200\n";
    let (_folder, feature) = suite::feature("", steps);
    let run = caller.run(&service.url(), &["run", &feature]);
    assert_eq!((run.code, run.count("inconclusive")), (1, 1), "{}{}", run.stdout, run.stderr);
    assert!(run.scenario("S")["reason"].as_str().unwrap().contains("401"), "{}", run.stdout);
    assert_eq!(authority.seen().len(), 1, "one token for the run");
    refuses.store(false, Ordering::SeqCst);
    assert_eq!(caller.run(&service.url(), &["restore"]).code, 0);
    assert_eq!(*held.lock().unwrap(), tenant::initial());
}

#[test]
fn processes_that_write_to_one_resource_take_turns() {
    let tls = Authority::new();
    let authority = issuing(&tls);
    let updates = Arc::new((Mutex::new(0), Condvar::new()));
    let arriving = Arc::clone(&updates);
    // the answer to the first update waits for the second, as long as one may come between
    let (service, held) = service(Some(&tls), move |request, _| {
        if request.method == "PATCH" {
            let (count, came) = &*arriving;
            let mut count = count.lock().unwrap();
            *count += 1;
            came.notify_all();
            if *count == 1 {
                drop(came.wait_timeout_while(count, Duration::from_secs(1), |count| *count < 2).unwrap());
            }
        }
        None
    });
    let caller = Caller::of(&tls, &authority);
    let features = ["one", "two", "three"].map(change);
    let start = |(_, feature): &(TempDir, String)| {
        caller.command(&service.url(), &["run", feature]).spawn().expect("the binary starts")
    };
    let running: Vec<_> = features.iter().map(start).collect();
    for run in running {
        let output = run.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    assert_eq!(*held.lock().unwrap(), tenant::initial());
    let sent: Vec<Value> = service
        .seen()
        .iter()
        .filter(|request| request.method == "PATCH")
        .map(|request| serde_json::from_slice::<Value>(&request.body).unwrap()["statusDetail"].clone())
        .collect();
    let before = &tenant::initial()["statusDetail"];
    assert!(sent.len() == 6 && sent.iter().skip(1).step_by(2).all(|sent| sent == before), "{sent:?}");
}

#[test]
fn a_token_goes_to_no_other_host_that_a_header_names() {
    let tls = Authority::new();
    let authority = issuing(&tls);
    let (service, _) = service(Some(&tls), |_, _| None);
    let caller = Caller::of(&tls, &authority);
    let own = service.url().replace("https://", "");
    for (host, code) in [("other.example", 5), ("other.example:443", 5), (own.as_str(), 0)] {
        let steps = format!(
            "    When the documented request is sent with the header \"Host\" as \"{host}\"\n    Then the status is 200\n"
        );
        let (_folder, feature) = suite::feature("", &steps);
        let run = caller.run(&service.url(), &["run", &feature]);
        assert_eq!(run.code, code, "{host}: {}{}", run.stdout, run.stderr);
        let strange = |request: &Request| request.headers.get("host") != Some(&own);
        assert!(!service.seen().iter().any(strange), "{host}");
    }
}

#[test]
fn what_one_process_changes_for_a_while_another_does_not_read() {
    let tls = Authority::new();
    let authority = issuing(&tls);
    let arrived = Arc::new((Mutex::new(0), Condvar::new()));
    let arriving = Arc::clone(&arrived);
    // the first read after the update is answered after the second, as long as one may come between
    let (service, held) = service(Some(&tls), move |request, before| {
        if request.method == "GET" && before == 1 {
            let (reads, came) = &*arriving;
            let mut reads = reads.lock().unwrap();
            *reads += 1;
            came.notify_all();
            if *reads == 1 {
                drop(came.wait_timeout_while(reads, Duration::from_secs(1), |reads| *reads < 2).unwrap());
            }
        }
        None
    });
    let caller = Caller::of(&tls, &authority);
    let (_folder, feature) = change("another");
    let writing = caller.command(&service.url(), &["run", &feature]).spawn().expect("the binary starts");
    let (reads, came) = &*arrived;
    let waited = came.wait_timeout_while(reads.lock().unwrap(), Duration::from_secs(60), |reads| *reads == 0);
    assert!(!waited.unwrap().1.timed_out(), "the run has written");
    let detail = &tenant::initial()["statusDetail"];
    let steps = format!(
        "    When GET \"/industryData/operations/{{longRunningOperationId}}\" is sent\n    Then the property \"statusDetail\" is {detail}\n"
    );
    let (_other, feature) = suite::feature("", &steps);
    let read = caller.run(&service.url(), &["run", &feature]);
    assert_eq!((read.code, read.count("passed")), (0, 1), "{}{}", read.stdout, read.stderr);
    assert!(writing.wait_with_output().unwrap().status.success());
    assert_eq!(*held.lock().unwrap(), tenant::initial());
}

/// What somebody may have written into a ledger, and what is wrong with it.
#[test]
fn a_ledger_that_somebody_wrote_into_is_not_followed() {
    let tls = Authority::new();
    let authority = issuing(&tls);
    let (service, held) = service(Some(&tls), |_, _| None);
    let (elsewhere, _) = self::service(Some(&tls), |_, _| None);
    let caller = Caller::of(&tls, &authority);
    let line = |entry: &str, is: Value| json!({"entry": entry, "at": "", "is": is}).to_string() + "\n";
    let url = format!("{}{OPERATION}", service.url());
    let things = format!("{}/beta/industryData", service.url());
    let delete = |url: &str| json!({"to_delete": {"url": url}});
    let look_for = |url: &str| json!({"to_look_for": {"url": url}});
    let put_back =
        |url: &str| json!({"to_put_back": {"url": url, "method": "PATCH", "members": {"status": "x"}}});
    for (ledger, code) in [
        (line("a", delete(&url)), 3),
        (line("a", look_for(&things)) + &line("a", delete(&url)), 3),
        (line("a", look_for(&url)) + &line("a", delete(&url)), 3),
        (line("a", look_for(&url)) + &line("a", delete(&format!("{url}/../1"))), 3),
        (line("a", put_back(&url)) + &line("a", delete(&url)), 3),
        (line("a", put_back(&url)) + &line("a", put_back(&format!("{things}/operations/1"))), 3),
        (line("a", json!({"done": "put back"})) + &line("a", put_back(&url)), 3),
        (line("a", put_back(&format!("{}{OPERATION}", elsewhere.url()))), 1),
        (line("a", put_back(&url.replace("https://", "https://service.example@"))), 1),
        (line("a", put_back(&url.replace("https://", "http://"))), 1),
    ] {
        std::fs::write(caller.folder.ledger(), &ledger).unwrap();
        let restored = caller.run(&service.url(), &["restore"]);
        assert_eq!(restored.code, code, "{ledger}{}{}", restored.stdout, restored.stderr);
        assert!(service.seen().is_empty() && elsewhere.seen().is_empty(), "{ledger}");
    }
    assert_eq!(*held.lock().unwrap(), tenant::initial());
}

#[test]
fn what_a_step_that_panics_has_changed_is_put_back() {
    let (service, held) = service(None, |_, _| None);
    let (folder, reports) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let page = "longrunningoperation-update.md";
    let steps = format!(
        "    Given the API page \"api/{page}\"\n    And an existing longRunningOperation\n    When the documented request is sent\n    Then a step of another crate panics with what came\n"
    );
    super::canaries::package(folder.path(), page, &steps);
    let mut command = super::canaries::with_steps_of_its_own(folder.path(), reports.path());
    command.env("GRAPH_CONTRACT_BASE_URL", service.url()).env("GRAPH_CONTRACT_TOKEN", TOKEN);
    command.env("GRAPH_CONTRACT_ALLOW_WRITES", "1");
    command.env("GRAPH_CONTRACT_VARS", format!("longRunningOperationId={ID}"));
    let run = suite::outcome(command.output().unwrap(), reports.path());
    assert_eq!(run.violations("S"), ["step-failed "], "{}{}", run.stdout, run.stderr);
    let updates = service.seen().into_iter().filter(|request| request.method == "PATCH").count();
    assert_eq!((updates, held.lock().unwrap().clone()), (2, tenant::initial()));
}

#[cfg(unix)]
#[test]
fn a_ledger_that_others_could_read_is_theirs_no_more() {
    use std::os::unix::fs::PermissionsExt as _;
    let tls = Authority::new();
    let authority = issuing(&tls);
    let (service, _) = service(Some(&tls), |_, _| None);
    let caller = Caller::of(&tls, &authority);
    std::fs::write(caller.folder.ledger(), "").unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    std::fs::set_permissions(caller.folder.ledger(), std::fs::Permissions::from_mode(0o666)).unwrap();
    let (_folder, feature) = change("x");
    assert_eq!(caller.run(&service.url(), &["run", &feature]).code, 0);
    assert_eq!(mode(&caller.folder.ledger()), 0o600);
}

#[test]
fn restore_does_not_put_back_what_a_run_has_read_and_is_about_to_change() {
    let tls = Authority::new();
    let authority = issuing(&tls);
    let gate = Arc::new((Mutex::new(Gate::Open), Condvar::new()));
    let passing = Arc::clone(&gate);
    let (service, held) = service(Some(&tls), move |request, before| {
        let (gate, changed) = &*passing;
        let mut gate = gate.lock().unwrap();
        if *gate == Gate::Shut && request.method == "GET" {
            *gate = Gate::Waiting;
            changed.notify_all();
            drop(changed.wait_while(gate, |gate| *gate == Gate::Waiting).unwrap());
        }
        (request.method == "PATCH" && before == 1).then(|| error(500))
    });
    let caller = Caller::of(&tls, &authority);
    let set = |to: Gate| {
        *gate.0.lock().unwrap() = to;
        gate.1.notify_all();
    };
    let (_folder, feature) = change("left behind");
    assert_eq!(caller.run(&service.url(), &["run", &feature]).code, 1);

    set(Gate::Shut);
    let (_other, feature) = change("another");
    let run = caller.command(&service.url(), &["run", &feature]).spawn().expect("the binary starts");
    let waited = gate
        .1
        .wait_timeout_while(gate.0.lock().unwrap(), Duration::from_secs(60), |gate| *gate == Gate::Shut);
    assert!(!waited.unwrap().1.timed_out(), "the run reads");
    let restored = caller.run(&service.url(), &["restore"]);
    set(Gate::Open);
    run.wait_with_output().unwrap();
    assert_eq!(restored.code, 1, "{}{}", restored.stdout, restored.stderr);
    assert!(restored.stderr.contains("at work"), "{}", restored.stderr);
    assert_eq!(detail(&held), "left behind");
    assert_eq!(caller.run(&service.url(), &["restore"]).code, 0);
    assert_eq!(*held.lock().unwrap(), tenant::initial());
}

/// Whether reads are answered.
#[derive(PartialEq)]
enum Gate {
    Open,
    Shut,
    /// One of them waits.
    Waiting,
}

/// A collection whose second page names the school that a creation answers with. `status`: that of its list and of the creation.
fn schools(list: u16, creation: u16) -> Server {
    let school = |id: &str| json!({"id": id, "displayName": "Mill Street School"});
    Server::start(None, move |request| match (request.method.as_str(), request.target.as_str()) {
        ("POST", _) => said(creation, &school("s-2")),
        ("GET", "/v1.0/education/schools") if list == 200 => {
            let next =
                format!("http://{}/v1.0/education/schools?$skiptoken=2", request.headers["host"].as_str());
            said(200, &json!({"value": [school("s-1")], "@odata.nextLink": next}))
        }
        ("GET", "/v1.0/education/schools?$skiptoken=2") => said(200, &json!({"value": [school("s-2")]})),
        ("GET", "/v1.0/education/schools") => error(list),
        ("GET", _) => said(200, &school("s-2")),
        _ => error(405),
    })
}

#[test]
fn what_a_collection_may_have_held_before_is_not_deleted() {
    let create = Feature {
        pages: &["educationschool-post"],
        tags: "",
        steps: "    When the documented request is sent\n    Then the status is 201\n",
    };
    // where the list is not known whole, 201 says that something was created, and 200 does not
    for (list, creation, deletes) in [(200, 201, false), (403, 200, false), (403, 201, true)] {
        let (service, folder) = (schools(list, creation), Folder::new());
        let run = folder.run(&service.url(), &create, &[]);
        let is_deleted = service.seen().iter().any(|request| request.method == "DELETE");
        assert_eq!((run.code, is_deleted), (1, deletes), "{list} {creation}: {}", run.stdout);
        assert!(run.stdout.contains("NOT PUT BACK"), "{}", run.stdout);
    }
}

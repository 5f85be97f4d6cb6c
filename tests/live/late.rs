//! What shows late, lands late, or is changed by somebody else: it is put back, or said.

use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::folder::{Feature, Folder};
use super::records::{Records, SCHOOL, SCHOOLS, Wrong, initial};
use super::server::{Answer, Listening, Request, Server, error, listen, nothing, read, said, write};
use super::suite::Run;

/// What becomes of a request.
enum Fate {
    /// What a right service does.
    Done,
    Answered(Answer),
    /// The connection closes without an answer.
    Lost,
    /// It stays open without one.
    Hangs,
}

/// A school, and how many writes have come so far.
struct School {
    held: Map<String, Value>,
    writes: usize,
}

/// A service that keeps one school; `fate` has the request first.
struct Service {
    listening: Listening,
    school: Arc<(Mutex<School>, Condvar)>,
    sent: Arc<Mutex<Vec<String>>>,
}

fn service(fate: impl Fn(&Request, &mut School) -> Fate + Send + Sync + 'static) -> Service {
    service_of(Box::new(fate))
}

type Deciding = dyn Fn(&Request, &mut School) -> Fate + Send + Sync;

fn service_of(fate: Box<Deciding>) -> Service {
    let held = initial().remove(&format!("{SCHOOLS}/{SCHOOL}")).unwrap();
    let school = Arc::new((Mutex::new(School { held, writes: 0 }), Condvar::new()));
    let sent: Arc<Mutex<Vec<String>>> = Arc::default();
    let (kept, log) = (Arc::clone(&school), Arc::clone(&sent));
    let listening = listen(None, move |stream| {
        let Some(request) = read(stream) else { return };
        if request.method != "GET" {
            log.lock().unwrap().push(format!(
                "{} {}",
                request.method,
                String::from_utf8_lossy(&request.body)
            ));
        }
        let (fate, answer) = {
            let mut school = kept.0.lock().unwrap();
            let fate = fate(&request, &mut school);
            if request.method != "GET" {
                school.writes += 1;
            }
            let answer = match &fate {
                Fate::Done => school.done(&request),
                _ => error(500),
            };
            kept.1.notify_all();
            (fate, answer)
        };
        match fate {
            Fate::Done => drop(write(stream, &answer)),
            Fate::Answered(answer) => drop(write(stream, &answer)),
            Fate::Lost => {}
            Fate::Hangs => drop(std::io::Read::read(stream, &mut [0; 1])),
        }
    });
    Service { listening, school, sent }
}

impl School {
    fn done(&mut self, request: &Request) -> Answer {
        self.take(request);
        said(200, &Value::Object(self.held.clone()))
    }

    fn take(&mut self, request: &Request) {
        if request.method == "PUT" {
            self.held.retain(|name, _| ["id", "createdDateTime"].contains(&name.as_str()));
        }
        if request.method != "GET" {
            let sent: Map<String, Value> = serde_json::from_slice(&request.body).unwrap_or_default();
            self.held.extend(sent);
        }
    }
}

impl Service {
    fn url(&self) -> String {
        self.listening.url.clone()
    }

    /// What it holds, by name.
    fn held(&self) -> Value {
        Value::Object(self.school.0.lock().unwrap().held.clone())
    }

    fn sent(&self) -> Vec<String> {
        self.sent.lock().unwrap().clone()
    }

    fn set(&self, name: &str, value: Value) {
        self.school.0.lock().unwrap().held.insert(name.to_string(), value);
    }

    /// Waits until so many writes have come.
    fn wait_for(&self, writes: usize) {
        let (school, came) = &*self.school;
        let waited = came.wait_timeout_while(school.lock().unwrap(), Duration::from_secs(60), |school| {
            school.writes < writes
        });
        assert!(!waited.unwrap().1.timed_out(), "no write came");
    }
}

fn before() -> Value {
    Value::Object(initial().remove(&format!("{SCHOOLS}/{SCHOOL}")).unwrap())
}

fn write_of(method: &str, body: &str) -> String {
    format!(
        "    When {method} \"/education/schools/{SCHOOL}\" is sent with the body\n      \"\"\"json\n      {body}\n      \"\"\"\n    Then the status is 200\n"
    )
}

fn change(steps: &str) -> Feature<'_> {
    Feature { pages: &["educationschool-update"], tags: "", steps }
}

fn left(run: &Run) -> String {
    run.report["not_put_back"][0]["reason"].as_str().unwrap_or_default().to_string()
}

#[test]
fn what_a_read_shows_late_is_put_back_all_the_same() {
    for method in ["PATCH", "PUT"] {
        // reads show what was there before, until the second write has come
        let service = service(|request, school| match (request.method.as_str(), school.writes) {
            ("GET", 1) => Fate::Answered(said(200, &before())),
            _ => Fate::Done,
        });
        let (folder, steps) = (Folder::new(), write_of(method, r#"{ "phone": "1", "displayName": "x" }"#));
        let run = folder.run(&service.url(), &change(&steps), &[]);
        assert_eq!(run.code, 0, "{method}: {}", run.stdout);
        assert_eq!(service.held(), before(), "{method}");
        assert_eq!(service.sent().len(), 2, "{method}");
    }
}

#[test]
fn a_read_that_shows_an_update_late_is_violated_and_unstable() {
    let unstable = |stale_reads: usize| {
        let reads = AtomicUsize::new(0);
        let service = service(move |request, school| match (request.method.as_str(), school.writes) {
            ("GET", 1) if reads.fetch_add(1, Ordering::SeqCst) < stale_reads => {
                Fate::Answered(said(200, &before()))
            }
            _ => Fate::Done,
        });
        let steps = format!("{}    And nothing else has changed\n", write_of("PATCH", r#"{ "phone": "1" }"#));
        let run = Folder::new().run(&service.url(), &change(&steps), &[]);
        assert_eq!(service.held(), before(), "{stale_reads}");
        (run.code, run.violations("S"), run.scenario("S").get("unstable").is_some())
    };
    let kept = vec!["property-value /phone".to_string()];
    assert_eq!(unstable(0), (0, vec![], false));
    assert_eq!(unstable(1), (1, kept.clone(), true));
    assert_eq!(unstable(2), (1, kept, false));
}

#[test]
fn an_update_that_is_answered_without_a_body_is_read_back() {
    let pages = tempfile::tempdir().unwrap();
    std::fs::create_dir(pages.path().join("api")).unwrap();
    let page = "```http\nPATCH https://graph.microsoft.com/v1.0/education/schools/{id}\nContent-Type: application/json\n\n\
                {\"phone\": \"1\"}\n```\n```http\nHTTP/1.1 204 No Content\n```\n";
    std::fs::write(pages.path().join("api/school-call.md"), page).unwrap();
    let steps = write_of("PATCH", r#"{ "phone": "2" }"#).replace("the status is 200", "the status is 204")
        + "    And nothing else has changed\n";
    let feature = Feature { pages: &["school-call"], tags: "", steps: &steps };
    let run = |keeps: bool| {
        let service = service(move |request, school| match request.method.as_str() {
            "GET" => Fate::Done,
            _ => {
                keeps.then(|| school.take(request));
                Fate::Answered(nothing(204))
            }
        });
        let pages = pages.path().to_string_lossy();
        let run = Folder::new().run(&service.url(), &feature, &["--pages", &pages]);
        assert_eq!(service.held(), before(), "{}", run.stdout);
        (run.code, run.violations("S"))
    };
    assert_eq!(run(true), (0, vec![]));
    assert_eq!(run(false), (1, vec!["property-value /phone".to_string()]));
}

#[test]
fn an_update_that_was_refused_and_changed_nothing_is_not_sent_back() {
    let service = service(|request, _| match request.method.as_str() {
        "GET" => Fate::Done,
        _ => Fate::Answered(error(400)),
    });
    let (folder, steps) = (Folder::new(), write_of("PATCH", r#"{ "phone": "1" }"#));
    let run = folder.run(&service.url(), &change(&steps), &[]);
    assert_eq!((run.code, run.report["not_put_back"].as_array().map(Vec::len)), (1, Some(0)));
    assert_eq!(service.sent().len(), 1);
}

#[test]
fn an_update_that_lands_after_it_was_given_up_is_said_and_restored() {
    let late: Arc<Mutex<Option<Request>>> = Arc::default();
    let arriving = Arc::clone(&late);
    let service = service(move |request, school| match (request.method.as_str(), school.writes) {
        ("PATCH", 0) => {
            let (method, body) = (request.method.clone(), request.body.clone());
            let (path, target, headers) = (String::new(), String::new(), request.headers.clone());
            *arriving.lock().unwrap() = Some(Request { method, path, target, headers, body });
            Fate::Hangs
        }
        _ => Fate::Done,
    });
    let (folder, steps) = (Folder::new(), write_of("PATCH", r#"{ "phone": "1" }"#));
    let run = folder.run(&service.url(), &change(&steps), &["--first-byte-timeout", "1"]);
    assert_eq!((run.code, run.count("inconclusive")), (1, 1), "{}", run.stdout);
    assert!(left(&run).contains("may have arrived"), "{}", run.stdout);
    assert!(run.stdout.contains("NOT PUT BACK") && run.stdout.contains("1 change open"), "{}", run.stdout);
    assert_eq!(service.sent()[1..], [r#"PATCH {"phone":"+1 (902) 555-0101"}"#]);
    let late = late.lock().unwrap().take().unwrap();
    service.school.0.lock().unwrap().take(&late);
    assert_ne!(service.held(), before(), "it has landed");
    let restored = folder.restore(&service.url());
    assert_eq!(restored.code, 0, "{}{}", restored.stdout, restored.stderr);
    assert!(restored.stdout.contains("put back: phone\n"), "{}", restored.stdout);
    assert_eq!(service.held(), before());
}

#[test]
fn an_update_whose_connection_was_closed_and_that_changed_nothing_is_over() {
    let service = service(|request, _| match request.method.as_str() {
        "PATCH" => Fate::Lost,
        _ => Fate::Done,
    });
    let (folder, steps) = (Folder::new(), write_of("PATCH", r#"{ "phone": "1" }"#));
    let run = folder.run(&service.url(), &change(&steps), &[]);
    assert_eq!((run.code, left(&run).as_str()), (5, ""), "{}", run.stdout);
    assert_eq!(service.held(), before());
}

#[test]
fn a_lost_update_that_shows_late_and_cannot_be_put_back_is_said() {
    // the update was taken and its connection closed; the first read after it is stale, and no further write is answered
    let reads = std::sync::atomic::AtomicUsize::new(0);
    let service = service(move |request, school| match request.method.as_str() {
        "PATCH" if school.writes == 0 => {
            school.held.insert("phone".to_string(), json!("1"));
            Fate::Lost
        }
        "PATCH" => Fate::Lost,
        _ if school.writes == 1 && reads.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0 => {
            Fate::Answered(said(200, &before()))
        }
        _ => Fate::Done,
    });
    let (folder, steps) = (Folder::new(), write_of("PATCH", r#"{ "phone": "1" }"#));
    let run = folder.run(&service.url(), &change(&steps), &[]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(left(&run).contains("phone could not be put back"), "{}", run.stdout);
}

#[test]
fn a_lost_update_of_what_should_not_exist_is_said() {
    let service = service(|request, _| match request.method.as_str() {
        "PATCH" => Fate::Hangs,
        _ => Fate::Answered(error(404)),
    });
    let steps = "    And an unknown educationSchool\n    When the documented request is sent\n    Then the status is 404\n";
    let folder = Folder::new();
    let run = folder.run(&service.url(), &change(steps), &["--first-byte-timeout", "1"]);
    assert_eq!((run.code, run.count("inconclusive")), (1, 1), "{}", run.stdout);
    assert!(left(&run).contains("may have arrived"), "{}", run.stdout);
    assert_eq!(service.sent().len(), 1);
    assert_eq!(folder.restore(&service.url()).code, 0, "nothing is there later, either");
}

#[test]
fn a_replacement_that_timed_out_and_went_again_is_said() {
    let service = service(|request, school| match (request.method.as_str(), school.writes) {
        ("PUT", 0) => Fate::Hangs,
        _ => Fate::Done,
    });
    let (folder, steps) = (Folder::new(), write_of("PUT", r#"{ "displayName": "x" }"#));
    let run = folder.run(&service.url(), &change(&steps), &["--first-byte-timeout", "1"]);
    assert_eq!((run.code, run.count("passed")), (1, 1), "{}", run.stdout);
    assert!(left(&run).contains("may have arrived"), "{}", run.stdout);
    assert_eq!(service.held(), before());
}

#[test]
fn what_was_not_sent_and_changed_all_the_same_is_said() {
    for (name, value, is_said) in [
        ("studentCount", json!(17), true),
        ("id", json!("s-2"), true),
        ("lastModifiedDateTime", json!("2026-01-01T00:00:00Z"), false),
        ("createdDateTime", json!("2026-01-01T00:00:00Z"), false),
        ("@odata.etag", json!("2"), false),
        ("eTag", json!("\"2\""), false),
        ("studentCount", json!(null), false),
    ] {
        let changed = value.clone();
        let service = service(move |request, school| {
            if request.method == "PATCH" {
                school.held.insert(name.to_string(), changed.clone());
            }
            Fate::Done
        });
        let (folder, steps) = (Folder::new(), write_of("PATCH", r#"{ "phone": "1" }"#));
        let run = folder.run(&service.url(), &change(&steps), &[]);
        assert_eq!(run.code, i32::from(is_said), "{name} {value}: {}", run.stdout);
        assert_eq!(left(&run).contains(name), is_said, "{name} {value}: {}", run.stdout);
        assert_eq!(run.stdout.contains("NOT PUT BACK"), is_said, "{name} {value}: {}", run.stdout);
        assert_eq!(service.held()["phone"], before()["phone"]);
    }
}

#[test]
fn the_status_of_a_refusal_to_put_back_is_said() {
    let service = service(|request, school| match (request.method.as_str(), school.writes) {
        ("PATCH", 1..) => Fate::Answered(error(409)),
        _ => Fate::Done,
    });
    let (folder, steps) = (Folder::new(), write_of("PATCH", r#"{ "phone": "1" }"#));
    let run = folder.run(&service.url(), &change(&steps), &[]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(left(&run).contains("phone") && left(&run).contains("409"), "{}", left(&run));
}

#[test]
fn a_member_that_takes_no_old_value_keeps_no_other_from_being_put_back() {
    let secret = "canary-5f1b-passphrase";
    let service = service(|request, school| {
        let sent: Map<String, Value> = serde_json::from_slice(&request.body).unwrap_or_default();
        match request.method.as_str() {
            "PATCH" if sent.get("password").is_some_and(Value::is_null) => Fate::Answered(error(400)),
            "PATCH" => {
                school.held.extend(sent.into_iter().filter(|(name, _)| name != "password"));
                Fate::Answered(said(200, &Value::Object(school.held.clone())))
            }
            _ => Fate::Done,
        }
    });
    let folder = Folder::new();
    let steps = write_of("PATCH", &format!("{{ \"phone\": \"1\", \"password\": \"{secret}\" }}"));
    let run = folder.run(&service.url(), &change(&steps), &[]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(left(&run).starts_with("password could not be put back"), "{}", left(&run));
    assert!(left(&run).contains("400"), "{}", left(&run));
    assert_eq!(service.held(), before());
    assert!(!folder.ledger_text().contains(secret), "{}", folder.ledger_text());
    let restored = folder.restore(&service.url());
    assert_eq!(restored.code, 1, "{}", restored.stdout);
    assert!(restored.stdout.contains("password could not be put back"), "{}", restored.stdout);
}

#[test]
fn what_was_never_found_is_not_taken_for_deleted() {
    let tenant = Records::start(Wrong::KeepsElsewhere);
    let create = Feature {
        pages: &["educationschool-post"],
        tags: "",
        steps: "    When the documented request is sent\n    Then the status is 201\n",
    };
    let folder = Folder::new();
    let run = folder.run(&tenant.url(), &create, &[]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    for _ in 0..2 {
        let restored = folder.restore(&tenant.url());
        assert_eq!(restored.code, 1, "{}", restored.stdout);
        assert!(restored.stdout.contains("is not found at this URL"), "{}", restored.stdout);
        assert!(!restored.stdout.contains("deleted\n"), "{}", restored.stdout);
    }
    assert_eq!(tenant.count(), 2);
}

/// A run that is killed while an update that the service has taken is not answered.
#[cfg(unix)]
fn killed(service: &Service, method: &str, body: &str) -> Folder {
    let (folder, steps) = (Folder::new(), write_of(method, body));
    let mut run = folder.running(&service.url(), &change(&steps), &[]).spawn().expect("the binary starts");
    service.wait_for(1);
    run.kill().expect("a process of this test's");
    run.wait().expect("it has ended");
    folder
}

#[cfg(unix)]
fn hanging() -> Service {
    service(|request, school| match (request.method.as_str(), school.writes) {
        ("PATCH" | "PUT", 0) => {
            school.take(request);
            Fate::Hangs
        }
        _ => Fate::Done,
    })
}

#[cfg(unix)]
#[test]
fn restore_leaves_alone_what_somebody_else_has_changed() {
    for method in ["PATCH", "PUT"] {
        let service = hanging();
        let folder = killed(&service, method, r#"{ "phone": "1", "fax": "2", "address": { "city": "x" } }"#);
        let theirs = [("phone", json!("theirs")), ("displayName", json!("Theirs"))];
        theirs.iter().for_each(|(name, value)| service.set(name, value.clone()));
        let restored = folder.restore(&service.url());
        assert_eq!(restored.code, 1, "{}{}", restored.stdout, restored.stderr);
        assert!(restored.stdout.contains("somebody else"), "{}", restored.stdout);
        assert!(restored.stdout.contains("displayName, phone"), "{}", restored.stdout);
        let mut after = before();
        theirs.into_iter().for_each(|(name, value)| after[name] = value);
        assert_eq!(service.held(), after, "{method}");
    }
}

#[cfg(unix)]
#[test]
fn restore_puts_back_a_complex_value_that_was_changed_in_part() {
    let service = hanging();
    let folder = killed(&service, "PATCH", r#"{ "address": { "city": "x" } }"#);
    let mut merged = before()["address"].clone();
    merged["city"] = json!("x");
    service.set("address", merged);
    let restored = folder.restore(&service.url());
    assert_eq!(restored.code, 0, "{}{}", restored.stdout, restored.stderr);
    assert!(restored.stdout.contains("  put back: address\n"), "{}", restored.stdout);
    assert_eq!(service.held(), before());
}

#[test]
fn the_ledger_that_is_looked_at_is_named() {
    let (folder, elsewhere) = (Folder::new(), tempfile::tempdir().unwrap());
    let nope = elsewhere.path().join("nope");
    let with = |arguments: &[&str]| {
        let mut command: Command = folder.command("http://127.0.0.1:9", &["restore"]);
        folder.outcome(command.args(arguments).arg("--report-dir").arg(&nope).output().unwrap())
    };
    for arguments in [&[][..], &["--forget", "a"][..]] {
        let run = with(arguments);
        let told = format!("there is no ledger at {}", nope.join("ledger.jsonl").display());
        assert_eq!(run.code, 4, "{}{}", run.stdout, run.stderr);
        assert!(format!("{}{}", run.stdout, run.stderr).contains(&told), "{}{}", run.stdout, run.stderr);
        assert!(!nope.exists());
    }
    let tenant = Records::start(Wrong::Answers("DELETE", 403));
    let create = Feature {
        pages: &["educationschool-post"],
        tags: "",
        steps: "    When the documented request is sent\n    Then the status is 201\n",
    };
    let run = folder.run(&tenant.url(), &create, &[]);
    let report_dir = folder.ledger().parent().unwrap().display().to_string();
    let hint = format!("graph-contract restore --report-dir {report_dir}\n");
    assert!(run.stdout.contains(&hint), "{}", run.stdout);
    let restored = folder.restore(&tenant.url());
    let hint = format!("graph-contract restore --report-dir {report_dir} --forget ");
    assert!(restored.stdout.contains(&hint), "{}", restored.stdout);
}

/// The first signal stops the sending and not the putting back.
#[cfg(unix)]
#[test]
fn a_run_that_is_interrupted_puts_back_what_it_changed() {
    use std::io::{BufRead as _, BufReader, Read as _};
    for signal in ["-INT", "-TERM"] {
        let gate = Arc::new((Mutex::new(false), Condvar::new()));
        let (waiting, held) = (Arc::clone(&gate), Mutex::new(before()));
        let (came, arrivals) = std::sync::mpsc::channel();
        let came = Mutex::new(came);
        let service = Server::start(None, move |request| {
            let mut held = held.lock().unwrap();
            if request.method == "PATCH" {
                let sent: Map<String, Value> = serde_json::from_slice(&request.body).unwrap();
                held.as_object_mut().unwrap().extend(sent);
                let _ = came.lock().unwrap().send(());
                let (is_open, opened) = &*waiting;
                drop(opened.wait_while(is_open.lock().unwrap(), |is_open| !*is_open).unwrap());
            }
            said(200, &held)
        });
        let steps = write_of("PATCH", r#"{ "phone": "1" }"#) + &write_of("PATCH", r#"{ "phone": "2" }"#);
        let folder = Folder::new();
        let arguments = ["--first-byte-timeout", "60", "--timeout", "60"];
        let mut run = folder.running(&service.url(), &change(&steps), &arguments).spawn().unwrap();
        arrivals.recv_timeout(Duration::from_secs(60)).expect("an update arrives");
        let killed = Command::new("kill").args([signal, &run.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let mut stderr = BufReader::new(run.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        assert!(line.contains("interrupted"), "{line}");
        *gate.0.lock().unwrap() = true;
        gate.1.notify_all();
        let mut stdout = String::new();
        run.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
        assert_eq!(run.wait().unwrap().code(), Some(5), "{stdout}");
        assert!(stdout.contains("not sent: the run was interrupted"), "{stdout}");
        let sent: Vec<String> = service
            .seen()
            .iter()
            .filter(|request| request.method == "PATCH")
            .map(|request| String::from_utf8_lossy(&request.body).into_owned())
            .collect();
        assert!(sent.len() == 2 && sent[1] == r#"{"phone":"+1 (902) 555-0101"}"#, "{sent:?}");
        assert_eq!(folder.restore(&service.url()).stdout, folder.nothing_open());
    }
}

//! Servers of the tests: loopback, a free port, with TLS where a test asks for it, and gone when they are dropped.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

use super::tls::Authority;

/// What a connection is to a server, with TLS or without.
pub(super) trait Stream: Read + Write {}
impl<S: Read + Write> Stream for S {}

pub(super) struct Request {
    pub method: String,
    pub path: String,
    /// The path with the query.
    pub target: String,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

pub(super) struct Answer {
    pub status: u16,
    pub content_type: Option<&'static str>,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// A port that takes connections until it is dropped.
pub(super) struct Listening {
    pub address: SocketAddr,
    pub url: String,
    stopped: Arc<AtomicBool>,
}

/// What a server does with a connection, and with a request. They are named, as each place that is generic over such a
/// function is compiled once for each test.
type Converse = dyn Fn(&mut dyn Stream) + Send + Sync;
type Answering = dyn Fn(&Request) -> Answer + Send + Sync;

/// Gives each connection to `converse`, on a thread of its own.
pub(super) fn listen(
    tls: Option<&Authority>,
    converse: impl Fn(&mut dyn Stream) + Send + Sync + 'static,
) -> Listening {
    conversing(tls, Arc::new(converse))
}

fn conversing(tls: Option<&Authority>, converse: Arc<Converse>) -> Listening {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on loopback");
    let address = listener.local_addr().expect("a bound listener has an address");
    let stopped = Arc::new(AtomicBool::new(false));
    let (config, is_over) = (tls.map(Authority::server), Arc::clone(&stopped));
    let scheme = if config.is_some() { "https" } else { "http" };
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            if is_over.load(Ordering::SeqCst) {
                return;
            }
            let (converse, config) = (Arc::clone(&converse), config.clone());
            thread::spawn(move || match config {
                None => converse(&mut stream),
                Some(config) => {
                    let connection = rustls::ServerConnection::new(config).expect("a server's side of TLS");
                    let mut stream = rustls::StreamOwned::new(connection, stream);
                    converse(&mut stream);
                    stream.conn.send_close_notify();
                    let _ = stream.flush();
                }
            });
        }
    });
    Listening { address, url: format!("{scheme}://{address}"), stopped }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

/// A server that answers each request by one function, and keeps what it was asked.
pub(super) struct Server {
    listening: Listening,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(super) fn start(
        tls: Option<&Authority>,
        answer: impl Fn(&Request) -> Answer + Send + Sync + 'static,
    ) -> Server {
        Server::answering(tls, Box::new(answer))
    }

    fn answering(tls: Option<&Authority>, answer: Box<Answering>) -> Server {
        let seen: Arc<Mutex<Vec<Request>>> = Arc::default();
        let log = Arc::clone(&seen);
        let listening = listen(tls, move |stream| {
            let Some(request) = read(stream) else { return };
            let answer = answer(&request);
            log.lock().unwrap().push(request);
            let _ = write(stream, &answer);
        });
        Server { listening, seen }
    }

    pub(super) fn url(&self) -> String {
        self.listening.url.clone()
    }

    /// The requests that arrived since this was asked for.
    pub(super) fn seen(&self) -> Vec<Request> {
        std::mem::take(&mut *self.seen.lock().unwrap())
    }
}

pub(super) fn read(stream: &mut (impl Read + ?Sized)) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_string(), words.next()?.to_string());
    let path = target.split('?').next()?.to_string();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_string());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { method, path, target, headers, body })
}

pub(super) fn write(stream: &mut (impl Write + ?Sized), answer: &Answer) -> std::io::Result<()> {
    let mut head = format!(
        "HTTP/1.1 {} Said\r\nConnection: close\r\nContent-Length: {}\r\n",
        answer.status,
        answer.body.len()
    );
    let content_type = answer.content_type.map(|value| ("Content-Type".to_string(), value.to_string()));
    for (name, value) in answer.headers.iter().cloned().chain(content_type) {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    stream.write_all(&answer.body)?;
    stream.flush()
}

/// An answer of JSON.
pub(super) fn said(status: u16, body: &Value) -> Answer {
    let content_type = Some("application/json");
    Answer { status, content_type, headers: Vec::new(), body: body.to_string().into_bytes() }
}

/// An error in the shape that the pages document.
pub(super) fn error(status: u16) -> Answer {
    said(status, &json!({"error": {"code": "Said", "message": "said by the service"}}))
}

/// An answer without a body.
pub(super) fn nothing(status: u16) -> Answer {
    Answer { status, content_type: None, headers: Vec::new(), body: Vec::new() }
}

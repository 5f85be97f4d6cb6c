//! `When`: requests, documented or not.

use cucumber::gherkin::Step;
use reqwest::Url;
use serde_json::Value;

use super::changes::{self, Change};
use super::stop::Stop;
use super::variables::{Known, Noting};
use super::world::{Last, World};
use crate::contract::{DocumentedRequest, NoValue, UrlTemplate};
use crate::exchange::{Effect, NoAnswer, Request, Route, Subject, origin, route};
use crate::verdict::Sent;

impl World {
    /// Sends the documented request with `changes`; `which`: the example by name or number, or nothing for the one at hand.
    pub(super) async fn send(&mut self, step: &Step, which: &str, changes: Vec<Change>) -> Result<(), Stop> {
        if !which.is_empty() {
            self.take_example(step, which)?;
        }
        let subject = self.subject(step)?;
        let changes: Vec<Change> = self.replaced(step, |known| {
            changes.into_iter().map(|change| change.with_variables(known)).collect()
        })?;
        let request = self.request(step, &subject, &changes)?;
        self.transfer(request, Some(subject)).await
    }

    /// Sends any request: a method, a path below the documented version or a URL of the same origin, and a body.
    pub(super) async fn send_to(
        &mut self,
        step: &Step,
        method: &str,
        url: &str,
        body: Option<Vec<u8>>,
    ) -> Result<(), Stop> {
        let subject = self.subject(step)?;
        let url = self.any_url(step, &subject, url)?;
        let mut headers = self.authorization(step)?;
        if body.is_some() {
            headers.push(("Content-Type".to_string(), "application/json".to_string()));
        }
        let request = Request { method: method.to_string(), url, headers, body };
        let documented = self.documenting(&request);
        self.transfer(request, documented).await
    }

    /// Sends the last request once more.
    pub(super) async fn send_again(&mut self, step: &Step) -> Result<(), Stop> {
        let Some(last) = &self.last else { return Err(self.nothing_sent(step)) };
        let (mut request, subject) = (last.request.clone(), last.subject.clone());
        if last.caller != self.caller {
            request.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
            request.headers.splice(0..0, self.authorization(step)?);
        }
        self.transfer(request, subject).await
    }

    async fn transfer(&mut self, request: Request, subject: Option<Subject>) -> Result<(), Stop> {
        let mut sent =
            Sent { body: request.json(), key: self.key(subject.as_ref(), &request), known_id: None };
        let effect = self.effect(subject.as_ref(), &request, &sent);
        let session = self.session.as_mut().expect("the request was made by this session");
        let answered = session.send(request.clone(), effect, &mut self.record.exchanges).await;
        let answered = self.answered(answered)?;
        let before = answered.before.as_ref().filter(|_| answered.exchange.request.method != "GET");
        sent.known_id =
            before.and_then(|before| before.get("id")).and_then(Value::as_str).map(str::to_string);
        self.record.asked.push(self.record.exchanges.len() - 1);
        let last = Last { subject, request, caller: self.caller, answered, sent, is_expected: false };
        if !matches!(last.request.method.as_str(), "GET" | "HEAD") {
            self.last_write = Some(last.clone());
        }
        self.last = Some(last);
        Ok(())
    }

    fn request(&mut self, step: &Step, subject: &Subject, changes: &[Change]) -> Result<Request, Stop> {
        let documented = &subject.example().request;
        let url = self.url(step, documented, changes)?;
        let mut headers = self.authorization(step)?;
        headers.extend(documented.headers.iter().cloned());
        Ok(Request {
            method: changes::method(documented, changes),
            url,
            headers: changes::headers(headers, changes),
            body: changes::body(documented, changes),
        })
    }

    fn authorization(&mut self, step: &Step) -> Result<Vec<(String, String)>, Stop> {
        let caller = self.caller;
        let value = self.session(step)?.authorization(caller);
        let value = self.answered(value)?;
        Ok(value.map(|value| ("Authorization".to_string(), value)).into_iter().collect())
    }

    fn url(
        &mut self,
        step: &Step,
        documented: &DocumentedRequest,
        changes: &[Change],
    ) -> Result<String, Stop> {
        let prefix = self.session(step)?.prefix(documented.url.version.as_deref());
        let filled = self.filled(step, &documented.url)?;
        let (path, query) = (filled.0, changes::query(filled.1, changes));
        Ok(format!("{prefix}{path}{}", query.map(|query| format!("?{query}")).unwrap_or_default()))
    }

    /// The path and the query with the values of the variables.
    fn filled(&mut self, step: &Step, url: &UrlTemplate) -> Result<(String, Option<String>), Stop> {
        let value = |name: &str| self.value(name);
        let filled = url.path.fill(value).and_then(|path| Ok((path, url.fill_query(value)?)));
        let mut names = url.path.placeholders().iter();
        let empty =
            names.find(|name| self.value(name).is_some_and(|value| value.trim_matches('.').is_empty()));
        if let Some(name) = empty {
            let message = format!("the placeholder {{{name}}} has a value that is empty or nothing but dots");
            return Err(self.misuse(step, &message, "no resource has such a key: give it another value"));
        }
        filled.map_err(|missing| self.unaddressed(step, &missing))
    }

    /// A URL as a step writes it: one variable that holds a whole URL, or a path in which variables are segments.
    fn any_url(&mut self, step: &Step, subject: &Subject, text: &str) -> Result<String, Stop> {
        let is_whole = text.starts_with('{') && text.ends_with('}') && text.matches('{').count() == 1;
        if is_whole {
            let url = self.replaced(step, |known| known.in_text(text))?;
            return self.own_url(step, subject, &url);
        }
        if origin(text).is_some() {
            return self.own_url(step, subject, text);
        }
        let url = UrlTemplate::read(text);
        let version = url.version.clone().or_else(|| subject.example().request.url.version.clone());
        let prefix = self.session(step)?.prefix(version.as_deref());
        let (path, query) = self.filled(step, &url)?;
        Ok(format!("{prefix}{path}{}", query.map(|query| format!("?{query}")).unwrap_or_default()))
    }

    /// A URL that a service gave, as it stands: no token goes to another origin. One without an origin is the service's own.
    fn own_url(&mut self, step: &Step, subject: &Subject, url: &str) -> Result<String, Stop> {
        let own = self.session(step)?.prefix(None);
        let base = Url::parse(&own).ok();
        if let Some(origin) = origin(url) {
            let asked =
                Url::parse(url).ok().filter(|url| url.username().is_empty() && url.password().is_none());
            return match asked.zip(base).filter(|(asked, own)| asked.origin() == own.origin()) {
                Some((asked, _)) => Ok(asked.to_string()),
                None => self.answered(Err(NoAnswer::Inconclusive(format!(
                    "not sent: {origin} is another origin than the endpoint's, and no token goes there"
                )))),
            };
        }
        let path = format!("/{}", url.trim_start_matches(['/', '\\']));
        let base_path = base.as_ref().map_or("", |base| base.path().trim_end_matches('/'));
        if !base_path.is_empty() && path.starts_with(&format!("{base_path}/")) {
            return Ok(format!("{}{path}", own.strip_suffix(base_path).unwrap_or(&own)));
        }
        let (version, below) = match UrlTemplate::read(&path).version {
            Some(version) => (Some(version.clone()), path[1 + version.len()..].to_string()),
            None => (subject.example().request.url.version.clone(), path),
        };
        Ok(format!("{}{below}", self.session(step)?.prefix(version.as_deref())))
    }

    /// What of a URL stands behind the endpoint's base: what pages document.
    pub(super) fn below_base<'u>(&self, url: &'u str) -> &'u str {
        let base = self.session.as_ref().map(|session| session.prefix(None)).unwrap_or_default();
        url.strip_prefix(base.as_str()).unwrap_or(url)
    }

    /// What `use_of` makes of the variables, each of which must have a value.
    pub(super) fn replaced<T>(
        &mut self,
        step: &Step,
        use_of: impl FnOnce(&dyn Known) -> T,
    ) -> Result<T, Stop> {
        let noting = Noting::new(&self.variables);
        let made = use_of(&noting);
        match noting.missing() {
            None => Ok(made),
            Some(name) => {
                let message = format!("no value for the variable {{{name}}}");
                let help = "set it before: Given the variable ... is ..., an existing ..., or ... is remembered as ...";
                Err(self.misuse(step, &message, help))
            }
        }
    }

    /// The value of a placeholder; `{id|name}` is `{id | name}`, and either of its names will do.
    fn value(&self, placeholder: &str) -> Option<String> {
        let plain = |name: &str| name.replace(' ', "");
        let same = |(name, _): &(&String, &String)| plain(name) == plain(placeholder);
        let whole = self.variables.iter().find(same).map(|(_, value)| value);
        let part = || placeholder.split('|').find_map(|name| self.variables.get(name.trim()));
        whole.or_else(part).cloned()
    }

    fn unaddressed(&mut self, step: &Step, missing: &NoValue) -> Stop {
        let help = "say which resource is meant: Given an existing ..., or remember its key under the placeholder's name: \
                    the property \"id\" is remembered as \"...\"";
        self.misuse(step, &missing.to_string(), help)
    }

    /// The example that documents a request: of the pages that the scenario took, the last one first.
    fn documenting(&self, request: &Request) -> Option<Subject> {
        let pages: Vec<Subject> = self.taken.iter().rev().cloned().collect();
        let sent = request.json();
        match route(&pages, &request.method, self.below_base(&request.url), sent.as_ref()) {
            Route::Example(found, _, _) => Some(found),
            Route::OtherMethods(_) | Route::Nowhere => None,
        }
    }

    /// The key that the request addresses its resource by.
    fn key(&self, subject: Option<&Subject>, request: &Request) -> Option<String> {
        let path = subject?.example().request.path();
        let asked = UrlTemplate::read(self.below_base(&request.url));
        let values = path.matches(asked.path.as_str())?;
        values.into_iter().find(|(name, _)| path.key() == Some(name)).map(|(_, value)| value)
    }

    fn effect(&self, subject: Option<&Subject>, request: &Request, sent: &Sent) -> Effect {
        match request.method.as_str() {
            _ if request.headers.iter().any(|(name, _)| is_method_override(name)) => Effect::Other,
            "GET" | "HEAD" => Effect::Read,
            "PATCH" if self.is_to_unknown(sent) => Effect::Nowhere,
            "PATCH" => Effect::Update { writable: writable(subject, sent) },
            _ => Effect::Other,
        }
    }

    /// Whether the request addresses the resource that does not exist.
    fn is_to_unknown(&self, sent: &Sent) -> bool {
        let unknown = self.unknown.as_ref().map(|(_, key)| key);
        unknown.is_some() && unknown == sent.key.as_ref()
    }

    pub(super) fn nothing_sent(&mut self, step: &Step) -> Stop {
        self.misuse(
            step,
            "no request was sent yet",
            "put a step before it: When the documented request is sent",
        )
    }
}

/// A header that has a service do something else than the method says.
fn is_method_override(name: &str) -> bool {
    ["x-http-method", "x-http-method-override", "x-method-override"].contains(&name.to_lowercase().as_str())
}

/// What an update may change: what the page lets be sent, and whatever else is sent.
fn writable(subject: Option<&Subject>, sent: &Sent) -> Vec<String> {
    let body = subject.and_then(|subject| subject.example().request.body.as_ref());
    let documented = body.and_then(|body| body.shape.object(&body.types)).into_iter();
    let mut names: Vec<String> =
        documented.flat_map(|object| &object.members).map(|member| member.name.clone()).collect();
    let others = sent.body.as_ref().and_then(Value::as_object).into_iter().flat_map(|members| members.keys());
    names.extend(others.filter(|name| *name != "id").cloned());
    names.sort();
    names.dedup();
    names
}

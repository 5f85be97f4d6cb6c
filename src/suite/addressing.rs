//! Where a request goes: placeholders and variables to URLs, and no URL to another origin.

use cucumber::gherkin::Step;
use reqwest::Url;

use super::changes::{self, Change};
use super::stop::Stop;
use super::variables::{Known, Noting};
use super::world::World;
use crate::contract::{DocumentedRequest, NoValue, UrlTemplate};
use crate::exchange::{NoAnswer, Subject, origin};

impl World {
    pub(super) fn url(
        &mut self,
        step: &Step,
        documented: &DocumentedRequest,
        changes: &[Change],
    ) -> Result<String, Stop> {
        let prefix = self.session(step)?.prefix(documented.version.as_deref());
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
    pub(super) fn any_url(&mut self, step: &Step, subject: &Subject, text: &str) -> Result<String, Stop> {
        let is_whole = text.starts_with('{') && text.ends_with('}') && text.matches('{').count() == 1;
        if is_whole {
            let url = self.replaced(step, |known| known.in_text(text))?;
            let is_of_an_answer = url == text && !self.session(step)?.sends();
            return if is_of_an_answer { Ok(url) } else { self.own_url(step, subject, &url) };
        }
        if origin(text).is_some() {
            return self.own_url(step, subject, text);
        }
        let url = UrlTemplate::read(text);
        let version = url.version.clone().or_else(|| subject.example().request.version.clone());
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
            None => (subject.example().request.version.clone(), path),
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
    pub(super) fn value(&self, placeholder: &str) -> Option<String> {
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
}

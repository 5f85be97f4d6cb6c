//! Where a request goes, for comparing an example's with those a page documents.

use memchr::memchr;

use crate::contract::{UrlTemplate, behind_scheme};

/// A method and the segments of a path, as far as they matter.
#[derive(Debug)]
pub(super) struct Route {
    pub(super) method: String,
    /// The path as written, without origin, version and query.
    pub(super) path: String,
    /// The URL names a host that is none of the API's.
    pub(super) is_elsewhere: bool,
    segments: Vec<Segment>,
}

/// A segment in lower case, without the namespace of a function and the values of its parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Segment {
    text: String,
    /// `microsoft.graph.group` may be a type that the path is cast to, which may be left out, or an action.
    may_be_cast: bool,
}

/// How far a request is from a documented one; the nearest is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Difference {
    None,
    /// The path goes on behind the documented one.
    Longer,
    /// The same path with another method.
    Method,
    /// Another path, by so many segments.
    Path(usize),
}

impl Route {
    pub(super) fn read(method: &str, url: &str) -> Route {
        let path = UrlTemplate::read(url).path.as_str().to_string();
        let segments = segments(&path).flat_map(keyed).map(Segment::read).collect();
        Route { method: method.to_ascii_uppercase(), path, is_elsewhere: goes_elsewhere(url), segments }
    }

    /// How far `shown` is from this documented route.
    pub(super) fn difference(&self, shown: &Route) -> Difference {
        let is_method = self.method == shown.method;
        match matched(&self.segments, &shown.segments) {
            Some(0) if is_method => Difference::None,
            Some(0) => Difference::Method,
            Some(_) if is_method => Difference::Longer,
            _ => {
                let same = self
                    .segments
                    .iter()
                    .zip(&shown.segments)
                    .take_while(|(one, other)| fits(&one.text, &other.text));
                Difference::Path(usize::MAX - same.count() * 2 - usize::from(is_method))
            }
        }
    }

    /// The pairs of placeholders that a documented route and a shown one have in one place.
    pub(super) fn placeholders<'r>(&'r self, shown: &'r Route) -> impl Iterator<Item = (&'r str, &'r str)> {
        let pairs = self.segments.iter().zip(&shown.segments);
        pairs.filter_map(|(one, other)| Some((placeholder(&one.text)?, placeholder(&other.text)?)))
    }
}

/// The segments of a path; a slash inside brackets or quotes parts none.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let mut ends = move |byte: u8| {
        depth += i32::from(matches!(byte, b'(' | b'{')) - i32::from(matches!(byte, b')' | b'}'));
        byte == b'/' && depth <= 0
    };
    let mut rest = Some(path);
    let parts = std::iter::from_fn(move || {
        let path = rest.take()?;
        let end = path.bytes().position(&mut ends).unwrap_or(path.len());
        rest = path.get(end + 1..);
        Some(&path[..end])
    });
    parts.map(str::trim).filter(|segment| !matches!(*segment, "" | "~"))
}

/// `messages` and `'1'` of `messages('1')`, which is a key and no call with parameters.
fn keyed(segment: &str) -> impl Iterator<Item = &str> {
    let is_key =
        |key: &str| key.starts_with('\'') || !key.contains('=') && !key.trim_end_matches(')').is_empty();
    let key = segment.split_once('(').filter(|(name, key)| !name.is_empty() && is_key(key));
    let (name, key) = match key {
        Some((name, key)) => (name, Some(key.trim_end_matches(')'))),
        None => (segment, None),
    };
    std::iter::once(name).chain(key)
}

impl Segment {
    fn read(segment: &str) -> Segment {
        if placeholder(segment).is_some() {
            return Segment { text: segment.to_string(), may_be_cast: false };
        }
        let call = &segment[..memchr(b'(', segment.as_bytes()).unwrap_or(segment.len())];
        let named = ["microsoft.graph.", "graph."].into_iter().find_map(|start| behind(call, start));
        let text = named.map_or(call, |name| name.rsplit('.').next().unwrap_or(name)).to_ascii_lowercase();
        Segment { text, may_be_cast: named.is_some() && call.len() == segment.len() }
    }
}

/// What follows a start in whatever case.
fn behind<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (found, rest) = text.split_at_checked(start.len())?;
    found.eq_ignore_ascii_case(start).then_some(rest)
}

/// `id` of `{id}` or `<id>`.
fn placeholder(segment: &str) -> Option<&str> {
    let inner = |open, close| segment.strip_prefix(open)?.strip_suffix(close);
    inner('{', '}').or_else(|| inner('<', '>')).map(str::trim)
}

fn fits(documented: &str, shown: &str) -> bool {
    let is_open = |segment: &str| segment.contains(['{', '<', '*']);
    is_open(documented)
        || is_open(shown) && is_key(documented)
        || is_key(documented) && is_key(shown)
        || documented == shown
        || without_colon(documented) == without_colon(shown)
}

/// Whether a segment looks like the key of something, as some pages document one instead of a placeholder.
fn is_key(segment: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let is_hexadecimal = || segment.len() >= 16 && segment.chars().all(|c| c.is_ascii_hexdigit());
    segment.len() >= 8 && segment.contains(is_digit) && (segment.contains('-') || is_hexadecimal())
}

fn without_colon(segment: &str) -> &str {
    segment.trim_end_matches(':')
}

/// How many segments `shown` goes on behind what it matches; `None`: it is another path.
fn matched(documented: &[Segment], shown: &[Segment]) -> Option<usize> {
    fit(documented, shown)
        .or_else(|| fit(&as_user(documented)?, shown))
        .or_else(|| fit(documented, &as_user(shown)?))
}

/// `/users/{id}/...` of `/me/...`.
fn as_user(segments: &[Segment]) -> Option<Vec<Segment>> {
    let (first, rest) = segments.split_first()?;
    let user = ["users", "{id}"].into_iter().map(Segment::read);
    (first.text == "me").then(|| user.chain(rest.iter().cloned()).collect())
}

fn fit(documented: &[Segment], shown: &[Segment]) -> Option<usize> {
    let Some((first, rest)) = documented.split_first() else {
        return Some(shown.iter().filter(|segment| !segment.may_be_cast).count());
    };
    if first.text.contains('{') && first.text.contains("}:") {
        // a path of the service's own, between two colons
        return (1..=shown.len())
            .rev()
            .find_map(|taken| fit(rest, &shown[taken..]).filter(|left| *left == 0));
    }
    if let Some((next, others)) = shown.split_first() {
        let direct = if fits(&first.text, &next.text) { fit(rest, others) } else { None };
        if direct.is_some() || !first.may_be_cast && !next.may_be_cast {
            return direct;
        }
        if next.may_be_cast {
            return fit(documented, others);
        }
    }
    if first.may_be_cast { fit(rest, shown) } else { None }
}

/// Whether a URL names a host that is not the API's own: one to upload to, one that the service calls.
pub(super) fn goes_elsewhere(url: &str) -> bool {
    let Some(rest) = behind_scheme(url) else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    !host.to_ascii_lowercase().starts_with("graph.microsoft")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(documented: &str, shown: &str) -> Difference {
        let read = |line: &str| {
            let (method, url) = line.split_once(' ').unwrap();
            Route::read(method, url)
        };
        read(documented).difference(&read(shown))
    }

    #[test]
    fn what_a_page_writes_in_many_ways_is_one_route() {
        for (documented, shown) in [
            ("GET /users/{id | userPrincipalName}", "GET https://graph.microsoft.com/v1.0/me"),
            ("GET /me/events", "GET /users/1/events"),
            ("GET /groups/{id}/members/microsoft.graph.user", "GET /groups/1/members"),
            ("GET /groups/{id}/members", "GET /groups/1/members/Microsoft.Graph.user"),
            ("GET /drives/{id}/root:/{item-path}:/children", "GET /drives/1/root:/a/b/c:/children"),
            ("GET /reports/getX(period='{period}')", "GET /reports/getX(period='D7')?$top=5"),
            ("POST /a/microsoft.graph.b.doIt", "POST /a/doit"),
            ("GET /things/<id>", "get /Things/1"),
            ("GET /x(a='{a/b}')/y", "GET /x(a='1/2')/y"),
            ("GET ~/me/messages/{id}", "GET /me/messages('AAk=')"),
            ("GET /things/1cdefc6b-2dc6/parts", "GET /things/{thing-id}/parts"),
        ] {
            assert_eq!(difference(documented, shown), Difference::None, "{documented} {shown}");
        }
    }

    #[test]
    fn another_path_or_method_is_told() {
        assert_eq!(difference("GET /things/{id}", "PATCH /things/1"), Difference::Method);
        assert_eq!(difference("GET /things", "GET /things/1/parts"), Difference::Longer);
        assert!(matches!(difference("GET /things", "GET /items"), Difference::Path(_)));
        assert!(difference("GET /a/b/c", "GET /a/b/d") < difference("GET /x", "GET /a/b/d"));
    }
}

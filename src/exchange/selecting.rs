//! Which members a request asks for: `$select` (OData URL Conventions 4.01, section 5.1.4).

use std::collections::BTreeSet;
use std::iter::zip;

use percent_encoding::percent_decode_str;

use super::Request;
use crate::contract::UrlTemplate;

impl Request {
    /// Whether the answer owes this request a member: where `$select` names some, it owes these, what `$expand` names, and what
    /// is not a property.
    ///
    /// ```
    /// use graph_contract::exchange::Request;
    /// let url = "http://localhost/users?$select=id,address/city".to_string();
    /// let request = Request { method: "GET".into(), url, headers: Vec::new(), body: None };
    /// assert!(request.asks_for("/value/0/id") && request.asks_for("/value/0/address/city"));
    /// assert!(!request.asks_for("/value/0/title") && !request.asks_for("/value/0/address/street"));
    /// ```
    #[must_use]
    pub fn asks_for(&self, pointer: &str) -> bool {
        let query = self.url.split(['?', '#']).nth(1).unwrap_or_default();
        let selected = named_by(query, "$select");
        let path = member_path(pointer);
        let is_property = path.first().is_some_and(|name| !name.starts_with('@')) && path != ["value"];
        if selected.is_empty() || !is_property || selected.iter().any(|name| name == "*") {
            return true;
        }
        selected.into_iter().chain(named_by(query, "$expand")).any(|name| is_on(&path, &name))
    }

    /// Whether it selects what a documented URL does: the answer owes it all that the page shows then.
    pub(crate) fn selects_as(&self, documented: &UrlTemplate) -> bool {
        let selected = |query: &str| {
            let names = named_by(query, "$select").into_iter();
            names.map(|name| name.to_lowercase()).collect::<BTreeSet<_>>()
        };
        let query = self.url.split(['?', '#']).nth(1).unwrap_or_default();
        selected(query) == selected(documented.query.as_deref().unwrap_or_default())
    }
}

/// The paths that a query option names; one with options of its own is none, as these say what is owed below it.
fn named_by(query: &str, option: &str) -> Vec<String> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let options = query.split('&').filter_map(|option| option.split_once('='));
    let values = options.filter(|(name, _)| decoded(name).eq_ignore_ascii_case(option));
    let names = values.flat_map(|(_, value)| {
        decoded(value).split(',').map(|name| name.trim_matches([' ', '+']).to_string()).collect::<Vec<_>>()
    });
    names.filter(|name| !name.is_empty() && !name.contains(['(', ')'])).collect()
}

/// The names that lead to a member from the resource on: a collection and the places in it have none.
fn member_path(pointer: &str) -> Vec<&str> {
    let is_place = |name: &&str| name.bytes().all(|byte| byte.is_ascii_digit());
    let names: Vec<&str> = pointer.split('/').skip(1).collect();
    let of_member = match names.as_slice() {
        ["value", place, below @ ..] if is_place(place) => below,
        all => all,
    };
    of_member.iter().copied().filter(|name| !is_place(name)).collect()
}

/// Whether one of the two leads to the other.
fn is_on(path: &[&str], name: &str) -> bool {
    zip(path, name.split('/')).all(|(one, other)| one.eq_ignore_ascii_case(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks_for(query: &str, pointer: &str) -> bool {
        let url = format!("https://graph.microsoft.com/v1.0/users{query}");
        Request { method: "GET".to_string(), url, headers: Vec::new(), body: None }.asks_for(pointer)
    }

    #[test]
    fn what_is_selected_is_owed() {
        for (query, pointer) in [
            ("", "/title"),
            ("?$top=1", "/title"),
            ("?$select=", "/title"),
            ("?$select=*", "/title"),
            ("?%24Select=id%2Ctitle", "/title"),
            ("?$select=id, Title", "/title"),
            ("?$select=id,+title", "/value/3/title"),
            ("?$select=phones", "/value/3/phones/0/number"),
            ("?$select=address/city", "/address"),
            ("?$select=id&$expand=manager", "/manager/title"),
        ] {
            assert!(asks_for(query, pointer), "{query} {pointer}");
        }
    }

    #[test]
    fn a_request_may_select_as_the_page_does() {
        let selects_as = |query: &str, documented: &str| {
            let url = format!("https://graph.microsoft.com/v1.0/users{query}");
            let request = Request { method: "GET".to_string(), url, headers: Vec::new(), body: None };
            request.selects_as(&UrlTemplate::read(documented))
        };
        assert!(selects_as("?$select=id,title&$top=5", "/users?$select=title, id"));
        assert!(selects_as("?$top=5", "/users"));
        assert!(!selects_as("?$select=id", "/users?$select=title,id"));
        assert!(!selects_as("?$select=id", "/users"));
    }

    #[test]
    fn what_is_no_property_is_owed() {
        for pointer in ["", "/value", "/@odata.context", "/value/0/@odata.type"] {
            assert!(asks_for("?$select=id", pointer), "{pointer}");
        }
    }

    #[test]
    fn what_is_not_selected_is_not_owed() {
        for (query, pointer) in [
            ("?$select=id", "/title"),
            ("?$top=5&$select=id", "/value/3/title"),
            ("?$select=address/city", "/address/street"),
            ("?$select=id&$expand=manager($select=id,mail)", "/manager/title"),
            ("?$select=title#id", "/id"),
        ] {
            assert!(!asks_for(query, pointer), "{query} {pointer}");
        }
    }
}

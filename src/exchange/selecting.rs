//! Which members a request asks for: `$select` and `$expand` (OData URL Conventions 4.01, sections 5.1.3 and 5.1.4).

use super::Request;
use crate::contract::{Selection, UrlTemplate};

impl Request {
    /// Whether the answer owes this request a member: where `$select` names some, it owes these, what `$expand` names, and what
    /// is not a property. What is expanded has a `$select` of its own.
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
        let selection = self.selection();
        pointer == "/value" || member_paths(pointer).any(|path| selection.asks_for(&path))
    }

    /// Whether it selects what a documented URL does: the answer owes it all that the page shows then.
    pub(crate) fn selects_as(&self, documented: &UrlTemplate) -> bool {
        self.selection().is_as(&Selection::of_query(documented.query.as_deref().unwrap_or_default()))
    }

    /// Whether the documented URL expands a member, and this request does not.
    pub(crate) fn leaves_out(&self, documented: &UrlTemplate, pointer: &str) -> bool {
        let documented = Selection::of_query(documented.query.as_deref().unwrap_or_default());
        let own = self.selection();
        let mut first = member_paths(pointer).filter_map(|path| path.into_iter().next());
        first.any(|name| documented.expands(&name) && !own.expands(&name))
    }

    fn selection(&self) -> Selection {
        Selection::of_query(self.url.split(['?', '#']).nth(1).unwrap_or_default())
    }
}

/// The names that lead to a member from the resource on: places in a collection have none, and `value` may be what holds the
/// resource or a property of it.
fn member_paths(pointer: &str) -> impl Iterator<Item = Vec<String>> {
    let is_place = |name: &&str| name.bytes().all(|byte| byte.is_ascii_digit());
    let names = |pointer: &str| {
        let names = pointer.split('/').skip(1).filter(|name| !is_place(name));
        names.map(str::to_lowercase).collect::<Vec<_>>()
    };
    let held = pointer.strip_prefix("/value").filter(|rest| rest.starts_with('/'));
    let is_item = held.is_some_and(|rest| rest.split('/').nth(1).as_ref().is_some_and(is_place));
    let own = (!is_item).then(|| names(pointer));
    own.into_iter().chain(held.map(names))
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
            ("?$select=id&$expand=manager($select=id,mail,title)", "/manager/mail"),
            ("?$expand=a($expand=b($select=id);$select=x),c", "/value/0/a/b/id"),
            ("?$expand=a($expand=b($select=id);$select=x),c", "/c/title"),
            ("?$select=id&$expand=microsoft.graph.user/a/b", "/a/b/title"),
            ("?$select=id", "/value/id"),
            ("?$select=value", "/value/0/value"),
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
        assert!(selects_as("?$select=id&$expand=manager", "/users?$select=id"));
        assert!(!selects_as("?$expand=manager($select=id)", "/users?$expand=manager"));
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
            ("?$select=id&$expand=manager($select=id,mail,title)", "/mail"),
            ("?$expand=manager($select=id)", "/manager/title"),
            ("?$expand=a($expand=b($select=id);$select=x),c", "/value/0/a/b/mail"),
            ("?$select=id", "/value/title"),
            ("?$select=id", "/value/0/value"),
        ] {
            assert!(!asks_for(query, pointer), "{query} {pointer}");
        }
    }
}

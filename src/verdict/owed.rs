//! What an answer owes a request that selects some members (OData URL Conventions 4.01, sections 5.1.3 and 5.1.4).

use super::{Code, Judgement};
use crate::contract::{DocumentedExample, Selection};
use crate::exchange::Request;

impl Judgement {
    /// The judgement without the members that the request did not ask for. An error is owed whole: nobody selects of it.
    pub(crate) fn owed(mut self, example: &DocumentedExample, request: &Request) -> Judgement {
        if example.response.status >= 400 || self.violations.is_empty() {
            return self;
        }
        let documented = example.request.url.query.as_deref().unwrap_or_default();
        let url = request.url.split('#').next().unwrap_or_default();
        let asked = url.split_once('?').map_or("", |(_, query)| query);
        let owing = Owing { documented: Selection::of_query(documented), asked: Selection::of_query(asked) };
        self.violations.retain(|found| found.code != Code::PropertyMissing || owing.owes(&found.pointer));
        self
    }
}

/// What the page's request asks for, and what the one that was sent does.
struct Owing {
    documented: Selection,
    asked: Selection,
}

impl Owing {
    /// Whether a member of the documented answer is owed. A request that selects as the documented one does is owed all that the
    /// page shows, also beside what is selected, but for what it does not expand.
    fn owes(&self, pointer: &str) -> bool {
        !self.leaves_out(pointer) && (self.asked.is_as(&self.documented) || self.asks_for(pointer))
    }

    /// Where `$select` names some, these are asked for, what `$expand` names, and what is not a property.
    fn asks_for(&self, pointer: &str) -> bool {
        pointer == "/value" || member_paths(pointer).any(|path| self.asked.asks_for(&path))
    }

    /// Whether only the documented request expands a member.
    fn leaves_out(&self, pointer: &str) -> bool {
        let mut first = member_paths(pointer).filter_map(|path| path.into_iter().next());
        first.any(|name| self.documented.expands(&name) && !self.asked.expands(&name))
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

    fn owing(documented: &str, asked: &str) -> Owing {
        Owing { documented: Selection::of_query(documented), asked: Selection::of_query(asked) }
    }

    fn asks_for(query: &str, pointer: &str) -> bool {
        owing("", query).asks_for(pointer)
    }

    #[test]
    fn what_is_selected_is_owed() {
        for (query, pointer) in [
            ("", "/title"),
            ("$top=1", "/title"),
            ("$select=", "/title"),
            ("$select=*", "/title"),
            ("%24Select=id%2Ctitle", "/title"),
            ("$select=id, Title", "/title"),
            ("$select=id,+title", "/value/3/title"),
            ("$select=phones", "/value/3/phones/0/number"),
            ("$select=address/city", "/address"),
            ("$select=id&$expand=manager", "/manager/title"),
            ("$select=id&$expand=manager($select=id,mail,title)", "/manager/mail"),
            ("$expand=a($expand=b($select=id);$select=x),c", "/value/0/a/b/id"),
            ("$expand=a($expand=b($select=id);$select=x),c", "/c/title"),
            ("$select=id&$expand=microsoft.graph.user/a/b", "/a/b/title"),
            ("$select=id", "/value/id"),
            ("$select=value", "/value/0/value"),
        ] {
            assert!(asks_for(query, pointer), "{query} {pointer}");
        }
    }

    #[test]
    fn a_request_may_select_as_the_page_does() {
        let selects_as = |asked: &str, documented: &str| {
            let Owing { documented, asked } = owing(documented, asked);
            asked.is_as(&documented)
        };
        assert!(selects_as("$select=id,title&$top=5", "$select=title, id"));
        assert!(selects_as("$top=5", ""));
        assert!(!selects_as("$select=id", "$select=title,id"));
        assert!(!selects_as("$select=id", ""));
        assert!(selects_as("$select=id&$expand=manager", "$select=id"));
        assert!(!selects_as("$expand=manager($select=id)", "$expand=manager"));
    }

    #[test]
    fn what_only_the_page_expands_is_not_owed() {
        assert!(!owing("$expand=parts", "").owes("/value/0/parts"));
        assert!(owing("$expand=parts", "").owes("/value/0/id"));
        assert!(owing("$expand=parts", "$expand=parts").owes("/parts"));
        assert!(!owing("$select=id&$expand=parts", "$select=id").owes("/parts"));
    }

    #[test]
    fn what_is_no_property_is_owed() {
        for pointer in ["", "/value", "/@odata.context", "/value/0/@odata.type"] {
            assert!(asks_for("$select=id", pointer), "{pointer}");
        }
    }

    #[test]
    fn what_is_not_selected_is_not_owed() {
        for (query, pointer) in [
            ("$select=id", "/title"),
            ("$top=5&$select=id", "/value/3/title"),
            ("$select=address/city", "/address/street"),
            ("$select=id&$expand=manager($select=id,mail)", "/manager/title"),
            ("$select=id&$expand=manager($select=id,mail,title)", "/mail"),
            ("$expand=manager($select=id)", "/manager/title"),
            ("$expand=a($expand=b($select=id);$select=x),c", "/value/0/a/b/mail"),
            ("$select=id", "/value/title"),
            ("$select=id", "/value/0/value"),
        ] {
            assert!(!asks_for(query, pointer), "{query} {pointer}");
        }
    }
}

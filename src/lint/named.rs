//! Names that requests of several pages carry: what no page shows alone.

use std::collections::HashMap;

use super::finding::Related;
use super::quoted::Quoted;
use super::rules::name_taken;
use super::subject::Subject;

/// A request of a page that carries a name, with the finding that it would be if another page's does too.
#[derive(Debug, Clone)]
pub struct Named {
    /// The name.
    pub name: String,
    finding: Quoted,
}

/// The named requests of a page, each name once; none where the page allows itself names that are taken.
#[must_use]
pub fn named_requests(subject: &Subject<'_>) -> Vec<Named> {
    if subject.allowances().covers(&name_taken::RULE) {
        return Vec::new();
    }
    let named = |(name, line): (&str, usize)| {
        let message = format!("a request of another page is named \"{name}\"");
        let finding = subject.on_word(&name_taken::RULE, line, name, message).unsure();
        Named { name: name.to_string(), finding: Quoted::of(finding, &subject.source) }
    };
    name_taken::names(subject.page).into_iter().map(named).collect()
}

/// A finding for each request whose name a page before it carries, in the order given.
#[must_use]
pub fn taken(requests: Vec<Named>) -> Vec<Quoted> {
    let mut first: HashMap<String, (String, usize)> = HashMap::new();
    let mut findings = Vec::new();
    for Named { name, mut finding } in requests {
        let here = (finding.finding.path.clone(), finding.finding.line);
        let Some((path, line)) = first.get(&name).cloned() else {
            first.insert(name, here);
            continue;
        };
        finding.finding.related.push(Related { path, line, message: "it has the name here".to_string() });
        finding.related.push(None);
        findings.push(finding);
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Resources;
    use crate::lint::NoNeighbours;
    use crate::page::Page;

    fn named(path: &str, text: &str) -> Vec<Named> {
        let (page, resources) = (Page::read(path, text), Resources::default());
        named_requests(&Subject::new(&page, text, &resources, &NoNeighbours))
    }

    #[test]
    fn a_name_that_two_pages_use_is_told_on_the_second() {
        let text = "<!-- { \"blockType\": \"request\", \"name\": \"get\" } -->\n```http\nGET /a\n```\n";
        let found = taken([named("a.md", text), named("b.md", text)].concat());
        let told = &found[0].finding;
        assert_eq!((found.len(), told.path.as_str(), told.related[0].path.as_str()), (1, "b.md", "a.md"));
    }

    #[test]
    fn a_page_may_allow_itself_a_name() {
        let text = "<!-- graph-contract: allow GC108 because -->\n<!-- { \"blockType\": \"request\", \"name\": \"get\" } -->\n```http\nGET /a\n```\n";
        assert!(named("a.md", text).is_empty());
    }
}

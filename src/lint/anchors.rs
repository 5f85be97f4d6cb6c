//! The anchors of a page: what `#...` at the end of a link may name.

use std::collections::HashMap;

use super::source::{Place, Source};

/// Every anchor that a page has: its headings as they are spelt in links, and the names that its HTML gives.
///
/// ```
/// use graph_contract::lint::anchors;
/// assert_eq!(anchors("## Request body\n\n<a name=\"more\"></a>\n"), ["request-body", "more"]);
/// ```
#[must_use]
pub fn anchors(text: &str) -> Vec<String> {
    let source = Source::read(text);
    let (mut anchors, mut times) = (Vec::new(), HashMap::<String, usize>::new());
    let mut before = "";
    for (_, line) in source.lines_in(Place::Prose) {
        if let Some(heading) = heading(line, before) {
            let spelt = spelt(heading);
            let known = times.entry(spelt.clone()).or_default();
            anchors.push(if *known == 0 { spelt } else { format!("{spelt}-{known}") });
            *known += 1;
            anchors.extend(tab(heading));
        }
        anchors.extend(named(line).map(str::to_string));
        before = line;
    }
    anchors
}

/// The text of a heading that a line is, or that it underlines.
fn heading<'a>(line: &'a str, before: &'a str) -> Option<&'a str> {
    let line = line.trim();
    let text = line.trim_start_matches('#');
    if (1..=6).contains(&(line.len() - text.len())) {
        return Some(text.trim().trim_end_matches('#').trim());
    }
    let is_rule = |mark: char| !line.is_empty() && line.chars().all(|c| c == mark);
    ((is_rule('=') || is_rule('-')) && !before.trim().is_empty()).then_some(before.trim())
}

/// A heading in small letters, punctuation left out and white space as hyphens.
fn spelt(heading: &str) -> String {
    let mut spelt = String::with_capacity(heading.len());
    for c in without_markup(heading).trim().chars() {
        match c {
            ' ' => spelt.push('-'),
            '-' | '_' => spelt.push(c),
            c if c.is_alphanumeric() => spelt.extend(c.to_lowercase()),
            _ => {}
        }
    }
    spelt
}

/// A heading without its tags and without where its links lead.
fn without_markup(heading: &str) -> String {
    let (mut kept, mut rest) = (String::new(), heading);
    while let Some(at) = rest.find(['<', ']']) {
        let (before, from) = rest.split_at(at);
        kept.push_str(before);
        let end = if from.starts_with('<') { '>' } else { ')' };
        let is_markup = from.starts_with('<') || from.starts_with("](");
        rest = match from.find(end).filter(|_| is_markup) {
            Some(end) => &from[end + 1..],
            None => &from[1..],
        };
    }
    kept + rest
}

/// `tab/http` of the heading `# [HTTP](#tab/http)`, which opens a tab.
fn tab(heading: &str) -> Option<String> {
    let (_, link) = heading.split_once("](#")?;
    Some(link.split(')').next()?.to_string()).filter(|link| link.starts_with("tab/"))
}

/// What `name="..."` and `id="..."` name inside tags.
fn named(line: &str) -> impl Iterator<Item = &str> {
    let tags = line.split('<').skip(1).filter_map(|tag| tag.split('>').next());
    tags.flat_map(|tag| [" name=", " id="].into_iter().filter_map(move |key| value(tag, key)))
}

fn value<'a>(tag: &'a str, key: &str) -> Option<&'a str> {
    let (_, behind) = tag.split_once(key)?;
    let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    behind[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::anchors;

    #[test]
    fn headings_are_spelt_as_links_spell_them() {
        let page =
            "# Get `thing`: a/b\n## [Things](../x.md) & more\n## <a name='old'></a>New one\nUnder\n=====\n";
        assert_eq!(anchors(page), ["get-thing-ab", "things--more", "new-one", "old", "under"]);
    }

    #[test]
    fn headings_that_are_alike_are_numbered_and_code_has_none() {
        let page = "## Example\n## Example\n```\n# no\n```\n# [HTTP](#tab/http)\n";
        assert_eq!(anchors(page), ["example", "example-1", "http", "tab/http"]);
    }
}

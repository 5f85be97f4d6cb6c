//! What the columns of a table hold, by their titles.

use super::Section;
use super::element::Inline;
use super::words::{DESCRIPTION, NAME, REQUIRED, TYPE, VALUE};

/// Where the columns of a property table stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) name: usize,
    pub(super) type_name: usize,
    pub(super) required: Option<usize>,
    pub(super) description: Option<usize>,
}

impl Columns {
    /// The columns of a table with this head in this section; `None`: it is no property table.
    pub(super) fn of(head: &[Inline<'_>], section: &Section) -> Option<Columns> {
        let titles: Vec<String> = head.iter().map(title).collect();
        let find = |words: &[&str]| titles.iter().position(|title| words.contains(&title.as_str()));
        if is_foreign(&titles, section) {
            return Some(Columns { name: 0, type_name: 1, required: None, description: Some(2) });
        }
        let name = find(NAME)?;
        let value_is_type = || (*section == Section::RequestBody).then(|| find(VALUE)).flatten();
        let type_name = find(TYPE).or_else(value_is_type)?;
        let described = (0..titles.len())
            .find(|at| *at != name && *at != type_name && DESCRIPTION.contains(&titles[*at].as_str()));
        Some(Columns { name, type_name, required: find(REQUIRED), description: described })
    }
}

fn title(cell: &Inline<'_>) -> String {
    cell.text.trim().trim_matches(['*', '`', ' ', ':', '?']).to_lowercase()
}

/// Three columns whose titles are in a language that is not known here: under a heading whose anchor says that properties
/// follow they are name, type and description all the same.
fn is_foreign(titles: &[String], section: &Section) -> bool {
    let is_known = |title: &String| {
        [NAME, TYPE, DESCRIPTION, REQUIRED].iter().any(|words| words.contains(&title.as_str()))
    };
    titles.len() == 3
        && matches!(section, Section::RequestBody | Section::Properties)
        && titles.iter().any(|title| !title.is_ascii())
        && !titles.iter().any(is_known)
}

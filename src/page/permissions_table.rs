//! The table of permissions.

use super::element::Table;

/// A row of the table under "Permissions": who calls, and the least that a caller of this kind needs.
///
/// ```
/// use graph_contract::page::Page;
/// let table = "|Permission type|Permissions (from least to most privileged)|\n|:--|:--|\n|Application|Thing.Read.All, Thing.ReadWrite.All|\n";
/// let page = Page::read("api/thing-get.md", &format!("# Get thing\n\n## Permissions\n\n{table}"));
/// assert_eq!((page.permissions[0].kind.as_str(), page.permissions[0].least.as_slice()), ("Application", &["Thing.Read.All".to_string()][..]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermissionRow {
    /// 1-based line of the row.
    pub line: usize,
    /// The kind of caller: "Delegated (work or school account)", "Application".
    pub kind: String,
    /// The least privileged permissions.
    pub least: Vec<String>,
}

/// The rows that name a permission: "Not supported." is none.
pub(super) fn rows(table: &Table<'_>) -> Vec<PermissionRow> {
    let has_column_for_least = table.head.len() > 2; // the others have one column, from least to most privileged
    let row = |row: &super::element::Row<'_>| {
        let kind = row.cells.first()?.text.trim().trim_matches('*').to_string();
        let cell = &row.cells.get(1)?.text;
        let mut least: Vec<String> = cell.split([',', '\n', ';']).filter_map(permission).collect();
        if !has_column_for_least {
            least.truncate(1);
        }
        (!least.is_empty()).then_some(PermissionRow { line: row.line, kind, least })
    };
    table.rows.iter().filter_map(row).collect()
}

/// A permission's name: one word, as in `Thing.Read.All`.
fn permission(text: &str) -> Option<String> {
    let name = text.trim().trim_matches(['`', '*', '.']);
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    is_name.then(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use crate::page::Page;

    fn least(head: &str, row: &str) -> Vec<String> {
        let rule = head.replace(|c| c != '|', "-");
        let page = Page::read("x.md", &format!("# X\n\n## Permissions\n\n{head}\n{rule}\n{row}\n"));
        page.permissions.into_iter().flat_map(|row| row.least).collect()
    }

    #[test]
    fn the_least_privileged_stands_first_or_has_a_column_of_its_own() {
        let one = "|Permission type|Permissions (from least to most privileged)|";
        assert_eq!(least(one, "|Application|A.Read, A.ReadWrite|"), ["A.Read"]);
        let two = "|Permission type|Least privileged permissions|Higher privileged permissions|";
        assert_eq!(least(two, "|Application|A.Read, B.Read|A.ReadWrite|"), ["A.Read", "B.Read"]);
    }

    #[test]
    fn a_sentence_is_no_permission() {
        let one = "|Permission type|Permissions|";
        for sentence in
            ["Not supported.", "Not provided yet.", "Not available", "Wird nicht unterstützt.", "", "-"]
        {
            assert!(least(one, &format!("|Application|{sentence}|")).is_empty(), "{sentence}");
        }
    }
}

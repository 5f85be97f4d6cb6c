//! The table of request headers.

use std::sync::LazyLock;

use regex::Regex;

use super::element::Table;
use super::said::Said;
use super::words::TOKEN_IS_REQUIRED;
use crate::pattern::pattern;

/// A row of the table under "Request headers".
#[derive(Debug, Clone)]
pub struct HeaderRow {
    /// 1-based line of the row.
    pub line: usize,
    /// The header's name.
    pub name: String,
    /// Whether the description says "Required".
    pub required: bool,
    /// The text of the last column: for `Content-Type` and `Authorization` it is the documented value.
    pub description: String,
}

pub(super) fn rows(table: &Table<'_>) -> Vec<HeaderRow> {
    let rows = table.rows.iter().filter_map(|row| {
        let name = row.cells.first()?.text.trim().trim_matches(['*', '`']).to_string();
        let description = row.cells.last().map(|cell| cell.text.trim().to_string()).unwrap_or_default();
        let required = Said::by(&description).required == Some(true) || says_token(&description);
        (!name.is_empty()).then_some(HeaderRow { line: row.line, name, required, description })
    });
    rows.collect()
}

fn says_token(description: &str) -> bool {
    TOKEN.is_match(&description.to_lowercase())
}

static TOKEN: LazyLock<Regex> = LazyLock::new(|| pattern(&TOKEN_IS_REQUIRED.join("|")));

#[cfg(test)]
mod tests {
    use crate::page::Page;

    #[test]
    fn a_token_is_required_in_many_languages() {
        for said in [
            "Bearer &lt;token&gt;. Required.",
            "Se requiere &lt;token&gt; de portador.",
            "ベアラー &lt;トークン&gt; が必要です。",
            "&lt;Token&gt; de portador obrigatório.",
        ] {
            let text = format!(
                "## Request headers\n|Header|Value|\n|:--|:--|\n|Authorization|{said}|\n|Accept|a/b|\n"
            );
            let page = Page::read("api/x.md", &text);
            let required: Vec<bool> = page.request_headers.iter().map(|row| row.required).collect();
            assert_eq!(required, [true, false], "{said}");
        }
    }
}

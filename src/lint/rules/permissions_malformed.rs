//! GC603.

use super::permissions_missing::names_permission;
use crate::lint::finding::{Finding, Severity};
use crate::lint::permissions::{PermissionTable, Permissions, Row};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC603",
    name: "permissions-malformed",
    severity: Severity::Warning,
    summary: "the table of permissions is not filled in",
    manual: "A row that names no permission and does not say that there is none leaves open whether callers of that type are let \
             in. Found are empty cells, cells that still hold the template's words, and tables in which nothing is filled in. \
             A single row with a TODO is told by GC601. \"Not supported\", \"Not available\" and \"None\" are answers. A row that \
             says something else, and a table that lacks one of the three permission types, are notes.",
    help: "name the permissions from least to most privileged, or write \"Not supported.\"",
    fires: &[(
        "api/thing-get.md",
        "---\ndoc_type: apiPageType\n---\n# Get thing\n\n## Permissions\n\n|Permission type|Permissions|\n|:--|:--|\n\
         |Delegated (work or school account)|Thing.Read.All|\n|Delegated (personal Microsoft account)|Not supported.|\n\
         |Application||\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "---\ndoc_type: apiPageType\n---\n# Get thing\n\n## Permissions\n\n|Permission type|Permissions|\n|:--|:--|\n\
         |Delegated (work or school account)|Thing.Read.All|\n|Delegated (personal Microsoft account)|Not supported.|\n\
         |Application|Thing.Read.All, Thing.ReadWrite.All|\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let permissions = Some(subject).filter(|subject| subject.is_api_page());
    let Some(permissions) = permissions.and_then(|subject| Permissions::read(&subject.source)) else {
        return;
    };
    for table in permissions.tables() {
        if !table.rows.is_empty() && table.rows.iter().all(|row| filled(row) == Filled::Todo) {
            findings.push(subject.on_line(&RULE, table.line, "a table of permissions that nobody filled in"));
            continue;
        }
        let rows = table.rows.iter().enumerate().filter(|(at, _)| !is_group(&table.rows, *at));
        findings.extend(rows.filter_map(|(_, row)| judge(subject, row)));
        findings.extend(missing(&table).map(|kind| {
            subject.on_line(&RULE, table.line, format!("no row for the permission type \"{kind}\"")).unsure()
        }));
    }
}

/// Whether a row is but the title of those behind it, which are indented: the same permission type by workflow.
fn is_group(rows: &[Row<'_>], at: usize) -> bool {
    rows.get(at + 1).is_some_and(|next| next.kind.starts_with("&nbsp;"))
        && !rows[at].kind.starts_with("&nbsp;")
}

fn judge(subject: &Subject<'_>, row: &Row<'_>) -> Option<Finding> {
    let kind = row.kind;
    let on_row = |message: String| subject.on_line(&RULE, row.line, message);
    match filled(row) {
        Filled::Yes | Filled::Todo => None,
        Filled::Empty => Some(on_row(format!("no permission for \"{kind}\""))),
        Filled::Template(cell) => Some(on_row(format!("the template's \"{cell}\" for \"{kind}\""))),
        Filled::Otherwise(cell) => {
            Some(on_row(format!("\"{cell}\" for \"{kind}\" names no permission")).unsure())
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Filled<'a> {
    Yes,
    Empty,
    Todo,
    Template(&'a str),
    Otherwise(&'a str),
}

/// What the cells of a row come to.
fn filled<'a>(row: &Row<'a>) -> Filled<'a> {
    let said: Vec<&str> = row.cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
    let Some(first) = said.first() else { return Filled::Empty };
    if said.iter().any(|cell| is_answer(cell)) {
        return Filled::Yes;
    }
    match first {
        cell if cell.contains("TODO") || cell.contains("TBD") => Filled::Todo,
        cell if is_template(cell) => Filled::Template(cell),
        cell => Filled::Otherwise(cell),
    }
}

/// A permission, or that there is none.
fn is_answer(cell: &str) -> bool {
    let word = cell.trim_start_matches(['*', '_', '`', ' ']).to_lowercase();
    let says_none = ["not ", "no", "none", "n/a", "openid", "profile", "offline_access", "email", "-"];
    names_permission(cell) || cell.contains('[') || says_none.iter().any(|start| word.starts_with(start))
}

fn is_template(cell: &str) -> bool {
    let word = cell.to_lowercase();
    cell.starts_with(['{', '<']) || word.contains("privileged") || word.contains("applicable permission")
}

/// The permission types of a table that it lacks.
fn missing(table: &PermissionTable<'_>) -> impl Iterator<Item = &'static str> {
    let has = |word: &str| table.rows.iter().any(|row| row.kind.to_lowercase().contains(word));
    let kinds = [
        ("work or school", "Delegated (work or school account)"),
        ("personal", "Delegated (personal Microsoft account)"),
        ("application", "Application"),
    ];
    let absent = kinds.map(|(word, kind)| (!has(word)).then_some(kind));
    absent.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row<'a>(cells: &[&'a str]) -> Row<'a> {
        Row { line: 1, kind: "Application", cells: cells.to_vec() }
    }

    #[test]
    fn a_row_is_filled_in_where_it_answers() {
        for cell in
            ["Thing.Read.All", "Not supported.", "**Not available**", "None", "[See there](a.md)", "openid"]
        {
            assert_eq!(filled(&row(&[cell])), Filled::Yes, "{cell}");
        }
        assert_eq!(filled(&row(&["", "Thing.Read"])), Filled::Yes);
        assert_eq!(filled(&row(&[])), Filled::Empty);
        assert_eq!(filled(&row(&["**TODO: say which**"])), Filled::Todo);
        let template = "Permissions from least to most privileged";
        assert_eq!(filled(&row(&[template])), Filled::Template(template));
        assert_eq!(filled(&row(&["Admins"])), Filled::Otherwise("Admins"));
    }
}

//! What several rules ask of a member that a body shows.

use crate::contract::ShownMember;

use super::finding::Finding;
use super::subject::Subject;

/// `"name"`, as it stands before its colon.
pub(super) fn quoted_name(name: &str) -> String {
    format!("\"{name}\"")
}

/// Whether an object whose members are all described shows one that is not among them.
pub(super) fn is_untold(member: &ShownMember<'_>) -> bool {
    member.declared.is_none() && member.owner.is_described && !member.is_item
}

/// Adds what the writer may have meant: a declared member that differs in case only.
pub(super) fn similar(finding: Finding, subject: &Subject<'_>, member: &ShownMember<'_>) -> Finding {
    let of_type = member.owner.type_name.as_deref();
    let of_type = of_type.and_then(|name| subject.resources.member_in_any_case(name, member.name));
    let row = || subject.page.properties.iter().find(|row| row.name.eq_ignore_ascii_case(member.name));
    let meant = of_type.map(|(name, at)| (name, at.path(), at.line())).or_else(|| {
        let row = row().filter(|_| member.pointer.matches('/').count() == 1)?;
        Some((row.name.as_str(), subject.page.path.as_str(), row.line))
    });
    match meant {
        Some((name, path, line)) => finding
            .related(path, line, format!("this property is spelt \"{name}\""))
            .help(format!("spell it \"{name}\"")),
        None => finding,
    }
}

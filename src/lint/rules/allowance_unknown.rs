//! GC609.

use crate::lint::finding::{Finding, Severity};
use crate::lint::rule::Rule;
use crate::lint::subject::Subject;

pub(super) static RULE: Rule = Rule {
    code: "GC609",
    name: "allowance-unknown",
    severity: Severity::Warning,
    summary: "a comment for this program allows what is no rule",
    manual: "`<!-- graph-contract: allow GC103 because ... -->` anywhere on a page lets a rule find nothing on it. Codes and \
             names of rules are understood, several of them with commas or blanks between, until the word `because`. A code \
             that is misspelt, or a colon that is forgotten, would allow nothing without a word, so it is said.",
    help: "write `<!-- graph-contract: allow CODE because REASON -->`; `graph-contract check --rules` lists the codes",
    fires: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- graph-contract: allow GC6O1 because the table is a draft -->\n\nReads a thing.\n",
    )],
    quiet: &[(
        "api/thing-get.md",
        "# Get thing\n\n<!-- graph-contract: allow GC601 because the table is a draft -->\n\nTODO: say more.\n",
    )],
    check,
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for &(line, word) in &subject.allowances().unknown {
        let message = match word.trim() {
            "allow" => "this comment allows no rule".to_string(),
            "" => "this comment says nothing".to_string(),
            word if word.starts_with("allow ") => "a colon is missing behind graph-contract".to_string(),
            word => format!("\"{word}\" is no rule that could be allowed"),
        };
        findings.push(subject.on_word(&RULE, line, word.trim(), message));
    }
}

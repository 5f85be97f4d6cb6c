//! The vocabulary as people and programs read it: `graph-contract steps`.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::matcher_text::MATCHERS;
use super::vocabulary::{VOCABULARY, VocabularyStep};

/// The vocabulary as text for a terminal.
#[must_use]
pub fn vocabulary_text() -> String {
    let mut text = String::new();
    for step in VOCABULARY {
        let _ =
            writeln!(text, "{} {}{}\n    {}", step.keyword, step.example, below(step, "  "), step.meaning);
    }
    text.push_str("\nMatchers\n");
    for (form, meaning) in MATCHERS {
        let _ = writeln!(text, "{form}\n    {meaning}");
    }
    text
}

/// The vocabulary as a Markdown page: `docs/steps.md`.
#[must_use]
pub fn vocabulary_markdown() -> String {
    let mut text = String::from(HEAD);
    for keyword in ["Given", "When", "Then"] {
        let _ = writeln!(text, "\n## {keyword}\n\n| step | what it does |\n|---|---|");
        for step in VOCABULARY.iter().filter(|step| step.keyword == keyword) {
            let _ = writeln!(text, "| `{}`{} | {} |", step.example, below(step, " "), step.meaning);
        }
    }
    text.push_str("\n## Matchers\n\nWhat stands behind `is`, and in the second column of a table.\n\n| matcher | what it means |\n|---|---|\n");
    for (form, meaning) in MATCHERS {
        let _ = writeln!(text, "| `{form}` | {meaning} |");
    }
    text.push_str(FOOT);
    text
}

/// The vocabulary as JSON, one object a step.
#[must_use]
pub fn vocabulary_json() -> Value {
    let steps = VOCABULARY.iter().map(|step| {
        json!({"keyword": step.keyword, "example": step.example, "below": step.below.words(), "meaning": step.meaning})
    });
    steps.collect()
}

fn below(step: &VocabularyStep, margin: &str) -> String {
    step.below.words().map(|words| format!("{margin}+ {words}")).unwrap_or_default()
}

const HEAD: &str = include_str!("steps_head.md");
const FOOT: &str = include_str!("steps_foot.md");

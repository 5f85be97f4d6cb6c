//! What a step is given: doc strings, tables, matchers, files. There where a step needs one, right, and nowhere else.

use cucumber::gherkin::Step;

use super::Fault;
use crate::library::Library;
use crate::suite::changes::of_table;
use crate::suite::checking::{STATUS, status_code};
use crate::suite::document::{Document, Unusable};
use crate::suite::matcher_text;
use crate::suite::rows::WrongRow;
use crate::suite::vocabulary::{Below, VocabularyStep};

/// What is wrong below a step; `entry`: what the vocabulary says of it, `None` for a step of another crate.
pub(super) fn below(step: &Step, entry: Option<&VocabularyStep>) -> Vec<Fault> {
    match misplaced(step, entry) {
        Some(fault) => vec![fault],
        None => entry.map(|entry| wrong(step, entry.below)).unwrap_or_default(),
    }
}

/// A doc string or a table where there should be none, or none where there should be one.
fn misplaced(step: &Step, entry: Option<&VocabularyStep>) -> Option<Fault> {
    let line = step.position.line + 1;
    if let Some(Err(unusable)) = step.docstring.as_deref().map(Document::read) {
        return Some(unusable_at(&unusable, line + unusable.line));
    }
    let entry = entry?;
    let (docstring, table) = (step.docstring.is_some(), step.table.is_some());
    match (entry.below.words(), docstring, table) {
        (Some("doc string"), false, _) => {
            let help = "put one below it: \"\"\"json ... \"\"\"";
            return Some(Fault::new(step.position.line, "the step needs a doc string", help));
        }
        (Some("table"), _, false) => {
            let help = "put one below it, two cells a row: | status | \"running\" |";
            return Some(Fault::new(step.position.line, "the step needs a table", help));
        }
        (Some("doc string"), true, false) | (Some("table"), false, true) | (None, false, false) => {}
        (_, true, _) => {
            let help = "leave it out, or write the step that takes one: the documented request is sent with the body";
            return Some(Fault::new(line, "the step takes no doc string, so this one would go unread", help));
        }
        _ => {
            let help = "leave it out, or write the step that takes one: the properties are";
            return Some(Fault::new(line, "the step takes no table, so this one would go unread", help));
        }
    }
    None
}

/// What is wrong with a doc string or a table that stands where it should.
fn wrong(step: &Step, below: Below) -> Vec<Fault> {
    let in_rows = |wrong: Vec<WrongRow>, help: &str| {
        let first = step.table.as_ref().map_or(step.position.line, |table| table.position.line);
        wrong.iter().map(|wrong| Fault::new(first + wrong.row, &wrong.problem, help)).collect()
    };
    match below {
        Below::Json | Below::Object => {
            let document = step.docstring.as_deref().and_then(|text| Document::read(text).ok());
            not_json(document.as_ref(), below, step.position.line + 1).into_iter().collect()
        }
        Below::Changes => {
            in_rows(of_table(step).err().unwrap_or_default(), "mend the row; a table has no header")
        }
        Below::Matchers => {
            let help = format!("{}; a table has no header", matcher_text::HELP);
            in_rows(matcher_text::of_table(step).err().unwrap_or_default(), &help)
        }
        Below::DocString | Below::Nothing => Vec::new(),
    }
}

fn not_json(document: Option<&Document>, below: Below, line: usize) -> Option<Fault> {
    let value = document.and_then(Document::json);
    let is_object = || value.and_then(|value| value.as_object()).is_some_and(|members| !members.is_empty());
    match below {
        Below::Object if !is_object() => {
            let help = "give an object with at least one member";
            Some(Fault::new(line, "the step needs a JSON object", help))
        }
        _ if value.is_none() => {
            Some(Fault::new(line, "the step needs JSON", "open the doc string with \"\"\"json"))
        }
        _ => None,
    }
}

fn unusable_at(unusable: &Unusable, line: usize) -> Fault {
    Fault::new(line, &unusable.message, unusable.help)
}

/// What is wrong with the words of a step that have a form of their own, by the names of its groups.
pub(super) fn words(step: &Step, groups: &[(Option<String>, String)], library: &Library) -> Vec<Fault> {
    let line = step.position.line;
    let named = groups.iter().filter(|(_, text)| !text.is_empty());
    let wrong = named.filter_map(|(name, text)| match name.as_deref()? {
        "matcher" => {
            matcher_text::read(text).err().map(|problem| Fault::new(line, &problem, matcher_text::HELP))
        }
        "values" => {
            let help = "write \"one\", \"two\", 3";
            matcher_text::list(text).err().map(|problem| Fault::new(line, &problem, help))
        }
        "status" if status_code(text).is_none() => {
            let message = format!("`{text}` is the name of no status");
            Some(Fault::new(line, &message, STATUS))
        }
        "refusal" => match status_code(text) {
            Some(400..) => None,
            Some(code) => {
                let message = format!("{code} is the status of no refusal");
                Some(Fault::new(line, &message, "name one of 400 or above: Bad Request"))
            }
            None => Some(Fault::new(line, &format!("`{text}` is the name of no status"), STATUS)),
        },
        "fixture" => {
            Document::of_file(&library.beside(text)).err().map(|unusable| unusable_at(&unusable, line))
        }
        _ => None,
    });
    wrong.collect()
}

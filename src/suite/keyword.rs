//! Keywords of Gherkin that are misspelt.

const STEPS: [&str; 5] = ["Given", "When", "Then", "And", "But"];
const HEADINGS: [&str; 6] =
    ["Feature:", "Background:", "Rule:", "Scenario:", "Scenario Outline:", "Examples:"];
/// Other words for the same, which nobody is told to write.
const SYNONYMS: [&str; 5] = ["Ability:", "Business Need:", "Example:", "Scenario Template:", "Scenarios:"];

/// The keyword that a line starts with a misspelling of: the word, and what was meant. `None`: it starts with a keyword, or with
/// nothing like one.
pub(super) fn meant(line: &str) -> Option<(&str, &'static str)> {
    let line = line.trim();
    if line.starts_with(['#', '@', '|', '"', '*']) || line.starts_with("```") {
        return None;
    }
    let heading = line.find(':').map(|end| &line[..=end]);
    let first = line.split_whitespace().next()?;
    let is_keyword = is_step(line) || heading.is_some_and(is_heading);
    let like = |word: &str, keywords: &'static [&'static str]| {
        let alike = keywords.iter().filter(|keyword| is_like(word, keyword));
        alike.min_by_key(|keyword| slips(word, keyword)).copied()
    };
    match is_keyword {
        true => None,
        false => {
            let of_heading = heading.and_then(|word| Some((word, like(word, &HEADINGS)?)));
            of_heading.or_else(|| Some((first, like(first, &STEPS)?))).or_else(|| without_colon(line))
        }
    }
}

/// Whether a line starts as a heading does.
pub(super) fn is_heading(line: &str) -> bool {
    HEADINGS.iter().chain(&SYNONYMS).any(|heading| line.trim().starts_with(heading))
}

/// Whether a line starts as a step does.
pub(super) fn is_step(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| STEPS.contains(&word) || word == "*")
}

/// Whether a line starts a feature.
pub(super) fn is_feature(line: &str) -> bool {
    ["Feature:", "Ability:", "Business Need:"].iter().any(|heading| line.starts_with(heading))
}

/// Whether rows may stand below a line.
pub(super) fn has_rows(line: &str) -> bool {
    is_step(line) || ["Examples:", "Scenarios:"].iter().any(|heading| line.starts_with(heading))
}

/// A heading whose colon is missing.
fn without_colon(line: &str) -> Option<(&str, &'static str)> {
    let starts = |heading: &&&str| {
        let rest = line.strip_prefix(heading.trim_end_matches(':'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let heading = HEADINGS.iter().filter(starts).max_by_key(|heading| heading.len())?;
    Some((&line[..heading.len() - 1], heading))
}

/// Another case, or a slip or two of the hand.
fn is_like(word: &str, keyword: &str) -> bool {
    let most = if keyword.len() > 4 { 2 } else { 1 };
    slips(word, keyword) <= most
}

fn slips(word: &str, keyword: &str) -> usize {
    strsim::damerau_levenshtein(&word.to_lowercase(), &keyword.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_hand_is_seen() {
        let cases = [
            ("  Wen a b", Some("When")),
            ("when a", Some("When")),
            ("then a", Some("Then")),
            ("Scenario a", Some("Scenario:")),
            ("Scenario Outline a", Some("Scenario Outline:")),
            ("Examples", Some("Examples:")),
            ("Rules of the house", None),
            ("Scenaro: a", Some("Scenario:")),
            ("Featur: a", Some("Feature:")),
            ("scenario outline: a", Some("Scenario Outline:")),
            ("Adn a", Some("And")),
            ("When a", None),
            ("  | a |", None),
            ("Anything else", None),
            ("", None),
        ];
        for (line, wanted) in cases {
            assert_eq!(meant(line).map(|(_, meant)| meant), wanted, "{line}");
        }
    }
}

//! What of a violation may be shown.

use super::violation::{Code, Judgement, Violation};
use crate::exchange::Redaction;

impl Judgement {
    /// The judgement without secrets: what reports show.
    ///
    /// ```
    /// use graph_contract::exchange::{Redaction, Response};
    /// use graph_contract::verdict::{Matcher, judge_header};
    /// let headers = vec![("X-Answer".to_string(), "s3cret".to_string())];
    /// let answer = Response { status: 200, headers, body: Vec::new() };
    /// let found = judge_header("X-Answer", &Matcher::Value("x".into()), &answer, chrono::Utc::now());
    /// assert_eq!(found.shown(&Redaction::default()).violations[0].actual, "[redacted]");
    /// ```
    pub fn shown(self, redaction: &Redaction) -> Judgement {
        let shown = |found: Vec<Violation>| found.into_iter().map(|one| one.shown(redaction)).collect();
        Judgement { violations: shown(self.violations), drift: shown(self.drift) }
    }
}

impl Violation {
    /// The violation without secrets.
    #[must_use]
    pub fn shown(self, redaction: &Redaction) -> Violation {
        let actual = match self.header() {
            Some(name) => redaction.header(name, &self.actual),
            None => redaction.at(&self.pointer, &self.actual),
        };
        let expected = redaction.at(&self.pointer, &self.expected);
        Violation { actual, expected, pointer: redaction.text(&self.pointer), ..self }
    }

    /// The header that it shows the value of.
    fn header(&self) -> Option<&str> {
        let (name, _) = self.expected.split_once(": ").filter(|_| self.code == Code::Header)?;
        (self.actual != "no such header").then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: Code, pointer: &str, expected: &str, actual: &str) -> (String, String) {
        let shown = Violation::new(code, pointer, expected, actual, None).shown(&Redaction::default());
        (shown.expected, shown.actual)
    }

    #[test]
    fn a_header_that_is_not_listed_is_not_shown() {
        let (expected, actual) = shown(Code::Header, "", "X-Answer: x", "y");
        assert_eq!((expected.as_str(), actual.as_str()), ("X-Answer: x", "[redacted]"));
        assert_eq!(shown(Code::Header, "", "Retry-After: 5", "6").1, "6");
        assert_eq!(shown(Code::Header, "", "X-Answer: x", "no such header").1, "no such header");
    }

    #[test]
    fn a_value_with_the_name_of_a_secret_is_not_shown() {
        assert_eq!(shown(Code::PropertyType, "/a/secretText", "a Number", "\"x\"").1, "[redacted]");
        assert_eq!(shown(Code::PropertyType, "/a/status", "a Number", "\"x\"").1, "\"x\"");
    }
}

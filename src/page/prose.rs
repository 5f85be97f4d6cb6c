//! Sentences: the status codes that they promise, and where they end.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

/// A status code that the prose names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentedStatus {
    /// 1-based line of the sentence.
    pub line: usize,
    /// The status code.
    pub status: u16,
}

/// What stands between the codes of a list.
const BETWEEN: &str = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|und|oder|y|o|et|ou|e|en|и|или|および|または)\s+|\s*、\s*|\s*和\s*)";
/// "Responses" and "errors", where a language puts them before the codes.
const BEFORE: &str =
    "antworten|fehler|respuestas|errores|réponses|erreurs|risposte|errori|respostas|erros|ответы|ошибки";

/// A code with its reason or in backticks, one behind "HTTP", or a list of codes beside "response".
static STATUS: LazyLock<Regex> = LazyLock::new(|| {
    let list = format!(r"(?:\b[1-5]\d\d`?{BETWEEN}`?)*\b[1-5]\d\d");
    let with_reason = r"\b[1-5]\d\d(?:\s*`?,?\s*[A-Z][A-Za-z]|`)";
    let behind_http = r"\bHTTP(?:/\d(?:\.\d)?)?\s+[1-5]\d\d\b";
    let responses = format!(r"{list}\s*(?:response|status|error|响应|応答|状态)");
    pattern(&format!(r"{with_reason}|{behind_http}|{responses}|\b(?:{BEFORE})\s+{list}\b"))
});

/// The status codes a sentence promises: ``a `200 OK` response code``.
pub(super) fn statuses(text: &str) -> Vec<u16> {
    let mut statuses = Vec::new();
    for found in STATUS.find_iter(text).filter(|found| !is_product(&text[..found.start()])) {
        statuses.extend(codes(found.as_str()));
    }
    statuses
}

/// The numbers of three digits.
fn codes(text: &str) -> impl Iterator<Item = u16> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 3);
    numbers.filter_map(|number| number.parse().ok())
}

/// `Office 365 Groups` is no status.
fn is_product(before: &str) -> bool {
    let word = before.trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    matches!(word, "Office" | "Microsoft" | "Dynamics")
}

/// What stands behind `Namespace:`.
pub(super) fn namespace(text: &str) -> Option<&str> {
    let (word, rest) = text.trim_start().split_once([':', '：'])?;
    let is_said = word.len() < 40 && NAMESPACE.contains(&word.trim().to_lowercase().as_str());
    rest.split_whitespace().next().filter(|_| is_said)
}

const NAMESPACE: [&str; 9] = [
    "namespace",
    "命名空间",
    "名前空間",
    "пространство имен",
    "пространство имён",
    "espacio de nombres",
    "espaço de nomes",
    "espace de noms",
    "spazio dei nomi",
];

/// Where the sentence that starts `text` ends: at a full stop outside code that a space or the end follows.
pub(super) fn sentence_end(text: &str) -> usize {
    let mut in_code = false;
    for at in memchr::memchr2_iter(b'.', b'`', text.as_bytes()) {
        in_code ^= text[at..].starts_with('`');
        let is_stop = !in_code && text[at..].starts_with('.');
        let ends = is_stop && text[at + 1..].chars().next().is_none_or(char::is_whitespace);
        if ends && !["e.g", "i.e"].iter().any(|short| text[..at].ends_with(short)) {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_sentence_names_its_codes() {
        assert_eq!(statuses("returns a `200 OK` response code"), [200]);
        assert_eq!(statuses("returns `201 Created` or `202 Accepted`"), [201, 202]);
        assert_eq!(statuses("returns `200, OK` and 250 items in a 200-series answer"), [200]);
        assert_eq!(statuses("a 200-series answer for Office 365 Groups and 250 items"), Vec::<u16>::new());
        assert_eq!(statuses("the 400, 403, and 404 responses"), [400, 403, 404]);
        assert_eq!(statuses("This returns HTTP 400 if it fails"), [400]);
        assert_eq!(statuses("a `204` response code"), [204]);
        assert_eq!(statuses("returns `200 OK`. It handles 204 of 207 errors."), [200, 207]);
        assert_eq!(statuses("são as respostas 403 e 404."), [403, 404]);
        assert_eq!(statuses("обрабатывать ошибки 400, 403 и 404, которые"), [400, 403, 404]);
        assert_eq!(statuses("エラーは、403 および 404 応答です"), [403, 404]);
        assert_eq!(statuses("son respuestas 4030 y `200 OK`"), [200]);
    }
}

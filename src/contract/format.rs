//! How OData writes dates, durations, GUIDs and bytes as JSON strings.
//!
//! The rules are those of the OData 4.01 ABNF, but for `DateTimeOffset`, where decision 6 asks for RFC 3339.

use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset, NaiveDate};
use regex::Regex;

use crate::pattern::pattern;

static DATE_TIME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$"));
static DATE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\d{4}-\d\d-\d\d$"));
static TIME_OF_DAY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^([01]\d|2[0-3]):[0-5]\d(:([0-5]\d|60)(\.\d+)?)?$"));
static DURATION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[+-]?P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$"));
static GUID: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$"));
static BINARY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^([A-Za-z0-9+/_-]{4})*([A-Za-z0-9+/_-]{2}(==)?|[A-Za-z0-9+/_-]{3}=?)?$"));
static URI: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$"));

/// The instant an RFC 3339 timestamp names; fractions of any length are kept to the nanosecond.
pub(crate) fn instant(text: &str) -> Option<DateTime<FixedOffset>> {
    if !DATE_TIME.is_match(text) {
        return None;
    }
    DateTime::parse_from_rfc3339(&text.to_ascii_uppercase()).ok()
}

pub(crate) fn is_date_time(text: &str) -> bool {
    instant(text).is_some()
}

pub(crate) fn is_date(text: &str) -> bool {
    DATE.is_match(text) && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

pub(crate) fn is_time_of_day(text: &str) -> bool {
    TIME_OF_DAY.is_match(text)
}

pub(crate) fn is_duration(text: &str) -> bool {
    DURATION.is_match(text) && text.ends_with(|c: char| c.is_ascii_alphabetic() && c != 'P' && c != 'T')
}

pub(crate) fn is_guid(text: &str) -> bool {
    GUID.is_match(text)
}

pub(crate) fn is_binary(text: &str) -> bool {
    BINARY.is_match(text)
}

pub(crate) fn is_uri(text: &str) -> bool {
    URI.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_has_a_zone_and_seconds() {
        for good in [
            "2024-02-29T23:59:59Z",
            "2024-01-01T00:00:00.1234567Z",
            "2024-01-01T00:00:00+05:30",
            "0001-01-01T00:00:00Z",
            "2024-01-01T00:00:00.12345678901234Z",
            "2024-06-30T23:59:60Z",
        ] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in [
            "",
            "2024-01-01",
            "2024-01-01T00:00:00",
            "2024-13-01T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2024-01-01 00:00:00Z",
            "2024-01-01T00:00Z",
            "2024-01-01T00:00:00+0530",
            "2024-01-01T00:00:00.Z",
        ] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }

    #[test]
    fn an_instant_is_the_same_in_every_spelling() {
        assert_eq!(instant("2024-01-01T12:00:00Z"), instant("2024-01-01T13:00:00.000+01:00"));
        assert_ne!(instant("2024-01-01T12:00:00Z"), instant("2024-01-01T12:00:00.001Z"));
    }

    #[test]
    fn the_other_formats_are_those_of_odata() {
        type Case = (fn(&str) -> bool, &'static [&'static str], &'static [&'static str]);
        let cases: [Case; 6] = [
            (
                is_date,
                &["2024-02-29", "0001-01-01"],
                &["2023-02-29", "2024-2-1", "2024- 1-01", "+2024-1-01", "2024-01-01T00:00:00Z", ""],
            ),
            (is_time_of_day, &["23:59:59.999", "00:00"], &["24:00:00", "1:00", "08:00:00.\u{663}", ""]),
            (is_duration, &["PT1H", "-P1DT2.5S", "P3D"], &["P", "PT", "P1DT", "1H", "PT\u{663}H", ""]),
            (
                is_guid,
                &["65ebabed-abed-65eb-edab-eb65edabeb65"],
                &["65ebabed", "", "gggggggg-abed-65eb-edab-eb65edabeb65"],
            ),
            (is_binary, &["", "AQID", "_-8=", "_-8", "AQ", "AQ=="], &["a b", "ä", "A", "=", "AQ=", "AQI=="]),
            (is_uri, &["https://example.org/a"], &["example.org", "https: //x", ""]),
        ];
        for (check, good, bad) in cases {
            assert!(good.iter().all(|text| check(text)), "{good:?}");
            assert!(!bad.iter().any(|text| check(text)), "{bad:?}");
        }
    }
}

//! What a text of a primitive type stands for, where one value may be spelt in several ways (OData ABNF 4.01).

use std::sync::LazyLock;

use chrono::NaiveTime;
use regex::Regex;

use super::format::{is_binary, is_duration, is_time_of_day};

/// A length of time: calendar months apart from days, as a month has no fixed number of these.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Length {
    months: i64,
    nanoseconds: i128,
}

const NANOSECONDS: i128 = 1_000_000_000;

/// Years, months, weeks, days, hours, minutes, seconds, and their fraction.
static PARTS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?-u)^[+-]?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$";
    Regex::new(pattern).expect("a pattern written here")
});

/// The length that a `Duration` names: `PT60M` and `PT1H` are one; `None`: it names none, or one beyond all use.
pub(crate) fn duration(text: &str) -> Option<Length> {
    let parts = PARTS.captures(text).filter(|_| is_duration(text))?;
    let number = |group| parts.get(group).map_or(Some(0), |part| part.as_str().parse::<u32>().ok());
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let of = |group, seconds: i128| Some(i128::from(number(group)?) * seconds * NANOSECONDS);
    let whole = of(3, 7 * 86_400)? + of(4, 86_400)? + of(5, 3_600)? + of(6, 60)? + of(7, 1)?;
    let fraction = nanoseconds(parts.get(8).map_or("", |part| part.as_str()));
    let months = i64::from(number(1)?) * 12 + i64::from(number(2)?);
    Some(Length { months: months * i64::from(sign), nanoseconds: (whole + fraction) * i128::from(sign) })
}

/// The digits behind a point, kept to the nanosecond as those of instants are.
fn nanoseconds(digits: &str) -> i128 {
    let digits: String = digits.chars().chain("000000000".chars()).take(9).collect();
    digits.parse().unwrap_or(0)
}

/// The time that a `TimeOfDay` names: `08:00` and `08:00:00.000` are one.
pub(crate) fn time_of_day(text: &str) -> Option<NaiveTime> {
    let seconds = if text.len() == "08:00".len() { ":00" } else { "" };
    let text = format!("{text}{seconds}");
    NaiveTime::parse_from_str(&text, "%H:%M:%S%.f").ok().filter(|_| is_time_of_day(&text))
}

/// The digits of a `Binary` in base64url without padding, in which all of its spellings are one.
pub(crate) fn binary(text: &str) -> Option<String> {
    let digits = || text.trim_end_matches('=').replace('+', "-").replace('/', "_");
    is_binary(text).then(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_the_same_in_every_unit() {
        for (one, two) in [
            ("PT60M", "PT1H"),
            ("P1D", "PT24H"),
            ("P1W", "P7D"),
            ("PT1H", "PT1H0M0.000S"),
            ("-PT90S", "-PT1M30S"),
            ("P1Y", "P12M"),
            ("PT0S", "-PT0S"),
        ] {
            assert_eq!(duration(one), duration(two), "{one} {two}");
            assert!(duration(one).is_some(), "{one}");
        }
        for (one, two) in [("PT1H", "PT1M"), ("PT1M", "P1M"), ("PT1H", "-PT1H"), ("PT1.5S", "PT1.05S")] {
            assert_ne!(duration(one), duration(two), "{one} {two}");
        }
        assert_eq!([duration("PT"), duration("1H"), duration("PT99999999999S")], [None, None, None]);
    }

    #[test]
    fn a_time_of_day_may_leave_out_what_is_nothing() {
        assert_eq!(time_of_day("08:00"), time_of_day("08:00:00.0000000"));
        assert_ne!(time_of_day("08:00"), time_of_day("08:00:00.5"));
        assert_eq!([time_of_day("8:00"), time_of_day("noon"), time_of_day("08:00Z")], [None, None, None]);
    }

    #[test]
    fn bytes_are_the_same_in_both_alphabets_padded_or_not() {
        assert_eq!(binary("+/8="), binary("-_8"));
        assert_ne!(binary("AQID"), binary("AQIE"));
        assert_eq!(binary("a b"), None);
    }
}

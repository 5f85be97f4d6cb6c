//! How long a body is, in all the ways in which a writer may have counted it.

/// Whether a body as shown may have this length: with line feeds or carriage returns, with or without the line end behind the
/// last line and the white space at the ends of lines, counted in bytes or in characters.
pub(super) fn may_be(body: &str, length: usize) -> bool {
    let whole: fn(&str) -> &str = |line| line.trim_end_matches('\r');
    let counted = [whole, str::trim_end, str::trim];
    counted.iter().any(|counted| Measure::of(body.lines().map(counted)).may_be(length))
}

/// The length under line feeds, without the last line end.
pub(super) fn under_line_feeds(body: &str) -> usize {
    let body = body.trim_end();
    body.len() - body.matches('\r').count()
}

struct Measure {
    lines: usize,
    bytes: usize,
    characters: usize,
}

impl Measure {
    fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Measure {
        lines.fold(Measure { lines: 0, bytes: 0, characters: 0 }, |sum, line| Measure {
            lines: sum.lines + 1,
            bytes: sum.bytes + line.len(),
            characters: sum.characters + if line.is_ascii() { line.len() } else { line.chars().count() },
        })
    }

    fn may_be(&self, length: usize) -> bool {
        [self.bytes, self.characters].into_iter().any(|text| {
            [1, 2].into_iter().any(|line_end| {
                let ends = |count: usize| text + count * line_end;
                (self.lines.saturating_sub(1)..=self.lines + 1).any(|count| ends(count) == length)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_counting_is_right() {
        let body = "{\n  \"a\": \"é\" \n}";
        for length in [15, 14, 16, 17, 18, 19, 13] {
            assert!(may_be(body, length), "{length}");
        }
        assert!(!may_be(body, 25) && !may_be(body, 5));
        assert_eq!(under_line_feeds("{\r\n}\r\n"), 3);
    }
}

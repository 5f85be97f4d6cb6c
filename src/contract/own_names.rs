//! Names of their own for the placeholders of a path, so that each can have a value of its own: `{id}` that stands once more is
//! `{id2}`, then `{id3}`.

use std::collections::HashSet;

/// The names, numbered where one of their alternatives (`id | userPrincipalName`) was there before.
pub(super) fn own_names(names: &[String]) -> Vec<String> {
    let mut given = HashSet::new();
    let own = names.iter().map(|name| {
        let is_new = |name: &String| alternatives(name).all(|word| !given.contains(word));
        let own = (1..).map(|number| numbered(name, number)).find(is_new).unwrap_or_default();
        given.extend(alternatives(&own).map(str::to_string));
        own
    });
    own.collect()
}

fn numbered(name: &str, number: usize) -> String {
    match number {
        1 => name.to_string(),
        _ => alternatives(name).map(|word| format!("{word}{number}")).collect::<Vec<_>>().join(" | "),
    }
}

fn alternatives(name: &str) -> impl Iterator<Item = &str> {
    name.split('|').map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_was_there_is_numbered() {
        let cases: [(&[&str], &[&str]); 4] = [
            (&["id", "id", "ID"], &["id", "id2", "ID"]),
            (&["id | userPrincipalName", "id", "id"], &["id | userPrincipalName", "id2", "id3"]),
            (&["id|name", "id|name"], &["id|name", "id2 | name2"]),
            (&["id2", "id", "id"], &["id2", "id", "id3"]),
        ];
        for (written, own) in cases {
            let written: Vec<String> = written.iter().map(ToString::to_string).collect();
            assert_eq!(own_names(&written), own);
        }
    }
}

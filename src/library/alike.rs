//! The pages that the writer of a name which is none may have meant.

use std::path::Path;

use crate::folder::{files, shown};

/// How much of a page's name must be alike.
const LIKE: f64 = 0.7;
/// How many pages are named.
const SOME: usize = 3;

/// The pages below `folder` whose names are most like `name`, the likest first.
pub(super) fn alike(folder: &Path, name: &str) -> Vec<String> {
    let pages = files(folder, "md").into_iter().flatten();
    let names = pages.filter_map(|page| page.strip_prefix(folder).ok().map(shown));
    let wanted = name.to_lowercase();
    let scored = names.map(|page| (likeness(&page.to_lowercase(), &wanted), page));
    let mut like: Vec<(f64, String)> = scored.filter(|(score, _)| *score >= LIKE).collect();
    like.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    like.into_iter().take(SOME).map(|(_, page)| page).collect()
}

/// From 0 to 1; a page in another folder, or without its ending, is the page all the same.
fn likeness(page: &str, wanted: &str) -> f64 {
    let alike = strsim::normalized_damerau_levenshtein;
    alike(page, wanted).max(alike(stem(page), stem(wanted)) * 0.99)
}

fn stem(page: &str) -> &str {
    let file = page.rsplit('/').next().unwrap_or(page);
    file.strip_suffix(".md").unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant_is_what_is_most_alike() {
        let folder = tempfile::tempdir().unwrap();
        for page in ["api/thing-get.md", "api/thing-list.md", "api/person-update.md", "resources/thing.md"] {
            let path = folder.path().join(page);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        for (name, first) in [
            ("api/thing-gt.md", "api/thing-get.md"),
            ("api/Thing-List.md", "api/thing-list.md"),
            ("thing-get", "api/thing-get.md"),
            ("api/people/person-update.md", "api/person-update.md"),
        ] {
            assert_eq!(alike(folder.path(), name).first().map(String::as_str), Some(first), "{name}");
        }
        assert!(alike(folder.path(), "api/something-else.md").is_empty());
        assert!(alike(&folder.path().join("nowhere"), "api/thing-get.md").is_empty());
    }
}

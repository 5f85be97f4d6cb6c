//! What a query option names: `$select` and `$expand` (OData URL Conventions 4.01, sections 5.1.3 and 5.1.4).

use percent_encoding::percent_decode_str;

/// The paths that a query option names, each with the options of its own that stand in brackets behind it. The `$` may be left
/// out (section 5.1).
pub(crate) fn named_by(query: &str, option: &str) -> Vec<String> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let options = query.split('&').filter_map(|option| option.split_once('='));
    let is_it =
        |name: &str| name.trim_start_matches('$').eq_ignore_ascii_case(option.trim_start_matches('$'));
    let values = options.filter(|(name, _)| is_it(&decoded(name)));
    let names = values.flat_map(|(_, value)| at_commas(&decoded(value)));
    names.map(|name| name.trim_matches([' ', '+']).to_string()).filter(|name| !name.is_empty()).collect()
}

/// The properties of the resource itself that a query option names, a type before them left out: `item` of `x.mail/item($top=5)`.
pub(crate) fn properties_of(query: &str, option: &str) -> Vec<String> {
    let of_type = |segment: &&str| !segment.contains('.');
    let property = |name: &String| name.split('(').next()?.split('/').find(of_type).map(str::to_string);
    named_by(query, option).iter().filter_map(property).collect()
}

/// The parts between the commas that stand in no brackets.
fn at_commas(value: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let is_between = |c: char| {
        depth = if c == '(' { depth + 1 } else { depth.saturating_sub(usize::from(c == ')')) };
        c == ',' && depth == 0
    };
    value.split(is_between).map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_brackets_names_nothing_of_the_resource() {
        let query =
            "$top=5&$expand=parts($select=id,size;$expand=a(b,c)),%20x.mail/item&$select=address/city";
        assert_eq!(properties_of(query, "$expand"), ["parts", "item"]);
        assert_eq!(properties_of(query, "$select"), ["address"]);
        assert_eq!(properties_of("expand=parts", "$expand"), ["parts"]);
        assert_eq!(named_by("%24Select=id%2C+title", "$select"), ["id", "title"]);
    }
}

//! Which types are derived from which, by the pages of a whole folder: of these types no more than that is known.

use std::collections::BTreeMap;

use super::declared::{own_namespace, tail};

/// The types that are derived directly from each.
#[derive(Debug, Default)]
pub(crate) struct Derivations {
    /// Full names, by the full name of their base in lower case.
    by_base: BTreeMap<String, Vec<String>>,
}

impl Derivations {
    /// `pairs`: types by their full names, each with its base type as its page names it, which may be without a namespace.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Derivations {
        let mut by_tail = BTreeMap::new();
        for (name, _) in &pairs {
            let name = name.to_lowercase();
            by_tail.entry(tail(&name).to_string()).or_insert(name);
        }
        let mut derivations = Derivations::default();
        for (name, base) in pairs {
            let base = base.to_lowercase();
            let own = own_namespace(&base, &name.to_lowercase());
            let full = match base.contains('.') {
                true => base.clone(),
                false => by_tail.get(&base).cloned().unwrap_or_else(|| format!("microsoft.graph.{base}")),
            };
            // which of two types of one name is meant, the pages that name no base are not here to tell
            for base in own.filter(|own| *own != full).into_iter().chain([full]) {
                derivations.by_base.entry(base).or_default().push(name.clone());
            }
        }
        derivations
    }

    /// The types that are derived directly from one, by its full name.
    pub(super) fn from(&self, base: &str) -> &[String] {
        self.by_base.get(&base.to_lowercase()).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_type_is_found_with_its_namespace_and_without() {
        let pairs = [
            ("microsoft.graph.zoo.cat", "animal"),
            ("microsoft.graph.zoo.animal", "microsoft.graph.entity"),
            ("microsoft.graph.plant", "entity"),
        ];
        let pairs = pairs.map(|(name, base)| (name.to_string(), base.to_string()));
        let derivations = Derivations::of(pairs.to_vec());
        assert_eq!(derivations.from("microsoft.graph.zoo.Animal"), ["microsoft.graph.zoo.cat"]);
        let of_entity = derivations.from("microsoft.graph.entity");
        assert_eq!(of_entity, ["microsoft.graph.zoo.animal", "microsoft.graph.plant"]);
        assert!(derivations.from("microsoft.graph.plant").is_empty());
    }
}

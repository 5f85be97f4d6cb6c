//! Which types are found, and what they are derived from.

use super::*;

fn resource(name: &str, base: &str, property: &str) -> Page {
    let text = format!(
        "# {name} resource type\nNamespace: microsoft.graph\n\nInherits from [{base}](x.md).\n\n## Properties\n|Property|Type|\n|:--|:--|\n|{property}|String|\n"
    );
    Page::read("resources/x.md", &text)
}

#[test]
fn a_type_has_the_members_of_its_base_types() {
    let pages = [resource("dog", "animal", "bark"), resource("animal", "entity", "id")];
    let resources = Resources::from_pages(&pages);
    let names: Vec<_> =
        resources.members("#microsoft.graph.dog").iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["bark", "id"]);
    assert_eq!(resources.with_derived("animal"), ["microsoft.graph.animal", "microsoft.graph.dog"]);
}

fn part(path: &str, property: &str) -> Page {
    let text =
        format!("# thing resource type\n\n## Properties\n|Property|Type|\n|:--|:--|\n|{property}|String|\n");
    Page::read(path, &text)
}

fn members_of_thing(pages: &[Page]) -> Vec<String> {
    Resources::from_pages(pages).members("thing").iter().map(|member| member.name.clone()).collect()
}

#[test]
fn the_page_called_like_a_type_counts_before_others() {
    let pages = [part("resources/a-thing-part.md", "x"), part("resources/thing.md", "y")];
    assert_eq!(members_of_thing(&pages), ["y"]);
}

#[test]
fn pages_of_other_names_describe_a_part_of_a_type_each() {
    let pages = [part("resources/a-thing-part.md", "x"), part("resources/b-thing-part.md", "y")];
    assert_eq!(members_of_thing(&pages), ["x", "y"]);
}

#[test]
fn a_base_type_is_of_the_own_namespace_before_others() {
    let of_zoo = |name: &str, base: &str| {
        let text = format!(
            "# {name} resource type\nNamespace: microsoft.graph.zoo\n\nInherits from [{base}](x.md).\n"
        );
        Page::read("resources/x.md", &text)
    };
    let pages = [of_zoo("dog", "animal"), of_zoo("animal", "entity"), resource("animal", "entity", "id")];
    let resources = Resources::from_pages(&pages);
    let (dog, own, other) =
        ("microsoft.graph.zoo.dog", "microsoft.graph.zoo.animal", "microsoft.graph.animal");
    assert!(resources.is_a(dog, own) && !resources.is_a(dog, other));
    assert!(!resources.is_another(dog, own) && resources.is_another(dog, other));
    assert_eq!(resources.with_derived(own), [own, dog]);
}

#[test]
fn an_annotated_entity_rules_no_base_type_out_whose_members_are_shown() {
    let annotated = |name: &str, properties: &str| {
        let text = format!(
            "# {name} resource type\n\n## Properties\n|Property|Type|\n|:--|:--|\n{properties}\n\
             <!-- {{\"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.{name}\", \"baseType\": \"microsoft.graph.entity\"}} -->\n```json\n{{}}\n```\n"
        );
        Page::read(&format!("resources/{name}.md"), &text)
    };
    let pages = [
        annotated("item", "|id|String|\n|tag|String|\n"),
        annotated("post", "|id|String|\n|tag|String|\n|body|String|\n"),
        annotated("stone", "|id|String|\n|weight|Int32|\n"),
        resource("said", "entity", "tag"),
    ];
    let resources = Resources::from_pages(&pages);
    assert!(!resources.is_another("post", "item"));
    assert!(resources.is_another("stone", "item") && resources.is_another("said", "item"));
}

#[test]
fn a_cycle_of_base_types_ends() {
    let pages = [resource("a", "b", "x"), resource("b", "a", "y")];
    assert_eq!(Resources::from_pages(&pages).members("a").len(), 2);
}

#[test]
fn an_unknown_type_has_no_members() {
    assert!(Resources::default().members("microsoft.graph.absent").is_empty());
    assert_eq!(Resources::default().with_derived("x"), ["x"]);
}

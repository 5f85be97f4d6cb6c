//! Answers that name a type by `@odata.type` which their page does not show.

use std::fs;
use std::path::Path;

use graph_contract::exchange::Response;
use graph_contract::library::Library;
use graph_contract::verdict::{Judgement, judge};
use serde_json::{Value, json};

/// A folder with a page that promises this type, and resource pages: name, what is said of the base, rows.
fn judged(shown: &Value, answer: &Value) -> Judgement {
    let folder = tempfile::tempdir().unwrap();
    let resource = |name: &str, said: &str, rows: &str| {
        let text = format!(
            "# {name} resource type\n\nNamespace: microsoft.graph\n\n{said}\n\n## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n{rows}"
        );
        write(folder.path(), &format!("resources/{name}.md"), &text);
    };
    resource("being", "It is.", "|name|String||\n");
    resource(
        "animal",
        "Inherits from [being](being.md).",
        "|owner|[person](person.md)||\n|home|[bag](bag.md)||\n",
    );
    resource("plant", "Inherits from [being](being.md).", "|height|Int32||\n");
    resource(
        "dog",
        "Inherits from [animal](animal.md).",
        "|age|Int32||\n|mood|String|Possible values are: `calm`, `wild`.|\n|mate|[animal](animal.md)||\n",
    );
    resource("puppy", "Inherits from [dog](dog.md).", "|weeks|Int32||\n");
    resource(
        "bird",
        "Inherits from [animal](animal.md).",
        "|age|String||\n|mood|String|Possible values are: `loud`, `shy`.|\n|mate|[person](person.md)||\n",
    );
    resource("fish", "Inherits from [animal](animal.md).", "|fins|Int32||\n");
    resource("person", "Inherits from [entity](entity.md).", "|age|Int32||\n");
    resource("stone", "It says nothing of what it is.", "|weight|Int32||\n");
    resource("ghost", "Inherits from [spirit](spirit.md).", "|age|Int32||\n");
    resource("bag", "This is an open type.\n\nInherits from [entity](entity.md).", "|size|Int32||\n");
    let page = format!(
        "```http\nGET /animals\n```\n<!-- {{ \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.animal\", \"isCollection\": true }} -->\n\
         ```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{}\n```\n",
        json!({"value": if shown.is_array() { shown.clone() } else { json!([shown, shown]) }})
    );
    write(folder.path(), "api/animal-list.md", &page);
    let contract = Library::at(folder.path()).contract("api/animal-list.md").unwrap();
    let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
    let body = json!({"value": [answer]}).to_string().into_bytes();
    judge(&contract.examples[0], None, &Response { status: 200, headers, body })
}

fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Codes and places of what is told of an answer, where the page shows this.
fn told_beside(shown: &Value, answer: &Value) -> Vec<String> {
    let told = judged(shown, answer).violations;
    told.iter().map(|found| format!("{} {}", found.code.as_str(), found.pointer)).collect()
}

fn told(answer: Value) -> Vec<String> {
    told_beside(&json!({"name": "A"}), &answer)
}

fn drifted(answer: Value) -> Vec<String> {
    let judgement = judged(&json!({"name": "A"}), &answer);
    judgement.drift.iter().map(|found| found.pointer.clone()).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn what_comes_as_a_derived_type_has_its_members() {
    assert_eq!(
        told(
            json!({"@odata.type": "#microsoft.graph.puppy", "name": "B", "age": 1, "mood": "wild", "weeks": 9})
        ),
        NONE
    );
    assert_eq!(
        told(
            json!({"@odata.type": "#microsoft.graph.puppy", "name": 1, "age": "1", "mood": "sad", "weeks": 1.5})
        ),
        [
            "property-type /value/0/name",
            "property-type /value/0/age",
            "property-enum /value/0/mood",
            "property-type /value/0/weeks"
        ]
    );
    assert_eq!(told(json!({"name": "B", "age": "1"})), NONE, "nothing says what it is");
}

#[test]
fn what_it_holds_is_held_to_its_own_type() {
    let with = |mate: Value| told(json!({"@odata.type": "#microsoft.graph.dog", "name": "B", "mate": mate}));
    assert_eq!(with(json!({"@odata.type": "#microsoft.graph.dog", "age": 1})), NONE);
    assert_eq!(
        with(json!({"@odata.type": "#microsoft.graph.dog", "age": "1"})),
        ["property-type /value/0/mate/age"]
    );
    assert_eq!(with(json!({"name": 1, "age": "1"})), ["property-type /value/0/mate/name"]);
}

#[test]
fn a_member_of_a_derived_type_is_no_drift() {
    let dog = json!({"@odata.type": "#microsoft.graph.dog", "name": "B", "age": 1, "colour": "red", "mate": {"tail": 1}});
    assert_eq!(drifted(dog), ["/value/0/colour", "/value/0/mate/tail"]);
    assert_eq!(drifted(json!({"name": "B", "age": 1})), ["/value/0/age"]);
    let bag = json!({"@odata.type": "#microsoft.graph.bag", "name": "B", "colour": "red"});
    assert_eq!(drifted(bag), ["/value/0/colour"], "another type says nothing");
}

#[test]
fn another_type_is_a_contradiction_where_its_page_says_what_it_is_derived_from() {
    let of_type = |name: &str| told(json!({"@odata.type": format!("#microsoft.graph.{name}"), "name": "B"}));
    for another in ["person", "plant", "being"] {
        assert_eq!(of_type(another), ["property-value /value/0/@odata.type"], "{another}");
    }
    for possible in ["animal", "dog", "puppy", "stone", "ghost", "cloud"] {
        assert_eq!(of_type(possible), NONE, "{possible}");
    }
    let owner =
        |name: &str| told(json!({"name": "B", "owner": {"@odata.type": format!("#microsoft.graph.{name}")}}));
    assert_eq!(owner("dog"), ["property-value /value/0/owner/@odata.type"]);
    assert_eq!(owner("person"), NONE);
    let home = json!({"name": "B", "home": {"@odata.type": "#microsoft.graph.person"}});
    assert_eq!(told(home), NONE, "an open type says little of itself");
}

#[test]
fn what_the_page_shows_counts_before_what_is_looked_up() {
    let shown = json!({"@odata.type": "#microsoft.graph.dog", "name": "A", "age": 1});
    let answer = json!({"@odata.type": "#microsoft.graph.dog", "name": "B", "age": "1"});
    let judgement = judged(&shown, &answer);
    assert_eq!(judgement.violations.len(), 1, "{judgement:?}");
    assert_eq!(judgement.violations[0].documented_at.rsplit('/').next(), Some("dog.md:10"));
}

#[test]
fn what_a_page_shows_of_one_derived_type_says_nothing_of_another() {
    let shown = json!({"@odata.type": "#microsoft.graph.dog", "name": "A", "age": 1, "mood": "calm"});
    let found = |answer: Value| told_beside(&shown, &answer);
    let bird = json!({"@odata.type": "#microsoft.graph.bird", "name": "B", "mood": "loud", "age": "young"});
    assert_eq!(found(bird), NONE);
    let broken = json!({"@odata.type": "#microsoft.graph.bird", "mood": "calm", "age": 1});
    assert_eq!(
        found(broken),
        ["property-missing /value/0/name", "property-type /value/0/age", "property-enum /value/0/mood"]
    );
    for same in ["dog", "puppy", "animal"] {
        let missing = json!({"@odata.type": format!("#microsoft.graph.{same}"), "name": "B", "age": 1});
        assert_eq!(found(missing), ["property-missing /value/0/mood"], "{same}");
    }
    assert_eq!(found(json!({"name": "B", "age": 1})), ["property-missing /value/0/mood"]);
}

fn told_of_bird(shown: &Value, mut bird: Value) -> Vec<String> {
    bird["@odata.type"] = json!("#microsoft.graph.bird");
    told_beside(shown, &bird)
}

#[test]
fn what_another_type_holds_is_held_to_its_own_page() {
    let shown = json!({"@odata.type": "#microsoft.graph.dog", "name": "A", "mate": {"name": "M"}});
    let with = |kind: &str| {
        let mate = json!({"@odata.type": format!("#microsoft.graph.{kind}"), "age": 1});
        told_of_bird(&shown, json!({"name": "B", "mate": mate}))
    };
    assert_eq!(with("person"), NONE);
    assert_eq!(with("plant"), ["property-value /value/0/mate/@odata.type"]);
}

#[test]
fn another_type_is_held_to_what_is_shown_of_a_type_that_nobody_knows() {
    let unseen = json!({"@odata.type": "#microsoft.graph.unseen", "name": "A", "age": 1});
    let dog = json!({"@odata.type": "#microsoft.graph.dog", "name": "A", "age": 1});
    for shown in [unseen.clone(), json!([unseen, dog])] {
        let told = told_of_bird(&shown, json!({"name": "B", "age": "x"}));
        assert_eq!(told, ["property-type /value/0/age"], "{shown}");
    }
}

#[test]
fn what_comes_is_held_to_what_is_shown_although_it_need_not_come() {
    let shown = json!({"name": "A", "nest": {"height": 1}});
    assert_eq!(told_of_bird(&shown, json!({"name": "B"})), NONE);
    let empty = told_of_bird(&shown, json!({"name": "B", "nest": {}}));
    assert_eq!(empty, ["property-missing /value/0/nest/height"]);
}

#[test]
fn a_derived_type_need_not_have_what_neither_it_nor_the_promised_one_has() {
    let found = |kind: &str| {
        let answer = json!({"@odata.type": format!("#microsoft.graph.{kind}"), "name": "B"});
        judged(&json!({"name": "A", "age": 1}), &answer).violations.len()
    };
    assert_eq!((found("fish"), found("dog"), found("animal")), (0, 1, 1));
}

#[test]
fn a_broken_promise_of_a_derived_type_says_where_it_is_documented() {
    let judgement = judged(
        &json!({"name": "A"}),
        &json!({"@odata.type": "#microsoft.graph.dog", "name": "B", "age": "1"}),
    );
    assert_eq!(judgement.violations[0].documented_at.rsplit('/').next(), Some("dog.md:10"));
}

#[test]
fn a_type_may_come_in_the_place_of_a_base_whose_page_lists_no_members() {
    let folder = tempfile::tempdir().unwrap();
    let resource = |name: &str, said: &str, rows: &str| {
        let table = if rows.is_empty() {
            String::new()
        } else {
            format!("|Property|Type|Description|\n|:--|:--|:--|\n{rows}")
        };
        let text = format!(
            "# {name} resource type\n\nNamespace: microsoft.graph\n\n{said}\n\n## Properties\n{table}"
        );
        write(folder.path(), &format!("resources/{name}.md"), &text);
    };
    resource("target", "It is.", "");
    resource("bagTarget", "Inherits from [target](target.md).", "|bagId|String||\n");
    resource("groupTarget", "Inherits from [target](target.md).", "|groupId|String||\n");
    resource("allTarget", "Inherits from [target](target.md).", "");
    resource("assignment", "It is.", "|target|[target](target.md)||\n");
    let page = "```http\nGET /assignment\n```\n<!-- { \"blockType\": \"response\", \"@odata.type\": \"microsoft.graph.assignment\" } -->\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{ \"target\": { \"@odata.type\": \"microsoft.graph.bagTarget\", \"bagId\": \"1\" } }\n```\n";
    write(folder.path(), "api/assignment-get.md", page);
    let contract = Library::at(folder.path()).contract("api/assignment-get.md").unwrap();
    let found = |name: &str, members: Value| {
        let mut target = json!({"@odata.type": format!("#microsoft.graph.{name}")});
        target.as_object_mut().unwrap().extend(members.as_object().cloned().unwrap());
        let headers = vec![("Content-Type".to_string(), "application/json".to_string())];
        let body = json!({"target": target}).to_string().into_bytes();
        let judgement = judge(&contract.examples[0], None, &Response { status: 200, headers, body });
        judgement.violations.iter().map(|found| found.pointer.clone()).collect::<Vec<String>>()
    };
    assert!(found("bagTarget", json!({"bagId": "2"})).is_empty());
    assert_eq!(found("bagTarget", json!({})), ["/target/bagId"]);
    assert!(found("groupTarget", json!({"groupId": "2"})).is_empty());
    assert_eq!(found("groupTarget", json!({"groupId": 2})), ["/target/groupId"]);
    assert!(found("allTarget", json!({})).is_empty());
}

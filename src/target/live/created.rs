//! What a request created: the one place from which a DELETE gets its URL.
//!
//! Only what stands directly below the collection that the request went to is taken for created, and only what was not
//! listed there before: a service that answers with what it had already, or whose `Location` leads to something else, loses
//! nothing by it.

use reqwest::Url;
use serde_json::Value;

use crate::contract::encoded;
use crate::exchange::Response;

/// The URL of what a request to `collection` created, by a 2xx answer.
///
/// # Errors
/// Why it cannot be told.
pub(super) fn created(
    collection: &str,
    response: &Response,
    listed_before: &Listed,
) -> Result<String, String> {
    let body = response.json();
    let id = body.as_ref().and_then(|body| body.get("id")).and_then(Value::as_str);
    let location = response.header("location").filter(|_| response.status == 201);
    let (url, key) = match (id, location) {
        (Some(id), _) => below(collection, &format!("{collection}/{}", encoded(id))),
        (None, Some(location)) => below(collection, location),
        (None, None) => None,
    }
    .ok_or("the answer has no id, and no Location below the URL, that says what was created")?;
    if listed_before.ids.contains(&key) {
        return Err(format!("the answer names {key}, which was there before"));
    }
    match listed_before.is_whole || response.status == 201 {
        true => Ok(url),
        false => Err(format!(
            "the answer names {key} and is no 201, and the collection could not be listed whole before: it may have been there"
        )),
    }
}

/// The URL that `reference` leads to and its key, where it is directly below `collection`.
pub(super) fn below(collection: &str, reference: &str) -> Option<(String, String)> {
    let collection = Url::parse(collection).ok()?;
    let mut url = collection.join(reference).ok()?;
    url.set_query(None);
    url.set_fragment(None);
    let same_origin = url.origin() == collection.origin() && url.username().is_empty();
    let rest = url.path().strip_prefix(collection.path().trim_end_matches('/')).filter(|_| same_origin)?;
    let key = match rest.strip_prefix("('").and_then(|rest| rest.strip_suffix("')")) {
        Some(key) => key,
        None => rest.strip_prefix('/')?,
    };
    let is_key = !key.is_empty() && !key.contains('/');
    let key = percent_encoding::percent_decode_str(key).decode_utf8().ok().filter(|_| is_key)?.into_owned();
    Some((url.to_string(), key))
}

/// What a collection held before a creation.
pub(super) struct Listed {
    pub(super) ids: Vec<String>,
    /// Whether these are all.
    pub(super) is_whole: bool,
}

/// A page of a collection.
pub(super) struct Page {
    pub(super) ids: Vec<String>,
    /// Where it goes on.
    pub(super) next: Option<String>,
}

impl Page {
    /// The page that an answer shows; `None`: it shows none.
    pub(super) fn of(response: &Response) -> Option<Page> {
        let body = response.json()?;
        let members = body.get("value")?.as_array()?;
        let ids =
            members.iter().filter_map(|member| member.get("id")?.as_str().map(str::to_string)).collect();
        Some(Page { ids, next: body.get("@odata.nextLink").and_then(Value::as_str).map(str::to_string) })
    }
}

/// Whether two URLs address one resource: the same but for query, encoding and a slash at the end.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let plain = |url: &str| {
        let url = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/').to_string();
        let decoded = |segment: &str| percent_encoding::percent_decode_str(segment).collect::<Vec<u8>>();
        url.split('/').map(decoded).collect::<Vec<_>>()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const THINGS: &str = "https://x/v1.0/things";

    fn told(status: u16, body: Value, location: Option<&str>) -> Result<String, String> {
        let headers = location.map(|value| ("Location".to_string(), value.to_string()));
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let response = Response { status, headers: headers.into_iter().collect(), body };
        created(THINGS, &response, &Listed { ids: vec!["old".to_string()], is_whole: true })
    }

    #[test]
    fn an_id_or_a_location_below_the_collection_says_what_was_created() {
        let url = |key: &str| Ok(format!("{THINGS}/{key}"));
        assert_eq!(told(201, json!({"id": "17"}), None), url("17"));
        assert_eq!(told(200, json!({"id": "17"}), None), url("17"));
        assert_eq!(told(201, json!({"id": "a/b?c"}), None), url("a%2Fb%3Fc"));
        assert_eq!(told(201, json!({"id": "17"}), Some("https://y/elsewhere")), url("17"));
        assert_eq!(told(201, json!(null), Some("https://x/v1.0/things/17?x=1")), url("17"));
        assert_eq!(told(201, json!(null), Some("/v1.0/things/17")), url("17"));
        assert_eq!(told(201, json!({}), Some("/v1.0/things('17')")), Ok(format!("{THINGS}('17')")));
    }

    #[test]
    fn whatever_else_an_answer_names_is_never_taken_for_created() {
        for id in ["", ".", "..", "old"] {
            assert!(told(201, json!({"id": id}), None).is_err(), "{id}");
        }
        for location in [
            "https://y/v1.0/things/17",
            "http://x/v1.0/things/17",
            "https://u@x/v1.0/things/17",
            "/v1.0/things",
            "/v1.0/things/",
            "/v1.0/things/17/parts",
            "/v1.0/things/17/..",
            "/v1.0/things/%2e%2e",
            "/v1.0/thingsx",
            "/v1.0/others/17",
            "/v1.0/things/old",
            "17",
        ] {
            assert!(told(201, json!(null), Some(location)).is_err(), "{location}");
        }
        assert!(told(202, json!(null), Some("/v1.0/things/17")).is_err(), "an operation, and no resource");
        assert!(told(204, json!(null), None).is_err());
        assert!(told(201, json!({"id": 17}), None).is_err());
    }

    #[test]
    fn where_not_all_is_known_that_was_there_only_201_says_that_something_was_created() {
        let told = |status: u16| {
            let response = Response { status, headers: vec![], body: br#"{"id": "17"}"#.to_vec() };
            created(THINGS, &response, &Listed { ids: vec![], is_whole: false })
        };
        assert!(told(201).is_ok() && told(200).is_err());
    }

    #[test]
    fn a_page_of_a_collection_says_where_it_goes_on() {
        let page = |body: &str| {
            let body = body.as_bytes().to_vec();
            Page::of(&Response { status: 200, headers: vec![], body }).map(|page| (page.ids, page.next))
        };
        let next = Some("https://x/2".to_string());
        let body = r#"{"value": [{"id": "1"}, {"name": "2"}], "@odata.nextLink": "https://x/2"}"#;
        assert_eq!(page(body), Some((vec!["1".to_string()], next)));
        assert_eq!(page(r#"{"value": []}"#), Some((vec![], None)));
        assert_eq!(page(r#"{"error": {}}"#), None);
    }

    #[test]
    fn a_resource_has_one_url_in_several_spellings() {
        assert!(is_same("https://x/a/b%2D1/?y", "https://x/a/b-1"));
        assert!(!is_same("https://x/a/b", "https://x/a/B"));
        assert!(!is_same("https://x/a/b%2Fc", "https://x/a/b/c"));
    }
}

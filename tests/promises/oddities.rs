//! What real pages do, one oddity a test: each small page holds one, and says what a careful reader takes from it.

use graph_contract::page::{Body, Page};
use serde_json::json;

fn read(text: &str) -> Page {
    Page::read("api/x.md", text)
}

/// `line: message` of every problem.
fn problems(page: &Page) -> Vec<String> {
    page.problems.iter().map(|problem| format!("{}: {}", problem.line, problem.message)).collect()
}

/// `request line > response line` of every pair.
fn pairs(page: &Page) -> Vec<(usize, usize)> {
    page.examples.iter().map(|example| (example.request.line, example.response.line)).collect()
}

fn statuses(page: &Page) -> Vec<u16> {
    page.documented_statuses.iter().map(|found| found.status).collect()
}

fn annotated(kind: &str, name: &str, block: &str) -> String {
    format!("<!-- {{ \"blockType\": \"{kind}\", \"name\": \"{name}\" }} -->\n```http\n{block}\n```\n")
}

#[test]
fn fences_without_a_language_are_messages_where_they_start_like_one() {
    let page =
        read("### Request\n```\nGET /a\n```\n### Response\n```\nHTTP/1.1 200 OK\n```\n```\nsome code\n```\n");
    assert_eq!((pairs(&page), problems(&page).len()), (vec![(3, 7)], 0));
}

#[test]
fn an_indented_message_is_one() {
    let page = read(
        "Request:\n\n    GET /a\n\nResponse:\n\n    HTTP/1.1 204 No Content\n\nCode:\n\n    let x = 1;\n",
    );
    assert_eq!(pairs(&page), [(3, 7)]);
}

#[test]
fn tilde_and_four_backtick_fences_are_fences() {
    let page = read("~~~http\nGET /a\n~~~\n````http\nHTTP/1.1 200 OK\n\n[\"```\"]\n````\n");
    assert_eq!(pairs(&page), [(2, 5)]);
    assert_eq!(page.examples[0].response.body.json().and_then(|body| body.value()), Some(&json!(["```"])));
}

#[test]
fn carriage_returns_end_lines() {
    for end in ["\r\n", "\r"] {
        let page = read(&"# T\n\n```http\nGET /a\n```\n```http\nHTTP/1.1 200 OK\n```\n".replace('\n', end));
        assert_eq!(pairs(&page), [(4, 7)], "{end:?}");
    }
}

#[test]
fn a_tab_of_code_samples_is_no_heading_of_the_page() {
    let page = read(
        "# Get a\n## Example\n# [HTTP](#tab/http)\n```http\nGET /a\n```\n# [C#](#tab/csharp)\n```csharp\nx();\n```\n---\n```http\nHTTP/1.1 200 OK\n```\n",
    );
    assert_eq!((page.title.as_str(), pairs(&page)), ("Get a", vec![(5, 13)]));
}

#[test]
fn a_rule_in_mid_page_opens_no_front_matter() {
    let page = read(
        "---\ntitle: \"A\"\ndoc_type: apiPageType\n---\n---\n## Request\n```http\nGET /a\n```\n---\n## Response\n```http\nHTTP/1.1 200 OK\n```\n",
    );
    assert_eq!(
        (page.title.as_str(), page.doc_type.as_deref(), pairs(&page)),
        ("A", Some("apiPageType"), vec![(8, 13)])
    );
}

#[test]
fn a_fence_that_is_not_closed_ends_where_the_next_part_begins() {
    let page =
        read("## Examples\n### Request\n```http\nGET /a\n\n### Response\n```http\nHTTP/1.1 200 OK\n```\n");
    assert_eq!(pairs(&page), [(4, 8)]);
    assert_eq!(problems(&page), ["3: a fenced block that is never closed"]);
}

#[test]
fn a_stray_fence_does_not_turn_the_page_inside_out() {
    let page = read("```\n## HTTP request\n```http\nGET /a\n```\n## Response\nIt returns `200 OK`.\n");
    assert_eq!((page.http_request.len(), statuses(&page)), (1, vec![200]));
}

#[test]
fn what_stands_in_a_comment_or_in_html_is_a_problem() {
    assert_eq!(problems(&read("<!--\n```http\nGET /a\n```\n-->\n")), ["2: a fenced block inside a comment"]);
    assert_eq!(problems(&read("<!--\n~~~http\nGET /a\n~~~\n-->\n")), ["2: a fenced block inside a comment"]);
    let inside = problems(&read("<details>\n```http\nGET /a\n```\n</details>\n"));
    assert_eq!(inside, ["2: a fenced block inside HTML, which Markdown does not read"]);
}

#[test]
fn an_annotation_is_read_with_its_faults() {
    for fault in ["\"truncated\": \"true\",", "truncated: true"] {
        let page = read(&format!(
            "<!-- {{ \"blockType\": \"response\", {fault} }} -->\n\n### Heading\n```http\nHTTP/1.1 200 OK\n```\n"
        ));
        let annotation = page.blocks[0].annotation.as_ref().expect("an annotation");
        assert!(annotation.flag("truncated") && annotation.error.is_some(), "{fault}");
    }
    assert_eq!(problems(&read("<!-- { \"blockType\": \"response\" } -->\n\nText.\n")).len(), 1);
}

#[test]
fn a_name_may_be_one_of_several() {
    let page = read(&format!(
        "<!-- {{ \"blockType\": \"request\", \"name\": [\"a\", \"b\"] }} -->\n```http\nGET /a\n```\n{}{}",
        annotated("request", "c", "GET /c"),
        annotated("response", "b", "HTTP/1.1 200 OK"),
    ));
    assert_eq!((pairs(&page)[0], page.examples[0].name.as_deref()), ((3, 11), Some("a")));
}

#[test]
fn a_response_may_answer_several_requests() {
    let page = read(&format!(
        "{}{}{}<!-- {{ \"blockType\": \"response\", \"name\": [\"b\", \"a\", \"x\"] }} -->\n```http\nHTTP/1.1 200 OK\n```\n",
        annotated("request", "a", "GET /a"),
        annotated("request", "b", "GET /b"),
        annotated("request", "c", "GET /c"),
    ));
    assert_eq!(pairs(&page).iter().map(|(_, response)| *response).collect::<Vec<_>>(), [15, 15]);
    assert_eq!(
        page.examples.iter().map(|example| example.name.as_deref()).collect::<Vec<_>>(),
        [Some("a"), Some("b")]
    );
    assert_eq!(problems(&page).len(), 1);
}

#[test]
fn a_request_that_is_ignored_may_be_answered() {
    let page = read(&(annotated("ignored", "a", "GET /a") + &annotated("response", "b", "HTTP/1.1 200 OK")));
    assert_eq!(pairs(&page).len(), 1);
    assert!(!page.examples[0].is_annotated());
}

#[test]
fn an_annotated_request_of_the_request_section_may_be_answered() {
    let template = annotated("request", "a", "GET /a");
    let page = read(&format!(
        "## HTTP request\n{template}## Response\n{}",
        annotated("response", "a", "HTTP/1.1 200 OK")
    ));
    assert_eq!((page.http_request.len(), pairs(&page)), (1, vec![(4, 9)]));
    assert_eq!(problems(&read(&format!("## HTTP request\n{template}"))), Vec::<String>::new());
}

#[test]
fn what_has_no_partner_is_a_problem() {
    assert_eq!(problems(&read("```http\nGET /a\n```\n")), ["2: a request with no response"]);
    assert_eq!(
        problems(&read("```http\nHTTP/1.1 200 OK\n```\n")),
        ["2: a response with no request before it"]
    );
}

#[test]
fn one_block_may_hold_both_halves() {
    let page = read(
        "```http\nPOST /a\nContent-Type: application/json\n\n{}\n\nHTTP/1.1 201 Created\n\n{\"id\": 1}\n```\n",
    );
    assert_eq!((pairs(&page), page.examples[0].response.status), (vec![(2, 7)], 201));
}

#[test]
fn two_requests_in_one_block_are_said() {
    let page = read("```http\nGET /a\nGET /b\n```\n```http\nHTTP/1.1 200 OK\n```\n");
    assert_eq!(problems(&page), ["3: another request line in the block of a request"]);
    assert!(matches!(page.examples[0].request.body, Body::None));
    let page = read("```http\nGET /a\n\nGET /b\nGET /c\n```\n```http\nHTTP/1.1 200 OK\n```\n");
    assert_eq!(problems(&page), ["4: another request line in the block of a request"]);
    assert!(matches!(page.examples[0].request.body, Body::None));
}

#[test]
fn a_body_behind_its_fence_belongs_to_the_message() {
    let head = "```http\nGET /a\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n```\n";
    for behind in [
        "```json\n{\"a\": 1,}\n```\n",
        "<!-- { \"blockType\": \"response\" } -->\n```json\n{\"a\": 1,}\n```\n",
        "This comes back:\n```json\n{\"a\": 1,}\n```\n",
        "\n{\"a\": 1,\n}\n",
    ] {
        let page = read(&format!("{head}{behind}"));
        let body = page.examples[0].response.body.json().expect(behind);
        assert_eq!(body.value(), Some(&json!({"a": 1})), "{behind}");
        assert_eq!(page.problems.len(), 2, "the place of the body, and its comma: {:?}", page.problems);
    }
}

#[test]
fn a_bare_status_line_takes_the_json_right_behind_it() {
    let page = read(
        "```http\nPOST /a\nContent-Type: application/json\n```\n```json\n{\"b\": 2}\n```\n```http\nHTTP/1.1 200 OK\n```\n```json\n{\"a\": 1}\n```\n",
    );
    assert_eq!(page.examples[0].request.body.json().and_then(|body| body.value()), Some(&json!({"b": 2})));
    assert_eq!(page.examples[0].response.body.json().and_then(|body| body.value()), Some(&json!({"a": 1})));
    let apart = read(
        "```http\nGET /a\n```\n```http\nHTTP/1.1 200 OK\n```\n### Notification\n```json\n{\"a\": 1}\n```\n",
    );
    assert!(matches!(apart.examples[0].response.body, Body::None));
}

#[test]
fn headers_behind_the_blank_line_are_headers() {
    let page = read(
        "```http\nPOST /a\n\nContent-Type: application/json\n\n{}\n```\n```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n{}\n```\n",
    );
    assert_eq!(
        problems(&page),
        [
            "4: headers after the blank line that ends them",
            "11: no blank line between the headers and the body",
        ]
    );
    assert_eq!(page.examples[0].request.headers.len(), 1);
    assert!(page.examples[0].response.body.json().is_some());
}

#[test]
fn a_status_line_may_be_written_otherwise() {
    for (line, status) in [("HTTP 201 Created", 201), ("HTTP/1.1 204", 204), ("HTTP/1.1 299 Odd", 299)] {
        let page = read(&format!("```http\nGET /a\n```\n```http\n{line}\n```\n"));
        assert_eq!(page.examples[0].response.status, status, "{line}");
    }
    for line in ["HTTP/1.1 +20 OK", "HTTP/1.1 000 None", "HTTP/1.1 2OO OK"] {
        assert!(read(&format!("```http\nGET /a\n```\n```http\n{line}\n```\n")).examples.is_empty(), "{line}");
    }
}

#[test]
fn a_url_is_read_as_it_is_written() {
    for (written, url) in [
        ("GET /users/{id | userPrincipalName}/a", "/users/{id | userPrincipalName}/a"),
        ("GET https://graph.microsoft.com/v1.0/a b?$x=1", "https://graph.microsoft.com/v1.0/a b?$x=1"),
        ("GET /a\n  ?$x=1\n  &$y=2", "/a?$x=1&$y=2"),
        ("GET /a(ids=[\n\"b\",\n\"c\"])", "/a(ids=[\"b\",\"c\"])"),
        ("GET /root:/{path}:/x HTTP/1.1", "/root:/{path}:/x"),
        ("GET /a/microsoft.graph.b/$ref", "/a/microsoft.graph.b/$ref"),
        ("GET /a/<id>", "/a/<id>"),
    ] {
        let page = read(&format!("```http\n{written}\n```\n```http\nHTTP/1.1 200 OK\n```\n"));
        assert_eq!(page.examples[0].request.url, url);
    }
}

#[test]
fn a_body_is_what_its_content_type_says() {
    let cases = [
        ("Content-Type: application/zip", "[Zip file]", "other"),
        ("Content-Type: text/plain", "893", "other"),
        ("Content-Type: application/json", "\"abc\"", "json"),
        ("Content-Type: application/json", "{\"a\": 1,}", "repaired"),
        ("Content-Type: application/json", "Words", "other"),
    ];
    for (header, body, kind) in cases {
        let page =
            read(&format!("```http\nGET /a\n```\n```http\nHTTP/1.1 200 OK\n{header}\n\n{body}\n```\n"));
        let found = match &page.examples[0].response.body {
            Body::None => "none",
            Body::Json(json) if json.is_strict() => "json",
            Body::Json(_) => "repaired",
            Body::Other(_) => "other",
        };
        assert_eq!(found, kind, "{header} {body}");
    }
}

#[test]
fn statuses_are_read_from_sentences_lists_and_tables() {
    for (text, wanted) in [
        ("returns a `200 OK` response code", vec![200]),
        ("returns `204, No Content`", vec![204]),
        ("returns `201 Created` or `202 Accepted`, and `201 Created` again", vec![201, 202]),
        ("the 400, 403, and 404 responses", vec![400, 403, 404]),
        ("fails with HTTP 400", vec![400]),
        ("returns a 200-series response", vec![]),
        ("shows Office 365 Groups", vec![]),
        ("返回 `200 OK` 响应代码", vec![200]),
        ("|Code|Meaning|\n|:--|:--|\n|`202 Accepted`|It goes on.|", vec![202]),
    ] {
        assert_eq!(statuses(&read(&format!("## Response\n{text}\n"))), wanted, "{text}");
    }
}

#[test]
fn the_request_section_is_found_by_its_first_words_or_its_anchor() {
    for heading in [
        "## HTTP request (to replace)",
        "### HTTP Request",
        "## <a name=\"http-request\"></a>HTTP-Anforderung",
    ] {
        assert_eq!(read(&format!("{heading}\n```http\nPUT /a\n```\n")).http_request.len(), 1, "{heading}");
    }
}

#[test]
fn optional_request_headers_are_request_headers() {
    let page = read(
        "## Optional request headers\n|Name|Type|Description|\n|:--|:--|:--|\n|Authorization|string|Bearer &lt;token&gt; Required.|\n|if-match|string|A tag.|\n",
    );
    let rows: Vec<_> = page.request_headers.iter().map(|row| (row.name.as_str(), row.required)).collect();
    assert_eq!((rows, page.properties.len()), (vec![("Authorization", true), ("if-match", false)], 0));
}

fn property_names(page: &Page) -> Vec<&str> {
    page.properties.iter().map(|row| row.name.as_str()).collect()
}

#[test]
fn a_property_table_is_known_by_its_titles() {
    for (section, head) in [
        ("Request body", "Property|Type|Description"),
        ("Request body", "Parameter|Type|Description"),
        ("Request body", "Parameter name|Value|Description"),
        ("<a name=\"request-body\"></a>要求本文", "名前|値|説明"),
        ("Properties", "Property name|Type|Description"),
        ("Relationships", "Relationship name|Type|Description"),
        ("Properties", "**Name**|**Type**|**Description**"),
        ("<a name=\"properties\"></a>Eigenschaften", "Eigenschaft|Typ|Beschreibung"),
        ("<a name=\"relationships\"></a>关系", "关系|类型|说明"),
        ("<a name=\"properties\"></a>속성", "속성|형식|설명"),
    ] {
        let page = read(&format!("## {section}\n|{head}|\n|:--|:--|:--|\n|a|String|A.|\n"));
        assert_eq!(property_names(&page), ["a"], "{head}");
    }
    for head in
        ["Permission type|Permissions", "Member|Value|Description", "Wert|#|Beschreibung", "Name|Description"]
    {
        let row = "x|".repeat(head.split('|').count());
        let page =
            read(&format!("## Properties\n|{head}|\n|{}\n|{row}\n", ":--|".repeat(head.split('|').count())));
        assert!(page.properties.is_empty(), "{head}");
    }
}

#[test]
fn rows_are_rows_however_the_table_is_typed() {
    let head = "## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n";
    for rows in [
        "|a|String|x|\n|**Group**|||\n|b|String|y|\n",
        "|a|String|one of x | y | z|\n|b|String|y|\n",
        "|a|String|x|\n|\n|b|String|y|\n",
        "|a|String|x|\n\n|b|String|y|\n",
        "|**a**|String|x|\n|`b`|String|y|\n",
    ] {
        assert_eq!(property_names(&read(&format!("{head}{rows}"))), ["a", "b"], "{rows}");
    }
    let tabs = read("## Properties\n|Property|Type|\n|:--\t|:--\t|\n|a\t|String\t|\n");
    assert_eq!(property_names(&tabs), ["a"]);
}

#[test]
fn an_enumeration_of_its_own_page_or_heading_has_members() {
    let table = "|Member|Value|Description|\n|:--|:--|:--|\n|low|0|Low.|\n|high|1|High.|\n";
    for head in ["# level enum type\n\n## Members\n", "# thing resource type\n\n### level values\n"] {
        let page = read(&format!("{head}{table}"));
        assert_eq!(
            (page.enumerations[0].name.as_str(), page.enumerations[0].members.len()),
            ("level", 2),
            "{head}"
        );
    }
    assert!(read(&format!("# thing\n\n## Other\n{table}")).enumerations.is_empty());
}

#[test]
fn base_types_are_read_from_the_prose() {
    for (text, base) in [
        ("Inherits from [entity](entity.md).", Some("entity")),
        ("It inherits from the abstract base type [entity](entity.md).", Some("entity")),
        ("It inherits from base policy type, and always exists.", None),
    ] {
        assert_eq!(read(&format!("# thing resource type\n\n{text}\n")).base_type.as_deref(), base, "{text}");
    }
    let derived =
        read("# thing resource type\n\nBase type of [a](a.md) and [b](b.md). More.\n").derived_types;
    assert_eq!(derived, ["a", "b"]);
}

#[test]
fn a_namespace_ends_with_its_word() {
    for text in [
        "Namespace: microsoft.graph\nmore",
        "命名空间：microsoft.graph",
        "Пространство имен: microsoft.graph",
    ] {
        assert_eq!(read(&format!("# x\n\n{text}\n")).namespace.as_deref(), Some("microsoft.graph"), "{text}");
    }
}

#[test]
fn letters_that_change_their_length_with_their_case_are_letters() {
    for cell in ["\u{212a}collection", "Collection(\u{212a})", "\u{130}STEKcollection"] {
        let page = read(&format!("## Properties\n|Property|Type|\n|:--|:--|\n|a|{cell}|\n"));
        assert!(page.properties[0].type_name.collection, "{cell}");
    }
}

#[test]
fn an_example_goes_by_the_heading_above_it() {
    let tab = "# [HTTP](#tab/http)\n```http\nGET /a\n```\n# [C#](#tab/csharp)\n";
    let response = "```http\nHTTP/1.1 200 OK\n```\n";
    for (headings, name) in [
        ("## Examples\n### Example 2: Read a list\n#### Request 2", Some("Read a list")),
        ("## Beispiele\n### <a name=\"request\"></a>Anforderung", Some("Beispiele")),
        ("## Example\n### Request", None),
    ] {
        let page = read(&format!("# T\n{headings}\n{tab}#### Response\n{response}"));
        assert_eq!(page.examples[0].heading.as_deref(), name, "{headings}");
    }
}

#[test]
fn the_late_body_of_a_response_without_a_request_goes_to_no_other() {
    let page =
        read("```http\nHTTP/1.1 200 OK\nContent-Type: application/json\n```\n```json\n{\"a\": 1}\n```\n");
    assert_eq!(problems(&page), ["2: a response with no request before it"]);
}

#[test]
fn blocks_that_are_indented_with_their_fences_are_blocks() {
    let page = read(
        "# T\n\n## Examples\n\n    ```http\n    GET /a\n    ```\n\n    ```http\n    HTTP/1.1 200 OK\n    ```\n",
    );
    assert_eq!(pairs(&page), [(6, 10)]);
}

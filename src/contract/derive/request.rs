//! What the page promises of an example's request.

use std::sync::Arc;

use serde_json::Value;

use super::sendable::{Sendable, only_sendable, only_sendable_members, sendable};
use super::{Deriving, is_echo};
use crate::contract::operation::Operation;
use crate::contract::request::{DocumentedRequest, RequestBody};
use crate::contract::response::DocumentedResponse;
use crate::contract::schema::{Schema, Undocumented};
use crate::contract::shape::is_control;
use crate::contract::shaping::Shaping;
use crate::contract::url_template::UrlTemplate;
use crate::page::{Body, Example, HeaderRow, HttpRequest, JsonText, Section};

impl Deriving<'_> {
    pub(super) fn request(
        &self,
        example: &Example,
        operations: &[Operation],
        response: &DocumentedResponse,
    ) -> DocumentedRequest {
        let shown = &example.request;
        let method = shown.method.to_ascii_uppercase();
        let (url, path_samples) = addressed(&method, UrlTemplate::documented(&shown.url), operations);
        let meant = || (!shown.url.contains("://")).then(|| self.version_meant()).flatten();
        let required = |name: &str| self.required_header(name);
        DocumentedRequest {
            documented_at: self.at.at(shown.line),
            method,
            version: url.version.clone().or_else(meant),
            url,
            path_samples,
            headers: self.headers_to_send(shown),
            authorization: required("Authorization").map(|row| self.at.at(row.line)),
            content_type_at: required("Content-Type").map(|row| self.at.at(row.line)),
            body: self.request_body(example, response),
            has_other_body: matches!(shown.body, Body::Other(_)),
        }
    }

    fn required_header(&self, name: &str) -> Option<&HeaderRow> {
        self.page.request_headers.iter().find(|row| row.required && row.name.eq_ignore_ascii_case(name))
    }

    /// The example's headers, completed by a required `Content-Type` it does not show.
    fn headers_to_send(&self, shown: &HttpRequest) -> Vec<(String, String)> {
        let never = ["authorization", "content-length", "host", "connection", "transfer-encoding"];
        let shown_headers =
            shown.headers.iter().filter(|(name, _)| !never.contains(&name.to_lowercase().as_str()));
        let mut headers: Vec<(String, String)> = shown_headers.cloned().collect();
        let has_content_type = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if let Some(row) = self.required_header("Content-Type").filter(|_| !has_content_type) {
            let media_type =
                row.description.split(['.', ' ', ';']).next().unwrap_or_default().trim_matches('`');
            if media_type.contains('/') && !matches!(shown.body, Body::None) {
                headers.push((row.name.clone(), media_type.to_string()));
            }
        }
        headers
    }

    fn request_body(&self, example: &Example, response: &DocumentedResponse) -> Option<RequestBody> {
        let json = example.request.body.json()?;
        let literal = json.value().cloned()?;
        let table = self.request_table();
        let has_table = !table.is_empty();
        let type_name = self.request_type(&literal, example, response);
        let mut shaping = Shaping::new(self.resources, self.at.clone(), table.clone());
        let mut shape = shaping.body(json, type_name.as_deref());
        let mut types = shaping.finish();
        let shown = literal.as_object().map(|members| members.keys().cloned().collect()).unwrap_or_default();
        sendable(&mut shape, &Sendable { table: &table, has_table, shown, example });
        only_sendable_members(&mut shape);
        types.values_mut().for_each(only_sendable);
        let (shape, types) = (Arc::new(shape), Arc::new(types));
        let schema = Schema::of(&shape, &types, Undocumented::Refused);
        Some(RequestBody { example: literal, shape, types, schema })
    }

    /// The type of a request body without `@odata.type`: what is created or updated is what comes back.
    fn request_type(
        &self,
        literal: &Value,
        example: &Example,
        response: &DocumentedResponse,
    ) -> Option<String> {
        let answered = response.json().map(|body| &body.example);
        self.type_of_request(literal, example, answered)
    }

    /// The same, told by the page alone, which may have a row for the `@odata.type` to send.
    pub(in crate::contract) fn shown_request_type(
        &self,
        example: &Example,
        json: &JsonText,
    ) -> Option<String> {
        let answered = example.response.body.json().and_then(JsonText::value);
        self.type_of_request(json.value()?, example, answered).or_else(|| self.tabled_type())
    }

    fn tabled_type(&self) -> Option<String> {
        let mut rows = self.page.properties.iter().filter(|row| row.section == Section::RequestBody);
        let row = rows.find(|row| row.name == "@odata.type")?;
        self.resources.knows(&row.type_name.name).then(|| row.type_name.name.clone())
    }

    fn type_of_request(
        &self,
        literal: &Value,
        example: &Example,
        answered: Option<&Value>,
    ) -> Option<String> {
        let own = literal.get("@odata.type").and_then(Value::as_str);
        let answered = answered.and_then(|body| body.get("@odata.type")).and_then(Value::as_str);
        let shown = own.or(answered).map(|name| name.trim_start_matches('#').to_string());
        let of_response = || self.response_type(example.response_annotation.as_deref());
        let is_echoed = is_echo(example);
        let annotated = || Some(self.annotated_type(example.request_annotation.as_deref()?)?.name);
        let annotated = || annotated().filter(|name| self.has_all_members(name, literal));
        let answered = || of_response().filter(|name| is_echoed || self.has_all_members(name, literal));
        shown.or_else(annotated).or_else(answered)
    }

    /// Whether a type has every member of a literal: then the literal is one of it, whatever the status says.
    fn has_all_members(&self, type_name: &str, literal: &Value) -> bool {
        let declared = self.resources.members(type_name);
        let has = |name: &String| declared.iter().any(|member| member.name == *name);
        let mut shown = literal.as_object().into_iter().flatten().map(|(name, _)| name);
        !declared.is_empty() && shown.all(|name| is_control(name) || has(name))
    }
}

/// The path template and what the example shows for its placeholders, where an operation of the page matches.
fn addressed(
    method: &str,
    url: UrlTemplate,
    operations: &[Operation],
) -> (UrlTemplate, Vec<(String, String)>) {
    let matching = operations.iter().filter(|operation| operation.method == method);
    let found =
        matching.filter_map(|operation| Some((operation, operation.path.matches(url.path.as_str())?))).next();
    let Some((operation, values)) = found else { return (url, Vec::new()) };
    let samples = values.into_iter().filter(|(_, value)| !value.contains(['{', '<']));
    let samples = samples.map(|(name, value)| (name.to_string(), value)).collect();
    (UrlTemplate { path: operation.path.clone(), ..url }, samples)
}

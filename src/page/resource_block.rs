//! What a resource page says of its type: the JSON representation, and the type it is derived from.

use std::sync::Arc;

use serde_json::Value;

use super::annotation::Annotation;
use super::json::JsonText;

/// A JSON representation, annotated `"blockType": "resource"`.
#[derive(Debug, Clone)]
pub struct ResourceBlock {
    /// 1-based line of the opening fence.
    pub line: usize,
    /// The annotation, which names the type.
    pub annotation: Arc<Annotation>,
    /// The representation.
    pub json: JsonText,
}

impl ResourceBlock {
    /// The annotated type, without a leading `#`.
    #[must_use]
    pub fn odata_type(&self) -> Option<&str> {
        self.annotation.text("@odata.type").map(|name| name.trim_start_matches('#'))
    }

    /// The annotated base type.
    #[must_use]
    pub fn base_type(&self) -> Option<&str> {
        self.annotation.text("baseType").map(|name| name.trim_start_matches('#'))
    }

    /// The representation's value, when it could be read.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.json.value()
    }
}

/// `Inherits from [x](...)`: the type a resource is derived from.
pub(super) fn base_type(text: &str) -> Option<String> {
    let (_, after) = text.split_once("nherits from ")?;
    let name = after.trim_start_matches(['[', '*', '`']).split([' ', ']', '*', '`', ',', '(']).next()?;
    let name = name.trim_end_matches('.');
    (!name.is_empty()).then(|| name.to_string())
}

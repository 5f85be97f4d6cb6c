//! Reading a documentation page: Markdown text in, facts with their lines out.
//!
//! [`Page::read`] is pure and never fails: what it cannot make sense of becomes a [`Problem`] with a line, and the rest of
//! the page is read all the same. It knows the page format (headings, `<!-- { "blockType": ... } -->` annotations, `http`
//! fences, property tables, sentences with a status code) and nothing of what the facts promise; that is
//! [`contract`](crate::contract)'s room, the only one that may interpret what is read here.

mod annotation;
mod column;
mod element;
mod example;
mod facts;
mod fence_end;
mod front_matter;
mod header_table;
mod html;
mod http;
mod joined;
mod json;
mod json_reader;
mod line_index;
mod lines;
mod listed;
mod listed_numbers;
mod markdown;
mod markdown_reader;
mod member_lines;
mod member_table;
mod messages;
mod open_table;
mod permissions_table;
mod possible_values;
mod problem;
mod property_table;
mod prose;
mod read;
mod resource_block;
mod said;
mod sample_tabs;
mod section;
mod start_line;
mod strict_lines;
mod table_source;
mod translated_base;
mod translated_values;
mod twice;
mod type_name;
mod words;

pub use annotation::Annotation;
pub use example::{Example, Unanswered};
pub use facts::{Block, Page, RequestLine};
pub use header_table::HeaderRow;
pub use http::{Body, HttpRequest, HttpResponse};
pub use json::JsonText;
pub use member_table::Enumeration;
pub use permissions_table::PermissionRow;
pub use problem::Problem;
pub use property_table::PropertyRow;
pub use prose::DocumentedStatus;
pub use resource_block::ResourceBlock;
pub use section::Section;
pub(crate) use twice::name_twice;
pub use type_name::TypeName;

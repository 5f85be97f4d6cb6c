//! What a page promises: operations, examples, and the shape of their bodies.
//!
//! [`Contract::derive`] is pure: a [`Page`](crate::page::Page) and the [`Resources`] it links to in, promises out. Every
//! promise knows where it is documented. The decisions behind it (which type wins, what is a placeholder, what is
//! required) are numbered in `ARCHITECTURE.md`; each stands in the file named after it.

mod answered;
mod at_least;
mod conforming;
mod declared;
mod derivations;
mod derive;
mod documented_at;
mod format;
mod literal;
mod merging;
mod openapi;
mod operation;
mod own_names;
mod page_types;
mod primitive;
mod request;
mod resource_type;
mod resources;
mod response;
mod schema;
mod selection;
mod shape;
mod shaping;
mod shown;
mod spelling;
mod template;
mod url_template;
mod version;

pub use answered::AnsweredTypes;
pub(crate) use answered::{Answered, Described, TypePages};
pub(crate) use conforming::{Role, fill, guid};
pub(crate) use derivations::Derivations;
pub use derive::{Contract, DocumentedExample};
pub(crate) use derive::{is_echo, media_type};
pub use documented_at::DocumentedAt;
pub(crate) use format::{instant, is_guid};
pub(crate) use literal::shows_a_value;
pub use openapi::openapi;
pub use operation::Operation;
pub(crate) use page_types::PageTypes;
pub use primitive::Primitive;
pub use request::{DocumentedRequest, RequestBody};
pub(crate) use resource_type::derived_and_base;
pub use resources::Resources;
pub use response::{DocumentedBody, DocumentedResponse, JsonBody};
pub use schema::Schema;
pub(crate) use selection::Selection;
pub use shape::{Enumeration, Kind, Member, Nullability, Numbers, Object, Shape, Types};
pub(crate) use shape::{UNKNOWN, is_control};
pub use shown::{Declaration, Half, Owner, ShownBody, ShownMember, shown_bodies};
pub(crate) use spelling::{binary, duration, time_of_day};
pub(crate) use template::encoded;
pub use template::{NoValue, PathTemplate};
pub use url_template::UrlTemplate;
pub(crate) use url_template::behind_scheme;
pub(crate) use version::{version_asked_most, version_of_folder, versions_asked};

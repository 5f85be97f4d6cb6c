//! What goes over the wire, and who answers.
//!
//! [`Request`], [`Response`] and [`Exchange`] are plain values. [`Target`] is whoever answers, the double or a live
//! endpoint; each scenario talks to it through a [`Session`] of its own, and never learns which of the two it is.

mod consent;
mod message;
mod redaction;
mod route;
mod target;

pub use consent::Consent;
pub(crate) use consent::DESTRUCTIVE;
pub(crate) use message::origin;
pub use message::{Exchange, Request, Response};
pub use redaction::Redaction;
pub(crate) use redaction::place;
pub(crate) use route::{
    Likeness, Route, is_of_another_type, is_of_its_type, likeness, literal_length, route,
};
pub use target::{
    Answered, Caller, Disturbance, Effect, NoAnswer, NotPutBack, NotReady, Session, Subject, Target,
    TargetKind, Variables, Wait,
};

//! Nothing: everything is in `tests`.

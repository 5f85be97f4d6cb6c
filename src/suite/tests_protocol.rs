//! What `cargo test` hands to a test binary: names to filter by, and the options of the standard test harness.

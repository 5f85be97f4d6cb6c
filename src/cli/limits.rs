//! How long requests may take, for every command that sends some.

use std::time::Duration;

use clap::Args;

use crate::suite::limit;
use crate::target::Timeouts;

#[derive(Debug, Args)]
pub(super) struct Limits {
    /// How many seconds a connection to a live endpoint may take (GRAPH_CONTRACT_CONNECT_TIMEOUT) [default: 5]
    #[arg(long, value_name = "SECONDS", value_parser = limit)]
    connect_timeout: Option<Duration>,
    /// How many seconds an answer may take to begin (GRAPH_CONTRACT_FIRST_BYTE_TIMEOUT) [default: 10]
    #[arg(long, value_name = "SECONDS", value_parser = limit)]
    first_byte_timeout: Option<Duration>,
    /// How many seconds a request and its answer may take (GRAPH_CONTRACT_TIMEOUT) [default: 20]
    #[arg(long, value_name = "SECONDS", value_parser = limit)]
    timeout: Option<Duration>,
}

impl Limits {
    /// What an option says wins over what a variable said.
    pub(super) fn apply(&self, timeouts: &mut Timeouts) {
        timeouts.connect = self.connect_timeout.unwrap_or(timeouts.connect);
        timeouts.first_byte = self.first_byte_timeout.unwrap_or(timeouts.first_byte);
        timeouts.total = self.timeout.unwrap_or(timeouts.total);
    }
}

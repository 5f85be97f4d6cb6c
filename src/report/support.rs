//! What the support of a service asks for: which request it was, and when.

use crate::exchange::Exchange;

/// The identifiers of one exchange with a live endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Support<'a> {
    /// What the request was sent with.
    pub(super) client_request_id: &'a str,
    /// What the service calls it.
    pub(super) request_id: Option<&'a str>,
    /// When the service answered.
    pub(super) date: Option<&'a str>,
}

impl<'a> Support<'a> {
    /// `None`: the request carried no identifier, as none to the double does.
    pub(super) fn of(exchange: &'a Exchange) -> Option<Support<'a>> {
        let Exchange { request, response, .. } = exchange;
        Some(Support {
            client_request_id: request.header("client-request-id")?,
            request_id: response.header("request-id").or_else(|| response.header("x-ms-request-id")),
            date: response.header("date"),
        })
    }

    /// What the service said, header by header.
    pub(super) fn answered(&self) -> impl Iterator<Item = String> {
        let lines = [("request-id", self.request_id), ("date", self.date)];
        lines.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}", value?)))
    }
}

/// The exchange that says why a scenario could not be tested: the last one that was refused, else the last one.
pub(super) fn telling(exchanges: &[Exchange]) -> Option<&Exchange> {
    exchanges.iter().rev().find(|exchange| exchange.response.status >= 400).or(exchanges.last())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Request, Response};

    fn exchange(status: u16, id: Option<&str>) -> Exchange {
        let headers = id.map(|id| ("client-request-id".to_string(), id.to_string()));
        let request = Request {
            method: "GET".into(),
            url: "http://x/".into(),
            headers: headers.into_iter().collect(),
            body: None,
        };
        let headers = vec![("X-Ms-Request-Id".into(), "theirs".into()), ("Date".into(), "today".into())];
        Exchange { request, response: Response { status, headers, body: vec![] }, seconds: 0.0 }
    }

    #[test]
    fn a_request_without_an_identifier_has_nothing_to_look_up() {
        assert_eq!(Support::of(&exchange(200, None)), None);
        let exchange = exchange(200, Some("ours"));
        let support = Support::of(&exchange).unwrap();
        assert_eq!(support.client_request_id, "ours");
        let answered: Vec<String> = support.answered().collect();
        assert_eq!(answered, ["request-id: theirs", "date: today"]);
    }

    #[test]
    fn who_refused_is_told_before_who_answered_last() {
        let all = [exchange(503, Some("1")), exchange(200, Some("2"))];
        assert_eq!(telling(&all), Some(&all[0]));
        assert_eq!(telling(&all[1..]), Some(&all[1]));
        assert_eq!(telling(&[]), None);
    }
}

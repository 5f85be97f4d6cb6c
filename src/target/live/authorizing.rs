//! What a request is sent with, and where it may go.

use super::session::LiveSession;
use crate::exchange::{Request, origin};

impl LiveSession {
    pub(super) fn bearer(&self) -> String {
        format!("Bearer {}", self.shared.identity.token())
    }

    /// The request as it may leave: to the endpoint's origin alone, and with a token that lasts.
    ///
    /// # Errors
    /// Why it is not sent.
    pub(super) async fn authorized(&self, mut request: Request) -> Result<Request, String> {
        if !self.shared.endpoint.is_origin_of(&request.url) {
            let origin = origin(&request.url).unwrap_or("its URL");
            return Err(format!(
                "not sent: {origin} is another origin than the endpoint's, and no token goes there"
            ));
        }
        let mut hosts = request.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("host"));
        if hosts.any(|(_, host)| !self.shared.endpoint.is_host_of(host)) {
            return Err("not sent: the header Host names another origin than the endpoint's".to_string());
        }
        for (_, value) in &mut request.headers {
            let token = value.strip_prefix("Bearer ");
            if token.is_some_and(|token| self.shared.identity.issued(token)) {
                let fresh = self.shared.identity.fresh().await;
                *value = format!("Bearer {}", fresh.map_err(|why| why.to_string())?);
            }
        }
        Ok(request)
    }
}

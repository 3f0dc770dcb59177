//! Microsoft Graph: `sendMail` with the MIME message as Base64 in a text body.
//!
//! Limits per application and mailbox: four concurrent requests, 10,000 in ten minutes, 4 MB per request. Needs the
//! permission `Mail.Send`. 202 means that the message was accepted, not delivered. A copy is stored in Sent Items.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use url::Url;

use super::ApiRequest;
use crate::{ApiAccount, ApiUser};

pub(super) fn send(account: &ApiAccount, message: &[u8]) -> ApiRequest {
    let path = match &account.user {
        ApiUser::Me { .. } => "/v1.0/me/sendMail".to_owned(),
        ApiUser::Mailbox(address) => format!("/v1.0/users/{}/sendMail", segment(address.expose())),
    };
    ApiRequest {
        url: format!("{}{path}", account.base_url),
        path,
        content_type: "text/plain",
        body: BASE64.encode(message).into_bytes(),
    }
}

/// One path segment, percent-encoded, so that no address changes the path.
fn segment(address: &str) -> String {
    let mut url = Url::parse("https://graph.invalid").expect("an address");
    url.path_segments_mut().expect("it has a path").push(address);
    url.path().trim_start_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_path_segment() {
        assert_eq!(segment("ann@example.com"), "ann@example.com");
        assert_eq!(segment("\"a/../b?c#\"@x.org"), "%22a%2F..%2Fb%3Fc%23%22@x.org");
    }
}

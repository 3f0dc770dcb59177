//! Microsoft Graph, `sendMail` with the message in MIME, as Base64 in a text body.
//!
//! Four requests at the same time for an application and a mailbox, 10,000 in ten minutes, 4 MB a request. The permission
//! `Mail.Send` serves; 202 says that it was accepted, not that it was delivered. A copy lands in Sent Items.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use url::Url;

use super::Asked;
use crate::{ApiAccount, ApiUser};

pub(super) fn send(account: &ApiAccount, message: &[u8]) -> Asked {
    let path = match &account.user {
        ApiUser::Me => "/v1.0/me/sendMail".to_owned(),
        ApiUser::Mailbox(address) => format!("/v1.0/users/{}/sendMail", segment(address.expose())),
    };
    Asked {
        url: format!("{}{path}", account.base_url),
        path,
        content_type: "text/plain",
        body: BASE64.encode(message).into_bytes(),
    }
}

/// A part of a path: what is not plain is percent-encoded, so that no address leads elsewhere.
fn segment(address: &str) -> String {
    let mut url = Url::parse("https://graph.invalid").expect("an address");
    url.path_segments_mut().expect("it has a path").push(address);
    url.path().trim_start_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stays_one_part_of_the_path() {
        assert_eq!(segment("ann@example.com"), "ann@example.com");
        assert_eq!(segment("\"a/../b?c#\"@x.org"), "%22a%2F..%2Fb%3Fc%23%22@x.org");
    }
}

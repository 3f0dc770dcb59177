//! Gmail API: `users.messages.send` with its upload URL, which accepts the unencoded message.
//!
//! A message costs 100 of the 250 quota units that a user has per second; the maximum is 35 MB. Needs the scope
//! `gmail.send`. `me` is the mailbox that the token is for: the one that consented, or the one for which a service
//! account acts.

use super::ApiRequest;
use crate::ApiAccount;

pub(super) fn send(account: &ApiAccount, message: Vec<u8>) -> ApiRequest {
    let path = "/upload/gmail/v1/users/me/messages/send?uploadType=media".to_owned();
    ApiRequest { url: format!("{}{path}", account.base_url), path, content_type: "message/rfc822", body: message }
}

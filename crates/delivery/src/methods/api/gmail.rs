//! Gmail API, `users.messages.send` by its upload address, which takes the message as it is.
//!
//! A message costs 100 quota units of the 250 that a user has in a second; 35 MB at most. The scope `gmail.send` serves.
//! `me` is the mailbox that the token is for: the one who consented, or whom a service account acts for.

use super::Asked;
use crate::ApiAccount;

pub(super) fn send(account: &ApiAccount, message: Vec<u8>) -> Asked {
    let path = "/upload/gmail/v1/users/me/messages/send?uploadType=media".to_owned();
    Asked { url: format!("{}{path}", account.base_url), path, content_type: "message/rfc822", body: message }
}

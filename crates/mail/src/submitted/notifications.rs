//! What a sender asked for about delivery status notifications (RFC 3461), kept with the message.

use serde::{Deserialize, Serialize};

use super::envelope::{EnvelopeId, Notify, OriginalRecipient, Recipient, Ret};
use crate::EmailAddress;

/// The parameters of an envelope that ask for notifications. Stored, so fields are only added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationRequest {
    /// ENVID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope_id: Option<EnvelopeId>,
    /// RET.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ret: Option<Ret>,
    /// Of recipients that have some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    recipients: Vec<OfRecipient>,
}

/// The parameters of a recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct OfRecipient {
    address: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    notify: Option<Notify>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original: Option<OriginalRecipient>,
}

impl NotificationRequest {
    /// The request of an envelope; `None` without parameters.
    pub fn of(envelope_id: Option<EnvelopeId>, ret: Option<Ret>, recipients: &[Recipient]) -> Option<Self> {
        let recipients = recipients.iter().filter(|one| one.notify.is_some() || one.original.is_some());
        let recipients = recipients.map(|one| OfRecipient {
            address: one.address.expose().to_owned(),
            notify: one.notify,
            original: one.original.clone(),
        });
        let request = Self { envelope_id, ret, recipients: recipients.collect() };
        (request != Self::default()).then_some(request)
    }

    /// NOTIFY and ORCPT of a recipient.
    pub fn recipient(&self, address: &EmailAddress) -> (Option<Notify>, Option<&OriginalRecipient>) {
        let found = self.recipients.iter().find(|one| one.address == address.expose());
        found.map_or((None, None), |one| (one.notify, one.original.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stored form of the first release.
    const STORED: &str = r#"{"envelope_id":"QQ314159","ret":"HDRS","recipients":[{"address":"ann@example.com","notify":{"success":true,"failure":false,"delay":false},"original":"rfc822;ann@example.com"}]}"#;

    #[test]
    fn a_request_is_stored_and_read_back() {
        let ann = EmailAddress::parse("ann@example.com").expect("an address");
        let recipients = [
            Recipient {
                notify: Notify::parse("SUCCESS"),
                original: OriginalRecipient::parse("rfc822;ann@example.com"),
                ..Recipient::from(ann.clone())
            },
            EmailAddress::parse("bob@example.com").expect("an address").into(),
        ];
        let request = NotificationRequest::of(EnvelopeId::parse("QQ314159"), Ret::parse("HDRS"), &recipients);
        let request = request.expect("it has parameters");
        assert_eq!(serde_json::to_string(&request).expect("JSON"), STORED);
        assert_eq!(serde_json::from_str::<NotificationRequest>(STORED).expect("a request"), request);
        assert_eq!(request.recipient(&ann).0.map(|notify| notify.to_string()).as_deref(), Some("SUCCESS"));
        assert_eq!(request.recipient(&recipients[1].address), (None, None));
        assert!(
            serde_json::from_str::<NotificationRequest>(r#"{"envelope_id":"a b"}"#).is_err(),
            "it is read strictly"
        );
        assert_eq!(NotificationRequest::of(None, None, &recipients[1..]), None);
    }
}

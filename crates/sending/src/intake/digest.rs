//! What an idempotency key stands for: a digest of everything that was asked.

use mail::submitted::CheckedSubmission;
use mail::{Draft, ReversePath};
use queue::Kind;
use sha2::{Digest, Sha256};

/// A digest in which every part stands with its length in front, so that no two requests read the same.
pub fn of(kind: Kind, draft: &Draft) -> [u8; 32] {
    let mut digest = Parts(Sha256::new());
    digest.text(kind.name());
    digest.maybe(draft.from.as_deref());
    for list in [&draft.to, &draft.cc, &draft.bcc, &draft.reply_to] {
        digest.count(list.len());
        list.iter().for_each(|entry| digest.text(entry));
    }
    digest.text(&draft.subject);
    digest.maybe(draft.text.as_deref());
    digest.maybe(draft.html.as_deref());
    digest.count(draft.attachments.len());
    for attachment in &draft.attachments {
        digest.text(&attachment.name);
        digest.maybe(attachment.content_type.as_deref());
        digest.maybe(attachment.content_id.as_deref());
        digest.bytes(&attachment.content);
    }
    digest.count(draft.headers.len());
    for (name, value) in &draft.headers {
        digest.text(name);
        digest.text(value);
    }
    // Only where there is one, so that keys used before there were any keep their digest.
    if let Some(calendar) = &draft.calendar {
        digest.text("calendar");
        digest.text(&calendar.content);
        digest.maybe(calendar.method.as_deref());
    }
    digest.0.finalize().into()
}

/// The same for a message that a client made itself: envelope and octets.
pub fn of_submitted(kind: Kind, message: &CheckedSubmission) -> [u8; 32] {
    let mut digest = Parts(Sha256::new());
    digest.text(kind.name());
    digest.text("submitted");
    digest.text(message.sender().map_or("", ReversePath::expose));
    digest.count(message.recipients().len());
    message.recipients().for_each(|recipient| digest.text(recipient.expose()));
    digest.bytes(message.bytes());
    digest.0.finalize().into()
}

/// The same for what was asked in the caller's own words.
pub fn of_words(kind: Kind, asked: &str) -> [u8; 32] {
    let mut digest = Parts(Sha256::new());
    digest.text(kind.name());
    digest.text(asked);
    digest.0.finalize().into()
}

struct Parts(Sha256);

impl Parts {
    fn count(&mut self, count: usize) {
        self.0.update((count as u64).to_be_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.update(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn maybe(&mut self, text: Option<&str>) {
        self.count(usize::from(text.is_some()));
        self.text(text.unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use mail::{Attachment, Calendar};

    use super::*;

    #[test]
    fn another_content_has_another_digest() {
        let draft = Draft {
            to: vec!["a@example.com".into()],
            subject: "s".into(),
            text: Some(String::new()),
            ..Draft::default()
        };
        let attachment = Attachment { name: "a".into(), ..Attachment::default() };
        let other = [
            Draft { to: vec!["a@example.com".into(), String::new()], ..draft.clone() },
            Draft { to: Vec::new(), cc: draft.to.clone(), ..draft.clone() },
            Draft { text: None, ..draft.clone() },
            Draft { text: None, html: Some(String::new()), ..draft.clone() },
            Draft { attachments: vec![attachment.clone()], ..draft.clone() },
            Draft {
                attachments: vec![Attachment { name: String::new(), content: b"a".into(), ..attachment }],
                ..draft.clone()
            },
            Draft { headers: vec![("x".into(), "y".into())], ..draft.clone() },
            Draft { calendar: Some(Calendar { content: "x".into(), method: None }), ..draft.clone() },
            Draft { calendar: Some(Calendar { content: "x".into(), method: Some(String::new()) }), ..draft.clone() },
        ];
        let mut digests: Vec<_> = other.iter().map(|draft| of(Kind::Api, draft)).collect();
        digests.extend([of(Kind::Api, &draft), of(Kind::Script, &draft)]);
        let count = digests.len();
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), count);
        assert_eq!(of(Kind::Api, &draft), of(Kind::Api, &draft.clone()));
    }
}

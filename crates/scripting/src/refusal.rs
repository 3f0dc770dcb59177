//! The reason why a call of `sendEmail` was refused: all its faults, as the script, pages and the API show them.
//!
//! Stored in `script_mail.error` as version 2, `{"v":2,"faults":[{"key":"to","text":{…}}]}`. Any other content is a
//! sentence that version 1 stored, and is shown unchanged. A sentence of version 1 cannot begin with `{"v":2`.

use i18n::Language;
use mail::{Fault, Text};
use sandbox::{CallFault, CallFaultKind, Expected, HostException, RefusedCall, ShownArgument};
use sending::intake::IntakeError;
use serde::{Deserialize, Serialize};

use crate::texts;

/// The version in which refusals are stored.
const VERSION: u32 = 2;
/// Maximum number of stored faults of one call; the others are reported once these are corrected.
const FAULTS_MAX: usize = 10;

/// Why a call of `sendEmail` was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The faults, in the order of the call's keys.
    pub faults: Vec<RefusalFault>,
    /// Whether there are more faults.
    pub has_more: bool,
}

/// One fault of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalFault {
    /// The key of the call: `to`, `attachments[0].name`; empty for the call as a whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// What is wrong.
    pub text: Text,
}

impl Refusal {
    /// The refusal as one line in a language: `to: …; key: …`.
    pub fn render(&self, language: Language) -> String {
        let each = self.faults.iter().map(|RefusalFault { key, text }| {
            let text = language.render(text);
            if key.is_empty() { text } else { format!("{key}: {text}") }
        });
        let mut faults: Vec<String> = each.collect();
        if self.has_more {
            faults.push("…".to_owned());
        }
        faults.join("; ")
    }

    /// The refusal in its stored form.
    pub(crate) fn to_stored(&self) -> serde_json::Result<String> {
        serde_json::to_string(&Stored { v: VERSION, faults: self.faults.clone(), more: self.has_more })
    }

    /// Reads a stored refusal.
    pub fn from_stored(stored: &str) -> Self {
        match serde_json::from_str::<Stored>(stored) {
            Ok(Stored { v: VERSION, faults, more }) => Self { faults, has_more: more },
            _ => Text::verbatim(stored).into(),
        }
    }

    /// Adds the faults of another check of the same call, except those that follow from faults found before: a
    /// recipient or text is not missing if it was given with a fault, or under a misspelt key.
    pub(crate) fn add(&mut self, other: Self) {
        let has_fault = |keys: &[&str]| {
            self.faults.iter().any(|fault| {
                let root = fault.key.split(['.', '[']).next().unwrap_or_default();
                keys.contains(&root) || fault.text.code().starts_with("script_key_")
            })
        };
        let follows = |fault: &RefusalFault| match fault.text.code() {
            "draft_without_recipient" => has_fault(&["to", "cc", "bcc"]),
            "draft_empty" => has_fault(&["text", "html", "calendar", "attachments"]),
            _ => false,
        };
        let more: Vec<RefusalFault> = other.faults.into_iter().filter(|fault| !follows(fault)).collect();
        let faults = [std::mem::take(&mut self.faults), more].concat();
        *self = Self::of(faults, self.has_more || other.has_more);
    }

    /// A refusal with the first of these faults.
    pub(crate) fn of(faults: Vec<RefusalFault>, has_more: bool) -> Self {
        let mut faults = faults;
        let has_more = has_more || faults.len() > FAULTS_MAX;
        faults.truncate(FAULTS_MAX);
        Self { faults, has_more }
    }

    /// A fault of one key.
    pub(crate) fn of_key(key: impl Into<String>, text: Text) -> Self {
        Self { faults: vec![RefusalFault { key: key.into(), text }], has_more: false }
    }
}

/// A fault of the call as a whole.
impl From<Text> for Refusal {
    fn from(text: Text) -> Self {
        Self::of_key("", text)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    v: u32,
    faults: Vec<RefusalFault>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    more: bool,
}

/// Converts the error with which intake refused an email; the keys are those of `sendEmail`.
impl From<&IntakeError> for Refusal {
    fn from(error: &IntakeError) -> Self {
        match error {
            IntakeError::Faults(faults) | IntakeError::SenderRefused(faults) => {
                let fault = |Fault { field, text }: &Fault| RefusalFault { key: key_of(field), text: text.clone() };
                Self::of(faults.iter().map(fault).collect(), false)
            }
            IntakeError::KeyReused { id } => Self::of_key("key", texts::script_key_reused(id.0.to_string())),
            IntakeError::Quota(exceeded) => exceeded.text().into(),
            IntakeError::Waiting(exceeded) => exceeded.text().into(),
            IntakeError::LowSpace => texts::script_disk_low().into(),
            IntakeError::Full => texts::script_disk_full().into(),
            IntakeError::Queue(error) => {
                tracing::error!(error = error as &dyn std::error::Error, "storing a script's mail");
                texts::script_mail_not_stored().into()
            }
        }
    }
}

/// The key of `sendEmail` for a field of the API.
fn key_of(field: &str) -> String {
    field.replace("reply_to", "replyTo").replace("content_type", "type")
}

/// From the faults that the sandbox found in a call.
impl From<&RefusedCall> for Refusal {
    fn from(call: &RefusedCall) -> Self {
        let fault = |CallFault { key, kind }: &CallFault| RefusalFault { key: key.clone(), text: fault_text(kind) };
        Self::of(call.faults.iter().map(fault).collect(), call.has_more)
    }
}

fn fault_text(kind: &CallFaultKind) -> Text {
    match kind {
        CallFaultKind::Type { expected, given } => {
            texts::script_value_type(expected_text(*expected), given_text(given))
        }
        CallFaultKind::LoneSurrogate => texts::script_value_lone_surrogate(),
        CallFaultKind::UnknownKey { given, known, is_guess: true } => {
            texts::script_key_similar(given_text(given), known.clone())
        }
        CallFaultKind::UnknownKey { given, known, is_guess: false } => {
            texts::script_key_unknown(given_text(given), known.clone())
        }
        CallFaultKind::AttachmentName => texts::script_attachment_without_name(),
        CallFaultKind::AttachmentContent { name: None, .. } => texts::script_attachment_content(),
        CallFaultKind::AttachmentContent { name: Some(name), has_several: false } => {
            texts::script_attachment_content_missing(name.as_str())
        }
        CallFaultKind::AttachmentContent { name: Some(name), has_several: true } => {
            texts::script_attachment_content_several(name.as_str())
        }
        CallFaultKind::Base64 { beginning } => texts::script_value_not_base64(beginning.as_str()),
        CallFaultKind::DataUrl { beginning } => texts::script_value_data_url(beginning.as_str()),
        CallFaultKind::ListTooLong { length, limit } => texts::script_list_too_long(*length, *limit),
        CallFaultKind::CallTooLarge { megabytes } => texts::script_call_too_large(*megabytes),
        CallFaultKind::MailLimit { limit } => texts::script_run_limit(*limit, *limit, 0_u32),
    }
}

fn expected_text(expected: Expected) -> Text {
    match expected {
        Expected::Text => texts::script_expected_string(),
        Expected::Address => texts::script_expected_address(),
        Expected::AddressOrObject => texts::script_expected_address_or_object(),
        Expected::Attachments => texts::script_expected_attachments(),
        Expected::Attachment => texts::script_expected_attachment(),
        Expected::Calendar => texts::script_expected_calendar(),
    }
}

/// An argument of a call.
fn given_text(given: &ShownArgument) -> mail::Arg {
    match given {
        ShownArgument::Nothing => texts::script_given_nothing().into(),
        ShownArgument::Text(text) => texts::script_given_string(text.as_str()).into(),
        ShownArgument::Number(number) => texts::script_given_number(number.as_str()).into(),
        ShownArgument::List(list) => texts::script_given_list(list.as_str()).into(),
        ShownArgument::Object(object) => texts::script_given_object(object.as_str()).into(),
        ShownArgument::Function => texts::script_given_function().into(),
        ShownArgument::Literal(literal) => literal.as_str().into(),
    }
}

/// The text of a host function's exception that the script did not catch.
pub(crate) fn exception_text(exception: &HostException) -> Text {
    match exception {
        HostException::SendEmail { given } => texts::script_send_email_argument(given_text(given)),
        HostException::EmailStatus { given } => texts::script_email_status_argument(given_text(given)),
        HostException::File { given } => texts::script_file_argument(given_text(given)),
        HostException::FileUnknown { name } => texts::script_file_unknown(name.as_str()),
        HostException::FormatDate { given } => texts::script_format_date_argument(given_text(given)),
        HostException::FormatNumber { given } => texts::script_format_number_argument(given_text(given)),
        HostException::FormatOption { given } => texts::script_format_option(given_text(given)),
        HostException::Language { language } => texts::script_format_language(language.as_str()),
        HostException::Style { style } => texts::script_format_style(style.as_str()),
        HostException::Decimals { limit, given } => texts::script_format_decimals(*limit, given.as_str()),
        HostException::NotFinite { value } => texts::script_number_not_finite(value.as_str()),
        HostException::FunctionUnavailable { name, instead } => {
            texts::script_function_not_offered(name.as_str(), instead.as_str())
        }
        HostException::CallTooLarge { megabytes } => texts::script_call_too_large(*megabytes),
        HostException::Unavailable => texts::script_no_answer(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_stored(refusal: &Refusal, stored: &str) {
        assert_eq!(refusal.to_stored().expect("JSON"), stored);
        assert_eq!(&Refusal::from_stored(stored), refusal);
    }

    #[test]
    fn a_refusal_is_stored_as_codes_with_arguments() {
        check_stored(
            &Refusal::of_key("to", mail::texts::address_without_at("`nobody`")),
            r#"{"v":2,"faults":[{"key":"to","text":{"code":"address_without_at","args":{"value":"`nobody`"}}}]}"#,
        );
        let call = RefusedCall {
            faults: vec![CallFault {
                key: "foo".to_owned(),
                kind: CallFaultKind::UnknownKey {
                    given: ShownArgument::Text("the list is empty".to_owned()),
                    known: vec!["to".to_owned()],
                    is_guess: true,
                },
            }],
            has_more: true,
            ..RefusedCall::default()
        };
        check_stored(
            &Refusal::from(&call),
            r#"{"v":2,"faults":[{"key":"foo","text":{"code":"script_key_similar","args":{"given":{"code":"script_given_string","args":{"value":"the list is empty"}},"known":["to"]}}}],"more":true}"#,
        );
        let german = Refusal::from(&call).render(Language::German);
        assert_eq!(
            german,
            "foo: unbekannter Schlüssel (Wert: die Zeichenkette „the list is empty“); gemeint ist wohl to; …"
        );
        assert_eq!(
            Refusal::from(texts::script_disk_full()).to_stored().expect("JSON"),
            r#"{"v":2,"faults":[{"text":{"code":"script_disk_full"}}]}"#
        );
    }

    #[test]
    fn a_sentence_of_version_1_is_shown_unchanged() {
        for stored in ["to: “nobody” has no @; foo: unknown key with nothing", "{\"v\":1}", "{\"v\":2", "the list"]
        {
            let refusal = Refusal::from_stored(stored);
            assert_eq!(refusal.faults[0].text.as_verbatim(), Some(stored));
            assert_eq!(refusal.render(Language::English), stored);
        }
    }
}

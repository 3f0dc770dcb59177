//! A message as JSON: lenient in form (one address or a list, base64 with line breaks), strict in field names.
//!
//! Makes a `mail::Draft`: addresses and sizes are checked once, by `mail`. Faults that only JSON can have (base64)
//! are reported together with those.

use std::collections::BTreeMap;
use std::fmt;

use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{DecodeError, Engine};
use mail::{Attachment, Calendar, Draft, Fault};
use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use utoipa::ToSchema;

use crate::input::STRING_OR_ARRAY;
use crate::texts;

/// A message to be sent.
#[derive(serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "to": ["Ann <ann@example.com>"],
    "subject": "Invoice 42",
    "text": "Dear Ann, …",
    "attachments": [{"name": "invoice-42.pdf", "base64": "JVBERi0xLjcK"}],
    "key": "invoice-42"
}))]
pub(super) struct NewMessage {
    /// Another From than the configured one; used if the settings allow it, otherwise it becomes Reply-To.
    from: Option<String>,
    /// Recipients: a string of addresses separated by commas or semicolons, or a list.
    #[serde(default)]
    #[schema(value_type = OneOrList)]
    to: StringOrArray,
    /// Recipients of a copy.
    #[serde(default)]
    #[schema(value_type = OneOrList)]
    cc: StringOrArray,
    /// Recipients of a blind copy, whom the others do not see.
    #[serde(default)]
    #[schema(value_type = OneOrList)]
    bcc: StringOrArray,
    /// Addresses for replies.
    #[serde(default)]
    #[schema(value_type = OneOrList)]
    reply_to: StringOrArray,
    /// The subject as Unicode text.
    #[serde(default)]
    subject: String,
    /// The plain text; derived from `html` if absent.
    text: Option<String>,
    /// The HTML.
    html: Option<String>,
    /// An invitation or another calendar object. It is sent as an alternative for calendar programs, and as the file
    /// `invite.ics`.
    calendar: Option<NewCalendar>,
    /// Files and inline images.
    #[serde(default)]
    #[schema(value_type = Vec<NewAttachment>)]
    attachments: Vec<Option<NewAttachment>>,
    /// Further header fields by name, such as `X-Order` or `In-Reply-To`; a list writes the field several times.
    /// `Message-ID` and `Date` replace the generated ones.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, OneOrList>, example = json!({"X-Order": "42"}))]
    headers: BTreeMap<String, StringOrArray>,
    /// Idempotency key: the same key with the same content is sent once within 7 days. The same as the header
    /// `Idempotency-Key`.
    #[schema(min_length = 1, max_length = 256)]
    pub(super) key: Option<String>,
}

/// The calendar object of a message.
#[derive(serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCalendar {
    /// The iCalendar text (RFC 5545), from `BEGIN:VCALENDAR` to `END:VCALENDAR`.
    #[schema(
        example = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\nUID:42@example.com\r\n\
        DTSTAMP:20261130T090000Z\r\nDTSTART:20261201T090000Z\r\nSUMMARY:Meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )]
    content: String,
    /// The method (RFC 5546): `REQUEST`, `CANCEL`, `REPLY`, `PUBLISH`, `ADD`, `REFRESH`, `COUNTER` or
    /// `DECLINECOUNTER`; may be left out if the text has the property METHOD.
    #[schema(example = "REQUEST")]
    method: Option<String>,
}

/// A file attached to a message.
#[derive(serde::Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAttachment {
    /// File name.
    #[schema(example = "invoice-42.pdf")]
    name: String,
    /// Media type; derived from the name if absent.
    #[schema(example = "application/pdf")]
    content_type: Option<String>,
    /// Its bytes as base64 (RFC 4648 §4); white space in it is ignored.
    #[schema(value_type = String, content_encoding = "base64", example = "JVBERi0xLjcK")]
    base64: Base64,
    /// Makes it an inline image, to which the HTML refers as `cid:` and this id; without angle brackets. A file that
    /// the HTML does not refer to is an attachment.
    #[schema(example = "logo")]
    content_id: Option<String>,
}

/// One text or a list of texts.
#[derive(ToSchema)]
#[schema(example = json!(["Ann <ann@example.com>"]))]
#[serde(untagged)]
#[expect(dead_code, reason = "describes the form of `StringOrArray` in the OpenAPI document")]
pub(super) enum OneOrList {
    One(String),
    Several(Vec<String>),
}

impl NewMessage {
    /// The draft, or the faults of its form together with those of its content.
    /// `provider_headers` as in [`Draft::provider_headers`].
    pub(super) fn into_draft(self, provider_headers: bool) -> Result<Draft, Vec<Fault>> {
        let mut faults = Vec::new();
        // A `null` item counts as missing, as in lists of addresses.
        let attachments = self.attachments.into_iter().enumerate();
        let attachments =
            attachments.filter_map(|(nth, attachment)| Some(attachment?.into_attachment(nth, &mut faults))).collect();
        let headers = self.headers.into_iter();
        let headers = headers.flat_map(|(name, values)| values.0.into_iter().map(move |value| (name.clone(), value)));
        let draft = Draft {
            from: self.from,
            to: self.to.0,
            cc: self.cc.0,
            bcc: self.bcc.0,
            reply_to: self.reply_to.0,
            subject: self.subject,
            text: self.text,
            html: self.html,
            calendar: self.calendar.map(|calendar| Calendar { content: calendar.content, method: calendar.method }),
            attachments,
            headers: headers.collect(),
            provider_headers,
        };
        if faults.is_empty() {
            return Ok(draft);
        }
        // Already refused; other faults are reported in the same response.
        faults.extend(draft.check().err().into_iter().flat_map(|found| found.0));
        Err(faults)
    }
}

impl NewAttachment {
    fn into_attachment(self, nth: usize, faults: &mut Vec<Fault>) -> Attachment {
        let content = self.base64.0.unwrap_or_else(|error| {
            let text = match error {
                Base64Error::DataUrl => texts::base64_data_url(),
                Base64Error::Invalid(
                    DecodeError::InvalidByte(offset, _) | DecodeError::InvalidLastSymbol { offset, .. },
                ) => texts::base64_invalid_character(offset),
                Base64Error::Invalid(DecodeError::InvalidLength(_)) => texts::base64_invalid_length(),
                Base64Error::Invalid(DecodeError::InvalidPadding) => texts::base64_invalid_padding(),
            };
            faults.push(Fault::new(format!("attachments[{nth}].base64"), text));
            Vec::new()
        });
        Attachment { name: self.name, content_type: self.content_type, content, content_id: self.content_id }
    }
}

/// Strings, given as one or as a list; `null` means none.
#[derive(Default)]
struct StringOrArray(Vec<String>);

impl<'de> Deserialize<'de> for StringOrArray {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StringOrArrayVisitor;
        impl<'de> Visitor<'de> for StringOrArrayVisitor {
            type Value = StringOrArray;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(STRING_OR_ARRAY)
            }

            fn visit_unit<E: de::Error>(self) -> Result<StringOrArray, E> {
                Ok(StringOrArray::default())
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<StringOrArray, E> {
                Ok(StringOrArray(vec![text.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<StringOrArray, A::Error> {
                let mut texts = Vec::new();
                // A `null` item counts as missing, like `null` in place of the list.
                while let Some(text) = list.next_element::<Option<String>>()? {
                    texts.extend(text);
                }
                Ok(StringOrArray(texts))
            }
        }
        deserializer.deserialize_any(StringOrArrayVisitor)
    }
}

/// Bytes, decoded while the body is read, so that the text is never copied.
struct Base64(Result<Vec<u8>, Base64Error>);

/// Why a text is not Base64.
enum Base64Error {
    /// It is a `data:` URL, as browsers make from a file (RFC 2397).
    DataUrl,
    Invalid(DecodeError),
}

/// Padding may be left out, as many encoders do.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Base64;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text in base64")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Base64, E> {
                let decoded = if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
                    let dense: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
                    LENIENT.decode(dense)
                } else {
                    LENIENT.decode(text)
                };
                let is_data_url = text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("data:"));
                Ok(Base64(
                    decoded.map_err(
                        |error| {
                            if is_data_url { Base64Error::DataUrl } else { Base64Error::Invalid(error) }
                        },
                    ),
                ))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

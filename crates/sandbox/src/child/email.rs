//! Reads the argument of `sendEmail`. Each fault names the key and the value.
//!
//! Only the object's own keys are read, so that values on prototypes cannot add a recipient. Addresses are checked by
//! the host.

use base64::{Engine, engine::general_purpose::STANDARD};
use rquickjs::{Ctx, Object, Result, Value};

use super::globals::{given, throw};
use crate::call::{
    Attachment, AttachmentContent, Calendar, CallFault, CallFaultKind, EmailCall, Expected, RefusedCall,
};
use crate::exception::{HostException, ShownArgument};

/// The keys of the call.
const KEYS: [&str; 11] =
    ["from", "to", "cc", "bcc", "replyTo", "subject", "text", "html", "calendar", "attachments", "key"];

/// The keys of a calendar object.
const CALENDAR_KEYS: [&str; 2] = ["content", "method"];

/// The keys of an attachment; `size` is ignored, because the result of `file(name)` has it.
const ATTACHMENT_KEYS: [&str; 6] = ["name", "content", "base64", "type", "file", "size"];

/// Keys that people write by mistake, with the keys that they mean.
const MEANT: [(&str, &[&str]); 8] = [
    ("invite", &["calendar"]),
    ("icalEvent", &["calendar"]),
    ("body", &["text", "html"]),
    ("message", &["text", "html"]),
    ("htmlBody", &["html"]),
    ("recipients", &["to"]),
    ("sender", &["from"]),
    ("files", &["attachments"]),
];

/// Maximum characters of a key shown in a fault.
const KEY_CHARS: usize = 80;
/// Maximum characters of a key that are compared with the known keys.
const BARE_KEY_CHARS: usize = 60;
/// Maximum characters of a value shown in a fault.
const SHOWN_CHARS: usize = 40;

/// Maximum entries of a list, more than any email may have. A script can set an array's length at no cost.
const ENTRIES: usize = 10_000;

/// The call, or the faults of its data with what could be read. Throws if the argument is not an object, or if a getter
/// of the script throws.
pub(super) fn call_of<'js>(
    ctx: &Ctx<'js>,
    value: Option<&Value<'js>>,
) -> Result<std::result::Result<EmailCall, (RefusedCall, EmailCall)>> {
    let object =
        value.filter(|value| !value.is_array() && !value.is_function() && !value.is_error()).and_then(Value::as_object);
    let Some(object) = object else {
        return Err(throw(ctx, HostException::SendEmail { given: given(ctx, value) }));
    };
    let mut reader = CallReader { ctx, faults: Vec::new() };
    let call = reader.call(object)?;
    Ok(if reader.faults.is_empty() { Ok(call) } else { Err((RefusedCall::of(&call, reader.faults), call)) })
}

/// Reads a whole call and collects its faults. A value with a fault is `None`, or missing in a list.
struct CallReader<'a, 'js> {
    ctx: &'a Ctx<'js>,
    faults: Vec<CallFault>,
}

impl<'js> CallReader<'_, 'js> {
    fn call(&mut self, object: &Object<'js>) -> Result<EmailCall> {
        let mut call = EmailCall::default();
        for key in object.keys::<String>() {
            let key = key?;
            let value: Value = object.get(key.as_str())?;
            if !KEYS.contains(&key.as_str()) {
                let given = given(self.ctx, Some(&value));
                self.fault(&begin(&key, KEY_CHARS), unknown_key(&key, given, &KEYS));
                continue;
            }
            if is_missing(&value) {
                continue;
            }
            match key.as_str() {
                "from" => call.from = self.text("from", &value)?,
                "to" => call.to = self.addresses("to", &value)?,
                "cc" => call.cc = self.addresses("cc", &value)?,
                "bcc" => call.bcc = self.addresses("bcc", &value)?,
                "replyTo" => call.reply_to = self.addresses("replyTo", &value)?,
                "subject" => call.subject = self.text("subject", &value)?.unwrap_or_default(),
                "text" => call.text = self.text("text", &value)?,
                "html" => call.html = self.text("html", &value)?,
                "calendar" => call.calendar = self.calendar(&value)?,
                "attachments" => call.attachments = self.attachments(&value)?,
                _ => call.key = self.text("key", &value)?,
            }
        }
        // An empty value counts as missing: tables of people have empty cells.
        call.from = call.from.filter(|from| !from.trim().is_empty());
        call.key = call.key.filter(|key| !key.is_empty());
        Ok(call)
    }

    /// Adds a fault. One fault above the maximum is recorded to show that there are more.
    fn fault(&mut self, key: &str, kind: CallFaultKind) {
        if self.faults.len() <= RefusedCall::FAULTS {
            self.faults.push(CallFault { key: key.to_owned(), kind });
        }
    }

    fn mismatch(&mut self, key: &str, expected: Expected, value: &Value<'js>) {
        let given = given(self.ctx, Some(value));
        self.fault(key, CallFaultKind::Type { expected, given });
    }

    fn text(&mut self, name: &str, value: &Value<'js>) -> Result<Option<String>> {
        let Some(text) = value.as_string() else {
            self.mismatch(name, Expected::Text, value);
            return Ok(None);
        };
        match text.to_string() {
            Ok(text) => Ok(Some(text)),
            Err(rquickjs::Error::Utf8(_)) => {
                self.fault(name, CallFaultKind::LoneSurrogate);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// A text, an object with an address, or a list of these.
    fn addresses(&mut self, name: &str, value: &Value<'js>) -> Result<Vec<String>> {
        let mut all = Vec::new();
        match value.as_array() {
            Some(list) => {
                for at in 0..self.length(name, list.as_object())? {
                    let value: Value = list.get(at)?;
                    if !is_missing(&value) {
                        all.extend(self.address(&format!("{name}[{at}]"), &value)?);
                    }
                }
            }
            None => all.extend(self.address(name, value)?),
        }
        all.retain(|one| !one.trim().is_empty());
        Ok(all)
    }

    /// An address as text, or `{name, email}` as `members()` gives it.
    fn address(&mut self, name: &str, value: &Value<'js>) -> Result<Option<String>> {
        if value.is_string() {
            return self.text(name, value);
        }
        let person = value.as_object().filter(|_| !value.is_array() && !value.is_function());
        let Some(person) = person else {
            self.mismatch(name, Expected::Address, value);
            return Ok(None);
        };
        let (mut email, mut called) = (None, None);
        for key in person.keys::<String>() {
            let key = key?;
            let kept = match key.as_str() {
                "email" => &mut email,
                "name" => &mut called,
                _ => continue,
            };
            let value: Value = person.get(key.as_str())?;
            if is_missing(&value) {
                continue;
            }
            *kept = self.text(&format!("{name}.{key}"), &value)?;
            if kept.is_none() {
                return Ok(None);
            }
        }
        Ok(match (email, called.filter(|called| !called.trim().is_empty())) {
            (Some(email), None) => Some(email),
            // RFC 5322 section 3.2.4: in a quoted string only the quote and the backslash must be escaped.
            (Some(email), Some(called)) => {
                Some(format!("\"{}\" <{email}>", called.replace('\\', "\\\\").replace('"', "\\\"")))
            }
            (None, _) => {
                self.mismatch(name, Expected::AddressOrObject, value);
                None
            }
        })
    }

    /// The text of a calendar object, or `{content, method}`.
    fn calendar(&mut self, value: &Value<'js>) -> Result<Option<Calendar>> {
        if value.is_string() {
            return Ok(self.text("calendar", value)?.map(|content| Calendar { content, method: None }));
        }
        let Some(object) = value.as_object().filter(|_| !value.is_array() && !value.is_function()) else {
            self.mismatch("calendar", Expected::Calendar, value);
            return Ok(None);
        };
        let (mut content, mut method) = (None, None);
        for key in object.keys::<String>() {
            let key = key?;
            let value: Value = object.get(key.as_str())?;
            let at = format!("calendar.{key}");
            match key.as_str() {
                _ if !CALENDAR_KEYS.contains(&key.as_str()) => {
                    let given = given(self.ctx, Some(&value));
                    self.fault(&begin(&at, KEY_CHARS), unknown_key(&at, given, &CALENDAR_KEYS));
                }
                _ if is_missing(&value) => {}
                "content" => content = Some(self.text(&at, &value)?),
                _ => method = self.text(&at, &value)?,
            }
        }
        if content.is_none() {
            self.mismatch("calendar", Expected::Calendar, value);
        }
        Ok(content.flatten().map(|content| Calendar { content, method }))
    }

    fn attachments(&mut self, value: &Value<'js>) -> Result<Vec<Attachment>> {
        let mut all = Vec::new();
        let Some(list) = value.as_array() else {
            // A single attachment outside of a list is accepted.
            match value.as_object().filter(|_| !value.is_function()) {
                Some(one) => all.push(self.attachment("attachments", one)?.unwrap_or_else(placeholder)),
                None => self.mismatch("attachments", Expected::Attachments, value),
            }
            return Ok(all);
        };
        for at in 0..self.length("attachments", list.as_object())? {
            let name = format!("attachments[{at}]");
            let value: Value = list.get(at)?;
            if is_missing(&value) {
                continue;
            }
            let attachment = match value.as_object().filter(|_| !value.is_array() && !value.is_function()) {
                Some(one) => self.attachment(&name, one)?,
                None => {
                    self.mismatch(&name, Expected::Attachment, &value);
                    None
                }
            };
            all.push(attachment.unwrap_or_else(placeholder));
        }
        Ok(all)
    }

    fn attachment(&mut self, name: &str, object: &Object<'js>) -> Result<Option<Attachment>> {
        let (mut called, mut content_type, mut contents) = (None, None, Vec::new());
        for key in object.keys::<String>() {
            let key = key?;
            let value: Value = object.get(key.as_str())?;
            let at = format!("{name}.{key}");
            if !ATTACHMENT_KEYS.contains(&key.as_str()) {
                let given = given(self.ctx, Some(&value));
                self.fault(&begin(&at, KEY_CHARS), unknown_key(&at, given, &ATTACHMENT_KEYS));
                continue;
            }
            if is_missing(&value) {
                continue;
            }
            match key.as_str() {
                "name" => called = Some(self.text(&at, &value)?),
                "type" => content_type = self.text(&at, &value)?,
                "file" => contents.push(self.text(&at, &value)?.map(AttachmentContent::File)),
                "content" => contents.push(self.text(&at, &value)?.map(AttachmentContent::Text)),
                "base64" => contents.push(self.base64(&at, &value)?.map(AttachmentContent::Bytes)),
                _ => {}
            }
        }
        // A name or content that has a fault is not missing.
        let is_nameless =
            called.as_ref().is_none_or(|called| called.as_ref().is_some_and(|name| name.trim().is_empty()));
        let called = called.flatten().filter(|_| !is_nameless);
        if is_nameless {
            self.fault(&format!("{name}.name"), CallFaultKind::AttachmentName);
        }
        let (Some(content), true) = (contents.pop(), contents.is_empty()) else {
            let name_shown = called.as_deref().map(|called| begin(called, SHOWN_CHARS));
            let has_several = !contents.is_empty();
            self.fault(name, CallFaultKind::AttachmentContent { name: name_shown, has_several });
            return Ok(None);
        };
        Ok(called.zip(content).map(|(name, content)| Attachment { name, content_type, content }))
    }

    /// Decodes Base64; line breaks are allowed.
    fn base64(&mut self, name: &str, value: &Value<'js>) -> Result<Option<Vec<u8>>> {
        let Some(mut text) = self.text(name, value)? else { return Ok(None) };
        text.retain(|c| !c.is_ascii_whitespace());
        let bytes = STANDARD.decode(&text).ok();
        if bytes.is_none() {
            let beginning = begin(&text, SHOWN_CHARS);
            let is_data_url = beginning.starts_with("data:");
            self.fault(
                name,
                if is_data_url { CallFaultKind::DataUrl { beginning } } else { CallFaultKind::Base64 { beginning } },
            );
        }
        Ok(bytes)
    }

    /// The number of entries to read: zero if the list is too long.
    fn length(&mut self, name: &str, list: &Object<'js>) -> Result<usize> {
        let length: f64 = list.get("length")?;
        if length > ENTRIES as f64 {
            self.fault(name, CallFaultKind::ListTooLong { length: length as u64, limit: ENTRIES });
            return Ok(0);
        }
        Ok(length as usize)
    }
}

/// Keeps the index of an attachment with faults, so that faults of later ones have the right index.
fn placeholder() -> Attachment {
    Attachment { name: "-".to_owned(), content_type: None, content: AttachmentContent::Text(String::new()) }
}

/// `null` and `undefined` count as missing: tables of people have empty cells.
fn is_missing(value: &Value<'_>) -> bool {
    value.is_null() || value.is_undefined()
}

fn begin(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}

/// Maximum edit distance between a key and the known key that is meant: two if the rest is long enough to recognise it.
fn max_distance(known: &str) -> usize {
    (known.len() / 3).clamp(1, 2)
}

fn unknown_key(key: &str, given: ShownArgument, known: &[&str]) -> CallFaultKind {
    let bare = begin(key.rsplit('.').next().unwrap_or(key), BARE_KEY_CHARS);
    let meant = MEANT.iter().find(|(wrong, _)| *wrong == bare && known.len() == KEYS.len()).map(|(_, right)| *right);
    let folded = |key: &str| key.to_ascii_lowercase().replace(['_', '-'], "");
    let nearest = known
        .iter()
        .map(|known| (strsim::damerau_levenshtein(&folded(&bare), &folded(known)), *known))
        .filter(|(distance, known)| *distance <= max_distance(known) && *distance < bare.len())
        .min()
        .map(|(_, known)| vec![known]);
    let guess = meant.map(<[&str]>::to_vec).or(nearest);
    let is_guess = guess.is_some();
    let known = guess.unwrap_or_else(|| known.to_vec()).into_iter().map(str::to_owned).collect();
    CallFaultKind::UnknownKey { given, known, is_guess }
}

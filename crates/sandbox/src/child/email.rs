//! Reads the object that `sendEmail` is given. Its faults are sentences that name the key and the value.
//!
//! Only the object's own keys are read, so what a script puts on prototypes adds no recipient.
//! Addresses are not checked here; that is the host's.

use base64::{Engine, engine::general_purpose::STANDARD};
use rquickjs::{Ctx, Object, Result, Value};

use super::globals::{shown, throw_type};
use crate::call::{Attachment, AttachmentContent, EmailCall, RefusedCall};

/// The keys of the call.
const KEYS: [&str; 10] = ["from", "to", "cc", "bcc", "replyTo", "subject", "text", "html", "attachments", "key"];

/// The keys of an attachment; `size` is passed over, because `file(name)` tells it.
const ATTACHMENT_KEYS: [&str; 6] = ["name", "content", "base64", "type", "file", "size"];

/// What people write for our keys.
const MEANT: [(&str, &str); 6] = [
    ("body", "text\" or \"html"),
    ("message", "text\" or \"html"),
    ("htmlBody", "html"),
    ("recipients", "to"),
    ("sender", "from"),
    ("files", "attachments"),
];

/// More entries than any mail may have; a length alone costs a script nothing.
const ENTRIES: usize = 10_000;

/// Faults of one call that are told; who mended these sees the others.
const FAULTS: usize = 10;

const USAGE: &str =
    "sendEmail takes one object: sendEmail({ to: \"a@example.com\", subject: \"Hello\", text: \"Good morning\" })";

/// The call, or what is wrong with its data. Throws where there is no object, or where the script's own getters throw.
pub(super) fn call_of<'js>(
    ctx: &Ctx<'js>,
    value: Option<&Value<'js>>,
) -> Result<std::result::Result<EmailCall, RefusedCall>> {
    let object =
        value.filter(|value| !value.is_array() && !value.is_function() && !value.is_error()).and_then(Value::as_object);
    let Some(object) = object else {
        let given = value.map_or_else(|| "nothing".to_owned(), |value| shown(ctx, value));
        return Err(throw_type(ctx, format!("{USAGE}; it was given {given}")));
    };
    let mut reading = Reading { ctx, faults: Vec::new(), has_more: false };
    let call = reading.call(object)?;
    Ok(match reading.reason() {
        None => Ok(call),
        Some(reason) => Err(RefusedCall::of(&call, reason)),
    })
}

/// Reads a call to its end, and gathers its faults. What has a fault is `None`, or missing in a list.
struct Reading<'a, 'js> {
    ctx: &'a Ctx<'js>,
    faults: Vec<String>,
    has_more: bool,
}

impl<'js> Reading<'_, 'js> {
    fn call(&mut self, object: &Object<'js>) -> Result<EmailCall> {
        let mut call = EmailCall::default();
        for key in object.keys::<String>() {
            let key = key?;
            let value: Value = object.get(key.as_str())?;
            if !KEYS.contains(&key.as_str()) {
                self.fault(unknown(&key, &shown(self.ctx, &value), &KEYS));
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
                "attachments" => call.attachments = self.attachments(&value)?,
                _ => call.key = self.text("key", &value)?,
            }
        }
        // Empty is as good as missing: tables of people have empty cells.
        call.from = call.from.filter(|from| !from.trim().is_empty());
        call.key = call.key.filter(|key| !key.is_empty());
        Ok(call)
    }

    /// All faults in one text.
    fn reason(mut self) -> Option<String> {
        if self.has_more {
            self.faults.push("…".to_owned());
        }
        (!self.faults.is_empty()).then(|| self.faults.join("; "))
    }

    fn fault(&mut self, sentence: String) {
        if self.faults.len() < FAULTS {
            self.faults.push(sentence);
        } else {
            self.has_more = true;
        }
    }

    fn mismatch(&mut self, name: &str, expected: &str, value: &Value<'js>) {
        let given = shown(self.ctx, value);
        self.fault(format!("{name}: expected {expected}, got {given}"));
    }

    fn text(&mut self, name: &str, value: &Value<'js>) -> Result<Option<String>> {
        let Some(text) = value.as_string() else {
            self.mismatch(name, "a text", value);
            return Ok(None);
        };
        match text.to_string() {
            Ok(text) => Ok(Some(text)),
            Err(rquickjs::Error::Utf8(_)) => {
                self.fault(format!(
                    "{name}: the text holds half a character (a lone surrogate), which no mail can carry"
                ));
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
                    all.extend(self.address(&format!("{name}[{at}]"), &list.get(at)?)?);
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
            self.mismatch(name, "an address as text", value);
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
            // RFC 5322 §3.2.4: within quotes only the quote and the backslash need one before them.
            (Some(email), Some(called)) => {
                Some(format!("\"{}\" <{email}>", called.replace('\\', "\\\\").replace('"', "\\\"")))
            }
            (None, _) => {
                self.mismatch(name, "an address as text, or an object with email", value);
                None
            }
        })
    }

    fn attachments(&mut self, value: &Value<'js>) -> Result<Vec<Attachment>> {
        let mut all = Vec::new();
        let Some(list) = value.as_array() else {
            // One attachment without a list around it is clear enough.
            match value.as_object().filter(|_| !value.is_function()) {
                Some(one) => all.extend(self.attachment("attachments", one)?),
                None => self.mismatch("attachments", "[file(\"…\")] / [{ name, content }]", value),
            }
            return Ok(all);
        };
        for at in 0..self.length("attachments", list.as_object())? {
            let name = format!("attachments[{at}]");
            let value: Value = list.get(at)?;
            match value.as_object().filter(|_| !value.is_array() && !value.is_function()) {
                Some(one) => all.extend(self.attachment(&name, one)?),
                None => self.mismatch(&name, "file(\"…\") / { name, content } / { name, base64 }", &value),
            }
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
                self.fault(unknown(&at, &shown(self.ctx, &value), &ATTACHMENT_KEYS));
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
        // A name or a content that has a fault of its own is not missing.
        let is_nameless =
            called.as_ref().is_none_or(|called| called.as_ref().is_some_and(|name| name.trim().is_empty()));
        let called = called.flatten().filter(|_| !is_nameless);
        if is_nameless {
            self.fault(format!("{name}.name: an attachment needs a name, such as \"list.csv\""));
        }
        let (Some(content), true) = (contents.pop(), contents.is_empty()) else {
            self.fault(match (&called, contents.is_empty()) {
                (None, _) => {
                    format!("{name}: an attachment has one of content (a text), base64 and file, not none or several")
                }
                (Some(called), true) => {
                    let called = beginning(called);
                    format!("{name}: “{called}” has no content; give it one of content (a text), base64 and file")
                }
                (Some(called), false) => {
                    let called = beginning(called);
                    format!("{name}: “{called}” has several contents; give it one of content (a text), base64 and file")
                }
            });
            return Ok(None);
        };
        Ok(called.zip(content).map(|(name, content)| Attachment { name, content_type, content }))
    }

    /// Base64 as it is found in the wild: with line breaks.
    fn base64(&mut self, name: &str, value: &Value<'js>) -> Result<Option<Vec<u8>>> {
        let Some(mut text) = self.text(name, value)? else { return Ok(None) };
        text.retain(|c| !c.is_ascii_whitespace());
        let bytes = STANDARD.decode(&text).ok();
        if bytes.is_none() {
            let start = beginning(&text);
            self.fault(if start.starts_with("data:") {
                format!("{name}: “{start}” is not Base64; take off what stands before the comma")
            } else {
                format!("{name}: “{start}” is not Base64")
            });
        }
        Ok(bytes)
    }

    /// How many entries of a list are read; none of one that is too long.
    fn length(&mut self, name: &str, list: &Object<'js>) -> Result<usize> {
        let length: f64 = list.get("length")?;
        if length > ENTRIES as f64 {
            self.fault(format!("{name}: a list of {length} entries; at most {ENTRIES} are read"));
            return Ok(0);
        }
        Ok(length as usize)
    }
}

/// `null` and `undefined` are as good as missing: tables of people have empty cells.
fn is_missing(value: &Value<'_>) -> bool {
    value.is_null() || value.is_undefined()
}

fn beginning(text: &str) -> String {
    text.chars().take(40).collect()
}

/// How many letters a key may differ from the one that is meant: two where it is long enough to be known by the rest.
fn slips(known: &str) -> usize {
    (known.len() / 3).clamp(1, 2)
}

fn unknown(key: &str, value: &str, known: &[&str]) -> String {
    let bare = key.rsplit('.').next().unwrap_or(key);
    let bare: String = bare.chars().take(60).collect();
    let key: String = key.chars().take(80).collect();
    let meant = MEANT.iter().find(|(wrong, _)| *wrong == bare && known.len() == KEYS.len()).map(|(_, right)| *right);
    let folded = |key: &str| key.to_ascii_lowercase().replace(['_', '-'], "");
    let nearest = known
        .iter()
        .map(|known| (strsim::damerau_levenshtein(&folded(&bare), &folded(known)), *known))
        .filter(|(distance, known)| *distance <= slips(known) && *distance < bare.len())
        .min()
        .map(|(_, known)| known);
    let remedy = match meant.or(nearest) {
        Some(right) => format!("did you mean \"{right}\"?"),
        None => format!("the keys are {}", known.join(", ")),
    };
    format!("{key}: unknown key with {value}; {remedy}")
}

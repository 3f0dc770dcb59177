//! Reads the object that `sendEmail` is given. Its faults are sentences that name the key and the value.
//!
//! Only the object's own keys are read, so what a script puts on prototypes adds no recipient.
//! Addresses are not checked here; that is the host's.

use base64::{Engine, engine::general_purpose::STANDARD};
use rquickjs::{Ctx, Object, Result, Value};

use super::globals::{shown, throw_type};
use crate::call::{Attachment, AttachmentContent, EmailCall};

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

const USAGE: &str =
    "sendEmail takes one object: sendEmail({ to: \"a@example.com\", subject: \"Hello\", text: \"Good morning\" })";

/// The call, or what is wrong with its data. Throws where there is no object, or where the script's own getters throw.
pub(super) fn call_of<'js>(
    ctx: &Ctx<'js>,
    value: Option<&Value<'js>>,
) -> Result<std::result::Result<EmailCall, String>> {
    let object =
        value.filter(|value| !value.is_array() && !value.is_function() && !value.is_error()).and_then(Value::as_object);
    let Some(object) = object else {
        let given = value.map_or_else(|| "nothing".to_owned(), |value| shown(ctx, value));
        return Err(throw_type(ctx, format!("{USAGE}; it was given {given}")));
    };
    Reading { ctx }.call(object).or_else(|wrong| match wrong {
        Wrong::Data(sentence) => Ok(Err(sentence)),
        Wrong::Thrown(error) => Err(error),
    })
}

/// Why a call cannot be read.
enum Wrong {
    Data(String),
    Thrown(rquickjs::Error),
}

impl From<rquickjs::Error> for Wrong {
    fn from(error: rquickjs::Error) -> Self {
        Wrong::Thrown(error)
    }
}

type Read<T> = std::result::Result<T, Wrong>;

struct Reading<'a, 'js> {
    ctx: &'a Ctx<'js>,
}

impl<'js> Reading<'_, 'js> {
    fn call(&self, object: &Object<'js>) -> Read<std::result::Result<EmailCall, String>> {
        let mut call = EmailCall::default();
        for key in object.keys::<String>() {
            let key = key?;
            let value: Value = object.get(key.as_str())?;
            if !KEYS.contains(&key.as_str()) {
                return Err(unknown(&key, &shown(self.ctx, &value), &KEYS));
            }
            if value.is_null() || value.is_undefined() {
                continue;
            }
            match key.as_str() {
                "from" => call.from = Some(self.text("from", &value)?),
                "to" => call.to = self.addresses("to", &value)?,
                "cc" => call.cc = self.addresses("cc", &value)?,
                "bcc" => call.bcc = self.addresses("bcc", &value)?,
                "replyTo" => call.reply_to = self.addresses("replyTo", &value)?,
                "subject" => call.subject = self.text("subject", &value)?,
                "text" => call.text = Some(self.text("text", &value)?),
                "html" => call.html = Some(self.text("html", &value)?),
                "attachments" => call.attachments = self.attachments(&value)?,
                _ => call.key = Some(self.text("key", &value)?),
            }
        }
        // Empty is as good as missing: tables of people have empty cells.
        call.from = call.from.filter(|from| !from.trim().is_empty());
        call.key = call.key.filter(|key| !key.is_empty());
        Ok(Ok(call))
    }

    fn text(&self, name: &str, value: &Value<'js>) -> Read<String> {
        let Some(text) = value.as_string() else {
            return Err(self.mismatch(name, "a text", value));
        };
        text.to_string().map_err(|error| match error {
            rquickjs::Error::Utf8(_) => Wrong::Data(format!(
                "{name}: the text holds half a character (a lone surrogate), which no mail can carry"
            )),
            error => Wrong::Thrown(error),
        })
    }

    /// A text, an object with an address, or a list of these.
    fn addresses(&self, name: &str, value: &Value<'js>) -> Read<Vec<String>> {
        let Some(list) = value.as_array() else {
            let one = self.address(name, value)?;
            return Ok(if one.trim().is_empty() { Vec::new() } else { vec![one] });
        };
        let mut all = Vec::new();
        for at in 0..self.length(name, list.as_object())? {
            let name = format!("{name}[{at}]");
            let one = self.address(&name, &list.get(at)?)?;
            if !one.trim().is_empty() {
                all.push(one);
            }
        }
        Ok(all)
    }

    /// An address as text, or `{name, email}` as `members()` gives it.
    fn address(&self, name: &str, value: &Value<'js>) -> Read<String> {
        if value.is_string() {
            return self.text(name, value);
        }
        let person = value.as_object().filter(|_| !value.is_array() && !value.is_function());
        let Some(person) = person else { return Err(self.mismatch(name, "an address as text", value)) };
        let (mut email, mut called) = (None, None);
        for key in person.keys::<String>() {
            match key?.as_str() {
                "email" => email = Some(self.text(&format!("{name}.email"), &person.get("email")?)?),
                "name" => called = Some(self.text(&format!("{name}.name"), &person.get("name")?)?),
                _ => {}
            }
        }
        match (email, called.filter(|called| !called.trim().is_empty())) {
            (Some(email), None) => Ok(email),
            // RFC 5322 §3.2.4: within quotes only the quote and the backslash need one before them.
            (Some(email), Some(called)) => {
                Ok(format!("\"{}\" <{email}>", called.replace('\\', "\\\\").replace('"', "\\\"")))
            }
            (None, _) => Err(self.mismatch(name, "an address as text, or an object with email", value)),
        }
    }

    fn attachments(&self, value: &Value<'js>) -> Read<Vec<Attachment>> {
        let Some(list) = value.as_array() else {
            // One attachment without a list around it is clear enough.
            return match value.as_object().filter(|_| !value.is_function()) {
                Some(one) => Ok(vec![self.attachment("attachments", one)?]),
                None => Err(self.mismatch("attachments", "a list of file(\"…\") or { name, content }", value)),
            };
        };
        let mut all = Vec::new();
        for at in 0..self.length("attachments", list.as_object())? {
            let name = format!("attachments[{at}]");
            let value: Value = list.get(at)?;
            match value.as_object().filter(|_| !value.is_array() && !value.is_function()) {
                Some(one) => all.push(self.attachment(&name, one)?),
                None => {
                    return Err(self.mismatch(&name, "file(\"…\") or { name, content } or { name, base64 }", &value));
                }
            }
        }
        Ok(all)
    }

    fn attachment(&self, name: &str, object: &Object<'js>) -> Read<Attachment> {
        let (mut called, mut content_type, mut contents) = (None, None, Vec::new());
        for key in object.keys::<String>() {
            let key = key?;
            let value: Value = object.get(key.as_str())?;
            let at = format!("{name}.{key}");
            match key.as_str() {
                "name" => called = Some(self.text(&at, &value)?),
                "type" => content_type = Some(self.text(&at, &value)?),
                "size" => {}
                "file" => contents.push(AttachmentContent::File(self.text(&at, &value)?)),
                "content" => contents.push(AttachmentContent::Text(self.text(&at, &value)?)),
                "base64" => contents.push(AttachmentContent::Bytes(self.base64(&at, &value)?)),
                _ => return Err(unknown(&at, &shown(self.ctx, &value), &ATTACHMENT_KEYS)),
            }
        }
        let (Some(content), true) = (contents.pop(), contents.is_empty()) else {
            let sentence =
                format!("{name}: an attachment has one of content (a text), base64 and file, not none or several");
            return Err(Wrong::Data(sentence));
        };
        match called.filter(|called| !called.trim().is_empty()) {
            Some(name) => Ok(Attachment { name, content_type, content }),
            None => Err(Wrong::Data(format!("{name}.name: an attachment needs a name, such as \"list.csv\""))),
        }
    }

    /// Base64 as it is found in the wild: with line breaks.
    fn base64(&self, name: &str, value: &Value<'js>) -> Read<Vec<u8>> {
        let mut text = self.text(name, value)?;
        text.retain(|c| !c.is_ascii_whitespace());
        STANDARD.decode(&text).map_err(|_| {
            let start: String = text.chars().take(40).collect();
            let hint = if start.starts_with("data:") { "; take off what stands before the comma" } else { "" };
            Wrong::Data(format!("{name}: “{start}” is not Base64{hint}"))
        })
    }

    fn length(&self, name: &str, list: &Object<'js>) -> Read<usize> {
        let length: f64 = list.get("length")?;
        if length > ENTRIES as f64 {
            return Err(Wrong::Data(format!("{name}: a list of {length} entries; at most {ENTRIES} are read")));
        }
        Ok(length as usize)
    }

    fn mismatch(&self, name: &str, expected: &str, value: &Value<'js>) -> Wrong {
        Wrong::Data(format!("{name}: expected {expected}, got {}", shown(self.ctx, value)))
    }
}

fn unknown(key: &str, value: &str, known: &[&str]) -> Wrong {
    let bare = key.rsplit('.').next().unwrap_or(key);
    let bare: String = bare.chars().take(60).collect();
    let key: String = key.chars().take(80).collect();
    let meant = MEANT.iter().find(|(wrong, _)| *wrong == bare && known.len() == KEYS.len()).map(|(_, right)| *right);
    let folded = |key: &str| key.to_ascii_lowercase().replace(['_', '-'], "");
    let nearest = known
        .iter()
        .map(|known| (strsim::damerau_levenshtein(&folded(&bare), &folded(known)), *known))
        .filter(|(distance, known)| *distance <= 1 + known.len() / 4)
        .min()
        .map(|(_, known)| known);
    let remedy = match meant.or(nearest) {
        Some(right) => format!("did you mean \"{right}\"?"),
        None => format!("the keys are {}", known.join(", ")),
    };
    Wrong::Data(format!("{key}: unknown key with {value}; {remedy}"))
}

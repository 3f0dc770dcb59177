//! Reads a refusal: RFC 6749 §5.2, Microsoft's additions, Google's other form, and whatever else servers send.

use secrecy::SecretString;
use serde_json::{Map, Value};

use super::scrub::scrub;

/// The longest quotation of a provider; some send a page.
const QUOTED_CHARS: usize = 400;

/// The longest ID that is kept for support; they are UUIDs as a rule.
const ID_CHARS: usize = 64;

/// What a refusal says.
#[derive(Debug, Default)]
pub(super) struct Refusal {
    /// `error`; for Google's other form its `status`.
    pub(super) error: String,
    /// `error_subtype` or `suberror`.
    subtype: String,
    description: String,
    /// The provider's own numbers.
    pub(super) numbers: Vec<u32>,
    trace_id: String,
    correlation_id: String,
    timestamp: String,
}

/// The JSON object that a body is, if it is one.
pub(super) fn object(body: &[u8]) -> Option<Map<String, Value>> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

impl Refusal {
    pub(super) fn of_answer(object: &Map<String, Value>) -> Self {
        let mut refusal = match object.get("error") {
            // {"error": {"code": 403, "message": "…", "status": "PERMISSION_DENIED"}}
            Some(Value::Object(inner)) => {
                let error = text(inner, "status");
                let error = if error.is_empty() { text(inner, "code") } else { error };
                Self { error, description: text(inner, "message"), ..Self::default() }
            }
            _ => {
                Self { error: text(object, "error"), description: text(object, "error_description"), ..Self::default() }
            }
        };
        refusal.subtype = [text(object, "error_subtype"), text(object, "suberror")].concat();
        refusal.read_description();
        for (kept, name) in [
            (&mut refusal.trace_id, "trace_id"),
            (&mut refusal.correlation_id, "correlation_id"),
            (&mut refusal.timestamp, "timestamp"),
        ] {
            let given = text(object, name);
            if !given.is_empty() {
                *kept = identifier(&given);
            }
        }
        let numbers = object.get("error_codes").and_then(Value::as_array).into_iter().flatten();
        refusal.numbers.extend(numbers.filter_map(Value::as_u64).filter_map(|number| u32::try_from(number).ok()));
        refusal
    }

    pub(super) fn of_redirect(error: &str, description: &str) -> Self {
        let mut refusal = Self { error: error.to_owned(), description: description.to_owned(), ..Self::default() };
        refusal.read_description();
        refusal
    }

    /// Microsoft's descriptions hold the number in front and the IDs behind:
    /// `AADSTS50076: … Trace ID: … Correlation ID: … Timestamp: …`.
    fn read_description(&mut self) {
        self.description = self.description.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut rest = self.description.as_str();
        while let Some((_, after)) = rest.split_once("AADSTS") {
            let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
            self.numbers.extend(digits.parse::<u32>());
            rest = after;
        }
        let Some(end) = self.description.find("Trace ID:") else { return };
        let tail = self.description.split_off(end);
        let after = |label: &str| tail.split_once(label).map_or("", |(_, rest)| rest.trim_start());
        self.trace_id = identifier(after("Trace ID:").split(' ').next().unwrap_or_default());
        self.correlation_id = identifier(after("Correlation ID:").split(' ').next().unwrap_or_default());
        self.timestamp = identifier(after("Timestamp:"));
        self.description.truncate(self.description.trim_end().len());
    }

    /// All of its words, in lower case.
    pub(super) fn text(&self) -> String {
        format!("{} {} {}", self.error, self.subtype, self.description).to_lowercase()
    }

    /// What it says, without what was sent and cut to a length that can be read.
    pub(super) fn quoted(&self, status: Option<u16>, secrets: &[&SecretString]) -> String {
        let mut parts: Vec<&str> = Vec::new();
        for part in [self.error.as_str(), self.description.as_str()] {
            if !part.is_empty() {
                parts.push(part);
            }
        }
        let words = scrub(&parts.join(": "), secrets);
        let words = words.trim_end_matches('.');
        let said = if words.is_empty() {
            "an answer without an explanation".to_owned()
        } else if words.chars().count() > QUOTED_CHARS {
            format!("“{}…”", words.chars().take(QUOTED_CHARS).collect::<String>())
        } else {
            format!("“{words}”")
        };
        match status {
            Some(status) => format!("{said} (HTTP {status})"),
            None => said,
        }
    }

    /// What the provider's support asks for.
    pub(super) fn support(&self, secrets: &[&SecretString]) -> Option<String> {
        let known: Vec<String> =
            [("trace ID", &self.trace_id), ("correlation ID", &self.correlation_id), ("time", &self.timestamp)]
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| format!("{name} {value}"))
                .collect();
        (!known.is_empty()).then(|| scrub(&format!("For the provider's support: {}.", known.join(", ")), secrets))
    }
}

/// A text or a number as text.
fn text(object: &Map<String, Value>, name: &str) -> String {
    match object.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// An ID or a time; anything that is neither is left out, since an ID is printed as it is.
fn identifier(text: &str) -> String {
    let text = text.trim();
    // Of UUIDs and of times; no token is made of these characters alone.
    let fits = text.len() <= ID_CHARS && text.chars().all(|c| c.is_ascii_hexdigit() || "-:.TZ+ ".contains(c));
    if fits { text.to_owned() } else { String::new() }
}

//! Reads an error response: RFC 6749 section 5.2, Microsoft's additions, Google's other form, and other bodies.

use secrecy::SecretString;
use serde_json::{Map, Value};

use crate::redact::redact;

/// Maximum length in bytes of an ID for the provider's support; IDs are usually UUIDs.
const ID_CHARS: usize = 64;

/// An error response of a provider, or the error of its redirect. Contains no secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// `error`; in Google's other form its `status`.
    pub error: String,
    /// `error_subtype` or `suberror`.
    pub subtype: String,
    /// `error_description`, without Microsoft's IDs.
    pub description: String,
    /// The provider's own numbers, such as Microsoft's after AADSTS.
    pub numbers: Vec<u32>,
    /// The trace ID, for the provider's support.
    pub trace_id: String,
    /// The correlation ID, for the provider's support.
    pub correlation_id: String,
    /// The time of the refusal, for the provider's support.
    pub timestamp: String,
}

/// The JSON object in a body, if it is one.
pub(crate) fn object(body: &[u8]) -> Option<Map<String, Value>> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    }
}

impl Refusal {
    /// Reads the JSON object of an error response. `secrets` are the secrets of the request; they are removed.
    pub(crate) fn of_response(object: &Map<String, Value>, secrets: &[&SecretString]) -> Self {
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
        refusal.redacted(secrets)
    }

    /// Reads the error of a redirect (RFC 6749 section 4.1.2.1).
    pub fn of_redirect(error: &str, description: &str) -> Self {
        let mut refusal = Self { error: error.to_owned(), description: description.to_owned(), ..Self::default() };
        refusal.read_description();
        refusal.redacted(&[])
    }

    /// Microsoft's descriptions begin with the number and end with the IDs:
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

    /// The same without the secrets that were sent.
    fn redacted(mut self, secrets: &[&SecretString]) -> Self {
        for text in [
            &mut self.error,
            &mut self.subtype,
            &mut self.description,
            &mut self.trace_id,
            &mut self.correlation_id,
            &mut self.timestamp,
        ] {
            *text = redact(text, secrets);
        }
        self
    }
}

/// A string or a number as text.
fn text(object: &Map<String, Value>, name: &str) -> String {
    match object.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// An ID or a time; empty for anything else, because IDs are printed.
fn identifier(text: &str) -> String {
    let text = text.trim();
    // The characters of UUIDs and times; no token consists of these alone.
    let fits = text.len() <= ID_CHARS && text.chars().all(|c| c.is_ascii_hexdigit() || "-:.TZ+ ".contains(c));
    if fits { text.to_owned() } else { String::new() }
}

//! Collects the faults of an input by field of the API's JSON; only the first fault of each field is reported.

use mail::{DisplayName, EmailAddress, Fault, Text, quoted};

use super::MAX_TEXT_BYTES;
use crate::input::NumberInput;
use crate::texts;

/// The faults of an input.
#[derive(Default)]
pub struct FaultCollector {
    found: Vec<Fault>,
}

impl FaultCollector {
    /// The number of faults.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Adds a fault, unless the field already has one. A list may have several.
    pub fn add(&mut self, field: &str, text: impl Into<Text>) {
        if field == "from.allowed" || !self.found.iter().any(|fault| fault.field == field) {
            self.found.push(Fault::new(field, text));
        }
    }

    /// The value; `None` after adding the fault.
    pub fn value_of<T>(&mut self, field: &str, result: Result<T, impl Into<Text>>) -> Option<T> {
        result.map_err(|text| self.add(field, text)).ok()
    }

    /// `value`, or the faults if there are any.
    pub fn finish<T>(self, value: T) -> Result<T, Vec<Fault>> {
        if self.found.is_empty() { Ok(value) } else { Err(self.found) }
    }

    /// An address, or `None` if the field is empty.
    pub fn address(&mut self, field: &str, text: &str) -> Option<EmailAddress> {
        match text.trim() {
            "" => None,
            text => self.value_of(field, EmailAddress::parse(text)),
        }
    }

    /// A display name, or `None` if the field is empty.
    pub fn name(&mut self, field: &str, text: &str) -> Option<DisplayName> {
        match text.trim() {
            "" => None,
            text => self.value_of(field, DisplayName::parse(text)),
        }
    }

    /// One line of text, or `None` if the field is empty.
    pub fn text(&mut self, field: &str, text: &str) -> Option<String> {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            self.add(field, texts::settings_control_character());
        } else if text.len() > MAX_TEXT_BYTES {
            self.add(field, texts::settings_value_too_long(MAX_TEXT_BYTES));
        } else if !text.is_empty() {
            return Some(text.to_owned());
        }
        None
    }

    /// A port, or `None` if the field is empty.
    pub fn port(&mut self, field: &str, input: &NumberInput) -> Option<u32> {
        self.number(field, input, 1, u32::from(u16::MAX))
    }

    /// A limit from 1 to `maximum`, or `None` if the field is empty or 0.
    pub fn limit(&mut self, field: &str, input: &NumberInput, maximum: u32) -> Option<u32> {
        if input.0.trim() == "0" { None } else { self.number(field, input, 1, maximum) }
    }

    fn number(&mut self, field: &str, input: &NumberInput, minimum: u32, maximum: u32) -> Option<u32> {
        match input.0.trim() {
            "" => None,
            text => {
                let number = text.parse().ok().filter(|number| (minimum..=maximum).contains(number));
                self.value_of(field, number.ok_or_else(|| out_of_range(text, minimum, maximum)))
            }
        }
    }
}

fn out_of_range(text: &str, minimum: u32, maximum: u32) -> Text {
    // The bounds of a port are written without separators.
    texts::settings_number_out_of_range(quoted(text), minimum.to_string(), maximum.to_string())
}

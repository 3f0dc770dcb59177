//! Faults found while checking, by field of the API's JSON: one for each field, the first found.

use mail::{DisplayName, EmailAddress, Fault, Text};

use super::LONGEST_TEXT;
use crate::input::NumberInput;

/// Faults found so far, by field of the API's JSON.
#[derive(Default)]
pub struct Faults {
    found: Vec<Fault>,
}

impl Faults {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Notes a fault; one for each field, the first found.
    pub fn add(&mut self, field: &str, text: impl Into<Text>) {
        if field == "from.allowed" || !self.found.iter().any(|fault| fault.field == field) {
            self.found.push(Fault::new(field, text));
        }
    }

    pub fn take<T>(&mut self, field: &str, result: Result<T, impl Into<Text>>) -> Option<T> {
        result.map_err(|text| self.add(field, text)).ok()
    }

    pub fn none<T>(self, value: T) -> Result<T, Vec<Fault>> {
        if self.found.is_empty() { Ok(value) } else { Err(self.found) }
    }

    /// An address, or nothing where the field is empty.
    pub fn address(&mut self, field: &str, text: &str) -> Option<EmailAddress> {
        match text.trim() {
            "" => None,
            text => self.take(field, EmailAddress::parse(text)),
        }
    }

    /// A display name, or nothing where the field is empty.
    pub fn name(&mut self, field: &str, text: &str) -> Option<DisplayName> {
        match text.trim() {
            "" => None,
            text => self.take(field, DisplayName::parse(text)),
        }
    }

    /// One line of text, or nothing where the field is empty.
    pub fn text(&mut self, field: &str, text: &str) -> Option<String> {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            self.add(field, "this holds a line break or another control character: write it as one line");
        } else if text.len() > LONGEST_TEXT {
            self.add(field, format!("this is longer than {LONGEST_TEXT} bytes: write a shorter one"));
        } else if !text.is_empty() {
            return Some(text.to_owned());
        }
        None
    }

    /// A number, or nothing where the field is empty or 0.
    pub fn number(&mut self, field: &str, typed: &NumberInput, least: u32, most: u32) -> Option<u32> {
        match typed.0.trim() {
            "" | "0" => None,
            text => {
                let number = text.parse().ok().filter(|number| (least..=most).contains(number));
                self.take(field, number.ok_or_else(|| format!("`{text}` is no whole number from {least} to {most}")))
            }
        }
    }

    pub fn limit(&mut self, field: &str, typed: &NumberInput, most: u32) -> Option<u32> {
        self.number(field, typed, 1, most)
    }
}

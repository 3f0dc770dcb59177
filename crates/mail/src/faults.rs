//! Faults of invalid input.

use std::fmt;

use crate::{Text, limits};

/// One invalid input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field, as in the API's JSON: `to`, `attachments[0].name`, `headers.X-Foo`.
    pub field: String,
    /// What is wrong, with the value and the remedy.
    pub text: Text,
}

impl Fault {
    /// A fault of a field.
    pub fn new(field: impl Into<String>, text: impl Into<Text>) -> Self {
        Self { field: field.into(), text: text.into() }
    }
}

/// The faults of a draft, in the order of its fields; never empty, at most [`limits::FAULTS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

/// Independent of a language: `field: code (arguments)`. Pages, API and CLI render each fault with `i18n`.
impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, Fault { field, text }) in self.0.iter().enumerate() {
            let separator = if nth == 0 { "" } else { "; " };
            write!(f, "{separator}{field}: {text}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// Collects faults while a draft is checked.
#[derive(Default)]
pub(crate) struct FaultCollector(Vec<Fault>);

impl FaultCollector {
    pub(crate) fn add(&mut self, field: impl Into<String>, text: impl Into<Text>) {
        if self.0.len() < limits::FAULTS {
            self.0.push(Fault::new(field, text));
        }
    }

    /// The value of a result; adds the fault and returns `None` if there is one.
    pub(crate) fn value_of<T>(&mut self, field: &str, result: Result<T, impl Into<Text>>) -> Option<T> {
        result.map_err(|fault| self.add(field, fault)).ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns `value` if no fault was added.
    pub(crate) fn finish<T>(self, value: T) -> Result<T, Faults> {
        if self.is_empty() { Ok(value) } else { Err(Faults(self.0)) }
    }
}

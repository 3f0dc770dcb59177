//! What is wrong with a draft, all of it at once.

use std::fmt;

use crate::limits;

/// One fault of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field, as in the API's JSON: `to`, `attachments[0].name`, `headers.X-Foo`.
    pub field: String,
    /// What is wrong, with the value and the remedy.
    pub message: String,
}

/// All faults of a draft, in the order of its fields; never empty. No more than [`limits::FAULTS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, Fault { field, message }) in self.0.iter().enumerate() {
            let between = if nth == 0 { "" } else { "; " };
            write!(f, "{between}{field}: {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// Faults as they are found.
#[derive(Default)]
pub(crate) struct Found(Vec<Fault>);

impl Found {
    pub(crate) fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        if self.0.len() < limits::FAULTS {
            self.0.push(Fault { field: field.into(), message: message.into() });
        }
    }

    /// Notes the fault, where there is one.
    pub(crate) fn keep<T>(&mut self, field: &str, result: Result<T, impl fmt::Display>) -> Option<T> {
        result.map_err(|fault| self.add(field, fault.to_string())).ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn none_or<T>(self, sound: T) -> Result<T, Faults> {
        if self.is_empty() { Ok(sound) } else { Err(Faults(self.0)) }
    }
}

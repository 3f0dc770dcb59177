//! A rule of the tables for token endpoints: evidence in a refusal, and the explanation.

use mail::ProblemCode;
use oauth::{Refusal, TokenOperation};

use super::TokenProblemKind;
use crate::diagnosis::reply_text::contains;
use crate::diagnosis::rule::UNNAMED;

/// Evidence and explanation. All given fields must match; of `numbers` and `contains` one is enough.
#[derive(Debug)]
pub(super) struct TokenRule {
    /// The requests. Empty: any.
    pub(super) operations: &'static [TokenOperation],
    /// Values of `error`, in lower case. Empty: any.
    pub(super) errors: &'static [&'static str],
    /// The provider's own numbers.
    pub(super) numbers: &'static [u32],
    /// Texts of error, subtype or description, in lower case, `*` for anything between.
    pub(super) contains: &'static [&'static str],
    pub(super) explanation: TokenExplanation,
}

/// What a refusal means, and who must act.
#[derive(Debug)]
pub(super) struct TokenExplanation {
    pub(super) problem: &'static ProblemCode,
    /// The settings field it concerns.
    pub(super) field: Option<&'static str>,
    pub(super) kind: TokenProblemKind,
}

/// The fields that rules omit.
pub(super) const TOKEN_EXPLANATION: TokenExplanation =
    TokenExplanation { problem: &UNNAMED, field: None, kind: TokenProblemKind::Registration };

/// The fields that rules omit.
pub(super) const TOKEN_RULE: TokenRule =
    TokenRule { operations: &[], errors: &[], numbers: &[], contains: &[], explanation: TOKEN_EXPLANATION };

/// The explanation of the first rule that matches.
pub(super) fn find(
    rules: &'static [TokenRule],
    operation: TokenOperation,
    refusal: &Refusal,
) -> Option<&'static TokenExplanation> {
    rules.iter().find(|rule| rule.matches(operation, refusal)).map(|rule| &rule.explanation)
}

/// The explanation of the first rule with a number of the refusal.
pub(super) fn find_by_number(
    rules: &'static [TokenRule],
    operation: TokenOperation,
    refusal: &Refusal,
) -> Option<&'static TokenExplanation> {
    rules.iter().find(|rule| rule.is_for(operation) && rule.has_number_of(refusal)).map(|rule| &rule.explanation)
}

impl TokenRule {
    fn matches(&self, operation: TokenOperation, refusal: &Refusal) -> bool {
        let error = refusal.error.to_lowercase();
        if !self.is_for(operation) || !(self.errors.is_empty() || self.errors.contains(&error.as_str())) {
            return false;
        }
        if self.numbers.is_empty() && self.contains.is_empty() {
            return true;
        }
        let text = format!("{} {} {}", refusal.error, refusal.subtype, refusal.description).to_lowercase();
        self.has_number_of(refusal) || self.contains.iter().any(|pattern| contains(&text, pattern))
    }

    fn is_for(&self, operation: TokenOperation) -> bool {
        self.operations.is_empty() || self.operations.contains(&operation)
    }

    fn has_number_of(&self, refusal: &Refusal) -> bool {
        self.numbers.iter().any(|number| refusal.numbers.contains(number))
    }
}

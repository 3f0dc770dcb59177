//! A row of the tables for token endpoints: the evidence in a refusal, and what is known about it.

use super::answer::Refusal;
use super::{TokenStep, TokenTroubleKind};

/// Evidence and meaning. Everything that is given has to fit; of `numbers` and `says` one is enough.
#[derive(Debug)]
pub(crate) struct TokenRow {
    /// What was asked for. Empty: anything.
    pub(crate) steps: &'static [TokenStep],
    /// Values of `error`, in lower case. Empty: any.
    pub(crate) errors: &'static [&'static str],
    /// The provider's own numbers.
    pub(crate) numbers: &'static [u32],
    /// Words of error, subtype or description, in lower case, `*` for anything between.
    pub(crate) says: &'static [&'static str],
    pub(crate) means: TokenKnown,
}

/// What is known about a refusal. The texts may hold the places that `TokenScene::fill` fills in.
#[derive(Debug)]
pub(crate) struct TokenKnown {
    /// The problem's stable name.
    pub(crate) code: &'static str,
    /// The settings field it concerns.
    pub(crate) field: Option<&'static str>,
    pub(crate) kind: TokenTroubleKind,
    pub(crate) meaning: &'static str,
    pub(crate) remedy: &'static str,
}

/// What rows leave out.
pub(crate) const TOKEN_KNOWN: TokenKnown =
    TokenKnown { code: "", field: None, kind: TokenTroubleKind::Registration, meaning: "", remedy: "" };

/// What rows leave out.
pub(crate) const TOKEN_ROW: TokenRow =
    TokenRow { steps: &[], errors: &[], numbers: &[], says: &[], means: TOKEN_KNOWN };

/// The first row that fits.
pub(super) fn find(rows: &'static [TokenRow], step: TokenStep, refusal: &Refusal) -> Option<&'static TokenKnown> {
    rows.iter().find(|row| row.fits(step, refusal)).map(|row| &row.means)
}

/// The first row that fits by its number.
pub(super) fn find_by_number(
    rows: &'static [TokenRow],
    step: TokenStep,
    refusal: &Refusal,
) -> Option<&'static TokenKnown> {
    rows.iter().find(|row| row.may_be_at(step) && row.has_number_of(refusal)).map(|row| &row.means)
}

impl TokenRow {
    fn fits(&self, step: TokenStep, refusal: &Refusal) -> bool {
        let error = refusal.error.to_lowercase();
        if !self.may_be_at(step) || !(self.errors.is_empty() || self.errors.contains(&error.as_str())) {
            return false;
        }
        if self.numbers.is_empty() && self.says.is_empty() {
            return true;
        }
        let text = refusal.text();
        self.has_number_of(refusal) || self.says.iter().any(|words| crate::trouble::row::holds(&text, words))
    }

    fn may_be_at(&self, step: TokenStep) -> bool {
        self.steps.is_empty() || self.steps.contains(&step)
    }

    fn has_number_of(&self, refusal: &Refusal) -> bool {
        self.numbers.iter().any(|number| refusal.numbers.contains(number))
    }
}

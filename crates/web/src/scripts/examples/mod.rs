//! Examples for new scripts: JavaScript files, for each language.

use std::borrow::Cow;

use crate::translation::tr;
use i18n::Language;

/// An example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    Empty,
    OneMail,
    MailMerge,
    Reminder,
    Shop,
}

impl Example {
    pub const ALL: [Self; 5] = [Self::OneMail, Self::MailMerge, Self::Reminder, Self::Shop, Self::Empty];

    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::OneMail => "one_mail",
            Self::MailMerge => "mail_merge",
            Self::Reminder => "reminder",
            Self::Shop => "shop",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|example| example.name() == name)
    }

    /// Its title and description.
    pub fn words(self) -> (Cow<'static, str>, Cow<'static, str>) {
        match self {
            Self::Empty => (tr("example-empty"), tr("example-empty-meaning")),
            Self::OneMail => (tr("example-one-mail"), tr("example-one-mail-meaning")),
            Self::MailMerge => (tr("example-mail-merge"), tr("example-mail-merge-meaning")),
            Self::Reminder => (tr("example-reminder"), tr("example-reminder-meaning")),
            Self::Shop => (tr("example-shop"), tr("example-shop-meaning")),
        }
    }

    /// Its source, with comments in English if the language has no version of its own.
    pub fn source(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Empty, _) => "",
            (Self::OneMail, Language::German) => include_str!("de/one_mail.js"),
            (Self::OneMail, _) => include_str!("en/one_mail.js"),
            (Self::MailMerge, Language::German) => include_str!("de/mail_merge.js"),
            (Self::MailMerge, _) => include_str!("en/mail_merge.js"),
            (Self::Reminder, Language::German) => include_str!("de/reminder.js"),
            (Self::Reminder, _) => include_str!("en/reminder.js"),
            (Self::Shop, Language::German) => include_str!("de/shop.js"),
            (Self::Shop, _) => include_str!("en/shop.js"),
        }
    }
}

//! The layout of every page: navigation, warnings, and what all templates share.

pub mod parts;

use std::borrow::Cow;
use std::net::IpAddr;

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use i18n::ProblemText;

use super::error_pages::PageError;
use super::session::Visitor;
use super::translation::{self, tr, tr_args};

/// The navigation entry of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NavEntry {
    Overview,
    Outbox,
    Mailbox,
    Workspaces,
    Account,
    EmailSettings,
    Accounts,
    ApiKeys,
    AuditLog,
    Letters,
    /// No entry of the navigation.
    Docs,
}

/// A link of the navigation.
pub struct Link {
    pub href: &'static str,
    /// The key of its text.
    pub label: &'static str,
    pub icon: &'static str,
    pub here: NavEntry,
}

const MAIL: &[Link] = &[
    Link { href: "/", label: "nav-overview", icon: "home", here: NavEntry::Overview },
    Link { href: "/outbox", label: "nav-outbox", icon: "outbox", here: NavEntry::Outbox },
    Link { href: "/mailbox", label: "nav-mailbox", icon: "inbox", here: NavEntry::Mailbox },
];

const PEOPLE: &[Link] = &[
    Link { href: "/workspaces", label: "nav-workspaces", icon: "people", here: NavEntry::Workspaces },
    Link { href: "/account", label: "nav-account", icon: "person", here: NavEntry::Account },
];

const CONFIGURATION: &[Link] = &[
    Link {
        href: "/configuration/email-settings",
        label: "nav-email-settings",
        icon: "sliders",
        here: NavEntry::EmailSettings,
    },
    Link { href: "/configuration/accounts", label: "nav-accounts", icon: "badge", here: NavEntry::Accounts },
    Link { href: "/configuration/api-keys", label: "nav-api-keys", icon: "key", here: NavEntry::ApiKeys },
    Link { href: "/configuration/audit-log", label: "nav-audit-log", icon: "list", here: NavEntry::AuditLog },
    Link { href: "/configuration/letters", label: "nav-letters", icon: "letter", here: NavEntry::Letters },
];

/// The layout of a page with a session.
pub struct Frame {
    pub title: String,
    pub here: NavEntry,
    pub email: String,
    /// Whether the visitor may see mail and configuration.
    instance_admin: bool,
    /// If sending is paused: what happened, in one sentence.
    pub alarm: Option<String>,
    /// Problems of the disk or of stored data.
    pub storage: Vec<ProblemText>,
    /// Whether the built-in mailbox is active. Nothing is sent then, which every page says unless it is obvious there.
    to_mailbox: bool,
    untrusted_proxy: Option<IpAddr>,
}

impl Frame {
    pub fn new(title: impl Into<String>, here: NavEntry, visitor: &Visitor) -> Self {
        Self {
            title: title.into(),
            here,
            email: visitor.account.email.expose().to_owned(),
            instance_admin: visitor.account.instance_admin,
            alarm: visitor.alarm.clone().filter(|_| visitor.account.instance_admin),
            storage: if visitor.account.instance_admin { visitor.storage.clone() } else { Vec::new() },
            to_mailbox: visitor.to_mailbox,
            untrusted_proxy: visitor.untrusted_proxy.filter(|_| visitor.account.instance_admin),
        }
    }

    /// The key of the note that mail stays in the mailbox, for visitors whom it concerns.
    pub fn mailbox_note(&self) -> Option<&'static str> {
        let says_it_anyway = matches!(self.here, NavEntry::EmailSettings | NavEntry::Mailbox);
        let key = if self.instance_admin { "frame-mailbox-administrator" } else { "frame-mailbox" };
        (self.to_mailbox && !says_it_anyway).then_some(key)
    }

    /// The note about a proxy that is not trusted, on the administration pages.
    pub fn proxy_note(&self) -> Option<String> {
        let is_shown = matches!(self.here, NavEntry::Overview | NavEntry::EmailSettings);
        self.untrusted_proxy.filter(|_| is_shown).map(|address| address.to_canonical().to_string())
    }

    /// Marks the title of a page with faults: browsers and screen readers read it first.
    pub fn with_faults(mut self) -> Self {
        self.title = with_error(&self.title);
        self
    }

    /// The groups of links that the visitor may open, each with the key of its heading.
    pub fn navigation(&self) -> Vec<(Option<&'static str>, &'static [Link])> {
        if self.instance_admin {
            vec![(None, MAIL), (Some("frame-people"), PEOPLE), (Some("frame-configuration"), CONFIGURATION)]
        } else {
            vec![(None, PEOPLE)]
        }
    }
}

/// The layout of a page without a session: setup, sign-in, errors.
pub struct PublicFrame {
    pub title: Cow<'static, str>,
}

impl PublicFrame {
    /// `key` is the key of its title.
    pub fn new(key: &str) -> Self {
        Self { title: tr(key) }
    }

    /// Marks the title of a page with faults.
    pub fn with_faults(self) -> Self {
        Self { title: with_error(&self.title).into() }
    }
}

fn with_error(title: &str) -> String {
    tr_args("frame-error-title", &[("title", title.into())]).into_owned()
}

/// A rendered page, or the error page if rendering fails.
pub fn render(page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "rendering a page");
            (axum::http::StatusCode::INTERNAL_SERVER_ERROR, tr("frame-unmade")).into_response()
        }
    }
}

/// Faults of a form in the reader's language, by field.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    list: Vec<FieldMessage>,
    /// All faults of each field in one message, which is shown beside it.
    by_field: Vec<FieldMessage>,
}

#[derive(Clone, Debug)]
struct FieldMessage {
    field: String,
    message: String,
}

impl Faults {
    /// Renders each fault as a sentence: the texts of faults begin in lower case, because lists and JSON show them too.
    pub fn new(faults: Vec<mail::Fault>) -> Self {
        let language = translation::language();
        let mut rendered = Self::default();
        for fault in faults {
            let message = FieldMessage { message: sentence(&language.render(&fault.text)), field: fault.field };
            match rendered.by_field.iter_mut().find(|one| one.field == message.field) {
                Some(before) => before.message = format!("{} {}", before.message, message.message),
                None => rendered.by_field.push(message.clone()),
            }
            rendered.list.push(message);
        }
        rendered
    }

    /// The faults of a field; empty if it has none.
    pub fn of(&self, field: &str) -> &str {
        self.by_field.iter().find(|fault| fault.field == field).map_or("", |fault| &fault.message)
    }

    pub fn any(&self) -> bool {
        !self.list.is_empty()
    }

    /// The fields that have a fault.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.by_field.iter().map(|fault| fault.field.as_str())
    }

    pub fn list(&self) -> impl Iterator<Item = FaultLink<'_>> {
        self.list.iter().map(|fault| FaultLink { id: field_id(&fault.field), message: &fault.message })
    }
}

/// Makes a sentence: a capital letter at the start, a full stop at the end, and the reader's “quotes” for `code`.
pub fn sentence(words: &str) -> String {
    let mut words = words.trim().to_owned();
    let quotes = [tr("locale-quote-open"), tr("locale-quote-close")];
    for quote in quotes.iter().cycle() {
        if !words.contains('`') {
            break;
        }
        words = words.replacen('`', quote, 1);
    }
    let mut chars = words.chars();
    let Some(first) = chars.next() else { return String::new() };
    let stop = if words.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{stop}", first.to_uppercase(), chars.as_str())
}

/// An entry of the error summary.
pub struct FaultLink<'f> {
    pub id: String,
    pub message: &'f str,
}

/// The HTML id of a field's control: `password.host` becomes `password-host`.
pub fn field_id(field: &str) -> String {
    field.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

impl From<askama::Error> for PageError {
    fn from(error: askama::Error) -> Self {
        Self::broken("rendering", &error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_reads_as_a_sentence() {
        for (words, expected) in [
            ("the port is missing; enter 465", "The port is missing; enter 465."),
            ("\"x\" is no address", "\"x\" is no address."),
            ("write `a` or `b`", "Write “a” or “b”."),
            ("Done.", "Done."),
            ("", ""),
        ] {
            assert_eq!(sentence(words), expected);
        }
    }

    #[test]
    fn a_field_and_its_control_have_the_same_name() {
        assert_eq!(field_id("password.host"), "password-host");
        assert_eq!(field_id("messages:send"), "messages-send");
    }
}

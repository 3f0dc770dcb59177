//! The response of a dry run.

use i18n::language;
use mail_parser::{Message, MessageParser, PartType};
use serde::Serialize;
use utoipa::ToSchema;

use super::view::{ConsoleLineView, RunErrorView, call_errors};
use crate::problem::FieldError;
use scripting::{DryMail, DryRun};

/// The result of a dry run. Nothing was sent or stored.
#[derive(Serialize, ToSchema)]
pub(super) struct DryRunView {
    /// Always `true`.
    #[schema(example = true)]
    dry_run: bool,
    /// `finished` or `failed`.
    #[schema(example = "finished")]
    state: &'static str,
    /// Mails that would have been accepted.
    mails: u64,
    /// Refused calls of `sendEmail`.
    refused: u64,
    /// What the script wrote.
    console: Vec<ConsoleLineView>,
    /// Whether the script wrote more than is shown.
    console_cut: bool,
    /// The calls of `sendEmail`, at most 10,000.
    emails: Vec<DryMailView>,
    /// Why it failed.
    error: Option<RunErrorView>,
}

/// A mail as it would be sent.
#[derive(Serialize, ToSchema)]
struct DryMailView {
    /// The number of the call, starting at 1.
    number: u64,
    /// All recipients, including Automatic BCC.
    #[schema(example = json!(["ann@example.com"]))]
    to: Vec<String>,
    #[schema(example = "Invoice 42")]
    subject: String,
    /// The line of the call; `null` if it is not known.
    line: Option<u32>,
    /// The text as it would be sent; `null` if the call was refused, or beyond 200 mails or 8 MB.
    text: Option<String>,
    /// The HTML as it would be sent; `null` if there is none.
    html: Option<String>,
    /// Why the call was refused.
    error: Option<String>,
    /// The reason as a list of faults; absent if the call was not refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

impl From<DryRun> for DryRunView {
    fn from(ran: DryRun) -> Self {
        Self {
            dry_run: true,
            state: if ran.fault.is_some() { "failed" } else { "finished" },
            mails: ran.accepted,
            refused: ran.refused,
            console: ran.console.into_iter().map(|line| ConsoleLineView::new(line.level, line.text)).collect(),
            console_cut: ran.console_cut,
            emails: ran.mails.into_iter().map(DryMailView::from).collect(),
            error: ran.fault.map(RunErrorView::from),
        }
    }
}

impl From<DryMail> for DryMailView {
    fn from(mail: DryMail) -> Self {
        let parsed = mail.message.as_deref().and_then(|bytes| MessageParser::default().parse(bytes));
        Self {
            number: mail.number,
            to: mail.recipients,
            subject: mail.subject,
            line: mail.line,
            text: parsed.as_ref().and_then(text),
            html: parsed.as_ref().and_then(html),
            error: mail.refusal.as_ref().map(|refusal| refusal.render(language())),
            errors: mail.refusal.as_ref().map(call_errors).unwrap_or_default(),
        }
    }
}

fn text(message: &Message<'_>) -> Option<String> {
    message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) => Some(text.replace("\r\n", "\n")),
        _ => None,
    })
}

fn html(message: &Message<'_>) -> Option<String> {
    message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.replace("\r\n", "\n")),
        _ => None,
    })
}

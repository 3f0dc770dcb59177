//! Words a delivery status notification, in English: it is read by programs first. Pure.

use std::fmt::Write as _;

use i18n::Language;
use mail::status_notification::{Action, RecipientStatus, Returned, StatusNotification, header_of};
use mail::submitted::{NotificationRequest, Ret};
use mail::{Arg, DisplayName, EmailAddress, EnhancedCode, Mailbox, Message, Reply, Stamp, Text};
use queue::{Attempt, Delivery, DueNotification, NotifiableMessage, NotificationEvent, RecipientField, State};

use super::NotificationRules;
use crate::texts;

/// Octets of a message that are read for a notification; a larger one is returned as its header.
pub const OCTETS: usize = 64_000;

/// The display name of the sender of notifications.
const FROM_NAME: &str = "Mail Delivery System";

/// The notification, from `own`; `None` if nobody is to be notified (any more).
pub fn compose(
    due: &DueNotification,
    about: &NotifiableMessage,
    rules: &NotificationRules,
    own: EmailAddress,
    stamp: &Stamp,
) -> Option<Message> {
    let NotifiableMessage { detail, request, octets, .. } = about;
    let octets = octets.as_deref().unwrap_or_default();
    let bounces = rules.bounces && !is_report(octets);
    let positions = due.positions.iter().filter_map(|position| usize::try_from(*position).ok());
    let deliveries: Vec<&Delivery> = positions
        .filter_map(|position| detail.deliveries.get(position))
        .filter(|delivery| {
            is_still_so(due.event, delivery.state) && is_wanted(due.event, delivery, request.as_ref(), bounces)
        })
        .collect();
    if deliveries.is_empty() {
        return None;
    }
    let to = detail.summary.sender.address()?.clone();
    let recipients = deliveries.iter().map(|delivery| status(due.event, delivery, request.as_ref(), &detail.attempts));
    let words = Words { event: due.event, rules, subject: &detail.summary.subject, id: due.message.0.to_string() };
    let notification = StatusNotification {
        from: Mailbox { name: DisplayName::parse(FROM_NAME).ok(), address: own },
        to,
        subject: words.subject(),
        text: words.text(&deliveries),
        reporting_mta: &rules.own_name,
        envelope_id: request.as_ref().and_then(|request| request.envelope_id.as_ref()),
        arrived_at: detail.summary.accepted_at,
        about: &detail.message_id,
        recipients: recipients.collect(),
        returned: returned(due.event, request.as_ref(), octets, detail.size),
    };
    Some(notification.render(stamp))
}

/// A person may have retried it since.
fn is_still_so(event: NotificationEvent, state: State) -> bool {
    match event {
        NotificationEvent::Failed => matches!(state, State::Failed | State::Expired | State::Uncertain),
        NotificationEvent::Relayed => state == State::Sent,
        NotificationEvent::Delayed => !state.is_final(),
    }
}

/// Without NOTIFY the configuration decides, about failures only.
fn is_wanted(
    event: NotificationEvent,
    delivery: &Delivery,
    request: Option<&NotificationRequest>,
    bounces: bool,
) -> bool {
    let notify = request.and_then(|request| request.recipient(&delivery.recipient).0);
    // The sender does not know about automatic BCC.
    let is_own = delivery.field != Some(RecipientField::AutomaticBcc);
    notify.is_some() || (bounces && is_own && event == NotificationEvent::Failed)
}

fn status<'a>(
    event: NotificationEvent,
    delivery: &'a Delivery,
    request: Option<&'a NotificationRequest>,
    attempts: &'a [Attempt],
) -> RecipientStatus<'a> {
    let is_of = |attempt: &&Attempt| attempt.verdicts.iter().any(|(recipient, _)| *recipient == delivery.recipient);
    let last = attempts.iter().rfind(is_of);
    let remote_mta = last.and_then(|attempt| smtp_host(&attempt.connection));
    // A mail API has no reply of SMTP.
    let reply = delivery.reply.as_ref().filter(|_| remote_mta.is_some());
    RecipientStatus {
        address: &delivery.recipient,
        original: request.and_then(|request| request.recipient(&delivery.recipient).1),
        action: match event {
            NotificationEvent::Failed => Action::Failed,
            NotificationEvent::Relayed => Action::Relayed,
            NotificationEvent::Delayed => Action::Delayed,
        },
        status: code(event, delivery.state, reply),
        remote_mta,
        reply,
        last_attempt_at: last.map(|attempt| attempt.ended_at),
    }
}

/// The host of an SMTP connection.
fn smtp_host(connection: &Text) -> Option<&str> {
    match connection.args().get("server") {
        Some(Arg::String(server)) if connection.code() == "connection_smtp" => {
            Some(server.rsplit_once(':').map_or(&**server, |(host, _)| host))
        }
        _ => None,
    }
}

/// The code of the reply where it is of the right class; otherwise one of RFC 3463.
fn code(event: NotificationEvent, state: State, reply: Option<&Reply>) -> EnhancedCode {
    let (class, other) = match (event, state) {
        (NotificationEvent::Relayed, _) => (2, EnhancedCode::new(2, 0, 0)),
        (NotificationEvent::Delayed, _) => (4, EnhancedCode::new(4, 0, 0)),
        // The connection was lost before the reply.
        (NotificationEvent::Failed, State::Uncertain) => (4, EnhancedCode::new(4, 4, 2)),
        (NotificationEvent::Failed, State::Expired) => (4, EnhancedCode::new(4, 4, 7)),
        (NotificationEvent::Failed, _) => (5, EnhancedCode::new(5, 0, 0)),
    };
    reply.and_then(|reply| reply.enhanced).filter(|code| code.class == class).unwrap_or(other)
}

/// RET concerns failures only (RFC 3461 section 4.3). A header is enough where the sender did not ask for more.
fn returned<'a>(
    event: NotificationEvent,
    request: Option<&NotificationRequest>,
    octets: &'a [u8],
    size: u64,
) -> Returned<'a> {
    let is_whole = octets.len() as u64 == size;
    let ret = request.and_then(|request| request.ret);
    if octets.is_empty() {
        Returned::Nothing
    } else if event == NotificationEvent::Failed && ret == Some(Ret::Full) && is_whole {
        Returned::Whole(octets)
    } else {
        Returned::Header(whole_lines(header_of(octets)))
    }
}

/// Without the last line, if it was cut.
fn whole_lines(header: &[u8]) -> &[u8] {
    let end = header.windows(2).rposition(|two| two == b"\r\n").map_or(0, |at| at + 2);
    &header[..end]
}

/// Whether the message is itself a report.
fn is_report(message: &[u8]) -> bool {
    let header = String::from_utf8_lossy(header_of(message)).replace("\r\n ", " ").replace("\r\n\t", " ");
    header.lines().any(|line| {
        let line = line.to_ascii_lowercase();
        line.starts_with("content-type:") && line.contains("multipart/report")
    })
}

/// What a person reads.
struct Words<'a> {
    event: NotificationEvent,
    rules: &'a NotificationRules,
    subject: &'a str,
    id: String,
}

impl Words<'_> {
    fn subject(&self) -> String {
        Language::English.render(&match self.event {
            NotificationEvent::Failed => texts::notification_subject_failed(self.subject),
            NotificationEvent::Relayed => texts::notification_subject_relayed(self.subject),
            NotificationEvent::Delayed => texts::notification_subject_delayed(self.subject),
        })
    }

    fn text(&self, deliveries: &[&Delivery]) -> String {
        let host = &*self.rules.own_name;
        let intro = match self.event {
            NotificationEvent::Failed => texts::notification_failed(host),
            NotificationEvent::Relayed => texts::notification_relayed(host),
            NotificationEvent::Delayed => texts::notification_delayed(host),
        };
        let mut text = Language::English.render(&intro);
        text.push_str("\n\n");
        for delivery in deliveries {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "<{}>\n    {}", delivery.recipient.expose(), self.reason(delivery));
        }
        let end = texts::notification_message(self.subject, &*self.id);
        let _ = writeln!(text, "\n{}", Language::English.render(&end));
        text
    }

    fn reason(&self, delivery: &Delivery) -> String {
        if self.event == NotificationEvent::Relayed {
            return delivery.reply.as_ref().map(Reply::to_string).unwrap_or_default();
        }
        match (&delivery.problem, &delivery.reply) {
            (Some(problem), _) => Language::English.problem(problem).what,
            (None, Some(reply)) => reply.to_string(),
            (None, None) => Language::English.render(&texts::notification_no_attempt()),
        }
    }
}

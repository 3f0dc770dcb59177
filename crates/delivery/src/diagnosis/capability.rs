//! Messages that the server cannot accept, known before anything is sent.

use mail::{Outgoing, Text};
use smtp::MissingCapability;

use super::content::TOO_BIG;
use super::rule::{Explanation, message};
use super::{Concern, Context, Diagnosis, Disposition};
use crate::texts;

const SMTPUTF8: Explanation = message("smtputf8_unsupported").field("to");

const SMTPUTF8_IN_HEADER: Explanation = message("smtputf8_unsupported_header");

const EIGHT_BIT: Explanation = message("eight_bit_unsupported");

/// The diagnosis of a message that needs what the server does not offer. Nothing was sent.
pub(crate) fn of_missing_capability(
    context: &Context<'_>,
    missing: MissingCapability,
    outgoing: &Outgoing,
) -> Diagnosis {
    match missing {
        MissingCapability::Size { size: message, limit } => {
            let (size, limit) = mail::size_and_limit(message, limit);
            refused(context, &TOO_BIG, texts::event_message_too_big(context.server(), size, limit))
        }
        MissingCapability::Smtputf8 => smtputf8_missing(context, outgoing),
        MissingCapability::EightBitMime => refused(context, &EIGHT_BIT, texts::event_eight_bit_mime(context.server())),
    }
}

fn smtputf8_missing(context: &Context<'_>, outgoing: &Outgoing) -> Diagnosis {
    let server = context.server();
    if let Some(sender) = outgoing.sender.address().filter(|sender| sender.needs_smtputf8()) {
        let event = texts::event_smtputf8_sender(server, sender.expose());
        return refused(context, &SMTPUTF8.field("from.email"), event);
    }
    let names: Vec<String> = outgoing
        .recipients
        .iter()
        .filter(|recipient| recipient.needs_smtputf8())
        .map(|recipient| recipient.expose().to_owned())
        .take(5)
        .collect();
    if names.is_empty() {
        return refused(context, &SMTPUTF8_IN_HEADER, texts::event_smtputf8_message(server));
    }
    refused(context, &SMTPUTF8, texts::event_smtputf8_recipients(server, names))
}

fn refused(context: &Context<'_>, explanation: &Explanation, event: Text) -> Diagnosis {
    Diagnosis {
        disposition: Disposition::Refused,
        concerns: Concern::Message,
        problem: context.problem(explanation, event),
        retry_after: None,
        throttled: false,
        may_have_arrived: false,
        in_sequence: true,
    }
}

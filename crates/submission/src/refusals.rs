//! What a refusal says to a program, in English: codes of RFC 5321, RFC 4954 and RFC 3463.

use accounts::{AccountsError, ProgramLoginError};
use i18n::Language;
use mail::{Fault, Text};
use sending::intake::IntakeError;
use smtp::server::Answer;
use storage::DbError;

/// The most faults of a message that are named.
const FAULTS: usize = 5;

/// A text in the language of replies, as a sentence.
pub(crate) fn words(text: &Text) -> String {
    let mut words = Language::English.render(text);
    // An address or a quoted value stays as it is.
    let is_word = words.split(' ').next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
    if is_word && let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// The reply to a login that was refused.
pub(crate) fn of_login(error: &ProgramLoginError) -> Answer {
    let wrong = |text: String| Answer::new(535, "5.7.8", text);
    match error {
        ProgramLoginError::Wrong => {
            let known =
                "an API key of owlpost (Configuration, API keys) or a mail password (Your account, Mail passwords)";
            wrong(format!("The password is {known}; this one is not known"))
        }
        ProgramLoginError::Expired(credential) => wrong(format!("The {credential} has expired")),
        ProgramLoginError::OtherNetwork(credential) => {
            wrong(format!("The {credential} does not work from your address; its networks say from where"))
        }
        ProgramLoginError::MissingScope(credential) => {
            wrong(format!("The {credential} may not send: it needs the scope messages:send"))
        }
        ProgramLoginError::Accounts(AccountsError::Db(error)) => of_database(error),
        ProgramLoginError::Accounts(error) => internal(error),
    }
}

/// The reply to MAIL, or to a message, from a login that has become wrong: 535 belongs to AUTH alone (RFC 4954 section 6).
pub(crate) fn of_former_login(error: &ProgramLoginError) -> Answer {
    let answer = of_login(error);
    if answer.number() == 535 { Answer::new(550, "5.7.1", answer.text()) } else { answer }
}

/// The reply to a message that was not accepted.
pub(crate) fn of_message(error: IntakeError) -> Answer {
    match error {
        IntakeError::Faults(faults) => {
            let code = faults.iter().find_map(|fault| enhanced_code(fault.text.code())).unwrap_or("5.6.0");
            Answer::new(554, code, listed(&faults))
        }
        IntakeError::SenderRefused(faults) => Answer::new(550, "5.7.1", listed(&faults)),
        IntakeError::KeyReused { id } => Answer::new(
            554,
            "5.6.0",
            format!("The Idempotency-Key was used for other content, which was accepted as {}", id.0),
        ),
        IntakeError::Quota(exceeded) => Answer::new(452, "4.2.2", words(&exceeded.text())),
        IntakeError::Waiting(exceeded) => Answer::new(452, "4.2.2", words(&exceeded.text())),
        IntakeError::LowSpace | IntakeError::Full => disk_full(),
        IntakeError::Queue(queue::QueueError::Db(error)) => of_database(&error),
        IntakeError::Queue(error) => internal(&error),
    }
}

/// The enhanced code of a fault that has one of its own.
fn enhanced_code(fault: &str) -> Option<&'static str> {
    match fault {
        "submitted_loop" => Some("5.4.6"),
        "submitted_needs_smtputf8" => Some("5.6.7"),
        _ => None,
    }
}

fn of_database(error: &DbError) -> Answer {
    match error {
        DbError::Full => disk_full(),
        DbError::ReadOnly => Answer::new(452, "4.3.1", "The disk of the server is read-only; try again later"),
        DbError::Closed => Answer::new(421, "4.3.2", "The server stops; try again").and_close(),
        DbError::Failed { .. } | DbError::Damaged { .. } => {
            Answer::new(421, "4.3.0", "The disk of the server failed; try again later").and_close()
        }
        error => internal(error),
    }
}

fn disk_full() -> Answer {
    Answer::new(452, "4.3.1", "The server has too little disk space; try again later")
}

/// A fault of the server, which is logged.
pub(crate) fn internal(error: &(dyn std::error::Error + 'static)) -> Answer {
    tracing::error!(error, "a submission failed");
    Answer::new(451, "4.3.0", "The server failed; try again later")
}

/// The server has no memory for a message.
pub(crate) fn overloaded() -> Answer {
    Answer::new(421, "4.3.2", "The server is busy; try again in a minute").and_close()
}

/// Each fault on a line.
fn listed(faults: &[Fault]) -> String {
    let mut lines: Vec<String> = faults.iter().take(FAULTS).map(|fault| words(&fault.text)).collect();
    if faults.len() > FAULTS {
        lines.push(format!("and {} more", faults.len() - FAULTS));
    }
    lines.join("\n")
}

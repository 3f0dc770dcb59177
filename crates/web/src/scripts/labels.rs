//! How runs read on pages: state, trigger, who, how long.

use std::borrow::Cow;

use sandbox::Level;

use crate::layout;
use crate::outbox::Badge;
use crate::translation::{language, sentence, tr, tr_args};
use scripting::{Run, RunState, Trigger};

/// A run's state with the colour of its badge.
pub fn badge(state: RunState) -> Badge {
    let (class, key) = match state {
        RunState::Waiting => ("info", "run-waiting"),
        RunState::Running => ("info", "run-running"),
        RunState::Finished => ("good", "run-finished"),
        RunState::Failed => ("danger", "run-failed"),
        RunState::Cancelled => ("", "run-cancelled"),
        RunState::Interrupted => ("warning", "run-interrupted"),
    };
    Badge { class, words: tr(key).into_owned() }
}

/// What a state means, in a sentence or two.
pub fn meaning(state: RunState) -> Cow<'static, str> {
    tr(match state {
        RunState::Waiting => "run-waiting-meaning",
        RunState::Running => "run-running-meaning",
        RunState::Finished => "run-finished-meaning",
        RunState::Failed => "run-failed-meaning",
        RunState::Cancelled => "run-cancelled-meaning",
        RunState::Interrupted => "run-interrupted-meaning",
    })
}

/// Why a call was refused, as a sentence. A key of the call stays as it is written in the script: `to`, not `To`.
pub fn refusal(error: &str) -> String {
    let whole = layout::sentence(&each_fault(error));
    match key_before(error) {
        Some(key) if whole.is_char_boundary(key.len()) => format!("{key}{}", &whole[key.len()..]),
        _ => whole,
    }
}

/// Why a run failed, as a sentence: what the sandbox says, or what the script threw, which may be a sentence of ours with
/// the name of its class before it.
pub fn fault(message: &str) -> String {
    let thrown = key_before(message).filter(|class| class.ends_with("Error"));
    layout::sentence(&match thrown {
        Some(class) => format!("{class}: {}", each_fault(&message[class.len() + 2..])),
        None => sentence(message),
    })
}

/// A call has all its faults in one text, each with its key before it; each is said by itself.
fn each_fault(error: &str) -> String {
    let mut said = Vec::new();
    let mut start = 0;
    for (at, _) in error.match_indices("; ") {
        let fault = &error[start..at];
        let is_quoted = fault.matches('“').count() > fault.matches('”').count();
        if !is_quoted && key_before(&error[at + 2..]).is_some() {
            said.push(one_fault(fault));
            start = at + 2;
        }
    }
    said.push(one_fault(&error[start..]));
    said.join("; ")
}

/// A sentence is known with its key or without it.
fn one_fault(fault: &str) -> String {
    let said = sentence(fault);
    match key_before(fault) {
        Some(key) if said == fault => format!("{key}: {}", sentence(&fault[key.len() + 2..])),
        _ => said,
    }
}

/// The word before the first colon: `to`, `attachments[0].name`, `TypeError`.
fn key_before(fault: &str) -> Option<&str> {
    let (key, _) = fault.split_once(": ")?;
    let is_key = |c: char| c.is_alphanumeric() || "_$-.[]".contains(c);
    (!key.is_empty() && key.chars().all(is_key)).then_some(key)
}

/// What started a run, and who where that is a person or a key.
pub fn trigger(run: &Run) -> String {
    let who = run.started_by.as_str();
    let key = who.strip_prefix("api key \"").and_then(|rest| rest.strip_suffix('"'));
    match run.trigger {
        Trigger::Hand => tr_args("run-by-hand", &[("who", who.into())]),
        Trigger::File => tr_args("run-by-file", &[("who", who.into())]),
        Trigger::Schedule => tr("run-by-schedule"),
        Trigger::Webhook => tr("run-by-webhook"),
        Trigger::Api => tr_args("run-by-key", &[("name", key.unwrap_or(who).into())]),
    }
    .into_owned()
}

/// A time span: `0.4 s`, `12 s`, `3 min 20 s`.
pub fn took(milliseconds: i64) -> String {
    let milliseconds = milliseconds.max(0);
    let seconds = milliseconds / 1_000;
    match milliseconds {
        0..10_000 => format!("{:.1} s", milliseconds as f64 / 1e3).replace('.', &language().decimal_point()),
        10_000..120_000 => format!("{seconds} s"),
        _ if seconds % 60 == 0 => format!("{} min", seconds / 60),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// How a line of the console is marked: a class, and words where it is louder than usual.
pub fn level(level: Level) -> (&'static str, Cow<'static, str>) {
    match level {
        Level::Log => ("log", Cow::Borrowed("")),
        Level::Warn => ("warn", tr("console-warn")),
        Level::Error => ("error", tr("console-error")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::translation::with_language_sync;
    use i18n::Language;

    #[test]
    fn each_fault_of_a_call_is_said_in_the_language_of_the_page() {
        let cases = [
            (
                "to: expected an address as text, got the number 5; foo: unknown key with the text “a; b: c”; the keys are from, to",
                "to: erwartet wird eine Adresse als Text, gegeben war die Zahl 5; foo: unbekannter Schlüssel (Wert: der Text „a; b: c“); es gibt die Schlüssel from, to.",
            ),
            (
                "to: “nobody” has no @: write an address such as ann@example.com, and put a name that contains a comma or semicolon in double quotes; replyTo: the address is empty: write one such as ann@example.com",
                "to: “nobody” enthält kein @: schreiben Sie eine Adresse wie ann@example.com, und setzen Sie einen Namen mit Komma oder Semikolon in Anführungszeichen; replyTo: die Adresse ist leer: schreiben Sie eine wie ann@example.com.",
            ),
            (
                "key: an idempotency key has 1 to 256 printable characters; this one has 300",
                "key: ein Idempotenzschlüssel hat 1 bis 256 druckbare Zeichen; dieser hat 300.",
            ),
            (
                "bcc: bob@example.org got 20 mails of this script within an hour, which is the most for one recipient; look for a loop that goes round too often",
                "bcc: bob@example.org hat in einer Stunde 20 E-Mails dieses Skripts bekommen, das ist für einen Empfänger die Grenze; suchen Sie nach einer Schleife, die zu oft läuft.",
            ),
        ];
        for (english, german) in cases {
            assert_eq!(with_language_sync(Language::German, || refusal(english)), german);
            assert_eq!(with_language_sync(Language::English, || refusal(english)), format!("{english}."));
        }
    }

    #[test]
    fn what_our_functions_throw_is_said_in_the_language_of_the_page() {
        let cases = [
            (
                "TypeError: formatDate takes a Date, milliseconds or a date such as \"2026-05-31\", not the text “tomorrow”",
                "TypeError: formatDate nimmt ein Date, Millisekunden oder ein Datum wie \"2026-05-31\"; gegeben war der Text „tomorrow“.",
            ),
            (
                "Error: this workspace has no file “a.pdf”; upload it under Files, or look for the right name with files()",
                "Error: dieser Workspace hat keine Datei „a.pdf“; laden Sie sie unter Dateien hoch, oder suchen Sie den richtigen Namen mit files().",
            ),
            (
                "TypeError: file takes the name of a file of the workspace: file(\"terms.pdf\"); it was given nothing",
                "TypeError: file nimmt den Namen einer Datei des Workspace: file(\"terms.pdf\"); gegeben war nichts.",
            ),
            (
                "TypeError: sendEmail takes one object: sendEmail({ to: \"a@example.com\", subject: \"Hello\", text: \"Good morning\" }); it was given the number 1",
                "TypeError: sendEmail nimmt ein Objekt: sendEmail({ to: \"a@example.com\", subject: \"Hello\", text: \"Good morning\" }); gegeben war die Zahl 1.",
            ),
            ("TypeError: cannot read property 'b' of undefined", "TypeError: cannot read property 'b' of undefined."),
            (
                "the script used more than 10 s of processor time, at this line or in a loop that begins after it; look for a loop that does not end",
                "Das Skript hat mehr als 10 s Rechenzeit gebraucht, in dieser Zeile oder in einer Schleife, die danach beginnt; suchen Sie nach einer Schleife, die nicht endet.",
            ),
        ];
        for (english, german) in cases {
            assert_eq!(with_language_sync(Language::German, || fault(english)), german);
        }
    }

    #[test]
    fn a_time_span_reads_as_people_say_it() {
        for (milliseconds, expected) in
            [(-5, "0.0 s"), (412, "0.4 s"), (12_300, "12 s"), (200_000, "3 min 20 s"), (180_400, "3 min")]
        {
            assert_eq!(took(milliseconds), expected, "{milliseconds}");
        }
    }
}

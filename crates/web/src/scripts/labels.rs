//! Labels of runs: state, trigger, actor, duration.

use std::borrow::Cow;

use sandbox::Level;

use crate::labels::actor;
use crate::layout;
use crate::outbox::Badge;
use crate::translation::{language, tr, tr_args};
use accounts::Actor;
use scripting::{Refusal, Run, RunFailure, RunState, Trigger};

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

/// The reason of a refused call, as a sentence. A key of the call keeps its case: `to`, not `To`.
pub fn refusal(refusal: &Refusal) -> String {
    let rendered = refusal.render(language());
    let whole = layout::sentence(&rendered);
    match refusal.faults.first().map(|fault| &fault.key) {
        Some(key) if !key.is_empty() && rendered.starts_with(key.as_str()) && whole.is_char_boundary(key.len()) => {
            format!("{key}{}", &whole[key.len()..])
        }
        _ => whole,
    }
}

/// Why a run failed.
#[derive(Clone, Debug)]
pub struct FaultMessage {
    pub text: String,
    /// Whether the text is what the script threw, which is shown unchanged in quotation marks.
    pub is_thrown: bool,
}

/// The reason of a failed run: a sentence of the catalogue, or the unchanged message of the script or the engine.
pub fn fault(fault: &RunFailure) -> FaultMessage {
    match fault.thrown() {
        Some(thrown) => FaultMessage { text: thrown.to_owned(), is_thrown: true },
        None => FaultMessage { text: layout::sentence(&language().render(&fault.text)), is_thrown: false },
    }
}

/// What started a run, and the person or API key that did.
pub fn trigger(run: &Run) -> String {
    let who = || run.started_by.as_ref().map(actor).unwrap_or_default();
    match (run.trigger, &run.started_by) {
        (Trigger::Hand, _) => tr_args("run-by-hand", &[("who", who().into())]),
        (Trigger::File, _) => tr_args("run-by-file", &[("who", who().into())]),
        (Trigger::Schedule, _) => tr("run-by-schedule"),
        (Trigger::Webhook, _) => tr("run-by-webhook"),
        (Trigger::Api, Some(Actor::ApiKey { name })) => tr_args("run-by-key", &[("name", name.as_str().into())]),
        (Trigger::Api, _) => tr_args("run-by-api", &[("who", who().into())]),
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

/// How a console line is marked: a class, and a label for warnings and errors.
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
    use scripting::texts;

    fn stored(json: &str) -> Refusal {
        Refusal::from_stored(json)
    }

    #[test]
    fn each_fault_of_a_call_is_shown_in_the_language_of_the_page() {
        let refused = stored(
            r#"{"v":2,"faults":[
                {"key":"to","text":{"code":"script_value_type","args":{
                    "expected":{"code":"script_expected_address"},
                    "given":{"code":"script_given_string","args":{"value":"the list of customers is empty; to: nothing"}}}}},
                {"key":"replyTo","text":{"code":"address_empty"}}]}"#,
        );
        assert_eq!(
            with_language_sync(Language::English, || refusal(&refused)),
            "to: expected an address as a string, got the string “the list of customers is empty; to: nothing”; \
             replyTo: the address is empty: write one such as ann@example.com."
        );
        assert_eq!(
            with_language_sync(Language::German, || refusal(&refused)),
            "to: erwartet wird eine Adresse als Zeichenkette, übergeben wurde die Zeichenkette „the list of customers is \
             empty; to: nothing“; replyTo: die Adresse ist leer: schreiben Sie eine wie ann@example.com."
        );
    }

    #[test]
    fn what_a_script_throws_is_shown_unchanged() {
        let failed = |text| RunFailure { reason: "script".into(), text, line: None, column: None, source_line: None };
        for thrown in ["Error: the list of customers is empty", "nothing", "order 7 (no TLS)", "Error: `by hand`; x"] {
            for text in [texts::script_error(thrown), mail::Text::verbatim(thrown)] {
                let message = with_language_sync(Language::German, || fault(&failed(text)));
                assert_eq!((message.text.as_str(), message.is_thrown), (thrown, true));
            }
        }
        let message = with_language_sync(Language::German, || fault(&failed(texts::script_threw_value("nothing"))));
        assert_eq!((message.text.as_str(), message.is_thrown), ("Das Skript hat „nothing“ ausgelöst.", false));
        let message = with_language_sync(Language::German, || fault(&failed(texts::script_cpu_limit("10"))));
        assert_eq!(
            message.text,
            "Das Skript hat mehr als 10 s Rechenzeit verbraucht: suchen Sie nach einer Endlosschleife."
        );
    }

    #[test]
    fn time_spans_are_rounded_for_people() {
        for (milliseconds, expected) in
            [(-5, "0.0 s"), (412, "0.4 s"), (12_300, "12 s"), (200_000, "3 min 20 s"), (180_400, "3 min")]
        {
            assert_eq!(took(milliseconds), expected, "{milliseconds}");
        }
    }
}

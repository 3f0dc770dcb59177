//! How runs read on pages: state, trigger, who, how long.

use std::borrow::Cow;

use script::Level;

use crate::scripts::{Run, RunState, Trigger};
use crate::web::layout;
use crate::web::outbox::Badge;
use crate::web::speech::{language, say, say_with, sentence};

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
    Badge { class, words: say(key).into_owned() }
}

/// What a state means, in a sentence or two.
pub fn meaning(state: RunState) -> Cow<'static, str> {
    say(match state {
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
    let whole = layout::sentence(&sentence(error));
    match error.split_once(": ") {
        Some((key, _)) if !key.contains(char::is_whitespace) && whole.is_char_boundary(key.len()) => {
            format!("{key}{}", &whole[key.len()..])
        }
        _ => whole,
    }
}

/// What started a run, and who where that is a person or a key.
pub fn trigger(run: &Run) -> String {
    let who = run.started_by.as_str();
    let key = who.strip_prefix("api key \"").and_then(|rest| rest.strip_suffix('"'));
    match run.trigger {
        Trigger::Hand => say_with("run-by-hand", &[("who", who.into())]),
        Trigger::File => say_with("run-by-file", &[("who", who.into())]),
        Trigger::Schedule => say("run-by-schedule"),
        Trigger::Webhook => say("run-by-webhook"),
        Trigger::Api => say_with("run-by-key", &[("name", key.unwrap_or(who).into())]),
    }
    .into_owned()
}

/// A time span: `0.4 s`, `12 s`, `3 min 20 s`.
pub fn took(milliseconds: i64) -> String {
    let milliseconds = milliseconds.max(0);
    let seconds = milliseconds / 1_000;
    match milliseconds {
        0..10_000 => format!("{:.1} s", milliseconds as f64 / 1e3).replace('.', language().decimal_point()),
        10_000..120_000 => format!("{seconds} s"),
        _ if seconds % 60 == 0 => format!("{} min", seconds / 60),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// How a line of the console is marked: a class, and words where it is louder than usual.
pub fn level(level: Level) -> (&'static str, Cow<'static, str>) {
    match level {
        Level::Log => ("log", Cow::Borrowed("")),
        Level::Warn => ("warn", say("console-warn")),
        Level::Error => ("error", say("console-error")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_span_reads_as_people_say_it() {
        for (milliseconds, expected) in
            [(-5, "0.0 s"), (412, "0.4 s"), (12_300, "12 s"), (200_000, "3 min 20 s"), (180_400, "3 min")]
        {
            assert_eq!(took(milliseconds), expected, "{milliseconds}");
        }
    }
}

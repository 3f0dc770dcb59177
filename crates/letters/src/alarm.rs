//! The notice to administrators that sending was paused and has resumed. It cannot be sent earlier.

use std::time::Duration;

use jiff::Timestamp;
use mail::{Arg, Args, Problem, ProblemCode, Text};

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// Why sending was paused.
    pub problem: Problem,
    /// When sending was paused.
    pub since: Timestamp,
    /// When sending resumed.
    pub until: Timestamp,
    /// Number of messages that were waiting at that time.
    pub waiting: u64,
    /// URL of the page *Email Settings*.
    pub settings_url: String,
}

impl Values {
    /// Sample values.
    pub fn sample() -> Self {
        let reply = "535 5.7.8 Username <owl> and password not accepted";
        let event = Text::new("event_login_refused", [("server", "smtp.example.com".into()), ("reply", reply.into())]);
        Self {
            problem: Problem::new(
                &ProblemCode { name: "login_refused", code: "login_refused", args: &["event"] },
                Args::from([("event", Arg::from(event))]),
            ),
            since: super::gallery::now(),
            until: super::gallery::now() + Duration::from_secs(3 * 3600),
            waiting: 1204,
            settings_url: "https://mail.example.com/configuration/email-settings".into(),
        }
    }
}

/// Composes the letter.
pub fn letter(values: &Values, language: Language) -> Letter {
    let wording = Wording(language);
    let paused = Duration::try_from(values.until.duration_since(values.since)).unwrap_or_default();
    let lead = wording.tr_args("letter-alarm-lead", &[("lasting", wording.lasting(paused).into())]);
    Content {
        language,
        subject: wording.tr("letter-alarm-subject"),
        preview: lead.clone(),
        blocks: vec![
            Block::Heading(wording.tr("letter-alarm-heading")),
            Block::Paragraph(lead),
            Block::Facts(vec![
                (wording.tr("letter-alarm-why"), language.problem(&values.problem).what),
                (wording.tr("letter-alarm-since"), language.whole_day_and_time(values.since)),
                (wording.tr("letter-alarm-until"), language.whole_day_and_time(values.until)),
            ]),
            Block::Paragraph(wording.tr_args("letter-alarm-waiting", &[("count", values.waiting.into())])),
            Block::Paragraph(wording.tr("letter-alarm-remedy")),
            Block::Link { label: wording.tr("letter-settings-link"), url: values.settings_url.clone() },
        ],
        foot: wording.tr("letter-alarm-foot"),
    }
    .laid_out()
}

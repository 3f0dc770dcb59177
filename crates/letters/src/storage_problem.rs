//! The notice to administrators that the disk accepts no new mail, or that stored rows are damaged.

use jiff::Timestamp;
use mail::{Args, Problem, ProblemCode};

use super::blocks::{Block, Content};
use super::wording::Wording;
use super::{Language, Letter};

/// The values of the letter.
#[derive(Clone, Debug)]
pub struct Values {
    /// The problem.
    pub problem: Problem,
    /// When it was noticed.
    pub since: Timestamp,
    /// URL of the first page after sign-in, which shows whether the problem persists.
    pub overview_url: String,
}

impl Values {
    /// Sample values.
    pub fn sample() -> Self {
        Self {
            problem: Problem::new(&ProblemCode { name: "disk_full", code: "disk_full", args: &[] }, Args::default()),
            since: super::gallery::now(),
            overview_url: "https://mail.example.com/".into(),
        }
    }
}

/// Composes the letter.
pub fn letter(values: &Values, language: Language) -> Letter {
    let wording = Wording(language);
    let problem = language.problem(&values.problem);
    Content {
        language,
        subject: wording.tr("letter-storage-subject"),
        preview: problem.what.clone(),
        blocks: vec![
            Block::Heading(wording.tr("letter-storage-heading")),
            Block::Paragraph(problem.what),
            Block::Paragraph(problem.meaning),
            Block::Paragraph(problem.remedy),
            Block::Facts(vec![(wording.tr("letter-storage-since"), language.whole_day_and_time(values.since))]),
            Block::Link { label: wording.tr("letter-storage-link"), url: values.overview_url.clone() },
        ],
        foot: wording.tr("letter-storage-foot"),
    }
    .laid_out()
}

//! The parts of a letter. All texts are plain text: only the layout adds markup.

use super::{Language, Letter, layout};

/// A letter before it is laid out.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub language: Language,
    /// Reduced to one line by the layout.
    pub subject: String,
    /// The preview that mail clients show beside the subject.
    pub preview: String,
    pub blocks: Vec<Block>,
    /// Why the reader received this mail.
    pub foot: String,
}

/// A block of a letter.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Heading(String),
    Paragraph(String),
    /// The main action of the letter. The URL is also shown as text, for readers without HTML.
    Button {
        label: String,
        url: String,
    },
    /// A secondary action.
    Link {
        label: String,
        url: String,
    },
    /// Pairs of label and value, in order.
    Facts(Vec<(String, String)>),
    SmallPrint(String),
}

impl Content {
    /// Renders subject, text and HTML.
    pub fn laid_out(&self) -> Letter {
        layout::letter(self)
    }
}

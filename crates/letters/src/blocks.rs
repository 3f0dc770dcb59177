//! What a letter is made of. Every text in it is plain: the layout alone makes markup.

use super::{Language, Letter, layout};

/// A letter before it is laid out.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub language: Language,
    /// Becomes one line, whatever it contains.
    pub subject: String,
    /// What lists of mail show beside the subject.
    pub preview: String,
    pub blocks: Vec<Block>,
    /// Why this mail came.
    pub foot: String,
}

/// A piece of a letter.
#[derive(Clone, Debug)]
pub(super) enum Block {
    Heading(String),
    Paragraph(String),
    /// What the letter is for. The link is shown as text as well, for readers without HTML.
    Button {
        label: String,
        url: String,
    },
    /// A way on that is not what the letter is for.
    Link {
        label: String,
        url: String,
    },
    /// Labels and values, in order.
    Facts(Vec<(String, String)>),
    SmallPrint(String),
}

impl Content {
    /// Subject, text and HTML.
    pub fn laid_out(&self) -> Letter {
        layout::letter(self)
    }
}

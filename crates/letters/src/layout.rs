//! The layout of all letters: renders subject, text and HTML from their blocks.
//!
//! The HTML is in `layout.html`: tables and inline styles, because Outlook and Gmail support little else.

use std::fmt::Write as _;

use askama::Template;

use super::Letter;
use super::blocks::{Block, Content};
use super::wording::Wording;

/// Replaces line breaks and runs of spaces by one space: a subject is always one line.
fn one_line(subject: &str) -> String {
    subject
        .split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn letter(content: &Content) -> Letter {
    let subject = one_line(&content.subject);
    let text = text(content);
    let page = Html { subject: &subject, content, copy_hint: Wording(content.language).tr("letter-by-hand") };
    let html = page.render().unwrap_or_else(|error| {
        // Writing to memory does not fail. If the template were broken, the text would still be a letter.
        tracing::error!(%error, "laying out a letter");
        String::new()
    });
    Letter { subject, text, html }
}

#[derive(Template)]
#[template(path = "layout.html")]
struct Html<'c> {
    subject: &'c str,
    content: &'c Content,
    /// The sentence before the button's URL, for readers who copy it.
    copy_hint: String,
}

/// The text part: a paragraph is one line, because mail programs wrap lines; a link is on a line of its own.
fn text(content: &Content) -> String {
    let mut text = String::new();
    for block in &content.blocks {
        match block {
            Block::Heading(words) | Block::Paragraph(words) | Block::SmallPrint(words) => {
                text.push_str(words);
                text.push('\n');
            }
            Block::Button { label, url } | Block::Link { label, url } => {
                text.push_str(label);
                text.push_str(":\n");
                text.push_str(url);
                text.push('\n');
            }
            Block::Facts(facts) => {
                for (label, value) in facts {
                    // Writing to a String does not fail.
                    let _ = writeln!(text, "{label}: {value}");
                }
            }
        }
        text.push('\n');
    }
    text.push_str(&content.foot);
    text.push('\n');
    text
}

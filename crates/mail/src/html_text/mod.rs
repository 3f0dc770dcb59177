//! Text from HTML, for mail clients that do not show HTML.
//!
//! One pass over the tags, without building a document: it cannot fail, takes linear time for any input, and returns
//! the same text for the same HTML. Lines are wrapped between words, so that URLs stay complete: `our shop
//! <https://example.com/>`.

mod entities;
mod hidden;
mod layout;
mod references;
mod tokens;

use entities::decoded;
use hidden::{FontSizes, Hidden, is_hidden};
use layout::Layout;
pub(crate) use references::named_content_ids;
use tokens::{Token, attribute, tokens};

/// The text part for an HTML mail without one: lines of at most 76 columns if spaces allow it, separated by LF.
pub fn text_from_html(html: &str) -> String {
    let mut layout = Layout::default();
    let mut link = None;
    let mut hidden: Option<Hidden> = None;
    let mut sizes = FontSizes::default();
    for token in tokens(html) {
        if let Some(inside) = &mut hidden {
            if inside.ends_with(&token) {
                hidden = None;
            }
            continue;
        }
        sizes.follow(&token);
        match token {
            Token::Open { name, attributes } if is_hidden(name, attributes) => hidden = Hidden::open(name, attributes),
            Token::Open { name, attributes } if is(name, "a") => link = Link::open(attributes, &layout),
            Token::Close { name } if is(name, "a") => {
                if let Some(link) = link.take() {
                    link.close(&mut layout);
                }
                layout.separate();
            }
            Token::Open { name, attributes } if is(name, "img") => {
                layout.separate();
                layout.text(&decoded(attribute(attributes, "alt").unwrap_or_default()));
                layout.separate();
            }
            Token::Open { name, .. } => open(name, &mut layout),
            Token::Close { name } => close(name, &mut layout),
            Token::Text(_) if sizes.hide_text() => {}
            Token::Text(text) => layout.text(&decoded(text)),
        }
    }
    layout.finish()
}

fn open(name: &str, layout: &mut Layout) {
    match name.to_ascii_lowercase().as_str() {
        "br" => layout.line_break(),
        "hr" => layout.rule(),
        "td" | "th" => layout.cell(),
        "button" | "option" | "input" | "select" => layout.separate(),
        "ul" => layout.open_list(None),
        "ol" => layout.open_list(Some(1)),
        "li" => layout.item(),
        "blockquote" => layout.open_quotation(),
        "pre" => layout.open_verbatim(),
        name => layout.ensure_breaks(breaks_around(name)),
    }
}

fn close(name: &str, layout: &mut Layout) {
    match name.to_ascii_lowercase().as_str() {
        "ul" | "ol" => layout.close_list(),
        "blockquote" => layout.close_quotation(),
        "pre" => layout.close_verbatim(),
        "button" | "option" | "select" => layout.separate(),
        name => layout.ensure_breaks(breaks_around(name)),
    }
}

/// Line breaks before and after an element: two mean an empty line.
fn breaks_around(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "dl" | "fieldset" => 2,
        "div" | "tr" | "li" | "dt" | "dd" | "section" | "article" | "header" | "footer" | "main" | "nav" | "aside"
        | "center" | "address" | "figure" | "figcaption" | "form" | "caption" | "body" => 1,
        _ => 0,
    }
}

/// A link whose text is being written; its URL follows unless the text is the URL.
struct Link {
    address: String,
    starts_at: usize,
}

impl Link {
    /// `None` for links within the mail and to scripts.
    fn open(attributes: &str, layout: &Layout) -> Option<Self> {
        let address = decoded(attribute(attributes, "href")?).trim().replace(char::is_whitespace, "%20");
        let scheme = address.split_once(':')?.0;
        let outside = ["http", "https", "mailto", "tel"].iter().any(|known| is(known, scheme));
        outside.then(|| Self { address, starts_at: layout.len() })
    }

    fn close(self, layout: &mut Layout) {
        let shown = self.address.strip_prefix("mailto:").or(self.address.strip_prefix("tel:")).unwrap_or(&self.address);
        let same = |text: &str| text.trim().trim_end_matches('/') == shown.trim_end_matches('/');
        if !same(layout.since(self.starts_at)) {
            layout.text(&format!(" <{shown}>"));
        }
    }
}

fn is_void(name: &str) -> bool {
    ["img", "br", "hr", "input", "meta", "link", "col", "wbr"].iter().any(|void| is(void, name))
}

fn is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests;

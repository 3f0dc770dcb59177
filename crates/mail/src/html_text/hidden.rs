//! Elements that mail clients do not show, such as the preview line at the start of many mails, and tracking images.

use super::tokens::{Token, attribute};
use super::{is, is_void};

/// An element that is not shown; it ends at its end tag.
pub(super) struct Hidden<'a> {
    name: &'a str,
    depth: usize,
}

impl<'a> Hidden<'a> {
    /// The element that a start tag opens, if it is hidden and has content.
    pub(super) fn open(name: &'a str, attributes: &str) -> Option<Self> {
        (is_hidden(name, attributes) && !is_void(name)).then_some(Self { name, depth: 1 })
    }

    pub(super) fn ends_with(&mut self, token: &Token<'_>) -> bool {
        match token {
            Token::Open { name, .. } if is(name, self.name) => self.depth += 1,
            Token::Close { name } if is(name, self.name) => self.depth -= 1,
            _ => {}
        }
        self.depth == 0
    }
}

/// Whether an element is not shown. Style sheets are not evaluated; mails repeat important styles in `style`, because
/// some mail clients drop style sheets.
pub(super) fn is_hidden(name: &str, attributes: &str) -> bool {
    // A table cell with width zero is as wide as its content; an image is not shown.
    let has_size = |size: &str| attribute(attributes, size).is_none_or(|size| !is_zero(size.trim()));
    attribute(attributes, "hidden").is_some()
        || attribute(attributes, "class").is_some_and(is_preview)
        || (is(name, "img") && !(has_size("width") && has_size("height")))
        || attribute(attributes, "style").is_some_and(hides)
}

/// The usual class of a preview line, which the style sheet hides.
fn is_preview(classes: &str) -> bool {
    classes.split_ascii_whitespace().any(|class| is(class, "preheader") || is(class, "preview-text"))
}

fn hides(style: &str) -> bool {
    let mut cuts_off = false;
    let mut has_no_extent = false;
    for (property, value) in declarations(style) {
        match property.as_str() {
            "display" if value == "none" => return true,
            "visibility" if value == "hidden" || value == "collapse" => return true,
            "mso-hide" if value == "all" => return true,
            "opacity" if is_zero(&value) => return true,
            "max-height" | "max-width" | "height" | "width" if is_zero(&value) => has_no_extent = true,
            "overflow" if value == "hidden" => cuts_off = true,
            _ => {}
        }
    }
    // Without `overflow: hidden`, the content overflows its box and is visible.
    has_no_extent && cuts_off
}

/// Property and value of each declaration, in lower case.
fn declarations(style: &str) -> impl Iterator<Item = (String, String)> + '_ {
    style.split(';').filter_map(|declaration| {
        let (property, value) = declaration.split_once(':')?;
        let value = value.split('!').next().unwrap_or_default();
        Some((property.trim().to_ascii_lowercase(), value.trim().to_ascii_lowercase()))
    })
}

/// The font sizes in effect. Size zero hides text, but not inner elements with another size: generators set size zero
/// around columns, so that the spaces between them have no width.
#[derive(Default)]
pub(super) struct FontSizes<'a> {
    open: Vec<FontSize<'a>>,
}

struct FontSize<'a> {
    name: &'a str,
    depth: usize,
    is_zero: bool,
}

impl<'a> FontSizes<'a> {
    /// Updates the sizes for a tag.
    pub(super) fn follow(&mut self, token: &Token<'a>) {
        match token {
            Token::Open { name, attributes } if !is_void(name) => {
                let style = attribute(attributes, "style").unwrap_or_default();
                let size = declarations(style).filter(|(property, _)| property == "font-size").last();
                match (size, self.open.last_mut()) {
                    (Some((_, size)), _) => self.open.push(FontSize { name, depth: 1, is_zero: is_zero(&size) }),
                    (None, Some(last)) if is(name, last.name) => last.depth += 1,
                    _ => {}
                }
            }
            Token::Close { name } => {
                if let Some(last) = self.open.last_mut().filter(|last| is(name, last.name)) {
                    last.depth -= 1;
                    if last.depth == 0 {
                        self.open.pop();
                    }
                }
            }
            _ => {}
        }
    }

    pub(super) fn hide_text(&self) -> bool {
        self.open.last().is_some_and(|last| last.is_zero)
    }
}

/// Whether a size is zero in any unit: `0`, `0px`, `0.0em`.
fn is_zero(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.starts_with(['0', '.']) && number.bytes().all(|b| b == b'0' || b == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_elements_are_recognised_by_their_attributes() {
        for attributes in [
            "hidden",
            " HIDDEN=\"\"",
            "style=\"display: NONE !important\"",
            "style='color:red;display:none'",
            "style=\"max-height:0; overflow:hidden; mso-hide:all\"",
            "style=\"max-height: 0.0em;overflow: hidden\"",
            "style='visibility:hidden'",
            "style='opacity:0'",
            "class=\"x Preheader\"",
        ] {
            assert!(is_hidden("div", attributes), "{attributes}");
        }
        for attributes in [
            "",
            "data-hidden=1",
            "style='display:block'",
            "style='height:0'",
            "style='font-size:0.8em'",
            "style='margin:0;padding:0;overflow:hidden;max-height:100px'",
            "style='overflow-x:none;opacity:.5'",
            "class='not-a-preheader preheader2'",
            "width=0 height=0",
            "title='display:none'",
        ] {
            assert!(!is_hidden("td", attributes), "{attributes}");
        }
        assert!(is_hidden("img", "width=0 height=0") && !is_hidden("IMG", "width=100% height=1"));
    }
}

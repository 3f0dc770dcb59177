//! Text from HTML, for the readers who see no HTML.

/// The text part for an HTML mail that came without one.
pub fn text_from_html(_html: &str) -> String {
    todo!()
}

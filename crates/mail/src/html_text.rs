//! Text from HTML, for the readers who see no HTML.

/// Columns of the text: what RFC 5322 §2.1.1 asks of lines, less the marks of a quotation.
const WIDTH: usize = 72;

/// The text part for an HTML mail that came without one.
pub fn text_from_html(html: &str) -> String {
    html2text::config::plain()
        .no_table_borders()
        .no_link_wrapping()
        .allow_width_overflow()
        .link_footnotes(true)
        .string_from_read(html.as_bytes(), WIDTH)
        .unwrap_or_default()
}

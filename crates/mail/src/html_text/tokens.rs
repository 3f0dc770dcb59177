//! Splits HTML into tags and text, in linear time. A simplified form of the tokenizer of browsers; comments,
//! declarations, scripts and styles are left out.

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text between tags; entities are not decoded.
    Text(&'a str),
    /// A start tag, with everything after its name.
    Open { name: &'a str, attributes: &'a str },
    /// An end tag.
    Close { name: &'a str },
}

/// Elements whose content is not text of the page.
const NOT_TEXT: [&str; 4] = ["script", "style", "title", "template"];

/// The tags and texts of `html`, in order.
pub(super) fn tokens(html: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = html;
    // If one comment has no end, no later one has one; searching again would take quadratic time.
    let mut comments_end = true;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            let (token, after) = next(rest, &mut comments_end);
            rest = after;
            if let Some(Token::Open { name, .. }) = &token
                && NOT_TEXT.iter().any(|element| element.eq_ignore_ascii_case(name))
            {
                rest = after_end_tag(rest, name);
                continue;
            }
            if token.is_some() {
                return token;
            }
        }
        None
    })
}

/// The first token, if there is one before `after`.
fn next<'a>(html: &'a str, comments_end: &mut bool) -> (Option<Token<'a>>, &'a str) {
    if let Some(comment) = html.strip_prefix("<!--")
        && *comments_end
    {
        match after_comment(comment) {
            Some(after) => return (None, after),
            None => *comments_end = false,
        }
    }
    if let Some(comment) = html.strip_prefix("<!--") {
        // A comment without an end ends before the next tag: better to show too much text than none.
        let end = comment.find(['<', '>']).unwrap_or(comment.len());
        return (None, comment[end..].strip_prefix('>').unwrap_or(&comment[end..]));
    }
    if html.starts_with("<!") || html.starts_with("<?") {
        return (None, html.split_once('>').map_or("", |(_, after)| after));
    }
    if let Some(inner) = html.strip_prefix("</").filter(|inner| starts_name(inner)) {
        let (tag, after) = until_tag_end(inner);
        return (Some(Token::Close { name: split_name(tag).0 }), after);
    }
    if let Some(inner) = html.strip_prefix('<').filter(|inner| starts_name(inner)) {
        let (tag, after) = until_tag_end(inner);
        let (name, attributes) = split_name(tag);
        return (Some(Token::Open { name, attributes }), after);
    }
    // A `<` that does not start a tag is text.
    let end = html.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(html.len(), |(at, _)| at);
    let (text, after) = html.split_at(end);
    (Some(Token::Text(text)), after)
}

/// The text after a comment. `<!-->` and `<!--->` are complete comments, and `--!>` ends one too, as in browsers.
fn after_comment(comment: &str) -> Option<&str> {
    for short in [">", "->"] {
        if let Some(after) = comment.strip_prefix(short) {
            return Some(after);
        }
    }
    comment.match_indices("--").find_map(|(at, dashes)| {
        let after = &comment[at + dashes.len()..];
        // `match_indices` finds non-overlapping pairs of dashes; the last of three dashes may belong to the end.
        after.strip_prefix('>').or_else(|| after.strip_prefix("->")).or_else(|| after.strip_prefix("!>"))
    })
}

fn starts_name(inner: &str) -> bool {
    inner.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn split_name(tag: &str) -> (&str, &str) {
    tag.split_at(tag.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(tag.len()))
}

/// The text up to the `>` that is not in a quoted attribute value.
fn until_tag_end(inner: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (None, '>') => return (&inner[..at], &inner[at + 1..]),
            (None, '"' | '\'') if inner[..at].trim_ascii_end().ends_with('=') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    (inner, "")
}

/// The text after `</name`, up to and including its `>`.
fn after_end_tag<'a>(html: &'a str, name: &str) -> &'a str {
    for (at, _) in html.match_indices("</") {
        let inner = &html[at + 2..];
        if inner.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return until_tag_end(inner).1;
        }
    }
    ""
}

/// The value of an attribute, without quotes; entities are not decoded.
pub(super) fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<&'a str> {
    let space_or_slash = |c: char| c.is_ascii_whitespace() || c == '/';
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(space_or_slash);
        if rest.is_empty() {
            return None;
        }
        // The first character belongs to the name even if it is `=`, so that every iteration consumes something.
        let end =
            rest.char_indices().skip(1).find(|(_, c)| *c == '=' || space_or_slash(*c)).map_or(rest.len(), |(at, _)| at);
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.trim_ascii_start().strip_prefix('=') {
            Some(value) => split_value(value.trim_ascii_start()),
            None => ("", after),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = after;
    }
}

fn split_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len()))
}

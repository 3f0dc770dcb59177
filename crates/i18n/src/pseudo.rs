//! Pseudo-localisation: English with accents and doubled vowels, about a third longer.
//!
//! A page in this language reveals every text that is not taken from the Fluent files, and every layout that breaks
//! with longer words. For tests and debug builds only: [`Language::Pseudo`](super::Language::Pseudo).

use fluent_bundle::FluentResource;
use fluent_syntax::{ast, parser, serializer};

/// The same messages, pseudo-localised. Placeables, markup, entities and `code` are not changed.
pub(super) fn localized(ftl: &str) -> String {
    debug_assert!(FluentResource::try_new(ftl.to_owned()).is_ok());
    let mut resource = match parser::parse(ftl.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    for entry in &mut resource.body {
        if let ast::Entry::Message(message) = entry {
            // Formats of numbers and dates are not text.
            if message.id.name.starts_with("locale-") {
                continue;
            }
            message.value.iter_mut().for_each(pattern);
            message.attributes.iter_mut().for_each(|attribute| pattern(&mut attribute.value));
        }
    }
    serializer::serialize(&resource)
}

fn pattern(pattern: &mut ast::Pattern<String>) {
    for element in &mut pattern.elements {
        match element {
            ast::PatternElement::TextElement { value } => *value = words(value),
            ast::PatternElement::Placeable { expression: ast::Expression::Select { variants, .. } } => {
                variants.iter_mut().for_each(|variant| self::pattern(&mut variant.value));
            }
            ast::PatternElement::Placeable { .. } => {}
        }
    }
}

/// Doubles vowels and adds accents to letters.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut until = None;
    for c in text.chars() {
        match (until, c) {
            (Some(end), _) if c == end => until = None,
            (Some(_), _) => {}
            (None, '<') => until = Some('>'),
            (None, '&') => until = Some(';'),
            (None, '`') => until = Some('`'),
            (None, _) => {
                let accented = accented(c);
                out.push(accented);
                if accented != c && "aeiouAEIOU".contains(c) {
                    out.push(accented);
                }
                continue;
            }
        }
        out.push(c);
    }
    out
}

fn accented(c: char) -> char {
    const PLAIN: &str = "aceilnorsuyzACEILNORSUYZ";
    const ACCENTED: &str = "àçéíłñöŕšúýžÀÇÉÍŁÑÖŔŠÚÝŽ";
    PLAIN.chars().position(|plain| plain == c).and_then(|at| ACCENTED.chars().nth(at)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_longer_and_accented_while_variables_and_markup_stay() {
        let ftl = "a-key = Send <b>{ $count }</b> to `cc`\n";
        assert_eq!(localized(ftl), "a-key = Šééñd <b>{ $count }</b> töö `cc`\n");
    }
}

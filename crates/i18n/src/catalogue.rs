//! The declarations of the Fluent files, for the test that compares them with the codes of every crate.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_syntax::ast;

use super::Language;
use super::texts::files;

/// The variables of a Fluent message, by attribute; the message's own value has the empty name.
pub type MessageVariables = BTreeMap<String, BTreeSet<String>>;

/// All messages of a language by identifier: for tests.
///
/// # Panics
///
/// If a file is not Fluent syntax, or an identifier occurs twice.
pub fn declared(language: Language) -> BTreeMap<String, MessageVariables> {
    let mut found = BTreeMap::new();
    for (name, text) in files(language) {
        for (id, message) in messages(text) {
            assert!(found.insert(id.clone(), message).is_none(), "{id} of {name}.ftl occurs twice");
        }
    }
    found
}

/// The messages of one file.
pub(crate) fn messages(text: &str) -> Vec<(String, MessageVariables)> {
    let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| errors).expect("Fluent syntax");
    let entries = resource.entries().filter_map(|entry| match entry {
        ast::Entry::Message(message) => Some((message.id.name.to_owned(), declared_by(message))),
        _ => None,
    });
    entries.collect()
}

fn declared_by(message: &ast::Message<&str>) -> MessageVariables {
    let value = message.value.iter().map(|pattern| ("", pattern));
    let attributes = message.attributes.iter().map(|attribute| (attribute.id.name, &attribute.value));
    value.chain(attributes).map(|(name, pattern)| (name.to_owned(), variables(pattern))).collect()
}

fn variables(pattern: &ast::Pattern<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(pattern, &mut found);
    found
}

fn collect(pattern: &ast::Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let ast::PatternElement::Placeable { expression } = element else { continue };
        let (subject, variants) = match expression {
            ast::Expression::Inline(inline) => (inline, &[][..]),
            ast::Expression::Select { selector, variants } => (selector, &variants[..]),
        };
        if let ast::InlineExpression::VariableReference { id } = subject {
            found.insert(id.name.to_owned());
        }
        for variant in variants {
            collect(&variant.value, found);
        }
    }
}

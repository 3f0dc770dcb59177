//! The API through its router, with the product's verbs.

mod document;

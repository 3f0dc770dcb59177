//! Pages in the reader's language: the middleware that sets the language of a request, and the filters of templates.
//!
//! [`translate`] takes the language of the account, otherwise of the browser. Rust calls [`tr`] and [`tr_args`];
//! templates use filters: `{{ "key"|t }}`, `{{ "key"|t1("count", n) }}` for text, `h`, `h1` … for texts with markup,
//! in which variables are escaped.

use std::borrow::Cow;
use std::fmt;

use askama::filters::{Escaper, Html, Safe};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::middleware::Next;
use axum::response::Response;

use super::session::{self, SessionLookup};
use app::App;
use i18n::{Language, Value};
pub use i18n::{language, tr, tr_args, with_language, with_language_sync};
use transfer::{Holder, RequestMemory};

/// Handles a request in the reader's language.
pub async fn translate(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let known = session::find(request.headers(), &app).await;
    let language = match &known {
        SessionLookup::Session(session) if session.account.language.is_some() => {
            session.account.language.unwrap_or_default()
        }
        _ => browser_language(request.headers()),
    };
    if let (SessionLookup::Session(session), Some(memory)) = (&known, RequestMemory::of(request.extensions())) {
        memory.add_holder(Holder::Account(session.account.id));
    }
    request.extensions_mut().insert(known);
    with_language(language, next.run(request)).await
}

/// The language that the browser prefers.
fn browser_language(headers: &HeaderMap) -> Language {
    headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map_or(Language::default(), Language::accepted)
}

/// A variable of a text.
pub trait Variable {
    /// For a text that is escaped as a whole.
    fn plain(&self) -> Value<'static>;
    /// For a text with markup.
    fn in_html(&self) -> Value<'static> {
        self.plain()
    }
}

impl Variable for str {
    fn plain(&self) -> Value<'static> {
        Value::from(self.to_owned())
    }
    fn in_html(&self) -> Value<'static> {
        Value::from(escaped(self))
    }
}

impl Variable for String {
    fn plain(&self) -> Value<'static> {
        self.as_str().plain()
    }
    fn in_html(&self) -> Value<'static> {
        self.as_str().in_html()
    }
}

impl Variable for Cow<'_, str> {
    fn plain(&self) -> Value<'static> {
        self.as_ref().plain()
    }
    fn in_html(&self) -> Value<'static> {
        self.as_ref().in_html()
    }
}

impl<V: Variable + ?Sized> Variable for &V {
    fn plain(&self) -> Value<'static> {
        (**self).plain()
    }
    fn in_html(&self) -> Value<'static> {
        (**self).in_html()
    }
}

macro_rules! numbers {
    ($($number:ty),*) => { $(
        impl Variable for $number {
            fn plain(&self) -> Value<'static> {
                Value::from(*self)
            }
        }
    )* };
}

numbers!(u8, u16, u32, u64, usize, i32, i64);

impl Variable for super::labels::TimeElement {
    /// HTML made by the page: only texts with markup accept it.
    fn plain(&self) -> Value<'static> {
        Value::from(self.to_string())
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    match Html.write_escaped_str(&mut out, text) {
        Ok(()) => out,
        Err(fmt::Error) => String::new(),
    }
}

/// The filters of the templates: `use crate::translation::filters;` beside the template's struct.
pub mod filters {
    use super::*;

    /// A text.
    #[askama::filter_fn]
    pub fn t(key: impl AsRef<str>, _: &dyn askama::Values) -> askama::Result<Cow<'static, str>> {
        Ok(tr(key.as_ref()))
    }

    /// A text with one variable.
    #[askama::filter_fn]
    pub fn t1<A: Variable>(
        key: impl AsRef<str>,
        _: &dyn askama::Values,
        a: &str,
        x: A,
    ) -> askama::Result<Cow<'static, str>> {
        Ok(tr_args(key.as_ref(), &[(a, x.plain())]))
    }

    /// A text with two variables.
    #[askama::filter_fn]
    pub fn t2<A: Variable, B: Variable>(
        key: impl AsRef<str>,
        _: &dyn askama::Values,
        a: &str,
        x: A,
        b: &str,
        y: B,
    ) -> askama::Result<Cow<'static, str>> {
        Ok(tr_args(key.as_ref(), &[(a, x.plain()), (b, y.plain())]))
    }

    /// A text with markup.
    #[askama::filter_fn]
    pub fn h(key: impl AsRef<str>, _: &dyn askama::Values) -> askama::Result<Safe<Cow<'static, str>>> {
        Ok(Safe(tr(key.as_ref())))
    }

    /// A text with markup and one variable.
    #[askama::filter_fn]
    pub fn h1<A: Variable>(
        key: impl AsRef<str>,
        _: &dyn askama::Values,
        a: &str,
        x: A,
    ) -> askama::Result<Safe<Cow<'static, str>>> {
        Ok(Safe(tr_args(key.as_ref(), &[(a, x.in_html())])))
    }

    /// A text with markup and two variables.
    #[askama::filter_fn]
    pub fn h2<A: Variable, B: Variable>(
        key: impl AsRef<str>,
        _: &dyn askama::Values,
        a: &str,
        x: A,
        b: &str,
        y: B,
    ) -> askama::Result<Safe<Cow<'static, str>>> {
        Ok(Safe(tr_args(key.as_ref(), &[(a, x.in_html()), (b, y.in_html())])))
    }

    /// A text with markup and three variables.
    #[askama::filter_fn]
    pub fn h3<A: Variable, B: Variable, C: Variable>(
        key: impl AsRef<str>,
        _: &dyn askama::Values,
        a: &str,
        x: A,
        b: &str,
        y: B,
        c: &str,
        z: C,
    ) -> askama::Result<Safe<Cow<'static, str>>> {
        Ok(Safe(tr_args(key.as_ref(), &[(a, x.in_html()), (b, y.in_html()), (c, z.in_html())])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_cannot_become_markup() {
        assert_eq!("<b>".in_html(), Value::from("&#60;b&#62;"));
        assert_eq!("<b>".plain(), Value::from("<b>"));
    }
}

//! What pages say: their texts in the language of who reads them.
//!
//! [`listen`] finds the language of a request (the account's, else the browser's) and holds it while the page is made.
//! Rust says [`say`] and [`say_with`]; templates use the filters: `{{ "key"|t }}`, `{{ "key"|t1("count", n) }}` for text,
//! `h`, `h1` … for texts that hold markup of ours, in which variables are escaped. `{{ fault|sentence }}` is for what rooms
//! say in English.

use std::borrow::Cow;
use std::fmt::{self, Display};

use askama::filters::{Escaper, Html, Safe};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::middleware::Next;
use axum::response::Response;

use super::session::{self, Known};
use app::App;
use i18n::{Language, Value};

tokio::task_local! {
    static LANGUAGE: Language;
}

/// The language of the request that is answered; English outside of one.
pub fn language() -> Language {
    LANGUAGE.try_with(|language| *language).unwrap_or_default()
}

/// Answers in the reader's language.
pub async fn listen(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let known = session::find(request.headers(), &app).await;
    let language = match &known {
        Known::Account(account) if account.language.is_some() => account.language.unwrap_or_default(),
        _ => asked_for(request.headers()),
    };
    request.extensions_mut().insert(known);
    in_language(language, next.run(request)).await
}

/// What a browser asks for.
fn asked_for(headers: &HeaderMap) -> Language {
    headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).map_or(Language::default(), Language::accepted)
}

/// Does `work` in a language: what is said by it outlives the request's own future (a stream, a task).
pub async fn in_language<W: Future>(language: Language, work: W) -> W::Output {
    LANGUAGE.scope(language, work).await
}

/// As [`in_language`], for work that does not wait.
pub fn spoken<T>(language: Language, work: impl FnOnce() -> T) -> T {
    LANGUAGE.sync_scope(language, work)
}

/// A text by its key.
pub fn say(key: &str) -> Cow<'static, str> {
    language().say(key)
}

/// A text with its variables.
pub fn say_with(key: &str, variables: &[(&str, Value<'_>)]) -> Cow<'static, str> {
    language().say_with(key, variables)
}

/// What a room said in English.
pub fn sentence(english: &str) -> String {
    language().sentence(english).into_owned()
}

/// A variable of a text.
pub trait Variable {
    /// For a text that is escaped as a whole.
    fn plain(&self) -> Value<'static>;
    /// For a text that holds markup.
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

impl Variable for super::words::When {
    /// An element of ours: only texts with markup take it.
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

/// The filters of the templates: `use crate::speech::filters;` beside the template's struct.
pub mod filters {
    use super::*;

    /// A text.
    #[askama::filter_fn]
    pub fn t(key: impl AsRef<str>, _: &dyn askama::Values) -> askama::Result<Cow<'static, str>> {
        Ok(say(key.as_ref()))
    }

    /// A text with one variable.
    #[askama::filter_fn]
    pub fn t1<A: Variable>(
        key: impl AsRef<str>,
        _: &dyn askama::Values,
        a: &str,
        x: A,
    ) -> askama::Result<Cow<'static, str>> {
        Ok(say_with(key.as_ref(), &[(a, x.plain())]))
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
        Ok(say_with(key.as_ref(), &[(a, x.plain()), (b, y.plain())]))
    }

    /// A text with markup of ours.
    #[askama::filter_fn]
    pub fn h(key: impl AsRef<str>, _: &dyn askama::Values) -> askama::Result<Safe<Cow<'static, str>>> {
        Ok(Safe(say(key.as_ref())))
    }

    /// A text with markup and one variable.
    #[askama::filter_fn]
    pub fn h1<A: Variable>(
        key: impl AsRef<str>,
        _: &dyn askama::Values,
        a: &str,
        x: A,
    ) -> askama::Result<Safe<Cow<'static, str>>> {
        Ok(Safe(say_with(key.as_ref(), &[(a, x.in_html())])))
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
        Ok(Safe(say_with(key.as_ref(), &[(a, x.in_html()), (b, y.in_html())])))
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
        Ok(Safe(say_with(key.as_ref(), &[(a, x.in_html()), (b, y.in_html()), (c, z.in_html())])))
    }

    /// What a room said in English.
    #[askama::filter_fn]
    pub fn sentence(english: impl Display, _: &dyn askama::Values) -> askama::Result<String> {
        Ok(super::sentence(&english.to_string()))
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

    #[test]
    fn outside_of_a_request_english_is_spoken() {
        assert_eq!(language(), Language::English);
        assert_eq!(spoken(Language::German, language), Language::German);
    }
}

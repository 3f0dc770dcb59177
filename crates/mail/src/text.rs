//! Messages for people as data: a code and its arguments.
//!
//! Every crate that reports something to people declares its codes with [`texts!`](crate::texts) and returns
//! [`Text`]s. The wording of each code is in the Fluent files of `i18n`, which renders a text in the reader's
//! language. Text that comes from a person, a script or another server is an argument and is shown unchanged.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The code of texts that were stored as finished sentences (version 1); their only argument is `text`.
const VERBATIM: &str = "verbatim";

/// A message for people: a code and its arguments.
///
/// Stored and sent as `{"code": "…", "args": {…}}`; `args` is omitted if there are none. A plain JSON string is read as
/// a sentence that version 1 stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredText")]
pub struct Text {
    code: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Args::is_empty")]
    args: Args,
}

impl Text {
    /// A text of a declared code; called by the functions that [`texts!`](crate::texts) generates.
    pub fn new<const N: usize>(code: &'static str, args: [(&'static str, Arg); N]) -> Self {
        Self { code: Cow::Borrowed(code), args: Args::from(args) }
    }

    /// A sentence that version 1 stored in one language; it is shown unchanged.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self::new(VERBATIM, [("text", Arg::String(text.into()))])
    }

    /// The stable name of the message, in snake case. Programs may rely on it.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The arguments, by name.
    pub fn args(&self) -> &Args {
        &self.args
    }

    /// The sentence, if version 1 stored one.
    pub fn as_verbatim(&self) -> Option<&str> {
        match self.args.get("text") {
            Some(Arg::String(text)) if self.code == VERBATIM => Some(text),
            _ => None,
        }
    }
}

/// For logs and tests, independent of a language: `code (name: value, …)`.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = self.as_verbatim() {
            return f.write_str(text);
        }
        f.write_str(&self.code)?;
        if self.args.is_empty() { Ok(()) } else { write!(f, " ({})", self.args) }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum StoredText {
    Coded {
        code: String,
        #[serde(default)]
        args: Args,
    },
    Sentence(String),
}

impl From<StoredText> for Text {
    fn from(stored: StoredText) -> Self {
        match stored {
            StoredText::Coded { code, args } => Self { code: Cow::Owned(code), args },
            StoredText::Sentence(text) => Self::verbatim(text),
        }
    }
}

/// The arguments of a text by name, in the order of their declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Args(Vec<(Cow<'static, str>, Arg)>);

impl Args {
    /// The argument with that name.
    pub fn get(&self, name: &str) -> Option<&Arg> {
        self.iter().find(|(own, _)| *own == name).map(|(_, arg)| arg)
    }

    /// Adds an argument, or replaces the one with that name.
    pub(crate) fn set(&mut self, name: &'static str, arg: Arg) {
        match self.0.iter_mut().find(|(own, _)| own == name) {
            Some((_, own)) => *own = arg,
            None => self.0.push((Cow::Borrowed(name), arg)),
        }
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arg)> {
        self.0.iter().map(|(name, arg)| (name.as_ref(), arg))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<const N: usize> From<[(&'static str, Arg); N]> for Args {
    fn from(args: [(&'static str, Arg); N]) -> Self {
        Self(args.into_iter().map(|(name, arg)| (Cow::Borrowed(name), arg)).collect())
    }
}

impl FromIterator<(&'static str, Arg)> for Args {
    fn from_iter<I: IntoIterator<Item = (&'static str, Arg)>>(args: I) -> Self {
        Self(args.into_iter().map(|(name, arg)| (Cow::Borrowed(name), arg)).collect())
    }
}

impl fmt::Display for Args {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, (name, arg)) in self.iter().enumerate() {
            let separator = if nth == 0 { "" } else { ", " };
            write!(f, "{separator}{name}: {arg}")?;
        }
        Ok(())
    }
}

impl Serialize for Args {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Args {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> serde::de::Visitor<'de> for Entries {
            type Value = Args;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the arguments of a text")
            }

            fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<Args, M::Error> {
                let mut args = Vec::new();
                while let Some((name, arg)) = map.next_entry::<String, Arg>()? {
                    args.push((Cow::Owned(name), arg));
                }
                Ok(Args(args))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

/// One argument of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    /// A number; it is formatted for the language and selects the plural form.
    Number(i64),
    /// Text from a person, a script or another server, a name or a value; shown unchanged.
    String(String),
    /// Another text, rendered in the same language.
    Text(Text),
    /// Several values, joined as a list in the language.
    List(Vec<Arg>),
}

impl fmt::Display for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Arg::Number(number) => write!(f, "{number}"),
            Arg::String(text) => f.write_str(text),
            Arg::Text(text) => write!(f, "{text}"),
            Arg::List(items) => {
                for (nth, item) in items.iter().enumerate() {
                    let separator = if nth == 0 { "" } else { ", " };
                    write!(f, "{separator}{item}")?;
                }
                Ok(())
            }
        }
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<Arg>> for Arg {
    fn from(items: Vec<Arg>) -> Self {
        Self::List(items)
    }
}

impl From<Vec<String>> for Arg {
    fn from(items: Vec<String>) -> Self {
        Self::List(items.into_iter().map(Arg::String).collect())
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl From<$number> for Arg {
            /// A number above the range of `i64` becomes the maximum.
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}
numbers!(u8, u16, u32, u64, u128, usize, i32, i64);

/// A declared code. The catalogue test of `owlpost` compares it with the Fluent files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable name, in snake case; also the Fluent message's identifier.
    pub name: &'static str,
    /// The names of its arguments.
    pub args: &'static [&'static str],
}

/// Declares texts: a function for each, which takes the arguments by position and returns the [`Text`], and `CODES`,
/// the list of all of them.
///
/// ```
/// mod texts {
///     mail::texts! {
///         address_without_at(value);
///         address_empty();
///     }
/// }
/// assert_eq!(texts::address_without_at("ann").code(), "address_without_at");
/// assert_eq!(texts::CODES[0].args, ["value"]);
/// ```
#[macro_export]
macro_rules! texts {
    ($($(#[$attribute:meta])* $name:ident($($arg:ident),* $(,)?);)*) => {
        $(
            #[doc = concat!("The text `", stringify!($name), "`.")]
            $(#[$attribute])*
            pub fn $name($($arg: impl Into<$crate::Arg>),*) -> $crate::Text {
                $crate::Text::new(stringify!($name), [$((stringify!($arg), $arg.into())),*])
            }
        )*

        /// Every code declared here, with its arguments.
        pub const CODES: &[$crate::Code] =
            &[$($crate::Code { name: stringify!($name), args: &[$(stringify!($arg)),*] }),*];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_stored(text: &Text, stored: &str) {
        assert_eq!(serde_json::to_string(text).expect("a text"), stored);
        assert_eq!(&serde_json::from_str::<Text>(stored).expect("a stored text"), text);
    }

    #[test]
    fn a_text_is_stored_as_code_and_arguments() {
        check_stored(&Text::new("plain", []), r#"{"code":"plain"}"#);
        let cause = Text::new("cause", [("port", 25_u16.into())]);
        let args = [("host", "a.example".into()), ("cause", cause.into()), ("names", vec!["b".to_owned()].into())];
        check_stored(
            &Text::new("nested", args),
            r#"{"code":"nested","args":{"host":"a.example","cause":{"code":"cause","args":{"port":25}},"names":["b"]}}"#,
        );
    }

    #[test]
    fn a_sentence_of_version_1_is_read_as_it_was_stored() {
        let text: Text = serde_json::from_str("\"the mailbox is full\"").expect("a stored sentence");
        assert_eq!(text.as_verbatim(), Some("the mailbox is full"));
    }
}

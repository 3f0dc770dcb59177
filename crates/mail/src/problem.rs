//! Known failures as data: a code, its arguments, the settings field and a fix.
//!
//! Most problems are made by `delivery::diagnosis`. They are stored with attempts and settings, and shown by pages, API
//! and log.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Arg, Args, Text};

/// How a connection is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// Implicit TLS (RFC 8314 §3.3), usually port 465.
    ImplicitTls,
    /// TLS required after the STARTTLS command (RFC 3207), usually port 587; never without TLS.
    Starttls,
    /// No TLS.
    None,
}

impl Security {
    /// The stored and API name: `implicit_tls`, `starttls` or `none`.
    pub fn name(self) -> &'static str {
        match self {
            Security::ImplicitTls => "implicit_tls",
            Security::Starttls => "starttls",
            Security::None => "none",
        }
    }
}

/// A known failure, explained to a person: what happened, what it means, what to do.
///
/// The texts are in the Fluent files of `i18n`, which renders a problem in the reader's language. Stored and sent as
/// `{"code": "…", "variant": "…", "args": {…}, "field": …, "fix": …}` (version 2). Version 1 stored finished
/// sentences; these are kept and shown as they were stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredProblem", into = "StoredProblem")]
pub struct Problem {
    /// The stable name for programs, in snake case: `login_refused`.
    pub code: Cow<'static, str>,
    /// Distinguishes explanations with the same code and different texts: `app_password` of `login_refused`.
    pub variant: Option<Cow<'static, str>>,
    /// The arguments of the texts.
    pub args: Args,
    /// The settings field it concerns, as in the API's JSON: `password.host`, `from.email`.
    pub field: Option<String>,
    /// A change of settings that fixes it, if one is known.
    pub fix: Option<Fix>,
    sentences: Option<Box<ProblemSentences>>,
}

/// The sentences of a problem that version 1 stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemSentences {
    /// What happened, in one sentence.
    pub what: String,
    /// What it usually means.
    pub meaning: String,
    /// What to do next.
    pub remedy: String,
}

/// The optional argument that is appended to the meaning.
const NOTE: &str = "note";
/// The optional argument that replaces the remedy.
const ADVICE: &str = "advice";

/// The argument that is present if nothing is tried again.
const ONCE: &str = "once";

impl Problem {
    /// A problem of a declared code; called by the functions that [`problems!`](crate::problems) generates.
    pub fn new(declared: &ProblemCode, args: Args) -> Self {
        Self {
            code: Cow::Borrowed(declared.code),
            variant: declared.variant().map(Cow::Borrowed),
            args,
            field: None,
            fix: None,
            sentences: None,
        }
    }

    /// A problem of version 1, which stored finished sentences.
    pub fn verbatim(code: impl Into<String>, sentences: ProblemSentences) -> Self {
        Self {
            code: Cow::Owned(code.into()),
            variant: None,
            args: Args::default(),
            field: None,
            fix: None,
            sentences: Some(Box::new(sentences)),
        }
    }

    /// Sets the settings field that the problem concerns.
    #[must_use]
    pub fn at(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Adds a change of settings that fixes it.
    #[must_use]
    pub fn with_fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }

    /// Adds a sentence to the meaning, such as the IDs that a provider's support asks for.
    #[must_use]
    pub fn with_note(mut self, note: Text) -> Self {
        self.args.set(NOTE, note.into());
        self
    }

    /// The note of [`with_note`](Self::with_note).
    pub fn note(&self) -> Option<&Text> {
        match self.args.get(NOTE) {
            Some(Arg::Text(note)) => Some(note),
            _ => None,
        }
    }

    /// Replaces the usual remedy with a more specific one, such as which ports were tried.
    #[must_use]
    pub fn with_advice(mut self, advice: Text) -> Self {
        self.args.set(ADVICE, advice.into());
        self
    }

    /// The advice of [`with_advice`](Self::with_advice).
    pub fn advice(&self) -> Option<&Text> {
        match self.args.get(ADVICE) {
            Some(Arg::Text(advice)) => Some(advice),
            _ => None,
        }
    }

    /// Marks that nothing is tried again, so that the remedy does not promise it.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.args.set(ONCE, true.to_string().into());
        self
    }

    /// Whether [`once`](Self::once) was called.
    pub fn is_once(&self) -> bool {
        self.args.get(ONCE).is_some()
    }

    /// The sentences, if version 1 stored them.
    pub fn sentences(&self) -> Option<&ProblemSentences> {
        self.sentences.as_deref()
    }
}

/// For logs, independent of a language: `code (name: value, …)`, or the code and the first sentence of version 1.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.sentences {
            Some(sentences) => write!(f, "{}: {}", self.code, sentences.what),
            None if self.args.is_empty() => f.write_str(&self.code),
            None => write!(f, "{} ({})", self.code, self.args),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum StoredProblem {
    Sentences {
        code: String,
        field: Option<String>,
        #[serde(flatten)]
        sentences: ProblemSentences,
        fix: Option<Fix>,
    },
    Coded {
        code: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        variant: Option<String>,
        #[serde(default, skip_serializing_if = "Args::is_empty")]
        args: Args,
        field: Option<String>,
        fix: Option<Fix>,
    },
}

impl From<StoredProblem> for Problem {
    fn from(stored: StoredProblem) -> Self {
        match stored {
            StoredProblem::Sentences { code, field, sentences, fix } => {
                Self { field, fix, ..Self::verbatim(code, sentences) }
            }
            StoredProblem::Coded { code, variant, args, field, fix } => {
                Self { code: Cow::Owned(code), variant: variant.map(Cow::Owned), args, field, fix, sentences: None }
            }
        }
    }
}

impl From<Problem> for StoredProblem {
    fn from(problem: Problem) -> Self {
        let Problem { code, variant, args, field, fix, sentences } = problem;
        let code = code.into_owned();
        match sentences {
            Some(sentences) => Self::Sentences { code, field, sentences: *sentences, fix },
            None => Self::Coded { code, variant: variant.map(Cow::into_owned), args, field, fix },
        }
    }
}

/// A declared problem. The catalogue test of `owlpost` compares it with the Fluent files, where its identifier is
/// `problem_` followed by the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemCode {
    /// The code; for a variant `<code>_<variant>`.
    pub name: &'static str,
    /// The stable name for programs.
    pub code: &'static str,
    /// The names of its arguments.
    pub args: &'static [&'static str],
}

impl ProblemCode {
    /// What distinguishes it from other problems with the same code.
    pub fn variant(&self) -> Option<&'static str> {
        self.name.strip_prefix(self.code)?.strip_prefix('_')
    }

    /// The problem with that name, for constants.
    ///
    /// # Panics
    /// If no problem has the name; in a constant that is a compile error.
    pub const fn find(declared: &'static [ProblemCode], name: &str) -> &'static ProblemCode {
        let mut at = 0;
        while at < declared.len() {
            if is_same(declared[at].name.as_bytes(), name.as_bytes()) {
                return &declared[at];
            }
            at += 1;
        }
        panic!("no problem of this name is declared")
    }
}

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Declares problems: a function for each, which takes the arguments by position and returns the [`Problem`], and
/// `PROBLEMS`, the list of all of them. A variant is declared with the code that it shares; its name must begin with
/// that code.
///
/// ```
/// mod problems {
///     mail::problems! {
///         mailbox_full(recipient);
///         mailbox_full_quota: mailbox_full(recipient, limit);
///     }
/// }
/// let problem = problems::mailbox_full_quota("ann@example.com", 10);
/// assert_eq!((&*problem.code, problem.variant.as_deref()), ("mailbox_full", Some("quota")));
/// ```
#[macro_export]
macro_rules! problems {
    (@code $name:ident) => { stringify!($name) };
    (@code $name:ident $code:ident) => { stringify!($code) };
    ($($name:ident $(: $code:ident)? ($($arg:ident),* $(,)?);)*) => {
        $(
            #[doc = concat!("The problem `", stringify!($name), "`.")]
            pub fn $name($($arg: impl Into<$crate::Arg>),*) -> $crate::Problem {
                const DECLARED: &$crate::ProblemCode = $crate::ProblemCode::find(PROBLEMS, stringify!($name));
                $crate::Problem::new(DECLARED, [$((stringify!($arg), $arg.into())),*].into())
            }
        )*

        /// Every problem declared here, with its arguments.
        pub const PROBLEMS: &[$crate::ProblemCode] = &[$($crate::ProblemCode {
            name: stringify!($name),
            code: $crate::problems!(@code $name $($code)?),
            args: &[$(stringify!($arg)),*],
        }),*];
    };
}

/// A change of settings that fixes the problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredFix", into = "StoredFix")]
pub enum Fix {
    /// Another port and security mode, which were tested and work.
    Server {
        /// The port to use.
        port: u16,
        /// The security mode to use with it.
        security: Security,
    },
    /// The provider's API instead of its SMTP server.
    SendThroughApi,
}

/// The stored form of a fix. The kinds are distinguished by their fields, because the first was stored before the
/// second existed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum StoredFix {
    Server { port: u16, security: Security },
    SendThrough { send_through: StoredTransport },
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredTransport {
    Api,
}

impl From<StoredFix> for Fix {
    fn from(stored: StoredFix) -> Self {
        match stored {
            StoredFix::Server { port, security } => Fix::Server { port, security },
            StoredFix::SendThrough { send_through: StoredTransport::Api } => Fix::SendThroughApi,
        }
    }
}

impl From<Fix> for StoredFix {
    fn from(fix: Fix) -> Self {
        match fix {
            Fix::Server { port, security } => StoredFix::Server { port, security },
            Fix::SendThroughApi => StoredFix::SendThrough { send_through: StoredTransport::Api },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    mod problems {
        crate::problems! {
            login_refused(event);
            login_refused_app_password: login_refused(event, port);
        }
    }

    #[track_caller]
    fn check_problem(stored: &str, problem: &Problem) {
        assert_eq!(&serde_json::from_str::<Problem>(stored).expect("a stored problem"), problem);
        assert_eq!(serde_json::to_string(problem).expect("a problem"), stored);
    }

    #[test]
    fn a_problem_is_stored_as_code_and_arguments() {
        check_problem(
            r#"{"code":"login_refused","args":{"event":"535"},"field":null,"fix":null}"#,
            &problems::login_refused("535"),
        );
        let event = Text::new("reply_login_refused", [("reply", "535".into())]);
        let variant = problems::login_refused_app_password(event, 587)
            .at("password.port")
            .with_fix(Fix::Server { port: 465, security: Security::ImplicitTls });
        check_problem(
            r#"{"code":"login_refused","variant":"app_password","args":{"event":{"code":"reply_login_refused","args":{"reply":"535"}},"port":587},"field":"password.port","fix":{"port":465,"security":"implicit_tls"}}"#,
            &variant,
        );
    }

    #[test]
    fn a_problem_of_version_1_keeps_its_sentences() {
        let sentences = ProblemSentences { what: "W.".into(), meaning: "M.".into(), remedy: "R.".into() };
        check_problem(
            r#"{"code":"policy","field":"to","what":"W.","meaning":"M.","remedy":"R.","fix":{"send_through":"api"}}"#,
            &Problem::verbatim("policy", sentences).at("to").with_fix(Fix::SendThroughApi),
        );
    }

    #[track_caller]
    fn check_stored(stored: &str, fix: &Fix) {
        assert_eq!(&serde_json::from_str::<Fix>(stored).expect("a stored fix"), fix);
        assert_eq!(serde_json::to_string(fix).expect("a fix"), stored);
    }

    #[test]
    fn each_fix_has_its_stored_form() {
        check_stored(r#"{"port":587,"security":"starttls"}"#, &Fix::Server { port: 587, security: Security::Starttls });
        check_stored(r#"{"send_through":"api"}"#, &Fix::SendThroughApi);
        assert!(serde_json::from_str::<Fix>(r#"{"send_through":"pigeon"}"#).is_err());
    }
}

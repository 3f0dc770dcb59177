//! Dialogue files: what a scripted server sends and expects. [`crate::ScriptedServer`] plays them.
//!
//! The format is in `crates/testkit/DIALOGUES.md`, which is part of this page:
#![doc = include_str!("../DIALOGUES.md")]

use std::time::Duration;

use crate::CertificateKind;
use crate::placeholder;

/// A parsed dialogue file.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// The lines before the first connection, for the caller: settings and expectations.
    pub heads: Vec<Head>,
    /// The steps of the first connection, the second, and so on.
    pub connections: Vec<Vec<Numbered>>,
}

/// A `key: value` line from the top of a dialogue file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its line, counted from 1.
    pub line: usize,
    /// The text before the colon.
    pub key: String,
    /// The text after it, trimmed.
    pub value: String,
}

/// A step and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// The line in the file, counted from 1.
    pub line: usize,
    /// The step.
    pub step: Step,
}

/// One step of a dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `S:` and `S~:`: bytes to send. Those of adjacent steps are sent in one write.
    Say(Vec<u8>),
    /// `C:`: the client's next line must match this.
    Hear(String),
    /// `C?:`: if the client's next line matches this, it is consumed, and answered if an answer is given.
    MayHear {
        /// The pattern of the line.
        pattern: String,
        /// The answer.
        answer: Option<Vec<u8>>,
    },
    /// `!tls` and `!starttls`: the server's part of a TLS handshake.
    Tls {
        /// The certificate shown.
        certificate: CertificateKind,
        /// Whether the client must abort the handshake.
        refused: bool,
    },
    /// `!read-data`: a message up to CRLF.CRLF, recorded.
    ReadData,
    /// `!read-bytes N`: reads and discards bytes.
    ReadBytes(usize),
    /// `!nothing-waiting`: the client must not have sent anything ahead.
    NothingWaiting,
    /// `!drip N`: from here on this many bytes in each TCP segment.
    Drip(usize),
    /// `!garbage N`: meaningless bytes without line ends, always the same.
    Garbage(usize),
    /// `!long-line N TEXT`: a line of this many bytes that begins with the text.
    LongLine {
        /// The total length in bytes, without the line end.
        bytes: usize,
        /// The beginning of the line.
        beginning: Vec<u8>,
    },
    /// `!endless TEXT`: the line again and again until the client hangs up.
    Endless(Vec<u8>),
    /// `!wait MS`: nothing is sent or read for this many milliseconds.
    Wait(Duration),
    /// `!silence`: sends nothing more; further input of the client is recorded.
    Silence,
    /// `!close`: TLS and TCP are closed cleanly.
    Close,
    /// `!cut`: TCP is closed without a TLS close_notify.
    Cut,
    /// `!reset`: the connection is reset.
    Reset,
}

/// Why a text is not a valid dialogue.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the dialogue: {what}")]
pub struct ScriptError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, and what is allowed instead.
    pub what: String,
}

impl Script {
    /// Reads a dialogue file.
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        let mut script = Script::default();
        for (index, raw) in text.lines().enumerate() {
            let line = index + 1;
            let content = raw.trim_end();
            let wrong = |what: String| ScriptError { line, what };
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            if content.starts_with("---") {
                script.connections.push(Vec::new());
                continue;
            }
            match script.connections.last_mut() {
                Some(steps) => steps.push(Numbered { line, step: step(content).map_err(wrong)? }),
                None => {
                    let (key, value) = content
                        .split_once(':')
                        .ok_or_else(|| wrong(format!("`{content}` is no `key: value`; steps begin after `---`")))?;
                    script.heads.push(Head { line, key: key.trim().to_owned(), value: value.trim().to_owned() });
                }
            }
        }
        if script.connections.is_empty() {
            return Err(ScriptError { line: text.lines().count(), what: "no connection: `---` is missing".to_owned() });
        }
        Ok(script)
    }

    /// The values of all head lines with this key, in order.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.heads.iter().filter(move |head| head.key == key).map(|head| head.value.as_str())
    }

    /// The value of the first head line with this key.
    pub fn head(&self, key: &str) -> Option<&str> {
        self.heads.iter().find(|head| head.key == key).map(|head| head.value.as_str())
    }
}

fn step(content: &str) -> Result<Step, String> {
    if let Some(action) = content.strip_prefix('!') {
        return self::action(action);
    }
    let Some((who, said)) = content.split_once(':') else {
        return Err(format!("`{content}` begins with none of `S:`, `S~:`, `C:`, `C?:`, `!`, `#`, `---`"));
    };
    let said = said.strip_prefix(' ').unwrap_or(said);
    match who {
        "S" => Ok(Step::Say(line_bytes(said)?)),
        "S~" => Ok(Step::Say(placeholder::bytes(said)?)),
        "C" => Ok(Step::Hear(placeholder::pattern(said)?)),
        "C?" => match said.split_once(" -> ") {
            Some((pattern, answer)) => {
                Ok(Step::MayHear { pattern: placeholder::pattern(pattern)?, answer: Some(line_bytes(answer)?) })
            }
            None => Ok(Step::MayHear { pattern: placeholder::pattern(said)?, answer: None }),
        },
        _ => Err(format!("`{who}:` is unknown; there are `S:`, `S~:`, `C:` and `C?:`")),
    }
}

fn line_bytes(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = placeholder::bytes(text)?;
    bytes.extend_from_slice(b"\r\n");
    Ok(bytes)
}

fn action(text: &str) -> Result<Step, String> {
    let (name, argument) = text.split_once(' ').unwrap_or((text, ""));
    let argument = argument.trim();
    let step = match name {
        "tls" | "starttls" => return tls(argument),
        "read-bytes" => Step::ReadBytes(size(argument)?),
        "drip" => Step::Drip(size(argument)?.max(1)),
        "garbage" => Step::Garbage(size(argument)?),
        "long-line" => {
            let (bytes, beginning) = argument.split_once(' ').unwrap_or((argument, ""));
            Step::LongLine { bytes: size(bytes)?, beginning: placeholder::bytes(beginning)? }
        }
        "wait" => Step::Wait(Duration::from_millis(size(argument)? as u64)),
        "endless" => Step::Endless(line_bytes(argument)?),
        "read-data" | "nothing-waiting" | "silence" | "close" | "cut" | "reset" if !argument.is_empty() => {
            return Err(format!("`!{name}` takes no argument, not `{argument}`"));
        }
        "read-data" => Step::ReadData,
        "nothing-waiting" => Step::NothingWaiting,
        "silence" => Step::Silence,
        "close" => Step::Close,
        "cut" => Step::Cut,
        "reset" => Step::Reset,
        _ => return Err(format!("`!{name}` is no action")),
    };
    Ok(step)
}

fn tls(argument: &str) -> Result<Step, String> {
    let mut certificate = CertificateKind::Good;
    let mut refused = false;
    for word in argument.split_whitespace() {
        if word == "refused" {
            refused = true;
        } else {
            certificate = CertificateKind::named(word).ok_or_else(|| {
                let names = CertificateKind::ALL.map(CertificateKind::name).join(", ");
                format!("`{word}` is neither `refused` nor a certificate ({names})")
            })?;
        }
    }
    Ok(Step::Tls { certificate, refused })
}

/// `10`, `64KB`, `10MB`.
fn size(text: &str) -> Result<usize, String> {
    let (digits, unit) = match text.strip_suffix("MB") {
        Some(digits) => (digits, 1024 * 1024),
        None => text.strip_suffix("KB").map_or((text, 1), |digits| (digits, 1024)),
    };
    let number: usize = digits.parse().map_err(|_| format!("`{text}` is no size such as `10`, `64KB` or `10MB`"))?;
    number.checked_mul(unit).ok_or_else(|| format!("`{text}` is too large"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Result<Step, &str>) {
        let read = Script::parse(&format!("---\n{line}")).map(|script| script.connections[0][0].step.clone());
        match (read, expected) {
            (Ok(step), Ok(expected)) => assert_eq!(step, expected),
            (Err(error), Err(expected)) => {
                assert_eq!(error.line, 2);
                assert!(error.what.contains(expected), "{error}");
            }
            (read, expected) => panic!("{line}: {read:?} instead of {expected:?}"),
        }
    }

    #[test]
    fn steps_are_parsed() {
        check("S: 220 hi", Ok(Step::Say(b"220 hi\r\n".to_vec())));
        check("S~: 22", Ok(Step::Say(b"22".to_vec())));
        check(r"S~: 220 a\n\x00\\", Ok(Step::Say(b"220 a\n\0\\".to_vec())));
        check("C: EHLO *", Ok(Step::Hear("EHLO *".to_owned())));
        check("C: {base64:\\0u\\0p}", Ok(Step::Hear("AHUAcA==".to_owned())));
        check("C?: QUIT", Ok(Step::MayHear { pattern: "QUIT".to_owned(), answer: None }));
        check(
            "C?: RSET -> 250 ok",
            Ok(Step::MayHear { pattern: "RSET".to_owned(), answer: Some(b"250 ok\r\n".to_vec()) }),
        );
        check("!tls", Ok(Step::Tls { certificate: CertificateKind::Good, refused: false }));
        check("!starttls expired refused", Ok(Step::Tls { certificate: CertificateKind::Expired, refused: true }));
        check("!long-line 10MB 250-", Ok(Step::LongLine { bytes: 10 << 20, beginning: b"250-".to_vec() }));
        check("!drip 1", Ok(Step::Drip(1)));
    }

    #[test]
    fn invalid_steps_are_reported_with_their_line() {
        check("X: 220", Err("`X:` is unknown"));
        check("220 hi", Err("begins with none of"));
        check("!explode", Err("`!explode` is no action"));
        check("!close now", Err("takes no argument"));
        check("!garbage many", Err("is no size"));
        check("!tls odd", Err("nor a certificate (good, expired"));
        check("S: {base32:x}", Err("only {base64:text}"));
    }

    #[test]
    fn head_lines_come_before_the_first_connection() {
        let script =
            Script::parse("# why\nsecurity: none\nexpect: a\nexpect: b\n\n--- first\nS: 220\n---\n").expect("a script");
        assert_eq!(script.head("security"), Some("none"));
        assert_eq!(script.all("expect").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(script.connections.iter().map(Vec::len).collect::<Vec<_>>(), [1, 0]);
        assert!(Script::parse("security: none").is_err());
    }
}

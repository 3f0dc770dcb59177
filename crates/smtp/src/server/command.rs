//! Parses commands (RFC 5321 section 4.1): strict, and every fault is answered with what to write instead. Uses no socket.
//!
//! Addresses are taken out of their brackets and not judged; `mail::EmailAddress` does that.

use mail::submitted::{EnvelopeId, Notify, OriginalRecipient, Ret};

use super::answer::Answer;
use super::parameters::{self, Body};

/// The longest name in EHLO, in octets: a domain has at most 255 (RFC 5321 section 4.5.3.1.2).
const NAME_OCTETS: usize = 255;
/// Methods of HTTP (RFC 9110 section 9, RFC 5789), and the preface of HTTP/2.
const METHODS: [&str; 10] = ["GET", "POST", "PUT", "HEAD", "OPTIONS", "PATCH", "DELETE", "CONNECT", "TRACE", "PRI"];

/// A command of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// EHLO or HELO.
    Hello {
        /// What the client calls itself.
        name: String,
        /// EHLO, which asks for extensions.
        extended: bool,
    },
    /// MAIL.
    Mail(MailCommand),
    /// RCPT.
    Rcpt(RcptCommand),
    /// DATA.
    Data,
    /// BDAT (RFC 3030): that many octets follow.
    Bdat {
        /// The length of the chunk.
        octets: u64,
        /// The message is complete with it.
        last: bool,
    },
    /// RSET.
    Rset,
    /// NOOP.
    Noop,
    /// VRFY.
    Vrfy,
    /// HELP.
    Help,
    /// QUIT.
    Quit,
    /// STARTTLS (RFC 3207).
    StartTls,
    /// AUTH (RFC 4954).
    Auth {
        /// The mechanism in upper case.
        mechanism: String,
        /// The initial response in base64; `=` for an empty one.
        initial: Option<String>,
    },
    /// A line of HTTP: a browser was led to this port.
    Http,
}

/// MAIL with its parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailCommand {
    /// The reverse-path without brackets; empty for the null reverse-path.
    pub sender: String,
    /// The announced size of the message in octets (RFC 1870).
    pub size: Option<u64>,
    /// The announced kind of body (RFC 6152).
    pub body: Option<Body>,
    /// Addresses and header may be UTF-8 (RFC 6531).
    pub smtputf8: bool,
    /// How much of the message a notification contains (RFC 3461 section 4.3).
    pub ret: Option<Ret>,
    /// What a notification names (RFC 3461 section 4.4).
    pub envelope_id: Option<EnvelopeId>,
}

/// RCPT with its parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RcptCommand {
    /// The forward-path without brackets.
    pub recipient: String,
    /// When the sender wants a notification (RFC 3461 section 4.1).
    pub notify: Option<Notify>,
    /// The address that the sender wrote to at first (RFC 3461 section 4.2).
    pub original: Option<OriginalRecipient>,
}

/// Parses a line without its CRLF.
///
/// # Errors
/// The reply to a line that is no command.
pub fn parse(line: &[u8]) -> Result<Command, Answer> {
    let Ok(line) = std::str::from_utf8(line) else {
        return Err(Answer::new(500, "5.5.2", "A command is ASCII, or UTF-8 in addresses"));
    };
    if line.chars().any(char::is_control) {
        return Err(Answer::new(500, "5.5.2", "A command has no control characters"));
    }
    let (verb, rest) = line.split_once(' ').map_or((line, ""), |(verb, rest)| (verb, rest.trim_matches(' ')));
    if is_http(verb, rest) {
        return Ok(Command::Http);
    }
    match verb.to_ascii_uppercase().as_str() {
        "EHLO" => hello(rest, true),
        "HELO" => hello(rest, false),
        "MAIL" => mail(rest).map(Command::Mail),
        "RCPT" => rcpt(rest).map(Command::Rcpt),
        "BDAT" => bdat(rest),
        "AUTH" => auth(rest),
        // The argument of these is a string that does not matter (RFC 5321 sections 4.1.1.6 to 4.1.1.9).
        "VRFY" => Ok(Command::Vrfy),
        "HELP" => Ok(Command::Help),
        "NOOP" => Ok(Command::Noop),
        "DATA" => alone(rest, Command::Data),
        "RSET" => alone(rest, Command::Rset),
        "QUIT" => alone(rest, Command::Quit),
        "STARTTLS" => alone(rest, Command::StartTls),
        "EXPN" | "ETRN" | "TURN" | "SEND" | "SOML" | "SAML" => {
            Err(Answer::new(502, "5.5.1", "This command is not implemented"))
        }
        _ => Err(Answer::new(500, "5.5.2", "Unknown command; HELP lists those that there are")),
    }
}

/// Whether it is a request line of HTTP, with any method that a page can choose, or a header field.
fn is_http(verb: &str, rest: &str) -> bool {
    let is_version = |word: &str| word.starts_with("HTTP/") && word.contains('.');
    METHODS.iter().any(|method| verb.eq_ignore_ascii_case(method))
        || verb.ends_with(':')
        || rest.rsplit(' ').next().is_some_and(is_version)
}

fn syntax(text: impl Into<String>) -> Answer {
    Answer::new(501, "5.5.4", text)
}

fn alone(rest: &str, command: Command) -> Result<Command, Answer> {
    if rest.is_empty() { Ok(command) } else { Err(syntax("This command takes no argument")) }
}

fn hello(rest: &str, extended: bool) -> Result<Command, Answer> {
    let verb = if extended { "EHLO" } else { "HELO" };
    if rest.is_empty() || rest.contains(' ') || rest.len() > NAME_OCTETS {
        return Err(syntax(format!("Write {verb} and the name of your machine")));
    }
    Ok(Command::Hello { name: rest.to_owned(), extended })
}

fn mail(rest: &str) -> Result<MailCommand, Answer> {
    let (sender, parameters) = path(rest, "FROM:", "MAIL FROM:<ann@example.com>")?;
    let mut command = MailCommand { sender, ..MailCommand::default() };
    for (name, value) in parameters::each(parameters)? {
        match name.as_str() {
            "SIZE" => command.size = Some(parameters::size(value)?),
            "BODY" => command.body = Some(parameters::body(value)?),
            "SMTPUTF8" if value.is_none() => command.smtputf8 = true,
            // Who may vouch for a sender is not known here: the value is checked and not kept (RFC 4954 section 5).
            "AUTH" => drop(parameters::xtext("AUTH", value)?),
            "RET" => command.ret = Some(parameters::ret(value)?),
            "ENVID" => command.envelope_id = Some(parameters::envelope_id(value)?),
            _ => return Err(parameters::unknown(&name)),
        }
    }
    Ok(command)
}

fn rcpt(rest: &str) -> Result<RcptCommand, Answer> {
    let (recipient, parameters) = path(rest, "TO:", "RCPT TO:<ann@example.com>")?;
    if recipient.is_empty() {
        return Err(Answer::new(501, "5.1.3", "A recipient is an address: RCPT TO:<ann@example.com>"));
    }
    let mut command = RcptCommand { recipient, ..RcptCommand::default() };
    for (name, value) in parameters::each(parameters)? {
        match name.as_str() {
            "NOTIFY" => command.notify = Some(parameters::notify(value)?),
            "ORCPT" => command.original = Some(parameters::original_recipient(value)?),
            _ => return Err(parameters::unknown(&name)),
        }
    }
    Ok(command)
}

fn bdat(rest: &str) -> Result<Command, Answer> {
    let (octets, last) = match rest.split_once(' ') {
        None => (rest, false),
        Some((octets, word)) if word.trim().eq_ignore_ascii_case("LAST") => (octets, true),
        Some(_) => ("", false),
    };
    let is_number = !octets.is_empty() && octets.bytes().all(|byte| byte.is_ascii_digit());
    // The length of what follows is not known: the session cannot go on.
    let octets = octets.parse().ok().filter(|_| is_number);
    let octets = octets.ok_or_else(|| {
        syntax("Write BDAT with the number of octets of the chunk, and LAST for the last one").and_close()
    })?;
    Ok(Command::Bdat { octets, last })
}

fn auth(rest: &str) -> Result<Command, Answer> {
    let (mechanism, initial) = match rest.split_once(' ') {
        None => (rest, None),
        Some((mechanism, initial)) => (mechanism, Some(initial.trim().to_owned())),
    };
    if mechanism.is_empty() || initial.as_ref().is_some_and(|initial| initial.contains(' ')) {
        return Err(syntax("Write AUTH with a mechanism, and a response in base64"));
    }
    Ok(Command::Auth { mechanism: mechanism.to_ascii_uppercase(), initial })
}

/// The path of MAIL or RCPT, and the parameters behind it.
fn path<'a>(rest: &'a str, before: &str, example: &str) -> Result<(String, &'a str), Answer> {
    let wrong = || syntax(format!("Write {example}"));
    let (keyword, rest) = rest.split_at_checked(before.len()).ok_or_else(wrong)?;
    if !keyword.eq_ignore_ascii_case(before) {
        return Err(wrong());
    }
    // Many clients write a space here.
    let inside = rest.trim_start_matches(' ').strip_prefix('<').ok_or_else(wrong)?;
    let end = path_length(inside).ok_or_else(wrong)?;
    let (path, rest) = (&inside[..end], &inside[end + 1..]);
    if !rest.is_empty() && !rest.starts_with(' ') {
        return Err(wrong());
    }
    Ok((without_route(path).ok_or_else(wrong)?.to_owned(), rest))
}

/// The length up to the closing bracket, which is none inside quotes.
fn path_length(inside: &str) -> Option<usize> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return Some(at),
            b'<' | b' ' if !is_quoted => return None,
            _ => {}
        }
    }
    None
}

/// A source route is accepted and ignored (RFC 5321 section 4.1.1.3).
fn without_route(path: &str) -> Option<&str> {
    if path.starts_with('@') { path.split_once(':').map(|(_, address)| address) } else { Some(path) }
}

#[cfg(test)]
mod tests;

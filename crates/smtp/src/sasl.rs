//! AUTH with a password (RFC 4954): the choice of the mechanism, and the response to each challenge. Uses no socket.
//!
//! A mechanism consists of an initial line and a response to each challenge. Those for access tokens are in `bearer`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use secrecy::ExposeSecret;

use crate::capabilities::Capabilities;
use crate::credentials::{CleartextLogin, Mechanism, PasswordLogin};
use crate::error::SmtpError;

/// Minimum length in bytes of a secret that is redacted in replies: replacing a shorter one would garble ordinary
/// words.
const SHORTEST_REDACTED: usize = 4;

/// Maximum octets of an AUTH command including its line ending (RFC 4954 section 4 with RFC 5321 section 4.5.3.1.4).
///
/// Dovecot 2.3 refuses command parameters of more than 1024 octets, and Gmail has a similar limit. A response line may
/// have 12288 octets, so a longer initial response is sent after the server's challenge.
const LONGEST_COMMAND: usize = 512;

/// The mechanisms to try, best first; never empty.
///
/// Over TLS, PLAIN comes first because it saves a round trip. Without TLS, CRAM-MD5 comes first because it does not
/// send the password.
///
/// # Errors
/// [`SmtpError::CleartextAuthRefused`], [`SmtpError::AuthNotOffered`] or [`SmtpError::MechanismNotOffered`].
pub(crate) fn candidates(
    server: &Capabilities,
    login: &PasswordLogin,
    encrypted: bool,
) -> Result<Vec<Mechanism>, SmtpError> {
    if !encrypted && login.cleartext == CleartextLogin::Refused {
        return Err(SmtpError::CleartextAuthRefused);
    }
    if server.mechanisms.is_empty() {
        return Err(SmtpError::AuthNotOffered);
    }
    let order = if encrypted {
        [Mechanism::Plain, Mechanism::Login, Mechanism::CramMd5]
    } else {
        [Mechanism::CramMd5, Mechanism::Plain, Mechanism::Login]
    };
    let usable: Vec<Mechanism> = order
        .into_iter()
        .filter(|mechanism| login.mechanism.is_none_or(|wanted| wanted == *mechanism))
        .filter(|mechanism| server.offers(mechanism.name()))
        .collect();
    if usable.is_empty() {
        return Err(SmtpError::MechanismNotOffered { offered: server.mechanisms.clone() });
    }
    Ok(usable)
}

/// A line to send, and its form for the transcript. Not `Debug`: the line contains a secret.
pub(crate) struct AuthLine {
    pub(crate) line: String,
    pub(crate) shown: String,
}

impl AuthLine {
    pub(crate) fn secret(line: String) -> Self {
        Self { line, shown: "***".to_owned() }
    }

    /// The AUTH command with an initial response, or without it if the command would become too long.
    pub(crate) fn command(mechanism: &str, initial_response: &str) -> Self {
        let command = format!("AUTH {mechanism}");
        if command.len() + 1 + initial_response.len() + 2 > LONGEST_COMMAND {
            return Self { shown: command.clone(), line: command };
        }
        Self { line: format!("{command} {initial_response}"), shown: format!("{command} ***") }
    }

    /// Whether a command made by [`AuthLine::command`] contains the initial response.
    pub(crate) fn has_initial_response(&self) -> bool {
        self.line != self.shown
    }
}

/// The state of one AUTH exchange.
pub(crate) struct Exchange<'a> {
    mechanism: Mechanism,
    login: &'a PasswordLogin,
    answered: usize,
}

impl<'a> Exchange<'a> {
    /// Begins an exchange.
    pub(crate) fn new(mechanism: Mechanism, login: &'a PasswordLogin) -> Result<Self, SmtpError> {
        // NUL separates the fields of PLAIN (RFC 4616 section 2), and no mechanism allows it.
        if login.username.contains('\0') || login.password.expose_secret().contains('\0') {
            return Err(SmtpError::CredentialsInvalid);
        }
        Ok(Self { mechanism, login, answered: 0 })
    }

    /// The AUTH command.
    pub(crate) fn first(&self) -> AuthLine {
        match self.mechanism {
            Mechanism::Plain => AuthLine::command("PLAIN", &plain(self.login)),
            Mechanism::Login | Mechanism::CramMd5 => {
                let line = format!("AUTH {}", self.mechanism.name());
                AuthLine { shown: line.clone(), line }
            }
        }
    }

    /// The response to a challenge; `challenge` is the text after the 334.
    pub(crate) fn answer(&mut self, challenge: &str) -> Result<AuthLine, SmtpError> {
        self.answered += 1;
        let password = self.login.password.expose_secret();
        match (self.mechanism, self.answered) {
            // The initial response was too long for the command, or the server ignored it and asks for it again.
            (Mechanism::Plain, 1) => Ok(AuthLine::secret(plain(self.login))),
            // The texts of the challenges vary; all servers ask for the username first, then for the password.
            (Mechanism::Login, 1) => Ok(AuthLine::secret(BASE64.encode(&self.login.username))),
            (Mechanism::Login, 2) => Ok(AuthLine::secret(BASE64.encode(password))),
            (Mechanism::CramMd5, 1) => {
                let challenge = BASE64.decode(challenge.trim()).map_err(|_| SmtpError::ChallengeInvalid)?;
                Ok(AuthLine::secret(cram_md5(&self.login.username, password, &challenge)))
            }
            _ => Err(SmtpError::ChallengeInvalid),
        }
    }
}

fn plain(login: &PasswordLogin) -> String {
    BASE64.encode(format!("\0{}\0{}", login.username, login.password.expose_secret()))
}

/// RFC 2195 section 2: the username and the keyed digest of the challenge, in hex.
fn cram_md5(username: &str, password: &str, challenge: &[u8]) -> String {
    let mut digest = Hmac::<Md5>::new_from_slice(password.as_bytes()).expect("HMAC takes keys of any length");
    digest.update(challenge);
    let digest = digest.finalize().into_bytes();
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    BASE64.encode(format!("{username} {hex}"))
}

/// A reply's text without the secret, which some servers repeat.
pub(crate) fn redacted(text: &str, login: &PasswordLogin) -> String {
    let password = login.password.expose_secret();
    let forms = [password.to_owned(), BASE64.encode(password), plain(login)];
    let mut text = text.to_owned();
    for form in forms.iter().filter(|form| form.len() >= SHORTEST_REDACTED) {
        if text.contains(form) {
            text = text.replace(form, "***");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(username: &str, password: &str, mechanism: Option<Mechanism>, cleartext: CleartextLogin) -> PasswordLogin {
        PasswordLogin { username: username.to_owned(), password: password.to_owned().into(), mechanism, cleartext }
    }

    fn offering(mechanisms: &str) -> Capabilities {
        Capabilities { mechanisms: mechanisms.split_whitespace().map(str::to_owned).collect(), ..Default::default() }
    }

    #[track_caller]
    fn check_choice(offered: &str, wanted: Option<Mechanism>, encrypted: bool, expected: &str) {
        let login = login("u", "p", wanted, CleartextLogin::Allowed);
        let chosen = match candidates(&offering(offered), &login, encrypted) {
            Ok(found) => found.iter().map(|mechanism| mechanism.name()).collect::<Vec<_>>().join(" "),
            Err(error) => error.to_string(),
        };
        assert_eq!(chosen, expected, "{offered}, encrypted: {encrypted}");
    }

    #[test]
    fn the_order_of_mechanisms_depends_on_encryption() {
        check_choice("CRAM-MD5 LOGIN PLAIN", None, true, "PLAIN LOGIN CRAM-MD5");
        check_choice("CRAM-MD5 LOGIN PLAIN", None, false, "CRAM-MD5 PLAIN LOGIN");
        check_choice("LOGIN XOAUTH2", None, true, "LOGIN");
        check_choice("LOGIN PLAIN", Some(Mechanism::Login), true, "LOGIN");
        check_choice("PLAIN", Some(Mechanism::CramMd5), true, "the server offers only PLAIN");
        check_choice("XOAUTH2 GSSAPI", None, true, "the server offers only XOAUTH2, GSSAPI");
        check_choice("", None, true, "the server offers no login");
    }

    #[test]
    fn no_password_without_tls_unless_allowed() {
        let login = login("u", "p", None, CleartextLogin::Refused);
        assert!(matches!(candidates(&offering("CRAM-MD5 PLAIN"), &login, false), Err(SmtpError::CleartextAuthRefused)));
        assert!(candidates(&offering("PLAIN"), &login, true).is_ok());
    }

    /// The lines sent in turn, secret ones decoded.
    #[track_caller]
    fn check_exchange(mechanism: Mechanism, challenges: &[&str], expected: &[&str]) {
        let login = login("tim", "tanstaaftanstaaf", None, CleartextLogin::Refused);
        let mut exchange = Exchange::new(mechanism, &login).expect("a usable login");
        let mut lines = vec![exchange.first()];
        for challenge in challenges {
            lines.push(exchange.answer(&BASE64.encode(challenge)).expect("an answer"));
        }
        let decoded: Vec<String> = lines
            .iter()
            .map(|line| match line.line.strip_prefix("AUTH ") {
                Some(command) => match command.split_once(' ') {
                    Some((name, blob)) => format!("{name} {}", decode(blob)),
                    None => command.to_owned(),
                },
                None => decode(&line.line),
            })
            .collect();
        assert_eq!(decoded, expected);
        assert!(lines.iter().all(|line| !line.shown.contains(&BASE64.encode("tanstaaftanstaaf"))));
        assert!(lines[1..].iter().all(|line| line.shown == "***"));
    }

    fn decode(text: &str) -> String {
        String::from_utf8(BASE64.decode(text).expect("base64")).expect("UTF-8").replace('\0', "|")
    }

    #[test]
    fn each_mechanism_follows_its_standard() {
        check_exchange(Mechanism::Plain, &[], &["PLAIN |tim|tanstaaftanstaaf"]);
        check_exchange(Mechanism::Plain, &[""], &["PLAIN |tim|tanstaaftanstaaf", "|tim|tanstaaftanstaaf"]);
        check_exchange(Mechanism::Login, &["Username:", "Password:"], &["LOGIN", "tim", "tanstaaftanstaaf"]);
        // The example of RFC 2195 section 2.
        check_exchange(
            Mechanism::CramMd5,
            &["<1896.697170952@postoffice.reston.mci.net>"],
            &["CRAM-MD5", "tim b913a602c7eda7a495b4e6e7334d3890"],
        );
    }

    #[test]
    fn a_long_initial_response_is_sent_after_the_challenge() {
        // "AUTH PLAIN " and CRLF leave 499 octets, so 496 of base64: 372 of NUL, tim, NUL, password.
        for (length, expected) in [(367, 507), (368, 10), (4_000, 10)] {
            let login = login("tim", &"p".repeat(length), None, CleartextLogin::Refused);
            let mut exchange = Exchange::new(Mechanism::Plain, &login).expect("a usable login");
            let command = exchange.first();
            assert_eq!(command.line.len(), expected, "{length}");
            assert_eq!(exchange.answer("").expect("the response").line, plain(&login));
        }
    }

    #[test]
    fn an_additional_or_invalid_challenge_is_an_error() {
        let login = login("u", "p", None, CleartextLogin::Refused);
        let mut plain = Exchange::new(Mechanism::Plain, &login).expect("a usable login");
        assert!(plain.answer("").is_ok());
        assert!(matches!(plain.answer(""), Err(SmtpError::ChallengeInvalid)));
        let mut cram = Exchange::new(Mechanism::CramMd5, &login).expect("a usable login");
        assert!(matches!(cram.answer("not base64!"), Err(SmtpError::ChallengeInvalid)));
    }

    #[test]
    fn a_nul_in_credentials_is_an_error() {
        for (username, password) in [("a\0b", "p"), ("a", "p\0q")] {
            let login = login(username, password, None, CleartextLogin::Refused);
            assert!(matches!(Exchange::new(Mechanism::Plain, &login), Err(SmtpError::CredentialsInvalid)));
        }
    }

    #[test]
    fn a_secret_repeated_by_the_server_is_redacted() {
        let login = login("tim", "hunter2!", None, CleartextLogin::Refused);
        let reply = format!("no user tim with hunter2! ({} {})", BASE64.encode("hunter2!"), plain(&login));
        assert_eq!(redacted(&reply, &login), "no user tim with *** (*** ***)");
    }
}

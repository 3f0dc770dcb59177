//! AUTH in a session (RFC 4954): when it may come, its challenges, and what refused logins cost.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};

use super::super::answer::Answer;
use super::super::line::LineKind;
use super::super::login::{self, Credentials};
use super::super::terms::{Host, LoginOffer};
use super::super::wire::Ended;
use super::Session;

/// Logins that are refused until the session ends.
const REFUSED_LOGINS: usize = 3;
/// How long the reply to a refused login takes that ends the session for the host.
const REFUSED_LOGIN_DELAY: Duration = Duration::from_secs(5);

impl<S: AsyncRead + AsyncWrite + Unpin, H: Host> Session<'_, S, H> {
    pub(super) async fn auth(&mut self, mechanism: &str, initial: Option<String>) -> Result<Answer, Ended> {
        if self.hello.is_none() {
            return Ok(self.bad_sequence("Begin with EHLO"));
        }
        if self.is_logged_in || self.transaction.is_some() {
            return Ok(self.bad_sequence("Log in once, before the first message"));
        }
        if self.terms.login == LoginOffer::NotNeeded {
            return Ok(self.bad_sequence("No login is needed here"));
        }
        if self.terms.login == LoginOffer::NeedsTls {
            let words = if self.terms.starttls {
                "A password is not accepted in clear: use STARTTLS first"
            } else {
                "A password is not accepted in clear, and this server offers no TLS here"
            };
            return Ok(self.mistake(Answer::new(538, "5.7.11", words)));
        }
        let credentials = match self.credentials(mechanism, initial).await? {
            Ok(credentials) => credentials,
            Err(answer) => return Ok(self.mistake(answer)),
        };
        let answer = self.host.log_in(credentials).await;
        if !answer.is_refusal() {
            self.is_logged_in = true;
            self.login_until = None;
            return Ok(answer);
        }
        self.refused_logins += 1;
        if answer.ends_session() {
            self.wire.pause(REFUSED_LOGIN_DELAY).await?;
        }
        Ok(if self.refused_logins >= REFUSED_LOGINS { answer.and_close() } else { answer })
    }

    async fn credentials(
        &mut self,
        mechanism: &str,
        initial: Option<String>,
    ) -> Result<Result<Credentials, Answer>, Ended> {
        let initial = initial.map(String::into_bytes);
        match mechanism {
            "PLAIN" => {
                let response = match initial {
                    Some(response) => Ok(response),
                    None => self.challenge("").await?,
                };
                Ok(response.and_then(|response| login::plain(&response)))
            }
            "LOGIN" => {
                let username = match initial {
                    Some(response) => Ok(response),
                    None => self.challenge(login::USERNAME).await?,
                };
                let username = match username.and_then(|response| login::text(&response)) {
                    Ok(username) => username,
                    Err(answer) => return Ok(Err(answer)),
                };
                let password = self.challenge(login::PASSWORD).await?;
                let password = password.and_then(|response| login::text(&response));
                Ok(password.map(|password| Credentials { username, password: password.into() }))
            }
            _ => Ok(Err(Answer::new(504, "5.5.4", "The mechanisms are PLAIN and LOGIN"))),
        }
    }

    /// Sends a challenge in base64; the response, or the reply to one that cannot be read.
    async fn challenge(&mut self, challenge: &str) -> Result<Result<Vec<u8>, Answer>, Ended> {
        self.wire.put(&Answer::plain(334, challenge));
        Ok(match self.line(LineKind::AuthResponse).await? {
            Ok(line) if line == b"*" => Err(Answer::new(501, "5.7.0", "Login cancelled")),
            Ok(line) => Ok(line),
            Err(_) => Err(Answer::new(500, "5.5.6", "The response is too long")),
        })
    }
}

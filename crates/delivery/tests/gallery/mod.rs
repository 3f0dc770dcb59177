//! Reads the head of a dialogue file. `testkit` reads the dialogue itself.
//!
//! | key | meaning |
//! |---|---|
//! | `security` | `none`, `starttls` or `implicit_tls` |
//! | `login` | username, password, and optionally the mechanism |
//! | `cleartext` | `allowed`: the password may be sent without TLS |
//! | `trust` | `nothing`: the CA of the test certificates is not trusted |
//! | `to` | recipients; default: `ann@example.org` |
//! | `message` | a sample by name; default: a short plain message |
//! | `messages` | the number of messages sent one after the other over one transport; default: 1 |
//! | `via` | `deliver`, `test_connection` or `test_email` |
//! | `impatient` | the stage whose time limit is 1 s; all others have 60 s |
//! | `expect`, `expect N` | a line of the report, for each message or for the Nth |
//! | `stages`, `stages N` | the stages gone through, the failed one marked with `!` |
//! | `says` | words that a problem's text must contain |

use std::time::Duration;

use delivery::{AccountSource, Login, SmtpAccount};
use mail::{EmailAddress, Outgoing, Security};
use smtp::{CleartextLogin, Mechanism, PasswordLogin, Server, Timeouts};
use testkit::{Script, certificates};

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_secs(1);

/// Words of every sample message; no report may contain them.
pub const TEXT: &str = "what only the recipient may read";

/// The operation that plays the dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    Deliver,
    TestConnection,
    TestEmail,
}

/// A case of the gallery.
pub struct Case {
    pub script: Script,
    pub account: SmtpAccount,
    pub password: Option<String>,
    pub timeouts: Timeouts,
    pub outgoing: Outgoing,
    pub messages: usize,
    pub via: Via,
}

impl Case {
    /// Reads a dialogue file. The caller sets the port.
    pub fn read(text: &str) -> Result<Self, String> {
        let script = Script::parse(text).map_err(|error| error.to_string())?;
        let mut case = Case {
            script: Script::default(),
            account: account(),
            password: None,
            timeouts: timeouts(),
            outgoing: outgoing("ann@example.org")?,
            messages: 1,
            via: Via::Deliver,
        };
        for head in &script.heads {
            case.take(&head.key, &head.value).map_err(|what| format!("line {} of the dialogue: {what}", head.line))?;
        }
        case.script = script;
        Ok(case)
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), String> {
        let unknown = || format!("`{key}` cannot be `{value}`");
        match key {
            "security" => self.account.server.security = security(value).ok_or_else(unknown)?,
            "login" => {
                let login = login(value).ok_or_else(unknown)?;
                self.password = value.split(' ').nth(1).map(str::to_owned);
                self.account.login = Some(login);
            }
            "cleartext" if value == "allowed" => {
                let Some(Login::Password(login)) = &mut self.account.login else {
                    return Err("`cleartext` must follow `login`".to_owned());
                };
                login.cleartext = CleartextLogin::Allowed;
            }
            "trust" if value == "nothing" => self.account.server.ca_certificate = None,
            "to" => self.outgoing.recipients = outgoing(value)?.recipients,
            "message" => self.set_message(sample(value).ok_or_else(unknown)?),
            "messages" => self.messages = value.parse().map_err(|_| unknown())?,
            "via" => {
                self.via = match value {
                    "deliver" => Via::Deliver,
                    "test_connection" => Via::TestConnection,
                    "test_email" => Via::TestEmail,
                    _ => return Err(unknown()),
                }
            }
            "impatient" => *limit(&mut self.timeouts, value).ok_or_else(unknown)? = SHORT,
            "says" => {}
            key if key.starts_with("expect") || key.starts_with("stages") => {}
            _ => return Err(format!("`{key}: {value}` is unknown")),
        }
        Ok(())
    }

    fn set_message(&mut self, bytes: Vec<u8>) {
        self.outgoing.eight_bit = !bytes.is_ascii();
        self.outgoing.bytes = bytes.into();
    }

    /// The values of `key` for every message and of `key N` for the Nth, counted from 1.
    pub fn expected(&self, key: &str, message: usize) -> Vec<&str> {
        let numbered = format!("{key} {message}");
        let heads = self.script.heads.iter().filter(|head| head.key == key || head.key == numbered);
        heads.map(|head| head.value.as_str()).collect()
    }
}

fn account() -> SmtpAccount {
    let server = Server {
        host: "127.0.0.1".to_owned(),
        port: 0,
        security: Security::None,
        ehlo_name: "client.example.com".to_owned(),
        ca_certificate: Some(certificates::ca_pem().to_owned()),
    };
    SmtpAccount { server, login: None, source: AccountSource::Settings }
}

fn timeouts() -> Timeouts {
    Timeouts {
        resolve: LONG,
        connect: LONG,
        tls: LONG,
        greeting: LONG,
        command: LONG,
        kept_session: LONG,
        slow_replies: LONG,
        data_block: LONG,
        final_dot: LONG,
    }
}

fn outgoing(recipients: &str) -> Result<Outgoing, String> {
    let address = |text: &str| EmailAddress::parse(text).map_err(|error| error.to_string());
    Ok(Outgoing {
        unique: 1,
        sender: address("sender@example.com")?.into(),
        recipients: recipients.split(' ').map(address).collect::<Result<_, _>>()?,
        notifications: None,
        smtputf8: false,
        eight_bit: false,
        bytes: format!("Subject: A sample\r\n\r\nHere is {TEXT}.\r\n").into_bytes().into(),
    })
}

fn security(name: &str) -> Option<Security> {
    [Security::ImplicitTls, Security::Starttls, Security::None].into_iter().find(|security| security.name() == name)
}

fn login(value: &str) -> Option<Login> {
    let mut words = value.split(' ');
    let (username, password) = (words.next()?.to_owned(), words.next()?.to_owned().into());
    let mechanism = match words.next() {
        None => None,
        Some("plain") => Some(Mechanism::Plain),
        Some("login") => Some(Mechanism::Login),
        Some("cram-md5") => Some(Mechanism::CramMd5),
        Some(_) => return None,
    };
    Some(Login::Password(PasswordLogin { username, password, mechanism, cleartext: CleartextLogin::Refused }))
}

fn limit<'a>(timeouts: &'a mut Timeouts, name: &str) -> Option<&'a mut Duration> {
    match name {
        "tls" => Some(&mut timeouts.tls),
        "greeting" => Some(&mut timeouts.greeting),
        "command" => Some(&mut timeouts.command),
        "kept_session" => Some(&mut timeouts.kept_session),
        "data_block" => Some(&mut timeouts.data_block),
        "final_dot" => Some(&mut timeouts.final_dot),
        _ => None,
    }
}

fn sample(name: &str) -> Option<Vec<u8>> {
    let head = format!("Subject: A sample\r\n\r\nHere is {TEXT}.\r\n");
    let lines = |count: usize| {
        let mut message = head.clone().into_bytes();
        for number in 0..count {
            let dots = ".".repeat(number % 4);
            message.extend_from_slice(format!("{dots}{number:0>60} ..\r\n").as_bytes());
        }
        message
    };
    match name {
        "dots" => Some(format!("{head}.\r\n..\r\n.begins\r\n..begins twice\r\nends.\r\n. \r\n\r\n.\r\n").into_bytes()),
        "only-dots" => Some(b".\r\n..\r\n...\r\n".to_vec()),
        "eight-bit" => Some(format!("{head}Grüße aus Köln, 日本\r\n").into_bytes()),
        "large" => Some(lines(45_000)),
        "huge" => Some(lines(240_000)),
        _ => None,
    }
}

//! The galleries of replies and errors: one file per case in `tests/gallery/replies` and `tests/gallery/held_out`.
//!
//! | key | meaning |
//! |---|---|
//! | `source` | where the reply is publicly documented |
//! | `server` | host, port and security of the configured server |
//! | `login` | `password`, `none`, `google` or `microsoft` (an access token) |
//! | `source_of_account` | `configuration_file` for the relay of the built-in service |
//! | `greeting` | the server's greeting, where it matters |
//! | `stage` | what the reply answers |
//! | `reply` | a line of the reply |
//! | `error` | an error instead of a reply, see `error` below |
//! | `concerns` | whom it concerns; for a sender, recipient or message also whether it is `deferred` or `refused` |
//! | `code`, `field` | of the problem |
//! | `x or y` | in these three: equally right, because the reply leaves it open |
//! | `meaning`, `remedy` | words of them, in any case |
//! | `never` | words that would be wrong in any text of the problem |
//!
//! `tests/gallery/held_out` was written before the rules were extended for it; `OWLPOST_GALLERY=1` prints the scores.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use ::tls::TlsError;
use mail::{EmailAddress, Problem, Reply, Security, Stage};
use oauth::{AccessToken, Provider, TokenRequest, TokenSource};
use smtp::{CleartextLogin, Failure, PasswordLogin, ReplyParseError, ReplyReader, Server, SmtpError};

use super::tests::words;
use super::*;
use crate::transports::OpenError;
use crate::{AccountSource, BearerLogin, Login};

/// A case as its file has it.
struct Case {
    name: String,
    lines: Vec<(String, String)>,
}

impl Case {
    fn all(&self, key: &str) -> Vec<&str> {
        self.lines.iter().filter(|(name, _)| name == key).map(|(_, value)| value.as_str()).collect()
    }

    fn one(&self, key: &str) -> Option<&str> {
        self.all(key).first().copied()
    }

    fn required(&self, key: &str) -> &str {
        self.one(key).unwrap_or_else(|| panic!("{} has no {key}", self.name))
    }
}

fn cases(folder: &str) -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/gallery").join(folder);
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the gallery").map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    let case = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a case");
        let lines = text.lines().filter(|line| !line.is_empty());
        Case {
            name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            lines: lines
                .map(|line| line.split_once(": ").unwrap_or_else(|| panic!("not a line of a case: {line}")))
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
        }
    };
    paths.iter().map(case).collect()
}

/// The phase of a name in galleries and tests.
pub(super) fn phase(stage: &str) -> Phase {
    match stage {
        "greeting" => Phase::Greeting,
        "starttls" => Phase::Starttls,
        "login" => Phase::Login,
        "mail" => Phase::Mail,
        "rcpt" => Phase::Rcpt,
        "data" => Phase::Data,
        "final" => Phase::FinalDot,
        other => panic!("unknown stage {other}"),
    }
}

fn stage(name: &str) -> Stage {
    match name {
        "resolve" => Stage::Resolve,
        "connect" => Stage::Connect,
        "tls" => Stage::Tls,
        "greeting" => Stage::Greeting,
        "login" => Stage::Login,
        other => panic!("unknown stage {other}"),
    }
}

/// A source that is never asked.
#[derive(Debug)]
struct NoTokens;

impl TokenSource for NoTokens {
    fn token(&self, _: TokenRequest) -> Pin<Box<dyn Future<Output = Result<AccessToken, Problem>> + Send + '_>> {
        unreachable!("a diagnosis needs no token")
    }
}

fn account(case: &Case) -> SmtpAccount {
    let mut words = case.required("server").split(' ');
    let (host, port) = words.next().and_then(|server| server.rsplit_once(':')).expect("host and port");
    let security = words.next().expect("a security mode");
    let security =
        [Security::ImplicitTls, Security::Starttls, Security::None].into_iter().find(|mode| mode.name() == security);
    let server = Server {
        host: host.to_owned(),
        port: port.parse().expect("a port"),
        security: security.expect("a security mode"),
        ehlo_name: "client.example.org".to_owned(),
        ca_certificate: None,
    };
    let bearer = |provider| {
        let tokens = Arc::new(NoTokens);
        let username = "sender@example.org".to_owned();
        Login::Bearer(BearerLogin { provider, username, tokens, mechanism: None, cleartext: CleartextLogin::Refused })
    };
    let login = match case.required("login") {
        "none" => None,
        "password" => Some(Login::Password(PasswordLogin {
            username: "sender@example.org".to_owned(),
            password: "secret".to_owned().into(),
            mechanism: None,
            cleartext: CleartextLogin::Refused,
        })),
        "google" => Some(bearer(Provider::Google)),
        "microsoft" => Some(bearer(Provider::Microsoft)),
        other => panic!("unknown login {other}"),
    };
    let source = match case.one("source_of_account") {
        Some("configuration_file") => AccountSource::ConfigurationFile,
        _ => AccountSource::Settings,
    };
    SmtpAccount { server, login, source }
}

fn reply(lines: &[&str]) -> Reply {
    let mut reader = ReplyReader::default();
    reader.feed(format!("{}\r\n", lines.join("\r\n")).as_bytes());
    // Some sources quote the lines of a reply without their codes.
    match reader.next() {
        Ok(Some(reply)) => reply,
        _ => {
            let (code, text) = lines[0].split_once(['-', ' ', ':']).expect("a reply code");
            let mut reader = ReplyReader::default();
            let text = [&[text], &lines[1..]].concat().join(" ");
            reader.feed(format!("{code} {text}\r\n").as_bytes());
            reader.next().expect("a reply").expect("a whole reply")
        }
    }
}

/// The errors that a case can have, by name.
fn error(name: &str, port: u16) -> SmtpError {
    let (name, rest) = name.split_once(' ').unwrap_or((name, ""));
    let four = SocketAddr::from(([192, 0, 2, 7], port));
    let six = SocketAddr::from(([0x2001, 0xdb8, 0, 0, 0, 0, 0, 7], port));
    let lookup = |text: &str| io::Error::other(format!("failed to lookup address information: {text}"));
    let os = |address, number| SmtpError::Unreachable(vec![(address, io::Error::from_raw_os_error(number))]);
    match name {
        "refused" => os(four, 111),
        "timed_out" => SmtpError::Unreachable(vec![(four, io::ErrorKind::TimedOut.into())]),
        "unreachable" => os(four, 101),
        "unreachable6" => os(six, 101),
        "host_unreachable" => os(four, 113),
        "open_files" => os(four, 24),
        "open_files_system" => os(four, 23),
        "not_permitted" => os(four, 1),
        "access_denied" => os(four, 13),
        "no_ports_left" => os(four, 99),
        "unknown_name" => SmtpError::from_lookup(lookup("Name or service not known")),
        "no_address" => SmtpError::from_lookup(lookup("No address associated with hostname")),
        "lookup_failed" => SmtpError::from_lookup(lookup("Temporary failure in name resolution")),
        "lookup_open_files" => SmtpError::from_lookup(io::Error::from_raw_os_error(24)),
        "line" => SmtpError::Parse(ReplyParseError::NoCode { excerpt: rest.to_owned() }),
        "tls_record" => SmtpError::Parse(ReplyParseError::TlsRecord),
        "greeting_silent" => SmtpError::GreetingTimedOut(Duration::from_secs(10)),
        "silent" => SmtpError::TimedOut(Duration::from_secs(10)),
        "closed" => SmtpError::Closed,
        "reset" => SmtpError::Network(io::Error::from_raw_os_error(104)),
        "issuer" => SmtpError::Tls(TlsError::UnknownIssuer { issuer: Some(rest.to_owned()) }),
        "self_signed" => SmtpError::Tls(TlsError::SelfSigned),
        "expired" => SmtpError::Tls(TlsError::Expired { on: Some("2026-01-02".to_owned()) }),
        "names" => SmtpError::Tls(TlsError::WrongName { names: rest.split(' ').map(str::to_owned).collect() }),
        "client_certificate" => SmtpError::Tls(TlsError::ClientCertificateRequired),
        "weak_key" => SmtpError::Tls(TlsError::WeakCertificate),
        "not_tls" => SmtpError::Tls(TlsError::NotTls),
        "tls_closed" => SmtpError::Tls(TlsError::ClosedInHandshake),
        "too_old" => SmtpError::Tls(TlsError::TooOld),
        "starttls_missing" => SmtpError::StarttlsMissing,
        "auth_missing" => SmtpError::AuthNotOffered,
        "cleartext" => SmtpError::CleartextAuthRefused,
        "mechanisms" => SmtpError::MechanismNotOffered { offered: rest.split(' ').map(str::to_owned).collect() },
        other => panic!("unknown error {other}"),
    }
}

/// Whom the case concerns, and its problem.
fn judged(case: &Case) -> (String, Problem) {
    let account = account(case);
    let sender = EmailAddress::parse("sender@example.org").expect("an address");
    let greeting = case.one("greeting").map(str::to_owned);
    let context = Context { account: &account, sender: Some(&sender), greeting: greeting.as_deref() };
    if let Some(name) = case.one("error") {
        let failure = Failure {
            stage: stage(case.required("stage")),
            error: error(name, account.server.port),
            greeting: greeting.clone(),
        };
        return ("connection".to_owned(), of_open_error(&context, &OpenError::Smtp(failure)).0);
    }
    let diagnosis = of_reply(&context, phase(case.required("stage")), &reply(&case.all("reply")));
    let disposition = match diagnosis.disposition {
        Disposition::Connection => return ("connection".to_owned(), diagnosis.problem),
        Disposition::Deferred => "deferred",
        Disposition::Refused => "refused",
    };
    let whom = match diagnosis.concerns {
        Concern::Connection => "connection",
        Concern::Sender => "sender",
        Concern::Recipient => "recipient",
        Concern::Message => "message",
    };
    (format!("{whom} {disposition}"), diagnosis.problem)
}

/// Words that no problem may contain: raw errors of libraries.
const RAW: [&str; 5] = ["os error", "Other(", "OtherError", "UnknownIssuer", "unwrap"];

/// Codes that only say what is certain: at which stage the server refused or deferred, with its words.
const CERTAIN: [&str; 18] = [
    "message_refused",
    "message_deferred",
    "recipient_refused",
    "recipient_deferred",
    "recipient_server_refused",
    "sender_refused",
    "sender_refused_unexplained",
    "sender_deferred",
    "server_busy",
    "greeting_refused",
    "starttls_refused",
    "login_refused",
    "login_refused_provider",
    "login_refused_microsoft",
    "login_refused_exchange",
    "login_unavailable",
    "token_refused_smtp",
    "token_refused_smtp_microsoft",
];

/// Codes that also name a cause, but a wide one. Any other code, where it is wrong, names a false cause.
const WIDE: [&str; 2] = ["message_policy", "recipient_policy"];

/// Whether a value is one of those that are right: `x or y`.
fn is_any_of(expected: &str, found: &str) -> bool {
    expected.split(" or ").any(|one| one == found)
}

/// What is wrong in each column. *Code* is strict; *meaning* also takes the explanation that is certain at that stage, as
/// long as it concerns the right one. What misleads are wrong words, and a wrong code that names a cause.
fn mistakes(case: &Case) -> [Option<String>; COLUMNS.len()] {
    let (concerns, problem) = judged(case);
    let text = words(&problem);
    let differs =
        |found: &str, expected: &str| (!is_any_of(expected, found)).then(|| format!("{found}, expected {expected}"));
    let (meaning, remedy) = (text.meaning.to_lowercase(), text.remedy.to_lowercase());
    let lacks = |key: &str, found: &str| -> Vec<&str> {
        case.all(key).into_iter().filter(|words| !found.contains(&words.to_lowercase())).collect()
    };
    let missing = [lacks("meaning", &meaning), lacks("remedy", &remedy)].concat();
    let whole = [text.what.as_str(), &text.meaning, &text.remedy].join("\n");
    let mut wrong: Vec<&str> = case
        .all("never")
        .into_iter()
        .filter(|words| text.remedy.contains(words) || text.meaning.contains(words))
        .collect();
    wrong.extend(RAW.into_iter().filter(|words| whole.contains(words)));
    if concerns.ends_with("refused") && text.remedy.contains("automatically") {
        wrong.push("automatically");
    }
    let code = differs(&problem.code, case.required("code"));
    let (is_certain, is_wide) = (CERTAIN.contains(&&*problem.code), WIDE.contains(&&*problem.code));
    if code.is_some() && !is_certain && !is_wide {
        wrong.push("a false cause");
    }
    let concerns = differs(&concerns, case.required("concerns"));
    [
        concerns.clone(),
        code.clone(),
        differs(problem.field.as_deref().unwrap_or("none"), case.one("field").unwrap_or("none")),
        code.filter(|_| !is_certain || concerns.is_some()),
        (!missing.is_empty()).then(|| format!("without {missing:?}: {} {}", text.meaning, text.remedy)),
        (!wrong.is_empty()).then(|| format!("says {wrong:?}: {} {}", text.meaning, text.remedy)),
    ]
}

const COLUMNS: [&str; 6] = ["concerns", "code", "field", "meaning", "remedy", "misleading"];

/// The number of cases, the mistakes in each column, and all of them as text.
fn score(folder: &str) -> (usize, [usize; COLUMNS.len()], String) {
    let cases = cases(folder);
    let mut counts = [0; COLUMNS.len()];
    let mut report = String::new();
    for case in &cases {
        for (column, mistake) in mistakes(case).into_iter().enumerate() {
            let Some(mistake) = mistake else { continue };
            counts[column] += 1;
            writeln!(report, "{}: {} {mistake}", case.name, COLUMNS[column]).expect("writing to memory");
        }
    }
    if std::env::var_os("OWLPOST_GALLERY").is_some() {
        println!("{report}");
        println!("{folder}: {} cases", cases.len());
        for (column, count) in COLUMNS.iter().zip(counts) {
            println!("  {column}: {count} wrong, {:.1} % right", 100.0 - 100.0 * count as f64 / cases.len() as f64);
        }
    }
    (cases.len(), counts, report)
}

#[test]
fn every_case_of_the_gallery_is_judged_and_explained_rightly() {
    let (cases, counts, report) = score("replies");
    assert!(cases >= 150, "the gallery has only {cases} cases");
    assert_eq!(counts, [0; COLUMNS.len()], "{report}");
}

/// Cases that were written before the rules were extended for them. The goal: 97 % right in each column, and at most one in
/// 200 misleading.
#[test]
fn cases_that_were_held_out_are_judged_and_explained_rightly() {
    let (cases, counts, report) = score("held_out");
    assert!(cases >= 60, "only {cases} cases were held out");
    let [concerns, code, field, meaning, remedy, misleading] = counts;
    assert!([concerns, field, meaning, remedy].iter().all(|wrong| wrong * 100 <= cases * 3), "{report}");
    assert!(code * 100 <= cases * 15, "{report}");
    assert!(misleading * 200 <= cases, "{report}");
}

/// Scores a folder that `OWLPOST_ROUND` names: a round of new cases, before the rules have seen them.
#[test]
fn a_round_of_new_cases_is_scored() {
    let Some(folder) = std::env::var_os("OWLPOST_ROUND") else { return };
    let (_, _, report) = score(&folder.to_string_lossy());
    println!("{report}");
}

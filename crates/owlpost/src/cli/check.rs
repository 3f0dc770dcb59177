//! `owlpost check`: reads configuration, master key, database and TLS roots, and reports what is wrong.
//!
//! With `--deep` it also reads every stored message. It creates nothing. While the server runs, it does not open the
//! database and says so.

use std::process::ExitCode;

use queue::QueueError;
use storage::{Db, OpenError};

use super::{Failure, print_failure, print_line, runtime, with_causes};
use crate::wiring::database_in;
use clock::{Clock, Random};
use config::{Builtin, Certificate, Config};
use settings::vault::Vault;

/// Number of messages read in one transaction.
const MESSAGES_AT_ONCE: usize = 200;
/// Maximum number of unreadable messages that are named.
const NAMED: usize = 20;

/// What is checked beyond the structure of the database.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Also read every stored message, even in a damaged database, and name those that cannot be read
    #[arg(long)]
    deep: bool,
}

/// Prints one line per check. The exit status is 1 if anything is wrong.
pub fn run(config: Result<Config, Failure>, check: &Check) -> ExitCode {
    let config = match config {
        Ok(config) => config,
        Err(failure) => {
            print_failure(&failure);
            return ExitCode::FAILURE;
        }
    };
    let mut findings = Findings::default();
    findings.good("configuration", &format!("no faults; {} on {}", config.public_url, config.http));
    for warning in Config::warnings() {
        print_line(&format!("note   environment: {warning}"));
    }
    if let Some(note) = without_proxy(&config) {
        print_line(&format!("note   proxy: {note}"));
    }
    findings.take("built-in service", Ok(builtin(&config.builtin)));
    findings.take("TLS roots", tls_roots());
    findings.take("SMTP submission", Ok(submission(&config)));
    if config.certificate != Certificate::None {
        findings.take("TLS certificate", certificate(&config));
    }
    match runtime() {
        Ok(runtime) => runtime.block_on(stored(&config, check.deep, &mut findings)),
        Err(failure) => findings.bad("process", &with_causes(&failure)),
    }
    if findings.is_any_bad { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

#[derive(Default)]
struct Findings {
    is_any_bad: bool,
}

impl Findings {
    fn good(&mut self, what: &str, words: &str) {
        print_line(&format!("ok     {what}: {words}"));
    }

    fn skipped(&self, what: &str, words: &str) {
        print_line(&format!("skip   {what}: {words}"));
    }

    fn bad(&mut self, what: &str, words: &str) {
        self.is_any_bad = true;
        print_line(&format!("WRONG  {what}: {words}"));
    }

    fn take(&mut self, what: &str, found: Result<String, String>) {
        match found {
            Ok(words) => self.good(what, &words),
            Err(words) => self.bad(what, &words),
        }
    }
}

/// A note if a proxy must be in front, because the public URL is https, but none is trusted.
fn without_proxy(config: &Config) -> Option<&'static str> {
    (config.is_https() && config.trusted_proxies.is_empty()).then_some(
        "the public URL is https, so a proxy is in front of owlpost, but trusted_proxies is empty: all clients share one \
         limit on sign-in, connections and transfers, and the audit log names the proxy instead of them. Set \
         trusted_proxies to the network from which the proxy connects",
    )
}

fn builtin(builtin: &Builtin) -> String {
    match builtin {
        Builtin::Mailbox => "mail is kept in the local mailbox".to_owned(),
        Builtin::Relay(account) => {
            format!("mail leaves through {}", i18n::Language::English.render(&account.connection()))
        }
    }
}

fn submission(config: &Config) -> String {
    let submission = &config.submission;
    let clear = submission.smtp.iter().map(|address| format!("smtp on {address}"));
    let all: Vec<String> = clear.chain(submission.smtps.iter().map(|address| format!("smtps on {address}"))).collect();
    let is_remote = submission.smtp.iter().any(|address| !address.ip().is_loopback());
    let note = if is_remote && config.certificate == Certificate::None {
        "; without a certificate nobody logs in from another machine: write tls.certificate_file and tls.key_file"
    } else {
        ""
    };
    if all.is_empty() { "off".to_owned() } else { format!("{}{note}", all.join(", ")) }
}

/// The certificate of submission, which a start would use.
fn certificate(config: &Config) -> Result<String, String> {
    let Some(certificate) = submission::open_certificate(config, false).map_err(|error| with_causes(&error))? else {
        return Ok("self-signed; the first start makes it".to_owned());
    };
    let day = certificate.last_day().unwrap_or_default();
    let file = certificate.file().display();
    if certificate.valid_until().is_some_and(|end| end < Clock::system().now()) {
        return Err(format!("{file} was valid until {day}: clients refuse it. Renew it; the server reads it again"));
    }
    Ok(format!("{file}, valid until {day}"))
}

/// The number of the system's certificate authorities.
fn tls_roots() -> Result<String, String> {
    match tls::system_roots().roots.len() {
        0 => {
            Err("there are no certificate authorities to verify mail servers: install the package ca-certificates"
                .into())
        }
        count => Ok(format!("{count} certificate authorities")),
    }
}

async fn stored(config: &Config, deep: bool, findings: &mut Findings) {
    let location = database_in(config);
    let opened = match Db::pending(&location) {
        Ok(None) => return findings.good("database", "there is none yet; the first start creates it"),
        // With `--deep` a damaged database is opened as well.
        Ok(Some(0)) if deep => Db::open_unchecked(&location),
        Ok(Some(0)) => Db::inspect(&location),
        Ok(Some(count)) => {
            let words = format!("of an older owlpost; the next start brings it up to date in {count} steps");
            return findings.good("database", &words);
        }
        Err(error) => Err(error),
    };
    let db = match opened {
        Ok(db) => db,
        Err(OpenError::InUse { process, .. }) => {
            let rest = if deep { "messages and master key" } else { "master key" };
            findings.skipped(
                "database",
                &format!(
                    "the server runs (process {process}) and uses it, so database, {rest} were not checked; stop the \
                     server and check again, or look at /readyz, which says whether it accepts mail"
                ),
            );
            return;
        }
        Err(error) => {
            findings.bad("database", &with_causes(&error));
            return;
        }
    };
    findings.take(
        "database",
        match db.check().await {
            Ok(None) => Ok("whole".to_owned()),
            Ok(Some(fault)) => Err(format!("damaged: {fault}. Keep a copy of the data folder and restore a backup")),
            Err(error) => Err(with_causes(&error)),
        },
    );
    if deep {
        findings.take("messages", messages(&db).await);
    }
    let key = Vault::inspect(&db, &config.master_key_file, Random::system()).await;
    findings.take(
        "master key",
        match key {
            Ok(Some(id)) => Ok(format!("{id}, the one that the database needs")),
            Ok(None) => Ok("no database needs one yet; the first start makes it".to_owned()),
            Err(error) => Err(with_causes(&error)),
        },
    );
    db.close().await;
}

/// Reads every stored message, and names those that cannot be read.
async fn messages(db: &Db) -> Result<String, String> {
    let (mut read, mut unreadable, mut after) = (0, Vec::new(), None);
    loop {
        let part = db.read(move |rx| queue::verify(rx, after, MESSAGES_AT_ONCE)).await;
        let part = part.map_err(|error: QueueError| with_causes(&error))?;
        read += part.messages;
        unreadable.extend(part.unreadable);
        after = part.next;
        if after.is_none() {
            break;
        }
    }
    if unreadable.is_empty() {
        return Ok(format!("{read} read, all whole"));
    }
    let named = unreadable.iter().take(NAMED).map(|(id, error)| format!("{} ({})", id.0, with_causes(error)));
    let named = named.collect::<Vec<_>>().join(", ");
    let rest = unreadable.len().saturating_sub(NAMED);
    let more = if rest > 0 { format!(", and {rest} more") } else { String::new() };
    Err(format!("{} of {read} cannot be read: {named}{more}", unreadable.len()))
}

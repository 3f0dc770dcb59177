//! `owlpost key forget`: drops what was encrypted with a lost master key, so that the server can start again.

use std::io::{self, BufRead, IsTerminal, Write};

use clap::{Args, Subcommand};

use super::{Failure, boxed, logging, print_line, runtime};
use crate::wiring::database_in;
use accounts::Actor;
use clock::{Clock, Random};
use config::Config;
use settings::vault::{LostKey, Replacement};
use storage::{Db, OpenError};

/// The actor in the audit log.
const COMMAND: &str = "owlpost key forget";

/// The master key, with which stored passwords, client secrets and consents are encrypted.
#[derive(Args, Debug)]
pub struct Key {
    #[command(subcommand)]
    command: KeyCommand,
}

#[derive(Debug, Subcommand)]
enum KeyCommand {
    /// Give up a lost master key: drop what was encrypted with it and use another key
    ///
    /// Passwords of mail servers, client secrets and consents of providers are deleted and have to be entered or given
    /// again; mail waits until then. Accounts, API keys, scripts, messages and everything else are kept. The server
    /// must be stopped. Nothing is changed if the right key is in place.
    Forget(Forget),
}

/// The options of `owlpost key forget`.
#[derive(Args, Debug)]
struct Forget {
    /// Do not ask for confirmation on the terminal
    #[arg(long)]
    yes: bool,
}

/// Opens only the database; nothing is served and nothing is sent.
pub fn run(config: Config, key: Key) -> Result<(), Failure> {
    logging::start(&config.log);
    let KeyCommand::Forget(forget) = key.command;
    runtime()?.block_on(give_up(config, &forget))
}

async fn give_up(config: Config, forget: &Forget) -> Result<(), Failure> {
    let location = database_in(&config);
    if Db::pending(&location).map_err(boxed)?.is_none() {
        print_line("There is no database yet, so no key is missing. The first start creates both.");
        return Ok(());
    }
    let db = Db::open(&location).map_err(|error| match error {
        OpenError::InUse { process, .. } => refused(format!(
            "the server runs (process {process}), so its master key is there, and nothing was changed. Stop it first if \
             another key is to be used"
        )),
        error => boxed(error),
    })?;
    let given_up = with_database(&config, &db, forget).await;
    db.close().await;
    given_up
}

async fn with_database(config: &Config, db: &Db, forget: &Forget) -> Result<(), Failure> {
    let (path, random) = (&config.master_key_file, Random::system());
    let Some(lost) = LostKey::look(db, path, random.clone()).await.map_err(boxed)? else {
        print_line(&format!(
            "The master key {} is the one that the database needs. Nothing was changed.",
            path.display()
        ));
        return Ok(());
    };
    for line in description(&lost, config) {
        print_line(&line);
    }
    if !forget.yes && !is_confirmed()? {
        return Err(refused("nothing was changed".to_owned()));
    }
    let secrets = lost.secrets();
    let by = Actor::Operator { command: COMMAND.to_owned() };
    let id = lost.forget(db, Clock::system(), random, by).await.map_err(boxed)?;
    print_line(&format!("Done: {secrets} stored secrets were dropped, and the database uses the key {id}."));
    if secrets > 0 {
        print_line(
            "Start the server and enter the secret on Configuration -> Email Settings, or reconnect the mailbox.",
        );
    }
    Ok(())
}

fn description(lost: &LostKey, config: &Config) -> Vec<String> {
    let path = config.master_key_file.display();
    let place = match &lost.replacement {
        Replacement::New => format!("a new key is created in {path}"),
        Replacement::Found { id } => format!("the key in {path}, which is {id}, is used from now on"),
    };
    vec![
        format!(
            "The stored secrets are encrypted with the master key {}, which is missing. If you have it, put it back.",
            lost.needed
        ),
        "Otherwise this is deleted permanently:".to_owned(),
        format!("  passwords of mail servers, in all versions of the email settings: {}", lost.passwords),
        format!("  client secrets and keys of service accounts, in all versions: {}", lost.credentials),
        format!("  consents of providers: {}", lost.consents),
        format!("Everything else stays, and {place}. Mail waits until the secrets are entered again."),
    ]
}

/// Asks for confirmation on the terminal.
fn is_confirmed() -> Result<bool, Failure> {
    let stdin = io::stdin();
    if !stdin.is_terminal() {
        return Err(refused("this has to be confirmed on a terminal, or with --yes; nothing was changed".to_owned()));
    }
    let mut out = io::stdout().lock();
    // Without standard output nobody can answer.
    write!(out, "Write yes to drop them: ").and_then(|()| out.flush()).map_err(boxed)?;
    let mut answer = String::new();
    stdin.lock().read_line(&mut answer).map_err(boxed)?;
    Ok(answer.trim().eq_ignore_ascii_case("yes"))
}

fn refused(words: String) -> Failure {
    Failure::Other(words.into())
}

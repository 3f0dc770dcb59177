//! `owlpost setup`: creates the first administrator and workspace without a browser; prints JSON with an API key.

use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;

use clap::Args;
use secrecy::{ExposeSecret, SecretString};

use super::{Failure, boxed, logging, print_line, runtime};
use crate::wiring::database_in;
use accounts::{Accounts, AccountsError, Scope};
use clock::{Clock, Random};
use config::Config;
use settings::vault::Vault;
use storage::OpenError;

/// Creates the first administrator and workspace without a browser, and prints JSON with the workspace's id and an API
/// key with all scopes. Fails if an administrator exists.
#[derive(Args, Debug)]
pub struct Setup {
    /// The administrator's address, for signing in
    #[arg(long, value_name = "EMAIL")]
    admin_email: String,
    /// A file that contains the administrator's password, - for standard input
    #[arg(long, value_name = "FILE")]
    admin_password_file: PathBuf,
    /// The workspace's name
    #[arg(long, value_name = "NAME")]
    workspace: String,
}

/// Opens only the database: nothing is served and nothing is sent.
pub fn run(config: Config, setup: Setup) -> Result<(), Failure> {
    logging::start(&config.log);
    let password = password(&setup)?;
    let answer = runtime()?.block_on(set_up(config, setup, password))?;
    print_line(&answer.to_string());
    Ok(())
}

async fn set_up(config: Config, setup: Setup, password: SecretString) -> Result<serde_json::Value, Failure> {
    let random = Random::system();
    let db = storage::Db::open(&database_in(&config)).map_err(|error| match error {
        OpenError::InUse { process, .. } => Failure::Other(
            format!(
                "the server runs (process {process}) and uses the database, so nothing was set up. Open the setup link \
                 that the server printed when it started, or stop the server and call owlpost setup again"
            )
            .into(),
        ),
        error => boxed(error),
    })?;
    // Creates the master key together with the database: a database without its key must not look like a new one.
    Vault::open(&db, &config.master_key_file, random.clone()).await.map_err(boxed)?;
    let accounts = Accounts::new(db.clone(), Clock::system(), random);
    let made = make(&accounts, &setup, password).await;
    db.close().await;
    made.map_err(|error| match error {
        AccountsError::Faults(faults) => {
            let lines: Vec<String> =
                faults.iter().map(|fault| format!("\n  {}: {}", fault.field, i18n::Language::English.render(&fault.text))).collect();
            Failure::Other(format!("nothing was set up, because of faults:{}", lines.concat()).into())
        }
        AccountsError::AdministratorExists => Failure::Other(
            "an administrator exists already, so nothing was changed. Sign in to the pages to create more accounts and API keys".into(),
        ),
        error => boxed(error),
    })
}

async fn make(accounts: &Accounts, setup: &Setup, password: SecretString) -> Result<serde_json::Value, AccountsError> {
    let (account, workspace) = accounts.set_up(None, &setup.admin_email, password, &setup.workspace).await?;
    let (_, secret) =
        accounts.make_key("owlpost setup", &Scope::ALL, &accounts::Actor::account(account.email.expose())).await?;
    Ok(serde_json::json!({ "workspace_id": workspace, "api_key": secret.expose_secret() }))
}

fn password(setup: &Setup) -> Result<SecretString, Failure> {
    let path = &setup.admin_password_file;
    let text = if path.as_os_str() == "-" {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(path)
    };
    let text = text.map_err(|error| {
        Failure::Other(
            format!("the password file {} cannot be read: {error}; check the path and its permissions", path.display())
                .into(),
        )
    })?;
    // Editors and `echo` end a file with a line break, which is not part of the password.
    let line = text.strip_suffix('\n').map_or(text.as_str(), |line| line.strip_suffix('\r').unwrap_or(line));
    Ok(SecretString::from(line))
}

//! Where to send, and as whom: a flag wins over a variable, a variable over the file, the file over the default.

use std::path::{Path, PathBuf};

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::failure::{Exit, Failure};

/// What every program of the machine reads.
const FILE: &str = "/etc/owlpost/send.toml";
const URL: &str = "http://localhost:8020";

/// The options of the connection with the server.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Connection {
    /// The server's URL; http://localhost:8020 if nothing names another
    #[arg(long, env = "OWLPOST_URL")]
    url: Option<String>,
    /// An API key with the scope messages:send; better set by the variable, because other users can see a command line
    #[arg(long, env = "OWLPOST_API_KEY", hide_env_values = true, value_name = "KEY")]
    api_key: Option<Key>,
    /// A file that contains the API key
    #[arg(long, env = "OWLPOST_API_KEY_FILE", value_name = "FILE")]
    api_key_file: Option<PathBuf>,
    /// A file with url, api_key_file and spool; /etc/owlpost/send.toml if it exists
    #[arg(long, env = "OWLPOST_SEND_CONFIG", value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The folder for mail that cannot be handed over while the server is not reached, or off
    #[arg(long, env = "OWLPOST_SPOOL", value_name = "FOLDER")]
    spool: Option<String>,
}

/// An API key on the command line; `Debug` does not print it.
#[derive(Clone)]
pub(super) struct Key(SecretString);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

impl std::str::FromStr for Key {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.trim().into()))
    }
}

/// The same after all sources were read.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) url: String,
    pub(super) api_key: SecretString,
    pub(super) spool: SpoolChoice,
}

/// Where mail waits that cannot be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SpoolChoice {
    /// Nowhere.
    Off,
    /// In this folder.
    Folder(PathBuf),
    /// In a folder of the caller.
    Standard,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    url: Option<String>,
    api_key_file: Option<PathBuf>,
    spool: Option<String>,
}

/// For programs that are called with the options of sendmail.
#[derive(clap::Parser)]
struct Environment {
    #[command(flatten)]
    connection: Connection,
}

impl Connection {
    /// What the variables say.
    pub(super) fn of_environment() -> Self {
        let parsed = <Environment as clap::Parser>::try_parse_from(["sendmail"]);
        parsed.map(|environment| environment.connection).unwrap_or_default()
    }

    /// Reads the file, and the API key.
    ///
    /// # Errors
    /// [`Exit::Config`].
    pub(super) fn settings(&self) -> Result<Settings, Failure> {
        let file = self.file()?;
        Ok(Settings {
            url: self.url.clone().or(file.url).unwrap_or_else(|| URL.to_owned()),
            api_key: self.key(file.api_key_file.as_deref())?,
            spool: spool_choice(self.spool.as_deref().or(file.spool.as_deref())),
        })
    }

    /// Only where mail waits.
    ///
    /// # Errors
    /// [`Exit::Config`].
    pub(super) fn spool(&self) -> Result<SpoolChoice, Failure> {
        Ok(spool_choice(self.spool.as_deref().or(self.file()?.spool.as_deref())))
    }

    fn file(&self) -> Result<File, Failure> {
        let (path, is_named) = match &self.config {
            Some(path) => (path.as_path(), true),
            None => (Path::new(FILE), false),
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !is_named => return Ok(File::default()),
            Err(error) => return Err(unreadable("the configuration", path, &error)),
        };
        toml::from_str(&text).map_err(|error| {
            Failure::new(
                Exit::Config,
                format!("{} cannot be understood: {}", path.display(), error.to_string().trim_end()),
                "Nothing was sent.",
                "The file has url, api_key_file and spool, each a text in double quotes.",
            )
        })
    }

    fn key(&self, of_file: Option<&Path>) -> Result<SecretString, Failure> {
        if let Some(Key(key)) = self.api_key.as_ref().filter(|key| !key.0.expose_secret().is_empty()) {
            return Ok(key.clone());
        }
        match self.api_key_file.as_deref().or(of_file) {
            Some(path) => match std::fs::read_to_string(path) {
                Ok(text) => Ok(text.trim().into()),
                Err(error) => Err(unreadable("the API key", path, &error)),
            },
            None => Err(Failure::new(
                Exit::Config,
                "no API key was given",
                "Nothing was sent: the server must know who is sending.",
                "Set OWLPOST_API_KEY to a key with the scope messages:send, or api_key_file in /etc/owlpost/send.toml; an \
                 administrator creates it under Configuration, API keys.",
            )),
        }
    }
}

fn spool_choice(text: Option<&str>) -> SpoolChoice {
    match text {
        None => SpoolChoice::Standard,
        Some("off") => SpoolChoice::Off,
        Some(folder) => SpoolChoice::Folder(folder.into()),
    }
}

fn unreadable(what: &str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        Exit::Config,
        format!("{what} cannot be read from {}: {error}", path.display()),
        "Nothing was sent.",
        "Check the name and the permissions of the file.",
    )
}

//! `owlpost send`: sends one message through a running server, by its REST API.
//!
//! Takes the message from options or, with `--read-headers`, a whole message from standard input like `sendmail -t`, so
//! that programs that call sendmail can use it. Prints the id. Exit status 1: refused, and a repetition would be
//! refused as well; 75 (EX_TEMPFAIL): temporary failure, a repetition may succeed.

mod client;
mod failure;
mod message;
mod rfc5322;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use failure::Failure;

/// Sends one message through a running server and prints its id.
#[derive(Args, Debug, Default)]
pub struct Send {
    /// The server's URL
    #[arg(long, env = "OWLPOST_URL", default_value = "http://localhost:8020")]
    url: String,
    /// An API key with the scope messages:send; better set by the variable, because other users can see a command line
    #[arg(long, env = "OWLPOST_API_KEY", hide_env_values = true, value_name = "KEY")]
    api_key: Option<Key>,
    /// A file that contains the API key
    #[arg(long, env = "OWLPOST_API_KEY_FILE", value_name = "FILE")]
    api_key_file: Option<PathBuf>,

    /// Another From than the configured one, if the settings allow it
    #[arg(long, short = 'f', value_name = "ADDRESS")]
    from: Option<String>,
    /// Recipients; may be repeated, or contain several addresses separated by commas
    #[arg(long, value_name = "ADDRESS")]
    to: Vec<String>,
    /// Recipients of copies
    #[arg(long, value_name = "ADDRESS")]
    cc: Vec<String>,
    /// Recipients of blind copies
    #[arg(long, value_name = "ADDRESS")]
    bcc: Vec<String>,
    /// Addresses for replies
    #[arg(long, value_name = "ADDRESS")]
    reply_to: Vec<String>,
    /// The subject
    #[arg(long, short = 's')]
    subject: Option<String>,
    /// The text; without it, and without --text-file and --html-file, it is read from standard input
    #[arg(long, conflicts_with = "text_file")]
    text: Option<String>,
    /// A file with the text, - for standard input
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// A file with the HTML, - for standard input; without a text, the text is made from it
    #[arg(long, value_name = "FILE")]
    html_file: Option<PathBuf>,
    /// A file to attach; may be repeated
    #[arg(long, short = 'a', value_name = "FILE")]
    attach: Vec<PathBuf>,
    /// Idempotency key: a repetition with the same key within 7 days is not sent again
    #[arg(long)]
    key: Option<String>,

    /// Read a whole message from standard input: sender, recipients and everything else from its headers (sendmail -t)
    #[arg(long, short = 't', conflicts_with_all = ["text", "text_file", "html_file", "attach", "subject"])]
    read_headers: bool,
    /// Accepted and ignored: a line with a single dot never ends the message
    #[arg(short = 'i', hide = true)]
    ignore_dots: bool,
    /// Options of sendmail such as -oi and -oem, accepted and ignored
    #[arg(short = 'o', hide = true, value_name = "OPTION")]
    sendmail_options: Vec<String>,
}

/// An API key on the command line; `Debug` does not print it.
#[derive(Clone)]
pub struct Key(secrecy::SecretString);

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

/// Runs the command: prints the id on standard output, or the failure on standard error.
pub fn run(send: Send) -> ExitCode {
    match try_run(send) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // If standard error is closed, the exit status still reports the failure.
            let _ = writeln!(io::stderr().lock(), "{failure}");
            failure.exit_code()
        }
    }
}

fn try_run(send: Send) -> Result<(), Failure> {
    let message = message::build(&send, &mut io::stdin().lock())?;
    let id = client::send(&send, &message)?;
    writeln!(io::stdout().lock(), "{id}").map_err(|error| {
        Failure::permanent(
            format!("the id {id} cannot be printed: {error}"),
            "The message was accepted and will be sent.",
            "Check where the output of this command goes.",
        )
    })
}

#[cfg(test)]
mod tests;

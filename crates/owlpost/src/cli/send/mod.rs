//! `owlpost send` and `sendmail`: hand a message to a running server, by its REST API.
//!
//! `owlpost send` makes a message from options and prints its id. `sendmail` takes a finished one, as programs that call
//! `/usr/sbin/sendmail` write it. Both keep it in the spool while the server is not reached, and both have the exit
//! statuses of sysexits.h.

mod client;
mod failure;
mod input;
mod message;
mod request;
pub(super) mod sendmail;
mod settings;
mod spool;
mod submitter;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use uuid::Uuid;

use failure::{Exit, Failure};
use input::{Author, InputEnd};
use request::{Envelope, Request};
use settings::Connection;
use spool::Spool;
use submitter::{Flushed, Submitted, Submitter};

const NAME: &str = "owlpost send";

/// Sends one message through a running server and prints its id.
#[derive(Args, Debug, Default)]
pub struct Send {
    #[command(flatten)]
    connection: Connection,

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

    /// Read a finished message from standard input and send it as it is, to the recipients of its header and of --to
    #[arg(long, short = 't', conflicts_with_all = ["cc", "bcc", "reply_to", "text", "text_file", "html_file", "attach", "subject"])]
    read_headers: bool,
    /// Accepted and ignored: a line with a single dot never ends the message
    #[arg(short = 'i', hide = true)]
    ignore_dots: bool,
    /// Options of sendmail such as -oi and -oem, accepted and ignored
    #[arg(short = 'o', hide = true, value_name = "OPTION")]
    sendmail_options: Vec<String>,

    /// Send what waits in the spool, and no other message
    #[arg(long, conflicts_with_all = ["read_headers", "to", "queue"])]
    flush: bool,
    /// List what waits in the spool, and what was refused
    #[arg(long, conflicts_with_all = ["read_headers", "to"])]
    queue: bool,
}

/// Runs the command: prints the id on standard output, or the failure on standard error.
pub fn run(send: Send) -> ExitCode {
    try_run(send).unwrap_or_else(|failure| complain(NAME, &failure))
}

fn try_run(send: Send) -> Result<ExitCode, Failure> {
    if send.queue {
        return print_queue(&send.connection);
    }
    let submitter = Submitter::new(&send.connection.settings()?)?;
    if send.flush {
        return Ok(report(NAME, &block_on(submitter.send_all())?));
    }
    let request = request(&send, &submitter, &mut io::stdin().lock())?;
    block_on(async {
        let submitted = submitter.submit(request).await?;
        note(NAME, &submitted);
        submitter.follow_up(NAME, &submitted).await;
        let Submitted::Accepted(id) = submitted else { return Ok(ExitCode::SUCCESS) };
        print_id(id)
    })?
}

fn request(send: &Send, submitter: &Submitter, input: &mut dyn io::BufRead) -> Result<Request, Failure> {
    if !send.read_headers {
        return Request::rendered(&message::build(send, input)?, submitter.new_key());
    }
    let author = send.from.clone().map(|address| Author { name: None, address });
    let message = input::read(input, InputEnd::EndOfFile, author.as_ref())?;
    let key = || send.key.clone().unwrap_or_else(|| submitter.new_key());
    let key = (!message.has_key).then(key).or_else(|| send.key.clone());
    let envelope = Envelope { sender: send.from.clone(), recipients: send.to.clone(), header_recipients: true };
    Ok(Request::finished(&envelope, message.bytes, key))
}

fn print_id(id: Uuid) -> Result<ExitCode, Failure> {
    writeln!(io::stdout().lock(), "{id}").map(|()| ExitCode::SUCCESS).map_err(|error| {
        Failure::new(
            Exit::Io,
            format!("the id {id} cannot be printed: {error}"),
            "The message was accepted and will be sent.",
            "Check where the output of this command goes.",
        )
    })
}

/// Says on standard error why nothing was sent. If it is closed, the exit status still does.
fn complain(name: &str, failure: &Failure) -> ExitCode {
    let _ = writeln!(io::stderr().lock(), "{name}: {failure}");
    failure.exit().code()
}

/// Says on standard error that a message waits.
fn note(name: &str, submitted: &Submitted) {
    if let Submitted::Spooled(path, failure) = submitted {
        let (why, path) = (failure.what(), path.display());
        let _ = writeln!(
            io::stderr().lock(),
            "{name}: {why}\n  The message waits in {path}.\n  It is sent with the next message, or by owlpost send --flush."
        );
    }
}

/// Says on standard error which messages of the spool were refused now.
fn report_refused(name: &str, flushed: &Flushed) {
    let mut err = io::stderr().lock();
    for (path, reason) in &flushed.refused {
        let _ =
            writeln!(err, "{name}: a message that waited is not sent: {reason}\n  It is kept in {}.", path.display());
    }
}

/// Says on standard error what became of the spool.
fn report(name: &str, flushed: &Flushed) -> ExitCode {
    report_refused(name, flushed);
    let mut err = io::stderr().lock();
    if let Some(failure) = &flushed.failure {
        let _ = writeln!(err, "{name}: {failure}");
    }
    if flushed.waiting > 0 {
        let _ = writeln!(err, "{name}: {} sent, {} waiting", flushed.sent, flushed.waiting);
    }
    match (&flushed.failure, flushed.refused.is_empty()) {
        (Some(failure), _) => failure.exit().code(),
        (None, false) => Exit::Data.code(),
        (None, true) if flushed.waiting > 0 => Exit::TryAgain.code(),
        (None, true) => ExitCode::SUCCESS,
    }
}

/// Lists the spool on standard output.
fn print_queue(connection: &Connection) -> Result<ExitCode, Failure> {
    let unreadable = |error: io::Error| {
        Failure::new(Exit::Io, format!("the spool cannot be read: {error}"), "", "Check its permissions.")
    };
    let mut lines = Vec::new();
    for spool in Spool::candidates(&connection.spool()?) {
        for id in spool.waiting().map_err(unreadable)? {
            // One that was sent meanwhile has no file any more.
            let Ok(entry) = spool.read(id) else { continue };
            lines.push(match entry {
                Ok(entry) => {
                    let to: Vec<&str> = entry.request.recipients().collect();
                    format!("{id}  waiting since {}  {}", entry.submitted_at, to.join(", "))
                }
                Err(damage) => format!("{id}  damaged: {damage}"),
            });
        }
        let refused = spool.refused().map_err(unreadable)?;
        lines.extend(refused.into_iter().map(|(id, reason)| format!("{id}  refused: {reason}")));
    }
    if lines.is_empty() {
        lines.push("Mail queue is empty".to_owned());
    }
    lines.push("This is the spool of this user. Mail that was handed over is in the outbox of owlpost.".to_owned());
    // If standard output is closed, nobody reads it.
    let _ = writeln!(io::stdout().lock(), "{}", lines.join("\n"));
    Ok(ExitCode::SUCCESS)
}

/// Runs a future without waiting for threads that still read standard input.
fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| client::cannot_start(&error))?;
    let done = runtime.block_on(future);
    runtime.shutdown_background();
    Ok(done)
}

#[cfg(test)]
mod tests;

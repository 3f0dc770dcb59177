//! `sendmail`: what programs call that hand mail to the machine they run on. Also `mailq` and `newaliases`.
//!
//! Prints nothing on standard output but what `-bs` and `-bp` are asked for. The envelope is that of the arguments; the
//! message goes to the server as it is.

mod arguments;
mod dialogue;

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::Path;
use std::process::ExitCode;

use super::failure::Failure;
use super::input::{self, Author};
use super::request::{Envelope, Request};
use super::settings::Connection;
use super::submitter::Submitter;
use super::{complain, note, print_queue, report};
use arguments::{Arguments, Mode, usage};

/// The mode of a program's name: `None` unless it is one of those that sendmail is called by.
fn mode_of(program: &OsStr) -> Option<Mode> {
    match Path::new(program).file_name()?.to_str()? {
        "sendmail" => Some(Mode::Deliver),
        "mailq" => Some(Mode::Queue),
        "newaliases" => Some(Mode::Aliases),
        _ => None,
    }
}

/// Whether the process was called by a name of sendmail, such as a symbolic link `/usr/sbin/sendmail`.
pub(in crate::cli) fn is_sendmail(program: &OsStr) -> bool {
    mode_of(program).is_some()
}

/// Runs the command; `program` is the name by which it was called.
pub(in crate::cli) fn run(program: &OsStr, arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let done = Arguments::parse(mode_of(program).unwrap_or_default(), arguments).and_then(execute);
    done.unwrap_or_else(|failure| complain("sendmail", &failure))
}

fn execute(arguments: Arguments) -> Result<ExitCode, Failure> {
    let mut connection = Connection::of_environment();
    connection.config = arguments.config.clone().or(connection.config);
    match arguments.mode {
        // There are no aliases, so all are up to date.
        Mode::Aliases => Ok(ExitCode::SUCCESS),
        Mode::Queue => print_queue(&connection),
        Mode::Flush => {
            let submitter = Submitter::new(&connection.settings()?)?;
            Ok(report("sendmail", &super::block_on(submitter.send_all())?))
        }
        Mode::Smtp => {
            let submitter = Submitter::new(&connection.settings()?)?;
            super::block_on(async {
                if let Some(last) = dialogue::converse(&submitter).await {
                    submitter.follow_up("sendmail", &last).await;
                }
            })?;
            Ok(ExitCode::SUCCESS)
        }
        Mode::Deliver => deliver(arguments, &connection),
    }
}

fn deliver(arguments: Arguments, connection: &Connection) -> Result<ExitCode, Failure> {
    let Arguments { sender, full_name, header_recipients, end, recipients, .. } = arguments;
    if recipients.is_empty() && !header_recipients {
        return Err(usage(
            "there is no recipient: name them as arguments, or use -t for those of the header".to_owned(),
        ));
    }
    let submitter = Submitter::new(&connection.settings()?)?;
    let address = sender.clone().filter(|sender| !sender.is_empty());
    let author = address.map(|address| Author { name: full_name, address });
    let message = input::read(&mut io::stdin().lock(), end, author.as_ref())?;
    let key = (!message.has_key).then(|| submitter.new_key());
    let request = Request::finished(&Envelope { sender, recipients, header_recipients }, message.bytes, key);
    super::block_on(async {
        let submitted = submitter.submit(request).await?;
        note("sendmail", &submitted);
        submitter.follow_up("sendmail", &submitted).await;
        Ok(ExitCode::SUCCESS)
    })?
}

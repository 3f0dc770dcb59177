//! The commands and everything they print. Errors are printed once, with their causes.

mod allocator;
mod check;
mod key;
mod logging;
mod repeats;
pub mod send;
mod serve;
mod setup;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Command, FromArgMatches, Subcommand};
use secrecy::ExposeSecret;

use app::App;
use config::{Config, ConfigFault, with_flags};

/// The exit status of a server whose disk failed: `EX_IOERR` of sysexits.h. A service manager restarts it, and the
/// start recovers.
const DISK_FAILED: u8 = 74;

/// `EX_USAGE` of sysexits.h.
const USAGE: i32 = 64;

const SERVE_STATUS: &str = "Exit status: 0 after a stop, 1 where it did not start, 74 where the disk failed under the \
database; start it again then, and nothing that was accepted is lost.";

// The commands. No doc comment: it would replace the description of the program in `--help`.
#[derive(Debug, Subcommand)]
enum CliCommand {
    /// Start the server; what happens without a command
    #[command(after_help = SERVE_STATUS)]
    Serve,
    /// Create the first administrator and workspace without a browser
    Setup(setup::Setup),
    /// Read configuration, master key and database, and report what is wrong
    Check(check::Check),
    /// Deal with a lost master key
    Key(key::Key),
    /// Send one message through a running server
    #[command(after_help = SEND_STATUS)]
    Send(Box<send::Send>),
    /// Take a message as /usr/sbin/sendmail does, with its options
    #[command(disable_help_flag = true)]
    Sendmail {
        /// Options and recipients of sendmail: see docs/send.md
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
        arguments: Vec<std::ffi::OsString>,
    },
    /// The child process for a run of a script; reads a start message from standard input
    #[command(hide = true)]
    RunScript,
}

const SEND_STATUS: &str = "Exit status, as in sysexits.h: 0 accepted, or in the spool until the server is reached; 64 wrong \
arguments; 65 the message has a fault; 67 a recipient is refused; 69 the URL is not that of owlpost; 74 a file cannot be \
read; 75 try again; 77 the API key is refused, or may not send as this sender; 78 URL, API key or configuration.";

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// All faults of the configuration.
    #[error("the configuration has faults; nothing was started")]
    Config(Vec<ConfigFault>),
    /// Any other error, with its causes.
    #[error(transparent)]
    Other(#[from] Box<dyn Error + Send + Sync>),
}

impl Failure {
    /// [`DISK_FAILED`] if the command ended because a write or sync of the database failed.
    fn exit_code(&self) -> ExitCode {
        let Self::Other(error) = self else { return ExitCode::FAILURE };
        let mut cause: Option<&(dyn Error + 'static)> = Some(error.as_ref());
        while let Some(error) = cause {
            if let Some(storage::DbError::Failed { .. }) = error.downcast_ref() {
                return ExitCode::from(DISK_FAILED);
            }
            cause = error.source();
        }
        ExitCode::FAILURE
    }
}

/// Runs the command on the command line.
pub fn main() -> ExitCode {
    let mut arguments = std::env::args_os();
    let program = arguments.next().unwrap_or_default();
    if send::sendmail::is_sendmail(&program) {
        return send::sendmail::run(&program, arguments);
    }
    let matches = command().try_get_matches().unwrap_or_else(|error| exit_with(&error));
    let asked = if matches.subcommand().is_some() {
        CliCommand::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    } else {
        CliCommand::Serve
    };
    match asked {
        CliCommand::Send(send) => return send::run(*send),
        CliCommand::Sendmail { arguments } => return send::sendmail::run(&program, arguments),
        // Without configuration and runtime, so that nothing of the server is within reach of a script.
        CliCommand::RunScript => return sandbox::child::main(),
        CliCommand::Serve => allocator::start_again_with_settings(),
        CliCommand::Setup(_) | CliCommand::Check(_) | CliCommand::Key(_) => {}
    }
    let config = Config::load(&matches).map_err(Failure::Config);
    let done = match asked {
        CliCommand::Serve | CliCommand::Send(_) | CliCommand::Sendmail { .. } | CliCommand::RunScript => {
            config.and_then(serve::run)
        }
        CliCommand::Setup(setup) => config.and_then(|config| setup::run(config, setup)),
        CliCommand::Key(key) => config.and_then(|config| key::run(config, key)),
        CliCommand::Check(check) => return check::run(config, &check),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            print_failure(&failure);
            failure.exit_code()
        }
    }
}

/// Prints help, or what is wrong with the arguments. `owlpost send` has the exit statuses of sysexits.h.
fn exit_with(error: &clap::Error) -> ! {
    let is_send = std::env::args_os().nth(1).is_some_and(|command| command == "send");
    // If the output is closed, the exit status still reports the failure.
    let _ = error.print();
    std::process::exit(if is_send && error.use_stderr() { USAGE } else { error.exit_code() })
}

const ABOUT: &str = "A self-hosted server for the outgoing email of a platform";
const LONG_ABOUT: &str = "owlpost is a self-hosted server for the outgoing email of a platform: it takes mail from programs \
(REST API, SMTP), scripts and its own pages, keeps it on disk, and sends it through an SMTP server, Google or Microsoft 365.\n\n\
Without a command it starts the server; the pages are then at the address that it prints.\n\
A flag wins over a variable, a variable over the file owlpost.toml, the file over the default.";
/// The end of the help of commands that read the configuration.
const CONFIGURATION: &str = "Takes the flags of the configuration as well: see owlpost --help.";

/// The command line. Each command shows only its own options; those of the configuration are shown once.
fn command() -> Command {
    let about = Command::new("owlpost").version(env!("CARGO_PKG_VERSION")).about(ABOUT).long_about(LONG_ABOUT);
    let mut command = CliCommand::augment_subcommands(with_flags(about)).subcommand_required(false);
    // Propagates the flags of the configuration to each command.
    command.build();
    command.mut_subcommands(|one| {
        let one = without_configuration(one);
        match one.get_name() {
            "setup" | "check" => one.after_help(CONFIGURATION),
            "key" => one.mut_subcommands(|one| without_configuration(one).after_help(CONFIGURATION)),
            "serve" => one.after_help(format!("{CONFIGURATION}\n\n{SERVE_STATUS}")),
            _ => one,
        }
    })
}

/// Hides the flags of the configuration.
fn without_configuration(command: Command) -> Command {
    command.mut_args(|arg| {
        let is_configuration = arg.get_help_heading() == Some("Configuration");
        arg.hide(is_configuration)
    })
}

/// A runtime with one thread per processor.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Failure::Other(Box::new(error)))
}

fn print_failure(failure: &Failure) {
    let mut err = io::stderr().lock();
    // If standard error is closed, the exit status still reports the failure.
    let _ = match failure {
        Failure::Config(faults) => write_faults(&mut err, faults),
        Failure::Other(error) => writeln!(err, "owlpost: {}", with_causes(error.as_ref())),
    };
}

fn write_faults(to: &mut impl Write, faults: &[ConfigFault]) -> io::Result<()> {
    writeln!(to, "owlpost: the configuration has faults; nothing was started")?;
    faults.iter().try_for_each(|fault| writeln!(to, "  {}", tls::without_error_number(&fault.to_string())))
}

/// An error and its causes on one line.
fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    tls::without_error_number(&text)
}

/// A failure from an error.
fn boxed(error: impl Error + Send + Sync + 'static) -> Failure {
    Failure::Other(Box::new(error))
}

fn print_line(line: &str) {
    // If standard output is closed, nobody reads the line.
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// The link for the first setup, while there is no administrator.
async fn setup_link(app: &App) -> Option<String> {
    match app.accounts.setup_token().await {
        Ok(token) => token.map(|token| format!("{}/setup?token={}", app.config.public_url, token.expose_secret())),
        Err(error) => {
            tracing::error!(error = &error as &dyn Error, "creating the setup link");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(name: &str) -> String {
        let mut command = command();
        let one = command.find_subcommand_mut(name).expect("a command");
        one.render_long_help().to_string()
    }

    #[test]
    fn the_help_describes_owlpost_and_each_command_shows_its_own_options() {
        let whole = command().render_long_help().to_string();
        for words in ["self-hosted server for the outgoing email", "--public-url", "OWLPOST_DATA_DIR"] {
            assert!(whole.contains(words), "{words} is not in {whole}");
        }
        for (name, own) in [("setup", "--admin-email"), ("check", "--deep"), ("send", "--read-headers")] {
            let help = help(name);
            assert!(help.contains(own) && !help.contains("--public-url"), "{help}");
            assert_eq!(help.contains("owlpost --help"), name != "send", "{help}");
        }
        let matches = command().try_get_matches_from(["owlpost", "check", "--data-dir", "x"]).expect("taken");
        let (_, check) = matches.subcommand().expect("a command");
        assert_eq!(check.get_one::<String>("data_dir").map(String::as_str), Some("x"), "hidden, and taken still");
    }
}

//! Starts and ends third-party servers as child processes.
//!
//! A child ends when its standard input does: on drop, and also when the test process is killed.

use std::io::{self, BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};

/// Why a third-party server did not start. Tests fail with it and never skip.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// It is not installed.
    #[error("{program} is not installed: install {package}, or run ./check, which does")]
    Missing {
        /// The missing program.
        program: &'static str,
        /// The package that contains it.
        package: &'static str,
    },
    /// The machine refused a step of starting.
    #[error("starting {program}: {doing}")]
    Machine {
        /// The server.
        program: &'static str,
        /// The step.
        doing: &'static str,
        /// The system's error.
        #[source]
        source: io::Error,
    },
    /// It started and then ended.
    #[error("{program} ended while starting: {said}")]
    Exited {
        /// The server.
        program: &'static str,
        /// Its output on standard error or in its log.
        said: String,
    },
}

/// A running child that ends with its standard input.
pub(crate) struct Foreign {
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Foreign {
    /// Starts the command; its standard error is recorded for [`StartError::Exited`].
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let stdout = BufReader::new(child.stdout.take().ok_or_else(|| io::Error::other("no standard output"))?);
        Ok(Self { child, stdout })
    }

    /// The line by which the child reports that it is ready; its standard error if it ended instead.
    pub fn ready(&mut self) -> Result<String, String> {
        let mut line = String::new();
        match self.stdout.read_line(&mut line) {
            Ok(count) if count > 0 => Ok(line.trim_end().to_owned()),
            _ => {
                drop(self.child.stdin.take());
                let mut said = String::new();
                if let Some(mut stderr) = self.child.stderr.take() {
                    let _ = stderr.read_to_string(&mut said);
                }
                Err(said.trim_end().to_owned())
            }
        }
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

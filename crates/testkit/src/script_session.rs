//! One connection of a scripted server: the steps of a dialogue, played one after the other.

use std::io;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use crate::placeholder::matches;
use crate::script::{Numbered, Step};
use crate::scripted::Connection;
use crate::wire::Wire;
use crate::{CertificateKind, certificates};

/// The pause between the pieces of a dripped reply, so that each is a TCP segment of its own.
const BETWEEN_DRIPS: Duration = Duration::from_millis(2);

/// Plays the steps to the client of the socket.
pub(crate) fn run_script(socket: TcpStream, steps: &[Numbered]) -> Connection {
    let mut session = match Wire::new(socket) {
        Ok(wire) => {
            ScriptSession { wire, unsent: Vec::new(), held: None, drip: None, connection: Connection::default() }
        }
        Err(error) => return Connection { faults: vec![error.to_string()], ..Connection::default() },
    };
    for Numbered { line, step } in steps {
        match session.play(step) {
            Ok(StepResult::Next) => {}
            Ok(StepResult::End(ending)) => return session.end(ending),
            Err(fault) => {
                session.connection.faults.push(format!("line {line}: {fault}"));
                return session.end(Ending::Close);
            }
        }
    }
    session.end(Ending::WaitForClient)
}

struct ScriptSession {
    wire: Wire,
    /// Bytes to send before the next step that does not send.
    unsent: Vec<u8>,
    /// A line that was received and did not match an optional step.
    held: Option<String>,
    drip: Option<usize>,
    connection: Connection,
}

enum StepResult {
    Next,
    End(Ending),
}

enum Ending {
    /// Further input of the client is a fault.
    WaitForClient,
    /// Further input of the client is recorded.
    Silence,
    Close,
    Cut,
    Reset,
    /// The client disconnected, or its connection must be closed.
    Gone,
}

impl ScriptSession {
    fn play(&mut self, step: &Step) -> Result<StepResult, String> {
        if !matches!(step, Step::Say(_)) {
            self.say_now();
        }
        match step {
            Step::Say(bytes) => self.unsent.extend_from_slice(bytes),
            Step::Hear(pattern) => {
                let line = self.line()?.ok_or_else(|| format!("the client hung up instead of saying `{pattern}`"))?;
                if !matches(pattern, &line) {
                    return Err(format!("the client said `{line}` instead of `{pattern}`"));
                }
            }
            Step::MayHear { pattern, answer } => match self.line()? {
                Some(line) if matches(pattern, &line) => self.unsent.extend(answer.iter().flatten()),
                line => self.held = line,
            },
            Step::Tls { certificate, refused } => return self.start_tls(*certificate, *refused),
            Step::ReadData => {
                let data = self.wire.data().map_err(|error| error.to_string())?;
                let data = data.ok_or("the client hung up before the end of the message")?;
                self.connection.messages.push(data.message);
                self.connection.faults.extend(data.fault);
            }
            Step::ReadBytes(count) => {
                let read = self.wire.bytes(*count).map_err(|error| error.to_string())?;
                if read.len() < *count {
                    return Err(format!("the client hung up after {} of {count} bytes", read.len()));
                }
            }
            Step::NothingWaiting => {
                let ahead = self.wire.ahead().map_err(|error| error.to_string())?;
                if !ahead.is_empty() {
                    return Err(format!("the client sent `{}` ahead", String::from_utf8_lossy(&ahead).trim_end()));
                }
            }
            Step::Drip(bytes) => self.drip = Some(*bytes),
            Step::Garbage(bytes) => self.unsent.extend(garbage(*bytes)),
            Step::LongLine { bytes, beginning } => {
                self.unsent.extend_from_slice(beginning);
                self.unsent.extend(std::iter::repeat_n(b'x', bytes.saturating_sub(beginning.len())));
                self.unsent.extend_from_slice(b"\r\n");
            }
            Step::Endless(line) => {
                while self.say(line).is_ok() {}
                return Ok(StepResult::End(Ending::Gone));
            }
            Step::Wait(time) => thread::sleep(*time),
            Step::Silence => return Ok(StepResult::End(Ending::Silence)),
            Step::Close => return Ok(StepResult::End(Ending::Close)),
            Step::Cut => return Ok(StepResult::End(Ending::Cut)),
            Step::Reset => return Ok(StepResult::End(Ending::Reset)),
        }
        Ok(StepResult::Next)
    }

    /// The client's next line. It is recorded once.
    fn line(&mut self) -> Result<Option<String>, String> {
        if let Some(held) = self.held.take() {
            return Ok(Some(held));
        }
        let line = self.wire.line().map_err(|error| format!("waiting for the client: {error}"))?;
        let line = line.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        self.connection.lines.extend(line.clone());
        Ok(line)
    }

    fn start_tls(&mut self, certificate: CertificateKind, refused: bool) -> Result<StepResult, String> {
        match (self.wire.start_tls(certificates::server_config(certificate)), refused) {
            (Ok(()), false) => {
                self.connection.over_tls = true;
                Ok(StepResult::Next)
            }
            (Err(_), true) => Ok(StepResult::End(Ending::Gone)),
            (Ok(()), true) => Err(format!("the client accepted the {} certificate", certificate.name())),
            (Err(error), false) => Err(format!("the TLS handshake failed: {error}")),
        }
    }

    /// Sends pending bytes. If the client has disconnected, the next step that waits for it reports that.
    fn say_now(&mut self) {
        let unsent = std::mem::take(&mut self.unsent);
        let _ = self.say(&unsent);
    }

    fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(drip) = self.drip else { return self.wire.write(bytes) };
        for drop in bytes.chunks(drip) {
            self.wire.write(drop)?;
            thread::sleep(BETWEEN_DRIPS);
        }
        Ok(())
    }

    fn end(mut self, ending: Ending) -> Connection {
        self.say_now();
        match ending {
            Ending::WaitForClient => {
                while let Ok(Some(line)) = self.line() {
                    self.connection.faults.push(format!("after the last line: the client said `{line}`"));
                }
            }
            Ending::Silence => while let Ok(Some(_)) = self.line() {},
            Ending::Close => self.wire.close(),
            Ending::Cut => self.wire.cut(),
            Ending::Reset => self.wire.reset(),
            Ending::Gone => {}
        }
        self.connection
    }
}

/// Meaningless bytes without line ends, always the same: a linear congruential sequence.
fn garbage(bytes: usize) -> impl Iterator<Item = u8> {
    let mut state: u32 = 20_261_122;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .filter(|byte| !matches!(byte, b'\r' | b'\n'))
    .take(bytes)
}

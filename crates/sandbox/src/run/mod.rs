//! The parent side of a run: starts the child, answers its calls, enforces limits, and waits until it has ended.
//!
//! If a child dies or violates the protocol, that is an [`Outcome`] too. The parent never interprets JavaScript.

mod lines;

use std::future::{Future, pending};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::pin::{Pin, pin};
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal};
use serde::Serialize;
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use self::lines::{Line, Lines};
use crate::call::{CallFault, CallFaultKind, RefusedCall};
use crate::outcome::{Cause, Limit, Outcome, RunError, SandboxError, Usage};
use crate::wire::{Answer, ChildMessage, HostCall};
use crate::{Accepted, Host, HostException, Job, Limits, Suspension, Unavailable};

/// The hidden command by which our binary becomes the child.
const COMMAND: &str = "run-script";

/// How long after its deadline the child may still report it before it is killed: only the child can report the line.
const GRACE: Duration = Duration::from_millis(250);

/// Maximum characters of the source line shown with an error.
const SOURCE_LINE_CHARS: usize = 160;

/// Maximum characters kept of an error's message.
const MESSAGE_CHARS: usize = 1_000;

/// Bytes that each console line costs in addition to its text, so that empty lines are limited too.
pub(crate) const LINE_COST: usize = 16;

/// How a run is influenced from outside.
pub struct Control<S> {
    /// The child is killed when this is ready.
    pub stop: S,
    /// Suspends the run.
    pub suspension: Suspension,
}

/// Runs a script to its end. Dropping the future kills the child.
pub async fn run(program: &Path, job: Job, limits: &Limits, host: &mut impl Host) -> Outcome {
    let control = Control { stop: pending(), suspension: Suspension::default() };
    run_until(program, job, limits, host, control).await
}

/// Like [`run`], until `control` stops it. It is suspended and resumed by `control` as well.
///
/// The child is killed when the thread that started it ends, so call this from a worker thread of the runtime, never
/// from a blocking one.
pub async fn run_until(
    program: &Path,
    job: Job,
    limits: &Limits,
    host: &mut impl Host,
    control: Control<impl Future<Output = ()> + Send>,
) -> Outcome {
    let Control { stop, suspension } = control;
    let started = Instant::now();
    let mut usage = Usage::default();
    let started_child = start(program, &job, limits);
    // The input may be large, and the child has received it.
    let Job { source, .. } = job;
    let end = match started_child {
        Ok((child, start_message)) => {
            let alarm = pin!(async {
                tokio::select! {
                    () = stop => Alarm::Stop,
                    () = suspension.active_for(limits.wall + GRACE) => Alarm::Wall,
                }
            });
            let bounds = Bounds { limits, suspension: &suspension, alarm };
            converse(child, start_message, host, bounds, &mut usage).await
        }
        Err(error) => End::Failed(error),
    };
    usage.wall_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    match end {
        End::Finished => Outcome::Finished(usage),
        End::Stopped => Outcome::Cancelled(usage),
        End::Failed(error) => Outcome::Failed(with_source_line(error, &source), usage),
    }
}

/// How the exchange of messages ended.
enum End {
    Finished,
    Stopped,
    Failed(RunError),
}

impl<E: Into<RunError>> From<E> for End {
    fn from(error: E) -> Self {
        End::Failed(error.into())
    }
}

/// Why waiting ended.
enum Alarm {
    Stop,
    Wall,
}

/// What ends a run before its script does.
struct Bounds<'a, F> {
    limits: &'a Limits,
    suspension: &'a Suspension,
    alarm: Pin<&'a mut F>,
}

/// Checks the job's sizes, and starts the child.
fn start(program: &Path, job: &Job, limits: &Limits) -> Result<(Child, Vec<u8>), RunError> {
    let (bytes, limit) = (job.source.len(), limits.source_bytes);
    if bytes > limit {
        return Err(Limit::Source { bytes, limit }.into());
    }
    let (bytes, limit) = (job.input.len(), limits.input_bytes);
    if bytes > limit {
        return Err(Limit::Input { bytes, limit }.into());
    }
    let not_started = |error: &dyn std::fmt::Display| SandboxError::NotStarted { cause: error.to_string() };
    let mut message = serde_json::to_vec(&(job, limits)).map_err(|error| not_started(&error))?;
    message.push(b'\n');
    let child = Command::new(program)
        .arg(COMMAND)
        .env_clear()
        // Otherwise the C library would read the machine's time zone from files.
        .env("TZ", "UTC0")
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| not_started(&error))?;
    Ok((child, message))
}

/// Answers the child until it ends, is killed or times out. Afterwards the child has exited.
async fn converse(
    mut child: Child,
    start_message: Vec<u8>,
    host: &mut impl Host,
    bounds: Bounds<'_, impl Future<Output = Alarm>>,
    usage: &mut Usage,
) -> End {
    let (limits, suspension) = (bounds.limits, bounds.suspension);
    let group = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
    // Declared after the child: if this future is dropped, the group is given up before the child is.
    let started = suspension.started(group);
    let (Some(to_child), Some(from_child)) = (child.stdin.take(), child.stdout.take()) else {
        return SandboxError::NotStarted { cause: "its standard input and output are not pipes".to_owned() }.into();
    };
    let lines = Lines::new(BufReader::new(from_child), limits.call_bytes);
    let conversation = ChildExchange { bounds, usage, to_child, lines, times_asked: 0 };
    let conversed = conversation.run(start_message, host).await;
    drop(started);
    match conversed {
        Ok(end) => {
            child.start_kill().ok();
            child.wait().await.ok();
            end
        }
        Err(ChildGone) => {
            // The child closed its output without a result. It gets some time to exit, so that its exit status shows
            // the cause.
            if tokio::time::timeout(GRACE, child.wait()).await.is_err() {
                child.start_kill().ok();
            }
            match child.wait().await {
                Ok(status) => error_of_status(status, limits).into(),
                Err(error) => SandboxError::NoResult { status: error.to_string() }.into(),
            }
        }
    }
}

/// The child closed its output or no longer reads its input.
struct ChildGone;

/// The exchange of messages with one child.
struct ChildExchange<'a, F> {
    bounds: Bounds<'a, F>,
    usage: &'a mut Usage,
    to_child: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    /// How often the child asked for the time that it has left.
    times_asked: u64,
}

impl<F: Future<Output = Alarm>> ChildExchange<'_, F> {
    /// Sends the start message and answers calls until the end.
    async fn run(mut self, start_message: Vec<u8>, host: &mut impl Host) -> Result<End, ChildGone> {
        tokio::select! {
            biased;
            alarm = &mut self.bounds.alarm => return Ok(self.end_by(alarm)),
            // A child sends nothing before it has read the start message.
            line = self.lines.next() => return match line {
                Ok(Line::End) | Err(_) => Err(ChildGone),
                Ok(Line::Whole(_) | Line::TooLong) => Ok(SandboxError::Protocol.into()),
            },
            written = self.to_child.write_all(&start_message) => written.map_err(|_| ChildGone)?,
        }
        drop(start_message);
        loop {
            let message = tokio::select! {
                biased;
                alarm = &mut self.bounds.alarm => return Ok(self.end_by(alarm)),
                line = self.lines.next() => match line {
                    Ok(Line::End) | Err(_) => return Err(ChildGone),
                    Ok(Line::TooLong) => return Ok(SandboxError::Protocol.into()),
                    Ok(Line::Whole(line)) => serde_json::from_slice::<ChildMessage>(line),
                },
            };
            let call = match message {
                Err(_) => return Ok(SandboxError::Protocol.into()),
                Ok(ChildMessage::End(None)) => return Ok(End::Finished),
                Ok(ChildMessage::End(Some(error))) => return Ok(End::Failed(error)),
                Ok(ChildMessage::Call(call)) => call,
                Ok(ChildMessage::ConsoleCut) => {
                    self.usage.console_cut = true;
                    continue;
                }
                Ok(ChildMessage::Console(line)) => {
                    self.usage.console_bytes += line.text.len() + LINE_COST;
                    // The child counts too and stops at the limit; one that continues violates the protocol.
                    if self.usage.console_bytes
                        > self.bounds.limits.console_bytes + self.bounds.limits.console_line_bytes
                    {
                        return Ok(SandboxError::Protocol.into());
                    }
                    host.console(line);
                    continue;
                }
            };
            // It asks when its time seems to be over, which it is, unless the run was suspended since the last time.
            if matches!(call, HostCall::TimeLeft) {
                self.times_asked += 1;
                if self.times_asked > self.bounds.suspension.times() + 1 {
                    return Ok(SandboxError::Protocol.into());
                }
            }
            let answer = self.answer(call, host).await;
            let host_calls = self.usage.host_calls + self.usage.refused;
            if host_calls > self.bounds.limits.host_calls {
                return Ok(Limit::HostCalls { limit: self.bounds.limits.host_calls }.into());
            }
            let Ok(mut line) = serde_json::to_vec(&answer) else { return Ok(SandboxError::Protocol.into()) };
            line.push(b'\n');
            tokio::select! {
                biased;
                alarm = &mut self.bounds.alarm => return Ok(self.end_by(alarm)),
                written = self.to_child.write_all(&line) => written.map_err(|_| ChildGone)?,
            }
        }
    }

    /// Calls the host. This is never interrupted: an email passed to the host is accepted or refused, and counted.
    async fn answer(&mut self, call: HostCall, host: &mut impl Host) -> Answer {
        if !matches!(call, HostCall::SendEmail(_) | HostCall::Refused { .. } | HostCall::TimeLeft) {
            self.usage.host_calls += 1;
        }
        match call {
            HostCall::SendEmail(call) if self.usage.mails >= self.bounds.limits.mails => {
                let limit = CallFault::of_call(CallFaultKind::MailLimit { limit: self.bounds.limits.mails });
                let refused = RefusedCall::of(&call, vec![limit]);
                let accepted = host.email_beyond_limit(*call, refused).await;
                self.count(accepted)
            }
            HostCall::SendEmail(call) => {
                let accepted = host.send_email(*call).await;
                self.count(accepted)
            }
            HostCall::Refused { call, readable } => {
                self.usage.refused += 1;
                Answer::Err(host.refused(call.bounded(), readable.map(|readable| *readable)).await)
            }
            HostCall::EmailStatus(id) => host.email_status(&id).await.map_or_else(Answer::Err, Answer::Ok),
            HostCall::File(name) => answer_of(host.file(&name).await),
            HostCall::Files => answer_of(host.files().await),
            HostCall::Members => answer_of(host.members().await),
            HostCall::TimeLeft => {
                let left = self.bounds.limits.wall.saturating_sub(self.bounds.suspension.active());
                Answer::Ok(u64::try_from(left.as_millis()).unwrap_or(u64::MAX).into())
            }
        }
    }

    fn count(&mut self, accepted: Result<Accepted, String>) -> Answer {
        match &accepted {
            Ok(accepted) if accepted.repeated => self.usage.host_calls += 1,
            Ok(_) => self.usage.mails += 1,
            Err(_) => self.usage.refused += 1,
        }
        accepted.map_or_else(Answer::Err, |accepted| Answer::Ok(accepted.id.into()))
    }

    fn end_by(&self, alarm: Alarm) -> End {
        match alarm {
            Alarm::Stop => End::Stopped,
            Alarm::Wall => Limit::Wall { time: self.bounds.limits.wall }.into(),
        }
    }
}

fn answer_of(answer: Result<impl Serialize, Unavailable>) -> Answer {
    let value = answer.ok().and_then(|value| serde_json::to_value(value).ok());
    value.map_or(Answer::Unavailable, Answer::Ok)
}

/// Why a child exited without a result.
fn error_of_status(status: ExitStatus, limits: &Limits) -> RunError {
    match status.signal().and_then(Signal::from_named_raw) {
        Some(Signal::XCPU) => Limit::Cpu { time: limits.cpu }.into(),
        Some(Signal::KILL) => SandboxError::Killed.into(),
        Some(Signal::ABORT | Signal::SEGV | Signal::BUS) => Limit::Crash.into(),
        _ => SandboxError::NoResult { status: status.to_string() }.into(),
    }
}

/// The child reports line and column; the text of the line is taken from the job's source. A script can forge positions
/// in its errors, so a position that does not exist is dropped.
fn with_source_line(mut error: RunError, source: &str) -> RunError {
    error.position = error.position.filter(|position| (1..=lines_of(source)).contains(&(position.line as usize)));
    if let Some(position) = &mut error.position {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX).saturating_sub(1);
        position.source_line = source.lines().nth(line).unwrap_or_default().chars().take(SOURCE_LINE_CHARS).collect();
    }
    match &mut error.cause {
        Cause::Error { message: text }
        | Cause::Value { value: text }
        | Cause::Exception(HostException::FileUnknown { name: text })
        | Cause::Sandbox(SandboxError::InputUnreadable { cause: text } | SandboxError::Engine { cause: text }) => {
            *text = text.chars().take(MESSAGE_CHARS).collect();
        }
        _ => {}
    }
    error
}

/// The number of lines of a script as the engine counts them: the last one may be empty.
fn lines_of(source: &str) -> usize {
    1 + source.replace("\r\n", "\n").matches(['\n', '\r', '\u{2028}', '\u{2029}']).count()
}

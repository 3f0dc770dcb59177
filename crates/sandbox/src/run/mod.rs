//! The parent side of a run: starts the child, answers it, bounds it, and buries it.
//!
//! A child may die, lie or say garbage: each becomes an [`Outcome`], and none does harm.
//! Nothing here reads JavaScript.

mod lines;

use std::future::{Future, pending};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::pin::{Pin, pin};
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde::Serialize;
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use self::lines::{Line, Lines};
use crate::call::RefusedCall;
use crate::fault::{Fault, Limit, Outcome, Reason, Usage};
use crate::wire::{Answer, Ask, Said};
use crate::{Host, Job, Limits};

/// The hidden command by which our binary becomes the child.
const COMMAND: &str = "run-script";

/// What the child may be late with its own deadline before it is killed: it knows the line, we do not.
const GRACE: Duration = Duration::from_millis(250);

/// How much of a source line a fault shows.
const SOURCE_LINE_CHARS: usize = 160;

/// How much of an error's message is kept.
const MESSAGE_CHARS: usize = 1_000;

/// What each line of the console counts beside its text, so that empty lines are bounded too.
pub(crate) const LINE_COST: usize = 16;

/// Runs a script to its end. Dropping the future kills the child.
pub async fn run(program: &Path, job: Job, limits: &Limits, host: &mut impl Host) -> Outcome {
    run_until(program, job, limits, host, pending()).await
}

/// As [`run`], and kills the child when `stop` is ready.
///
/// The child dies with the thread that started it, so call this from a thread of the runtime, never from a blocking one.
pub async fn run_until(
    program: &Path,
    job: Job,
    limits: &Limits,
    host: &mut impl Host,
    stop: impl Future<Output = ()> + Send,
) -> Outcome {
    let started = Instant::now();
    let mut usage = Usage::default();
    let begun = start(program, &job, limits);
    // An input may be large, and the child has it now.
    let Job { source, .. } = job;
    let end = match begun {
        Ok((child, order)) => {
            let alarm = pin!(async {
                tokio::select! {
                    () = stop => Alarm::Stop,
                    () = tokio::time::sleep(limits.wall + GRACE) => Alarm::Wall,
                }
            });
            converse(child, order, limits, host, alarm, &mut usage).await
        }
        Err(fault) => End::Failed(fault),
    };
    usage.wall_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    match end {
        End::Finished => Outcome::Finished(usage),
        End::Stopped => Outcome::Cancelled(usage),
        End::Failed(fault) => Outcome::Failed(with_source_line(fault, &source), usage),
    }
}

/// How the conversation ended.
enum End {
    Finished,
    Stopped,
    Failed(Fault),
}

impl End {
    fn limit(limit: Limit, message: impl Into<String>) -> Self {
        End::Failed(Fault::new(Reason::Limit(limit), message))
    }

    fn sandbox(message: impl Into<String>) -> Self {
        End::Failed(Fault::new(Reason::Sandbox, message))
    }
}

/// Why we do not wait any longer.
enum Alarm {
    Stop,
    Wall,
}

/// Checks the job's sizes, and starts the child.
fn start(program: &Path, job: &Job, limits: &Limits) -> Result<(Child, Vec<u8>), Fault> {
    if job.source.len() > limits.source_bytes {
        let message = format!("the script has {} bytes; at most {} are allowed", job.source.len(), limits.source_bytes);
        return Err(Fault::new(Reason::Limit(Limit::Source), message));
    }
    let broken = |error: &dyn std::fmt::Display| {
        Fault::new(Reason::Sandbox, format!("the sandbox could not be started: {error}"))
    };
    if job.input.len() > limits.input_bytes {
        let message =
            format!("the input has {} bytes as JSON; at most {} are allowed", job.input.len(), limits.input_bytes);
        return Err(Fault::new(Reason::Limit(Limit::Input), message));
    }
    let mut order = serde_json::to_vec(&(job, limits)).map_err(|error| broken(&error))?;
    order.push(b'\n');
    let child = Command::new(program)
        .arg(COMMAND)
        .env_clear()
        // Else the C library would look for the machine's time zone in its files.
        .env("TZ", "UTC0")
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| broken(&error))?;
    Ok((child, order))
}

/// Talks with the child until it says its end, breaks off, or is not waited for any longer. The child is dead after it.
async fn converse(
    mut child: Child,
    order: Vec<u8>,
    limits: &Limits,
    host: &mut impl Host,
    alarm: Pin<&mut impl Future<Output = Alarm>>,
    usage: &mut Usage,
) -> End {
    let (Some(to_child), Some(from_child)) = (child.stdin.take(), child.stdout.take()) else {
        return End::sandbox("the sandbox has no pipes");
    };
    let lines = Lines::new(BufReader::new(from_child), limits.call_bytes);
    let talk = Talk { limits, usage, to_child, lines, alarm };
    match talk.hold(order, host).await {
        Ok(end) => {
            child.start_kill().ok();
            child.wait().await.ok();
            end
        }
        Err(BrokeOff) => {
            // Its output ended without a last word. It has a moment to be dead by itself, so that we learn how.
            if tokio::time::timeout(GRACE, child.wait()).await.is_err() {
                child.start_kill().ok();
            }
            child.wait().await.map_or_else(|error| End::sandbox(error.to_string()), |status| broken_off(status, limits))
        }
    }
}

/// The child's output ended, or it does not hear us any more.
struct BrokeOff;

/// One conversation.
struct Talk<'a, F> {
    limits: &'a Limits,
    usage: &'a mut Usage,
    to_child: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    alarm: Pin<&'a mut F>,
}

impl<F: Future<Output = Alarm>> Talk<'_, F> {
    /// Gives the order and answers questions until the end.
    async fn hold(mut self, order: Vec<u8>, host: &mut impl Host) -> Result<End, BrokeOff> {
        tokio::select! {
            biased;
            alarm = &mut self.alarm => return Ok(self.rung(alarm)),
            // A child has nothing to say before it knows what to do.
            line = self.lines.next() => return match line {
                Ok(Line::End) | Err(_) => Err(BrokeOff),
                Ok(Line::Whole(_) | Line::TooLong) => Ok(garbage()),
            },
            written = self.to_child.write_all(&order) => written.map_err(|_| BrokeOff)?,
        }
        drop(order);
        loop {
            let said = tokio::select! {
                biased;
                alarm = &mut self.alarm => return Ok(self.rung(alarm)),
                line = self.lines.next() => match line {
                    Ok(Line::End) | Err(_) => return Err(BrokeOff),
                    Ok(Line::TooLong) => return Ok(garbage()),
                    Ok(Line::Whole(line)) => serde_json::from_slice::<Said>(line),
                },
            };
            let ask = match said {
                Err(_) => return Ok(garbage()),
                Ok(Said::End(None)) => return Ok(End::Finished),
                Ok(Said::End(Some(fault))) => return Ok(End::Failed(fault)),
                Ok(Said::Ask(ask)) => ask,
                Ok(Said::Refused(call)) => {
                    self.usage.refused += 1;
                    host.refused(call.bounded());
                    if let Some(end) = self.too_many() {
                        return Ok(end);
                    }
                    continue;
                }
                Ok(Said::ConsoleCut) => {
                    self.usage.console_cut = true;
                    continue;
                }
                Ok(Said::Console(line)) => {
                    self.usage.console_bytes += line.text.len() + LINE_COST;
                    // The child counts too and stops by itself; one that goes on is not ours.
                    if self.usage.console_bytes > self.limits.console_bytes + self.limits.console_line_bytes {
                        return Ok(garbage());
                    }
                    host.console(line);
                    continue;
                }
            };
            let answer = self.answer(ask, host).await;
            if let Some(end) = self.too_many() {
                return Ok(end);
            }
            let Ok(mut line) = serde_json::to_vec(&answer) else { return Ok(garbage()) };
            line.push(b'\n');
            tokio::select! {
                biased;
                alarm = &mut self.alarm => return Ok(self.rung(alarm)),
                written = self.to_child.write_all(&line) => written.map_err(|_| BrokeOff)?,
            }
        }
    }

    /// Asks the host. Nothing cuts this short: a mail that was handed over is accepted or refused, and counted.
    async fn answer(&mut self, ask: Ask, host: &mut impl Host) -> Answer {
        if !matches!(ask, Ask::SendEmail(_)) {
            self.usage.questions += 1;
        }
        match ask {
            Ask::SendEmail(call) if self.usage.mails >= self.limits.mails => {
                self.usage.refused += 1;
                let reason = format!(
                    "this run has sent {} mails, which is its limit; an administrator may raise it",
                    self.limits.mails
                );
                host.refused(RefusedCall::of(&call, reason.clone()));
                Answer::Err(reason)
            }
            Ask::SendEmail(call) => {
                let sent = host.send_email(*call).await;
                match &sent {
                    Ok(taken) if taken.repeated => self.usage.questions += 1,
                    Ok(_) => self.usage.mails += 1,
                    Err(_) => self.usage.refused += 1,
                }
                answer_of(sent.map(|taken| taken.id))
            }
            Ask::EmailStatus(id) => answer_of(host.email_status(&id).await),
            Ask::File(name) => answer_of(host.file(&name).await),
            Ask::Files => answer_of(host.files().await),
            Ask::Members => answer_of(host.members().await),
        }
    }

    /// Ends a run that only asks and asks.
    fn too_many(&self) -> Option<End> {
        let asked = self.usage.questions + self.usage.refused;
        (asked > self.limits.questions).then(|| {
            let message = format!(
                "the script asked more than {} times for files, members or states, or for mails that were refused",
                self.limits.questions
            );
            End::limit(Limit::Questions, message)
        })
    }

    fn rung(&self, alarm: Alarm) -> End {
        match alarm {
            Alarm::Stop => End::Stopped,
            Alarm::Wall => End::limit(Limit::Wall, wall_message(self.limits, false)),
        }
    }
}

fn answer_of(answer: Result<impl Serialize, String>) -> Answer {
    let value = answer.and_then(|value| serde_json::to_value(value).map_err(|error| error.to_string()));
    value.map_or_else(Answer::Err, Answer::Ok)
}

fn garbage() -> End {
    End::sandbox("the sandbox said what is no part of its language, and was stopped")
}

/// What a child that died without a last word died of.
fn broken_off(status: ExitStatus, limits: &Limits) -> End {
    match status.signal().and_then(Signal::from_named_raw) {
        Some(Signal::XCPU) => End::limit(Limit::Cpu, cpu_message(limits, false)),
        Some(Signal::KILL) => {
            End::sandbox("the sandbox was killed from outside, perhaps because the machine ran out of memory")
        }
        Some(Signal::ABORT | Signal::SEGV | Signal::BUS) => {
            End::limit(Limit::Memory, "the script brought its sandbox down, most likely by using too much memory")
        }
        _ => End::sandbox(format!("the sandbox ended without a result ({status})")),
    }
}

/// Words for a script that ran too long on the processor; the child says the same.
///
/// Where the engine stops a loop it tells the last place that it noted before the loop's first step, which may be a
/// statement before the loop; `is_placed` says that such a place is told.
pub(crate) fn cpu_message(limits: &Limits, is_placed: bool) -> String {
    let time = in_seconds(limits.cpu);
    if is_placed {
        return format!(
            "the script used more than {time} of processor time, at this line or in a loop that begins after it; look for \
             a loop that does not end"
        );
    }
    format!("the script used more than {time} of processor time; look for a loop that does not end")
}

/// Words for a script that took too long; the child says the same.
pub(crate) fn wall_message(limits: &Limits, is_placed: bool) -> String {
    let time = in_seconds(limits.wall);
    if is_placed {
        return format!(
            "the script took longer than {time}; it had come to this line, or to a loop that begins after it"
        );
    }
    format!("the script took longer than {time}")
}

/// Words for a script whose memory is out.
pub(crate) fn memory_message(limits: &Limits, is_placed: bool) -> String {
    let size = limits.memory_bytes >> 20;
    if is_placed {
        return format!(
            "the script needs more memory than a run may use ({size} MB), at this line or in what comes after it; handle \
             fewer rows at once, and keep less in lists and texts"
        );
    }
    format!(
        "the script needs more memory than a run may use ({size} MB); handle fewer rows at once, and keep less in lists \
         and texts"
    )
}

/// Words for an input that leaves no memory for the script.
pub(crate) fn input_message(limits: &Limits) -> String {
    format!(
        "the input needs more memory than a run may use ({} MB); give it in smaller parts",
        limits.memory_bytes >> 20
    )
}

/// With the unit that every language writes alike.
fn in_seconds(time: Duration) -> String {
    format!("{} s", time.as_secs_f64())
}

/// The child tells line and column; the line's text is taken from the script that we know. A script may give its errors
/// places of its own making: one that does not exist is none.
fn with_source_line(mut fault: Fault, source: &str) -> Fault {
    fault.position = fault.position.filter(|position| (1..=lines_of(source)).contains(&(position.line as usize)));
    if let Some(position) = &mut fault.position {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX).saturating_sub(1);
        position.source_line = source.lines().nth(line).unwrap_or_default().chars().take(SOURCE_LINE_CHARS).collect();
    }
    fault.message = fault.message.chars().take(MESSAGE_CHARS).collect();
    fault
}

/// The lines of a script as the engine counts them: the last one may be empty.
fn lines_of(source: &str) -> usize {
    1 + source.replace("\r\n", "\n").matches(['\n', '\r', '\u{2028}', '\u{2029}']).count()
}

//! One engine for one script: runs it, drives its promises until none is left, and returns how it ended.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use rquickjs::context::{EvalOptions, intrinsic};
use rquickjs::promise::PromiseState;
use rquickjs::runtime::{InterruptHandler, RejectionTracker};
use rquickjs::{Context, Ctx, Persistent, Promise, Runtime, Value};
use rustix::time::{ClockId, clock_gettime};

use super::channel::ParentChannel;
use super::thrown::{FILE, ThrownValue, ThrownValueKind, thrown};
use super::{console, globals};
use crate::outcome::{Cause, Limit, RunError, SandboxError};
use crate::{Job, Limits};

/// The language features of scripts. There is no `performance` (a clock) and no `WeakRef` (it reveals garbage
/// collection).
type Language = (
    intrinsic::Date,
    intrinsic::Eval,
    intrinsic::RegExpCompiler,
    intrinsic::RegExp,
    intrinsic::Json,
    intrinsic::Proxy,
    intrinsic::MapSet,
    intrinsic::TypedArrays,
    intrinsic::Promise,
);

/// Rejected promises without a handler so far, each with its reason.
type Rejected = Rc<RefCell<Vec<(Persistent<Value<'static>>, ThrownValue)>>>;

/// Runs the script. Returns `None` if it ran to its end.
pub(super) fn run(mut job: Job, zone: TimeZone, limits: &Limits, parent: &ParentChannel) -> Option<RunError> {
    let no_engine = |error: rquickjs::Error| RunError::from(SandboxError::Engine { cause: error.to_string() });
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return Some(no_engine(error)),
    };
    runtime.set_memory_limit(limits.memory_bytes);
    runtime.set_max_stack_size(limits.stack_bytes);
    let late = Rc::new(Cell::new(None));
    runtime.set_interrupt_handler(Some(deadline(limits, parent.clone(), Rc::clone(&late))));
    let rejected = Rejected::default();
    runtime.set_host_promise_rejection_tracker(Some(tracker(Rc::clone(&rejected))));
    let context = match Context::custom::<Language>(&runtime) {
        Ok(context) => context,
        Err(error) => return Some(no_engine(error)),
    };
    let megabytes = limits.memory_bytes / 1_000_000;
    let evaluated = context.with(|ctx| {
        // The text is freed as soon as the engine has its values.
        let input = std::mem::take(&mut job.input);
        let prepared = globals::install(&ctx, &job, input, zone, parent).and_then(|()| console::install(&ctx, parent));
        match prepared {
            Ok(()) => Ok(evaluate(&ctx, &job.source, &late, &rejected)),
            Err(_) => Err(match thrown(&ctx, ctx.catch()).what {
                ThrownValueKind::Null | ThrownValueKind::OutOfMemory => {
                    RunError::from(Limit::InputMemory { megabytes })
                }
                ThrownValueKind::Other(Cause::Error { message: cause }) => {
                    SandboxError::InputUnreadable { cause }.into()
                }
                ThrownValueKind::Other(cause) => RunError::new(cause),
            }),
        }
    });
    let heap = usize::try_from(runtime.memory_usage().malloc_size).unwrap_or(0);
    // The process exits now; freeing a full heap value by value would only take time.
    std::mem::forget((context, runtime));
    if let Some(late) = late.get() {
        let limit = match late {
            PassedDeadline::Cpu => Limit::Cpu { time: limits.cpu },
            PassedDeadline::Wall => Limit::Wall { time: limits.wall },
        };
        let position = match evaluated {
            Ok(thrown) => thrown.and_then(|thrown| thrown.position),
            Err(error) => error.position,
        };
        return Some(RunError { cause: Cause::Limit(limit), position });
    }
    match evaluated {
        Ok(thrown) => thrown.map(|thrown| error_of(thrown, &job.source, heap, limits)),
        Err(error) => Some(error),
    }
}

/// The cause of an error. Distinguishes a script that throws `null` from the engine, which throws `null` when it is out
/// of memory.
fn error_of(thrown: ThrownValue, source: &str, heap: usize, limits: &Limits) -> RunError {
    let ThrownValue { what, position } = thrown;
    let cause = match what {
        ThrownValueKind::Other(cause) => cause,
        ThrownValueKind::Null if heap <= limits.memory_bytes / 10 * 9 && may_throw_null(source) => {
            Cause::Value { value: "null".to_owned() }
        }
        ThrownValueKind::Null | ThrownValueKind::OutOfMemory => {
            Cause::Limit(Limit::Memory { megabytes: limits.memory_bytes / 1_000_000 })
        }
    };
    RunError { cause, position }
}

/// Whether a script may throw something other than errors that it creates. The size of the heap alone does not tell,
/// because memory may have been freed by now.
fn may_throw_null(source: &str) -> bool {
    let source = source.replace("throw new", "");
    ["throw", "reject"].iter().any(|word| source.contains(word))
}

/// Which deadline has passed.
#[derive(Clone, Copy)]
enum PassedDeadline {
    Cpu,
    Wall,
}

fn evaluate(
    ctx: &Ctx<'_>,
    source: &str,
    late: &Cell<Option<PassedDeadline>>,
    rejected: &Rejected,
) -> Option<ThrownValue> {
    let mut options = EvalOptions::default();
    options.strict = false;
    // Only if the script may need it: without it the engine reports the position of an endless loop.
    options.promise = source.contains("await");
    options.filename = Some(FILE.to_owned());
    let value: Value = match ctx.eval_with_options(source, options) {
        Ok(value) => value,
        Err(_) => return Some(thrown(ctx, ctx.catch())),
    };
    while late.get().is_none() && ctx.execute_pending_job() {}
    if late.get().is_some() {
        return None;
    }
    match value.as_promise().map(Promise::state) {
        Some(PromiseState::Rejected) => {
            let promise = value.as_promise()?;
            let _ = promise.result::<Value>();
            return Some(thrown(ctx, ctx.catch()));
        }
        Some(PromiseState::Pending) if source.contains("await") => {
            return Some(ThrownValue { what: ThrownValueKind::Other(Cause::PromisePending), position: None });
        }
        _ => {}
    }
    rejected.borrow().first().map(|(_, thrown)| thrown.clone())
}

/// Records rejected promises until they get a handler. One that has no handler at the end fails the run.
fn tracker(rejected: Rejected) -> RejectionTracker {
    Box::new(move |ctx, promise, reason, is_handled| {
        // Maximum number of recorded rejections; the first is reported.
        const KEPT: usize = 100;
        let mut rejected = rejected.borrow_mut();
        if is_handled {
            rejected.retain(|(kept, _)| kept.clone().restore(&ctx).is_ok_and(|kept| kept != promise));
        } else if rejected.len() < KEPT {
            let thrown = thrown(&ctx, reason);
            rejected.push((Persistent::save(&ctx, promise), thrown));
        }
    })
}

/// Whether a deadline has passed; the engine calls it every few thousand steps.
fn deadline(limits: &Limits, parent: ParentChannel, late: Rc<Cell<Option<PassedDeadline>>>) -> InterruptHandler {
    let started = Instant::now();
    let cpu = limits.cpu;
    let mut wall = limits.wall;
    Box::new(move || {
        if late.get().is_none() {
            if cpu_used() > cpu {
                late.set(Some(PassedDeadline::Cpu));
            } else if started.elapsed() > wall {
                // The time in which the run was suspended is added to the deadline; only the parent knows it.
                let left = parent.time_left();
                wall = started.elapsed() + left;
                if left.is_zero() {
                    late.set(Some(PassedDeadline::Wall));
                }
            }
        }
        late.get().is_some()
    })
}

fn cpu_used() -> Duration {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(used.tv_sec.unsigned_abs(), u32::try_from(used.tv_nsec).unwrap_or(0))
}

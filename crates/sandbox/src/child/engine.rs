//! One engine, one script: runs it, drives its promises to the end, and answers how it ended.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use rquickjs::context::{EvalOptions, intrinsic};
use rquickjs::promise::PromiseState;
use rquickjs::runtime::{InterruptHandler, RejectionTracker};
use rquickjs::{Context, Ctx, Persistent, Promise, Runtime, Value};
use rustix::time::{ClockId, clock_gettime};

use super::line::ToParent;
use super::position::{FILE, THROWN_NULL, fault_of};
use super::{console, globals};
use crate::fault::{Fault, Limit, Reason};
use crate::run::{cpu_message, input_message, memory_message, wall_message};
use crate::{Job, Limits};

/// What scripts have of the language: no `performance` (a clock) and no `WeakRef` (it shows when memory is collected).
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

/// Rejected promises that nobody has taken yet, with what they were rejected with.
type Rejected = Rc<RefCell<Vec<(Persistent<Value<'static>>, Fault)>>>;

/// Runs the script; `None` when it came to its end.
pub(super) fn run(mut job: Job, zone: TimeZone, limits: &Limits, parent: &ToParent) -> Option<Fault> {
    let broken = |error: rquickjs::Error| Fault::new(Reason::Sandbox, format!("the engine could not be made: {error}"));
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return Some(broken(error)),
    };
    runtime.set_memory_limit(limits.memory_bytes);
    runtime.set_max_stack_size(limits.stack_bytes);
    let late = Rc::new(Cell::new(None));
    runtime.set_interrupt_handler(Some(deadline(limits, Rc::clone(&late))));
    let rejected = Rejected::default();
    runtime.set_host_promise_rejection_tracker(Some(tracker(Rc::clone(&rejected))));
    let context = match Context::custom::<Language>(&runtime) {
        Ok(context) => context,
        Err(error) => return Some(broken(error)),
    };
    let fault = context.with(|ctx| {
        // The text goes as soon as the engine has its values.
        let input = std::mem::take(&mut job.input);
        let prepared = globals::install(&ctx, &job, input, zone, parent).and_then(|()| console::install(&ctx, parent));
        match prepared {
            Ok(()) => evaluate(&ctx, &job.source, &late, &rejected),
            Err(error) => Some(match fault_of(&ctx, ctx.catch()) {
                Fault { reason: Reason::Limit(Limit::Memory), .. } => {
                    Fault::new(Reason::Limit(Limit::Memory), input_message(limits))
                }
                fault => Fault { message: format!("the input could not be read: {}", fault.message), ..broken(error) },
            }),
        }
    });
    let heap = usize::try_from(runtime.memory_usage().malloc_size).unwrap_or(0);
    // The process ends now; taking a full heap apart value by value would only cost time.
    std::mem::forget((context, runtime));
    match (late.get(), fault) {
        (Some(limit), fault) => {
            let position = fault.and_then(|fault| fault.position);
            let word = if limit == Limit::Cpu { cpu_message } else { wall_message };
            Some(Fault { message: word(limits, position.is_some()), reason: Reason::Limit(limit), position })
        }
        (None, fault) => fault.map(|fault| with_memory_worded(fault, &job.source, heap, limits)),
    }
}

/// Words a fault of memory, and tells a script that throws `null` from the engine, which does so where memory is out.
fn with_memory_worded(fault: Fault, source: &str, heap: usize, limits: &Limits) -> Fault {
    if fault.reason != Reason::Limit(Limit::Memory) || fault.message == input_message(limits) {
        return fault;
    }
    let is_full = heap > limits.memory_bytes / 10 * 9;
    if fault.message == THROWN_NULL && !is_full && may_throw_null(source) {
        return Fault { reason: Reason::Script, ..fault };
    }
    Fault { message: memory_message(limits, fault.position.is_some()), ..fault }
}

/// Whether a script may throw something else than errors that it makes. Its own memory may be given back by the time that
/// somebody looks, so a full heap alone does not tell.
fn may_throw_null(source: &str) -> bool {
    let source = source.replace("throw new", "");
    ["throw", "reject"].iter().any(|word| source.contains(word))
}

fn evaluate(ctx: &Ctx<'_>, source: &str, late: &Cell<Option<Limit>>, rejected: &Rejected) -> Option<Fault> {
    let mut options = EvalOptions::default();
    options.strict = false;
    // Only where it may be needed: without it the engine tells where an endless loop stood.
    options.promise = source.contains("await");
    options.filename = Some(FILE.to_owned());
    let value: Value = match ctx.eval_with_options(source, options) {
        Ok(value) => value,
        Err(_) => return Some(fault_of(ctx, ctx.catch())),
    };
    while late.get().is_none() && ctx.execute_pending_job() {}
    if late.get().is_some() {
        return None;
    }
    match value.as_promise().map(Promise::state) {
        Some(PromiseState::Rejected) => {
            let promise = value.as_promise()?;
            let _ = promise.result::<Value>();
            return Some(fault_of(ctx, ctx.catch()));
        }
        Some(PromiseState::Pending) if source.contains("await") => {
            let message = "the script waits for a promise that nobody ever keeps";
            return Some(Fault::new(Reason::Script, message));
        }
        _ => {}
    }
    rejected.borrow().first().map(|(_, fault)| fault.clone())
}

/// Remembers rejected promises until somebody takes them; one that is left at the end is the script's fault.
fn tracker(rejected: Rejected) -> RejectionTracker {
    Box::new(move |ctx, promise, reason, is_handled| {
        // A script may leave any number of them; the first is told.
        const KEPT: usize = 100;
        let mut rejected = rejected.borrow_mut();
        if is_handled {
            rejected.retain(|(kept, _)| kept.clone().restore(&ctx).is_ok_and(|kept| kept != promise));
        } else if rejected.len() < KEPT {
            let fault = fault_of(&ctx, reason);
            rejected.push((Persistent::save(&ctx, promise), fault));
        }
    })
}

/// Whether the script's time is over; the engine asks every few thousand steps.
fn deadline(limits: &Limits, late: Rc<Cell<Option<Limit>>>) -> InterruptHandler {
    let started = Instant::now();
    let (cpu, wall) = (limits.cpu, limits.wall);
    Box::new(move || {
        if late.get().is_none() {
            if cpu_used() > cpu {
                late.set(Some(Limit::Cpu));
            } else if started.elapsed() > wall {
                late.set(Some(Limit::Wall));
            }
        }
        late.get().is_some()
    })
}

fn cpu_used() -> Duration {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(used.tv_sec.unsigned_abs(), u32::try_from(used.tv_nsec).unwrap_or(0))
}

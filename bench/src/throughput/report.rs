//! The table of all cells.

use std::collections::BTreeMap;

use super::measure::Run;
use super::{Cell, Kind, RunOptions, WARM_UP};
use crate::figures::{self, Spread};
use crate::machine;

/// The machine, the disk, and a row per cell: medians with ranges.
pub(super) fn report(options: &RunOptions, runs: &BTreeMap<Cell, Vec<Run>>) -> String {
    let of_all = |figure: fn(&Run) -> f64| Spread::of(runs.values().flatten().map(figure)).show();
    let head = [
        "subject",
        "entry",
        "text",
        "clients",
        "accepted/s",
        "delivered/s",
        "of the bound",
        "× Postfix",
        "accept p50 ms",
        "accept p99 ms",
        "end to end p50 ms",
        "end to end p99 ms",
        "CPU µs/message",
        "peak PSS MiB",
        "others",
    ];
    let rows: Vec<_> = runs.iter().map(|(cell, of_cell)| row(*cell, of_cell, runs)).collect();
    format!(
        "\n{}\n{} rounds of {} messages after {WARM_UP}, {} connections to the sink; median (least–most)\n\
         disk: {} appends of 4 KB with fdatasync per second, p50 {} ms, p99 {} ms\n\n{}",
        machine::describe(),
        options.rounds,
        options.messages,
        options.connections,
        of_all(|run| run.fsync.per_second),
        of_all(|run| run.fsync.p50_ms),
        of_all(|run| run.fsync.p99_ms),
        figures::table(&head, &rows)
    )
}

fn row(cell: Cell, of_cell: &[Run], runs: &BTreeMap<Cell, Vec<Run>>) -> Vec<String> {
    let spread = |figure: fn(&Run) -> f64| Spread::of(of_cell.iter().map(figure));
    let known = |figure: fn(&Run) -> Option<f64>| {
        let figures: Vec<f64> = of_cell.iter().filter_map(figure).collect();
        if figures.is_empty() { "–".to_owned() } else { Spread::of(figures.into_iter()).show() }
    };
    let delivered = spread(|run| run.delivered_per_second);
    let ratio_to = |kind: Kind| {
        let other = runs.get(&Cell { kind, ..cell })?;
        Some(delivered.median() / Spread::of(other.iter().map(|run| run.delivered_per_second)).median())
    };
    let shown = |ratio: Option<String>| ratio.unwrap_or_else(|| "–".to_owned());
    vec![
        cell.kind.label().to_owned(),
        cell.entry.label().to_owned(),
        format!("{} KB", cell.kibibytes),
        cell.clients.to_string(),
        spread(|run| run.accepted_per_second).show(),
        delivered.show(),
        shown(ratio_to(Kind::Bound).map(|share| format!("{:.0} %", 100.0 * share))),
        shown(ratio_to(Kind::Postfix).map(|times| format!("{times:.1}"))),
        spread(|run| run.acceptance_p50_ms).show(),
        spread(|run| run.acceptance_p99_ms).show(),
        spread(|run| run.end_to_end_p50_ms).show(),
        spread(|run| run.end_to_end_p99_ms).show(),
        known(|run| run.cpu_us_per_message),
        known(|run| run.peak_pss_mib),
        format!("{:.0} %", spread(|run| run.others_cpu_percent).median()),
    ]
}

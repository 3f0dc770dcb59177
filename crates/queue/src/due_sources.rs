//! The sources of waiting deliveries, found by a loose index scan: one search for each source, regardless of how much
//! it has waiting.

use storage::{Read, params};

use crate::{Lane, QueueError, SourceKey, State};

/// Each source of a state and lane with its earliest due time; `$1` is the state, `$2` the lane.
pub(crate) const SOURCES: &str = "WITH RECURSIVE s (source) AS ( \
     SELECT (SELECT d.source FROM delivery d WHERE d.due IS NOT NULL AND d.on_hold = 0 AND d.state = $1 AND d.lane = $2 \
             ORDER BY d.source LIMIT 1) \
     UNION ALL \
     SELECT (SELECT d.source FROM delivery d WHERE d.due IS NOT NULL AND d.on_hold = 0 AND d.state = $1 AND d.lane = $2 \
             AND d.source > s.source ORDER BY d.source LIMIT 1) \
     FROM s WHERE s.source IS NOT NULL) \
     SELECT s.source, (SELECT min(d.due) FROM delivery d WHERE d.due IS NOT NULL AND d.on_hold = 0 AND d.state = $1 \
                       AND d.lane = $2 AND d.source = s.source) \
     FROM s WHERE s.source IS NOT NULL";

/// A source and the earliest due time of its deliveries, in milliseconds since 1970; `None` if it cannot be read.
pub(crate) type FirstDue = (SourceKey, Option<i64>);

/// The sources of the deliveries in `state`, without those on hold. What cannot be read is left out: a damaged row ends no
/// search ([`crate::never_leased`] finds it).
pub(crate) fn sources(rx: &mut impl Read, state: State, lane: Lane) -> Result<Vec<FirstDue>, QueueError> {
    let read = rx.query(SOURCES, params![state, lane], |row| {
        let source = row.get::<SourceKey>(0).ok();
        Ok(source.map(|source| (source, row.get::<Option<i64>>(1).ok().flatten())))
    })?;
    Ok(read.into_iter().flatten().collect())
}

//! The sources of what waits, found by a loose scan of the index: one search for each source, however much of it waits.

use storage::{Read, params};

use crate::{Lane, QueueError, SourceKey, State};

/// Each source of a state and lane with the first time that is due; `$1` is the state, `$2` the lane.
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

/// A source and when the first of its deliveries is due, in milliseconds; `None` where no time can be read.
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

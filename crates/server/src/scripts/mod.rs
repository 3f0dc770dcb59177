//! What scripts work with: an uploaded table that becomes their input, and the times at which they start by themselves.

pub mod schedule;
pub mod table;

//! From a draft to its result: everything between the callers that send mail and the queue and transports.
//!
//! [`intake`] checks, renders and stores messages; [`delivery_loop`] leases, delivers and settles them, within the
//! connection's limits and the sender's [`quotas`]. [`ended_deliveries`] words the problems of ended deliveries.
//! [`mailbox`] stores the messages of the built-in service; [`maillog`] writes the mail log, and [`metrics`] counts.
//! [`storage_status`] reports a full disk and damaged rows to administrators. Pages and templates are not part of this
//! crate.

pub mod delivery_loop;
pub mod ended_deliveries;
pub mod intake;
pub mod mailbox;
pub mod maillog;
pub mod metrics;
pub mod problems;
pub mod quotas;
pub mod storage_status;
pub mod texts;

//! From a draft to its result: everything between the flows that send mail and the queue and transports.
//!
//! [`intake`] checks, renders and stores; [`delivery_loop`] leases, delivers and settles, within the connection's limits.
//! [`ended_deliveries`] words the problems of what is over.
//! [`mailbox`] stores the messages of the built-in service; [`maillog`] writes the log of mail, and [`metrics`] counts.
//! [`storage_status`] is what administrators must know about the disk and damaged rows.
//! Knows no pages and no templates.

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

//! From a draft to what became of it: everything between the flows that send mail and the queue and transports.
//!
//! [`intake`] checks, renders and stores; [`dispatch`] leases, delivers and settles, within the connection's limits.
//! [`notices`] holds the alarm of a pause, [`mailbox`] the messages of the built-in service; [`maillog`] writes the log
//! of mail, which [`metrics`] counts. Knows no pages and no templates.

pub mod dispatch;
pub mod intake;
pub mod mailbox;
pub mod maillog;
pub mod metrics;
pub mod notices;
pub mod problems;
pub mod texts;

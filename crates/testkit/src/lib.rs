//! Fakes and third-party servers for tests: independent of the code that is tested.
//!
//! [`ScriptedServer`] plays a dialogue file, usually of a misbehaving server. [`Sink`] is a fast, well-behaved SMTP
//! server that counts messages. [`Postfix`] and [`Aiosmtpd`] start third-party servers. [`certificates`] makes TLS
//! certificates, valid and invalid ones. [`Google`] and [`Microsoft`] imitate the providers, from the consent page to
//! the mailbox. [`FailingDisk`] is a file system that loses data it could not write, [`SmallDisk`] one with little
//! space. [`WriteFault`] kills a process at one of its writes, or records all of its writes; [`Recording`] makes the
//! disks that a power failure may leave from such a record. All end when they are dropped.

mod aiosmtpd;
pub mod certificates;
mod failing_disk;
mod foreign;
pub mod in_memory;
mod lookalike;
mod outgoing;
mod placeholder;
mod postfix;
pub mod power_loss;
mod script;
mod script_session;
mod scripted;
mod sink;
mod small_disk;
mod smtp_server;
mod wire;
mod write_faults;

pub use aiosmtpd::{Aiosmtpd, StoredMessage, python};
pub use certificates::CertificateKind;
pub use failing_disk::{FailingDisk, FileSystem, MountError};
pub use foreign::StartError;
pub use lookalike::ManualOptions;
pub use lookalike::plain_http;
pub use lookalike::{
    ApplicationPermission, Browser, Channel, Choice, Client, ClockStart, Counts, Google, GoogleOptions, Lookalike,
    Microsoft, MicrosoftOptions, Misbehaviour, Person, Publishing, RegistrationError, SecretIn, SmtpAuth, Submission,
};
pub use outgoing::outgoing;
pub use postfix::{Postfix, Smarthost};
pub use power_loss::{DiskImage, Recording};
pub use script::{Head, Numbered, Script, ScriptError, Step};
pub use scripted::{Connection, ScriptRecord, ScriptedServer};
pub use sink::{Arrival, Sink, SinkOptions, SinkSecurity};
pub use small_disk::SmallDisk;
pub use write_faults::{KillMoment, WriteFault};

//! The process: faces, flows, words and doors, wired together.
//!
//! Every mail enters through [`intake`] and leaves through [`dispatch`].

pub mod api;
pub mod app;
pub mod caretaker;
pub mod cli;
pub mod dispatch;
pub mod files;
pub mod intake;
pub mod mailbox;
pub mod maillog;
pub mod metrics;
pub mod notices;
pub mod scripts;
pub mod settings;
pub mod tickets;
pub mod web;
pub mod wiring;

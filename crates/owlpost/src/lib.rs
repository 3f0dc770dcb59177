//! The process: faces, flows, words and doors, wired together.
//!
//! Every mail enters through [`intake`] and leaves through [`dispatch`].

pub mod accounts;
pub mod api;
pub mod app;
pub mod audit;
pub mod caretaker;
pub mod cli;
pub mod clock;
pub mod config;
pub mod dispatch;
pub mod files;
pub mod intake;
pub mod letters;
pub mod mailbox;
pub mod maillog;
pub mod metrics;
pub mod notices;
pub mod scripts;
pub mod settings;
pub mod tickets;
pub mod web;
pub mod wiring;

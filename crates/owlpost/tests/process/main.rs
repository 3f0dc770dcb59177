//! The binary as a black box: killed, starved, misconfigured, and connected to failing mail servers.
//!
//! Slower than unit tests, so it contains only tests that need a process.

#![allow(clippy::print_stdout, reason = "a run of kills prints its seed and its figures")]

mod consent_crash;
mod crash;
mod disk_failure;
mod faults;
mod full_disk;
mod mail_server_faults;
mod marks;
mod memory;
mod notification_crash;
mod open_files;
mod power_loss;
mod private_memory;
mod script_crash;
mod script_faults;
mod single_writes;

mod home;
mod mount;

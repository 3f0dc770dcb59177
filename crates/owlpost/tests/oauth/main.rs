//! OAuth 2.0 against look-alikes of Google and Microsoft: consent, renewal, transports, what expires, and what fails.

mod app_only;
mod consent;
mod custom;
mod detours;
mod renewal;
mod support;
mod switching;
mod time;

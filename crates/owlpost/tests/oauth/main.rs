//! OAuth 2.0 against look-alikes of Google and Microsoft: consent, renewal, transports, expirations, and failures.

mod app_only;
mod consent;
mod custom;
mod detours;
mod renewal;
mod support;
mod switching;
mod time;

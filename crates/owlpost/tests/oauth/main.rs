//! OAuth 2.0 against look-alikes of Google and Microsoft: consent, renewal, ways out, what ends, and what goes wrong.

mod app_only;
mod consent;
mod custom;
mod renewal;
mod support;
mod switching;
mod time;

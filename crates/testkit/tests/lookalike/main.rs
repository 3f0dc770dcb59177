//! The look-alike Google and Microsoft 365 obey the real ones' rules, fact by fact.

mod api;
mod asking;
mod google;
mod microsoft;
mod pages;
mod service_account;
mod smtp;
mod trouble;

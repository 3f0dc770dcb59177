//! Tests that the look-alikes of Google and Microsoft 365 follow the documented rules of the providers.

mod api;
mod google;
mod microsoft;
mod misbehaviour;
mod oauth_client;
mod pages;
mod service_account;
mod smtp;

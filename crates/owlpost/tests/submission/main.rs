//! SMTP submission through its ports: the clients that people use, with and without TLS, and those who mean no good.

mod support;

mod clients;
mod limits;
mod mail_passwords;
mod refusals;
mod smuggling;
mod starts;

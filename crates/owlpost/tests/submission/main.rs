//! SMTP submission through its ports, and `sendmail`: the programs that people use, and those who mean no good.

mod local;
mod support;

mod clients;
mod limits;
mod mail_passwords;
mod notifications;
mod refusals;
mod sendmail;
mod sendmail_programs;
mod smuggling;
mod starts;

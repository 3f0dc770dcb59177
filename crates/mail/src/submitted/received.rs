//! The Received field that owlpost adds on top (RFC 5321 section 4.4).

use std::net::IpAddr;

use crate::Stamp;
use crate::render::header;

/// Longest name of a host that is written: that of a domain name.
const NAME_OCTETS: usize = 255;

/// How a message came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The name of this server.
    pub by: String,
    /// The protocol.
    pub with: Protocol,
    /// The client, only where the operator wants it named: it may be a person's machine.
    pub from: Option<Client>,
}

/// The client of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// What it said after EHLO.
    pub name: String,
    /// Its address.
    pub address: IpAddr,
}

/// The protocol of the `with` clause (RFC 3848, RFC 6531 section 3.7.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// SMTP.
    Smtp(SmtpProtocol),
    /// The REST API.
    Http,
}

/// What distinguishes the protocols of SMTP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SmtpProtocol {
    /// The client said EHLO, not HELO.
    pub extended: bool,
    /// MAIL had the parameter SMTPUTF8.
    pub utf8: bool,
    /// Over TLS.
    pub tls: bool,
    /// After AUTH.
    pub authenticated: bool,
}

impl Protocol {
    /// Whether the transaction has no SMTPUTF8, so that the header is ASCII (RFC 6531 section 3.4).
    pub(super) fn needs_ascii_header(self) -> bool {
        matches!(self, Self::Smtp(SmtpProtocol { utf8: false, .. }))
    }

    fn name(self) -> String {
        match self {
            Self::Http => "HTTP".to_owned(),
            Self::Smtp(SmtpProtocol { extended: false, .. }) => "SMTP".to_owned(),
            Self::Smtp(SmtpProtocol { utf8, tls, authenticated, .. }) => {
                let base = if utf8 { "UTF8SMTP" } else { "ESMTP" };
                format!("{base}{}{}", if tls { "S" } else { "" }, if authenticated { "A" } else { "" })
            }
        }
    }
}

impl Received {
    /// Whether the value of a Received field is one that this server has written.
    pub(super) fn is_own(&self, value: &str) -> bool {
        let mut words = value.split_ascii_whitespace().skip_while(|word| *word != "by").skip(1);
        let by = host(&self.by);
        let by = if by.is_empty() { "owlpost" } else { &by };
        let names_this_server = words.next().is_some_and(|word| word.eq_ignore_ascii_case(by));
        let id = words.skip_while(|word| *word != "id").nth(1).map(|word| word.trim_end_matches(';'));
        let is_id = |id: &str| id.len() == 36 && id.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
        names_this_server && id.is_some_and(is_id)
    }

    /// Writes the field.
    pub(super) fn write(&self, stamp: &Stamp, out: &mut Vec<u8>) {
        let from = self.from.as_ref().map(|client| {
            let address = client.address.to_canonical();
            let literal = if address.is_ipv6() { format!("[IPv6:{address}]") } else { format!("[{address}]") };
            let name = host(&client.name);
            if name.is_empty() { format!("from {literal} ") } else { format!("from {name} ({literal}) ") }
        });
        let by = host(&self.by);
        let by = if by.is_empty() { "owlpost" } else { &by };
        let (with, id, date) = (self.with.name(), id(stamp), stamp.date_text());
        header::field(out, "Received", &format!("{}by {by} with {with} id {id}; {date}", from.unwrap_or_default()));
    }
}

/// The message's id, as API and pages show it.
fn id(stamp: &Stamp) -> String {
    let digits = stamp.unique_text();
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

/// What may be in a name of a host or an address literal; other characters would end the clause or the field.
fn host(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || "-._:[]".contains(*c)).take(NAME_OCTETS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(received: &Received, expected: &str) {
        let stamp = Stamp { date: jiff::Timestamp::UNIX_EPOCH, unique: 7, auto_submitted: false };
        let mut out = Vec::new();
        received.write(&stamp, &mut out);
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!(text.strip_suffix("\r\n").map(|field| field.replace("\r\n ", " ")).as_deref(), Some(expected));
    }

    #[test]
    fn the_field_names_server_protocol_and_id_and_the_client_only_where_it_is_given() {
        let id = "id 00000000-0000-0000-0000-000000000007; Thu, 1 Jan 1970 00:00:00 +0000";
        let smtp = |utf8, tls, authenticated| Protocol::Smtp(SmtpProtocol { extended: true, utf8, tls, authenticated });
        let received = Received { by: "mail.example.com".into(), with: Protocol::Http, from: None };
        check(&received, &format!("Received: by mail.example.com with HTTP {id}"));
        for (with, name) in [
            (smtp(false, false, false), "ESMTP"),
            (smtp(false, true, true), "ESMTPSA"),
            (smtp(true, true, false), "UTF8SMTPS"),
            (Protocol::Smtp(SmtpProtocol::default()), "SMTP"),
        ] {
            let received = Received { with, ..received.clone() };
            check(&received, &format!("Received: by mail.example.com with {name} {id}"));
        }
        let client = |name: &str, address: &str| {
            Some(Client { name: name.into(), address: address.parse().expect("an address") })
        };
        let from = client("printer.lan", "::ffff:192.0.2.7");
        check(
            &Received { from, ..received.clone() },
            &format!("Received: from printer.lan ([192.0.2.7]) by mail.example.com with HTTP {id}"),
        );
        let from = client("x\r\nBcc: eve@example.com (", "2001:db8::1");
        check(
            &Received { from, ..received },
            &format!("Received: from xBcc:eveexample.com ([IPv6:2001:db8::1]) by mail.example.com with HTTP {id}"),
        );
    }
}

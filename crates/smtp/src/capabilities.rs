//! The extensions a server offers, read from its reply to EHLO (RFC 5321 section 4.1.1.1). Keywords are
//! case-insensitive.

use mail::{Outgoing, Reply};

/// The extensions a server offers; empty after HELO.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// RFC 2920: commands may be pipelined.
    pub pipelining: bool,
    /// RFC 1870: SIZE may be declared.
    pub size: bool,
    /// The largest message it accepts, in bytes, if it declares a limit.
    pub size_limit: Option<u64>,
    /// RFC 6152: octets above 127.
    pub eight_bit_mime: bool,
    /// RFC 6531: addresses and headers in UTF-8.
    pub smtputf8: bool,
    /// RFC 3461: delivery status notifications may be asked for.
    pub dsn: bool,
    /// STARTTLS (RFC 3207).
    pub starttls: bool,
    /// Enhanced status codes (RFC 2034).
    pub enhanced_status_codes: bool,
    /// SASL mechanisms in the order offered, in upper case (RFC 4954).
    pub mechanisms: Vec<String>,
}

impl Capabilities {
    /// Reads the reply to EHLO. The first line is a greeting; each other line is a keyword with parameters.
    pub fn read(reply: &Reply) -> Self {
        let mut found = Self::default();
        for line in reply.text.split('\n').skip(1) {
            found.take_line(line);
        }
        found
    }

    fn take_line(&mut self, line: &str) {
        let line = line.to_ascii_uppercase();
        // `AUTH=LOGIN PLAIN` predates RFC 2554; many servers still send it for old clients.
        let (keyword, parameters) = line.split_once([' ', '=', '\t']).unwrap_or((&line, ""));
        match keyword {
            "PIPELINING" => self.pipelining = true,
            "SIZE" => {
                self.size = true;
                // Zero, or no number, means that no limit is declared (RFC 1870 section 4).
                self.size_limit = parameters.trim().parse().ok().filter(|&limit| limit > 0);
            }
            "8BITMIME" => self.eight_bit_mime = true,
            "SMTPUTF8" => self.smtputf8 = true,
            "DSN" => self.dsn = true,
            "STARTTLS" => self.starttls = true,
            "ENHANCEDSTATUSCODES" => self.enhanced_status_codes = true,
            "AUTH" => {
                for name in parameters.split([' ', '=', '\t']).filter(|name| !name.is_empty()) {
                    if !self.mechanisms.iter().any(|known| known == name) {
                        self.mechanisms.push(name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether a mechanism is offered, by its name in the protocol.
    pub fn offers(&self, mechanism: &str) -> bool {
        self.mechanisms.iter().any(|name| name == mechanism)
    }

    /// The first capability that `outgoing` needs and the server lacks; `None` if it may be sent. RFC 6531 and 6152
    /// forbid sending a message to a server without the extension it needs.
    pub fn missing_for(&self, outgoing: &Outgoing) -> Option<MissingCapability> {
        let size = outgoing.bytes.len() as u64;
        if let Some(limit) = self.size_limit.filter(|&limit| size > limit) {
            return Some(MissingCapability::Size { size, limit });
        }
        if outgoing.needs_smtputf8() && !self.smtputf8 {
            return Some(MissingCapability::Smtputf8);
        }
        (outgoing.eight_bit && !self.eight_bit_mime).then_some(MissingCapability::EightBitMime)
    }

    /// A summary for a stage's detail: `PIPELINING, SIZE 35882577, AUTH PLAIN LOGIN`.
    pub fn summary(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut add = |offered: bool, name: &str| {
            if offered {
                parts.push(name.to_owned());
            }
        };
        add(self.pipelining, "PIPELINING");
        add(self.eight_bit_mime, "8BITMIME");
        add(self.smtputf8, "SMTPUTF8");
        add(self.dsn, "DSN");
        add(self.starttls, "STARTTLS");
        add(self.enhanced_status_codes, "ENHANCEDSTATUSCODES");
        match self.size_limit {
            Some(limit) => parts.push(format!("SIZE {limit}")),
            None if self.size => parts.push("SIZE".to_owned()),
            None => {}
        }
        if !self.mechanisms.is_empty() {
            parts.push(format!("AUTH {}", self.mechanisms.join(" ")));
        }
        if parts.is_empty() { "no extensions".to_owned() } else { parts.join(", ") }
    }
}

/// Why a server cannot accept a message, known before anything is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingCapability {
    /// The message is larger than the declared limit (RFC 1870).
    Size {
        /// The message's size in bytes.
        size: u64,
        /// The server's limit in bytes.
        limit: u64,
    },
    /// SMTPUTF8 (RFC 6531) is needed.
    Smtputf8,
    /// 8BITMIME (RFC 6152) is needed.
    EightBitMime,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], expected: &str) {
        let text = format!("mx.example.com at your service\n{}", lines.join("\n"));
        let found = Capabilities::read(&Reply { code: 250, enhanced: None, text });
        assert_eq!(found.summary(), expected, "{lines:?}");
    }

    #[test]
    fn keywords_are_case_insensitive() {
        check(&["PIPELINING", "SIZE 35882577", "8BITMIME"], "PIPELINING, 8BITMIME, SIZE 35882577");
        check(&["pipelining", "size 10", "8bitmime", "SmtpUtf8", "starttls"], {
            "PIPELINING, 8BITMIME, SMTPUTF8, STARTTLS, SIZE 10"
        });
        check(&["auth plain login"], "AUTH PLAIN LOGIN");
    }

    #[test]
    fn reads_the_old_form_of_auth_without_duplicates() {
        check(&["AUTH LOGIN PLAIN", "AUTH=LOGIN PLAIN"], "AUTH LOGIN PLAIN");
        check(&["AUTH=LOGIN"], "AUTH LOGIN");
    }

    #[test]
    fn size_without_a_number_declares_no_limit() {
        check(&["SIZE"], "SIZE");
        check(&["SIZE 0"], "SIZE");
        check(&["SIZE many"], "SIZE");
        check(&["SIZE 99999999999999999999999"], "SIZE");
    }

    #[test]
    fn ignores_the_first_line_and_unknown_keywords() {
        let reply = Reply { code: 250, enhanced: None, text: "STARTTLS".to_owned() };
        assert_eq!(Capabilities::read(&reply), Capabilities::default());
        check(&["XCLIENT NAME", "", "CHUNKING"], "no extensions");
    }
}

//! What a server says it can do, read from its answer to EHLO (RFC 5321 §4.1.1.1). Keywords know no case.

use mail::Reply;

/// What the server offers; nothing after HELO.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Capabilities {
    /// RFC 2920: several commands in one write.
    pub(crate) pipelining: bool,
    /// RFC 1870: SIZE may be declared.
    pub(crate) size: bool,
    /// The largest message it takes, in bytes, where it names a limit.
    pub(crate) size_limit: Option<u64>,
    /// RFC 6152: octets above 127.
    pub(crate) eight_bit_mime: bool,
    /// RFC 6531: addresses and headers in UTF-8.
    pub(crate) smtputf8: bool,
    /// RFC 3207.
    pub(crate) starttls: bool,
    /// RFC 2034.
    pub(crate) enhanced_status_codes: bool,
    /// SASL mechanisms in the order offered, in capitals (RFC 4954).
    pub(crate) mechanisms: Vec<String>,
}

impl Capabilities {
    /// Reads the answer to EHLO. Its first line greets; each further one is a keyword with parameters.
    pub(crate) fn read(reply: &Reply) -> Self {
        let mut found = Self::default();
        for line in reply.text.split('\n').skip(1) {
            found.take_line(line);
        }
        found
    }

    fn take_line(&mut self, line: &str) {
        let line = line.to_ascii_uppercase();
        // `AUTH=LOGIN PLAIN` is what servers wrote before RFC 2554, and many still do for old clients.
        let (keyword, parameters) = line.split_once([' ', '=', '\t']).unwrap_or((&line, ""));
        match keyword {
            "PIPELINING" => self.pipelining = true,
            "SIZE" => {
                self.size = true;
                // Zero, or no number, means that no limit is named (RFC 1870 §4).
                self.size_limit = parameters.trim().parse().ok().filter(|&limit| limit > 0);
            }
            "8BITMIME" => self.eight_bit_mime = true,
            "SMTPUTF8" => self.smtputf8 = true,
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

    /// Whether a mechanism is offered, by its name on the wire.
    pub(crate) fn offers(&self, mechanism: &str) -> bool {
        self.mechanisms.iter().any(|name| name == mechanism)
    }

    /// The offer in words, for a stage's detail: `PIPELINING, SIZE 35882577, AUTH PLAIN LOGIN`.
    pub(crate) fn summary(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut say = |offered: bool, name: &str| {
            if offered {
                parts.push(name.to_owned());
            }
        };
        say(self.pipelining, "PIPELINING");
        say(self.eight_bit_mime, "8BITMIME");
        say(self.smtputf8, "SMTPUTF8");
        say(self.starttls, "STARTTLS");
        say(self.enhanced_status_codes, "ENHANCEDSTATUSCODES");
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
    fn keywords_are_read_in_any_case() {
        check(&["PIPELINING", "SIZE 35882577", "8BITMIME"], "PIPELINING, 8BITMIME, SIZE 35882577");
        check(&["pipelining", "size 10", "8bitmime", "SmtpUtf8", "starttls"], {
            "PIPELINING, 8BITMIME, SMTPUTF8, STARTTLS, SIZE 10"
        });
        check(&["auth plain login"], "AUTH PLAIN LOGIN");
    }

    #[test]
    fn the_old_form_of_auth_is_read_and_each_mechanism_counted_once() {
        check(&["AUTH LOGIN PLAIN", "AUTH=LOGIN PLAIN"], "AUTH LOGIN PLAIN");
        check(&["AUTH=LOGIN"], "AUTH LOGIN");
    }

    #[test]
    fn a_size_without_limit_is_no_limit() {
        check(&["SIZE"], "SIZE");
        check(&["SIZE 0"], "SIZE");
        check(&["SIZE many"], "SIZE");
        check(&["SIZE 99999999999999999999999"], "SIZE");
    }

    #[test]
    fn the_first_line_is_a_greeting_and_unknown_words_are_passed_over() {
        let reply = Reply { code: 250, enhanced: None, text: "STARTTLS".to_owned() };
        assert_eq!(Capabilities::read(&reply), Capabilities::default());
        check(&["XCLIENT NAME", "", "CHUNKING"], "no extensions");
    }
}

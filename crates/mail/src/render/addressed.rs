//! Prepares a message for a mail API that takes its recipients from the header: To, Cc and Bcc then contain exactly the
//! recipients of the envelope.
//!
//! Called by `delivery` before a message goes to a mail API; such APIs remove Bcc before they send. All other fields
//! stay unchanged byte for byte.

use std::collections::HashSet;

use super::address_list::{self, AddressList, Item, Mailbox};
use super::header::{address_field, mailbox};
use crate::EmailAddress;

/// The result of [`addressed_to`].
#[derive(Clone, PartialEq, Eq)]
pub struct Addressed {
    /// The message with the adapted header.
    pub bytes: Vec<u8>,
    /// Whether an address in To or Cc was removed because it is not a recipient of this attempt.
    pub shortened: bool,
}

/// The message with exactly `envelope` as the addresses in To, Cc and Bcc.
///
/// - A recipient in neither To nor Cc is added in a Bcc field; an existing Bcc field is removed, and so are other fields
///   that name recipients (Resent-To, Resent-Cc, Resent-Bcc, Apparently-To).
/// - An address in To or Cc that is not in the envelope is removed: it already got the message, or gets it later.
/// - A To that becomes empty is replaced by `undisclosed-recipients:;`, an empty Cc is removed.
/// - A header line that is not a field is removed, and a bare CR or LF counts as the end of a line, so that no program
///   reads other recipients from the header.
pub fn addressed_to(bytes: &[u8], envelope: &[EmailAddress]) -> Addressed {
    let (lines, body) = header_lines(bytes);
    let fields = fields(&lines);
    let mut wanted = RequiredAddresses { envelope: envelope.iter().collect(), named: HashSet::new(), shortened: false };
    let to = FieldRewrite::of("To", &fields, &mut wanted);
    let cc = FieldRewrite::of("Cc", &fields, &mut wanted);
    let RequiredAddresses { named, shortened, .. } = wanted;

    let mut out = Vec::with_capacity(bytes.len() + 64 + envelope.len() * 32);
    let (mut to, mut cc) = (Some(to), Some(cc));
    for one in &fields {
        match one.kind {
            Kind::To => write_first(&mut to, one, &mut out),
            Kind::Cc => write_first(&mut cc, one, &mut out),
            Kind::Bcc => {}
            Kind::Other => one.write(&mut out),
        }
    }
    let mut unnamed = HashSet::new();
    let hidden: Vec<Vec<String>> = envelope
        .iter()
        .filter(|address| !named.contains(*address) && unnamed.insert(*address))
        .map(|address| vec![mailbox(&address.clone().into())])
        .collect();
    if !hidden.is_empty() {
        address_field(&mut out, "Bcc", &separated(hidden));
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(body);
    Addressed { bytes: out, shortened }
}

/// Writes a field at the position of the first of its name; the others of that name are merged into it.
fn write_first(rewrite: &mut Option<FieldRewrite>, found: &Field<'_>, out: &mut Vec<u8>) {
    match rewrite.take() {
        Some(FieldRewrite::Unchanged) => found.write(out),
        Some(FieldRewrite::Replaced(name, pieces)) => address_field(out, name, &pieces),
        Some(FieldRewrite::Removed) | None => {}
    }
}

/// The addresses that must be in the header.
struct RequiredAddresses<'a> {
    envelope: HashSet<&'a EmailAddress>,
    /// The addresses found in To and Cc.
    named: HashSet<EmailAddress>,
    shortened: bool,
}

impl RequiredAddresses<'_> {
    /// Whether the mailbox stays in its field.
    fn keeps(&mut self, mailbox: &Mailbox) -> bool {
        let Some(address) = &mailbox.address else { return false };
        let kept = self.envelope.contains(address);
        if kept {
            self.named.insert(address.clone());
        } else {
            self.shortened = true;
        }
        kept
    }
}

/// What happens to To or Cc.
enum FieldRewrite {
    Unchanged,
    Replaced(&'static str, Vec<String>),
    Removed,
}

impl FieldRewrite {
    fn of(name: &'static str, fields: &[Field<'_>], wanted: &mut RequiredAddresses<'_>) -> Self {
        let kind = Kind::of(name);
        let found: Vec<AddressList> =
            fields.iter().filter(|field| field.kind == kind).map(|field| address_list::read(&field.value())).collect();
        let exact = fields.iter().filter(|field| field.kind == kind).all(|field| field.is_exact());
        let mut whole = exact && found.len() == 1 && found.iter().all(|list| list.is_sound);
        let mut kept: Vec<Vec<String>> = Vec::new();
        for item in found.into_iter().flat_map(|list| list.items) {
            match item {
                Item::Mailbox(mailbox) if wanted.keeps(&mailbox) => kept.push(vec![mailbox.text]),
                Item::Mailbox(_) => whole = false,
                Item::Group { name, mut members } => {
                    let before = members.len();
                    members.retain(|mailbox| wanted.keeps(mailbox));
                    whole &= members.len() == before;
                    kept.push(group(&name, members));
                }
            }
        }
        match (whole, kept.is_empty(), kind) {
            // Parsers ignore an empty field, but some servers refuse it.
            (_, true, Kind::To) => Self::Replaced(name, vec!["undisclosed-recipients:;".to_owned()]),
            (_, true, _) => Self::Removed,
            (true, false, _) => Self::Unchanged,
            (false, false, _) => Self::Replaced(name, separated(kept)),
        }
    }
}

/// A group with its remaining members.
fn group(name: &str, members: Vec<Mailbox>) -> Vec<String> {
    let mut pieces = vec![format!("{name}:")];
    pieces.extend(separated(members.into_iter().map(|mailbox| vec![mailbox.text]).collect()));
    if let Some(last) = pieces.last_mut() {
        last.push(';');
    }
    pieces
}

/// Joins items with commas.
fn separated(items: Vec<Vec<String>>) -> Vec<String> {
    let last = items.len().saturating_sub(1);
    let mut pieces = Vec::new();
    for (index, mut item) in items.into_iter().enumerate() {
        if let Some(end) = item.last_mut().filter(|_| index != last) {
            end.push(',');
        }
        pieces.extend(item);
    }
    pieces
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    To,
    Cc,
    Bcc,
    Other,
}

impl Kind {
    fn of(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "to" => Kind::To,
            "cc" => Kind::Cc,
            // Blind recipients of an earlier transmission must not be disclosed, and an API may send to its others.
            "bcc" | "resent-bcc" | "resent-to" | "resent-cc" | "apparently-to" => Kind::Bcc,
            _ => Kind::Other,
        }
    }
}

/// A field with its folded lines.
struct Field<'a> {
    kind: Kind,
    lines: Vec<&'a [u8]>,
}

impl Field<'_> {
    /// The value, unfolded; bytes that are not UTF-8 are replaced.
    fn value(&self) -> String {
        let whole = self.lines.concat();
        let at = whole.iter().position(|byte| *byte == b':').map_or(whole.len(), |at| at + 1);
        String::from_utf8_lossy(&whole[at..]).into_owned()
    }

    /// Whether there is no space before the colon, and the text is UTF-8.
    fn is_exact(&self) -> bool {
        let name_is_exact = self.lines.first().is_some_and(|line| {
            let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
            !name.ends_with(b" ") && !name.ends_with(b"\t")
        });
        name_is_exact && std::str::from_utf8(&self.lines.concat()).is_ok()
    }

    fn write(&self, out: &mut Vec<u8>) {
        for line in &self.lines {
            out.extend_from_slice(line);
            out.extend_from_slice(b"\r\n");
        }
    }
}

/// The lines of the header without their ends, and the body.
fn header_lines(bytes: &[u8]) -> (Vec<&[u8]>, &[u8]) {
    let mut lines = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        rest = after.strip_prefix(b"\r\n").or_else(|| after.get(1..)).unwrap_or_default();
        if line.is_empty() {
            return (lines, rest);
        }
        lines.push(line);
    }
    (lines, rest)
}

/// The fields, each with its folded lines.
fn fields<'a>(lines: &[&'a [u8]]) -> Vec<Field<'a>> {
    let mut found: Vec<Field<'a>> = Vec::new();
    // The continuation of a removed line is removed with it.
    let mut in_field = false;
    for line in lines {
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if let Some(field) = found.last_mut().filter(|_| in_field) {
                field.lines.push(line);
            }
            continue;
        }
        let name = line.iter().position(|byte| *byte == b':').map(|at| line[..at].trim_ascii_end());
        let name = name.filter(|name| !name.is_empty() && name.iter().all(u8::is_ascii_graphic));
        in_field = name.is_some();
        if let Some(name) = name.and_then(|name| std::str::from_utf8(name).ok()) {
            found.push(Field { kind: Kind::of(name), lines: vec![line] });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &str, envelope: &str, expected: &str) {
        let message = format!("{}\r\n\r\nTo: body@x.org\r\n", head.replace('\n', "\r\n"));
        let envelope: Vec<EmailAddress> =
            envelope.split_whitespace().map(|text| EmailAddress::parse(text).expect("an address")).collect();
        let made = addressed_to(message.as_bytes(), &envelope);
        let made_text = String::from_utf8(made.bytes).expect("UTF-8");
        let head = made_text.strip_suffix("\r\n\r\nTo: body@x.org\r\n").expect("the body is untouched");
        let mark = if made.shortened { " !" } else { "" };
        assert_eq!(format!("{}{mark}", head.replace("\r\n", "\n")), expected);
    }

    #[test]
    fn a_header_that_names_the_envelope_is_not_changed() {
        for head in [
            "Subject: x\nTo: a@x.org",
            "To: \"Smith, Ann\" <a@x.org>,\n  =?utf-8?Q?B=C3=B6?=\n <b@x.org>\nCc:c@x.org\nX-Note: to: nobody",
            "To: Team: a@x.org, b@x.org;, c@x.org",
        ] {
            check(head, if head.contains("b@x.org") { "a@x.org b@x.org c@x.org" } else { "a@x.org" }, head);
        }
    }

    #[test]
    fn other_recipients_are_added_to_bcc_and_other_addresses_removed() {
        check("To: a@x.org", "a@x.org b@x.org c@x.org", "To: a@x.org\nBcc: b@x.org, c@x.org");
        check("To: a@x.org, B <b@x.org>\nCc: c@x.org", "b@x.org", "To: B <b@x.org> !");
        check("To: a@x.org\nCc: c@x.org", "c@x.org", "To: undisclosed-recipients:;\nCc: c@x.org !");
        check("To: Team: a@x.org, b@x.org;", "b@x.org", "To: Team: b@x.org; !");
        check("To: Team: a@x.org;", "b@x.org", "To: Team:;\nBcc: b@x.org !");
        check("Bcc: a@x.org\nSubject: x", "b@x.org", "Subject: x\nBcc: b@x.org");
        check("BCC : a@x.org,\n b@x.org\nSubject: x", "a@x.org", "Subject: x\nBcc: a@x.org");
        for name in ["Resent-To", "resent-cc", "Apparently-To", "RESENT-BCC"] {
            let head = format!("{name}: eve@x.org,\n eve2@x.org\nTo: a@x.org\nResent-From: b@x.org");
            check(&head, "a@x.org", "To: a@x.org\nResent-From: b@x.org");
        }
        check("To: undisclosed-recipients:;", "a@x.org a@x.org", "To: undisclosed-recipients:;\nBcc: a@x.org");
        check("To: Ann@x.org", "ann@x.org", "To: undisclosed-recipients:;\nBcc: ann@x.org !");
    }

    #[test]
    fn duplicate_fields_are_merged() {
        check("To: a@x.org\nX: y\nTO: b@x.org", "a@x.org b@x.org", "To: a@x.org, b@x.org\nX: y");
        check("To : a@x.org", "a@x.org", "To: a@x.org");
    }

    #[test]
    fn no_other_recipient_can_be_smuggled_in() {
        check("To: eve@x.org <a@x.org>", "a@x.org", "To: \"eve@x.org\" <a@x.org>");
        check("Subject: x\rBcc: eve@x.org\nTo: a@x.org", "a@x.org", "Subject: x\nTo: a@x.org");
        check("From the mbox\n To: eve@x.org\nTo: a@x.org", "a@x.org", "To: a@x.org");
        check("To: a@x.org, not an address", "a@x.org", "To: a@x.org");
        check("To: \"a@x.org, eve@x.org", "a@x.org", "To: undisclosed-recipients:;\nBcc: a@x.org");
    }

    #[test]
    fn a_message_may_lack_body_or_header() {
        let envelope = [EmailAddress::parse("a@x.org").expect("an address")];
        assert_eq!(addressed_to(b"", &envelope).bytes, b"Bcc: a@x.org\r\n\r\n");
        assert_eq!(addressed_to(b"To: a@x.org", &envelope).bytes, b"To: a@x.org\r\n\r\n");
        assert_eq!(addressed_to(b"\r\nbody", &envelope).bytes, b"Bcc: a@x.org\r\n\r\nbody");
    }
}

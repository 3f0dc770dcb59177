//! Values of To, Cc or Bcc as other programs write them (RFC 5322 §3.4), split into mailboxes and groups.
//!
//! Unlike [`crate::parse_list`], accepts comments, groups and folded lines. A mailbox whose text other programs might
//! read as more than one address is rewritten, so that every program reads the same address.

use crate::EmailAddress;

/// White space around an item (RFC 5322 §3.2.2). Any other character is part of it.
const BLANKS: [char; 2] = [' ', '\t'];

/// An item of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Mailbox(Mailbox),
    /// A group, `Team: a@example.com, b@example.com;`.
    Group {
        name: String,
        members: Vec<Mailbox>,
    },
}

/// One mailbox of a list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mailbox {
    /// Its address; `None` if it is ambiguous.
    pub(crate) address: Option<EmailAddress>,
    /// The text to be written, or what was read if it is ambiguous.
    pub(crate) text: String,
}

/// A parsed list.
#[derive(Debug, Default)]
pub(crate) struct AddressList {
    pub(crate) items: Vec<Item>,
    /// Whether every item can be kept as it was written.
    pub(crate) is_sound: bool,
}

/// Reads a value without its line breaks.
pub(crate) fn read(value: &str) -> AddressList {
    let mut field = AddressList { items: Vec::new(), is_sound: true };
    let mut group: Option<(String, Vec<Mailbox>)> = None;
    let mut scan = Scan::default();
    let mut start = 0;
    for (at, c) in value.char_indices() {
        let Some(mark) = scan.step(c) else { continue };
        let piece = value[start..at].trim_matches(BLANKS);
        start = at + c.len_utf8();
        match (mark, &mut group) {
            (Separator::Colon, None) => match phrase(piece) {
                Some(name) => group = Some((name.to_owned(), Vec::new())),
                None => {
                    group = Some((quoted(piece), Vec::new()));
                    field.is_sound = false;
                }
            },
            // A group in a group, or a link: its addresses are ambiguous.
            (Separator::Colon, Some((_, members))) => {
                members.push(unknown(piece));
                field.is_sound = false;
            }
            (Separator::Comma, Some((_, members))) => field.is_sound &= take(piece, members),
            (Separator::Semicolon, Some((_, members))) => {
                field.is_sound &= take(piece, members);
                if let Some((name, members)) = group.take() {
                    field.items.push(Item::Group { name, members });
                }
            }
            (Separator::Comma, None) => field.is_sound &= take_item(piece, &mut field.items),
            // Some programs separate by semicolons; the standard allows them only after groups.
            (Separator::Semicolon, None) => {
                let sound = take_item(piece, &mut field.items);
                field.is_sound &= sound && piece.is_empty();
            }
        }
    }
    let last = value[start..].trim_matches(BLANKS);
    if scan.is_open() {
        field.items.push(Item::Mailbox(unknown(last)));
        field.is_sound = false;
    } else if let Some((_, members)) = &mut group {
        take(last, members);
    } else {
        field.is_sound &= take_item(last, &mut field.items);
    }
    if let Some((name, members)) = group {
        // A group that is not closed.
        field.items.push(Item::Group { name, members });
        field.is_sound = false;
    }
    field
}

fn take(piece: &str, members: &mut Vec<Mailbox>) -> bool {
    match mailbox(piece) {
        Some((mailbox, sound)) => {
            members.push(mailbox);
            sound
        }
        None => true,
    }
}

fn take_item(piece: &str, items: &mut Vec<Item>) -> bool {
    let mut found = Vec::new();
    let sound = take(piece, &mut found);
    items.extend(found.into_iter().map(Item::Mailbox));
    sound
}

/// One mailbox, and whether its text can be kept; `None` if there are only spaces and comments.
fn mailbox(piece: &str) -> Option<(Mailbox, bool)> {
    let bare = without_comments(piece);
    let bare = bare.trim_matches(BLANKS);
    if bare.is_empty() {
        return if piece.is_empty() { None } else { Some((unknown(piece), false)) };
    }
    let Some(open) = angle(bare) else {
        let Ok(address) = EmailAddress::parse(bare) else { return Some((unknown(piece), false)) };
        // Without brackets some programs read a quoted local part as a name.
        let sound = comments_are_harmless(piece) && !bare.starts_with('"') && address.is_written_as(bare);
        let text = if sound { piece.to_owned() } else { bracketed("", &address) };
        return Some((Mailbox { address: Some(address), text }, sound));
    };
    let (name, rest) = bare.split_at(open);
    let inside = rest.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let inside = inside.unwrap_or_default().trim_matches(BLANKS);
    let Ok(address) = EmailAddress::parse(inside) else { return Some((unknown(piece), false)) };
    let is_exact = address.is_written_as(inside);
    let name = name.trim_matches(BLANKS);
    match phrase(name) {
        Some(name) if is_exact && comments_are_harmless(piece) && !piece.is_empty() => {
            debug_assert!(bare.starts_with(name));
            Some((Mailbox { address: Some(address), text: piece.to_owned() }, true))
        }
        Some(name) => Some((Mailbox { text: bracketed(name, &address), address: Some(address) }, false)),
        None => Some((Mailbox { text: bracketed(&quoted(name), &address), address: Some(address) }, false)),
    }
}

fn unknown(piece: &str) -> Mailbox {
    Mailbox { address: None, text: piece.to_owned() }
}

fn bracketed(name: &str, address: &EmailAddress) -> String {
    let separator = if name.is_empty() { "" } else { " " };
    format!("{name}{separator}<{}>", address.expose())
}

/// A name as a quoted string, whatever it contains.
fn quoted(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '\\')).collect();
    format!("\"{}\"", plain.trim())
}

/// The name, if it consists of atoms, dots and quoted strings, in ASCII or UTF-8 (RFC 5322 §3.2.5, RFC 6532 §3.2).
fn phrase(name: &str) -> Option<&str> {
    let (mut in_quotes, mut escaped) = (false, false);
    for c in name.chars() {
        match c {
            _ if c.is_control() && c != '\t' => return None,
            _ if escaped => escaped = false,
            '\\' if in_quotes => escaped = true,
            '"' => in_quotes = !in_quotes,
            _ if in_quotes => {}
            ' ' | '\t' | '.' => {}
            _ if c.is_ascii_alphanumeric() || !c.is_ascii() || "!#$%&'*+-/=?^_`{|}~".contains(c) => {}
            _ => return None,
        }
    }
    (!in_quotes && !escaped).then_some(name)
}

/// The item without its comments, each of which becomes a space (RFC 5322 §3.2.2).
fn without_comments(piece: &str) -> String {
    let mut bare = String::with_capacity(piece.len());
    let mut scan = Scan::default();
    for c in piece.chars() {
        let was_inside = scan.comments > 0;
        scan.step(c);
        match (was_inside, scan.comments > 0) {
            (false, false) => bare.push(c),
            (false, true) => bare.push(' '),
            (true, _) => {}
        }
    }
    bare
}

/// Whether a program that does not support comments would find no address in them.
fn comments_are_harmless(piece: &str) -> bool {
    let mut scan = Scan::default();
    piece.chars().all(|c| {
        scan.step(c);
        scan.comments == 0 || !(c.is_control() || "@<>,;:\"\\".contains(c))
    })
}

/// The position of the first `<` outside quotes.
fn angle(text: &str) -> Option<usize> {
    let mut scan = Scan::default();
    text.char_indices().find_map(|(at, c)| {
        scan.step(c);
        (scan.in_angle && c == '<').then_some(at)
    })
}

/// A separator outside quotes, comments and brackets.
#[derive(Clone, Copy)]
enum Separator {
    Comma,
    Semicolon,
    Colon,
}

/// The state of scanning a list character by character.
#[derive(Default)]
struct Scan {
    in_quotes: bool,
    escaped: bool,
    comments: u32,
    in_angle: bool,
    in_literal: bool,
}

impl Scan {
    fn step(&mut self, c: char) -> Option<Separator> {
        if self.escaped {
            self.escaped = false;
            return None;
        }
        match c {
            '\\' if self.in_quotes || self.comments > 0 => self.escaped = true,
            '"' if self.comments == 0 => self.in_quotes = !self.in_quotes,
            _ if self.in_quotes => {}
            '(' => self.comments += 1,
            ')' if self.comments > 0 => self.comments -= 1,
            _ if self.comments > 0 => {}
            '<' => self.in_angle = true,
            '>' => self.in_angle = false,
            '[' => self.in_literal = true,
            ']' => self.in_literal = false,
            ',' if !self.in_angle && !self.in_literal => return Some(Separator::Comma),
            ';' if !self.in_angle && !self.in_literal => return Some(Separator::Semicolon),
            ':' if !self.in_angle && !self.in_literal => return Some(Separator::Colon),
            _ => {}
        }
        None
    }

    fn is_open(&self) -> bool {
        self.in_quotes || self.escaped || self.comments > 0 || self.in_angle || self.in_literal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each mailbox as `text => address`, groups in braces, and `!` if the text cannot be kept.
    #[track_caller]
    fn check(value: &str, expected: &str) {
        let field = read(value);
        let one = |mailbox: &Mailbox| match &mailbox.address {
            Some(address) => format!("{} => {}", mailbox.text, address.expose()),
            None => "?".to_owned(),
        };
        let items: Vec<String> = field
            .items
            .iter()
            .map(|item| match item {
                Item::Mailbox(mailbox) => one(mailbox),
                Item::Group { name, members } => {
                    format!("{name} {{{}}}", members.iter().map(one).collect::<Vec<_>>().join(", "))
                }
            })
            .collect();
        let mark = if field.is_sound { "" } else { " !" };
        assert_eq!(format!("{}{mark}", items.join(", ")), expected, "{value}");
    }

    #[test]
    fn what_the_standard_allows_is_read_and_kept() {
        check("ann@example.com", "ann@example.com => ann@example.com");
        check("Ann <ann@Example.com>,  bob@x.org", "Ann <ann@Example.com> => ann@example.com, bob@x.org => bob@x.org");
        check("\"Smith, Ann\" <ann@x.org>", "\"Smith, Ann\" <ann@x.org> => ann@x.org");
        check("=?utf-8?Q?J=C3=B6?= <j@x.org>", "=?utf-8?Q?J=C3=B6?= <j@x.org> => j@x.org");
        check("<\"a b,\"@x.org>", "<\"a b,\"@x.org> => \"a b,\"@x.org");
        check("ann@x.org (Ann Smith)", "ann@x.org (Ann Smith) => ann@x.org");
        check("Team: a@x.org, B <b@x.org>;", "Team {a@x.org => a@x.org, B <b@x.org> => b@x.org}");
        check("undisclosed-recipients:;", "undisclosed-recipients {}");
        check("a@[192.0.2.1], b@[IPv6:2001:db8::1]", {
            "a@[192.0.2.1] => a@[192.0.2.1], b@[IPv6:2001:db8::1] => b@[IPv6:2001:db8::1]"
        });
        check("ann@Bücher.Org, ann@XN--BCHER-KVA.org", {
            "ann@Bücher.Org => ann@xn--bcher-kva.org, ann@XN--BCHER-KVA.org => ann@xn--bcher-kva.org"
        });
        check("Zo\u{200d}e\u{a0}\u{200f} <ann@x.org>", "Zo\u{200d}e\u{a0}\u{200f} <ann@x.org> => ann@x.org");
        check("Jörg <jörg@x.org>", "Jörg <jörg@x.org> => jörg@x.org");
        check("a@x.org,, b@x.org,", "a@x.org => a@x.org, b@x.org => b@x.org");
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_written_anew() {
        check("eve@x.org <ann@x.org>", "\"eve@x.org\" <ann@x.org> => ann@x.org !");
        check("ann@x.org (<eve@x.org>)", "<ann@x.org> => ann@x.org !");
        check("Ann (a,b) <ann@x.org>", "Ann <ann@x.org> => ann@x.org !");
        check("\"a b,\"@x.org", "<\"a b,\"@x.org> => \"a b,\"@x.org !");
        check("a@x.org; b@x.org", "a@x.org => a@x.org, b@x.org => b@x.org !");
        check("Team: a@x.org", "Team {a@x.org => a@x.org} !");
        // Programs that map no characters read another address, or none.
        for (written, read) in [
            ("\u{200b}ann@x.org", "ann@x.org"),
            ("\u{a0}ann@x.org", "ann@x.org"),
            ("ann@x.org\u{ad}", "ann@x.org"),
            ("ann@\u{ff58}.org", "ann@x.org"),
            ("ann@x\u{3002}org", "ann@x.org"),
            ("ann@b\u{fc}\u{ad}cher.org", "ann@xn--bcher-kva.org"),
            ("j\u{f6}\u{200b}@x.org", "?"),
            ("jo\u{308}@x.org", "j\u{f6}@x.org"),
        ] {
            let expected = if read == "?" { "? !".to_owned() } else { format!("<{read}> => {read} !") };
            check(written, &expected);
            check(&format!("<{written}>"), &expected);
        }
    }

    #[test]
    fn what_cannot_be_read_means_nobody() {
        check("not an address, a@x.org", "?, a@x.org => a@x.org !");
        check("<@route.example:a@x.org>", "? !");
        check("a@x.org, \"unclosed", "a@x.org => a@x.org, ? !");
        check("Team: a@x.org, mailto:b@x.org;", "Team {a@x.org => a@x.org, ?, b@x.org => b@x.org} !");
        check("Ann <a@x.org> b@x.org", "? !");
        check("=?utf-8?Q?a?=@x.org", "? !");
        check("", "");
    }
}

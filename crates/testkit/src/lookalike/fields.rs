//! Header fields of a message: reading addresses, removing a field, replacing the address in From.
//!
//! As much of RFC 5322 as a provider needs to find recipients. Independent of the code that is tested.

/// The values of all fields with this lower-case name, unfolded.
pub(super) fn values(message: &[u8], name: &str) -> Vec<String> {
    let value = |field: &[u8]| {
        let at = field.iter().position(|byte| *byte == b':')?;
        let is_it = field[..at].trim_ascii().eq_ignore_ascii_case(name.as_bytes());
        is_it.then(|| String::from_utf8_lossy(&field[at + 1..]).replace(['\r', '\n'], "").trim().to_owned())
    };
    split(message).0.iter().filter_map(|field| value(field)).collect()
}

/// The message without the fields of this lower-case name.
pub(super) fn without(message: &[u8], name: &str) -> Vec<u8> {
    let (fields, rest) = split(message);
    let others = fields.into_iter().filter(|field| !is_named(field, name));
    others.chain([rest]).flatten().copied().collect()
}

/// The message with this address in From, as Gmail does it: the original is kept in a field of its own.
pub(super) fn with_from(message: &[u8], address: &str) -> Vec<u8> {
    let original = values(message, "from").join(", ");
    let mut rewritten = format!("From: {address}\r\n").into_bytes();
    if !original.is_empty() {
        rewritten.extend_from_slice(format!("X-Google-Original-From: {original}\r\n").as_bytes());
    }
    rewritten.extend_from_slice(&without(message, "from"));
    rewritten
}

/// The addresses of a list like `Ann <a@x>, "B, C" <b@x>, group: c@x;`; an error if one is invalid.
pub(super) fn addresses(list: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for item in items(list) {
        let item = item.trim();
        if item.is_empty() {
            continue;
        }
        let address = match (item.rfind('<'), item.rfind('>')) {
            (Some(open), Some(close)) if open < close => item[open + 1..close].trim(),
            (None, None) => item,
            _ => return Err(item.to_owned()),
        };
        let is_address = address.rsplit_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.is_empty() && !address.contains(char::is_whitespace)
        });
        if !is_address {
            return Err(item.to_owned());
        }
        found.push(address.to_owned());
    }
    Ok(found)
}

/// The items of a list, without comments and names of groups.
fn items(list: &str) -> Vec<String> {
    let (mut items, mut item) = (Vec::new(), String::new());
    let (mut quoted, mut depth, mut angle) = (false, 0_usize, false);
    let mut characters = list.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' if quoted || depth > 0 => {
                let escaped = characters.next();
                if depth == 0 {
                    item.extend(escaped);
                }
            }
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted && depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            // Quoted text is only a name; its characters must not be read as an address.
            '<' | '>' | ',' | ':' | ';' if quoted => item.push('_'),
            '<' => {
                angle = true;
                item.push(character);
            }
            '>' => {
                angle = false;
                item.push(character);
            }
            ':' if !angle => item.clear(),
            ',' | ';' if !angle => items.push(std::mem::take(&mut item)),
            _ => item.push(character),
        }
    }
    items.push(item);
    items
}

/// The fields, each with its continuation lines and line end, and the rest.
fn split(message: &[u8]) -> (Vec<&[u8]>, &[u8]) {
    let mut fields = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < message.len() {
        let end = message[at..].iter().position(|byte| *byte == b'\n').map_or(message.len(), |found| at + found + 1);
        if message[at..end].trim_ascii().is_empty() {
            break;
        }
        let next_is_folded = matches!(message.get(end), Some(b' ' | b'\t'));
        at = end;
        if !next_is_folded {
            fields.push(&message[start..end]);
            start = end;
        }
    }
    (fields, &message[start.max(at)..])
}

fn is_named(field: &[u8], name: &str) -> bool {
    field
        .split(|byte| *byte == b':')
        .next()
        .is_some_and(|known| known.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(list: &str, expected: &[&str]) {
        assert_eq!(addresses(list).as_deref(), Ok(&expected.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>()[..]));
    }

    #[test]
    fn addresses_are_found_among_names_comments_and_groups() {
        check("a@x.org", &["a@x.org"]);
        check("Ann <a@x.org>, b@x.org", &["a@x.org", "b@x.org"]);
        check("\"Last, First <q@q>\" <a@x.org> (a, comment)", &["a@x.org"]);
        check("team: a@x.org, B <b@x.org>;", &["a@x.org", "b@x.org"]);
        check("undisclosed-recipients:;", &[]);
        assert!(addresses("nobody").is_err());
        assert!(addresses("Ann <a@x.org").is_err());
    }

    #[test]
    fn fields_are_removed_with_their_continuation_lines() {
        let message = b"To: a@x\r\nBcc: b@x,\r\n c@x\r\nSubject: s\r\n\r\nBcc: stays\r\n";
        assert_eq!(values(message, "bcc"), ["b@x, c@x"]);
        assert_eq!(without(message, "bcc"), b"To: a@x\r\nSubject: s\r\n\r\nBcc: stays\r\n");
        assert_eq!(
            with_from(b"Subject: s\r\nFrom: o@x\r\n\r\nb", "a@x"),
            b"From: a@x\r\nX-Google-Original-From: o@x\r\nSubject: s\r\n\r\nb"
        );
    }
}

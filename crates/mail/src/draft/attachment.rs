//! The check of one attachment.

use std::collections::HashSet;

use super::Attachment;
use crate::{faults::Found, limits, media_type::MediaType, quoted::quoted};

/// An attachment whose name, type and content id may be written into headers.
#[derive(Clone)]
pub(crate) struct CheckedAttachment {
    pub(crate) name: String,
    pub(crate) media_type: MediaType,
    pub(crate) content: Vec<u8>,
    pub(crate) content_id: Option<String>,
}

/// Checks all; the faults go to `attachments`, `attachments[0].name` and so on.
pub(super) fn check_all(attachments: Vec<Attachment>, faults: &mut Found) -> Vec<CheckedAttachment> {
    if attachments.len() > limits::ATTACHMENTS {
        faults.add(
            "attachments",
            format!(
                "{} attachments are too many: at most {} go with one message, so pack them into an archive",
                attachments.len(),
                limits::ATTACHMENTS
            ),
        );
        return Vec::new();
    }
    let mut content_ids = HashSet::new();
    attachments
        .into_iter()
        .enumerate()
        .filter_map(|(nth, attachment)| {
            let checked = check(attachment, &format!("attachments[{nth}]"), faults)?;
            if let Some(id) = &checked.content_id
                && !content_ids.insert(id.clone())
            {
                let message = format!("{} names another attachment already: give each its own", quoted(id));
                faults.add(format!("attachments[{nth}].content_id"), message);
            }
            Some(checked)
        })
        .collect()
}

fn check(attachment: Attachment, field: &str, faults: &mut Found) -> Option<CheckedAttachment> {
    let Attachment { name, content_type, content, content_id } = attachment;
    let name = faults.keep(&format!("{field}.name"), check_file_name(name));
    let media_type = match (content_type.filter(|text| !text.trim().is_empty()), &name) {
        (Some(text), _) => faults.keep(&format!("{field}.content_type"), MediaType::parse(&text)),
        (None, name) => Some(MediaType::of_file(name.as_deref().unwrap_or_default(), &content)),
    };
    let content_id = match content_id.filter(|text| !text.is_empty()) {
        Some(text) => faults.keep(&format!("{field}.content_id"), check_content_id(text)).map(Some),
        None => Some(None),
    };
    Some(CheckedAttachment { name: name?, media_type: media_type?, content, content_id: content_id? })
}

/// A name that an attachment may have; also for files that are kept to be attached.
///
/// # Errors
/// What is wrong with it, with the remedy.
pub fn check_file_name(name: String) -> Result<String, String> {
    // U+202A to U+202E and U+2066 to U+2069 turn the direction of writing, which makes `gpj.exe` look like `exe.jpg`.
    let misleading = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if name.trim().is_empty() || name == "." || name == ".." {
        return Err("an attachment needs a file name: write one such as invoice.pdf".to_owned());
    }
    if name.contains(['/', '\\']) {
        return Err(format!("{} holds a path: write the file name alone", quoted(&name)));
    }
    if let Some(c) = name.chars().find(|c| misleading(*c)) {
        return Err(format!("{} holds the control character U+{:04X}: leave it out", quoted(&name), u32::from(c)));
    }
    // Many readers decode it, although RFC 2047 §5 forbids it there, and the file gets another name and ending.
    if name.contains("=?") {
        return Err(format!(
            "{} holds `=?`, the start of an encoded word: write the name as it is to be read",
            quoted(&name)
        ));
    }
    if name.len() > limits::FILE_NAME_OCTETS {
        return Err(format!("{} is longer than {} octets: shorten the name", quoted(&name), limits::FILE_NAME_OCTETS));
    }
    Ok(name)
}

/// The characters of a message id's halves (RFC 5322 §3.6.4) and `@`, so that it needs no quoting in header and URL.
fn check_content_id(id: String) -> Result<String, String> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"@.!#$&'*+-=^_`{|}~".contains(&b);
    if !id.bytes().all(allowed) || id.len() > limits::CONTENT_ID_OCTETS {
        return Err(format!(
            "{} is not a content id: write letters, digits, dots and hyphens, as in logo@example.com, without the brackets and `cid:`",
            quoted(&id)
        ));
    }
    Ok(id)
}

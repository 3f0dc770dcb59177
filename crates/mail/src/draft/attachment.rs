//! Checks attachments.

use std::collections::HashSet;

use super::Attachment;
use crate::faults::FaultCollector;
use crate::media_type::MediaType;
use crate::quoted::{code_point, quoted};
use crate::{Text, limits, texts};

/// An attachment whose name, type and content id may be written to headers.
#[derive(Clone)]
pub(crate) struct CheckedAttachment {
    pub(crate) name: String,
    pub(crate) media_type: MediaType,
    pub(crate) content: Vec<u8>,
    pub(crate) content_id: Option<String>,
}

/// Checks all attachments. The faults have the fields `attachments`, `attachments[0].name` and so on.
pub(super) fn check_all(attachments: Vec<Attachment>, faults: &mut FaultCollector) -> Vec<CheckedAttachment> {
    if attachments.len() > limits::ATTACHMENTS {
        faults.add("attachments", texts::attachment_too_many(attachments.len(), limits::ATTACHMENTS));
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
                faults.add(format!("attachments[{nth}].content_id"), texts::attachment_content_id_twice(quoted(id)));
            }
            Some(checked)
        })
        .collect()
}

fn check(attachment: Attachment, field: &str, faults: &mut FaultCollector) -> Option<CheckedAttachment> {
    let Attachment { name, content_type, content, content_id } = attachment;
    let name = faults.value_of(&format!("{field}.name"), check_file_name(name));
    let media_type = match (content_type.filter(|text| !text.trim().is_empty()), &name) {
        (Some(text), _) => faults.value_of(&format!("{field}.content_type"), MediaType::parse(&text)),
        (None, name) => Some(MediaType::of_file(name.as_deref().unwrap_or_default(), &content)),
    };
    let media_type = media_type.map(|media_type| media_type.with_calendar_method(&content));
    let content_id = match content_id.filter(|text| !text.is_empty()) {
        Some(text) => faults.value_of(&format!("{field}.content_id"), check_content_id(text)).map(Some),
        None => Some(None),
    };
    Some(CheckedAttachment { name: name?, media_type: media_type?, content, content_id: content_id? })
}

/// Checks the name of an attachment, or of a stored file that scripts can attach.
///
/// # Errors
/// The fault, with its remedy.
pub fn check_file_name(name: String) -> Result<String, Text> {
    // U+202A to U+202E and U+2066 to U+2069 change the writing direction, which makes `gpj.exe` look like `exe.jpg`.
    let misleading = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if name.trim().is_empty() || name == "." || name == ".." {
        return Err(texts::attachment_without_name());
    }
    if name.contains(['/', '\\']) {
        return Err(texts::attachment_name_path(quoted(&name)));
    }
    if let Some(c) = name.chars().find(|c| misleading(*c)) {
        return Err(texts::attachment_name_control_character(quoted(&name), code_point(c)));
    }
    // Many mail clients decode encoded words in file names, although RFC 2047 §5 forbids them there; the file would
    // then have another name and extension.
    if name.contains("=?") {
        return Err(texts::attachment_name_encoded_word(quoted(&name)));
    }
    if name.len() > limits::FILE_NAME_OCTETS {
        return Err(texts::attachment_name_too_long(quoted(&name), limits::FILE_NAME_OCTETS));
    }
    Ok(name)
}

/// Allows only characters of a message id (RFC 5322 §3.6.4), which need no quoting in a header.
fn check_content_id(id: String) -> Result<String, Text> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"@.!#$&'*+-=^_`{|}~".contains(&b);
    if !id.bytes().all(allowed) || id.len() > limits::CONTENT_ID_OCTETS {
        return Err(texts::attachment_content_id_invalid(quoted(&id)));
    }
    Ok(id)
}

//! The media type of an attachment: given (RFC 2045 §5.1) or derived from the file's name or content.

use crate::draft::method_of_file;
use crate::quoted::quoted;
use crate::{Text, limits, texts};

/// Checks a media type and returns it as it is written in a header, for stored files that scripts can attach.
///
/// # Errors
/// The fault, with its remedy.
pub fn check_media_type(text: &str) -> Result<String, Text> {
    MediaType::parse(text).map(|media_type| media_type.0)
}

/// The type derived from name and content, for a file without a given type.
pub fn media_type_of_file(name: &str, content: &[u8]) -> String {
    MediaType::of_file(name, content).0
}

/// A media type that may be written to a header: visible ASCII, and neither multipart nor message.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct MediaType(String);

impl MediaType {
    /// Parses `type/subtype` and simple parameters: `text/csv; charset=utf-8`.
    pub(crate) fn parse(text: &str) -> Result<Self, Text> {
        let mut pieces = text.split(';').map(str::trim);
        let essence = pieces.next().unwrap_or_default();
        let (kind, subtype) = essence.split_once('/').unwrap_or_default();
        if !is_token(kind) || !is_token(subtype) || text.len() > limits::MEDIA_TYPE_OCTETS {
            return Err(texts::media_type_invalid(quoted(text)));
        }
        // A client would treat the file as parts of this message, for which base64 is not allowed (RFC 2045 §6.4).
        if is(kind, "multipart") || is(kind, "message") {
            return Err(texts::media_type_not_attachable(quoted(text)));
        }
        let mut written = essence.to_ascii_lowercase();
        for parameter in pieces.filter(|piece| !piece.is_empty()) {
            if !is_parameter(parameter) {
                return Err(texts::media_type_parameter(quoted(text)));
            }
            written.push_str("; ");
            written.push_str(parameter);
        }
        Ok(Self(written))
    }

    /// Derives the type from the extension of the name, otherwise from the first bytes; `application/octet-stream` if
    /// both are unknown.
    pub(crate) fn of_file(name: &str, content: &[u8]) -> Self {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let known = BY_EXTENSION.iter().find(|(extensions, _)| extensions.iter().any(|one| is(one, extension)));
        let begun = || BY_BEGINNING.iter().find(|(beginning, _)| content.starts_with(beginning));
        let media_type = known
            .map(|(_, media_type)| *media_type)
            .or_else(|| begun().map(|(_, media_type)| *media_type))
            .unwrap_or("application/octet-stream");
        // Without a charset, text is ASCII (RFC 2046 §4.1.2).
        let utf8 = media_type.starts_with("text/") && !content.is_ascii() && std::str::from_utf8(content).is_ok();
        Self(if utf8 { format!("{media_type}; charset=utf-8") } else { media_type.to_owned() })
    }

    /// Adds the method of a calendar object, if it has one: without this parameter, calendar programs treat an
    /// invitation as data (RFC 6047 section 2.4).
    pub(crate) fn with_calendar_method(self, content: &[u8]) -> Self {
        let Self(mut written) = self;
        let is_calendar = written.split(';').next().is_some_and(|essence| is(essence, "text/calendar"));
        let has_method = written
            .split(';')
            .any(|parameter| parameter.split('=').next().is_some_and(|name| is(name.trim(), "method")));
        if is_calendar
            && !has_method
            && let Some(method) = method_of_file(content)
        {
            written.push_str("; method=");
            written.push_str(method);
        }
        Self(written)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

fn is(text: &str, other: &str) -> bool {
    text.eq_ignore_ascii_case(other)
}

/// A `token` of RFC 2045 §5.1.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?=".contains(&b))
}

/// `name=token` or `name="text"`; no `boundary`, which belongs only to multipart types.
fn is_parameter(text: &str) -> bool {
    let (name, value) = text.split_once('=').unwrap_or_default();
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let plain = |text: &str| text.bytes().all(|b| (b == b' ' || b.is_ascii_graphic()) && b != b'"' && b != b'\\');
    is_token(name) && !is(name, "boundary") && (is_token(value) || inner.is_some_and(plain))
}

/// Common attachments, from the registry of media types (RFC 6838). `.eml` files are not included: message/rfc822
/// must not be written in base64.
const BY_EXTENSION: [(&[&str], &str); 46] = [
    (&["pdf"], "application/pdf"),
    (&["txt", "text", "log"], "text/plain"),
    (&["csv"], "text/csv"),
    (&["tsv"], "text/tab-separated-values"),
    (&["html", "htm"], "text/html"),
    (&["css"], "text/css"),
    (&["md"], "text/markdown"),
    (&["ics"], "text/calendar"),
    (&["vcf"], "text/vcard"),
    (&["js", "mjs"], "text/javascript"),
    (&["json"], "application/json"),
    (&["xml"], "application/xml"),
    (&["yaml", "yml"], "application/yaml"),
    (&["rtf"], "application/rtf"),
    (&["png"], "image/png"),
    (&["jpg", "jpeg", "jpe"], "image/jpeg"),
    (&["gif"], "image/gif"),
    (&["webp"], "image/webp"),
    (&["avif"], "image/avif"),
    (&["heic"], "image/heic"),
    (&["svg"], "image/svg+xml"),
    (&["bmp"], "image/bmp"),
    (&["tif", "tiff"], "image/tiff"),
    (&["ico"], "image/vnd.microsoft.icon"),
    (&["mp3"], "audio/mpeg"),
    (&["m4a"], "audio/mp4"),
    (&["ogg", "oga", "opus"], "audio/ogg"),
    (&["wav"], "audio/vnd.wave"),
    (&["mp4", "m4v"], "video/mp4"),
    (&["mov"], "video/quicktime"),
    (&["webm"], "video/webm"),
    (&["zip"], "application/zip"),
    (&["gz", "tgz"], "application/gzip"),
    (&["7z"], "application/x-7z-compressed"),
    (&["tar"], "application/x-tar"),
    (&["doc"], "application/msword"),
    (&["docx"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (&["xls"], "application/vnd.ms-excel"),
    (&["xlsx"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (&["ppt"], "application/vnd.ms-powerpoint"),
    (&["pptx"], "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (&["odt"], "application/vnd.oasis.opendocument.text"),
    (&["ods"], "application/vnd.oasis.opendocument.spreadsheet"),
    (&["odp"], "application/vnd.oasis.opendocument.presentation"),
    (&["epub"], "application/epub+zip"),
    (&["p7s"], "application/pkcs7-signature"),
];

/// First bytes of files whose names often lack an extension, such as those from scanners and browsers.
const BY_BEGINNING: [(&[u8], &str); 6] = [
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1A\n", "image/png"),
    (b"\xFF\xD8\xFF", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1F\x8B\x08", "application/gzip"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_is_derived_from_the_name_and_otherwise_from_the_content() {
        for (name, content, expected) in [
            ("a.PDF", &b"x"[..], "application/pdf"),
            ("a.txt", "ü".as_bytes(), "text/plain; charset=utf-8"),
            ("a.csv", b"%PDF-1.7", "text/csv"),
            ("scan", b"%PDF-1.7", "application/pdf"),
            ("scan.0001", b"\xFF\xD8\xFF\xE0", "image/jpeg"),
            ("data", b"text", "application/octet-stream"),
        ] {
            assert_eq!(media_type_of_file(name, content), expected, "{name}");
        }
    }
}

//! Turns options and files into the JSON of `POST /messages`. Does not check what the server checks.

use std::fs;
use std::io::Read;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::Send;
use super::failure::{Exit, Failure};
use super::input::{INPUT_BYTES, too_large, unreadable as input_unreadable};

/// The body of `POST /messages`.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Message {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    pub to: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bcc: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reply_to: Vec<String>,
    pub subject: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// A file with its content in Base64.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Attachment {
    name: String,
    base64: String,
}

impl Attachment {
    pub(super) fn new(name: String, bytes: &[u8]) -> Self {
        Self { name, base64: STANDARD.encode(bytes) }
    }
}

/// Builds the message from the options; `input` is standard input.
pub(super) fn build(send: &Send, input: &mut dyn Read) -> Result<Message, Failure> {
    let (text, html) = bodies(send, input)?;
    Ok(Message {
        from: send.from.clone(),
        to: send.to.clone(),
        cc: send.cc.clone(),
        bcc: send.bcc.clone(),
        reply_to: send.reply_to.clone(),
        subject: send.subject.clone().unwrap_or_default(),
        text,
        html,
        attachments: send.attach.iter().map(|path| attachment(path)).collect::<Result<_, _>>()?,
        key: send.key.clone(),
    })
}

fn bodies(send: &Send, input: &mut dyn Read) -> Result<(Option<String>, Option<String>), Failure> {
    let html = send.html_file.as_deref().map(|path| text_file(path, input)).transpose()?;
    let text = match (&send.text, &send.text_file) {
        (Some(text), _) => Some(text.clone()),
        (None, Some(path)) => Some(text_file(path, input)?),
        (None, None) if html.is_none() => Some(in_utf8(read_input(input)?, "standard input")?),
        (None, None) => None,
    };
    Ok((text, html))
}

fn text_file(path: &Path, input: &mut dyn Read) -> Result<String, Failure> {
    if path == Path::new("-") {
        return in_utf8(read_input(input)?, "standard input");
    }
    in_utf8(fs::read(path).map_err(|error| unreadable(path, &error))?, &path.display().to_string())
}

fn attachment(path: &Path) -> Result<Attachment, Failure> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Attachment::new(name, &bytes))
}

fn read_input(input: &mut dyn Read) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    input.take(INPUT_BYTES + 1).read_to_end(&mut bytes).map_err(|error| input_unreadable(&error))?;
    if bytes.len() as u64 > INPUT_BYTES {
        return Err(too_large());
    }
    Ok(bytes)
}

fn in_utf8(bytes: Vec<u8>, place: &str) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        Failure::new(
            Exit::Data,
            format!("{place} is not UTF-8 text: byte {} is invalid", error.utf8_error().valid_up_to()),
            "Nothing was sent, because the reader would see wrong characters.",
            "Convert it first, for example with iconv, or attach it with --attach.",
        )
    })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        Exit::Io,
        format!("{} cannot be read: {error}", path.display()),
        "Nothing was sent.",
        "Check the name and the permissions of the file.",
    )
}

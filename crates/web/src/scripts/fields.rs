//! The posted form of the editor, with an optional file.
//!
//! It may be large, so it is read only after the visitor is identified. Text areas send CRLF; scripts have LF.

use std::collections::HashMap;
use std::time::Duration;

use axum::Form;
use axum::body::Body;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;

use crate::error_pages::PageError;
use crate::extract::read;
use scripting::table;

/// Maximum size: a script, its input as text, a file, and the other fields.
const MOST: usize = table::FILE_BYTES + table::INPUT_BYTES + (1 << 20);
/// Maximum time to receive a form: a file may come over a slow connection.
const WITHIN: Duration = Duration::from_secs(120);

/// The posted fields.
#[derive(Debug, Default)]
pub struct Fields {
    values: HashMap<String, String>,
    /// The file, if one was chosen.
    pub file: Option<Upload>,
}

/// An uploaded file.
#[derive(Debug)]
pub struct Upload {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Fields {
    /// Reads the form, with or without a file.
    pub async fn read(request: Request) -> Result<Self, PageError> {
        let (parts, body) = request.into_parts();
        let announced = transfer::announced(&parts.headers);
        if announced.is_some_and(|bytes| bytes > MOST) {
            return Err(PageError::TooLarge);
        }
        let bytes = read(&parts, body, MOST, WITHIN).await?;
        let media_type = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_multipart = media_type.starts_with("multipart/form-data");
        let whole = Request::from_parts(parts, Body::from(bytes));
        if is_multipart {
            let multipart = Multipart::from_request(whole, &()).await.map_err(|_| PageError::BadForm)?;
            return Self::of_parts(multipart).await;
        }
        let Form(values) = Form::<HashMap<String, String>>::from_request(whole, &()).await?;
        Ok(Self { values, file: None })
    }

    async fn of_parts(mut multipart: Multipart) -> Result<Self, PageError> {
        let mut fields = Self::default();
        while let Some(field) = multipart.next_field().await.map_err(|_| PageError::BadForm)? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(file_name) => {
                    let bytes = field.bytes().await.map_err(|_| PageError::BadForm)?;
                    // A browser also sends the file field if no file was chosen.
                    if !file_name.is_empty() {
                        fields.file = Some(Upload { name: file_name, bytes: bytes.to_vec() });
                    }
                }
                None => {
                    let value = field.text().await.map_err(|_| PageError::BadForm)?;
                    fields.values.insert(name, value);
                }
            }
        }
        Ok(fields)
    }

    /// The value of a field; empty if it is missing.
    pub fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// A field of several lines, each ended by LF.
    pub fn lines(&self, name: &str) -> String {
        self.get(name).replace("\r\n", "\n").replace('\r', "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(media_type: &str, body: &str) -> Result<Fields, PageError> {
        let request = Request::post("/").header(CONTENT_TYPE, media_type).body(Body::from(body.to_owned()));
        Fields::read(request.expect("a request")).await
    }

    #[tokio::test]
    async fn a_form_is_read_with_and_without_a_file() {
        let plain = read("application/x-www-form-urlencoded", "name=A+b&source=x%0D%0Ay").await.expect("a form");
        assert_eq!((plain.get("name"), plain.lines("source").as_str(), plain.get("input")), ("A b", "x\ny", ""));
        let body = "--b\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\nx\r\ny\r\n\
            --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\
            Content-Type: text/csv\r\n\r\nemail\r\n--b--\r\n";
        let parts = read("multipart/form-data; boundary=b", body).await.expect("a form");
        assert_eq!(parts.lines("source"), "x\ny");
        let file = parts.file.expect("a file");
        assert_eq!((file.name.as_str(), file.bytes.as_slice()), ("people.csv", b"email".as_slice()));
    }

    #[tokio::test]
    async fn an_unset_file_field_is_ignored() {
        let body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\
            Content-Type: application/octet-stream\r\n\r\n\r\n--b--\r\n";
        assert!(read("multipart/form-data; boundary=b", body).await.expect("a form").file.is_none());
        assert!(matches!(read("multipart/form-data; boundary=b", "--b").await, Err(PageError::BadForm)));
        assert!(matches!(read("application/json", "{}").await, Err(PageError::BadForm)));
    }
}

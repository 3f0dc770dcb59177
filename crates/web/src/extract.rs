//! Extractors for pages: axum's, with an error page as rejection.
//!
//! Forms are limited in size and time, so that they cannot fill the memory or block connections.

use std::borrow::Cow;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::rejection::{FormRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use encoding_rs::Encoding;
use serde::de::DeserializeOwned;
use transfer::{RequestMemory, has_stalled};
use url::form_urlencoded;

use super::error_pages::PageError;

/// Maximum bytes of a form: Email Settings with a certificate chain, percent-encoded.
pub const LARGE_FORM: usize = 512_000;
/// Maximum bytes of a form without a session: an address, a password and a name.
pub const SMALL_FORM: usize = 16_000;
/// A form must be complete within this time.
const FORM_WITHIN: Duration = Duration::from_secs(30);

/// A part of the path.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(PageError))]
pub struct Path<T>(pub T);

/// The query string.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(PageError))]
pub struct Query<T>(pub T);

/// A posted form of at most `MOST` bytes.
pub struct Form<T, const MOST: usize = LARGE_FORM>(pub T);

impl<T: DeserializeOwned, S: Send + Sync, const MOST: usize> FromRequest<S> for Form<T, MOST> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let (parts, body) = request.into_parts();
        let announced = transfer::announced(&parts.headers);
        if announced.is_some_and(|bytes| bytes > MOST) {
            return Err(PageError::TooLarge);
        }
        let bytes = read(&parts, body, MOST, FORM_WITHIN).await?;
        let fields = in_utf8(&parts.headers, &bytes).ok_or(PageError::BadForm)?;
        let whole = Request::from_parts(parts, Body::from(fields));
        let axum::Form(form) = axum::Form::from_request(whole, state).await?;
        Ok(Self(form))
    }
}

/// Reads a body of at most `most` bytes within `time`, once memory for it is available.
pub async fn read(parts: &Parts, body: Body, most: usize, time: Duration) -> Result<Bytes, PageError> {
    if let Some(memory) = RequestMemory::of(&parts.extensions) {
        memory.reserve_body(&parts.headers, most).await?;
    }
    let arrived = tokio::time::timeout(time, to_bytes(body, most)).await.map_err(|_| PageError::TooSlow)?;
    // The body stalled, is too large, or the connection broke; in the last case nobody receives the response.
    arrived.map_err(|error| if has_stalled(&error) { PageError::TooSlow } else { PageError::TooLarge })
}

/// The fields of a form in UTF-8, in order. The charset is that of the content type, UTF-8 by default. `None` if the
/// body is not valid in it (a replacement character would make a wrong name or address) or is compressed.
fn in_utf8(headers: &HeaderMap, bytes: &[u8]) -> Option<String> {
    let is_plain = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"identity");
    if !headers.get_all(CONTENT_ENCODING).iter().all(is_plain) {
        return None;
    }
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let charset = content_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let charset =
        charset.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset")).map(|(_, value)| value).next();
    let encoding = match charset {
        Some(label) => Encoding::for_label(label.trim().trim_matches('"').as_bytes())?,
        None => encoding_rs::UTF_8,
    };
    let mut fields = form_urlencoded::Serializer::new(String::new());
    for pair in bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let end = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
        let text = |part: &[u8]| {
            let decoded = decoded(part);
            encoding.decode_without_bom_handling_and_without_replacement(&decoded).map(Cow::into_owned)
        };
        fields.append_pair(&text(&pair[..end])?, &text(pair.get(end + 1..).unwrap_or_default())?);
    }
    Some(fields.finish())
}

/// Decodes a part of a form (application/x-www-form-urlencoded in the URL standard).
fn decoded(part: &[u8]) -> Vec<u8> {
    let hex = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut octets = Vec::with_capacity(part.len());
    let mut at = 0;
    while let Some(byte) = part.get(at) {
        at += 1;
        octets.push(match (byte, hex(part.get(at)), hex(part.get(at + 1))) {
            (b'+', ..) => b' ',
            (b'%', Some(high), Some(low)) => {
                at += 2;
                u8::try_from(high * 16 + low).unwrap_or_default()
            }
            (other, ..) => *other,
        });
    }
    octets
}

impl From<PathRejection> for PageError {
    /// An invalid id identifies nothing.
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}

impl From<QueryRejection> for PageError {
    fn from(_: QueryRejection) -> Self {
        Self::NotFound
    }
}

impl From<FormRejection> for PageError {
    fn from(rejection: FormRejection) -> Self {
        tracing::debug!(%rejection, "a form could not be read");
        Self::BadForm
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use axum::http::StatusCode;
    use axum::response::IntoResponse;
    use futures_util::stream;

    use super::*;

    async fn status(body: Body, media_type: &str) -> StatusCode {
        let request = Request::post("/").header("content-type", media_type).body(body).expect("a request");
        match Form::<HashMap<String, String>, 100>::from_request(request, &()).await {
            Ok(_) => StatusCode::OK,
            Err(error) => error.into_response().status(),
        }
    }

    const FORM: &str = "application/x-www-form-urlencoded";

    #[tokio::test]
    async fn only_a_form_within_its_size_is_read() {
        let chunks = |count| Body::from_stream(stream::iter((0..count).map(|_| Ok::<_, std::io::Error>("a=bcdefgh&"))));
        assert_eq!(status(Body::from("a=b&c=d"), FORM).await, StatusCode::OK);
        assert_eq!(status(chunks(11), FORM).await, StatusCode::PAYLOAD_TOO_LARGE, "of unknown length");
        assert_eq!(status(Body::from("{}"), "application/json").await, StatusCode::BAD_REQUEST);
    }

    async fn fields(body: &'static str, media_type: &str) -> Result<Vec<(String, String)>, StatusCode> {
        let request = Request::post("/").header("content-type", media_type).body(Body::from(body)).expect("a request");
        let form = Form::<Vec<(String, String)>, 100>::from_request(request, &()).await;
        form.map(|Form(fields)| fields).map_err(|error| error.into_response().status())
    }

    #[tokio::test]
    async fn a_form_is_read_in_its_charset_and_order_without_replacements() {
        let latin = format!("{FORM}; charset=iso-8859-1");
        let pairs = |pairs: &[(&str, &str)]| {
            Ok(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
        };
        assert_eq!(
            fields("name=M%FCller&b=1&a=2&b=3", &latin).await,
            pairs(&[("name", "Müller"), ("b", "1"), ("a", "2"), ("b", "3")])
        );
        assert_eq!(fields("name=M%C3%BCller+%26+Co", FORM).await, pairs(&[("name", "Müller & Co")]));
        for (body, media_type) in [("name=M%FCller", FORM), ("a=b", &format!("{FORM}; charset=klingon"))] {
            assert_eq!(fields(body, media_type).await, Err(StatusCode::BAD_REQUEST), "{body} {media_type}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_form_that_does_not_end_times_out() {
        let endless = Body::from_stream(stream::pending::<Result<&'static str, std::io::Error>>());
        assert_eq!(status(endless, FORM).await, StatusCode::REQUEST_TIMEOUT);
    }
}

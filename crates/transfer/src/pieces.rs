//! Responses that are read in pieces as the client receives them, so that a slow client occupies two pieces and not the
//! whole response.

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_LENGTH;
use axum::response::Response;
use futures_util::stream;

use crate::{BudgetFull, RequestMemory, holding};

/// The size of a piece in bytes. The connection has one piece while the next is being read.
pub const PIECE_BYTES: usize = 256 * 1024;

/// A response of `size` bytes. `read` returns the bytes from an offset, at most as many as requested.
///
/// The memory of two pieces is reserved until the response is sent. If a piece cannot be read, the connection is
/// closed, so that the client detects an incomplete response by the announced length.
///
/// # Errors
/// [`BudgetFull`] if too many other responses are being sent.
pub async fn pieces<E, F, P>(memory: &RequestMemory, size: usize, read: P) -> Result<Response, BudgetFull>
where
    E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    F: Future<Output = Result<Vec<u8>, E>> + Send + 'static,
    P: FnMut(usize, usize) -> F + Send + 'static,
{
    let held = memory.reservation(size.min(2 * PIECE_BYTES)).await?;
    let parts = stream::try_unfold((read, 0), move |(mut read, offset)| async move {
        if offset >= size {
            return Ok(None);
        }
        let piece = read(offset, PIECE_BYTES.min(size - offset)).await.map_err(Into::into)?;
        if piece.is_empty() {
            return Err("the data ended before its announced length".into());
        }
        let next = offset + piece.len();
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(Some((piece, (read, next))))
    });
    let mut response = Response::new(holding(Body::from_stream(parts), held));
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(size));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::body::to_bytes;
    use futures_util::StreamExt;

    use super::*;
    use crate::{Budget, Limits};

    async fn part(data: Arc<Vec<u8>>, offset: usize, most: usize) -> Result<Vec<u8>, std::io::Error> {
        let rest = data.get(offset..).unwrap_or_default();
        Ok(rest[..most.min(rest.len())].to_vec())
    }

    #[tokio::test]
    async fn only_what_the_client_receives_is_read() {
        let budget = Budget::new(Limits::for_bodies(1));
        let memory = RequestMemory::new(budget.clone(), Vec::new());
        let size = 10 * PIECE_BYTES + 7;
        let data: Arc<Vec<u8>> = Arc::new((0..size).map(|at| (at % 251) as u8).collect());
        let (read, source) = (Arc::new(AtomicUsize::new(0)), data.clone());
        let counter = read.clone();
        let response = pieces(&memory, size, move |offset, most| {
            counter.fetch_add(1, Ordering::Relaxed);
            part(source.clone(), offset, most)
        });
        let response = response.await.expect("is free");
        assert_eq!(response.headers()[CONTENT_LENGTH], size.to_string());
        let mut chunks = response.into_body().into_data_stream();
        let mut taken = chunks.next().await.expect("a piece").expect("is read").to_vec();
        assert_eq!(read.load(Ordering::Relaxed), 1);
        assert_eq!(budget.used_bytes(), 2 * PIECE_BYTES);
        while let Some(chunk) = chunks.next().await {
            taken.extend_from_slice(&chunk.expect("is read"));
        }
        drop(chunks);
        assert_eq!((taken == *data, read.load(Ordering::Relaxed), budget.used_bytes()), (true, 11, 0));
    }

    #[tokio::test]
    async fn data_that_disappears_ends_the_response_early() {
        let data = Arc::new(vec![0; PIECE_BYTES]);
        let memory = RequestMemory::new(Budget::new(Limits::for_bodies(1)), Vec::new());
        let response = pieces(&memory, 2 * PIECE_BYTES, move |offset, most| part(data.clone(), offset, most));
        let body = response.await.expect("is free").into_body();
        assert!(to_bytes(body, usize::MAX).await.is_err());
    }
}

//! Limits how many large forms are in memory at the same time, as `api` limits the bodies of its requests.
//!
//! A form without files is small and is limited by the number of connections.

use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error_pages::PageError;

/// Forms up to this size are not counted.
const SMALL_BYTES: usize = 64 * 1024;
/// How long a large form waits.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// Large forms of the whole server; the largest has about 20 MB.
static LARGE_FORMS: FormMemory = FormMemory { free: Semaphore::const_new(8), wait_max: WAIT_MAX };

struct FormMemory {
    free: Semaphore,
    wait_max: Duration,
}

/// Memory for one form; given back when dropped. `None` inside: it is small.
#[derive(Debug, Default)]
pub struct Reserved(#[expect(dead_code, reason = "held until it is dropped")] Option<SemaphorePermit<'static>>);

/// Reserves memory for a form that is about to be read. A form of unknown length counts as large.
///
/// # Errors
/// [`PageError::TooMany`] if too many others are read for too long.
pub async fn reserve(headers: &HeaderMap) -> Result<Reserved, PageError> {
    LARGE_FORMS.reserve(headers).await
}

impl FormMemory {
    async fn reserve(&'static self, headers: &HeaderMap) -> Result<Reserved, PageError> {
        let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        if length.is_some_and(|bytes| bytes <= SMALL_BYTES) {
            return Ok(Reserved(None));
        }
        match tokio::time::timeout(self.wait_max, self.free.acquire()).await {
            Ok(Ok(permit)) => Ok(Reserved(Some(permit))),
            _ => Err(PageError::TooMany { seconds: WAIT_MAX.as_secs() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    static ONE: FormMemory = FormMemory { free: Semaphore::const_new(1), wait_max: Duration::ZERO };

    fn of_length(bytes: usize) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_LENGTH, HeaderValue::from(bytes))])
    }

    #[tokio::test]
    async fn a_large_form_waits_for_others_and_a_small_one_does_not() {
        let first = ONE.reserve(&of_length(SMALL_BYTES + 1)).await.expect("memory is free");
        let refused = ONE.reserve(&HeaderMap::new()).await;
        assert!(matches!(refused, Err(PageError::TooMany { .. })), "of unknown length");
        assert!(ONE.reserve(&of_length(SMALL_BYTES)).await.is_ok());
        drop(first);
        assert!(ONE.reserve(&of_length(SMALL_BYTES + 1)).await.is_ok(), "memory is given back");
    }
}

//! Ids and numbers in paths. An invalid one identifies nothing, so the response is 404.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::shown;
use crate::problem::{Kind, Problem};
use crate::texts;

/// The id in a path; 404 if it is invalid.
pub(crate) struct PathId(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for PathId {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text: String = path_text(parts, state).await?;
        id(&text).map(Self)
    }
}

/// The two ids in a path, such as a workspace's and a member's.
pub(crate) struct PathIds(pub Uuid, pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for PathIds {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let (first, second): (String, String) = path_text(parts, state).await?;
        Ok(Self(id(&first)?, id(&second)?))
    }
}

/// An id and a name in a path, `/workspaces/{id}/files/{name}`.
pub(crate) struct PathIdName(pub Uuid, pub String);

impl<S: Send + Sync> FromRequestParts<S> for PathIdName {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let (first, name): (String, String) = path_text(parts, state).await?;
        Ok(Self(id(&first)?, name))
    }
}

fn id(text: &str) -> Result<Uuid, Problem> {
    Uuid::try_parse(text).map_err(|_| Problem::new(Kind::NotFound, texts::request_id_invalid(shown(text))))
}

/// The number in a path; 404 if it is invalid.
pub(crate) struct PathNumber(pub u32);

impl<S: Send + Sync> FromRequestParts<S> for PathNumber {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let text: String = path_text(parts, state).await?;
        number(&text).map(Self)
    }
}

fn number(text: &str) -> Result<u32, Problem> {
    text.parse().map_err(|_| Problem::new(Kind::NotFound, texts::request_version_number_invalid(shown(text))))
}

/// The id and the number in a path, such as a script's and a version's.
pub(crate) struct PathIdAndNumber(pub Uuid, pub u32);

impl<S: Send + Sync> FromRequestParts<S> for PathIdAndNumber {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let (first, second): (String, String) = path_text(parts, state).await?;
        Ok(Self(id(&first)?, number(&second)?))
    }
}

/// The parameters of the path: one string, or a tuple of strings.
async fn path_text<T: DeserializeOwned + Send, S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<T, Problem> {
    let path = Path::<T>::from_request_parts(parts, state).await;
    path.map(|Path(text)| text).map_err(|_| Problem::new(Kind::NotFound, texts::request_path_invalid_encoding()))
}

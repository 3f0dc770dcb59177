//! Uploads a form with any number of files. Each is stored as it arrives, so that only one is in memory.
//!
//! A refused file is reported next to the field; the other files are still stored, and the page says how many.

use std::time::Duration;

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use mail::Fault;
use uuid::Uuid;

use super::{page, stored_note};
use crate::error_pages::{PageError, PageResult};
use crate::extract::Path;
use crate::layout::{self, Faults};
use crate::session::{Client, Visitor};
use crate::workspaces::write;
use accounts::ActorContext;
use app::App;
use scripting::files::{self, FILE_BYTES, FilesError, WORKSPACE_BYTES};
use scripting::texts;
use transfer::{RequestMemory, has_stalled};

/// The largest form: several times what a workspace can store. The excess is read and dropped, because a browser
/// reads no response before it has sent everything.
pub const FORM_BYTES: usize = 4 * WORKSPACE_BYTES;
/// Maximum time to receive it: 100 MB at 2 Mbit/s.
const FORM_WITHIN: Duration = Duration::from_secs(7 * 60);

/// `POST /workspaces/{id}/files`.
pub async fn upload(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    request: Request,
) -> PageResult {
    // Checked before anything is read.
    write(&app, &visitor, id).await?;
    // Each file is stored when it is complete.
    if let Some(memory) = RequestMemory::of(request.extensions()) {
        memory.reserve_body(request.headers(), FILE_BYTES).await?;
    }
    let form = Multipart::from_request(request, &app).await.map_err(|_| PageError::BadForm)?;
    let storing = store_all(&app, id, form, visitor.by(client));
    let (stored, faults) = tokio::time::timeout(FORM_WITHIN, storing).await.map_err(|_| PageError::TooSlow)??;
    if faults.is_empty() {
        return Ok(Redirect::to(&format!("/workspaces/{id}/files?stored={stored}")).into_response());
    }
    let mut page = page(&app, &visitor, id).await?;
    page.frame = page.frame.with_faults();
    page.faults = Faults::new(faults);
    page.note = (stored > 0).then(|| stored_note(stored));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response())
}

/// Stores all files; returns how many were stored, and the faults of the others.
async fn store_all(app: &App, id: Uuid, mut form: Multipart, by: ActorContext) -> Result<(u32, Vec<Fault>), PageError> {
    let (mut stored, mut faults) = (0, Vec::new());
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.file_name().unwrap_or_default().to_owned();
        // A form without a chosen file has one part without name and content.
        if name.is_empty() {
            continue;
        }
        let found = match content(&name, field).await? {
            Ok(content) => match app.files.put(id, &name, None, content, &by).await {
                Ok(_) => {
                    stored += 1;
                    continue;
                }
                Err(FilesError::Faults(faults)) => faults,
                Err(other) => return Err(other.into()),
            },
            Err(fault) => vec![fault],
        };
        // All files have the same form field.
        faults.extend(found.into_iter().map(|fault| Fault { field: "file".to_owned(), ..fault }));
    }
    if stored == 0 && faults.is_empty() {
        faults.push(Fault::new("file", texts::file_none_chosen()));
    }
    faults.truncate(mail::limits::FAULTS);
    Ok((stored, faults))
}

/// The content of a part; one that is too large is read to its end, so that the parts after it can be read.
async fn content(name: &str, mut field: Field<'_>) -> Result<Result<Vec<u8>, Fault>, PageError> {
    let (mut content, mut bytes) = (Vec::new(), 0);
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        bytes += chunk.len();
        if bytes > FILE_BYTES {
            content = Vec::new();
        } else {
            content.extend_from_slice(&chunk);
        }
    }
    Ok(if bytes > FILE_BYTES { Err(files::too_large(name, bytes)) } else { Ok(content) })
}

fn broken(error: MultipartError) -> PageError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ if has_stalled(&error) => PageError::TooSlow,
        _ => {
            tracing::debug!(%error, "an upload could not be read");
            PageError::BadForm
        }
    }
}

//! The name of this node, under which it leases mail. Stored in the data folder, for a database shared by several
//! nodes.

use std::io::ErrorKind;
use std::path::Path;

use uuid::Uuid;

use super::StartError;

/// Reads the name, or creates and stores one.
///
/// # Errors
/// [`StartError::Node`] if the file cannot be read or written.
pub fn name(data_dir: &Path, make: impl FnOnce() -> Uuid) -> Result<Uuid, StartError> {
    let path = data_dir.join("node");
    let fault = |done| {
        let path = path.clone();
        move |source| StartError::Node { path, done, source }
    };
    match storage::read_private(&path) {
        Ok(text) => {
            if let Ok(name) = text.trim().parse() {
                return Ok(name);
            }
            // Truncated by a power failure; older versions did not write it durably.
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(fault("read")(error)),
    }
    let name = make();
    storage::write_durably(&path, format!("{name}\n").as_bytes()).map_err(fault("created"))?;
    Ok(name)
}

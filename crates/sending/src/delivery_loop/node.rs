//! The name of this node, which owns its leases. Stored in the data folder, for an engine that several nodes share.

use std::io::ErrorKind;
use std::path::Path;

use uuid::Uuid;

use super::StartError;

/// Reads the name, or makes and stores one.
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
            // Cut short by an older version and a power failure.
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(fault("read")(error)),
    }
    let name = make();
    storage::write_durably(&path, format!("{name}\n").as_bytes()).map_err(fault("created"))?;
    Ok(name)
}

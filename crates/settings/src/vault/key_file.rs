//! The file with the master key: 32 bytes in base64.

use std::io::ErrorKind;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::KeyError;
use clock::Random;

/// The size of a key.
pub(super) const KEY_BYTES: usize = 32;

/// The content of the key file.
pub(super) enum KeyFile {
    /// No file.
    Missing,
    /// An empty file, which a power failure can leave.
    Empty,
    /// A key.
    Key(Zeroizing<[u8; KEY_BYTES]>),
}

/// Reads the key file.
pub(super) fn read_key(path: &Path) -> Result<KeyFile, KeyError> {
    let text = match storage::read_private(path) {
        Ok(text) => Zeroizing::new(text),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(KeyFile::Missing),
        Err(error) if error.kind() == ErrorKind::InvalidData => return Err(KeyError::Malformed { path: path.into() }),
        Err(source) => return Err(KeyError::File { path: path.into(), done: "read", source }),
    };
    if text.trim().is_empty() {
        return Ok(KeyFile::Empty);
    }
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    // The decoder needs space for whole groups of three bytes.
    let mut room = Zeroizing::new([0; KEY_BYTES + 2]);
    match STANDARD.decode_slice(text.trim(), &mut *room) {
        Ok(KEY_BYTES) => key.copy_from_slice(&room[..KEY_BYTES]),
        _ => return Err(KeyError::Malformed { path: path.into() }),
    }
    Ok(KeyFile::Key(key))
}

/// Makes a key file that only its owner can read; it is on disk when this returns.
pub(super) fn create_key(path: &Path, random: &Random) -> Result<Zeroizing<[u8; KEY_BYTES]>, KeyError> {
    let key = Zeroizing::new(random.bytes::<KEY_BYTES>());
    let text = Zeroizing::new(STANDARD.encode(*key) + "\n");
    storage::write_durably(path, text.as_bytes()).map_err(|source| KeyError::File {
        path: path.into(),
        done: "created",
        source,
    })?;
    Ok(key)
}

//! Writes the messages of the gallery into a folder, for `tests/independent_parser.py`:
//! `cargo run -p mail --example gallery -- FOLDER`.

#[path = "../tests/gallery/case.rs"]
mod case;

use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("usage: gallery FOLDER")?);
    fs::create_dir_all(&folder)?;
    for case in case::all()? {
        if case.json["facts"].is_object() {
            let message = case.message().map_err(|faults| format!("{}: {faults}", case.name))?;
            fs::write(folder.join(format!("{}.eml", case.name)), &*message.bytes)?;
        }
    }
    Ok(())
}

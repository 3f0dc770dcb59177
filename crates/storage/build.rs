//! Lists the numbered files of `migrations/` for [`include_str!`], so that a new file needs no registration.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../migrations");
    println!("cargo::rerun-if-changed={}", folder.display());

    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the folder of migrations is in the repository")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    files.sort();

    let mut list = String::from("&[\n");
    for path in files {
        let path = path.canonicalize().expect("a file that was just listed");
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a plain name");
        let (number, name) = stem.split_once('_').expect("a migration is called NNNN_name.sql");
        let number: u32 = number.parse().expect("a migration's name begins with its number");
        writeln!(list, "    Migration {{ number: {number}, name: {name:?}, text: include_str!({path:?}) }},")
            .expect("writing to memory");
    }
    list.push(']');
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("migrations.rs");
    fs::write(out, list).expect("cargo's folder is writable");
}

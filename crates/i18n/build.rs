//! Lists the Fluent files below `texts/` for [`include_str!`]: a folder is a language, named by its tag (RFC 5646).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("texts");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut list = String::from("&[\n");
    for language in sorted(&folder) {
        println!("cargo::rerun-if-changed={}", language.display());
        writeln!(list, "    ({:?}, &[", stem(&language)).expect("writing to memory");
        for file in sorted(&language) {
            let path = file.canonicalize().expect("a file that was just listed");
            writeln!(list, "        ({:?}, include_str!({path:?})),", stem(&file)).expect("writing to memory");
        }
        list.push_str("    ]),\n");
    }
    list.push(']');
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("texts.rs");
    fs::write(out, list).expect("cargo's folder is writable");
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of texts");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    paths
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).expect("a plain name")
}

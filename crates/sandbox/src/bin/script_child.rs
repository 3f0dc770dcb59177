//! The child process of this crate's own tests; the product's is `owlpost run-script`.

use std::process::ExitCode;

fn main() -> ExitCode {
    sandbox::child::main()
}

//! The binary `owlpost`.

fn main() -> std::process::ExitCode {
    owlpost::cli::main()
}

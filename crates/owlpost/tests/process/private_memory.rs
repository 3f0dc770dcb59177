//! The memory of the process contains decrypted secrets and is never written to core files.

use std::fs;

use crate::home::Home;

#[tokio::test]
async fn a_crash_writes_no_core_file() {
    let owlpost = Home::set_up().start().await;
    let limits = fs::read_to_string(format!("/proc/{}/limits", owlpost.process())).expect("the limits of the process");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a line about core files");
    let numbers: Vec<_> = core.split_whitespace().filter(|word| word.parse::<u64>().is_ok()).collect();
    assert_eq!(numbers, ["0", "0"], "{core}");
}

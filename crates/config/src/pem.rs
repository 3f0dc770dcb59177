//! PEM as people paste it: with the byte order mark of an editor, or indented as in YAML.

/// The same text as RFC 7468 writes it: without a byte order mark and without space around its lines.
pub fn plain(text: &str) -> String {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_and_indentation_are_no_part_of_a_certificate() {
        let pem = "-----BEGIN CERTIFICATE-----\nMIIB\nAA==\n-----END CERTIFICATE-----";
        assert_eq!(plain(&format!("\u{feff}{}\r\n", pem.replace('\n', "\r\n"))), pem);
        assert_eq!(plain(&format!("\n    {}\n\n", pem.replace('\n', "\n    \t"))), pem);
        assert_eq!(plain(" \n"), "");
    }
}

//! Normalises PEM as people paste it: with the byte order mark of an editor, or indented as in YAML.

/// The text in the form of RFC 7468: without a byte order mark, without space around its lines, and without empty
/// lines.
pub fn plain(text: &str) -> String {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_and_indentation_are_removed() {
        let pem = "-----BEGIN CERTIFICATE-----\nMIIB\nAA==\n-----END CERTIFICATE-----";
        assert_eq!(plain(&format!("\u{feff}{}\r\n", pem.replace('\n', "\r\n"))), pem);
        assert_eq!(plain(&format!("\n    {}\n\n", pem.replace('\n', "\n    \t"))), pem);
        assert_eq!(plain(" \n"), "");
    }
}

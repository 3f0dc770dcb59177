//! Sizes for people, in decimal units: 1 kB = 1,000 bytes, 1 MB = 1,000,000 bytes. Pages, errors, documents and the
//! limits themselves use these units.
//!
//! This is the only place that formats a number of bytes for people.

use super::{Text, texts};

/// Bytes of a kilobyte.
pub const KILOBYTE: u64 = 1_000;
/// Bytes of a megabyte.
pub const MEGABYTE: u64 = 1_000_000;

/// A number of bytes in the largest unit of which there is at least one: `812 bytes`, `4.2 kB`, `25 MB`. Tenths are
/// rounded up, so that a size above a limit of whole units never reads like the limit.
pub fn byte_size(bytes: u64) -> Text {
    let tenths_of = |unit: u64| bytes.div_ceil(unit / 10);
    match bytes {
        0..KILOBYTE => texts::size_bytes(bytes),
        // 999,950 bytes are 1,000.0 kB, so they are written as 1 MB.
        KILOBYTE..=999_900 => match tenths_of(KILOBYTE) {
            tenths if tenths.is_multiple_of(10) => texts::size_kilobytes(tenths / 10),
            tenths => texts::size_kilobytes_tenths(tenths / 10, tenths % 10),
        },
        _ => match tenths_of(MEGABYTE) {
            tenths if tenths.is_multiple_of(10) => texts::size_megabytes(tenths / 10),
            tenths => texts::size_megabytes_tenths(tenths / 10, tenths % 10),
        },
    }
}

/// A size and the limit that it exceeds; in bytes if both would read the same.
pub fn size_and_limit(size: u64, limit: u64) -> (Text, Text) {
    let (long, short) = (byte_size(size), byte_size(limit));
    if long == short { (texts::size_bytes(size), texts::size_bytes(limit)) } else { (long, short) }
}

/// Whole megabytes, rounded up, for messages that name the unit themselves.
pub fn megabytes(bytes: usize) -> u64 {
    (bytes as u64).div_ceil(MEGABYTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_in_decimal_units() {
        for (bytes, expected) in [
            (0, texts::size_bytes(0_u64)),
            (999, texts::size_bytes(999_u64)),
            (1_000, texts::size_kilobytes(1_u64)),
            (4_210, texts::size_kilobytes_tenths(4_u64, 3_u64)),
            (64_000, texts::size_kilobytes(64_u64)),
            (999_900, texts::size_kilobytes_tenths(999_u64, 9_u64)),
            (999_901, texts::size_megabytes(1_u64)),
            (10_000_000, texts::size_megabytes(10_u64)),
            (10_000_001, texts::size_megabytes_tenths(10_u64, 1_u64)),
            (26_214_400, texts::size_megabytes_tenths(26_u64, 3_u64)),
        ] {
            assert_eq!(byte_size(bytes), expected, "{bytes}");
        }
        assert_eq!([megabytes(10_000_000), megabytes(10_000_001)], [10, 11]);
    }

    #[test]
    fn a_size_never_reads_like_the_limit_that_it_exceeds() {
        let bytes = |count: u64| texts::size_bytes(count);
        assert_eq!(size_and_limit(35_882_578, 35_882_577), (bytes(35_882_578), bytes(35_882_577)));
        let expected = (texts::size_megabytes_tenths(25_u64, 1_u64), texts::size_megabytes(25_u64));
        assert_eq!(size_and_limit(25_000_001, 25_000_000), expected);
    }
}

//! The texts of messages: incompressible and distinct, each with its SHA-256.
//!
//! A text begins with a line that names run and number; the rest is a slice of one random pool, so that creating a
//! message costs only a copy. Digests are computed before the measurement.

use sha2::{Digest, Sha256};

/// Characters that neither JSON nor SMTP nor MIME escapes, encodes or stuffs.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// RFC 5322 §2.1.1 recommends at most 78 characters per line; encoders break at 76.
const LINE_CHARS: usize = 76;
/// Large enough that two texts rarely overlap.
const POOL_LINES: usize = 16_384;

/// SHA-256 of a text with its lines ended by LF.
pub type Fingerprint = [u8; 32];

/// The texts of one run.
pub struct Texts {
    /// Identifies the run, so that stray messages of another run are recognised.
    run: u64,
    lines: usize,
    /// The pool as part of a JSON string: lines end with the two characters `\n`.
    json: Vec<u8>,
    /// The pool as lines of DATA: lines end with CRLF.
    wire: Vec<u8>,
    fingerprints: Vec<Fingerprint>,
}

impl Texts {
    /// `count` texts of at least `bytes` bytes each; another `run` makes other texts.
    pub fn new(run: u64, bytes: usize, count: usize) -> Self {
        let lines = bytes.div_ceil(LINE_CHARS + 1).max(2);
        let (mut json, mut wire) = (Vec::new(), Vec::new());
        let mut random = run;
        for _ in 0..POOL_LINES {
            let line: Vec<u8> = (0..LINE_CHARS).map(|_| ALPHABET[(next(&mut random) >> 58) as usize]).collect();
            json.extend_from_slice(&line);
            json.extend_from_slice(b"\\n");
            wire.extend_from_slice(&line);
            wire.extend_from_slice(b"\r\n");
        }
        let mut texts = Self { run, lines, json, wire, fingerprints: Vec::new() };
        texts.fingerprints = (0..count).map(|number| texts.take_fingerprint(number)).collect();
        texts
    }

    /// The number of texts.
    pub fn count(&self) -> usize {
        self.fingerprints.len()
    }

    /// The digest that text `number` must have when it arrives.
    pub fn fingerprint(&self, number: usize) -> Fingerprint {
        self.fingerprints[number]
    }

    /// Appends text `number` as the content of a JSON string.
    pub fn write_json(&self, number: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(self.first_line(number).as_bytes());
        out.extend_from_slice(b"\\n");
        out.extend_from_slice(self.cut(&self.json, number));
    }

    /// Appends text `number` as lines of DATA.
    pub fn write_wire(&self, number: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(self.first_line(number).as_bytes());
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(self.cut(&self.wire, number));
    }

    /// The text that a first line names; `None` if it is not of this run.
    pub fn number_of(&self, first_line: &str) -> Option<usize> {
        let mut words = first_line.split(' ');
        let run = u64::from_str_radix(words.next()?, 16).ok()?;
        let number: usize = words.next()?.parse().ok()?;
        (run == self.run && number < self.count()).then_some(number)
    }

    fn first_line(&self, number: usize) -> String {
        format!("{:016x} {number:08}", self.run)
    }

    /// All lines except the first, from a position in the pool that depends on the number. In both forms of the pool
    /// all lines have the same length: their characters and two bytes.
    fn cut<'p>(&self, pool: &'p [u8], number: usize) -> &'p [u8] {
        let mut random = number as u64;
        let from = next(&mut random) as usize % (POOL_LINES - self.lines);
        &pool[from * (LINE_CHARS + 2)..(from + self.lines - 1) * (LINE_CHARS + 2)]
    }

    fn take_fingerprint(&self, number: usize) -> Fingerprint {
        let mut wire = Vec::new();
        self.write_wire(number, &mut wire);
        fingerprint(&wire)
    }
}

/// The digest of a text, independent of its line ends and trailing empty lines.
pub fn fingerprint(text: &[u8]) -> Fingerprint {
    let mut digest = Sha256::new();
    let mut lf_text = Vec::with_capacity(text.len());
    lf_text.extend(text.iter().copied().filter(|byte| *byte != b'\r'));
    digest.update(lf_text.trim_ascii_end());
    digest.finalize().into()
}

/// SplitMix64: deterministic for a seed, and random enough.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_contain_the_same_text() {
        let texts = Texts::new(7, 4096, 3);
        let (mut json, mut wire) = (b"\"".to_vec(), Vec::new());
        texts.write_json(2, &mut json);
        json.push(b'"');
        texts.write_wire(2, &mut wire);
        let unescaped: String = serde_json::from_slice(&json).expect("the JSON form is a JSON string");
        assert!(unescaped.len() >= 4096, "only {} bytes", unescaped.len());
        assert_eq!(fingerprint(unescaped.as_bytes()), texts.fingerprint(2));
        assert_eq!(fingerprint(&wire), texts.fingerprint(2));
    }

    #[test]
    fn a_text_is_identified_by_its_first_line_within_its_run() {
        let texts = Texts::new(7, 4096, 3);
        assert_eq!(texts.number_of(&texts.first_line(2)), Some(2));
        assert_eq!(Texts::new(8, 4096, 3).number_of(&texts.first_line(2)), None);
        assert_eq!(texts.number_of("Dear Sir"), None);
    }

    #[test]
    fn texts_differ_from_each_other() {
        let texts = Texts::new(7, 4096, 2);
        assert_ne!(texts.fingerprint(0), texts.fingerprint(1));
    }
}

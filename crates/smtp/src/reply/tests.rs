//! Replies in every form that servers use, and bytes that are not replies.

use super::*;
use proptest::prelude::*;

fn read_all(chunks: &[&[u8]]) -> (Vec<Reply>, Option<ReplyParseError>, bool) {
    let mut reader = ReplyReader::default();
    let mut replies = Vec::new();
    for chunk in chunks {
        reader.feed(chunk);
        loop {
            match reader.next() {
                Ok(Some(reply)) => replies.push(reply),
                Ok(None) => break,
                Err(error) => return (replies, Some(error), false),
            }
        }
    }
    let empty = reader.is_empty();
    (replies, None, empty)
}

/// Replies are written `code [enhanced] text|text`, with empty brackets if there is no enhanced code.
#[track_caller]
fn check(bytes: &str, expected: &[&str]) {
    let (replies, error, empty) = read_all(&[bytes.as_bytes()]);
    let shown: Vec<String> = replies
        .iter()
        .map(|reply| {
            let enhanced = reply.enhanced.map(|code| code.to_string()).unwrap_or_default();
            format!("{} [{enhanced}] {}", reply.code, reply.text.replace('\n', "|"))
        })
        .collect();
    assert_eq!(shown, expected, "{bytes:?}");
    assert_eq!(error, None, "{bytes:?}");
    assert!(empty, "{bytes:?}: all bytes are read");
}

#[track_caller]
fn check_error(bytes: &[u8], expected: ReplyParseError) {
    assert_eq!(read_all(&[bytes]).1, Some(expected), "{:?}", String::from_utf8_lossy(bytes));
}

#[test]
fn reads_replies_in_all_forms_that_servers_use() {
    check("250 2.1.0 Ok\r\n", &["250 [2.1.0] Ok"]);
    check("220 mx.example.com ESMTP\r\n", &["220 [] mx.example.com ESMTP"]);
    check("250\r\n", &["250 [] "]);
    check("250 \r\n", &["250 [] "]);
    check("250ok\r\n", &["250 [] ok"]);
    check("250 lf only\n", &["250 [] lf only"]);
    check("250-a\n250-b\r\n250 c\n", &["250 [] a|b|c"]);
    check("250-\r\n250 \r\n", &["250 [] |"]);
    check("354 go\r\n250 2.0.0 done\r\n", &["354 [] go", "250 [2.0.0] done"]);
}

#[test]
fn reads_the_enhanced_code_of_each_line() {
    check("550 5.7.708 Access denied\r\n", &["550 [5.7.708] Access denied"]);
    check("550-5.7.1 one\r\n550 5.7.1 two\r\n", &["550 [5.7.1] one|two"]);
    check("550-one\r\n550 5.7.1 two\r\n", &["550 [5.7.1] one|two"]);
    check("550-5.7.1 one\r\n550 5.7.26 two\r\n", &["550 [5.7.1] one|5.7.26 two"]);
}

#[test]
fn an_enhanced_code_of_another_class_is_text() {
    check("250 5.7.1 odd\r\n", &["250 [] 5.7.1 odd"]);
    check("550 4.2.1 odd\r\n", &["550 [] 4.2.1 odd"]);
    check("354 2.0.0 go\r\n", &["354 [] 2.0.0 go"]);
}

#[test]
fn replaces_unprintable_bytes() {
    check("250 \x1b[31mred\u{7}\r\n", &["250 [] \u{fffd}[31mred\u{fffd}"]);
    let (replies, ..) = read_all(&[b"550 gr\xfc\xdfe\r\n"]);
    assert_eq!(replies[0].text, "gr\u{fffd}\u{fffd}e");
}

#[test]
fn other_bytes_are_an_error_with_an_excerpt() {
    check_error(
        b"HTTP/1.1 400 Bad Request\r\n",
        ReplyParseError::NoCode { excerpt: "HTTP/1.1 400 Bad Request".into() },
    );
    check_error(b"\r\n", ReplyParseError::NoCode { excerpt: String::new() });
    check_error(b"25\r\n", ReplyParseError::NoCode { excerpt: "25".into() });
    check_error(b"2500 no\r\n", ReplyParseError::NoCode { excerpt: "2500 no".into() });
    check_error(b"650 no\r\n", ReplyParseError::NoCode { excerpt: "650 no".into() });
    check_error(b"250-a\r\n550 b\r\n", ReplyParseError::CodesDiffer { first: 250, then: 550 });
}

#[test]
fn replies_without_end_are_an_error() {
    check_error(&[b'2'; LINE_BYTES + 1], ReplyParseError::LineTooLong);
    let mut line = b"250 ".to_vec();
    line.extend(vec![b'x'; LINE_BYTES]);
    line.extend(b"\r\n");
    check_error(&line, ReplyParseError::LineTooLong);
    check_error("250-x\r\n".repeat(LINES + 1).as_bytes(), ReplyParseError::TooLong);
    check_error(format!("250-{}\r\n", "x".repeat(2000)).repeat(20).as_bytes(), ReplyParseError::TooLong);
}

#[test]
fn recognises_tls_records() {
    check_error(&[0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46], ReplyParseError::TlsRecord);
    check_error(&[0x16, 0x03, 0x01, 0x00, 0x7a], ReplyParseError::TlsRecord);
}

#[test]
fn does_not_return_an_unfinished_reply() {
    let (replies, error, empty) = read_all(&[b"250-a\r\n250 b"]);
    assert_eq!((replies.len(), error, empty), (0, None, false));
}

fn any_reply() -> impl Strategy<Value = (u16, Vec<String>)> {
    (200u16..600, prop::collection::vec("[ -~äß€]{0,60}", 1..6))
}

proptest! {
    #[test]
    fn splits_change_nothing(
        replies in prop::collection::vec(any_reply(), 1..5),
        cuts in prop::collection::vec(1usize..20, 1..40),
    ) {
        let mut bytes = Vec::new();
        for (code, lines) in &replies {
            for (at, line) in lines.iter().enumerate() {
                let sign = if at + 1 == lines.len() { ' ' } else { '-' };
                bytes.extend(format!("{code}{sign}{line}\r\n").into_bytes());
            }
        }
        let whole = read_all(&[&bytes]);
        let mut chunks: Vec<&[u8]> = Vec::new();
        let mut rest = bytes.as_slice();
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (chunk, next) = rest.split_at((*cut).min(rest.len()));
            chunks.push(chunk);
            rest = next;
        }
        prop_assert_eq!(&read_all(&chunks), &whole);
        prop_assert_eq!(whole.0.len(), replies.len());
        for (read, (code, lines)) in whole.0.iter().zip(&replies) {
            prop_assert_eq!(read.code, *code);
            prop_assert_eq!(read.text.split('\n').count(), lines.len());
        }
    }

    #[test]
    fn arbitrary_bytes_do_not_panic_and_replies_are_bounded(
        chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..60),
    ) {
        let chunks: Vec<&[u8]> = chunks.iter().map(Vec::as_slice).collect();
        let (replies, ..) = read_all(&chunks);
        for reply in replies {
            prop_assert!((200..600).contains(&reply.code));
            prop_assert!(reply.text.len() <= TEXT_BYTES + 3 * LINE_BYTES);
        }
    }

    #[test]
    fn bytes_similar_to_replies_do_not_panic(
        text in "([2-5][0-9]{2}[- ]?(5\\.7\\.[0-9]{1,4} )?[a-z]{0,4}\r?\n?){0,20}",
    ) {
        let (_, error, _) = read_all(&[text.as_bytes()]);
        prop_assert!(!matches!(error, Some(ReplyParseError::TlsRecord)));
    }
}

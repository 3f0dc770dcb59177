//! BDAT in a session (RFC 3030).

use super::*;

#[tokio::test]
async fn chunks_make_one_message() {
    let outcome = talk(&format!("{START}BDAT 6\r\na\r\n.\r\nBDAT 3 LAST\r\nb\r\nQUIT\r\n")).await;
    check(&outcome, &["250", "250 2.1.0", "250 2.1.5", "250 2.0.0", "250 2.0.0", "221 2.0.0"]);
    assert_eq!(outcome.accepted, [r#"c: a@b.c d@e.f: "a\r\n.\r\nb\r\n""#]);
    let outcome = talk(&format!("{START}BDAT 3\r\na\r\nBDAT 0 LAST\r\nNOOP\r\n")).await;
    assert_eq!(outcome.accepted, [r#"c: a@b.c d@e.f: "a\r\n""#]);
}

#[tokio::test]
async fn chunks_are_read_even_if_they_are_refused() {
    let chunk = "BDAT 6\r\nQUIT\r\nBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n";
    let logged_in = format!("EHLO c\r\n{LOG_IN}MAIL FROM:<bad@b.c>\r\n{chunk}");
    check(&talk(&logged_in).await, &["250", "235 2.7.0", "550 5.7.1", "503 5.5.1", "503 5.5.1", "250 2.0.0"]);
    check(
        &talk(&format!("EHLO c\r\nMAIL FROM:<a@b.c>\r\n{chunk}")).await,
        &["250", "250 2.1.0", "554 5.5.1", "554 5.5.1", "250 2.0.0"],
    );
    // Nothing but the message's end comes after a chunk.
    check(
        &talk(&format!("{START}BDAT 3\r\na\r\nDATA\r\nRCPT TO:<a@b.c>\r\nMAIL FROM:<>\r\nRSET\r\nNOOP\r\n")).await,
        &[
            "250",
            "250 2.1.0",
            "250 2.1.5",
            "250 2.0.0",
            "503 5.5.1",
            "503 5.5.1",
            "503 5.5.1",
            "250 2.0.0",
            "250 2.0.0",
        ],
    );
    let bare = talk(&format!("{START}BDAT 2\r\na\nBDAT 2 LAST\r\n\r\nNOOP\r\n")).await;
    check(&bare, &["250", "250 2.1.0", "250 2.1.5", "250 2.0.0", "554 5.6.0", "250 2.0.0"]);
    assert!(bare.accepted.is_empty());
}

/// Nobody makes the server read more octets of nothing than one message has.
#[tokio::test]
async fn chunks_outside_of_a_transaction_end_the_session() {
    let outcome = talk("EHLO c\r\nBDAT 6\r\nQUIT\r\nNOOP\r\n").await;
    check(&outcome, &["250", "503 5.5.1"]);
    let half = format!("BDAT 600\r\n{}", "x".repeat(600));
    let outcome = talk(&format!("EHLO c\r\n{LOG_IN}{half}NOOP\r\n{half}NOOP\r\n")).await;
    check(&outcome, &["250", "235 2.7.0", "503 5.5.1", "250 2.0.0", "503 5.5.1"]);
}

/// A part of a message is not a message (RFC 3030 section 2).
#[tokio::test]
async fn a_message_of_which_a_chunk_was_refused_is_refused() {
    let chunks = "BDAT 6\r\nfirst\nRCPT TO:<d@e.f>\r\nBDAT 6 LAST\r\nlast\r\n";
    let outcome = talk(&format!("EHLO c\r\nMAIL FROM:<a@b.c>\r\n{chunks}NOOP\r\n")).await;
    let codes = codes(&outcome.replies);
    assert_eq!(codes[2..], ["554 5.5.1", "503 5.5.1", "554 5.5.1", "250 2.0.0"], "{}", outcome.replies);
}

//! Tests that the third-party servers start, accept a message, and end; with a raw client, so that nothing else is
//! tested.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use testkit::{Aiosmtpd, Postfix};

/// Sends each line and returns the last line of each reply.
fn talk(port: u16, lines: &[&str]) -> Vec<String> {
    let mut client = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    let mut replies = BufReader::new(client.try_clone().expect("a second handle")).lines().map_while(Result::ok);
    let mut last = move || replies.find(|line| line.as_bytes().get(3) != Some(&b'-')).unwrap_or_default();
    let mut heard = vec![last()];
    for line in lines {
        client.write_all(format!("{line}\r\n").as_bytes()).expect("sent");
        heard.push(last());
    }
    heard
}

#[track_caller]
fn check(port: u16, lines: &[&str], codes: &str) {
    let heard = talk(port, lines);
    let heard_codes: Vec<_> = heard.iter().map(|line| line.get(..3).unwrap_or("-")).collect();
    assert_eq!(heard_codes.join(" "), codes, "{heard:#?}");
}

fn plain(username: &str, password: &str) -> String {
    format!("AUTH PLAIN {}", BASE64.encode(format!("\0{username}\0{password}")))
}

const BODY: &str = "X-Sequence: 7\r\n\r\n..dot\r\n.";

#[test]
fn postfix_accepts_mail_checks_passwords_and_relays_to_the_sink() {
    let postfix = Postfix::start().expect("Postfix");
    let login = plain(Postfix::USERNAME, Postfix::PASSWORD);
    let to = format!("RCPT TO:<{}>", Postfix::KNOWN_RECIPIENT);
    let unknown = format!("RCPT TO:<nobody@{}>", Postfix::KNOWN_DOMAIN);
    let refused = format!("RCPT TO:<a@{}>", Postfix::REFUSED_DOMAIN);
    let lines = ["EHLO me", &login, "MAIL FROM:<s@x.example>", &unknown, &refused, &to, "DATA", BODY, "QUIT"];
    check(postfix.clear_port(), &lines, "220 250 235 250 550 550 250 354 250 221");
    check(postfix.clear_port(), &["EHLO me", &plain(Postfix::USERNAME, "wrong")], "220 250 535");
    check(postfix.starttls_port(), &["EHLO me", "MAIL FROM:<s@x.example>", "STARTTLS"], "220 250 530 220");
    assert!(postfix.sink().wait_for(1, Duration::from_secs(30)), "{}", postfix.log());
    let arrival = postfix.sink().arrivals().remove(0);
    let message = arrival.message.expect("the bytes are recorded");
    assert!(message.ends_with(b"\r\n\r\n.dot\r\n"), "{}", String::from_utf8_lossy(&message));
}

#[test]
fn aiosmtpd_accepts_mail_and_checks_passwords() {
    let server = Aiosmtpd::start().expect("aiosmtpd");
    let login = plain(Aiosmtpd::USERNAME, Aiosmtpd::PASSWORD);
    let lines = ["EHLO me", &login, "MAIL FROM:<s@x.example>", "RCPT TO:<refuse-a@x>", "RCPT TO:<a@x>", "DATA", BODY];
    check(server.clear_port(), &lines, "220 250 235 250 550 250 354 250");
    check(server.clear_port(), &["EHLO me", &plain(Aiosmtpd::USERNAME, "wrong")], "220 250 535");
    check(server.starttls_port(), &["EHLO me", "MAIL FROM:<s@x.example>", "STARTTLS"], "220 250 530 220");
    let kept = server.kept().expect("readable files");
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].sender.as_str(), kept[0].recipients.as_slice()), ("s@x.example", &["a@x".to_owned()][..]));
    assert_eq!(kept[0].message, b"X-Sequence: 7\r\n\r\n.dot\r\n");
}

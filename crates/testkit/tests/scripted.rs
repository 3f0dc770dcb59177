//! Tests that the scripted server plays a dialogue and reports deviations of the client.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use testkit::{Script, ScriptRecord, ScriptedServer};

/// Plays to a client that sends each text on a connection of its own, shuts down writing, and reads to the end.
fn play(dialogue: &str, sent: &[&str]) -> (Vec<String>, ScriptRecord) {
    let script = Script::parse(dialogue).expect("a dialogue");
    let server = ScriptedServer::start(&script).expect("a server");
    let heard = sent.iter().map(|text| talk(&server, text)).collect();
    (heard, server.finish())
}

fn talk(server: &ScriptedServer, text: &str) -> String {
    let mut client = TcpStream::connect(server.address()).expect("a connection");
    client.write_all(text.as_bytes()).expect("sent");
    client.shutdown(Shutdown::Write).expect("hung up");
    let mut heard = Vec::new();
    // A reset is a valid end: what was received before it counts.
    let _ = client.read_to_end(&mut heard);
    String::from_utf8_lossy(&heard).into_owned()
}

#[track_caller]
fn check(dialogue: &str, sent: &str, heard: &str, faults: &[&str]) {
    let (said, played) = play(dialogue, &[sent]);
    assert_eq!(said, [heard]);
    assert_eq!(played.faults, faults);
}

#[test]
fn a_dialogue_is_played_and_the_message_recorded() {
    let (heard, played) = play(
        "---\nS: 220 hi\nC: EHLO *\nS: 250-a\nS: 250 b\nC?: NOOP -> 250 ok\nC?: RSET -> 250 ok\nC: DATA\nS: 354 go\n!read-data\nS: 250 taken\nC?: QUIT",
        &["ehlo me\r\nRSET\r\nDATA\r\n..a\r\n.\r\n"],
    );
    played.assert_as_written();
    assert_eq!(heard, ["220 hi\r\n250-a\r\n250 b\r\n250 ok\r\n354 go\r\n250 taken\r\n"]);
    assert_eq!(played.messages().collect::<Vec<_>>(), [b".a\r\n"]);
    assert_eq!(played.lines().collect::<Vec<_>>(), ["ehlo me", "RSET", "DATA"]);
}

#[test]
fn a_client_that_does_not_follow_the_script_is_reported() {
    check(
        "---\nC: EHLO *",
        "HELO me\r\n",
        "",
        &["connection 1: line 2: the client said `HELO me` instead of `EHLO *`"],
    );
    check("---\nC: EHLO *", "", "", &["connection 1: line 2: the client hung up instead of saying `EHLO *`"]);
    check("---\nS: 220", "QUIT\r\n", "220\r\n", &["connection 1: after the last line: the client said `QUIT`"]);
    check(
        "---\nC: MAIL\n!nothing-waiting\nS: 250",
        "MAIL\r\nRCPT\r\n",
        "",
        &["connection 1: line 3: the client sent `RCPT` ahead"],
    );
    check(
        "---\nC: DATA\n!read-data",
        "DATA\r\na",
        "",
        &["connection 1: line 3: the client hung up before the end of the message"],
    );
    check("---\nS: 220\n---\nS: 220", "", "220\r\n", &["connection 2 was never made"]);
}

#[test]
fn a_surplus_connection_is_reported() {
    let (_, played) = play("---\nS: 220", &["", ""]);
    assert_eq!(played.faults, ["connection 2: is one too many"]);
}

#[test]
fn a_client_that_never_disconnects_is_reported() {
    let script = Script::parse("---\nS: 220").expect("a dialogue");
    let server = ScriptedServer::start(&script).expect("a server");
    let client = TcpStream::connect(server.address()).expect("a connection");
    let played = server.finish_within(std::time::Duration::from_millis(50));
    assert_eq!(played.faults, ["connection 1: the client did not hang up"]);
    drop(client);
}

#[test]
fn partial_lines_drips_and_raw_bytes_are_sent_as_written() {
    check("---\nS~: 22", "", "22", &[]);
    check("---\n!drip 1\nS: 220 hi", "", "220 hi\r\n", &[]);
    check("---\nS~: a\\n\\x41\\0", "", "a\nA\0", &[]);
    check("---\n!long-line 12 250-", "", "250-xxxxxxxx\r\n", &[]);
    check("---\nS: 334 {base64:hi}", "", "334 aGk=\r\n", &[]);
}

#[test]
fn a_reset_reaches_the_client() {
    let script = Script::parse("---\nS: 220\n!reset").expect("a dialogue");
    let server = ScriptedServer::start(&script).expect("a server");
    let mut client = TcpStream::connect(server.address()).expect("a connection");
    let ended = client.read_to_end(&mut Vec::new());
    assert_eq!(ended.map_err(|error| error.kind()), Err(std::io::ErrorKind::ConnectionReset));
    server.finish().assert_as_written();
}

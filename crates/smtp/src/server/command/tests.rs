//! Commands as clients write them, and as they must not.

use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(line: &str, expected: Command) {
    assert_eq!(parse(line.as_bytes()), Ok(expected), "{line}");
}

#[track_caller]
fn refused(line: &str, code: u16, enhanced: &str) {
    let answer = parse(line.as_bytes()).expect_err(line);
    assert_eq!((answer.number(), answer.enhanced()), (code, enhanced), "{line}: {}", answer.text());
}

fn mail_from(sender: &str) -> MailCommand {
    MailCommand { sender: sender.to_owned(), ..MailCommand::default() }
}

fn rcpt_to(recipient: &str) -> Command {
    Command::Rcpt(RcptCommand { recipient: recipient.to_owned(), ..RcptCommand::default() })
}

#[test]
fn verbs_are_read_in_any_case() {
    check("ehlo mail.example.com", Command::Hello { name: "mail.example.com".into(), extended: true });
    check("HELO [192.0.2.1]", Command::Hello { name: "[192.0.2.1]".into(), extended: false });
    check("Data", Command::Data);
    check("RSET ", Command::Rset);
    check("noop whatever", Command::Noop);
    check("VRFY ann", Command::Vrfy);
    check("HELP", Command::Help);
    check("QUIT", Command::Quit);
    check("starttls", Command::StartTls);
    check("BDAT 10", Command::Bdat { octets: 10, last: false });
    check("BDAT 0 last", Command::Bdat { octets: 0, last: true });
    check("auth plain AGE=", Command::Auth { mechanism: "PLAIN".into(), initial: Some("AGE=".into()) });
    check("AUTH LOGIN", Command::Auth { mechanism: "LOGIN".into(), initial: None });
    for line in ["POST / HTTP/1.1", "POST it", "get", "NOOP / HTTP/1.1", "Host: a", ":"] {
        check(line, Command::Http);
    }
}

#[test]
fn what_is_no_command_is_refused() {
    for line in ["", " NOOP", "NOPE", "MAILFROM:<a@b.c>", "NOOP\t", "DATA\u{7f}"] {
        refused(line, 500, "5.5.2");
    }
    for line in ["EHLO", "EHLO a b", "DATA now", "QUIT please", "STARTTLS x", "AUTH", "AUTH PLAIN a b"] {
        refused(line, 501, "5.5.4");
    }
    refused("EXPN list", 502, "5.5.1");
    assert_eq!(parse(b"EHLO \xff").expect_err("not UTF-8").number(), 500);
}

#[test]
fn a_chunk_of_unknown_length_ends_the_session() {
    for line in ["BDAT", "BDAT x", "BDAT -1", "BDAT 1 2", "BDAT +1", "BDAT 99999999999999999999999", "BDAT LAST"] {
        assert!(parse(line.as_bytes()).expect_err(line).ends_session(), "{line}");
    }
}

#[test]
fn paths_are_taken_out_of_their_brackets() {
    check("MAIL FROM:<>", Command::Mail(mail_from("")));
    check("mail from: <ann@example.com>", Command::Mail(mail_from("ann@example.com")));
    check("RCPT TO:<\"a>b c\"@example.com>", rcpt_to("\"a>b c\"@example.com"));
    check("RCPT TO:<\"a\\\"> <\"@example.com>", rcpt_to("\"a\\\"> <\"@example.com"));
    check("RCPT TO:<@relay.example,@b.example:ann@example.com>", rcpt_to("ann@example.com"));
    check("RCPT TO:<größe@example.com>", rcpt_to("größe@example.com"));
    for line in [
        "MAIL",
        "MAIL FROM",
        "MAIL FROM:",
        "MAIL FROM:ann@example.com",
        "MAIL FROM:<ann@example.com",
        "MAIL FROM:<ann@example.com>SIZE=1",
        "MAIL FROM:<ann@example.com> <x>",
        "MAIL FROM:<ann @example.com>",
        "MAIL FROM:<ann@example.com><b@example.com>",
        "MAIL FROM:<<ann@example.com>>",
        "MAIL FROM:<\"ann@example.com>",
        "MAIL FROM:<@relay.example>",
        "MAIL TO:<ann@example.com>",
        "RCPT FROM:<ann@example.com>",
        "RCPT TO:ann@example.com",
        "RCPT TÖ:<ann@example.com>",
    ] {
        refused(line, 501, "5.5.4");
    }
    refused("RCPT TO:<>", 501, "5.1.3");
}

#[test]
fn parameters_of_mail() {
    let all = "MAIL FROM:<a@b.c> SIZE=1000 BODY=8bitmime smtputf8 AUTH=a+2Bb@c.d";
    check(
        all,
        Command::Mail(MailCommand {
            size: Some(1000),
            body: Some(Body::EightBit),
            smtputf8: true,
            ..mail_from("a@b.c")
        }),
    );
    // A number above 64 bits is a large size, and not a small one.
    let Ok(Command::Mail(mail)) = parse(b"MAIL FROM:<a@b.c> SIZE=99999999999999999999") else { panic!("a size") };
    assert_eq!(mail.size, Some(u64::MAX));
    for parameter in [
        "SIZE",
        "SIZE=",
        "SIZE=-1",
        "SIZE=+1",
        "SIZE=1e3",
        "SIZE=999999999999999999999",
        "BODY=BINARYMIME",
        "BODY",
        "AUTH",
        "AUTH=+2",
        "AUTH=+zz",
        "AUTH=+ff",
        "AUTH=a+b",
        "SIZE=1 SIZE=2",
        "=1",
    ] {
        refused(&format!("MAIL FROM:<a@b.c> {parameter}"), 501, "5.5.4");
    }
    for parameter in ["FOO", "FOO=bar", "SMTPUTF8=1", "BY=120;R"] {
        refused(&format!("MAIL FROM:<a@b.c> {parameter}"), 555, "5.5.4");
        refused(&format!("RCPT TO:<a@b.c> {parameter}"), 555, "5.5.4");
    }
}

#[test]
fn requests_for_notifications_are_read_as_rfc_3461_writes_them() {
    let Ok(Command::Mail(mail)) = parse(b"MAIL FROM:<a@b.c> ret=hdrs ENVID=QQ+20314159") else { panic!("accepted") };
    assert_eq!(mail.ret, Some(Ret::Hdrs));
    assert_eq!(mail.envelope_id.map(|id| id.text()).as_deref(), Some("QQ 314159"));
    let rcpt = b"RCPT TO:<a@b.c> NOTIFY=success,FAILURE ORCPT=rfc822;ann+2Bx@example.com";
    let Ok(Command::Rcpt(rcpt)) = parse(rcpt) else { panic!("accepted") };
    assert_eq!(rcpt.notify.map(|notify| notify.to_string()).as_deref(), Some("SUCCESS,FAILURE"));
    assert_eq!(
        rcpt.original.map(|original| original.expose().to_owned()).as_deref(),
        Some("rfc822;ann+2Bx@example.com")
    );

    let long = |name: &str, before: &str, most: usize| format!("{name}={before}{}", "x".repeat(most - before.len()));
    assert!(parse(format!("MAIL FROM:<> {}", long("ENVID", "", 100)).as_bytes()).is_ok());
    assert!(parse(format!("RCPT TO:<a@b.c> {}", long("ORCPT", "rfc822;", 500)).as_bytes()).is_ok());
    let (long_id, long_original) = (long("ENVID", "", 101), long("ORCPT", "rfc822;", 501));
    for parameter in
        ["RET", "RET=ALL", "RET=FULL RET=HDRS", "ENVID", "ENVID=a=b", "ENVID=a+0D+0Ab", "ENVID=+2b", &*long_id]
    {
        refused(&format!("MAIL FROM:<a@b.c> {parameter}"), 501, "5.5.4");
    }
    for parameter in [
        "NOTIFY",
        "NOTIFY=",
        "NOTIFY=NEVER,DELAY",
        "NOTIFY=DELAY,DELAY",
        "NOTIFY=SOMETIMES",
        "NOTIFY=DELAY NOTIFY=FAILURE",
        "ORCPT=ann@example.com",
        "ORCPT=rfc822;a+0Ab",
        "ORCPT=rfc822;a ORCPT=rfc822;b",
        &*long_original,
    ] {
        refused(&format!("RCPT TO:<a@b.c> {parameter}"), 501, "5.5.4");
    }
    refused("MAIL FROM:<a@b.c> NOTIFY=NEVER", 555, "5.5.4");
    refused("RCPT TO:<a@b.c> RET=FULL", 555, "5.5.4");
}

proptest! {
    #[test]
    fn no_line_makes_it_panic_and_no_path_has_a_control_character(
        line in "(MAIL FROM:|RCPT TO:)?[<>\"\\\\@:a ä\u{1}+=,;0A-Z]{0,40}",
    ) {
        match parse(line.as_bytes()) {
            Ok(Command::Mail(mail)) => prop_assert!(!mail.sender.chars().any(char::is_control)),
            Ok(Command::Rcpt(rcpt)) => prop_assert!(!rcpt.recipient.is_empty()),
            _ => {}
        }
    }
}

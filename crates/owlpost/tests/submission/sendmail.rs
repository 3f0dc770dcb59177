//! `sendmail` and `owlpost send`: envelope, message, exit status, and the spool.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use accounts::TypedKeyLimits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::local::LocalMachine;
use crate::support::{RECIPIENT, SENDER};

/// Where nobody listens.
const NOWHERE: &str = "http://127.0.0.1:9";

/// A message with everything that a rendering would lose.
const MESSAGE: &str = "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=x; h=from:to;\n\tbh=x; b=y\n\
    Date: Tue, 1 Dec 2026 10:00:00 +0000\nMessage-ID: <as-it-is@example.com>\nFrom:  Shop  <noreply@example.com>\n\
    To: team@example.net\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\nMIME-Version: 1.0 (by hand)\n\
    Content-Type: multipart/mixed;\n boundary=\"own\"\n\npreamble\n--own\nContent-Type: text/calendar; method=REQUEST\n\n\
    BEGIN:VCALENDAR\n..\n--own\nContent-Type: message/rfc822\n\nSubject: inner\n\n.\nlast \n--own--\nepilogue\n";

fn plain(to: &str) -> String {
    format!("From: {SENDER}\nTo: {to}\nSubject: x\n\nHello\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_arguments_are_the_envelope_and_the_message_goes_as_it_is() {
    let machine = LocalMachine::start().await;
    let bounces = "noreply@example.com";
    machine.sendmail(&["-oi", "-f", bounces, "--", RECIPIENT, "bob@example.org"], MESSAGE).await.silently(0);
    let arrived = machine.server.arrived(2).await;
    let recipients: Vec<&str> = arrived.iter().map(|(_, recipient, _)| recipient.as_str()).collect();
    assert!(recipients.contains(&RECIPIENT) && recipients.contains(&"bob@example.org"), "{recipients:?}");
    for (sender, _, text) in &arrived {
        assert_eq!(sender, bounces);
        assert!(text.starts_with("Received: by ") && text.ends_with(&MESSAGE.replace('\n', "\r\n")), "{text}");
        assert_eq!(text.matches("\r\nDate: ").count(), 1, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_header_names_recipients_only_with_t() {
    let machine = LocalMachine::start().await;
    let message = format!("From: {SENDER}\nTo: a@example.org\nBcc: b@example.org\n\nHello\n");
    machine.sendmail(&["-t", "c@example.org"], &message).await.silently(0);
    let arrived = machine.server.arrived(3).await;
    let mut recipients: Vec<&str> = arrived.iter().map(|(_, recipient, _)| recipient.as_str()).collect();
    recipients.sort_unstable();
    assert_eq!(recipients, ["a@example.org", "b@example.org", "c@example.org"]);
    assert!(arrived.iter().all(|(_, _, text)| !text.contains("Bcc")));

    machine.sendmail(&["-f", "<>", RECIPIENT], &message).await.silently(0);
    let arrived = machine.server.arrived(4).await;
    assert_eq!((arrived[3].0.as_str(), arrived[3].1.as_str()), ("", RECIPIENT), "the null sender, and no one else");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_author_is_that_of_f_or_the_configured_one() {
    let machine = LocalMachine::start().await;
    machine.sendmail(&["-FShop", "-f", SENDER, RECIPIENT], "Subject: x\n\n.hello\n..\n.\nnot sent\n").await.silently(0);
    let text = machine.server.arrived(1).await.remove(0).2;
    assert!(text.contains("\r\nFrom: \"Shop\" <noreply@example.com>\r\nSubject: x\r\n\r\n"), "{text}");
    assert!(text.ends_with("\r\n\r\n.hello\r\n..\r\n"), "a dot ends the message without -i: {text}");

    machine.sendmail(&["-i", RECIPIENT], "no header\n").await.silently(0);
    let text = machine.server.arrived(2).await.remove(1).2;
    assert!(text.contains("\r\nFrom: noreply@example.com\r\n") && text.ends_with("\r\n\r\nno header\r\n"), "{text}");

    machine.sendmail(&["-i", "-f", SENDER, RECIPIENT], b"Subject: x\n\nGr\xfc\xdfe\n").await.silently(0);
    let text = machine.server.arrived(3).await.remove(2).2;
    assert!(text.contains("\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"), "{text}");
    let refused = machine.sendmail(&["-i", RECIPIENT], b"Subject: Gr\xfc\xdfe\n\nx\n").await.silently(65);
    assert!(refused.contains("headers.Subject"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_an_address_is_refused_as_a_whole_with_its_value() {
    let machine = LocalMachine::start().await;
    let refused = machine.sendmail(&["-t", "-i"], plain(&format!("{RECIPIENT}, root"))).await.silently(65);
    assert!(
        refused.starts_with("sendmail: ") && refused.contains("headers.To") && refused.contains("root"),
        "{refused}"
    );
    let refused = machine.sendmail(&[RECIPIENT, "root"], plain("x@example.org")).await.silently(67);
    assert!(refused.contains("root") && refused.contains('@'), "{refused}");
    let refused = machine.sendmail(&["-f", "eve@example.net", RECIPIENT], plain("x@example.org")).await.silently(77);
    assert!(refused.contains("eve@example.net"), "{refused}");
    machine.sendmail(&["-t"], format!("From: {SENDER}\n\nx\n")).await.silently(65);
    for wrong in [&["-y", RECIPIENT][..], &[], &["-bd"], &["-bv", RECIPIENT], &[RECIPIENT, "-t"]] {
        machine.sendmail(wrong, plain(RECIPIENT)).await.silently(64);
    }
    machine.use_key("owl_wrong");
    machine.sendmail(&[RECIPIENT], plain(RECIPIENT)).await.silently(77);
    std::fs::remove_file(machine.path("key")).expect("removed");
    let refused = machine.sendmail(&[RECIPIENT], plain(RECIPIENT)).await.silently(78);
    assert!(refused.contains("the API key cannot be read from"), "{refused}");
    machine.server.arrived(0).await;
    assert!(machine.spooled().is_empty(), "what is wrong is not stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn cron_and_at_reach_the_administrator_through_a_default_domain() {
    let machine = LocalMachine::start_with(|config| {
        config.submission.default_domain = mail::DefaultDomain::parse("example.com");
    });
    let machine = machine.await;
    let limits = TypedKeyLimits { rewrites_from: true, ..TypedKeyLimits::default() };
    machine.use_key(&machine.server.key_with("system", limits).await);
    // cron_popen in do_command.c of Debian's cron.
    let cron = "From: root (Cron Daemon)\nTo: root\nSubject: Cron <root@host> run-parts\nMIME-Version: 1.0\n\
                Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nX-Cron-Env: <HOME=/root>\n\nGrüße\n";
    machine.sendmail(&["-FCronDaemon", "-i", "-B8BITMIME", "-oem", "root"], cron).await.silently(0);
    let (_, recipient, text) = machine.server.arrived(1).await.remove(0);
    assert_eq!(recipient, "root@example.com");
    assert!(text.contains("\r\nFrom: noreply@example.com\r\n") && text.contains("\r\nTo: root\r\n"), "{text}");
    assert!(text.ends_with("X-Cron-Env: <HOME=/root>\r\n\r\nGrüße\r\n"), "{text}");

    // run_file in atd.c.
    machine.sendmail(&["-i", "ann"], "Subject: Output from your job        1\nTo: ann\n\ndone\n").await.silently(0);
    let (_, recipient, text) = machine.server.arrived(2).await.remove(1);
    assert!(recipient == "ann@example.com" && text.ends_with("\r\nTo: ann\r\n\r\ndone\r\n"), "{recipient}: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_waits_while_the_server_is_not_reached() {
    let machine = LocalMachine::start().await;
    machine.configure(NOWHERE, "");
    let noted = machine.sendmail(&["-i", RECIPIENT], plain("first")).await.silently(0);
    assert!(noted.contains("cannot be reached") && noted.contains("The message waits in "), "{noted}");
    let spooled = machine.spooled();
    assert_eq!((spooled.len(), machine.spooled_mode(&spooled[0])), (1, 0o600), "{spooled:?}");
    let queue = machine.sendmail(&["-bp"], "").await;
    assert!(queue.status == 0 && queue.out.contains("waiting since") && queue.out.contains(RECIPIENT), "{}", queue.out);

    machine.configure(NOWHERE, "spool = \"off\"\n");
    machine.sendmail(&["-i", RECIPIENT], plain("lost")).await.silently(75);

    machine.configure(&machine.url, "");
    machine.sendmail(&["-i", RECIPIENT], plain("second")).await.silently(0);
    let arrived = machine.server.arrived(2).await;
    assert!(arrived.iter().any(|(_, _, text)| text.contains("To: first")), "{arrived:?}");
    assert!(machine.spooled().is_empty());
    let empty = machine.sendmail(&["-bp"], "").await.out;
    assert!(empty.starts_with("Mail queue is empty\n"), "{empty}");
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_that_is_refused_later_is_kept_with_the_reason() {
    let machine = LocalMachine::start().await;
    machine.configure(NOWHERE, "");
    machine.sendmail(&["root"], plain("root")).await.silently(0);
    machine.sendmail(&[RECIPIENT], plain("good")).await.silently(0);
    machine.configure(&machine.url, "");
    machine.use_key("owl_wrong");
    machine.owlpost(&["send", "--flush"], "").await.silently(77);
    assert_eq!(machine.spooled().len(), 2, "a wrong key says nothing about the mail");
    machine.use_key(&machine.server.key);
    let reported = machine.owlpost(&["send", "--flush"], "").await.silently(65);
    assert!(reported.contains("root") && reported.contains("It is kept in "), "{reported}");
    machine.server.arrived(1).await;
    let kept = machine.spooled();
    assert!(kept.len() == 2 && kept[0].ends_with(".reason") && kept[1].ends_with(".refused"), "{kept:?}");
    let queue = machine.owlpost(&["send", "--queue"], "").await.out;
    assert!(queue.contains("refused: ") && queue.contains("root"), "{queue}");
    machine.owlpost(&["send", "--flush"], "").await.silently(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_at_the_same_time_send_each_message_once() {
    let machine = LocalMachine::start().await;
    machine.configure(NOWHERE, "");
    let names: Vec<String> = (0..8).map(|nth| format!("waiting{nth}")).collect();
    let arguments = ["-i", RECIPIENT];
    let stored = names.iter().map(|name| machine.sendmail(&arguments, plain(name)));
    futures_util::future::join_all(stored).await.into_iter().for_each(|ran| drop(ran.silently(0)));
    assert_eq!(machine.spooled().len(), 8);
    machine.configure(&machine.url, "");
    let now: Vec<String> = (0..6).map(|nth| format!("now{nth}")).collect();
    let sent = now.iter().map(|name| machine.sendmail(&arguments, plain(name)));
    futures_util::future::join_all(sent).await.into_iter().for_each(|ran| drop(ran.silently(0)));
    machine.owlpost(&["send", "--flush"], "").await.silently(0);
    let arrived = machine.server.arrived(14).await;
    for name in names.iter().chain(&now) {
        assert_eq!(
            arrived.iter().filter(|(_, _, text)| text.contains(&format!("To: {name}\r\n"))).count(),
            1,
            "{name}"
        );
    }
}

/// Passes calls on to the server, and loses the responses while `loses`.
async fn lossy(url: &str, loses: Arc<AtomicBool>) -> String {
    let target = url.strip_prefix("http://").expect("an address").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let (target, loses) = (target.clone(), loses.clone());
            tokio::spawn(async move {
                let mut server = TcpStream::connect(target).await.expect("connects");
                if !loses.load(Ordering::SeqCst) {
                    // Either side may end it.
                    let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
                    return;
                }
                let (mut from_client, mut to_server) = (client, server);
                let mut chunk = [0; 4096];
                loop {
                    let mut response = [0; 4096];
                    tokio::select! {
                        read = from_client.read(&mut chunk) => match read {
                            Ok(read @ 1..) => to_server.write_all(&chunk[..read]).await.expect("written"),
                            _ => return,
                        },
                        read = to_server.read(&mut response) => {
                            assert!(read.expect("a response") > 0);
                            return;
                        }
                    }
                }
            });
        }
    });
    format!("http://{address}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_response_does_not_send_twice() {
    let machine = LocalMachine::start().await;
    let loses = Arc::new(AtomicBool::new(true));
    machine.configure(&lossy(&machine.url, loses.clone()).await, "");
    let noted = machine.sendmail(&["-i", RECIPIENT], plain("once")).await.silently(0);
    assert!(noted.contains("did not respond"), "{noted}");
    machine.server.arrived(1).await;
    machine.owlpost(&["send", "--flush"], "").await.silently(75);
    assert_eq!(machine.spooled().len(), 1);

    loses.store(false, Ordering::SeqCst);
    machine.owlpost(&["send", "--flush"], "").await.silently(0);
    assert!(machine.spooled().is_empty());
    machine.sendmail(&["-i", RECIPIENT], plain("another")).await.silently(0);
    machine.server.arrived(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bs_speaks_smtp() {
    let machine = LocalMachine::start().await;
    let dialogue = format!(
        "EHLO [127.0.0.1]\r\nMAIL FROM:<{SENDER}>\r\nRCPT TO:<{RECIPIENT}>\r\nDATA\r\n{}.\r\n\
         MAIL FROM:<{SENDER}>\r\nRCPT TO:<root>\r\nDATA\r\n{}.\r\nAUTH PLAIN x\r\nQUIT\r\n",
        "Subject: x\r\n\r\n..dot\r\n", "Subject: y\r\n\r\nHello\r\n"
    );
    let ran = machine.sendmail(&["-bs"], dialogue).await;
    let replies: Vec<&str> = ran.out.lines().filter(|line| line.as_bytes().get(3) == Some(&b' ')).collect();
    let codes: Vec<&str> = replies.iter().map(|reply| &reply[..3]).collect();
    assert_eq!(
        codes,
        ["220", "250", "250", "250", "354", "250", "250", "250", "354", "550", "503", "221"],
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("AUTH") || ran.out.contains("No login is needed"), "{}", ran.out);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = machine.server.arrived(1).await.remove(0).2;
    assert!(text.contains("\r\nFrom: noreply@example.com\r\n") && text.ends_with("\r\n\r\n.dot\r\n"), "{text}");

    machine.configure(NOWHERE, "");
    let waiting = format!("HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<{RECIPIENT}>\r\nDATA\r\nSubject: x\r\n\r\n.\r\nQUIT\r\n");
    let ran = machine.sendmail(&["-bs"], waiting).await;
    assert!(ran.out.contains("250 2.0.0 stored on this machine"), "{}", ran.out);
    assert_eq!(machine.spooled().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_commands_of_owlpost_do_the_same() {
    let machine = LocalMachine::start().await;
    machine.owlpost(&["sendmail", "-i", "-f", SENDER, RECIPIENT], &plain("x")).await.silently(0);
    let ran = machine.owlpost(&["send", "--to", RECIPIENT, "--subject", "Hi"], "Hello\n").await;
    assert!(ran.status == 0 && ran.out.trim().len() == 36, "{}{}", ran.out, ran.err);
    let ran = machine.owlpost(&["send", "-t", "--to", "bob@example.org"], &plain(RECIPIENT)).await;
    assert!(ran.status == 0 && ran.out.trim().len() == 36, "{}{}", ran.out, ran.err);
    machine.server.arrived(4).await;
    machine.configure(NOWHERE, "");
    machine.owlpost(&["send", "--to", RECIPIENT, "--subject", "Later"], "Hello\n").await.silently(0);
    machine.configure(&machine.url, "");
    machine.sendmail(&["-q"], "").await.silently(0);
    let last = machine.server.arrived(5).await.remove(4).2;
    assert!(last.contains("Subject: Later"), "{last}");
    machine.sendmail(&["-bi"], "").await.silently(0);
    machine.owlpost(&["send", "--unknown"], "").await.silently(64);
}

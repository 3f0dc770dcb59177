//! *May have arrived twice* after a kill: marked exactly for messages that were being sent, not for all in memory.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::home::{Home, Owlpost, PATIENCE};

/// Number of messages in the memory of the server that is killed.
const MESSAGES: usize = 100;

/// Which reply a [`SilentServer`] never sends.
#[derive(Clone, Copy)]
enum Silence {
    Greeting,
    ReplyToTheMessage,
}

/// A mail server that stops replying, and reports it each time: the recipient, or an empty text at the greeting.
struct SilentServer {
    address: SocketAddr,
    silences: Receiver<String>,
}

impl SilentServer {
    fn start(silence: Silence) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        let (silent, silences) = channel();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let silent = silent.clone();
                std::thread::spawn(move || converse(&client, silence, &silent));
            }
        });
        Self { address, silences }
    }

    fn falls_silent(&self) -> String {
        self.silences.recv_timeout(PATIENCE).expect("a client connects")
    }
}

/// Serves one connection until the client disconnects.
fn converse(mut client: &TcpStream, silence: Silence, silent: &Sender<String>) {
    let mut lines = BufReader::new(client).lines().map_while(Result::ok);
    let mut recipient = String::new();
    if matches!(silence, Silence::Greeting) {
        let _ = silent.send(String::new());
    } else {
        let mut say = |reply: &str| client.write_all(reply.as_bytes()).is_ok();
        say("220 silent.example.com ESMTP\r\n");
        while let Some(line) = lines.next() {
            match line.split([' ', ':']).next().unwrap_or_default() {
                "RCPT" => recipient = line.trim_start_matches("RCPT TO:<").trim_end_matches('>').to_owned(),
                "DATA" => {
                    say("354 go on\r\n");
                    lines.by_ref().find(|line| line == ".");
                    let _ = silent.send(recipient.clone());
                    break;
                }
                _ => {}
            }
            say("250 ok\r\n");
        }
    }
    // The connection stays open until the client disconnects.
    lines.for_each(drop);
}

/// Posts messages for r0, r1, …; returns their ids by recipient.
async fn accept_messages(owlpost: &Owlpost) -> BTreeMap<String, String> {
    let mut ids = BTreeMap::new();
    for number in 0..MESSAGES {
        let recipient = format!("r{number}@example.com");
        let id = owlpost.accepts(&recipient, "a message").await;
        ids.insert(recipient, id);
    }
    ids
}

/// The recipients whose deliveries are marked.
async fn marked(owlpost: &Owlpost, ids: &BTreeMap<String, String>) -> Vec<String> {
    let mut marked = Vec::new();
    for (recipient, id) in ids {
        if owlpost.delivery(id).await["may_have_arrived_twice"] == true {
            marked.push(recipient.clone());
        }
    }
    marked
}

/// A server that is delivering messages to a mail server.
async fn with_messages_for(server: &SilentServer, home: &Home) -> (Owlpost, BTreeMap<String, String>) {
    let owlpost = home.start().await;
    owlpost.deliver_to(server.address, None).await;
    let ids = accept_messages(&owlpost).await;
    (owlpost, ids)
}

#[tokio::test]
async fn a_kill_while_the_greeting_is_awaited_marks_nothing() {
    let server = SilentServer::start(Silence::Greeting);
    let home = Home::set_up();
    let (owlpost, ids) = with_messages_for(&server, &home).await;
    server.falls_silent();
    owlpost.kill();
    let owlpost = home.start().await;
    assert_eq!(marked(&owlpost, &ids).await, [""; 0], "nothing was sent");
    // Reports of the second process, which was killed in the same way.
    server.falls_silent();
    owlpost.kill();
    assert_eq!(marked(&home.start().await, &ids).await, [""; 0], "nothing was sent");
}

#[tokio::test]
async fn a_kill_marks_the_one_message_of_a_hundred_whose_reply_was_awaited() {
    let server = SilentServer::start(Silence::ReplyToTheMessage);
    let home = Home::set_up();
    let (owlpost, ids) = with_messages_for(&server, &home).await;
    let mut sent = vec![server.falls_silent()];
    owlpost.kill();
    // The delivery loop opens another session if the first gets no reply for two seconds.
    sent.extend(server.silences.try_iter());
    sent.sort();
    assert_eq!(marked(&home.start().await, &ids).await, sent);
    assert!(sent.len() < MESSAGES / 10, "{sent:?}");
}

#[tokio::test]
async fn a_kill_marks_everything_leased_if_the_record_of_sending_is_missing() {
    let server = SilentServer::start(Silence::ReplyToTheMessage);
    let home = Home::set_up();
    let (owlpost, ids) = with_messages_for(&server, &home).await;
    server.falls_silent();
    owlpost.kill();
    std::fs::remove_file(home.data().join("owlpost.sending")).expect("there is a record");
    assert_eq!(marked(&home.start().await, &ids).await.len(), MESSAGES);
}

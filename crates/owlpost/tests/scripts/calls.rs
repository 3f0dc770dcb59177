//! `sendEmail` and the other host functions, as a script and the outbox see them.

use accounts::Actor;
use scripting::RunState;

use crate::support::{ANN, people, start};

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_of_a_script_arrives_with_its_origin() {
    let server = start().await;
    let script = server
        .script("const sent = sendEmail({\n  to: 'Bob <bob@example.org>; eve@example.org',\n  subject: 'Hello',\n  text: 'Hi',\n});\nconsole.log(sent.id, sent.error);")
        .await;
    let ended = server.run_script(&script, serde_json::Value::Null).await;
    assert_eq!((ended.run.state, ended.run.mails, ended.run.refused), (RunState::Finished, 1, 0));
    let id = ended.mails[0].id.expect("accepted");
    assert_eq!(ended.console, [format!("{} null", id.0)]);
    assert_eq!(ended.mails[0].recipients, ["bob@example.org", "eve@example.org"]);

    let of = server.app.scripts.run_of(id).await.expect("read").expect("a run");
    assert_eq!((of.script, of.run.id, of.run.version), (script.id, ended.run.id, 1));
    assert_eq!(of.run.started_by, Some(Actor::account(ANN)));
    let detail = server.app.db.read(move |rx| queue::detail(rx, id)).await.expect("a message");
    let by = Actor::account(ANN).text();
    assert_eq!(detail.summary.origin, scripting::texts::origin_script_by(script.name.as_str(), "1", by));
    let kept = server.mailbox_has(1).await;
    assert_eq!(kept[0].subject, "Hello");
}

#[tokio::test(flavor = "multi_thread")]
async fn automatic_bcc_applies_to_script_mail_without_counting_as_a_recipient() {
    let server = start().await;
    server.save_settings(r#"{"method": "builtin", "automatic_bcc": "archive@example.com"}"#).await;
    let ended = server.run("sendEmail({to: 'bob@example.org', subject: 'Hello', text: 'Hi'})").await;
    assert_eq!(ended.mails[0].recipients, ["bob@example.org"]);
    let kept = server.mailbox_has(1).await;
    let recipients: Vec<_> = kept[0].recipients.iter().map(|recipient| recipient.expose()).collect();
    assert_eq!(recipients, ["bob@example.org", "archive@example.com"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_data_is_reported_and_listed_in_the_run_with_its_line() {
    let server = start().await;
    let ended = server
        .run(
            "const a = sendEmail({to: 'nobody', subject: 'x', text: 'y'});\n\
             console.log(a.id, a.error);\n\
             const b = sendEmail({to: 'bob@example.org', subject: 'x', text: 'y', replyTo: 'no address'});\n\
             console.log(b.error);\n\
             console.log(sendEmail({to: 'bob@example.org', subject: 'x', attachments: [{name: 'a/b', content: 'x'}]}).error);",
        )
        .await;
    assert_eq!(ended.run.state, RunState::Finished);
    let [first, second, third] = &ended.refused()[..] else { panic!("three calls: {:?}", ended.mails) };
    assert_eq!((first.0, second.0, third.0), (Some(1), Some(3), Some(5)));
    assert!(first.1.starts_with("to: ") && first.1.contains("nobody"), "{}", first.1);
    assert!(second.1.starts_with("replyTo: ") && second.1.contains("no address"), "{}", second.1);
    assert!(third.1.contains("attachments[0].name") && third.1.contains("a/b"), "{}", third.1);
    assert_eq!(ended.console[0], format!("null {}", first.1));
    assert_eq!(ended.mails[0].recipients, ["nobody"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_call_is_listed_with_what_could_be_read() {
    let server = start().await;
    let ended = server
        .run(
            "sendEmail({to: 'bob@example.org', cc: 'eve@example.org', subject: 'Terms', text: 'x', attachments: [{name: 'a'}]});\n\
             sendEmail({to: 5, subject: 'Five', foo: 1});",
        )
        .await;
    let shown: Vec<_> = ended.mails.iter().map(|mail| (mail.recipients.join(" "), mail.subject.as_str())).collect();
    assert_eq!(shown, [("bob@example.org eve@example.org".to_owned(), "Terms"), (String::new(), "Five")]);
    let reason = &ended.refused()[1].1;
    assert!(reason.starts_with("to: expected") && reason.contains("; foo: unknown key"), "{reason}");
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_name_the_key_of_the_call_and_the_real_reason() {
    let server = start().await;
    let ended = server
        .run(
            "const mail = {to: 'bob@example.org', subject: 'x', text: 'y'};\n\
             sendEmail({...mail, attachments: [{name: 'a', content: 'b', type: 'bad type'}]});\n\
             sendEmail({...mail, key: 'a\\nb'});\n\
             sendEmail({...mail, key: '  '});\n\
             sendEmail({...mail, key: 'x'.repeat(300)});",
        )
        .await;
    let parts = [
        "attachments[0].type: `bad type`",
        "key: `a\\nb` contains the control character U+000A: remove it",
        "key: `  ` contains only spaces: use a key such as `invoice-42`",
        "key: the idempotency key has 300 characters: use 1 to 256",
    ];
    assert_eq!(ended.refused().len(), parts.len(), "{:?}", ended.refused());
    for ((_, reason), part) in ended.refused().into_iter().zip(parts) {
        assert!(reason.starts_with(part), "{reason}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_faults_of_a_call_are_reported_at_once() {
    let server = start().await;
    server.app.scripts.set_allowed_recipients(server.workspace, "example.com", &server.by_ann()).await.expect("set");
    let ended = server
        .run(
            "sendEmail({to: ['nobody', 5, 'eve@example.org'], cc: 'x@example.net', subject: 'a\\nb', text: 7, key: 'a\\nb',\n\
                attachments: [{name: 'a'}, {name: 'c/d', content: 'x'}, {name: 'e', file: 'none.pdf'}]});\n\
             sendEmail({to: 5, body: 'x'});",
        )
        .await;
    let begins = [
        "to[1]: expected",
        "text: expected",
        "attachments[0]: ",
        "to: `nobody`",
        "subject: ",
        "attachments[1].name: ",
        "key: `a\\nb`",
        "attachments[2]: ",
        "to: eve@example.org is not among",
        "cc: x@example.net is not among",
    ];
    let refusal = ended.mails[0].refusal.as_ref().expect("a refusal");
    let faults: Vec<String> = refusal
        .faults
        .iter()
        .map(|fault| format!("{}: {}", fault.key, i18n::Language::English.render(&fault.text)))
        .collect();
    assert_eq!(faults.len(), begins.len(), "{faults:#?}");
    for (fault, begin) in faults.iter().zip(begins) {
        assert!(fault.starts_with(begin), "{begin}: {faults:#?}");
    }
    let second: Vec<&str> =
        ended.mails[1].refusal.as_ref().expect("a refusal").faults.iter().map(|fault| fault.key.as_str()).collect();
    assert_eq!(second, ["to", "body"], "nothing is called missing that stands under another key");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_kept_as_long_as_runs() {
    let server = start().await;
    let script =
        server.script("sendEmail({to: 'bob@example.org', subject: 'Invoice', text: 'x', key: 'invoice-42'});").await;
    let run = async |days: u64| {
        server.turn(std::time::Duration::from_secs(days * 24 * 3600));
        let now = server.now();
        server.app.db.write(move |tx| queue::delete_keys(tx, now, 100)).await.expect("forgotten");
        server.run_script(&script, serde_json::Value::Null).await.mails[0].repeated
    };
    assert!(!run(0).await);
    assert!(run(8).await, "keys of the API are deleted by now");
    assert!(run(81).await, "on day 89");
    assert!(!run(2).await, "on day 91");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_an_object_ends_the_run_and_explains_the_call() {
    let server = start().await;
    let ended = server.run("console.log('before');\n  sendEmail('bob@example.org');").await;
    assert_eq!(ended.run.state, RunState::Failed);
    let fault = ended.run.fault.expect("a fault");
    assert_eq!(fault.text.code(), "script_send_email_argument");
    assert_eq!((fault.reason.as_str(), fault.line), ("script", Some(2)));
    assert_eq!(fault.source_line.as_deref(), Some("  sendEmail('bob@example.org');"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_is_sent_once_even_by_another_run() {
    let server = start().await;
    let script = server
        .script(
            "const mail = {to: 'bob@example.org', subject: 'Invoice 42', text: 'x', key: 'invoice-42'};\n\
             const [a, b] = [sendEmail(mail), sendEmail(mail)];\n\
             console.log(a.id === b.id);\n\
             console.log(sendEmail({...mail, text: 'another'}).error);",
        )
        .await;
    let first = server.run_script(&script, serde_json::Value::Null).await;
    let second = server.run_script(&script, serde_json::Value::Null).await;
    for ended in [&first, &second] {
        assert_eq!(ended.console[0], "true");
        assert!(ended.console[1].starts_with("key: "), "{:?}", ended.console);
    }
    let repeated: Vec<_> = first.mails.iter().chain(&second.mails).map(|mail| mail.repeated).collect();
    assert_eq!(repeated, [false, true, false, true, true, false]);
    assert_eq!(server.mailbox_has(1).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_are_on_disk_when_their_run_reports_them() {
    let server = start().await;
    let script = server
        .script("for (const person of input.rows) sendEmail({to: person.email, subject: 'Hello ' + person.name, text: 'Hi'});\nconsole.log('done');")
        .await;
    let ended = server.run_script(&script, people(700)).await;
    assert_eq!((ended.run.state, ended.run.mails, ended.run.input_rows), (RunState::Finished, 700, Some(700)));
    assert_eq!(ended.console, ["done"]);
    assert_eq!(ended.accepted(), 700);
    let ids = server.app.scripts.messages(ended.run.id).await.expect("read");
    let there =
        server.app.db.read(move |rx| ids.iter().map(|id| queue::deliveries(rx, *id)).collect::<Result<Vec<_>, _>>());
    assert!(there.await.expect("read").iter().all(|deliveries| deliveries.len() == 1));
    server.mailbox_has(700).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_can_read_only_the_state_of_its_own_mail() {
    let server = start().await;
    let sent = server.run("console.log(sendEmail({to: 'bob@example.org', subject: 'x', text: 'y'}).id)").await;
    server.mailbox_has(1).await;
    let id = &sent.console[0];
    let asked = server
        .run(&format!("console.log(JSON.stringify(emailStatus('{id}'))); console.log(emailStatus('x').error)"))
        .await;
    let status: serde_json::Value = serde_json::from_str(&asked.console[0]).expect("JSON");
    assert_eq!((&status["id"], &status["state"]), (&id.as_str().into(), &"kept".into()));
    assert_eq!(status["deliveries"][0]["recipient"], "bob@example.org");
    assert!(
        asked.console[1].contains("no script of this workspace sent an email with the id “x”"),
        "{:?}",
        asked.console
    );
    let at_once = server
        .run("const {id} = sendEmail({to: 'bob@example.org', subject: 'x', text: 'y'}); sendEmail({to: 'eve@example.org', subject: 'x', text: 'y'});\nconsole.log(emailStatus(id).error)")
        .await;
    assert_eq!(at_once.console, ["null"], "also of a mail that was taken just now");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_reads_files_and_members_of_its_workspace() {
    let server = start().await;
    server
        .app
        .files
        .put(server.workspace, "terms.pdf", None, b"%PDF-1.7 terms".to_vec(), &server.by_ann())
        .await
        .expect("stored");
    let ended = server
        .run(
            "console.log(files().map(f => f.name + ' ' + f.type + ' ' + f.size).join());\n\
             console.log(members().map(m => m.email).join());\n\
             sendEmail({to: 'bob@example.org', subject: 'Terms', text: 'x', attachments: [file('terms.pdf')]});\n\
             file('none.pdf');",
        )
        .await;
    assert_eq!(ended.console, ["terms.pdf application/pdf 14", ANN]);
    let fault = ended.run.fault.expect("a fault");
    assert_eq!(fault.text, scripting::texts::script_file_unknown("none.pdf"));
    assert_eq!(fault.line, Some(4));
    let kept = server.mailbox_has(1).await;
    let (_, bytes) = server.app.mailbox.get(kept[0].id).await.expect("read").expect("kept");
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("application/pdf") && text.contains("JVBERi0xLjcgdGVybXM="), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_stored_with_its_first_faults() {
    let server = start().await;
    let ended = server.run("sendEmail({to: Array(900).fill('no address at all'), subject: 'x', text: 'y'})").await;
    let refusal = ended.mails[0].refusal.as_ref().expect("a refusal");
    assert_eq!((refusal.faults.len(), refusal.has_more), (10, true));
}

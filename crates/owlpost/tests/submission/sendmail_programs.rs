//! Programs that people use, with owlpost as their `sendmail`.

use std::path::Path;

use tokio::process::Command;

use crate::local::{LocalMachine, run};
use crate::support::{RECIPIENT, SENDER};

/// The text that programs send.
const TEXT: &str = ".leading\nGrüße\nlast\n";

/// Runs a program; one message arrives from [`SENDER`] for [`RECIPIENT`] with the text. Returns it.
async fn check(program: &str, package: &str, command: impl FnOnce(&LocalMachine, &mut Command), input: &str) -> String {
    let machine = LocalMachine::start().await;
    let mut calling = machine.command(program);
    command(&machine, &mut calling);
    let ran = run(&mut calling, input.as_bytes(), package).await;
    assert_eq!(ran.status, 0, "{program}: {}{}", ran.out, ran.err);
    assert!(machine.spooled().is_empty(), "{program}: {}{}", ran.out, ran.err);
    let (sender, recipient, text) = machine.server.arrived(1).await.remove(0);
    assert_eq!((sender.as_str(), recipient.as_str()), (SENDER, RECIPIENT), "{program}: {}{}", ran.out, ran.err);
    assert!(text.starts_with("Received: by ") && text.contains("\r\nSubject: Hello"), "{program}: {text}");
    let is_encoded = ["quoted-printable", "base64"].iter().any(|encoding| text.contains(encoding));
    assert!(is_encoded || text.contains(&TEXT.replace('\n', "\r\n")), "{program}: {text}");
    text
}

/// Writes a file of the machine; returns its path.
fn file(machine: &LocalMachine, name: &str, text: &str) -> String {
    let path = machine.path(name);
    std::fs::write(&path, text).expect("written");
    path.to_str().expect("a plain path").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn mutt() {
    let command = |machine: &LocalMachine, run: &mut Command| {
        let settings = format!(
            "set sendmail=\"{} -oem -oi\"\nset from={SENDER}\nset use_envelope_from=yes\nset copy=no\nset allow_8bit=yes\nset send_charset=utf-8\n",
            machine.sendmail_path()
        );
        let settings = file(machine, "muttrc", &settings);
        run.args(["-n", "-F", &settings, "-s", "Hello", "-b", RECIPIENT]).arg("--").arg(RECIPIENT);
    };
    let text = check("mutt", "mutt", command, TEXT).await;
    assert!(!text.contains("Bcc"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn mailutils() {
    let command = |machine: &LocalMachine, run: &mut Command| {
        let mailer = format!("set sendmail=\"sendmail://{}\"", machine.sendmail_path());
        run.args(["-n", "-E", &mailer, "-r", SENDER, "-s", "Hello", RECIPIENT]);
    };
    check("mail.mailutils", "mailutils", command, TEXT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bsd_mailx() {
    let command = |machine: &LocalMachine, run: &mut Command| {
        let settings = file(machine, "mailrc", &format!("set sendmail={}\n", machine.sendmail_path()));
        run.env("MAILRC", settings).args(["-n", "-r", SENDER, "-s", "Hello", RECIPIENT]);
    };
    check("bsd-mailx", "bsd-mailx", command, TEXT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s_nail() {
    let command = |machine: &LocalMachine, run: &mut Command| {
        let mta = format!("-Smta={}", machine.sendmail_path());
        run.args(["-:/", "-Sv15-compat", "-Ssendwait", &mta, "-r", SENDER, "-s", "Hello", RECIPIENT]);
    };
    check("s-nail", "s-nail", command, TEXT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn git_send_email() {
    let command = |machine: &LocalMachine, run: &mut Command| {
        let head = format!("From 0 Mon Sep 17 00:00:00 2001\nFrom: {SENDER}\nSubject: Hello\n");
        let kind = "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n";
        let patch = file(machine, "0001.patch", &format!("{head}{kind}\n{TEXT}"));
        run.env("GIT_CONFIG_NOSYSTEM", "1").args(["send-email", "--confirm=never", "--suppress-cc=all"]);
        for who in ["AUTHOR", "COMMITTER"] {
            run.env(format!("GIT_{who}_NAME"), "Ann").env(format!("GIT_{who}_EMAIL"), SENDER);
        }
        let server = format!("--smtp-server={}", machine.sendmail_path());
        run.args([&server, &format!("--from={SENDER}"), &format!("--envelope-sender={SENDER}")]);
        run.args([&format!("--to={RECIPIENT}"), &patch]);
    };
    check("git", "git-email", command, "").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn php_mail() {
    let command = |machine: &LocalMachine, run: &mut Command| {
        let path = format!("sendmail_path={} -t -i", machine.sendmail_path());
        let code = format!("exit(mail('{RECIPIENT}', 'Hello', stream_get_contents(STDIN), 'From: {SENDER}') ? 0 : 1);");
        run.args(["-n", "-d", &path, "-r", &code]);
    };
    check("php", "php-cli", command, TEXT).await;
}

/// Symfony's transports, as Debian packages them: `-bs` speaks SMTP, `-t` becomes the recipients as arguments.
#[tokio::test(flavor = "multi_thread")]
async fn symfony_mailer() {
    let autoload = "/usr/share/php/Symfony/Component/Mailer/autoload.php";
    assert!(Path::new(autoload).exists(), "install the Debian package php-symfony-mailer, or run ./check, which does");
    for flags in ["-bs", "-t -i", "-t"] {
        let command = |machine: &LocalMachine, run: &mut Command| {
            let code = format!(
                "require '{autoload}'; require '/usr/share/php/Symfony/Component/Mime/autoload.php';
                 $email = (new Symfony\\Component\\Mime\\Email())->from('{SENDER}')->to('{RECIPIENT}')
                     ->subject('Hello')->text(stream_get_contents(STDIN));
                 $transport = new Symfony\\Component\\Mailer\\Transport\\SendmailTransport('{} {flags}');
                 $transport->send($email);",
                machine.sendmail_path()
            );
            run.args(["-r", &code]);
        };
        check("php", "php-cli", command, TEXT).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ruby_mail() {
    let command = |machine: &LocalMachine, run: &mut Command| {
        let code = format!(
            "require 'mail'
             message = Mail.new(from: '{SENDER}', to: '{RECIPIENT}', subject: 'Hello', body: STDIN.read, charset: 'UTF-8')
             message.delivery_method :sendmail, location: '{}'
             message.deliver!",
            machine.sendmail_path()
        );
        run.args(["-e", &code]);
    };
    check("ruby", "ruby and ruby-mail", command, TEXT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn perl_email_sender() {
    let command = |machine: &LocalMachine, run: &mut Command| {
        let code = format!(
            "use Email::Sender::Simple qw(sendmail); use Email::Sender::Transport::Sendmail; local $/;
             my $transport = Email::Sender::Transport::Sendmail->new({{ sendmail => '{}' }});
             my $head = \"From: {}\\nTo: {}\\nSubject: Hello\\nMIME-Version: 1.0\\nContent-Type: text/plain; charset=utf-8\\n\";
             sendmail($head . \"\\n\" . <STDIN>, {{ transport => $transport }});",
            machine.sendmail_path(),
            SENDER.replace('@', "\\@"),
            RECIPIENT.replace('@', "\\@"),
        );
        run.args(["-e", &code]);
    };
    check("perl", "libemail-sender-perl", command, TEXT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn python_subprocess() {
    let command = |machine: &LocalMachine, run: &mut Command| {
        let code = format!(
            "import subprocess, sys
from email.message import EmailMessage
message = EmailMessage()
message['From'], message['To'], message['Subject'] = '{SENDER}', '{RECIPIENT}', 'Hello'
message.set_content(sys.stdin.read(), cte='8bit')
subprocess.run(['{}', '-t', '-oi'], input=message.as_bytes(), check=True)",
            machine.sendmail_path()
        );
        run.args(["-c", &code]);
    };
    check("python3", "python3", command, TEXT).await;
}

/// `unattended-upgrades` and `logwatch` pipe a message with its header into these.
#[tokio::test(flavor = "multi_thread")]
async fn administrative_programs() {
    for arguments in [&["-oi", "-t"][..], &["-t"]] {
        let message = format!(
            "To: {RECIPIENT}\nFrom: {SENDER}\nSubject: Hello\nAuto-Submitted: auto-generated\nMIME-Version: 1.0\n\
             Content-Type: text/plain; charset=\"utf-8\"\nContent-Transfer-Encoding: 8bit\n\n{TEXT}"
        );
        let command = |machine: &LocalMachine, run: &mut Command| {
            run.args(["-c", "exec \"$0\" \"$@\"", &machine.sendmail_path()]).args(arguments);
        };
        check("/bin/sh", "dash", command, &message).await;
    }
}

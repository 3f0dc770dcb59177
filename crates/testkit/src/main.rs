//! The fakes for manual use: `cargo run -p testkit -- smtp-sink`, `-- scripted FILE`, `-- google`.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use testkit::{
    Aiosmtpd, CertificateKind, ManualOptions, Postfix, Script, ScriptedServer, Sink, SinkOptions, SinkSecurity,
    certificates,
};

/// Mail servers for manual use. Each ends when its standard input does (Ctrl-D).
#[derive(Parser)]
#[command(name = "testkit")]
enum Command {
    /// Accept mail, count it, and print a line per message when the input ends.
    SmtpSink(SinkArgs),
    /// Play a dialogue file to each client, then report deviations.
    Scripted {
        /// The dialogue file; DIALOGUES.md has the format.
        file: PathBuf,
        /// The address to listen on.
        #[arg(long, default_value = "127.0.0.1:2500")]
        listen: SocketAddr,
    },
    /// A look-alike of Google: consent pages, tokens, SMTP and Gmail API.
    Google(ManualOptions),
    /// A look-alike of Microsoft 365: consent pages, tokens, SMTP and Graph.
    Microsoft(ManualOptions),
    /// Start a third-party mail server.
    #[command(subcommand)]
    Foreign(Foreign),
}

#[derive(Subcommand)]
enum Foreign {
    /// Debian's Postfix on four free ports, as root.
    Postfix,
    /// Python's aiosmtpd on three free ports.
    Aiosmtpd,
}

#[derive(Args)]
struct SinkArgs {
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:2500")]
    listen: SocketAddr,
    /// Use implicit TLS with this certificate: good, expired, not-yet-valid, wrong-name, self-signed, unknown-issuer.
    #[arg(long, value_parser = certificate, value_name = "CERTIFICATE", conflicts_with = "starttls")]
    tls: Option<CertificateKind>,
    /// Offer and require STARTTLS, with this certificate.
    #[arg(long, value_parser = certificate, value_name = "CERTIFICATE")]
    starttls: Option<CertificateKind>,
    /// Require this login.
    #[arg(long, value_name = "USER:PASSWORD")]
    login: Option<String>,
    /// Do not offer PIPELINING.
    #[arg(long)]
    lock_step: bool,
    /// Offer and enforce this SIZE, in bytes.
    #[arg(long)]
    size_limit: Option<usize>,
    /// Milliseconds to wait before each reply.
    #[arg(long, default_value_t = 0)]
    delay_ms: u64,
    /// Percentage of messages after which the connection is reset instead of a reply.
    #[arg(long, default_value_t = 0)]
    reset_after_dot: u8,
    /// Seed of the choice of these messages.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = io::stdout().lock();
    match Command::parse() {
        Command::SmtpSink(args) => sink(args, &mut out)?,
        Command::Scripted { file, listen } => {
            let script = Script::parse(&std::fs::read_to_string(file)?)?;
            let server = ScriptedServer::start_on(&script, listen)?;
            announce(&mut out, &[("playing on", server.address().to_string())])?;
            let played = server.finish_within(Duration::ZERO);
            for connection in &played.connections {
                writeln!(out, "--- {} messages", connection.messages.len())?;
                connection.lines.iter().try_for_each(|line| writeln!(out, "C: {line}"))?;
            }
            played.faults.iter().try_for_each(|fault| writeln!(out, "fault: {fault}"))?;
        }
        Command::Google(by_hand) => by_hand.google(&mut out)?,
        Command::Microsoft(by_hand) => by_hand.microsoft(&mut out)?,
        Command::Foreign(Foreign::Postfix) => {
            let postfix = Postfix::start()?;
            let ports = [
                ("clear", postfix.clear_port()),
                ("STARTTLS", postfix.starttls_port()),
                ("implicit TLS", postfix.implicit_tls_port()),
                ("STARTTLS, only with login", postfix.login_only_port()),
            ];
            announce_foreign(&mut out, &ports, Postfix::USERNAME, Postfix::PASSWORD)?;
            writeln!(out, "{}", postfix.log())?;
        }
        Command::Foreign(Foreign::Aiosmtpd) => {
            let server = Aiosmtpd::start()?;
            let ports = [
                ("clear", server.clear_port()),
                ("STARTTLS", server.starttls_port()),
                ("implicit TLS", server.implicit_tls_port()),
            ];
            announce_foreign(&mut out, &ports, Aiosmtpd::USERNAME, Aiosmtpd::PASSWORD)?;
            for kept in server.kept()? {
                writeln!(out, "{} -> {}: {} bytes", kept.sender, kept.recipients.join(" "), kept.message.len())?;
            }
        }
    }
    Ok(())
}

fn sink(args: SinkArgs, out: &mut impl Write) -> Result<(), Box<dyn std::error::Error>> {
    let login =
        args.login.as_deref().map(|login| login.split_once(':').ok_or("--login is USER:PASSWORD")).transpose()?;
    let sink = Sink::start(SinkOptions {
        address: args.listen,
        security: match (args.tls, args.starttls) {
            (Some(kind), _) => SinkSecurity::ImplicitTls(kind),
            (None, Some(kind)) => SinkSecurity::Starttls(kind),
            (None, None) => SinkSecurity::Clear,
        },
        login: login.map(|(username, password)| (username.to_owned(), password.to_owned())),
        pipelining: !args.lock_step,
        size_limit: args.size_limit,
        reply_delay: Duration::from_millis(args.delay_ms),
        resets_after_dot_percent: args.reset_after_dot,
        seed: args.seed,
        keep_messages: false,
    })?;
    announce(out, &[("taking mail on", sink.address().to_string())])?;
    for arrival in sink.arrivals() {
        let (from, to, sequence) = (arrival.sender, arrival.recipient, arrival.sequence);
        writeln!(out, "{from} -> {to}: {sequence}, {} bytes, sha256 {}", arrival.size, arrival.sha256)?;
    }
    let repeated = sink.received_by_recipient().values().filter(|count| **count > 1).count();
    writeln!(out, "{} connections, {repeated} messages more than once", sink.connections())?;
    Ok(())
}

fn announce_foreign(out: &mut impl Write, ports: &[(&str, u16)], username: &str, password: &str) -> io::Result<()> {
    let mut lines: Vec<_> = ports.iter().map(|(name, port)| (*name, format!("127.0.0.1:{port}"))).collect();
    lines.push(("username", username.to_owned()));
    lines.push(("password", password.to_owned()));
    announce(out, &lines)
}

/// Prints the server's address and the CA to trust, then waits for the end of the input.
fn announce(out: &mut impl Write, lines: &[(&str, String)]) -> io::Result<()> {
    for (name, value) in lines {
        writeln!(out, "{name}: {value}")?;
    }
    writeln!(out, "CA to trust:\n{}", certificates::ca_pem())?;
    out.flush()?;
    io::stdin().read_to_end(&mut Vec::new()).map(drop)
}

fn certificate(name: &str) -> Result<CertificateKind, String> {
    CertificateKind::named(name).ok_or_else(|| CertificateKind::ALL.map(CertificateKind::name).join(", "))
}

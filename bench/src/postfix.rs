//! The comparison: Debian's Postfix with a private configuration, with its queue on the same disk, tuned for speed or as
//! it comes.
//!
//! It accepts the same texts by SMTP. Needs root, as Postfix does.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::owlpost::free_port;
use crate::smtp;
use crate::stream::Identity;
use crate::subject::{Sender, Subject};
use crate::void::{IoContext, Void};

const START_LIMIT: Duration = Duration::from_secs(20);

/// The daemons of master.cf that a relay uses. Unprivileged, not chrooted; `smtpd` is added with its port.
const DAEMONS: &str = "\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
tlsproxy unix - - n - 0 tlsproxy
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
";

/// A running Postfix.
pub struct Postfix {
    configuration: PathBuf,
    target: smtp::Target,
    queue: PathBuf,
}

impl Postfix {
    /// Starts it in `folder` (created), with the sink as its only relay, and with the sink's TLS on both sides.
    pub fn start(folder: &Path, sink: &smtp::Target, tuned: bool) -> Result<Self, Void> {
        let configuration = folder.join("etc");
        let (queue, data) = (folder.join("queue"), folder.join("data"));
        for folder in [&configuration, &queue, &data] {
            std::fs::create_dir_all(folder).doing("creating Postfix's folders")?;
        }
        run(Command::new("chown").arg("postfix").arg(&data))?;
        let address = free_port()?;
        std::fs::write(configuration.join("main.cf"), main_cf(&queue, &data, sink, tuned)).doing("writing main.cf")?;
        let smtpd = format!("127.0.0.1:{} inet n - n - - smtpd\n", address.port());
        std::fs::write(configuration.join("master.cf"), smtpd + DAEMONS).doing("writing master.cf")?;
        let postfix = Self { configuration, target: smtp::Target { address, ..sink.clone() }, queue };
        run(&mut postfix.command("start"))?;
        let started = Instant::now();
        while std::net::TcpStream::connect(address).is_err() {
            if started.elapsed() > START_LIMIT {
                return Err(Void::Died { who: "postfix", how: "did not listen".to_owned(), log: String::new() });
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(postfix)
    }

    fn command(&self, verb: &str) -> Command {
        let mut command = Command::new("postfix");
        command.arg("-c").arg(&self.configuration).arg(verb);
        command
    }
}

impl Subject for Postfix {
    fn connect(&self) -> Result<Box<dyn Sender>, Void> {
        Ok(Box::new(smtp::Client::connect(&self.target)?))
    }

    fn root_pid(&self) -> Option<u32> {
        std::fs::read_to_string(self.queue.join("pid/master.pid")).ok()?.trim().parse().ok()
    }

    fn stop(self: Box<Self>) -> Result<(), Void> {
        run(&mut self.command("stop"))
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        // After `stop` there is nothing to end; after an error this leaves no process behind.
        let _ = self.command("abort").output();
    }
}

/// What it needs to relay to the sink; tuned, the settings that were fastest for one destination as well: no delay of
/// arrivals, enough processes, persistent connections, no lookups. Both without a log.
fn main_cf(queue: &Path, data: &Path, sink: &smtp::Target, tuned: bool) -> String {
    let port = sink.address.port();
    let mut settings = format!(
        "compatibility_level = 3.6\n\
         queue_directory = {}\n\
         data_directory = {}\n\
         mail_owner = postfix\n\
         setgid_group = postdrop\n\
         myhostname = relay.example\n\
         mydestination =\n\
         inet_interfaces = 127.0.0.1\n\
         inet_protocols = ipv4\n\
         mynetworks = 127.0.0.0/8\n\
         relayhost = [127.0.0.1]:{port}\n\
         message_size_limit = 0\n",
        queue.display(),
        data.display(),
    );
    settings += &tls(sink.tls.as_ref());
    if tuned {
        settings += &format!(
            "smtp_connection_cache_destinations = [127.0.0.1]:{port}\n\
             smtp_tls_connection_reuse = {}\n\
             in_flow_delay = 0\n\
             default_process_limit = 200\n\
             smtpd_client_connection_count_limit = 0\n\
             default_destination_concurrency_limit = 20\n\
             initial_destination_concurrency = 20\n\
             smtpd_peername_lookup = no\n\
             max_use = 10000\n\
             qmgr_message_active_limit = 40000\n",
            if sink.tls.is_some() { "yes" } else { "no" },
        );
    }
    settings
}

fn tls(identity: Option<&Arc<Identity>>) -> String {
    identity.map_or_else(
        || "smtp_tls_security_level = none\nsmtpd_tls_security_level = none\n".to_owned(),
        |identity| {
            let (certificate, key) = (identity.certificate_file.display(), identity.key_file.display());
            format!(
                "smtp_tls_security_level = encrypt\nsmtpd_tls_security_level = may\n\
                 smtpd_tls_cert_file = {certificate}\nsmtpd_tls_key_file = {key}\n"
            )
        },
    )
}

fn run(command: &mut Command) -> Result<(), Void> {
    let asked = format!("{command:?}");
    let output = command.output().doing(asked.clone())?;
    if output.status.success() {
        return Ok(());
    }
    Err(Void::Refused { asked, answer: format!("{} {}", output.status, String::from_utf8_lossy(&output.stderr)) })
}

//! Debian's Postfix with a private configuration, queue, log and password file; `/etc/postfix` is neither read nor written.
//!
//! It relays accepted mail to a [`Sink`], where a test sees what arrived. It must be started as root, as Postfix
//! requires. Nothing runs in a chroot or needs syslog.

use std::fs;
use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::foreign::{Foreign, StartError};
use crate::{CertificateKind, Sink, SinkOptions, certificates};

const PROGRAM: &str = "postfix";

/// A running Postfix; it is stopped when dropped.
pub struct Postfix {
    // Fields are dropped in this order: Postfix stops before its folder is removed.
    _running: Foreign,
    sink: Sink,
    ports: Ports,
    folder: TempDir,
}

/// A server that Postfix relays all mail through, over STARTTLS and after AUTH, in place of its sink.
#[derive(Clone, Debug)]
pub struct Smarthost {
    /// Its port on 127.0.0.1.
    pub port: u16,
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
}

/// The ports of one Postfix. Each offers AUTH PLAIN, LOGIN and CRAM-MD5 (after TLS if there is TLS) and, except for
/// the last, relays for 127.0.0.1 without login.
#[derive(Clone, Copy, Debug)]
struct Ports {
    clear: u16,
    starttls: u16,
    implicit_tls: u16,
    login_only: u16,
}

impl Postfix {
    /// The only username.
    pub const USERNAME: &str = "user";
    /// Its password: with characters that a careless client would damage.
    pub const PASSWORD: &str = "geheim: \"ä\\ß\" {1}";
    /// The only known address of [`Self::KNOWN_DOMAIN`] besides `größe@…`; another one is refused with 550 5.1.1.
    pub const KNOWN_RECIPIENT: &str = "ann@known.example";
    /// The domain whose addresses Postfix knows individually.
    pub const KNOWN_DOMAIN: &str = "known.example";
    /// A domain that it refuses with 550 5.1.2.
    pub const REFUSED_DOMAIN: &str = "refused.example";
    /// The largest message that it accepts, in bytes.
    pub const SIZE_LIMIT: usize = 200_000;

    /// Starts Postfix on four free ports of 127.0.0.1.
    pub fn start() -> Result<Self, StartError> {
        Self::start_with(None)
    }

    /// As [`Self::start`], relaying through a smarthost, so that nothing arrives at the sink.
    pub fn start_relaying(smarthost: &Smarthost) -> Result<Self, StartError> {
        Self::start_with(Some(smarthost))
    }

    fn start_with(smarthost: Option<&Smarthost>) -> Result<Self, StartError> {
        if fs::metadata("/proc/self").is_ok_and(|own| own.uid() != 0) {
            let said = "it gives its processes other users, so it must be started as root: run the tests as root";
            return Err(StartError::Exited { program: PROGRAM, said: said.to_owned() });
        }
        let sink = Sink::start(SinkOptions { keep_messages: true, ..SinkOptions::default() })
            .map_err(machine("opening the sink"))?;
        // A port may be taken between choice and use: another attempt chooses others.
        let mut tries = 3;
        loop {
            let ports = Ports::choose().map_err(machine("choosing ports"))?;
            let folder = create_folder(ports, sink.port(), smarthost)?;
            match run(folder.path()) {
                Ok(running) => return Ok(Self { _running: running, sink, ports, folder }),
                Err(StartError::Exited { .. }) if tries > 1 => tries -= 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Without TLS, with AUTH.
    pub fn clear_port(&self) -> u16 {
        self.ports.clear
    }

    /// With STARTTLS, required.
    pub fn starttls_port(&self) -> u16 {
        self.ports.starttls
    }

    /// With implicit TLS (`smtpd_tls_wrappermode`).
    pub fn implicit_tls_port(&self) -> u16 {
        self.ports.implicit_tls
    }

    /// With STARTTLS; without login everything is refused with 554 5.7.1.
    pub fn login_only_port(&self) -> u16 {
        self.ports.login_only
    }

    /// The sink of all mail, with bytes. Postfix adds its `Received` header at the top.
    pub fn sink(&self) -> &Sink {
        &self.sink
    }

    /// Postfix's log so far.
    pub fn log(&self) -> String {
        log_in(self.folder.path())
    }
}

impl Ports {
    fn choose() -> io::Result<Self> {
        let held: Vec<TcpListener> =
            (0..4).map(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).collect::<io::Result<_>>()?;
        let ports = held.iter().map(|one| Ok(one.local_addr()?.port())).collect::<io::Result<Vec<_>>>()?;
        Ok(Self { clear: ports[0], starttls: ports[1], implicit_tls: ports[2], login_only: ports[3] })
    }
}

/// Creates the folder with everything that Postfix reads and writes.
fn create_folder(ports: Ports, sink: u16, smarthost: Option<&Smarthost>) -> Result<TempDir, StartError> {
    let folder = tempfile::Builder::new().prefix("owlpost-postfix-").tempdir().map_err(machine("making a folder"))?;
    let path = folder.path();
    let furnished = || -> io::Result<()> {
        // Postfix's own user must be able to enter it.
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
        for name in ["conf", "conf/sasl", "spool", "data", "log"] {
            fs::create_dir(path.join(name))?;
        }
        let certificate = certificates::certificate(CertificateKind::Good);
        fs::write(path.join("conf/cert.pem"), &certificate.certificate_pem)?;
        fs::write(path.join("conf/key.pem"), &certificate.key_pem)?;
        fs::set_permissions(path.join("conf/key.pem"), fs::Permissions::from_mode(0o600))?;
        fs::write(path.join("conf/main.cf"), main_cf(path, sink, smarthost))?;
        fs::write(path.join("conf/master.cf"), master_cf(ports))?;
        // Debian's Postfix looks here whatever `cyrus_sasl_config_path` says.
        fs::write(path.join("conf/sasl/smtpd.conf"), smtpd_conf(path))?;
        let owner = fs::metadata("/var/lib/postfix").map(|of| (of.uid(), of.gid())).ok();
        if let Some((user, group)) = owner {
            chown(path.join("data"), Some(user), Some(group))?;
        }
        Ok(())
    };
    furnished().map_err(machine("writing its configuration"))?;
    write_password(path)?;
    Ok(folder)
}

fn run(folder: &Path) -> Result<Foreign, StartError> {
    // The shell stops Postfix when its standard input ends, so that a killed test leaves no process behind.
    const WATCH: &str = r#"postfix -c "$1" start >&2 || exit 1; echo ready; cat >/dev/null; postfix -c "$1" stop >&2"#;
    if !Path::new("/usr/sbin/postfix").exists() {
        return Err(StartError::Missing { program: PROGRAM, package: "the Debian package postfix" });
    }
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", WATCH, "sh"]).arg(folder.join("conf"));
    shell.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env_remove("MAIL_CONFIG");
    let mut running = Foreign::start(&mut shell).map_err(machine("starting a shell"))?;
    match running.ready() {
        Ok(_) => Ok(running),
        Err(said) => Err(StartError::Exited { program: PROGRAM, said: format!("{said}\n{}", log_in(folder)) }),
    }
}

fn write_password(folder: &Path) -> Result<(), StartError> {
    let database = folder.join("conf/sasl/sasldb2");
    let mut command = Command::new("/usr/sbin/saslpasswd2");
    command.args(["-c", "-p", "-u", "postfix.test", "-f"]).arg(&database).arg(Postfix::USERNAME);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|source| {
        if source.kind() == io::ErrorKind::NotFound {
            StartError::Missing { program: "saslpasswd2", package: "the Debian package sasl2-bin" }
        } else {
            machine("starting saslpasswd2")(source)
        }
    })?;
    let written = child.stdin.take().map(|mut stdin| stdin.write_all(Postfix::PASSWORD.as_bytes()));
    written.transpose().map_err(machine("handing saslpasswd2 a password"))?;
    let ended = child.wait_with_output().map_err(machine("waiting for saslpasswd2"))?;
    if !ended.status.success() {
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        return Err(StartError::Exited { program: "saslpasswd2", said });
    }
    // smtpd reads it as Postfix's user.
    fs::set_permissions(database, fs::Permissions::from_mode(0o644)).map_err(machine("opening the password file"))
}

fn log_in(folder: &Path) -> String {
    fs::read_to_string(folder.join("log/maillog")).unwrap_or_default()
}

fn machine(doing: &'static str) -> impl Fn(io::Error) -> StartError {
    move |source| StartError::Machine { program: PROGRAM, doing, source }
}

fn main_cf(folder: &Path, sink: u16, smarthost: Option<&Smarthost>) -> String {
    let folder = folder.display();
    let (known, domain, refused) = (Postfix::KNOWN_RECIPIENT, Postfix::KNOWN_DOMAIN, Postfix::REFUSED_DOMAIN);
    let limit = Postfix::SIZE_LIMIT;
    let next = smarthost.map_or(sink, |smarthost| smarthost.port);
    let client = smarthost.map_or("smtp_tls_security_level = none".to_owned(), login_at);
    format!(
        "compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log/maillog
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.postfix.test
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
relay_domains = {domain}
relay_recipient_maps = inline:{{ {{ {known} = ok }}, {{ größe@{domain} = ok }} }}
relayhost = [127.0.0.1]:{next}
relay_transport = smtp:[127.0.0.1]:{next}
disable_dns_lookups = yes
{client}
message_size_limit = {limit}
smtpd_peername_lookup = no
smtpd_recipient_restrictions = check_recipient_access inline:{{ {{ {refused} = 550 5.1.2 Domain not found }} }}
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
smtpd_tls_cert_file = {folder}/conf/cert.pem
smtpd_tls_key_file = {folder}/conf/key.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
cyrus_sasl_config_path = {folder}/conf/sasl
smtpd_sasl_local_domain = postfix.test
smtpd_sasl_security_options = noanonymous
"
    )
}

/// The client's side for a smarthost. Its certificate is not checked: it is for a name, and is reached by address.
fn login_at(Smarthost { port, username, password }: &Smarthost) -> String {
    format!(
        "smtp_tls_security_level = encrypt
smtp_sasl_auth_enable = yes
smtp_sasl_security_options = noanonymous
smtp_sasl_password_maps = inline:{{ {{ [127.0.0.1]:{port} = {username}:{password} }} }}"
    )
}

fn master_cf(ports: Ports) -> String {
    let Ports { clear, starttls, implicit_tls, login_only } = ports;
    format!(
        "127.0.0.1:{clear} inet n - n - - smtpd
127.0.0.1:{starttls} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
127.0.0.1:{implicit_tls} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
127.0.0.1:{login_only} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"
    )
}

fn smtpd_conf(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: {folder}/conf/sasl/sasldb2
mech_list: PLAIN LOGIN CRAM-MD5
"
    )
}

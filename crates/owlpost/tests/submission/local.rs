//! A machine whose `sendmail` is owlpost: a folder with a symbolic link, a configuration and a home.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::process::Command;

use crate::support::{PROGRAM_WITHIN, SubmissionServer};
use config::Config;

/// Programs that hand mail to `sendmail`, and the server that takes it.
pub struct LocalMachine {
    pub server: SubmissionServer,
    pub folder: tempfile::TempDir,
    /// The server's URL.
    pub url: String,
}

/// How a program ended.
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl LocalMachine {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// As [`Self::start`], with another configuration of the server.
    pub async fn start_with(change: impl FnOnce(&mut Config) + Send + 'static) -> Self {
        let server = SubmissionServer::start_with(change).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let service = server.server.router().into_make_service_with_connect_info::<std::net::SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await.expect("serves") });
        let folder = tempfile::tempdir().expect("a folder");
        let machine = Self { server, folder, url };
        symlink(env!("CARGO_BIN_EXE_owlpost"), machine.path("sendmail")).expect("a link");
        machine.use_key(&machine.server.key);
        machine.configure(&machine.url, "");
        machine
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The path of `sendmail`, for the settings of programs.
    pub fn sendmail_path(&self) -> String {
        self.path("sendmail").to_str().expect("a plain path").to_owned()
    }

    /// Writes the API key that all programs use.
    pub fn use_key(&self, key: &str) {
        std::fs::write(self.path("key"), format!("{key}\n")).expect("written");
    }

    /// Writes the configuration, with more lines.
    pub fn configure(&self, url: &str, more: &str) {
        let key = self.path("key");
        let text = format!("url = \"{url}\"\napi_key_file = \"{}\"\n{more}", key.display());
        std::fs::write(self.path("send.toml"), text).expect("written");
    }

    /// A program with the environment of this machine.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(self.folder.path()).env_clear().env("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
        command.env("HOME", self.folder.path()).env("LC_ALL", "C.UTF-8").env("USER", "www-data");
        command.env("OWLPOST_SEND_CONFIG", self.path("send.toml"));
        command
    }

    pub async fn sendmail(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let mut command = self.command(self.path("sendmail"));
        run(command.args(arguments), input.as_ref(), "owlpost").await
    }

    pub async fn owlpost(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = self.command(env!("CARGO_BIN_EXE_owlpost"));
        run(command.args(arguments), input.as_bytes(), "owlpost").await
    }

    /// The names in the spool of this machine's user, without the lock.
    pub fn spooled(&self) -> Vec<String> {
        let Ok(files) = std::fs::read_dir(self.path(".local/state/owlpost/spool")) else { return Vec::new() };
        let names = files.map(|file| file.expect("readable").file_name().into_string().expect("a plain name"));
        let mut names: Vec<String> = names.filter(|name| name != "lock").collect();
        names.sort();
        names
    }

    /// The permissions of a file in the spool.
    pub fn spooled_mode(&self, name: &str) -> u32 {
        let path = self.path(".local/state/owlpost/spool").join(name);
        std::fs::metadata(path).expect("a file").permissions().mode() & 0o777
    }
}

/// Runs a program to its end.
pub async fn run(command: &mut Command, input: &[u8], package: &str) -> Ran {
    let program = command.as_std().get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().unwrap_or_else(|error| {
        panic!("{program}: {error}: install the Debian package {package}, or run ./check, which does")
    });
    let mut stdin = child.stdin.take().expect("a pipe");
    // A program may end without reading all of it.
    let _ = stdin.write_all(input).await;
    drop(stdin);
    let output =
        tokio::time::timeout(PROGRAM_WITHIN, child.wait_with_output()).await.expect("it ends").expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ran { status: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
}

impl Ran {
    /// It ended with this exit status, and said nothing on standard output.
    #[track_caller]
    pub fn silently(self, status: i32) -> String {
        assert_eq!((self.status, self.out.as_str()), (status, ""), "{}", self.err);
        self.err
    }
}

//! Look-alikes for manual use: `cargo run -p testkit -- google`, `-- microsoft`.
//!
//! Prints the configuration for connecting to them, waits for the end of standard input, then prints what arrived.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::{
    ApplicationPermission, Client, Google, GoogleOptions, Lookalike, Microsoft, MicrosoftOptions, Misbehaviour, Person,
    Publishing, SmtpAuth,
};
use crate::certificates;

/// The options of both look-alikes.
#[derive(Clone, Debug, clap::Args)]
pub struct ManualOptions {
    /// The address of pages, endpoints and API.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The client ID.
    #[arg(long, default_value = "owlpost-by-hand")]
    client_id: String,
    /// The client secret.
    #[arg(long, default_value = "a-secret-for-trying")]
    client_secret: String,
    /// The registered redirect URL.
    #[arg(long, default_value = "http://localhost:8020/oauth/callback")]
    redirect: String,
    /// A person with a mailbox; may be given several times.
    #[arg(long, value_name = "ADDRESS:PASSWORD", default_values = ["ann@example.com:ann", "bob@example.com:bob"])]
    person: Vec<String>,
    /// File to which the CA certificate is written, for `ca_file`.
    #[arg(long, default_value = "lookalike-ca.pem")]
    ca_file: PathBuf,
    /// A misbehaviour that happens each time; may be given several times.
    #[arg(long, value_name = "NAME")]
    misbehave: Vec<String>,
    /// At the end, print all secrets, for tests that search for leaks.
    #[arg(long)]
    tell_secrets: bool,
    /// Google: the project is in *Testing*, so consents expire after seven days.
    #[arg(long)]
    testing: bool,
    /// Microsoft: SMTP AUTH is off for the tenant.
    #[arg(long)]
    smtp_auth_off: bool,
}

impl ManualOptions {
    /// Runs a look-alike of Google until the input ends.
    ///
    /// # Errors
    /// If an address is in use, or an argument is invalid.
    pub fn google(self, out: &mut impl Write) -> Result<(), Box<dyn std::error::Error>> {
        let publishing = if self.testing { Publishing::Testing } else { Publishing::Production };
        let google = Google::start(GoogleOptions { http: self.listen, publishing, ..GoogleOptions::default() })?;
        google.register_client(Client::new(&self.client_id, &self.client_secret, &self.redirect))?;
        self.run("google", &google, Some(&google.revoke_url()), out)
    }

    /// Runs a look-alike of Microsoft 365 until the input ends.
    ///
    /// # Errors
    /// If an address is in use, or an argument is invalid.
    pub fn microsoft(self, out: &mut impl Write) -> Result<(), Box<dyn std::error::Error>> {
        let smtp_auth = if self.smtp_auth_off { SmtpAuth::OffForTenant } else { SmtpAuth::On };
        let options =
            MicrosoftOptions { http: self.listen, smtp_auth, messages_per_minute: None, ..MicrosoftOptions::default() };
        let microsoft = Microsoft::start(options)?;
        let client = Client::new(&self.client_id, &self.client_secret, &self.redirect)
            .with_permission(ApplicationPermission::SmtpSendAsApp)
            .with_permission(ApplicationPermission::MailSend);
        microsoft.register_client(client)?;
        writeln!(out, "tenant: {}", microsoft.tenant_id())?;
        self.run("microsoft", &microsoft, None, out)
    }

    fn run(
        &self,
        name: &str,
        lookalike: &Lookalike,
        revoke_url: Option<&str>,
        out: &mut impl Write,
    ) -> Result<(), Box<dyn std::error::Error>> {
        for person in &self.person {
            let (email, password) = person.split_once(':').ok_or("--person is ADDRESS:PASSWORD")?;
            lookalike.add_person(Person::new(email, password));
            writeln!(out, "mailbox: {email}, password: {password}")?;
        }
        for wanted in &self.misbehave {
            let known = Misbehaviour::all_named();
            let Some((_, found)) = known.iter().find(|(name, _)| name == wanted) else {
                let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
                return Err(format!("--misbehave is one of {}", names.join(", ")).into());
            };
            lookalike.misbehave_always(found.clone());
        }
        std::fs::write(&self.ca_file, certificates::ca_pem())?;
        writeln!(
            out,
            "client ID: {}\nclient secret: {}\nredirect URL: {}",
            self.client_id, self.client_secret, self.redirect
        )?;
        writeln!(out, "for owlpost.toml:\n{}", section(name, lookalike, revoke_url, &self.ca_file))?;
        writeln!(out, "ready; ends when the input does")?;
        out.flush()?;
        io::stdin().read_to_end(&mut Vec::new())?;
        for arrival in lookalike.arrivals() {
            let bytes = arrival.given.len();
            writeln!(
                out,
                "arrived: {} -> {}: {bytes} bytes as {}",
                arrival.from_shown,
                arrival.recipients.join(" "),
                arrival.account
            )?;
        }
        for secret in lookalike.secrets().iter().filter(|_| self.tell_secrets) {
            writeln!(out, "secret: {secret}")?;
        }
        for fault in lookalike.faults() {
            writeln!(out, "fault: {fault}")?;
        }
        Ok(())
    }
}

/// The section of owlpost's configuration for the look-alike.
fn section(name: &str, lookalike: &Lookalike, revoke_url: Option<&str>, ca_file: &Path) -> String {
    let mut lines = vec![
        format!("[providers.{name}]"),
        format!("authorize_url = \"{}\"", lookalike.authorize_url()),
        format!("token_url = \"{}\"", lookalike.token_url()),
    ];
    lines.extend(revoke_url.map(|url| format!("revoke_url = \"{url}\"")));
    lines.push(format!("api_url = \"{}\"", lookalike.api_url()));
    lines.push(format!("smtp = \"smtp+starttls://{}\"", lookalike.smtp_starttls()));
    lines.push(format!("ca_file = \"{}\"", ca_file.display()));
    lines.join("\n")
}

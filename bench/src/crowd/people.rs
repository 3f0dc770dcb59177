//! Workspaces, each with a signed-in member, an endless script, and a large file.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::owlpost::Owlpost;
use crate::smtp;
use crate::void::Void;

/// A letter that takes longer than this is an error.
const LETTER_WITHIN: Duration = Duration::from_secs(60);
/// Size in bytes of the file of each workspace.
const FILE_BYTES: usize = 10_000_000;

/// The time of arrival of a mail, and its bytes.
type ArrivedMail = (Instant, Vec<u8>);

/// Mails that have arrived in the sink, with their times, by recipient; clones share them.
#[derive(Clone, Default)]
pub struct Arrivals {
    mails: Arc<Mutex<HashMap<String, ArrivedMail>>>,
}

impl Arrivals {
    /// Records a mail.
    pub fn note(&self, message: &[u8], at: Instant) {
        let mut mails = self.mails.lock().expect("a sink thread panicked while it noted");
        mails.insert(smtp::recipient_of(message), (at, message.to_vec()));
    }

    /// Waits for a mail to a recipient; `None` if none arrives within `patience`.
    pub fn arrived(&self, recipient: &str, patience: Duration) -> Option<ArrivedMail> {
        let started = Instant::now();
        loop {
            let found = self.mails.lock().expect("a sink thread panicked while it noted").remove(recipient);
            if found.is_some() || started.elapsed() > patience {
                return found;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// A workspace and its member.
#[derive(Clone)]
pub struct Member {
    /// The id of the workspace.
    pub workspace: String,
    /// The id of its script.
    pub script: String,
    /// The member's own API key: runs are shared fairly between those who start them.
    pub api_key: String,
    /// The session's cookie.
    pub cookie: String,
    /// The client address that the proxy reports.
    pub address: String,
}

/// Creates a workspace with a script and a large file, and a member through an invitation.
pub fn make(owlpost: &Owlpost, arrivals: &Arrivals, nth: usize, source: &str) -> Result<Member, Void> {
    let mut client = owlpost.client()?;
    let made = client.must(
        "POST",
        "/api/v1/workspaces",
        json!({"name": format!("Workspace {nth}")}).to_string().as_bytes(),
        201,
    )?;
    let workspace = text_of(&made, "id")?;
    let script = json!({"workspace_id": workspace, "name": "Loop", "source": source});
    let script = text_of(&client.must("POST", "/api/v1/scripts", script.to_string().as_bytes(), 201)?, "id")?;
    let file = format!("/api/v1/workspaces/{workspace}/files/large.bin");
    client.must("PUT", &file, &vec![b'f'; FILE_BYTES], 200)?;

    let key = json!({"name": format!("Member {nth}"), "scopes": ["scripts"]}).to_string();
    let api_key = text_of(&client.must("POST", "/api/v1/api-keys", key.as_bytes(), 201)?, "secret")?;

    let email = format!("member{nth}@example.org");
    let invitation = json!({"email": email, "role": "admin"}).to_string();
    let invitations = format!("/api/v1/workspaces/{workspace}/invitations");
    client.must("POST", &invitations, invitation.as_bytes(), 201)?;
    let (_, letter) = arrivals.arrived(&email, LETTER_WITHIN).ok_or_else(|| missing("the letter of an invitation"))?;
    let ticket = ticket_in(&letter).ok_or_else(|| missing("a link in the letter of an invitation"))?;
    let form = format!("ticket={ticket}&name=Member+{nth}&password=correct+horse+battery+staple+{nth}");
    let cookie = client.post_form("/invitation", &form)?;
    Ok(Member { workspace, script, api_key, cookie, address: format!("198.51.100.{}", nth + 1) })
}

/// The secret of the link, from a letter in quoted-printable.
fn ticket_in(letter: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(letter).replace("=\r\n", "").replace("=3D", "=");
    let rest = text.split_once("ticket=")?.1;
    Some(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect())
}

/// A field of a JSON response.
pub fn text_of(answer: &str, name: &str) -> Result<String, Void> {
    let value: Value = serde_json::from_str(answer).unwrap_or_default();
    let refused = || Void::Refused { asked: format!("an answer with {name}"), answer: answer.to_owned() };
    value[name].as_str().map(str::to_owned).ok_or_else(refused)
}

fn missing(what: &str) -> Void {
    Void::Refused { asked: what.to_owned(), answer: "nothing".to_owned() }
}

/// Starts runs of a member's endless script; returns the id of the last one.
pub fn start_runs(owlpost: &Owlpost, member: &Member, count: usize) -> Result<String, Void> {
    let mut client = owlpost.client_with(&member.api_key)?;
    let mut run = String::new();
    for _ in 0..count {
        let answer = client.must("POST", &format!("/api/v1/scripts/{}/runs", member.script), b"{}", 202)?;
        run = text_of(&answer, "id")?;
    }
    Ok(run)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_found_across_soft_line_ends() {
        let letter = b"To: x\r\n\r\nhttp://localhost/invitation?ticket=3DabC-=\r\n_9\r\nBye\r\n";
        assert_eq!(ticket_in(letter).as_deref(), Some("abC-_9"));
        assert_eq!(ticket_in(b"no link"), None);
    }
}

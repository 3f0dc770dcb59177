//! What people do with links and passwords, with mail that is really sent: every ticket, password and session involved
//! is a secret, and only the pages that must show a ticket may contain it.

use std::time::Duration;

use mail_parser::MessageParser;
use testkit::Sink;

use super::needles::Secret;
use super::server::{Answer, Server};

const BOB: &str = "bob@example.com";
const SIGN_UP: &str = "sU6qLw09ZbXe51TnKd";
const RESET: &str = "rE3vMx72YcPa48QjHs";
const CHANGED: &str = "cH8dNz15RfGu60WoBt";
const JOINED: &str = "jO2kPs94VhTy73LmCe";
const MAILED: &str = "mA7gRt31JxQi85UnFw";
const WRONG: &str = "wN5bSv68KzEo29DyGa";
const SHORT: &str = "sT4rtYq0Zk9";

/// Letters that were sent, and the secrets found so far.
pub struct People<'s> {
    server: &'s mut Server,
    sink: &'s Sink,
    /// The administrator's session.
    cookie: String,
    key: String,
    read: usize,
    secrets: Vec<Secret>,
}

impl<'s> People<'s> {
    pub fn new(server: &'s mut Server, sink: &'s Sink, session: &str, key: &str) -> Self {
        let read = sink.arrivals().len();
        let (cookie, key) = (format!("owlpost={session}"), key.to_owned());
        Self { server, sink, cookie, key, read, secrets: Vec::new() }
    }

    /// All steps, from sign-up to the deletion of the account; returns all secrets.
    pub fn add_and_remove(mut self) -> Vec<Secret> {
        for (name, password) in [
            ("the password of a sign-up", SIGN_UP),
            ("the password of a reset", RESET),
            ("the password that was changed to", CHANGED),
            ("the password of who joined by a copied link", JOINED),
            ("the password of who joined by mail", MAILED),
            ("the wrong password of a person", WRONG),
            ("a refused new password of a person", SHORT),
        ] {
            self.keep(name, password, &[]);
        }
        self.sign_up();
        self.are_invited();
        self.reset();
        self.move_and_leave();
        self.secrets
    }

    fn keep(&mut self, name: &'static str, secret: &str, may_be_in: &[&str]) {
        let may_be_in = may_be_in.iter().map(ToString::to_string).collect();
        self.secrets.push(Secret { name, bytes: secret.as_bytes().to_vec(), may_be_in, perhaps_in: &[] });
    }

    /// Like [`People::keep`], for a ticket. SQLite's log contains the letter until it is overwritten, and the database
    /// contains what was copied into it before the letter was sent, until the next copy.
    fn keep_ticket(&mut self, name: &'static str, ticket: &str, may_be_in: &[&str]) {
        self.keep(name, ticket, may_be_in);
        self.secrets.last_mut().expect("kept").perhaps_in = &["running: owlpost.db-wal", "running: owlpost.db"];
    }

    /// The session started by a response, as the `Cookie` header.
    fn session(&mut self, name: &'static str, answer: &Answer, begun_by: &str) -> String {
        let session = answer.between("owlpost=", ';');
        self.keep(name, &session, &[begun_by]);
        format!("owlpost={session}")
    }

    /// The ticket in the letter that was just sent.
    fn ticket(&mut self, name: &'static str, shown_by: &[&str]) -> String {
        assert!(self.sink.wait_for(self.read + 1, Duration::from_secs(20)), "{name}: no letter left");
        let arrivals = self.sink.arrivals();
        let bytes = arrivals[self.read].message.clone().expect("kept");
        self.read += 1;
        let message = MessageParser::default().parse(&bytes[..]).expect("a message");
        let text = message.body_text(0).expect("a text").into_owned();
        let (_, rest) = text.split_once("?ticket=").unwrap_or_else(|| panic!("{name}: no link in {text}"));
        let ticket = rest.split_whitespace().next().expect("a ticket").to_owned();
        self.keep_ticket(name, &ticket, shown_by);
        ticket
    }

    /// A letter without a link was sent as well.
    fn was_notified(&mut self) {
        assert!(self.sink.wait_for(self.read + 1, Duration::from_secs(20)), "no notice left");
        self.read += 1;
    }

    fn open(&mut self, name: &str, path: &str, ticket: &str, status: u16) {
        self.server.call(name, "GET", &format!("{path}?ticket={ticket}"), &[], "").expect(status);
    }

    fn post(&mut self, name: &str, path: &str, cookie: Option<&str>, form: &[(&str, &str)], status: u16) -> Answer {
        let headers: Vec<(&str, &str)> = cookie.iter().map(|cookie| ("Cookie", *cookie)).collect();
        self.server.post_form(name, path, &headers, form).expect(status)
    }

    fn sign_up(&mut self) {
        let form = |password| [("email", BOB), ("name", "Bob"), ("password", password)];
        let cookie = self.cookie.clone();
        self.post("sign-up is opened", "/configuration/accounts/sign-up", Some(&cookie), &[("policy", "open")], 303);
        self.post("sign-up with faults", "/sign-up", None, &form(SHORT), 422);
        self.post("sign-up", "/sign-up", None, &form(SIGN_UP), 303);
        let first = self.ticket("the ticket of a sign-up", &[]);
        let signed_in = self.post("bob signs in", "/sign-in", None, &form(SIGN_UP), 303);
        let bob = self.session("the session before validation", &signed_in, "bob signs in");
        self.post("another letter", "/validation/resend", Some(&bob), &[], 303);
        let shown = ["the validation page", "the validation page with a wrong password"];
        let second = self.ticket("the second ticket of a sign-up", &shown);
        self.open("a validation page with a replaced link", "/validation", &first, 410);
        self.open(shown[0], "/validation", &second, 200);
        let form = |password| [("ticket", second.as_str()), ("password", password)];
        self.post(shown[1], "/validation", None, &form(WRONG), 422);
        let validated = self.post("validated", "/validation", None, &form(SIGN_UP), 303);
        self.session("the session of a validation", &validated, "validated");
        self.post("validated again", "/validation", None, &form(SIGN_UP), 410);
    }

    fn are_invited(&mut self) {
        let cookie = self.cookie.clone();
        let list = self.server.get("/workspaces", &[("Cookie", &cookie)]).expect(200);
        let id = list.between("href=\"/workspaces/", '"');
        let page = format!("/workspaces/{id}");
        let invite = |email| [("email", email), ("role", "editor"), ("language", "de")];
        let invited = format!("{page}/invitations");
        self.post("dora is invited", &invited, Some(&cookie), &invite("dora@example.com"), 303);
        let shown = ["the invitation of dora", "the invitation of dora with faults"];
        let ticket = self.ticket("the ticket of an invitation", &shown);
        self.open(shown[0], "/invitation", &ticket, 200);
        let form = |password| [("ticket", ticket.as_str()), ("name", "Dora"), ("password", password)];
        self.post(shown[1], "/invitation", None, &form(SHORT), 422);
        let joined = self.post("dora joins", "/invitation", None, &form(MAILED), 303);
        let dora = self.session("the session of who joined by mail", &joined, "dora joins");

        self.post("carol is invited", &invited, Some(&cookie), &invite("carol@example.com"), 303);
        let mailed = self.ticket("the ticket of an invitation whose link was copied", &[]);
        let listed = self.server.get(&page, &[("Cookie", &cookie)]).expect(200);
        let (before, _) = listed.0.split_once("/link\"").expect("a form that copies the link");
        let (_, invitation) = before.rsplit_once("/invitations/").expect("an invitation");
        let link = self.post("the copied link", &format!("{invited}/{invitation}/link"), Some(&cookie), &[], 200);
        let shown =
            ["the copied link", "carol's invitation", "carol's invitation for dora", "dora signs out for carol"];
        let copied = link.between("/invitation?ticket=", '<');
        self.keep("the ticket of a copied link", &copied, &shown);
        self.open("carol's replaced invitation", "/invitation", &mailed, 410);
        self.open(shown[1], "/invitation", &copied, 200);
        let at = format!("/invitation?ticket={copied}");
        self.server.call(shown[2], "GET", &at, &[("Cookie", &dora)], "").expect(403);
        self.post(shown[3], "/sign-out", Some(&dora), &[("next", &at)], 303);
        let form = [("ticket", copied.as_str()), ("name", "Carol"), ("password", JOINED)];
        let joined = self.post("carol joins", "/invitation", None, &form, 303);
        self.session("the session of who joined by a copied link", &joined, "carol joins");

        let bearer = format!("Bearer {}", self.key);
        for below in ["", "/members", "/invitations"] {
            let path = format!("/api/v1/workspaces/{id}{below}");
            self.server.get(&path, &[("Authorization", &bearer)]).expect(200);
        }
        let body = r#"{"email": "frank@example.com", "role": "viewer", "language": "en"}"#;
        let path = format!("/api/v1/workspaces/{id}/invitations");
        let made = self.server.json("frank is invited", "POST", &path, &self.key, body).expect(201);
        self.ticket("the ticket of an invitation by the API", &[]);
        let invitation = made.between("\"id\":\"", '"');
        let again = format!("{path}/{invitation}/resend");
        self.server.json("frank is invited again", "POST", &again, &self.key, "{}").expect(200);
        self.ticket("the second ticket of an invitation by the API", &[]);
        self.server.get(&page, &[("Cookie", &cookie)]).expect(200);
    }

    fn reset(&mut self) {
        self.post("a reset of nobody", "/reset-password", None, &[("email", "nobody@example.com")], 303);
        self.post("a reset", "/reset-password", None, &[("email", BOB)], 303);
        let shown = ["the reset page", "the reset page with faults"];
        let ticket = self.ticket("the ticket of a reset", &shown);
        self.open(shown[0], "/reset-password/new", &ticket, 200);
        let form = |password| [("ticket", ticket.as_str()), ("password", password)];
        self.post(shown[1], "/reset-password/new", None, &form(SHORT), 422);
        self.post("reset", "/reset-password/new", None, &form(RESET), 303);
        self.was_notified();
        self.post("reset again", "/reset-password/new", None, &form(RESET), 410);
    }

    fn move_and_leave(&mut self) {
        let signed_in = self.post("bob is back", "/sign-in", None, &[("email", BOB), ("password", RESET)], 303);
        let bob = self.session("the session after a reset", &signed_in, "bob is back");
        let to = "bob@example.org";
        for (name, password, status) in [("a move with a wrong password", WRONG, 422), ("a move", RESET, 303)] {
            let form = [("email", to), ("address_password", password)];
            self.post(name, "/account/change-address", Some(&bob), &form, status);
        }
        let shown = ["the page of a move", "the page of a move with a wrong password"];
        let ticket = self.ticket("the ticket of a change of address", &shown);
        self.open(shown[0], "/account/address", &ticket, 200);
        let form = |password| [("ticket", ticket.as_str()), ("password", password)];
        self.post(shown[1], "/account/address", None, &form(WRONG), 422);
        let moved = self.post("moved", "/account/address", None, &form(RESET), 303);
        let bob = self.session("the session of a change of address", &moved, "moved");
        self.was_notified();
        for (name, current, new, status) in [
            ("a change with a wrong password", WRONG, CHANGED, 422),
            ("a change to a short password", RESET, SHORT, 422),
            ("a change of password", RESET, CHANGED, 303),
        ] {
            let form = [("current", current), ("password", new)];
            self.post(name, "/account/password", Some(&bob), &form, status);
        }
        self.was_notified();
        self.server.get("/account", &[("Cookie", &bob)]).expect(200);
        for (name, password, status) in [("bob stays", WRONG, 422), ("bob leaves", CHANGED, 303)] {
            self.post(name, "/account/delete", Some(&bob), &[("delete_password", password)], status);
        }
    }
}

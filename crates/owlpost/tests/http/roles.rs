//! Route × person: each page that needs a session, called as everybody who could have one. The routes are those of
//! `privileges.rs`, which fails if one has no row.

use accounts::Role;
use accounts::{Actor, ActorContext};
use axum::http::StatusCode;
use i18n::Language;
use scripting::{Input, NewScript, Start, Trigger};
use secrecy::ExposeSecret;
use tickets::NewInvitation;
use uuid::Uuid;

use crate::privileges::{Caller, ROUTES};
use crate::support::{ANN, Answer, TestServer, start};

/// A person with a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Person {
    /// Has not validated the address.
    Unvalidated,
    /// Is in no workspace.
    Outsider,
    Viewer,
    Editor,
    /// Administers the workspace.
    Admin,
    /// Administers the instance and is not a member of the workspace.
    Instance,
}

const PEOPLE: [Person; 6] =
    [Person::Unvalidated, Person::Outsider, Person::Viewer, Person::Editor, Person::Admin, Person::Instance];

/// The result of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Served,
    /// Redirected to the page for accounts that are not validated.
    ToBeValidated,
    Forbidden,
    /// The same response as for something that does not exist.
    Hidden,
}

/// The expected result, according to the rules of the product.
fn expected(who: Caller, person: Person) -> Access {
    match (who, person) {
        (Caller::Anyone | Caller::SignedIn, _) => Access::Served,
        (_, Person::Unvalidated) => Access::ToBeValidated,
        (_, Person::Instance) | (Caller::Member, _) => Access::Served,
        (Caller::Administrator, _) => Access::Forbidden,
        // Workspaces of others seem not to exist.
        (_, Person::Outsider) => Access::Hidden,
        (Caller::Inside, _) | (_, Person::Admin) | (Caller::Writer, Person::Editor) => Access::Served,
        (_, Person::Viewer | Person::Editor) => Access::Forbidden,
    }
}

/// A server with all these people, a workspace with an invitation, and a session of one of them.
struct RoleTest {
    server: TestServer,
    workspace: Uuid,
    /// A member other than the caller.
    member: Uuid,
    invitation: Uuid,
    script: Uuid,
    run: Uuid,
    cookie: String,
}

impl RoleTest {
    async fn of(person: Person) -> Self {
        let server = start().await;
        let accounts = &server.app.accounts;
        let by = ActorContext::api_key("test");
        let admin = server.person("admin@example.com", true, None).await.id;
        let workspace = accounts.make_workspace("Example", Some(admin), &by).await.expect("a workspace").id;
        let member = server.member("member@example.com", workspace, Role::Viewer).await.id;
        let invite = NewInvitation {
            email: "guest@example.com".into(),
            role: Role::Viewer,
            language: Language::English,
            invited_by: String::new(),
        };
        let invitation = server.app.tickets.invite(workspace, invite, &by).await.expect("an invitation").id;
        let files = &server.app.files;
        files.put(workspace, "a.txt", None, b"text".to_vec(), &by).await.expect("a file");
        let scripts = &server.app.scripts;
        let new = NewScript { name: "Hello".into(), ..NewScript::default() };
        let script = scripts.make(workspace, new, &by).await.expect("a script").id;
        let start = Start {
            trigger: Trigger::Hand,
            started_by: Some(Actor::account("admin@example.com")),
            input: Input::default(),
            late: false,
        };
        let run = scripts.start(script, start).await.expect("a run");
        let caller = match person {
            Person::Unvalidated => server.person("caller@example.com", false, None).await.id,
            Person::Outsider => server.person("caller@example.com", true, None).await.id,
            Person::Viewer => server.member("caller@example.com", workspace, Role::Viewer).await.id,
            Person::Editor => server.member("caller@example.com", workspace, Role::Editor).await.id,
            Person::Admin => admin,
            Person::Instance => server.account(ANN).await.id,
        };
        let session = accounts.begin_session(caller).await.expect("a session");
        let cookie = format!("owlpost={}", session.expose_secret());
        Self { server, workspace, member, invitation, script, run, cookie }
    }

    async fn call(&self, method: &str, path: &str) -> Answer {
        let workspace = if path.starts_with("/workspaces") { self.workspace } else { self.member };
        let path = path
            .replace("{id}", &workspace.to_string())
            .replace("{account}", &self.member.to_string())
            .replace("{invitation}", &self.invitation.to_string())
            .replace("{script}", &self.script.to_string())
            .replace("{run}", &self.run.to_string())
            .replace("{mail}", &self.member.to_string())
            .replace("{dry}", &self.member.to_string())
            .replace("{start}", &self.member.to_string())
            .replace("{password}", &self.member.to_string())
            .replace("{attachment}", "1")
            .replace("{number}", "1")
            .replace("{hash}", "0")
            .replace("{letter}", "test")
            .replace("{name}", "a.txt");
        let headers = [("cookie", self.cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        self.server.call_with(method, &path, &headers, "").await
    }
}

fn access(answer: &Answer) -> Access {
    match (answer.status, answer.header("location")) {
        (StatusCode::SEE_OTHER, "/validation") => Access::ToBeValidated,
        (StatusCode::FORBIDDEN, _) => Access::Forbidden,
        (StatusCode::NOT_FOUND, _) => Access::Hidden,
        (StatusCode::SEE_OTHER, "/sign-in" | "/sign-in?ended=1") => panic!("a session was not recognised"),
        _ => Access::Served,
    }
}

#[tokio::test]
async fn each_page_serves_each_person_as_it_should() {
    for person in PEOPLE {
        // A successful call may change the data, so the next call gets a new server.
        let mut test = RoleTest::of(person).await;
        for (method, path, who) in ROUTES
            .iter()
            .filter(|(_, _, who)| !matches!(who, Caller::Key(_) | Caller::Address | Caller::Anyone | Caller::Nobody))
        {
            let expected = expected(*who, person);
            let answer = test.call(method, path).await;
            let what = format!("{method} {path} as {person:?}: {}", answer.status);
            // A page of a message, key, mail password or consent needs an existing one; here it is enough that it is looked up.
            let needs_one = (*who == Caller::Administrator && person == Person::Instance)
                || ["{mail}", "{dry}", "{start}", "/mail-passwords/{"].iter().any(|one| path.contains(one));
            let looked_for = expected == Access::Served && needs_one && access(&answer) == Access::Hidden;
            assert!(access(&answer) == expected || looked_for, "{what}: {:?}, not {expected:?}", access(&answer));
            if expected == Access::Served && *method != "GET" {
                test = RoleTest::of(person).await;
            }
        }
    }
}

#[tokio::test]
async fn anybody_may_leave_and_nobody_may_remove_others() {
    let test = RoleTest::of(Person::Viewer).await;
    let members = test.server.app.accounts.members(test.workspace).await.expect("members");
    let own = members.iter().find(|member| member.account.email.expose() == "caller@example.com").expect("the caller");
    let path = format!("/workspaces/{}/members/{}/remove", test.workspace, own.account.id);
    let answer = test.call("POST", &path).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/workspaces?left=1"));
    assert_eq!(access(&test.call("GET", "/workspaces/{id}").await), Access::Hidden, "from then on");
}

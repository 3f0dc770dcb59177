//! Route × role, for every route of the router; a route without a row fails.

use accounts::Scope;
use axum::http::StatusCode;

use crate::support::{Answer, start};

/// Who may call a route, in ascending order of rights for those with a session. `roles.rs` calls each route as each of
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Everybody; no authentication.
    Anyone,
    /// Anybody with a session, even if the account is not validated.
    SignedIn,
    /// Anybody with a session of a validated account.
    Member,
    /// Members of the workspace in the path, with any role.
    Inside,
    /// Editors and administrators of the workspace in the path.
    Writer,
    /// Administrators of the workspace in the path.
    Manager,
    /// Administrators of the instance; no API key.
    Administrator,
    /// An API key with this scope; no session.
    Key(Scope),
    /// Whoever knows the URL, which contains a token; neither session nor key.
    Address,
    /// Nobody: 404 for every method and caller.
    Nobody,
}

use Caller::{Address, Administrator, Anyone, Inside, Key, Manager, Member, Nobody, SignedIn, Writer};
use Scope::{Members, MessagesRead, MessagesSend, Scripts, Settings};

/// Any method.
const ANY: &str = "ANY";

pub const ROUTES: &[(&str, &str, Caller)] = &[
    ("GET", "/", Member),
    ("GET", "/sign-up", Anyone),
    ("POST", "/sign-up", Anyone),
    ("GET", "/sign-up/sent", Anyone),
    ("GET", "/reset-password", Anyone),
    ("POST", "/reset-password", Anyone),
    ("GET", "/reset-password/sent", Anyone),
    ("GET", "/reset-password/new", Anyone),
    ("POST", "/reset-password/new", Anyone),
    ("GET", "/invitation", Anyone),
    ("POST", "/invitation", Anyone),
    ("GET", "/validation", Anyone),
    ("POST", "/validation", Anyone),
    ("POST", "/validation/resend", SignedIn),
    ("GET", "/account/address", Anyone),
    ("POST", "/account/address", Anyone),
    ("GET", "/account", Member),
    ("POST", "/account", Member),
    ("POST", "/account/password", Member),
    ("POST", "/account/change-address", Member),
    ("GET", "/account/mail-passwords", Member),
    ("POST", "/account/mail-passwords", Member),
    ("GET", "/account/mail-passwords/{id}/delete", Member),
    ("POST", "/account/mail-passwords/{id}/delete", Member),
    ("POST", "/account/sign-out-everywhere", Member),
    ("GET", "/account/delete", Member),
    ("POST", "/account/delete", Member),
    ("GET", "/workspaces", Member),
    ("POST", "/workspaces", Member),
    ("GET", "/workspaces/{id}", Inside),
    ("GET", "/workspaces/{id}/events", Manager),
    ("POST", "/workspaces/{id}/quota", Administrator),
    ("POST", "/workspaces/{id}/rename", Manager),
    ("GET", "/workspaces/{id}/delete", Manager),
    ("POST", "/workspaces/{id}/delete", Manager),
    ("POST", "/workspaces/{id}/members/{account}/role", Manager),
    // For another member: everybody may end their own membership.
    ("GET", "/workspaces/{id}/members/{account}/remove", Manager),
    ("POST", "/workspaces/{id}/members/{account}/remove", Manager),
    ("POST", "/workspaces/{id}/invitations", Manager),
    ("POST", "/workspaces/{id}/invitations/{invitation}/resend", Manager),
    ("GET", "/workspaces/{id}/invitations/{invitation}/revoke", Manager),
    ("POST", "/workspaces/{id}/invitations/{invitation}/revoke", Manager),
    ("GET", "/workspaces/{id}/invitations/{invitation}/link", Administrator),
    ("POST", "/workspaces/{id}/invitations/{invitation}/link", Administrator),
    ("GET", "/workspaces/{id}/files", Inside),
    ("POST", "/workspaces/{id}/files", Writer),
    ("GET", "/workspaces/{id}/files/{name}", Inside),
    ("GET", "/workspaces/{id}/files/{name}/delete", Writer),
    ("POST", "/workspaces/{id}/files/{name}/delete", Writer),
    ("GET", "/workspaces/{id}/scripts", Inside),
    ("GET", "/workspaces/{id}/scripts/{script}", Inside),
    ("GET", "/workspaces/{id}/scripts/{script}/delete", Writer),
    ("GET", "/workspaces/{id}/scripts/{script}/triggers", Inside),
    ("GET", "/workspaces/{id}/scripts/{script}/versions", Inside),
    ("GET", "/workspaces/{id}/scripts/{script}/versions/{number}", Inside),
    ("GET", "/workspaces/{id}/scripts/{script}/runs", Inside),
    ("GET", "/workspaces/{id}/scripts/{script}/starts/{start}", Writer),
    ("POST", "/workspaces/{id}/scripts/{script}/starts/{start}", Writer),
    ("GET", "/workspaces/{id}/scripts/{script}/dry-runs/{dry}", Writer),
    ("GET", "/workspaces/{id}/scripts/{script}/dry-runs/{dry}/mails/{number}", Writer),
    ("GET", "/workspaces/{id}/scripts/{script}/dry-runs/{dry}/mails/{number}/html", Writer),
    ("GET", "/workspaces/{id}/scripts/{script}/dry-runs/{dry}/mails/{number}/source", Writer),
    ("GET", "/workspaces/{id}/scripts/{script}/dry-runs/{dry}/mails/{number}/attachments/{attachment}", Writer),
    ("GET", "/workspaces/{id}/runs/{run}", Inside),
    ("GET", "/workspaces/{id}/runs/{run}/events", Inside),
    ("GET", "/workspaces/{id}/mails/{mail}", Inside),
    ("GET", "/workspaces/{id}/mails/{mail}/text", Writer),
    ("GET", "/workspaces/{id}/mails/{mail}/text/html", Writer),
    ("GET", "/workspaces/{id}/mails/{mail}/text/source", Writer),
    ("GET", "/workspaces/{id}/mails/{mail}/text/attachments/{number}", Writer),
    ("POST", "/workspaces/{id}/scripts", Writer),
    ("POST", "/workspaces/{id}/scripts/recipients", Manager),
    ("POST", "/workspaces/{id}/scripts/{script}", Writer),
    ("POST", "/workspaces/{id}/scripts/{script}/delete", Writer),
    ("POST", "/workspaces/{id}/scripts/{script}/triggers", Writer),
    ("GET", "/workspaces/{id}/scripts/{script}/triggers/webhook", Writer),
    ("POST", "/workspaces/{id}/scripts/{script}/triggers/webhook", Writer),
    ("GET", "/workspaces/{id}/scripts/{script}/triggers/webhook/end", Writer),
    ("POST", "/workspaces/{id}/scripts/{script}/triggers/webhook/end", Writer),
    ("POST", "/workspaces/{id}/scripts/{script}/triggers/limits", Administrator),
    ("POST", "/workspaces/{id}/scripts/{script}/versions/{number}/restore", Writer),
    ("POST", "/workspaces/{id}/runs/{run}/cancel", Writer),
    ("GET", "/workspaces/{id}/runs/{run}/again", Writer),
    ("POST", "/workspaces/{id}/runs/{run}/again", Writer),
    ("GET", "/configuration/accounts", Administrator),
    ("POST", "/configuration/accounts/sign-up", Administrator),
    ("POST", "/configuration/accounts/workspaces/{id}/approve", Administrator),
    ("GET", "/configuration/accounts/workspaces/{id}/withdraw", Administrator),
    ("POST", "/configuration/accounts/workspaces/{id}/withdraw", Administrator),
    ("GET", "/configuration/accounts/{id}", Administrator),
    ("POST", "/configuration/accounts/{id}", Administrator),
    ("GET", "/configuration/accounts/{id}/mail-passwords/{password}/delete", Administrator),
    ("POST", "/configuration/accounts/{id}/mail-passwords/{password}/delete", Administrator),
    ("GET", "/configuration/accounts/{id}/instance-admin", Administrator),
    ("POST", "/configuration/accounts/{id}/instance-admin", Administrator),
    ("GET", "/configuration/accounts/{id}/delete", Administrator),
    ("POST", "/configuration/accounts/{id}/delete", Administrator),
    ("GET", "/favicon.ico", Anyone),
    ("GET", "/setup", Anyone),
    ("POST", "/setup", Anyone),
    ("GET", "/sign-in", Anyone),
    ("POST", "/sign-in", Anyone),
    ("POST", "/sign-out", Anyone),
    ("GET", "/assets/{hash}/{name}", Anyone),
    ("GET", "/events", Administrator),
    ("GET", "/configuration/email-settings/on-hold", Administrator),
    ("POST", "/configuration/email-settings/on-hold", Administrator),
    ("GET", "/configuration/email-settings", Administrator),
    ("POST", "/configuration/email-settings", Administrator),
    ("POST", "/configuration/email-settings/fill", Administrator),
    ("POST", "/configuration/email-settings/warnings", Administrator),
    ("POST", "/configuration/email-settings/test-connection", Administrator),
    ("POST", "/configuration/email-settings/test-email", Administrator),
    ("POST", "/configuration/email-settings/consent", Administrator),
    ("GET", "/configuration/email-settings/consent/open", Administrator),
    ("POST", "/configuration/email-settings/consent/open", Administrator),
    ("GET", "/configuration/email-settings/consent/{id}", Administrator),
    ("POST", "/configuration/email-settings/consent/{id}/answer", Administrator),
    ("POST", "/configuration/email-settings/disconnect", Administrator),
    // The handler itself checks the session: a redirect to sign-in would put the code into another URL.
    ("GET", "/oauth/callback", Anyone),
    ("GET", "/configuration/email-settings/versions", Administrator),
    ("POST", "/configuration/email-settings/versions/{number}/restore", Administrator),
    ("GET", "/configuration/api-keys", Administrator),
    ("POST", "/configuration/api-keys", Administrator),
    ("GET", "/configuration/api-keys/{id}/delete", Administrator),
    ("POST", "/configuration/api-keys/{id}/delete", Administrator),
    ("GET", "/configuration/audit-log", Administrator),
    ("GET", "/configuration/letters", Administrator),
    ("GET", "/configuration/letters/{letter}", Administrator),
    ("GET", "/configuration/letters/{letter}/html", Administrator),
    ("GET", "/mailbox", Administrator),
    ("GET", "/mailbox/release", Administrator),
    ("POST", "/mailbox/release", Administrator),
    ("GET", "/mailbox/delete-all", Administrator),
    ("POST", "/mailbox/delete-all", Administrator),
    ("GET", "/mailbox/{id}", Administrator),
    ("GET", "/mailbox/{id}/html", Administrator),
    ("GET", "/mailbox/{id}/source", Administrator),
    ("GET", "/mailbox/{id}/attachments/{number}", Administrator),
    ("GET", "/docs/problems", Member),
    ("GET", "/outbox", Administrator),
    ("GET", "/outbox/{id}", Administrator),
    ("POST", "/outbox/{id}/cancel", Administrator),
    ("POST", "/outbox/{id}/retry", Administrator),
    ("GET", "/outbox/{id}/retry-uncertain", Administrator),
    ("POST", "/outbox/{id}/retry-uncertain", Administrator),
    ("GET", "/outbox/{id}/resend", Administrator),
    ("POST", "/outbox/{id}/resend", Administrator),
    ("GET", "/outbox/{id}/mail", Administrator),
    ("GET", "/outbox/{id}/mail/html", Administrator),
    ("GET", "/outbox/{id}/mail/source", Administrator),
    ("GET", "/outbox/{id}/mail/attachments/{number}", Administrator),
    ("GET", "/healthz", Anyone),
    ("GET", "/readyz", Anyone),
    ("GET", "/metrics", Anyone),
    ("GET", "/api/v1/openapi.json", Anyone),
    ("GET", "/api/v1/api-keys", Key(Settings)),
    ("POST", "/api/v1/api-keys", Key(Settings)),
    ("DELETE", "/api/v1/api-keys/{id}", Key(Settings)),
    ("GET", "/api/v1/email-settings", Key(Settings)),
    ("PUT", "/api/v1/email-settings", Key(Settings)),
    ("POST", "/api/v1/email-settings/oauth/disconnect", Key(Settings)),
    ("POST", "/api/v1/email-settings/on-hold", Key(Settings)),
    ("POST", "/api/v1/email-settings/oauth/start", Key(Settings)),
    ("POST", "/api/v1/email-settings/oauth/{id}/answer", Key(Settings)),
    ("GET", "/api/v1/email-settings/status", Key(Settings)),
    ("POST", "/api/v1/email-settings/test-connection", Key(Settings)),
    ("POST", "/api/v1/email-settings/test-email", Key(Settings)),
    ("GET", "/api/v1/email-settings/versions", Key(Settings)),
    ("POST", "/api/v1/email-settings/versions/{number}/restore", Key(Settings)),
    ("POST", "/api/v1/letters/invitation", Key(MessagesSend)),
    ("POST", "/api/v1/letters/password-reset", Key(MessagesSend)),
    ("POST", "/api/v1/letters/validation", Key(MessagesSend)),
    ("GET", "/api/v1/messages", Key(MessagesRead)),
    ("POST", "/api/v1/messages", Key(MessagesSend)),
    ("POST", "/api/v1/messages/raw", Key(MessagesSend)),
    ("POST", "/api/v1/messages/release", Key(MessagesSend)),
    ("GET", "/api/v1/messages/{id}", Key(MessagesRead)),
    ("GET", "/api/v1/messages/{id}/raw", Key(MessagesRead)),
    ("POST", "/api/v1/messages/{id}/cancel", Key(MessagesSend)),
    ("POST", "/api/v1/messages/{id}/retry", Key(MessagesSend)),
    ("POST", "/api/v1/messages/{id}/release", Key(MessagesSend)),
    ("POST", "/api/v1/messages/{id}/resend", Key(MessagesSend)),
    ("POST", "/hooks/{token}", Address),
    (ANY, "/api", Nobody),
    (ANY, "/api/{*rest}", Nobody),
    (ANY, "/hooks", Nobody),
    (ANY, "/hooks/", Nobody),
    (ANY, "/hooks/{token}/{*rest}", Nobody),
    ("GET", "/api/v1/scripts", Key(Scripts)),
    ("POST", "/api/v1/scripts", Key(Scripts)),
    ("GET", "/api/v1/scripts/{id}", Key(Scripts)),
    ("PUT", "/api/v1/scripts/{id}", Key(Scripts)),
    ("DELETE", "/api/v1/scripts/{id}", Key(Scripts)),
    ("GET", "/api/v1/scripts/{id}/quota", Key(Scripts)),
    ("POST", "/api/v1/scripts/{id}/webhook", Key(Scripts)),
    ("GET", "/api/v1/scripts/{id}/versions", Key(Scripts)),
    ("GET", "/api/v1/scripts/{id}/versions/{number}", Key(Scripts)),
    ("GET", "/api/v1/scripts/{id}/runs", Key(Scripts)),
    ("GET", "/api/v1/scripts/workspaces", Key(Scripts)),
    ("POST", "/api/v1/scripts/{id}/runs", Key(Scripts)),
    ("GET", "/api/v1/runs/{id}", Key(Scripts)),
    ("POST", "/api/v1/runs/{id}/cancel", Key(Scripts)),
    ("GET", "/api/v1/workspaces/{id}/script-recipients", Key(Scripts)),
    ("PUT", "/api/v1/workspaces/{id}/script-recipients", Key(Scripts)),
    ("GET", "/api/v1/accounts", Key(Members)),
    ("GET", "/api/v1/accounts/{id}/sending", Key(Members)),
    ("PUT", "/api/v1/accounts/{id}/sending", Key(Members)),
    ("GET", "/api/v1/mail-passwords", Key(Members)),
    ("DELETE", "/api/v1/mail-passwords/{id}", Key(Members)),
    ("GET", "/api/v1/workspaces", Key(Members)),
    ("POST", "/api/v1/workspaces", Key(Members)),
    ("GET", "/api/v1/workspaces/{id}", Key(Members)),
    ("PATCH", "/api/v1/workspaces/{id}", Key(Members)),
    ("DELETE", "/api/v1/workspaces/{id}", Key(Members)),
    ("GET", "/api/v1/workspaces/{id}/quota", Key(Members)),
    ("PUT", "/api/v1/workspaces/{id}/quota", Key(Members)),
    ("PUT", "/api/v1/workspaces/{id}/approval", Key(Members)),
    ("DELETE", "/api/v1/workspaces/{id}/approval", Key(Members)),
    ("GET", "/api/v1/workspaces/{id}/members", Key(Members)),
    ("PATCH", "/api/v1/workspaces/{id}/members/{account}", Key(Members)),
    ("DELETE", "/api/v1/workspaces/{id}/members/{account}", Key(Members)),
    ("GET", "/api/v1/workspaces/{id}/invitations", Key(Members)),
    ("POST", "/api/v1/workspaces/{id}/invitations", Key(Members)),
    ("POST", "/api/v1/workspaces/{id}/invitations/{invitation}/resend", Key(Members)),
    ("POST", "/api/v1/workspaces/{id}/invitations/{invitation}/revoke", Key(Members)),
    ("GET", "/api/v1/workspaces/{id}/files", Key(Scripts)),
    ("GET", "/api/v1/workspaces/{id}/files/{name}", Key(Scripts)),
    ("PUT", "/api/v1/workspaces/{id}/files/{name}", Key(Scripts)),
    ("DELETE", "/api/v1/workspaces/{id}/files/{name}", Key(Scripts)),
];

/// Method and path of every route, from the router's `Debug` output.
fn routes_of(router: &axum::Router) -> Vec<(String, String)> {
    let text = format!("{router:?}");
    let (text, _) = text.split_once("fallback_router: ").expect("axum's format of a router");
    let (routes, paths) = text.split_once("node: Node { paths: ").expect("axum's format of a router");
    let allowed = |id: &str| {
        let (_, rest) = routes.split_once(&format!("RouteId({id}): MethodRouter(")).expect("a route with methods");
        let (_, rest) = rest.split_once("allow_header: ").expect("methods");
        // A route for all methods lists none.
        let Some(methods) = rest.strip_prefix("Bytes(b\"") else { return ANY.to_owned() };
        methods.split('"').next().expect("split returns at least one item").to_owned()
    };
    let mut found = Vec::new();
    for entry in paths.split("RouteId(").skip(1) {
        let (id, rest) = entry.split_once("): \"").expect("a path");
        let path = rest.split('"').next().expect("split returns at least one item");
        let allowed = allowed(id);
        let methods = allowed.split(',').filter(|method| *method != "HEAD");
        found.extend(methods.map(|method| (method.to_owned(), path.to_owned())));
    }
    found.sort();
    found
}

/// A path for the route; its ids do not exist.
fn address(path: &str) -> String {
    let id = "01a204f1-97a7-72d3-a7b9-86f2450af640";
    let names = [
        ("{id}", id),
        ("{account}", id),
        ("{invitation}", id),
        ("{password}", id),
        ("{number}", "77"),
        ("{token}", "AAAA"),
        ("{hash}", "0"),
        ("{letter}", "test"),
        ("{name}", "a.txt"),
        ("{*rest}", "nowhere"),
    ];
    names.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value))
}

#[track_caller]
fn check_protected(answer: &Answer, what: &str) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors"), "{what}: {policy:?}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
}

fn leads_to_sign_in(answer: &Answer) -> bool {
    answer.status == StatusCode::SEE_OTHER && answer.header("location").starts_with("/sign-in")
}

#[tokio::test]
async fn every_route_has_a_row() {
    let server = start().await;
    let mut rows: Vec<_> = ROUTES.iter().map(|(method, path, _)| (method.to_string(), path.to_string())).collect();
    rows.sort();
    assert_eq!(routes_of(&server.router()), rows);
}

#[tokio::test]
async fn each_route_serves_only_those_who_may_call_it() {
    let server = start().await;
    let session = server.session().await;
    let mut keys = Vec::new();
    for scope in Scope::ALL {
        keys.push((scope, server.key(scope.name(), &[scope]).await));
    }
    let every = server.key("every scope", &Scope::ALL).await;
    for (method, path, who) in ROUTES {
        let (what, path) = (format!("{method} {path}"), address(path));
        let call = |headers: Vec<(&'static str, String)>| {
            let (server, path) = (&server, path.clone());
            async move {
                let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
                server.call_with(method, &path, &headers, "").await
            }
        };
        let stranger = call(vec![]).await;
        check_protected(&stranger, &what);
        let planted = call(vec![("cookie", format!("owlpost={}", "A".repeat(43)))]).await;
        assert_eq!(planted.status, stranger.status, "{what} with a planted cookie");
        match who {
            Anyone => assert_ne!(stranger.status, StatusCode::UNAUTHORIZED, "{what}"),
            Address | Nobody => {
                // With credentials for everything else, but not the token of the path.
                for headers in [vec![], vec![("cookie", session.clone())], vec![("authorization", every.clone())]] {
                    assert_eq!(call(headers).await.status, StatusCode::NOT_FOUND, "{what}");
                }
            }
            SignedIn | Member | Inside | Writer | Manager | Administrator => {
                assert!(leads_to_sign_in(&stranger), "{what} to a stranger: {}", stranger.status);
                let with_key = call(vec![("authorization", every.clone())]).await;
                assert!(leads_to_sign_in(&with_key), "{what} with an API key: {}", with_key.status);
                // `roles.rs` tests people in more detail.
                if *who == Administrator {
                    let answer = call(vec![("cookie", session.clone())]).await;
                    assert!(!leads_to_sign_in(&answer), "{what} to the administrator");
                    assert_ne!(answer.status, StatusCode::FORBIDDEN, "{what} to the administrator");
                    check_protected(&answer, &what);
                }
            }
            Key(needed) => {
                assert_eq!(stranger.status, StatusCode::UNAUTHORIZED, "{what} to a stranger");
                let with_session = call(vec![("cookie", session.clone())]).await;
                assert_eq!(with_session.status, StatusCode::UNAUTHORIZED, "{what} with a session");
                for (scope, key) in &keys {
                    let answer = call(vec![("authorization", key.clone())]).await;
                    let refused = [StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED].contains(&answer.status);
                    assert_eq!(refused, scope != needed, "{what} with {}: {}", scope.name(), answer.status);
                    check_protected(&answer, &what);
                }
            }
        }
    }
}

#[tokio::test]
async fn another_site_cannot_change_anything() {
    let server = start().await;
    let session = server.session().await;
    for (method, path, who) in ROUTES.iter().filter(|(method, ..)| *method != "GET") {
        for forged in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            let answer = server.call_with(method, &address(path), &[("cookie", &session), forged], "").await;
            let what = format!("{method} {path} with {forged:?}: {}", answer.body);
            match who {
                Key(_) => assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{what}"),
                // No session is involved: whoever knows the URL may call it from anywhere.
                Address | Nobody => assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}"),
                _ => assert!(answer.body.contains("The form was rejected"), "{what}"),
            }
        }
    }
}

#[tokio::test]
async fn responses_other_than_pages_are_protected_as_well() {
    let server = start().await;
    for (method, path) in [
        ("GET", "/nowhere"),
        ("GET", "/api/v1/nowhere"),
        ("DELETE", "/outbox"),
        ("PATCH", "/api/v1/messages"),
        ("GET", "/assets/0/nothing"),
        ("GET", "/outbox?before=no-id"),
        ("POST", "/sign-in"),
    ] {
        check_protected(&server.call_with(method, path, &[], "").await, path);
    }
}

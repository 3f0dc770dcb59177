//! Following an invitation: joining with one's account, or with a new one.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{Asked, ConfirmPage, LinkForm, Who, lead_on, other_account, refused, who};
use crate::error_pages::PageResult;
use crate::extract::{Form, Query, SMALL_FORM};
use crate::layout::{self, Bare, Faults};
use crate::session::{self, Client, SignedIn};
use crate::sign_up::with_wait;
use crate::translation::{Variable, filters, tr, tr_args};
use crate::workspaces::role_words;
use accounts::{Account, account};
use app::App;
use tickets::{Guest, Purpose, TicketsError};

/// The form of somebody who has no account yet.
#[derive(Template)]
#[template(path = "links/join.html")]
struct Join {
    frame: Bare,
    lead: String,
    email: String,
    typed_name: String,
    ticket: String,
    faults: Faults,
}

/// `GET /invitation?ticket=…`.
pub async fn show(State(app): State<App>, Query(asked): Query<Asked>, signed_in: Option<SignedIn>) -> PageResult {
    let guest = match app.tickets.look_invitation(&asked.ticket).await {
        Ok(guest) => guest,
        Err(error) => return refused(error, Purpose::Invitation),
    };
    let wanted = guest.invitation.email.clone();
    match (signed_in, guest.account.clone()) {
        (Some(SignedIn(account)), _) if !is_invited(&account, &guest) => {
            Ok(other_account(&account, wanted.expose(), Purpose::Invitation, &asked.ticket))
        }
        (None, None) => Ok(join(&guest, String::new(), asked.ticket, Faults::default())),
        (found, _) => Ok(question(&guest, found.is_none(), asked.ticket, Faults::default())),
    }
}

/// `POST /invitation`.
pub async fn accept(
    State(app): State<App>,
    Client(client): Client,
    signed_in: Option<SignedIn>,
    Form(form): Form<LinkForm, SMALL_FORM>,
) -> PageResult {
    let guest = match app.tickets.look_invitation(&form.ticket).await {
        Ok(guest) => guest,
        Err(error) => return refused(error, Purpose::Invitation),
    };
    let (account, cookie) = match (signed_in, &guest.account) {
        (Some(SignedIn(account)), _) if is_invited(&account, &guest) => (account, None),
        (Some(SignedIn(other)), _) => {
            let wanted = guest.invitation.email.expose();
            return Ok(other_account(&other, wanted, Purpose::Invitation, &form.ticket));
        }
        (None, None) => return accept_new(&app, &guest, form, client).await,
        (None, Some(wanted)) => match who(&app, None, wanted, &form.password, client).await? {
            Who::Account(account, cookie) => (account, cookie),
            Who::Other(_) => (wanted.clone(), None),
            Who::Refused(refusal) => {
                return Ok(with_wait(question(&guest, true, form.ticket, refusal.faults), refusal.wait));
            }
        },
    };
    match app.tickets.join(&form.ticket, &account, client).await {
        Ok(workspace) => Ok(lead_on(&format!("/workspaces/{workspace}?joined=1"), cookie)),
        Err(error) => refused(error, Purpose::Invitation),
    }
}

async fn accept_new(app: &App, guest: &Guest, form: LinkForm, client: std::net::IpAddr) -> PageResult {
    match app.tickets.join_new(&form.ticket, &form.name, form.password.into(), client).await {
        Ok((workspace, secret)) => {
            let cookie = session::begin(&secret, &app.config);
            Ok(lead_on(&format!("/workspaces/{workspace}?joined=1"), Some(cookie)))
        }
        Err(TicketsError::Faults(faults)) => Ok(join(guest, form.name, form.ticket, Faults::new(faults))),
        // The address got an account between looking and joining: it is asked for its password.
        Err(TicketsError::OtherAccount) => Ok(question(guest, true, form.ticket, Faults::default())),
        Err(error) => refused(error, Purpose::Invitation),
    }
}

fn is_invited(account: &Account, guest: &Guest) -> bool {
    account::email_key(&account.email) == account::email_key(&guest.invitation.email)
}

fn lead(guest: &Guest) -> String {
    let role = role_words(guest.invitation.role);
    tr_args("invitation-lead", &[("workspace", guest.workspace.name.in_html()), ("role", role.in_html())]).into_owned()
}

fn question(guest: &Guest, needs_password: bool, ticket: String, faults: Faults) -> Response {
    ConfirmPage {
        frame: Bare::new("invitation-title"),
        title: tr("invitation-title").into_owned(),
        lead: lead(guest),
        email: guest.invitation.email.expose().to_owned(),
        needs_password,
        button: if needs_password { "invitation-sign-in-button" } else { "invitation-button" },
        action: "/invitation",
        ticket,
        faults,
    }
    .answer()
}

fn join(guest: &Guest, typed_name: String, ticket: String, faults: Faults) -> Response {
    let frame = Bare::new("invitation-title");
    let (status, frame) = match faults.any() {
        true => (StatusCode::UNPROCESSABLE_ENTITY, frame.with_faults()),
        false => (StatusCode::OK, frame),
    };
    let email = guest.invitation.email.expose().to_owned();
    (status, layout::render(&Join { frame, lead: lead(guest), email, typed_name, ticket, faults })).into_response()
}

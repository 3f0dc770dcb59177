//! Following an invitation: joining with an existing or a new account.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{ConfirmPage, LinkForm, LinkQuery, LinkUser, other_account, redirect_with_cookie, refused, who};
use crate::error_pages::PageResult;
use crate::extract::{Form, Query, SMALL_FORM};
use crate::layout::{self, Faults, PublicFrame};
use crate::session::{self, Client, SignedIn};
use crate::sign_up::with_wait;
use crate::translation::{Variable, filters, tr, tr_args};
use crate::workspaces::role_label;
use accounts::{Account, account};
use app::App;
use tickets::{OpenedInvitation, Purpose, TicketsError};

/// The form of an invited person without an account.
#[derive(Template)]
#[template(path = "links/join.html")]
struct Join {
    frame: PublicFrame,
    lead: String,
    email: String,
    typed_name: String,
    ticket: String,
    faults: Faults,
}

/// `GET /invitation?ticket=…`.
pub async fn show(State(app): State<App>, Query(asked): Query<LinkQuery>, signed_in: Option<SignedIn>) -> PageResult {
    let opened = match app.tickets.open_invitation(&asked.ticket).await {
        Ok(opened) => opened,
        Err(error) => return refused(error, Purpose::Invitation),
    };
    let wanted = opened.invitation.email.clone();
    match (signed_in, opened.account.clone()) {
        (Some(SignedIn(account)), _) if !is_invited(&account, &opened) => {
            Ok(other_account(&account, wanted.expose(), Purpose::Invitation, &asked.ticket))
        }
        (None, None) => Ok(join(&opened, String::new(), asked.ticket, Faults::default())),
        (found, _) => Ok(question(&opened, found.is_none(), asked.ticket, Faults::default())),
    }
}

/// `POST /invitation`.
pub async fn accept(
    State(app): State<App>,
    Client(client): Client,
    signed_in: Option<SignedIn>,
    Form(form): Form<LinkForm, SMALL_FORM>,
) -> PageResult {
    let opened = match app.tickets.open_invitation(&form.ticket).await {
        Ok(opened) => opened,
        Err(error) => return refused(error, Purpose::Invitation),
    };
    let (account, cookie) = match (signed_in, &opened.account) {
        (Some(SignedIn(account)), _) if is_invited(&account, &opened) => (account, None),
        (Some(SignedIn(other)), _) => {
            let wanted = opened.invitation.email.expose();
            return Ok(other_account(&other, wanted, Purpose::Invitation, &form.ticket));
        }
        (None, None) => return accept_new(&app, &opened, form, client).await,
        (None, Some(wanted)) => match who(&app, None, wanted, &form.password, client).await? {
            LinkUser::Account(account, cookie) => (account, cookie),
            LinkUser::Other(_) => (wanted.clone(), None),
            LinkUser::Refused(refusal) => {
                return Ok(with_wait(question(&opened, true, form.ticket, refusal.faults), refusal.wait));
            }
        },
    };
    match app.tickets.join(&form.ticket, &account, client).await {
        Ok(workspace) => Ok(redirect_with_cookie(&format!("/workspaces/{workspace}?joined=1"), cookie)),
        Err(error) => refused(error, Purpose::Invitation),
    }
}

async fn accept_new(app: &App, opened: &OpenedInvitation, form: LinkForm, client: std::net::IpAddr) -> PageResult {
    match app.tickets.join_new(&form.ticket, &form.name, form.password.into(), client).await {
        Ok((workspace, secret)) => {
            let cookie = session::begin(&secret, &app.config);
            Ok(redirect_with_cookie(&format!("/workspaces/{workspace}?joined=1"), Some(cookie)))
        }
        Err(TicketsError::Faults(faults)) => Ok(join(opened, form.name, form.ticket, Faults::new(faults))),
        // The address got an account between showing the page and joining: its password is asked for.
        Err(TicketsError::OtherAccount) => Ok(question(opened, true, form.ticket, Faults::default())),
        Err(error) => refused(error, Purpose::Invitation),
    }
}

fn is_invited(account: &Account, opened: &OpenedInvitation) -> bool {
    account::email_key(&account.email) == account::email_key(&opened.invitation.email)
}

fn lead(opened: &OpenedInvitation) -> String {
    let role = role_label(opened.invitation.role);
    tr_args("invitation-lead", &[("workspace", opened.workspace.name.in_html()), ("role", role.in_html())]).into_owned()
}

fn question(opened: &OpenedInvitation, needs_password: bool, ticket: String, faults: Faults) -> Response {
    ConfirmPage {
        frame: PublicFrame::new("invitation-title"),
        title: tr("invitation-title").into_owned(),
        lead: lead(opened),
        email: opened.invitation.email.expose().to_owned(),
        needs_password,
        button: if needs_password { "invitation-sign-in-button" } else { "invitation-button" },
        action: "/invitation",
        ticket,
        faults,
    }
    .answer()
}

fn join(opened: &OpenedInvitation, typed_name: String, ticket: String, faults: Faults) -> Response {
    let frame = PublicFrame::new("invitation-title");
    let (status, frame) = match faults.any() {
        true => (StatusCode::UNPROCESSABLE_ENTITY, frame.with_faults()),
        false => (StatusCode::OK, frame),
    };
    let email = opened.invitation.email.expose().to_owned();
    (status, layout::render(&Join { frame, lead: lead(opened), email, typed_name, ticket, faults })).into_response()
}

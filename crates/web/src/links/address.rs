//! Confirming a new address of an account.

use axum::extract::State;

use super::{ConfirmPage, LinkForm, LinkQuery, LinkUser, other_account, redirect_with_cookie, refused, who};
use crate::error_pages::PageResult;
use crate::extract::{Form, Query, SMALL_FORM};
use crate::layout::{Faults, PublicFrame};
use crate::session::{Client, SignedIn};
use crate::sign_up::with_wait;
use crate::translation::{self, Variable, tr, tr_args};
use accounts::Account;
use app::App;
use tickets::{Purpose, TicketsError};

/// `GET /account/address?ticket=…`.
pub async fn show(State(app): State<App>, Query(asked): Query<LinkQuery>, signed_in: Option<SignedIn>) -> PageResult {
    let (wanted, address) = match app.tickets.open_address_change(&asked.ticket).await {
        Ok(found) => found,
        Err(error) => return refused(error, Purpose::AddressChange),
    };
    match signed_in {
        Some(SignedIn(account)) if account.id != wanted.id => {
            Ok(other_account(&account, wanted.email.expose(), Purpose::AddressChange, &asked.ticket))
        }
        found => Ok(page(&wanted, address.expose(), found.is_none(), asked.ticket, Faults::default()).answer()),
    }
}

/// `POST /account/address`.
pub async fn confirm(
    State(app): State<App>,
    Client(client): Client,
    signed_in: Option<SignedIn>,
    Form(form): Form<LinkForm, SMALL_FORM>,
) -> PageResult {
    let (wanted, address) = match app.tickets.open_address_change(&form.ticket).await {
        Ok(found) => found,
        Err(error) => return refused(error, Purpose::AddressChange),
    };
    let again =
        |needs_password, ticket, faults| page(&wanted, address.expose(), needs_password, ticket, faults).answer();
    match who(&app, signed_in, &wanted, &form.password, client).await? {
        LinkUser::Other(other) => {
            Ok(other_account(&other, wanted.email.expose(), Purpose::AddressChange, &form.ticket))
        }
        LinkUser::Refused(refusal) => Ok(with_wait(again(true, form.ticket, refusal.faults), refusal.wait)),
        LinkUser::Account(account, cookie) => {
            match app.tickets.change_address(&form.ticket, &account, translation::language(), client).await {
                Ok(()) => Ok(redirect_with_cookie("/account?address=1", cookie)),
                Err(TicketsError::Faults(faults)) => Ok(again(false, form.ticket, Faults::new(faults))),
                Err(error) => refused(error, Purpose::AddressChange),
            }
        }
    }
}

fn page(wanted: &Account, address: &str, needs_password: bool, ticket: String, faults: Faults) -> ConfirmPage {
    let (old, new) = (wanted.email.expose(), address);
    ConfirmPage {
        frame: PublicFrame::new("address-title"),
        title: tr("address-title").into_owned(),
        lead: tr_args("address-lead", &[("old", old.in_html()), ("new", new.in_html())]).into_owned(),
        email: old.to_owned(),
        needs_password,
        button: "address-button",
        action: "/account/address",
        ticket,
        faults,
    }
}

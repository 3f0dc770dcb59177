//! *Configuration → Accounts → one account*: its mail passwords, and what they may send.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use mail::Fault;
use serde::Deserialize;
use uuid::Uuid;

use crate::account::{MailPasswordRow, delete_question};
use crate::error_pages::{PageError, PageResult};
use crate::extract::{Path, Query};
use crate::layout::{self, Faults, Frame, NavEntry};
use crate::session::{Administrator, Client, Visitor};
use crate::step_up::{ConfirmedForm, NoFields};
use crate::translation::{filters, tr};
use crate::workspaces::quota::{QuotaForm, QuotaRows, quota_rows};
use accounts::{AccountSending, AccountsError, AssignedSenders, MailPassword, WorkspaceQuota};
use app::App;
use permissions::account_quota;

#[derive(Template)]
#[template(path = "accounts/one.html")]
struct Page {
    frame: Frame,
    id: Uuid,
    email: String,
    name: String,
    /// The configured From, as which every account may send.
    own_sender: String,
    rows: Vec<MailPasswordRow>,
    /// The address below which a mail password is deleted.
    base: String,
    quota: QuotaRows,
    form: SendingForm,
    faults: Faults,
    note: Option<Cow<'static, str>>,
}

/// What the mail passwords of the account may send, as entered.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SendingForm {
    senders: String,
    #[serde(flatten)]
    limits: QuotaForm,
}

impl SendingForm {
    fn of(sending: &AccountSending) -> Self {
        Self { senders: sending.senders.text(), limits: QuotaForm::of(&sending.quota.limits) }
    }

    /// # Errors
    /// All faults of the fields.
    fn read(&self) -> Result<(AssignedSenders, WorkspaceQuota), Vec<Fault>> {
        match (AssignedSenders::parse(&self.senders), self.limits.limits()) {
            (Ok(senders), Ok(limits)) => Ok((senders, limits)),
            (senders, limits) => Err([senders.err(), limits.err()].into_iter().flatten().flatten().collect()),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NoticeQuery {
    saved: Option<String>,
    deleted: Option<String>,
}

pub async fn show(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
    Query(done): Query<NoticeQuery>,
) -> PageResult {
    let note = match done {
        NoticeQuery { saved: Some(_), .. } => Some(tr("account-saved")),
        NoticeQuery { deleted: Some(_), .. } => Some(tr("mail-passwords-deleted")),
        _ => None,
    };
    Ok(layout::render(&Page { note, ..page(&app, &visitor, id).await? }))
}

pub async fn change(
    State(app): State<App>,
    Client(client): Client,
    Administrator(visitor): Administrator,
    Path(id): Path<Uuid>,
    ConfirmedForm(form): ConfirmedForm<SendingForm>,
) -> PageResult {
    let faults = match form.read() {
        Ok((senders, limits)) => {
            match app.accounts.set_account_sending(id, senders, limits, &visitor.by(client)).await {
                Ok(_) => return Ok(Redirect::to(&format!("{}?saved=1", address(id))).into_response()),
                Err(AccountsError::Faults(faults)) => faults,
                Err(other) => return Err(other.into()),
            }
        }
        Err(faults) => faults,
    };
    let page = page(&app, &visitor, id).await?;
    let page = Page { frame: page.frame.with_faults(), faults: Faults::new(faults), form, ..page };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response())
}

pub async fn confirm_delete(
    State(app): State<App>,
    Administrator(visitor): Administrator,
    Path((id, password)): Path<(Uuid, Uuid)>,
) -> PageResult {
    let password = find(&app, id, password).await?;
    let question = delete_question(&password, &below(id));
    let question = crate::confirmation::Question { back: address(id), ..question };
    Ok(question.page("mail-passwords-delete-title", NavEntry::Accounts, &visitor))
}

pub async fn delete(
    State(app): State<App>,
    Client(client): Client,
    Administrator(visitor): Administrator,
    Path((id, password)): Path<(Uuid, Uuid)>,
    _: ConfirmedForm<NoFields>,
) -> PageResult {
    if app.accounts.delete_mail_password(password, Some(id), &visitor.by(client)).await? {
        Ok(Redirect::to(&format!("{}?deleted=1", address(id))).into_response())
    } else {
        Err(PageError::NotFound)
    }
}

fn address(id: Uuid) -> String {
    format!("/configuration/accounts/{id}")
}

fn below(id: Uuid) -> String {
    format!("{}/mail-passwords", address(id))
}

async fn find(app: &App, account: Uuid, id: Uuid) -> Result<MailPassword, PageError> {
    let mut all = app.accounts.mail_passwords(Some(account)).await?.into_iter();
    all.find(|password| password.id == id).ok_or(PageError::NotFound)
}

async fn page(app: &App, visitor: &Visitor, id: Uuid) -> Result<Page, PageError> {
    let sending = app.accounts.account_sending(id).await?;
    let passwords = app.accounts.mail_passwords(Some(id)).await?;
    Ok(Page {
        frame: Frame::new(tr("accounts-one-title"), NavEntry::Accounts, visitor),
        id,
        email: sending.account.email.expose().to_owned(),
        name: sending.account.name.clone(),
        own_sender: app.settings.active_sender().expose().to_owned(),
        rows: passwords.into_iter().map(MailPasswordRow::from).collect(),
        base: below(id),
        quota: quota_rows(app, &sending.quota, &account_quota(&sending.quota)).await?,
        form: SendingForm::of(&sending),
        faults: Faults::default(),
        note: None,
    })
}

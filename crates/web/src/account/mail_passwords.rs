//! *Your account → Mail passwords*: what programs of the visitor send with by SMTP. A mail password is shown once, when
//! it is created.

use std::borrow::Cow;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use uuid::Uuid;

use crate::api_keys::limits::{self, LimitsForm};
use crate::confirmation::Question;
use crate::error_pages::{PageError, PageResult};
use crate::extract::{Path, Query};
use crate::labels::TimeElement;
use crate::layout::{self, Faults, Frame, NavEntry};
use crate::session::{Client, Visitor};
use crate::step_up::{ConfirmedForm, NoFields};
use crate::translation::{filters, tr, tr_args};
use crate::workspaces::quota::{QuotaRows, quota_rows};
use accounts::{AccountsError, MailPassword, ReachableRecipients};
use app::App;
use config::{Certificate, Config};
use permissions::account_quota;

/// The address of the page.
const PAGE: &str = "/account/mail-passwords";

pub fn routes() -> Router<App> {
    Router::new().route("/", get(show).post(make)).route("/{id}/delete", get(confirm_delete).post(delete))
}

#[derive(Template)]
#[template(path = "account/mail_passwords.html")]
struct Page {
    frame: Frame,
    rows: Vec<MailPasswordRow>,
    /// What a program is told: server, ports, user name, senders.
    server: Server,
    senders: Vec<String>,
    /// Whether mail goes to anybody, or only to accounts and what approved workspaces may write to.
    reaches_everybody: bool,
    quota: QuotaRows,
    form: MailPasswordForm,
    faults: Faults,
    made: Option<NewMailPassword>,
    note: Option<Cow<'static, str>>,
}

/// A mail password in a list.
pub struct MailPasswordRow {
    pub id: Uuid,
    pub name: String,
    pub created_at: TimeElement,
    pub last_used_at: Option<TimeElement>,
    pub expires_at: Option<TimeElement>,
    /// Its limits, one line each.
    pub limits: Vec<Cow<'static, str>>,
}

impl From<MailPassword> for MailPasswordRow {
    fn from(password: MailPassword) -> Self {
        Self {
            id: password.id,
            name: password.name,
            created_at: TimeElement(password.created_at),
            last_used_at: password.last_used_at.map(TimeElement),
            expires_at: password.limits.expires_at.map(TimeElement),
            limits: limits::lines(&password.limits),
        }
    }
}

/// Where programs submit mail.
struct Server {
    host: String,
    /// A line for each listener that programs can log in at.
    ports: Vec<Cow<'static, str>>,
}

impl Server {
    fn of(config: &Config) -> Self {
        let submission = &config.submission;
        let port = |key: &str, port: u16| tr_args(key, &[("port", port.to_string().into())]);
        let implicit = submission.smtps.iter().map(|address| port("mail-passwords-port-tls", address.port()));
        let clear = submission.smtp.iter().filter_map(|address| {
            // A password is accepted in clear only from the machine of the server.
            match (address.ip().is_loopback(), &config.certificate) {
                (true, _) => Some(port("mail-passwords-port-local", address.port())),
                (false, Certificate::None) => None,
                (false, _) => Some(port("mail-passwords-port-starttls", address.port())),
            }
        });
        Self { host: config.public_host.text(), ports: implicit.chain(clear).collect() }
    }
}

/// The mail password that was just created; only this page shows it.
struct NewMailPassword {
    name: String,
    secret: SecretString,
}

impl NewMailPassword {
    fn secret(&self) -> &str {
        self.secret.expose_secret()
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct MailPasswordForm {
    name: String,
    #[serde(flatten)]
    limits: LimitsForm,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NoticeQuery {
    deleted: Option<String>,
}

async fn show(State(app): State<App>, visitor: Visitor, Query(done): Query<NoticeQuery>) -> PageResult {
    let note = done.deleted.map(|_| tr("mail-passwords-deleted"));
    Ok(layout::render(&Page { note, ..page(&app, &visitor, MailPasswordForm::default()).await? }))
}

async fn make(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    ConfirmedForm(form): ConfirmedForm<MailPasswordForm>,
) -> PageResult {
    let (id, by) = (visitor.account.id, visitor.by(client));
    match app.accounts.make_mail_password(id, &form.name, &form.limits.typed(), &by).await {
        Ok((password, secret)) => {
            let made = Some(NewMailPassword { name: password.name, secret });
            Ok(layout::render(&Page { made, ..page(&app, &visitor, MailPasswordForm::default()).await? }))
        }
        Err(AccountsError::Faults(faults)) => {
            let page = page(&app, &visitor, form).await?;
            let page = Page { frame: page.frame.with_faults(), faults: Faults::new(faults), ..page };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, layout::render(&page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn page(app: &App, visitor: &Visitor, form: MailPasswordForm) -> Result<Page, PageError> {
    let id = visitor.account.id;
    let sending = app.accounts.account_sending(id).await?;
    let own = app.settings.active_sender();
    let senders = std::iter::once(own.expose()).chain(sending.senders.list()).map(str::to_owned).collect();
    let reach = app.scripts.reach_of_account(id, Vec::new()).await?;
    Ok(Page {
        frame: Frame::new(tr("mail-passwords-title"), NavEntry::Account, visitor),
        rows: app.accounts.mail_passwords(Some(id)).await?.into_iter().map(MailPasswordRow::from).collect(),
        server: Server::of(&app.config),
        senders,
        reaches_everybody: reach == ReachableRecipients::Everybody,
        quota: quota_rows(app, &sending.quota, &account_quota(&sending.quota)).await?,
        form,
        faults: Faults::default(),
        made: None,
        note: None,
    })
}

/// The question before a mail password is deleted.
async fn confirm_delete(State(app): State<App>, visitor: Visitor, Path(id): Path<Uuid>) -> PageResult {
    let mut own = app.accounts.mail_passwords(Some(visitor.account.id)).await?.into_iter();
    let password = own.find(|password| password.id == id).ok_or(PageError::NotFound)?;
    Ok(delete_question(&password, PAGE).page("mail-passwords-delete-title", NavEntry::Account, &visitor))
}

/// The question before `password` is deleted, asked on a page below `page`.
pub fn delete_question(password: &MailPassword, page: &str) -> Question {
    Question {
        meaning: vec![tr_args("mail-passwords-delete-meaning", &[("name", password.name.as_str().into())])],
        action: format!("{page}/{}/delete", password.id),
        fields: Vec::new(),
        button: tr("mail-passwords-delete-it"),
        is_dangerous: true,
        back: page.to_owned(),
    }
}

async fn delete(
    State(app): State<App>,
    Client(client): Client,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    _: ConfirmedForm<NoFields>,
) -> PageResult {
    let is_deleted = app.accounts.delete_mail_password(id, Some(visitor.account.id), &visitor.by(client)).await?;
    if is_deleted { Ok(Redirect::to(&format!("{PAGE}?deleted=1")).into_response()) } else { Err(PageError::NotFound) }
}

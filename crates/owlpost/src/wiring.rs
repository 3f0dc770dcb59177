//! Assembles the server: database → key → modules → pages and API → serve until stopped.
//!
//! Read from top to bottom to see the dependencies. Only the commands import this module.

mod compression;
mod connection_places;
mod in_flight;
mod serving;
mod write_limit;

use std::error::Error as _;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use storage::{Db, DbError, Location, OpenError};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tower_http::catch_panic::CatchPanicLayer;

use crate::maintenance::{self, Maintenance, timekeeper};
use accounts::Accounts;
use accounts::audit::Audit;
use app::App;
use clock::{Clock, Random};
use config::Config;
use scripting::Scripts;
use scripting::files::Files;
use sending::delivery_loop::{self, DeliveryHandle, Deps, MakeTransport, Running};
use sending::intake::Intake;
use sending::mailbox::Mailbox;
use sending::maillog::MailLog;
use sending::storage_status::StorageStatus;
use serving::Bounds;
use settings::vault::{KeyError, Vault};
use settings::{Settings, SettingsError};
use submission::Listeners;
use tickets::Tickets;
use tls::server::ServerCertificate;
use transfer::{Budget, UntrustedProxy};

/// How long requests, and then attempts in progress, may take to end when the server stops. Together they are shorter
/// than the 90 s that systemd waits before it kills the process. Attempts get more time than requests, because a reply
/// lost after the final dot means a possible duplicate.
const REQUESTS_END_WITHIN: Duration = Duration::from_secs(10);
const MAIL_ENDS_WITHIN: Duration = Duration::from_secs(30);

/// How long responses in progress may take after the disk has failed: long enough to send a finished response. Nothing
/// can be stored any more.
const ANSWERS_END_WITHIN: Duration = Duration::from_millis(500);

/// The path of our own binary, even if another version has replaced it on disk in the meantime (proc(5)).
const OURSELVES: &str = "/proc/self/exe";

/// A server that has opened everything and sends mail, but does not listen yet.
pub struct Server {
    /// The handles for pages and API.
    pub app: App,
    running: Running,
    scripts: scripting::Running,
    maintenance: Maintenance,
}

/// Where a server listens.
pub struct Listening {
    http: TcpListener,
    /// SMTP submission.
    pub submission: Listeners,
    /// The certificate of submission.
    pub certificate: Option<Arc<ServerCertificate>>,
}

/// With fewer open files the start fails at some point, with a misleading error.
const FEWEST_OPEN_FILES: u64 = 64;

/// Why the server did not start. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be opened.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The master key cannot be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Stored email settings cannot be read.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The delivery loop cannot start: the outbox or the node's name cannot be read.
    #[error(transparent)]
    DeliveryLoop(#[from] delivery_loop::StartError),
    /// The limit on open files is too low.
    #[error(
        "the limit on open files is {limit}, and owlpost needs at least {FEWEST_OPEN_FILES}, and one more for each connection: raise it (LimitNOFILE= of the service, or ulimit -n)"
    )]
    OpenFiles {
        /// The limit, raised as far as the system allows.
        limit: u64,
    },
    /// Due times could not be moved after the clock was set back.
    #[error("checking whether the clock was set back")]
    Clock(#[source] queue::QueueError),
    /// The tables of a crate cannot be read.
    #[error("reading the database at the start")]
    Tables(#[from] storage::DbError),
    /// The address is in use or does not belong to this machine.
    #[error(
        "the address {address} cannot be listened on: another program uses it, or this machine does not have it. Stop the other program, or choose another with --http"
    )]
    Listen {
        /// The configured address.
        address: SocketAddr,
        /// The system's error.
        #[source]
        source: io::Error,
    },
    /// A write or sync of the database failed; the details were logged. Only a new process can recover.
    #[error(transparent)]
    DiskFailed(DbError),
    /// An address of submission is taken, or not ours.
    #[error(transparent)]
    Submission(#[from] submission::ListenError),
    /// The certificate of submission.
    #[error("the TLS certificate cannot be used")]
    Certificate(#[from] tls::server::CertificateFileError),
    /// Serving failed unexpectedly.
    #[error("serving {address}")]
    Serve {
        /// The address.
        address: SocketAddr,
        /// The system's error.
        #[source]
        source: io::Error,
    },
}

/// The location of the database in the data folder.
pub fn database_in(config: &Config) -> Location {
    let folder: PathBuf = config.data_dir.clone();
    Location::Sqlite(folder)
}

impl Server {
    /// Opens everything, and starts sending.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn open(config: Config, clock: Clock, random: Random) -> Result<Self, StartError> {
        let limit = serving::raise_open_files();
        if limit < FEWEST_OPEN_FILES {
            return Err(StartError::OpenFiles { limit });
        }
        let transports = |mailbox| delivery_loop::standard_transports(Arc::new(mailbox));
        Self::open_with(config, clock, random, OURSELVES.into(), transports).await
    }

    /// Like [`Server::open`], with other transports and another program as the sandbox of scripts: tests use fake
    /// transports, and name our binary, because their own cannot run scripts.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn open_with(
        config: Config,
        clock: Clock,
        random: Random,
        sandbox: PathBuf,
        transports: impl FnOnce(Mailbox) -> MakeTransport,
    ) -> Result<Self, StartError> {
        let db = Db::open(&database_in(&config))?;
        verify(&db, &config).await?;
        let opened = Self::open_over(db.clone(), config, clock, random, sandbox, transports).await;
        match (opened, db.failure()) {
            // The error names only an operation; the cause is the disk, or a background check that found a fault.
            (Err(_), Some(failure)) => {
                report(&failure);
                // Leaks the last handle: dropping it would wait for a thread that may hang in a system call on the
                // failed disk.
                Box::leak(Box::new(db));
                Err(StartError::DiskFailed(failure))
            }
            (opened, _) => opened,
        }
    }

    async fn open_over(
        db: Db,
        config: Config,
        clock: Clock,
        random: Random,
        sandbox: PathBuf,
        transports: impl FnOnce(Mailbox) -> MakeTransport,
    ) -> Result<Self, StartError> {
        // Deliveries of accepted mail, and everything that administrators need to see the problem, continue on a full
        // disk.
        let reserved = db.with_reserve();
        let vault = Vault::open(&db, &config.master_key_file, random.clone()).await?;
        // Before anything checks what is due.
        timekeeper::observe(&db, clock.now()).await.map_err(StartError::Clock)?;

        let deps = Deps {
            settings: Settings::open(reserved.clone(), clock.clone(), random.clone(), vault, &config).await?,
            storage_status: StorageStatus::open(db.clone(), clock.clone()).await?,
            maillog: MailLog::default(),
            db: db.clone(),
            clock: clock.clone(),
            random: random.clone(),
            max_repetitions: config.limits.lost_reply_repetitions,
        };
        let mailbox = Mailbox::open(db.clone(), clock.clone(), random.clone(), config.limits).await?;
        // Subscribed before sending starts: a pause from before a restart may end at once.
        let ended_pauses = deps.settings.ended_pauses();
        let loop_deps = Deps { db: reserved.clone(), ..deps.clone() };
        let (delivery_loop, running) =
            DeliveryHandle::start(loop_deps, Arc::new(mailbox.clone()), &config, transports(mailbox.clone())).await?;
        let intake = Intake::new(&deps, delivery_loop.clone());
        let accounts = Accounts::new(reserved.clone(), clock.clone(), random.clone());
        let accounts = match config.approval {
            config::Approval::Administrator => accounts,
            config::Approval::None => accounts.without_approval(),
        };
        let tickets = Tickets::new(
            db.clone(),
            clock.clone(),
            random.clone(),
            accounts.clone(),
            intake.clone(),
            &config.public_url,
        );
        let audit = Audit::new(reserved.clone(), clock.clone(), random.clone());
        let files = Files::new(db.clone(), clock.clone(), audit.clone());
        let (scripts, running_scripts) = Scripts::open(scripting::Deps {
            db: db.clone(),
            clock: clock.clone(),
            random: random.clone(),
            accounts: accounts.clone(),
            audit: audit.clone(),
            files: files.clone(),
            intake: intake.clone(),
            storage_status: deps.storage_status.clone(),
            metrics: deps.maillog.metrics().clone(),
            sandbox,
        })
        .await?;
        let Deps { settings, maillog, storage_status, .. } = deps;
        let config = Arc::new(config);
        let app = App {
            untrusted_proxy: UntrustedProxy::default(),
            budget: Budget::new(transfer::Limits::for_bodies(config.limits.request_bytes)),
            config,
            clock,
            random,
            db,
            accounts,
            tickets,
            scripts,
            settings,
            intake,
            delivery_loop,
            mailbox,
            files,
            audit,
            maillog,
            storage_status,
        };
        let maintenance = Maintenance::start(maintenance_deps(&app), ended_pauses);
        app.db.opened().await;
        Ok(Self { app, running, scripts: running_scripts, maintenance })
    }

    /// Pages and API.
    pub fn router(&self) -> Router {
        let api = api::router(self.app.clone()).layer(DefaultBodyLimit::max(self.app.config.limits.request_bytes));
        let faces = web::router(self.app.clone()).merge(api).layer(CatchPanicLayer::new());
        let faces = in_flight::layer(web::with_client(faces, self.app.clone()), self.app.clone());
        compression::layer(web::with_safe_headers(faces, &self.app.config))
    }

    /// Listens on the configured address.
    ///
    /// # Errors
    /// [`StartError::Listen`], [`StartError::Submission`], [`StartError::Certificate`].
    pub async fn listen(&self) -> Result<Listening, StartError> {
        let address = self.app.config.http;
        let http = TcpListener::bind(address).await.map_err(|source| StartError::Listen { address, source })?;
        let certificate = submission::open_certificate(&self.app.config, true)?;
        let submission = Listeners::bind(&self.app.config.submission).await?;
        Ok(Listening { http, submission, certificate })
    }

    /// Serves until `stop` completes. Then requests and attempts in progress end within their limits, and the database
    /// is closed.
    ///
    /// # Errors
    /// [`StartError::Serve`]. [`StartError::DiskFailed`] as soon as a write or sync of the database fails, even during
    /// shutdown: the caller must then end the process without waiting for anything and without dropping the last
    /// [`Db`], which would wait for the writer's thread.
    pub async fn serve(self, listening: Listening, stop: impl Future<Output = ()>) -> Result<(), StartError> {
        let address = self.app.config.http;
        let config = self.app.config.clone();
        // Includes a proxy on this machine.
        let is_proxy = move |client: IpAddr| in_flight::is_shared(&config, client);
        let db = self.app.db.clone();
        let (stopping, stopped) = watch::channel(false);
        let (http, submission) = Bounds::of_this_process().shared_with_submission(!listening.submission.is_empty());
        let Listening { http: listener, submission: listeners, certificate } = listening;
        let serving_http = serving::serve(listener, self.router(), http, is_proxy, stopped.clone());
        let serving_smtp = listeners.serve(self.app.clone(), certificate, submission, stopped);
        let mut server = tokio::spawn(async move {
            tokio::join!(serving_http, serving_smtp);
        });
        let served = tokio::select! {
            ended = &mut server => Some(ended),
            () = stop => None,
            failure = db.failed() => {
                report(&failure);
                stopping.send_replace(true);
                self.end_at_once(server).await;
                return Err(StartError::DiskFailed(failure));
            }
        };
        tracing::info!("stopping: waiting for requests and attempts in progress");
        self.end_events();
        stopping.send_replace(true);
        let stopped = async {
            let served = match served {
                Some(ended) => ended,
                None => tokio::time::timeout(REQUESTS_END_WITHIN, &mut server).await.unwrap_or_else(|_| {
                    tracing::warn!("some requests did not end in time and are aborted");
                    server.abort();
                    Ok(())
                }),
            };
            self.close().await;
            served.map_err(|fault| StartError::Serve { address, source: io::Error::other(fault) })
        };
        let failure = tokio::select! {
            // The disk may fail in the last step, closing the database.
            stopped = stopped => match db.failure() {
                None => return stopped,
                Some(failure) => failure,
            },
            failure = db.failed() => failure,
        };
        report(&failure);
        Err(StartError::DiskFailed(failure))
    }

    /// After the disk has failed: starts no further attempt, and sends responses in progress. Nothing is closed.
    async fn end_at_once(self, server: JoinHandle<()>) {
        self.end_events();
        let ended = async { tokio::join!(self.running.stop(ANSWERS_END_WITHIN), server) };
        // Everything else ends with the process.
        let _ = tokio::time::timeout(ANSWERS_END_WITHIN, ended).await;
    }

    fn end_events(&self) {
        self.app.delivery_loop.end_events();
        self.app.scripts.end_events();
    }

    /// Stops sending and closes the database.
    pub async fn close(self) {
        self.close_within(MAIL_ENDS_WITHIN).await;
    }

    /// Waits until maintenance has done the work that is due at the current time; for tests that turn the clock. Mail
    /// that maintenance wrote is accepted then, but not sent yet.
    pub async fn wait_for_maintenance(&self) {
        self.maintenance.looked(self.app.clock.now()).await;
    }

    /// Like [`Server::close`]; attempts in progress get up to `limit` to end.
    pub async fn close_within(self, limit: Duration) {
        // The delivery loop is notified before anything is waited for, so that nothing new starts in the meantime.
        tokio::join!(self.running.stop(limit), self.scripts.stop(), self.maintenance.stop());
        self.app.db.close().await;
    }
}

fn maintenance_deps(app: &App) -> maintenance::Deps {
    maintenance::Deps {
        db: app.db.clone(),
        clock: app.clock.clone(),
        settings: app.settings.clone(),
        accounts: app.accounts.clone(),
        audit: app.audit.clone(),
        tickets: app.tickets.clone(),
        scripts: app.scripts.clone(),
        intake: app.intake.clone(),
        delivery_loop: app.delivery_loop.clone(),
        keep_history_days: app.config.limits.keep_history_days,
        storage_status: app.storage_status.clone(),
        settings_url: format!("{}/configuration/email-settings", app.config.public_url),
        overview_url: format!("{}/", app.config.public_url),
    }
}

/// Checks database files that may be a torn copy: the tables of the queue before mail is accepted, the rest in the
/// background. A fault that is found later ends the process like a failure of the disk.
async fn verify(db: &Db, config: &Config) -> Result<(), StartError> {
    if db.is_verified() {
        return Ok(());
    }
    if let Some(fault) = db.check_tables(queue::TABLES).await? {
        let file = config.data_dir.join("owlpost.db");
        return Err(OpenError::Damaged { file, fault }.into());
    }
    let db = db.clone();
    tokio::spawn(async move {
        match db.verify().await {
            Ok(()) => tracing::info!("the database was checked completely and is not damaged"),
            Err(DbError::Damaged { .. }) => {}
            Err(error) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the database could not be checked in full; the next start begins again"
            ),
        }
    });
    Ok(())
}

fn report(failure: &DbError) {
    if let DbError::Damaged { .. } = failure {
        tracing::error!(
            "{failure}. owlpost ends now and does not start with it. The cause is usually that the folder was copied while \
             owlpost ran. Restore a backup; `owlpost check --deep` says what can still be read"
        );
        return;
    }
    tracing::error!(
        cause = failure.source().map(tracing::field::display),
        "{failure}. owlpost ends now, so that its next start recovers everything that was accepted from the database's \
         log. Check the disk of the data folder, and how much room it has"
    );
}

//! A delivery loop over a real database, with a clock that the test turns.

use std::sync::Arc;
use std::time::Duration;

use clock::{Clock, Random};
use config::Config;
use jiff::Timestamp;
use mail::Draft;
use queue::{Delivery, Detail, Id, Kind, Source, State};
use sending::delivery_loop::{DeliveryHandle, Deps, MakeTransport, Running, WaitingFor};
use sending::intake::{Intake, Request};
use sending::mailbox::Mailbox;
use sending::maillog::MailLog;
use sending::storage_status::StorageStatus;
use settings::vault::Vault;
use settings::{Actor, Settings};
use storage::{Db, DbError};
use uuid::Uuid;

use crate::server::{Rules, Server};

/// The loop, and the server it sends to.
pub struct TestLoop {
    pub clock: Clock,
    pub settings: Settings,
    pub server: Server,
    db: Db,
    delivery_loop: DeliveryHandle,
    intake: Intake,
    running: Running,
    folder: tempfile::TempDir,
}

impl TestLoop {
    /// Starts with `limits` as the `pace` of the settings, in the form of `PUT /email-settings`.
    pub async fn start(limits: &str, rules: Rules) -> Self {
        Self::start_in(tempfile::tempdir().expect("a folder"), limits, rules).await
    }

    /// Starts on a file system in memory if there is one: nothing that is tested depends on the disk.
    pub async fn start_in_memory(limits: &str, rules: Rules) -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        Self::start_in(folder, limits, rules).await
    }

    async fn start_in(folder: tempfile::TempDir, limits: &str, rules: Rules) -> Self {
        let clock = Clock::manual("2026-11-22T12:00:00Z".parse().expect("a time"));
        let server = Server::new(clock.clone(), rules);
        let this = Self::open(folder, clock, server).await;
        this.save(&format!(
            r#"{{"method": "password", "from": {{"email": "noreply@example.com"}},
                "password": {{"host": "smtp.example.com"}}, "pace": {limits}}}"#
        ))
        .await;
        this
    }

    async fn open(folder: tempfile::TempDir, clock: Clock, server: Server) -> Self {
        let config = Config::standard_in(folder.path());
        let random = Random::seeded(1);
        let db = Db::open(&storage::Location::Sqlite(config.data_dir.clone())).expect("a database");
        let vault = Vault::open(&db, &config.master_key_file, random.clone()).await.expect("a key");
        let settings =
            Settings::open(db.clone(), clock.clone(), random.clone(), vault, &config).await.expect("settings");
        let mailbox = Mailbox::open(db.clone(), clock.clone(), random.clone(), config.limits).await.expect("a mailbox");
        let deps = Deps {
            db: db.clone(),
            clock: clock.clone(),
            random,
            settings: settings.clone(),
            maillog: MailLog::default(),
            storage_status: StorageStatus::open(db.clone(), clock.clone()).await.expect("a status"),
            max_repetitions: config.limits.lost_reply_repetitions,
        };
        let transport = server.clone();
        let make_transport: MakeTransport = Arc::new(move |_| Arc::new(transport.clone()));
        let started = DeliveryHandle::start(deps.clone(), Arc::new(mailbox), &config, make_transport).await;
        let (delivery_loop, running) = started.expect("a delivery loop");
        let intake = Intake::new(&deps, delivery_loop.clone());
        Self { clock, settings, server, db, delivery_loop, intake, running, folder }
    }

    /// Stops within `limit` and starts again, over the same folder.
    pub async fn restart(self, limit: Duration) -> Self {
        let Self { clock, server, db, running, folder, .. } = self;
        let stopping = tokio::spawn(running.stop(limit));
        let turning = clock.clone();
        while !stopping.is_finished() {
            turning.turn(Duration::from_secs(1));
            db.write(|_| Ok::<_, DbError>(())).await.ok();
        }
        stopping.await.expect("stops");
        db.close().await;
        Self::open(folder, clock, server).await
    }

    pub async fn save(&self, json: &str) {
        let input = serde_json::from_str(json).expect("well-formed settings");
        self.settings.save(input, &Actor::account("ann@example.com")).await.expect("saved");
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub async fn accept(&self, to: &str) -> Id {
        self.accept_kind(Kind::Api, &[to], None).await
    }

    /// Accepts a message of the script with number `source`, which has its own workspace.
    pub async fn accept_from(&self, source: usize, to: &str) -> Id {
        let id = |nth: usize| Uuid::from_u128(nth as u128);
        let source = Source::script(id(1 + source), id(1_000 + source));
        self.accept_request((Kind::Script, source), &[to], None).await
    }

    pub async fn accept_kind(&self, kind: Kind, to: &[&str], from: Option<&str>) -> Id {
        self.accept_request((kind, Source::default()), to, from).await
    }

    async fn accept_request(&self, (kind, source): (Kind, Source), to: &[&str], from: Option<&str>) -> Id {
        let draft = Draft {
            from: from.map(str::to_owned),
            to: to.iter().map(|to| (*to).to_owned()).collect(),
            subject: "Test".to_owned(),
            text: Some("Hello".to_owned()),
            ..Draft::default()
        };
        let request = Request {
            draft,
            kind,
            origin: sending::texts::origin_owlpost(),
            source,
            key: None,
            expires_at: None,
            client: None,
        };
        self.intake.accept(request).await.expect("accepted").id
    }

    /// Waits until the loop has done what it can do now. Each write is queued behind those of the loop.
    pub async fn settle(&self) {
        for _ in 0..8 {
            self.db.write(|_| Ok::<_, DbError>(())).await.expect("written");
            for _ in 0..50 {
                tokio::task::yield_now().await;
            }
        }
    }

    /// As [`TestLoop::settle`], but only until the server receives nothing more: for tests with very many steps. Work
    /// that the server does not notice takes at most two writes (a claim is returned and fetched again).
    pub async fn settle_briefly(&self) {
        let mut quiet = 0;
        let mut before = self.server.log(|log| log.activity());
        while quiet < 2 {
            self.db.write(|_| Ok::<_, DbError>(())).await.expect("written");
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            let now = self.server.log(|log| log.activity());
            quiet = if now == before { quiet + 1 } else { 0 };
            before = now;
        }
    }

    /// Turns the clock in steps, and lets the loop work at each.
    pub async fn run_for(&self, seconds: u64, step: u64) {
        self.settle().await;
        for _ in 0..seconds / step {
            self.clock.turn(Duration::from_secs(step));
            self.settle().await;
        }
    }

    /// The deliveries of these messages, read in one transaction.
    pub async fn deliveries(&self, ids: &[Id]) -> Vec<Delivery> {
        let ids = ids.to_vec();
        let read =
            self.db.read(move |rx| ids.into_iter().map(|id| queue::detail(rx, id)).collect::<Result<Vec<_>, _>>());
        read.await.expect("messages").into_iter().flat_map(|detail| detail.deliveries).collect()
    }

    pub async fn detail(&self, id: Id) -> Detail {
        self.db.read(move |rx| queue::detail(rx, id)).await.expect("a message")
    }

    /// What the first delivery of a message waits for, and for how many seconds if that is known.
    pub async fn waits_for(&self, id: Id) -> Option<(WaitingFor, Option<i64>)> {
        self.delivery_waits_for(id, 0).await
    }

    /// As [`TestLoop::waits_for`], of the delivery at `nth`.
    pub async fn delivery_waits_for(&self, id: Id, nth: usize) -> Option<(WaitingFor, Option<i64>)> {
        let detail = self.detail(id).await;
        let waiting = self.delivery_loop.waiting(id, detail.summary.kind.lane(), &detail.deliveries[nth])?;
        Some((waiting.reason, waiting.until.map(|until| until.duration_since(self.now()).as_secs())))
    }

    pub async fn states(&self, id: Id) -> Vec<State> {
        self.detail(id).await.deliveries.iter().map(|delivery| delivery.state).collect()
    }

    /// How many recipients the server has accepted mail for.
    pub fn accepted(&self) -> usize {
        self.server.log(|log| log.accepted.len())
    }
}

pub fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

//! To which destinations stored secrets are bound, also those that an earlier version stored.

use super::*;
use uuid::Uuid;

/// A certificate authority, as PEM.
fn authority() -> String {
    let key = rcgen::KeyPair::generate().expect("a key");
    rcgen::CertificateParams::new(Vec::new()).expect("parameters").self_signed(&key).expect("signed").pem()
}

impl Fixture {
    async fn vault(&self) -> Vault {
        let key = self.folder.path().join("master.key");
        Vault::open(&self.db, &key, Random::system()).await.expect("a key")
    }

    /// Replaces an encrypted secret of every version.
    async fn put(&self, column: &'static str, sealed: Vec<u8>) {
        let sql = format!("UPDATE settings_version SET {column} = $1");
        self.db.write(move |tx| tx.execute(&sql, storage::params![&sealed[..]])).await.expect("put");
    }

    /// The encrypted secret of version `number`.
    async fn stored(&self, column: &'static str, number: u32) -> Vec<u8> {
        let sql = format!("SELECT {column} FROM settings_version WHERE number = $1");
        let read = self.db.read(move |rx| rx.query_first(&sql, storage::params![number], |row| row.get::<Vec<u8>>(0)));
        read.await.expect("read").expect("a secret")
    }

    /// Edits the stored settings of every version by hand.
    async fn edit(&self, from: &str, to: &str) {
        let (from, to) = (from.to_owned(), to.to_owned());
        let sql = "UPDATE settings_version SET settings = replace(settings, $1, $2)";
        let edited = self
            .db
            .write(move |tx| tx.execute(sql, storage::params![from.as_str(), to.as_str()]))
            .await
            .expect("edited");
        assert!(edited > 0);
    }

    /// Whether the server starts with what is stored.
    async fn start(self) -> Result<Settings, SettingsError> {
        self.db.close().await;
        let db = Db::open(&Location::Sqlite(self.folder.path().into())).expect("a database");
        let vault = Vault::open(&db, &self.folder.path().join("master.key"), Random::system()).await.expect("a key");
        let config = Config::standard_in(self.folder.path());
        Settings::open(db, self.clock.clone(), Random::system(), vault, &config).await
    }
}

#[tokio::test]
async fn a_password_is_bound_to_its_ca_certificate_even_if_an_earlier_version_stored_it() {
    let fixture = Fixture::new().await;
    let (own, other) = (authority(), authority());
    let with = |ca: &str, password: &str| {
        let mut settings: serde_json::Value = serde_json::from_str(SERVER).expect("JSON");
        settings["password"]["ca_certificate"] = ca.into();
        settings["password"]["password"] = password.into();
        settings.to_string()
    };
    fixture.save(&with(&own, "s3cret-one")).await.expect("saved");
    assert_eq!(fixture.save(&with(&other, "")).await, Err(vec!["password.password".to_owned()]));
    assert_eq!(fixture.save(&with("", "")).await, Err(vec!["password.password".to_owned()]));

    // As an earlier version sealed it.
    let destination = Destination {
        purpose: "email_settings.password",
        parts: &["smtp.example.com", "465", mail::Security::ImplicitTls.name(), "u"],
    };
    let before = fixture.vault().await.seal(destination, &"s3cret-one".to_owned().into());
    fixture.put("password_sealed", before.clone()).await;
    let fixture = fixture.restarted().await;
    assert_eq!(fixture.password().as_deref(), Some("s3cret-one"));
    assert_ne!(fixture.stored("password_sealed", 1).await, before, "sealed anew at the start");

    let stored = |pem: &str| pem.trim_end().replace('\n', "\\n");
    fixture.edit(&stored(&own), &stored(&other)).await;
    assert!(matches!(fixture.start().await, Err(SettingsError::Unseal(_))));
}

/// A custom provider whose client gets tokens without anybody's consent.
const CUSTOM: &str = r#"{"method": "oauth", "from": {"email": "noreply@example.com"}, "oauth": {"provider": "custom",
    "grant": "app", "client_id": "id", "client_secret": "SECRET", "custom": {
    "authorize_url": "https://login.example.com/a", "token_url": "https://login.example.com/t",
    "revoke_url": "https://login.example.com/r", "scopes": "mail", "host": "smtp.example.com", "port": 587,
    "security": "starttls", "ca_certificate": "CA"}}}"#;

#[tokio::test]
async fn a_client_secret_is_bound_to_the_mail_server_of_its_provider() {
    let own = authority();
    let settings = CUSTOM.replace("CA", &own.replace('\n', "\\n"));
    let restorable = |settings: Settings| async move { settings.restore(1, WaitingMail::Hold, &ann()).await.is_ok() };
    let other = authority().trim_end().replace('\n', "\\n");
    for (from, to) in [
        ("smtp.example.com", "smtp.example.net"),
        ("587", "2587"),
        (r#""starttls""#, r#""implicit_tls""#),
        (own.trim_end().replace('\n', "\\n").as_str(), other.as_str()),
        ("example.com/a", "example.net/a"),
        ("example.com/t", "example.net/t"),
        ("example.com/r", "example.net/r"),
        (r#""id""#, r#""other""#),
    ] {
        let fixture = Fixture::new().await;
        fixture.save(&settings.replace("SECRET", "s3cret")).await.expect("saved");
        fixture.edit(from, to).await;
        let started = fixture.start().await.expect("the page says what to enter again");
        assert!(!restorable(started).await, "{to}");
    }

    let fixture = Fixture::new().await;
    fixture.save(&settings.replace("SECRET", "s3cret")).await.expect("saved");
    // Another method is chosen; the secret is kept with its version and with this one.
    let password = settings.replace("SECRET", "").replace(r#""method": "oauth""#, r#""method": "builtin""#);
    fixture.save(&password).await.expect("saved");
    // As an earlier version sealed it.
    let destination =
        Destination { purpose: "oauth.client_secret", parts: &["custom", "https://login.example.com/t", "id"] };
    let before = fixture.vault().await.seal(destination, &"s3cret".to_owned().into());
    fixture.put("credential_sealed", before.clone()).await;
    let fixture = fixture.restarted().await;
    for number in [1, 2] {
        assert_ne!(fixture.stored("credential_sealed", number).await, before, "sealed anew at the start");
    }
    let sealed = fixture.stored("credential_sealed", 1).await;
    assert_eq!(fixture.save(&settings.replace("SECRET", "")).await, Ok(3), "the secret opens");
    let fixture = fixture.restarted().await;
    assert_eq!(fixture.stored("credential_sealed", 1).await, sealed, "once");
    fixture.edit("smtp.example.com", "smtp.example.net").await;
    assert!(!restorable(fixture.start().await.expect("starts")).await);
}

#[tokio::test]
async fn a_refresh_token_is_bound_to_the_mail_server_of_its_provider() {
    let fixture = Fixture::new().await;
    // A public client: no secret is bound to the mail server.
    let settings = CUSTOM.replace("SECRET", "").replace("CA", "").replace(r#""app""#, r#""mailbox""#);
    fixture.save(&settings).await.expect("saved");
    // The consent, with its refresh token as an earlier version sealed it.
    let id = Uuid::from_u128(7);
    let text = id.to_string();
    let destination = |purpose| {
        let parts = ["https://login.example.com/t", "id", &text];
        move |vault: &Vault| vault.seal(Destination { purpose, parts: &parts }, &"refresh".to_owned().into())
    };
    let before = destination("oauth.refresh_token")(&fixture.vault().await);
    let sealed = before.clone();
    let put = fixture.db.write(move |tx| {
        tx.execute(
            "INSERT INTO oauth_grant (id, account, scopes, granted_at, granted_by, renewed_at, renewals, refresh_sealed) \
             VALUES ($1, '', 'mail', 0, $2, 0, 0, $3)",
            storage::params![&id.as_bytes()[..], ann().to_stored(), &sealed[..]],
        )?;
        tx.execute(
            "UPDATE settings_version SET complete = 1, grant_id = $1",
            storage::params![&id.as_bytes()[..]],
        )
    });
    put.await.expect("put");

    let fixture = fixture.restarted().await;
    let sql = "SELECT refresh_sealed FROM oauth_grant";
    let now = fixture.db.read(move |rx| rx.query_first(sql, &[], |row| row.get::<Vec<u8>>(0))).await.expect("read");
    assert_ne!(now.expect("a token"), before, "sealed anew at the start");
    let is_unusable = async |settings: &Settings| {
        let problem = settings.renew_now().await.expect_err("no server answers");
        problem.variant.as_deref() == Some("unusable")
    };
    assert!(!is_unusable(&fixture.settings).await, "it opens");
    fixture.edit("smtp.example.com", "smtp.example.net").await;
    assert!(is_unusable(&fixture.start().await.expect("starts")).await);
}

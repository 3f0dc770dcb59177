//! Makes the connection that settings describe. The only place that decrypts a stored password, and only for its
//! destination.

use std::sync::Arc;

use delivery::{AccountSource, ApiAccount, ApiUser, BearerLogin, Login, MissingPassword, SmtpAccount};
use mail::{EmailAddress, Security};
use oauth::{Grant, SendThrough, TokenSource};
use secrecy::{ExposeSecret, SecretString};
use smtp::{CleartextLogin, PasswordLogin, Server};
use uuid::Uuid;

use super::email_settings::{Connection, EmailSettings, Method, OAuthMethod, PasswordMethod};
use super::oauth::{NoTokens, Target, TokenOwner, TokenSources, reseal_refresh_token, scopes, secret_needed};
use super::problems;
use super::vault::{Destination, UnsealError, Vault};
use super::versions::{self, GrantRef, SealedSecrets};
use config::Builtin;
use config::host::is_loopback;
use config::providers::Providers;

/// Makes connections from settings.
pub(super) struct ConnectionFactory {
    pub vault: Vault,
    /// The transport of the built-in service.
    pub builtin: Builtin,
    /// The EHLO name to use if none is chosen.
    pub own_name: String,
    /// The endpoints of providers.
    pub providers: Providers,
    /// The sources of access tokens.
    pub tokens: TokenSources,
}

/// The decrypted secrets of settings.
#[derive(Default)]
pub(super) struct Secrets {
    pub password: Option<SecretString>,
    pub credential: Option<SecretString>,
}

impl ConnectionFactory {
    /// The connection of a stored version.
    ///
    /// A client secret that cannot be decrypted does not prevent the start: the operator may have changed an endpoint,
    /// and the page says what to enter again.
    pub fn of_row(&self, row: &versions::Row) -> Result<Connection, UnsealError> {
        let settings = &row.version.settings;
        let password = self.unseal_password(settings, row.sealed.password.as_deref())?;
        let credential = match self.unseal_credential(settings, row.sealed.credential.as_deref()) {
            Ok(credential) => credential,
            Err(UnsealError) => return Ok(self.without_tokens(settings)),
        };
        Ok(self.of(settings, Secrets { password, credential }, row.sealed.grant.as_ref()))
    }

    /// The stored password, decrypted for its destination; `None` if there is none.
    pub fn unseal_password(
        &self,
        settings: &EmailSettings,
        sealed: Option<&[u8]>,
    ) -> Result<Option<SecretString>, UnsealError> {
        let (Some(method), Some(sealed)) = (&settings.password, sealed) else { return Ok(None) };
        method.with_destination(|destination| self.vault.unseal(destination, sealed)).map(Some)
    }

    /// Encrypts secrets again that an earlier version did not bind to their whole destination; `None` for one that needs
    /// no change.
    pub fn reseal(&self, settings: &EmailSettings, sealed: &SealedSecrets) -> SealedSecrets {
        SealedSecrets {
            password: sealed.password.as_deref().and_then(|sealed| self.reseal_password(settings, sealed)),
            credential: sealed.credential.as_deref().and_then(|sealed| self.reseal_credential(settings, sealed)),
            grant: None,
        }
    }

    fn reseal_password(&self, settings: &EmailSettings, sealed: &[u8]) -> Option<Vec<u8>> {
        let method = settings.password.as_ref()?;
        let opened = method.with_destination_1(|destination| self.vault.unseal(destination, sealed)).ok()?;
        Some(method.with_destination(|destination| self.vault.seal(destination, &opened)))
    }

    /// Encrypts the refresh token of a consent again that an earlier version did not bind to its whole destination; `None`
    /// if that is not needed.
    pub fn reseal_refresh_token(&self, settings: &EmailSettings, id: Uuid, sealed: &[u8]) -> Option<Vec<u8>> {
        let registration = Target::of(settings.oauth.as_ref()?, &self.providers).registration(None).ok()?;
        reseal_refresh_token(&self.vault, &registration, id, sealed)
    }

    fn reseal_credential(&self, settings: &EmailSettings, sealed: &[u8]) -> Option<Vec<u8>> {
        Target::of(settings.oauth.as_ref()?, &self.providers).reseal(&self.vault, sealed)
    }

    /// The stored client secret or key, decrypted for its destination; `None` if there is none, or if another method is
    /// chosen.
    pub fn unseal_credential(
        &self,
        settings: &EmailSettings,
        sealed: Option<&[u8]>,
    ) -> Result<Option<SecretString>, UnsealError> {
        match &settings.oauth {
            Some(method) if settings.method == Method::OAuth => {
                Target::of(method, &self.providers).unseal(&self.vault, sealed)
            }
            _ => Ok(None),
        }
    }

    /// Encrypts a password for its destination.
    pub fn seal_password(&self, settings: &EmailSettings, password: &SecretString) -> Option<Vec<u8>> {
        let method = settings.password.as_ref()?;
        Some(method.with_destination(|destination| self.vault.seal(destination, password)))
    }

    /// Encrypts a client secret or key for its destination.
    pub fn seal_credential(&self, settings: &EmailSettings, credential: &SecretString) -> Option<Vec<u8>> {
        let method = settings.oauth.as_ref()?;
        Some(Target::of(method, &self.providers).seal(&self.vault, credential))
    }

    /// The connection of `settings`.
    pub fn of(&self, settings: &EmailSettings, secrets: Secrets, grant: Option<&GrantRef>) -> Connection {
        match (settings.method, &self.builtin) {
            (Method::Builtin, Builtin::Relay(account)) => Connection::Smtp(account.clone()),
            (Method::Builtin, Builtin::Mailbox) => Connection::Mailbox,
            (Method::Password, _) => match &settings.password {
                Some(method) => Connection::Smtp(self.password_account(method, secrets.password)),
                None => Connection::Mailbox,
            },
            (Method::OAuth, _) => match &settings.oauth {
                Some(method) => {
                    let tokens = self.tokens_of(settings, method, secrets, grant);
                    self.oauth(settings, method, tokens, grant)
                }
                None => Connection::Mailbox,
            },
        }
    }

    fn password_account(&self, method: &PasswordMethod, password: Option<SecretString>) -> SmtpAccount {
        let in_clear = method.allow_insecure_password || is_loopback(&method.host);
        let login = match password {
            Some(password) => Some(Login::Password(PasswordLogin {
                username: method.username.clone(),
                password,
                mechanism: method.mechanism,
                cleartext: if in_clear { CleartextLogin::Allowed } else { CleartextLogin::Refused },
            })),
            None if method.username.is_empty() => None,
            // Settings are not saved without their password: it was dropped with a lost master key.
            None => Some(Login::PasswordMissing(MissingPassword {
                username: method.username.clone(),
                problem: Box::new(problems::password_needed().at("password.password")),
            })),
        };
        let server = Server {
            host: method.host.clone(),
            port: method.port,
            security: method.security,
            ehlo_name: method.ehlo.clone().unwrap_or_else(|| self.own_name.clone()),
            ca_certificate: method.ca_certificate.clone(),
        };
        SmtpAccount { server, login, source: AccountSource::Settings }
    }

    /// A connection whose token source has no tokens: each attempt fails with that problem.
    fn without_tokens(&self, settings: &EmailSettings) -> Connection {
        match &settings.oauth {
            Some(method) => {
                let problem = secret_needed(method.credential_kind().field());
                self.oauth(settings, method, Arc::new(NoTokens(problem)), None)
            }
            None => Connection::Mailbox,
        }
    }

    fn tokens_of(
        &self,
        settings: &EmailSettings,
        method: &OAuthMethod,
        secrets: Secrets,
        grant: Option<&GrantRef>,
    ) -> Arc<dyn TokenSource> {
        let owner = match (method.grant, grant, &settings.from.email) {
            (Grant::Mailbox, Some(grant), _) => TokenOwner::Grant(grant.id),
            // Nobody has consented: the nil grant does not exist, so that each request for a token fails with that
            // problem.
            (Grant::Mailbox, None, _) => TokenOwner::Grant(Uuid::nil()),
            (Grant::App, _, _) if secrets.credential.is_none() => {
                return Arc::new(NoTokens(secret_needed(method.credential_kind().field())));
            }
            (Grant::App, _, Some(from)) => TokenOwner::App { scopes: scopes(method), mailbox: from.clone() },
            (Grant::App, _, None) => return Arc::new(NoTokens(secret_needed("from.email"))),
        };
        match Target::of(method, &self.providers).registration(secrets.credential) {
            Ok(registration) => self.tokens.source(registration, owner),
            Err(_) => Arc::new(NoTokens(secret_needed(method.credential_kind().field()))),
        }
    }

    fn oauth(
        &self,
        settings: &EmailSettings,
        method: &OAuthMethod,
        tokens: Arc<dyn TokenSource>,
        grant: Option<&GrantRef>,
    ) -> Connection {
        // A token is for the mailbox that consented; it may differ from the From address and be allowed to send as it.
        let consented = grant.map(|grant| grant.account.as_str()).filter(|account| !account.is_empty());
        let endpoints = Target::of(method, &self.providers).endpoints;
        let from = settings.from.email.as_ref();
        match (method.send_through, endpoints.api_url) {
            (SendThrough::Api, Some(base_url)) => Connection::Api(ApiAccount {
                provider: method.provider,
                base_url,
                user: match (method.grant, from) {
                    (Grant::App, Some(from)) => ApiUser::Mailbox(from.clone()),
                    _ => ApiUser::Me { address: consented.and_then(|account| EmailAddress::parse(account).ok()) },
                },
                tokens,
                ca_certificate: endpoints.ca_certificate,
            }),
            _ => Connection::Smtp(SmtpAccount {
                source: AccountSource::Settings,
                login: Some(Login::Bearer(BearerLogin {
                    provider: method.provider,
                    username: consented.or(from.map(EmailAddress::expose)).unwrap_or_default().to_owned(),
                    tokens,
                    mechanism: method.custom_mechanism(),
                    cleartext: match endpoints.smtp.security {
                        Security::None if is_loopback(&endpoints.smtp.host) => CleartextLogin::Allowed,
                        _ => CleartextLogin::Refused,
                    },
                })),
                server: Server {
                    host: endpoints.smtp.host,
                    port: endpoints.smtp.port,
                    security: endpoints.smtp.security,
                    ehlo_name: self.own_name.clone(),
                    ca_certificate: endpoints.ca_certificate,
                },
            }),
        }
    }
}

/// Whether two connections use the same server, options and login.
pub(super) fn is_same(a: &Connection, b: &Connection) -> bool {
    match (a, b) {
        (Connection::Mailbox, Connection::Mailbox) => true,
        (Connection::Smtp(a), Connection::Smtp(b)) => {
            a.server == b.server && is_same_login(a.login.as_ref(), b.login.as_ref())
        }
        // The same registration and owner share one source of tokens.
        (Connection::Api(a), Connection::Api(b)) => {
            (a.provider, &a.base_url, &a.user) == (b.provider, &b.base_url, &b.user)
                && Arc::ptr_eq(&a.tokens, &b.tokens)
        }
        _ => false,
    }
}

fn is_same_login(a: Option<&Login>, b: Option<&Login>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(Login::Password(a)), Some(Login::Password(b))) => {
            (&a.username, a.mechanism, a.cleartext) == (&b.username, b.mechanism, b.cleartext)
                && a.password.expose_secret() == b.password.expose_secret()
        }
        (Some(Login::Bearer(a)), Some(Login::Bearer(b))) => {
            (&a.username, a.mechanism) == (&b.username, b.mechanism) && Arc::ptr_eq(&a.tokens, &b.tokens)
        }
        (Some(Login::PasswordMissing(a)), Some(Login::PasswordMissing(b))) => a.username == b.username,
        _ => false,
    }
}

impl PasswordMethod {
    /// Whether a password that was entered for `self` may be sent to `other`.
    pub(super) fn same_destination(&self, other: &PasswordMethod) -> bool {
        (&self.host, self.port, self.security, &self.username, &self.ca_certificate)
            == (&other.host, other.port, other.security, &other.username, &other.ca_certificate)
    }

    /// The destination of the password. The CA certificate is a part of it, because it decides which server is trusted.
    fn with_destination<T>(&self, work: impl FnOnce(Destination<'_>) -> T) -> T {
        let port = self.port.to_string();
        let ca = self.ca_certificate.as_deref().unwrap_or_default();
        work(Destination {
            purpose: "email_settings.password_2",
            parts: &[&self.host, &port, self.security.name(), &self.username, ca],
        })
    }

    /// The destination of earlier versions, without the CA certificate.
    fn with_destination_1<T>(&self, work: impl FnOnce(Destination<'_>) -> T) -> T {
        let port = self.port.to_string();
        work(Destination {
            purpose: "email_settings.password",
            parts: &[&self.host, &port, self.security.name(), &self.username],
        })
    }
}

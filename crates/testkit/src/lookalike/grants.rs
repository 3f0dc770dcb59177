//! Codes, refresh tokens and access tokens: when they are issued, their lifetimes, and what revokes them.
//!
//! The rules are those of `Refresh token expiration` at Google and `Refresh tokens` at Microsoft. Contains no HTTP.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::google::Publishing;
use super::random;
use super::refused::Refused;
use super::scopes;
use super::state::{AccessToken, Code, Grant, GrantEnd, Provider, RefreshToken, State, TokenOwner};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const CODE_LIFETIME: Duration = Duration::from_secs(10 * 60);
const ACCESS_LIFETIME: Duration = Duration::from_secs(3599);
const GOOGLE_DISUSE: Duration = Duration::from_secs(180 * DAY.as_secs());
const GOOGLE_TESTING: Duration = Duration::from_secs(7 * DAY.as_secs());
const MICROSOFT_DISUSE: Duration = Duration::from_secs(90 * DAY.as_secs());

/// The parameters of a code, from a new consent.
pub(super) struct Consent {
    pub client: String,
    pub redirect: String,
    pub account: String,
    pub scopes: Vec<String>,
    pub challenge: Option<String>,
    pub nonce: Option<String>,
    pub with_refresh: bool,
}

/// The tokens of a response.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Tokens {
    pub access: String,
    pub lifetime: u64,
    pub refresh: Option<String>,
    pub refresh_lifetime: Option<u64>,
    pub scope: Option<String>,
    pub id_token: Option<String>,
}

impl State {
    /// Issues a code for a consent; the grant starts with it.
    pub fn issue_code(&mut self, consent: Consent) -> String {
        let code = match self.provider {
            Provider::Google(_) => format!("4/0A{}", random::text(52)),
            Provider::Microsoft(_) => format!("0.A{}", random::text(300)),
        };
        self.keep_secret(&code);
        self.grants.push(Grant {
            client: consent.client.clone(),
            holder: TokenOwner::Person(consent.account),
            scopes: consent.scopes,
            death: None,
        });
        let issued = self.clock.now();
        self.codes.insert(
            code.clone(),
            Code {
                client: consent.client,
                redirect: consent.redirect,
                challenge: consent.challenge,
                nonce: consent.nonce,
                issued,
                grant: self.grants.len() - 1,
                with_refresh: consent.with_refresh,
                used: false,
            },
        );
        code
    }

    /// Exchanges a code for tokens: once, in time, for its client, and with its verifier.
    pub fn redeem(
        &mut self,
        client: &str,
        code: &str,
        redirect: &str,
        verifier: Option<&str>,
    ) -> Result<Tokens, Refused> {
        let now = self.clock.now();
        let known = self.codes.get_mut(code).filter(|known| known.client == client).ok_or(Refused::CodeUnknown)?;
        if known.used {
            let grant = known.grant;
            self.fault(format!("{client} presented a code twice"));
            // RFC 6749 §4.1.2 recommends it, and Google does it.
            if matches!(self.provider, Provider::Google(_)) {
                self.end_grant(grant, GrantEnd::CodeReused);
            }
            return Err(Refused::CodeUsed);
        }
        if now >= known.issued + CODE_LIFETIME {
            return Err(Refused::CodeExpired);
        }
        if known.redirect != redirect {
            return Err(Refused::RedirectDiffers);
        }
        match (&known.challenge, verifier) {
            (None, _) => {}
            (Some(_), None) => return Err(Refused::VerifierMissing),
            (Some(challenge), Some(verifier)) => {
                if URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) != *challenge {
                    return Err(Refused::VerifierWrong);
                }
            }
        }
        known.used = true;
        let (grant, with_refresh, nonce) = (known.grant, known.with_refresh, known.nonce.clone());
        if let Some(death) = self.grants[grant].death {
            return Err(Refused::RefreshDead(death));
        }
        let refresh = with_refresh.then(|| self.issue_refresh(grant));
        let scopes = self.grants[grant].scopes.clone();
        Ok(self.answer(grant, scopes, refresh, nonce))
    }

    /// Exchanges a refresh token: Google issues only a new access token, Microsoft also a new refresh token.
    pub fn renew(&mut self, client: &str, presented: &str, asked: Option<&str>) -> Result<Tokens, Refused> {
        let now = self.clock.now();
        let grant = self.refresh_tokens.get(presented).ok_or(Refused::RefreshUnknown)?.grant;
        if self.grants[grant].client != client {
            return Err(Refused::RefreshUnknown);
        }
        self.check_refresh(client, presented)?;
        let scopes = match asked.filter(|asked| !asked.trim().is_empty()) {
            Some(asked) => self.narrowed(grant, asked)?,
            None => self.grants[grant].scopes.clone(),
        };
        if let Some(known) = self.refresh_tokens.get_mut(presented) {
            known.used = now;
        }
        let rotation = match &self.provider {
            Provider::Google(_) => None,
            Provider::Microsoft(rules) => Some(rules.strict_rotation),
        };
        let successor = rotation.map(|_| self.issue_refresh(grant));
        let tokens = self.answer(grant, scopes, successor, None);
        if rotation == Some(true)
            && let Some(access) = self.access_tokens.get_mut(&tokens.access)
        {
            access.outdates = Some(presented.to_owned());
        }
        Ok(tokens)
    }

    /// An access token for an application itself, or for the person whom a service account impersonates.
    pub fn issue_access_token(&mut self, client: &str, holder: TokenOwner, scopes: Vec<String>) -> Tokens {
        self.grants.push(Grant { client: client.to_owned(), holder, scopes: scopes.clone(), death: None });
        let tokens = self.answer(self.grants.len() - 1, scopes, None, None);
        Tokens { scope: None, id_token: None, ..tokens }
    }

    /// Checks a refresh token.
    fn check_refresh(&mut self, client: &str, presented: &str) -> Result<(), Refused> {
        let now = self.clock.now();
        let token = &self.refresh_tokens[presented];
        if let Some(death) = self.grants[token.grant].death.or(token.death) {
            if death == GrantEnd::Rotated {
                self.fault(format!(
                    "{client} used an access token before it kept the refresh token that came with it, and now \
                     presents the old one"
                ));
            }
            return Err(Refused::RefreshDead(death));
        }
        if token.ends.is_some_and(|ends| now >= ends) {
            return Err(Refused::RefreshDead(GrantEnd::Revoked));
        }
        let disuse = match self.provider {
            Provider::Google(_) => GOOGLE_DISUSE,
            Provider::Microsoft(_) => MICROSOFT_DISUSE,
        };
        if now >= token.used + disuse {
            return Err(Refused::RefreshUnused { issued: self.clock.written(token.issued) });
        }
        Ok(())
    }

    /// The scopes of a renewal that requests some: those that the person has granted.
    fn narrowed(&self, grant: usize, asked: &str) -> Result<Vec<String>, Refused> {
        let grant = &self.grants[grant];
        let asked = match self.provider {
            Provider::Google(_) => scopes::google(asked)?,
            Provider::Microsoft(_) => scopes::microsoft(asked)?,
        };
        let consented = |scope: &String| {
            let TokenOwner::Person(email) = &grant.holder else { return false };
            let given = self.account(email).and_then(|account| account.consents.get(&grant.client));
            grant.scopes.contains(scope) || given.is_some_and(|given| given.contains(scope))
        };
        match (asked.iter().all(consented), &self.provider) {
            (true, _) => Ok(asked),
            (false, Provider::Google(_)) => Err(Refused::ScopeInvalid(asked.join(" "))),
            (false, Provider::Microsoft(_)) => Err(Refused::ConsentMissing(grant.client.clone())),
        }
    }

    fn issue_refresh(&mut self, grant: usize) -> String {
        let now = self.clock.now();
        let (token, ends, most) = match &self.provider {
            Provider::Google(rules) => {
                let testing = rules.publishing == Publishing::Testing;
                let token = format!("1//0{}", random::text(74));
                (token, testing.then_some(now + GOOGLE_TESTING), Some(rules.refresh_tokens_per_account))
            }
            Provider::Microsoft(_) => (format!("1.A{}", random::text(600)), None, None),
        };
        self.keep_secret(&token);
        self.refresh_tokens.insert(token.clone(), RefreshToken { grant, issued: now, used: now, ends, death: None });
        if let Some(most) = most {
            self.revoke_oldest(grant, most, &token);
        }
        token
    }

    /// Silently revokes the oldest refresh tokens of the grant's account and application until `most` are left.
    fn revoke_oldest(&mut self, grant: usize, most: usize, newest: &str) {
        let (client, holder) = (self.grants[grant].client.clone(), self.grants[grant].holder.clone());
        let grants = &self.grants;
        let mut live: Vec<_> = self
            .refresh_tokens
            .iter_mut()
            .filter(|(name, token)| {
                let of = &grants[token.grant];
                *name != newest
                    && of.client == client
                    && of.holder == holder
                    && of.death.is_none()
                    && token.death.is_none()
            })
            .map(|(_, token)| token)
            .collect();
        live.sort_by_key(|token| token.grant);
        let surplus = (live.len() + 1).saturating_sub(most);
        live.into_iter().take(surplus).for_each(|token| token.death = Some(GrantEnd::Displaced));
    }

    fn answer(&mut self, grant: usize, scopes: Vec<String>, refresh: Option<String>, nonce: Option<String>) -> Tokens {
        let now = self.clock.now();
        let lifetime = self.access_lifetime.unwrap_or(ACCESS_LIFETIME);
        // Those of Microsoft are longer than a line of RFC 5321, which RFC 4954 §4 allows for AUTH.
        let access = match self.provider {
            Provider::Google(_) => format!("ya29.a0{}", random::text(160)),
            Provider::Microsoft(_) => format!("eyJ0{}.{}", random::text(1200), random::text(256)),
        };
        self.keep_secret(&access);
        let ends = now + lifetime;
        self.access_tokens
            .insert(access.clone(), AccessToken { grant, scopes: scopes.clone(), ends, killed: false, outdates: None });
        let scope = match self.provider {
            Provider::Google(_) => scopes.join(" "),
            Provider::Microsoft(_) => scopes::microsoft_answer(&scopes),
        };
        let ends = refresh.as_ref().and_then(|refresh| self.refresh_tokens[refresh].ends);
        let id_token = match self.grants[grant].holder.clone() {
            TokenOwner::Person(email) if scopes.iter().any(|scope| scope == "openid") => {
                let client = self.grants[grant].client.clone();
                Some(self.id_token(&client, &email, &scopes, nonce))
            }
            _ => None,
        };
        Tokens {
            access,
            lifetime: lifetime.as_secs(),
            refresh,
            refresh_lifetime: ends.map(|ends| ends.saturating_sub(now).as_secs().saturating_sub(1)),
            scope: Some(scope),
            id_token,
        }
    }

    /// The person who consented, as a JWT. Its signature is random: clients do not check one that comes directly from
    /// the provider.
    fn id_token(&self, client: &str, email: &str, scopes: &[String], nonce: Option<String>) -> String {
        let issued = self.clock.unix();
        let has_email = scopes.iter().any(|scope| scope == "email" || scope.ends_with("/userinfo.email"));
        let mut claims = json!({ "aud": client, "iat": issued, "exp": issued + ACCESS_LIFETIME.as_secs() + 1 });
        match &self.provider {
            Provider::Google(_) => {
                claims["iss"] = json!("https://accounts.google.com");
                claims["azp"] = json!(client);
                claims["sub"] = json!(random::digits_of(email));
                if has_email {
                    claims["email"] = json!(email);
                    claims["email_verified"] = json!(true);
                }
            }
            Provider::Microsoft(rules) => {
                claims["iss"] = json!(format!("https://login.microsoftonline.com/{}/v2.0", rules.tenant_id));
                claims["tid"] = json!(rules.tenant_id);
                claims["oid"] = json!(random::guid_of(email));
                claims["sub"] = json!(random::text(32));
                claims["ver"] = json!("2.0");
                if scopes.iter().any(|scope| scope == "profile") {
                    claims["preferred_username"] = json!(email);
                    claims["name"] = json!(email);
                }
                if has_email {
                    claims["email"] = json!(email);
                }
            }
        }
        if let Some(nonce) = nonce {
            claims["nonce"] = json!(nonce);
        }
        let header = json!({ "alg": "RS256", "kid": "lookalike", "typ": "JWT" });
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.{}", part(&header), part(&claims), random::text(256))
    }
}

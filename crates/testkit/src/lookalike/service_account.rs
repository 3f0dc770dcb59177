//! Google's service accounts: their key file, and the assertion that requests a token for a person (RFC 7523).
//!
//! The RSA key in `test_key.pem` was made for these tests and protects nothing; every service account here has it.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rsa::KeyPair;
use ring::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::{Value, json};

use super::grants::Tokens;
use super::random;
use super::refused::Refused;
use super::state::{Provider, State, TokenOwner};

const KEY_PEM: &str = include_str!("test_key.pem");

/// An account of an application, and the scopes that the Workspace's administrator has delegated to it.
#[derive(Clone, Debug)]
pub(super) struct ServiceAccount {
    pub email: String,
    pub delegated: Vec<String>,
    public_key: Vec<u8>,
}

impl ServiceAccount {
    pub fn new(email: &str, delegated: &[&str]) -> Self {
        let pair = KeyPair::from_pkcs8(&key_der()).expect("the test key is PKCS#8");
        Self {
            email: email.to_owned(),
            delegated: delegated.iter().map(|scope| (*scope).to_owned()).collect(),
            public_key: pair.public_key().as_ref().to_vec(),
        }
    }

    /// The key file as downloaded from Google's console.
    pub fn key_file(&self, token_url: &str) -> String {
        let file = json!({
            "type": "service_account",
            "project_id": "lookalike",
            "private_key_id": random::guid_of(&self.email).replace('-', ""),
            "private_key": KEY_PEM,
            "client_email": self.email,
            "client_id": random::digits_of(&self.email),
            "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": token_url,
            "universe_domain": "googleapis.com",
        });
        format!("{file:#}")
    }
}

/// A line of the private key that must appear nowhere.
pub(super) fn line_of_the_key() -> &'static str {
    KEY_PEM.lines().nth(1).unwrap_or_default()
}

fn key_der() -> Vec<u8> {
    let base64: String = KEY_PEM.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(base64).expect("the test key is PEM")
}

impl State {
    /// Exchanges an assertion for a token, if its signature, its time and the delegation are valid.
    pub fn redeem_assertion(&mut self, assertion: &str, token_url: &str) -> Result<Tokens, Refused> {
        self.keep_secret(assertion);
        let claims = self.verify_assertion(assertion, token_url)?;
        let text = |name: &str| claims[name].as_str().unwrap_or_default().to_owned();
        let (issuer, subject, scope) = (text("iss"), text("sub"), text("scope"));
        let Provider::Google(rules) = &self.provider else { return Err(Refused::NotDelegated) };
        let account = rules.service_accounts.iter().find(|account| account.email == issuer);
        let delegated = account.map(|account| account.delegated.clone()).unwrap_or_default();
        let scopes: Vec<String> = scope.split_whitespace().map(str::to_owned).collect();
        if scopes.is_empty() {
            return Err(Refused::ScopeInvalid(scope));
        }
        if subject.is_empty() {
            return Ok(self.issue_access_token(&issuer, TokenOwner::Application, scopes));
        }
        if self.account(&subject).is_none() {
            return Err(Refused::Assertion("Invalid email or User ID"));
        }
        if !scopes.iter().all(|scope| delegated.contains(scope)) {
            return Err(Refused::NotDelegated);
        }
        Ok(self.issue_access_token(&issuer, TokenOwner::Person(subject.to_lowercase()), scopes))
    }

    /// The claims of an assertion with valid signature, audience and time.
    fn verify_assertion(&self, assertion: &str, token_url: &str) -> Result<Value, Refused> {
        let malformed = Refused::Assertion("Bad Request");
        let (signed, signature) = assertion.rsplit_once('.').ok_or(malformed.clone())?;
        let (header, claims) = signed.split_once('.').ok_or(malformed.clone())?;
        let json = |part: &str| -> Option<Value> { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok() };
        let (header, claims) = json(header).zip(json(claims)).ok_or(malformed)?;
        if header["alg"] != "RS256" {
            return Err(Refused::Assertion("Invalid JWT: alg must be RS256."));
        }
        let Provider::Google(rules) = &self.provider else { return Err(Refused::NotDelegated) };
        let account = rules.service_accounts.iter().find(|account| claims["iss"] == account.email.as_str());
        let account = account.ok_or(Refused::Assertion("Invalid grant: account not found"))?;
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &account.public_key);
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
        key.verify(signed.as_bytes(), &signature).map_err(|_| Refused::Assertion("Invalid JWT Signature."))?;
        if claims["aud"] != token_url {
            return Err(Refused::Assertion("Invalid JWT: Failed audience check."));
        }
        let now = self.clock.unix();
        let (issued, expires) = (claims["iat"].as_u64().unwrap_or(0), claims["exp"].as_u64().unwrap_or(0));
        // A clock may be five minutes ahead.
        if issued > now + 300 || expires <= now || expires > issued + 3600 {
            return Err(Refused::Assertion(
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check \
                 your iat and exp values in the JWT claim.",
            ));
        }
        Ok(claims)
    }
}

//! What a token endpoint's refusals mean, and those of a consent page: whose trouble, and words.
//!
//! **Evidence.** The provider's rows first (its own numbers and words), then those of RFC 6749 §5.2 and §4.1.2.1.
//! **Passing.** 429, 5xx and no answer pass by themselves, whatever the body says, save where the provider's own number
//! names a fault of the registration. **Consent.** A person has to sign in; only where a person had signed in before.
//! **Secrets.** What was sent is taken out of every text that came back (`scrub`).

mod answer;
mod row;
mod rules;
mod scrub;

use std::time::Duration;

use mail::{EmailAddress, Problem};
use secrecy::SecretString;
use serde_json::{Map, Value};

pub(crate) use row::{TOKEN_KNOWN, TOKEN_ROW, TokenKnown, TokenRow};
pub(crate) use rules::{KEY_UNREADABLE, SECRET_MISSING};

use crate::http::{HttpAnswer, HttpMishap};
use crate::oauth::{Credential, Provider, Registration};
use answer::Refusal;

/// Why no token was granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenTrouble {
    /// In words.
    pub problem: Problem,
    /// Whose trouble it is.
    pub kind: TokenTroubleKind,
    /// When the provider asks to come back.
    pub retry_after: Option<Duration>,
}

/// Whose trouble it is that no token was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenTroubleKind {
    /// A person must sign in and consent; the problem's code is `consent_needed`.
    Consent,
    /// The settings or the registration at the provider are wrong.
    Registration,
    /// The provider's or the network's: it passes by itself.
    Passing,
}

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenStep {
    /// The consent of a person, on the provider's page.
    Consent,
    /// Tokens for an authorization code.
    Code,
    /// An access token for a refresh token.
    Renewal,
    /// An access token for the application itself.
    App,
    /// The end of a token.
    Revocation,
}

/// Who asked what of whom, for the words.
#[derive(Clone, Copy)]
pub(crate) struct TokenScene<'a> {
    pub(crate) provider: Provider,
    pub(crate) registration: Option<&'a Registration>,
    pub(crate) step: TokenStep,
    pub(crate) scopes: &'a [String],
    pub(crate) mailbox: Option<&'a EmailAddress>,
    /// What was sent and may not be said again.
    pub(crate) secrets: &'a [&'a SecretString],
}

impl TokenScene<'_> {
    /// Who is talked to: `Google`, or the host of the token endpoint.
    fn server(&self) -> String {
        let facts = self.provider.facts();
        match self.registration {
            _ if facts.has_standard_endpoints() => facts.name.to_owned(),
            Some(registration) => reqwest::Url::parse(&registration.endpoints.token_url)
                .ok()
                .and_then(|url| url.host_str().map(str::to_owned))
                .unwrap_or_else(|| "The provider".to_owned()),
            None => "The provider".to_owned(),
        }
    }

    /// Fills `{server}`, `{client}`, `{delegation_id}`, `{scopes}` and `{mailbox}` in.
    fn fill(&self, text: &str) -> String {
        let client = self.registration.map_or_else(
            || "the client ID".to_owned(),
            |registration| format!("the client ID {}", registration.client_id),
        );
        let delegation_id = self.registration.and_then(|registration| match &registration.credential {
            Credential::ServiceAccount(key) => key.client_id.as_deref(),
            Credential::Public | Credential::Secret(_) => None,
        });
        let scopes = if self.scopes.is_empty() { "that was asked for".to_owned() } else { self.scopes.join(" ") };
        text.replace("{server}", &self.server())
            .replace("{client}", &client)
            .replace("{delegation_id}", delegation_id.unwrap_or("the service account's Unique ID"))
            .replace("{scopes}", &scopes)
            .replace("{mailbox}", self.mailbox.map_or("the From address", EmailAddress::expose))
    }

    /// What happened, in one sentence.
    fn what(&self, passing: bool, quoted: &str) -> String {
        let server = self.server();
        let refused = match self.step {
            TokenStep::Consent => "did not give the consent",
            TokenStep::Code => "did not complete the sign-in",
            TokenStep::Renewal => "did not renew the access",
            TokenStep::App => "did not give the application access",
            TokenStep::Revocation => "did not revoke the access",
        };
        let now = if passing { " now" } else { "" };
        format!("{server} {refused}{now}: {quoted}.")
    }

    fn trouble(&self, known: &TokenKnown, what: String, support: Option<String>) -> TokenTrouble {
        let code = if known.kind == TokenTroubleKind::Consent { "consent_needed" } else { known.code };
        let meaning = match support {
            Some(support) => format!("{} {support}", self.fill(known.meaning)),
            None => self.fill(known.meaning),
        };
        TokenTrouble {
            problem: Problem {
                code: code.to_owned(),
                field: known.field.map(str::to_owned),
                what,
                meaning,
                remedy: self.fill(known.remedy),
                fix: None,
            },
            kind: known.kind,
            retry_after: None,
        }
    }
}

/// The JSON object of an answer that grants; what it has to hold is for the caller to see.
#[expect(clippy::result_large_err, reason = "three texts for a person, made once per refusal")]
pub(crate) fn granted(scene: &TokenScene<'_>, answer: &HttpAnswer) -> Result<Map<String, Value>, TokenTrouble> {
    let object = answer::object(&answer.body);
    match object {
        // Some answer a refusal with 200.
        Some(object) if is_success(answer.status) && !object.contains_key("error") => Ok(object),
        object => Err(refused(scene, answer, object.as_ref())),
    }
}

/// Whether a token is gone after this answer to its revocation (RFC 7009 §2.2).
#[expect(clippy::result_large_err, reason = "three texts for a person, made once per refusal")]
pub(crate) fn revoked(scene: &TokenScene<'_>, answer: &HttpAnswer) -> Result<(), TokenTrouble> {
    let object = answer::object(&answer.body);
    let was_dead = object.as_ref().and_then(|object| object.get("error")?.as_str()) == Some("invalid_token");
    if is_success(answer.status) || was_dead { Ok(()) } else { Err(refused(scene, answer, object.as_ref())) }
}

/// What no answer means.
pub(crate) fn unanswered(scene: &TokenScene<'_>, mishap: &HttpMishap) -> TokenTrouble {
    let known = match mishap {
        HttpMishap::NotEncrypted(_) => &rules::NOT_ENCRYPTED,
        HttpMishap::Trust(_) => &rules::TRUST,
        HttpMishap::Unreached(_) | HttpMishap::AnswerLost(_) => &rules::UNREACHED,
    };
    let passing = known.kind == TokenTroubleKind::Passing;
    let words = scrub::scrub(&mishap.to_string(), scene.secrets);
    scene.trouble(known, scene.what(passing, &words), None)
}

/// An answer that grants, but not what can be used.
pub(crate) fn unusable(scene: &TokenScene<'_>, fault: &str) -> TokenTrouble {
    let words = scrub::scrub(fault, scene.secrets);
    scene.trouble(&rules::UNUSABLE, scene.what(false, &words), None)
}

/// A request that cannot be made with this registration.
pub(crate) fn unaskable(scene: &TokenScene<'_>, known: &TokenKnown, fault: &str) -> TokenTrouble {
    scene.trouble(known, scene.what(false, fault), None)
}

/// What the redirect's `error` and `error_description` mean (RFC 6749 §4.1.2.1).
pub(crate) fn of_redirect(provider: Provider, error: &str, description: &str) -> Problem {
    let scene =
        TokenScene { provider, registration: None, step: TokenStep::Consent, scopes: &[], mailbox: None, secrets: &[] };
    let refusal = Refusal::of_redirect(error, description);
    let known = row::find(provider.facts().errors, scene.step, &refusal)
        .or_else(|| row::find(rules::ROWS, scene.step, &refusal))
        .unwrap_or(&rules::CONSENT_FAILED);
    let passing = known.kind == TokenTroubleKind::Passing;
    let trouble = scene.trouble(known, scene.what(passing, &refusal.quoted(None, &[])), refusal.support(&[]));
    // That a person has to consent is what the person at the page knows already, so the row's own name stays.
    Problem { code: known.code.to_owned(), ..trouble.problem }
}

/// Rewords a consent that ended early: the application is in testing.
///
/// Called where the consent was no older than [`Facts::testing_trap`](crate::oauth::Facts::testing_trap) when it ended.
pub fn testing_trap(problem: Problem) -> Problem {
    Problem {
        meaning: "The project is in Testing: its consents end after 7 days, used or not.".to_owned(),
        remedy: "In the Google Cloud console open Google Auth Platform, Audience, and choose Publish app (or make the \
                 app Internal). Then choose Reconnect: the consents given before keep their 7 days."
            .to_owned(),
        ..problem
    }
}

fn refused(scene: &TokenScene<'_>, answer: &HttpAnswer, object: Option<&Map<String, Value>>) -> TokenTrouble {
    let refusal = object.map(Refusal::of_answer).unwrap_or_default();
    let known = known(scene, answer.status, &refusal);
    let quoted = refusal.quoted(Some(answer.status), scene.secrets);
    let passing = known.kind == TokenTroubleKind::Passing;
    let mut trouble = scene.trouble(known, scene.what(passing, &quoted), refusal.support(scene.secrets));
    trouble.retry_after = answer.retry_after.filter(|_| passing);
    trouble
}

fn known(scene: &TokenScene<'_>, status: u16, refusal: &Refusal) -> &'static TokenKnown {
    let provider_rows = scene.provider.facts().errors;
    if is_overload(status) || status >= 500 {
        return row::find_by_number(provider_rows, scene.step, refusal)
            .filter(|known| known.kind == TokenTroubleKind::Registration)
            .unwrap_or(if is_overload(status) { &rules::THROTTLED } else { &rules::UNAVAILABLE });
    }
    let found = row::find(provider_rows, scene.step, refusal)
        .or_else(|| row::find(rules::ROWS, scene.step, refusal))
        .unwrap_or(match status {
            200..=299 if refusal.error.is_empty() => &rules::NO_TOKEN_ANSWER,
            300..=399 | 404 | 405 | 410 => &rules::WRONG_URL,
            _ => &rules::REFUSED,
        });
    // Nobody consents where the application itself has the access, nor when it is given up.
    match (found.kind, scene.step) {
        (TokenTroubleKind::Consent, TokenStep::App) => &rules::APP_REFUSED,
        (TokenTroubleKind::Consent, TokenStep::Revocation) => &rules::REFUSED,
        _ => found,
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// 408 asks to come back as well (RFC 9110 §15.5.9).
fn is_overload(status: u16) -> bool {
    matches!(status, 408 | 429)
}

#[cfg(test)]
mod tests;

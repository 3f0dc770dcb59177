//! Explains errors of token endpoints and consent pages: who must act, and the problem.
//!
//! **Evidence.** The provider's rules first (its own numbers and texts), then those of RFC 6749 sections 5.2 and 4.1.2.1.
//! **Transient.** 429, 5xx and missing responses are transient whatever the body contains, unless the provider's own
//! number names an error of the registration. **Consent.** A person must sign in; only where a person had signed in before.

mod google;
mod microsoft;
mod rule;
mod standard;

use std::time::Duration;

use mail::{EmailAddress, Problem};
use oauth::{Credential, HttpError, Provider, Refusal, Registration, TokenError, TokenErrorCause, TokenOperation};
use rule::{TokenExplanation, TokenRule};
use url::Url;

/// The longest quotation of a provider; some responses fill a page.
const QUOTED_CHARS: usize = 400;

/// Why there is no token, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenProblem {
    /// The problem.
    pub problem: Problem,
    /// Who must act.
    pub kind: TokenProblemKind,
    /// The wait that the provider requests.
    pub retry_after: Option<Duration>,
}

/// Who must act when no token was granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenProblemKind {
    /// A person must sign in and consent; the problem's code is `consent_needed`.
    Consent,
    /// An administrator must correct the settings or the registration at the provider.
    Registration,
    /// Nobody: the provider or the network failed, and another attempt may succeed.
    Transient,
}

/// The problem of a failed request.
pub fn of_token_error(registration: &Registration, error: &TokenError) -> TokenProblem {
    let context = TokenContext {
        provider: registration.provider,
        registration: Some(registration),
        operation: error.operation,
        scopes: &error.scopes,
        mailbox: error.mailbox.as_ref(),
    };
    match &error.cause {
        TokenErrorCause::Http(error) => {
            let explanation = match error {
                HttpError::NotEncrypted(_) => &standard::NOT_ENCRYPTED,
                HttpError::Trust(_) => &standard::TRUST,
                HttpError::Unreachable(_) | HttpError::ResponseLost(_) => &standard::UNREACHABLE,
            };
            context.problem(explanation, &error.to_string(), None)
        }
        TokenErrorCause::Refused { status, retry_after, refusal } => {
            let explanation = explanation(&context, *status, refusal);
            let mut problem = context.problem(explanation, &quoted(refusal, Some(*status)), support(refusal));
            problem.retry_after = retry_after.filter(|_| problem.kind == TokenProblemKind::Transient);
            problem
        }
        TokenErrorCause::Unusable(reason) => context.problem(&standard::UNUSABLE, &reason.to_string(), None),
        TokenErrorCause::ClientSecretMissing => {
            context.problem(&standard::SECRET_MISSING, "there is nothing to prove itself with", None)
        }
        TokenErrorCause::Key(error) => context.problem(&standard::KEY_UNREADABLE, &error.to_string(), None),
    }
}

/// The problem of a redirect with `error` and `error_description` (RFC 6749 section 4.1.2.1).
pub fn of_redirect(provider: Provider, error: &str, description: &str) -> Problem {
    let context = TokenContext {
        provider,
        registration: None,
        operation: TokenOperation::Authorization,
        scopes: &[],
        mailbox: None,
    };
    let refusal = Refusal::of_redirect(error, description);
    let explanation = rule::find(provider_rules(provider), context.operation, &refusal)
        .or_else(|| rule::find(standard::RULES, context.operation, &refusal))
        .unwrap_or(&standard::CONSENT_FAILED);
    let problem = context.problem(explanation, &quoted(&refusal, None), support(&refusal)).problem;
    // The person at the page knows that a consent is needed, so the explanation's own code stays.
    Problem { code: explanation.code.to_owned(), ..problem }
}

/// The problem of a consent that expired because the application's publishing status is Testing.
///
/// For a consent that was not older than [`Facts::testing_trap`](oauth::Facts::testing_trap) when it ended.
pub fn explain_testing_status(problem: Problem) -> Problem {
    Problem {
        meaning: "The project is in Testing: its consents end after 7 days, used or not.".to_owned(),
        remedy: "In the Google Cloud console open Google Auth Platform, Audience, and choose Publish app (or make the \
                 app Internal). Then choose Reconnect: the consents given before keep their 7 days."
            .to_owned(),
        ..problem
    }
}

/// The rules for a provider's own errors.
fn provider_rules(provider: Provider) -> &'static [TokenRule] {
    match provider {
        Provider::Google => google::RULES,
        Provider::Microsoft => microsoft::RULES,
        Provider::Custom => &[],
    }
}

/// What the texts refer to.
#[derive(Clone, Copy)]
struct TokenContext<'a> {
    provider: Provider,
    registration: Option<&'a Registration>,
    operation: TokenOperation,
    scopes: &'a [String],
    mailbox: Option<&'a EmailAddress>,
}

impl TokenContext<'_> {
    /// The provider's name, or the host of the token endpoint.
    fn server(&self) -> String {
        let facts = self.provider.facts();
        match self.registration {
            _ if facts.has_standard_endpoints() => facts.name.to_owned(),
            Some(registration) => Url::parse(&registration.endpoints.token_url)
                .ok()
                .and_then(|url| url.host_str().map(str::to_owned))
                .unwrap_or_else(|| "The provider".to_owned()),
            None => "The provider".to_owned(),
        }
    }

    /// Replaces `{server}`, `{client}`, `{delegation_id}`, `{scopes}` and `{mailbox}`.
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
    fn describe(&self, transient: bool, quoted: &str) -> String {
        let server = self.server();
        let refused = match self.operation {
            TokenOperation::Authorization => "did not give the consent",
            TokenOperation::CodeExchange => "did not complete the sign-in",
            TokenOperation::Refresh => "did not renew the access",
            TokenOperation::AppToken => "did not give the application access",
            TokenOperation::Revocation => "did not revoke the access",
        };
        let now = if transient { " now" } else { "" };
        format!("{server} {refused}{now}: {quoted}.")
    }

    fn problem(&self, explanation: &TokenExplanation, reason: &str, support: Option<String>) -> TokenProblem {
        let kind = explanation.kind;
        let code = if kind == TokenProblemKind::Consent { "consent_needed" } else { explanation.code };
        let meaning = match support {
            Some(support) => format!("{} {support}", self.fill(explanation.meaning)),
            None => self.fill(explanation.meaning),
        };
        TokenProblem {
            problem: Problem {
                code: code.to_owned(),
                field: explanation.field.map(str::to_owned),
                what: self.describe(kind == TokenProblemKind::Transient, reason),
                meaning,
                remedy: self.fill(explanation.remedy),
                fix: None,
            },
            kind,
            retry_after: None,
        }
    }
}

fn explanation(context: &TokenContext<'_>, status: u16, refusal: &Refusal) -> &'static TokenExplanation {
    let provider_rules = provider_rules(context.provider);
    if is_overload(status) || status >= 500 {
        return rule::find_by_number(provider_rules, context.operation, refusal)
            .filter(|explanation| explanation.kind == TokenProblemKind::Registration)
            .unwrap_or(if is_overload(status) { &standard::THROTTLED } else { &standard::UNAVAILABLE });
    }
    let found = rule::find(provider_rules, context.operation, refusal)
        .or_else(|| rule::find(standard::RULES, context.operation, refusal))
        .unwrap_or(match status {
            200..=299 if refusal.error.is_empty() => &standard::NO_TOKEN_ANSWER,
            300..=399 | 404 | 405 | 410 => &standard::WRONG_URL,
            _ => &standard::REFUSED,
        });
    // No person consents to an application's own access or to a revocation.
    match (found.kind, context.operation) {
        (TokenProblemKind::Consent, TokenOperation::AppToken) => &standard::APP_REFUSED,
        (TokenProblemKind::Consent, TokenOperation::Revocation) => &standard::REFUSED,
        _ => found,
    }
}

/// 408 also asks for another attempt (RFC 9110 section 15.5.9).
fn is_overload(status: u16) -> bool {
    matches!(status, 408 | 429)
}

/// The provider's text, of bounded length.
fn quoted(refusal: &Refusal, status: Option<u16>) -> String {
    let parts: Vec<&str> =
        [refusal.error.as_str(), refusal.description.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let text = parts.join(": ");
    let text = text.trim_end_matches('.');
    let quoted = if text.is_empty() {
        "an answer without an explanation".to_owned()
    } else if text.chars().count() > QUOTED_CHARS {
        format!("“{}…”", text.chars().take(QUOTED_CHARS).collect::<String>())
    } else {
        format!("“{text}”")
    };
    match status {
        Some(status) => format!("{quoted} (HTTP {status})"),
        None => quoted,
    }
}

/// The IDs that the provider's support needs.
fn support(refusal: &Refusal) -> Option<String> {
    let ids: Vec<String> =
        [("trace ID", &refusal.trace_id), ("correlation ID", &refusal.correlation_id), ("time", &refusal.timestamp)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
    (!ids.is_empty()).then(|| format!("For the provider's support: {}.", ids.join(", ")))
}

#[cfg(test)]
mod tests;

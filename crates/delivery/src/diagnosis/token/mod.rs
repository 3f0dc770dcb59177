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

use mail::{Arg, EmailAddress, Problem, ProblemCode, Text};
use oauth::{
    Credential, HttpError, HttpFailure, KeyError, Provider, Refusal, Registration, TokenError, TokenErrorCause,
    TokenOperation, UnusableToken,
};
use rule::{TokenExplanation, TokenRule};
use url::Url;

use super::{excerpt, filled};
use crate::problems::declared;
use crate::{problems, texts};

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
            context.problem(explanation, http_cause(error), None)
        }
        TokenErrorCause::Refused { status, retry_after, refusal } => {
            let explanation = explanation(&context, *status, refusal);
            let mut problem = context.problem(explanation, quoted(refusal, Some(*status)), support(refusal));
            problem.retry_after = retry_after.filter(|_| problem.kind == TokenProblemKind::Transient);
            problem
        }
        TokenErrorCause::Unusable(reason) => {
            let cause = match reason {
                UnusableToken::NoAccessToken => texts::token_missing_in_response(),
                UnusableToken::NotBearer => texts::token_not_bearer(),
            };
            context.problem(&standard::UNUSABLE, cause, None)
        }
        TokenErrorCause::ClientSecretMissing => {
            context.problem(&standard::SECRET_MISSING, texts::token_credential_missing(), None)
        }
        TokenErrorCause::Key(error) => {
            let cause = match error {
                KeyError::NotPem => texts::key_not_pem(),
                KeyError::NotRsa => texts::key_not_rsa(),
                KeyError::NoSignature => texts::key_no_signature(),
            };
            context.problem(&standard::KEY_UNREADABLE, cause, None)
        }
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
    context.problem(explanation, quoted(&refusal, None), support(&refusal)).problem
}

/// The problem of a consent that expired because the application's publishing status is Testing.
///
/// For a consent that was not older than [`Facts::testing_trap`](oauth::Facts::testing_trap) when it ended.
pub fn explain_testing_status(problem: Problem) -> Problem {
    let event = problem.args.get("event").cloned().unwrap_or_else(|| Arg::from(problem.to_string()));
    let mut explained = problems::consent_needed_testing(event).with_fix(problem.fix.clone());
    if let Some(note) = problem.note() {
        explained = explained.with_note(note.clone());
    }
    explained.field = problem.field;
    explained
}

/// The rules for a provider's own errors.
fn provider_rules(provider: Provider) -> &'static [TokenRule] {
    match provider {
        Provider::Google => google::RULES,
        Provider::Microsoft => microsoft::RULES,
        Provider::Custom => &[],
    }
}

/// Problems that pass: those of a renewal, of a consent and of a revocation.
const ONCE: [(&str, &ProblemCode, &ProblemCode); 3] = [
    (
        "token_server_unavailable",
        declared("token_server_unavailable_consent"),
        declared("token_server_unavailable_revocation"),
    ),
    (
        "token_server_unreachable",
        declared("token_server_unreachable_consent"),
        declared("token_server_unreachable_revocation"),
    ),
    (
        "token_answer_unreadable",
        declared("token_answer_unreadable_consent"),
        declared("token_answer_unreadable_revocation"),
    ),
];

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
    fn server(&self) -> Arg {
        let facts = self.provider.facts();
        if facts.has_standard_endpoints() {
            return facts.name.into();
        }
        self.registration
            .and_then(|registration| Url::parse(&registration.endpoints.token_url).ok())
            .and_then(|url| url.host_str().map(Arg::from))
            .unwrap_or_else(|| texts::the_provider().into())
    }

    /// The port of the endpoint that was asked.
    fn port(&self) -> Arg {
        let endpoints = self.registration.map(|registration| &registration.endpoints);
        let url = endpoints.map(|endpoints| match (self.operation, &endpoints.revoke_url) {
            (TokenOperation::Revocation, Some(url)) => url,
            _ => &endpoints.token_url,
        });
        let port = url.and_then(|url| Url::parse(url).ok()?.port_or_known_default());
        port.unwrap_or(443).to_string().into()
    }

    fn client(&self) -> Text {
        self.registration
            .map_or_else(texts::the_client_id, |registration| texts::client_id_named(registration.client_id.as_str()))
    }

    fn delegation_id(&self) -> Arg {
        let id = self.registration.and_then(|registration| match &registration.credential {
            Credential::ServiceAccount(key) => key.client_id.as_deref(),
            Credential::Public | Credential::Secret(_) => None,
        });
        id.map_or_else(|| texts::the_unique_id().into(), Arg::from)
    }

    fn arg(&self, name: &str) -> Arg {
        match name {
            "server" => self.server(),
            "port" => self.port(),
            "client" => self.client().into(),
            "delegation_id" => self.delegation_id(),
            "scopes" if self.scopes.is_empty() => texts::the_requested_scope().into(),
            "scopes" => self.scopes.join(" ").into(),
            "mailbox" => {
                self.mailbox.map_or_else(|| texts::the_from_address().into(), |mailbox| mailbox.expose().into())
            }
            other => unreachable!("a problem of tokens has no argument {other}"),
        }
    }

    /// What happened, as a sentence.
    fn event(&self, transient: bool, cause: Text) -> Text {
        let server = self.server();
        match (self.operation, transient) {
            (TokenOperation::Authorization, false) => texts::event_authorization_refused(server, cause),
            (TokenOperation::Authorization, true) => texts::event_authorization_deferred(server, cause),
            (TokenOperation::CodeExchange, false) => texts::event_code_exchange_refused(server, cause),
            (TokenOperation::CodeExchange, true) => texts::event_code_exchange_deferred(server, cause),
            (TokenOperation::Refresh, false) => texts::event_refresh_refused(server, cause),
            (TokenOperation::Refresh, true) => texts::event_refresh_deferred(server, cause),
            (TokenOperation::AppToken, false) => texts::event_app_token_refused(server, cause),
            (TokenOperation::AppToken, true) => texts::event_app_token_deferred(server, cause),
            (TokenOperation::Revocation, false) => texts::event_revocation_refused(server, cause),
            (TokenOperation::Revocation, true) => texts::event_revocation_deferred(server, cause),
        }
    }

    /// Nobody repeats a consent or a revocation automatically, so the remedy is another one than for a renewal.
    fn once_or_again(&self, name: &str) -> Option<&'static ProblemCode> {
        let family = ONCE.iter().find(|(code, ..)| name.starts_with(code));
        family.and_then(|(_, consent, revocation)| match self.operation {
            TokenOperation::Refresh | TokenOperation::AppToken => None,
            TokenOperation::Authorization | TokenOperation::CodeExchange => Some(*consent),
            TokenOperation::Revocation => Some(*revocation),
        })
    }

    fn problem(&self, explanation: &TokenExplanation, cause: Text, support: Option<Text>) -> TokenProblem {
        let kind = explanation.kind;
        let declared = match explanation.problem.name {
            // The person at the consent page knows that a consent is needed; elsewhere the code says so.
            "consent_refused_microsoft" if self.operation != TokenOperation::Authorization => {
                declared("consent_needed_microsoft_refused")
            }
            "admin_approval_needed_microsoft" if self.operation != TokenOperation::Authorization => {
                declared("consent_needed_microsoft_admin_approval")
            }
            name if kind == TokenProblemKind::Transient => self.once_or_again(name).unwrap_or(explanation.problem),
            _ => explanation.problem,
        };
        let event = self.event(kind == TokenProblemKind::Transient, cause);
        let mut problem = filled(declared, event, |name| self.arg(name));
        problem.field = explanation.field.map(str::to_owned);
        if let Some(support) = support {
            problem = problem.with_note(support);
        }
        TokenProblem { problem, kind, retry_after: None }
    }
}

/// Why there was no complete response.
pub fn http_cause(error: &HttpError) -> Text {
    match error {
        HttpError::NotEncrypted(url) => texts::http_not_encrypted(url.as_str()),
        HttpError::Trust(reason) => texts::http_failed(reason.as_str()),
        HttpError::Unreachable(failure) | HttpError::ResponseLost(failure) => http_failure(failure),
    }
}

pub(crate) fn http_failure(failure: &HttpFailure) -> Text {
    match failure {
        HttpFailure::TimedOut => texts::http_timed_out(),
        HttpFailure::ResponseTooLong => texts::http_response_too_long(),
        HttpFailure::Unspecified => texts::http_request_failed(),
        HttpFailure::Other(reason) => texts::http_failed(reason.as_str()),
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
fn quoted(refusal: &Refusal, status: Option<u16>) -> Text {
    let parts: Vec<&str> =
        [refusal.error.as_str(), refusal.description.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let text = parts.join(": ");
    let text = excerpt(text.trim_end_matches('.'));
    match (text.is_empty(), status.map(|status| status.to_string())) {
        (true, None) => texts::refusal_unexplained(),
        (true, Some(status)) => texts::refusal_unexplained_status(status),
        (false, None) => texts::refusal_quoted(text),
        (false, Some(status)) => texts::refusal_quoted_status(text, status),
    }
}

/// The IDs that the provider's support needs.
fn support(refusal: &Refusal) -> Option<Text> {
    let ids = [
        (&refusal.trace_id, texts::support_trace_id as fn(String) -> Text),
        (&refusal.correlation_id, texts::support_correlation_id),
        (&refusal.timestamp, texts::support_time),
    ];
    let ids = ids.into_iter().filter(|(value, _)| !value.is_empty());
    let ids: Vec<Arg> = ids.map(|(value, text)| text(value.clone()).into()).collect();
    (!ids.is_empty()).then(|| texts::note_support(ids))
}

#[cfg(test)]
mod tests;

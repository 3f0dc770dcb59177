//! Misbehaviour of a provider on demand: once, or until it is turned off.

use std::collections::VecDeque;
use std::time::Duration;

/// One way to misbehave. `Token…` happens at the token endpoint, `Smtp…` at SMTP, `Api…` at the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misbehaviour {
    /// The token endpoint responds correctly after this time of the machine's clock.
    TokenSlow(Duration),
    /// The connection ends without a response, and nothing has been done.
    TokenHangsUp,
    /// The request is executed, including a rotation of the refresh token, and the connection ends without a
    /// response.
    TokenLosesAnswer,
    /// Responds with this status and a page that is not JSON.
    TokenStatus(u16),
    /// 429, with the seconds to wait.
    TokenTooMany(u64),
    /// Status 200 and the HTML page of a proxy instead of JSON.
    TokenHtml,
    /// Status 200 and truncated JSON.
    TokenCutShort,
    /// A valid response without `expires_in`.
    TokenWithoutExpiry,
    /// A valid response whose `expires_in` is a string.
    TokenExpiryAsText,
    /// A valid response without `token_type`.
    TokenWithoutType,
    /// A valid response whose `token_type` is `bearer`.
    TokenTypeLowerCase,
    /// A valid response whose `scope` has another name than the requested one, like Keycloak's `email` for `mail`.
    TokenScopeRenamed(String),
    /// `temporarily_unavailable`, with status 503.
    TokenTemporarilyUnavailable,
    /// `invalid_grant`, as for a revoked grant; the grant itself stays valid.
    TokenInvalidGrant,
    /// `invalid_client`, as for a wrong secret.
    TokenInvalidClient,
    /// `interaction_required`, AADSTS50076 at Microsoft: the person needs a second factor.
    TokenInteractionRequired,
    /// `consent_required`, AADSTS65001 at Microsoft.
    TokenConsentRequired,
    /// SMTP refuses a login once, even with a valid token.
    SmtpRefusesLogin,
    /// SMTP refuses each token the first time, as after a change that has not reached all servers.
    SmtpRefusesEachTokenOnce,
    /// SMTP answers a login with this reply.
    SmtpAnswersLogin(String),
    /// SMTP answers the final dot with this reply, and accepts nothing.
    SmtpAnswersDot(String),
    /// SMTP accepts the message and the connection ends before the reply.
    SmtpLosesAnswer,
    /// The API returns 401 for a valid token.
    ApiUnauthorized,
    /// The API returns 403: Google `userRateLimitExceeded`, Microsoft `ErrorAccessDenied`.
    ApiForbidden,
    /// Google's 403 `dailyLimitExceeded`; at Microsoft like [`Self::ApiForbidden`].
    ApiDailyLimit,
    /// 429 with the seconds to wait: Google `rateLimitExceeded`, Microsoft `ApplicationThrottled`.
    ApiTooMany(u64),
    /// The API returns this status, such as 500 or 503, and accepts nothing.
    ApiStatus(u16),
    /// The API accepts the message and the connection ends before the response.
    ApiLosesAnswer,
    /// The API responds correctly after this time of the machine's clock.
    ApiSlow(Duration),
}

/// Where a misbehaviour happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Token,
    SmtpLogin,
    SmtpDot,
    Api,
}

impl Misbehaviour {
    /// All of them with a name for the command line; those with data have a typical value.
    pub fn all_named() -> Vec<(&'static str, Misbehaviour)> {
        use Misbehaviour as M;
        vec![
            ("token-slow", M::TokenSlow(Duration::from_secs(10))),
            ("token-hangs-up", M::TokenHangsUp),
            ("token-loses-answer", M::TokenLosesAnswer),
            ("token-500", M::TokenStatus(500)),
            ("token-429", M::TokenTooMany(30)),
            ("token-html", M::TokenHtml),
            ("token-cut-short", M::TokenCutShort),
            ("token-without-expiry", M::TokenWithoutExpiry),
            ("token-expiry-as-text", M::TokenExpiryAsText),
            ("token-without-type", M::TokenWithoutType),
            ("token-type-lower-case", M::TokenTypeLowerCase),
            ("token-scope-renamed", M::TokenScopeRenamed("mail".into())),
            ("temporarily-unavailable", M::TokenTemporarilyUnavailable),
            ("invalid-grant", M::TokenInvalidGrant),
            ("invalid-client", M::TokenInvalidClient),
            ("interaction-required", M::TokenInteractionRequired),
            ("consent-required", M::TokenConsentRequired),
            ("smtp-refuses-login", M::SmtpRefusesLogin),
            ("smtp-refuses-each-token-once", M::SmtpRefusesEachTokenOnce),
            (
                "smtp-concurrent-limit",
                M::SmtpAnswersLogin(
                    "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending.".into(),
                ),
            ),
            ("smtp-dot-451", M::SmtpAnswersDot("451 4.3.0 Mail server temporarily rejected message.".into())),
            ("smtp-loses-answer", M::SmtpLosesAnswer),
            ("api-401", M::ApiUnauthorized),
            ("api-403", M::ApiForbidden),
            ("api-daily-limit", M::ApiDailyLimit),
            ("api-429", M::ApiTooMany(30)),
            ("api-500", M::ApiStatus(500)),
            ("api-503", M::ApiStatus(503)),
            ("api-loses-answer", M::ApiLosesAnswer),
            ("api-slow", M::ApiSlow(Duration::from_secs(10))),
        ]
    }

    fn place(&self) -> Place {
        match self {
            Self::SmtpRefusesLogin | Self::SmtpRefusesEachTokenOnce | Self::SmtpAnswersLogin(_) => Place::SmtpLogin,
            Self::SmtpAnswersDot(_) | Self::SmtpLosesAnswer => Place::SmtpDot,
            Self::ApiUnauthorized
            | Self::ApiForbidden
            | Self::ApiDailyLimit
            | Self::ApiTooMany(_)
            | Self::ApiStatus(_)
            | Self::ApiLosesAnswer
            | Self::ApiSlow(_) => Place::Api,
            _ => Place::Token,
        }
    }
}

/// The pending misbehaviours.
#[derive(Default)]
pub(super) struct PendingMisbehaviours {
    once: VecDeque<Misbehaviour>,
    always: Vec<Misbehaviour>,
}

impl PendingMisbehaviours {
    pub fn once(&mut self, misbehaviour: Misbehaviour) {
        // It applies to each token, so that a single time would be meaningless.
        if misbehaviour == Misbehaviour::SmtpRefusesEachTokenOnce {
            return self.always(misbehaviour);
        }
        self.once.push_back(misbehaviour);
    }

    pub fn always(&mut self, misbehaviour: Misbehaviour) {
        self.always.push(misbehaviour);
    }

    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// The misbehaviour for this place now: first those ordered once, in order.
    pub fn next(&mut self, place: Place) -> Option<Misbehaviour> {
        match self.once.iter().position(|ordered| ordered.place() == place) {
            Some(index) => self.once.remove(index),
            None => self.always.iter().find(|ordered| ordered.place() == place).cloned(),
        }
    }
}

//! Misbehaviour of a provider on demand: once, or until it is switched off.

use std::collections::VecDeque;
use std::time::Duration;

/// One way to misbehave. What begins with `Token` happens at the token endpoint, `Smtp` at SMTP, `Api` at the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misbehaviour {
    /// The token endpoint answers correctly, but so much later, by the machine's clock.
    TokenSlow(Duration),
    /// The connection ends without an answer, and nothing has been done.
    TokenHangsUp,
    /// The request has been carried out, a refresh token rotated, and the connection ends without an answer.
    TokenLosesAnswer,
    /// Answers with this status and a page that is not JSON.
    TokenStatus(u16),
    /// 429, with the seconds to wait.
    TokenTooMany(u64),
    /// Status 200 and the page of some proxy, HTML instead of JSON.
    TokenHtml,
    /// Status 200 and JSON that ends in the middle.
    TokenCutShort,
    /// A good answer without `expires_in`.
    TokenWithoutExpiry,
    /// A good answer whose `expires_in` is a string.
    TokenExpiryAsText,
    /// A good answer without `token_type`.
    TokenWithoutType,
    /// A good answer whose `token_type` is `bearer`.
    TokenTypeLowerCase,
    /// A good answer whose `scope` has another name than was asked for, as Keycloak's `email` for `mail`.
    TokenScopeRenamed(String),
    /// `temporarily_unavailable`, with status 503.
    TokenTemporarilyUnavailable,
    /// `invalid_grant`, as for a grant that was revoked; the grant itself stays good.
    TokenInvalidGrant,
    /// `invalid_client`, as for a wrong secret.
    TokenInvalidClient,
    /// `interaction_required`, AADSTS50076 at Microsoft: the person must show a second factor.
    TokenInteractionRequired,
    /// `consent_required`, AADSTS65001 at Microsoft.
    TokenConsentRequired,
    /// SMTP refuses a login once, however good the token.
    SmtpRefusesLogin,
    /// SMTP refuses each token the first time that it sees it, as after a change that has not reached all servers.
    SmtpRefusesEachTokenOnce,
    /// SMTP answers a login with this reply.
    SmtpAnswersLogin(String),
    /// SMTP answers the final dot with this reply, and takes nothing.
    SmtpAnswersDot(String),
    /// SMTP takes the message and the connection ends before the answer.
    SmtpLosesAnswer,
    /// The API answers 401 to a good token.
    ApiUnauthorized,
    /// The API answers 403: Google `userRateLimitExceeded`, Microsoft `ErrorAccessDenied`.
    ApiForbidden,
    /// Google's 403 `dailyLimitExceeded`; at Microsoft as [`Self::ApiForbidden`].
    ApiDailyLimit,
    /// 429 with the seconds to wait: Google `rateLimitExceeded`, Microsoft `ApplicationThrottled`.
    ApiTooMany(u64),
    /// The API answers with this status, 500 or 503 say, and takes nothing.
    ApiStatus(u16),
    /// The API takes the message and the connection ends before the answer.
    ApiLosesAnswer,
    /// The API answers correctly, but so much later, by the machine's clock.
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
    /// Every one with a name for the command line; those with data have a usual value.
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

/// What was ordered and not done yet.
#[derive(Default)]
pub(super) struct Orders {
    once: VecDeque<Misbehaviour>,
    always: Vec<Misbehaviour>,
}

impl Orders {
    pub fn once(&mut self, misbehaviour: Misbehaviour) {
        // It is about each token, so that a single time would mean nothing.
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

    /// What is to be done at this place now: first what was ordered for once, in order.
    pub fn next(&mut self, place: Place) -> Option<Misbehaviour> {
        match self.once.iter().position(|ordered| ordered.place() == place) {
            Some(index) => self.once.remove(index),
            None => self.always.iter().find(|ordered| ordered.place() == place).cloned(),
        }
    }
}

//! Responses of mail APIs (Gmail API, Microsoft Graph). No other module interprets their HTTP status.
//!
//! **Connection or message.** What says that we may not send at all (token, permission, mailbox, licence, a disabled API)
//! is a problem of the connection. What concerns recipients, size or content is one of the message.
//!
//! **All or nothing.** An API accepts a message for all its recipients or for none, so there is one diagnosis for all.
//!
//! **Interruptions.** A request that was sent and not answered may have been processed.

mod rules;

use std::time::Duration;

use mail::{Arg, ProblemCode, Reply, Text};
use oauth::{HttpError, HttpResponse, Provider};
use serde_json::Value;

use super::rule::UNNAMED;
use super::{Concern, Diagnosis, Disposition, excerpt, filled, http_failure};
use crate::texts;
use rules::{GMAIL, GRAPH, RULES};

/// What the texts refer to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ApiContext<'a> {
    pub(crate) provider: Provider,
    /// `Gmail API`.
    pub(crate) service: &'static str,
    pub(crate) server: &'a str,
    /// The From address, where a message is sent.
    pub(crate) from: Option<&'a str>,
}

/// A rule of the tables: evidence in a response, and the explanation.
struct ApiRule {
    /// HTTP status codes; empty: any.
    status: &'static [u16],
    /// Reasons and codes of the response's JSON, in lower case; empty: any.
    reasons: &'static [&'static str],
    /// Texts of the message, in lower case; one of them must occur. Empty: any.
    contains: &'static [&'static str],
    explanation: ApiExplanation,
}

/// What a failure means.
struct ApiExplanation {
    problem: &'static ProblemCode,
    field: Option<&'static str>,
    disposition: Disposition,
    retry_after: Option<Duration>,
    throttled: bool,
}

/// The fields that rules omit.
const EXPLANATION: ApiExplanation = ApiExplanation {
    problem: &UNNAMED,
    field: None,
    disposition: Disposition::Refused,
    retry_after: None,
    throttled: false,
};

/// The result of a request that was answered.
pub(crate) enum ApiResult {
    /// The provider accepted the message; the text of the reply is the ID that it gave it, if it named one.
    Accepted(Reply),
    /// The access token was refused; another one may work.
    TokenRefused(Diagnosis, Reply),
    /// The provider refused the message.
    Rejected(Diagnosis, Reply),
}

/// The diagnosis of a response.
pub(crate) fn of_api_response(context: &ApiContext<'_>, response: &HttpResponse) -> ApiResult {
    let details = ResponseDetails::read(&response.body);
    let reply = Reply { code: response.status, enhanced: None, text: details.summary() };
    if (200..300).contains(&response.status) {
        return ApiResult::Accepted(reply);
    }
    let own: &[ApiRule] = match context.provider {
        Provider::Google => GMAIL,
        Provider::Microsoft => GRAPH,
        Provider::Custom => &[],
    };
    let explanation = own
        .iter()
        .chain(RULES)
        .find(|rule| rule.matches(response.status, &details))
        .map_or(&rules::UNKNOWN, |rule| &rule.explanation);
    let quoted =
        if reply.text.is_empty() { response.status.to_string() } else { format!("{} {}", response.status, reply.text) };
    let event = texts::event_api_refused(context.service, quoted);
    let diagnosis = context.diagnosis(explanation, event, response.retry_after);
    if response.status == 401 {
        ApiResult::TokenRefused(diagnosis, reply)
    } else {
        ApiResult::Rejected(diagnosis, reply)
    }
}

/// The diagnosis of a request without a complete response.
pub(crate) fn of_http_error(context: &ApiContext<'_>, error: &HttpError) -> Diagnosis {
    let (explanation, event) = match error {
        HttpError::ResponseLost(failure) => {
            (&rules::ANSWER_LOST, texts::event_api_not_confirmed(context.service, http_failure(failure)))
        }
        HttpError::Unreachable(failure) => return of_unreachable_api(context, http_failure(failure)),
        HttpError::NotEncrypted(url) => (&rules::NOT_ENCRYPTED, texts::event_api_not_encrypted(url.as_str())),
        HttpError::Trust(reason) => (&rules::UNREACHABLE, texts::event_api_trust(reason.as_str())),
    };
    let mut diagnosis = context.diagnosis(explanation, event, None);
    diagnosis.may_have_arrived = matches!(error, HttpError::ResponseLost(_));
    diagnosis
}

/// The diagnosis of an API that cannot be reached.
pub(crate) fn of_unreachable_api(context: &ApiContext<'_>, cause: impl Into<Arg>) -> Diagnosis {
    context.diagnosis(&rules::UNREACHABLE, texts::event_unreachable(context.server, cause), None)
}

/// Graph accepts requests of at most 4 MB; in Base64 that is a message of 3 MB.
const GRAPH_MAX_BODY: usize = 4 * 1024 * 1024;
/// Gmail's upload URL accepts 35 MB.
const GMAIL_MAX_BODY: usize = 35 * 1024 * 1024;

/// The diagnosis of a request that exceeds the API's limit; `body` is its size in bytes.
pub(crate) fn of_api_size(context: &ApiContext<'_>, body: usize) -> Option<Diagnosis> {
    let longest = match context.provider {
        Provider::Microsoft => GRAPH_MAX_BODY,
        _ => GMAIL_MAX_BODY,
    };
    if body <= longest {
        return None;
    }
    let (body, longest) = mail::size_and_limit(body as u64, longest as u64);
    Some(context.diagnosis(&rules::TOO_LARGE, texts::event_message_too_big(context.service, body, longest), None))
}

impl ApiContext<'_> {
    fn diagnosis(&self, explanation: &ApiExplanation, event: Text, requested: Option<Duration>) -> Diagnosis {
        let mut problem = filled(explanation.problem, event, |name| match name {
            "from" => self.from.map_or_else(|| texts::the_from_address().into(), Arg::from),
            "server" => self.server.into(),
            other => unreachable!("an API's problem has no argument {other}"),
        });
        problem.field = explanation.field.map(str::to_owned);
        Diagnosis {
            disposition: explanation.disposition,
            concerns: match explanation.disposition {
                Disposition::Connection => Concern::Connection,
                _ => Concern::Message,
            },
            problem,
            retry_after: if explanation.disposition == Disposition::Deferred {
                requested.or(explanation.retry_after)
            } else {
                None
            },
            throttled: explanation.throttled,
            may_have_arrived: false,
            in_sequence: true,
        }
    }
}

impl ApiRule {
    fn matches(&self, status: u16, details: &ResponseDetails) -> bool {
        (self.status.is_empty() || self.status.contains(&status))
            && (self.reasons.is_empty() || details.reasons.iter().any(|reason| self.reasons.contains(&reason.as_str())))
            && (self.contains.is_empty()
                || self.contains.iter().any(|words| details.message.to_lowercase().contains(words)))
    }
}

/// The details in a response's JSON: Google has `error.errors[].reason` and `error.status`, Microsoft `error.code`.
#[derive(Default)]
struct ResponseDetails {
    /// In lower case.
    reasons: Vec<String>,
    /// As the provider writes it.
    code: String,
    message: String,
    /// The ID of an accepted message.
    id: String,
}

impl ResponseDetails {
    fn read(body: &[u8]) -> Self {
        let Ok(json) = serde_json::from_slice::<Value>(body) else { return Self::default() };
        let text = |value: &Value| value.as_str().map(str::to_owned).unwrap_or_default();
        let error = &json["error"];
        let listed = error["errors"].as_array().into_iter().flatten().map(|one| text(&one["reason"]));
        let code = [&error["code"], &error["status"]].into_iter().map(text).find(|code| !code.is_empty());
        let mut reasons: Vec<String> = listed.chain([text(&error["status"]), text(&error["code"])]).collect();
        reasons.retain(|reason| !reason.is_empty());
        let code = reasons.first().cloned().or(code).unwrap_or_default();
        for reason in &mut reasons {
            reason.make_ascii_lowercase();
        }
        Self { reasons, code, message: text(&error["message"]), id: text(&json["id"]) }
    }

    /// The provider's words, on one line of bounded length: the error, or the ID of an accepted message.
    fn summary(&self) -> String {
        let whole = match (self.code.as_str(), self.message.as_str(), self.id.as_str()) {
            ("", "", id) => id.to_owned(),
            ("", message, _) => message.to_owned(),
            (code, "", _) => code.to_owned(),
            (code, message, _) => format!("{code}: {message}"),
        };
        excerpt(&whole.replace(char::is_control, " "))
    }
}

#[cfg(test)]
mod tests;

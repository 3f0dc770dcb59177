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

use mail::{Problem, Reply};
use oauth::{HttpError, HttpResponse, Provider};
use serde_json::Value;

use super::{Diagnosis, Disposition};
use rules::{GMAIL, GRAPH, RULES};

/// The longest quotation of a response.
const QUOTED_CHARS: usize = 400;

/// What the texts refer to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ApiContext<'a> {
    pub(crate) provider: Provider,
    /// `Gmail API`.
    pub(crate) service: &'static str,
    pub(crate) server: &'a str,
    /// The From address.
    pub(crate) from: &'a str,
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

/// What a failure means, for people.
struct ApiExplanation {
    code: &'static str,
    field: Option<&'static str>,
    disposition: Disposition,
    retry_after: Option<Duration>,
    throttled: bool,
    meaning: &'static str,
    remedy: &'static str,
}

/// The fields that rules omit.
const EXPLANATION: ApiExplanation = ApiExplanation {
    code: "",
    field: None,
    disposition: Disposition::Refused,
    retry_after: None,
    throttled: false,
    meaning: "",
    remedy: "",
};

/// The result of a request that was answered.
pub(crate) enum ApiResult {
    /// The provider accepted the message.
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
    let diagnosis = context.diagnosis(
        explanation,
        format!("{} did not take the message: “{quoted}”.", context.service),
        response.retry_after,
    );
    if response.status == 401 {
        ApiResult::TokenRefused(diagnosis, reply)
    } else {
        ApiResult::Rejected(diagnosis, reply)
    }
}

/// The diagnosis of a request without a complete response.
pub(crate) fn of_http_error(context: &ApiContext<'_>, error: &HttpError) -> Diagnosis {
    let (explanation, what) = match error {
        HttpError::ResponseLost(_) => {
            (&rules::ANSWER_LOST, format!("{} did not confirm the message: {error}.", context.service))
        }
        HttpError::Unreachable(_) => (&rules::UNREACHABLE, format!("No connection to {}: {error}.", context.server)),
        HttpError::NotEncrypted(_) => (&rules::NOT_ENCRYPTED, format!("{error}.")),
        HttpError::Trust(_) => (&rules::UNREACHABLE, format!("The certificates to trust cannot be read: {error}.")),
    };
    let mut diagnosis = context.diagnosis(explanation, what, None);
    diagnosis.may_have_arrived = matches!(error, HttpError::ResponseLost(_));
    diagnosis
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
    let what = format!("The message is too large for {}: {body} bytes, and it takes {longest}.", context.service);
    Some(context.diagnosis(&rules::TOO_LARGE, what, None))
}

impl ApiContext<'_> {
    fn diagnosis(&self, explanation: &ApiExplanation, what: String, requested: Option<Duration>) -> Diagnosis {
        let fill = |text: &str| text.replace("{from}", self.from).replace("{server}", self.server);
        Diagnosis {
            disposition: explanation.disposition,
            problem: Problem {
                code: explanation.code.to_owned(),
                field: explanation.field.map(str::to_owned),
                what,
                meaning: fill(explanation.meaning),
                remedy: fill(explanation.remedy),
                fix: None,
            },
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

    /// One line of bounded length.
    fn summary(&self) -> String {
        let whole = match (self.code.as_str(), self.message.as_str(), self.id.as_str()) {
            ("", "", "") => String::new(),
            ("", "", id) => format!("accepted as {id}"),
            ("", message, _) => message.to_owned(),
            (code, "", _) => code.to_owned(),
            (code, message, _) => format!("{code}: {message}"),
        };
        whole.chars().map(|c| if c.is_control() { ' ' } else { c }).take(QUOTED_CHARS).collect()
    }
}

#[cfg(test)]
mod tests;

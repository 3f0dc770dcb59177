//! What answers of mail APIs mean (Gmail API, Microsoft Graph): the only place that looks at an HTTP status of theirs.
//!
//! **Connection or message.** What says that we may not send at all (token, permission, mailbox, licence, the API switched
//! off) is the connection's trouble. What is about recipients, size or content is the message's.
//!
//! **All or nothing.** An API takes a message for all its recipients or for none, so there is one judgement for all.
//!
//! **Lost.** A request that left and was not answered may have been carried out.

use std::time::Duration;

use mail::{Problem, Reply};
use serde_json::Value;

use super::{Fate, Judgement};
use crate::http::{HttpAnswer, HttpMishap};
use crate::oauth::Provider;

mod rows;

use rows::{GMAIL, GRAPH, RULES};

/// The longest quotation of an answer.
const QUOTED_CHARS: usize = 400;

/// Who is talked to about whom, for the words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ApiScene<'a> {
    pub(crate) provider: Provider,
    /// `Gmail API`.
    pub(crate) service: &'static str,
    pub(crate) server: &'a str,
    /// The From address.
    pub(crate) from: &'a str,
}

/// A row of the tables: evidence in an answer, and what is known about it.
struct ApiRow {
    /// HTTP status codes it is about; empty: any.
    status: &'static [u16],
    /// Reasons and codes of the answer's JSON, in lower case; empty: any.
    reasons: &'static [&'static str],
    /// Words of the message, in lower case; one of them has to be there. Empty: any.
    says: &'static [&'static str],
    means: ApiKnown,
}

/// What is known about a failure.
struct ApiKnown {
    code: &'static str,
    field: Option<&'static str>,
    fate: Fate,
    retry_after: Option<Duration>,
    throttled: bool,
    meaning: &'static str,
    remedy: &'static str,
}

/// What rows leave out.
const KNOWN: ApiKnown = ApiKnown {
    code: "",
    field: None,
    fate: Fate::Refused,
    retry_after: None,
    throttled: false,
    meaning: "",
    remedy: "",
};

/// What became of a request that was answered.
pub(crate) enum ApiVerdict {
    /// The provider took responsibility.
    Accepted(Reply),
    /// The access token is not good: once more with another one.
    TokenRefused(Judgement, Reply),
    /// It did not take the message.
    Judged(Judgement, Reply),
}

/// What an answer means.
pub(crate) fn of_api_answer(scene: &ApiScene<'_>, answer: &HttpAnswer) -> ApiVerdict {
    let said = Said::read(&answer.body);
    let reply = Reply { code: answer.status, enhanced: None, text: said.words() };
    if (200..300).contains(&answer.status) {
        return ApiVerdict::Accepted(reply);
    }
    let own: &[ApiRow] = match scene.provider {
        Provider::Google => GMAIL,
        Provider::Microsoft => GRAPH,
        Provider::Custom => &[],
    };
    let known =
        own.iter().chain(RULES).find(|row| row.fits(answer.status, &said)).map_or(&rows::UNKNOWN, |row| &row.means);
    let quoted =
        if reply.text.is_empty() { answer.status.to_string() } else { format!("{} {}", answer.status, reply.text) };
    let judgement =
        scene.judge(known, format!("{} did not take the message: “{quoted}”.", scene.service), answer.retry_after);
    if answer.status == 401 { ApiVerdict::TokenRefused(judgement, reply) } else { ApiVerdict::Judged(judgement, reply) }
}

/// What it means that no answer came.
pub(crate) fn of_api_mishap(scene: &ApiScene<'_>, mishap: &HttpMishap) -> Judgement {
    let (known, what) = match mishap {
        HttpMishap::AnswerLost(_) => {
            (&rows::ANSWER_LOST, format!("{} did not confirm the message: {mishap}.", scene.service))
        }
        HttpMishap::Unreached(_) => (&rows::UNREACHED, format!("No connection to {}: {mishap}.", scene.server)),
        HttpMishap::NotEncrypted(_) => (&rows::NOT_ENCRYPTED, format!("{mishap}.")),
        HttpMishap::Trust(_) => (&rows::UNREACHED, format!("The certificates to trust cannot be read: {mishap}.")),
    };
    let mut judgement = scene.judge(known, what, None);
    judgement.may_have_arrived = matches!(mishap, HttpMishap::AnswerLost(_));
    judgement
}

/// Graph takes a request of 4 MB at most, which in Base64 is a message of 3.
const GRAPH_LONGEST_BODY: usize = 4 * 1024 * 1024;
/// Gmail takes 35 MB by its upload address.
const GMAIL_LONGEST_BODY: usize = 35 * 1024 * 1024;

/// What the API cannot take, whatever is said; `body` is the request's size in bytes.
pub(crate) fn unsendable_by_api(scene: &ApiScene<'_>, body: usize) -> Option<Judgement> {
    let longest = match scene.provider {
        Provider::Microsoft => GRAPH_LONGEST_BODY,
        _ => GMAIL_LONGEST_BODY,
    };
    if body <= longest {
        return None;
    }
    let what = format!("The message is too large for {}: {body} bytes, and it takes {longest}.", scene.service);
    Some(scene.judge(&rows::TOO_LARGE, what, None))
}

impl ApiScene<'_> {
    fn judge(&self, known: &ApiKnown, what: String, asked: Option<Duration>) -> Judgement {
        let fill = |text: &str| text.replace("{from}", self.from).replace("{server}", self.server);
        Judgement {
            fate: known.fate,
            problem: Problem {
                code: known.code.to_owned(),
                field: known.field.map(str::to_owned),
                what,
                meaning: fill(known.meaning),
                remedy: fill(known.remedy),
                fix: None,
            },
            retry_after: if known.fate == Fate::Deferred { asked.or(known.retry_after) } else { None },
            throttled: known.throttled,
            may_have_arrived: false,
            in_step: true,
        }
    }
}

impl ApiRow {
    fn fits(&self, status: u16, said: &Said) -> bool {
        (self.status.is_empty() || self.status.contains(&status))
            && (self.reasons.is_empty() || said.reasons.iter().any(|reason| self.reasons.contains(&reason.as_str())))
            && (self.says.is_empty() || self.says.iter().any(|words| said.message.to_lowercase().contains(words)))
    }
}

/// What an answer's JSON says: Google has `error.errors[].reason` and `error.status`, Microsoft `error.code`.
#[derive(Default)]
struct Said {
    /// In lower case.
    reasons: Vec<String>,
    /// As the provider words it.
    code: String,
    message: String,
    /// The id that an accepted message got.
    id: String,
}

impl Said {
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

    /// In one line, cut where it is a page.
    fn words(&self) -> String {
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

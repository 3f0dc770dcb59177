//! Answers of both APIs, and what they mean.

use super::*;

const GOOGLE: ApiScene<'static> = ApiScene {
    provider: Provider::Google,
    service: "Gmail API",
    server: "gmail.googleapis.com",
    from: "noreply@example.com",
};
const MICROSOFT: ApiScene<'static> = ApiScene {
    provider: Provider::Microsoft,
    service: "Microsoft Graph",
    server: "graph.microsoft.com",
    from: "noreply@example.com",
};

#[track_caller]
fn check(scene: &ApiScene<'_>, status: u16, retry_after: Option<u64>, body: &str, expected: &str) {
    let answer =
        HttpAnswer { status, retry_after: retry_after.map(Duration::from_secs), body: body.as_bytes().to_vec() };
    let told = |judgement: &Judgement| {
        let throttled = if judgement.throttled { ", throttled" } else { "" };
        let wait = judgement.retry_after.map(|wait| format!(" after {} s", wait.as_secs())).unwrap_or_default();
        assert!(!judgement.problem.meaning.is_empty() && !judgement.problem.remedy.is_empty());
        assert!(!judgement.problem.remedy.contains('{'), "{}", judgement.problem.remedy);
        format!("{:?} {}{wait}{throttled}", judgement.fate, judgement.problem.code)
    };
    let found = match of_api_answer(scene, &answer) {
        ApiVerdict::Accepted(reply) => format!("accepted {} {}", reply.code, reply.text),
        ApiVerdict::TokenRefused(judgement, _) => format!("again, then {}", told(&judgement)),
        ApiVerdict::Judged(judgement, _) => told(&judgement),
    };
    assert_eq!(found.trim(), expected, "{status} {body}");
}

fn google(reason: &str, status: &str, message: &str) -> String {
    format!(
        r#"{{"error":{{"code":1,"message":"{message}","errors":[{{"domain":"global","reason":"{reason}","message":"{message}"}}],"status":"{status}"}}}}"#
    )
}

fn graph(code: &str) -> String {
    format!(r#"{{"error":{{"code":"{code}","message":"words","innerError":{{"request-id":"x"}}}}}}"#)
}

#[test]
fn what_google_answers() {
    check(&GOOGLE, 200, None, r#"{"id":"18c","threadId":"18c","labelIds":["SENT"]}"#, "accepted 200 accepted as 18c");
    check(&GOOGLE, 401, None, &google("authError", "UNAUTHENTICATED", "x"), "again, then Connection token_refused");
    check(
        &GOOGLE,
        403,
        None,
        &google("insufficientPermissions", "PERMISSION_DENIED", "x"),
        "Connection api_permission_missing",
    );
    check(&GOOGLE, 403, None, &google("accessNotConfigured", "PERMISSION_DENIED", "x"), "Connection api_disabled");
    check(&GOOGLE, 403, None, &google("userRateLimitExceeded", "", "x"), "Deferred too_fast after 60 s, throttled");
    check(
        &GOOGLE,
        429,
        Some(7),
        &google("rateLimitExceeded", "RESOURCE_EXHAUSTED", "x"),
        "Deferred too_fast after 7 s, throttled",
    );
    check(&GOOGLE, 403, None, &google("dailyLimitExceeded", "", "x"), "Deferred quota_daily after 3600 s, throttled");
    check(
        &GOOGLE,
        400,
        None,
        &google("invalidArgument", "INVALID_ARGUMENT", "Invalid To header"),
        "Refused recipients_refused",
    );
    check(&GOOGLE, 400, None, &google("invalidArgument", "INVALID_ARGUMENT", "else"), "Refused message_refused");
    check(
        &GOOGLE,
        400,
        None,
        &google("failedPrecondition", "FAILED_PRECONDITION", "Mail service not enabled"),
        "Connection mailbox_not_enabled",
    );
    check(&GOOGLE, 413, None, "", "Refused message_too_large");
    check(&GOOGLE, 503, Some(30), &google("backendError", "UNAVAILABLE", "x"), "Deferred api_trouble after 30 s");
}

#[test]
fn what_microsoft_answers() {
    check(&MICROSOFT, 202, None, "", "accepted 202");
    check(&MICROSOFT, 401, None, &graph("InvalidAuthenticationToken"), "again, then Connection token_refused");
    check(&MICROSOFT, 403, None, &graph("ErrorAccessDenied"), "Connection api_permission_missing");
    check(&MICROSOFT, 403, None, &graph("ErrorSendAsDenied"), "Refused sender_not_allowed");
    check(&MICROSOFT, 404, None, &graph("ErrorInvalidUser"), "Connection mailbox_not_enabled");
    check(&MICROSOFT, 404, None, "<html>", "Connection api_not_found");
    check(&MICROSOFT, 429, Some(12), &graph("ApplicationThrottled"), "Deferred too_fast after 12 s, throttled");
    check(&MICROSOFT, 429, None, &graph("ErrorExceededMessageLimit"), "Deferred quota_daily after 3600 s, throttled");
    check(&MICROSOFT, 400, None, &graph("ErrorInvalidRecipients"), "Refused recipients_refused");
    check(&MICROSOFT, 507, None, &graph("ErrorQuotaExceeded"), "Connection mailbox_full");
    check(&MICROSOFT, 403, None, &graph("ErrorMessageSubmissionBlocked"), "Connection sender_blocked");
    check(&MICROSOFT, 413, None, "", "Refused message_too_large");
    check(&MICROSOFT, 504, None, "", "Deferred api_trouble");
    check(&MICROSOFT, 418, None, "", "Refused api_refused");
}

#[test]
fn a_request_that_was_not_answered_may_have_been_carried_out() {
    let lost = of_api_mishap(&GOOGLE, &HttpMishap::AnswerLost("reset".into()));
    assert_eq!((lost.fate, lost.may_have_arrived), (Fate::Deferred, true));
    let unreached = of_api_mishap(&GOOGLE, &HttpMishap::Unreached("refused".into()));
    assert_eq!((unreached.fate, unreached.may_have_arrived), (Fate::Connection, false));
}

#[test]
fn what_is_too_large_for_the_api_is_told_before_it_is_sent() {
    assert!(unsendable_by_api(&MICROSOFT, 4 * 1024 * 1024).is_none());
    let refused = unsendable_by_api(&MICROSOFT, 4 * 1024 * 1024 + 1).expect("too large");
    assert_eq!(refused.fate, Fate::Refused);
    assert!(refused.problem.remedy.contains("through SMTP"));
}

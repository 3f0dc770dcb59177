//! Responses of both APIs and their diagnosis.

use i18n::Language;
use oauth::HttpFailure;

use super::*;

const GOOGLE: ApiContext<'static> = ApiContext {
    provider: Provider::Google,
    service: "Gmail API",
    server: "gmail.googleapis.com",
    from: Some("noreply@example.com"),
};
const MICROSOFT: ApiContext<'static> = ApiContext {
    provider: Provider::Microsoft,
    service: "Microsoft Graph",
    server: "graph.microsoft.com",
    from: Some("noreply@example.com"),
};

#[track_caller]
fn check(context: &ApiContext<'_>, status: u16, retry_after: Option<u64>, body: &str, expected: &str) {
    let response =
        HttpResponse { status, retry_after: retry_after.map(Duration::from_secs), body: body.as_bytes().to_vec() };
    let shown = |diagnosis: &Diagnosis| {
        let throttled = if diagnosis.throttled { ", throttled" } else { "" };
        let wait = diagnosis.retry_after.map(|wait| format!(" after {} s", wait.as_secs())).unwrap_or_default();
        let words = Language::English.problem(&diagnosis.problem);
        assert!(!words.meaning.is_empty() && !words.remedy.is_empty());
        format!("{:?} {}{wait}{throttled}", diagnosis.disposition, diagnosis.problem.code)
    };
    let found = match of_api_response(context, &response) {
        ApiResult::Accepted(reply) => format!("accepted {} {}", reply.code, reply.text),
        ApiResult::TokenRefused(diagnosis, _) => format!("again, then {}", shown(&diagnosis)),
        ApiResult::Rejected(diagnosis, _) => shown(&diagnosis),
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
fn diagnoses_google_responses() {
    check(&GOOGLE, 200, None, r#"{"id":"18c","threadId":"18c","labelIds":["SENT"]}"#, "accepted 200 18c");
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
fn diagnoses_microsoft_responses() {
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
fn a_request_without_response_may_have_been_processed() {
    let lost = of_http_error(&GOOGLE, &HttpError::ResponseLost(HttpFailure::TimedOut));
    assert_eq!((lost.disposition, lost.may_have_arrived), (Disposition::Deferred, true));
    let unreachable = of_http_error(&GOOGLE, &HttpError::Unreachable(HttpFailure::Other("refused".to_owned())));
    assert_eq!((unreachable.disposition, unreachable.may_have_arrived), (Disposition::Connection, false));
}

#[test]
fn a_message_too_large_for_the_api_is_refused() {
    assert!(of_api_size(&MICROSOFT, 4 * 1024 * 1024).is_none());
    let refused = of_api_size(&MICROSOFT, 4 * 1024 * 1024 + 1).expect("too large");
    assert_eq!(refused.disposition, Disposition::Refused);
    assert!(Language::English.problem(&refused.problem).remedy.contains("through SMTP"));
}

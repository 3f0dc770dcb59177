//! The problems that explain replies, errors and responses. The rule tables of `diagnosis` refer to them.
//!
//! `event` is the text that says what happened; the texts for meaning and remedy use the other arguments.

mail::problems! {
    // Problems of the connection to a mail server: DNS, network, TLS.
    server_busy(event);
    greeting_refused(event);
    host_not_found(event);
    host_not_found_misspelled: host_not_found(event, suggestion);
    host_not_found_without_address: host_not_found(event, host);
    name_lookup_failed(event);
    connection_refused(event, port);
    connection_refused_local: connection_refused(event, port);
    connection_timed_out(event, port, server);
    network_unreachable(event);
    network_unreachable_host: network_unreachable(event, server);
    network_unreachable_ipv6: network_unreachable(event);
    too_many_open_files(event);
    connection_not_permitted(event, server);
    greeting_missing(event);
    server_silent(event);
    connection_lost(event);
    answer_lost(event);
    not_smtp(event);
    not_smtp_imap: not_smtp(event, port);
    not_smtp_pop: not_smtp(event, port);
    not_smtp_web: not_smtp(event, port);
    not_smtp_ssh: not_smtp(event, port);
    not_smtp_ftp: not_smtp(event, port);
    protocol_error(event);
    login_not_offered(event);
    login_not_offered_encrypted: login_not_offered(event);
    login_needs_tls(event);
    mechanism_not_offered(event);
    mechanism_not_offered_ntlm: mechanism_not_offered(event);
    credential_unusable(event);
    login_challenge_unreadable(event);
    starttls_refused(event);
    starttls_missing(event);
    starttls_missing_filtered: starttls_missing(event);
    starttls_injection(event);
    tls_expected(event, port);
    tls_handshake_silent(event);
    tls_not_spoken(event, port);
    certificate_expired(event);
    certificate_not_yet_valid(event);
    certificate_self_signed(event);
    certificate_untrusted(event);
    certificate_wrong_name(event);
    certificate_wrong_name_diverted: certificate_wrong_name(event, provider, host);
    certificate_intercepted(event, issuer);
    certificate_intercepted_unnamed: certificate_intercepted(event, provider);
    certificate_weak(event);
    client_certificate_required(event);
    certificate_rejected(event);
    tls_too_old(event);
    tls_closed(event);
    tls_failed(event);
    ca_certificate_invalid(event);
    host_invalid(event);

    // Problems of the login at a mail server, and blocked accounts.
    login_refused(event);
    login_refused_provider: login_refused(event, provider, rule);
    login_refused_exchange: login_refused(event);
    login_unavailable(event);
    login_not_offered_unknown_command: login_not_offered(event);
    login_password_retired(event);
    login_password_retired_outlook_com: login_password_retired(event);
    tls_required(event);
    login_smtp_auth_disabled(event);
    login_blocked_by_policy(event);
    login_federation_unreachable(event);
    login_mechanism_refused(event);
    login_app_password_needed(event);
    login_app_password_needed_code: login_app_password_needed(event);
    login_access_off(event);
    login_network_refused(event);
    login_browser_needed(event);
    login_account_locked(event);
    login_password_expired(event);
    login_throttled(event);
    login_throttled_failures: login_throttled(event);
    login_refused_microsoft: login_refused(event);
    token_refused_smtp: token_refused(event, login);
    smtp_auth_disabled_tenant(event, login);
    smtp_auth_disabled_mailbox(event, login);
    login_blocked_by_policy_token: login_blocked_by_policy(event, login);
    token_refused_smtp_microsoft: token_refused(event, login);
    token_refused_smtp_ended: token_refused(event, login);
    login_not_offered_token: login_not_offered(event);
    login_needs_tls_token: login_needs_tls(event);
    mechanism_not_offered_token: mechanism_not_offered(event);
    credential_unusable_token: credential_unusable(event);
    login_challenge_unreadable_token: login_challenge_unreadable(event);
    login_required(event);
    login_required_token: login_required(event, login);
    account_suspended(event);
    account_not_activated(event);
    account_sandbox(event);
    account_credits_used(event);
    tenant_blocked(event);
    sender_blocked(event);
    ehlo_name_refused(event);
    ehlo_name_refused_google: ehlo_name_refused(event);
    address_blocked(event);
    address_blocked_without_login: address_blocked(event);
    reverse_dns_missing(event);

    // Problems of one message or recipient, and limits of the provider.
    sender_refused(event, from);
    sender_refused_listed: sender_refused(event, from);
    sender_refused_unexplained: sender_refused(event, from);
    sender_deferred(event);
    sender_not_allowed(event, from);
    sender_not_verified(event, from);
    sender_domain_unknown(event, from);
    sender_unverifiable(event, from);
    sender_malformed(event, from);
    recipient_refused(event);
    recipient_deferred(event);
    too_many_recipients(event);
    recipient_rate(event);
    greylisted(event);
    recipient_unknown(event);
    recipient_mailbox_full(event);
    relaying_denied(event);
    relaying_denied_after_login: relaying_denied(event);
    relaying_denied_google: relaying_denied(event);
    recipient_domain_unknown(event);
    recipient_malformed(event);
    smtputf8_unsupported_relay: smtputf8_unsupported(event);
    recipient_disabled(event);
    recipient_policy(event);
    recipient_suppressed(event);
    recipient_server_refused(event);
    quota_daily(event);
    throttled(event);
    too_many_connections(event);
    quota_tenant(event);
    quota_hourly(event);
    message_refused(event);
    message_deferred(event);
    message_too_big(event);
    smtputf8_unsupported(event);
    smtputf8_unsupported_header: smtputf8_unsupported(event);
    eight_bit_unsupported(event);
    sender_authentication_failed(event, from);
    message_virus(event);
    message_header_refused(event);
    sender_mailbox_full(event);
    mail_loop(event);
    message_spam(event);
    message_malformed(event);
    too_many_recipients_message: too_many_recipients(event);
    message_policy(event);
    server_full(event);
    attachment_blocked(event);

    // Problems of mail APIs (Gmail API, Microsoft Graph).
    api_permission_missing(event, from);
    too_fast(event);
    quota_daily_api: quota_daily(event);
    recipients_refused(event);
    message_too_large(event);
    api_unreached(event, server);
    api_needs_https(event);
    answer_lost_api: answer_lost(event);
    api_refused(event);
    api_disabled(event);
    mailbox_not_enabled_google: mailbox_not_enabled(event, from);
    sender_not_allowed_api: sender_not_allowed(event, from);
    sender_blocked_api: sender_blocked(event);
    mailbox_not_enabled_microsoft: mailbox_not_enabled(event, from);
    mailbox_full(event);
    token_refused_api: token_refused(event, from);
    api_trouble(event);
    message_refused_api: message_refused(event);
    api_not_found(event, server);

    // Problems of OAuth 2.0 that are the same at every provider.
    token_server_unavailable(event);
    token_server_unavailable_throttled: token_server_unavailable(event);
    token_server_unavailable_consent: token_server_unavailable(event);
    token_server_unavailable_revocation: token_server_unavailable(event);
    token_server_unreachable(event, server, port);
    token_server_unreachable_consent: token_server_unreachable(event, server, port);
    token_server_unreachable_revocation: token_server_unreachable(event, server, port);
    ca_certificate_unreadable(event);
    token_url_not_https(event);
    token_url_wrong(event);
    token_answer_unreadable(event);
    token_answer_unreadable_consent: token_answer_unreadable(event);
    token_answer_unreadable_revocation: token_answer_unreadable(event);
    token_unusable(event);
    token_refused(event);
    app_grant_refused(event, mailbox);
    consent_failed(event);
    client_secret_missing(event);
    service_account_key_unreadable(event);
    consent_refused(event);
    consent_needed_interaction: consent_needed(event);
    consent_needed_code_expired: consent_needed(event);
    consent_needed(event);
    client_refused(event, client);
    client_not_allowed(event);
    scope_refused(event, scopes);
    redirect_url_unknown(event, client);
    request_refused(event);

    // Problems of OAuth 2.0 at Google and Microsoft.
    delegation_missing(event, scopes, delegation_id);
    client_unknown_google: client_unknown(event, client);
    client_secret_wrong_google: client_secret_wrong(event, client);
    service_account_key_refused(event);
    clock_wrong(event);
    mailbox_unknown(event, mailbox);
    consent_needed_google_session_control: consent_needed(event);
    consent_needed_google_account_gone: consent_needed(event);
    consent_needed_google: consent_needed(event);
    account_outside_organization_google: account_outside_organization(event);
    admin_approval_needed_google: admin_approval_needed(event, client);
    redirect_url_unknown_google: redirect_url_unknown(event, client);
    browser_refused(event);
    token_server_unavailable_google: token_server_unavailable(event);
    client_secret_wrong_microsoft: client_secret_wrong(event);
    client_secret_expired(event);
    client_secret_missing_microsoft: client_secret_missing(event);
    platform_wrong(event);
    client_unknown_microsoft: client_unknown(event, client);
    tenant_unknown(event);
    tenant_needed(event);
    account_outside_organization_microsoft: account_outside_organization(event);
    admin_approval_needed_microsoft_app: admin_approval_needed(event);
    admin_approval_needed_microsoft: admin_approval_needed(event);
    consent_refused_microsoft: consent_refused(event);
    consent_needed_microsoft_refused: consent_needed(event);
    consent_needed_microsoft_admin_approval: consent_needed(event);
    account_not_assigned(event);
    consent_needed_microsoft: consent_needed(event);
    consent_needed_microsoft_second_factor: consent_needed(event);
    blocked_by_policy(event);
    consent_needed_microsoft_policy: consent_needed(event);
    consent_needed_microsoft_account_disabled: consent_needed(event);
    resource_unknown(event, scopes);
    scope_refused_microsoft: scope_refused(event, scopes);
    redirect_url_unknown_microsoft: redirect_url_unknown(event, client);
    consent_needed_microsoft_code_expired: consent_needed(event);
    token_server_unavailable_microsoft: token_server_unavailable(event);
    request_refused_microsoft: request_refused(event);
    consent_needed_testing: consent_needed(event);

    // The built-in service.
    mailbox_not_kept(event);
}

/// The problems whose remedy says that nothing has to be done, because the delivery is retried. A test is not retried.
const RETRIED: &[&str] = &[
    "too_fast",
    "quota_daily_api",
    "answer_lost_api",
    "api_trouble",
    "server_busy",
    "server_silent",
    "connection_lost",
    "answer_lost",
    "login_throttled",
    "sender_deferred",
    "recipient_deferred",
    "recipient_rate",
    "greylisted",
    "too_many_recipients",
    "quota_daily",
    "throttled",
    "too_many_connections",
    "quota_tenant",
    "quota_hourly",
    "message_deferred",
    "server_full",
    "token_server_unavailable",
    "token_server_unavailable_throttled",
    "token_server_unavailable_google",
    "token_server_unavailable_microsoft",
];

/// Adapts a problem to a case without another attempt: a test, or a delivery that has ended. `advice` replaces a remedy
/// that relies only on another attempt; other remedies no longer promise one.
pub fn not_repeated(problem: mail::Problem, advice: mail::Text) -> mail::Problem {
    if problem.advice().is_some() {
        problem
    } else if is_retried(&problem) {
        problem.with_advice(advice)
    } else {
        problem.once()
    }
}

/// Whether the remedy relies only on another attempt.
fn is_retried(problem: &mail::Problem) -> bool {
    let name = match problem.variant.as_deref() {
        Some(variant) => format!("{}_{variant}", problem.code),
        None => problem.code.to_string(),
    };
    RETRIED.contains(&name.as_str())
}

/// The problem of that name, for the rule tables.
pub(crate) const fn declared(name: &str) -> &'static mail::ProblemCode {
    mail::ProblemCode::find(PROBLEMS, name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use i18n::Language;

    #[test]
    fn remedies_that_rely_on_another_attempt_are_listed() {
        for declared in PROBLEMS {
            let args = declared.args.iter().map(|name| (*name, mail::Arg::from("x"))).collect();
            let problem = mail::Problem::new(declared, args);
            let relies = Language::English.problem(&problem).remedy.starts_with("No action is needed");
            assert_eq!(is_retried(&problem), relies, "{}", declared.name);
        }
    }

    #[test]
    fn no_remedy_promises_another_attempt_if_nothing_is_retried() {
        for declared in PROBLEMS.iter().chain(mail::problems::PROBLEMS) {
            let args = declared.args.iter().map(|name| (*name, mail::Arg::from("x"))).collect();
            let problem = mail::Problem::new(declared, args);
            for advice in [crate::texts::advice_test_again(), crate::texts::advice_delivery_over()] {
                let over = not_repeated(problem.clone(), advice);
                let english = Language::English.problem(&over).remedy;
                let promises = ["tries again", "tried again", "retries"].iter().any(|words| english.contains(words));
                assert!(!promises, "{}: {english}", declared.name);
                let german = Language::German.problem(&over).remedy;
                let promises = ["automatisch erneut", "versucht es"].iter().any(|words| german.contains(words));
                assert!(!promises, "{}: {german}", declared.name);
            }
        }
    }
}

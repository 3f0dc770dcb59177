//! The texts of this crate: what happened in an attempt (the events of problems), and their parts.

use mail::{Arg, Problem, Text};

mail::texts! {
    // Replies; `server` is host and port, `reply` the server's reply.
    event_connection_deferred(server, reply);
    event_connection_refused(server, reply);
    event_starttls_refused(server, reply);
    event_login_deferred(server, reply);
    event_login_refused(server, reply);
    event_sender_deferred(server, from, reply);
    event_sender_refused(server, from, reply);
    event_recipient_deferred(server, reply);
    event_recipient_refused(server, reply);
    event_message_deferred(server, reply);
    event_message_refused(server, reply);
    event_reply_mismatched(server, reply);

    // Errors of the connection; `cause` is another text, `reason` what the system or a library reported.
    event_lookup_failed(host, reason);
    event_lookup_timed_out(host, seconds);
    event_host_not_found(host);
    event_unreachable(server, cause);
    event_handshake_timed_out(server, seconds);
    event_timed_out(server, seconds);
    event_greeting_timed_out(server, seconds);
    event_connection_closed(server, moment);
    event_connection_lost(server, moment, reason);
    event_tls_failed(server, cause);
    event_tls_not_spoken(server);
    event_certificate_wrong_name(server, host, cause);
    event_error(server, cause);
    event_not_confirmed(server, cause);
    moment_connect();
    moment_tls();
    moment_greeting();
    moment_login();
    moment_mail_from();
    moment_rcpt_to();
    moment_data();

    // Extensions that a message needs and the server does not offer.
    event_message_too_big(server, size, limit);
    event_smtputf8_sender(server, from);
    event_smtputf8_recipients(server, recipients);
    event_smtputf8_message(server);
    event_eight_bit_mime(server);
    // Stored by versions before sizes were decimal.
    size_mebibytes(whole, tenth);

    // Mail APIs; `service` is the name of the API.
    api_accepted(service, id);
    event_api_refused(service, reply);
    event_api_not_confirmed(service, cause);
    event_api_not_encrypted(url);
    event_api_trust(reason);

    // Token endpoints and consent pages; `server` is the provider.
    event_authorization_refused(server, cause);
    event_authorization_deferred(server, cause);
    event_code_exchange_refused(server, cause);
    event_code_exchange_deferred(server, cause);
    event_refresh_refused(server, cause);
    event_refresh_deferred(server, cause);
    event_app_token_refused(server, cause);
    event_app_token_deferred(server, cause);
    event_revocation_refused(server, cause);
    event_revocation_deferred(server, cause);
    refusal_quoted(reply);
    refusal_quoted_status(reply, status);
    refusal_unexplained();
    refusal_unexplained_status(status);
    http_not_encrypted(url);
    http_failed(reason);
    http_request_failed();
    http_timed_out();
    http_response_too_long();
    token_missing_in_response();
    token_not_bearer();
    token_credential_missing();
    key_not_pem();
    key_not_rsa();
    key_no_signature();

    // What the login at a provider requires: the argument `rule` of a refused login.
    login_rule_gmail();
    login_rule_gmail_relay();
    login_rule_outlook_com();
    login_rule_yahoo();
    login_rule_icloud();
    login_rule_ses();
    login_rule_mailgun();
    login_rule_sendgrid();
    login_rule_postmark();
    login_rule_brevo();
    login_rule_mailjet();
    login_rule_sparkpost();
    login_rule_mandrill();
    login_rule_resend();
    login_rule_smtp_user();
    login_rule_smtp_credentials();
    login_rule_mailtrap();
    login_rule_socketlabs();
    login_rule_scaleway();
    login_rule_plunk();
    login_rule_forwardemail();
    login_rule_azure();
    login_rule_zeptomail();
    login_rule_zoho();
    login_rule_fastmail();
    login_rule_proton();
    login_rule_proton_bridge();
    login_rule_gmx();
    login_rule_complete_address();
    login_rule_tonline();
    login_rule_infomaniak();
    login_rule_mailbox_org();
    login_rule_china();
    login_rule_alibaba();
    login_rule_yandex();
    login_rule_mailru();
    login_rule_naver();
    login_rule_comcast();
    login_rule_seznam();

    // Advice in place of the usual remedy, if a test knows more.
    advice_change_works(port, security);
    advice_no_port_answers(host, ports);
    advice_no_port_works(ports);
    advice_test_again();
    advice_delivery_over();
    port_with_security(port, security);

    // Notes after the meaning.
    note_configuration_file();
    note_scope_required(scope);
    note_support(identifiers);
    support_trace_id(value);
    support_correlation_id(value);
    support_time(value);

    // Used if a name or value is not known.
    the_provider();
    the_sender();
    the_from_address();
    the_login_account();
    the_client_id();
    client_id_named(value);
    the_unique_id();
    the_requested_scope();

    // Stages and connections on the pages of tests and attempts.
    connection_smtp(server, security);
    connection_api(service, server);
    connection_mailbox();
    security_implicit_tls();
    security_starttls();
    security_none();
    stage_token_available();
    stage_no_token(code);
    stage_failed(code);
    stage_mailbox_stored();
    stage_mailbox_failed(reason);
    event_mailbox_failed(reason);
}

/// The sentence that says what happened.
pub(crate) fn event_of(problem: &Problem) -> Text {
    match problem.args.get("event") {
        Some(Arg::Text(event)) => event.clone(),
        _ => stage_failed(problem.code.as_ref()),
    }
}

/// The detail of a login without an access token. The problem comes from the token source and may have no event.
pub(crate) fn no_token(problem: &Problem) -> Text {
    match problem.args.get("event") {
        Some(Arg::Text(event)) => event.clone(),
        _ => stage_no_token(problem.code.as_ref()),
    }
}

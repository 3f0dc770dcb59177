//! Examples of fields whose type does not suggest one.

use serde_json::{Value, json};

/// The example of a field of a schema, or of the schema itself if `field` is empty.
pub(super) fn named(schema: &str, field: &str) -> Option<Value> {
    settings(schema, field).or_else(|| of_one_schema(schema, field)).or_else(|| common(field))
}

/// Fields of the email settings.
fn settings(schema: &str, field: &str) -> Option<Value> {
    if !["Custom", "From", "OAuth", "Pace", "Password", "Settings", "Fix"].iter().any(|name| schema.starts_with(name)) {
        return None;
    }
    Some(match field {
        "allowed" => json!(["sales@example.com", "example.org"]),
        "authorize_url" => json!("https://login.example.com/authorize"),
        "automatic_bcc" => json!("archive@example.com"),
        "ca_certificate" => json!(""),
        "client_authentication" => json!("client_secret_basic"),
        "client_id" => json!("8f2c4a1e"),
        "client_secret" => json!("secret of the client"),
        "client_secret_expires" => json!("2027-11-30"),
        "client_secret_set" | "password_set" => json!(true),
        "connections" => json!(3),
        "ehlo" => json!("mail.example.com"),
        "email" => json!("noreply@example.com"),
        "grant" => json!("mailbox"),
        "host" => json!("smtp.example.com"),
        "idle_seconds" => json!(50),
        "issuer" => json!("https://login.example.com/realms/mail"),
        "kept_session_reply_seconds" => json!(30),
        "mechanism" if schema.starts_with("Custom") => json!("xoauth2"),
        "mechanism" => json!("plain"),
        "messages_per_minute" => json!(30),
        "method" => json!("password"),
        "name" => json!("Example"),
        "password" if schema == "PasswordInput" => json!("correct horse battery staple"),
        "port" if schema.starts_with("Custom") => json!(587),
        "port" => json!(465),
        "provider" => json!("microsoft"),
        "recipients_per_day" => json!(10_000),
        "recipients_per_message" => json!(100),
        "reply_to" => json!("support@example.com"),
        "revoke_url" => json!("https://login.example.com/revoke"),
        "scopes" => json!("openid email offline_access smtp.send"),
        "security" if schema.starts_with("Custom") => json!("starttls"),
        "security" => json!("implicit_tls"),
        "send_through" if schema == "FixView" => json!("api"),
        "send_through" => json!("smtp"),
        "service_account" | "service_account_key" => json!(""),
        "tenant" => json!("example.onmicrosoft.com"),
        "token_url" => json!("https://login.example.com/token"),
        "username" => json!("noreply@example.com"),
        "waiting_mail" => json!("hold"),
        _ => return None,
    })
}

/// Fields that have a specific meaning in one schema.
fn of_one_schema(schema: &str, field: &str) -> Option<Value> {
    Some(match (schema, field) {
        ("NumberInput", "") => json!(587),
        ("OneOrList", "") => json!(["ann@example.com", "Bob <bob@example.com>"]),
        ("FieldError" | "ProblemDocument", "code") => json!("address_without_at"),
        ("FieldError", "message") => json!("`ann` has no @: write an address such as ann@example.com"),
        ("FieldError", "args") => json!({"value": "`ann`"}),
        ("ProblemDocument", "args") => json!({"count": 1}),
        ("ProblemDocument", "detail") => json!("One field is invalid (see errors). Nothing was sent or stored."),
        ("ProblemDocument", "type") => json!("urn:owlpost:problem:faults"),
        ("ProblemDocument", "title") => json!("Invalid request"),
        ("ProblemDocument", "status") => json!(422),
        ("FailureView", "args") => json!({"port": "465"}),
        ("FailureView", "meaning") => json!("The machine is reachable, but no service listens on port 465."),
        ("Expiry", "meaning") => json!("Create a new secret at the provider, and enter it with its new date."),
        ("Expiry", "args") => json!({"provider": "Microsoft 365"}),
        ("RunErrorView", "args") => json!({"message": "ReferenceError: rows is not defined"}),
        ("MessageList", "damaged") => json!([]),
        ("MessageView", "message_id") => json!("<01890a5d-ac96-774b-bcce-b302099a8057@example.com>"),
        ("MessageView", "size") => json!(2_048),
        ("NewMessage", "text") => json!("Dear Ann, …"),
        ("NewMessage", "from") => json!("Shop <shop@example.com>"),
        ("ConsoleLineView", "text") => json!("100 emails"),
        ("DryMailView", "text") => json!("Dear Ann, …"),
        ("RemarkView", "text") => json!("The requested From shop@example.net became Reply-To."),
        ("WaitingView", "text") => json!("the next attempt, because the server deferred it"),
        ("ReplyView", "text") => json!("mailbox is full"),
        ("TriggersInput", "webhook") => json!(true),
        ("StageView", "detail") => json!("TLSv1.3, certificate for smtp.example.com"),
        ("StatusView", "on_hold") => json!(0),
        ("RunEmailView" | "DryMailView", "error") => json!(null),
        ("parameter", "id" | "invitation" | "account") => json!("01890a5d-ac96-774b-bcce-b302099a8057"),
        ("parameter", "name") => json!("terms.pdf"),
        ("parameter", "number") => json!(3),
        ("parameter", "limit") => json!(50),
        ("parameter", "uncertain") => json!(true),
        ("parameter", "recipient") => json!("ann@example.com"),
        _ => return None,
    })
}

/// Fields that have the same meaning in all schemas.
fn common(field: &str) -> Option<Value> {
    Some(match field {
        "account" => json!("noreply@example.com"),
        "alive" | "complete" | "has_text" | "ok" => json!(true),
        "authorize_url" => json!("https://login.microsoftonline.com/…/authorize?client_id=8f2c4a1e"),
        "changed_by" | "saved_by" => json!("ann@example.com"),
        "cursor" | "next" => json!(null),
        "emails_after" => json!(100),
        "field" => json!("to"),
        "granted_scopes" => json!(["openid"]),
        "html" => json!("<p>Dear Ann, …</p>"),
        "Idempotency-Key" | "key" => json!("invoice-42"),
        "If-Match" => json!("\"3\""),
        "ids" => json!(["01890a5d-ac96-774b-bcce-b302099a8057"]),
        "input" => json!({"email": "ann@example.com", "order": 42}),
        "input_rows" => json!(100),
        "mails_per_day" => json!(10_000),
        "mails_per_hour" => json!(2_000),
        "mails_per_recipient" => json!(20),
        "mails_per_run" => json!(1_000),
        "missing_scopes" => json!(["smtp.send"]),
        "ms" => json!(42),
        "q" => json!("invoice"),
        "recipient" => json!("ann@example.com"),
        "recipients" => json!(["ann@example.com"]),
        "remark" => json!("The requested From shop@example.net became Reply-To."),
        "remedy" => json!("Check the port: 465 for implicit TLS, 587 for STARTTLS."),
        "saved_at" | "since" | "until" => json!("2026-11-22T10:00:00Z"),
        "source" => json!("sendEmail({to: input.email, subject: \"Order\", text: \"Thank you!\"});"),
        "source_line" => json!("for (const row of rows) {"),
        "subject" => json!("Invoice 42"),
        "transcript" => json!("S: 220 smtp.example.com ESMTP\nC: EHLO mail.example.com\n"),
        "variant" => json!(null),
        "wait" => json!(30),
        "what" => json!("No connection to smtp.example.com:465: connection refused."),
        _ => return None,
    })
}

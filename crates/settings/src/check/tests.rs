//! Tests of the rules for email settings: inputs and the faults that they cause.

use super::*;

fn stored() -> EmailSettings {
    accepted(
        r#"{"method": "password", "from": {"email": "noreply@example.com"},
            "password": {"host": "smtp.example.com", "port": 465, "username": "u", "password": "old"}}"#,
        &EmailSettings::before_the_first_save(),
    )
    .settings
}

fn typed(json: &str) -> SettingsInput {
    serde_json::from_str(json).expect("well-formed input")
}

#[track_caller]
fn accepted(json: &str, stored: &EmailSettings) -> CheckedInput {
    check(typed(json), stored).unwrap_or_else(|faults| panic!("{json}: {faults:?}"))
}

/// Checks `json` against stored settings with a password; every fault is `field: beginning of the message`.
#[track_caller]
fn check_faults(json: &str, expected: &[&str]) {
    let faults = match check(typed(json), &stored()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults
            .into_iter()
            .map(|fault| format!("{}: {}", fault.field, i18n::Language::English.render(&fault.text)))
            .collect(),
    };
    assert_eq!(faults.len(), expected.len(), "{json}: {faults:#?}");
    for (fault, expected) in faults.iter().zip(expected) {
        assert!(fault.starts_with(expected), "{json}: {fault}\n  should begin with\n{expected}");
    }
}

#[test]
fn the_first_settings_need_few_values() {
    let checked = accepted(
        r#"{"method": "password", "from": {"email": "a@example.com"}, "password": {"host": "Relay.Example.com"}}"#,
        &EmailSettings::before_the_first_save(),
    );
    let password = checked.settings.password.expect("typed");
    assert_eq!(
        (password.host.as_str(), password.port, password.security),
        ("relay.example.com", 25, Security::ImplicitTls)
    );
    assert!(!password.password_set && matches!(checked.password, SecretChange::Remove));
}

#[test]
fn every_fault_is_reported_at_once_with_its_field() {
    check_faults(
        r#"{"method": "pigeon", "automatic_bcc": "nobody",
            "from": {"email": "a@", "name": "a\nb", "reply_to": "@b", "allowed": ["ok.example, @also.example", "no domain"]},
            "password": {"host": "smtps://smtp.example.com", "port": "many", "username": "a\u0000b", "security": "tls",
                         "ehlo": "localhost", "mechanism": "ntlm", "ca_certificate": "hello"},
            "pace": {"connections": 1000, "messages_per_minute": -1, "recipients_per_day": "1.5", "recipients_per_message": "x"}}"#,
        &[
            "method: unknown connection method `pigeon`: choose `builtin`, `password` or `oauth`",
            "automatic_bcc: ",
            "from.allowed: `no` is neither an address nor a domain",
            "from.allowed: `domain` is neither an address nor a domain",
            "from.email: ",
            "from.name: ",
            "from.reply_to: ",
            "password.host: `smtps://smtp.example.com` is a URL",
            "password.port: `many` is not a whole number from 1 to 65535",
            "password.username: the value contains a line break or another control character",
            "password.security: unknown security mode `tls`",
            "password.ehlo: `localhost` is rejected by many servers",
            "password.mechanism: unknown authentication mechanism `ntlm`",
            "password.ca_certificate: the text is not a PEM certificate",
            "pace.connections: `1000` is not a whole number from 1 to 100",
            "pace.messages_per_minute: `-1` is not a whole number",
            "pace.recipients_per_day: `1.5` is not a whole number",
            "pace.recipients_per_message: `x` is not a whole number",
        ],
    );
}

#[test]
fn a_section_that_is_absent_is_kept() {
    let stored = stored();
    let checked = accepted(r#"{"method": "builtin"}"#, &stored);
    assert_eq!(checked.settings, EmailSettings { method: Method::Builtin, ..stored.clone() });
    assert_eq!(accepted("{}", &stored).settings, stored);
}

#[test]
fn the_password_method_needs_a_server_and_a_from_address() {
    check_faults(
        r#"{"from": {}, "password": {}}"#,
        &["from.email: a From address is required", "password.host: a mail server is required"],
    );
    check_faults(r#"{"method": "builtin", "from": {}, "password": {}}"#, &[]);
}

#[test]
fn a_stored_password_is_kept_only_for_its_destination() {
    let again = ["password.password: enter the password again"];
    let same = r#""host": "smtp.example.com", "port": 465, "username": "u""#;
    check_faults(&format!(r#"{{"password": {{{same}}}}}"#), &[]);
    check_faults(&format!(r#"{{"password": {{{same}, "password": "", "ehlo": "owl.example.com"}}}}"#), &[]);
    check_faults(&format!(r#"{{"password": {{{same}, "security": "starttls"}}}}"#), &again);
    check_faults(r#"{"password": {"host": "smtp.example.net", "port": 465, "username": "u"}}"#, &again);
    check_faults(r#"{"password": {"host": "smtp.example.com", "port": 466, "username": "u"}}"#, &again);
    check_faults(r#"{"password": {"host": "smtp.example.com", "port": 465, "username": "v"}}"#, &again);
    check_faults(r#"{"password": {"host": "smtp.example.net", "port": 465, "username": "u", "password": "new"}}"#, &[]);
}

#[test]
fn a_password_is_set_kept_or_removed_as_it_is_written() {
    let change = |password: &str, username: &str| {
        let json = format!(
            r#"{{"method": "builtin", "password": {{"host": "smtp.example.com", "port": 465, "username": "{username}" {password}}}}}"#
        );
        let checked = accepted(&json, &stored());
        let set = checked.settings.password.expect("typed").password_set;
        match checked.password {
            SecretChange::Set(secret) => format!("set {} {set}", secret.expose_secret()),
            other => format!("{other:?} {set}"),
        }
    };
    assert_eq!(change("", "u"), "Keep true");
    assert_eq!(change(r#", "password": "new""#, "u"), "set new true");
    assert_eq!(change(r#", "password": null"#, "u"), "Remove false");
    assert_eq!(change("", ""), "Remove false");
}

#[test]
fn a_username_and_a_password_go_together() {
    check_faults(
        r#"{"password": {"host": "smtp.example.com", "port": 465, "username": "u", "password": null}}"#,
        &["password.password: the password is missing"],
    );
    check_faults(
        r#"{"password": {"host": "smtp.example.com", "password": "p"}}"#,
        &["password.username: a password needs a username"],
    );
    check_faults(
        r#"{"password": {"host": "smtp.example.com", "username": "u", "password": "p\n"}}"#,
        &["password.password: the password contains a line break"],
    );
}

#[test]
fn a_password_is_not_sent_in_clear_unless_confirmed() {
    let insecure = |host: &str, more: &str| {
        format!(r#"{{"password": {{"host": "{host}", "security": "none", "username": "u", "password": "p" {more}}}}}"#)
    };
    check_faults(&insecure("smtp.example.com", ""), &["password.security: the password would be sent unencrypted"]);
    check_faults(&insecure("smtp.example.com", r#", "allow_insecure_password": true"#), &[]);
    check_faults(&insecure("127.0.0.1", ""), &[]);
    check_faults(&insecure("localhost", ""), &[]);
    check_faults(r#"{"password": {"host": "smtp.example.com", "security": "none"}}"#, &[]);
}

#[test]
fn allowed_senders_are_addresses_and_domains() {
    let json = r#"{"from": {"email": "a@example.com", "allowed": ["Example.net", "@example.org", "b@example.com; b@example.com"]}}"#;
    let allowed = accepted(json, &stored()).settings.from.allowed;
    assert_eq!(
        allowed.iter().map(AllowedSender::text).collect::<Vec<_>>(),
        ["example.net", "example.org", "b@example.com"]
    );
    let covers = |address: &str| {
        let address = EmailAddress::parse(address).expect("an address");
        allowed.iter().any(|allowed| allowed.covers(&address))
    };
    assert!(covers("anyone@example.net") && covers("B@example.com"));
    assert!(!covers("anyone@sub.example.net") && !covers("c@example.com") && !covers("anyone@notexample.net"));
}

/// A CA certificate in PEM, and its key.
fn ca_certificate() -> (String, rcgen::KeyPair) {
    let mut root = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
    root.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let key = rcgen::KeyPair::generate().expect("a key");
    (root.self_signed(&key).expect("a certificate").pem(), key)
}

#[test]
fn a_ca_certificate_is_checked_before_it_is_stored() {
    let (pem, key) = ca_certificate();
    let with = |pem: &str| serde_json::json!({"password": {"host": "h.example", "ca_certificate": pem}}).to_string();
    check_faults(&with(&pem), &[]);
    check_faults(&with(&key.serialize_pem()), &["password.ca_certificate: the text contains a private key"]);
    check_faults(&with(&pem.replace('M', "N")), &["password.ca_certificate: the text is not a PEM certificate"]);
}

#[test]
fn the_effective_limits_follow_the_provider_unless_chosen() {
    let pace = |host: &str, pace: &str| {
        let json = format!(r#"{{"password": {{"host": "{host}"}}, "pace": {pace}}}"#);
        let pace = accepted(&json, &stored()).settings.effective_rate_limits();
        (pace.connections, pace.messages_per_minute, pace.recipients_per_day, pace.recipients_per_message)
    };
    assert_eq!(pace("smtp.office365.com", "{}"), (3, Some(30), Some(10_000), Some(500)));
    assert_eq!(
        pace("smtp.office365.com", r#"{"connections": 2, "messages_per_minute": 0}"#),
        (2, Some(30), Some(10_000), Some(500))
    );
    assert_eq!(pace("smtp.gmail.com", "{}"), (5, None, Some(2_000), Some(100)));
    assert_eq!(pace("smtp.example.com", "{}"), (10, None, None, None));
    assert_eq!(pace("notoffice365.com", r#"{"recipients_per_day": "50"}"#), (10, None, Some(50), None));
}

#[test]
fn session_times_can_be_chosen() {
    let times = |pace: &str| {
        let json = format!(r#"{{"method": "password", "pace": {pace}}}"#);
        let times = accepted(&json, &stored()).settings.effective_session_times();
        (times.idle.as_secs(), times.kept_session_reply.as_secs())
    };
    assert_eq!(times("{}"), (50, 30));
    assert_eq!(times(r#"{"idle_seconds": 8, "kept_session_reply_seconds": "5"}"#), (8, 5));
    check_faults(
        r#"{"pace": {"idle_seconds": 601, "kept_session_reply_seconds": 301}}"#,
        &[
            "pace.idle_seconds: `601` is not a whole number from 1 to 600",
            "pace.kept_session_reply_seconds: `301` is not a whole number from 1 to 300",
        ],
    );
}

/// Stored settings of an OAuth method with a client secret.
fn stored_oauth() -> EmailSettings {
    accepted(
        r#"{"method": "oauth", "from": {"email": "noreply@example.com"},
            "oauth": {"provider": "microsoft", "client_id": "id", "client_secret": "old", "tenant": "example.com"}}"#,
        &EmailSettings::before_the_first_save(),
    )
    .settings
}

#[track_caller]
fn check_oauth_faults(json: &str, expected: &[&str]) {
    let faults = check(typed(json), &stored_oauth()).err().unwrap_or_default();
    let faults: Vec<String> = faults
        .into_iter()
        .map(|fault| format!("{}: {}", fault.field, i18n::Language::English.render(&fault.text)))
        .collect();
    assert_eq!(faults.len(), expected.len(), "{json}: {faults:#?}");
    for (fault, expected) in faults.iter().zip(expected) {
        assert!(fault.starts_with(expected), "{json}: {fault}\n  should begin with\n{expected}");
    }
}

#[test]
fn the_oauth_method_needs_a_provider_a_client_and_a_from_address() {
    check_faults(r#"{"method": "oauth"}"#, &["oauth.provider: a provider is required"]);
    check_faults(
        r#"{"method": "oauth", "from": {}, "oauth": {}}"#,
        &[
            "from.email: a From address is required",
            "oauth.client_id: the client ID is missing: copy it from the client that you registered with Google",
            "oauth.client_secret: the client secret is missing",
        ],
    );
    check_faults(
        r#"{"method": "oauth", "oauth": {"provider": "microsoft", "grant": "app", "client_id": "a", "client_secret": "b"}}"#,
        &["oauth.tenant: the tenant is missing"],
    );
    check_faults(
        r#"{"method": "oauth", "oauth": {"provider": "google", "grant": "app"}}"#,
        &["oauth.service_account_key: the key of the service account is missing"],
    );
    check_faults(
        r#"{"method": "oauth", "oauth": {"provider": "custom", "client_id": "a", "send_through": "api"}}"#,
        &[
            "oauth.send_through: ",
            "oauth.custom.authorize_url: ",
            "oauth.custom.token_url: ",
            "oauth.custom.host: a mail server is required",
        ],
    );
}

#[test]
fn all_faults_of_a_provider_are_reported_at_once() {
    check_faults(
        r#"{"oauth": {"provider": "yahoo", "grant": "both", "send_through": "pigeon", "client_id": "a\nb",
            "client_secret": "two\nlines", "client_secret_expires": "soon", "tenant": "a/../b",
            "custom": {"authorize_url": "http://login.example.com", "token_url": "https://login.example.com/#t",
                       "scopes": "a\"b", "host": "smtp://x", "port": "0x1", "security": "tls", "mechanism": "plain"}}}"#,
        &[
            "oauth.provider: unknown provider `yahoo`",
            "oauth.grant: unknown type of access `both`",
            "oauth.send_through: unknown value `pigeon`",
            "oauth.client_id: the value contains a line break",
            "oauth.tenant: `a/../b` is not a tenant",
            "oauth.client_secret_expires: `soon` is not a date",
            "oauth.custom.host: ",
            "oauth.custom.port: ",
            "oauth.custom.security: unknown security mode `tls`",
            "oauth.custom.authorize_url: `http://login.example.com` is not the URL of an endpoint",
            "oauth.custom.token_url: `https://login.example.com/#t` contains a `#`",
            "oauth.custom.scopes: ",
            "oauth.custom.mechanism: unknown authentication mechanism `plain`",
            "oauth.client_secret: the client secret contains a line break",
        ],
    );
}

#[test]
fn the_url_of_an_endpoint_has_no_login_and_no_line_break() {
    check_faults(
        r#"{"oauth": {"provider": "custom", "custom": {
            "authorize_url": "https://ann:secret@login.example.com/a", "token_url": "https://login.exa\nmple.com/t",
            "revoke_url": "https://ann@login.example.com/r"}}}"#,
        &[
            "oauth.custom.authorize_url: the URL contains a user name or a password before the host",
            "oauth.custom.token_url: `https://login.exa",
            "oauth.custom.revoke_url: the URL contains a user name or a password before the host",
        ],
    );
}

#[test]
fn a_stored_client_secret_is_kept_only_for_its_destination() {
    let again = ["oauth.client_secret: enter the client secret again"];
    let with = |other: &str| {
        let same = r#""provider": "microsoft", "client_id": "id", "tenant": "example.com""#;
        format!(r#"{{"oauth": {{{same}}}}}"#).replacen(
            other.split("=>").next().unwrap_or(""),
            other.split("=>").nth(1).unwrap_or(""),
            1,
        )
    };
    check_oauth_faults(&with("=>"), &[]);
    check_oauth_faults(&with("microsoft=>google"), &again);
    check_oauth_faults(&with("\"id\"=>\"other\""), &again);
    check_oauth_faults(&with("example.com=>example.net"), &again);
    check_oauth_faults(&with("\"microsoft\"=>\"microsoft\", \"send_through\": \"api\""), &[]);
    check_oauth_faults(r#"{"oauth": {"provider": "google", "client_id": "id", "client_secret": "new"}}"#, &[]);
}

#[test]
fn an_access_token_is_never_sent_over_the_network_unencrypted() {
    let custom = |host: &str| {
        format!(
            r#"{{"method": "oauth", "oauth": {{"provider": "custom", "client_id": "a", "custom": {{
                "authorize_url": "https://login.example.com/a", "token_url": "https://login.example.com/t",
                "host": "{host}", "security": "none"}}}}}}"#
        )
    };
    check_faults(&custom("smtp.example.com"), &["oauth.custom.security: the access token would be sent unencrypted"]);
    check_faults(&custom("127.0.0.1"), &[]);
}

#[test]
fn a_typed_password_is_checked_even_if_the_host_is_faulty_or_missing() {
    let json = |host: &str, username: &str, password: &str| {
        format!(
            r#"{{"method": "password", "password": {{"host": "{host}", "username": "{username}", "password": "{password}"}}}}"#
        )
    };
    const MASKED: &str = "password.password: these are the characters";
    check_faults(&json("https://smtp.example.com", "u", "********"), &["password.host: ", MASKED]);
    check_faults(&json("https://smtp.example.com", "", "secret"), &["password.host: ", "password.username: "]);
    check_faults(&json("", "u", "********"), &[MASKED, "password.host: "]);
}

#[test]
fn a_fault_is_rendered_in_german_and_its_value_stays_unchanged() {
    let faults =
        check(typed(r#"{"method": "nothing", "password": {"host": "order 7 (no TLS)", "port": "70000"}}"#), &stored());
    let german: Vec<String> =
        faults.expect_err("three faults").iter().map(|fault| i18n::Language::German.render(&fault.text)).collect();
    assert_eq!(
        german,
        [
            "unbekannter Versandweg `nothing`: wählen Sie `builtin`, `password` oder `oauth`",
            "`order 7 (no TLS)` ist weder ein Hostname noch eine IP-Adresse: schreiben Sie einen wie smtp.example.com \
             oder 192.0.2.7",
            "`70000` ist keine ganze Zahl von 1 bis 65535",
        ]
    );
}

/// Stored settings of a custom provider with a client secret and a mail server.
const CUSTOM: &str = r#"{"method": "oauth", "from": {"email": "noreply@example.com"}, "oauth": {"provider": "custom",
    "client_id": "id", "client_secret": "SECRET", "custom": {"authorize_url": "https://login.example.com/a",
    "token_url": "https://login.example.com/t", "revoke_url": "https://login.example.com/r", "scopes": "mail",
    "host": "smtp.example.com", "port": 587, "security": "starttls", "ca_certificate": ""}}}"#;

#[test]
fn the_mail_server_of_a_custom_provider_belongs_to_the_destination_of_its_secret() {
    let stored = accepted(CUSTOM, &EmailSettings::before_the_first_save()).settings;
    let certificate = ca_certificate().0.replace('\n', "\\n");
    let certificate = format!(r#""ca_certificate": "{certificate}""#);
    let kept = CUSTOM.replace("SECRET", "");
    for (from, to) in [
        ("smtp.example.com", "smtp.example.net"),
        ("587", "2587"),
        (r#""starttls""#, r#""implicit_tls""#),
        (r#""ca_certificate": """#, certificate.as_str()),
        ("example.com/a", "example.net/a"),
        ("example.com/t", "example.net/t"),
        ("example.com/r", "example.net/r"),
        (r#""id""#, r#""other""#),
    ] {
        let changed = kept.replacen(from, to, 1);
        assert_ne!(changed, kept, "{from} is in the settings");
        let faults = check(typed(&changed), &stored).expect_err("the secret is needed again");
        let [fault] = &faults[..] else { panic!("{to}: {faults:?}") };
        assert_eq!(
            (&*fault.field, fault.text.code()),
            ("oauth.client_secret", "settings_client_secret_destination_changed"),
            "{to}"
        );
        let again = changed.replace(r#""client_secret": """#, r#""client_secret": "typed""#);
        assert!(matches!(accepted(&again, &stored).credential, SecretChange::Set(_)), "{to}");
    }
    for (from, to) in [("587", r#""""#), (r#""mail""#, r#""mail.send""#), ("\"starttls\"", "\"\"")] {
        let same = kept.replacen(from, to, 1);
        assert_ne!(same, kept, "{from} is in the settings");
        assert!(matches!(accepted(&same, &stored).credential, SecretChange::Keep), "{to}");
    }
}

#[test]
fn the_ca_certificate_belongs_to_the_destination_of_a_password() {
    let certificate = ca_certificate().0.replace('\n', "\\n");
    let with = |password: &str| {
        format!(
            r#"{{"password": {{"host": "smtp.example.com", "port": 465, "username": "u", "password": "{password}",
                "ca_certificate": "{certificate}"}}}}"#
        )
    };
    check_faults(&with(""), &["password.password: enter the password again"]);
    check_faults(&with("typed"), &[]);
}

#[test]
fn a_name_before_the_from_address_is_accepted_and_elsewhere_the_address_is_suggested() {
    let from = |email: &str, name: &str| {
        let json = serde_json::json!({"from": {"email": email, "name": name}}).to_string();
        let from = accepted(&json, &stored()).settings.from;
        (from.email.expect("an address").expose().to_owned(), from.name.map(|name| name.as_str().to_owned()))
    };
    assert_eq!(from("Ann <ann@example.com>", ""), ("ann@example.com".into(), Some("Ann".into())));
    assert_eq!(from("ann@example.com\u{a0}", "Ann"), ("ann@example.com".into(), Some("Ann".into())));
    check_faults(
        r#"{"automatic_bcc": "a@example.com, b@example.com",
            "from": {"email": "Ann <ann@example.com>", "name": "Bob", "reply_to": "Ann <ann@example.com>"}}"#,
        &[
            "automatic_bcc: this field accepts one address",
            "from.email: this field accepts only an address, and `Ann <ann@example.com>` contains more: write `ann@example.com`",
            "from.reply_to: this field accepts only an address",
        ],
    );
}

#[test]
fn port_0_is_not_a_port_and_a_mask_is_not_a_secret() {
    check_faults(
        r#"{"password": {"host": "h.example", "port": "0", "username": "u", "password": "********"},
            "oauth": {"client_id": "a", "client_secret": "••••••••", "custom": {"port": 0}}}"#,
        &[
            "password.port: `0` is not a whole number from 1 to 65535",
            "password.password: these are the characters that stand for a hidden secret",
            "oauth.custom.port: `0` is not",
            "oauth.client_secret: these are the characters that stand for a hidden secret",
        ],
    );
    check_faults(r#"{"pace": {"connections": "0"}}"#, &[]);
}

#[test]
fn a_certificate_is_read_with_a_byte_order_mark_and_with_indentation() {
    let (pem, _) = ca_certificate();
    let with = |pem: &str| serde_json::json!({"password": {"host": "h.example", "ca_certificate": pem}}).to_string();
    for pasted in [format!("\u{feff}{pem}"), pem.replace('\n', "\r\n    ")] {
        let stored = accepted(&with(&pasted), &EmailSettings::before_the_first_save()).settings;
        assert_eq!(stored.password.expect("a server").ca_certificate.as_deref(), Some(pem.trim()));
    }
}

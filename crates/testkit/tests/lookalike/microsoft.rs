//! Tests of Microsoft's tokens: rotation, disuse, secrets, tenants, one resource at a time, and applications without
//! a person.

use testkit::{ApplicationPermission, Choice, Client, MicrosoftOptions};

use crate::oauth_client::*;

#[test]
fn a_consent_is_exchanged_for_tokens_and_offline_access_adds_a_refresh_token() {
    let microsoft = microsoft();
    let answer = tokens(&microsoft, SMTP_SCOPE, &[]);
    assert_eq!((&answer["expires_in"], &answer["token_type"]), (&3599.into(), &"Bearer".into()));
    assert_eq!(answer["scope"], "https://outlook.office.com/SMTP.Send", "never offline_access");
    assert!(!text(&answer, "refresh_token").is_empty());
    let claims = claims(&text(&answer, "id_token"));
    assert_eq!((&claims["email"], &claims["tid"]), (&ANN.into(), &microsoft.tenant_id().into()));
    let without = tokens(&microsoft, "openid https://outlook.office365.com/SMTP.Send", &[]);
    assert!(without.get("refresh_token").is_none());
}

#[test]
fn every_renewal_rotates_and_the_old_refresh_token_stays_valid() {
    let microsoft = microsoft();
    let first = text(&tokens(&microsoft, SMTP_SCOPE, &[]), "refresh_token");
    let second = renew(&microsoft, &first).json();
    assert_ne!(text(&second, "refresh_token"), first);
    let mut smtp = Smtp::starttls(microsoft.smtp_starttls());
    assert!(smtp.login(ANN, &text(&second, "access_token")).starts_with("235"));
    assert_eq!(renew(&microsoft, &first).status, 200);
    assert_eq!(renew(&microsoft, &text(&second, "refresh_token")).status, 200);
    assert!(microsoft.faults().is_empty());
}

#[test]
fn with_strict_rotation_using_a_token_revokes_the_previous_refresh_token() {
    let microsoft = microsoft_with(MicrosoftOptions { strict_rotation: true, ..MicrosoftOptions::default() });
    let first = text(&tokens(&microsoft, SMTP_SCOPE, &[]), "refresh_token");
    let second = renew(&microsoft, &first).json();
    assert_eq!(renew(&microsoft, &first).status, 200, "nothing was used yet: the response may have been lost");
    let mut smtp = Smtp::starttls(microsoft.smtp_starttls());
    assert!(smtp.login(ANN, &text(&second, "access_token")).starts_with("235"));
    check_refused(&renew(&microsoft, &first), 400, "invalid_grant", 50_173);
    assert_eq!(microsoft.faults().len(), 1, "{:?}", microsoft.faults());
    assert_eq!(renew(&microsoft, &text(&second, "refresh_token")).status, 200);
}

#[test]
fn a_refresh_token_expires_after_ninety_days_without_use() {
    let microsoft = microsoft();
    let mut refresh = text(&tokens(&microsoft, SMTP_SCOPE, &[]), "refresh_token");
    for _ in 0..3 {
        microsoft.turn_clock(DAY * 80);
        refresh = text(&renew(&microsoft, &refresh).json(), "refresh_token");
    }
    microsoft.turn_clock(DAY * 91);
    let answer = renew(&microsoft, &refresh);
    check_refused(&answer, 400, "invalid_grant", 700_082);
    let json = answer.json();
    assert!(text(&json, "error_description").starts_with("AADSTS700082: The refresh token has expired"), "{json}");
    for name in ["timestamp", "trace_id", "correlation_id"] {
        assert!(!text(&json, name).is_empty(), "{name}");
    }
}

#[test]
fn a_changed_password_does_not_revoke_grants_of_an_application_with_a_secret() {
    let microsoft = microsoft();
    let refresh = text(&tokens(&microsoft, SMTP_SCOPE, &[]), "refresh_token");
    microsoft.change_password(ANN, "new password");
    assert_eq!(renew(&microsoft, &refresh).status, 200);
    microsoft.revoke_everything(ANN);
    check_refused(&renew(&microsoft, &refresh), 400, "invalid_grant", 50_173);
}

#[test]
fn a_code_works_once_within_ten_minutes_and_with_its_verifier() {
    let microsoft = microsoft();
    let used = code(&microsoft, SMTP_SCOPE, &[]);
    let first = redeem(&microsoft, &used).json();
    check_refused(&redeem(&microsoft, &used), 400, "invalid_grant", 54_005);
    assert_eq!(renew(&microsoft, &text(&first, "refresh_token")).status, 200, "its tokens stay valid");
    let fields = |code| [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT)];
    let fresh = code(&microsoft, SMTP_SCOPE, &[]);
    check_refused(&ask(&microsoft, &fields(&fresh)), 400, "invalid_grant", 501_481);
    microsoft.turn_clock(DAY / 144);
    check_refused(&redeem(&microsoft, &fresh), 400, "invalid_grant", 70_008);
}

#[test]
fn wrong_pasted_expired_and_missing_secrets_are_refused() {
    let microsoft = microsoft();
    let mut client = Client::new(ID, SECRET, REDIRECT);
    client.secret_expires = Some(DAY);
    let secret_id = client.secret_id.clone();
    microsoft.register_client(client).expect("registered");
    let refresh = text(&tokens(&microsoft, SMTP_SCOPE, &[]), "refresh_token");
    let grant = [("grant_type", "refresh_token"), ("refresh_token", &*refresh)];
    let with = |field: (&'static str, &str)| ask(&microsoft, &[grant[0], grant[1], field]);
    let pasted = with(("client_secret", &secret_id));
    check_refused(&pasted, 401, "invalid_client", 7_000_215);
    assert!(text(&pasted.json(), "error_description").contains("not the client secret ID"));
    check_refused(&with(("client_secret", "")), 401, "invalid_client", 7_000_218);
    check_refused(&with(("client_id", "unknown")), 400, "unauthorized_client", 700_016);
    microsoft.turn_clock(DAY);
    check_refused(&renew(&microsoft, &refresh), 401, "invalid_client", 7_000_222);
}

#[test]
fn an_unknown_tenant_is_reported_at_both_endpoints() {
    let microsoft = microsoft();
    let at = |tenant: &str| {
        let grant = [("grant_type", "refresh_token"), ("refresh_token", "x")];
        ask_at(&microsoft.token_url().replace("{tenant}", tenant), &grant)
    };
    check_refused(&at("nowhere.example.com"), 400, "invalid_request", 90_002);
    check_refused(&at(microsoft.tenant_id()), 400, "invalid_grant", 9_002_313);
    check_refused(&at("lookalike.onmicrosoft.com"), 400, "invalid_grant", 9_002_313);
    let link = link(&microsoft, SMTP_SCOPE, &[]).replace("organizations", "nowhere.example.com");
    let end = microsoft.consent(&link, ANN, PASSWORD, Choice::Allow).expect_err("a page");
    assert!(end.contains("AADSTS90002"), "{end}");
}

#[test]
fn scopes_must_be_known_and_of_one_resource() {
    let microsoft = microsoft();
    let error = |scope: &str| {
        let back = microsoft.consent(&link(&microsoft, scope, &[]), ANN, PASSWORD, Choice::Allow).expect("back");
        (parameter(&back, "error"), parameter(&back, "error_description"))
    };
    let (kind, text) = error("https://outlook.office.com/SMTP.Send https://graph.microsoft.com/User.Read");
    assert_eq!(kind, "invalid_scope");
    assert!(text.starts_with("AADSTS28000"), "{text}");
    assert_eq!(error("https://outlook.office.com/SMTP.SendAsApp").0, "invalid_scope");
    assert_eq!(error("https://elsewhere.example.com/Mail.Send").0, "invalid_scope");
    assert_eq!(error("").0, "invalid_request");
    assert_eq!(error("https://outlook.office.com/SMTP.Send https://outlook.office365.com/SMTP.Send").0, "");
}

#[test]
fn a_renewal_may_request_only_granted_scopes() {
    let microsoft = microsoft();
    let refresh = text(&tokens(&microsoft, SMTP_SCOPE, &[]), "refresh_token");
    let with = |scope: &str| {
        ask(&microsoft, &[("grant_type", "refresh_token"), ("refresh_token", &refresh), ("scope", scope)])
    };
    assert_eq!(with("https://outlook.office.com/SMTP.Send offline_access").status, 200);
    check_refused(&with("https://graph.microsoft.com/Mail.Send"), 400, "consent_required", 65_001);
    let two = "https://outlook.office.com/SMTP.Send https://graph.microsoft.com/Mail.Send";
    check_refused(&with(two), 400, "invalid_scope", 28_000);
}

#[test]
fn if_an_administrator_must_approve_a_person_cannot_consent() {
    let microsoft = microsoft();
    microsoft.need_admin_approval(true);
    let go = || microsoft.consent(&link(&microsoft, SMTP_SCOPE, &[]), ANN, PASSWORD, Choice::Allow).expect("back");
    let back = go();
    assert_eq!(parameter(&back, "error"), "consent_required");
    assert!(parameter(&back, "error_description").starts_with("AADSTS65001"));
    assert_eq!(parameter(&back, "state"), "st&te");
    microsoft.need_admin_approval(false);
    assert_eq!(parameter(&go(), "error"), "");
}

#[test]
fn an_application_without_a_person_needs_a_tenant_a_default_scope_and_a_permission() {
    let microsoft = microsoft();
    let tenant = microsoft.tenant_id().to_owned();
    let get = |tenant: &str, scope: &str| {
        let grant = [("grant_type", "client_credentials"), ("scope", scope)];
        ask_at(&microsoft.token_url().replace("{tenant}", tenant), &grant)
    };
    const DEFAULT: &str = "https://outlook.office365.com/.default";
    check_refused(&get("organizations", DEFAULT), 400, "invalid_request", 50_059);
    check_refused(&get("common", DEFAULT), 400, "invalid_request", 50_059);
    check_refused(&get(&tenant, "https://outlook.office365.com/SMTP.SendAsApp"), 400, "invalid_scope", 1_002_012);
    let login = || {
        let answer = get(&tenant, DEFAULT);
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert!(answer.json().get("refresh_token").is_none());
        Smtp::starttls(microsoft.smtp_starttls()).login(ANN, &text(&answer.json(), "access_token"))
    };
    assert!(login().starts_with("535 5.7.3"), "no permission");
    let permitted = || Client::new(ID, SECRET, REDIRECT).with_permission(ApplicationPermission::SmtpSendAsApp);
    microsoft.register_client(permitted()).expect("registered");
    assert!(login().starts_with("235"));
    let mut elsewhere = permitted();
    elsewhere.mailboxes = Some(vec!["other@example.com".to_owned()]);
    microsoft.register_client(elsewhere).expect("registered");
    assert!(login().starts_with("535 5.7.3"), "no permission for this mailbox");
}

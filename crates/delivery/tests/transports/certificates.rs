//! Tests of server certificates: which are trusted, and the diagnosis of the others.

use delivery::{Progress, SmtpTransport, Transport};
use mail::{Security, Stage};
use smtp::{CleartextLogin, Timeouts};
use testkit::{CertificateKind, SinkOptions, SinkSecurity, certificates, outgoing};

use crate::{account, assert_delivered, login, problem, sink, stages};

#[tokio::test]
async fn an_invalid_certificate_is_diagnosed_and_nothing_is_sent() {
    let cases = [
        (CertificateKind::Expired, "certificate_expired", "2001-01-01"),
        (CertificateKind::NotYetValid, "certificate_not_yet_valid", "2190-01-01"),
        (CertificateKind::WrongName, "certificate_wrong_name", "mail.elsewhere.example"),
        (CertificateKind::SelfSigned, "certificate_self_signed", "self-signed"),
        (CertificateKind::UnknownIssuer, "certificate_untrusted", "a CA nobody trusts"),
    ];
    for (kind, code, says) in cases {
        for (sink_security, security) in [
            (SinkSecurity::ImplicitTls(kind), Security::ImplicitTls),
            (SinkSecurity::Starttls(kind), Security::Starttls),
        ] {
            let sink = sink(SinkOptions { security: sink_security, ..SinkOptions::default() });
            let mut account = account(sink.port(), security);
            account.login = login(None, CleartextLogin::Allowed);
            let transport = SmtpTransport::new(account, Timeouts::interactive());
            let report = transport.deliver(&outgoing("one@example.net"), Progress::default()).await;
            let problem = problem(&report);
            let what = i18n::Language::English.problem(problem).what;
            assert_eq!(problem.code, code, "{what}");
            assert!(what.contains(says), "{what}");
            assert!(stages(&report).ends_with("Tls!"));
            assert!(!report.transcript.contains("AUTH PLAIN"), "{}", report.transcript);
        }
    }
}

#[tokio::test]
async fn a_configured_certificate_is_trusted_for_its_names_only() {
    let cases = [(CertificateKind::SelfSigned, None), (CertificateKind::WrongName, Some("certificate_wrong_name"))];
    for (kind, expected) in cases {
        let sink = sink(SinkOptions { security: SinkSecurity::ImplicitTls(kind), ..SinkOptions::default() });
        let mut account = account(sink.port(), Security::ImplicitTls);
        account.server.ca_certificate = Some(certificates::certificate(kind).certificate_pem.clone());
        let transport = SmtpTransport::new(account, Timeouts::interactive());
        let report = transport.deliver(&outgoing("one@example.net"), Progress::default()).await;
        match expected {
            None => assert_delivered(&report),
            Some(code) => assert_eq!(problem(&report).code, code),
        }
    }
}

#[tokio::test]
async fn an_ip_address_is_verified_as_such() {
    let sink =
        sink(SinkOptions { security: SinkSecurity::ImplicitTls(CertificateKind::Good), ..SinkOptions::default() });
    let mut by_address = account(sink.port(), Security::ImplicitTls);
    by_address.server.host = "127.0.0.1".to_owned();
    let transport = SmtpTransport::new(by_address, Timeouts::interactive());
    let report = transport.deliver(&outgoing("one@example.net"), Progress::default()).await;
    assert_delivered(&report);
    let tls = report.stages.iter().find(|stage| stage.name == Stage::Tls).expect("a stage");
    assert_eq!(i18n::Language::English.render(&tls.detail), "TLS 1.3, certificate for 127.0.0.1 until 2200-01-01");
}

#[tokio::test]
async fn an_invalid_pem_is_diagnosed() {
    for pem in ["not a PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let sink =
            sink(SinkOptions { security: SinkSecurity::ImplicitTls(CertificateKind::Good), ..SinkOptions::default() });
        let mut account = account(sink.port(), Security::ImplicitTls);
        account.server.ca_certificate = Some(pem.to_owned());
        let transport = SmtpTransport::new(account, Timeouts::interactive());
        let report = transport.deliver(&outgoing("one@example.net"), Progress::default()).await;
        assert_eq!(problem(&report).code, "ca_certificate_invalid");
    }
}

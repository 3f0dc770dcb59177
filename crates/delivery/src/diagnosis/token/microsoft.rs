//! Microsoft Entra's errors, by the number after AADSTS.
//!
//! Source: Microsoft's pages on authentication and authorization error codes. The OAuth `error` beside the number is too
//! coarse: `invalid_grant` has thirty different causes.

use oauth::TokenOperation;

use super::TokenProblemKind;
use super::rule::{TOKEN_EXPLANATION, TOKEN_RULE, TokenExplanation, TokenRule};

const CLIENT_ID: Option<&str> = Some("oauth.client_id");
const SECRET: Option<&str> = Some("oauth.client_secret");
const TENANT: Option<&str> = Some("oauth.tenant");
const PROVIDER: Option<&str> = Some("oauth.provider");

/// For errors after which a person must sign in again.
const CONSENT: TokenExplanation =
    TokenExplanation { code: "consent_needed", field: PROVIDER, kind: TokenProblemKind::Consent, ..TOKEN_EXPLANATION };

const CONDITIONAL_ACCESS: &str = "A Conditional Access policy of the organization forbids this sign-in: for this \
                                  application, this account, or from this machine's Internet address.";

pub(super) const RULES: &[TokenRule] = &[
    TokenRule {
        numbers: &[7_000_215],
        explanation: TokenExplanation {
            code: "client_secret_wrong",
            field: SECRET,
            meaning: "The client secret is wrong. Most often the Secret ID was pasted instead of the secret's Value, \
                      or a secret of another application.",
            remedy: "In the Microsoft Entra admin center open App registrations, the app, Certificates & secrets, New \
                     client secret, and paste its Value here. The Value is shown only when the secret is made.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[7_000_222],
        explanation: TokenExplanation {
            code: "client_secret_expired",
            field: SECRET,
            meaning: "The client secret has expired; secrets live 24 months at most.",
            remedy: "In the Microsoft Entra admin center open App registrations, the app, Certificates & secrets, New \
                     client secret. Paste its Value here, and note the new date for the reminder.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[7_000_218],
        explanation: TokenExplanation {
            code: "client_secret_missing",
            field: SECRET,
            meaning: "The app is registered as a web application, and those prove themselves with a client secret.",
            remedy: "In the Microsoft Entra admin center open App registrations, the app, Certificates & secrets, New \
                     client secret, and paste its Value here.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[700_025, 9_002_326, 9_002_327],
        explanation: TokenExplanation {
            code: "platform_wrong",
            field: CLIENT_ID,
            meaning: "The redirect URL is registered for another platform: Single-page application, or Mobile and \
                      desktop. owlpost is a web application.",
            remedy: "In the Microsoft Entra admin center open App registrations, the app, Authentication. Remove the \
                     redirect URL from the other platform, choose Add a platform, Web, paste it there, and reconnect.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[700_016, 16, 7_000_112],
        explanation: TokenExplanation {
            code: "client_unknown",
            field: CLIENT_ID,
            meaning: "The tenant has no active application with {client}: the client ID is wrong (the Object ID was \
                      pasted, for instance), or the tenant is another one than the application's.",
            remedy: "In the Microsoft Entra admin center open App registrations, the app, Overview. Copy Application \
                     (client) ID and Directory (tenant) ID from there.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[90_002, 900_023, 90_023, 23, 900_021, 50_059],
        explanation: TokenExplanation {
            code: "tenant_unknown",
            field: TENANT,
            meaning: "Microsoft does not know this tenant, or the tenant has no active subscription.",
            remedy: "In the Microsoft Entra admin center open App registrations, the app, Overview, and copy the \
                     Directory (tenant) ID into Tenant.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_194],
        explanation: TokenExplanation {
            code: "tenant_needed",
            field: TENANT,
            meaning: "The app is registered for one organization only, so that the general tenant does not serve.",
            remedy: "In the Microsoft Entra admin center open App registrations, the app, Overview, and copy the \
                     Directory (tenant) ID into Tenant.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_034, 50_020, 90_072],
        explanation: TokenExplanation {
            code: "account_outside_organization",
            field: TENANT,
            meaning: "The account does not exist in this tenant: another account was chosen, or the tenant is another \
                      one than the mailbox's.",
            remedy: "Connect again and sign in with a mailbox of the organization, or correct the tenant.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::AppToken],
        numbers: &[7_000_229, 65_001],
        explanation: TokenExplanation {
            code: "admin_approval_needed",
            field: CLIENT_ID,
            meaning: "The application has no place in the tenant yet: no administrator has consented to it.",
            remedy: "In the Microsoft Entra admin center open App registrations, the app, API permissions, and choose \
                     Grant admin consent; then test again.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[65_001, 90_094, 90_095, 90_093, 90_008],
        contains: &["consent_required"],
        explanation: TokenExplanation {
            code: "admin_approval_needed",
            kind: TokenProblemKind::Consent,
            field: CLIENT_ID,
            meaning: "Nobody has consented to this application for this mailbox, and the organization lets only an \
                      administrator do so.",
            remedy: "Have an administrator open the Microsoft Entra admin center, Enterprise applications, the app, \
                     Permissions, and choose Grant admin consent; then choose Reconnect.",
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[65_004],
        explanation: TokenExplanation {
            code: "consent_refused",
            meaning: "Whoever signed in declined to let owlpost send mail.",
            remedy: "Choose Connect again and accept on Microsoft's page.",
            ..CONSENT
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_105],
        explanation: TokenExplanation {
            code: "account_not_assigned",
            field: CLIENT_ID,
            meaning: "The application is only for people who are assigned to it, and this account is not.",
            remedy: "In the Microsoft Entra admin center open Enterprise applications, the app, Users and groups, and \
                     add the mailbox; or set Assignment required to No under Properties. Then connect again.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_173, 50_132, 50_133, 700_082, 70_043, 700_084, 70_008],
        explanation: TokenExplanation {
            meaning: "The permission has ended: it was not used for 90 days, an administrator reset the password or \
                      revoked the sessions, or a policy limits how long a sign-in lasts.",
            remedy: "Choose Reconnect and sign in with the mailbox. If a policy (sign-in frequency) ends it again and \
                     again, have the mailbox exempted, or use the app-only grant, which needs no sign-in.",
            ..CONSENT
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_076, 50_079, 50_158, 50_072, 50_074, 50_078],
        explanation: TokenExplanation {
            meaning: "The organization now asks for a second factor (MFA) at this sign-in, which only a person can \
                      give.",
            remedy: "Choose Reconnect, sign in with the mailbox and give the second factor. The app-only grant needs \
                     none.",
            ..CONSENT
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::AppToken],
        numbers: &[53_000, 53_001, 53_002, 53_003, 53_004],
        explanation: TokenExplanation {
            code: "blocked_by_policy",
            field: CLIENT_ID,
            meaning: CONDITIONAL_ACCESS,
            remedy: "In the Microsoft Entra admin center open Conditional Access, Policies, and exempt this \
                     application's workload identity or this machine's address; then test again.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[53_000, 53_001, 53_002, 53_003, 53_004],
        explanation: TokenExplanation {
            meaning: CONDITIONAL_ACCESS,
            remedy: "In the Microsoft Entra admin center open Sign-in logs, find the sign-in and the policy, and exempt \
                     the mailbox or this machine's address under Conditional Access, Policies. Then choose Reconnect.",
            ..CONSENT
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_057],
        explanation: TokenExplanation {
            field: Some("from.email"),
            meaning: "The account that consented is disabled.",
            remedy: "In the Microsoft 365 admin centre open Users, Active users, the account, and unblock sign-in; then \
                     choose Reconnect. A shared mailbox stays blocked: sign in with an account that may send as it.",
            ..CONSENT
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[500_011],
        explanation: TokenExplanation {
            code: "resource_unknown",
            field: TENANT,
            meaning: "The tenant does not have the service that the scope {scopes} is of: the tenant is the wrong one, \
                      or has no Exchange Online.",
            remedy: "Check that Tenant is the organization of the mailbox, and that it has a licence with Exchange \
                     Online.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[70_011, 28_000, 650_053, 650_057, 1_002_012],
        explanation: TokenExplanation {
            code: "scope_refused",
            field: CLIENT_ID,
            meaning: "The application may not ask for the scope {scopes}: the permission is not listed for it.",
            remedy: "In the Microsoft Entra admin center open App registrations, the app, API permissions, Add a \
                     permission. For SMTP: Office 365 Exchange Online, SMTP.Send (delegated) or SMTP.SendAsApp \
                     (application). For the API: Microsoft Graph, Mail.Send. Then connect again.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_011, 500_113, 500_117],
        contains: &["redirect uri*does not match", "redirect_uri*does not match", "reply url*does not match"],
        explanation: TokenExplanation {
            code: "redirect_url_unknown",
            field: CLIENT_ID,
            meaning: "The redirect URL is not registered for {client}, letter by letter.",
            remedy: "Copy the OAuth redirect URL from this page. In the Microsoft Entra admin center open App \
                     registrations, the app, Authentication, Add a platform, Web, and paste it there.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::CodeExchange],
        numbers: &[54_005, 501_481, 50_148, 70_000],
        explanation: TokenExplanation {
            meaning: "The sign-in took longer than ten minutes, or its answer was used twice.",
            remedy: "Choose Connect again and go through Microsoft's page once more, without reloading it.",
            ..CONSENT
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[90_033, 90_006, 90_024, 90_055, 50_196],
        explanation: TokenExplanation {
            code: "token_server_unavailable",
            field: None,
            kind: TokenProblemKind::Transient,
            meaning: "Microsoft's sign-in service is busy or has a fault of its own.",
            remedy: "Nothing: it is tried again by itself.",
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[9_002_313, 900_144, 9_002_325],
        explanation: TokenExplanation {
            code: "request_refused",
            field: CLIENT_ID,
            meaning: "Microsoft does not understand the request. Often a value was pasted with blanks or only in part.",
            remedy: "Type client ID, client secret and tenant again, and connect again.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
];

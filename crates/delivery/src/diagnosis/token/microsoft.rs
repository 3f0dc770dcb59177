//! Microsoft Entra's errors, by the number after AADSTS.
//!
//! Source: Microsoft's pages on authentication and authorization error codes. The OAuth `error` beside the number is too
//! coarse: `invalid_grant` has thirty different causes.

use oauth::TokenOperation;

use super::TokenProblemKind;
use super::rule::{TOKEN_EXPLANATION, TOKEN_RULE, TokenExplanation, TokenRule};
use crate::problems::declared;

const CLIENT_ID: Option<&str> = Some("oauth.client_id");
const SECRET: Option<&str> = Some("oauth.client_secret");
const TENANT: Option<&str> = Some("oauth.tenant");
const PROVIDER: Option<&str> = Some("oauth.provider");

/// For errors after which a person must sign in again.
const CONSENT: TokenExplanation =
    TokenExplanation { problem: declared("consent_needed"), field: PROVIDER, kind: TokenProblemKind::Consent };

pub(super) const RULES: &[TokenRule] = &[
    TokenRule {
        numbers: &[7_000_215],
        explanation: TokenExplanation {
            problem: declared("client_secret_wrong_microsoft"),
            field: SECRET,
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[7_000_222],
        explanation: TokenExplanation {
            problem: declared("client_secret_expired"),
            field: SECRET,
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[7_000_218],
        explanation: TokenExplanation {
            problem: declared("client_secret_missing_microsoft"),
            field: SECRET,
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[700_025, 9_002_326, 9_002_327],
        explanation: TokenExplanation { problem: declared("platform_wrong"), field: CLIENT_ID, ..TOKEN_EXPLANATION },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[700_016, 16, 7_000_112],
        explanation: TokenExplanation {
            problem: declared("client_unknown_microsoft"),
            field: CLIENT_ID,
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[90_002, 900_023, 90_023, 23, 900_021, 50_059],
        explanation: TokenExplanation { problem: declared("tenant_unknown"), field: TENANT, ..TOKEN_EXPLANATION },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_194],
        explanation: TokenExplanation { problem: declared("tenant_needed"), field: TENANT, ..TOKEN_EXPLANATION },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_034, 50_020, 90_072],
        explanation: TokenExplanation {
            problem: declared("account_outside_organization_microsoft"),
            field: TENANT,
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::AppToken],
        numbers: &[7_000_229, 65_001],
        explanation: TokenExplanation {
            problem: declared("admin_approval_needed_microsoft_app"),
            field: CLIENT_ID,
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[65_001, 90_094, 90_095, 90_093, 90_008],
        contains: &["consent_required"],
        explanation: TokenExplanation {
            problem: declared("admin_approval_needed_microsoft"),
            kind: TokenProblemKind::Consent,
            field: CLIENT_ID,
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[65_004],
        explanation: TokenExplanation { problem: declared("consent_refused_microsoft"), ..CONSENT },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_105],
        explanation: TokenExplanation {
            problem: declared("account_not_assigned"),
            field: CLIENT_ID,
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_173, 50_132, 50_133, 700_082, 70_043, 700_084, 70_008],
        explanation: TokenExplanation { problem: declared("consent_needed_microsoft"), ..CONSENT },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_076, 50_079, 50_158, 50_072, 50_074, 50_078],
        explanation: TokenExplanation { problem: declared("consent_needed_microsoft_second_factor"), ..CONSENT },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::AppToken],
        numbers: &[53_000, 53_001, 53_002, 53_003, 53_004],
        explanation: TokenExplanation { problem: declared("blocked_by_policy"), field: CLIENT_ID, ..TOKEN_EXPLANATION },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[53_000, 53_001, 53_002, 53_003, 53_004],
        explanation: TokenExplanation { problem: declared("consent_needed_microsoft_policy"), ..CONSENT },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_057],
        explanation: TokenExplanation {
            problem: declared("consent_needed_microsoft_account_disabled"),
            field: Some("from.email"),
            ..CONSENT
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[500_011],
        explanation: TokenExplanation { problem: declared("resource_unknown"), field: TENANT, ..TOKEN_EXPLANATION },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[70_011, 28_000, 650_053, 650_057, 1_002_012],
        explanation: TokenExplanation {
            problem: declared("scope_refused_microsoft"),
            field: CLIENT_ID,
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[50_011, 500_113, 500_117],
        contains: &["redirect uri*does not match", "redirect_uri*does not match", "reply url*does not match"],
        explanation: TokenExplanation {
            problem: declared("redirect_url_unknown_microsoft"),
            field: CLIENT_ID,
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::CodeExchange],
        numbers: &[54_005, 501_481, 50_148, 70_000],
        explanation: TokenExplanation { problem: declared("consent_needed_microsoft_code_expired"), ..CONSENT },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[90_033, 90_006, 90_024, 90_055, 50_196],
        explanation: TokenExplanation {
            problem: declared("token_server_unavailable_microsoft"),
            field: None,
            kind: TokenProblemKind::Transient,
        },
        ..TOKEN_RULE
    },
    TokenRule {
        numbers: &[9_002_313, 900_144, 9_002_325],
        explanation: TokenExplanation {
            problem: declared("request_refused_microsoft"),
            field: CLIENT_ID,
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
];

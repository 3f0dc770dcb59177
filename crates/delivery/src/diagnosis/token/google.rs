//! Google's errors.
//!
//! Sources: Google's pages on OAuth 2.0 errors and on service accounts, as of 2026.

use oauth::TokenOperation;

use super::TokenProblemKind;
use super::rule::{TOKEN_EXPLANATION, TOKEN_RULE, TokenExplanation, TokenRule};
use crate::problems::declared;

/// The delegation that a service account needs and does not have.
const DELEGATION_MISSING: TokenExplanation = TokenExplanation {
    problem: declared("delegation_missing"),
    field: Some("oauth.service_account_key"),
    kind: TokenProblemKind::Registration,
};

const SECRET_OR_CLIENT_GONE: TokenExplanation = TokenExplanation {
    problem: declared("client_unknown_google"),
    field: Some("oauth.client_id"),
    kind: TokenProblemKind::Registration,
};

pub(super) const RULES: &[TokenRule] = &[
    TokenRule { errors: &["deleted_client"], explanation: SECRET_OR_CLIENT_GONE, ..TOKEN_RULE },
    TokenRule {
        errors: &["invalid_client"],
        contains: &["not found", "deleted"],
        explanation: SECRET_OR_CLIENT_GONE,
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["invalid_client"],
        explanation: TokenExplanation {
            problem: declared("client_secret_wrong_google"),
            field: Some("oauth.client_secret"),
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::AppToken],
        errors: &["unauthorized_client", "access_denied"],
        explanation: DELEGATION_MISSING,
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::AppToken],
        contains: &["jwt signature", "invalid signature", "no key", "key not found"],
        explanation: TokenExplanation {
            problem: declared("service_account_key_refused"),
            field: Some("oauth.service_account_key"),
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::AppToken],
        contains: &["reasonable timeframe", "short-lived", "iat", "expired jwt", "jwt*expired"],
        explanation: TokenExplanation { problem: declared("clock_wrong"), field: None, ..TOKEN_EXPLANATION },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::AppToken],
        contains: &["invalid email or user id", "account not found", "not a valid email", "user id*invalid"],
        explanation: TokenExplanation {
            problem: declared("mailbox_unknown"),
            field: Some("from.email"),
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::Refresh],
        contains: &["invalid_rapt", "reauth related error"],
        explanation: TokenExplanation {
            problem: declared("consent_needed_google_session_control"),
            field: Some("oauth.provider"),
            kind: TokenProblemKind::Consent,
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::Refresh],
        contains: &["account has been deleted", "account*disabled", "account*suspended"],
        explanation: TokenExplanation {
            problem: declared("consent_needed_google_account_gone"),
            field: Some("from.email"),
            kind: TokenProblemKind::Consent,
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::Refresh],
        errors: &["invalid_grant"],
        explanation: TokenExplanation {
            problem: declared("consent_needed_google"),
            field: Some("oauth.provider"),
            kind: TokenProblemKind::Consent,
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["org_internal"],
        explanation: TokenExplanation {
            problem: declared("account_outside_organization_google"),
            field: Some("oauth.client_id"),
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["admin_policy_enforced", "access_not_configured"],
        explanation: TokenExplanation {
            problem: declared("admin_approval_needed_google"),
            field: Some("oauth.client_id"),
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["redirect_uri_mismatch"],
        explanation: TokenExplanation {
            problem: declared("redirect_url_unknown_google"),
            field: Some("oauth.client_id"),
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["disallowed_useragent"],
        explanation: TokenExplanation { problem: declared("browser_refused"), field: None, ..TOKEN_EXPLANATION },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["rate_limit_exceeded", "ratelimitexceeded", "resource_exhausted"],
        explanation: TokenExplanation {
            problem: declared("token_server_unavailable_google"),
            field: None,
            kind: TokenProblemKind::Transient,
        },
        ..TOKEN_RULE
    },
];

//! Errors that mean the same at every provider (RFC 6749 sections 4.1.2.1 and 5.2, OpenID Connect
//! Core section 3.1.2.6).

use oauth::TokenOperation;

use super::TokenProblemKind;
use super::rule::{TOKEN_EXPLANATION, TOKEN_RULE, TokenExplanation, TokenRule};
use crate::problems::declared;

const CLIENT_ID: Option<&str> = Some("oauth.client_id");
const PROVIDER: Option<&str> = Some("oauth.provider");
const TOKEN_URL: Option<&str> = Some("oauth.custom.token_url");

pub(super) const UNAVAILABLE: TokenExplanation =
    TokenExplanation { problem: declared("token_server_unavailable"), field: None, kind: TokenProblemKind::Transient };

pub(super) const THROTTLED: TokenExplanation =
    TokenExplanation { problem: declared("token_server_unavailable_throttled"), ..UNAVAILABLE };

pub(super) const UNREACHABLE: TokenExplanation =
    TokenExplanation { problem: declared("token_server_unreachable"), field: None, kind: TokenProblemKind::Transient };

pub(super) const TRUST: TokenExplanation = TokenExplanation {
    problem: declared("ca_certificate_unreadable"),
    field: Some("oauth.custom.ca_certificate"),
    kind: TokenProblemKind::Registration,
};

pub(super) const NOT_ENCRYPTED: TokenExplanation = TokenExplanation {
    problem: declared("token_url_not_https"),
    field: TOKEN_URL,
    kind: TokenProblemKind::Registration,
};

pub(super) const WRONG_URL: TokenExplanation =
    TokenExplanation { problem: declared("token_url_wrong"), field: TOKEN_URL, kind: TokenProblemKind::Registration };

/// Transient: a proxy that answers with its own page must not end the renewals.
pub(super) const NO_TOKEN_ANSWER: TokenExplanation = TokenExplanation {
    problem: declared("token_answer_unreadable"),
    field: TOKEN_URL,
    kind: TokenProblemKind::Transient,
};

pub(super) const UNUSABLE: TokenExplanation =
    TokenExplanation { problem: declared("token_unusable"), field: PROVIDER, kind: TokenProblemKind::Registration };

pub(super) const REFUSED: TokenExplanation =
    TokenExplanation { problem: declared("token_refused"), field: CLIENT_ID, kind: TokenProblemKind::Registration };

pub(super) const APP_REFUSED: TokenExplanation =
    TokenExplanation { problem: declared("app_grant_refused"), field: CLIENT_ID, ..TOKEN_EXPLANATION };

pub(super) const CONSENT_FAILED: TokenExplanation =
    TokenExplanation { problem: declared("consent_failed"), field: PROVIDER, ..TOKEN_EXPLANATION };

pub(super) const SECRET_MISSING: TokenExplanation = TokenExplanation {
    problem: declared("client_secret_missing"),
    field: Some("oauth.client_secret"),
    ..TOKEN_EXPLANATION
};

pub(super) const KEY_UNREADABLE: TokenExplanation = TokenExplanation {
    problem: declared("service_account_key_unreadable"),
    field: Some("oauth.service_account_key"),
    ..TOKEN_EXPLANATION
};

pub(super) const RULES: &[TokenRule] = &[
    TokenRule {
        errors: &["temporarily_unavailable", "server_error", "slow_down", "unavailable", "internal"],
        explanation: UNAVAILABLE,
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::Authorization],
        errors: &["access_denied"],
        explanation: TokenExplanation {
            problem: declared("consent_refused"),
            field: PROVIDER,
            kind: TokenProblemKind::Consent,
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["interaction_required", "login_required", "consent_required", "account_selection_required"],
        explanation: TokenExplanation {
            problem: declared("consent_needed_interaction"),
            field: PROVIDER,
            kind: TokenProblemKind::Consent,
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::CodeExchange],
        errors: &["invalid_grant"],
        explanation: TokenExplanation {
            problem: declared("consent_needed_code_expired"),
            field: PROVIDER,
            kind: TokenProblemKind::Consent,
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::AppToken],
        errors: &["invalid_grant"],
        explanation: APP_REFUSED,
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["invalid_grant"],
        explanation: TokenExplanation {
            problem: declared("consent_needed"),
            field: PROVIDER,
            kind: TokenProblemKind::Consent,
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["invalid_client"],
        explanation: TokenExplanation {
            problem: declared("client_refused"),
            field: Some("oauth.client_secret"),
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["unauthorized_client", "unsupported_response_type", "unsupported_grant_type"],
        explanation: TokenExplanation {
            problem: declared("client_not_allowed"),
            field: CLIENT_ID,
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["invalid_scope", "invalid_resource", "invalid_target"],
        explanation: TokenExplanation { problem: declared("scope_refused"), field: CLIENT_ID, ..TOKEN_EXPLANATION },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["redirect_uri_mismatch", "invalid_redirect_uri"],
        explanation: TokenExplanation {
            problem: declared("redirect_url_unknown"),
            field: CLIENT_ID,
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["invalid_request"],
        explanation: TokenExplanation { problem: declared("request_refused"), field: CLIENT_ID, ..TOKEN_EXPLANATION },
        ..TOKEN_RULE
    },
];

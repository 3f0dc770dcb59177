//! Errors that mean the same at every provider (RFC 6749 sections 4.1.2.1 and 5.2, OpenID Connect
//! Core section 3.1.2.6).

use oauth::TokenOperation;

use super::TokenProblemKind;
use super::rule::{TOKEN_EXPLANATION, TOKEN_RULE, TokenExplanation, TokenRule};

const CLIENT_ID: Option<&str> = Some("oauth.client_id");
const PROVIDER: Option<&str> = Some("oauth.provider");
const TOKEN_URL: Option<&str> = Some("oauth.custom.token_url");

const BY_ITSELF: &str = "Nothing, at first: it is tried again by itself. If it lasts for hours, look at the provider's \
                         status page.";

pub(super) const UNAVAILABLE: TokenExplanation = TokenExplanation {
    code: "token_server_unavailable",
    field: None,
    kind: TokenProblemKind::Transient,
    meaning: "The provider's sign-in service is overloaded or has a fault of its own.",
    remedy: BY_ITSELF,
};

pub(super) const THROTTLED: TokenExplanation =
    TokenExplanation { meaning: "The provider has seen too many requests lately and asks to wait.", ..UNAVAILABLE };

pub(super) const UNREACHABLE: TokenExplanation = TokenExplanation {
    code: "token_server_unreachable",
    field: None,
    kind: TokenProblemKind::Transient,
    meaning: "No whole answer came from {server}: the network, the name service or a firewall is in the way, or the \
              server is down.",
    remedy: "It is tried again by itself. If it lasts, check that this machine reaches {server} on port 443, and \
             whether a firewall has to allow it.",
};

pub(super) const TRUST: TokenExplanation = TokenExplanation {
    code: "ca_certificate_unreadable",
    field: Some("oauth.custom.ca_certificate"),
    kind: TokenProblemKind::Registration,
    meaning: "The certificates that are to be trusted cannot be read.",
    remedy: "Paste the CA certificate again, as PEM, from BEGIN CERTIFICATE to END CERTIFICATE.",
};

pub(super) const NOT_ENCRYPTED: TokenExplanation = TokenExplanation {
    code: "token_url_not_https",
    field: TOKEN_URL,
    kind: TokenProblemKind::Registration,
    meaning: "Client secret and tokens would travel in clear over the network, so nothing was sent.",
    remedy: "Use the https address of the token endpoint.",
};

pub(super) const WRONG_URL: TokenExplanation = TokenExplanation {
    code: "token_url_wrong",
    field: TOKEN_URL,
    kind: TokenProblemKind::Registration,
    meaning: "No token endpoint answers at this address. Redirects are not followed, since a secret must not be sent to \
              another address than the one it was given for.",
    remedy: "Check the token URL in the provider's documentation (token_endpoint in its openid-configuration), and for \
             Microsoft 365 the tenant.",
};

/// Transient: a proxy that answers with its own page must not end the renewals.
pub(super) const NO_TOKEN_ANSWER: TokenExplanation = TokenExplanation {
    code: "token_answer_unreadable",
    field: TOKEN_URL,
    kind: TokenProblemKind::Transient,
    meaning: "The answer is not that of a token endpoint. Something on the way answered instead, or the address is that \
              of a page for people.",
    remedy: "It is tried again by itself. If it lasts, check the token URL, and whether a proxy or firewall answers for \
             the provider.",
};

pub(super) const UNUSABLE: TokenExplanation = TokenExplanation {
    code: "token_unusable",
    field: PROVIDER,
    kind: TokenProblemKind::Registration,
    meaning: "The provider granted something that is no bearer token (RFC 6750), and mail servers take nothing else.",
    remedy: "Check the application's registration at the provider: it must give out plain bearer access tokens, not \
             ones bound to a key (DPoP or mutual TLS).",
};

pub(super) const REFUSED: TokenExplanation = TokenExplanation {
    code: "token_refused",
    field: CLIENT_ID,
    kind: TokenProblemKind::Registration,
    meaning: "The provider refused the request for a reason that owlpost does not know.",
    remedy: "Compare client ID, client secret, scopes and redirect URL with the registration at the provider. The \
             provider's own words above can be looked up in its documentation.",
};

pub(super) const APP_REFUSED: TokenExplanation = TokenExplanation {
    code: "app_grant_refused",
    field: CLIENT_ID,
    meaning: "The provider does not accept what the application proves itself with, or does not let it act for \
              {mailbox}.",
    remedy: "Check the key or the secret, what the application is allowed to do, and the From address.",
    ..TOKEN_EXPLANATION
};

pub(super) const CONSENT_FAILED: TokenExplanation = TokenExplanation {
    code: "consent_failed",
    field: PROVIDER,
    meaning: "The provider ended the sign-in for a reason that owlpost does not know.",
    remedy: "Choose Connect again. If it ends the same way, look the provider's own words above up in its documentation.",
    ..TOKEN_EXPLANATION
};

pub(super) const SECRET_MISSING: TokenExplanation = TokenExplanation {
    code: "client_secret_missing",
    field: Some("oauth.client_secret"),
    meaning: "An application that acts without a person proves itself with a client secret or a key, and none is set.",
    remedy: "Type the client secret, or choose the grant in which somebody signs in with the mailbox.",
    ..TOKEN_EXPLANATION
};

pub(super) const KEY_UNREADABLE: TokenExplanation = TokenExplanation {
    code: "service_account_key_unreadable",
    field: Some("oauth.service_account_key"),
    meaning: "The request has to be signed with the service account's key, and that cannot be read.",
    remedy: "Paste the whole key file again. If it was edited, make a new key: in the Google Cloud console open IAM & \
             Admin, Service Accounts, the account, Keys, Add key, type JSON.",
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
            code: "consent_refused",
            field: PROVIDER,
            kind: TokenProblemKind::Consent,
            meaning: "Whoever signed in chose Cancel, or may not grant this.",
            remedy: "Choose Connect again, sign in with the mailbox that mail shall come from, and allow what is asked \
                     for. If the page spoke of an administrator, have one approve the application first.",
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["interaction_required", "login_required", "consent_required", "account_selection_required"],
        explanation: TokenExplanation {
            code: "consent_needed",
            field: PROVIDER,
            kind: TokenProblemKind::Consent,
            meaning: "The provider wants a person to sign in, because rules or permissions have changed.",
            remedy: "Choose Reconnect and sign in with the mailbox.",
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::CodeExchange],
        errors: &["invalid_grant"],
        explanation: TokenExplanation {
            code: "consent_needed",
            field: PROVIDER,
            kind: TokenProblemKind::Consent,
            meaning: "The sign-in took too long, or its answer was used twice: it lives a few minutes and serves once.",
            remedy: "Choose Connect again and go through the provider's page once more, without reloading it.",
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
            code: "consent_needed",
            field: PROVIDER,
            kind: TokenProblemKind::Consent,
            meaning: "The permission has ended: it was revoked, was not used for too long, or the mailbox's password was \
                      changed.",
            remedy: "Choose Reconnect and sign in with the mailbox.",
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["invalid_client"],
        explanation: TokenExplanation {
            code: "client_refused",
            field: Some("oauth.client_secret"),
            meaning: "The provider does not accept {client} with this client secret: one of them is wrong, or the \
                      secret has expired.",
            remedy: "Copy the client ID from the registration at the provider, make a new secret there, and type both \
                     here.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["unauthorized_client", "unsupported_response_type", "unsupported_grant_type"],
        explanation: TokenExplanation {
            code: "client_not_allowed",
            field: CLIENT_ID,
            meaning: "The application is registered, but not for this way of getting access; or the access was granted \
                      to another application.",
            remedy: "At the provider, register it as a web application with the authorization code and refresh token \
                     grants, or with the client credentials grant for access without a person. Then connect again.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["invalid_scope", "invalid_resource", "invalid_target"],
        explanation: TokenExplanation {
            code: "scope_refused",
            field: CLIENT_ID,
            meaning: "The application may not ask for the scope {scopes}, or the provider does not know it.",
            remedy: "Add the scope to the application at the provider, or correct the scopes here; then connect again.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["redirect_uri_mismatch", "invalid_redirect_uri"],
        explanation: TokenExplanation {
            code: "redirect_url_unknown",
            field: CLIENT_ID,
            meaning: "The redirect URL is not registered for {client}, letter by letter.",
            remedy: "Copy the OAuth redirect URL from this page and paste it where the provider lists the application's \
                     redirect URIs.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["invalid_request"],
        explanation: TokenExplanation {
            code: "request_refused",
            field: CLIENT_ID,
            meaning: "The provider does not understand the request. Often a value was pasted with blanks or only in \
                      part, or the redirect URL is not the registered one.",
            remedy: "Type client ID and client secret again, compare the redirect URL with the registered one, and \
                     connect again.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
];

//! Google's errors.
//!
//! Sources: Google's pages on OAuth 2.0 errors and on service accounts, as of 2026.

use oauth::TokenOperation;

use super::TokenProblemKind;
use super::rule::{TOKEN_EXPLANATION, TOKEN_RULE, TokenExplanation, TokenRule};

/// The delegation that a service account needs and does not have.
const DELEGATION_MISSING: TokenExplanation = TokenExplanation {
    code: "delegation_missing",
    field: Some("oauth.service_account_key"),
    kind: TokenProblemKind::Registration,
    meaning: "The service account has no domain-wide delegation for the scope {scopes}, or it was granted less than a \
              day ago and has not reached all of Google's servers.",
    remedy: "In the Google Admin console open Security, Access and data control, API controls, Manage domain-wide \
             delegation, Add new. Paste {delegation_id} as client ID and {scopes} as OAuth scope, choose Authorise, \
             and try again in some minutes.",
};

const SECRET_OR_CLIENT_GONE: TokenExplanation = TokenExplanation {
    code: "client_unknown",
    field: Some("oauth.client_id"),
    kind: TokenProblemKind::Registration,
    meaning: "Google does not know {client}: it was mistyped, or the OAuth client was deleted. Google deletes clients \
              that are not used for months.",
    remedy: "In the Google Cloud console open APIs & Services, Credentials. Copy the client ID and secret of the OAuth \
             client from there, or make a new one, then reconnect.",
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
            code: "client_secret_wrong",
            field: Some("oauth.client_secret"),
            meaning: "Google does not accept the client secret for {client}: it was mistyped, belongs to another \
                      client, or was disabled when a new one was made.",
            remedy: "In the Google Cloud console open APIs & Services, Credentials, and the OAuth client. Add a \
                     secret, type it here, and reconnect.",
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
            code: "service_account_key_refused",
            field: Some("oauth.service_account_key"),
            meaning: "Google does not know the key that signed the request: it was deleted or disabled.",
            remedy: "In the Google Cloud console open IAM & Admin, Service Accounts, the account, Keys. Add a key of \
                     type JSON and paste its file here.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::AppToken],
        contains: &["reasonable timeframe", "short-lived", "iat", "expired jwt", "jwt*expired"],
        explanation: TokenExplanation {
            code: "clock_wrong",
            field: None,
            meaning: "The request carries this machine's time, and Google finds it too far from its own.",
            remedy: "Set the clock of the machine that owlpost runs on, best with NTP, then test again.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::AppToken],
        contains: &["invalid email or user id", "account not found", "not a valid email", "user id*invalid"],
        explanation: TokenExplanation {
            code: "mailbox_unknown",
            field: Some("from.email"),
            meaning: "The service account may act for the users of your Workspace, and {mailbox} is none of them. A \
                      group or an alias does not serve; nor does an account at gmail.com.",
            remedy: "Use the primary address of a user of your Workspace as From address, or correct the service \
                     account's key.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::Refresh],
        contains: &["invalid_rapt", "reauth related error"],
        explanation: TokenExplanation {
            code: "consent_needed",
            field: Some("oauth.provider"),
            kind: TokenProblemKind::Consent,
            meaning: "A rule of your Workspace (session control) asks the mailbox's owner to sign in again every so \
                      often.",
            remedy: "Choose Reconnect and sign in with the mailbox. To end this for good, have an administrator of the \
                     Workspace mark the app as trusted and exempt trusted apps from session control in the Admin \
                     console, or use a service account.",
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::Refresh],
        contains: &["account has been deleted", "account*disabled", "account*suspended"],
        explanation: TokenExplanation {
            code: "consent_needed",
            field: Some("from.email"),
            kind: TokenProblemKind::Consent,
            meaning: "The Google account that consented is deleted or suspended.",
            remedy: "Have an administrator of the Workspace restore the account, or choose Reconnect and sign in with \
                     another mailbox.",
        },
        ..TOKEN_RULE
    },
    TokenRule {
        operations: &[TokenOperation::Refresh],
        errors: &["invalid_grant"],
        explanation: TokenExplanation {
            code: "consent_needed",
            field: Some("oauth.provider"),
            kind: TokenProblemKind::Consent,
            meaning: "Google has ended the permission. It does so when the owner or an administrator revoked it, when \
                      the mailbox's password was changed, when it was not used for six months, seven days after a \
                      consent to an app in Testing, and when the same account has consented more than 100 times.",
            remedy: "Choose Reconnect and sign in with the mailbox. If it happens every seven days: in the Google \
                     Cloud console open Google Auth Platform, Audience, and choose Publish app, then reconnect once \
                     more.",
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["org_internal"],
        explanation: TokenExplanation {
            code: "account_outside_organization",
            field: Some("oauth.client_id"),
            meaning: "The app is Internal: only accounts of the Workspace that owns it can consent, and another one \
                      was chosen.",
            remedy: "Connect again and sign in with a mailbox of that Workspace; or, in the Google Cloud console, set \
                     Google Auth Platform, Audience to External and publish the app.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["admin_policy_enforced", "access_not_configured"],
        explanation: TokenExplanation {
            code: "admin_approval_needed",
            field: Some("oauth.client_id"),
            meaning: "The Workspace allows only apps that its administrator trusts for this scope.",
            remedy: "Have an administrator open the Google Admin console, Security, Access and data control, API \
                     controls, Manage app access, add {client} as Trusted, then connect again.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["redirect_uri_mismatch"],
        explanation: TokenExplanation {
            code: "redirect_url_unknown",
            field: Some("oauth.client_id"),
            meaning: "The redirect URL is not registered for {client}, letter by letter: https, host, path and a slash \
                      at the end all count.",
            remedy: "Copy the OAuth redirect URL from this page. In the Google Cloud console open APIs & Services, \
                     Credentials, the OAuth client, and paste it into Authorized redirect URIs. It takes effect in \
                     some minutes.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["disallowed_useragent"],
        explanation: TokenExplanation {
            code: "browser_refused",
            field: None,
            meaning: "Google shows its consent page in ordinary browsers only, not inside other applications.",
            remedy: "Open owlpost in an ordinary browser, such as Firefox or Chrome, and connect from there.",
            ..TOKEN_EXPLANATION
        },
        ..TOKEN_RULE
    },
    TokenRule {
        errors: &["rate_limit_exceeded", "ratelimitexceeded", "resource_exhausted"],
        explanation: TokenExplanation {
            code: "token_server_unavailable",
            field: None,
            kind: TokenProblemKind::Transient,
            meaning: "Google has seen too many requests of this project lately.",
            remedy: "Nothing: it is tried again by itself.",
        },
        ..TOKEN_RULE
    },
];

//! Replies to AUTH. All are problems of the connection: while the login fails, no message can be sent.
//!
//! Wrong credentials are said with any code (435, 451, 454, 501, 502, 503, 525, 526, 550), so the text decides. What a
//! refused login means at a known provider is in `provider.rs`.
//!
//! Sources: Microsoft's page on fixing printers and applications that send through Microsoft 365, Google's list of SMTP
//! errors, RFC 4954 section 6, the providers' help pages named in the gallery.

use super::rule::{Explanation, LOGIN, RCPT, Rule, connection, numbered, says};

const USERNAME: &str = "password.username";
const PASSWORD: &str = "password.password";

/// Any other 5xx.
pub(super) const REFUSED: Explanation = connection("login_refused").field(PASSWORD);

/// At a provider whose login has rules of its own.
pub(super) const REFUSED_BY_PROVIDER: Explanation = connection("login_refused_provider").field(PASSWORD);

/// Microsoft says the same for a wrong password, a disabled mailbox and a policy.
pub(super) const REFUSED_BY_MICROSOFT: Explanation = connection("login_refused_microsoft").field(PASSWORD);

/// Exchange takes names in the form of Windows domains.
pub(super) const REFUSED_BY_EXCHANGE: Explanation = connection("login_refused_exchange").field(PASSWORD);

/// Any other 4xx.
pub(super) const NOT_NOW: Explanation = connection("login_unavailable");

pub(super) const THROTTLED: Explanation = connection("login_throttled").throttled();

/// Too many failed logins: the credentials are probably wrong, and every other try makes it worse.
pub(super) const FAILED_TOO_OFTEN: Explanation = connection("login_throttled_failures").field(PASSWORD).throttled();

pub(super) const NOT_OFFERED: Explanation = connection("login_not_offered_unknown_command").field(USERNAME);

pub(super) const APP_PASSWORD: Explanation = connection("login_app_password_needed").field(PASSWORD);

pub(super) const LOCKED: Explanation = connection("login_account_locked").field(USERNAME);

pub(super) const BROWSER_NEEDED: Explanation = connection("login_browser_needed").field(USERNAME);

pub(super) const MECHANISM_REFUSED: Explanation = connection("login_mechanism_refused").field("password.mechanism");

pub(super) const EXPIRED: Explanation = connection("login_password_expired").field(PASSWORD);

/// SMTP is not enabled for the account.
pub(super) const ACCESS_OFF: Explanation = connection("login_access_off").field(USERNAME);

/// The account accepts logins from certain addresses only.
pub(super) const NETWORK_REFUSED: Explanation = connection("login_network_refused");

pub(super) const BASIC_AUTH_RETIRED: Explanation = connection("login_password_retired").field(PASSWORD);

pub(super) const SMTP_AUTH_DISABLED: Explanation = connection("login_smtp_auth_disabled").field(USERNAME);

pub(super) const RULES: &[Rule] = &[
    // Outlook.com has no tenant whose administrator could allow passwords again.
    says(
        &["basic authentication is disabled", "basic authentication is not supported"],
        connection("login_password_retired_outlook_com").field(PASSWORD),
    )
    .at(LOGIN)
    .of(&["outlook_com"]),
    says(&["basic authentication is not supported", "basic authentication is disabled"], BASIC_AUTH_RETIRED)
        .at(LOGIN)
        .or_enhanced("7.30"),
    says(&["smtpclientauthentication is disabled", "smtp_auth_disabled"], SMTP_AUTH_DISABLED).at(LOGIN),
    says(
        &["security defaults", "did not meet the criteria", "conditional access", "locked by your organization"],
        connection("login_blocked_by_policy").field(USERNAME),
    )
    .at(LOGIN),
    says(
        &["federated sts", "sts is unreachable", "sts unreachable", "federation server"],
        connection("login_federation_unreachable").field(USERNAME),
    )
    .at(LOGIN),
    says(
        &["authorization code to login", "authorization code", "授权码"],
        connection("login_app_password_needed_code").field(PASSWORD),
    )
    .at(LOGIN),
    says(
        &[
            "application-specific password",
            "application specific password",
            "app password",
            "app-specific password",
            "application password",
            "parol prilozheniya",
            "invalidsecondfactor",
            "two-factor",
            "2fa",
            "two factor authentication",
        ],
        APP_PASSWORD,
    )
    .at(LOGIN)
    .or_enhanced("7.9"),
    says(&["web browser", "webloginrequired", "log in with your browser", "please log in via"], BROWSER_NEEDED)
        .at(LOGIN)
        .or_enhanced("7.14"),
    says(
        &[
            "too weak",
            "mechanism not supported",
            "mechanism not available",
            "no mechanism",
            "unsupported authentication mechanism",
        ],
        MECHANISM_REFUSED,
    )
    .at(LOGIN),
    says(
        &[
            "password*expired",
            "password*transition",
            "must change your password",
            "must be changed",
            "change your password",
            "password must change",
            "password change required",
        ],
        EXPIRED,
    )
    .at(LOGIN)
    .or_enhanced("7.12"),
    says(
        &[
            "user has no permission",
            "does not have access rights to this service",
            "smtp access is disabled",
            "smtp access disabled",
            "smtp is disabled",
            "smtp service is disabled",
            "smtp disabled",
            "smtp not enabled",
            "smtp*not enabled for",
            "smtp service is not enabled",
            "smtp*has been disabled",
            "service is not enabled for",
            "not enabled for smtp",
            "not authorized to use smtp",
            "not allowed to send via smtp",
            "no permission to use smtp",
            "smtp*not activated",
            "smtp is not enabled",
            "enable imap/smtp",
            "enable pop3",
            "pop3/imap",
            "imap/smtp",
            "not allowed to use smtp",
            "not permitted to use smtp",
            "login_source_not_allowed",
            "smtp access is not allowed",
            "third party access",
            "third-party access",
            "external email clients",
            "external access",
            "access*disabled",
            "access*turned off",
            "smtp access denied",
            "smtp access is denied",
            "smtp access not allowed",
            "access*blocked by user",
            "mail clients",
            "mail programs",
            "email programs",
            "enable it in",
            "please enable",
            "imap access",
            "pop access",
            "protocol disabled",
            "authorized to use this service",
            "authorised to use this service",
        ],
        ACCESS_OFF,
    )
    .at(LOGIN),
    says(
        &[
            "unauthorized ip",
            "ip address is not authorized",
            "ip address not authorized",
            "ip not authorized",
            "ip is not authorized",
            "not in the list of authorized ip",
            "unrecognized ip address",
            "ip address is not allowed",
            "ip not allowed",
            "ip address not allowed",
            "ip address*whitelist",
            "not a whitelisted ip",
            "ip access management",
            "not allowed from this ip",
            "from this country",
            "country",
            "geo security",
            "geoip",
            "from this location",
            "your location",
            "from this ip address is not",
        ],
        NETWORK_REFUSED,
    )
    .at(LOGIN),
    says(
        &[
            "account*disabled",
            "account*locked",
            "account*suspended",
            "user*locked",
            "account*deactivated",
            "account*terminated",
            "account*blocked",
            "user disabled",
            "user is disabled",
            "user*suspended",
            "mailbox*disabled",
            "mailbox*suspended",
            "mailbox*blocked",
            "login disabled",
            "credential*disabled",
            "api key*disabled",
        ],
        LOCKED,
    )
    .at(LOGIN)
    .or_enhanced("7.13")
    .unless(&["authentication type", "mechanism"]),
    says(
        &[
            "too many auth failures",
            "too many failed",
            "too many authentication failures",
            "too many invalid",
            "too many bad",
            "too many errors",
            "too many incorrect",
            "failed login attempts",
            "login attempts",
            "auth attempts",
        ],
        FAILED_TOO_OFTEN,
    )
    .at(LOGIN)
    .unless(&["#auth005"]),
    says(&["try again later"], THROTTLED).at(LOGIN).codes("421"),
    says(&["too many", "rate limit", "throttl", "concurrent connections", "slow down"], THROTTLED)
        .at(LOGIN)
        .codes("4")
        .or_enhanced("3.2"),
];

/// That the login failed and no more, after the rows of the account.
pub(super) const REFUSED_RULES: &[Rule] = &[
    says(
        &[
            "when not advertised",
            "not enabled",
            "not available",
            "not implemented",
            "unrecognized authentication type",
            "not recognized",
            "unrecognized command",
            "unknown command",
            "command not supported",
            "command unrecognized",
        ],
        NOT_OFFERED,
    )
    .at(LOGIN)
    .codes("5"),
    says(TEMPORARY, NOT_NOW.throttled()).at(LOGIN).codes("421 454"),
    says(TEMPORARY, NOT_NOW).at(LOGIN).codes("4"),
    says(&["authentication unsuccessful"], REFUSED_BY_MICROSOFT).at(LOGIN).only_enhanced("7.3"),
    says(WRONG_CREDENTIALS, REFUSED).at(LOGIN),
    // Some servers take any credentials and refuse them only at the recipient.
    says(WRONG_CREDENTIALS, REFUSED).at(RCPT).codes("535"),
    numbered(NOT_NOW.throttled()).at(LOGIN).codes("454").or_enhanced("7.0"),
    numbered(NOT_OFFERED).at(LOGIN).codes("500 502 504"),
    numbered(NOT_NOW.throttled()).at(LOGIN).codes("454"),
];

/// That the username or password is wrong, whatever the code says.
const WRONG_CREDENTIALS: &[&str] = &[
    "authentication failed",
    "authentication failure",
    "authentication unsuccessful",
    "authentication credentials",
    "auth failed",
    "auth failure",
    "login failed",
    "login fail",
    "login incorrect",
    "incorrect login",
    "could not authenticate",
    "username and password not accepted",
    "user*password*incorrect",
    "incorrect*password",
    "invalid*password",
    "wrong*password",
    "bad*password",
    "password*wrong",
    "invalid login",
    "invalid user",
    "invalid credentials",
    "bad credentials",
    "incorrect authentication data",
    "incorrect username",
    "incorrect user",
    "credentials*invalid",
    "credentials*incorrect",
    "credentials*rejected",
    "credentials*not valid",
    "authentication rejected",
    "authentication denied",
    "invalid authentication",
    "no authentication type succeeded",
    "invalid api key",
    "api key*invalid",
    "invalid key",
    "invalid token",
    "unknown user",
    "no such user",
    "user unknown",
    "access denied",
    "permission denied",
    "not authorized",
    "not authenticated",
    "#auth0",
    "anmeldung fehlgeschlagen",
    "passwort*falsch",
    "falsches passwort",
    "kennwort*falsch",
    "authentification*echou",
    "identifiant*incorrect",
    "mot de passe*incorrect",
    "contraseña*incorrecta",
];

/// That the login cannot be checked now.
const TEMPORARY: &[&str] = &[
    "temporar",
    "try again",
    "at present",
    "connection lost to authentication server",
    "authentication server unavailable",
    "server is busy",
    "internal error",
    "internal server error",
    "queue file write error",
];

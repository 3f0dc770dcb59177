//! Refusals of the token endpoint, with the error messages of each provider.
//!
//! Google returns little (RFC 6749 §5.2 and a sentence), Microsoft an AADSTS number, two ids and a time.

use serde_json::{Value, json};

use super::random;
use super::state::{GrantEnd, Provider, State};

/// Why a request at the token endpoint is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    UnknownClient(String),
    SecretMissing,
    SecretWrong(String),
    SecretExpired(String),
    ParameterMissing(&'static str),
    GrantUnsupported(String),
    CodeUnknown,
    CodeUsed,
    CodeExpired,
    RedirectDiffers,
    VerifierMissing,
    VerifierWrong,
    RefreshUnknown,
    RefreshUnused { issued: String },
    RefreshDead(GrantEnd),
    ScopeInvalid(String),
    ScopesOfTwoResources(String),
    ScopeNotDefault(String),
    TenantUnknown(String),
    TenantNotConcrete,
    ConsentMissing(String),
    SecondFactor,
    Unavailable,
    NotDelegated,
    Assertion(&'static str),
}

/// Status, `error` and `error_description`.
type GoogleWords = (u16, &'static str, String);

/// Status, `error`, the AADSTS number and what follows it.
type MicrosoftWords = (u16, &'static str, u32, String);

impl Refused {
    pub fn status(&self, state: &State) -> u16 {
        match state.provider {
            Provider::Google(_) => self.to_google().0,
            Provider::Microsoft(_) => self.to_microsoft().0,
        }
    }

    /// The JSON body of the refusal.
    pub fn body(&self, state: &State) -> Value {
        match state.provider {
            Provider::Google(_) => {
                let (_, error, description) = self.to_google();
                json!({ "error": error, "error_description": description })
            }
            Provider::Microsoft(_) => {
                let (_, error, number, text) = self.to_microsoft();
                aadsts(state, error, number, &text)
            }
        }
    }

    fn to_google(&self) -> GoogleWords {
        let grant = |text: &str| (400, "invalid_grant", text.to_owned());
        let request = |text: String| (400, "invalid_request", text);
        match self {
            Self::UnknownClient(_) => (401, "invalid_client", "The OAuth client was not found.".into()),
            Self::SecretWrong(_) | Self::SecretExpired(_) => (401, "invalid_client", "Unauthorized".into()),
            Self::SecretMissing => request("client_secret is missing.".into()),
            Self::ParameterMissing(name) => request(format!("Missing required parameter: {name}")),
            Self::GrantUnsupported(kind) => (400, "unsupported_grant_type", format!("Invalid grant_type: {kind}")),
            Self::CodeUnknown => grant("Malformed auth code."),
            Self::CodeUsed | Self::CodeExpired => grant("Bad Request"),
            Self::RedirectDiffers => (400, "redirect_uri_mismatch", "Bad Request".into()),
            Self::VerifierMissing => grant("Missing code verifier."),
            Self::VerifierWrong => grant("Invalid code verifier."),
            Self::RefreshUnknown => grant("Bad Request"),
            Self::RefreshUnused { .. } | Self::RefreshDead(_) => grant("Token has been expired or revoked."),
            Self::ScopeInvalid(scope) | Self::ScopesOfTwoResources(scope) | Self::ScopeNotDefault(scope) => {
                (400, "invalid_scope", format!("{scope} is not a valid audience string."))
            }
            Self::TenantUnknown(_) | Self::TenantNotConcrete => request("Bad Request".into()),
            Self::ConsentMissing(_) => (400, "consent_required", "Consent is required.".into()),
            Self::SecondFactor => (400, "interaction_required", "Reauthentication is needed.".into()),
            Self::Unavailable => (503, "temporarily_unavailable", "The service is temporarily unavailable.".into()),
            Self::NotDelegated => (
                401,
                "unauthorized_client",
                "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any \
                 of the scopes requested."
                    .into(),
            ),
            Self::Assertion(text) => grant(text),
        }
    }

    fn to_microsoft(&self) -> MicrosoftWords {
        match self {
            Self::UnknownClient(_) | Self::SecretMissing | Self::SecretWrong(_) | Self::SecretExpired(_) => {
                self.client_to_microsoft()
            }
            Self::RefreshUnused { .. } | Self::RefreshDead(_) | Self::ConsentMissing(_) | Self::SecondFactor => {
                self.grant_to_microsoft()
            }
            Self::CodeUsed
            | Self::CodeExpired
            | Self::RedirectDiffers
            | Self::VerifierMissing
            | Self::VerifierWrong => self.code_to_microsoft(),
            Self::ScopeInvalid(scope) => invalid_scope(
                70_011,
                format!(
                    "The provided request must include a 'scope' input parameter. The provided value for the input \
                     parameter 'scope' is not valid. The scope {scope} is not valid."
                ),
            ),
            Self::ScopesOfTwoResources(scope) => invalid_scope(
                28_000,
                format!(
                    "Provided value for the input parameter scope is not valid because it contains more than one \
                     resource. Scope {scope} is not valid."
                ),
            ),
            Self::ScopeNotDefault(scope) => invalid_scope(
                1_002_012,
                format!(
                    "The provided value for scope {scope} is not valid. Client credential flows must have a scope \
                     value with /.default suffixed to the resource identifier (application ID URI)."
                ),
            ),
            Self::ParameterMissing(name) => {
                invalid_request(900_144, format!("The request body must contain the following parameter: '{name}'."))
            }
            Self::GrantUnsupported(kind) => (
                400,
                "unsupported_grant_type",
                70_003,
                format!("The app requested an unsupported grant type '{kind}'."),
            ),
            Self::CodeUnknown | Self::RefreshUnknown | Self::Assertion(_) => {
                (400, "invalid_grant", 9_002_313, "Invalid request. Request is malformed or invalid.".into())
            }
            Self::TenantUnknown(tenant) => invalid_request(
                90_002,
                format!(
                    "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing \
                     into the correct cloud. Check with your subscription administrator, this may happen if there \
                     are no active subscriptions for the tenant."
                ),
            ),
            Self::TenantNotConcrete => invalid_request(
                50_059,
                "No tenant-identifying information found in either the request or implied by any provided \
                 credentials."
                    .into(),
            ),
            Self::Unavailable => {
                (503, "temporarily_unavailable", 90_033, "A transient error has occurred. Please try again.".into())
            }
            Self::NotDelegated => (400, "unauthorized_client", 700_030, "Not allowed.".into()),
        }
    }

    /// What Microsoft says about an authorization code.
    fn code_to_microsoft(&self) -> MicrosoftWords {
        match self {
            Self::CodeUsed => (
                400,
                "invalid_grant",
                54_005,
                "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an \
                 existing refresh token."
                    .into(),
            ),
            Self::CodeExpired => (
                400,
                "invalid_grant",
                70_008,
                "The provided authorization code or refresh token has expired due to inactivity. Send a new \
                 interactive authorization request for this user and resource."
                    .into(),
            ),
            Self::RedirectDiffers => (
                400,
                "invalid_grant",
                500_112,
                "The reply address does not match the reply address provided when requesting Authorization code."
                    .into(),
            ),
            _ => (
                400,
                "invalid_grant",
                501_481,
                "The Code_Verifier does not match the code_challenge supplied in the authorization request.".into(),
            ),
        }
    }

    /// Microsoft's errors about the application and its secret.
    fn client_to_microsoft(&self) -> MicrosoftWords {
        match self {
            Self::UnknownClient(id) => (
                400,
                "unauthorized_client",
                700_016,
                format!(
                    "Application with identifier '{id}' was not found in the directory 'Lookalike'. This can happen \
                     if the application has not been installed by the administrator of the tenant or consented to by \
                     any user in the tenant. You may have sent your authentication request to the wrong tenant."
                ),
            ),
            Self::SecretExpired(id) => (
                401,
                "invalid_client",
                7_000_222,
                format!(
                    "The provided client secret keys for app '{id}' are expired. Visit the Azure portal to create \
                     new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate \
                     credentials for added security: https://aka.ms/certCreds."
                ),
            ),
            Self::SecretWrong(id) => (
                401,
                "invalid_client",
                7_000_215,
                format!(
                    "Invalid client secret provided. Ensure the secret being sent in the request is the client \
                     secret value, not the client secret ID, for a secret added to app '{id}'."
                ),
            ),
            _ => (
                401,
                "invalid_client",
                7_000_218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.".into(),
            ),
        }
    }

    /// Microsoft's errors about an invalid or insufficient grant.
    fn grant_to_microsoft(&self) -> MicrosoftWords {
        match self {
            Self::RefreshUnused { issued } => (
                400,
                "invalid_grant",
                700_082,
                format!(
                    "The refresh token has expired due to inactivity. The token was issued on {issued} and was \
                     inactive for 90.00:00:00."
                ),
            ),
            Self::ConsentMissing(id) => (
                400,
                "consent_required",
                65_001,
                format!(
                    "The user or administrator has not consented to use the application with ID '{id}' named \
                     'owlpost'. Send an interactive authorization request for this user and resource."
                ),
            ),
            Self::SecondFactor => (
                400,
                "interaction_required",
                50_076,
                "Due to a configuration change made by your administrator, or because you moved to a new location, \
                 you must use multi-factor authentication to access '00000002-0000-0ff1-ce00-000000000000'."
                    .into(),
            ),
            _ => (
                400,
                "invalid_grant",
                50_173,
                "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user \
                 might have changed or reset their password."
                    .into(),
            ),
        }
    }
}

fn invalid_request(number: u32, text: String) -> MicrosoftWords {
    (400, "invalid_request", number, text)
}

fn invalid_scope(number: u32, text: String) -> MicrosoftWords {
    (400, "invalid_scope", number, text)
}

/// An error as Microsoft writes it.
pub(super) fn aadsts(state: &State, error: &str, number: u32, text: &str) -> Value {
    let (trace, correlation) = (random::guid(), random::guid());
    let at = state.clock.written(state.clock.now());
    json!({
        "error": error,
        "error_description":
            format!("AADSTS{number}: {text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {at}"),
        "error_codes": [number],
        "timestamp": at,
        "trace_id": trace,
        "correlation_id": correlation,
        "error_uri": format!("https://login.microsoftonline.com/error?code={number}"),
    })
}

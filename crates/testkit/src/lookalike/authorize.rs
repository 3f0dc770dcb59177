//! The authorization endpoint: checks the application's request, then a person signs in, chooses an account and
//! consents.
//!
//! An unknown application or redirect URL ends on an error page, because nothing may be sent to an unregistered URL;
//! every other error is reported to the application as `error=` (RFC 6749 section 4.1.2.1).

use std::collections::BTreeSet;

use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use url::form_urlencoded;

use super::Shared;
use super::client::Client;
use super::grants::Consent;
use super::pages;
use super::refused::{Refused, aadsts};
use super::scopes;
use super::state::{Provider, State};
use super::token::{Form, known_tenant};

/// An application's checked request.
struct AuthorizationRequest {
    client: Client,
    redirect: String,
    scopes: Vec<String>,
    state: Option<String>,
    challenge: Option<String>,
    nonce: Option<String>,
    login_hint: Option<String>,
    prompt: Vec<String>,
    offline: bool,
}

/// The result of a request.
enum Next {
    /// A page, with the cookie of the signed-in person.
    Page(String, Option<String>),
    /// An error page with this status.
    DeadEnd(u16, String),
    /// A redirect to the application.
    Back(String),
}

/// Handles a request: `form` is what the person posted from one of the pages, `cookie` identifies the signed-in
/// person.
pub(super) fn authorize(
    shared: &Shared,
    tenant: Option<&str>,
    query: &Form,
    form: Option<&Form>,
    cookie: Option<&str>,
) -> Response {
    let mut state = shared.state();
    state.counts.authorizations += 1;
    let next = match check(&state, tenant, query) {
        Ok(asked) => next_step(&mut state, &asked, form, cookie),
        Err(end) => end,
    };
    match next {
        Next::Page(html, None) => Html(html).into_response(),
        Next::Page(html, Some(cookie)) => {
            let cookie = format!("{}={cookie}; Path=/; HttpOnly; SameSite=Lax", shared.addresses.cookie_name());
            ([(header::SET_COOKIE, cookie)], Html(html)).into_response()
        }
        Next::DeadEnd(status, html) => {
            (StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), Html(html)).into_response()
        }
        Next::Back(url) => (StatusCode::FOUND, [(header::LOCATION, url)]).into_response(),
    }
}

fn check(provider: &State, tenant: Option<&str>, query: &Form) -> Result<AuthorizationRequest, Next> {
    let (client, redirect) = check_destination(provider, tenant, query)?;
    let state = query.get("state").map(str::to_owned);
    let back = |error: &str, description: &str| Err(Next::Back(error_url(&redirect, &state, error, description)));
    match query.get("response_type") {
        Some("code") => {}
        Some(other) => return back("unsupported_response_type", &format!("Invalid response_type: {other}")),
        None => return back("invalid_request", "Missing required parameter: response_type"),
    }
    if query.get("response_mode").is_some_and(|mode| mode != "query") {
        return back("invalid_request", "Only response_mode=query is supported here");
    }
    let challenge = query.get("code_challenge").map(str::to_owned);
    if challenge.is_some() && query.get("code_challenge_method") != Some("S256") {
        return back("invalid_request", "code_challenge_method must be S256");
    }
    let wanted = query.get("scope").unwrap_or_default();
    let scopes = match &provider.provider {
        Provider::Google(_) => scopes::google(wanted),
        Provider::Microsoft(_) => scopes::microsoft(wanted),
    };
    let scopes = match scopes {
        Ok(scopes) => scopes,
        Err(refused) => {
            let body = refused.body(provider);
            let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
            return back(&text("error"), &text("error_description"));
        }
    };
    let offline = match &provider.provider {
        Provider::Google(_) => query.get("access_type") == Some("offline"),
        Provider::Microsoft(_) => scopes.iter().any(|scope| scope == "offline_access"),
    };
    Ok(AuthorizationRequest {
        client,
        redirect,
        scopes,
        state,
        challenge,
        nonce: query.get("nonce").map(str::to_owned),
        login_hint: query.get("login_hint").map(str::to_owned),
        prompt: query.get("prompt").unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        offline,
    })
}

/// The application and the redirect URL, which must be equal to a registered one.
fn check_destination(state: &State, tenant: Option<&str>, query: &Form) -> Result<(Client, String), Next> {
    let dead_end = |status: u16, refused: &Refused, google: &str, text: &str| {
        let code = match &state.provider {
            Provider::Google(_) => format!("Error {status}: {google}"),
            Provider::Microsoft(_) => refused.body(state)["error_description"].as_str().unwrap_or_default().to_owned(),
        };
        Err(Next::DeadEnd(status, pages::dead_end(&state.provider, &code, text)))
    };
    if let Some(Err(refused)) = tenant.map(|tenant| known_tenant(state, tenant)) {
        return dead_end(400, &refused, "", "There is no such tenant.");
    }
    let id = query.get("client_id").unwrap_or_default();
    let Some(client) = state.clients.get(id) else {
        let refused = Refused::UnknownClient(id.to_owned());
        return dead_end(401, &refused, "invalid_client", "The OAuth client was not found.");
    };
    let redirect = query.get("redirect_uri").unwrap_or_default();
    if !client.redirects.iter().any(|registered| registered == redirect) {
        let text = format!("You can't sign in because {} sent an invalid request: {redirect}", client.name);
        let code = match &state.provider {
            Provider::Google(_) => "Error 400: redirect_uri_mismatch".to_owned(),
            Provider::Microsoft(_) => {
                let says = format!(
                    "The redirect URI '{redirect}' specified in the request does not match the redirect URIs \
                     configured for the application '{id}'."
                );
                aadsts(state, "invalid_request", 50_011, &says)["error_description"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned()
            }
        };
        return Err(Next::DeadEnd(400, pages::dead_end(&state.provider, &code, &text)));
    }
    Ok((client.clone(), redirect.to_owned()))
}

/// One step of the person: sign-in, choice of the account, consent.
fn next_step(state: &mut State, asked: &AuthorizationRequest, form: Option<&Form>, cookie: Option<&str>) -> Next {
    let signed_in = cookie.and_then(|cookie| state.browsers.get(cookie).cloned()).unwrap_or_default();
    let has = |prompt: &str| asked.prompt.iter().any(|asked| asked == prompt);
    let name = asked.client.name.clone();
    let Some(form) = form else {
        let hinted = asked
            .login_hint
            .as_ref()
            .and_then(|hint| signed_in.iter().find(|account| account.eq_ignore_ascii_case(hint)).cloned());
        return match hinted {
            _ if has("none") && signed_in.is_empty() => {
                Next::Back(error_url(&asked.redirect, &asked.state, "login_required", "Nobody is signed in"))
            }
            Some(account) if !has("select_account") && !has("login") => ask(state, asked, &account, None),
            _ if has("none") => ask(state, asked, &signed_in[0], None),
            _ if signed_in.is_empty() || has("login") => {
                let hint = asked.login_hint.as_deref().unwrap_or_default();
                Next::Page(pages::sign_in(&state.provider, &name, hint, None), None)
            }
            _ => Next::Page(pages::account_choice(&state.provider, &name, &signed_in), None),
        };
    };
    let chosen = form.get("account").unwrap_or_default();
    match form.get("step") {
        Some("sign-in") => {
            let (email, password) = (form.get("email").unwrap_or_default(), form.get("password").unwrap_or_default());
            match state.account(email.trim()).filter(|account| account.person.password == password) {
                Some(account) => {
                    let email = account.person.email.clone();
                    let cookie = state.sign_in(cookie, &email);
                    ask(state, asked, &email, Some(cookie))
                }
                None => {
                    let trouble = Some("Wrong email or password. Try again.");
                    Next::Page(pages::sign_in(&state.provider, &name, email, trouble), None)
                }
            }
        }
        Some("account") if signed_in.iter().any(|account| account == chosen) => ask(state, asked, chosen, None),
        Some("consent") if signed_in.iter().any(|account| account == chosen) => answered(state, asked, chosen, form),
        // Another account was requested, or the session ended in the meantime.
        _ => Next::Page(pages::sign_in(&state.provider, &name, "", None), None),
    }
}

/// Asks for consent, unless everything was granted before and `prompt` does not ask again.
fn ask(state: &mut State, asked: &AuthorizationRequest, account: &str, cookie: Option<String>) -> Next {
    let given = state.account(account).and_then(|known| known.consents.get(&asked.client.id)).cloned();
    let all_given = given.is_some_and(|given| asked.scopes.iter().all(|scope| given.contains(scope)));
    if all_given && !asked.prompt.iter().any(|prompt| prompt == "consent") {
        return consented(state, asked, account, asked.scopes.clone());
    }
    if asked.prompt.iter().any(|prompt| prompt == "none") {
        let why = "The person has to consent first";
        return Next::Back(error_url(&asked.redirect, &asked.state, "interaction_required", why));
    }
    let name = &asked.client.name;
    let page = match &state.provider {
        Provider::Microsoft(rules) if rules.admin_approval_needed => {
            pages::approval_needed(&state.provider, name, account)
        }
        provider => pages::consent(provider, name, account, &asked.scopes),
    };
    Next::Page(page, cookie)
}

/// Handles the person's answer on the consent page.
fn answered(state: &mut State, asked: &AuthorizationRequest, account: &str, form: &Form) -> Next {
    let refuse = |error: &str, text: &str| Next::Back(error_url(&asked.redirect, &asked.state, error, text));
    let says = |state: &State, number: u32, text: &str| {
        aadsts(state, "", number, text)["error_description"].as_str().unwrap_or_default().to_owned()
    };
    match &state.provider {
        Provider::Microsoft(rules) if rules.admin_approval_needed => {
            let text = format!(
                "The user or administrator has not consented to use the application with ID '{}' named '{}'. Send \
                 an interactive authorization request for this user and resource.",
                asked.client.id, asked.client.name
            );
            return refuse("consent_required", &says(state, 65_001, &text));
        }
        Provider::Microsoft(_) if form.get("answer") != Some("allow") => {
            let text = "User declined to consent to access the app.";
            return refuse("access_denied", &says(state, 65_004, text));
        }
        Provider::Google(_) if form.get("answer") != Some("allow") => return refuse("access_denied", ""),
        _ => {}
    }
    let ticked: Vec<&str> =
        form.0.iter().filter(|(name, _)| name == "scope").map(|(_, scope)| scope.as_str()).collect();
    let granular = matches!(state.provider, Provider::Google(_));
    let granted = |scope: &&String| !granular || !scopes::can_be_unticked(scope) || ticked.contains(&scope.as_str());
    let granted: Vec<String> = asked.scopes.iter().filter(granted).cloned().collect();
    if granted.is_empty() {
        return refuse("access_denied", "");
    }
    consented(state, asked, account, granted)
}

/// Records the consent and redirects with a code.
fn consented(state: &mut State, asked: &AuthorizationRequest, account: &str, granted: Vec<String>) -> Next {
    let before = state.account(account).is_some_and(|known| known.consents.contains_key(&asked.client.id));
    let forced = asked.prompt.iter().any(|prompt| prompt == "consent");
    let with_refresh = match state.provider {
        Provider::Google(_) => asked.offline && (!before || forced),
        Provider::Microsoft(_) => asked.offline,
    };
    if let Some(known) = state.account_mut(account) {
        let given: &mut BTreeSet<String> = known.consents.entry(asked.client.id.clone()).or_default();
        given.extend(granted.iter().cloned());
    }
    let code = state.issue_code(Consent {
        client: asked.client.id.clone(),
        redirect: asked.redirect.clone(),
        account: account.to_owned(),
        scopes: granted.clone(),
        challenge: asked.challenge.clone(),
        nonce: asked.nonce.clone(),
        with_refresh,
    });
    let mut answer = vec![("code", code)];
    answer.extend(asked.state.clone().map(|state| ("state", state)));
    match state.provider {
        Provider::Google(_) => {
            let prompt = if forced { "consent" } else { "none" };
            answer.extend([("scope", granted.join(" ")), ("authuser", "0".into()), ("prompt", prompt.into())]);
        }
        Provider::Microsoft(_) => answer.push(("session_state", super::random::guid())),
    }
    Next::Back(extended(&asked.redirect, &answer))
}

fn error_url(redirect: &str, state: &Option<String>, error: &str, description: &str) -> String {
    let mut answer = vec![("error", error.to_owned())];
    if !description.is_empty() {
        answer.push(("error_description", description.to_owned()));
    }
    answer.extend(state.clone().map(|state| ("state", state)));
    extended(redirect, &answer)
}

fn extended(redirect: &str, parameters: &[(&str, String)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    let joint = if redirect.contains('?') { '&' } else { '?' };
    format!("{redirect}{joint}{query}")
}

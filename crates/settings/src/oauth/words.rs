//! Why a consent came to nothing, in words: what happened, what it means, what to do.

use mail::Problem;
use oauth::Provider;

fn problem(code: &str, field: Option<&str>, what: String, meaning: &str, remedy: String) -> Problem {
    Problem {
        code: code.to_owned(),
        field: field.map(str::to_owned),
        what,
        meaning: meaning.to_owned(),
        remedy,
        fix: None,
    }
}

/// Other settings were saved while the consent was under way.
pub fn superseded() -> Problem {
    problem(
        "consent_superseded",
        None,
        "The email settings were saved again while you were at the provider.".to_owned(),
        "The consent was for an earlier version, so it was not used. The settings in force are unchanged.",
        "Open Email Settings, look at what is saved now, and consent again.".to_owned(),
    )
}

/// The provider sent somebody back with neither a code nor an error.
pub fn no_code() -> Problem {
    problem(
        "consent_answer_incomplete",
        Some("oauth.provider"),
        "The provider sent you back without an answer.".to_owned(),
        "Neither a consent nor a refusal came with you. The address may have been cut on the way.",
        "Consent again. If it stays so, check that the redirect URL is registered exactly as the page shows it."
            .to_owned(),
    )
}

/// Permissions were left out.
pub fn scopes_missing(provider: Provider, missing: &[String]) -> Problem {
    let name = provider.facts().name;
    problem(
        "scope_missing",
        Some("oauth.send_through"),
        format!("The consent does not cover sending email: {} is missing.", missing.join(", ")),
        "A box was left unticked on the provider's consent page, or the permission is not set up for this client. \
         Without it no mail can leave, so nothing was connected.",
        format!(
            "Choose permissions again, and tick every box on {name}'s page. If there is none for sending email, add the \
             permission to the client that you registered."
        ),
    )
}

/// An access token alone ends within the hour.
pub fn no_refresh_token(provider: Provider) -> Problem {
    let remedy = match provider {
        Provider::Google => "Remove the app's access under myaccount.google.com/permissions, then consent again.",
        Provider::Microsoft => "Check that the registered application is of the platform Web, then consent again.",
        Provider::Custom => {
            "Check at the provider that the client may get refresh tokens; many want the scope offline_access. Then \
             consent again."
        }
    };
    problem(
        "refresh_token_missing",
        Some("oauth.provider"),
        "The provider gave no lasting consent.".to_owned(),
        "It answered without a refresh token, so sending would end within the hour. Nothing was connected.",
        remedy.to_owned(),
    )
}

/// The administrator disconnected, or nobody consented yet.
pub fn disconnected() -> Problem {
    problem(
        "consent_needed",
        Some("oauth.provider"),
        "The mailbox is disconnected.".to_owned(),
        "owlpost holds no consent of the provider for these settings, so no mail can leave.",
        "Choose Reconnect on the page Email Settings and consent. Mail waits meanwhile and nothing is lost.".to_owned(),
    )
}

/// Taking the consent in ended by a panic.
pub fn faulty() -> Problem {
    problem(
        "consent_faulty",
        None,
        "Taking the consent in ended by a fault of owlpost.".to_owned(),
        "Neither you nor the provider is to blame. The settings in force are unchanged.",
        "Consent again. Please report the fault with the lines of the server's log.".to_owned(),
    )
}

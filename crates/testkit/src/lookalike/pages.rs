//! The pages of a consent: plain HTML that works without JavaScript.
//!
//! Each form posts to the URL of its own page, which contains the application's request; `step` identifies the form.

use super::scopes;
use super::state::Provider;

/// Texts that differ between the providers.
fn brand(provider: &Provider) -> &'static str {
    match provider {
        Provider::Google(_) => "Look-alike Google",
        Provider::Microsoft(_) => "Look-alike Microsoft",
    }
}

/// Email and password; `trouble` is the error of the last attempt.
pub(super) fn sign_in(provider: &Provider, application: &str, email: &str, trouble: Option<&str>) -> String {
    let trouble = trouble
        .map(|trouble| format!("<p role=\"alert\" class=\"trouble\">{}</p>", escaped(trouble)))
        .unwrap_or_default();
    let content = format!(
        r#"<p>to continue to <strong>{application}</strong></p>
{trouble}
<form method="post">
<input type="hidden" name="step" value="sign-in">
<p><label for="email">Email</label><br>
<input id="email" name="email" type="email" autocomplete="username" value="{email}" required></p>
<p><label for="password">Password</label><br>
<input id="password" name="password" type="password" autocomplete="current-password" required></p>
<p><button type="submit">Sign in</button></p>
</form>"#,
        application = escaped(application),
        email = escaped(email),
    );
    page(provider, "Sign in", &content)
}

/// The choice of a signed-in account, or another one.
pub(super) fn account_choice(provider: &Provider, application: &str, accounts: &[String]) -> String {
    let button = |account: &String| {
        format!("<li><button type=\"submit\" name=\"account\" value=\"{0}\">{0}</button></li>\n", escaped(account))
    };
    let content = format!(
        r#"<p>to continue to <strong>{application}</strong></p>
<form method="post">
<input type="hidden" name="step" value="account">
<ul>
{buttons}<li><button type="submit" name="account" value="">Use another account</button></li>
</ul>
</form>"#,
        application = escaped(application),
        buttons = accounts.iter().map(button).collect::<String>(),
    );
    page(provider, "Choose an account", &content)
}

/// The requested permissions; at Google each has its own checkbox, initially unticked.
pub(super) fn consent(provider: &Provider, application: &str, account: &str, scopes: &[String]) -> String {
    let granular = matches!(provider, Provider::Google(_));
    let item = |(index, scope): (usize, &String)| {
        let (scope, says) = (escaped(scope), escaped(meaning(scope)));
        if granular && scopes::can_be_unticked(&scope) {
            format!(
                "<li><input type=\"checkbox\" id=\"scope-{index}\" name=\"scope\" value=\"{scope}\"> \
                 <label for=\"scope-{index}\">{says} <small>{scope}</small></label></li>\n"
            )
        } else {
            format!("<li>{says} <small>{scope}</small></li>\n")
        }
    };
    let content = format!(
        r#"<p>{account}</p>
<p><strong>{application}</strong> asks for permission to:</p>
<form method="post">
<input type="hidden" name="step" value="consent">
<input type="hidden" name="account" value="{account}">
<ul>
{items}</ul>
<p><button type="submit" name="answer" value="allow">Allow</button>
<button type="submit" name="answer" value="cancel">Cancel</button></p>
</form>"#,
        account = escaped(account),
        application = escaped(application),
        items = scopes.iter().enumerate().map(item).collect::<String>(),
    );
    let title = format!("{application} wants access to your account");
    page(provider, &title, &content)
}

/// Microsoft's page if only an administrator may consent.
pub(super) fn approval_needed(provider: &Provider, application: &str, account: &str) -> String {
    let content = format!(
        r#"<p>{account}</p>
<p><strong>{application}</strong> needs permission to access resources in your organization that only an admin can grant. Please ask an admin to grant permission to this app before you can use it.</p>
<form method="post">
<input type="hidden" name="step" value="consent">
<input type="hidden" name="account" value="{account}">
<p><button type="submit" name="answer" value="cancel">Return to the application without granting consent</button></p>
</form>"#,
        account = escaped(account),
        application = escaped(application),
    );
    page(provider, "Need admin approval", &content)
}

/// An error page: nothing is sent to the application.
pub(super) fn dead_end(provider: &Provider, code: &str, text: &str) -> String {
    let title = match provider {
        Provider::Google(_) => "Access blocked: Authorization Error",
        Provider::Microsoft(_) => "Sorry, but we’re having trouble signing you in.",
    };
    let content = format!("<p role=\"alert\">{}</p>\n<p><code>{}</code></p>", escaped(text), escaped(code));
    page(provider, title, &content)
}

fn meaning(scope: &str) -> &str {
    match scope {
        "openid" => "Know who you are",
        "email" | "https://www.googleapis.com/auth/userinfo.email" => "See your email address",
        "profile" | "https://www.googleapis.com/auth/userinfo.profile" => "See your basic profile",
        "offline_access" => "Maintain access to data you have given it access to",
        scopes::GOOGLE_MAIL => "Read, compose, send and permanently delete all your email",
        scopes::GMAIL_SEND => "Send email on your behalf",
        _ if scope.ends_with("SMTP.Send") => "Send emails from your mailbox using SMTP AUTH",
        _ if scope.ends_with("Mail.Send") => "Send mail as you",
        _ => "Do this",
    }
}

fn page(provider: &Provider, title: &str, content: &str) -> String {
    format!(
        r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – {brand}</title>
<style>
body {{ font: 1rem/1.5 sans-serif; color: #202124; background: #f0f4f9; margin: 2rem; }}
main {{ max-width: 34rem; margin: auto; padding: 2rem; background: #fff; border-radius: 1rem; }}
input[type=email], input[type=password] {{ font: inherit; width: 100%; padding: .4rem; box-sizing: border-box; }}
button {{ font: inherit; padding: .4rem 1.2rem; }}
ul {{ padding-left: 1rem; }}
li {{ margin: .4rem 0; }}
small {{ color: #5f6368; overflow-wrap: anywhere; }}
.trouble {{ color: #b3261e; }}
</style>
</head>
<body>
<main>
<p>{brand}</p>
<h1>{title}</h1>
{content}
</main>
</body>
</html>
"#,
        title = escaped(title),
        brand = brand(provider),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

//! People: their accounts, and consenting without a real browser, through the same pages by HTTP.

use std::fmt;

use url::Url;

use super::plain_http::{self, Answer};

/// Maximum pages between an application's link and its redirect URL.
const MOST_PAGES: usize = 10;

/// A person with a mailbox at the provider.
#[derive(Clone, Default)]
pub struct Person {
    /// The account's address.
    pub email: String,
    /// The account's password, for the sign-in page. SMTP does not accept it.
    pub password: String,
    /// Other addresses that may be used in From: *Send mail as* at Google, *Send As* at Microsoft.
    pub send_as: Vec<String>,
    /// Shared mailboxes to which this person may log in with their own token. Microsoft only.
    pub shared_mailboxes: Vec<String>,
    /// The app password that Google's SMTP accepts instead of a token, if the person made one.
    pub app_password: Option<String>,
}

/// What a person does on the consent page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    /// Ticks everything and presses *Allow*.
    Allow,
    /// Presses *Cancel*.
    Refuse,
    /// Ticks all but these and presses *Allow*. Google only: at Microsoft there is nothing to tick.
    Untick(&'a [&'a str]),
}

impl Person {
    /// A person with only an account.
    pub fn new(email: &str, password: &str) -> Self {
        Self { email: email.to_owned(), password: password.to_owned(), ..Self::default() }
    }

    /// Adds an address that may be used in From.
    #[must_use]
    pub fn who_may_send_as(mut self, address: &str) -> Self {
        self.send_as.push(address.to_owned());
        self
    }

    /// Whether this address may be used in From.
    pub(super) fn owns(&self, address: &str) -> bool {
        std::iter::once(&self.email).chain(&self.send_as).any(|own| own.eq_ignore_ascii_case(address))
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").field("email", &self.email).finish_non_exhaustive()
    }
}

/// A headless browser: it keeps cookies, so that a signed-in account is offered the next time.
#[derive(Debug, Default)]
pub struct Browser {
    cookies: Vec<(String, String)>,
}

impl Browser {
    /// Follows an application's link as this person would; returns the final redirect URL with code or error, or the
    /// text of the error page.
    pub fn consent(
        &mut self,
        authorize_url: &str,
        email: &str,
        password: &str,
        choice: Choice<'_>,
    ) -> Result<String, String> {
        let start = Url::parse(authorize_url).map_err(|error| format!("{authorize_url}: {error}"))?;
        let mut page = self.open(&start, None)?;
        let mut signed_in = false;
        for _ in 0..MOST_PAGES {
            if let Some(location) = page.header("location") {
                let next = start.join(location).map_err(|error| format!("{location}: {error}"))?;
                if next.origin() != start.origin() {
                    return Ok(location.to_owned());
                }
                page = self.open(&next, None)?;
                continue;
            }
            if page.status != 200 {
                return Err(format!("status {}: {}", page.status, words(&page.text())));
            }
            let form = Form::on(&page.text());
            let fields = if form.has("password") {
                if std::mem::replace(&mut signed_in, true) {
                    return Err(words(&page.text()));
                }
                form.filled(&[("email", email), ("password", password)])
            } else if form.offers("account") {
                let known = form.buttons.iter().any(|(name, value)| name == "account" && value == email);
                form.pressed("account", if known { email } else { "" })
            } else {
                match choice {
                    Choice::Refuse => form.pressed("answer", "cancel"),
                    _ if !form.buttons.iter().any(|(_, value)| value == "allow") => form.pressed("answer", "cancel"),
                    Choice::Allow => form.ticked(&[]).pressed("answer", "allow"),
                    Choice::Untick(without) => form.ticked(without).pressed("answer", "allow"),
                }
            };
            page = self.open(&start, Some(&fields))?;
        }
        Err("the pages lead nowhere".to_owned())
    }

    fn open(&mut self, url: &Url, form: Option<&[(String, String)]>) -> Result<Answer, String> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies = cookies.join("; ");
        let headers = [("Cookie", cookies.as_str())];
        let answer = match form {
            None => plain_http::get(url.as_str(), &headers),
            Some(fields) => {
                let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                plain_http::post_form(url.as_str(), &headers, &fields)
            }
        };
        let answer = answer.map_err(|error| format!("{url}: {error}"))?;
        for (_, set) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            if let Some((name, value)) = set.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.retain(|(known, _)| known != name);
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        Ok(answer)
    }
}

/// The form of a look-alike's page.
#[derive(Clone, Debug, Default)]
struct Form {
    fields: Vec<(String, String)>,
    boxes: Vec<(String, String)>,
    buttons: Vec<(String, String)>,
}

impl Form {
    fn on(html: &str) -> Self {
        let mut form = Self::default();
        for tag in html.split('<').filter_map(|piece| piece.split('>').next()) {
            let name_and_value = || (attribute(tag, "name"), attribute(tag, "value"));
            if tag.starts_with("input ") && tag.contains("type=\"checkbox\"") {
                form.boxes.push(name_and_value());
            } else if tag.starts_with("input ") {
                form.fields.push(name_and_value());
            } else if tag.starts_with("button ") {
                form.buttons.push(name_and_value());
            }
        }
        form
    }

    fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|(name, _)| name == field)
    }

    fn offers(&self, button: &str) -> bool {
        self.buttons.iter().any(|(name, _)| name == button)
    }

    fn filled(mut self, values: &[(&str, &str)]) -> Vec<(String, String)> {
        for (name, value) in &mut self.fields {
            if let Some((_, typed)) = values.iter().find(|(field, _)| field == name) {
                *value = (*typed).to_owned();
            }
        }
        self.fields
    }

    fn ticked(mut self, without: &[&str]) -> Self {
        let kept = self.boxes.drain(..).filter(|(_, value)| !without.contains(&value.as_str()));
        self.fields.extend(kept);
        self
    }

    fn pressed(mut self, name: &str, value: &str) -> Vec<(String, String)> {
        self.fields.push((name.to_owned(), value.to_owned()));
        self.fields
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let start = format!(" {name}=\"");
    let value = tag.split(&start).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    unescaped(value)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// The text of a page without its tags and style.
fn words(html: &str) -> String {
    let body = html.split("<main>").nth(1).unwrap_or(html);
    let text: String = body.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
    unescaped(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

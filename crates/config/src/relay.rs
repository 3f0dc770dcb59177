//! The relay of the built-in service, written as one URL: `smtps://user:password@host:465`.

use delivery::{AccountSource, Login, SmtpAccount};
use mail::Security;
use secrecy::SecretString;
use smtp::{CleartextLogin, PasswordLogin, Server};

use super::host::Host;

/// The form of an SMTP server's URL, for error messages.
pub(super) const SHAPE_OF_SERVER: &str = "write smtps://host:465, smtp+starttls://host:587 or smtp://host:25";

/// Reads scheme, host and port of an SMTP server's URL; a login before an `@` remains part of the host.
pub(super) fn server(url: &str) -> Result<(Security, String, u16), String> {
    let (scheme, rest) =
        url.trim().split_once("://").ok_or_else(|| format!("this is no URL of an SMTP server: {SHAPE_OF_SERVER}"))?;
    let (security, usual_port) =
        scheme_of(scheme).ok_or_else(|| format!("`{scheme}://` is no scheme of an SMTP server: {SHAPE_OF_SERVER}"))?;
    let (host, port) = split_port(rest.trim_end_matches('/'))
        .ok_or_else(|| format!("the server's port is not a number from 1 to 65535: {SHAPE_OF_SERVER}"))?;
    Ok((security, host.to_owned(), port.unwrap_or(usual_port)))
}

fn scheme_of(scheme: &str) -> Option<(Security, u16)> {
    match scheme {
        "smtps" => Some((Security::ImplicitTls, 465)),
        "smtp+starttls" => Some((Security::Starttls, 587)),
        "smtp" => Some((Security::None, 25)),
        _ => None,
    }
}

/// Reads a relay's URL.
///
/// # Errors
/// The fault, and what to write instead. It never repeats the URL, which contains a password.
pub(super) fn parse(url: &str, ehlo_name: String, ca_certificate: Option<String>) -> Result<SmtpAccount, String> {
    const SHAPE: &str =
        "write smtps://user:password@host:465, smtp+starttls://user:password@host:587 or smtp://host:25";
    let (scheme, rest) = url.trim().split_once("://").ok_or_else(|| format!("this is no URL of a relay: {SHAPE}"))?;
    let (security, usual_port) =
        scheme_of(scheme).ok_or_else(|| format!("`{scheme}://` is no scheme of a relay: {SHAPE}"))?;
    // The last @ ends the login: passwords contain @ more often than hosts do.
    let (login, server) = match rest.trim_end_matches('/').rsplit_once('@') {
        Some((login, server)) => (Some(login), server),
        None => (None, rest.trim_end_matches('/')),
    };
    let (host, port) =
        split_port(server).ok_or_else(|| format!("the relay's port is not a number from 1 to 65535: {SHAPE}"))?;
    let host = Host::configured(host)?.text();
    let login = login.map(|login| self::login(login, security, &host).map(Login::Password)).transpose()?;
    let server = Server { host, port: port.unwrap_or(usual_port), security, ehlo_name, ca_certificate };
    Ok(SmtpAccount { server, login, source: AccountSource::ConfigurationFile })
}

/// Splits `host`, `host:25` or `[::1]:25`; `None` if the port is not a number from 1 to 65535.
fn split_port(server: &str) -> Option<(&str, Option<u16>)> {
    match server.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
            port.parse().ok().filter(|port| *port != 0).map(|port| (host, Some(port)))
        }
        _ => Some((server, None)),
    }
}

fn login(text: &str, security: Security, host: &str) -> Result<PasswordLogin, String> {
    let (username, password) =
        text.split_once(':').ok_or("the relay's URL names a user without a password: write user:password@host")?;
    let decode = |part: &str| decode(part).ok_or("a % in the relay's user or password stands for itself as %25");
    let cleartext = match security {
        Security::None if !crate::host::is_loopback(host) => {
            return Err("a password would travel without TLS: use smtps:// or smtp+starttls://".to_owned());
        }
        Security::None => CleartextLogin::Allowed,
        Security::ImplicitTls | Security::Starttls => CleartextLogin::Refused,
    };
    Ok(PasswordLogin {
        username: decode(username)?,
        password: SecretString::from(decode(password)?),
        mechanism: None,
        cleartext,
    })
}

/// Percent-decoding (RFC 3986 §2.1).
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[track_caller]
    fn check(url: &str, expected: Result<&str, &str>) {
        let found = parse(url, "owl.example".to_owned(), None).map(|account| {
            let login = account.login.as_ref().map(|login| match login {
                Login::Password(login) => format!("{} / {}", login.username, login.password.expose_secret()),
                Login::Bearer(_) | Login::PasswordMissing(_) => unreachable!("a URL holds a password or no login"),
            });
            let server = &account.server;
            format!("{} {} {login:?} {}", server.address(), server.security.name(), server.ehlo_name)
        });
        match (found, expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{url}"),
            (Err(found), Err(expected)) => {
                assert!(found.contains(expected), "{url}: {found}");
                assert!(!found.contains("s3cret"), "{url}: {found}");
            }
            (found, _) => panic!("{url}: {found:?}"),
        }
    }

    #[test]
    fn a_relay_is_read_from_its_url() {
        check("smtps://u:p@smtp.example.com", Ok("smtp.example.com:465 implicit_tls Some(\"u / p\") owl.example"));
        check("smtp+starttls://u%40x:p%3A@host:2587/", Ok("host:2587 starttls Some(\"u@x / p:\") owl.example"));
        check("smtp://[::1]:2525", Ok("[::1]:2525 none None owl.example"));
        check("smtp://u:p@q@127.0.0.1", Ok("127.0.0.1:25 none Some(\"u / p@q\") owl.example"));
    }

    #[test]
    fn a_wrong_url_says_what_to_write_and_never_repeats_the_password() {
        check("u:s3cret@smtp.example.com", Err("no URL"));
        check("https://u:s3cret@smtp.example.com", Err("no scheme of a relay"));
        check("smtp://u:s3cret@smtp.example.com", Err("without TLS"));
        check("smtps://s3cret@smtp.example.com", Err("without a password"));
        check("smtps://u:s3cret@smtp.example.com:port", Err("not a number"));
        check("smtps://u:s3cret%@smtp.example.com", Err("%25"));
        check("smtps://u:s3cret@", Err("neither a host name"));
    }
}

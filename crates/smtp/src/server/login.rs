//! Credentials of AUTH PLAIN (RFC 4616) and AUTH LOGIN. Uses no socket.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use secrecy::SecretString;

use super::answer::Answer;

/// What AUTH LOGIN asks first: `Username:`.
pub(super) const USERNAME: &str = "VXNlcm5hbWU6";
/// What AUTH LOGIN asks next: `Password:`.
pub(super) const PASSWORD: &str = "UGFzc3dvcmQ6";

/// What a client logs in with.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The user name.
    pub username: String,
    /// The password.
    pub password: SecretString,
}

/// Reads the response of PLAIN: authorization identity, user name and password, separated by NUL.
///
/// An authorization identity other than the user name would be somebody else, which nobody may be.
pub(super) fn plain(response: &[u8]) -> Result<Credentials, Answer> {
    let text = text(response)?;
    let mut parts = text.split('\0');
    let (Some(identity), Some(username), Some(password), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Answer::new(501, "5.5.2", "The response of PLAIN has three parts"));
    };
    if !identity.is_empty() && identity != username {
        return Err(Answer::new(535, "5.7.8", "The authorization identity is empty, or the user name"));
    }
    Ok(Credentials { username: username.to_owned(), password: password.to_owned().into() })
}

/// Decodes a response; `=` stands for an empty one (RFC 4954 section 4).
pub(super) fn text(response: &[u8]) -> Result<String, Answer> {
    if response == b"=" {
        return Ok(String::new());
    }
    let decoded = BASE64.decode(response).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.ok_or_else(|| Answer::new(501, "5.5.2", "A response is UTF-8 in base64"))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn read(plaintext: &str) -> Result<(String, String), u16> {
        let credentials = plain(BASE64.encode(plaintext).as_bytes()).map_err(|answer| answer.number())?;
        Ok((credentials.username, credentials.password.expose_secret().to_owned()))
    }

    #[test]
    fn plain_has_three_parts() {
        assert_eq!(read("\0ann\0pass: ä"), Ok(("ann".into(), "pass: ä".into())));
        assert_eq!(read("ann\0ann\0x"), Ok(("ann".into(), "x".into())));
        assert_eq!(read("bob\0ann\0x"), Err(535));
        assert_eq!(read("ann\0x"), Err(501));
        assert_eq!(read("\0ann\0x\0"), Err(501));
        assert_eq!(plain(b"!").expect_err("not base64").number(), 501);
        assert_eq!(text(b"=").expect("empty"), "");
    }

    #[test]
    fn the_challenges_of_login_are_what_clients_expect() {
        assert_eq!(text(USERNAME.as_bytes()).expect("text"), "Username:");
        assert_eq!(text(PASSWORD.as_bytes()).expect("text"), "Password:");
    }
}

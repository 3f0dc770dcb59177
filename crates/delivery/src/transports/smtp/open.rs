//! Opens a session and logs in, with a password or an access token.

use mail::{Problem, Stage};
use oauth::TokenRequest;
use smtp::{Destination, Failure, Journal, Session, SmtpError, choose_mechanism, connect, log_in, log_in_with_token};

use crate::diagnosis;
use crate::texts;
use crate::{BearerLogin, Login, SmtpAccount};

/// Why there is no session.
#[derive(Debug)]
pub(crate) enum OpenError {
    /// An error of the SMTP client.
    Smtp(Failure),
    /// There is no access token or no password; with the problem of the token source or of the login.
    NoSecret(Box<Problem>),
}

impl OpenError {
    /// Whether the login was refused, or there is no secret for it.
    pub(crate) fn is_at_login(&self) -> bool {
        match self {
            OpenError::Smtp(failure) => failure.stage == Stage::Login,
            OpenError::NoSecret(_) => true,
        }
    }
}

/// Connects and logs in. Errors are recorded in the journal.
///
/// An access token that the server refuses is replaced once, in a new session, because some servers end the first one.
pub(crate) async fn open(
    account: &SmtpAccount,
    to: &Destination,
    request: TokenRequest,
    journal: &mut Journal<'_>,
) -> Result<Session, OpenError> {
    if let Some(Login::PasswordMissing(missing)) = &account.login {
        journal.enter(Stage::Login);
        journal.failed(texts::event_of(&missing.problem));
        return Err(OpenError::NoSecret(missing.problem.clone()));
    }
    let mut session = match connect(to, journal).await {
        Ok(session) => session,
        Err(error) => return Err(OpenError::Smtp(journal.fail(error))),
    };
    match &account.login {
        None | Some(Login::PasswordMissing(_)) => Ok(session),
        Some(Login::Password(login)) => match log_in(&mut session, to, login, journal).await {
            Ok(()) => Ok(session),
            Err(error) => Err(OpenError::Smtp(journal.fail(error))),
        },
        Some(Login::Bearer(login)) => open_with_token(session, login, to, request, journal).await,
    }
}

async fn open_with_token(
    mut session: Session,
    login: &BearerLogin,
    to: &Destination,
    request: TokenRequest,
    journal: &mut Journal<'_>,
) -> Result<Session, OpenError> {
    let (error, number) = match try_token(&mut session, login, to, request, journal).await {
        Ok(()) => return Ok(session),
        Err(TokenLoginError { error, number }) => (error, number),
    };
    let refused = match (&error, number, request) {
        (LoginError::Smtp(SmtpError::TokenRefused { reply, .. }), Some(number), TokenRequest::Valid)
            if diagnosis::is_token_refused(reply) =>
        {
            number
        }
        _ => return Err(error.recorded(journal)),
    };
    drop(session);
    journal.remark(format_args!("once more with a new access token"));
    journal.restart();
    let mut session = match connect(to, journal).await {
        Ok(session) => session,
        Err(error) => return Err(OpenError::Smtp(journal.fail(error))),
    };
    match try_token(&mut session, login, to, TokenRequest::Replace(refused), journal).await {
        Ok(()) => Ok(session),
        Err(TokenLoginError { error, .. }) => Err(error.recorded(journal)),
    }
}

/// Why a login with an access token failed.
enum LoginError {
    Smtp(SmtpError),
    NoToken(Box<Problem>),
}

/// The error, and the number of the token that was used.
struct TokenLoginError {
    error: LoginError,
    number: Option<u64>,
}

impl LoginError {
    fn recorded(self, journal: &mut Journal<'_>) -> OpenError {
        match self {
            LoginError::Smtp(error) => OpenError::Smtp(journal.fail(error)),
            LoginError::NoToken(problem) => {
                journal.failed(texts::no_token(&problem));
                journal.remark(format_args!("no access token: {}", problem.code));
                OpenError::NoSecret(problem)
            }
        }
    }
}

/// Chooses the mechanism before it requests the token, so that no token is renewed for a server without a suitable
/// mechanism.
async fn try_token(
    session: &mut Session,
    login: &BearerLogin,
    to: &Destination,
    request: TokenRequest,
    journal: &mut Journal<'_>,
) -> Result<(), TokenLoginError> {
    journal.enter(Stage::Login);
    let without_token = |error| TokenLoginError { error, number: None };
    let mechanism = choose_mechanism(session.capabilities(), login.mechanism, login.cleartext, to.is_encrypted())
        .map_err(|error| without_token(LoginError::Smtp(error)))?;
    let token =
        login.tokens.token(request).await.map_err(|problem| without_token(LoginError::NoToken(Box::new(problem))))?;
    log_in_with_token(session, to, mechanism, &login.username, &token.secret, journal)
        .await
        .map_err(|error| TokenLoginError { error: LoginError::Smtp(error), number: Some(token.number) })
}

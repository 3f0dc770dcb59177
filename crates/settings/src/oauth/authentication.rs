//! The table `oauth_client_authentication`: how a token endpoint accepts the client secret, as a request has shown.
//!
//! Used only for a custom provider whose settings do not say it. Without a row the next request tries both methods
//! again, so a failure to write it does no harm.

use oauth::{ClientAuthentication, Registration};
use storage::{Db, DbError, Read, Tx, params};

/// The registration with what is known about its token endpoint.
pub async fn with_known(db: &Db, registration: &Registration) -> Registration {
    let mut known = registration.clone();
    if known.authentication.is_none() {
        let (token_url, client_id) = key(registration);
        match db.read(move |rx| find(rx, &token_url, &client_id)).await {
            Ok(found) => known.authentication = found,
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "reading how a client authenticates at its provider");
            }
        }
    }
    known
}

/// Stores the method that a successful request used, unless it was known before.
pub async fn remember(db: &Db, asked: &Registration, accepted: Option<ClientAuthentication>) {
    let (None, Some(method)) = (asked.authentication, accepted) else { return };
    let (token_url, client_id) = key(asked);
    if let Err(error) = db.write(move |tx| insert(tx, &token_url, &client_id, method)).await {
        let error = &error as &dyn std::error::Error;
        tracing::warn!(error, "storing how a client authenticates at its provider");
    }
}

fn key(registration: &Registration) -> (String, String) {
    (registration.endpoints.token_url.clone(), registration.client_id.clone())
}

fn find<R: Read>(rx: &mut R, token_url: &str, client_id: &str) -> Result<Option<ClientAuthentication>, DbError> {
    let sql = "SELECT method FROM oauth_client_authentication WHERE token_url = $1 AND client_id = $2";
    let name = rx.query_first(sql, params![token_url, client_id], |row| row.get::<String>(0))?;
    Ok(name.and_then(|name| ClientAuthentication::named(&name)))
}

fn insert(tx: &mut Tx<'_>, token_url: &str, client_id: &str, method: ClientAuthentication) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO oauth_client_authentication (token_url, client_id, method) VALUES ($1, $2, $3)
         ON CONFLICT (token_url, client_id) DO UPDATE SET method = excluded.method",
        params![token_url, client_id, method.name()],
    )?;
    Ok(())
}

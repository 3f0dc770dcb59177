//! One connection: TLS, and the sessions before and after STARTTLS.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use mail::limits;
use smtp::server::{End, Ended, LoginOffer, Opening, Terms, Times, serve};
use tls::server::{ServerCertificate, TlsVersion};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;

use crate::client::ClientSession;

/// How long a TLS handshake may take.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(30);
/// Octets of the largest message that are left for the fields that are added to it.
const ADDED_OCTETS: usize = 4_096;
/// Messages of one session; a client that has more opens another.
const MESSAGES: usize = 10_000;

/// How a listener's connections begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// In clear, with STARTTLS where there is a certificate.
    Clear,
    /// With a TLS handshake (RFC 8314 section 3.3).
    ImplicitTls,
}

/// A connection that was accepted.
pub(crate) struct Opened {
    pub peer: SocketAddr,
    pub access: Access,
    pub certificate: Option<Arc<ServerCertificate>>,
    /// Less time for a command than usual.
    pub command_within: Option<Duration>,
}

/// Serves a connection until it ends.
pub(crate) async fn converse(stream: TcpStream, opened: Opened, app: App, stopped: watch::Receiver<bool>) {
    let peer = opened.peer;
    let ended = match opened.access {
        Access::ImplicitTls => encrypted(stream, &opened, app, Opening::Greeting, stopped).await,
        Access::Clear => {
            let terms = terms(&opened, &app, None);
            let mut client = ClientSession::new(app.clone(), peer, None);
            match serve(stream, &terms, &mut client, Opening::Greeting, stopped.clone()).await {
                End::StartTls(stream) => encrypted(stream, &opened, app, Opening::AfterStartTls, stopped).await,
                End::Closed(ended) => ended,
            }
        }
    };
    if let Some(ended) = ended {
        tracing::debug!(%peer, ?ended, "an SMTP session ended early");
    }
}

async fn encrypted<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    opened: &Opened,
    app: App,
    opening: Opening,
    stopped: watch::Receiver<bool>,
) -> Option<Ended> {
    let certificate = opened.certificate.as_ref()?;
    let handshake = tls::server::accept(certificate.config(), stream);
    let (stream, version) = match tokio::time::timeout(HANDSHAKE_WITHIN, handshake).await {
        Ok(Ok(encrypted)) => encrypted,
        Ok(Err(error)) => {
            tracing::debug!(peer = %opened.peer, %error, "a TLS handshake of an SMTP client failed");
            return None;
        }
        Err(_) => return Some(Ended::Idle),
    };
    let terms = terms(opened, &app, Some(version));
    let mut client = ClientSession::new(app, opened.peer, Some(version));
    match serve(stream, &terms, &mut client, opening, stopped).await {
        End::Closed(ended) => ended,
        // It is not offered inside TLS.
        End::StartTls(_) => None,
    }
}

fn terms(opened: &Opened, app: &App, tls: Option<TlsVersion>) -> Terms {
    let is_private = tls.is_some() || opened.peer.ip().to_canonical().is_loopback();
    let mut times = Times::default();
    times.command = opened.command_within.unwrap_or(times.command);
    Terms {
        host_name: app.config.own_name(),
        message_octets: limits::MESSAGE_BYTES - ADDED_OCTETS,
        recipients: limits::RECIPIENTS,
        messages: MESSAGES,
        starttls: tls.is_none() && opened.certificate.is_some(),
        login: if is_private { LoginOffer::Offered } else { LoginOffer::NeedsTls },
        times,
    }
}

//! Why a TLS connection was not established.

/// Why a TLS connection was not established.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlsError {
    /// The certificates to trust cannot be read.
    #[error("the certificates to trust cannot be read: {0}")]
    TrustUnreadable(String),
    /// The text of certificates to trust contains none.
    #[error("the certificates to trust contain no BEGIN CERTIFICATE block")]
    NoCertificate,
    /// A block of the certificates to trust is not a certificate.
    #[error("block {number} of the certificates to trust is not a certificate")]
    NotACertificate {
        /// The position of the block, from 1.
        number: usize,
    },
    /// The host name is not valid in a certificate.
    #[error("the host name is not valid in a certificate")]
    NameUnusable,
    /// The certificate has expired.
    #[error("{}", expired(.on.as_deref()))]
    Expired {
        /// The last day of its validity, UTC.
        on: Option<String>,
    },
    /// The certificate is not valid yet; often the cause is a wrong clock on this machine.
    #[error("{}", not_yet_valid(.from.as_deref()))]
    NotYetValid {
        /// The first day of its validity, UTC.
        from: Option<String>,
    },
    /// The certificate is self-signed.
    #[error("the certificate is self-signed")]
    SelfSigned,
    /// The certificate's issuer is not trusted.
    #[error("{}", unknown_issuer(.issuer.as_deref()))]
    UnknownIssuer {
        /// The issuer's common name or organization.
        issuer: Option<String>,
    },
    /// The certificate is for other host names.
    #[error("{}", wrong_name(.names))]
    WrongName {
        /// The names that it contains.
        names: Vec<String>,
    },
    /// The certificate is signed with an algorithm or key that is too weak.
    #[error("the certificate is signed with an algorithm or key that is too weak")]
    WeakCertificate,
    /// The certificate is rejected for another reason.
    #[error("the certificate is rejected: {0}")]
    CertificateRejected(Rejection),
    /// The server requires a client certificate.
    #[error("the server requires a client certificate")]
    ClientCertificateRequired,
    /// The server sent plain text, or something else that is not TLS.
    #[error("the server does not speak TLS on this port")]
    NotTls,
    /// The server supports no protocol version or cipher that is secure today.
    #[error("the server offers no TLS version or cipher that is still secure")]
    TooOld,
    /// The server closed the connection during the handshake.
    #[error("the server closed the connection during the TLS handshake")]
    ClosedInHandshake,
    /// The handshake failed for another reason.
    #[error("the TLS handshake failed: {0}")]
    Failed(String),
}

/// Why a certificate is rejected whose issuer, dates and name are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// Its authority has revoked it.
    #[error("it has been revoked")]
    Revoked,
    /// It is not for servers.
    #[error("it is not for servers")]
    Purpose,
    /// It cannot be read, or contains a critical extension that is not supported.
    #[error("it cannot be read")]
    Unreadable,
    /// Its chain breaks another rule.
    #[error("it breaks a rule of certificate chains")]
    Chain,
}

fn expired(on: Option<&str>) -> String {
    match on {
        Some(day) => format!("the certificate expired on {day}"),
        None => "the certificate has expired".to_owned(),
    }
}

fn not_yet_valid(from: Option<&str>) -> String {
    match from {
        Some(day) => format!("the certificate is not valid before {day}"),
        None => "the certificate is not valid yet".to_owned(),
    }
}

fn unknown_issuer(issuer: Option<&str>) -> String {
    match issuer {
        Some(issuer) => format!("the certificate was issued by “{issuer}”, which is not trusted"),
        None => "the certificate's issuer is not trusted".to_owned(),
    }
}

fn wrong_name(names: &[String]) -> String {
    if names.is_empty() {
        "the certificate contains no host name".to_owned()
    } else {
        format!("the certificate is for {}", names.join(", "))
    }
}

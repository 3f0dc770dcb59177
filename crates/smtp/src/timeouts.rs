//! The time limits of the stages of a session.

use std::time::Duration;

use mail::Stage;

/// Time limits of each stage. A limit applies to a whole command and its reply, not to single bytes.
#[derive(Clone, Debug)]
pub struct Timeouts {
    /// Name resolution.
    pub resolve: Duration,
    /// TCP, all addresses together.
    pub connect: Duration,
    /// The TLS handshake.
    pub tls: Duration,
    /// The server's greeting.
    pub greeting: Duration,
    /// Each command and its reply.
    pub command: Duration,
    /// MAIL in a kept session, which the server may have dropped without notice. After this time a new session is
    /// opened.
    pub kept_session: Duration,
    /// Replies to one envelope (MAIL, RCPT, DATA) that each took longer than [`Timeouts::PROMPT`], together: a
    /// hanging transaction is abandoned after this time instead of the sum of the limits of all commands.
    pub slow_replies: Duration,
    /// Writing each block of the message.
    pub data_block: Duration,
    /// The reply to the final dot.
    pub final_dot: Duration,
}

impl Default for Timeouts {
    /// For deliveries: the minima of RFC 5321 section 4.5.3.2, and 30 s for the TCP connection, for which the RFC
    /// defines none.
    fn default() -> Self {
        const MINUTE: Duration = Duration::from_secs(60);
        Self {
            resolve: Duration::from_secs(20),
            connect: Duration::from_secs(30),
            tls: MINUTE,
            greeting: 5 * MINUTE,
            command: 5 * MINUTE,
            kept_session: MINUTE / 2,
            slow_replies: 5 * MINUTE,
            data_block: 3 * MINUTE,
            final_dot: 10 * MINUTE,
        }
    }
}

impl Timeouts {
    /// A reply within this time is not slow.
    pub const PROMPT: Duration = Duration::from_secs(10);

    /// How long a stage may take.
    pub fn of_stage(&self, stage: Stage) -> Duration {
        match stage {
            Stage::Resolve => self.resolve,
            Stage::Connect => self.connect,
            Stage::Tls => self.tls,
            Stage::Greeting => self.greeting,
            Stage::Login | Stage::MailFrom | Stage::RcptTo => self.command,
            Stage::Data => self.final_dot,
        }
    }

    /// For callers that cannot wait for minutes, such as automated tests: 10 to 15 s per stage, 30 s for the reply to
    /// the final dot.
    pub fn interactive() -> Self {
        Self {
            resolve: Duration::from_secs(10),
            connect: Duration::from_secs(10),
            tls: Duration::from_secs(10),
            greeting: Duration::from_secs(12),
            command: Duration::from_secs(15),
            kept_session: Duration::from_secs(10),
            slow_replies: Duration::from_secs(60),
            data_block: Duration::from_secs(15),
            final_dot: Duration::from_secs(30),
        }
    }
}

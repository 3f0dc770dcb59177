//! The way out over SMTP: sessions kept and reused, one report per try.

use mail::{Problem, Report};

use crate::transport::Boxed;
use crate::{Outgoing, Patience, SmtpAccount, Transport};

/// Sends over one SMTP account, keeping sessions for the next message.
#[derive(Debug)]
pub struct SmtpTransport {
    account: SmtpAccount,
    patience: Patience,
}

impl SmtpTransport {
    /// A way out over `account`; opens nothing before the first message.
    pub fn new(account: SmtpAccount, patience: Patience) -> Self {
        Self { account, patience }
    }
}

impl Transport for SmtpTransport {
    fn deliver<'a>(&'a self, _outgoing: &'a Outgoing) -> Boxed<'a, Report> {
        let _ = (&self.account, &self.patience);
        todo!()
    }

    fn check(&self) -> Boxed<'_, Result<(), Problem>> {
        todo!()
    }

    fn close(&self) -> Boxed<'_, ()> {
        todo!()
    }
}

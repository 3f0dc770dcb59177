//! The state of each recipient during a transaction.

use mail::Reply;

use super::result::RecipientResult;

/// The state of one recipient.
#[derive(Clone)]
enum Recipient {
    /// Not sent, or not answered.
    Pending,
    /// RCPT was accepted; the reply to the final dot decides.
    Accepted,
    Ended(RecipientResult),
}

/// The recipients of a transaction, in the order of the message.
pub(super) struct Recipients(Vec<Recipient>);

impl Recipients {
    pub(super) fn new(count: usize) -> Self {
        Self(vec![Recipient::Pending; count])
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Records that RCPT was accepted.
    pub(super) fn accept(&mut self, at: usize) {
        self.0[at] = Recipient::Accepted;
    }

    pub(super) fn end(&mut self, at: usize, result: RecipientResult) {
        self.0[at] = Recipient::Ended(result);
    }

    /// Sets the result of all recipients that have none.
    pub(super) fn end_pending(&mut self, result: &RecipientResult) {
        for recipient in &mut self.0 {
            if matches!(recipient, Recipient::Pending | Recipient::Accepted) {
                *recipient = Recipient::Ended(result.clone());
            }
        }
    }

    /// Records that the server took responsibility for the message.
    pub(super) fn accept_all(&mut self, reply: &Reply) {
        for recipient in &mut self.0 {
            if matches!(recipient, Recipient::Accepted) {
                *recipient = Recipient::Ended(RecipientResult::Accepted(reply.clone()));
            }
        }
    }

    pub(super) fn accepted(&self) -> usize {
        self.0.iter().filter(|recipient| matches!(recipient, Recipient::Accepted)).count()
    }

    pub(super) fn any_accepted(&self) -> bool {
        self.accepted() > 0
    }

    /// # Panics
    /// If a recipient has no result: every path through a transaction decides each of them.
    pub(super) fn into_results(self) -> Vec<RecipientResult> {
        let result = |recipient| match recipient {
            Recipient::Ended(result) => result,
            Recipient::Pending | Recipient::Accepted => {
                unreachable!("every path through a transaction decides each recipient")
            }
        };
        self.0.into_iter().map(result).collect()
    }
}

//! How each recipient of a transaction stands, from not asked to its verdict.

use mail::{EmailAddress, Problem, RecipientVerdict, Reply, Verdict};

use crate::trouble::{Fate, Judgement};

/// How one recipient stands.
enum Standing {
    /// Not asked, or not answered.
    Open,
    /// RCPT was accepted; the final reply decides.
    Accepted,
    Delivered(Reply),
    Judged(Box<Judgement>, Option<Reply>),
}

/// All recipients, in the order asked for.
pub(crate) struct Standings(Vec<Standing>);

impl Standings {
    pub(crate) fn new(recipients: usize) -> Self {
        Self((0..recipients).map(|_| Standing::Open).collect())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many are to get the message.
    pub(crate) fn accepted(&self) -> usize {
        self.0.iter().filter(|standing| matches!(standing, Standing::Accepted)).count()
    }

    /// Whether somebody is to get the message.
    pub(crate) fn any_accepted(&self) -> bool {
        self.accepted() > 0
    }

    /// RCPT was accepted.
    pub(crate) fn accept(&mut self, at: usize) {
        self.0[at] = Standing::Accepted;
    }

    /// This recipient alone is judged.
    pub(crate) fn judge(&mut self, at: usize, judgement: Judgement, reply: Reply) {
        self.0[at] = Standing::Judged(Box::new(judgement), Some(reply));
    }

    /// All that are undecided are judged alike.
    pub(crate) fn judge_rest(&mut self, judgement: &Judgement, reply: Option<&Reply>) {
        for standing in &mut self.0 {
            if matches!(standing, Standing::Open | Standing::Accepted) {
                *standing = Standing::Judged(Box::new(judgement.clone()), reply.cloned());
            }
        }
    }

    /// The server took responsibility for all that were accepted.
    pub(crate) fn deliver(&mut self, reply: &Reply) {
        for standing in &mut self.0 {
            if matches!(standing, Standing::Accepted) {
                *standing = Standing::Delivered(reply.clone());
            }
        }
    }

    /// The server asked to slow down.
    pub(crate) fn throttled(&self) -> bool {
        self.judgements().any(|judgement| judgement.throttled)
    }

    /// The connection's trouble, if that is what it was. Where somebody got the message, or may have got it, it was not:
    /// their verdicts say so, which trouble of the connection has no place for.
    pub(crate) fn connection_trouble(&self) -> Option<&Problem> {
        let delivered = self.0.iter().any(|standing| matches!(standing, Standing::Delivered(_)));
        if delivered || self.judgements().any(|judgement| judgement.may_have_arrived) {
            return None;
        }
        self.judgements().find(|judgement| judgement.fate == Fate::Connection).map(|judgement| &judgement.problem)
    }

    fn judgements(&self) -> impl Iterator<Item = &Judgement> {
        self.0.iter().filter_map(|standing| match standing {
            Standing::Judged(judgement, _) => Some(&**judgement),
            _ => None,
        })
    }

    /// A verdict for each.
    pub(crate) fn into_verdicts(self, recipients: &[EmailAddress]) -> Vec<RecipientVerdict> {
        recipients.iter().cloned().zip(self.0).map(|(recipient, standing)| verdict(recipient, standing)).collect()
    }
}

fn verdict(recipient: EmailAddress, standing: Standing) -> RecipientVerdict {
    match standing {
        Standing::Delivered(reply) => RecipientVerdict {
            recipient,
            verdict: Verdict::Delivered,
            reply: Some(reply),
            problem: None,
            may_have_arrived: false,
            retry_after: None,
        },
        Standing::Judged(judgement, reply) => RecipientVerdict {
            recipient,
            verdict: judgement.fate.verdict(),
            reply,
            problem: Some(judgement.problem),
            may_have_arrived: judgement.may_have_arrived,
            retry_after: judgement.retry_after,
        },
        Standing::Open | Standing::Accepted => unreachable!("every way through a transaction decides each recipient"),
    }
}

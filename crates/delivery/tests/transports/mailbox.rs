//! Tests of the built-in mailbox as a transport.

use std::sync::{Arc, Mutex};

use delivery::{MailboxError, MailboxStore, MailboxTransport, Progress, Transport};
use mail::{Outcome, Outgoing, Verdict};
use testkit::outgoing;

use crate::sender;

/// A mailbox in memory; each call fails if it is full.
struct MemoryMailbox {
    full: bool,
    kept: Mutex<usize>,
}

impl MailboxStore for MemoryMailbox {
    fn store<'a>(
        &'a self,
        _outgoing: &'a Outgoing,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<(), MailboxError>> + Send + 'a>> {
        Box::pin(async {
            if self.full {
                return Err(MailboxError::new(std::io::Error::from(std::io::ErrorKind::StorageFull)));
            }
            *self.kept.lock().expect("nobody panicked") += 1;
            Ok(())
        })
    }
}

#[tokio::test]
async fn the_mailbox_stores_or_defers() {
    let mailbox = Arc::new(MemoryMailbox { full: false, kept: Mutex::new(0) });
    let transport = MailboxTransport::new(mailbox.clone());
    let report = transport.deliver(&outgoing("one@example.net two@example.net"), Progress::default()).await;
    let Outcome::Tried(verdicts) = report.outcome else { panic!("the mailbox has no connection") };
    assert!(verdicts.len() == 2 && verdicts.iter().all(|verdict| verdict.verdict == Verdict::Kept), "{verdicts:?}");
    assert_eq!(*mailbox.kept.lock().expect("nobody panicked"), 1);
    assert!(transport.check(&sender()).await.is_ok());

    let full = MailboxTransport::new(Arc::new(MemoryMailbox { full: true, kept: Mutex::new(0) }));
    let report = full.deliver(&outgoing("one@example.net"), Progress::default()).await;
    let Outcome::Tried(verdicts) = report.outcome else { panic!("a full disk is not a problem of the connection") };
    assert_eq!(verdicts[0].verdict, Verdict::Deferred);
    assert_eq!(verdicts[0].problem.as_ref().map(|problem| problem.code.as_ref()), Some("mailbox_not_kept"));
}

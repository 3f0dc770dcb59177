//! Tests of delivery status notifications that are due.

use std::sync::Arc;
use std::time::Duration;

use mail::submitted::{NotificationRequest, Notify, Recipient};
use mail::{Outcome, Report, ReversePath, Verdict};
use queue::{Claim, DELAYED_AFTER, DueNotification, Id, Kind, Lane, NewMessage, NotificationEvent as Event, State};

use crate::test_queue::{TestQueue, address, new_message, report, says};

/// A message to recipients, each with its NOTIFY.
fn asking(queue: &mut TestQueue, kind: Kind, recipients: &[(&str, Option<&str>)]) -> NewMessage {
    let addresses: Vec<&str> = recipients.iter().map(|(to, _)| *to).collect();
    let mut new = queue.message(kind, &addresses);
    let asked = recipients.iter().map(|(to, notify)| Recipient {
        notify: notify.map(|notify| Notify::parse(notify).expect("a NOTIFY")),
        ..Recipient::from(address(to))
    });
    new.message.notifications = NotificationRequest::of(None, None, &asked.collect::<Vec<_>>()).map(Arc::new);
    new
}

fn leased(queue: &mut TestQueue, new: NewMessage) -> Claim {
    queue.accept_new(new, None).expect("accepted");
    queue.lease_one()
}

fn due(queue: &TestQueue) -> Vec<(Id, Event, Vec<u32>)> {
    let now = queue.now;
    let due = queue.read(move |rx| queue::due_notifications(rx, now, 100)).expect("read");
    due.into_iter().map(|DueNotification { message, event, positions }| (message, event, positions)).collect()
}

fn verdicts(claim: &Claim, verdicts: &[Verdict]) -> Report {
    report(Outcome::Tried(claim.recipients.iter().zip(verdicts).map(|(to, verdict)| says(to, *verdict)).collect()))
}

const ALL: [(&str, Option<&str>); 5] = [
    ("a@example.com", Some("SUCCESS,FAILURE")),
    ("b@example.com", Some("NEVER")),
    ("c@example.com", Some("FAILURE")),
    ("d@example.com", None),
    ("e@example.com", Some("SUCCESS")),
];

#[test]
fn what_a_sender_asked_for_is_noted_for_all_recipients_of_an_event() {
    let mut queue = TestQueue::new();
    let new = asking(&mut queue, Kind::Submission, &ALL);
    let claim = leased(&mut queue, new);
    queue.settle(&claim, verdicts(&claim, &[Verdict::Refused; 5]));
    assert_eq!(due(&queue), [(claim.id, Event::Failed, vec![0, 2, 3])]);

    let new = asking(&mut queue, Kind::Api, &ALL);
    let claim = leased(&mut queue, new);
    queue.settle(&claim, verdicts(&claim, &[Verdict::Refused; 5]));
    assert_eq!(due(&queue)[1..], [(claim.id, Event::Failed, vec![0, 2])], "the API's sender did not ask");
}

#[test]
fn a_success_is_noted_unless_the_next_server_reports_it_or_nothing_was_sent() {
    for (verdict, passes_on, expected) in
        [(Verdict::Delivered, false, vec![0, 4]), (Verdict::Delivered, true, vec![]), (Verdict::Kept, false, vec![])]
    {
        let mut queue = TestQueue::new();
        let new = asking(&mut queue, Kind::Submission, &ALL);
        let claim = leased(&mut queue, new);
        let report = Report { passes_on_notifications: passes_on, ..verdicts(&claim, &[verdict; 5]) };
        queue.settle(&claim, report);
        let noted: Vec<u32> = due(&queue).into_iter().flat_map(|(_, _, positions)| positions).collect();
        assert_eq!(noted, expected, "{verdict:?}, {passes_on}");
    }
}

#[test]
fn nothing_is_noted_for_the_null_sender_or_for_mail_of_owlpost() {
    let mut queue = TestQueue::new();
    for kind in [Kind::Submission, Kind::Notice, Kind::Script] {
        let mut new = asking(&mut queue, kind, &ALL);
        if kind == Kind::Submission {
            new.message.sender = ReversePath::NULL;
        }
        let claim = leased(&mut queue, new);
        queue.settle(&claim, verdicts(&claim, &[Verdict::Refused; 5]));
    }
    assert_eq!(due(&queue), []);
}

#[test]
fn an_expired_delivery_is_a_failure_and_a_delay_is_due_after_some_hours() {
    let mut queue = TestQueue::new();
    let mut new = asking(&mut queue, Kind::Submission, &[("a@example.com", Some("FAILURE,DELAY"))]);
    new.expires_at = Some(queue.now + DELAYED_AFTER * 2);
    let id = new.id;
    queue.accept_new(new, None).expect("accepted");
    assert_eq!(due(&queue), []);
    queue.now += DELAYED_AFTER;
    assert_eq!(due(&queue), [(id, Event::Delayed, vec![0])]);
    queue.now += DELAYED_AFTER;
    assert_eq!((queue.expire(), queue.states(id)), (1, vec![State::Expired]));
    assert!(due(&queue).contains(&(id, Event::Failed, vec![0])));
}

#[test]
fn a_notification_is_stored_once_in_its_lane_and_may_wait() {
    let mut queue = TestQueue::new();
    let new = asking(&mut queue, Kind::Submission, &ALL[2..3]);
    let claim = leased(&mut queue, new);
    queue.settle(&claim, verdicts(&claim, &[Verdict::Refused]));
    let note = DueNotification { message: claim.id, event: Event::Failed, positions: vec![0] };
    let (postponed, until) = (note.clone(), queue.now + Duration::from_secs(3600));
    queue.write(move |tx| queue::postpone_notification(tx, &postponed, until)).expect("postponed");
    assert_eq!(due(&queue), []);
    queue.now = until;
    assert_eq!(due(&queue).len(), 1);

    let mut stored = Vec::new();
    for _ in 0..2 {
        let notice =
            NewMessage { lane: Lane::Bulk, ..new_message(queue.new_id(), Kind::Notice, &["s@example.com"], until) };
        let note = note.clone();
        stored.push(queue.write(move |tx| queue::store_notification(tx, &note, Some(&notice), until)).expect("stored"));
    }
    assert_eq!((stored, due(&queue)), (vec![true, false], vec![]));
    assert_eq!(queue.lease(Lane::Urgent, 10, usize::MAX).len(), 0);
    let notice = queue.lease_one();
    assert_eq!((notice.kind, notice.lane), (Kind::Notice, Lane::Bulk));
}

//! Tests of the queries for pages and the API.

use std::time::Duration;

use mail::Verdict;
use queue::{Filter, Id, Kind, State, StateGroup};

use crate::test_queue::{NODE, TestQueue};

/// Three messages a minute apart, oldest first: sent, failed, queued.
fn three(queue: &mut TestQueue) -> [Id; 3] {
    let sent = queue.accept_leased(Kind::Api, &["ann@example.com", "Archive@Example.com"]);
    queue.settle_as(&sent, &[Verdict::Delivered, Verdict::Delivered]);
    queue.minutes_pass(1);
    let failed = queue.accept_leased(Kind::Script, &["100%_sure@example.com"]);
    queue.settle_as(&failed, &[Verdict::Refused]);
    queue.minutes_pass(1);
    let queued =
        queue.accept(Kind::Invitation, &["bob@example.org", "ann@example.com", "cy@example.net", "di@example.net"]);
    [sent.id, failed.id, queued]
}

#[test]
fn lists_match_all_set_conditions_newest_first() {
    let mut queue = TestQueue::new();
    let start = queue.now;
    let [sent, failed, queued] = three(&mut queue);
    let check = |filter: Filter, expected: &[Id]| {
        assert_eq!(queue.list(filter.clone()), expected, "{filter:?}");
    };
    let all = Filter::default;
    let some = |text: &str| Some(text.to_owned());
    check(all(), &[queued, failed, sent]);
    check(Filter { states: vec![State::Sent], ..all() }, &[sent]);
    check(Filter { states: vec![State::Failed], ..all() }, &[failed]);
    check(Filter { states: vec![State::Queued], ..all() }, &[queued]);
    check(Filter { states: vec![State::Sending], ..all() }, &[]);
    check(Filter { states: vec![State::Failed, State::Sent], ..all() }, &[failed, sent]);
    check(Filter { states: StateGroup::Unsuccessful.states().to_vec(), ..all() }, &[failed]);
    check(Filter { kind: Some(Kind::Script), ..all() }, &[failed]);
    check(Filter { kind: Some(Kind::Script), states: vec![State::Sent], ..all() }, &[]);
    check(Filter { recipient: some("ANN@"), ..all() }, &[queued, sent]);
    check(Filter { recipient: some("ann@"), states: vec![State::Queued], ..all() }, &[queued]);
    check(Filter { recipient: some("0%_s"), ..all() }, &[failed]);
    check(Filter { recipient: some("0__s"), ..all() }, &[]);
    check(Filter { text: some("for 4"), ..all() }, &[queued]);
    check(Filter { text: some("archive@"), ..all() }, &[sent]);
    check(Filter { text: some("no such"), ..all() }, &[]);
    check(Filter { since: Some(start + Duration::from_secs(60)), ..all() }, &[queued, failed]);
    check(Filter { until: Some(start + Duration::from_secs(60)), ..all() }, &[sent]);
    check(Filter { before: Some(queued), ..all() }, &[failed, sent]);
    check(Filter { before: Some(queued), until: Some(start), ..all() }, &[]);
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    let mut queue = TestQueue::new();
    let mut expected: Vec<_> =
        (0..5).map(|_| queue.accept(Kind::Api, &["ann@example.com", "bob@example.com"])).collect();
    expected.reverse();
    for states in [vec![], vec![State::Queued], StateGroup::Waiting.states().to_vec()] {
        let (mut listed, mut pages, mut before) = (Vec::new(), Vec::new(), None);
        loop {
            let filter = Filter { states: states.clone(), before, limit: 2, ..Filter::default() };
            let page = queue.read(move |rx| queue::list(rx, &filter)).unwrap();
            pages.push(page.items.len());
            listed.extend(page.items.iter().map(|item| item.id));
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(pages, [2, 2, 1]);
        assert_eq!(listed, expected);
    }
}

#[test]
fn a_summary_names_three_recipients_and_counts_all_states() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["a@example.com", "b@example.com", "c@example.com", "d@example.com"]);
    queue.settle_as(&claim, &[Verdict::Delivered, Verdict::Refused, Verdict::Delivered, Verdict::Delivered]);
    let summary = queue.detail(claim.id).summary;
    assert_eq!(summary.recipients, claim.recipients[..3]);
    assert_eq!(summary.subject, "A mail for 4");
    let counts: Vec<_> = summary.deliveries.iter().filter(|(_, count)| *count > 0).collect();
    assert_eq!(counts, [(State::Sent, 3), (State::Failed, 1)]);
    assert_eq!((summary.deliveries.total(), summary.deliveries.overall()), (4, State::Failed));
}

#[test]
fn an_attempt_is_shown_with_stages_transcript_and_verdicts() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com", "bob@example.com"]);
    queue.settle_as(&claim, &[Verdict::Delivered, Verdict::Deferred]);
    let attempts = queue.detail(claim.id).attempts;
    assert_eq!(attempts.len(), 1);
    let attempt = &attempts[0];
    assert_eq!((attempt.number, attempt.ended_at), (1, queue.now));
    assert_eq!(attempt.connection.as_verbatim(), Some("smtp.example.com:465 (implicit TLS)"));
    assert_eq!(attempt.stages.len(), 1);
    assert_eq!(attempt.transcript, "C: MAIL FROM:<noreply@example.com>\nS: 250 Ok\n");
    let [ann, bob] = [claim.recipients[0].clone(), claim.recipients[1].clone()];
    assert_eq!(attempt.verdicts, [(ann, Verdict::Delivered), (bob, Verdict::Deferred)]);
    assert!(attempt.problem.is_none());
}

#[test]
fn a_long_transcript_is_cut_in_the_middle() {
    let mut queue = TestQueue::new();
    let claim = queue.accept_leased(Kind::Api, &["ann@example.com"]);
    let mut report = crate::test_queue::report(mail::Outcome::Tried(Vec::new()));
    report.transcript = format!("begin\n{}\nend", "S: 250 Ö\n".repeat(20_000));
    queue.settle(&claim, report);
    let transcript = queue.detail(claim.id).attempts.remove(0).transcript;
    assert!(transcript.starts_with("begin\n") && transcript.ends_with("\nend"));
    assert!(transcript.contains("bytes left out") && transcript.len() < 66_000, "{}", transcript.len());
}

#[test]
fn chosen_messages_are_counted_by_state_for_each_and_for_all() {
    let mut queue = TestQueue::new();
    let one = queue.accept_leased(Kind::Script, &["ann@example.com", "bob@example.com"]).id;
    let mut ids = vec![one];
    // More than the messages of one statement.
    for number in 0..700 {
        let new = queue.message(Kind::Script, &["carol@example.com"]);
        ids.push(new.id);
        queue.accept_new(new, None).unwrap_or_else(|error| panic!("{number}: {error}"));
    }
    queue.accept_leased(Kind::Script, &["other@example.com"]);
    let wanted = ids.clone();
    let each = queue.read(move |rx| queue::tallies(rx, &wanted)).unwrap();
    assert_eq!((each.len(), each[&one].of(State::Sending), each[&ids[700]].of(State::Queued)), (701, 2, 1));
    let all = queue.read(move |rx| queue::tally_of(rx, &ids)).unwrap();
    assert_eq!((all.of(State::Sending), all.of(State::Queued), all.total()), (2, 700, 702));
    assert_eq!(queue.read(|rx| queue::tally_of(rx, &[])).unwrap().total(), 0);
}

#[test]
fn counts_show_waiting_deliveries_and_those_of_recent_messages() {
    let mut queue = TestQueue::new();
    let start = queue.now;
    three(&mut queue);
    let new = queue.message(Kind::Api, &["ann@example.com"]);
    let lease = queue.new_lease(NODE);
    queue.accept_new(new, Some(lease)).unwrap();

    let shown = |tally: queue::Tally| tally.iter().filter(|(_, count)| *count > 0).collect::<Vec<_>>();
    let waiting = queue.read(|rx| queue::waiting(rx)).unwrap();
    assert_eq!(shown(waiting), [(State::Queued, 4), (State::Sending, 1)]);
    let all = queue.read(move |rx| queue::counts(rx, start)).unwrap();
    assert_eq!(shown(all), [(State::Queued, 4), (State::Sending, 1), (State::Sent, 2), (State::Failed, 1)]);
    let young = start + Duration::from_secs(60);
    let young = queue.read(move |rx| queue::counts(rx, young)).unwrap();
    assert_eq!(shown(young), [(State::Queued, 4), (State::Sending, 1), (State::Failed, 1)]);
}

//! Sign-up, and validation of the address.

use super::*;

const EXISTS: &str = "You already have an account";
const CONFIRM: &str = "Confirm your email address";

#[tokio::test]
async fn after_sign_up_the_account_can_sign_in_and_the_link_validates_it() {
    let server = LinkServer::start().await;
    server.sign_up(" Bob@Example.com ", PASSWORD).await.expect("signs up");
    let session = server.sign_in(BOB, PASSWORD).await.expect("signs in");
    let account =
        server.app.accounts.session(session.expose_secret()).await.expect("answers").expect("a session").account;
    assert_eq!((account.validated, account.instance_admin, account.email.expose()), (false, false, "Bob@example.com"));

    let letter = server.letter_to("Bob@example.com").await;
    assert_eq!(letter.subject, CONFIRM);
    assert!(letter.link().contains("/validation?ticket="), "{}", letter.link());
    assert!(letter.html.contains(letter.link()));
    let secret = letter.secret();
    for _ in 0..2 {
        assert_eq!(server.app.tickets.open_validation(&secret).await.expect("looks").id, account.id);
    }
    assert!(!server.account(BOB).await.validated, "opening the link changes nothing");
    server.validate(&secret, BOB).await.expect("validates");
    assert!(server.account(BOB).await.validated);
    assert!(server.is_signed_in(&session).await);
    assert_eq!(link_error(server.validate(&secret, BOB).await), LinkError::Used);
    assert_eq!(link_error(server.app.tickets.open_validation(&secret).await), LinkError::Used);
}

#[tokio::test]
async fn a_known_address_is_notified_by_mail_and_the_account_is_unchanged() {
    let server = LinkServer::start().await;
    let before = server.row_counts().await;
    server.sign_up("ANN@example.com", OTHER_PASSWORD).await.expect("the response is the same");
    assert_eq!(server.subjects_to(ANN).await, [EXISTS]);
    let letter = server.letter_to(ANN).await;
    assert!(letter.text.contains("/sign-in") && letter.text.contains("/reset-password"), "{}", letter.text);
    assert!(server.can_sign_in(ANN, PASSWORD).await && !server.can_sign_in(ANN, OTHER_PASSWORD).await);
    let after = server.row_counts().await;
    assert_eq!((after[0], after[3], after[7]), (before[0], before[3], before[7]), "accounts, tickets, audit");
}

#[tokio::test]
async fn a_second_sign_up_replaces_one_that_was_never_validated() {
    let server = LinkServer::start().await;
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    let session = server.sign_in(BOB, PASSWORD).await.expect("signs in");
    let first = server.ticket_to(BOB).await;
    server.sign_up(BOB, OTHER_PASSWORD).await.expect("signs up");
    assert!(!server.is_signed_in(&session).await, "the older session has ended");
    assert!(!server.can_sign_in(BOB, PASSWORD).await && server.can_sign_in(BOB, OTHER_PASSWORD).await);
    let second = server.ticket_to(BOB).await;
    assert_eq!(link_error(server.validate(&first, BOB).await), LinkError::Replaced);
    server.validate(&second, BOB).await.expect("validates");
    assert_eq!(server.value::<i64>("SELECT COUNT(*) FROM account").await, 2);
}

#[tokio::test]
async fn sign_up_can_be_closed() {
    let server = LinkServer::start().await;
    server
        .app
        .accounts
        .set_sign_up_policy(accounts::SignUpPolicy::InvitationOnly, &server.by_ann())
        .await
        .expect("decides");
    let before = server.row_counts().await;
    let refused = server.sign_up("nobody", "short").await;
    assert!(matches!(refused, Err(TicketsError::SignUpClosed)), "{refused:?}");
    assert_eq!(server.row_counts().await, before);
    server.app.accounts.set_sign_up_policy(accounts::SignUpPolicy::Open, &server.by_ann()).await.expect("decides");
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
}

#[tokio::test]
async fn only_addresses_in_listed_domains_can_sign_up() {
    let server = LinkServer::start().await;
    let policy = accounts::SignUpPolicy::of_domains("example.org").expect("a policy");
    server.app.accounts.set_sign_up_policy(policy.clone(), &server.by_ann()).await.expect("decides");
    assert_eq!(server.app.accounts.sign_up_policy().await.expect("reads"), policy);
    let before = server.row_counts().await;
    let refused = server.sign_up("eve@example.com", "short").await;
    let Err(TicketsError::Faults(faults)) = refused else { panic!("{refused:?}") };
    assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["email", "password"]);
    assert_eq!(server.row_counts().await, before);
    server.sign_up("eve@example.org", PASSWORD).await.expect("signs up");
}

#[tokio::test]
async fn nobody_can_sign_up_before_the_server_is_set_up() {
    let server = TestServer::builder().start_empty().await;
    let refused = server.sign_up(ANN, OTHER_PASSWORD).await;
    assert!(matches!(refused, Err(TicketsError::SignUpClosed)), "{refused:?}");
    server.app.accounts.set_up(None, ANN, PASSWORD.into(), "Example").await.expect("the address is free");
}

#[tokio::test]
async fn all_faults_are_reported_at_once_and_no_letter_is_counted() {
    let server = LinkServer::start().await;
    let client = server.stranger();
    for _ in 0..20 {
        let person = SignUp { name: "a\r\nBcc: b".into(), ..person("nobody", "short") };
        assert_eq!(faults_in(server.app.tickets.sign_up(person, client).await), ["name", "email", "password"]);
    }
    server.app.tickets.sign_up(person(BOB, PASSWORD), client).await.expect("signs up");
    let own = person("dora@example.com", "Dora@Example.com");
    assert_eq!(faults_in(server.app.tickets.sign_up(own, client).await), ["password"]);
}

#[tokio::test]
async fn of_two_concurrent_sign_ups_one_gets_the_account_and_both_get_the_same_response() {
    let server = LinkServer::start().await;
    for round in 0..5 {
        let email = format!("twin{round}@example.com");
        let (one, two) = tokio::join!(server.sign_up(&email, PASSWORD), server.sign_up(&email, OTHER_PASSWORD));
        one.expect("signs up");
        two.expect("signs up");
        let first = server.can_sign_in(&email, PASSWORD).await;
        assert_ne!(first, server.can_sign_in(&email, OTHER_PASSWORD).await, "exactly one password works");
        // If both created a link, the second replaced the first.
        let mut worked = 0;
        for letter in server.letters_to(&email).await {
            match server.validate(&letter.secret(), &email).await {
                Ok(()) => worked += 1,
                refused => assert!(matches!(link_error(refused), LinkError::Replaced | LinkError::Used)),
            }
        }
        assert_eq!(worked, 1);
    }
    assert_eq!(server.value::<i64>("SELECT COUNT(*) FROM account").await, 6);
}

#[tokio::test]
async fn a_validation_link_works_for_a_day() {
    let server = LinkServer::start().await;
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    let secret = server.ticket_to(BOB).await;
    server.turn(DAY - MOMENT);
    server.app.tickets.open_validation(&secret).await.expect("still good");
    server.turn(MOMENT);
    assert_eq!(link_error(server.app.tickets.open_validation(&secret).await), LinkError::Expired);
    assert_eq!(link_error(server.validate(&secret, BOB).await), LinkError::Expired);
    assert!(!server.account(BOB).await.validated);
}

#[tokio::test]
async fn another_validation_letter_invalidates_the_older_link() {
    let server = LinkServer::start().await;
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    let first = server.ticket_to(BOB).await;
    server.turn(HOUR);
    let bob = server.account(BOB).await;
    let client = server.stranger();
    server.app.tickets.send_validation(&bob, Language::German, client).await.expect("sends");
    let letter = server.letter_to(BOB).await;
    assert_ne!(letter.subject, CONFIRM, "in the language of the page");
    let newest = server.app.tickets.validation_letter(&bob).await.expect("answers").expect("a letter");
    assert_eq!(newest.state, State::Kept);
    assert_eq!(link_error(server.validate(&first, BOB).await), LinkError::Replaced);
    server.validate(&letter.secret(), BOB).await.expect("validates");

    let letters = server.accepted().await;
    server.app.tickets.send_validation(&server.account(BOB).await, Language::English, client).await.expect("answers");
    assert_eq!(server.accepted().await, letters, "nothing is sent to a validated account");
}

#[tokio::test]
async fn another_account_cannot_use_the_link_and_it_still_works() {
    let server = LinkServer::start().await;
    server.sign_up(BOB, PASSWORD).await.expect("signs up");
    server.sign_up(EVE, PASSWORD).await.expect("signs up");
    let bobs = server.ticket_to(BOB).await;
    let refused = server.validate(&bobs, EVE).await;
    assert!(matches!(refused, Err(TicketsError::OtherAccount)), "{refused:?}");
    assert!(!server.account(EVE).await.validated && !server.account(BOB).await.validated);
    server.validate(&bobs, BOB).await.expect("validates");
}

#[tokio::test]
async fn a_reset_locks_out_whoever_signed_up_with_the_address() {
    let server = LinkServer::start().await;
    server.sign_up(BOB, OTHER_PASSWORD).await.expect("the attacker signs up");
    let attacker = server.sign_in(BOB, OTHER_PASSWORD).await.expect("signs in");
    let validation = server.ticket_to(BOB).await;

    server.request_reset(BOB).await.expect("the owner asks");
    server.reset(&server.ticket_to(BOB).await, PASSWORD).await.expect("resets");
    assert!(!server.is_signed_in(&attacker).await);
    assert!(!server.can_sign_in(BOB, OTHER_PASSWORD).await && server.can_sign_in(BOB, PASSWORD).await);
    assert!(server.account(BOB).await.validated);
    assert_eq!(link_error(server.validate(&validation, BOB).await), LinkError::Used);

    server.sign_up(BOB, OTHER_PASSWORD).await.expect("the attacker tries again");
    assert!(!server.can_sign_in(BOB, OTHER_PASSWORD).await && server.can_sign_in(BOB, PASSWORD).await);
    assert_eq!(server.subjects_to(BOB).await[0], EXISTS);
}

#[tokio::test]
async fn a_letter_is_in_the_language_of_the_page() {
    let server = LinkServer::start().await;
    let person = SignUp { language: Language::German, ..person(BOB, PASSWORD) };
    server.app.tickets.sign_up(person, server.stranger()).await.expect("signs up");
    assert!(server.letter_to(BOB).await.text.contains("Guten Tag"));
}

#[tokio::test]
async fn an_unvalidated_account_is_deleted_after_thirty_days_unless_a_link_was_requested() {
    const CAROL: &str = "carol@example.com";
    const DAVE: &str = "dave@example.com";
    let server = LinkServer::start().await;
    for email in [BOB, CAROL, DAVE] {
        server.sign_up(email, PASSWORD).await.expect("signs up");
    }
    server.validate(&server.ticket_to(BOB).await, BOB).await.expect("validates");
    server.turn(20 * DAY);
    let carol = server.account(CAROL).await;
    server.app.tickets.send_validation(&carol, Language::English, server.stranger()).await.expect("sends");
    let forget = async || {
        server.app.tickets.forget(server.app.clock.now()).await.expect("forgets");
        let left = server.app.accounts.list().await.expect("lists");
        left.into_iter().map(|listed| listed.account.email.expose().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(forget().await, [ANN, BOB, CAROL, DAVE], "after 20 days");
    server.turn(10 * DAY + Duration::from_hours(1));
    assert_eq!(forget().await, [ANN, BOB, CAROL], "after 30 days");
    server.turn(20 * DAY);
    assert_eq!(forget().await, [ANN, BOB], "30 days after the last link");
}

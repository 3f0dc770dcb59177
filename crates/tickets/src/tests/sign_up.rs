//! Signing up, and showing that the address is one's own.

use super::*;

const EXISTS: &str = "You already have an account";
const CONFIRM: &str = "Confirm your email address";

#[tokio::test]
async fn who_signs_up_can_sign_in_and_is_validated_by_the_link() {
    let house = House::open().await;
    house.sign_up(" Bob@Example.com ", PASSWORD).await.expect("signs up");
    let session = house.sign_in(BOB, PASSWORD).await.expect("signs in");
    let account = house.app.accounts.session(session.expose_secret()).await.expect("answers").expect("a session");
    assert_eq!((account.validated, account.instance_admin, account.email.expose()), (false, false, "Bob@example.com"));

    let letter = house.letter_to("Bob@example.com").await;
    assert_eq!(letter.subject, CONFIRM);
    assert!(letter.link().contains("/validation?ticket="), "{}", letter.link());
    assert!(letter.html.contains(letter.link()));
    let secret = letter.secret();
    for _ in 0..2 {
        assert_eq!(house.app.tickets.look_validation(&secret).await.expect("looks").id, account.id);
    }
    assert!(!house.account(BOB).await.validated, "looking changes nothing");
    house.validate(&secret, BOB).await.expect("validates");
    assert!(house.account(BOB).await.validated);
    assert!(house.is_signed_in(&session).await);
    assert_eq!(dead(house.validate(&secret, BOB).await), Dead::Used);
    assert_eq!(dead(house.app.tickets.look_validation(&secret).await), Dead::Used);
}

#[tokio::test]
async fn a_known_address_is_told_by_mail_and_nothing_of_the_account_changes() {
    let house = House::open().await;
    let before = house.rows().await;
    house.sign_up("ANN@example.com", OTHER_PASSWORD).await.expect("the answer is the same");
    assert_eq!(house.subjects_to(ANN).await, [EXISTS]);
    let letter = house.letter_to(ANN).await;
    assert!(letter.text.contains("/sign-in") && letter.text.contains("/reset-password"), "{}", letter.text);
    assert!(house.can_sign_in(ANN, PASSWORD).await && !house.can_sign_in(ANN, OTHER_PASSWORD).await);
    let after = house.rows().await;
    assert_eq!((after[0], after[3], after[7]), (before[0], before[3], before[7]), "accounts, tickets, audit");
}

#[tokio::test]
async fn a_second_sign_up_takes_the_place_of_one_that_was_never_validated() {
    let house = House::open().await;
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    let session = house.sign_in(BOB, PASSWORD).await.expect("signs in");
    let first = house.link_from_mail_to(BOB).await;
    house.sign_up(BOB, OTHER_PASSWORD).await.expect("signs up");
    assert!(!house.is_signed_in(&session).await, "the older session has ended");
    assert!(!house.can_sign_in(BOB, PASSWORD).await && house.can_sign_in(BOB, OTHER_PASSWORD).await);
    let second = house.link_from_mail_to(BOB).await;
    assert_eq!(dead(house.validate(&first, BOB).await), Dead::Replaced);
    house.validate(&second, BOB).await.expect("validates");
    assert_eq!(house.value::<i64>("SELECT COUNT(*) FROM account").await, 2);
}

#[tokio::test]
async fn signing_up_can_be_switched_off() {
    let house = House::open().await;
    house.app.accounts.decide_sign_up(false, &house.ann()).await.expect("decides");
    let before = house.rows().await;
    let refused = house.sign_up("nobody", "short").await;
    assert!(matches!(refused, Err(TicketsError::SignUpClosed)), "{refused:?}");
    assert_eq!(house.rows().await, before);
    house.app.accounts.decide_sign_up(true, &house.ann()).await.expect("decides");
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
}

#[tokio::test]
async fn nobody_signs_up_before_the_server_is_set_up() {
    let house = House::open_without_administrator().await;
    let refused = house.sign_up(ANN, OTHER_PASSWORD).await;
    assert!(matches!(refused, Err(TicketsError::SignUpClosed)), "{refused:?}");
    house.app.accounts.set_up(None, ANN, PASSWORD.into(), "Example").await.expect("the address is free");
}

#[tokio::test]
async fn all_faults_are_told_at_once_and_no_letter_counts() {
    let house = House::open().await;
    let client = house.stranger();
    for _ in 0..20 {
        let person = SignUp { name: "a\r\nBcc: b".into(), ..person("nobody", "short") };
        assert_eq!(fields(house.app.tickets.sign_up(person, client).await), ["name", "email", "password"]);
    }
    house.app.tickets.sign_up(person(BOB, PASSWORD), client).await.expect("signs up");
    let own = person("dora@example.com", "Dora@Example.com");
    assert_eq!(fields(house.app.tickets.sign_up(own, client).await), ["password"]);
}

#[tokio::test]
async fn of_two_who_sign_up_at_once_one_has_the_account_and_both_hear_the_same() {
    let house = House::open().await;
    for round in 0..5 {
        let email = format!("twin{round}@example.com");
        let (one, two) = tokio::join!(house.sign_up(&email, PASSWORD), house.sign_up(&email, OTHER_PASSWORD));
        one.expect("signs up");
        two.expect("signs up");
        let first = house.can_sign_in(&email, PASSWORD).await;
        assert_ne!(first, house.can_sign_in(&email, OTHER_PASSWORD).await, "one password holds");
        // Where both made a link, the second replaced the first.
        let mut worked = 0;
        for letter in house.letters_to(&email).await {
            match house.validate(&letter.secret(), &email).await {
                Ok(()) => worked += 1,
                refused => assert!(matches!(dead(refused), Dead::Replaced | Dead::Used)),
            }
        }
        assert_eq!(worked, 1);
    }
    assert_eq!(house.value::<i64>("SELECT COUNT(*) FROM account").await, 6);
}

#[tokio::test]
async fn a_validation_link_works_for_a_day() {
    let house = House::open().await;
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    let secret = house.link_from_mail_to(BOB).await;
    house.turn(DAY - MOMENT);
    house.app.tickets.look_validation(&secret).await.expect("still good");
    house.turn(MOMENT);
    assert_eq!(dead(house.app.tickets.look_validation(&secret).await), Dead::Expired);
    assert_eq!(dead(house.validate(&secret, BOB).await), Dead::Expired);
    assert!(!house.account(BOB).await.validated);
}

#[tokio::test]
async fn another_validation_letter_kills_the_older_link() {
    let house = House::open().await;
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    let first = house.link_from_mail_to(BOB).await;
    house.turn(HOUR);
    let bob = house.account(BOB).await;
    let client = house.stranger();
    house.app.tickets.send_validation(&bob, Language::German, client).await.expect("sends");
    let letter = house.letter_to(BOB).await;
    assert_ne!(letter.subject, CONFIRM, "in the language of the page");
    let newest = house.app.tickets.validation_letter(&bob).await.expect("answers").expect("a letter");
    assert_eq!(newest.state, State::Sent);
    assert_eq!(dead(house.validate(&first, BOB).await), Dead::Replaced);
    house.validate(&letter.secret(), BOB).await.expect("validates");

    let letters = house.accepted().await;
    house.app.tickets.send_validation(&house.account(BOB).await, Language::English, client).await.expect("answers");
    assert_eq!(house.accepted().await, letters, "nothing is sent to who is validated");
}

#[tokio::test]
async fn the_link_of_another_account_stays_good() {
    let house = House::open().await;
    house.sign_up(BOB, PASSWORD).await.expect("signs up");
    house.sign_up(EVE, PASSWORD).await.expect("signs up");
    let bobs = house.link_from_mail_to(BOB).await;
    let refused = house.validate(&bobs, EVE).await;
    assert!(matches!(refused, Err(TicketsError::OtherAccount)), "{refused:?}");
    assert!(!house.account(EVE).await.validated && !house.account(BOB).await.validated);
    house.validate(&bobs, BOB).await.expect("validates");
}

#[tokio::test]
async fn who_signed_up_with_the_address_of_another_is_shut_out_by_a_reset() {
    let house = House::open().await;
    house.sign_up(BOB, OTHER_PASSWORD).await.expect("the attacker signs up");
    let attacker = house.sign_in(BOB, OTHER_PASSWORD).await.expect("signs in");
    let validation = house.link_from_mail_to(BOB).await;

    house.ask_reset(BOB).await.expect("the owner asks");
    house.reset(&house.link_from_mail_to(BOB).await, PASSWORD).await.expect("resets");
    assert!(!house.is_signed_in(&attacker).await);
    assert!(!house.can_sign_in(BOB, OTHER_PASSWORD).await && house.can_sign_in(BOB, PASSWORD).await);
    assert!(house.account(BOB).await.validated);
    assert_eq!(dead(house.validate(&validation, BOB).await), Dead::Used);

    house.sign_up(BOB, OTHER_PASSWORD).await.expect("the attacker tries again");
    assert!(!house.can_sign_in(BOB, OTHER_PASSWORD).await && house.can_sign_in(BOB, PASSWORD).await);
    assert_eq!(house.subjects_to(BOB).await[0], EXISTS);
}

#[tokio::test]
async fn a_letter_is_in_the_language_of_the_page() {
    let house = House::open().await;
    let person = SignUp { language: Language::German, ..person(BOB, PASSWORD) };
    house.app.tickets.sign_up(person, house.stranger()).await.expect("signs up");
    assert!(house.letter_to(BOB).await.text.contains("Guten Tag"));
}

#[tokio::test]
async fn an_account_that_nobody_validates_is_forgotten_after_thirty_days_unless_a_link_was_asked_for_since() {
    const CAROL: &str = "carol@example.com";
    const DAVE: &str = "dave@example.com";
    let house = House::open().await;
    for email in [BOB, CAROL, DAVE] {
        house.sign_up(email, PASSWORD).await.expect("signs up");
    }
    house.validate(&house.link_from_mail_to(BOB).await, BOB).await.expect("validates");
    house.turn(20 * DAY);
    let carol = house.account(CAROL).await;
    house.app.tickets.send_validation(&carol, Language::English, house.stranger()).await.expect("sends");
    let forget = async || {
        house.app.tickets.forget(house.app.clock.now()).await.expect("forgets");
        let left = house.app.accounts.list().await.expect("lists");
        left.into_iter().map(|listed| listed.account.email.expose().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(forget().await, [ANN, BOB, CAROL, DAVE], "after 20 days");
    house.turn(10 * DAY + Duration::from_hours(1));
    assert_eq!(forget().await, [ANN, BOB, CAROL], "after 30 days");
    house.turn(20 * DAY);
    assert_eq!(forget().await, [ANN, BOB], "30 days after the last link");
}

//! Changing a known password.

use super::*;

impl LinkServer {
    async fn change_password(&self, current: &str, new: &str, kept: &SecretString) -> Result<(), TicketsError> {
        let account = self.account(ANN).await;
        let client = self.stranger();
        let change = PasswordChange { current: current.into(), new: new.into(), kept_session: kept.expose_secret() };
        self.app.tickets.change_password(&account, change, Language::English, client).await
    }
}

#[tokio::test]
async fn a_change_keeps_this_session_ends_the_others_and_notifies_the_owner() {
    let server = LinkServer::start().await;
    let here = server.sign_in(ANN, PASSWORD).await.expect("signs in");
    let elsewhere = server.sign_in(ANN, PASSWORD).await.expect("signs in");
    server.person(BOB, true, None).await;
    let bobs = server.sign_in(BOB, PASSWORD).await.expect("signs in");
    server.change_password(PASSWORD, OTHER_PASSWORD, &here).await.expect("changes");
    assert!(
        server.is_signed_in(&here).await && !server.is_signed_in(&elsewhere).await && server.is_signed_in(&bobs).await
    );
    assert!(!server.can_sign_in(ANN, PASSWORD).await && server.can_sign_in(ANN, OTHER_PASSWORD).await);
    assert_eq!(server.subjects_to(ANN).await, ["Your password was changed"]);
}

#[tokio::test]
async fn a_change_requires_the_current_password_and_a_valid_new_one() {
    let server = LinkServer::start().await;
    let here = server.sign_in(ANN, PASSWORD).await.expect("signs in");
    let before = server.row_counts().await;
    assert_eq!(faults_in(server.change_password(OTHER_PASSWORD, THIRD_PASSWORD, &here).await), ["current"]);
    assert_eq!(faults_in(server.change_password(PASSWORD, "short", &here).await), ["password"]);
    assert_eq!(server.row_counts().await, before);
    assert!(server.can_sign_in(ANN, PASSWORD).await);
}

#[tokio::test]
async fn a_change_ends_links_requested_before() {
    let server = LinkServer::start().await;
    let here = server.sign_in(ANN, PASSWORD).await.expect("signs in");
    server.request_reset(ANN).await.expect("asks");
    let reset = server.ticket_to(ANN).await;
    server.request_address_change(ANN, EVE).await.expect("asks");
    let change = server.ticket_to(EVE).await;
    server.change_password(PASSWORD, OTHER_PASSWORD, &here).await.expect("changes");
    assert_eq!(link_error(server.reset(&reset, THIRD_PASSWORD).await), LinkError::Revoked);
    assert_eq!(link_error(server.change_address(&change, ANN).await), LinkError::Revoked);
}

#[tokio::test]
async fn guessing_the_current_password_is_limited() {
    let server = LinkServer::start().await;
    let account = server.account(ANN).await;
    let mut answers = Vec::new();
    for _ in 0..11 {
        let wrong = PasswordChange { current: OTHER_PASSWORD.into(), new: THIRD_PASSWORD.into(), kept_session: "" };
        answers.push(server.app.tickets.change_password(&account, wrong, Language::English, ANNS_ADDRESS).await);
    }
    let last = answers.pop().expect("an answer");
    assert!(matches!(last, Err(TicketsError::Accounts(AccountsError::TooMany { seconds: 60 }))), "{last:?}");
    for answer in answers {
        assert_eq!(faults_in(answer), ["current"]);
    }
}

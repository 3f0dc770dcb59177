//! Tests of misbehaviour of the token endpoint: each happens once, when ordered, and does not change the grant.

use std::time::{Duration, Instant};

use testkit::{Lookalike, Misbehaviour, plain_http};

use crate::oauth_client::*;

/// The response to a renewal with this misbehaviour; checks that the next one succeeds.
fn under(lookalike: &Lookalike, refresh: &str, misbehaviour: Misbehaviour) -> plain_http::Answer {
    lookalike.misbehave(misbehaviour);
    let answer = renew(lookalike, refresh);
    assert_eq!(renew(lookalike, refresh).status, 200, "it happens once");
    answer
}

#[test]
fn the_token_endpoint_refuses_on_demand() {
    let (google, microsoft) = (google(), microsoft());
    for (lookalike, scope) in [(&*google, GOOGLE_SCOPE), (&*microsoft, SMTP_SCOPE)] {
        let refresh = text(&tokens(lookalike, scope, &[]), "refresh_token");
        let error = |misbehaviour| {
            let answer = under(lookalike, &refresh, misbehaviour);
            (answer.status, text(&answer.json(), "error"))
        };
        assert_eq!(error(Misbehaviour::TokenInvalidGrant), (400, "invalid_grant".into()));
        assert_eq!(error(Misbehaviour::TokenInvalidClient), (401, "invalid_client".into()));
        assert_eq!(error(Misbehaviour::TokenInteractionRequired), (400, "interaction_required".into()));
        assert_eq!(error(Misbehaviour::TokenConsentRequired), (400, "consent_required".into()));
        assert_eq!(error(Misbehaviour::TokenTemporarilyUnavailable), (503, "temporarily_unavailable".into()));
        assert_eq!(error(Misbehaviour::TokenStatus(502)).0, 502);
        let too_many = under(lookalike, &refresh, Misbehaviour::TokenTooMany(42));
        assert_eq!((too_many.status, too_many.header("retry-after")), (429, Some("42")));
    }
}

#[test]
fn the_token_endpoint_sends_unusual_responses_on_demand() {
    let google = google();
    let refresh = text(&tokens(&google, GOOGLE_SCOPE, &[]), "refresh_token");
    let get = |misbehaviour| under(&google, &refresh, misbehaviour);
    let html = get(Misbehaviour::TokenHtml);
    assert!(html.status == 200 && html.json().is_null() && html.text().starts_with("<!DOCTYPE html>"));
    let cut = get(Misbehaviour::TokenCutShort);
    assert!(cut.status == 200 && cut.json().is_null());
    assert!(get(Misbehaviour::TokenWithoutExpiry).json().get("expires_in").is_none());
    assert_eq!(get(Misbehaviour::TokenExpiryAsText).json()["expires_in"], "3599");
    assert!(get(Misbehaviour::TokenWithoutType).json().get("token_type").is_none());
    assert_eq!(get(Misbehaviour::TokenTypeLowerCase).json()["token_type"], "bearer");
    google.shorten_access_tokens(Some(Duration::from_secs(60)));
    assert_eq!(renew(&google, &refresh).json()["expires_in"], 60);
}

#[test]
fn the_token_endpoint_is_slow_or_disconnects_on_demand() {
    let google = google();
    let refresh = text(&tokens(&google, GOOGLE_SCOPE, &[]), "refresh_token");
    google.misbehave(Misbehaviour::TokenSlow(Duration::from_millis(50)));
    let began = Instant::now();
    assert_eq!(renew(&google, &refresh).status, 200);
    assert!(began.elapsed() >= Duration::from_millis(50), "the order says so");
    let fields =
        [("grant_type", "refresh_token"), ("refresh_token", &*refresh), ("client_id", ID), ("client_secret", SECRET)];
    let renewals = google.renewals();
    google.misbehave(Misbehaviour::TokenHangsUp);
    assert!(plain_http::post_form(&google.token_url(), &[], &fields).is_err());
    assert_eq!(google.renewals(), renewals, "nothing was done");
    google.misbehave(Misbehaviour::TokenLosesAnswer);
    assert!(plain_http::post_form(&google.token_url(), &[], &fields).is_err());
    assert_eq!(google.renewals(), renewals + 1, "it was done");
}

#[test]
fn permanent_misbehaviour_continues_until_it_is_removed() {
    let google = google();
    let refresh = text(&tokens(&google, GOOGLE_SCOPE, &[]), "refresh_token");
    google.misbehave_always(Misbehaviour::TokenStatus(500));
    for _ in 0..3 {
        assert_eq!(renew(&google, &refresh).status, 500);
    }
    google.behave();
    assert_eq!(renew(&google, &refresh).status, 200);
}

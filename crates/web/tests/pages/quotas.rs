//! The page of a workspace shows its limits and usage; instance administrators change the limits.

use axum::http::{StatusCode, header};

use super::Pages;
use accounts::Role;

#[tokio::test]
async fn a_workspace_shows_its_usage_and_administrators_change_its_limits() {
    let pages = Pages::set_up().await;
    let path = format!("/workspaces/{}", pages.workspace);
    pages.get(&path).await.says("0 of 2,000 used, 2,000 left");
    pages.invite("eve@example.org", Role::Viewer).await.expect("invited");

    let form = [("recipients_per_hour", "50"), ("recipients_per_day", ""), ("waiting_mb", "1000")];
    let saved = pages.post(&format!("{path}/quota"), &form).await;
    assert_eq!(
        (saved.status, saved.header(header::LOCATION)),
        (StatusCode::SEE_OTHER, &*format!("{path}?quota=1#quota-title"))
    );
    let page = pages.get(&format!("{path}?quota=1")).await;
    for words in ["The sending limits were changed.", "1 of 50 used, 49 left", "1 of 10,000 used", " of 1,000 used"] {
        page.says(words);
    }
    let refused = pages.post(&format!("{path}/quota"), &[("recipients_per_hour", "many")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("recipients-per-hour-fault");
    refused.says("value=\"many\"");

    let bob = pages.member("bob@example.com", pages.workspace, Role::Admin).await;
    let bob = pages.browser_of(&bob).await;
    let seen = pages.read(&bob, &path).await;
    seen.says("1 of 50 used, 49 left");
    seen.does_not_say("name=\"recipients_per_hour\"");
    assert_eq!(pages.send(&bob, &format!("{path}/quota"), &form).await.status, StatusCode::FORBIDDEN);
}

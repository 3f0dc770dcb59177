//! Months go by: mail keeps flowing, and what ends is announced on the right day.

use std::time::Duration;

use owlpost::settings::Ends;
use testkit::{GoogleOptions, Publishing};

use crate::support::{DAY, Home, Provider};

#[tokio::test]
async fn mail_flows_for_120_days_without_anybody_doing_anything() {
    for provider in [Provider::google(), Provider::microsoft()] {
        let home = Home::connected(provider, "").await;
        let mut sent = 0;
        for day in 0..120 {
            home.turn(DAY);
            // Twelve times in four months: only the weekly renewal keeps the token alive in between.
            if day % 10 == 9 {
                home.accept("to@example.org", &format!("Day {day}")).await;
                sent += 1;
                home.arrived(sent).await;
            } else {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        assert!(home.house.app.notices.alarm().is_none(), "{:?}", home.house.app.notices.alarm());
    }
}

#[tokio::test]
async fn a_token_that_lies_unused_is_renewed_every_week() {
    let home = Home::connected(Provider::microsoft(), "").await;
    let before = home.provider.look_alike().renewals();
    for week in 1..=20 {
        home.turn(7 * DAY);
        for _ in 0..400 {
            if home.provider.look_alike().renewals() >= before + week {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(home.provider.look_alike().renewals(), before + week, "week {week}");
    }
}

#[tokio::test]
async fn a_token_that_nobody_renewed_dies_on_its_day_and_the_alarm_says_so() {
    for (provider, days) in [(Provider::google(), 180), (Provider::microsoft(), 90)] {
        let home = Home::connected(provider, "").await;
        let endings = home.house.app.settings.endings().await.expect("endings");
        let dies = endings.iter().find(|ending| ending.what == Ends::RefreshToken).expect("it dies of disuse");
        assert_eq!(dies.at.duration_since(home.clock.now()).as_hours(), days * 24);
        assert!(!dies.needs_somebody, "a renewal prevents it");
        // Both clocks leap, as after a long time without power.
        home.turn((u32::try_from(days).expect("days") + 10) * DAY);
        home.accept("to@example.org", "Too late").await;
        home.alarmed("consent_needed").await;
        assert!(home.needs_consent());
    }
}

#[tokio::test]
async fn a_project_in_testing_is_named_before_and_when_its_seven_days_are_over() {
    let testing = GoogleOptions { publishing: Publishing::Testing, ..GoogleOptions::default() };
    let home = Home::connected(Provider::google_with(testing), "").await;
    let endings = home.house.app.settings.endings().await.expect("endings");
    assert_eq!(endings[0].what, Ends::Consent);
    assert!(endings[0].meaning.contains("Testing"), "{}", endings[0].meaning);
    let left = endings[0].at.duration_since(home.clock.now());
    assert!((6 * 24..=7 * 24).contains(&left.as_hours()), "{left:?}");

    home.turn(7 * DAY + Duration::from_secs(3600));
    home.accept("to@example.org", "Too late").await;
    let problem = home.alarmed("consent_needed").await;
    assert!(format!("{problem:?}").contains("Testing"), "{problem:?}");
}

#[tokio::test]
async fn the_end_of_a_client_secret_is_announced_30_7_and_1_days_before() {
    let home = Home::connected(Provider::microsoft(), r#", "client_secret_expires": "2027-01-31""#).await;
    let app = &home.house.app;
    let workspace = app.accounts.set_up(None, "root@example.com", "four unrelated plain words".to_owned().into(), "W");
    workspace.await.expect("an administrator");
    let mut reminded = Vec::new();
    for day in 0..70 {
        home.turn(DAY);
        tokio::time::sleep(Duration::from_millis(30)).await;
        let subjects: Vec<String> = home
            .provider
            .look_alike()
            .arrivals()
            .iter()
            .map(|arrival| {
                String::from_utf8_lossy(&arrival.given)
                    .lines()
                    .find(|line| line.starts_with("Subject:"))
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect();
        if subjects.len() > reminded.len() {
            reminded.push((day, subjects.last().cloned().unwrap_or_default()));
        }
    }
    let days: Vec<i32> = reminded.iter().map(|(day, _)| *day).collect();
    assert_eq!(days.len(), 3, "{reminded:?}");
    // 2027-02-01 is 68 days after 2026-11-25; day 0 ends a day later.
    assert!(
        (36..=40).contains(&days[0]) && (59..=62).contains(&days[1]) && (65..=68).contains(&days[2]),
        "{reminded:?}"
    );
    assert!(reminded[0].1.contains("The client secret"), "{reminded:?}");
}

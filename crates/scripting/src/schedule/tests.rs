//! Tests of when schedules fire, on ordinary days and when clocks change.

use proptest::prelude::*;

use super::*;

fn schedule(cron: &str, time_zone: &str) -> Schedule {
    Schedule::parse(cron, time_zone).unwrap_or_else(|faults| panic!("{cron}: {faults:?}"))
}

/// The local times after `from` up to `until`, with the offset if the clock changes.
fn check(cron: &str, time_zone: &str, from: &str, expected: &[&str]) {
    let schedule = schedule(cron, time_zone);
    let mut at: Timestamp = from.parse().expect("a time");
    for (nth, expected) in expected.iter().enumerate() {
        at = schedule.next_after(at).expect("a time");
        let said = at.to_zoned(schedule.zone.clone()).strftime("%Y-%m-%d %H:%M %:z").to_string();
        assert!(said.starts_with(expected), "{cron} in {time_zone}, time {nth}: {said}, not {expected}");
    }
}

#[test]
fn an_expression_fires_as_cron_does() {
    let from = "2026-11-25T10:00:30Z";
    for (cron, expected) in [
        ("*/15 * * * *", ["2026-11-25 10:15", "2026-11-25 10:30", "2026-11-25 10:45"]),
        ("0 8 * * MON-FRI", ["2026-11-26 08:00", "2026-11-27 08:00", "2026-11-30 08:00"]),
        ("0,30 9-10 * * *", ["2026-11-25 10:30", "2026-11-26 09:00", "2026-11-26 09:30"]),
        ("0 0 * jan,JUL sun", ["2027-01-03 00:00", "2027-01-10 00:00", "2027-01-17 00:00"]),
        ("0 0 * * 7", ["2026-11-29 00:00", "2026-12-06 00:00", "2026-12-13 00:00"]),
        ("0 0 13 * FRI", ["2026-11-27 00:00", "2026-12-04 00:00", "2026-12-11 00:00"]),
        ("0 12 31 * *", ["2026-12-31 12:00", "2027-01-31 12:00", "2027-03-31 12:00"]),
        ("0 0 29 2 *", ["2028-02-29 00:00", "2032-02-29 00:00", "2036-02-29 00:00"]),
        ("@hourly", ["2026-11-25 11:00", "2026-11-25 12:00", "2026-11-25 13:00"]),
        ("@daily", ["2026-11-26 00:00", "2026-11-27 00:00", "2026-11-28 00:00"]),
        ("@Weekly", ["2026-11-29 00:00", "2026-12-06 00:00", "2026-12-13 00:00"]),
        ("@monthly", ["2026-12-01 00:00", "2027-01-01 00:00", "2027-02-01 00:00"]),
    ] {
        check(cron, "UTC", from, &expected);
    }
    check("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", &["2104-02-29 00:00"]);
}

#[test]
fn when_the_clock_is_set_forward_a_daily_run_is_late_but_not_lost() {
    let berlin = "Europe/Berlin";
    check("30 2 * * *", berlin, "2026-03-28T12:00:00Z", &["2026-03-29 03:00 +02:00", "2026-03-30 02:30 +02:00"]);
    check("*/15 2 * * *", berlin, "2026-03-28T12:00:00Z", &["2026-03-29 03:00 +02:00", "2026-03-30 02:00"]);
    check("0 2,3 * * *", berlin, "2026-03-28T12:00:00Z", &["2026-03-29 03:00 +02:00", "2026-03-30 02:00"]);
    check("0 8 * * *", berlin, "2026-03-28T12:00:00Z", &["2026-03-29 08:00 +02:00", "2026-03-30 08:00"]);
    check(
        "15 2 * * *",
        "Australia/Lord_Howe",
        "2026-10-03T00:00:00Z",
        &["2026-10-04 02:30 +11:00", "2026-10-05 02:15"],
    );
    // Midnight itself is skipped.
    check("0 0 * * *", "America/Asuncion", "2023-09-30T12:00:00Z", &["2023-10-01 01:00", "2023-10-02 00:00"]);
}

#[test]
fn when_the_clock_is_set_back_a_daily_run_is_not_repeated() {
    let berlin = "Europe/Berlin";
    check("30 2 * * *", berlin, "2026-10-24T12:00:00Z", &["2026-10-25 02:30 +02:00", "2026-10-26 02:30 +01:00"]);
    check(
        "0 1-3 * * *",
        berlin,
        "2026-10-24T12:00:00Z",
        &["2026-10-25 01:00", "2026-10-25 02:00 +02:00", "2026-10-25 03:00 +01:00"],
    );
    // Computed within the hour that is repeated.
    check("30 2 * * *", berlin, "2026-10-25T01:10:00Z", &["2026-10-26 02:30 +01:00"]);
    check(
        "45 1 * * *",
        "Australia/Lord_Howe",
        "2026-04-04T00:00:00Z",
        &["2026-04-05 01:45 +11:00", "2026-04-06 01:45 +10:30"],
    );
}

#[test]
fn an_hourly_schedule_follows_elapsed_time() {
    let berlin = "Europe/Berlin";
    check(
        "0 * * * *",
        berlin,
        "2026-03-28T23:30:00Z",
        &["2026-03-29 01:00", "2026-03-29 03:00 +02:00", "2026-03-29 04:00"],
    );
    check(
        "0 * * * *",
        berlin,
        "2026-10-24T23:30:00Z",
        &["2026-10-25 02:00 +02:00", "2026-10-25 02:00 +01:00", "2026-10-25 03:00 +01:00"],
    );
    check(
        "*/20 0-23 * * *",
        berlin,
        "2026-10-25T00:30:00Z",
        &["2026-10-25 02:40 +02:00", "2026-10-25 02:00 +01:00", "2026-10-25 02:20 +01:00"],
    );
    let lord_howe = "Australia/Lord_Howe";
    check(
        "*/10 * * * *",
        lord_howe,
        "2026-04-04T14:45:00Z",
        &["2026-04-05 01:50 +11:00", "2026-04-05 01:30 +10:30", "2026-04-05 01:40"],
    );
    check("*/10 * * * *", lord_howe, "2026-10-03T15:15:00Z", &["2026-10-04 01:50 +10:30", "2026-10-04 02:30 +11:00"]);
    check("15 * * * *", lord_howe, "2026-10-03T14:50:00Z", &["2026-10-04 03:15 +11:00"]);
}

#[test]
fn each_fault_of_a_schedule_has_its_code() {
    for (cron, time_zone, expected) in [
        ("", "UTC", &[("cron", texts::schedule_empty())][..]),
        ("daily", "UTC", &[("cron", texts::schedule_field_count("`daily`", 1))]),
        ("0 8 * *", "UTC", &[("cron", texts::schedule_field_count("`0 8 * *`", 4))]),
        ("0 0 8 * * *", "UTC", &[("cron", texts::schedule_field_count("`0 0 8 * * *`", 6))]),
        ("60 8 * * *", "UTC", &[("cron", texts::schedule_minute_invalid("`60`"))]),
        ("0 24 * * *", "UTC", &[("cron", texts::schedule_hour_invalid("`24`"))]),
        ("0 8 * 13 *", "UTC", &[("cron", texts::schedule_month_invalid("`13`"))]),
        ("0 8 * * MON-XYZ", "UTC", &[("cron", texts::schedule_weekday_invalid("`MON-XYZ`"))]),
        ("0 8 30 2 *", "UTC", &[("cron", texts::schedule_never_fires("`0 8 30 2 *`"))]),
        ("@often", "UTC", &[("cron", texts::schedule_name_unknown("`@often`"))]),
        ("H * * * *", "UTC", &[("cron", texts::schedule_minute_invalid("`H`"))]),
        ("0 8 L * *", "UTC", &[("cron", texts::schedule_day_invalid("`L`"))]),
        ("0 8 * * 5#3", "UTC", &[("cron", texts::schedule_weekday_invalid("`5#3`"))]),
        ("0 8 * * *", "", &[("time_zone", texts::schedule_time_zone_missing())]),
        ("0 8 * * *", "Berlin", &[("time_zone", texts::schedule_time_zone_similar("`Berlin`", "Europe/Berlin"))]),
        (
            "0 8 * * *",
            "Europe/Berln",
            &[("time_zone", texts::schedule_time_zone_similar("`Europe/Berln`", "Europe/Berlin"))],
        ),
        (
            "x * * * *",
            "qqqq",
            &[
                ("cron", texts::schedule_minute_invalid("`x`")),
                ("time_zone", texts::schedule_time_zone_unknown("`qqqq`")),
            ],
        ),
    ] {
        let faults = Schedule::parse(cron, time_zone).expect_err(cron);
        let found: Vec<_> = faults.into_iter().map(|fault| (fault.field, fault.text)).collect();
        let expected: Vec<_> = expected.iter().map(|(field, text)| ((*field).to_owned(), text.clone())).collect();
        assert_eq!(found, expected, "{cron} in {time_zone}");
    }
    let faults = Schedule::parse(&"1,".repeat(300), "UTC").expect_err("too long");
    assert_eq!(faults[0].text, texts::schedule_too_long(400));
}

#[test]
fn a_schedule_is_stored_as_written_and_described() {
    let written = schedule("  0  8 * * mon-fri ", "europe/berlin");
    assert_eq!((written.cron(), written.time_zone()), ("0 8 * * mon-fri", "Europe/Berlin"));
    for (cron, words) in [
        ("5 8 * * *", ScheduleDescription::Daily(8, 5)),
        ("0 8 * * mon-fri", ScheduleDescription::Weekdays(8, 0)),
        ("@hourly", ScheduleDescription::Hourly(0)),
        ("0 8 1 * *", ScheduleDescription::Expression("0 8 1 * *".into())),
    ] {
        assert_eq!(*schedule(cron, "UTC").in_words(), words);
    }
}

proptest! {
    #[test]
    fn no_input_makes_parsing_panic(cron in "[-0-9*/,@A-Z ?#]{0,30}|.{0,40}", zone in "UTC|[A-Z][a-z]{2,8}(/[A-Z][a-z]{0,8})?|.{0,10}") {
        let _ = Schedule::parse(&cron, &zone);
    }

    #[test]
    fn each_next_time_is_later_and_on_schedule(
        minute in 0..60, hour in prop_oneof![Just("*".to_owned()), (0..24_i32).prop_map(|hour| hour.to_string()), Just("*/3".to_owned())],
        zone in prop_oneof![Just("Europe/Berlin"), Just("Australia/Lord_Howe"), Just("America/New_York"), Just("Asia/Kathmandu")],
        from in 1_767_225_600_i64..1_830_297_600,
    ) {
        let schedule = schedule(&format!("{minute} {hour} * * *"), zone);
        let mut at = Timestamp::from_second(from).expect("a time");
        for _ in 0..30 {
            let next = schedule.next_after(at).expect("a time");
            prop_assert!(next > at && next.as_second() % 60 == 0);
            at = next;
        }
    }
}

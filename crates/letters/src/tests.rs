//! Every letter in every language: as snapshots, and by the rules that apply to all.

use std::time::Duration;

use jiff::Timestamp;

use super::gallery::{self, LetterSample};
use super::*;

/// Names that strangers may choose.
const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "https://evil.example/?a&b",
    "Ann\r\nBcc: victim@example.com\r\n\r\n<b>",
    "{{ 7 * 7 }} { $workspace } %0d%0a &amp;",
    "\u{202e}gnp.exe\u{2066}",
];

fn each() -> impl Iterator<Item = (LetterSample, Language, Letter)> {
    let languages = |entry: LetterSample| Language::ALL.map(|language| (entry, language, (entry.sample)(language)));
    gallery::ALL.into_iter().flat_map(languages)
}

fn rendered(letter: Letter) -> String {
    let sender = mail::parse_list("Example <noreply@example.com>").expect("an address").remove(0);
    let stamp = mail::Stamp { date: Timestamp::UNIX_EPOCH, unique: 7, auto_submitted: true };
    let mail = letter.to("bob@example.com").check().expect("no faults").render(sender, &[], stamp);
    String::from_utf8(mail.expect("small enough").bytes.to_vec()).expect("7-bit text")
}

/// Invitation, validation and test letter with that text in every value that a stranger may choose.
fn with(hostile: &str, language: Language) -> [Letter; 3] {
    let invitation = invitation::Values {
        workspace: hostile.into(),
        invited_by: hostile.into(),
        name: hostile.into(),
        ..invitation::Values::sample()
    };
    let validation = AccountLink { name: hostile.into(), ..validation::sample() };
    let test = test::Values {
        sent_through: test::SentThrough::Server(mail::Text::verbatim(hostile)),
        ..test::Values::sample()
    };
    [
        invitation::letter(&invitation, language),
        validation::letter(&validation, language),
        test::letter(&test, language),
    ]
}

#[test]
fn letters_are_as_they_were_looked_at() {
    for (LetterSample { name, .. }, language, letter) in each() {
        let name = format!("{name}.{}", language.tag());
        insta::assert_snapshot!(format!("{name}.text"), format!("Subject: {}\n\n{}", letter.subject, letter.text));
        insta::assert_snapshot!(format!("{name}.html"), letter.html);
        insta::assert_snapshot!(format!("{name}.mail"), rendered(letter).replace('\r', ""));
    }
}

#[test]
fn other_words_of_some_letters_are_as_they_were_looked_at() {
    let mut texts = String::new();
    for language in Language::ALL {
        let kept = test::Values { sent_through: test::SentThrough::Mailbox, ..test::Values::sample() };
        let last_day = expiration::Values { days_left: 1, ..expiration::Values::sample() };
        let by_link = password_changed::Values {
            how: password_changed::PasswordChangeKind::ResetByLink,
            ..password_changed::Values::sample()
        };
        let nobody = address_changed::Values { contact: String::new(), ..address_changed::Values::sample() };
        let quiet = alarm::Values { waiting: 0, ..alarm::Values::sample() };
        let mut letters = vec![
            test::letter(&kept, language),
            expiration::letter(&last_day, language),
            password_changed::letter(&by_link, language),
            address_changed::letter(&nobody, language),
            alarm::letter(&quiet, language),
        ];
        for (workspace, invited_by, role) in [
            ("", "", invitation::Role::Unknown),
            ("Shop", "", invitation::Role::Admin),
            ("", "Ann", invitation::Role::Viewer),
        ] {
            let (workspace, invited_by) = (workspace.into(), invited_by.into());
            let values =
                invitation::Values { workspace, invited_by, role, name: "Bob".into(), ..invitation::Values::sample() };
            letters.push(invitation::letter(&values, language));
        }
        for letter in letters {
            texts.push_str(&format!("Subject: {}\n\n{}\n====\n", letter.subject, letter.text));
        }
    }
    insta::assert_snapshot!(texts);
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    for (LetterSample { name, .. }, _, letter) in each() {
        for loading in ["<img", "url(", "<link", "@import", "src=", "<script", "<form"] {
            assert!(!letter.html.contains(loading), "{name}: {loading}");
        }
    }
}

#[test]
fn the_html_says_its_language_and_both_parts_have_the_same_links() {
    for (LetterSample { name, .. }, language, letter) in each() {
        assert!(letter.html.contains(&format!("<html lang=\"{}\">", language.tag())), "{name}");
        let in_text: Vec<&str> = letter.text.lines().filter(|line| line.starts_with("https://")).collect();
        for link in &in_text {
            assert!(letter.html.contains(&format!("href=\"{link}\"")), "{name}: {link}");
        }
        let in_html = letter.html.matches("href=\"").count();
        assert!(in_html >= in_text.len() && (in_html == 0) == in_text.is_empty(), "{name}");
    }
}

#[test]
fn a_subject_is_one_short_line() {
    let long = "Lorem ipsum ".repeat(50);
    for language in Language::ALL {
        let hostile = HOSTILE.into_iter().chain([long.as_str()]).flat_map(|text| with(text, language));
        for letter in hostile.chain(gallery::ALL.map(|entry| (entry.sample)(language))) {
            assert!(!letter.subject.chars().any(char::is_control), "{:?}", letter.subject);
            assert!(letter.subject.chars().count() <= 150, "{:?}", letter.subject);
            assert!(!letter.subject.is_empty());
        }
    }
}

#[test]
fn names_from_outside_become_neither_html_nor_a_header_nor_a_link() {
    for hostile in HOSTILE {
        for letter in Language::ALL.into_iter().flat_map(|language| with(hostile, language)) {
            for forbidden in ["<script>", "onmouseover=\"", "<b>", "href=\"https://evil"] {
                assert!(!letter.html.contains(forbidden), "{hostile:?}: {}", letter.html);
            }
            // The test letter names the server as the administrator entered it: no stranger chooses that text.
            let is_test = letter.html.contains("Email Settings") || letter.html.contains("E-Mail-Einstellungen");
            assert!(is_test || !letter.text.contains("https://evil"), "{}", letter.text);
            assert!(!letter.subject.contains("https://evil"), "{}", letter.subject);
            let mail = rendered(letter);
            let (head, _) = mail.split_once("\r\n\r\n").expect("a head");
            assert!(!head.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{head}");
        }
    }
}

#[test]
fn a_letter_with_a_link_says_who_asked_how_long_it_works_and_that_it_can_be_ignored() {
    for name in ["invitation", "password-reset", "validation", "address-change"] {
        let entry = gallery::ALL.into_iter().find(|entry| entry.name == name).expect("a letter of that name");
        for (language, words) in [
            (
                Language::English,
                ["This link works for", "2026, 1", "ignore this email", "You received this email because"],
            ),
            (
                Language::German,
                ["Dieser Link gilt", "2026, 1", "ignorieren Sie diese E-Mail", "Sie erhalten diese E-Mail, weil"],
            ),
        ] {
            let letter = (entry.sample)(language);
            for word in words {
                assert!(letter.text.contains(word) && letter.html.contains(word), "{name}: {word}");
            }
        }
    }
}

#[test]
fn the_new_address_is_masked_for_the_old_mailbox() {
    let values = address_changed::Values::sample();
    let letter = address_changed::letter(&values, Language::English);
    assert!(!format!("{letter:?}").contains(&values.new_address));
    assert!(letter.text.contains("z•••@example.net"));
}

#[test]
fn a_link_that_works_for_an_hour_says_so() {
    let values = AccountLink { valid_for: Duration::from_secs(3600), ..validation::sample() };
    assert!(validation::letter(&values, Language::English).text.contains("works for 1 hour, until"));
}

//! Tests of *Letters*: each has a sample in each language, and its frame allows nothing harmful.

use axum::http::{StatusCode, header};

use super::Pages;
use letters::Language;
use letters::gallery;

#[tokio::test]
async fn every_letter_is_listed_and_shown_in_each_language() {
    let pages = Pages::set_up().await;
    let list = pages.get("/configuration/letters").await;
    list.says("aria-current=\"page\"");
    for exhibit in gallery::ALL {
        list.says(&format!("href=\"/configuration/letters/{}\"", exhibit.name));
        for language in Language::ALL {
            let address = format!("/configuration/letters/{}?language={}", exhibit.name, language.tag());
            let page = pages.get(&address).await;
            assert_eq!(page.status, StatusCode::OK, "{address}");
            let letter = (exhibit.sample)(language);
            let escaped =
                letter.subject.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('\'', "&#39;");
            page.says(&escaped);
            page.says(letter.text.lines().last().expect("a foot").trim());
            page.says(&format!("src=\"/configuration/letters/{}/html?language={}\"", exhibit.name, language.tag()));
        }
    }
}

#[tokio::test]
async fn the_frame_shows_the_letter_and_has_no_permissions() {
    let pages = Pages::set_up().await;
    for (address, words) in [
        ("/configuration/letters/password-reset/html?language=en", "<html lang=\"en\">"),
        ("/configuration/letters/password-reset/html?language=de", "<html lang=\"de\">"),
        ("/configuration/letters/password-reset/html", "<html lang=\"en\">"),
        ("/configuration/letters/password-reset/html?language=tlh", "<html lang=\"en\">"),
    ] {
        let frame = pages.get(address).await;
        frame.says(words);
        frame.says("<base target=\"_blank\">");
        let policy = frame.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    }
}

#[tokio::test]
async fn a_letter_that_does_not_exist_is_not_found() {
    let pages = Pages::set_up().await;
    for address in ["/configuration/letters/love", "/configuration/letters/love/html"] {
        assert_eq!(pages.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

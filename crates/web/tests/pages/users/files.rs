//! Tests of a workspace's files: uploading several at once, refusals, permissions, in both languages.

use axum::http::StatusCode;

use super::*;
use crate::languages::GermanPage;
use scripting::files::FILE_BYTES;

const BOUNDARY: &str = "----owlpost-test";

impl Pages {
    /// Posts a form with files, as a browser does.
    async fn upload(&self, browser: &Browser, path: &str, files: &[(&str, &[u8])]) -> Answer {
        let mut body = Vec::new();
        for (name, content) in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let mut request = Request::post(path)
            .header(header::HOST, "localhost:8020")
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"));
        for (name, value) in [(header::COOKIE, browser.cookie.as_deref()), (header::ACCEPT_LANGUAGE, browser.language)]
        {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        self.call(request.body(Body::from(body)).expect("a request")).await
    }
}

#[tokio::test]
async fn several_files_are_uploaded_shown_downloaded_and_deleted() {
    let pages = Pages::set_up().await;
    let (ann, path) = (pages.ann.clone(), format!("/workspaces/{}/files", pages.workspace));
    pages.read(&ann, &path).await.says("No files yet");
    pages.read(&ann, &path.replace("/files", "")).await.says(&path);

    let done = pages.upload(&ann, &path, &[("terms.pdf", b"%PDF-1.7"), ("Ü b.csv", b"a;b")]).await;
    assert_eq!(done.header(header::LOCATION), format!("{path}?stored=2"), "{}", done.body);
    let page = pages.read(&ann, &format!("{path}?stored=2")).await;
    for words in ["2 files are stored.", "terms.pdf", "application/pdf", "8 bytes", "by ann@example.com", "2 of 1,000"]
    {
        page.says(words);
    }
    page.says(&format!("href=\"{path}/%C3%9C%20b.csv\""));

    let file = pages.read(&ann, &format!("{path}/%C3%9C%20b.csv")).await;
    assert_eq!((file.status, file.body.as_str()), (StatusCode::OK, "a;b"));
    assert_eq!(file.header(header::CONTENT_TYPE), "application/octet-stream");
    assert!(file.header(header::CONTENT_DISPOSITION).starts_with("attachment; "));

    pages.read(&ann, &format!("{path}/terms.pdf/delete")).await.says("Delete this file?");
    pages.read(&ann, &path).await.says(">terms.pdf<");
    let gone = pages.send(&ann, &format!("{path}/terms.pdf/delete"), &[]).await;
    assert_eq!(gone.header(header::LOCATION), format!("{path}?deleted=1"));
    pages.read(&ann, &path).await.does_not_say(">terms.pdf<");
    assert_eq!(pages.send(&ann, &format!("{path}/terms.pdf/delete"), &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_refused_file_does_not_affect_the_others() {
    let pages = Pages::set_up().await;
    let (ann, path) = (pages.ann.clone(), format!("/workspaces/{}/files", pages.workspace));
    let large = vec![0; FILE_BYTES + 1];
    let refused = pages.upload(&ann, &path, &[("a/b.txt", b"x"), ("large.bin", &large), ("good.txt", b"x")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Some files were not stored",
        "“a/b.txt” contains a path: write only the file name.",
        "“large.bin” has 11 MB, and at most 10 MB are allowed",
        "One file is stored.",
        "good.txt</a>",
    ] {
        refused.says(words);
    }
    refused.does_not_say("large.bin</a>");

    let nothing = pages.upload(&ann, &path, &[("", b"")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    nothing.says("Choose at least one file.");
    let no_form = pages.send(&ann, &path, &[("file", "x")]).await;
    assert_eq!(no_form.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_viewer_reads_and_an_editor_writes() {
    let pages = Pages::set_up().await;
    let (ann, path) = (pages.ann.clone(), format!("/workspaces/{}/files", pages.workspace));
    pages.upload(&ann, &path, &[("terms.pdf", b"%PDF-1.7")]).await;
    let viewer = pages.person(EVE, true, Some(Role::Viewer)).await;
    let viewer = pages.browser_of(&viewer).await;
    let page = pages.read(&viewer, &path).await;
    page.says("terms.pdf");
    page.does_not_say("type=\"file\"");
    page.does_not_say("/delete");
    assert_eq!(pages.read(&viewer, &format!("{path}/terms.pdf")).await.status, StatusCode::OK);
    assert_eq!(pages.upload(&viewer, &path, &[("a.txt", b"x")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(pages.send(&viewer, &format!("{path}/terms.pdf/delete"), &[]).await.status, StatusCode::FORBIDDEN);

    let editor = pages.person(BOB, true, Some(Role::Editor)).await;
    let editor = pages.browser_of(&editor).await;
    assert_eq!(pages.upload(&editor, &path, &[("a.txt", b"x")]).await.status, StatusCode::SEE_OTHER);
    pages.read(&editor, &path).await.says("by bob@example.com");
}

#[tokio::test]
async fn the_files_are_german() {
    let pages = Pages::set_up().await;
    let (ann, path) = (pages.ann.clone().in_german(), format!("/workspaces/{}/files", pages.workspace));
    let files = &["files", "workspaces"];
    pages.read(&ann, &path).await.is_german(&path, files, &["Noch keine Dateien", "Dateien hochladen", "Skripte"]);
    let refused =
        pages.upload(&ann, &path, &[("a.txt", b"x"), ("..", b"x"), ("l.bin", &vec![0; FILE_BYTES + 1])]).await;
    let words = &[
        "Eine Datei ist gespeichert.",
        "Einige Dateien wurden nicht gespeichert",
        "Ein Anhang braucht einen Dateinamen",
        "„l.bin“ hat 11 MB, und höchstens 10 MB sind erlaubt",
        "1 von 1.000 Dateien, 1 Byte von 100 MB",
    ];
    refused.is_german("an upload", files, words);
    let delete = format!("{path}/a.txt/delete");
    pages.read(&ann, &delete).await.is_german(&delete, files, &["Diese Datei löschen?", "Abbrechen"]);
    let deleted = format!("{path}?deleted=1");
    pages.read(&ann, &deleted).await.is_german(&deleted, files, &["Die Datei wurde gelöscht."]);
    let nothing = pages.upload(&ann, &path, &[]).await;
    nothing.is_german("an upload", files, &["Wählen Sie mindestens eine Datei aus."]);
    let eve = pages.person(EVE, true, Some(Role::Viewer)).await;
    let eve = pages.browser_of(&eve).await.in_german();
    pages.send(&ann, &delete, &[]).await;
    pages.read(&eve, &path).await.is_german(&path, files, &["können Dateien hochladen"]);
}

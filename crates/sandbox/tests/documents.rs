//! The lists of JavaScript globals in `docs/scripts.md`, compared with the engine.

mod support;

use sandbox::{Level, Outcome};

use support::{Recorder, child, job, limits};

const PAGE: &str = include_str!("../../../docs/scripts.md");

/// The names in backticks on the line of the page that starts with `beginning`.
fn names(beginning: &str) -> Vec<&'static str> {
    let line = PAGE.lines().find(|line| line.starts_with(beginning));
    let line = line.unwrap_or_else(|| panic!("docs/scripts.md has no line that begins with {beginning:?}"));
    let names: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
    assert!(names.len() >= 5, "{beginning}: {names:?}");
    names
}

/// The names that are defined in a script.
async fn defined(names: &[&str]) -> Vec<String> {
    let list = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(",");
    let script =
        format!("for (const name of [{list}]) if (typeof globalThis[name] !== \"undefined\") console.log(name);");
    let mut host = Recorder::default();
    let outcome = sandbox::run(child(), job(&script), &limits(), &mut host).await;
    assert!(matches!(outcome, Outcome::Finished(_)), "the script ends");
    host.console.into_iter().filter(|line| line.level == Level::Log).map(|line| line.text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_lists_which_globals_scripts_have_and_which_not() {
    let available = names("Available, as in browsers:");
    assert_eq!(defined(&available).await, available, "docs/scripts.md promises more than the engine has");
    let absent = names("Not available:");
    assert!(defined(&absent).await.is_empty(), "docs/scripts.md denies what the engine has");
}

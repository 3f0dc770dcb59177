//! The head of each page of a script: workspace, name, and links to its other pages.

use std::borrow::Cow;

use askama::Template;
use uuid::Uuid;

use super::access::WorkspaceAccess;
use crate::translation::{filters, tr};
use scripting::Script;

/// The pages of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Editor,
    Runs,
    Triggers,
    Versions,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Editor, Self::Runs, Self::Triggers, Self::Versions];

    fn words(self) -> (&'static str, Cow<'static, str>) {
        match self {
            Self::Editor => ("", tr("script-tab-editor")),
            Self::Runs => ("/runs", tr("script-tab-runs")),
            Self::Triggers => ("/triggers", tr("script-tab-triggers")),
            Self::Versions => ("/versions", tr("script-tab-versions")),
        }
    }
}

/// The rendered head of a page of a script.
#[derive(Template)]
#[template(path = "scripts/head.html")]
pub struct Head {
    pub workspace: Uuid,
    pub workspace_name: String,
    pub script: Uuid,
    pub name: String,
    tab: Tab,
    /// Whether the page is below that of the tab, which is then a link back.
    below: bool,
}

impl Head {
    pub fn new(access: &WorkspaceAccess, script: &Script, tab: Tab) -> Self {
        Self {
            workspace: access.workspace.id,
            workspace_name: access.workspace.name.clone(),
            script: script.id,
            name: script.name.clone(),
            tab,
            below: false,
        }
    }

    /// Marks it as a page below that of the tab.
    pub fn below(self) -> Self {
        Self { below: true, ..self }
    }

    /// The path of the script.
    pub fn at(&self) -> String {
        format!("/workspaces/{}/scripts/{}", self.workspace, self.script)
    }

    fn tabs(&self) -> [(String, Cow<'static, str>, &'static str); 4] {
        Tab::ALL.map(|tab| {
            let (path, label) = tab.words();
            let current = match (tab == self.tab, self.below) {
                (true, false) => "page",
                (true, true) => "true",
                (false, _) => "",
            };
            (format!("{}{path}", self.at()), label, current)
        })
    }
}

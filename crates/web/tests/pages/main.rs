//! The pages as people see them: in a browser that is Ann's, unless something else is said.

mod audit;
mod content;
mod german_settings;
mod guards;
mod languages;
mod letters;
mod long_lists;
mod pseudo_localisation;
mod questions;
mod scripts;
mod settings;
mod users;
mod words_of_others;

use std::ops::{Deref, DerefMut};

use config::Config;
use testserver::{ANN, Answer, NOBODY, PASSWORD, TestServer};

/// A server and its pages.
struct Pages(TestServer);

impl Deref for Pages {
    type Target = TestServer;

    fn deref(&self) -> &TestServer {
        &self.0
    }
}

impl DerefMut for Pages {
    fn deref_mut(&mut self) -> &mut TestServer {
        &mut self.0
    }
}

impl Pages {
    /// Nobody has set up.
    async fn new() -> Self {
        Self(TestServer::builder().start_empty().await)
    }

    /// Ann has set up and is signed in.
    async fn set_up() -> Self {
        Self(TestServer::builder().start_signed_in().await)
    }

    /// As [`Pages::set_up`], with another configuration.
    async fn set_up_with(change: impl FnOnce(&mut Config) + Send + 'static) -> Self {
        Self(TestServer::builder().config(change).start_signed_in().await)
    }

    /// The same server, seen by somebody who is not signed in.
    fn signed_out(mut self) -> Self {
        self.ann = NOBODY;
        self
    }
}

//! Tests of the pages, in Ann's browser unless a test says otherwise.

mod api_keys;
mod audit;
mod content;
mod german_settings;
mod guards;
mod languages;
mod letters;
mod long_lists;
mod pseudo_localisation;
mod questions;
mod quotas;
mod scripts;
mod settings;
mod step_up;
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
    /// A server before the setup.
    async fn new() -> Self {
        Self(TestServer::builder().start_empty().await)
    }

    /// A server that Ann has set up; she is signed in.
    async fn set_up() -> Self {
        Self(TestServer::builder().start_signed_in().await)
    }

    /// Like [`Pages::set_up`], with another configuration.
    async fn set_up_with(change: impl FnOnce(&mut Config) + Send + 'static) -> Self {
        Self(TestServer::builder().config(change).start_signed_in().await)
    }

    /// The same server with a browser that is not signed in.
    fn signed_out(mut self) -> Self {
        self.ann = NOBODY;
        self
    }
}

//! Long lists on pages: searched, and so many entries at a time. For lists that are in memory as a whole.

use std::borrow::Cow;

use crate::session::percent_encoded;
use crate::translation::tr_args;

/// Entries on a page.
pub const PER_PAGE: usize = 50;

/// Where a list can be searched, and what is looked for.
pub struct Search {
    /// Path, `?` and what is kept of the query, up to a final `&` or `?`.
    pub address: String,
    /// The name of the field.
    pub name: &'static str,
    /// What was typed.
    pub words: String,
    /// The anchor of the list.
    pub anchor: &'static str,
}

/// A part of a list.
pub struct Paged<T> {
    /// The entries of this page.
    pub items: Vec<T>,
    /// How many were found.
    pub found: usize,
    /// How many there are.
    pub total: usize,
    /// From 1.
    page: usize,
    search: Search,
}

impl<T> Paged<T> {
    /// The entries of `page`, counted from 1, among those that `is_found` says yes to; a page that does not exist is the last.
    pub fn of(all: Vec<T>, page: usize, search: Search, is_found: impl Fn(&T) -> bool) -> Self {
        let total = all.len();
        let found: Vec<T> = all.into_iter().filter(is_found).collect();
        let pages = found.len().div_ceil(PER_PAGE).max(1);
        let page = page.clamp(1, pages);
        let count = found.len();
        let items = found.into_iter().skip((page - 1) * PER_PAGE).take(PER_PAGE).collect();
        Self { items, found: count, total, page, search }
    }

    /// With each entry made into what the page shows.
    pub fn map<U>(self, view: impl FnMut(T) -> U) -> Paged<U> {
        let Self { items, found, total, page, search } = self;
        Paged { items: items.into_iter().map(view).collect(), found, total, page, search }
    }

    /// Whether the list is long enough to be searched.
    pub fn is_long(&self) -> bool {
        self.total > PER_PAGE || !self.search.words.is_empty()
    }

    /// What the search is for.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// The page before.
    pub fn previous(&self) -> Option<String> {
        (self.page > 1).then(|| self.address(self.page - 1))
    }

    /// The page behind.
    pub fn next(&self) -> Option<String> {
        (self.page * PER_PAGE < self.found).then(|| self.address(self.page + 1))
    }

    /// `51–100 of 300`.
    pub fn words(&self) -> Cow<'static, str> {
        let first = if self.found == 0 { 0 } else { (self.page - 1) * PER_PAGE + 1 };
        let last = (self.page * PER_PAGE).min(self.found);
        let args = [("first", first.into()), ("last", last.into()), ("count", self.found.into())];
        tr_args("paging-range", &args)
    }

    fn address(&self, page: usize) -> String {
        let Search { address, name, words, anchor } = &self.search;
        let words = if words.is_empty() { String::new() } else { format!("{name}={}&", percent_encoded(words)) };
        format!("{address}{words}{name}_page={page}#{anchor}")
    }
}

/// Whether `text` contains what is looked for, without regard to case.
pub fn contains(text: &str, words: &str) -> bool {
    text.to_lowercase().contains(&words.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paged(count: usize, page: usize, words: &str) -> Paged<String> {
        let all = (0..count).map(|number| format!("reader{number}@example.com")).collect();
        let search = Search { address: "/list?".into(), name: "who", words: words.into(), anchor: "list" };
        Paged::of(all, page, search, |one| contains(one, words))
    }

    #[test]
    fn a_long_list_comes_in_pages() {
        let first = paged(120, 1, "");
        assert_eq!((first.items.len(), first.previous(), first.words()), (50, None, "1–50 of 120".into()));
        assert_eq!(first.next().as_deref(), Some("/list?who_page=2#list"));
        let last = paged(120, 9, "");
        assert_eq!((last.items.len(), last.next(), last.words()), (20, None, "101–120 of 120".into()));
        assert!(first.is_long() && !paged(50, 1, "").is_long());
    }

    #[test]
    fn what_is_looked_for_is_kept_from_page_to_page() {
        let found = paged(300, 1, "Reader2");
        assert_eq!((found.found, found.total), (111, 300));
        assert_eq!(found.next().as_deref(), Some("/list?who=Reader2&who_page=2#list"));
        let none = paged(3, 1, "nobody");
        assert_eq!((none.items.len(), none.next(), none.words()), (0, None, "0–0 of 0".into()));
        assert!(none.is_long(), "the search can be changed");
    }
}

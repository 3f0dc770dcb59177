//! Long lists on pages: search and paging of lists that are completely in memory.

use std::borrow::Cow;

use crate::session::percent_encoded;
use crate::translation::tr_args;

/// Number of entries per page.
pub const PER_PAGE: usize = 50;

/// The search of a list.
pub struct Search {
    /// Path, `?` and the rest of the query, up to a final `&` or `?`.
    pub address: String,
    /// The name of the search field.
    pub name: &'static str,
    /// The entered text.
    pub words: String,
    /// The HTML id of the list.
    pub anchor: &'static str,
}

/// A page of a list.
pub struct Paged<T> {
    /// The entries of this page.
    pub items: Vec<T>,
    /// Number of matching entries.
    pub found: usize,
    /// Number of all entries.
    pub total: usize,
    /// The page, counted from 1.
    page: usize,
    search: Search,
}

impl<T> Paged<T> {
    /// Page `page`, counted from 1, of the entries for which `is_found` is true; a page beyond the end is the last one.
    pub fn of(all: Vec<T>, page: usize, search: Search, is_found: impl Fn(&T) -> bool) -> Self {
        let total = all.len();
        let found: Vec<T> = all.into_iter().filter(is_found).collect();
        let pages = found.len().div_ceil(PER_PAGE).max(1);
        let page = page.clamp(1, pages);
        let count = found.len();
        let items = found.into_iter().skip((page - 1) * PER_PAGE).take(PER_PAGE).collect();
        Self { items, found: count, total, page, search }
    }

    /// Converts each entry to its view.
    pub fn map<U>(self, view: impl FnMut(T) -> U) -> Paged<U> {
        let Self { items, found, total, page, search } = self;
        Paged { items: items.into_iter().map(view).collect(), found, total, page, search }
    }

    /// Whether the list is long enough to need a search.
    pub fn is_long(&self) -> bool {
        self.total > PER_PAGE || !self.search.words.is_empty()
    }

    /// The search.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// The URL of the previous page.
    pub fn previous(&self) -> Option<String> {
        (self.page > 1).then(|| self.address(self.page - 1))
    }

    /// The URL of the next page.
    pub fn next(&self) -> Option<String> {
        (self.page * PER_PAGE < self.found).then(|| self.address(self.page + 1))
    }

    /// The position in the list: `51–100 of 300`.
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

/// Whether `text` contains `words`, ignoring case.
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
    fn a_long_list_has_pages() {
        let first = paged(120, 1, "");
        assert_eq!((first.items.len(), first.previous(), first.words()), (50, None, "1–50 of 120".into()));
        assert_eq!(first.next().as_deref(), Some("/list?who_page=2#list"));
        let last = paged(120, 9, "");
        assert_eq!((last.items.len(), last.next(), last.words()), (20, None, "101–120 of 120".into()));
        assert!(first.is_long() && !paged(50, 1, "").is_long());
    }

    #[test]
    fn the_search_is_kept_across_pages() {
        let found = paged(300, 1, "Reader2");
        assert_eq!((found.found, found.total), (111, 300));
        assert_eq!(found.next().as_deref(), Some("/list?who=Reader2&who_page=2#list"));
        let none = paged(3, 1, "nobody");
        assert_eq!((none.items.len(), none.next(), none.words()), (0, None, "0–0 of 0".into()));
        assert!(none.is_long(), "the search can be changed");
    }
}

//! Layout of text: wrapping, empty lines between paragraphs, marks of lists and quotations.

/// Maximum columns of a line: the 78 characters of RFC 5322 §2.1.1, less the mark of a quotation.
const WIDTH: usize = 76;

/// Maximum depth of lists and quotations; deeper ones are treated like this depth, so that no line consists only of
/// marks.
const DEEPEST: usize = 6;

/// The text so far, and the line breaks and spaces to write before the next word.
#[derive(Default)]
pub(super) struct Layout {
    text: String,
    column: usize,
    breaks: usize,
    spaces: usize,
    /// Whether the next text must be separated from the previous word.
    is_separate: bool,
    /// For each open list the next number, or `None` for one with bullets.
    lists: Vec<Option<usize>>,
    /// The mark of a list item whose first word is still to come.
    mark: String,
    quotations: usize,
    verbatim: usize,
}

impl Layout {
    /// Adds text: white space is collapsed, adjacent words stay together.
    pub(super) fn text(&mut self, text: &str) {
        if self.verbatim > 0 {
            return self.verbatim_text(text);
        }
        let mut rest = text;
        while !rest.is_empty() {
            let trimmed = rest.trim_ascii_start();
            if trimmed.len() < rest.len() {
                self.spaces = self.spaces.max(1);
            }
            let (word, after) =
                trimmed.split_at(trimmed.find(|c: char| c.is_ascii_whitespace()).unwrap_or(trimmed.len()));
            self.word(word);
            rest = after;
        }
    }

    fn word(&mut self, word: &str) {
        // Preview lines are padded with these characters.
        if word.chars().all(|c| matches!(c, '\u{A0}' | '\u{200B}'..='\u{200D}' | '\u{34F}' | '\u{AD}' | '\u{FEFF}')) {
            self.spaces = self.spaces.max(usize::from(!word.is_empty()));
            return;
        }
        let length = word.chars().count();
        // Punctuation follows without a space.
        if std::mem::take(&mut self.is_separate)
            && word.starts_with(|c: char| c.is_alphanumeric() || "<([\u{201E}\u{AB}".contains(c))
        {
            self.spaces = self.spaces.max(1);
        }
        if self.breaks > 0 || self.text.is_empty() {
            self.start_line();
        } else if self.spaces > 0 {
            if self.column + self.spaces + length > WIDTH {
                self.breaks = 1;
                self.start_line();
            } else {
                self.text.extend(std::iter::repeat_n(' ', self.spaces));
                self.column += self.spaces;
            }
        }
        self.spaces = 0;
        self.text.extend(word.chars().filter(|c| !c.is_control()).map(|c| if c == '\u{A0}' { ' ' } else { c }));
        self.column += length;
    }

    fn verbatim_text(&mut self, text: &str) {
        for (nth, line) in text.lines().enumerate() {
            if nth > 0 {
                self.text.push('\n');
                self.text.push_str(&self.margin());
            } else if self.breaks > 0 || self.text.is_empty() {
                self.start_line();
            }
            self.text.extend(line.chars().filter(|c| !c.is_control() || *c == '\t'));
        }
        self.column = WIDTH;
        if text.ends_with('\n') {
            self.ensure_breaks(1);
        }
    }

    fn start_line(&mut self) {
        let margin = self.margin();
        if !self.text.is_empty() {
            for _ in 1..self.breaks {
                self.text.push('\n');
                self.text.push_str(margin.trim_end());
            }
            self.text.push('\n');
        }
        self.text.push_str(&margin);
        let mark = std::mem::take(&mut self.mark);
        self.text.push_str(&mark);
        self.column = margin.chars().count() + mark.chars().count();
        self.breaks = 0;
        self.spaces = 0;
    }

    /// The marks of quotations, and the indentation of list items.
    fn margin(&self) -> String {
        let indent = self.lists.len().min(DEEPEST) * 2;
        let indent = if self.mark.is_empty() { indent } else { indent.saturating_sub(2) };
        format!("{}{}", "> ".repeat(self.quotations.min(DEEPEST)), " ".repeat(indent))
    }

    /// Ensures at least `breaks` line breaks before the next word; two mean an empty line.
    pub(super) fn ensure_breaks(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
    }

    pub(super) fn line_break(&mut self) {
        self.breaks = (self.breaks + 1).min(2);
    }

    pub(super) fn rule(&mut self) {
        self.ensure_breaks(2);
        self.word("--------");
        self.ensure_breaks(2);
    }

    /// Separates a link, image or button from the adjacent words.
    pub(super) fn separate(&mut self) {
        self.is_separate = self.column > 0;
    }

    /// Separates the cells of a row.
    pub(super) fn cell(&mut self) {
        if self.column > 0 {
            self.spaces = 2;
        }
    }

    pub(super) fn open_list(&mut self, first: Option<usize>) {
        self.ensure_breaks(if self.lists.is_empty() { 2 } else { 1 });
        self.lists.push(first);
    }

    pub(super) fn close_list(&mut self) {
        self.lists.pop();
        self.mark.clear();
        self.ensure_breaks(if self.lists.is_empty() { 2 } else { 1 });
    }

    pub(super) fn item(&mut self) {
        self.ensure_breaks(1);
        self.mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}. ");
                *number += 1;
                mark
            }
            _ => "* ".to_owned(),
        };
    }

    pub(super) fn open_quotation(&mut self) {
        self.ensure_breaks(2);
        self.quotations += 1;
    }

    pub(super) fn close_quotation(&mut self) {
        self.quotations = self.quotations.saturating_sub(1);
        self.ensure_breaks(2);
    }

    pub(super) fn open_verbatim(&mut self) {
        self.ensure_breaks(2);
        self.verbatim += 1;
    }

    pub(super) fn close_verbatim(&mut self) {
        self.verbatim = self.verbatim.saturating_sub(1);
        self.ensure_breaks(2);
    }

    /// The length so far, for [`Layout::since`].
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The text since `len`.
    pub(super) fn since(&self, len: usize) -> &str {
        self.text.get(len..).unwrap_or_default()
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

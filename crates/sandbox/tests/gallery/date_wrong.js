// why: what is no date is named
// fails: script 1: formatDate takes a Date, milliseconds or a date such as "2026-05-31", not the text “tomorrow”
formatDate("tomorrow");

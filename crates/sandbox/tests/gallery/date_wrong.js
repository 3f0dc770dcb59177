// why: an invalid date is reported
// fails: script 1: TypeError: formatDate expects a Date, milliseconds or a date such as "2026-05-31", got the string “tomorrow”
formatDate("tomorrow");

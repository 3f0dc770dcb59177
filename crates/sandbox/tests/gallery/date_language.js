// why: an unknown language is reported
// fails: script 1: TypeError: unknown language “fr”
formatDate(new Date(), "fr");

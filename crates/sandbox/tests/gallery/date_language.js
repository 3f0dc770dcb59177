// why: an unknown language is named
// fails: script 1: TypeError: unknown language “fr”
formatDate(new Date(), "fr");

// why: an unknown language is named
// fails: script 1: the language “fr” is not known
formatDate(new Date(), "fr");

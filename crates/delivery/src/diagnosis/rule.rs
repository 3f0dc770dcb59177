//! The rows of the tables: what is evidence, and what a reply then means.
//!
//! A row is one line of reasoning: where the reply came ([`Rule::stages`], [`Rule::login`], [`Rule::providers`]), what it
//! says ([`Rule::texts`], [`Rule::meanings`], [`Rule::enhanced`], [`Rule::codes`]), and the [`Explanation`]. Text is
//! stronger than numbers, because servers put the same code on different things: [`find`] tries all rows by known texts,
//! then by enhanced codes that mean one thing only, then by words that mean something together, then those of the
//! provider, then by other enhanced codes, then by code. Within a pass the order of the tables counts.
//!
//! What is found so may still be a coincidence: one word stands in replies of many kinds. `certainty` decides whether the
//! explanation is shown.

use mail::Reply;
use smtp::Phase;

use super::Concern;
pub(super) use super::explanation::{Explanation, UNNAMED, connection, message, recipient, sender};
use super::provider::Provider;
use super::reply_text::{contains, of_qmail, one_line, without_paths, without_standard_words};
use super::words::{Concept, Words};

/// The stages in which a row applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stages(u8);

pub(super) const GREETING: Stages = Stages(1);
pub(super) const STARTTLS: Stages = Stages(2);
pub(super) const LOGIN: Stages = Stages(4);
pub(super) const MAIL: Stages = Stages(8);
pub(super) const RCPT: Stages = Stages(16);
/// DATA and the final dot.
pub(super) const DATA: Stages = Stages(32);
/// MAIL, RCPT and DATA.
pub(super) const MESSAGE: Stages = MAIL.and(RCPT).and(DATA);
pub(super) const ANYWHERE: Stages = Stages(63);

impl Stages {
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn contains(self, phase: Phase) -> bool {
        let bit = match phase {
            Phase::Greeting => GREETING,
            Phase::Starttls => STARTTLS,
            Phase::Login => LOGIN,
            Phase::Mail => MAIL,
            Phase::Rcpt => RCPT,
            Phase::Data | Phase::FinalDot => DATA,
        };
        self.0 & bit.0 != 0
    }
}

/// How the account logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LoginKind {
    Nobody,
    Password,
    Token,
}

/// What a reply is judged by.
pub(super) struct Evidence<'a> {
    pub(super) phase: Phase,
    pub(super) reply: &'a Reply,
    pub(super) login: LoginKind,
    pub(super) provider: Option<&'static Provider>,
    /// In lower case, as one line.
    pub(super) text: String,
    pub(super) words: Words,
    /// From its place in the reply, or as qmail writes it: `(#5.1.2)` at the end.
    pub(super) enhanced: Option<(u16, u16)>,
    /// The server repeats what another server said about a recipient, so nothing in it concerns our connection.
    pub(super) quotes_another_server: bool,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(phase: Phase, reply: &'a Reply, login: LoginKind, provider: Option<&'static Provider>) -> Self {
        let said = without_standard_words(&reply.text);
        let text = without_paths(&one_line(&said));
        let of_message = matches!(phase, Phase::Rcpt | Phase::Data | Phase::FinalDot);
        let quotes_another_server = of_message && QUOTATIONS.iter().any(|pattern| contains(&text, pattern));
        let words = Words::of(&said);
        let enhanced = reply.enhanced.map(|enhanced| (enhanced.subject, enhanced.detail)).or_else(|| of_qmail(&text));
        Self { phase, reply, login, provider, text, words, enhanced, quotes_another_server }
    }
}

/// How servers introduce what another server said: Postfix, Exim, Sendmail, Exchange.
pub(super) const QUOTATIONS: &[&str] = &[
    "host * said:",
    "(in reply to ",
    "remote host said",
    "remote server returned",
    "remote server said",
    "smtp error from remote mail server",
    "callout verification failed",
    "response from remote server",
    "remote-mta",
];

/// A word or concept that stands in replies of many kinds.
pub(super) const WORD: u8 = 2;
/// Several words that mean something together.
const WORDS: u8 = 3;
/// A known phrase.
pub(super) const PHRASE: u8 = 4;
/// Words that are said of nothing else.
const UNMISTAKABLE: u8 = 6;

/// A word of this length is a name made of several words.
const JOINED: usize = 12;

/// What speaks for an explanation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Indications {
    /// How much the words weigh: nothing, [`WORD`] or more.
    pub(super) words: u8,
    /// How much the enhanced code weighs.
    pub(super) enhanced: u8,
    /// The row is one of the provider's.
    pub(super) of_provider: bool,
}

/// How reliable the words of a row are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reliability {
    Weak,
    Usual,
    Unmistakable,
}

/// Evidence and explanation. Every given matcher must match; of `texts`, `enhanced` and `codes` alone, any.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    /// Where the reply came.
    stages: Stages,
    /// How the account logs in; any if `None`.
    login: Option<LoginKind>,
    /// IDs of providers; any if empty.
    providers: &'static [&'static str],
    /// Prefixes of reply codes: `4 550` is all of 4xx, and 550. Any if empty.
    codes: &'static str,
    /// Enhanced codes without the class: `7.139 7.9`.
    enhanced: &'static str,
    /// One of these enhanced codes is required in addition; any if empty.
    required_enhanced: &'static str,
    /// Texts in lower case, `*` for anything between. One of them must occur.
    texts: &'static [&'static str],
    /// Instead of texts: concepts of which all of one list must occur together.
    meanings: &'static [&'static [Concept]],
    /// Texts that must not occur: those of this row, and a list that rows share.
    unless: [&'static [&'static str]; 2],
    /// The texts are said of many things: words that mean something together count before them.
    late: bool,
    /// Only with a login: without one, an account that a reply names is the recipient's.
    logged_in: bool,
    /// How reliable the texts and meanings are; see `certainty`.
    reliability: Reliability,
    pub(super) explanation: Explanation,
}

/// A row for replies that contain one of the texts.
pub(super) const fn says(texts: &'static [&'static str], explanation: Explanation) -> Rule {
    Rule {
        stages: ANYWHERE,
        login: None,
        providers: &[],
        codes: "",
        enhanced: "",
        required_enhanced: "",
        texts,
        meanings: &[],
        unless: [&[], &[]],
        late: false,
        logged_in: false,
        reliability: Reliability::Usual,
        explanation,
    }
}

/// A row for replies whose words have one of the meanings.
pub(super) const fn means(meanings: &'static [&'static [Concept]], explanation: Explanation) -> Rule {
    let mut rule = says(&[], explanation);
    rule.meanings = meanings;
    rule
}

/// A row without texts; a matcher follows.
pub(super) const fn numbered(explanation: Explanation) -> Rule {
    says(&[], explanation)
}

impl Rule {
    pub(super) const fn at(mut self, stages: Stages) -> Self {
        self.stages = stages;
        self
    }

    pub(super) const fn with_login(mut self, login: LoginKind) -> Self {
        self.login = Some(login);
        self
    }

    pub(super) const fn late(mut self) -> Self {
        self.late = true;
        self
    }

    pub(super) const fn logged_in(mut self) -> Self {
        self.logged_in = true;
        self
    }

    /// The words occur in replies of many kinds, also together: another indication is needed.
    pub(super) const fn weak(mut self) -> Self {
        self.reliability = Reliability::Weak;
        self
    }

    /// Even one of the words is said of nothing else.
    pub(super) const fn unmistakable(mut self) -> Self {
        self.reliability = Reliability::Unmistakable;
        self
    }

    pub(super) const fn of(mut self, providers: &'static [&'static str]) -> Self {
        self.providers = providers;
        self
    }

    pub(super) const fn codes(mut self, codes: &'static str) -> Self {
        self.codes = codes;
        self
    }

    /// Or with one of these enhanced codes.
    pub(super) const fn or_enhanced(mut self, enhanced: &'static str) -> Self {
        self.enhanced = enhanced;
        self
    }

    /// Only with one of these enhanced codes.
    pub(super) const fn only_enhanced(mut self, enhanced: &'static str) -> Self {
        self.required_enhanced = enhanced;
        self
    }

    pub(super) const fn unless(mut self, texts: &'static [&'static str]) -> Self {
        self.unless[0] = texts;
        self
    }

    /// A list that rows share, besides their own.
    pub(super) const fn unless_also(mut self, texts: &'static [&'static str]) -> Self {
        self.unless[1] = texts;
        self
    }

    fn applies(&self, evidence: &Evidence<'_>) -> bool {
        self.stages.contains(evidence.phase)
            && self.login.is_none_or(|login| login == evidence.login)
            && !(self.logged_in && evidence.login == LoginKind::Nobody)
            && (self.providers.is_empty()
                || evidence.provider.is_some_and(|provider| self.providers.contains(&provider.id)))
            && (self.codes.is_empty()
                || is_listed(self.codes, |known| evidence.reply.code.to_string().starts_with(known)))
            && (self.required_enhanced.is_empty() || is_enhanced(self.required_enhanced, evidence))
            && !(evidence.quotes_another_server && self.explanation.concerns == Concern::Connection)
            && !self.unless.iter().copied().flatten().any(|pattern| contains(&evidence.text, pattern))
    }

    fn is_said(&self, evidence: &Evidence<'_>) -> bool {
        self.texts.iter().any(|pattern| contains(&evidence.text, pattern))
    }

    fn is_meant(&self, evidence: &Evidence<'_>) -> bool {
        self.meanings.iter().any(|concepts| evidence.words.say(concepts))
    }

    /// What speaks for the row's explanation.
    pub(super) fn indications(&self, evidence: &Evidence<'_>) -> Indications {
        // Names such as `SendAsDenied` are several words written together.
        let several_words = |pattern: &str| pattern.trim().contains([' ', '*', '-']) || pattern.len() >= JOINED;
        let texts = self.texts.iter().filter(|pattern| contains(&evidence.text, pattern));
        let texts = texts.map(|pattern| if several_words(pattern) && !self.late { PHRASE } else { WORD }).max();
        let meanings = self.meanings.iter().filter(|concepts| evidence.words.say(concepts));
        let meanings = meanings.map(|concepts| if concepts.len() > 1 { WORDS } else { WORD }).max();
        let words = match (texts.max(meanings).unwrap_or(0), self.reliability) {
            (0, _) => 0,
            (_, Reliability::Unmistakable) => UNMISTAKABLE,
            (words, Reliability::Weak) => words.min(WORD),
            (words, Reliability::Usual) => words,
        };
        let is_enhanced = !self.enhanced.is_empty() && is_enhanced(self.enhanced, evidence);
        let enhanced = match is_enhanced {
            true if has_one_meaning(evidence) => PHRASE,
            true => WORD,
            false => 0,
        };
        let is_found = words > 0 || is_enhanced || self.has_only_codes();
        Indications { words, enhanced, of_provider: is_found && !self.providers.is_empty() }
    }

    fn has_only_codes(&self) -> bool {
        self.texts.is_empty() && self.meanings.is_empty() && self.enhanced.is_empty()
    }
}

fn is_enhanced(list: &str, evidence: &Evidence<'_>) -> bool {
    evidence.enhanced.is_some_and(|(subject, detail)| {
        let found = format!("{subject}.{detail}");
        is_listed(list, |known| found == known)
    })
}

/// Whether the enhanced code is one of those with a single meaning: those that RFC 7372 and the large providers added.
/// The codes of RFC 3463 are put on everything, except that for too many recipients.
fn has_one_meaning(evidence: &Evidence<'_>) -> bool {
    evidence.reply.enhanced.is_some_and(|enhanced| match enhanced.subject {
        7 => enhanced.detail >= 20,
        5 => enhanced.detail == 3,
        _ => false,
    })
}

fn is_listed(list: &str, is_found: impl Fn(&str) -> bool) -> bool {
    list.split_whitespace().any(is_found)
}

/// The rows that apply at this stage, to this login and provider.
pub(super) fn applicable(tables: &[&'static [Rule]], evidence: &Evidence<'_>) -> Vec<&'static Rule> {
    tables.iter().flat_map(|table| table.iter()).filter(|rule| rule.applies(evidence)).collect()
}

/// The explanation of the strongest evidence.
pub(super) fn find(rules: &[&'static Rule], evidence: &Evidence<'_>) -> Option<&'static Explanation> {
    let passes: [&dyn Fn(&Rule) -> bool; 7] = [
        &|rule| !rule.late && rule.is_said(evidence),
        &|rule| has_one_meaning(evidence) && is_enhanced(rule.enhanced, evidence),
        &|rule| rule.is_meant(evidence),
        &|rule| rule.late && rule.is_said(evidence),
        &|rule| rule.has_only_codes() && !rule.providers.is_empty(),
        &|rule| is_enhanced(rule.enhanced, evidence),
        &|rule| rule.has_only_codes() && rule.providers.is_empty(),
    ];
    passes.into_iter().find_map(|pass| rules.iter().find(|rule| pass(rule))).map(|rule| &rule.explanation)
}

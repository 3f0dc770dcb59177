//! Whether an explanation is certain enough to be shown.
//!
//! A specific explanation of a sender, a recipient or a message names a cause, and a field or a remedy with it. It needs two
//! independent indications: a phrase of several words, words that mean something together, an enhanced code that agrees,
//! or the provider. One word alone is none of them. And no other cause may be indicated as strongly: a reply that
//! names several causes says of none that it is the one.
//!
//! Otherwise the general explanation of the stage is shown, which quotes the reply: it is true, and sends nobody to the
//! wrong place. What concerns the connection, and limits, are not weighed: their general explanation would concern another
//! one, or be a less helpful one.

use smtp::Phase;

use super::rule::{Evidence, Explanation, Indications, PHRASE, Rule, WORD};
use super::{Concern, client};

/// Whether two independent indications speak for an explanation, and no other explanation has as many.
pub(super) fn is_certain(explanation: &Explanation, rules: &[&'static Rule], evidence: &Evidence<'_>) -> bool {
    if is_contradicted(explanation, rules, evidence) {
        return false;
    }
    if !is_weighed(explanation) {
        return true;
    }
    let own = weight_of(explanation, rules, evidence);
    own > WORD
        && !rules.iter().map(|rule| &rule.explanation).any(|other| {
            is_weighed(other)
                && other.problem.code != explanation.problem.code
                && weight_of(other, rules, evidence) >= own
        })
}

/// Whether words alone blame this machine, while the enhanced code is one of addresses.
fn is_contradicted(explanation: &Explanation, rules: &[&'static Rule], evidence: &Evidence<'_>) -> bool {
    explanation.problem.code == client::BLOCKED.problem.code
        && evidence.phase == Phase::Rcpt
        && evidence.enhanced.is_some_and(|(subject, _)| subject == 1)
        && weight_of(explanation, rules, evidence) < PHRASE
}

fn is_weighed(explanation: &Explanation) -> bool {
    explanation.concerns != Concern::Connection && !explanation.general && !explanation.throttled
}

/// The weight of everything that speaks for an explanation. Words count once, however many rows know them.
fn weight_of(explanation: &Explanation, rules: &[&'static Rule], evidence: &Evidence<'_>) -> u8 {
    let all = rules
        .iter()
        .filter(|rule| rule.explanation.problem.code == explanation.problem.code)
        .map(|rule| rule.indications(evidence))
        .fold(Indications::default(), |all, one| Indications {
            words: all.words.max(one.words),
            enhanced: all.enhanced.max(one.enhanced),
            of_provider: all.of_provider || one.of_provider,
        });
    all.words + all.enhanced + WORD * u8::from(all.of_provider)
}

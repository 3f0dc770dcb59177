//! How the problems of deliveries that are over are explained: none of them promises another try.
//!
//! For pages and API, which show what the queue stored while the delivery still went on.

use delivery::problems::not_repeated;
use delivery::texts;
use mail::Problem;
use queue::{Detail, Kind};

/// The message, with the problems of what is over worded so.
pub fn explained(mut detail: Detail) -> Detail {
    let advice = if detail.summary.kind == Kind::Test { texts::advice_test_again } else { texts::advice_delivery_over };
    let over = |problem: Option<Problem>| problem.map(|problem| not_repeated(problem, advice()));
    for delivery in &mut detail.deliveries {
        if delivery.state.is_final() {
            delivery.problem = over(delivery.problem.take());
        }
    }
    if detail.deliveries.iter().all(|delivery| delivery.state.is_final()) {
        for attempt in &mut detail.attempts {
            attempt.problem = over(attempt.problem.take());
        }
    }
    detail
}

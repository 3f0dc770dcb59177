//! The problems of deliveries that have ended, worded so that none promises another attempt.
//!
//! For the pages and the API: the queue stored the problems while the deliveries were still in progress.

use delivery::problems::not_repeated;
use delivery::texts;
use mail::Problem;
use queue::{Detail, Kind};

/// The message, with the problems of ended deliveries reworded; those of attempts once all deliveries have ended.
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

//! Actors as the API shows them, in the language of the request.

use accounts::Actor;
use i18n::language;
use scripting::Run;

/// `ann@example.com`, `API key “shop”`.
pub(super) fn actor(actor: &Actor) -> String {
    language().render(&actor.text())
}

/// Who started a run; the name of its trigger, such as `schedule` or `webhook`, if no person or key did.
pub(super) fn starter(run: &Run) -> String {
    run.started_by.as_ref().map_or_else(|| run.trigger.name().to_owned(), actor)
}

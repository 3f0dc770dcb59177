//! Enumerations of the OpenAPI document, generated from the enums themselves, so that the document cannot list other
//! values.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use accounts::{Role, Scope};
use i18n::Language;
use scripting::{RunState, Trigger};

/// The scope of an API key.
pub(super) struct ScopeName;
/// The state of a delivery.
pub(super) struct StateName;
/// A state of deliveries, or a group of states.
pub(super) struct StateFilterName;
/// The kind of a message.
pub(super) struct KindName;
/// The role of a member.
pub(super) struct RoleName;
/// A supported language.
pub(super) struct LanguageName;
/// What started a run.
pub(super) struct TriggerName;
/// The state of a run.
pub(super) struct RunStateName;

impl PartialSchema for ScopeName {
    fn schema() -> RefOr<Schema> {
        one_of("What an API key may do.", Scope::ALL.iter().map(|scope| scope.name()))
    }
}

impl PartialSchema for StateName {
    fn schema() -> RefOr<Schema> {
        one_of("The state of a delivery.", queue::State::ALL.iter().map(|state| state.name()))
    }
}

impl PartialSchema for StateFilterName {
    fn schema() -> RefOr<Schema> {
        let states = queue::State::ALL.iter().map(|state| state.name());
        one_of(
            "A state of deliveries, or a group of states.",
            states.chain(queue::StateGroup::ALL.iter().map(|group| group.name())),
        )
    }
}

impl PartialSchema for KindName {
    fn schema() -> RefOr<Schema> {
        one_of("The kind of a message.", queue::Kind::ALL.iter().map(|kind| kind.name()))
    }
}

impl PartialSchema for RoleName {
    fn schema() -> RefOr<Schema> {
        let description = "What a member may do: `admin` manages the members and may do everything else, `editor` may \
                           change scripts and files, `viewer` may only read.";
        one_of(description, Role::ALL.iter().map(|role| role.name()))
    }
}

impl PartialSchema for LanguageName {
    fn schema() -> RefOr<Schema> {
        one_of("A supported language.", Language::ALL.iter().map(|language| language.tag()))
    }
}

impl PartialSchema for TriggerName {
    fn schema() -> RefOr<Schema> {
        let description = "What started a run: a person by `hand` or with a `file`, the `schedule`, the `webhook`, or an \
                           API key (`api`).";
        one_of(description, Trigger::ALL.iter().map(|trigger| trigger.name()))
    }
}

impl PartialSchema for RunStateName {
    fn schema() -> RefOr<Schema> {
        let description = "The state of a run: `waiting` or `running`, and at its end `finished`, `failed`, `cancelled` \
                           or `interrupted`: the server stopped after the run had sent mail, and the run is not started \
                           again.";
        one_of(description, RunState::ALL.iter().map(|state| state.name()))
    }
}

impl ToSchema for ScopeName {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Scope")
    }
}

impl ToSchema for StateName {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("State")
    }
}

impl ToSchema for StateFilterName {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("StateFilter")
    }
}

impl ToSchema for KindName {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Kind")
    }
}

impl ToSchema for RoleName {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Role")
    }
}

impl ToSchema for LanguageName {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Language")
    }
}

impl ToSchema for TriggerName {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Trigger")
    }
}

impl ToSchema for RunStateName {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("RunState")
    }
}

/// The tags of all languages, quoted for a fault.
pub(super) fn language_tags() -> Vec<String> {
    Language::ALL.map(|language| format!("`{}`", language.tag())).to_vec()
}

fn one_of(description: &str, names: impl Iterator<Item = &'static str>) -> RefOr<Schema> {
    let names = names.collect::<Vec<_>>();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(names))
        .build()
        .into()
}

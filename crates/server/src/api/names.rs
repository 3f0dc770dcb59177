//! Names that are the only values of a field, for the OpenAPI document: taken from the words themselves, so that the
//! document cannot list others.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::accounts::{Role, Scope};
use crate::language::Language;

/// What an API key may do.
pub(super) struct ScopeName;
/// Where a delivery stands.
pub(super) struct StateName;
/// Why a message exists.
pub(super) struct KindName;
/// What a member may do.
pub(super) struct RoleName;
/// A language that owlpost speaks.
pub(super) struct LanguageName;

impl PartialSchema for ScopeName {
    fn schema() -> RefOr<Schema> {
        one_of("What an API key may do.", Scope::ALL.iter().map(|scope| scope.name()))
    }
}

impl PartialSchema for StateName {
    fn schema() -> RefOr<Schema> {
        one_of("Where a delivery stands.", outbox::State::ALL.iter().map(|state| state.name()))
    }
}

impl PartialSchema for KindName {
    fn schema() -> RefOr<Schema> {
        one_of("Why a message exists.", outbox::Kind::ALL.iter().map(|kind| kind.name()))
    }
}

impl PartialSchema for RoleName {
    fn schema() -> RefOr<Schema> {
        let description = "What a member may do: `admin` says who belongs to the workspace and does everything else, \
                           `editor` writes scripts and files, `viewer` reads.";
        one_of(description, Role::ALL.iter().map(|role| role.name()))
    }
}

impl PartialSchema for LanguageName {
    fn schema() -> RefOr<Schema> {
        one_of("The language of a letter.", Language::ALL.iter().map(|language| language.tag()))
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

fn one_of(description: &str, names: impl Iterator<Item = &'static str>) -> RefOr<Schema> {
    let names = names.collect::<Vec<_>>();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(names))
        .build()
        .into()
}

//! Names that are the only values of a field, for the OpenAPI document: taken from the words themselves, so that the
//! document cannot list others.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::accounts::Scope;

/// What an API key may do.
pub(super) struct ScopeName;
/// Where a delivery stands.
pub(super) struct StateName;
/// Why a message exists.
pub(super) struct KindName;

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

fn one_of(description: &str, names: impl Iterator<Item = &'static str>) -> RefOr<Schema> {
    let names = names.collect::<Vec<_>>();
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(names))
        .build()
        .into()
}

//! The OpenAPI document: what applies to all operations. Each operation is described at its handler.

mod examples;
mod fields;

use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::schema::{Schema, SchemaType, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required,
    Response, ResponseBuilder, ServerBuilder,
};
use utoipa::{PartialSchema, ToSchema};

use super::problem::{self, FieldError, Kind, ProblemDocument};

const DESCRIPTION: &str = "\
Send mail and manage how it is sent.

Every call needs an API key in `Authorization: Bearer owl_…` with the scope that is named at the call. \
Bodies are JSON; unknown fields are refused by name. \
Errors are `application/problem+json` (RFC 9457): `detail` says what happened and what to do, \
`errors` lists the faults by field. \
Lists have `items` and `next`; unless it is `null`, `next` is the `cursor` of the next page. \
Times are RFC 3339 in UTC, ids are UUIDs.";

const SCRIPTS: &str = "\
Programs that send mail, and their runs. \
The webhook of a script is not part of this API: anyone who knows its URL starts the script with \
`POST {public URL}/hooks/{token}` and JSON, a form or nothing as body, which is the script's `input`. \
The response is 202 `{run_id, repeated}`; with the header `Idempotency-Key` (or `webhook-id`), repeated calls start only one run.";

/// The document without paths and their schemas.
pub(super) fn head() -> OpenApi {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("owl_…")
        .description(Some("An API key. Its scopes are chosen when it is created and cannot be changed."))
        .build();
    let components = ComponentsBuilder::new()
        .security_scheme("bearer", SecurityScheme::Http(bearer))
        .schema(ProblemDocument::name(), ProblemDocument::schema())
        .schema(FieldError::name(), FieldError::schema())
        .build();
    let info = InfoBuilder::new()
        .title("owlpost")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .license(Some(LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build()))
        .build();
    let tag = |name: &str, description: &str| TagBuilder::new().name(name).description(Some(description)).build();
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url("/api/v1").build()]))
        .components(Some(components))
        .tags(Some([
            tag("Messages", "Send mail and track its delivery."),
            tag("Letters", "Invitations, password resets and validations for other platforms, composed by owlpost."),
            tag("Email settings", "How mail is sent."),
            tag("API keys", "Keys for programs."),
            tag("Accounts", "Accounts of people, and the mail passwords of their programs."),
            tag("Workspaces", "Workspaces of teams, their members and quotas."),
            tag("Invitations", "Invite people to a workspace, and track the letters."),
            tag("Files", "Files that the scripts of a workspace attach to mail."),
            tag("Scripts", SCRIPTS),
        ]))
        .build()
}

/// The document as JSON, with the problems that every call can return.
pub(super) fn text(mut document: OpenApi) -> String {
    for (path, item) in &mut document.paths.paths {
        let names_one = path.contains('{');
        for (operation, writes) in [
            (&mut item.get, Writes::No),
            (&mut item.put, Writes::Yes),
            (&mut item.post, Writes::Yes),
            (&mut item.patch, Writes::Yes),
            (&mut item.delete, Writes::Yes),
        ] {
            let Some(operation) = operation else { continue };
            parameters_are_never_null(operation);
            body_may_be_missing(operation);
            add_problems(operation, writes, names_one);
        }
    }
    // Cannot fail: the document consists of maps and strings.
    let mut document = serde_json::to_value(&document).unwrap_or_default();
    fields::complete(&mut document);
    format!("{document:#}")
}

/// Optional query and header parameters may be left out, but cannot be `null`.
fn parameters_are_never_null(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(Parameter { schema: Some(RefOr::T(schema)), .. }) = parameter else { continue };
        match schema {
            Schema::Object(object) => {
                if let SchemaType::Array(types) = &mut object.schema_type {
                    types.retain(|one| *one != Type::Null);
                }
            }
            Schema::OneOf(choice) => choice.items.retain(|one| matches!(one, RefOr::Ref(_))),
            _ => {}
        }
    }
}

/// Operations whose body is optional: a run without input, an empty file, resending an invitation without an inviter.
/// Others read a missing body as `{}` too, and report its missing fields.
const OPTIONAL_BODIES: [&str; 3] = ["resendInvitation", "runScript", "storeFile"];

fn body_may_be_missing(operation: &mut Operation) {
    let is_optional = operation.operation_id.as_deref().is_some_and(|id| OPTIONAL_BODIES.contains(&id));
    if let Some(RefOr::T(body)) = operation.request_body.as_mut().filter(|_| is_optional) {
        body.required = Some(Required::False);
    }
}

/// Whether an operation stores something.
#[derive(PartialEq, Eq)]
enum Writes {
    Yes,
    No,
}

fn add_problems(operation: &mut Operation, writes: Writes, names_one: bool) {
    let mut kinds = vec![
        (Kind::Unauthorized, "No API key, or an unknown one"),
        (Kind::MissingScope, "The key lacks the scope"),
        (Kind::Internal, "An internal error; the log of owlpost has the details"),
        (Kind::Unavailable, "Temporarily unavailable: call again after `Retry-After` seconds"),
    ];
    if names_one {
        kinds.push((Kind::NotFound, "Nothing has this id"));
    }
    let is_input =
        |parameter: &RefOr<Parameter>| matches!(parameter, RefOr::T(of) if of.parameter_in != ParameterIn::Path);
    if operation.parameters.iter().flatten().any(is_input) {
        kinds.push((Kind::Faults, "Fields have faults; all of them are listed"));
    }
    if writes == Writes::Yes {
        kinds.push((Kind::Full, "The disk is full; accepted mail is kept"));
    }
    if let Some(body) = &operation.request_body {
        let of_file = matches!(body, RefOr::T(body) if !body.content.contains_key("application/json"));
        if of_file {
            kinds.push((Kind::Malformed, "The body ended before it was complete"));
        } else {
            kinds.push((Kind::Malformed, "The body is not valid JSON"));
            kinds.push((Kind::UnsupportedMediaType, "The content type of the body is not JSON"));
        }
        kinds.extend([
            (Kind::Timeout, "The body did not arrive in time"),
            (Kind::TooLarge, "The body is too large"),
            (Kind::Faults, "Fields have faults; all of them are listed"),
        ]);
    }
    for (kind, description) in kinds {
        let status = kind.status().as_str().to_owned();
        operation.responses.responses.entry(status).or_insert_with(|| RefOr::T(problem(description)));
    }
}

fn problem(description: &str) -> Response {
    let schema = Ref::from_schema_name(ProblemDocument::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(description).content(problem::MEDIA_TYPE, content).build()
}

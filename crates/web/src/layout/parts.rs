//! Parts that many pages share: the head, the frame, icons, form fields.
//!
//! Each part is a template of its own, so that it is compiled once. A parent template or a macro is compiled into every
//! page that uses it, which made this crate take minutes to build.

use askama::Template;

use super::{Faults, Frame};
use crate::translation::filters;

/// The head of a page up to what the page adds itself.
#[derive(Template)]
#[template(path = "layout/head.html")]
pub struct Head<'a> {
    title: &'a str,
}

/// The head of a page with this title.
pub fn head<'a>(title: &'a (impl AsRef<str> + ?Sized)) -> Head<'a> {
    Head { title: title.as_ref() }
}

/// What is above the content of a page with a session: navigation and warnings.
#[derive(Template)]
#[template(path = "layout/frame.html")]
pub struct Above<'a> {
    frame: &'a Frame,
}

/// What is above the content of a page with a session.
pub fn above(frame: &Frame) -> Above<'_> {
    Above { frame }
}

/// An icon.
#[derive(Template)]
#[template(path = "layout/icon.html")]
pub struct Icon<'a> {
    name: &'a str,
}

/// The icon of this name; a dot if there is none.
pub fn icon(name: &str) -> Icon<'_> {
    Icon { name }
}

/// The hint and the fault below a field.
#[derive(Template)]
#[template(path = "layout/field_under.html")]
pub struct Under<'a> {
    id: &'a str,
    hint: &'a str,
    fault: &'a str,
}

/// The hint and the fault below the field with this id; each may be empty.
pub fn under<'a>(
    id: &'a (impl AsRef<str> + ?Sized),
    hint: &'a (impl AsRef<str> + ?Sized),
    fault: &'a (impl AsRef<str> + ?Sized),
) -> Under<'a> {
    Under { id: id.as_ref(), hint: hint.as_ref(), fault: fault.as_ref() }
}

/// A one-line text field.
#[derive(Template)]
#[template(path = "layout/field_text.html")]
pub struct TextField<'a> {
    name: &'a str,
    label: &'a str,
    value: &'a str,
    hint: &'a str,
    fault: &'a str,
    attributes: &'a str,
}

/// A one-line text field; `attributes` is trusted HTML.
pub fn text<'a>(
    name: &'a str,
    label: &'a (impl AsRef<str> + ?Sized),
    value: &'a (impl AsRef<str> + ?Sized),
    hint: &'a (impl AsRef<str> + ?Sized),
    fault: &'a str,
    attributes: &'a str,
) -> TextField<'a> {
    TextField { name, label: label.as_ref(), value: value.as_ref(), hint: hint.as_ref(), fault, attributes }
}

/// A password field.
#[derive(Template)]
#[template(path = "layout/field_password.html")]
pub struct PasswordField<'a> {
    name: &'a str,
    label: &'a str,
    hint: &'a str,
    fault: &'a str,
    attributes: &'a str,
}

/// A password field; `attributes` is trusted HTML.
pub fn password<'a>(
    name: &'a str,
    label: &'a (impl AsRef<str> + ?Sized),
    hint: &'a (impl AsRef<str> + ?Sized),
    fault: &'a str,
    attributes: &'a (impl AsRef<str> + ?Sized),
) -> PasswordField<'a> {
    PasswordField { name, label: label.as_ref(), hint: hint.as_ref(), fault, attributes: attributes.as_ref() }
}

/// A field for several lines.
#[derive(Template)]
#[template(path = "layout/field_area.html")]
pub struct AreaField<'a> {
    name: &'a str,
    label: &'a str,
    value: &'a str,
    hint: &'a str,
    fault: &'a str,
    attributes: &'a str,
}

/// A field for several lines; `attributes` is trusted HTML.
pub fn area<'a>(
    name: &'a str,
    label: &'a (impl AsRef<str> + ?Sized),
    value: &'a (impl AsRef<str> + ?Sized),
    hint: &'a (impl AsRef<str> + ?Sized),
    fault: &'a str,
    attributes: &'a str,
) -> AreaField<'a> {
    AreaField { name, label: label.as_ref(), value: value.as_ref(), hint: hint.as_ref(), fault, attributes }
}

/// All faults of a form.
#[derive(Template)]
#[template(path = "layout/summary.html")]
pub struct Summary<'a> {
    faults: &'a Faults,
    title: &'a str,
}

/// All faults of a form, under a title; nothing if it has none.
pub fn summary<'a>(faults: &'a Faults, title: &'a (impl AsRef<str> + ?Sized)) -> Summary<'a> {
    Summary { faults, title: title.as_ref() }
}

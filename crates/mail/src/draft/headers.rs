//! Checks custom header fields.

use jiff::fmt::rfc2822;

use crate::faults::FaultCollector;
use crate::header_field::{HeaderField, ParsedField, controls_provider, is_message_ids, is_one_of};
use crate::message_ids::MessageIds;
use crate::quoted::quoted;
use crate::{Text, limits, texts};

/// The checked header fields of a draft.
#[derive(Default)]
pub(super) struct CheckedHeaders {
    pub(super) fields: Vec<HeaderField>,
    /// The caller's Message-ID, without angle brackets.
    pub(super) message_id: Option<String>,
    pub(super) date: Option<String>,
    /// What was changed or removed.
    pub(super) remarks: Vec<Text>,
}

/// Checks all fields. The faults have the field `headers.<name>`. Fields that control a sending service are refused
/// unless `provider_headers` is set.
pub(super) fn check(
    headers: Vec<(String, String)>,
    provider_headers: bool,
    faults: &mut FaultCollector,
) -> CheckedHeaders {
    let mut checked = CheckedHeaders::default();
    if headers.len() > limits::HEADERS {
        faults.add("headers", texts::header_too_many(headers.len(), limits::HEADERS));
        return checked;
    }
    for (name, value) in merged(headers) {
        let field = format!("headers.{}", shown_name(&name));
        if !provider_headers && controls_provider(&name) {
            faults.add(field, texts::header_controls_provider(quoted(&name)));
            continue;
        }
        let is_twice = if is_one_of(&name, &["Message-ID"]) {
            let is_twice = checked.message_id.is_some();
            checked.take_message_id(&value);
            is_twice
        } else if is_one_of(&name, &["Date"]) {
            let is_twice = checked.date.is_some();
            checked.take_date(&value);
            is_twice
        } else {
            match faults.value_of(&field, HeaderField::parse(&name, &value)) {
                Some(ParsedField::Field(header, remark)) => {
                    checked.remarks.extend(remark);
                    let is_twice = header.is_single() && checked.fields.iter().any(|other| other.is(header.name()));
                    checked.fields.extend((!is_twice).then_some(header));
                    is_twice
                }
                Some(ParsedField::LeftOut(remark)) => {
                    checked.remarks.push(remark);
                    false
                }
                None => false,
            }
        };
        if is_twice {
            faults.add(field, texts::header_twice());
        }
    }
    checked
}

impl CheckedHeaders {
    /// Uses the given Message-ID: programs that call sendmail generate one and look for it in replies. An invalid one
    /// is replaced.
    fn take_message_id(&mut self, value: &str) {
        match &MessageIds::read(value).ids[..] {
            [id] => self.message_id = Some(id.trim_matches(['<', '>']).to_owned()),
            _ => self.remarks.push(texts::header_message_id_replaced(quoted(value.trim()))),
        }
    }

    /// Uses the given Date with its time zone; an invalid one is replaced.
    fn take_date(&mut self, value: &str) {
        let date = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_zoned(value.trim());
        match date.ok().and_then(|date| rfc2822::to_string(&date).ok()) {
            Some(date) => self.date = Some(date),
            None => self.remarks.push(texts::header_date_replaced(quoted(value.trim()))),
        }
    }
}

/// The fields, with several lists of message identifiers of the same name merged into one.
fn merged(headers: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut merged: Vec<(String, String)> = Vec::with_capacity(headers.len());
    for (name, value) in headers {
        let before = merged.iter_mut().find(|(other, _)| is_message_ids(&name) && other.eq_ignore_ascii_case(&name));
        match before {
            Some((_, list)) => {
                list.push(' ');
                list.push_str(&value);
            }
            None => merged.push((name, value)),
        }
    }
    merged
}

/// The name of a field for logs and pages: invalid characters become `?`.
fn shown_name(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_graphic() { c } else { '?' }).take(limits::HEADER_NAME_OCTETS).collect()
}

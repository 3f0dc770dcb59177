//! The limits of an API key or a mail password: as entered in the form, and as shown in the list.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use mail::{Fault, quoted};
use serde::Deserialize;

use crate::labels::grouped;
use crate::translation::{tr, tr_args};
use accounts::allowed_recipients::AllowedRecipients;
use accounts::{KeyLimits, TypedKeyLimits, texts};

/// Limits as entered; an empty field means no limit.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct LimitsForm {
    #[serde(rename = "limits.recipients_per_hour")]
    pub recipients_per_hour: String,
    #[serde(rename = "limits.recipients_per_day")]
    pub recipients_per_day: String,
    #[serde(rename = "limits.calls_per_minute")]
    pub calls_per_minute: String,
    #[serde(rename = "limits.senders")]
    pub senders: String,
    /// `on` if the box is ticked.
    #[serde(rename = "limits.rewrites_from")]
    pub rewrites_from: String,
    #[serde(rename = "limits.recipients")]
    pub recipients: String,
    #[serde(rename = "limits.networks")]
    pub networks: String,
    /// The last day on which the key works, in UTC.
    #[serde(rename = "limits.expires_at")]
    pub expires_at: String,
}

impl LimitsForm {
    /// Whether any limit was entered; the form then shows the limits.
    pub fn is_typed(&self) -> bool {
        let Self {
            recipients_per_hour,
            recipients_per_day,
            calls_per_minute,
            senders,
            rewrites_from,
            recipients,
            networks,
            expires_at,
        } = self;
        let all = [
            recipients_per_hour,
            recipients_per_day,
            calls_per_minute,
            senders,
            rewrites_from,
            recipients,
            networks,
            expires_at,
        ];
        all.iter().any(|typed| !typed.trim().is_empty())
    }

    /// Whether the box is ticked.
    pub fn rewrites_from(&self) -> bool {
        !self.rewrites_from.is_empty()
    }

    /// What was typed, with a fault for each field that is no number and no date.
    pub fn typed(&self) -> TypedKeyLimits {
        let mut faults = Vec::new();
        let mut number = |field: &str, typed: &str| {
            let typed = typed.trim();
            if typed.is_empty() {
                return None;
            }
            let number = typed.parse::<u32>().ok();
            if number.is_none() {
                faults.push(Fault::new(field, texts::api_key_number_invalid(quoted(typed))));
            }
            number
        };
        let recipients_per_hour = number("limits.recipients_per_hour", &self.recipients_per_hour);
        let recipients_per_day = number("limits.recipients_per_day", &self.recipients_per_day);
        let calls_per_minute = number("limits.calls_per_minute", &self.calls_per_minute);
        let day = self.expires_at.trim();
        let expires_at = if day.is_empty() { None } else { end_of(day) };
        if expires_at.is_none() && !day.is_empty() {
            faults.push(Fault::new("limits.expires_at", texts::api_key_expiry_invalid(quoted(day))));
        }
        TypedKeyLimits {
            recipients_per_hour,
            recipients_per_day,
            calls_per_minute,
            senders: self.senders.clone(),
            rewrites_from: self.rewrites_from(),
            recipients: self.recipients.clone(),
            networks: self.networks.clone(),
            expires_at,
            unreadable: faults,
        }
    }
}

/// The end of a day in UTC.
fn end_of(day: &str) -> Option<Timestamp> {
    let next = day.parse::<Date>().ok()?.tomorrow().ok()?;
    Some(next.at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

/// The limits of a key, one line each.
pub fn lines(limits: &KeyLimits) -> Vec<Cow<'static, str>> {
    let number = |key: &str, limit: Option<u32>| limit.map(|limit| line(key, grouped(limit.into())));
    let list = |key: &str, list: &AllowedRecipients| {
        let text = list.text();
        (!text.is_empty()).then(|| line(key, text.replace('\n', ", ")))
    };
    let networks = limits.networks_text().join(", ");
    let lines = [
        number("api-keys-limit-hour", limits.recipients_per_hour),
        number("api-keys-limit-day", limits.recipients_per_day),
        number("api-keys-limit-calls", limits.calls_per_minute),
        list("api-keys-limit-senders", &limits.senders),
        limits.rewrites_from.then(|| tr("api-keys-limit-rewrites-from")),
        list("api-keys-limit-recipients", &limits.recipients),
        (!networks.is_empty()).then(|| line("api-keys-limit-networks", networks)),
    ];
    lines.into_iter().flatten().collect()
}

fn line(key: &str, value: String) -> Cow<'static, str> {
    tr_args(key, &[("value", value.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_works_on_its_last_day() {
        assert_eq!(end_of("2026-12-31"), "2027-01-01T00:00:00Z".parse().ok());
        assert_eq!(end_of("31.12.2026"), None);
    }

    #[test]
    fn invalid_numbers_and_dates_are_faults_of_their_fields() {
        let form = LimitsForm {
            recipients_per_day: "many".to_owned(),
            expires_at: "soon".to_owned(),
            ..LimitsForm::default()
        };
        let faults = form.typed().unreadable;
        let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["limits.recipients_per_day", "limits.expires_at"]);
        assert!(form.is_typed() && !LimitsForm::default().is_typed());
    }
}

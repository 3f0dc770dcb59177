//! Unusual drafts, one file each, with their expected faults or facts about the message.
//!
//! `independent_parser.py`, which shares no code with this crate, compares the content of the messages.

#[path = "gallery/case.rs"]
mod case;

use case::Case;
use mail::{EmailAddress, Fault, Message};
use serde_json::Value;

#[test]
fn every_case_of_the_gallery_is_as_expected() {
    let cases = case::all().expect("the gallery can be read");
    assert!(cases.len() >= 40, "the gallery lost its cases");
    let wrong: Vec<String> =
        cases.iter().filter_map(|case| Some(format!("{}: {}", case.name, check(case).err()?))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(case: &Case) -> Result<(), String> {
    match (case.message(), case.json["faults"].as_array()) {
        (Ok(message), None) => {
            let expected: Vec<&str> =
                case.json["facts"]["remarks"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let remarks = case.remarks();
            if remarks != expected {
                return Err(format!("the remarks are {remarks:?}"));
            }
            check_message(&message, &case.json["facts"])
        }
        (Err(faults), Some(expected)) => check_faults(&faults.0, expected),
        (Ok(_), Some(_)) => Err("no fault was found".to_owned()),
        (Err(faults), None) => Err(faults.to_string()),
    }
}

fn check_faults(faults: &[Fault], expected: &[Value]) -> Result<(), String> {
    let matches = |(fault, expected): (&Fault, &Value)| {
        expected["field"] == fault.field.as_str()
            && expected["code"] == fault.text.code()
            && !fault.text.to_string().contains(char::is_control)
    };
    if faults.len() == expected.len() && faults.iter().zip(expected).all(matches) {
        return Ok(());
    }
    let found: Vec<String> = faults.iter().map(|fault| format!("\n    {}: {}", fault.field, fault.text)).collect();
    Err(format!("the faults are{}", found.concat()))
}

fn check_message(message: &Message, facts: &Value) -> Result<(), String> {
    let envelope: Vec<&str> = message.recipients.iter().map(EmailAddress::expose).collect();
    if facts["envelope"] != Value::from(envelope.clone()) {
        return Err(format!("the envelope is {envelope:?}"));
    }
    let smtputf8 = facts["smtputf8"].as_bool().unwrap_or(false);
    if message.smtputf8 != smtputf8 {
        return Err(format!("smtputf8 is {}", message.smtputf8));
    }
    if message.eight_bit == message.bytes.is_ascii() {
        return Err(format!("eight_bit is {}", message.eight_bit));
    }
    Ok(())
}

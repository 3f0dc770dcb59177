//! Arbitrary lists of addresses.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mail::{EmailAddress, parse_list};

fuzz_target!(|text: &str| {
    match parse_list(text) {
        Ok(mailboxes) => mailboxes.iter().for_each(|mailbox| {
            let shown = mailbox.address.expose();
            assert!(!shown.contains(char::is_control));
            assert_eq!(EmailAddress::parse(shown).as_ref(), Ok(&mailbox.address));
            if let Some(name) = &mailbox.name {
                assert!(!name.as_str().contains(char::is_control) && !name.as_str().is_empty());
            }
        }),
        Err(error) => assert!(!error.text.to_string().contains(char::is_control)),
    }
});

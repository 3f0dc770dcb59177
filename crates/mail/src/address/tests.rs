//! Tests of addresses and lists, and of the faults of invalid ones.

use super::*;

/// `expected` is the canonical address, or the code of the fault.
#[track_caller]
fn check(text: &str, expected: Result<&str, &str>) {
    match (EmailAddress::parse(text), expected) {
        (Ok(address), Ok(kept)) => assert_eq!(address.expose(), kept, "{text}"),
        (Err(error), Err(code)) => assert_eq!(error.text.code(), code, "{text}: {error}"),
        (parsed, expected) => panic!("{text}: {parsed:?} instead of {expected:?}"),
    }
}

#[test]
fn ordinary_addresses_are_kept_with_the_domain_in_lower_case() {
    check("ann@example.com", Ok("ann@example.com"));
    check("  ann@example.com\t", Ok("ann@example.com"));
    check("Ann.Smith+tag@Example.COM", Ok("Ann.Smith+tag@example.com"));
    check("o'brien!#$%&*/?=^_`{|}~-@example.com", Ok("o'brien!#$%&*/?=^_`{|}~-@example.com"));
    check("root@localhost", Ok("root@localhost"));
    check("a@r3---sn-4g5.example", Ok("a@r3---sn-4g5.example"));
}

#[test]
fn only_necessary_quotes_are_kept() {
    check(r#""ann"@example.com"#, Ok("ann@example.com"));
    check(r#""ann.smith"@example.com"#, Ok("ann.smith@example.com"));
    check(r#""a..b"@example.com"#, Ok(r#""a..b"@example.com"#));
    check(r#""ann smith"@example.com"#, Ok(r#""ann smith"@example.com"#));
    check(r#""a@b"@example.com"#, Ok(r#""a@b"@example.com"#));
    check(r#""a\"b\\c"@example.com"#, Ok(r#""a\"b\\c"@example.com"#));
    check(r#""\a\n\n"@example.com"#, Ok("ann@example.com"));
    check(r#"""@example.com"#, Ok(r#"""@example.com"#));
    check(r#""ann@example.com"#, Err("address_open_quote"));
    check(r#""ann"x@example.com"#, Err("address_after_quote"));
    check("\"a\tb\"@example.com", Err("address_local_part_tab"));
}

#[test]
fn international_domains_become_a_labels() {
    check("ann@Bücher.example", Ok("ann@xn--bcher-kva.example"));
    check("ann@xn--bcher-kva.example", Ok("ann@xn--bcher-kva.example"));
    check("ann@例え。テスト", Ok("ann@xn--r8jz45g.xn--zckzah"));
    check("ann@straße.example", Ok("ann@xn--strae-oqa.example"));
    check("ann@ｅｘａｍｐｌｅ.com", Ok("ann@example.com"));
    check("ann@xn--zzzzzz.example", Err("address_domain_invalid"));
    check("ann@exa\u{200B}mple.com", Ok("ann@example.com"));
}

#[test]
fn utf8_local_parts_are_normalised_and_invisible_characters_refused() {
    check("Jörg@example.com", Ok("Jörg@example.com"));
    check("Jo\u{308}rg@example.com", Ok("Jörg@example.com"));
    check("用户@例子.example", Ok("用户@xn--fsqu00a.example"));
    check("\"jörg smith\"@example.com", Ok("\"jörg smith\"@example.com"));
    check("a\u{37E}b@example.com", Err("address_local_part_character"));
    check("ann\u{200B}@example.com", Err("address_invisible_character"));
    check("ann\u{202E}@example.com", Err("address_invisible_character"));
    check("a\u{A0}nn@example.com", Err("address_local_part_space"));
    check("a\u{FFFD}nn@example.com", Err("address_replacement_character"));
    assert!(EmailAddress::parse("Jörg@example.com").is_ok_and(|address| address.needs_smtputf8()));
    assert!(EmailAddress::parse("ann@bücher.example").is_ok_and(|address| !address.needs_smtputf8()));
}

#[test]
fn address_literals_are_kept_in_one_form() {
    check("ann@[192.0.2.1]", Ok("ann@[192.0.2.1]"));
    check("ann@[ipv6:2001:DB8:0:0::1]", Ok("ann@[IPv6:2001:db8::1]"));
    check("ann@[2001:db8::1]", Err("address_domain_literal"));
    check("ann@[192.0.2.1", Err("address_domain_literal"));
    check("ann@[192.0.2.256]", Err("address_domain_literal"));
    check("ann@[x-tag:what]", Err("address_domain_literal"));
    check("ann@192.0.2.1", Err("address_domain_ip_address"));
    check("ann@１９２.0.2.1", Err("address_domain_ip_address"));
    check("ann@example.123", Err("address_domain_numeric"));
}

#[test]
fn each_error_has_its_code() {
    check("", Err("address_empty"));
    check("ann", Err("address_without_at"));
    check("ann@", Err("address_domain_empty"));
    check("@example.com", Err("address_local_part_empty"));
    check("ann@@example.com", Err("address_several_at_signs"));
    check("ann@example.com@example.org", Err("address_several_at_signs"));
    check("ann smith@example.com", Err("address_local_part_space"));
    check("ann@exa mple.com", Err("address_domain_space"));
    check("ann(work)@example.com", Err("address_local_part_comment"));
    check("ann@example.com (Ann)", Err("address_domain_comment"));
    check(".ann@example.com", Err("address_local_part_dot"));
    check("ann.@example.com", Err("address_local_part_dot"));
    check("a..b@example.com", Err("address_local_part_dot"));
    check("ann@example..com", Err("address_domain_dot"));
    check("ann@.example.com", Err("address_domain_dot"));
    check("ann@example.com.", Err("address_domain_final_dot"));
    check("ann@-example.com", Err("address_domain_invalid"));
    check("ann@exam_ple.com", Err("address_domain_invalid"));
    check("ann,bob@example.com", Err("address_local_part_character"));
    check("=?utf-8?Q?eve=40evil.example?=@example.com", Err("address_local_part_encoded_word"));
    check(r#""=?utf-8?Q?eve=40evil.example?="@example.com"#, Err("address_local_part_encoded_word"));
}

#[test]
fn space_copied_together_with_an_address_is_ignored() {
    for space in ["\u{A0}", "\u{200B}", "\u{FEFF}", "\u{2009}", "\u{200E}", "\u{2060}", " \u{A0}\t"] {
        check(&format!("ann@example.com{space}"), Ok("ann@example.com"));
        check(&format!("{space}ann@example.com"), Ok("ann@example.com"));
        let list = parse_list(&format!("Ann <ann@example.com>{space},{space}bob@example.com{space}")).expect("a list");
        assert_eq!(list.len(), 2, "{space:?}");
    }
    check("ann@example.com\u{2028}", Err("address_domain_invalid"));
}

#[test]
fn several_addresses_and_names_are_refused_where_one_address_is_expected() {
    check("ann@example.com, bob@example.com", Err("address_one_only"));
    check("ann@example.com; Bob <bob@example.com>", Err("address_one_only"));
    check("ann@localhost, bob", Err("address_one_only"));
    check("ann@exa mple.com; bob@example.com", Err("address_one_only"));
    check("ann@example,com", Err("address_domain_invalid"));
    check("<ann@example.com>", Err("address_with_name"));
    check("Ann Lee <ann@example.com>", Err("address_with_name"));
    check("\"a,b\"@exa mple.com", Err("address_domain_space"));
    let error = EmailAddress::parse("Ann <ann@Example.com>").expect_err("more than an address");
    assert_eq!(error.text, texts::address_with_name("`Ann <ann@Example.com>`", "`ann@example.com`"));
}

#[test]
fn line_breaks_and_control_characters_are_refused() {
    check("ann@example.com\r\nRCPT TO:<eve@example.net>", Err("address_line_break"));
    check("ann\n@example.com", Err("address_line_break"));
    check("\"ann\r\nBcc: eve\"@example.com", Err("address_line_break"));
    check("ann\0@example.com", Err("address_control_character"));
    check("ann\u{85}@example.com", Err("address_control_character"));
    check("ann\u{7F}@example.com", Err("address_control_character"));
    check("ann\u{2028}@example.com", Err("address_invisible_character"));
}

#[test]
fn lengths_are_limited_in_octets() {
    let label = "d".repeat(63);
    check(&format!("{}@example.com", "a".repeat(64)), Ok(&format!("{}@example.com", "a".repeat(64))));
    check(&format!("{}@example.com", "a".repeat(65)), Err("address_local_part_too_long"));
    check(&format!("{}@example.com", "ö".repeat(33)), Err("address_local_part_too_long"));
    check(&format!("a@{label}d.example"), Err("address_domain_invalid"));
    check(
        &format!("a@{label}.{label}.{label}.{}", "d".repeat(60)),
        Ok(&format!("a@{label}.{label}.{label}.{}", "d".repeat(60))),
    );
    check(&format!("ann@{label}.{label}.{label}.{}", "d".repeat(60)), Err("address_too_long"));
    check(&format!("a@{label}.{label}.{label}.{label}"), Err("address_domain_invalid"));
}

#[test]
fn debug_and_masked_hide_the_local_part() {
    let address = EmailAddress::parse("ann.smith@example.com").expect("it is an address");
    assert_eq!(format!("{address:?}"), "a***@example.com");
    assert_eq!(address.masked(), "a***@example.com");
}

/// Each mailbox as `name|address`; or the code of the fault.
#[track_caller]
fn check_list(text: &str, expected: Result<&[&str], &str>) {
    let shown = |mailbox: Mailbox| match mailbox.name {
        Some(name) => format!("{}|{}", name.as_str(), mailbox.address.expose()),
        None => mailbox.address.expose().to_owned(),
    };
    match (parse_list(text), expected) {
        (Ok(list), Ok(expected)) => assert_eq!(list.into_iter().map(shown).collect::<Vec<_>>(), expected, "{text}"),
        (Err(error), Err(code)) => assert_eq!(error.text.code(), code, "{text}: {error}"),
        (parsed, expected) => panic!("{text}: {parsed:?} instead of {expected:?}"),
    }
}

#[test]
fn lists_are_split_at_commas_and_semicolons_outside_quotes() {
    check_list("", Ok(&[]));
    check_list(" , ;, ", Ok(&[]));
    check_list("a@x.example, b@x.example;c@x.example,", Ok(&["a@x.example", "b@x.example", "c@x.example"]));
    check_list(r#""Smith, Ann; x" <ann@x.example>, b@x.example"#, Ok(&["Smith, Ann; x|ann@x.example", "b@x.example"]));
    check_list(r#""a,b"@x.example; <"c;d>"@x.example>"#, Ok(&[r#""a,b"@x.example"#, r#""c;d>"@x.example"#]));
    check_list("ann@[IPv6:2001:db8::1], b@x.example", Ok(&["ann@[IPv6:2001:db8::1]", "b@x.example"]));
}

#[test]
fn display_names_are_read_as_people_write_them() {
    check_list("Ann Smith <ann@x.example>", Ok(&["Ann Smith|ann@x.example"]));
    check_list("  Ann \t  Smith<ann@x.example>", Ok(&["Ann Smith|ann@x.example"]));
    check_list("J. R. Smith <j@x.example>", Ok(&["J. R. Smith|j@x.example"]));
    check_list(r#""J. \"Q\" \\ Smith" <j@x.example>"#, Ok(&[r#"J. "Q" \ Smith|j@x.example"#]));
    check_list("Jörg Müller <j@x.example>", Ok(&["Jörg Müller|j@x.example"]));
    check_list("=?utf-8?Q?J=C3=B6rg?= <j@x.example>", Ok(&["=?utf-8?Q?J=C3=B6rg?=|j@x.example"]));
    check_list("<j@x.example>", Ok(&["j@x.example"]));
    check_list(r#""" <j@x.example>"#, Ok(&["j@x.example"]));
    check_list("< j@x.example >", Ok(&["j@x.example"]));
    check_list("O'Brien <o@x.example>", Ok(&["O'Brien|o@x.example"]));
}

#[test]
fn a_string_that_is_not_a_mailbox_is_refused_with_its_code() {
    check_list("Team: a@x.example, b@x.example;", Err("address_group"));
    check_list("Team: Ann <a@x.example>;", Err("address_group"));
    check_list("undisclosed-recipients:;", Err("address_group"));
    check_list("mailto:ann@x.example", Err("address_mailto"));
    check_list("Smith, Ann <ann@x.example>", Err("address_without_at"));
    check_list("Ann <ann@x.example", Err("address_open_bracket"));
    check_list("Ann <ann@x.example> x", Err("address_open_bracket"));
    check_list("Ann <<ann@x.example>>", Err("address_local_part_character"));
    check_list("Ann <@relay.example,@b.example:ann@x.example>", Err("address_several_at_signs"));
    check_list("ann@x.example bob@x.example", Err("address_several_at_signs"));
    check_list("ann@x.example (Ann, Smith)", Err("address_domain_comment"));
    check_list("Ann (work) <ann@x.example>", Err("display_name_comment"));
    check_list("ann@x.example <ann@x.example>", Err("display_name_character"));
    check_list("An\tn\\n <ann@x.example>", Err("display_name_character"));
    check_list("\"Ann <ann@x.example>", Err("address_open_quote"));
    check_list("a@x.example\r\nBcc: v@x.example", Err("address_line_break"));
    check_list("\"Ann\nBcc: v@x.example\" <a@x.example>", Err("address_line_break"));
    check_list("a\u{0}@x.example", Err("address_control_character"));
}

#[test]
fn a_display_name_is_parsed_without_unquoting() {
    let parse = |text| DisplayName::parse(text).map(|name| name.as_str().to_owned()).map_err(|error| error.text);
    assert_eq!(parse(" Shop \"Ann\" <x> "), Ok("Shop \"Ann\" <x>".to_owned()));
    assert_eq!(parse("  "), Err(texts::display_name_empty()));
    assert_eq!(parse("a\r\nBcc: x"), Err(texts::address_line_break("`a\\r\\nBcc: x`")));
    assert!(parse(&"x".repeat(256)).is_err_and(|text| text.code() == "display_name_too_long"));
}

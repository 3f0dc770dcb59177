//! Tests with configurations as operators write them, and with their errors.

use super::*;

fn read(file: &str, variables: &[(&str, &str)], flags: Vec<(&'static str, &str)>) -> Result<Config, String> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("owlpost.toml"), file).expect("a file");
    std::fs::write(folder.path().join("relay"), "smtps://u:s3cret@smtp.example.com\n").expect("a file");
    let variable = |name: &str| {
        variables
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.replace("DIR", &folder.path().display().to_string()))
    };
    let flags = flags.into_iter().map(|(key, value)| (key, value.to_owned())).collect();
    Config::from_sources(flags, variable, folder.path()).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        lines.join("\n").replace(&format!("{}/", folder.path().display()), "")
    })
}

#[track_caller]
fn check_faults(file: &str, expected: &[&str]) {
    let faults = read(file, &[], Vec::new()).expect_err("the configuration has faults");
    assert!(!faults.contains("s3cret"), "{faults}");
    let lines: Vec<&str> = faults.lines().collect();
    assert_eq!(lines.len(), expected.len(), "{faults}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}\n  should begin with\n{expected}");
    }
}

#[test]
fn no_option_is_required() {
    let config = read("", &[], Vec::new()).expect("defaults");
    assert_eq!(config.http.to_string(), "127.0.0.1:8020");
    assert_eq!(config.public_url, "http://localhost:8020");
    assert_eq!(config.master_key_file, PathBuf::from("./owlpost-data/master.key"));
    assert!(matches!(config.builtin, Builtin::Mailbox));
    assert_eq!(config.limits.request_bytes, 36_000_000);
    assert_eq!(config.limits.free_disk_bytes, None);
    assert_eq!(config.submission.smtp, [SocketAddr::from(([127, 0, 0, 1], 2525))]);
    assert!(config.submission.smtps.is_empty());
}

#[test]
fn a_flag_takes_precedence_over_a_variable_and_that_over_the_file() {
    let file = "http = \"127.0.0.1:1\"\ndata_dir = \"f\"\n[log]\nlevel = \"warn\"\n";
    let variables = [("OWLPOST_HTTP", "127.0.0.1:2"), ("OWLPOST_DATA_DIR", "v"), ("OWLPOST_PUBLIC_URL", "")];
    let config = read(file, &variables, vec![("http", "127.0.0.1:3")]).expect("a configuration");
    assert_eq!(config.http.port(), 3);
    assert_eq!(config.data_dir, PathBuf::from("v"));
    assert_eq!(config.log.level, "warn");
    assert_eq!(config.public_url, "http://localhost:3");
}

#[test]
fn every_fault_is_reported_at_once_with_its_line() {
    check_faults(
        "htpp = \"127.0.0.1:8020\"\npublic_url = \"mail.example.com\"\n\n[builtin]\nmode = \"relais\"\n[limit]\nx = 1\n",
        &[
            "owlpost.toml, line 1: there is no key `htpp`; did you mean `http`?",
            "owlpost.toml, line 6: there is no section [limit]; did you mean [limits]?",
            "owlpost.toml, line 2: `public_url`: `mail.example.com` does not begin with https:// or http://",
            "owlpost.toml, line 5: `builtin.mode`: `relais` is no mode: write mailbox or relay",
        ],
    );
}

#[test]
fn options_of_later_versions_are_reported() {
    check_faults(
        "database = \"postgres://u:s3cret@db/owl\"\n[builtin]\nmode = \"direct\"\n",
        &[
            "owlpost.toml, line 1: `database`: PostgreSQL is not supported by this version",
            "owlpost.toml, line 3: `builtin.mode`: direct delivery is not supported by this version",
        ],
    );
}

#[test]
fn a_fault_names_the_value_and_the_remedy() {
    check_faults("http = 8020", &["owlpost.toml, line 1: `http`: `8020` is no address with a port"]);
    check_faults("http = {a = 1}", &["owlpost.toml, line 1: `http` takes one value: ADDR:PORT"]);
    check_faults("log = \"debug\"", &["owlpost.toml, line 1: `log` is a section"]);
    check_faults("[log]\nlevel = \"noisy=x\"", &["owlpost.toml, line 2: `log.level`: `noisy=x` is no level"]);
    check_faults("[log]\nlevel = \"loud\"", &["owlpost.toml, line 2: `log.level`: `loud` is no level"]);
    check_faults("[log]\nlevel = \"info,loud\"", &["owlpost.toml, line 2: `log.level`: `info,loud` is no level"]);
    check_faults(
        "[limits]\nkeep_text_days = -1",
        &["owlpost.toml, line 2: `limits.keep_text_days`: `-1` is no whole number"],
    );
    check_faults(
        "trusted_proxies = [\"10.0.0.0/40\"]",
        &["owlpost.toml, line 1: `trusted_proxies`: `10.0.0.0/40` is no network"],
    );
    check_faults("http = \"127.0.0.1:8020", &["owlpost.toml, line 1: this is not TOML"]);
    check_faults(
        "public_url = \"https://a.example/path\"",
        &["owlpost.toml, line 1: `public_url`: `https://a.example/path` holds more"],
    );
}

#[test]
fn submission_listens_where_it_is_told() {
    let config = read("smtp = [\"127.0.0.1:2525\", \"[::1]:2525\"]", &[], Vec::new()).expect("a configuration");
    assert_eq!(config.submission.smtp.len(), 2);
    assert_eq!(config.certificate, Certificate::None);
    let file = "smtp = \"off\"\nsmtps = \"0.0.0.0:465\"\n[tls]\nself_signed = true\n[submission]\n\
                trusted_networks = [\"10.0.0.0/8=scan@example.com\"]\nclient_in_received = true\nbounces = true\n";
    let config = read(file, &[], Vec::new()).expect("a configuration");
    assert!(config.submission.smtp.is_empty() && config.submission.client_in_received && config.submission.bounces);
    assert_eq!((config.submission.smtps.len(), config.submission.trusted_networks.len()), (1, 1));
    assert_eq!(config.certificate, Certificate::SelfSigned);
}

#[test]
fn a_certificate_is_complete() {
    check_faults("smtp = \"x\"", &["owlpost.toml, line 1: `smtp`: `x` is no address with a port"]);
    check_faults("smtps = \"0.0.0.0:465\"", &["`smtps` needs a certificate: write `tls.certificate_file`"]);
    check_faults("[tls]\nkey_file = \"k\"", &["`tls.key_file` is named without its certificate"]);
    check_faults("[tls]\ncertificate_file = \"c\"", &["`tls.certificate_file` is named without its key"]);
    check_faults(
        "[tls]\nself_signed = true\ncertificate_file = \"c\"\nkey_file = \"k\"",
        &["`tls.self_signed` is true, and a file is named"],
    );
    check_faults("[tls]\nself_signed = 1", &["owlpost.toml, line 2: `tls.self_signed`: `1` is neither true nor false"]);
    check_faults("smtp = \"127.0.0.1:8020\"", &["`http` and `smtp` are both 127.0.0.1:8020"]);
}

#[test]
fn a_misspelt_section_gets_a_suggestion() {
    for (section, expected) in [
        ("limit", "there is no section [limit]; did you mean [limits]?"),
        ("provider.google", "there is no section [provider]; did you mean [providers.google]?"),
        ("buildin", "there is no section [buildin]; did you mean [builtin]?"),
        ("tlss", "there is no section [tlss]; did you mean [tls]?"),
    ] {
        check_faults(&format!("[{section}]\nx = 1\n"), &[&format!("owlpost.toml, line 1: {expected}")]);
    }
}

#[test]
fn a_misspelt_variable_is_named() {
    let names = ["OWLPOST_PUBLIC_URL", "OWLPOST_PUBLICURL", "OWLPOST_CONFIG", "OWLPOST_API_KEY", "PATH", "OWLPOST_XYZ"];
    assert_eq!(
        sources::unknown_variables(names.iter().map(|name| (*name).to_owned())),
        [
            "the variable OWLPOST_PUBLICURL is unknown and ignored; did you mean OWLPOST_PUBLIC_URL?",
            "the variable OWLPOST_XYZ is unknown and ignored; `owlpost --help` lists all variables",
        ]
    );
}

#[test]
fn a_relay_may_be_in_a_file_of_its_own() {
    let variables = [("OWLPOST_BUILTIN_MODE", "relay"), ("OWLPOST_BUILTIN_RELAY_FILE", "DIR/relay")];
    let config = read("public_url = \"https://mail.example.com\"", &variables, Vec::new()).expect("a configuration");
    let Builtin::Relay(account) = config.builtin else { panic!("a relay") };
    assert_eq!(
        (account.server.host.as_str(), account.server.port, account.server.ehlo_name.as_str()),
        ("smtp.example.com", 465, "mail.example.com")
    );
}

#[test]
fn a_relay_is_named_if_and_only_if_it_is_used() {
    check_faults("[builtin]\nmode = \"relay\"", &["`builtin.mode` is relay, and no relay is named"]);
    check_faults("[builtin]\nrelay = \"smtp://127.0.0.1\"", &["a relay is named, and `builtin.mode` is mailbox"]);
    check_faults(
        "[builtin]\nmode = \"relay\"\nrelay = \"smtp://u:s3cret@h\"",
        &["owlpost.toml, line 3: `builtin.relay`: a password would travel"],
    );
    check_faults(
        "[builtin]\nmode = \"relay\"\nrelay_file = \"nowhere\"",
        &["owlpost.toml, line 3: `builtin.relay_file`: the file nowhere cannot be read"],
    );
}

#[test]
fn a_file_that_was_named_must_exist() {
    let faults = read("", &[("OWLPOST_CONFIG", "other.toml")], Vec::new()).expect_err("a fault");
    assert!(faults.starts_with("the configuration file other.toml cannot be read"), "{faults}");
}

#[test]
fn the_own_name_is_never_one_that_relays_reject() {
    let own_name =
        |url: &str| read(&format!("public_url = {url:?}"), &[], Vec::new()).expect("a configuration").own_name();
    assert_eq!(own_name("https://mail.example.com:8443"), "mail.example.com");
    assert_eq!(own_name("http://localhost:8020"), "owlpost.invalid");
    assert_eq!(own_name("http://intranet"), "owlpost.invalid");
    assert_eq!(own_name("http://10.0.0.5"), "[10.0.0.5]");
    assert_eq!(own_name("http://[2001:db8::5]:80"), "[IPv6:2001:db8::5]");
    assert_eq!(own_name("http://[::1]:80"), "owlpost.invalid");
}

#[test]
fn the_public_url_is_written_as_browsers_write_an_origin() {
    let public_url =
        |url: &str| read(&format!("public_url = {url:?}"), &[], Vec::new()).expect("a configuration").public_url;
    for (typed, expected) in [
        ("https://mail.example.com/", "https://mail.example.com"),
        ("https://Mail.Example.com:443", "https://mail.example.com"),
        ("https://post.müller.example:8443", "https://post.xn--mller-kva.example:8443"),
        ("http://owl.lab:80", "http://owl.lab"),
        ("http://owl.lab:443", "http://owl.lab:443"),
        ("http://[2001:DB8::5]:8020", "http://[2001:db8::5]:8020"),
        ("http://10.0.0.5:8020", "http://10.0.0.5:8020"),
    ] {
        assert_eq!(public_url(typed), expected);
    }
}

#[test]
fn a_network_contains_only_its_addresses() {
    let contains = |network: &str, address: &str| {
        network.parse::<Network>().expect("a network").contains(address.parse().expect("an address"))
    };
    assert!(contains("10.0.0.0/8", "10.9.8.7"));
    assert!(contains("10.0.0.0/8", "::ffff:10.9.8.7"));
    assert!(contains("127.0.0.1", "127.0.0.1"));
    assert!(contains("0.0.0.0/0", "192.0.2.1"));
    assert!(contains("2001:db8::/32", "2001:db8:1::1"));
    assert!(!contains("10.0.0.0/8", "11.0.0.1"));
    assert!(!contains("127.0.0.1", "127.0.0.2"));
    assert!(!contains("0.0.0.0/0", "::1"));
    assert!(!contains("2001:db8::/32", "2001:db9::1"));
}

#[test]
fn the_help_lists_every_option_with_its_variable() {
    let help = with_flags(clap::Command::new("owlpost")).render_long_help().to_string();
    for option in options::OPTIONS.iter().filter(|option| option.flag) {
        assert!(
            help.contains(&format!("--{}", option.flag_name())) && help.contains(&option.variable()),
            "{}",
            option.key
        );
    }
    assert!(!help.contains("--builtin-relay <"), "a secret has no flag");
}

//! The options: one table defines the flags, the variables, the file's keys and the help.

use clap::{Arg, ArgAction, ArgMatches, Command};

/// One option.
#[derive(Debug)]
pub(super) struct Opt {
    /// The key in the file; a dot separates section and key.
    pub key: &'static str,
    /// The placeholder of the value in the help.
    pub value: &'static str,
    /// The default, as the help describes it.
    pub default: &'static str,
    /// The description in the help.
    pub help: &'static str,
    /// Whether there is a flag; not for secrets, which other users of the machine could read in the process list, and
    /// not for options that belong in a file.
    pub flag: bool,
}

/// All options, in the order of the help.
pub(super) const OPTIONS: &[Opt] = &[
    opt("data_dir", "DIR", "./owlpost-data", "The data folder"),
    opt("http", "ADDR:PORT", "127.0.0.1:8020", "Where pages and API are served"),
    opt(
        "smtp",
        "LIST|off",
        "127.0.0.1:2525",
        "Where programs submit mail by SMTP, with STARTTLS where there is a certificate: 127.0.0.1:2525, or off",
    ),
    opt("smtps", "LIST|off", "off", "Where programs submit mail by SMTP with implicit TLS: 0.0.0.0:465, or off"),
    opt("public_url", "URL", "http://localhost and the port of http", "How people and providers reach this server"),
    opt("database", "URL", "sqlite, a file in the data folder", "Where the database is"),
    opt(
        "master_key_file",
        "FILE",
        "master.key in the data folder",
        "The file with the key that encrypts stored secrets",
    ),
    opt(
        "trusted_proxies",
        "LIST",
        "none",
        "Networks of proxies whose X-Forwarded-For is believed: 10.0.0.0/8, 127.0.0.1",
    ),
    opt(
        "tls.certificate_file",
        "FILE",
        "none",
        "A PEM file of the certificate of SMTP submission, with those up to its CA",
    ),
    opt("tls.key_file", "FILE", "none", "A PEM file of the certificate's private key"),
    opt(
        "tls.self_signed",
        "BOOL",
        "false",
        "true makes a self-signed certificate in the data folder; clients must be told to trust it",
    ),
    in_file(
        "submission.trusted_networks",
        "LIST",
        "none",
        "Networks whose machines submit without a login, each with its only sender: 192.168.1.20=scanner@example.com",
    ),
    opt(
        "submission.client_in_received",
        "BOOL",
        "false",
        "Whether the Received field of submitted mail names the address of the client",
    ),
    opt(
        "submission.default_domain",
        "DOMAIN",
        "none",
        "The domain of submitted addresses that have none, such as root; without it they are refused",
    ),
    opt(
        "submission.bounces",
        "BOOL",
        "false",
        "Whether the envelope sender of submitted mail is notified when it failed, without having asked by DSN",
    ),
    opt("log.level", "LEVEL", "info", "error, warn, info, debug or trace; or directives such as info,mail=debug"),
    opt("log.format", "FORMAT", "text", "text or json"),
    opt("builtin.mode", "MODE", "mailbox", "How the built-in email service works: mailbox (keeps mail) or relay"),
    in_file(
        "builtin.relay",
        "URL",
        "none",
        "The relay: smtps://user:password@host:465, smtp+starttls://…:587 or smtp://…:25",
    ),
    opt("builtin.relay_file", "FILE", "none", "A file that contains the relay's URL, in place of builtin.relay"),
    opt("builtin.relay_ca_file", "FILE", "none", "A PEM file of a CA to trust for the relay besides the system's"),
    in_file(
        "providers.google.authorize_url",
        "URL",
        "Google's own",
        "Google's consent page, for national clouds and compatible services",
    ),
    in_file("providers.google.token_url", "URL", "Google's own", "Google's token endpoint"),
    in_file("providers.google.revoke_url", "URL", "Google's own", "Where Google revokes tokens"),
    in_file("providers.google.api_url", "URL", "Google's own", "The base of Google's mail API"),
    in_file(
        "providers.google.smtp",
        "URL",
        "Google's own",
        "Google's SMTP server: smtps://host:465 or smtp+starttls://host:587",
    ),
    in_file("providers.google.ca_file", "FILE", "none", "A PEM file of a CA to trust for Google besides the system's"),
    in_file(
        "providers.microsoft.authorize_url",
        "URL",
        "Microsoft's own",
        "Microsoft's consent page, for national clouds and compatible services",
    ),
    in_file("providers.microsoft.token_url", "URL", "Microsoft's own", "Microsoft's token endpoint"),
    in_file("providers.microsoft.revoke_url", "URL", "none", "Where Microsoft revokes tokens"),
    in_file("providers.microsoft.api_url", "URL", "Microsoft's own", "The base of Microsoft's mail API"),
    in_file(
        "providers.microsoft.smtp",
        "URL",
        "Microsoft's own",
        "Microsoft's SMTP server: smtps://host:465 or smtp+starttls://host:587",
    ),
    in_file(
        "providers.microsoft.ca_file",
        "FILE",
        "none",
        "A PEM file of a CA to trust for Microsoft besides the system's",
    ),
    opt(
        "accounts.approval",
        "WHO",
        "administrator",
        "Who approves the workspaces of others for sending: administrator, or none, which approves them all",
    ),
    opt(
        "limits.mailbox_messages",
        "COUNT",
        "10000",
        "Messages that the built-in mailbox keeps; the oldest are deleted first",
    ),
    opt(
        "limits.mailbox_mb",
        "MB",
        "1000",
        "Megabytes (1,000,000 bytes) that the built-in mailbox keeps; the oldest are deleted first",
    ),
    opt(
        "limits.keep_history_days",
        "DAYS",
        "400",
        "Days that finished messages are kept, with recipients and transcripts",
    ),
    opt("limits.keep_text_days", "DAYS", "30", "Days that the text of finished messages is kept"),
    opt(
        "limits.lost_reply_repetitions",
        "COUNT",
        "3",
        "Times that a message is sent again whose reply was lost after it was transmitted",
    ),
    opt(
        "limits.free_disk_mb",
        "MB",
        "1074 or 5 % of the disk, whichever is less",
        "Free disk space in megabytes (1,000,000 bytes) below which bulk mail is refused; urgent mail still goes; 0 is off",
    ),
    opt(
        "limits.trusted_network_hour",
        "COUNT",
        "500",
        "Recipients in 60 minutes that each network of submission.trusted_networks may send to",
    ),
    opt(
        "limits.trusted_network_day",
        "COUNT",
        "2000",
        "Recipients in 24 hours that each network of submission.trusted_networks may send to",
    ),
    opt("limits.request_mb", "MB", "36", "Largest body of an API call, in megabytes (1,000,000 bytes)"),
];

/// The file if no flag or variable names one.
pub(super) const DEFAULT_FILE: &str = "owlpost.toml";
/// The flag that names the file.
pub(super) const FILE_FLAG: &str = "config";
/// The variable that names the file.
pub(super) const FILE_VARIABLE: &str = "OWLPOST_CONFIG";

/// Variables of owlpost that are not options: the file, those of `owlpost send`, and those of the build.
pub(super) const OTHER_VARIABLES: &[&str] = &[
    FILE_VARIABLE,
    "OWLPOST_URL",
    "OWLPOST_API_KEY",
    "OWLPOST_API_KEY_FILE",
    "OWLPOST_SEND_CONFIG",
    "OWLPOST_SPOOL",
    "OWLPOST_BIN",
    "OWLPOST_WRITE_DOCS",
];

const fn opt(key: &'static str, value: &'static str, default: &'static str, help: &'static str) -> Opt {
    Opt { key, value, default, help, flag: true }
}

/// An option without a flag.
const fn in_file(key: &'static str, value: &'static str, default: &'static str, help: &'static str) -> Opt {
    Opt { key, value, default, help, flag: false }
}

/// An option as the documents list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionEntry {
    /// The key in the file.
    pub key: &'static str,
    /// The default, as the help describes it.
    pub default: &'static str,
    /// The description in the help.
    pub help: &'static str,
    /// Whether there is a flag.
    pub has_flag: bool,
}

/// All options, in the order of the help.
pub fn option_entries() -> impl Iterator<Item = OptionEntry> {
    OPTIONS.iter().map(|option| OptionEntry {
        key: option.key,
        default: option.default,
        help: option.help,
        has_flag: option.flag,
    })
}

impl Opt {
    /// The name of the variable, such as `OWLPOST_BUILTIN_MODE`.
    pub fn variable(&self) -> String {
        format!("OWLPOST_{}", self.key.replace('.', "_").to_uppercase())
    }

    /// The name of the flag, such as `builtin-mode`.
    pub fn flag_name(&self) -> String {
        self.key.replace(['.', '_'], "-")
    }
}

/// Adds a flag for each option to `command` and its subcommands.
pub fn with_flags(command: Command) -> Command {
    let file = Arg::new(FILE_FLAG).long(FILE_FLAG).value_name("FILE").help(format!(
        "The configuration file [variable: {FILE_VARIABLE}] [default: {DEFAULT_FILE}, where there is one]"
    ));
    let flags = OPTIONS.iter().filter(|option| option.flag).map(|option| {
        Arg::new(option.key).long(option.flag_name()).value_name(option.value).help(format!(
            "{} [key: {}] [variable: {}] [default: {}]",
            option.help,
            option.key,
            option.variable(),
            option.default
        ))
    });
    std::iter::once(file).chain(flags).fold(command, |command, flag| {
        command.arg(flag.action(ArgAction::Set).global(true).help_heading("Configuration"))
    })
}

/// The values of flags by key, with the file under [`FILE_FLAG`].
pub(super) fn flags(matches: &ArgMatches) -> Vec<(&'static str, String)> {
    std::iter::once(FILE_FLAG)
        .chain(OPTIONS.iter().filter(|option| option.flag).map(|option| option.key))
        .filter_map(|key| matches.get_one::<String>(key).map(|value| (key, value.clone())))
        .collect()
}

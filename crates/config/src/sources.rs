//! The sources of values: a flag takes precedence over a variable, a variable over the file.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::options::{DEFAULT_FILE, FILE_FLAG, FILE_VARIABLE, OPTIONS, OTHER_VARIABLES};

/// A value and where it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConfigValue {
    pub text: String,
    pub place: Place,
}

/// Where a value was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Flag(String),
    Variable(String),
    File { path: PathBuf, line: usize },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Flag(name) => write!(f, "flag --{name}"),
            Place::Variable(name) => write!(f, "variable {name}"),
            Place::File { path, line } => write!(f, "{}, line {line}", path.display()),
        }
    }
}

/// A fault of the configuration: its place, what is wrong, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFault(String);

impl ConfigFault {
    pub(super) fn at(place: &Place, message: impl fmt::Display) -> Self {
        Self(format!("{place}: {message}"))
    }

    pub(super) fn of(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// All values by key; the source with the highest precedence wins.
pub(super) type ConfigValues = BTreeMap<&'static str, ConfigValue>;

/// Collects the values of flags, variables and the file. The path of the file is relative to `folder`, the working
/// folder.
pub(super) fn gather(
    flags: Vec<(&'static str, String)>,
    variable: impl Fn(&str) -> Option<String>,
    folder: &Path,
    faults: &mut Vec<ConfigFault>,
) -> ConfigValues {
    let mut values = ConfigValues::new();
    let named = flags
        .iter()
        .find(|(key, _)| *key == FILE_FLAG)
        .map(|(_, path)| path.clone())
        .or_else(|| variable(FILE_VARIABLE).filter(|path| !path.is_empty()));
    let (path, must_exist) = (folder.join(named.as_deref().unwrap_or(DEFAULT_FILE)), named.is_some());
    match std::fs::read_to_string(&path) {
        Ok(text) => read_file(&text, &path, &mut values, faults),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_exist => {}
        Err(error) => faults.push(ConfigFault::of(format!(
            "the configuration file {} cannot be read: {error}; check the path and its permissions",
            path.display()
        ))),
    }
    for option in OPTIONS {
        // An empty variable counts as not set: compose files and units cannot always leave one out.
        if let Some(text) = variable(&option.variable()).filter(|text| !text.is_empty()) {
            values.insert(option.key, ConfigValue { text, place: Place::Variable(option.variable()) });
        }
        if let Some((_, text)) = flags.iter().find(|(key, _)| *key == option.key) {
            values.insert(option.key, ConfigValue { text: text.clone(), place: Place::Flag(option.flag_name()) });
        }
    }
    values
}

fn read_file(text: &str, path: &Path, values: &mut ConfigValues, faults: &mut Vec<ConfigFault>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let place =
        |at: usize| Place::File { path: path.to_owned(), line: 1 + text[..at.min(text.len())].matches('\n').count() };
    for error in errors {
        let at = place(error.span().map_or(0, |span| span.start));
        faults.push(ConfigFault::at(&at, format!("this is not TOML: {}", error.message())));
    }
    read_table("", table.get_ref(), &place, values, faults);
}

fn read_table(
    section: &str,
    table: &DeTable<'_>,
    place: &impl Fn(usize) -> Place,
    values: &mut ConfigValues,
    faults: &mut Vec<ConfigFault>,
) {
    for (name, value) in table {
        let at = place(name.span().start);
        let key = if section.is_empty() { name.get_ref().to_string() } else { format!("{section}.{}", name.get_ref()) };
        let known = OPTIONS.iter().find(|option| option.key == key);
        let is_section =
            OPTIONS.iter().any(|option| option.key.strip_prefix(&key).is_some_and(|rest| rest.starts_with('.')));
        match (value.get_ref(), known) {
            (DeValue::Table(inner), None) if is_section => read_table(&key, inner, place, values, faults),
            (_, None) if is_section => {
                faults.push(ConfigFault::at(&at, format!("`{key}` is a section: write [{key}] and its keys below")));
            }
            (DeValue::Table(_), None) => faults.push(ConfigFault::at(&at, unknown_section(&key))),
            (_, None) => faults.push(ConfigFault::at(&at, unknown(&key))),
            (value, Some(option)) => match plain(value) {
                Some(text) => {
                    values.insert(option.key, ConfigValue { text, place: at });
                }
                None => faults.push(ConfigFault::at(&at, format!("`{key}` takes one value: {}", option.value))),
            },
        }
    }
}

/// A scalar as text; a list as text separated by commas.
fn plain(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        DeValue::Array(list) => {
            Some(list.iter().map(|entry| plain(entry.get_ref())).collect::<Option<Vec<_>>>()?.join(","))
        }
        DeValue::Datetime(_) | DeValue::Table(_) => None,
    }
}

/// Minimum similarity (Jaro-Winkler) of a suggestion; below it, suggestions would confuse.
const ALIKE: f64 = 0.8;

fn unknown_section(name: &str) -> String {
    let sections = OPTIONS.iter().filter_map(|option| option.key.rsplit_once('.')).map(|(section, _)| section);
    let alike = |section: &&str| strsim::jaro_winkler(section, name);
    match sections.max_by(|a, b| alike(a).total_cmp(&alike(b))).filter(|section| alike(section) > ALIKE) {
        Some(section) => format!("there is no section [{name}]; did you mean [{section}]?"),
        None => unknown(name),
    }
}

/// Warnings about variables that begin with `OWLPOST_` but are unknown: most are misspelt, and are ignored.
pub(super) fn unknown_variables(names: impl Iterator<Item = String>) -> Vec<String> {
    let known: Vec<String> = OPTIONS.iter().map(super::options::Opt::variable).collect();
    let is_known = |name: &String| known.contains(name) || OTHER_VARIABLES.contains(&name.as_str());
    let mut unknown: Vec<String> = names
        .filter(|name| name.starts_with("OWLPOST_") && !name.starts_with("OWLPOST_TEST_") && !is_known(name))
        .map(|name| {
            let alike = |other: &&String| strsim::jaro_winkler(other, &name);
            let closest = known.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)));
            match closest.filter(|closest| alike(closest) > 0.9) {
                Some(closest) => format!("the variable {name} is unknown and ignored; did you mean {closest}?"),
                None => format!("the variable {name} is unknown and ignored; `owlpost --help` lists all variables"),
            }
        })
        .collect();
    unknown.sort();
    unknown
}

fn unknown(key: &str) -> String {
    let alike = |option: &&super::options::Opt| {
        let bare = option.key.rsplit('.').next().unwrap_or(option.key);
        strsim::jaro_winkler(option.key, key).max(strsim::jaro_winkler(bare, key))
    };
    let closest = OPTIONS.iter().max_by(|a, b| alike(a).total_cmp(&alike(b))).filter(|option| alike(option) > ALIKE);
    match closest {
        Some(option) => format!("there is no key `{key}`; did you mean `{}`?", option.key),
        None => format!("there is no key `{key}`; `owlpost --help` lists all keys"),
    }
}

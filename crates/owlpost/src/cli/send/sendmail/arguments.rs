//! The arguments of sendmail, as Postfix takes them (sendmail(1)): what has no meaning here is read and ignored, what would
//! be a wrong promise is refused.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::cli::send::failure::{Exit, Failure};
use crate::cli::send::input::InputEnd;

/// Options that have a value, attached or as the next argument.
const WITH_VALUE: &str = "ABCFLNORVXbefhopr";
/// Options without one.
const ALONE: &str = "GIUcimntvx";

/// What is to be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mode {
    /// Send a message from standard input.
    #[default]
    Deliver,
    /// Speak SMTP (`-bs`).
    Smtp,
    /// List what waits (`-bp`, `mailq`).
    Queue,
    /// Send what waits (`-q`).
    Flush,
    /// Rebuild a database of aliases, which there is none of (`-bi`, `-I`, `newaliases`).
    Aliases,
}

/// The arguments.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Arguments {
    pub(super) mode: Mode,
    /// `-f` and `-r`: empty for the null sender.
    pub(super) sender: Option<String>,
    /// `-F`.
    pub(super) full_name: Option<String>,
    /// `-t`.
    pub(super) header_recipients: bool,
    /// Without `-i` and `-oi` a dot.
    pub(super) end: InputEnd,
    /// `-C`.
    pub(super) config: Option<PathBuf>,
    pub(super) recipients: Vec<String>,
}

impl Arguments {
    fn new(mode: Mode) -> Self {
        Self {
            mode,
            sender: None,
            full_name: None,
            header_recipients: false,
            end: InputEnd::Dot,
            config: None,
            recipients: Vec::new(),
        }
    }

    /// Reads the arguments after the program's name; `mode` is that of the name.
    ///
    /// # Errors
    /// [`Exit::Usage`].
    pub(super) fn parse(mode: Mode, arguments: impl IntoIterator<Item = OsString>) -> Result<Self, Failure> {
        let mut found = Self::new(mode);
        let mut arguments = arguments.into_iter().map(|argument| {
            argument.into_string().map_err(|argument| usage(format!("{} is not UTF-8", argument.display())))
        });
        while let Some(argument) = arguments.next().transpose()? {
            if argument == "--" {
                found.recipients = arguments.collect::<Result<_, _>>()?;
                break;
            }
            let Some(flags) = argument.strip_prefix('-').filter(|flags| !flags.is_empty()) else {
                found.recipients.push(argument);
                // Options come first, so that no recipient from elsewhere is read as one.
                found.recipients.extend(arguments.collect::<Result<Vec<_>, _>>()?);
                if let Some(late) = found.recipients.iter().find(|recipient| recipient.starts_with('-')) {
                    return Err(usage(format!(
                        "{late} is behind a recipient: write options first, and -- before recipients"
                    )));
                }
                break;
            };
            found.take(flags, &mut arguments)?;
        }
        found.recipients = found.recipients.iter().flat_map(|argument| addresses(argument)).collect();
        Ok(found)
    }

    /// Reads an argument such as `-oi`, `-it` or `-f`.
    fn take(&mut self, flags: &str, rest: &mut impl Iterator<Item = Result<String, Failure>>) -> Result<(), Failure> {
        let mut flags = flags.chars();
        while let Some(flag) = flags.next() {
            match flag {
                // Its value, an interval or a filter, is attached or missing.
                'q' => {
                    self.mode = Mode::Flush;
                    return Ok(());
                }
                flag if ALONE.contains(flag) => self.set(flag),
                flag if WITH_VALUE.contains(flag) => {
                    let value = match flags.as_str() {
                        "" => rest.next().transpose()?.ok_or_else(|| usage(format!("-{flag} needs a value")))?,
                        attached => attached.to_owned(),
                    };
                    return self.set_to(flag, value);
                }
                flag => return Err(usage(format!("-{flag} is unknown"))),
            }
        }
        Ok(())
    }

    fn set(&mut self, flag: char) {
        match flag {
            'I' => self.mode = Mode::Aliases,
            'i' => self.end = InputEnd::EndOfFile,
            't' => self.header_recipients = true,
            _ => {}
        }
    }

    fn set_to(&mut self, flag: char, value: String) -> Result<(), Failure> {
        match flag {
            'A' if !matches!(value.as_str(), "m" | "c") => return Err(unsupported(flag, &value)),
            'B' if !["7BIT", "8BITMIME"].iter().any(|known| value.eq_ignore_ascii_case(known)) => {
                return Err(usage(format!("-B is 7BIT or 8BITMIME, and not {value}")));
            }
            'C' => self.config = Some(value.into()),
            'F' => self.full_name = Some(value),
            'N' if !is_notify(&value) => {
                return Err(usage(format!("-N is never, or a list of success, failure and delay, and not {value}")));
            }
            'R' if !["full", "hdrs"].iter().any(|known| value.eq_ignore_ascii_case(known)) => {
                return Err(usage(format!("-R is full or hdrs, and not {value}")));
            }
            'X' => return Err(unsupported(flag, &value)),
            'b' => self.mode = mode(&value)?.unwrap_or(self.mode),
            'f' | 'r' => {
                let sender = addresses(&value).into_iter().next().unwrap_or_default();
                self.sender = Some(if sender == "<>" { String::new() } else { sender });
            }
            'o' if value.starts_with('i') => self.end = InputEnd::EndOfFile,
            _ => {}
        }
        Ok(())
    }
}

/// The mode of `-b`; `None` to keep the one that there is.
fn mode(value: &str) -> Result<Option<Mode>, Failure> {
    Ok(Some(match value.chars().next() {
        Some('m') => Mode::Deliver,
        Some('s') => Mode::Smtp,
        Some('p') => Mode::Queue,
        Some('i') => Mode::Aliases,
        // The status of hosts, which Postfix ignores.
        Some('h' | 'H') => return Ok(None),
        Some('d' | 'l') => {
            return Err(usage("-bd and -bl start a server: use owlpost serve, which listens on port 2525".to_owned()));
        }
        _ => return Err(unsupported('b', value)),
    }))
}

fn is_notify(value: &str) -> bool {
    let is_one = |word: &str| ["success", "failure", "delay"].iter().any(|known| word.eq_ignore_ascii_case(known));
    value.eq_ignore_ascii_case("never") || value.split(',').all(|word| is_one(word.trim()))
}

/// The addresses of an argument, which may be a list with names. The server judges what cannot be read.
fn addresses(argument: &str) -> Vec<String> {
    if let Ok(list) = mail::parse_list(argument) {
        return list.into_iter().map(|mailbox| mailbox.address.expose().to_owned()).collect();
    }
    let pieces = argument.split(',').map(str::trim).filter(|piece| !piece.is_empty());
    let without_brackets = |piece: &str| {
        let inside = piece.strip_prefix('<').and_then(|piece| piece.strip_suffix('>'));
        inside.filter(|inside| !inside.is_empty()).unwrap_or(piece).to_owned()
    };
    pieces.map(without_brackets).collect()
}

fn unsupported(flag: char, value: &str) -> Failure {
    usage(format!("-{flag}{value} is not supported"))
}

pub(super) fn usage(what: String) -> Failure {
    Failure::new(
        Exit::Usage,
        what,
        "Nothing was sent.",
        "Write sendmail -i recipient… or sendmail -t -i, and the message to standard input. docs/send.md lists the options.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &str) -> Result<Arguments, Failure> {
        Arguments::parse(Mode::Deliver, words.split_whitespace().map(|word| word.replace('_', " ").into()))
    }

    fn parsed(words: &str) -> Arguments {
        parse(words).unwrap_or_else(|failure| panic!("{words}: {failure}"))
    }

    #[test]
    fn the_calls_of_programs_are_read() {
        let cron = parsed("-FCronDaemon -i -B8BITMIME -oem root");
        assert_eq!((cron.full_name.as_deref(), cron.end), (Some("CronDaemon"), InputEnd::EndOfFile));
        assert_eq!((cron.recipients, cron.sender, cron.header_recipients), (vec!["root".to_owned()], None, false));

        let mutt = parsed("-oem -oi -f shop@example.com -- ann@example.org bob@example.org");
        assert_eq!(mutt.sender.as_deref(), Some("shop@example.com"));
        assert_eq!(mutt.recipients, ["ann@example.org", "bob@example.org"]);

        let php = parsed("-t -i -fshop@example.com");
        assert!(php.header_recipients && php.recipients.is_empty() && php.end == InputEnd::EndOfFile);
        let both =
            parsed("-it -o i -r <> -f ann@example.org -N never -R hdrs -V id -v -O QueueDirectory=/x -U -G -h 3 -L x");
        assert!(both.header_recipients && both.sender.as_deref() == Some("ann@example.org"), "the last one counts");
        assert_eq!(parsed("-bs").mode, Mode::Smtp);
        assert_eq!(parsed("-bm -bh x").mode, Mode::Deliver);
        assert_eq!(
            [parsed("-bp").mode, parsed("-q").mode, parsed("-q30m").mode],
            [Mode::Queue, Mode::Flush, Mode::Flush]
        );
        assert_eq!([parsed("-bi").mode, parsed("-I").mode], [Mode::Aliases; 2]);
        assert_eq!(parsed("-C /etc/x.toml x").config, Some("/etc/x.toml".into()));
        assert_eq!(parsed("x").end, InputEnd::Dot);
    }

    #[test]
    fn a_sender_may_be_null_or_have_a_name() {
        for (words, expected) in
            [("-f <>", ""), ("-f_<>", ""), ("-f Ann_<a@example.com>", "a@example.com"), ("-f root", "root")]
        {
            let expected = if words == "-f_<>" { None } else { Some(expected) };
            let sender = parse(words).ok().and_then(|arguments| arguments.sender);
            assert_eq!(sender.as_deref(), expected.or(sender.as_deref()), "{words}");
        }
        let empty = Arguments::parse(Mode::Deliver, ["-f", "", "x"].map(OsString::from)).expect("taken");
        assert_eq!(empty.sender.as_deref(), Some(""));
    }

    #[test]
    fn an_argument_may_be_a_list() {
        let list = parsed("-i ann@example.org,_\"Lee,_Bob\"_<bob@example.org> root,<carol@example.org>");
        assert_eq!(list.recipients, ["ann@example.org", "bob@example.org", "root", "carol@example.org"]);
    }

    #[test]
    fn what_is_wrong_is_a_usage_error() {
        for words in [
            "-k",
            "-f",
            "-B 9BIT x",
            "-N sometimes x",
            "-R half x",
            "-X log x",
            "-bd",
            "-bv x",
            "-b",
            "-Ax",
            "ann@example.org -f x",
            "ann@example.org -oQ/tmp",
        ] {
            let failure = parse(words).expect_err(words);
            assert_eq!(failure.exit(), Exit::Usage, "{words}");
        }
        assert_eq!(parsed("-- -oi@example.org").recipients, ["-oi@example.org"]);
    }
}

//! A case of the gallery, read from its file.
//!
//! `draft` has the fields of the API. `{"repeat": "x", "times": 3}` is repeated text. A case has either `faults`, each
//! with its field and code, or `facts`, which `independent_parser.py` compares with the message. `sender` and `extra`
//! are the other arguments of `render`.

use std::{error::Error, fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mail::{Attachment, Calendar, Draft, EmailAddress, Mailbox, Message, Stamp, parse_list};
use serde_json::Value;

/// One file of the gallery.
pub struct Case {
    /// The file's name without its extension.
    pub name: String,
    pub json: Value,
}

/// All cases, in order of their names.
pub fn all() -> Result<Vec<Case>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gallery");
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            cases.push(Case { name, json: serde_json::from_slice(&fs::read(path)?)? });
        }
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(cases)
}

impl Case {
    /// Checks the draft and renders it.
    pub fn message(&self) -> Result<Message, mail::Faults> {
        let sender = self.json["sender"].as_str().unwrap_or("Shop <shop@example.com>");
        let sender: Mailbox = parse_list(sender).expect("the sender is an address").remove(0);
        let extra: Vec<EmailAddress> = texts(&self.json["extra"])
            .iter()
            .map(|text| EmailAddress::parse(text).expect("extra recipients are addresses"))
            .collect();
        let stamp = Stamp {
            date: "2026-11-22T19:29:30Z".parse().expect("it is a time"),
            unique: 0x019a_7000_0000_7000_8000_0000_0000_0001,
            auto_submitted: false,
        };
        self.draft().check()?.render(sender, &extra, stamp)
    }

    /// The codes of the remarks on what was changed or removed.
    #[allow(dead_code, reason = "the example renders but checks nothing")]
    pub fn remarks(&self) -> Vec<String> {
        let checked = self.draft().check();
        checked.map(|draft| draft.remarks().iter().map(|text| text.code().to_owned()).collect()).unwrap_or_default()
    }

    fn draft(&self) -> Draft {
        let draft = &self.json["draft"];
        Draft {
            from: text(&draft["from"]),
            to: texts(&draft["to"]),
            cc: texts(&draft["cc"]),
            bcc: texts(&draft["bcc"]),
            reply_to: texts(&draft["reply_to"]),
            subject: text(&draft["subject"]).unwrap_or_default(),
            text: text(&draft["text"]),
            html: text(&draft["html"]),
            calendar: draft["calendar"].as_object().map(|_| Calendar {
                content: text(&draft["calendar"]["content"]).unwrap_or_default(),
                method: text(&draft["calendar"]["method"]),
            }),
            attachments: list(&draft["attachments"]).iter().map(attachment).collect(),
            headers: list(&draft["headers"])
                .iter()
                .map(|pair| (text(&pair[0]).unwrap_or_default(), text(&pair[1]).unwrap_or_default()))
                .collect(),
            provider_headers: false,
        }
    }
}

fn attachment(json: &Value) -> Attachment {
    let base64 = json["base64"].as_str().map(|base64| STANDARD.decode(base64).expect("it is base64"));
    Attachment {
        name: text(&json["name"]).unwrap_or_default(),
        content_type: text(&json["content_type"]),
        content: base64.or_else(|| text(&json["text"]).map(String::into_bytes)).unwrap_or_default(),
        content_id: text(&json["content_id"]),
    }
}

fn list(json: &Value) -> &[Value] {
    json.as_array().map_or(&[], Vec::as_slice)
}

/// A list of texts, or one text.
fn texts(json: &Value) -> Vec<String> {
    match json.as_array() {
        Some(list) => list.iter().filter_map(text).collect(),
        None => text(json).into_iter().collect(),
    }
}

fn text(json: &Value) -> Option<String> {
    match json {
        Value::String(text) => Some(text.clone()),
        Value::Object(long) => {
            let times = usize::try_from(long["times"].as_u64()?).ok()?;
            Some(long["repeat"].as_str()?.repeat(times))
        }
        _ => None,
    }
}

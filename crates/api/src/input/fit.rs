//! Whether a JSON body fits what a call takes: parses it, and names all that does not fit at once.
//!
//! serde stops at the first fault. The others are found by taking out what was at fault and reading again; what is missing
//! is told by the form that the API's document describes. That is done for small bodies, which is what people write.

use mail::Fault;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};
use utoipa::ToSchema;

use super::PARSED_IN_PLACE_BYTES;
use super::words::{MISSING, Said, in_our_words};
use crate::problem::{Kind, Problem};

/// The value, or the first fault.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    read(bytes).map_err(|stumble| match stumble {
        Stumble::Broken(problem) => problem,
        Stumble::Unfit(unfit) => Problem::faults(vec![unfit.fault(None).1]),
    })
}

/// The object, or all its faults.
pub(super) fn parse_object<T: DeserializeOwned + ToSchema>(bytes: &[u8]) -> Result<T, Problem> {
    // serde takes the list of an object's values for the object.
    let is_list = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
    let first = match read::<T>(bytes) {
        Ok(value) if !is_list => return Ok(value),
        Err(Stumble::Broken(problem)) => return Err(problem),
        _ if is_list => return Err(Problem::fault("body", "is a list; write an object")),
        Ok(value) => return Ok(value),
        Err(Stumble::Unfit(unfit)) => unfit,
    };
    if bytes.len() <= PARSED_IN_PLACE_BYTES
        && let Ok(body) = serde_json::from_slice(bytes)
    {
        return Err(Problem::faults(all_faults::<T>(body, &first)));
    }
    Err(Problem::faults(vec![first.fault(None).1]))
}

/// Why a body was not read.
enum Stumble {
    /// It is no JSON.
    Broken(Problem),
    Unfit(Unfit),
}

/// What serde says, and where.
struct Unfit {
    path: Path,
    sentence: String,
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Stumble> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut deserializer)
        .map_err(|error| stumble(error.path().clone(), &error.into_inner()))?;
    deserializer.end().map_err(|error| Stumble::Broken(broken(&error)))?;
    Ok(value)
}

/// Broken JSON is named by line and column, a wrong value by its field.
fn stumble(path: Path, error: &serde_json::Error) -> Stumble {
    if !error.is_data() {
        return Stumble::Broken(broken(error));
    }
    let text = error.to_string();
    let sentence = text.rsplit_once(" at line ").map_or(text.as_str(), |(head, _)| head).to_owned();
    Stumble::Unfit(Unfit { path, sentence })
}

fn broken(error: &serde_json::Error) -> Problem {
    let detail = format!("The body is not valid JSON: {error}. Correct it there and call again.");
    Problem::new(Kind::Malformed, detail)
}

impl Unfit {
    /// What is said of it, and as a fault; `body` is where it was found.
    fn fault(&self, body: Option<&Value>) -> (Said, Fault) {
        let value = body.and_then(|body| self.steps(None)?.iter().try_fold(body, |value, step| step.of(value)));
        let said = in_our_words(&self.sentence, value);
        let field = field(&self.path.to_string(), said.key.as_deref());
        let message = said.message.clone();
        (said, Fault::new(field, message))
    }

    /// The way to what was at fault; None where it goes through more than objects and lists.
    fn steps(&self, key: Option<&str>) -> Option<Vec<Step>> {
        let steps = self.path.iter().map(|segment| match segment {
            Segment::Map { key } => Some(Step::Key(key.clone())),
            Segment::Seq { index } => Some(Step::Index(*index)),
            Segment::Enum { .. } | Segment::Unknown => None,
        });
        let mut steps = steps.collect::<Option<Vec<Step>>>()?;
        if let Some(key) = key
            && !matches!(steps.last(), Some(Step::Key(last)) if last == key)
        {
            steps.push(Step::Key(key.to_owned()));
        }
        Some(steps)
    }
}

/// One step into a value.
enum Step {
    Key(String),
    Index(usize),
}

impl Step {
    fn of<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        match self {
            Self::Key(key) => value.get(key),
            Self::Index(index) => value.get(index),
        }
    }

    fn of_mut<'a>(&self, value: &'a mut Value) -> Option<&'a mut Value> {
        match self {
            Self::Key(key) => value.get_mut(key),
            Self::Index(index) => value.get_mut(index),
        }
    }
}

/// Reads again and again, each time without what was at fault before.
fn all_faults<T: DeserializeOwned + ToSchema>(body: Value, first: &Unfit) -> Vec<Fault> {
    let mut told = Told::default();
    if first.sentence.starts_with("duplicate field") {
        // The value that was made of the body has it once.
        told.tell(first.fault(None).1);
    }
    let (mut left, mut some_missing) = (body.clone(), false);
    while told.faults.len() < mail::limits::FAULTS {
        // What was a value can be written again.
        let bytes = serde_json::to_vec(&left).unwrap_or_default();
        let Err(Stumble::Unfit(unfit)) = read::<T>(&bytes) else { break };
        let (said, fault) = unfit.fault(Some(&left));
        told.tell(fault);
        some_missing |= said.missing;
        // What is missing cannot be taken out, but what it is missing in.
        let key = said.key.as_deref().filter(|_| !said.missing);
        let Some(taken) = unfit.steps(key).and_then(|steps| take_out(&mut left, &steps)) else { break };
        told.taken.push(taken);
    }
    if some_missing {
        let form = Form::of::<T>();
        let mut missing = Vec::new();
        form.missing(&form.root, &body, "", &mut missing);
        for field in missing {
            told.tell(Fault::new(field, MISSING.to_owned()));
        }
    }
    if told.faults.is_empty() {
        told.tell(first.fault(None).1);
    }
    told.faults.truncate(mail::limits::FAULTS);
    told.faults
}

/// What was found.
#[derive(Default)]
struct Told {
    faults: Vec<Fault>,
    /// What was taken out on the way, and is missing for no other reason.
    taken: Vec<String>,
}

impl Told {
    fn tell(&mut self, fault: Fault) {
        if !self.taken.contains(&fault.field) && self.faults.iter().all(|told| told.field != fault.field) {
            self.faults.push(fault);
        }
    }
}

/// Takes out what the steps lead to, and says its field. From a list nothing is taken, but the list: the others in it
/// would get other numbers.
fn take_out(body: &mut Value, steps: &[Step]) -> Option<String> {
    let last = steps.iter().rposition(|step| matches!(step, Step::Key(_)))?;
    let (Some(Step::Key(key)), way) = (steps.get(last), steps.get(..last)?) else { return None };
    let holder = way.iter().try_fold(body, |value, step| step.of_mut(value))?;
    holder.as_object_mut()?.remove(key)?;
    let field = way.iter().fold(String::new(), |path, step| match step {
        Step::Key(key) if path.is_empty() => key.clone(),
        Step::Key(key) => format!("{path}.{key}"),
        Step::Index(index) => format!("{path}[{index}]"),
    });
    Some(if field.is_empty() { key.clone() } else { format!("{field}.{key}") })
}

/// What a call takes, as the API's document has it (JSON Schema).
struct Form {
    root: Value,
    parts: Vec<(String, Value)>,
}

impl Form {
    fn of<T: ToSchema>() -> Self {
        let mut parts = Vec::new();
        T::schemas(&mut parts);
        // Schemas are maps and strings: they always serialise.
        let json = |schema| serde_json::to_value(schema).unwrap_or_default();
        let root = json(T::schema());
        Self { root, parts: parts.into_iter().map(|(name, schema)| (name, json(schema))).collect() }
    }

    /// The fields that `value` must have and has not.
    fn missing(&self, form: &Value, value: &Value, path: &str, missing: &mut Vec<String>) {
        if let Some(name) = form["$ref"].as_str().and_then(|at| at.rsplit('/').next()) {
            if let Some((_, part)) = self.parts.iter().find(|(part, _)| part == name) {
                self.missing(part, value, path, missing);
            }
            return;
        }
        for part in form["allOf"].as_array().into_iter().flatten() {
            self.missing(part, value, path, missing);
        }
        // What may be null is written as a choice of null and the other.
        if let Some([one, other]) = form["oneOf"].as_array().map(Vec::as_slice)
            && one["type"] == "null"
        {
            self.missing(other, value, path, missing);
        }
        let under = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        if let Value::Object(object) = value {
            let required = form["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            missing.extend(required.filter(|key| !object.contains_key(*key)).map(under));
            for (key, value) in object {
                self.missing(&form["properties"][key], value, &under(key), missing);
            }
        }
        for (index, value) in value.as_array().into_iter().flatten().enumerate() {
            self.missing(&form["items"], value, &format!("{path}[{index}]"), missing);
        }
    }
}

/// The path of an unknown or missing key is that of its object, or of the key itself.
fn field(path: &str, key: Option<&str>) -> String {
    match (path, key) {
        ("." | "", None) => "body".to_owned(),
        ("." | "", Some(key)) => key.to_owned(),
        (path, Some(key)) if path == key || path.ends_with(&format!(".{key}")) => path.to_owned(),
        (path, Some(key)) => format!("{path}.{key}"),
        (path, None) => path.to_owned(),
    }
}

//! APIs that scripts know from browsers and Node: `URL`, `TextEncoder`, `btoa`, `structuredClone`, `crypto` and the
//! like. Functions whose result would be silently wrong throw with a hint instead.
//!
//! `web_api.js` defines the classes; the functions behind them are here. Random numbers are derived from the seed of
//! the job, so that the child reads none from the machine.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD as BASE64};
use encoding_rs::Encoding;
use rquickjs::context::EvalOptions;
use rquickjs::{Ctx, Function, IntoJs, Object, Result, TypedArray};
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded, quirks};

use super::globals::throw;
use crate::HostException;

/// The forgiving Base64 of the WHATWG Infra standard: padding is optional, and trailing bits are ignored.
const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Defines the globals.
pub(super) fn install(ctx: &Ctx<'_>, seed: &[u8; 32]) -> Result<()> {
    let host = Object::new(ctx.clone())?;
    set(ctx, &host, "unavailable", |ctx: Ctx<'_>, name: String, instead: String| -> Result<()> {
        Err(throw(&ctx, HostException::FunctionUnavailable { name, instead }))
    })?;
    install_text(ctx, &host)?;
    install_random(ctx, &host, RandomNumbers::of(*seed))?;
    install_addresses(ctx, &host)?;
    let mut options = EvalOptions::default();
    options.filename = Some("owlpost".to_owned());
    let classes: Function = ctx.eval_with_options(include_str!("web_api.js"), options)?;
    classes.call((host,))
}

fn install_text<'js>(ctx: &Ctx<'js>, host: &Object<'js>) -> Result<()> {
    set(ctx, host, "encode", |ctx: Ctx<'js>, text: String| TypedArray::<u8>::new(ctx, text.into_bytes()))?;
    set(ctx, host, "encoding", |label: String| Encoding::for_label(label.as_bytes()).map(Encoding::name))?;
    // Bytes are passed as a string of characters below U+0100: reading a typed array would need unsafe code.
    set(ctx, host, "decode", |bytes: String, encoding: String, keeps_mark: bool, is_strict: bool| {
        let bytes: Option<Vec<u8>> = bytes.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        decoded(&bytes?, &encoding, keeps_mark, is_strict)
    })?;
    set(ctx, host, "btoa", |text: String| {
        let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
        bytes.map(|bytes| BASE64.encode(bytes))
    })?;
    set(ctx, host, "atob", |mut text: String| {
        text.retain(|c| !c.is_ascii_whitespace());
        let bytes = FORGIVING.decode(text).ok()?;
        Some(bytes.into_iter().map(char::from).collect::<String>())
    })
}

/// `None` if the bytes are not valid in the encoding and `is_strict` forbids replacement.
fn decoded(bytes: &[u8], encoding: &str, keeps_mark: bool, is_strict: bool) -> Option<String> {
    let encoding = Encoding::for_label(encoding.as_bytes())?;
    let bytes = match Encoding::for_bom(bytes) {
        Some((found, length)) if found == encoding && !keeps_mark => &bytes[length..],
        _ => bytes,
    };
    let (text, has_replacements) = encoding.decode_without_bom_handling(bytes);
    (!(is_strict && has_replacements)).then(|| text.into_owned())
}

fn install_random<'js>(ctx: &Ctx<'js>, host: &Object<'js>, numbers: RandomNumbers) -> Result<()> {
    let numbers = Rc::new(numbers);
    let own = Rc::clone(&numbers);
    set(ctx, host, "randomBytes", move |ctx: Ctx<'js>, count: usize| TypedArray::<u8>::new(ctx, own.bytes(count)))?;
    let own = Rc::clone(&numbers);
    set(ctx, host, "random", move || own.unit())?;
    set(ctx, host, "uuid", move || numbers.uuid())
}

fn install_addresses<'js>(ctx: &Ctx<'js>, host: &Object<'js>) -> Result<()> {
    set(ctx, host, "url", |text: String, base: Option<String>| {
        let base = base.map(|base| Url::parse(&base)).transpose().ok()?;
        Url::options().base_url(base.as_ref()).parse(&text).ok().map(String::from)
    })?;
    set(ctx, host, "urlPart", |href: String, name: String| part(&Url::parse(&href).ok()?, &name))?;
    set(ctx, host, "urlWith", |href: String, name: String, value: String| changed(&href, &name, &value))?;
    set(ctx, host, "query", |text: String| {
        form_urlencoded::parse(text.as_bytes())
            .map(|(name, value)| vec![name.into_owned(), value.into_owned()])
            .collect::<Vec<_>>()
    })?;
    set(ctx, host, "queryText", |values: Vec<String>| {
        let pairs = values.chunks_exact(2).map(|pair| (&pair[0], &pair[1]));
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    })
}

fn part(url: &Url, name: &str) -> Option<String> {
    let part = match name {
        "href" => quirks::href(url),
        "protocol" => quirks::protocol(url),
        "username" => quirks::username(url),
        "password" => quirks::password(url),
        "host" => quirks::host(url),
        "hostname" => quirks::hostname(url),
        "port" => quirks::port(url),
        "pathname" => quirks::pathname(url),
        "search" => quirks::search(url),
        "hash" => quirks::hash(url),
        "origin" => return Some(quirks::origin(url)),
        _ => return None,
    };
    Some(part.to_owned())
}

/// The URL with one part changed. An invalid part changes nothing, as the URL standard demands; for `href` the result
/// is `None`.
fn changed(href: &str, name: &str, value: &str) -> Option<String> {
    let mut url = Url::parse(href).ok()?;
    let mut is_valid = true;
    match name {
        "href" => return Url::parse(value).ok().map(String::from),
        "protocol" => is_valid = quirks::set_protocol(&mut url, value).is_ok(),
        "username" => is_valid = quirks::set_username(&mut url, value).is_ok(),
        "password" => is_valid = quirks::set_password(&mut url, value).is_ok(),
        "host" => is_valid = quirks::set_host(&mut url, value).is_ok(),
        "hostname" => is_valid = quirks::set_hostname(&mut url, value).is_ok(),
        "port" => is_valid = quirks::set_port(&mut url, value).is_ok(),
        "pathname" => quirks::set_pathname(&mut url, value),
        "search" => quirks::set_search(&mut url, value),
        "hash" => quirks::set_hash(&mut url, value),
        _ => return None,
    }
    Some(if is_valid { url.into() } else { href.to_owned() })
}

/// Random numbers derived from a seed, unpredictable without it: SHA-256 over the seed and a counter.
struct RandomNumbers {
    seed: [u8; 32],
    counter: Cell<u64>,
    left: RefCell<Vec<u8>>,
}

impl RandomNumbers {
    fn of(seed: [u8; 32]) -> Self {
        Self { seed, counter: Cell::new(0), left: RefCell::default() }
    }

    fn bytes(&self, count: usize) -> Vec<u8> {
        let mut left = self.left.borrow_mut();
        while left.len() < count {
            let counter = self.counter.get();
            self.counter.set(counter + 1);
            left.extend_from_slice(
                &Sha256::new().chain_update(self.seed).chain_update(counter.to_be_bytes()).finalize(),
            );
        }
        left.drain(..count).collect()
    }

    /// A number in [0, 1).
    fn unit(&self) -> f64 {
        /// A double represents 53 bits exactly.
        const BITS: u32 = 53;
        let bytes: [u8; 8] = self.bytes(8).try_into().unwrap_or_default();
        (u64::from_be_bytes(bytes) >> (64 - BITS)) as f64 / (1u64 << BITS) as f64
    }

    /// A UUIDv4 (RFC 9562 section 5.4).
    fn uuid(&self) -> String {
        let mut bytes: [u8; 16] = self.bytes(16).try_into().unwrap_or_default();
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
    }
}

fn set<'js, P>(
    ctx: &Ctx<'js>,
    host: &Object<'js>,
    name: &str,
    function: impl rquickjs::function::IntoJsFunc<'js, P> + 'js,
) -> Result<()> {
    host.set(name, Function::new(ctx.clone(), function)?.with_name(name)?.into_js(ctx)?)
}

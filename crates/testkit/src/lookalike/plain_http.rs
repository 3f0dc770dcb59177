//! Blocking HTTP/1.1 requests over plain TCP, for tests and simulated people. Does not follow redirects.
//!
//! Needs no async runtime, so that it works in sync and async tests.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use url::{Url, form_urlencoded};

/// Timeout: longer than any configured delay of a look-alike.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What a server answered.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Header names in lower case, with their values, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of the first header with this lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, null if it is not JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// GET with these headers.
pub fn get(url: &str, headers: &[(&str, &str)]) -> io::Result<Answer> {
    exchange("GET", url, headers, &[])
}

/// POST of a form.
pub fn post_form(url: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> io::Result<Answer> {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut all = vec![("Content-Type", "application/x-www-form-urlencoded")];
    all.extend_from_slice(headers);
    exchange("POST", url, &all, body.as_bytes())
}

/// POST of this body; its content type is among the headers.
pub fn post(url: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<Answer> {
    exchange("POST", url, headers, body)
}

fn exchange(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<Answer> {
    let url = Url::parse(url).map_err(io::Error::other)?;
    let host = url.host_str().ok_or_else(|| io::Error::other("a URL without a host"))?;
    let port = url.port_or_known_default().unwrap_or(80);
    let mut stream = TcpStream::connect((host.trim_matches(['[', ']']), port))?;
    stream.set_read_timeout(Some(LONGEST_WAIT))?;
    let target = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let mut head = format!("{method} {target} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
    stream.write_all(head.as_bytes())?;
    // A server that refuses early responds while the body is still being sent.
    let sent = stream.write_all(body);
    let mut answer = Vec::new();
    let heard = stream.read_to_end(&mut answer);
    match parsed(&answer) {
        Some(answer) => Ok(answer),
        None => Err(sent.and(heard.map(drop)).err().unwrap_or_else(|| io::ErrorKind::UnexpectedEof.into())),
    }
}

fn parsed(answer: &[u8]) -> Option<Answer> {
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]);
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let header = |line: &str| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
    Some(Answer { status, headers: lines.filter_map(header).collect(), body: answer[end + 4..].to_vec() })
}

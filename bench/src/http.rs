//! The HTTP load client: HTTP/1.1 over one persistent connection, only the features that the API under test uses.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use crate::void::{IoContext, Void};

/// One persistent connection to the API.
pub struct Client {
    out: TcpStream,
    answers: BufReader<TcpStream>,
    /// Fields of every request.
    head: String,
    request: Vec<u8>,
}

/// A response.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body, as text.
    pub body: String,
    /// Name and value of the cookie that it sets.
    pub cookie: Option<String>,
}

impl Client {
    /// Connects; `api_key` may be empty for routes without authentication.
    pub fn connect(to: SocketAddr, api_key: &str) -> std::io::Result<Self> {
        let head = if api_key.is_empty() { String::new() } else { format!("Authorization: Bearer {api_key}\r\n") };
        Self::with_head(to, head)
    }

    /// Connects; `head` has further fields of every request, each with its line end.
    pub fn with_head(to: SocketAddr, head: String) -> std::io::Result<Self> {
        let out = TcpStream::connect(to)?;
        out.set_nodelay(true)?;
        let answers = BufReader::new(out.try_clone()?);
        Ok(Self { out, answers, head, request: Vec::new() })
    }

    /// Posts a form as a browser does, and returns the cookie that the response sets.
    pub fn post_form(&mut self, path: &str, form: &str) -> Result<String, Void> {
        let head = "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded";
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\n{head}\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        );
        let asked = || format!("POST {path}");
        self.out.write_all(request.as_bytes()).doing(asked())?;
        let answer = self.read_answer().doing(asked())?;
        let refused = || Void::Refused { asked: asked(), answer: format!("{} {}", answer.status, answer.body) };
        answer.cookie.clone().ok_or_else(refused)
    }

    /// Sends one request with a JSON body and reads the response.
    pub fn ask(&mut self, method: &str, path: &str, json: &[u8]) -> std::io::Result<Answer> {
        self.request.clear();
        write!(
            self.request,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.head,
            json.len()
        )?;
        self.request.extend_from_slice(json);
        self.out.write_all(&self.request)?;
        self.read_answer()
    }

    /// Like [`Client::ask`], and any other status than `expected` is an error with the response's text.
    pub fn must(&mut self, method: &str, path: &str, json: &[u8], expected: u16) -> Result<String, Void> {
        let answer = self.ask(method, path, json).doing(format!("{method} {path}"))?;
        if answer.status == expected {
            Ok(answer.body)
        } else {
            Err(Void::Refused {
                asked: format!("{method} {path}"),
                answer: format!("{} {}", answer.status, answer.body),
            })
        }
    }

    fn read_answer(&mut self) -> std::io::Result<Answer> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(|| bad(&line))?;
        let (mut length, mut cookie) = (0, None);
        loop {
            line.clear();
            self.answers.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            if name.eq_ignore_ascii_case("set-cookie") {
                cookie = value.trim().split(';').next().map(str::to_owned);
            } else if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().map_err(|_| bad(&line))?;
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                return Err(bad(&line));
            }
        }
        let mut body = vec![0; length];
        self.answers.read_exact(&mut body)?;
        Ok(Answer { status, body: String::from_utf8_lossy(&body).into_owned(), cookie })
    }
}

fn bad(line: &str) -> std::io::Error {
    std::io::Error::new(std::io::ErrorKind::InvalidData, format!("an answer that this client cannot read: {line:?}"))
}

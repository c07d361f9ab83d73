//! A client that sees what is on the wire: heads, chunks as they come, and connections that end.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// A connection that is kept.
pub struct Client(BufReader<TcpStream>);

/// An answer, or as much of it as came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether all of it came.
    pub is_whole: bool,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(other, _)| other == name)?;
        Some(value)
    }
}

impl Client {
    pub fn new(address: &str) -> Self {
        let stream = TcpStream::connect(address.strip_prefix("http://").unwrap()).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        Self(BufReader::new(stream))
    }

    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) {
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: couch\r\n");
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            text.push_str("content-type: application/json\r\n");
            text.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        text.push_str(&format!("\r\n{body}"));
        self.write(&text);
    }

    pub fn write(&mut self, text: &str) {
        self.0.get_mut().write_all(text.as_bytes()).unwrap();
    }

    pub fn ask(&mut self, method: &str, path: &str, body: &str) -> Answer {
        self.send(method, path, &[], body);
        self.answer(method == "HEAD").expect("an answer")
    }

    /// The answer to a request; `None` where the connection ends instead.
    pub fn answer(&mut self, is_head: bool) -> Option<Answer> {
        let mut answer = self.head()?;
        if is_head || answer.status == 204 {
            return Some(answer);
        }
        if answer.header("transfer-encoding") == Some("chunked") {
            while let Some(chunk) = self.chunk() {
                answer.body.extend(chunk.into_bytes());
            }
            return Some(answer);
        }
        let length = answer.header("content-length").unwrap().parse().unwrap();
        self.0
            .by_ref()
            .take(length)
            .read_to_end(&mut answer.body)
            .unwrap();
        answer.is_whole = answer.body.len() as u64 == length;
        Some(answer)
    }

    pub fn head(&mut self) -> Option<Answer> {
        let first = self.line()?;
        let mut answer = Answer {
            status: first.split(' ').nth(1).unwrap().parse().unwrap(),
            headers: Vec::new(),
            body: Vec::new(),
            is_whole: true,
        };
        while let Some((name, value)) = self.line()?.split_once(": ") {
            answer.headers.push((name.to_owned(), value.to_owned()));
        }
        Some(answer)
    }

    /// The next chunk of a body; `None` at its end.
    pub fn chunk(&mut self) -> Option<String> {
        let size = usize::from_str_radix(&self.line().unwrap(), 16).unwrap();
        let mut bytes = vec![0; size + 2];
        self.0.read_exact(&mut bytes).unwrap();
        bytes.truncate(size);
        (size > 0).then(|| String::from_utf8(bytes).unwrap())
    }

    /// Whether nothing comes for so long.
    pub fn is_silent(&mut self, time: Duration) -> bool {
        self.0.get_ref().set_read_timeout(Some(time)).unwrap();
        self.0.fill_buf().is_err()
    }

    /// Whether the other side has ended the connection, at once or in the end.
    pub fn is_closed(&mut self) -> bool {
        self.line().is_none()
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = match self.0.read_line(&mut line) {
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => 0,
            // Silence is no end.
            Err(error) => panic!("{error}"),
        };
        (read > 0).then(|| line.trim_end().to_owned())
    }
}

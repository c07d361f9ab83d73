//! HTTP/1.1 on a stream: requests are read, within bounds, and answers written. What a request is
//! answered is left to others. Bodies come with their length or in chunks, and are never decoded.

use std::io::{self, BufRead, Read, Write};

use crate::answer::Reply;
use crate::request::{Method, Request};

/// The longest head of a request, in bytes.
const HEAD_BYTES_MAX: u64 = 64 * 1024;
/// The longest body of a request, in bytes: what pouchdb-server takes is more than any test sends.
pub(crate) const BODY_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A request as it was heard.
#[derive(Debug)]
pub(crate) struct Heard {
    /// The method as it was sent.
    pub(crate) method: String,
    pub(crate) request: Request,
    /// Whether the connection goes on after the answer.
    pub(crate) is_kept: bool,
}

/// Why nothing was heard.
#[derive(Debug)]
pub(crate) enum Unheard {
    /// The connection is gone.
    Gone,
    /// What came is no request, or too long: the status says which.
    Refused(u16),
}

impl From<io::Error> for Unheard {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

/// Reads the next request. `go_on` is called where the other side waits to be told to send its body.
pub(crate) fn hear(
    stream: &mut impl BufRead,
    go_on: impl FnOnce() -> io::Result<()>,
) -> Result<Heard, Unheard> {
    let mut left = HEAD_BYTES_MAX;
    let mut first = line(stream, &mut left)?;
    // An empty line before a request is not minded.
    if first.is_empty() {
        first = line(stream, &mut left)?;
    }
    let mut words = first.split(' ');
    let (Some(method), Some(path), Some(version), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(Unheard::Refused(400));
    };
    if !path.starts_with('/') || !version.starts_with("HTTP/1.") {
        return Err(Unheard::Refused(400));
    }
    let mut request = Request::new(Method::parse(method), path);
    loop {
        let line = line(stream, &mut left)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or(Unheard::Refused(400))?;
        request = request.with_header(name, value.trim());
    }
    let has = |name: &str, word: &str| {
        let mut words = request.header(name).unwrap_or_default().split(',');
        words.any(|other| other.trim().eq_ignore_ascii_case(word))
    };
    let is_chunked = has("transfer-encoding", "chunked");
    let is_kept = version == "HTTP/1.1" && !has("connection", "close");
    let length: Option<usize> = match request.header("content-length") {
        Some(text) => Some(text.parse().map_err(|_| Unheard::Refused(400))?),
        None => None,
    };
    if is_chunked && length.is_some() {
        return Err(Unheard::Refused(400));
    }
    if length.is_some_and(|length| length > BODY_BYTES_MAX) {
        return Err(Unheard::Refused(413));
    }
    if has("expect", "100-continue") {
        go_on()?;
    }
    let body = match length {
        _ if is_chunked => chunks(stream)?,
        Some(length) => exactly(stream, length)?,
        None => Vec::new(),
    };
    Ok(Heard {
        method: method.to_owned(),
        request: request.with_body(body),
        is_kept,
    })
}

/// A line without its end.
fn line(stream: &mut impl BufRead, left: &mut u64) -> Result<String, Unheard> {
    let mut bytes = Vec::new();
    let read = stream.take(*left).read_until(b'\n', &mut bytes)?;
    *left = left.saturating_sub(read as u64);
    match bytes.pop() {
        None if *left > 0 => return Err(Unheard::Gone),
        Some(b'\n') => {}
        _ if *left == 0 => return Err(Unheard::Refused(431)),
        _ => return Err(Unheard::Gone),
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    String::from_utf8(bytes).map_err(|_| Unheard::Refused(400))
}

fn exactly(stream: &mut impl BufRead, length: usize) -> Result<Vec<u8>, Unheard> {
    let mut bytes = Vec::with_capacity(length.min(1024 * 1024));
    stream.take(length as u64).read_to_end(&mut bytes)?;
    match bytes.len() == length {
        true => Ok(bytes),
        false => Err(Unheard::Gone),
    }
}

fn chunks(stream: &mut impl BufRead) -> Result<Vec<u8>, Unheard> {
    let mut body = Vec::new();
    loop {
        let mut left = HEAD_BYTES_MAX;
        let size = line(stream, &mut left)?;
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(|_| Unheard::Refused(400))?;
        if size > BODY_BYTES_MAX - body.len() {
            return Err(Unheard::Refused(413));
        }
        if size == 0 {
            // What trails is of no use here.
            while !line(stream, &mut left)?.is_empty() {}
            return Ok(body);
        }
        body.extend(exactly(stream, size)?);
        if !line(stream, &mut left)?.is_empty() {
            return Err(Unheard::Refused(400));
        }
    }
}

/// The length that an answer says it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    /// So many bytes.
    Of(usize),
    /// It comes in chunks.
    Chunks,
    /// It has no body, whatever the length would be.
    Nothing,
}

/// Writes the head of an answer.
pub(crate) fn write_head(
    stream: &mut impl Write,
    reply: &Reply,
    length: Length,
    is_kept: bool,
) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {} {}\r\n", reply.status, phrase(reply.status));
    for (name, value) in &reply.headers {
        // Nothing that a request brought may start a header of its own.
        let value = value.replace(['\r', '\n'], " ");
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    match length {
        Length::Of(length) => head.push_str(&format!("content-length: {length}\r\n")),
        Length::Chunks => head.push_str("transfer-encoding: chunked\r\n"),
        Length::Nothing => {}
    }
    let connection = if is_kept { "keep-alive" } else { "close" };
    head.push_str(&format!("connection: {connection}\r\n\r\n"));
    stream.write_all(head.as_bytes())
}

/// Writes a chunk; none where there is nothing to write, since that would end the body.
pub(crate) fn write_chunk(stream: &mut impl Write, text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    stream.write_all(format!("{:x}\r\n{text}\r\n", text.len()).as_bytes())?;
    stream.flush()
}

/// Ends a body in chunks.
pub(crate) fn write_end(stream: &mut impl Write) -> io::Result<()> {
    stream.write_all(b"0\r\n\r\n")?;
    stream.flush()
}

fn phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        412 => "Precondition Failed",
        413 => "Request Entity Too Large",
        415 => "Unsupported Media Type",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> Result<Heard, Unheard> {
        hear(&mut text.as_bytes(), || Ok(()))
    }

    fn refused(text: &str) -> u16 {
        match read(text) {
            Err(Unheard::Refused(status)) => status,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_body_comes_with_its_length_or_in_chunks() {
        let text = "POST /crm?x=1 HTTP/1.1\r\nContent-Length: 4\r\nAccept:  a \r\n\r\n{\"a\"GET";
        let heard = read(text).unwrap();
        assert_eq!(
            (heard.method.as_str(), heard.request.path.as_str()),
            ("POST", "/crm?x=1")
        );
        assert_eq!(heard.request.body, b"{\"a\"");
        assert_eq!(
            (heard.request.header("accept"), heard.is_kept),
            (Some("a"), true)
        );
        let chunked = "PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\
            3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\ntrails: so\r\n\r\n";
        assert_eq!(read(chunked).unwrap().request.body, b"abc0123456789");
    }

    #[test]
    fn two_requests_on_one_connection_are_two() {
        let mut stream = "PUT /a HTTP/1.1\r\ncontent-length: 1\r\n\r\n1\
            GET /b HTTP/1.1\r\nconnection: Close\r\n\r\n"
            .as_bytes();
        let first = hear(&mut stream, || Ok(())).unwrap();
        let second = hear(&mut stream, || Ok(())).unwrap();
        assert_eq!(
            (first.request.body.as_slice(), first.is_kept),
            (&b"1"[..], true)
        );
        assert_eq!(
            (second.request.path.as_str(), second.is_kept),
            ("/b", false)
        );
        assert!(matches!(hear(&mut stream, || Ok(())), Err(Unheard::Gone)));
    }

    #[test]
    fn what_is_no_request_or_too_long_is_refused_before_it_is_read() {
        assert_eq!(refused("hello\r\n\r\n"), 400);
        assert_eq!(refused("GET /a b HTTP/1.1\r\n\r\n"), 400);
        assert_eq!(refused("GET http://other/ HTTP/1.1\r\n\r\n"), 400);
        assert_eq!(refused("GET / HTTP/1.1\r\nno colon\r\n\r\n"), 400);
        assert_eq!(
            refused("PUT / HTTP/1.1\r\ncontent-length: 99999999999\r\n\r\n"),
            413
        );
        let both = "PUT / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n";
        assert_eq!(refused(both), 400);
        let endless = "PUT / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nFFFFFFFF\r\n";
        assert_eq!(refused(endless), 413);
        let long = format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "y".repeat(70_000));
        assert_eq!(refused(&long), 431);
        let short = "PUT / HTTP/1.1\r\ncontent-length: 9\r\n\r\nabc";
        assert!(matches!(read(short), Err(Unheard::Gone)));
    }

    #[test]
    fn who_waits_to_be_told_to_send_is_told() {
        let text = "PUT / HTTP/1.1\r\ncontent-length: 1\r\nexpect: 100-continue\r\n\r\na";
        let mut is_told = false;
        hear(&mut text.as_bytes(), || {
            is_told = true;
            Ok(())
        })
        .unwrap();
        assert!(is_told);
    }

    #[test]
    fn a_value_starts_no_header_of_its_own() {
        let mut reply = Reply::text(200, "text/plain", Vec::new());
        reply
            .headers
            .push(("location", "/a\r\nset-cookie: b".to_owned()));
        let mut out = Vec::new();
        write_head(&mut out, &reply, Length::Of(0), true).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.contains("location: /a  set-cookie: b\r\n"), "{out}");
        assert!(out.starts_with("HTTP/1.1 200 OK\r\n") && out.ends_with("\r\n\r\n"));
    }
}

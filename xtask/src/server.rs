//! A small HTTP/1.1 server for one folder on this machine: the site's files with its headers, the
//! page for the app's own addresses, and nothing that a static host would not do. It binds to
//! 127.0.0.1 only.

use crate::site::headers;
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

const NO_WORKSPACE: &str = "{\"error\":\"no_workspace\",\"reason\":\"records live in the browser: open Satchel in a tab, and ask from a page of this address\"}";
const HEAD_MAX: usize = 64 * 1024;
const IDLE: Duration = Duration::from_secs(60);

/// A bound server.
pub(crate) struct Server {
    listener: TcpListener,
    site: Arc<Served>,
}

struct Served {
    folder: PathBuf,
    base: String,
    with_headers: bool,
}

/// What a path is answered with.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    File(PathBuf),
    Moved(String),
    NoWorkspace,
    NotFound,
}

struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
}

impl Request {
    fn header(&self, name: &str) -> &str {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }
}

impl Server {
    /// Takes the port; 0 takes any that is free.
    pub(crate) fn bind(
        port: u16,
        folder: PathBuf,
        base: String,
        with_headers: bool,
    ) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).with_context(|| {
            format!("port {port} is taken: stop what runs there, or choose another with --port")
        })?;
        Ok(Self {
            listener,
            site: Arc::new(Served {
                folder,
                base,
                with_headers,
            }),
        })
    }

    /// Where a browser finds it.
    pub(crate) fn address(&self) -> String {
        let port = self.listener.local_addr().map_or(0, |bound| bound.port());
        format!("http://127.0.0.1:{port}{}", self.site.base)
    }

    /// Answers for ever.
    pub(crate) fn run(self) -> Result<()> {
        for stream in self.listener.incoming() {
            let stream = stream?;
            let site = Arc::clone(&self.site);
            std::thread::spawn(move || {
                // A browser that hangs up early is no matter of ours.
                let _ = site.converse(stream);
            });
        }
        Ok(())
    }
}

impl Served {
    fn converse(&self, stream: TcpStream) -> Result<()> {
        stream.set_read_timeout(Some(IDLE))?;
        stream.set_nodelay(true)?;
        let mut writer = stream.try_clone()?;
        let mut reader = BufReader::new(stream);
        while let Some(request) = read_request(&mut reader)? {
            self.answer(&mut writer, &request)?;
            if request.header("connection").eq_ignore_ascii_case("close") {
                break;
            }
        }
        Ok(())
    }

    fn answer(&self, writer: &mut impl Write, request: &Request) -> Result<()> {
        let json = "application/json";
        let text = "text/plain; charset=utf-8";
        let mut headers: Vec<(&str, String)> = Vec::new();
        if self.with_headers {
            headers.extend(headers::local(&request.path));
        }
        let (status, kind, body) = match self.find(request) {
            Answer::NoWorkspace => ("503 Service Unavailable", json, NO_WORKSPACE.into()),
            _ if !matches!(request.method.as_str(), "GET" | "HEAD") => {
                ("405 Method Not Allowed", text, b"only GET here\n".to_vec())
            }
            Answer::NotFound => ("404 Not Found", text, b"not here\n".to_vec()),
            Answer::Moved(to) => {
                headers.push(("Location", to));
                ("308 Permanent Redirect", text, Vec::new())
            }
            Answer::File(file) => {
                let (body, encoding) = read_file(&file, request.header("accept-encoding"))?;
                if let Some(encoding) = encoding {
                    headers.push(("Content-Encoding", encoding.into()));
                }
                headers.push(("Vary", "Accept-Encoding".into()));
                ("200 OK", content_type(&file), body)
            }
        };
        let forever = status.starts_with("200") && request.path.contains("/assets/");
        let cache = if forever {
            headers::FOREVER
        } else {
            "no-cache"
        };
        headers.push(("Cache-Control", cache.into()));
        headers.push(("Content-Type", kind.into()));
        headers.push(("Content-Length", body.len().to_string()));
        let mut head = format!("HTTP/1.1 {status}\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        writer.write_all(head.as_bytes())?;
        if request.method != "HEAD" {
            writer.write_all(&body)?;
        }
        writer.flush()?;
        Ok(())
    }

    fn find(&self, request: &Request) -> Answer {
        let path = request.path.split(['?', '#']).next().unwrap_or_default();
        let Some(below) = path.strip_prefix(self.base.as_str()) else {
            return if format!("{path}/") == self.base {
                Answer::Moved(self.base.clone())
            } else {
                Answer::NotFound
            };
        };
        if below == "api" || below.starts_with("api/") {
            return Answer::NoWorkspace;
        }
        let Some(below) = decoded(below) else {
            return Answer::NotFound;
        };
        let inside = |part: &str| !matches!(part, "." | "..") && !part.contains(['\\', '\0']);
        if !below.split('/').all(inside) {
            return Answer::NotFound;
        }
        let file = self.folder.join(&below);
        if !below.is_empty() && file.is_file() {
            return Answer::File(file);
        }
        // The app's own addresses name no file, and only a navigation goes there. A script or a
        // program that is missing must never be answered with a page.
        let names_file = below.rsplit('/').next().unwrap_or_default().contains('.');
        let navigates = matches!(request.header("sec-fetch-mode"), "navigate" | "");
        if names_file || below.starts_with("assets/") || !navigates {
            return Answer::NotFound;
        }
        Answer::File(self.folder.join("index.html"))
    }
}

/// The next request of a connection, without its body; nothing at its end.
fn read_request(reader: &mut BufReader<TcpStream>) -> Result<Option<Request>> {
    let mut lines = Vec::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader
            .by_ref()
            .take(u64::try_from(HEAD_MAX)?)
            .read_line(&mut line)?
            == 0
        {
            return Ok(None);
        }
        length += line.len();
        anyhow::ensure!(length < HEAD_MAX, "the request's head is too long");
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        lines.push(line.to_owned());
    }
    let mut lines = lines.into_iter();
    let first = lines.next().unwrap_or_default();
    let mut words = first.split(' ');
    let method = words.next().unwrap_or_default().to_owned();
    let path = words.next().unwrap_or_default().to_owned();
    let headers = lines
        .filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        })
        .collect();
    let request = Request {
        method,
        path,
        headers,
    };
    // Nothing here reads a body, but the next request stands behind it.
    let body: u64 = request.header("content-length").parse().unwrap_or(0);
    std::io::copy(&mut reader.by_ref().take(body), &mut std::io::sink())?;
    Ok(Some(request))
}

fn read_file(file: &Path, accepted: &str) -> Result<(Vec<u8>, Option<&'static str>)> {
    if accepted.contains("br") {
        let mut compressed = file.as_os_str().to_owned();
        compressed.push(".br");
        if let Ok(bytes) = std::fs::read(&compressed) {
            return Ok((bytes, Some("br")));
        }
    }
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok((bytes, None))
}

fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        let digits = std::str::from_utf8(&digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|kind| kind.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Served {
        Served {
            folder: crate::run::root().join("public"),
            base: "/crm/".into(),
            with_headers: true,
        }
    }

    fn find(path: &str) -> Answer {
        site().find(&Request {
            method: "GET".into(),
            path: path.into(),
            headers: vec![("sec-fetch-mode".into(), "navigate".into())],
        })
    }

    #[test]
    fn the_app_answers_for_its_own_addresses_only() {
        let page = Answer::File(site().folder.join("index.html"));
        assert_eq!(find("/crm/"), page);
        assert_eq!(find("/crm/w/me/customers?q=a.b"), page);
        assert_eq!(find("/crm"), Answer::Moved("/crm/".into()));
        assert_eq!(
            find("/crm/icon.svg"),
            Answer::File(site().folder.join("icon.svg"))
        );
        for missing in [
            "/",
            "/other/",
            "/crm/assets/gone",
            "/crm/assets/gone.wasm",
            "/crm/gone.js",
        ] {
            assert_eq!(find(missing), Answer::NotFound, "{missing}");
        }
        for api in ["/crm/api", "/crm/api/customers", "/crm/api/a.js?x=1"] {
            assert_eq!(find(api), Answer::NoWorkspace, "{api}");
        }
    }

    #[test]
    fn a_script_that_is_missing_is_never_answered_with_the_page() {
        let answer = site().find(&Request {
            method: "GET".into(),
            path: "/crm/worker".into(),
            headers: vec![("sec-fetch-mode".into(), "cors".into())],
        });
        assert_eq!(answer, Answer::NotFound);
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for path in [
            "/crm/../Cargo.toml",
            "/crm/%2e%2e/Cargo.toml",
            "/crm/a%2f..%2f../Cargo.toml",
            "/crm/..%5cCargo.toml",
            "/crm/%ff",
        ] {
            assert_eq!(find(path), Answer::NotFound, "{path}");
        }
    }
}

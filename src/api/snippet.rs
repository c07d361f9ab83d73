//! A request as text: its address, the code that sends it, and JSON as people read it. Which requests
//! there are is the routes'.

use super::route::Action;
use crate::query::address;
use std::fmt::Write;

/// A request that is to be written down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// `GET`, `POST` …
    pub method: &'static str,
    /// From `/api` on, with its query.
    pub path: String,
    /// The headers that are said.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Sent,
}

/// What a request sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sent {
    /// Nothing.
    #[default]
    Nothing,
    /// A JSON text.
    Json(String),
    /// A file's text.
    Text(String),
    /// A file that somebody chose.
    Chosen,
    /// The workspace's own backup.
    Backup,
}

/// The address of a route: `{…}` in its path become the names that are given, in order, and values that
/// are not empty its query.
#[must_use]
pub fn path<'a>(
    route: &str,
    names: &[(&str, &str)],
    query: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut path = route.to_owned();
    for (name, value) in names {
        // A slash would begin another part.
        let value = address::encode(value).replace('/', "%2F");
        path = path.replace(&format!("{{{name}}}"), &value);
    }
    let said = query.into_iter().filter(|(_, value)| !value.is_empty());
    let query = address::write(said);
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}

/// A text as JavaScript, JSON and Python write it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// The request as a script of the page sends it.
#[must_use]
pub fn fetch(written: &Written) -> String {
    let mut lines = Vec::new();
    if written.method != "GET" {
        lines.push(format!("method: {}", quoted(written.method)));
    }
    let mut headers = written.headers.clone();
    let body = match &written.body {
        Sent::Nothing => None,
        Sent::Json(text) => {
            headers.push(("Content-Type", "application/json".to_owned()));
            // What is JSON is JavaScript too.
            let is_json = serde_json::from_str::<serde_json::Value>(text).is_ok();
            Some(if is_json {
                format!("JSON.stringify({})", indented(text.trim()))
            } else {
                quoted(text)
            })
        }
        Sent::Text(text) => Some(quoted(text)),
        Sent::Chosen => Some("file".to_owned()),
        Sent::Backup => {
            Some("await satchel.fetch(\"/api/backup\").then((file) => file.blob())".to_owned())
        }
    };
    if !headers.is_empty() {
        let all: Vec<String> = headers
            .iter()
            .map(|(name, value)| format!("{}: {}", quoted(name), quoted(value)))
            .collect();
        lines.push(format!("headers: {{ {} }}", all.join(", ")));
    }
    lines.extend(body.map(|body| format!("body: {body}")));
    let mut code = format!(
        "const answer = await satchel.fetch({}",
        quoted(&written.path)
    );
    if !lines.is_empty() {
        code += ", {";
        for line in &lines {
            let _ = write!(code, "\n  {line},");
        }
        code += "\n}";
    }
    code += ");\nconsole.log(answer.status, await answer.text());";
    code
}

fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}

/// Where a request is answered outside of the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// By the proxy before the app.
    Proxy,
    /// By the database: its document of the record.
    Document,
    /// By the database: its feed of what changed.
    Feed,
    /// Nowhere.
    Nowhere,
}

/// Where what a route does is answered outside of the browser (`docs/integration.md`).
#[must_use]
pub const fn outside(action: Action) -> Outside {
    match action {
        Action::Customer => Outside::Proxy,
        Action::Read | Action::ReadSettings => Outside::Document,
        Action::Changes => Outside::Feed,
        Action::List
        | Action::Create
        | Action::Patch
        | Action::Delete
        | Action::PatchSettings
        | Action::Undo
        | Action::Redo
        | Action::Report
        | Action::Status
        | Action::Export
        | Action::Backup
        | Action::Restore
        | Action::Import
        | Action::Fit
        | Action::Scores => Outside::Nowhere,
    }
}

/// The command line that reads an address.
#[must_use]
pub fn curl(address: &str) -> String {
    // Within such quotes a shell takes all but themselves as it stands.
    format!("curl -fsS '{}'", address.replace('\'', "%27"))
}

/// The Python that reads an address.
#[must_use]
pub fn python(address: &str) -> String {
    format!(
        "import requests\n\nr = requests.get({})\nif r.status_code == 200:\n    print(r.json())\nelse:\n    print(\"It failed:\", r.status_code)",
        quoted(address)
    )
}

/// A text of an object in JSON, by its member's name.
#[must_use]
pub fn member(json: &str, name: &str) -> Option<String> {
    let read: serde_json::Value = serde_json::from_str(json).ok()?;
    Some(read.get(name)?.as_str()?.to_owned())
}

/// JSON a member a line. Nothing but blanks between the parts is touched, so that every number and text
/// stands as it came; what is no JSON stays as it is.
#[must_use]
pub fn pretty(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut is_text, mut is_escaped) = (0_usize, false, false);
    let mut rest = json.chars().peekable();
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    while let Some(sign) = rest.next() {
        if is_text {
            out.push(sign);
            is_text = is_escaped || sign != '"';
            is_escaped = !is_escaped && sign == '\\';
            continue;
        }
        match sign {
            '"' => {
                is_text = true;
                out.push(sign);
            }
            '{' | '[' => {
                out.push(sign);
                while rest.next_if(|next| next.is_ascii_whitespace()).is_some() {}
                let end = if sign == '{' { '}' } else { ']' };
                if rest.next_if_eq(&end).is_some() {
                    out.push(end);
                } else {
                    depth += 1;
                    line(&mut out, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(sign);
            }
            ',' => {
                out.push(sign);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            sign if sign.is_ascii_whitespace() => {}
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_laid_out_and_nothing_of_it_changes() {
        let json = r#"{"a":[1.50,{"b":"x, {y}: \"z\\"}],"c":{},"d":[ ],"e":12345678901234567890}"#;
        let laid = pretty(json);
        assert_eq!(
            laid,
            "{\n  \"a\": [\n    1.50,\n    {\n      \"b\": \"x, {y}: \\\"z\\\\\"\n    }\n  ],\n  \"c\": {},\n  \"d\": [],\n  \"e\": 12345678901234567890\n}"
        );
        assert_eq!(pretty(&laid), laid);
    }

    #[test]
    fn names_in_an_address_are_encoded_and_what_is_empty_is_left_out() {
        let names = [("collection", "deals"), ("id", "a/b c:1")];
        let query = [("limit", "5"), ("q", ""), ("sort", "-amount,name")];
        assert_eq!(
            path("/api/{collection}/{id}", &names, query),
            "/api/deals/a%2Fb%20c:1?limit=5&sort=-amount,name"
        );
    }

    #[test]
    fn code_is_written_as_its_languages_have_it() {
        let written = Written {
            method: "POST",
            path: "/api/deals".into(),
            headers: Vec::new(),
            body: Sent::Json("{\n  \"name\": \"It\"\n}".into()),
        };
        assert_eq!(
            fetch(&written),
            "const answer = await satchel.fetch(\"/api/deals\", {\n  method: \"POST\",\n  headers: { \"Content-Type\": \"application/json\" },\n  body: JSON.stringify({\n    \"name\": \"It\"\n  }),\n});\nconsole.log(answer.status, await answer.text());"
        );
        let broken = Written {
            body: Sent::Json("{".into()),
            ..written
        };
        assert!(fetch(&broken).contains("body: \"{\","));
        let read = Written {
            method: "GET",
            path: "/api/status".into(),
            ..Written::default()
        };
        assert_eq!(
            fetch(&read),
            "const answer = await satchel.fetch(\"/api/status\");\nconsole.log(answer.status, await answer.text());"
        );
        assert_eq!(
            curl("https://a.example/it's"),
            "curl -fsS 'https://a.example/it%27s'"
        );
        assert!(python("https://a.example/x").contains("requests.get(\"https://a.example/x\")"));
    }
}

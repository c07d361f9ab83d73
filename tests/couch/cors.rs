//! What a page of another origin may read: CouchDB lets those that are configured, and tells the
//! others nothing they could understand; pouchdb-server lets all. Everything else is left to the
//! server.

use crate::answer::Reply;
use crate::request::{Method, Request};
use crate::switches::{Flavour, Switches};

/// The headers that CouchDB exposes without being told to. `date` is not among them.
const EXPOSED: &str = "content-type, cache-control, accept-ranges, etag, server, \
    x-couch-request-id, x-couch-update-newrev, x-couchdb-body-time";

/// The headers that pouchdb-server takes from pages of another origin.
const POUCH_TAKEN: &str = "accept,accept-language,content-language,content-type,authorization,\
    origin,referer";

/// The origin of a request that may read the answer.
fn origin<'a>(request: &'a Request, flavour: Flavour, switches: &Switches) -> Option<&'a str> {
    let origin = request.header("origin")?;
    let mut allowed = switches.cors_origins.iter();
    let is_allowed = flavour == Flavour::PouchServer
        || allowed.any(|allowed| allowed == "*" || allowed.eq_ignore_ascii_case(origin));
    is_allowed.then_some(origin)
}

/// The answer to a preflight that succeeds. One that does not goes the way of any request, to a
/// refusal without these headers.
pub(crate) fn preflight(request: &Request, flavour: Flavour, switches: &Switches) -> Option<Reply> {
    if request.method != Method::Options {
        return None;
    }
    origin(request, flavour, switches)?;
    request.header("access-control-request-method")?;
    let methods = match flavour {
        Flavour::Couch => "GET, PUT, POST, HEAD, DELETE",
        Flavour::PouchServer => "GET,HEAD,POST,PUT,DELETE,COPY",
    };
    let asked = request.header("access-control-request-headers");
    let asked = asked.unwrap_or_default();
    let is_taken = |header: &str| {
        let mut taken = POUCH_TAKEN.split(',');
        header.is_empty() || taken.any(|taken| taken.eq_ignore_ascii_case(header))
    };
    let taken = match flavour {
        Flavour::Couch => asked,
        Flavour::PouchServer if asked.split(',').map(str::trim).all(is_taken) => POUCH_TAKEN,
        // Nothing says why, but nothing is allowed either.
        Flavour::PouchServer => {
            return Some(Reply {
                status: 204,
                headers: Vec::new(),
                body: Vec::new(),
            });
        }
    };
    let mut headers = vec![
        ("access-control-allow-methods", methods.to_owned()),
        ("access-control-allow-headers", taken.to_owned()),
    ];
    if flavour == Flavour::Couch {
        headers.push(("access-control-max-age", "600".to_owned()));
    }
    Some(Reply {
        status: 204,
        headers,
        body: Vec::new(),
    })
}

/// Adds what lets the page of a request read its answer.
pub(crate) fn expose(reply: &mut Reply, request: &Request, flavour: Flavour, switches: &Switches) {
    let Some(origin) = origin(request, flavour, switches) else {
        return;
    };
    reply
        .headers
        .push(("access-control-allow-origin", origin.to_owned()));
    reply
        .headers
        .push(("access-control-allow-credentials", "true".to_owned()));
    if flavour == Flavour::Couch && request.method != Method::Options {
        let mut exposed = EXPOSED.to_owned();
        for header in &switches.cors_exposed {
            exposed.push_str(", ");
            exposed.push_str(header);
        }
        reply
            .headers
            .push(("access-control-expose-headers", exposed));
    }
}

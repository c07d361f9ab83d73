//! The one table of routes: methods, addresses, parameters. `public/openapi.json` is held against
//! it by a test.

use super::reply::Refusal;
use super::report;
use super::request::{Query, Request};
use crate::domain::{RecordKind, model};

/// What a route does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table says what each is")]
pub enum Action {
    Customer,
    List,
    Create,
    Read,
    Patch,
    Delete,
    ReadSettings,
    PatchSettings,
    Undo,
    Redo,
    Changes,
    Report,
    Status,
    Export,
    Backup,
    Restore,
    Import,
    Fit,
    Scores,
}

impl Action {
    /// The stable word, as addresses of the page that tries each call have it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::List => "list",
            Self::Create => "create",
            Self::Read => "read",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::ReadSettings => "settings",
            Self::PatchSettings => "patch-settings",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::Changes => "changes",
            Self::Report => "report",
            Self::Status => "status",
            Self::Export => "export",
            Self::Backup => "backup",
            Self::Restore => "restore",
            Self::Import => "import",
            Self::Fit => "fit",
            Self::Scores => "scores",
        }
    }

    /// The headers of a request that it minds, beside the kind of media.
    #[must_use]
    pub const fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Customer | Self::Read | Self::ReadSettings => &["If-None-Match"],
            Self::Patch | Self::PatchSettings | Self::Delete | Self::Fit => &["If-Match"],
            Self::List
            | Self::Create
            | Self::Undo
            | Self::Redo
            | Self::Changes
            | Self::Report
            | Self::Status
            | Self::Export
            | Self::Backup
            | Self::Restore
            | Self::Import
            | Self::Scores => &[],
        }
    }

    /// What body a request has.
    #[must_use]
    pub const fn takes(self) -> Body {
        match self {
            Self::Create | Self::Patch | Self::PatchSettings | Self::Undo | Self::Redo => {
                Body::Json
            }
            Self::Restore | Self::Import => Body::File,
            Self::Customer
            | Self::List
            | Self::Read
            | Self::Delete
            | Self::ReadSettings
            | Self::Changes
            | Self::Report
            | Self::Status
            | Self::Export
            | Self::Backup
            | Self::Fit
            | Self::Scores => Body::None,
        }
    }
}

/// The body of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// There is none.
    None,
    /// A JSON object.
    Json,
    /// A file as it is.
    File,
}

/// A route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The method; where it is GET, HEAD is answered too.
    pub method: &'static str,
    /// The address; `{collection}` is one of [`COLLECTIONS`], `{record}` one that models are of,
    /// `{id}` and `{name}` are anything.
    pub path: &'static str,
    /// What it does.
    pub action: Action,
    /// The parameters it takes, besides `workspace`.
    pub parameters: &'static [&'static str],
}

const fn route(
    method: &'static str,
    path: &'static str,
    action: Action,
    parameters: &'static [&'static str],
) -> Route {
    Route {
        method,
        path,
        action,
        parameters,
    }
}

/// The parameters of a list.
pub const LIST_PARAMETERS: &[&str] = &["q", "filter", "sort", "limit", "cursor", "fields", "trash"];

/// All routes.
pub const ROUTES: [Route; 19] = [
    route("GET", "/api/customer/{id}", Action::Customer, &[]),
    route("GET", "/api/settings", Action::ReadSettings, &[]),
    route("PATCH", "/api/settings", Action::PatchSettings, &[]),
    route("POST", "/api/undo", Action::Undo, &[]),
    route("POST", "/api/redo", Action::Redo, &[]),
    route(
        "GET",
        "/api/changes",
        Action::Changes,
        &["record", "since", "limit"],
    ),
    route(
        "GET",
        "/api/reports/{name}",
        Action::Report,
        report::PARAMETERS,
    ),
    route("GET", "/api/status", Action::Status, &["hash"]),
    route(
        "GET",
        "/api/export/{collection}",
        Action::Export,
        &[
            "format", "q", "filter", "sort", "limit", "cursor", "fields", "trash",
        ],
    ),
    route("GET", "/api/backup", Action::Backup, &[]),
    route("POST", "/api/restore", Action::Restore, &["mode"]),
    route(
        "POST",
        "/api/import",
        Action::Import,
        &[
            "record",
            "dry_run",
            "name",
            "encoding",
            "mapping",
            "on_duplicate",
            "on_unknown",
            "on_reference",
            "currency",
        ],
    ),
    route("POST", "/api/models/{id}/fit", Action::Fit, &[]),
    route("GET", "/api/scores/{record}/{id}", Action::Scores, &[]),
    route("GET", "/api/{collection}", Action::List, LIST_PARAMETERS),
    route("POST", "/api/{collection}", Action::Create, &[]),
    route("GET", "/api/{collection}/{id}", Action::Read, &[]),
    route("PATCH", "/api/{collection}/{id}", Action::Patch, &[]),
    route(
        "DELETE",
        "/api/{collection}/{id}",
        Action::Delete,
        &["forever"],
    ),
];

/// The kinds that have a collection: all but the settings, of which there is one record.
pub const COLLECTIONS: [RecordKind; 19] = [
    RecordKind::Customer,
    RecordKind::Deal,
    RecordKind::Ticket,
    RecordKind::Message,
    RecordKind::Campaign,
    RecordKind::Member,
    RecordKind::Segment,
    RecordKind::Activity,
    RecordKind::Transaction,
    RecordKind::Product,
    RecordKind::Need,
    RecordKind::Owner,
    RecordKind::Pipeline,
    RecordKind::Template,
    RecordKind::SlaPolicy,
    RecordKind::View,
    RecordKind::CustomField,
    RecordKind::Tag,
    RecordKind::Model,
];

/// The kind of a collection's name.
#[must_use]
pub fn kind_of(collection: &str) -> Option<RecordKind> {
    RecordKind::from_collection(collection).filter(|kind| COLLECTIONS.contains(kind))
}

/// The route of a request, with what its address names.
pub(super) struct Found {
    pub(super) action: Action,
    pub(super) kind: Option<RecordKind>,
    pub(super) id: Option<String>,
    pub(super) query: Query,
}

pub(super) fn find(request: &Request) -> Result<Found, Refusal> {
    let (segments, query) = request.address();
    let method = match request.method.as_str() {
        "HEAD" => "GET",
        method => method,
    };
    let mut allowed = Vec::new();
    for route in &ROUTES {
        let Some((kind, id)) = fits(route.path, &segments) else {
            continue;
        };
        allowed.push(route.method);
        if route.method != method {
            continue;
        }
        let mut known = route.parameters.to_vec();
        known.push("workspace");
        let problems = query.problems(&known);
        if !problems.is_empty() {
            return Err(Refusal::parameters(&problems));
        }
        return Ok(Found {
            action: route.action,
            kind,
            id,
            query,
        });
    }
    if allowed.is_empty() {
        return Err(Refusal::not_found("such address; see openapi.json"));
    }
    if allowed.contains(&"GET") {
        allowed.push("HEAD");
    }
    allowed.push("OPTIONS");
    Err(Refusal::method(&allowed))
}

/// What a path means for the parts of an address that it fits.
fn fits(path: &str, segments: &[String]) -> Option<(Option<RecordKind>, Option<String>)> {
    let (mut kind, mut id) = (None, None);
    let mut segments = segments.iter();
    for part in path.split('/').skip(1) {
        let segment = segments.next()?;
        match part {
            "{collection}" => kind = Some(kind_of(segment)?),
            "{record}" => kind = Some(model::kind_of(segment)?),
            "{id}" | "{name}" => id = Some(segment.clone()),
            part if part == segment => {}
            _ => return None,
        }
    }
    segments.next().is_none().then_some((kind, id))
}

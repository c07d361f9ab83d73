//! What the page does in parts of its program that are fetched for it, beside the screens of
//! `ui::parts`.

#![allow(
    unsafe_code,
    reason = "a part is an import and an export of the program, which `wasm_split` declares"
)]
use crate::host::{self, Deletion, GoingOn, Restoring};
use crate::page::{PageSession, answered, idle, left, work};
use satchel::browser::Place;
use satchel::browser::api_port::{ApiReply, ApiRequest};
use satchel::live::Writer;
use satchel::session::found::Founding;
use satchel::session::sync::{Found, Hindrance, Office, Remote, Secret};
use satchel::storage::StorageError;
use satchel::ui::app::Page;
use std::pin::Pin;
use std::rc::Rc;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Work of a part.
pub(crate) type Work<T> = Pin<Box<dyn Future<Output = T>>>;

#[wasm_split(upkeep, fallible)]
pub(crate) fn upkeep(session: Rc<PageSession>) -> Result<Work<()>, SplitLoaderError> {
    Ok(Box::pin(idle(session)))
}

/// What fits models anew: most workspaces have none.
#[wasm_split(refit, fallible)]
pub(crate) fn refitting(session: Rc<PageSession>) -> Result<Work<()>, SplitLoaderError> {
    Ok(Box::pin(crate::page::refit(session)))
}

/// What erases what the trash has kept for long enough: on most days there is nothing.
#[wasm_split(trash, fallible)]
pub(crate) fn expiring(session: Rc<PageSession>) -> Result<Work<()>, SplitLoaderError> {
    Ok(Box::pin(crate::page::expire(session)))
}

/// The door for writing, and what does the session's writing for as long as the page lives.
#[wasm_split(upkeep, fallible)]
pub(crate) fn working(
    session: Rc<PageSession>,
) -> Result<(Rc<dyn Writer>, Work<()>), SplitLoaderError> {
    let writer: Rc<dyn Writer> = session.clone();
    Ok((writer, Box::pin(work(session))))
}

/// What keeps the workspace in step with a database, and its work for as long as the page lives.
#[wasm_split(sync, fallible)]
pub(crate) fn keeping(
    session: Rc<PageSession>,
    place: Place,
) -> Result<(Rc<dyn Office>, Work<()>), SplitLoaderError> {
    Ok(crate::sync::keeping(session, place))
}

/// Has the page hear how it stands.
#[wasm_split(sync, fallible)]
pub(crate) fn telling(page: Page, office: Rc<dyn Office>) -> Result<(), SplitLoaderError> {
    page.hear_sync(office);
    Ok(())
}

/// What looks at a database, where no workspace is open.
#[wasm_split(sync, fallible)]
pub(crate) fn looking(
    place: Place,
    remote: Remote,
    secret: Secret,
) -> Result<Work<Result<Found, Hindrance>>, SplitLoaderError> {
    Ok(Box::pin(crate::sync::look(place, remote, secret)))
}

/// What makes a workspace of what is in a database.
#[wasm_split(sync, fallible)]
pub(crate) fn joining(
    base: String,
    remote: Remote,
    secret: Secret,
    passphrase: Option<String>,
    is_kept: bool,
) -> Result<Work<Result<String, Hindrance>>, SplitLoaderError> {
    let joining = crate::sync::join(base, remote, secret, passphrase, is_kept);
    Ok(Box::pin(joining))
}

/// What is done when the page is left, perhaps for good.
#[wasm_split(upkeep, fallible)]
pub(crate) fn leaving(session: Rc<PageSession>) -> Result<Work<()>, SplitLoaderError> {
    Ok(Box::pin(left(session)))
}

/// What makes a workspace of a backup.
#[wasm_split(first, fallible)]
pub(crate) fn restoring() -> Result<Restoring, SplitLoaderError> {
    Ok(host::restoring)
}

/// What takes what was found of a workspace for all there is.
#[wasm_split(first, fallible)]
pub(crate) fn going_on() -> Result<GoingOn, SplitLoaderError> {
    Ok(host::going_on)
}

/// What deletes a workspace.
#[wasm_split(first, fallible)]
pub(crate) fn deletion() -> Result<Deletion, SplitLoaderError> {
    Ok(host::deletion)
}

// With the import's screens, since both read files.
#[wasm_split(files, fallible)]
pub(crate) fn answer(
    session: Rc<PageSession>,
    slug: String,
    asked: ApiRequest,
) -> Result<Work<ApiReply>, SplitLoaderError> {
    Ok(Box::pin(answered(session, slug, asked)))
}

#[wasm_split(files, fallible)]
pub(crate) fn closed() -> Result<ApiReply, SplitLoaderError> {
    Ok(crate::page::closed())
}

#[wasm_split(first, fallible)]
pub(crate) fn found(
    base: String,
    slug: String,
    founding: Founding,
) -> Result<Work<Result<String, StorageError>>, SplitLoaderError> {
    Ok(Box::pin(crate::founding::found(base, slug, founding)))
}

//! The start of the page: which workspace is meant, opening it, answering for it, and what is done
//! while it is open.

use crate::host::Browserly;
use crate::parts;
use leptos::prelude::*;
use satchel::api;
use satchel::browser::api_port::{self, ApiReply, ApiRequest};
use satchel::browser::intl::wanted_languages;
use satchel::browser::{Browser, IndexedDb, Place, Pref, Prefs, StoreEvent};
use satchel::browser::{quota, site, tab, task, workspaces, zone};
use satchel::domain::{RecordId, RecordKind, settings};
use satchel::i18n::Locale;
use satchel::live::Live;
use satchel::session::Session;
use satchel::session::api::Api;
use satchel::session::ports::Ports;
use satchel::storage::StorageError;
use satchel::ui::app::{App, Page};
use satchel::ui::frame::Workspace;
use satchel::ui::host::Host;
use satchel::ui::parts as screens;
use satchel::ui::routes::first;
use satchel::ui::trouble::Trouble;
use satchel::workspace::Workspace as Data;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// A session of this page.
pub(crate) type PageSession = Session<IndexedDb, Browser>;

/// Finds out which workspace is meant, opens it, and shows it; or asks the first question.
pub(crate) async fn start() {
    let base = base();
    let path = window().location().pathname().unwrap_or_default();
    let under = path
        .strip_prefix(base.as_str())
        .unwrap_or_default()
        .to_owned();
    let prefs = Prefs::new(&base);
    zone::choose(prefs.get(Pref::TimeZone).as_deref());
    let named = under
        .strip_prefix("w/")
        .and_then(|rest| rest.split('/').next())
        .filter(|slug| !slug.is_empty())
        .map(str::to_owned);
    // Signals of the page live as long as it does.
    let owner = Owner::new();
    owner.set();
    std::mem::forget(owner);
    let at = |slug: &str| At::new(&base, &prefs, slug);
    if under.trim_end_matches('/') == "join" {
        let page = at("").page;
        return show_without(move || screens::join(page, page)).await;
    }
    if under != "new" {
        if let Some(slug) = named.clone().or_else(|| prefs.get(Pref::Workspace))
            && at(&slug).open().await
        {
            return;
        }
        let others = workspaces::by_use(&base).await;
        match named {
            Some(slug) if others.iter().any(|other| *other != slug) => {
                let page = at(&slug).page;
                let trouble = Trouble::Unknown(slug);
                return show_without(move || screens::trouble(page, page, trouble)).await;
            }
            Some(_) => {}
            None => {
                for slug in others {
                    if at(&slug).open().await {
                        return;
                    }
                }
            }
        }
    }
    let page = at("").page;
    show_without(move || screens::first_run(page, page)).await;
}

/// Takes away what stood there before the program ran, and shows a screen.
pub(crate) fn show<V: IntoView + 'static>(screen: impl FnOnce() -> V + 'static) {
    if let Some(shell) = document().get_element_by_id("shell") {
        shell.remove();
    }
    leptos::mount::mount_to_body(screen);
    site::shown();
}

/// Shows a screen over which no workspace is open, which scripts that ask are told. On it a language
/// may be chosen, so it needs all of them.
pub(crate) async fn show_without(screen: impl FnOnce() -> AnyView + 'static) {
    api_port::answer(|_| async {
        match parts::closed().await {
            Ok(reply) => reply,
            Err(_) => unanswered(),
        }
    });
    if screens::learn_all().await {
        show(screen);
    } else {
        site::fail("the words of a language are missing");
    }
}

/// Answers the REST requests of scripts and of the service worker from a workspace. What answers
/// is fetched with the first of them.
pub(crate) fn answer_for(session: &Rc<PageSession>, slug: &str) {
    let (session, slug) = (Rc::clone(session), slug.to_owned());
    api_port::answer(move |asked| {
        let (session, slug) = (Rc::clone(&session), slug.clone());
        async move {
            match parts::answer(session, slug, asked).await {
                Ok(answer) => answer.await,
                Err(_) => unanswered(),
            }
        }
    });
}

/// The answer where what answers is not there: written out, or what writes answers would have to be.
fn unanswered() -> ApiReply {
    let body = r#"{"error":"not_loaded","reason":"A part of the program did not arrive; ask again.","problems":[]}"#;
    ApiReply {
        status: 503,
        headers: vec![("Content-Type".to_owned(), "application/json".to_owned())],
        body: body.into(),
    }
}

/// What is answered where no workspace is open.
pub(crate) fn closed() -> ApiReply {
    outside(api::Refusal::closed().into())
}

pub(crate) async fn answered(
    session: Rc<PageSession>,
    slug: String,
    asked: ApiRequest,
) -> ApiReply {
    let mut api = Api::new(session, &slug, env!("CARGO_PKG_VERSION")).measured_by(Box::new(|| {
        Box::pin(async {
            let estimate = quota::estimate().await?;
            Some((estimate.usage, estimate.quota))
        })
    }));
    let is_connected = || Prefs::new(&base()).get(Pref::Sync(&slug)).is_some();
    if asked.path.starts_with("/api/status") && (crate::sync::stands().is_some() || is_connected())
    {
        api = api.synced_by(Box::new(crate::sync::stands));
    }
    outside(api.answer(inside(asked)).await)
}

pub(crate) fn inside(asked: ApiRequest) -> api::Request {
    api::Request {
        method: asked.method,
        path: asked.path,
        headers: asked.headers,
        body: asked.body,
    }
}

pub(crate) fn outside(reply: api::Reply) -> ApiReply {
    ApiReply {
        status: reply.status,
        headers: reply.headers,
        body: reply.body,
    }
}

/// The page at a workspace.
struct At {
    host: Rc<Browserly>,
    page: Page,
}

impl At {
    fn new(base: &str, prefs: &Prefs, slug: &str) -> Self {
        let host = Rc::new(Browserly {
            base: base.to_owned(),
            slug: slug.to_owned(),
            prefs: prefs.clone(),
            session: RefCell::default(),
            office: RefCell::default(),
            short: RefCell::default(),
        });
        let locale = prefs
            .get(Pref::Locale)
            .and_then(|code| Locale::from_code(&code))
            .unwrap_or_else(|| {
                let wanted = wanted_languages();
                Locale::negotiate(wanted.iter().map(String::as_str))
            });
        let page = Page::new(Rc::clone(&host) as Rc<dyn Host>, locale);
        Self { host, page }
    }

    /// Opens the workspace and shows it, or what stands in the way; says whether there is anything
    /// to show.
    async fn open(&self) -> bool {
        let page = self.page;
        let Browserly { base, slug, .. } = &*self.host;
        let words = screens::learn(page.locale_now());
        let opened = open_session(base, slug).await;
        if !words.await {
            site::fail("the words of the language are missing");
            return true;
        }
        let session = match opened {
            Ok(session) => session,
            Err(error) => {
                let trouble = Trouble::Storage(error);
                show_without(move || screens::trouble(page, page, trouble)).await;
                return true;
            }
        };
        if let Some(shortfall) = session.shortfall().or_else(|| session.unfounded()) {
            // Something was here: this is no new start.
            *self.host.short.borrow_mut() = Some(session);
            let trouble = if shortfall.found.sequence > 0 {
                Trouble::Behind(shortfall)
            } else {
                Trouble::Emptied(shortfall)
            };
            show_without(move || screens::trouble(page, page, trouble)).await;
        } else if session.workspace().record(settings::ID).is_some() {
            self.enter(session).await;
        } else {
            session.storage().close();
            if session.storage().is_new() {
                // Looking for it has made a store, which nobody is to take for a workspace. One that
                // cannot be deleted stays empty.
                let _ = workspaces::delete(&Place::new(base, slug)).await;
            }
            return false;
        }
        true
    }

    /// Shows an open workspace, and does what is to be done while it is open.
    async fn enter(&self, session: Rc<PageSession>) {
        let (page, slug) = (self.page, &self.host.slug);
        self.host.prefs.set(Pref::Workspace, Some(slug));
        *self.host.session.borrow_mut() = Some(Rc::clone(&session));
        name_address(&self.host.base, slug, first(&session.workspace()));
        let chosen = self.host.prefs.get(Pref::Author(slug));
        let author = author(&session.workspace(), chosen.as_deref());
        session.set_author(author);
        answer_for(&session, slug);
        let live = Live::over(Rc::clone(&session));
        work_when_there(&session, &live);
        session.prepare_list().await;
        show(move || view! { <Workspace app=App::new(page, live) /> });
        if self.host.prefs.get(Pref::Sync(slug)).is_some() {
            wasm_bindgen_futures::spawn_local(keep_in_step(Rc::clone(&self.host), page));
        }
        wasm_bindgen_futures::spawn_local(async move {
            // Without it the next start only takes longer.
            if let Ok(upkeep) = parts::upkeep(session).await {
                upkeep.await;
            }
        });
    }
}

/// Whose changes those made here are: the owner's that was chosen, else the first one's.
fn author(workspace: &Data, chosen: Option<&str>) -> Option<RecordId> {
    let chosen = chosen.and_then(|id| RecordId::parse(id).ok());
    let owners = workspace.table(RecordKind::Owner);
    let mut live = owners.live_rows().filter_map(|row| owners.id(row));
    let first = live.next();
    chosen
        .filter(|id| Some(*id) == first || live.any(|owner| owner == *id))
        .or(first)
}

/// Keeps the workspace in step with its database. Where what does it did not arrive, the settings say
/// so, and fetch it again.
async fn keep_in_step(host: Rc<Browserly>, page: Page) {
    task::rest().await;
    if let Some(office) = host.keeper().await {
        let _ = parts::telling(page, office).await;
    }
}

/// Where the address names no workspace, it does from here on: the screens are routes under it.
fn name_address(base: &str, slug: &str, first: &str) {
    let inside = format!("{base}w/{slug}/");
    let path = window().location().pathname().unwrap_or_default();
    if !path.starts_with(&inside)
        && let Ok(history) = window().history()
    {
        let list = format!("{inside}{first}");
        // An address that cannot be changed shows the way there all the same.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&list));
    }
}

/// Opens the door for writing, and has the writing done, once what does both is there; as long as it
/// is not, what waits is said not to be saved.
fn work_when_there(session: &Rc<PageSession>, live: &Live) {
    let (session, live) = (Rc::clone(session), live.clone());
    wasm_bindgen_futures::spawn_local(async move {
        loop {
            match parts::working(Rc::clone(&session)).await {
                Ok((writer, work)) => {
                    live.admit(writer);
                    return work.await;
                }
                Err(error) => session.hold_up(StorageError::Unavailable(error.to_string())),
            }
            task::sleep(5_000).await;
        }
    });
}

/// Does the session's writing for as long as the page lives.
pub(crate) async fn work(session: Rc<PageSession>) {
    session.run().await;
}

/// What is done when the page is left, perhaps for good.
pub(crate) async fn left(session: Rc<PageSession>) {
    // Without it the next start only takes longer.
    let _ = session.write_boot().await;
}

/// Opens a store to write to it at once.
pub(crate) async fn open_working(base: &str, slug: &str) -> Result<Rc<PageSession>, StorageError> {
    let session = open_session(base, slug).await?;
    wasm_bindgen_futures::spawn_local(work(Rc::clone(&session)));
    Ok(session)
}

/// Opens a store, and keeps in step with what others write to it.
pub(crate) async fn open_session(base: &str, slug: &str) -> Result<Rc<PageSession>, StorageError> {
    let place = Place::new(base, slug);
    let storage = IndexedDb::open(&place, |event| match event {
        // A newer build has the store, or it is gone: what this page shows is of the past.
        StoreEvent::Superseded | StoreEvent::Deleted => drop(window().location().reload()),
        StoreEvent::Blocked | StoreEvent::Lost | StoreEvent::Restored => {}
    })
    .await?;
    let session = Rc::new(Session::open(storage, Browser::new(place), |_| {}).await?);
    let heard = Rc::downgrade(&session);
    session.ports().listen(move |sequence| {
        if let Some(session) = heard.upgrade() {
            session.told(sequence);
        }
    });
    // A tab that slept may have missed what others said; one that is left may be gone for good.
    let seen = Rc::downgrade(&session);
    tab::watch_visibility(move |is_visible| {
        if let Some(session) = seen.upgrade() {
            wasm_bindgen_futures::spawn_local(async move {
                if !is_visible {
                    if let Ok(leaving) = parts::leaving(session).await {
                        leaving.await;
                    }
                } else if let Ok(newest) = session.storage().newest().await {
                    session.told(newest);
                }
            });
        }
    });
    Ok(session)
}

/// What is done when there is time: the history before the journal's tail, the search, a fold
/// of the journal, models that so much came to that they are to be fitted anew, what has been in the trash
/// for long enough, the first screen of the next start. Its failures cost only time.
pub(crate) async fn idle(session: Rc<PageSession>) {
    session.ports().rest().await;
    screens::fetch_ahead().await;
    let _ = session.load_history().await;
    // Preferences may have been cleared, and the note with them.
    session.note();
    let mut has_settled = false;
    loop {
        session.prepare_search().await;
        if session.is_settling_due() {
            let _ = session.settle().await;
        }
        let has_models = session.workspace().table(RecordKind::Model).live() > 0;
        if has_models && let Ok(refitting) = parts::refitting(Rc::clone(&session)).await {
            refitting.await;
        }
        // Not among all else that is done after opening.
        if has_settled
            && session.is_trash_due()
            && let Ok(expiring) = parts::expiring(Rc::clone(&session)).await
        {
            expiring.await;
        }
        has_settled = true;
        let _ = session.write_boot().await;
        task::sleep(15_000).await;
    }
}

/// Fits models anew to which enough came. Where it fails, the earlier fits stand.
pub(crate) async fn refit(session: Rc<PageSession>) {
    let _ = session.refit().await;
}

/// Erases what the trash has kept for long enough, and what was begun to be written about it.
pub(crate) async fn expire(session: Rc<PageSession>) {
    let erased = session.expire(crate::sync::is_in_step(&session)).await;
    let place = session.ports().place();
    let prefs = Prefs::new(place.base());
    for id in erased {
        prefs.set(Pref::Draft(place.slug(), id), None);
    }
}

/// The path under which Satchel is served.
pub(crate) fn base() -> String {
    let tag = document()
        .query_selector("meta[name=satchel-base]")
        .ok()
        .flatten();
    tag.and_then(|tag| tag.get_attribute("content"))
        .unwrap_or_else(|| "/".to_owned())
}

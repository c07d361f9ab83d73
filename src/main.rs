//! The page's program: wires the layers once and mounts the screens. What they do is in the
//! library. Over 600 lines because all that the screens ask of the page they are in is answered
//! here, by a line or two each.

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(page::start());
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("Satchel runs in a browser: start it with `cargo xtask serve`.");
}

#[cfg(target_arch = "wasm32")]
mod page {
    use leptos::prelude::*;
    use satchel::api;
    use satchel::browser::api_port::{self, ApiReply, ApiRequest};
    use satchel::browser::files::{self, UserFile};
    use satchel::browser::intl::{BrowserIntl, wanted_languages};
    use satchel::browser::{Browser, IndexedDb, Place, Pref, Prefs, StoreEvent};
    use satchel::browser::{ports, quota, task, update, workspaces};
    use satchel::document::page::PageBuilder;
    use satchel::domain::{Date, Instant, Key, RecordKind, Value, settings};
    use satchel::exchange::backup::RestoreMode;
    use satchel::i18n::{Intl, Locale};
    use satchel::live::{Live, Waiting};
    use satchel::session::Session;
    use satchel::session::api::Api;
    use satchel::session::backup::{self, BackupError, Source, Watch};
    use satchel::session::found::Founding;
    use satchel::session::ports::Ports;
    use satchel::session::sample::{Language, Sample};
    use satchel::storage::manifest::page_ref;
    use satchel::storage::{Storage, StorageError};
    use satchel::ui::app::{App, Page};
    use satchel::ui::frame::Workspace;
    use satchel::ui::host::{ChosenFile, Host, PickedFile, Preference, StorageUse, WorkspaceEntry};
    use satchel::ui::parts::{Later, Screen};
    use satchel::ui::trouble::{Trouble, TroublePage};
    use satchel::workspace::change::{Body, Change, Label, Verb};
    use satchel::workspace::command::Command;
    use std::cell::RefCell;
    use std::rc::Rc;
    use wasm_bindgen::JsValue;
    use wasm_split_helpers::SplitLoaderError;

    /// A session of this page.
    type PageSession = Session<IndexedDb, Browser>;

    /// The page, as the screens see it.
    struct Browserly {
        base: String,
        slug: String,
        prefs: Prefs,
        /// The open workspace's session, to be closed before it is deleted.
        session: RefCell<Option<Rc<PageSession>>>,
    }

    /// Finds out which workspace is meant, opens it, and shows it; or asks the first question.
    pub(super) async fn start() {
        let base = base();
        let path = window().location().pathname().unwrap_or_default();
        let under = path
            .strip_prefix(base.as_str())
            .unwrap_or_default()
            .to_owned();
        let prefs = Prefs::new(&base);
        let named = under
            .strip_prefix("w/")
            .and_then(|rest| rest.split('/').next())
            .map(str::to_owned);
        let is_new = under == "new";
        let slug = if is_new {
            None
        } else {
            named.or_else(|| prefs.get(Pref::Workspace))
        };
        let locale = prefs
            .get(Pref::Locale)
            .and_then(|code| Locale::from_code(&code))
            .unwrap_or_else(|| {
                let wanted = wanted_languages();
                Locale::negotiate(wanted.iter().map(String::as_str))
            });
        let host = Rc::new(Browserly {
            base: base.clone(),
            slug: slug.clone().unwrap_or_default(),
            prefs,
            session: RefCell::default(),
        });
        // Signals of the page live as long as it does.
        let owner = Owner::new();
        owner.set();
        std::mem::forget(owner);
        let page = Page::new(Rc::clone(&host) as Rc<dyn Host>, locale);
        match slug {
            None => show_without(move || view! { <Later page=page screen=Screen::FirstRun /> }),
            Some(slug) => open(page, &host, &slug).await,
        }
    }

    /// Takes away what stood there before the program ran, and shows a screen.
    fn show<V: IntoView + 'static>(screen: impl FnOnce() -> V + 'static) {
        if let Some(shell) = document().get_element_by_id("shell") {
            shell.remove();
        }
        leptos::mount::mount_to_body(screen);
    }

    /// Shows a screen over which no workspace is open, which scripts that ask are told.
    fn show_without<V: IntoView + 'static>(screen: impl FnOnce() -> V + 'static) {
        api_port::answer(|_| std::future::ready(outside(api::Refusal::closed().into())));
        show(screen);
    }

    /// Answers the REST requests of scripts and of the service worker from a workspace.
    fn answer_for(session: &Rc<PageSession>, slug: &str) {
        let api = Api::new(Rc::clone(session), slug, env!("CARGO_PKG_VERSION"));
        let api = Rc::new(api.measured_by(Box::new(|| {
            Box::pin(async {
                let estimate = quota::estimate().await?;
                Some((estimate.usage, estimate.quota))
            })
        })));
        api_port::answer(move |asked| {
            let api = Rc::clone(&api);
            async move { outside(api.answer(inside(asked)).await) }
        });
    }

    fn inside(asked: ApiRequest) -> api::Request {
        api::Request {
            method: asked.method,
            path: asked.path,
            headers: asked.headers,
            body: asked.body,
        }
    }

    fn outside(reply: api::Reply) -> ApiReply {
        ApiReply {
            status: reply.status,
            headers: reply.headers,
            body: reply.body,
        }
    }

    async fn open(page: Page, host: &Rc<Browserly>, slug: &str) {
        match open_session(&host.base, slug).await {
            Ok(session) if session.workspace().record(settings::ID).is_none() => {
                let expected = session
                    .ports()
                    .recall()
                    .await
                    .filter(|sentinel| sentinel.sequence > 0);
                match expected {
                    // Something was here: this is no new start.
                    Some(sentinel) => {
                        let trouble = Trouble::Emptied {
                            records: sentinel.records,
                            sequence: sentinel.sequence,
                            at: sentinel.at,
                        };
                        show_without(move || view! { <TroublePage page=page trouble=trouble /> });
                    }
                    None => {
                        show_without(move || view! { <Later page=page screen=Screen::FirstRun /> })
                    }
                }
            }
            Ok(session) => {
                host.prefs.set(Pref::Workspace, Some(slug));
                *host.session.borrow_mut() = Some(Rc::clone(&session));
                enter(&host.base, slug);
                let author = session
                    .workspace()
                    .table(RecordKind::Owner)
                    .live_rows()
                    .next();
                let author =
                    author.and_then(|row| session.workspace().table(RecordKind::Owner).id(row));
                session.set_author(author);
                answer_for(&session, slug);
                let live = Live::over(Rc::clone(&session));
                show(move || view! { <Workspace app=App::new(page, live) /> });
                wasm_bindgen_futures::spawn_local(async move {
                    // Without it the next start only takes longer.
                    if let Ok(upkeep) = parts::upkeep(session).await {
                        upkeep.await;
                    }
                });
            }
            Err(error) => show_without(
                move || view! { <TroublePage page=page trouble=Trouble::Storage(error) /> },
            ),
        }
    }

    /// Where the address names no workspace, it does from here on: the screens are routes under it.
    fn enter(base: &str, slug: &str) {
        let inside = format!("{base}w/{slug}/");
        let path = window().location().pathname().unwrap_or_default();
        if !path.starts_with(&inside)
            && let Ok(history) = window().history()
        {
            let list = format!("{inside}customers");
            // An address that cannot be changed shows the way to the list all the same.
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&list));
        }
    }

    /// Opens a store and does the session's work for as long as the page lives.
    async fn open_session(base: &str, slug: &str) -> Result<Rc<PageSession>, StorageError> {
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
        let worker = Rc::clone(&session);
        wasm_bindgen_futures::spawn_local(async move { worker.run().await });
        Ok(session)
    }

    /// What is done when there is time: the history before the journal's tail, the search, a fold
    /// of the journal, the first screen of the next start. Its failures cost only time.
    async fn idle(session: Rc<PageSession>) {
        session.ports().rest().await;
        let _ = session.load_history().await;
        session.ports().rest().await;
        session
            .workspace()
            .table(RecordKind::Customer)
            .prepare_search();
        loop {
            if session.is_settling_due() {
                let _ = session.settle().await;
            }
            let _ = session.write_boot().await;
            task::sleep(15_000).await;
        }
    }

    /// The path under which Satchel is served.
    fn base() -> String {
        let tag = document()
            .query_selector("meta[name=satchel-base]")
            .ok()
            .flatten();
        tag.and_then(|tag| tag.get_attribute("content"))
            .unwrap_or_else(|| "/".to_owned())
    }

    /// The part of an address that a name becomes: letters and digits of ASCII, else a number.
    fn slug_of(name: &str, taken: &[String]) -> String {
        let letters: String = name
            .chars()
            .map(|letter| {
                if letter.is_ascii_alphanumeric() {
                    letter.to_ascii_lowercase()
                } else {
                    '-'
                }
            })
            .collect();
        let parts: Vec<&str> = letters.split('-').filter(|part| !part.is_empty()).collect();
        let stem = if parts.is_empty() {
            "workspace".to_owned()
        } else {
            parts.join("-")
        };
        let stem: String = stem.chars().take(40).collect();
        let mut slug = stem.clone();
        let mut number = 2;
        while taken.contains(&slug) {
            slug = format!("{stem}-{number}");
            number += 1;
        }
        slug
    }

    impl Browserly {
        async fn slugs(&self) -> Vec<String> {
            let entries = workspaces::list(&self.base).await;
            entries.into_iter().map(|entry| entry.slug).collect()
        }

        fn note(&self, slug: &str, name: &str) {
            let (slug, name) = (slug.to_owned(), name.to_owned());
            workspaces::put(&self.base, &workspaces::WorkspaceEntry { slug, name });
        }

        async fn delete(&self, slug: &str) -> Result<(), StorageError> {
            // Its own connection would stand in the way.
            if slug == self.slug
                && let Some(session) = self.session.borrow_mut().take()
            {
                session.storage().close();
            }
            workspaces::delete(&Place::new(&self.base, slug)).await?;
            self.prefs.set(Pref::Backup(slug), None);
            self.prefs.set(Pref::Protection(slug), None);
            if self.prefs.get(Pref::Workspace).as_deref() == Some(slug) {
                self.prefs.set(Pref::Workspace, None);
            }
            Ok(())
        }

        async fn restore_into(
            &self,
            slug: Option<&str>,
            file: &dyn ChosenFile,
            watch: Watch<'_>,
        ) -> Result<String, BackupError> {
            let (into, is_new) = match slug {
                Some(slug) => (slug.to_owned(), false),
                None => {
                    let mut source = file.open();
                    let rest = || -> Waiting<'static, ()> { Box::pin(task::rest()) };
                    let head = backup::look_into(source.as_mut(), &rest, watch).await?;
                    let name = head.header.map(|header| header.workspace);
                    let slug = slug_of(&name.unwrap_or_default(), &self.slugs().await);
                    (slug, true)
                }
            };
            let session = open_session(&self.base, &into).await?;
            let mut source = file.open();
            let mode = RestoreMode::Merge;
            let done = backup::restore(&*session, source.as_mut(), mode, watch).await;
            let done = match done {
                Ok(_) => self.complete(&session, file).await.map_err(Into::into),
                Err(error) => Err(error),
            };
            session.storage().close();
            match done {
                Ok(()) => {
                    self.note(&into, session.workspace().name(settings::ID).as_ref());
                    Ok(into)
                }
                Err(error) => {
                    if is_new {
                        // What stays of it is empty, and its name is offered again.
                        let _ = self.delete(&into).await;
                    }
                    Err(error)
                }
            }
        }

        /// A backup that lost its settings to damage still makes a workspace that can be opened.
        async fn complete(
            &self,
            session: &Rc<PageSession>,
            file: &dyn ChosenFile,
        ) -> Result<(), StorageError> {
            if session.workspace().record(settings::ID).is_some() {
                return Ok(());
            }
            let fields = vec![
                (Key::one(settings::NAME), Some(Value::text(file.name()))),
                (Key::one(settings::CURRENCY), Some(Value::text("EUR"))),
            ];
            let id = settings::ID;
            let made = session.execute(&Command::Create { id, fields });
            match made {
                Ok(made) => session.saved(made).await.map(drop),
                Err(error) => Err(StorageError::Aborted(error.to_string())),
            }
        }

        async fn found_one(
            &self,
            founding: Founding,
            sample: Option<Language>,
        ) -> Result<String, StorageError> {
            let slug = slug_of(&founding.name, &self.slugs().await);
            let name = founding.name.clone();
            let founded = parts::found(self.base.clone(), slug, founding, sample).await;
            let missing = |error: SplitLoaderError| StorageError::Aborted(error.to_string());
            let slug = founded.map_err(missing)?.await?;
            self.note(&slug, &name);
            Ok(slug)
        }
    }

    /// What is done in parts of the program that are fetched for it (`ui::parts`).
    mod parts {
        #![allow(
            unsafe_code,
            reason = "a part is an import and an export of the program, which `wasm_split` declares"
        )]
        use super::*;
        use std::pin::Pin;
        use wasm_split_helpers::wasm_split;

        /// Work of a part.
        type Work<T> = Pin<Box<dyn Future<Output = T>>>;

        #[wasm_split(upkeep, fallible)]
        pub(super) fn upkeep(session: Rc<PageSession>) -> Result<Work<()>, SplitLoaderError> {
            Ok(Box::pin(idle(session)))
        }

        #[wasm_split(first, fallible)]
        pub(super) fn found(
            base: String,
            slug: String,
            founding: Founding,
            sample: Option<Language>,
        ) -> Result<Work<Result<String, StorageError>>, SplitLoaderError> {
            Ok(Box::pin(super::found(base, slug, founding, sample)))
        }
    }

    /// Founds a workspace.
    async fn found(
        base: String,
        slug: String,
        founding: Founding,
        sample: Option<Language>,
    ) -> Result<String, StorageError> {
        let session = open_session(&base, &slug).await?;
        let owner = session.new_id(RecordKind::Owner);
        let pipeline = session.new_id(RecordKind::Pipeline);
        let refused = |error: satchel::workspace::command::CommandError| {
            StorageError::Aborted(error.to_string())
        };
        let founded = session
            .execute(&founding.command(owner, pipeline))
            .map_err(refused)?;
        session.saved(founded).await?;
        if let Some(language) = sample {
            publish_sample(&session, language, pipeline).await?;
        }
        session.storage().close();
        Ok(slug)
    }

    /// Puts the sample data into a workspace that was just founded.
    async fn publish_sample(
        session: &PageSession,
        language: Language,
        pipeline: satchel::domain::RecordId,
    ) -> Result<(), StorageError> {
        let context = session.begin_batch();
        let sample = Sample {
            language,
            today: context.today,
            stamp: context.stamp,
            pipeline,
            customers: 240,
        };
        let records = sample.records();
        let mut staged = Vec::new();
        let mut references = Vec::new();
        for kind in RecordKind::ALL {
            let mut builder = PageBuilder::new(kind);
            records
                .iter()
                .filter(|record| record.id.kind == kind)
                .for_each(|record| builder.push(record));
            if builder.rows() > 0 {
                let bytes: Rc<[u8]> = builder.finish(0).into();
                let damaged = |error: satchel::document::DocumentError| {
                    StorageError::Damaged(error.to_string())
                };
                let reference = page_ref(session.new_page_id(), &bytes).map_err(damaged)?;
                staged.push((reference.id, bytes));
                references.push(reference);
            }
        }
        session.storage().stage(&staged).await?;
        let change = Change {
            id: context.stamp,
            at: context.at,
            author: context.author,
            label: Label {
                verb: Verb::Found,
                count: records.len() as u32,
                name: String::new(),
            },
            undoes: None,
            body: Body::Batch {
                pages: references,
                restored: Vec::new(),
                edits: Vec::new(),
            },
        };
        let pages = staged.into_iter().map(|(_, bytes)| bytes).collect();
        session.publish(change, pages).await.map(drop)
    }

    impl Host for Browserly {
        fn base(&self) -> String {
            self.base.clone()
        }

        fn slug(&self) -> String {
            self.slug.clone()
        }

        fn workspaces(&self) -> Waiting<'_, Vec<WorkspaceEntry>> {
            Box::pin(async {
                let entries = workspaces::list(&self.base).await.into_iter();
                entries
                    .map(|entry| WorkspaceEntry {
                        slug: entry.slug,
                        name: entry.name,
                    })
                    .collect()
            })
        }

        fn note_name(&self, name: &str) {
            self.note(&self.slug, name);
        }

        fn delete_workspace<'a>(&'a self, slug: &'a str) -> Waiting<'a, Result<(), StorageError>> {
            Box::pin(self.delete(slug))
        }

        fn restore_new<'a>(
            &'a self,
            slug: Option<&'a str>,
            file: &'a dyn ChosenFile,
            watch: Watch<'a>,
        ) -> Waiting<'a, Result<String, BackupError>> {
            Box::pin(self.restore_into(slug, file, watch))
        }

        fn choose_file(&self, accept: &str) -> Waiting<'static, Option<Rc<dyn ChosenFile>>> {
            let accept = accept.to_owned();
            Box::pin(async move {
                let file = files::pick(&accept, false).await.into_iter().next()?;
                let file: Rc<dyn ChosenFile> = Rc::new(PageFile(file));
                Some(file)
            })
        }

        fn storage_use(&self) -> Waiting<'static, StorageUse> {
            Box::pin(async {
                let estimate = quota::estimate().await;
                StorageUse {
                    used: estimate.map(|estimate| estimate.usage as u64),
                    allowed: estimate.map(|estimate| estimate.quota as u64),
                    is_protected: quota::is_persisted().await,
                }
            })
        }

        fn protect(&self) -> Waiting<'static, Option<bool>> {
            Box::pin(quota::persist())
        }

        fn watch_updates(&self, listener: Rc<dyn Fn()>) {
            update::watch(move || listener());
        }

        fn update(&self) {
            wasm_bindgen_futures::spawn_local(async {
                update::activate().await;
                drop(window().location().reload());
            });
        }

        fn reload(&self) {
            // A page that cannot be reloaded stays as it is.
            drop(window().location().reload());
        }

        fn rest(&self) -> Waiting<'static, ()> {
            Box::pin(task::rest())
        }

        fn found(
            &self,
            founding: Founding,
            sample: Option<Language>,
        ) -> Waiting<'_, Result<String, StorageError>> {
            Box::pin(self.found_one(founding, sample))
        }

        fn go(&self, address: &str) {
            // A browser that refuses to leave the page has said so itself.
            let _ = window().location().set_href(address);
        }

        fn preference(&self, of: Preference) -> Option<String> {
            self.prefs.get(self.pref(of))
        }

        fn set_preference(&self, of: Preference, value: Option<&str>) {
            self.prefs.set(self.pref(of), value);
        }

        fn intl(&self, locale: Locale) -> Rc<dyn Intl> {
            // Formatters are dear to make and the language rarely changes.
            thread_local! {
                static LAST: RefCell<Option<(Locale, Rc<dyn Intl>)>> = const { RefCell::new(None) };
            }
            LAST.with_borrow_mut(|last| match last {
                Some((of, intl)) if *of == locale => Rc::clone(intl),
                _ => {
                    let intl: Rc<dyn Intl> = Rc::new(BrowserIntl::new(locale));
                    *last = Some((locale, Rc::clone(&intl)));
                    intl
                }
            })
        }

        fn read_file(&self, file: web_sys::File) -> Waiting<'_, Option<PickedFile>> {
            Box::pin(async move {
                let file = files::UserFile::from(file);
                let bytes = file.bytes().await.ok()?;
                Some(PickedFile {
                    name: file.name(),
                    bytes,
                })
            })
        }

        fn download_parts(&self, name: &str, mime: &str, parts: &[Vec<u8>]) {
            let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
            // A browser that gives no files has said so itself.
            let _ = files::save(name, mime, &parts);
        }

        fn today(&self) -> Date {
            ports::today()
        }

        fn now(&self) -> Instant {
            ports::now()
        }
    }

    impl Browserly {
        fn pref(&self, of: Preference) -> Pref<'_> {
            match of {
                Preference::Theme => Pref::Theme,
                Preference::Locale => Pref::Locale,
                Preference::Density => Pref::Density,
                Preference::Backup => Pref::Backup(&self.slug),
                Preference::Protection => Pref::Protection(&self.slug),
                Preference::Letters => Pref::Letters,
                Preference::Columns(kind) => Pref::Columns(kind.code()),
                Preference::Mapping(shape) => Pref::Mapping(shape),
            }
        }
    }

    /// A file of the user's, as the screens read it.
    struct PageFile(UserFile);

    impl ChosenFile for PageFile {
        fn name(&self) -> String {
            self.0.name()
        }

        fn open(&self) -> Box<dyn Source> {
            Box::new(FileSource(self.0.clone(), 0))
        }
    }

    /// A file and how many bytes of it are read.
    struct FileSource(UserFile, u64);

    impl Source for FileSource {
        fn next(&mut self) -> Waiting<'_, Result<Option<Vec<u8>>, String>> {
            Box::pin(async {
                let piece = self.0.piece_at(self.1).await;
                let piece = piece.map_err(|error| error.to_string())?;
                self.1 += piece.as_ref().map_or(0, |piece| piece.len() as u64);
                Ok(piece)
            })
        }
    }
}

//! The page as the screens see it: preferences, files, other workspaces.

use crate::page::{PageSession, open_working};
use crate::parts;
use leptos::prelude::*;
use satchel::browser::files::{self, UserFile};
use satchel::browser::intl::{BrowserIntl, wanted_languages};
use satchel::browser::{Place, Pref, Prefs};
use satchel::browser::{ports, quota, task, update, workspaces, zone};
use satchel::domain::phone::Region;
use satchel::domain::{Key, Value, settings};
use satchel::exchange::backup::RestoreMode;
use satchel::i18n::{Intl, Locale};
use satchel::live::{Reader, Waiting};
use satchel::query::Now;
use satchel::session::backup::{self, BackupError, Source, Watch};
use satchel::session::found::Founding;
use satchel::session::sync::{Found, Hindrance, Office, Remote, Secret};
use satchel::storage::StorageError;
use satchel::ui::host::{ChosenFile, Host, PickedFile, Preference, StorageUse, WorkspaceEntry};
use satchel::workspace::command::Command;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_split_helpers::SplitLoaderError;

/// The page, as the screens see it.
pub(crate) struct Browserly {
    /// The path under which Satchel is served.
    pub(crate) base: String,
    /// The part of the address that names the open workspace.
    pub(crate) slug: String,
    /// The preferences of this browser.
    pub(crate) prefs: Prefs,
    /// The open workspace's session, to be closed before it is deleted.
    pub(crate) session: RefCell<Option<Rc<PageSession>>>,
    /// What keeps it in step with a database, once somebody asked.
    pub(crate) office: RefCell<Option<Rc<dyn Office>>>,
    /// The workspace as it was found, where some of it is missing.
    pub(crate) short: RefCell<Option<Rc<PageSession>>>,
}

/// What takes what was found of a workspace for all there is: a part, as the next.
pub(crate) type GoingOn = for<'a> fn(&'a Browserly) -> Waiting<'a, Result<(), StorageError>>;
/// What deletes a workspace.
pub(crate) type Deletion =
    for<'a> fn(&'a Browserly, &'a str) -> Waiting<'a, Result<(), StorageError>>;
/// What makes a workspace of a backup.
pub(crate) type Restoring = for<'a> fn(
    &'a Browserly,
    Option<&'a str>,
    &'a dyn ChosenFile,
    Watch<'a>,
) -> Waiting<'a, Result<String, BackupError>>;

pub(crate) fn going_on(page: &Browserly) -> Waiting<'_, Result<(), StorageError>> {
    Box::pin(async {
        let Some(session) = page.short.borrow().clone() else {
            return Ok(());
        };
        if let Ok((_, work)) = parts::working(Rc::clone(&session)).await {
            wasm_bindgen_futures::spawn_local(work);
        }
        session.accept().await;
        page.complete(&session, &page.slug).await
    })
}

pub(crate) fn deletion<'a>(
    page: &'a Browserly,
    slug: &'a str,
) -> Waiting<'a, Result<(), StorageError>> {
    Box::pin(page.delete(slug))
}

pub(crate) fn restoring<'a>(
    page: &'a Browserly,
    slug: Option<&'a str>,
    file: &'a dyn ChosenFile,
    watch: Watch<'a>,
) -> Waiting<'a, Result<String, BackupError>> {
    Box::pin(page.restore_into(slug, file, watch))
}

fn missing(error: SplitLoaderError) -> StorageError {
    StorageError::Aborted(error.to_string())
}

fn unfetched(error: SplitLoaderError) -> Hindrance {
    Hindrance::Other(error.to_string())
}

/// The part of an address that a name becomes: letters and digits of ASCII, else a number.
pub(crate) fn slug_of(name: &str, taken: &[String]) -> String {
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
        self.prefs.forget_drafts(slug);
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
        let session = open_working(&self.base, &into).await?;
        let mut source = file.open();
        let mode = RestoreMode::Merge;
        let done = backup::restore(&*session, source.as_mut(), mode, watch).await;
        let done = match done {
            Ok(_) => self
                .complete(&session, &file.name())
                .await
                .map_err(Into::into),
            Err(error) => Err(error),
        };
        if done.is_ok() && !is_new {
            // What is still missing of what was there is not asked for again.
            session.accept().await;
        }
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

    /// What lost its settings to damage still is a workspace that can be opened.
    async fn complete(&self, session: &Rc<PageSession>, name: &str) -> Result<(), StorageError> {
        if session.workspace().record(settings::ID).is_some() {
            return Ok(());
        }
        let fields = vec![
            (Key::one(settings::NAME), Some(Value::text(name))),
            (Key::one(settings::CURRENCY), Some(Value::text("EUR"))),
        ];
        let id = settings::ID;
        let made = session.execute(&Command::Create { id, fields });
        match made {
            Ok(made) => session.saved(made).await.map(drop),
            Err(error) => Err(StorageError::Aborted(error.to_string())),
        }
    }

    async fn found_one(&self, founding: Founding) -> Result<String, StorageError> {
        let slug = slug_of(&founding.name, &self.slugs().await);
        let name = founding.name.clone();
        let founded = parts::found(self.base.clone(), slug, founding).await;
        let slug = founded.map_err(missing)?.await?;
        self.note(&slug, &name);
        Ok(slug)
    }
}

impl Host for Browserly {
    fn base(&self) -> String {
        self.base.clone()
    }

    fn build(&self) -> Option<String> {
        satchel::browser::site::build()
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

    fn office(&self) -> Waiting<'_, Option<Rc<dyn Office>>> {
        Box::pin(self.keeper())
    }

    fn look<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
    ) -> Waiting<'a, Result<Found, Hindrance>> {
        Box::pin(async move {
            let place = Place::new(&self.base, "");
            let looking = parts::looking(place, remote.clone(), secret.clone()).await;
            looking.map_err(unfetched)?.await
        })
    }

    fn join<'a>(
        &'a self,
        remote: &'a Remote,
        secret: &'a Secret,
        passphrase: Option<String>,
        is_kept: bool,
    ) -> Waiting<'a, Result<String, Hindrance>> {
        Box::pin(async move {
            let (base, remote, secret) = (self.base.clone(), remote.clone(), secret.clone());
            let joining = parts::joining(base, remote, secret, passphrase, is_kept).await;
            joining.map_err(unfetched)?.await
        })
    }

    fn note_name(&self, name: &str) {
        self.note(&self.slug, name);
    }

    fn delete_workspace<'a>(&'a self, slug: &'a str) -> Waiting<'a, Result<(), StorageError>> {
        Box::pin(async move {
            let delete = parts::deletion().await.map_err(missing)?;
            delete(self, slug).await
        })
    }

    fn found_short(&self) -> Option<Rc<dyn Reader>> {
        let session = self.short.borrow();
        session
            .as_ref()
            .map(|session| Rc::clone(session) as Rc<dyn Reader>)
    }

    fn go_on(&self) -> Waiting<'_, Result<(), StorageError>> {
        Box::pin(async {
            let go_on = parts::going_on().await.map_err(missing)?;
            go_on(self).await
        })
    }

    fn restore_new<'a>(
        &'a self,
        slug: Option<&'a str>,
        file: &'a dyn ChosenFile,
        watch: Watch<'a>,
    ) -> Waiting<'a, Result<String, BackupError>> {
        Box::pin(async move {
            let restore = parts::restoring().await.map_err(missing)?;
            restore(self, slug, file, watch).await
        })
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
                program: estimate.and_then(|estimate| Some(estimate.caches? as u64)),
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

    fn found(&self, founding: Founding) -> Waiting<'_, Result<String, StorageError>> {
        Box::pin(self.found_one(founding))
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
        if of == Preference::TimeZone {
            zone::choose(value);
        }
    }

    fn zones(&self) -> Vec<String> {
        zone::names()
    }

    fn device_zone(&self) -> Option<String> {
        zone::device_name()
    }

    fn region(&self) -> Option<Region> {
        // The country is the part of two letters behind the language: de-CH, zh-Hans-CN.
        let of = |tag: String| {
            tag.split('-')
                .skip(1)
                .find_map(|part| Region::parse(part).ok())
        };
        wanted_languages().into_iter().find_map(of)
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

    fn clock(&self) -> Now {
        ports::clock()
    }
}

impl Browserly {
    fn pref(&self, of: Preference) -> Pref<'_> {
        match of {
            Preference::Theme => Pref::Theme,
            Preference::Locale => Pref::Locale,
            Preference::TimeZone => Pref::TimeZone,
            Preference::Amounts => Pref::Amounts,
            Preference::Dates => Pref::Dates,
            Preference::Density => Pref::Density,
            Preference::Backup => Pref::Backup(&self.slug),
            Preference::Protection => Pref::Protection(&self.slug),
            Preference::Letters => Pref::Letters,
            Preference::Author => Pref::Author(&self.slug),
            Preference::Draft(id) => Pref::Draft(&self.slug, id),
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

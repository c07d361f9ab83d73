//! The connection to one database: opens it and makes its stores, gives it up for a newer version,
//! and where it died opens it anew. What is read and written over it is the parent's matter.

use super::fault::{Fault, Remedy};
use super::{BLOBS, BOOT, HISTORY, JOURNAL, META, PAGES, VERSION};
use crate::browser::task::sleep;
use crate::storage::StorageError;
use indexed_db_futures::database::Database;
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::IdbVersionChangeEvent;

/// How long to wait before each new try: a browser that has lost its storage process needs a moment.
pub(super) const RETRIES_MS: [u32; 4] = [0, 100, 500, 2000];

/// Something that happens to a store outside of any operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreEvent {
    /// Another tab with an older version has to be closed before this one can open the store; it
    /// then opens by itself.
    Blocked,
    /// A newer version in another tab needs the store: this tab has let it go and can only be
    /// loaded anew.
    Superseded,
    /// The store was deleted in another tab, or by the browser.
    Deleted,
    /// The connection died; the next operation opens another.
    Lost,
    /// The connection is there again.
    Restored,
}

enum State {
    Open(Connection),
    Lost,
    /// For good, and why.
    Shut(StorageError),
}

struct Connection {
    database: Database,
    _on_close: Closure<dyn FnMut()>,
    _on_version_change: Closure<dyn FnMut(IdbVersionChangeEvent)>,
}

/// One database and the connection to it.
pub(super) struct Link {
    name: String,
    tell: Box<dyn Fn(StoreEvent)>,
    state: RefCell<State>,
    is_new: Cell<bool>,
}

impl Link {
    /// Opens a database, and makes it where there is none.
    pub(super) async fn open(
        name: String,
        tell: Box<dyn Fn(StoreEvent)>,
    ) -> Result<Rc<Self>, StorageError> {
        let link = Rc::new(Self {
            name,
            tell,
            state: RefCell::new(State::Lost),
            is_new: Cell::new(false),
        });
        let mut waits = RETRIES_MS.iter();
        while let Err(fault) = link.connect(true).await {
            match waits.next() {
                Some(ms) if fault.remedy == Remedy::Again => sleep(*ms).await,
                _ => return Err(fault.error),
            }
        }
        Ok(link)
    }

    /// Whether opening made the database.
    pub(super) fn is_new(&self) -> bool {
        self.is_new.get()
    }

    /// The database over a connection that is not known to be dead.
    pub(super) async fn database(self: &Rc<Self>) -> Result<Database, StorageError> {
        let mut waits = RETRIES_MS.iter();
        loop {
            match &*self.state.borrow() {
                State::Open(connection) => return Ok(connection.database.clone()),
                State::Shut(error) => return Err(error.clone()),
                State::Lost => {}
            }
            match self.connect(false).await {
                Ok(()) => (self.tell)(StoreEvent::Restored),
                Err(fault) => match waits.next() {
                    Some(ms) if fault.remedy == Remedy::Again => sleep(*ms).await,
                    _ => return Err(fault.error),
                },
            }
        }
    }

    async fn connect(self: &Rc<Self>, may_make: bool) -> Result<(), Fault> {
        let is_gone = Rc::new(Cell::new(false));
        let opened = Database::open(self.name.as_str())
            .with_version(VERSION)
            .with_on_blocked({
                let link = Rc::downgrade(self);
                move |_| {
                    if let Some(link) = link.upgrade() {
                        (link.tell)(StoreEvent::Blocked);
                    }
                    Ok(())
                }
            })
            .with_on_upgrade_needed({
                let link = Rc::downgrade(self);
                let is_gone = Rc::clone(&is_gone);
                move |event, database| {
                    if event.old_version() > 0.0 {
                        return Ok(());
                    }
                    if !may_make {
                        // It was there when this tab opened it. An empty one in its place would
                        // take what is typed next and hide that the rest is gone.
                        is_gone.set(true);
                        return Err(js_sys::Error::new("the database is gone").into());
                    }
                    if let Some(link) = link.upgrade() {
                        link.is_new.set(true);
                    }
                    make_stores(&database)
                }
            })
            .await;
        let database = match opened {
            Ok(database) => database,
            Err(_) if is_gone.get() => {
                let error = StorageError::Damaged("the browser has emptied the storage".into());
                *self.state.borrow_mut() = State::Shut(error.clone());
                (self.tell)(StoreEvent::Deleted);
                return Err(Fault::last(error));
            }
            Err(error) => return Err(error.into()),
        };
        if matches!(*self.state.borrow(), State::Lost) {
            let connection = self.watch(database);
            *self.state.borrow_mut() = State::Open(connection);
        } else {
            // Two operations found the connection dead; the other was first to open a new one.
            database.close();
        }
        Ok(())
    }

    /// Listens to what happens to a connection.
    fn watch(self: &Rc<Self>, database: Database) -> Connection {
        let on_close = Closure::<dyn FnMut()>::new({
            let link = Rc::downgrade(self);
            move || {
                if let Some(link) = link.upgrade() {
                    link.lose();
                }
            }
        });
        let on_version_change = Closure::<dyn FnMut(IdbVersionChangeEvent)>::new({
            let link = Rc::downgrade(self);
            move |event: IdbVersionChangeEvent| {
                if let Some(link) = link.upgrade() {
                    let (error, event) = match event.new_version() {
                        Some(_) => (StorageError::TooNew, StoreEvent::Superseded),
                        None => (
                            StorageError::Unavailable("deleted in another tab".into()),
                            StoreEvent::Deleted,
                        ),
                    };
                    link.shut(error);
                    (link.tell)(event);
                }
            }
        });
        let sys = database.as_sys();
        sys.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        sys.set_onversionchange(Some(on_version_change.as_ref().unchecked_ref()));
        Connection {
            database,
            _on_close: on_close,
            _on_version_change: on_version_change,
        }
    }

    /// The connection is dead, or not to be trusted any more.
    pub(super) fn lose(&self) {
        if self.drop_connection(State::Lost) {
            (self.tell)(StoreEvent::Lost);
        }
    }

    /// Closes the connection for good; what is under way is still finished.
    pub(super) fn shut(&self, error: StorageError) {
        self.drop_connection(State::Shut(error));
    }

    /// Closes the connection behind the link's back, as a browser does whose storage process died.
    #[cfg(feature = "contract")]
    pub(super) fn sever(&self) {
        if let State::Open(connection) = &*self.state.borrow() {
            connection.database.clone().close();
        }
    }

    fn drop_connection(&self, state: State) -> bool {
        let mut current = self.state.borrow_mut();
        if let State::Shut(_) = &*current {
            return false;
        }
        match std::mem::replace(&mut *current, state) {
            State::Open(connection) => {
                connection.database.as_sys().set_onclose(None);
                connection.database.as_sys().set_onversionchange(None);
                connection.database.clone().close();
                // A closure must not be freed while it runs, and it may be one of these that runs.
                wasm_bindgen_futures::spawn_local(async move { drop(connection) });
                true
            }
            State::Lost | State::Shut(_) => false,
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.shut(StorageError::Unavailable("closed".into()));
    }
}

fn make_stores(database: &Database) -> indexed_db_futures::Result<()> {
    for name in [PAGES, HISTORY, BOOT, BLOBS, META] {
        database.create_object_store(name).build()?;
    }
    database
        .create_object_store(JOURNAL)
        .with_auto_increment(true)
        .build()?;
    Ok(())
}

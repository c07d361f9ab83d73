//! What the frame holds of the import: the files that were dropped on any page, and the import that
//! was begun, so that leaving its page loses nothing. The import itself comes later than the frame,
//! and nothing here names what it does.

use super::state::Importing;
use leptos::prelude::*;
use leptos::web_sys::{DragEvent, File, FileList};

/// The way to the import. Copying it is free.
#[derive(Clone, Copy)]
pub struct Door {
    /// The import's signals live as long as the frame.
    owner: StoredValue<Option<Owner>>,
    pub(super) dropped: RwSignal<Vec<File>, LocalStorage>,
    begun: StoredValue<Option<Importing>>,
}

impl Default for Door {
    fn default() -> Self {
        Self {
            owner: StoredValue::new(Owner::current()),
            dropped: RwSignal::new_local(Vec::new()),
            begun: StoredValue::new(None),
        }
    }
}

impl Door {
    /// The import that was begun, or else the one that `begin` makes.
    pub(super) fn open(self, begin: impl FnOnce() -> Importing) -> Importing {
        if let Some(importing) = self.begun.get_value() {
            return importing;
        }
        let importing = match self.owner.get_value() {
            Some(owner) => owner.with(begin),
            None => begin(),
        };
        self.begun.set_value(Some(importing));
        importing
    }

    /// Takes files that are dropped on any page, and goes to the import with them.
    pub fn take_drops(self, go: impl Fn() + 'static) {
        let has_files = |event: &DragEvent| {
            event
                .data_transfer()
                .is_some_and(|data| data.types().includes(&"Files".into(), 0))
        };
        let over = window_event_listener(leptos::ev::dragover, move |event| {
            // Without this the browser would open the file in the place of the page.
            if has_files(&event) {
                event.prevent_default();
            }
        });
        let drop_ = window_event_listener(leptos::ev::drop, move |event| {
            if !has_files(&event) {
                return;
            }
            event.prevent_default();
            if let Some(files) = event.data_transfer().and_then(|data| data.files()) {
                self.dropped.update(|dropped| dropped.extend(list(&files)));
                go();
            }
        });
        on_cleanup(move || {
            over.remove();
            drop_.remove();
        });
    }
}

/// The files of a list.
pub(super) fn list(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|at| files.get(at)).collect()
}

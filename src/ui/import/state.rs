//! The import of an open workspace: its files in their turn, and the step one is at. It lives as long
//! as the workspace is open, so that leaving the page loses nothing. What happens to a file is
//! `sheet`'s.

use super::sheet::{Local, Sheet};
use crate::exchange::target::Subject;
use crate::ui::app::App;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::File;

/// Where one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// What the files are.
    File,
    /// What their columns become.
    Columns,
    /// What would change.
    Check,
    /// What has changed.
    Done,
}

impl Step {
    /// The place among the steps, from 0.
    pub(super) const fn place(self) -> usize {
        match self {
            Self::File => 0,
            Self::Columns => 1,
            Self::Check => 2,
            Self::Done => 3,
        }
    }
}

/// The import of an open workspace. Copying it is free.
#[derive(Clone, Copy)]
pub struct Importing {
    app: App,
    owner: StoredValue<Option<Owner>>,
    step: RwSignal<Step>,
    files: Local<Vec<Sheet>>,
    dropped: Local<Vec<File>>,
    current: RwSignal<u64>,
    next: StoredValue<u64>,
}

impl Importing {
    /// An import without files; its signals live as long as whoever makes it.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self {
            app,
            owner: StoredValue::new(Owner::current()),
            step: RwSignal::new(Step::File),
            files: RwSignal::new_local(Vec::new()),
            dropped: RwSignal::new_local(Vec::new()),
            current: RwSignal::new(0),
            next: StoredValue::new(1),
        }
    }

    /// The step one is at.
    pub(super) fn step(self) -> RwSignal<Step> {
        self.step
    }

    /// The files, in the order in which they were chosen.
    pub(super) fn files(self) -> Vec<Sheet> {
        self.files.get()
    }

    /// The files whose columns can be matched, those that others refer to first.
    pub(super) fn ready(self) -> Vec<Sheet> {
        let files = self.files.get().into_iter();
        let mut ready: Vec<Sheet> = files.filter(|sheet| sheet.is_ready()).collect();
        ready.sort_by_key(|sheet| (sheet.subject.get().map(Subject::rank), sheet.id));
        ready
    }

    /// The file that is shown.
    pub(super) fn current(self) -> Option<Sheet> {
        let ready = self.ready();
        let chosen = ready.iter().find(|sheet| sheet.id == self.current.get());
        chosen.or(ready.first()).copied()
    }

    /// Shows another file.
    pub(super) fn choose(self, id: &str) {
        if let Ok(id) = id.parse() {
            self.current.set(id);
        }
    }

    /// Keeps files that were dropped until the page of the import is there to take them: what reads
    /// them is a part of the program that comes with it.
    pub(super) fn keep(self, files: Vec<File>) {
        self.dropped.update(|dropped| dropped.extend(files));
    }

    /// Takes the files that were dropped.
    pub(super) fn take_dropped(self) {
        if !self.dropped.read().is_empty() {
            let dropped = self.dropped.try_update(std::mem::take);
            self.take(dropped.unwrap_or_default());
        }
    }

    /// Takes files that were chosen or dropped. After an import they begin another one.
    pub(super) fn take(self, files: Vec<File>) {
        if self.step.get_untracked() == Step::Done {
            self.clear();
        }
        if !files.is_empty() {
            self.step.set(Step::File);
        }
        for file in files {
            let id = self.next.get_value();
            self.next.set_value(id + 1);
            let make = || Sheet::new(self.app, id, file.name());
            let sheet = match self.owner.get_value() {
                Some(owner) => owner.with(make),
                None => make(),
            };
            self.files.update(|files| files.push(sheet));
            spawn_local(sheet.read(file));
        }
    }

    /// Takes a file off the list.
    pub(super) fn remove(self, sheet: Sheet) {
        sheet.stop();
        self.files
            .update(|files| files.retain(|other| other.id != sheet.id));
    }

    /// Begins anew, without files.
    pub(super) fn clear(self) {
        for sheet in self.files.get_untracked() {
            sheet.stop();
        }
        self.files.set(Vec::new());
        self.step.set(Step::File);
    }

    /// Leaves the page: an import that is done is forgotten, one that is not is kept.
    pub(super) fn leave(self) {
        if self.step.get_untracked() == Step::Done {
            self.clear();
        }
    }

    /// How many choices are left before one can go on.
    pub(super) fn choices_left(self) -> usize {
        let files = self.files.get().into_iter();
        files
            .filter(|sheet| sheet.trouble.read().is_none())
            .map(Sheet::choices_left)
            .sum()
    }

    /// Whether a file is still read.
    pub(super) fn is_reading(self) -> bool {
        self.files
            .get()
            .iter()
            .any(|sheet| sheet.work.read().is_some())
    }

    /// Whether the next step can be gone to.
    pub(super) fn can_go_on(self) -> bool {
        match self.step.get() {
            Step::File | Step::Columns => {
                !self.ready().is_empty() && !self.is_reading() && self.choices_left() == 0
            }
            Step::Check => {
                let current = self.current();
                current.is_some_and(|sheet| {
                    sheet.work.read().is_none()
                        && (sheet.to_write() > 0
                            || sheet.planned.read().is_some() && self.has_more())
                })
            }
            Step::Done => false,
        }
    }

    /// Whether another file waits behind the current one.
    pub(super) fn has_more(self) -> bool {
        self.next_after(self.current()).is_some()
    }

    /// The next file that is not imported yet.
    fn next_after(self, current: Option<Sheet>) -> Option<Sheet> {
        let id = current.map(|sheet| sheet.id);
        let waits = |sheet: &Sheet| Some(sheet.id) != id && sheet.done.read().is_none();
        self.ready().into_iter().find(waits)
    }

    /// Does what the primary button says.
    pub(super) fn go_on(self) {
        if !untrack(|| self.can_go_on()) {
            return;
        }
        match self.step.get_untracked() {
            Step::File => {
                if let Some(first) = untrack(|| self.ready()).first() {
                    self.current.set(first.id);
                }
                self.step.set(Step::Columns);
            }
            Step::Columns => self.begin_check(None),
            Step::Check => {
                let Some(sheet) = untrack(|| self.current()) else {
                    return;
                };
                spawn_local(async move {
                    let has_written = untrack(|| sheet.to_write()) == 0 || sheet.run().await;
                    if has_written {
                        self.begin_check(Some(sheet));
                    }
                });
            }
            Step::Done => {}
        }
    }

    /// Checks the next file; after the last one the import is done.
    fn begin_check(self, after: Option<Sheet>) {
        match untrack(|| self.next_after(after)) {
            Some(sheet) => {
                self.current.set(sheet.id);
                self.step.set(Step::Check);
                sheet.check();
            }
            None => self.step.set(Step::Done),
        }
    }

    /// Goes one step back.
    pub(super) fn go_back(self) {
        let to = self.step.get_untracked().place().saturating_sub(1);
        self.open(to);
    }

    /// Opens an earlier step. What is done is not checked again.
    pub(super) fn open(self, place: usize) {
        if self.step.get_untracked() == Step::Done {
            return;
        }
        if let Some(sheet) = untrack(|| self.current()) {
            sheet.stop();
        }
        self.step.set(if place == 0 {
            Step::File
        } else {
            Step::Columns
        });
    }

    /// The place of the current file among those that are ready, from 1, and how many these are.
    pub(super) fn turn(self) -> (usize, usize) {
        let (ready, current) = (self.ready(), self.current());
        let at = ready
            .iter()
            .position(|sheet| current.is_some_and(|current| current.id == sheet.id));
        (at.unwrap_or_default() + 1, ready.len())
    }
}

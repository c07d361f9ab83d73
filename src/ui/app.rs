//! The app around the screens: the open workspace, the minute that it is, what is said out of sight,
//! and long work. Screens get it by [`use_app`]; what is on them is theirs.

pub use super::page::{Page, say, use_page};

use super::components::Toast;
use super::parts;
use crate::domain::{Currency, Date, Instant, RecordId, Stamp};
use crate::i18n::{Format, Locale, Message};
use crate::live::{Live, StorageError, Undone};
use crate::message;
use crate::query::Now;
use crate::workspace::change::LARGE_FROM;
use crate::workspace::command::{Command, CommandError};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// How often the app looks at the clock.
const MINUTE: Duration = Duration::from_secs(60);

fn minute_of(at: Instant) -> i64 {
    at.to_ms().div_euclid(60_000)
}

/// The app, for every screen of an open workspace. Copying it is free.
#[derive(Clone, Copy)]
pub struct App {
    live: StoredValue<Live, LocalStorage>,
    page: Page,
    toast: RwSignal<Option<Toast>>,
    toasts: StoredValue<u64>,
    /// The long work that is under way: setting it to true stops it.
    work: StoredValue<Option<Rc<Cell<bool>>>, LocalStorage>,
    /// The minute that it is.
    minute: RwSignal<i64>,
}

/// The app of the screen that asks; none outside an open workspace.
#[must_use]
pub fn use_app() -> Option<App> {
    use_context::<App>()
}

impl App {
    /// An app over an open workspace.
    #[must_use]
    pub fn new(page: Page, live: Live) -> Self {
        let app = Self {
            minute: RwSignal::new(minute_of(page.host().now())),
            live: StoredValue::new_local(live),
            page,
            toast: RwSignal::new(None),
            toasts: StoredValue::new(0),
            work: StoredValue::new_local(None),
        };
        app.keep_time();
        app
    }

    /// Tells each minute that another has begun, and also when a page is looked at again: a hidden
    /// page's timers may stand still.
    fn keep_time(self) {
        let look = move || {
            let now = minute_of(self.page.host().now());
            if self
                .minute
                .try_get_untracked()
                .is_some_and(|was| was != now)
            {
                let _ = self.minute.try_set(now);
            }
            self.page.look_at_zone();
        };
        // It lives as long as the page.
        let _ = set_interval_with_handle(look, MINUTE);
        let _ = window_event_listener_untyped("focus", move |_| look());
    }

    /// The moment to the minute. Whoever reads it where signals are followed is told when the next
    /// minute begins; [`App::clock`] alone stands still.
    pub fn minute(self) -> Instant {
        Instant::from_clock_ms(self.minute.get().saturating_mul(60_000))
    }

    /// The page it is in.
    #[must_use]
    pub const fn page(self) -> Page {
        self.page
    }

    /// The workspace, as signals.
    #[must_use]
    pub fn live(self) -> Live {
        self.live.get_value()
    }

    /// What is said now, out of sight.
    #[must_use]
    pub const fn toast(self) -> RwSignal<Option<Toast>> {
        self.toast
    }

    /// What time it is for the reader, as queries want to know.
    #[must_use]
    pub fn clock(self) -> Now {
        self.page.clock()
    }

    /// The day it is.
    #[must_use]
    pub fn today(self) -> Date {
        self.clock().today
    }

    /// The currency of amounts that name none.
    #[must_use]
    #[track_caller]
    pub fn currency(self) -> Option<Currency> {
        self.live()
            .record(crate::domain::settings::ID)
            .currency()
            .or_else(|| Currency::parse("EUR").ok())
    }

    /// How values are written, in the language and currency.
    #[must_use]
    #[track_caller]
    pub fn format(self) -> Option<Format> {
        Some(self.page.format_in(self.currency()?))
    }

    /// An address inside the open workspace: `customers`, `customer/…`.
    #[must_use]
    pub fn href(self, path: &str) -> String {
        let host = self.page.host();
        format!("{}w/{}/{path}", host.base(), host.slug())
    }

    /// An address inside the open workspace as the router names it.
    #[must_use]
    pub fn path(self, path: &str) -> String {
        format!("/w/{}/{path}", self.page.host().slug())
    }

    /// The address of a record as the router names it.
    #[must_use]
    pub fn record_path(self, id: RecordId) -> String {
        self.path(&format!("{}/{}", id.kind.code(), id.uuid))
    }

    /// The address of a record.
    #[must_use]
    pub fn record_href(self, id: RecordId) -> String {
        self.href(&format!("{}/{}", id.kind.code(), id.uuid))
    }

    /// Switches the language once its words are there.
    pub fn speak(self, locale: Locale) {
        spawn_local(async move {
            if parts::learn(locale).await {
                self.page.set_locale(locale);
            } else {
                self.say_failure(&message!("part-missing"));
            }
        });
    }

    /// Says something out of sight, with a way back where there is one.
    pub fn say(self, message: &Message, has_undo: bool) {
        self.put(untrack(|| self.page.text(message)), has_undo, false);
    }

    /// Says that something failed.
    pub fn say_failure(self, message: &Message) {
        self.put(untrack(|| self.page.text(message)), false, true);
    }

    fn put(self, text: String, has_undo: bool, is_failure: bool) {
        let id = self.toasts.get_value() + 1;
        self.toasts.set_value(id);
        let action = has_undo.then(|| untrack(|| self.page.text(&message!("action-undo"))));
        self.toast.set(Some(Toast {
            id,
            text,
            action,
            is_failure,
        }));
    }

    /// Does what a command wants. A refusal that names fields is given back, so that the form can
    /// show it; any other is said as well.
    ///
    /// # Errors
    /// Why it was refused.
    pub fn execute(self, command: &Command) -> Result<(), CommandError> {
        match self.live().writer().execute(command) {
            Ok(_) | Err(CommandError::NothingToDo) => Ok(()),
            Err(error) => {
                if !matches!(error, CommandError::Invalid(_)) {
                    self.say_refusal(&error);
                }
                Err(error)
            }
        }
    }

    /// Does what a command wants, for a form that keeps its text until that is on the disk: says
    /// the change to wait for. A refusal is treated as by [`App::execute`].
    ///
    /// # Errors
    /// Why it was refused.
    pub fn begin(self, command: &Command) -> Result<Stamp, CommandError> {
        let begun = self.live().writer().execute(command);
        if let Err(error) = &begun
            && !matches!(error, CommandError::Invalid(_))
        {
            self.say_refusal(error);
        }
        begun
    }

    /// Waits until a change is on the disk. One that could not be saved is given back to the form
    /// that made it, and nobody else tries it again.
    ///
    /// # Errors
    /// Why it could not be saved.
    pub async fn saved(self, change: Stamp) -> Result<(), StorageError> {
        let live = self.live();
        let saved = live.writer().saved(change).await;
        if saved.is_err() {
            live.writer().forget_lost(change);
        }
        saved.map(drop)
    }

    /// The sentence for a form whose change could not be saved.
    #[must_use]
    pub fn taken_back(self, error: &StorageError) -> Message {
        match error {
            StorageError::Quota => message!("save-taken-back-quota"),
            StorageError::Unavailable(_)
            | StorageError::Blocked
            | StorageError::TooNew
            | StorageError::Aborted(_)
            | StorageError::Damaged(_) => message!("save-taken-back"),
        }
    }

    /// Says why a command was refused.
    pub fn say_refusal(self, error: &CommandError) {
        let message = match error {
            CommandError::Invalid(problems) => {
                let sentence = problems
                    .first()
                    .map(|problem| untrack(|| self.page.messages().rule(&problem.rule)));
                return self.put(sentence.unwrap_or_default(), false, true);
            }
            CommandError::NotFound(_) => message!("refused-not-found"),
            CommandError::Stale { .. } => message!("refused-stale"),
            CommandError::InUse { count, .. } => message!("refused-in-use", count = *count),
            CommandError::NothingToDo => message!("toast-nothing-to-undo"),
            CommandError::NotUndoable => message!("refused-not-undoable"),
            CommandError::NotReady => message!("refused-not-ready"),
        };
        self.say_failure(&message);
    }

    /// Does what a command wants with however many records, and then calls back. What takes long is
    /// said, and can be stopped there. A refusal is treated as by [`App::execute`]; of very many
    /// records any is said.
    ///
    /// # Errors
    /// Why it was refused.
    pub fn execute_many(
        self,
        command: Command,
        then: impl FnOnce() + 'static,
    ) -> Result<(), CommandError> {
        let count = command.ids().len();
        if count <= LARGE_FROM {
            return self.execute(&command).map(|()| then());
        }
        if let Some(stopped) = self.begin_work(count) {
            spawn_local(async move {
                let writer = Rc::clone(self.live().writer());
                let going = |share| self.go_on(&stopped, count, share);
                let done = writer.execute_in_steps(&command, &going).await;
                let is_done = match done {
                    Ok(Some(change)) => writer.saved(change).await.is_ok(),
                    Ok(None) => false,
                    Err(CommandError::NothingToDo) => true,
                    Err(error) => {
                        self.say_refusal(&error);
                        false
                    }
                };
                self.end_work();
                if is_done {
                    then();
                }
            });
        }
        Ok(())
    }

    /// Takes one change back; none where that was refused, which is said, or stopped.
    pub async fn take_back(self, id: Stamp) -> Option<Undone> {
        let writer = Rc::clone(self.live().writer());
        let count = {
            let machine = writer.machine();
            let change = machine.history().change(id);
            change.map_or(0, |change| change.body.edits().len())
        };
        let undone = if count <= LARGE_FROM {
            writer.take_back_in_steps(id, &|_| true).await
        } else {
            let stopped = self.begin_work(count)?;
            let going = |share| self.go_on(&stopped, count, share);
            let undone = writer.take_back_in_steps(id, &going).await;
            self.end_work();
            undone
        };
        undone.unwrap_or_else(|error| {
            self.say_refusal(&error);
            None
        })
    }

    /// Begins long work, unless there is some already; gives what says that it was stopped.
    fn begin_work(self, count: usize) -> Option<Rc<Cell<bool>>> {
        let is_free = self.work.with_value(Option::is_none);
        if !is_free {
            self.say_failure(&message!("toast-still-working"));
            return None;
        }
        let stopped = Rc::new(Cell::new(false));
        self.work.set_value(Some(Rc::clone(&stopped)));
        let id = self.toasts.get_value() + 1;
        self.toasts.set_value(id);
        self.go_on(&stopped, count, 0.0);
        Some(stopped)
    }

    fn end_work(self) {
        self.work.set_value(None);
        self.toast.set(None);
    }

    /// Says how far long work has come, in tenths, and whether it is to go on.
    fn go_on(self, stopped: &Cell<bool>, count: usize, share: f64) -> bool {
        let done = (share * 10.0).floor() * count as f64 / 10.0;
        let said = message!("toast-working", done = done as usize, total = count);
        let toast = Toast {
            id: self.toasts.get_value(),
            text: self.page.text(&said),
            action: Some(self.page.text(&message!("action-cancel"))),
            is_failure: false,
        };
        if self.toast.read_untracked().as_ref() != Some(&toast) {
            self.toast.set(Some(toast));
        }
        !stopped.get()
    }

    /// What the word on a toast does: it stops what is under way, else takes back what was done.
    pub fn act_on_toast(self) {
        match self.work.get_value() {
            Some(stopped) => stopped.set(true),
            None => self.undo(),
        }
    }

    /// Takes back what was done last, and says what that was.
    pub fn undo(self) {
        self.invert(true);
    }

    /// Does again what was taken back last.
    pub fn redo(self) {
        self.invert(false);
    }

    /// Right after a start it waits for the door for writing: what is meant is what was done before.
    fn invert(self, is_undo: bool) {
        spawn_local(async move {
            let live = self.live();
            live.opened().await;
            let last = {
                let machine = live.writer().machine();
                let history = machine.history();
                if is_undo {
                    history.undoable()
                } else {
                    history.redoable()
                }
            };
            match last {
                Some(id) => {
                    if let Some(undone) = self.take_back(id).await {
                        self.say_undone(undone, is_undo);
                    }
                }
                None if is_undo => self.say(&message!("toast-nothing-to-undo"), false),
                None => self.say(&message!("toast-nothing-to-redo"), false),
            }
        });
    }

    fn say_undone(self, undone: Undone, is_undo: bool) {
        let live = self.live();
        let about = undone
            .undoes
            .and_then(|id| Some(live.writer().machine().history().about(id)?.label.clone()));
        let label = about.unwrap_or(undone.label);
        let messages = untrack(|| self.page.messages());
        let label = messages.change(label.verb.code(), label.count, &label.name);
        let message = match (is_undo, undone.kept) {
            (true, 0) => message!("toast-undone", label = label),
            (true, kept) => message!("toast-undone-partly", label = label, count = kept),
            (false, _) => message!("toast-redone", label = label),
        };
        self.say(&message, false);
    }
}

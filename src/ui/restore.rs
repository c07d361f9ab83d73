//! Restoring a backup on screen: a file is chosen, what it would do is shown, then it is done. The
//! same steps serve the settings, the first run and the recovery screen; they differ in where the
//! records go. How it is done is `session::backup`'s.

mod preview;

use super::app::{App, Page, say};
use super::components::{Button, ButtonKind, Notice, Progress, Tone};
use super::host::ChosenFile;
use super::notice;
use crate::exchange::backup::{BackupReport, RestoreMode, Tally};
use crate::i18n::Message;
use crate::message;
use crate::session::backup::{self, BackupError, Progress as Step, Watch, look_into};
use leptos::prelude::*;
use leptos::task::spawn_local;
use preview::Preview;
use std::ops::ControlFlow;
use std::rc::Rc;

/// What the file dialog offers.
const ACCEPT: &str = ".jsonl,.satchel,application/jsonl";

/// Where the records of a backup go.
#[derive(Clone, Copy)]
pub enum Into {
    /// Into the open workspace, or on wish into a new one.
    Open(App),
    /// Into a new workspace.
    New,
    /// Into the workspace of this page's address, which was emptied.
    Emptied,
}

/// What was chosen in the preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Into the open workspace, in a mode.
    Here(RestoreMode),
    /// Into a workspace of its own.
    New,
}

/// How far it has come.
#[derive(Clone)]
enum Stage {
    /// Nothing was chosen.
    Idle,
    /// The file is read.
    Reading(Step),
    /// What the file would do; none of a tally where there is nothing to hold it against.
    Shown(Box<BackupReport>, Option<Tally>),
    /// It is being restored.
    Restoring(Step),
    /// It did not work.
    Failed(BackupError),
}

/// The steps. Copying it is free.
#[derive(Clone, Copy)]
struct Steps {
    page: Page,
    into: Into,
    file: StoredValue<Option<Rc<dyn ChosenFile>>, LocalStorage>,
    name: RwSignal<String>,
    stage: RwSignal<Stage>,
    wish: RwSignal<Wish>,
    /// The number of the run that counts: an older one that is still at it gives up.
    run: StoredValue<u64>,
}

impl Steps {
    fn new(page: Page, into: Into) -> Self {
        let wish = match into {
            Into::Open(_) => Wish::Here(RestoreMode::Merge),
            Into::New | Into::Emptied => Wish::New,
        };
        Self {
            page,
            into,
            file: StoredValue::new_local(None),
            name: RwSignal::new(String::new()),
            stage: RwSignal::new(Stage::Idle),
            wish: RwSignal::new(wish),
            run: StoredValue::new(0),
        }
    }

    /// Begins a run, and says whether it still counts whenever it is asked.
    fn begin(self) -> impl Fn() -> bool + Copy {
        let own = self.run.get_value() + 1;
        self.run.set_value(own);
        move || self.run.try_get_value() == Some(own)
    }

    fn choose(self) {
        let chosen = self.page.host().choose_file(ACCEPT);
        spawn_local(async move {
            if let Some(file) = chosen.await {
                self.name.set(file.name());
                self.file.set_value(Some(file));
                self.look();
            }
        });
    }

    fn cancel(self) {
        let _ = self.begin();
        self.stage.set(Stage::Idle);
    }

    /// Looks what the file would do as it is wished.
    fn look(self) {
        let Some(file) = self.file.get_value() else {
            return;
        };
        let counts = self.begin();
        self.stage.set(Stage::Reading(Step::default()));
        let wish = self.wish.get_untracked();
        let show = move |step| self.stage.set(Stage::Reading(step));
        spawn_local(async move {
            let watch = watch(counts, show);
            let mut source = file.open();
            let looked = match (self.into, wish) {
                (Into::Open(app), Wish::Here(mode)) => {
                    let writer = app.live().writer().clone();
                    let told = backup::preview(&*writer, source.as_mut(), mode, &watch).await;
                    told.map(|told| (told.report, Some(told.tally)))
                }
                _ => {
                    let host = self.page.host();
                    let report = look_into(source.as_mut(), &|| host.rest(), &watch).await;
                    report.map(|report| (report, None))
                }
            };
            if counts() {
                self.stage.set(match looked {
                    Ok((report, tally)) => Stage::Shown(Box::new(report), tally),
                    Err(error) => Stage::Failed(error),
                });
            }
        });
    }

    fn restore(self) {
        let Some(file) = self.file.get_value() else {
            return;
        };
        let counts = self.begin();
        self.stage.set(Stage::Restoring(Step::default()));
        let wish = self.wish.get_untracked();
        let show = move |step| self.stage.set(Stage::Restoring(step));
        spawn_local(async move {
            let watch = watch(counts, show);
            let done = match (self.into, wish) {
                (Into::Open(app), Wish::Here(mode)) => here(app, &*file, mode, &watch).await,
                (into, _) => elsewhere(self.page, into, &*file, &watch).await,
            };
            if counts() {
                self.stage.set(match done {
                    Ok(()) => Stage::Idle,
                    Err(error) => Stage::Failed(error),
                });
            }
        });
    }
}

/// Shows each step as long as the run counts, and breaks it off when it does not.
fn watch(counts: impl Fn() -> bool, show: impl Fn(Step)) -> impl Fn(Step) -> ControlFlow<()> {
    move |step| {
        if !counts() {
            return ControlFlow::Break(());
        }
        show(step);
        ControlFlow::Continue(())
    }
}

async fn here(
    app: App,
    file: &dyn ChosenFile,
    mode: RestoreMode,
    watch: Watch<'_>,
) -> Result<(), BackupError> {
    let writer = app.live().writer().clone();
    let mut source = file.open();
    let done = backup::restore(&*writer, source.as_mut(), mode, watch).await?;
    let count = done.tally.changes();
    app.say(
        &message!("backup-restored", count = count, file = file.name()),
        done.change.is_some(),
    );
    Ok(())
}

async fn elsewhere(
    page: Page,
    into: Into,
    file: &dyn ChosenFile,
    watch: Watch<'_>,
) -> Result<(), BackupError> {
    let host = page.host();
    let own = host.slug();
    let slug = matches!(into, Into::Emptied).then_some(own.as_str());
    let slug = host.restore_new(slug, file, watch).await?;
    host.go(&format!("{}w/{slug}/customers", host.base()));
    Ok(())
}

/// Why it did not work, with what was kept and what to do.
pub(super) fn failure(error: &BackupError, file: String) -> Message {
    match error {
        BackupError::Cancelled => message!("backup-cancelled"),
        BackupError::Busy => message!("backup-busy"),
        BackupError::Unreadable(_) => message!("file-unreadable", file = file),
        BackupError::NotABackup(rule) if rule.code() == "too_new" => {
            message!("backup-too-new", file = file)
        }
        BackupError::NotABackup(_) => message!("backup-not-a-backup", file = file),
        BackupError::Storage(error) => notice::storage(error),
    }
}

/// Chooses a backup, shows what it would do, and restores it.
#[component]
pub fn RestoreSteps(
    /// The page it is in.
    page: Page,
    /// Where the records go.
    into: Into,
    /// Counts how often it was asked for where the button stands elsewhere.
    #[prop(optional, into)]
    asked: Option<Signal<u32>>,
    /// How much the button asks to be pressed.
    #[prop(optional)]
    kind: ButtonKind,
) -> impl IntoView {
    let steps = Steps::new(page, into);
    if let Some(asked) = asked {
        Effect::new(move |_| {
            if asked.get() > 0 {
                steps.choose();
            }
        });
    }
    on_cleanup(move || steps.run.update_value(|run| *run += 1));
    let shown = move || {
        match steps.stage.get() {
        Stage::Idle => None,
        Stage::Reading(step) => Some(
            view! { <Running steps=steps step=step label=message!("backup-reading", file = steps.name.get()) /> }
                .into_any(),
        ),
        Stage::Restoring(step) => Some(
            view! { <Running steps=steps step=step label=message!("busy-restoring") /> }.into_any(),
        ),
        Stage::Shown(report, tally) => Some(
            view! { <Preview steps=steps report=*report tally=tally /> }.into_any(),
        ),
        Stage::Failed(error) => {
            let sentence = failure(&error, steps.name.get());
            Some(
                view! {
                    <Notice tone=Tone::Negative urgent=true>
                        <p>{page.text(&sentence)}</p>
                    </Notice>
                }
                .into_any(),
            )
        }
    }
    };
    let row = asked.is_none().then(|| {
        view! {
            <div class="restore__row">
                <div class="restore__words">
                    <h3>{move || page.text(&message!("backup-restore"))}</h3>
                    <p>{move || page.text(&message!("backup-restore-hint"))}</p>
                </div>
                <Button
                    label=say(page, || message!("action-choose-file"))
                    kind=kind
                    on_press=move |()| steps.choose()
                />
            </div>
        }
    });
    view! { <div class="restore">{row} {shown}</div> }
}

/// A step that takes its time, with the way out.
#[component]
fn Running(steps: Steps, step: Step, label: Message) -> impl IntoView {
    let page = steps.page;
    let of = step.of.max(1);
    let share = (step.done as f64 / of as f64).min(1.0);
    let count = |count: u64| page.format().count(count as usize);
    let words = page.text(&message!(
        "progress-of",
        done = count(step.done),
        total = count(step.of)
    ));
    view! {
        <Progress
            label=page.text(&label)
            share=Signal::derive(move || share)
            text=words
            cancel_label=say(page, || message!("action-cancel"))
            on_cancel=move |()| steps.cancel()
        />
    }
}

//! The workspaces of this browser: which there are, the way to another, to sample data, and to erase
//! one. Erasing is the one thing that cannot be taken back, so it asks for the name to be typed; sample
//! data in which nobody has worked go at once, since they come back at once.

use super::Line;
use crate::domain::{Currency, RecordKind, Value, settings};
use crate::live::StorageError;
use crate::message;
use crate::session::found::SAMPLE_CHANGES;
use crate::session::sample::SAMPLE_CUSTOMERS;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Card, Dialog, Glyph, Notice, TextField, Tone};
use crate::ui::founding;
use crate::ui::host::WorkspaceEntry;
use crate::ui::notice;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The workspaces.
#[component]
pub(super) fn WorkspacesCard(app: App) -> impl IntoView {
    let page = app.page();
    let entries = RwSignal::new(Vec::<WorkspaceEntry>::new());
    let look = move || {
        let host = page.host();
        spawn_local(async move {
            // The page may have been left before the browser answers.
            let _ = entries.try_set(host.workspaces().await);
        });
    };
    look();
    let erasing = RwSignal::new(None::<WorkspaceEntry>);
    let line = move |entry: WorkspaceEntry| {
        let is_own = entry.slug == page.host().slug();
        let address = format!("{}w/{}/customers", page.host().base(), entry.slug);
        let note = if is_own {
            page.text(&message!("workspace-open-now"))
        } else {
            entry.slug.clone()
        };
        let name = entry.name.clone();
        let acts = (!is_own).then(|| {
            let erased = entry.clone();
            let (open_name, erase_name) = (entry.name.clone(), entry.name.clone());
            view! {
                <Button
                    label=page.text(&message!("workspace-open", name = open_name))
                    small=true
                    on_press=move |()| page.host().go(&address)
                />
                <Button
                    label=page.text(&message!("workspace-erase-name", name = erase_name))
                    kind=ButtonKind::Quiet
                    small=true
                    on_press=move |()| erasing.set(Some(erased.clone()))
                />
            }
        });
        view! { <Line title=name note=note>{acts}</Line> }
    };
    view! {
        <Card
            title=say(page, || message!("settings-workspaces"))
            flush=true
            actions=move || view! {
                <Button
                    label=say(page, || message!("workspace-new"))
                    icon=Glyph::Plus
                    small=true
                    on_press=move |()| page.host().go(&format!("{}new", page.host().base()))
                />
            }
        >
            {move || entries.get().into_iter().map(line).collect_view()}
            <SampleLine app=app entries=entries />
            <EraseDialog app=app erasing=erasing on_erased=move |()| look() />
        </Card>
    }
}

/// The way to sample data: to the workspace that holds some, or into a new one.
#[component]
fn SampleLine(app: App, entries: RwSignal<Vec<WorkspaceEntry>>) -> impl IntoView {
    let page = app.page();
    let is_busy = RwSignal::new(false);
    let open = move |()| {
        let host = page.host();
        let name = founding::sample_name(page);
        let home = move |slug: &str| format!("{}w/{slug}/home", page.host().base());
        let entries = entries.get_untracked();
        if let Some(there) = entries.iter().find(|entry| entry.name == name) {
            return host.go(&home(&there.slug));
        }
        let usual = founding::usual_currency(page.locale());
        let Ok(currency) = Currency::parse(usual) else {
            return;
        };
        let founding = founding::sample(page, currency);
        is_busy.set(true);
        spawn_local(async move {
            match host.found(founding).await {
                Ok(slug) => host.go(&home(&slug)),
                Err(error) => {
                    let _ = is_busy.try_set(false);
                    app.say(&notice::storage(&error), true);
                }
            }
        });
    };
    view! {
        <Show when=move || !is_sample(app)>
            <Line
                title=say(page, || message!("field-settings-sample"))
                note=say(page, || message!("first-sample-hint", count = SAMPLE_CUSTOMERS))
            >
                <Button
                    label=say(page, || message!("first-sample"))
                    icon=Glyph::Star
                    busy=is_busy
                    on_press=open
                />
            </Line>
        </Show>
    }
}

/// Whether the open workspace was founded with sample data.
fn is_sample(app: App) -> bool {
    let live = app.live();
    let workspace = live.kind(RecordKind::Settings);
    let settings = workspace.record(settings::ID);
    settings.is_some_and(|held| held.value(settings::SAMPLE) == Some(&Value::Bool(true)))
}

/// The way to erase the open workspace.
#[component]
pub(super) fn EraseCard(app: App) -> impl IntoView {
    let page = app.page();
    let erasing = RwSignal::new(None::<WorkspaceEntry>);
    let ask = move || {
        let name = app.live().peek().name(settings::ID).into_owned();
        let slug = page.host().slug();
        erasing.set(Some(WorkspaceEntry { slug, name }));
    };
    let leave = move |()| page.host().go(&format!("{}new", page.host().base()));
    // Leads to another workspace, or where there is none to the first run.
    let leave_sample = move || page.host().go(&page.host().base());
    let is_untouched = Memo::new(move |_| app.live().history().heard() <= SAMPLE_CHANGES);
    let remove = move |()| {
        if !is_untouched.get_untracked() {
            return ask();
        }
        let host = page.host();
        spawn_local(async move {
            match host.delete_workspace(&host.slug()).await {
                Ok(()) => leave_sample(),
                Err(error) => app.say(&notice::storage(&error), true),
            }
        });
    };
    let sample = move || {
        view! {
            <Line
                title=say(page, || message!("field-settings-sample"))
                note=Signal::derive(move || page.text(&if is_untouched.get() {
                    message!("sample-remove-hint")
                } else {
                    message!("sample-worked-in")
                }))
            >
                <Button
                    label=say(page, || message!("sample-remove"))
                    icon=Glyph::Trash
                    on_press=remove
                />
            </Line>
        }
    };
    view! {
        <Card title=say(page, || message!("workspace-leave")) flush=true>
            {move || is_sample(app).then(sample)}
            <Line
                title=say(page, || message!("workspace-erase"))
                note=say(page, || message!("workspace-erase-body"))
            >
                <Button
                    label=say(page, || message!("workspace-erase"))
                    icon=Glyph::Trash
                    on_press=move |()| ask()
                />
            </Line>
            <EraseDialog app=app erasing=erasing on_erased=leave />
        </Card>
    }
}

/// Asks for the name, and erases.
#[component]
fn EraseDialog(
    app: App,
    erasing: RwSignal<Option<WorkspaceEntry>>,
    #[prop(into)] on_erased: Callback<()>,
) -> impl IntoView {
    let page = app.page();
    let open = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<StorageError>);
    let is_busy = RwSignal::new(false);
    Effect::new(move |_| {
        if erasing.read().is_some() {
            typed.set(String::new());
            failure.set(None);
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            erasing.set(None);
        }
    });
    let name = Signal::derive(move || erasing.get().map(|entry| entry.name).unwrap_or_default());
    let is_same = Signal::derive(move || typed.read().trim() == name.read().trim());
    let erase = move |()| {
        let Some(entry) = erasing.get_untracked() else {
            return;
        };
        is_busy.set(true);
        spawn_local(async move {
            let erased = page.host().delete_workspace(&entry.slug).await;
            // Where the page was left meanwhile nobody is told.
            let _ = is_busy.try_set(false);
            match erased {
                Ok(()) => {
                    let _ = open.try_set(false);
                    on_erased.try_run(());
                }
                Err(error) => drop(failure.try_set(Some(error))),
            }
        });
    };
    view! {
        <Dialog
            open=open
            title=say(page, move || message!("workspace-erase-title", name = name.get()))
            close_label=say(page, || message!("action-close"))
            actions=move || view! {
                <Button label=say(page, || message!("action-cancel")) on_press=move |()| open.set(false) />
                <Button
                    label=say(page, || message!("action-erase"))
                    kind=ButtonKind::Danger
                    busy=is_busy
                    disabled=Signal::derive(move || !is_same.get())
                    reason=say(page, || message!("workspace-erase-type-first"))
                    on_press=erase
                />
            }
        >
            <p>{move || page.text(&message!("workspace-erase-body"))}</p>
            <TextField
                label=say(page, move || message!("workspace-erase-type", name = name.get()))
                value=typed
            />
            {move || failure.get().map(|error| view! {
                <Notice tone=Tone::Negative urgent=true>
                    <p>{page.text(&notice::storage(&error))}</p>
                </Notice>
            })}
        </Dialog>
    }
}

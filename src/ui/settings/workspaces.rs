//! The workspaces of this browser: which there are, the way to another, and the way to erase one.
//! Erasing is the one thing that cannot be taken back, so it asks for the name to be typed.

use super::Line;
use crate::live::StorageError;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Card, Dialog, Glyph, Notice, TextField, Tone};
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
            <EraseDialog app=app erasing=erasing on_erased=move |()| look() />
        </Card>
    }
}

/// The way to erase the open workspace.
#[component]
pub(super) fn EraseCard(app: App) -> impl IntoView {
    let page = app.page();
    let erasing = RwSignal::new(None::<WorkspaceEntry>);
    let ask = move |()| {
        let id = crate::domain::settings::ID;
        let name = app.live().peek().name(id).into_owned();
        let slug = page.host().slug();
        erasing.set(Some(WorkspaceEntry { slug, name }));
    };
    let leave = move |()| page.host().go(&format!("{}new", page.host().base()));
    view! {
        <Card title=say(page, || message!("workspace-leave")) flush=true>
            <Line
                title=say(page, || message!("workspace-erase"))
                note=say(page, || message!("workspace-erase-body"))
            >
                <Button
                    label=say(page, || message!("workspace-erase"))
                    icon=Glyph::Trash
                    on_press=ask
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

//! What the product says: the save line, notices, a toast, progress, menus, dialogs, and the
//! three ways of being empty.

use leptos::prelude::*;

use super::{Specimen, say};
use crate::ui::components::{
    AvatarShape, Button, ButtonKind, Card, CommandPalette, Dialog, EmptyState, Glyph, Menu,
    MenuItem, MenuList, Notice, PaletteChoice, PaletteGroup, PaletteMark, PaletteText, Piece,
    Placeholder, Progress, SaveLine, SavePart, Toast, ToastBox, ToastHost, Tone,
};

/// The specimens that speak.
#[component]
pub(super) fn Feedback() -> impl IntoView {
    view! {
        <SaveLines />
        <Notices />
        <Toasts />
        <Menus />
        <Dialogs />
        <Empties />
    }
}

#[component]
fn SaveLines() -> impl IntoView {
    let line = |parts: Vec<SavePart>| view! { <SaveLine parts=parts on_open=|| () /> };
    let saved = || SavePart::new(Glyph::Saved, Tone::Positive, say("save-saved"));
    view! {
        <Specimen title="gallery-save">
            {line(vec![saved(), SavePart::new(Glyph::Cloud, Tone::Positive, say("save-synced"))])}
            {line(vec![SavePart::new(Glyph::Spinner, Tone::Positive, say("save-saving"))])}
        </Specimen>
        <Specimen title="gallery-save-offline">
            {line(vec![saved(), SavePart::words(say("save-offline"))])}
            {line(vec![SavePart::new(Glyph::Warning, Tone::Warning, say("save-conflict"))])}
        </Specimen>
        <Specimen title="gallery-save-failed">
            <SaveLine
                parts=vec![SavePart::new(Glyph::Warning, Tone::Negative, say("save-full"))]
                failed=true
                action=say("save-free")
                on_action=|| ()
                on_open=|| ()
            />
        </Specimen>
    }
}

#[component]
fn Notices() -> impl IntoView {
    view! {
        <Specimen title="gallery-notices">
            <Notice tone=Tone::Info>{say("gallery-notice-info")}</Notice>
            <Notice tone=Tone::Positive>{say("gallery-notice-positive")}</Notice>
            <Notice tone=Tone::Warning>{say("gallery-notice-warning")}</Notice>
            <Notice tone=Tone::Negative>{say("gallery-notice-negative")}</Notice>
            <Notice
                icon=Glyph::Undo
                title=say("gallery-notice-title")
                actions=|| view! { <Button label=say("import-undo") /> }
            >
                <span class="soft">{say("gallery-notice-undo")}</span>
            </Notice>
        </Specimen>
    }
}

#[component]
fn Toasts() -> impl IntoView {
    let toast = RwSignal::new(None::<Toast>);
    let share = RwSignal::new(0.62);
    let show = move || {
        toast.update(|toast| {
            let id = toast.as_ref().map_or(1, |toast| toast.id + 1);
            *toast = Some(Toast {
                id,
                text: say("gallery-toast"),
                action: Some(say("action-undo")),
                is_failure: false,
            });
        });
    };
    view! {
        <Specimen title="gallery-toast-title">
            <ToastBox
                toast=Toast {
                    text: say("gallery-toast"),
                    action: Some(say("action-undo")),
                    ..Toast::default()
                }
                close_label=say("action-close")
                on_action=show
                on_close=|| ()
            />
            <ToastHost
                toast=toast
                close_label=say("action-close")
                on_action=move |_| toast.set(None)
                on_close=move |_| toast.set(None)
            />
            <Card>
                <Progress
                    label=say("gallery-progress")
                    share=share
                    text=move || format!("{:.0} / 4,218", share.get() * 4218.0)
                    cancel_label=say("action-cancel")
                    on_cancel=move || share.set(0.0)
                />
            </Card>
        </Specimen>
    }
}

fn card_menu() -> Vec<MenuItem> {
    vec![
        MenuItem::new("move", say("gallery-menu-move"))
            .glyph(Glyph::ArrowRight)
            .keys("M"),
        MenuItem::new("step", say("gallery-menu-step"))
            .glyph(Glyph::Calendar)
            .keys("S"),
        MenuItem::new("copy", say("gallery-menu-copy")).glyph(Glyph::Copy),
        MenuItem::new("trash", say("gallery-menu-trash"))
            .glyph(Glyph::Trash)
            .keys("Del")
            .danger(),
    ]
}

#[component]
fn Menus() -> impl IntoView {
    let columns = RwSignal::new(vec!["lifecycle".to_owned(), "owner".to_owned()]);
    let items = move || {
        ["lifecycle", "owner", "city"]
            .into_iter()
            .zip([
                say("customer-lifecycle"),
                say("customer-owner"),
                say("customer-city"),
            ])
            .map(|(key, label)| {
                let is_on = columns.read().iter().any(|held| held == key);
                MenuItem::new(key, label).checked(is_on)
            })
            .collect::<Vec<_>>()
    };
    let switch = move |key: String| {
        columns.update(|held| match held.iter().position(|held| *held == key) {
            Some(at) => {
                held.remove(at);
            }
            None => held.push(key),
        });
    };
    view! {
        <Specimen title="gallery-menu">
            <div class="popover gallery__menu" data-flat="">
                <MenuList label=say("gallery-menu") items=card_menu() on_choose=|_| () />
            </div>
            <Menu label=say("action-more") icon=Glyph::More icon_only=true kind=ButtonKind::Quiet
                items=card_menu() on_choose=|_| () />
            <Menu label=say("gallery-columns") icon=Glyph::Columns kind=ButtonKind::Quiet small=true
                items=Signal::derive(items) on_choose=switch />
        </Specimen>
    }
}

#[component]
fn Dialogs() -> impl IntoView {
    let dialog = RwSignal::new(false);
    let palette = RwSignal::new(false);
    let query = RwSignal::new(String::new());
    let groups = Signal::derive(move || found(&query.read()));
    let status = move || {
        let count: usize = groups.read().iter().map(|group| group.choices.len()).sum();
        say("palette-count").replace("{$count}", &count.to_string())
    };
    let text = || PaletteText {
        label: say("palette-label"),
        placeholder: say("palette-placeholder"),
        close: say("action-close"),
        empty: say("palette-empty"),
        hints: vec![
            ("↑ ↓".to_owned(), say("palette-choose")),
            (">".to_owned(), say("palette-only")),
        ],
        note: say("palette-note"),
    };
    view! {
        <Specimen title="gallery-dialogs">
            <Button label=say("gallery-dialog-open") on_press=move || dialog.set(true) />
            <Button
                label=say("palette-open")
                icon=Glyph::Search
                key="Ctrl K"
                on_press=move || palette.set(true)
            />
            <Dialog
                open=dialog
                title=say("gallery-dialog-title")
                close_label=say("action-close")
                actions=move || view! {
                    <Button
                        label=say("action-keep")
                        kind=ButtonKind::Quiet
                        on_press=move || dialog.set(false)
                    />
                    <Button
                        label=say("action-erase")
                        kind=ButtonKind::Danger
                        on_press=move || dialog.set(false)
                    />
                }
            >
                <p class="soft">{say("gallery-dialog-text")}</p>
            </Dialog>
            <CommandPalette
                open=palette
                query=query
                groups=groups
                status=Signal::derive(status)
                text=Signal::derive(text)
                on_choose=|_| ()
            />
        </Specimen>
    }
}

/// Marks where `query` stands in `text`, or gives nothing.
fn mark(text: &str, query: &str) -> Option<Vec<Piece>> {
    let piece = |text: &str, is_match| Piece {
        text: text.to_owned(),
        is_match,
    };
    if query.is_empty() {
        return Some(vec![piece(text, false)]);
    }
    let lower = text.to_lowercase();
    let at = lower.find(&query.to_lowercase())?;
    let (before, rest) = text.split_at_checked(at)?;
    let (hit, after) = rest.split_at_checked(query.len())?;
    Some(vec![
        piece(before, false),
        piece(hit, true),
        piece(after, false),
    ])
}

fn found(query: &str) -> Vec<PaletteGroup> {
    let customers = [
        ("Hotel Bellavista", "Lugano", AvatarShape::Company),
        ("Ingrid Solberg", "Hotel Bellavista", AvatarShape::Person),
        ("Isabella Rossi", "Verde Bistro Group", AvatarShape::Person),
        ("王雪 Wang Xue", "Blue Harbour Hotels", AvatarShape::Person),
    ];
    let customer = |(name, meta, shape): (&str, &str, AvatarShape)| {
        let (title, note) = (mark(name, query), mark(meta, query));
        if title.is_none() && note.is_none() {
            return None;
        }
        Some(PaletteChoice {
            value: name.to_owned(),
            mark: PaletteMark::Avatar(name.to_owned(), name.to_owned(), shape),
            title: title.unwrap_or_else(|| Piece::plain(name)),
            meta: note.unwrap_or_else(|| Piece::plain(meta)),
            does: Some(say("action-open")),
            keys: None,
        })
    };
    let commands = [
        (Glyph::People, say("palette-new-customer"), "N C"),
        (Glyph::Deals, say("palette-new-deal"), "N D"),
    ];
    let command = |(glyph, words, keys): (Glyph, String, &str)| {
        Some(PaletteChoice {
            value: words.clone(),
            mark: PaletteMark::Glyph(glyph),
            title: mark(&words, query)?,
            meta: Vec::new(),
            does: None,
            keys: Some(keys.to_owned()),
        })
    };
    vec![
        PaletteGroup {
            label: say("customer-title"),
            choices: customers.into_iter().filter_map(customer).collect(),
        },
        PaletteGroup {
            label: say("palette-commands"),
            choices: commands.into_iter().filter_map(command).collect(),
        },
    ]
}

#[component]
fn Empties() -> impl IntoView {
    view! {
        <Specimen title="gallery-empty">
            <Card>
                <EmptyState
                    glyph=Glyph::People
                    title=say("customer-empty-title")
                    text=say("customer-empty-text")
                >
                    <Button label=say("action-import") kind=ButtonKind::Primary small=true />
                    <Button label=say("action-add-one") small=true />
                </EmptyState>
            </Card>
        </Specimen>
        <Specimen title="gallery-filtered">
            <Card>
                <EmptyState
                    glyph=Glyph::Filter
                    title=say("gallery-filtered-title")
                    text=say("gallery-filtered-text")
                >
                    <Button label=say("gallery-filtered-drop") small=true />
                    <Button label=say("action-clear-all") kind=ButtonKind::Quiet small=true />
                </EmptyState>
            </Card>
        </Specimen>
        <Specimen title="gallery-loading">
            <Card>
                <Placeholder label=say("gallery-loading") />
            </Card>
        </Specimen>
    }
}

//! What the product says: the save line, notices, a toast, progress, menus, dialogs, and the
//! three ways of being empty.

use leptos::prelude::*;

use super::Specimen;
use crate::i18n::Messages;
use crate::ui::components::{
    AvatarShape, Button, ButtonKind, Card, CommandPalette, Dialog, EmptyState, Glyph, Menu,
    MenuItem, MenuList, Notice, PaletteChoice, PaletteGroup, PaletteMark, PaletteText, Piece,
    Placeholder, Progress, SaveLine, SavePart, Toast, ToastBox, ToastHost, ToastLine, Tone,
};

/// The specimens that speak.
#[component]
pub(super) fn Feedback(words: Messages) -> impl IntoView {
    view! {
        <SaveLines words=words />
        <Notices words=words />
        <Toasts words=words />
        <Menus words=words />
        <Dialogs words=words />
        <Empties words=words />
    }
}

#[component]
fn SaveLines(words: Messages) -> impl IntoView {
    let line = |parts: Vec<SavePart>| view! { <SaveLine parts=parts on_open=|| () /> };
    let saved = move || SavePart::new(Glyph::Saved, Tone::Positive, say!(words, "save-saved"));
    let saving = move || SavePart::new(Glyph::Spinner, Tone::Positive, say!(words, "save-saving"));
    let read_only =
        move || SavePart::new(Glyph::Lock, Tone::Warning, say!(words, "save-read-only"));
    view! {
        <Specimen title=say!(words, "gallery-save")>{line(vec![saved()])} {line(vec![saving()])}</Specimen>
        <Specimen title=say!(words, "gallery-save-offline")>
            {line(vec![saved(), SavePart::words(say!(words, "state-offline"))])}
            {line(vec![read_only()])}
        </Specimen>
        <Specimen title=say!(words, "gallery-save-failed")>
            <SaveLine
                parts=vec![
                    SavePart::new(Glyph::Warning, Tone::Negative, say!(words, "save-failed-quota")),
                ]
                failed=true
                action=say!(words, "action-free-space")
                on_action=|| ()
                on_open=|| ()
            />
        </Specimen>
    }
}

#[component]
fn Notices(words: Messages) -> impl IntoView {
    view! {
        <Specimen title=say!(words, "gallery-notices")>
            <Notice tone=Tone::Info>{say!(words, "gallery-notice-info")}</Notice>
            <Notice tone=Tone::Positive>{say!(words, "gallery-notice-positive")}</Notice>
            <Notice tone=Tone::Warning>{say!(words, "gallery-notice-warning")}</Notice>
            <Notice tone=Tone::Negative>{say!(words, "save-taken-back-quota")}</Notice>
            <Notice
                icon=Glyph::Undo
                title=say!(words, "gallery-notice-title")
                actions=move || view! { <Button label=say!(words, "import-undo") /> }
            >
                <span class="soft">{say!(words, "gallery-notice-undo")}</span>
            </Notice>
        </Specimen>
    }
}

#[component]
fn Toasts(words: Messages) -> impl IntoView {
    let toast = RwSignal::new(None::<Toast>);
    let share = RwSignal::new(0.62);
    let show = move || {
        toast.update(|toast| {
            let id = toast.as_ref().map_or(1, |toast| toast.id + 1);
            *toast = Some(Toast {
                id,
                text: say!(
                    words,
                    "toast-moved",
                    name = "Bar fit-out",
                    stage = "Negotiation"
                ),
                action: Some(say!(words, "action-undo")),
                is_failure: false,
            });
        });
    };
    view! {
        <Specimen title=say!(words, "gallery-toast-title")>
            <ToastBox
                toast=Toast {
                    text: say!(words, "toast-moved", name = "Bar fit-out", stage = "Negotiation"),
                    action: Some(say!(words, "action-undo")),
                    ..Toast::default()
                }
                close_label=say!(words, "action-close")
                on_action=show
                on_close=|| ()
            />
            <ToastHost>
                <ToastLine
                    toast=toast
                    close_label=say!(words, "action-close")
                    on_action=move |_| toast.set(None)
                    on_close=move |_| toast.set(None)
                />
            </ToastHost>
            <Card>
                <Progress
                    label=say!(words, "gallery-progress")
                    share=share
                    text=move || {
                        // Small and not negative, so nothing is lost.
                        let done = (share.get() * 4218.0) as u32;
                        say!(words, "list-count-of", count = done, total = 4218)
                    }
                    cancel_label=say!(words, "action-cancel")
                    on_cancel=move || share.set(0.0)
                />
            </Card>
        </Specimen>
    }
}

fn card_menu(words: Messages) -> Vec<MenuItem> {
    vec![
        MenuItem::new("move", say!(words, "deal-move-to-stage"))
            .glyph(Glyph::ArrowRight)
            .keys("M"),
        MenuItem::new("step", say!(words, "deal-set-next-step"))
            .glyph(Glyph::Calendar)
            .keys("S"),
        MenuItem::new("copy", say!(words, "action-copy-link")).glyph(Glyph::Copy),
        MenuItem::new("trash", say!(words, "action-delete"))
            .glyph(Glyph::Trash)
            .keys("Del")
            .danger(),
    ]
}

#[component]
fn Menus(words: Messages) -> impl IntoView {
    let columns = RwSignal::new(vec!["lifecycle".to_owned(), "owner".to_owned()]);
    let items = move || {
        ["lifecycle", "owner", "city"]
            .into_iter()
            .zip([
                say!(words, "field-customer-lifecycle"),
                say!(words, "field-owner"),
                say!(words, "part-addresses-city"),
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
        <Specimen title=say!(words, "gallery-menu")>
            <div class="popover gallery__menu" data-flat="">
                <MenuList label=say!(words, "gallery-menu") items=card_menu(words) on_choose=|_| () />
            </div>
            <Menu label=say!(words, "action-more") icon=Glyph::More icon_only=true kind=ButtonKind::Quiet
                items=card_menu(words) on_choose=|_| () />
            <Menu label=say!(words, "list-columns") icon=Glyph::Columns kind=ButtonKind::Quiet small=true
                items=Signal::derive(items) on_choose=switch />
        </Specimen>
    }
}

#[component]
fn Dialogs(words: Messages) -> impl IntoView {
    let dialog = RwSignal::new(false);
    let palette = RwSignal::new(false);
    let query = RwSignal::new(String::new());
    let groups = Signal::derive(move || found(words, &query.read()));
    let status = move || {
        let count: usize = groups.read().iter().map(|group| group.choices.len()).sum();
        say!(words, "palette-results", count = count)
    };
    let text = move || PaletteText {
        label: say!(words, "palette-title"),
        placeholder: say!(words, "palette-placeholder"),
        close: say!(words, "action-close"),
        empty: say!(words, "empty-search", text = query.get()),
        hints: vec![
            ("↑ ↓".to_owned(), say!(words, "palette-choose")),
            (">".to_owned(), say!(words, "palette-commands-only")),
        ],
        note: say!(words, "palette-hint"),
    };
    view! {
        <Specimen title=say!(words, "gallery-dialogs")>
            <Button label=say!(words, "gallery-dialog-open") on_press=move || dialog.set(true) />
            <Button
                label=say!(words, "action-search")
                icon=Glyph::Search
                key="Ctrl K"
                on_press=move || palette.set(true)
            />
            <Dialog
                open=dialog
                title=say!(words, "gallery-dialog-title")
                close_label=say!(words, "action-close")
                actions=move || view! {
                    <Button
                        label=say!(words, "gallery-keep")
                        kind=ButtonKind::Quiet
                        on_press=move || dialog.set(false)
                    />
                    <Button
                        label=say!(words, "action-erase")
                        kind=ButtonKind::Danger
                        on_press=move || dialog.set(false)
                    />
                }
            >
                <p class="soft">{say!(words, "gallery-dialog-text")}</p>
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

fn found(words: Messages, query: &str) -> Vec<PaletteGroup> {
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
            does: Some(say!(words, "action-open")),
            keys: None,
        })
    };
    let commands = [
        (Glyph::People, say!(words, "palette-new-customer"), "N C"),
        (Glyph::Deals, say!(words, "palette-new-deal"), "N D"),
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
            label: say!(words, "customers-title"),
            choices: customers.into_iter().filter_map(customer).collect(),
        },
        PaletteGroup {
            label: say!(words, "palette-group-commands"),
            choices: commands.into_iter().filter_map(command).collect(),
        },
    ]
}

#[component]
fn Empties(words: Messages) -> impl IntoView {
    let condition = move || {
        format!(
            "{} {} Maya",
            say!(words, "field-owner"),
            say!(words, "op-is")
        )
    };
    view! {
        <Specimen title=say!(words, "gallery-empty")>
            <Card>
                <EmptyState
                    glyph=Glyph::People
                    title=say!(words, "empty-customers-title")
                    text=say!(words, "empty-customers-body")
                >
                    <Button label=say!(words, "action-import") kind=ButtonKind::Primary small=true />
                    <Button label=say!(words, "empty-add-one") small=true />
                </EmptyState>
            </Card>
        </Specimen>
        <Specimen title=say!(words, "gallery-filtered")>
            <Card>
                <EmptyState
                    glyph=Glyph::Filter
                    title=say!(words, "empty-filtered-title", count = 3)
                    text=say!(
                        words,
                        "empty-filtered-body",
                        count = 4218,
                        filter = condition(),
                        more = 37,
                    )
                >
                    <Button label=say!(words, "empty-filtered-drop", filter = condition()) small=true />
                    <Button label=say!(words, "action-clear-all") kind=ButtonKind::Quiet small=true />
                </EmptyState>
            </Card>
        </Specimen>
        <Specimen title=say!(words, "gallery-loading")>
            <Card>
                <Placeholder label=say!(words, "gallery-loading") />
            </Card>
        </Specimen>
    }
}

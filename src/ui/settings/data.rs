//! Data and storage: how much is kept here and how safely, the backup, what is stored piece by
//! piece, the workspaces of this browser, and the way to erase this one.

use super::Line;
use super::backup::BackupCard;
use super::inspector::Inspector;
use super::workspaces::{EraseCard, WorkspacesCard};
use crate::domain::RecordKind;
use crate::i18n::Message;
use crate::live::Checked;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, Card, Chip, Glyph, LegendEntry, Meter, MeterLegend, MeterPart, Series, Tone,
};
use crate::ui::host::StorageUse;
use crate::ui::strip::outcome;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub(super) fn Data(app: App) -> impl IntoView {
    view! {
        <div class="settings__columns">
            <div class="settings__cards">
                <StorageCard app=app />
                <BackupCard app=app />
            </div>
            <div class="settings__cards">
                <Inspector app=app />
                <WorkspacesCard app=app />
                <EraseCard app=app />
            </div>
        </div>
    }
}

/// What takes the room on this device: the open workspace's records as they are packed, the program,
/// and all else, which is the history and other workspaces. Where the browser does not know how much
/// is used there is nothing to divide.
fn parts(app: App, known: StorageUse) -> Vec<(Series, Message, u64)> {
    let Some(used) = known.used else {
        return Vec::new();
    };
    let live = app.live();
    let in_pages = |kind| -> u64 {
        let live = live.kind(kind);
        let pages = live.table(kind).pages();
        pages.map(|(_, page)| page.bytes().len() as u64).sum()
    };
    let records: u64 = RecordKind::ALL.into_iter().map(in_pages).sum();
    // The browser rounds, and counts what it has written so far.
    let records = records.min(used);
    let program = known.program.unwrap_or(0).min(used - records);
    let parts = [
        (Series::First, message!("data-part-records"), records),
        (Series::Second, message!("data-part-program"), program),
        (
            Series::Quiet,
            message!("data-part-rest"),
            used - records - program,
        ),
    ];
    let parts = parts.into_iter();
    parts.filter(|(_, _, bytes)| *bytes > 0).collect()
}

/// How much is kept on this device, and whether the browser may clear it.
#[component]
fn StorageCard(app: App) -> impl IntoView {
    let page = app.page();
    let known = RwSignal::new(StorageUse::default());
    let look = move || {
        let asked = page.host().storage_use();
        spawn_local(async move {
            // The page may have been left before the browser answers.
            let _ = known.try_set(asked.await);
        });
    };
    look();
    let bytes = move |bytes: Option<u64>| {
        let format = app.format()?;
        Some(format.bytes(bytes?))
    };
    let used = move || bytes(known.get().used);
    let allowed = move || {
        let quota = bytes(known.get().allowed)?;
        Some(page.text(&message!("data-of-allowed", quota = quota)))
    };
    let split = Memo::new(move |_| parts(app, known.get()));
    let meter = Signal::derive(move || {
        let split = split.read();
        let all: u64 = split.iter().map(|(_, _, bytes)| bytes).sum();
        let part = |(series, _, bytes): &(Series, Message, u64)| MeterPart {
            share: *bytes as f64 / all.max(1) as f64,
            series: *series,
        };
        split.iter().map(part).collect::<Vec<_>>()
    });
    let legend = Signal::derive(move || {
        let entry = |(series, message, size): &(Series, Message, u64)| LegendEntry {
            series: *series,
            label: page.text(message),
            value: bytes(Some(*size)).unwrap_or_default(),
        };
        split.read().iter().map(entry).collect::<Vec<_>>()
    });
    let in_words = Signal::derive(move || {
        let words = |entry: LegendEntry| format!("{} {}", entry.label, entry.value);
        let words: Vec<String> = legend.get().into_iter().map(words).collect();
        app.format()
            .map(|format| format.list(&words))
            .unwrap_or_default()
    });
    let counts = move || {
        let live = app.live();
        let kinds = [RecordKind::Customer, RecordKind::Deal, RecordKind::Activity];
        let counts = kinds.map(|kind| {
            let live = live.kind(kind).table(kind).live();
            page.messages().count(kind.code(), live)
        });
        app.format().map(|format| format.list(&counts))
    };
    let protect = move |()| {
        let asked = page.host().protect();
        spawn_local(async move {
            app.say(&outcome(asked.await), false);
            look();
        });
    };
    let chip = move || {
        let is_protected = known.get().is_protected?;
        let (message, tone) = if is_protected {
            (message!("data-protected"), Tone::Positive)
        } else {
            (message!("data-not-protected"), Tone::Warning)
        };
        Some(view! { <Chip label=page.text(&message) tone=tone /> })
    };
    let is_open = move || known.get().is_protected == Some(false);
    view! {
        <Card title=say(page, || message!("data-on-device")) flush=true>
            <div class="settings__body">
                <p class="settings__use">
                    <span><strong>{used}</strong>" "{allowed}</span>
                    {chip}
                </p>
                <Meter
                    label=say(page, || message!("data-on-device"))
                    text=in_words
                    parts=meter
                />
                <MeterLegend entries=legend />
                <p class="settings__note">{counts}</p>
                <Show when=move || known.get().is_protected == Some(true)>
                    <p class="settings__note">{move || page.text(&outcome(Some(true)))}</p>
                </Show>
                <p class="settings__note">{move || page.text(&message!("data-quota-hint"))}</p>
            </div>
            <Show when=is_open>
                <Line
                    title=say(page, || message!("data-protect-title"))
                    note=say(page, || message!("protect-hint"))
                >
                    <Button
                        label=say(page, || message!("data-protect"))
                        icon=Glyph::Shield
                        on_press=protect
                    />
                </Line>
            </Show>
            <CheckLine app=app />
        </Card>
    }
}

/// Reads everything that is stored, and says whether it is whole.
#[component]
fn CheckLine(app: App) -> impl IntoView {
    let page = app.page();
    let is_busy = RwSignal::new(false);
    let result = RwSignal::new(None::<Result<Checked, crate::live::StorageError>>);
    let check = move |()| {
        is_busy.set(true);
        let writer = app.live().writer().clone();
        spawn_local(async move {
            let checked = writer.check().await;
            // Whoever left the page did not wait for it.
            let _ = is_busy.try_set(false);
            let _ = result.try_set(Some(checked));
        });
    };
    let note = Signal::derive(move || match result.get() {
        None => page.text(&message!("data-check-hint")),
        Some(Err(error)) => page.text(&crate::ui::notice::storage(&error)),
        Some(Ok(checked)) if checked.damaged > 0 => {
            page.text(&message!("data-check-damaged", count = checked.damaged))
        }
        Some(Ok(checked)) => {
            let when = app
                .format()
                .map(|format| format.date_and_time(page.host().now(), app.today()));
            page.text(&message!(
                "data-check-clean",
                when = when.unwrap_or_default(),
                count = checked.pages + checked.entries
            ))
        }
    });
    view! {
        <Line title=say(page, || message!("data-check-title")) note=note>
            <Button
                label=say(page, || message!("data-check-now"))
                busy=is_busy
                busy_label=say(page, || message!("data-checking"))
                on_press=check
            />
        </Line>
    }
}

//! The trash: what was thrown away, by kind, to be brought back or erased for good, and how long each is
//! still there. What erases it then is the session's matter.

use super::app::{App, say, use_app};
use super::components::{Button, ButtonKind, Dialog, EmptyState, Glyph, PageHeader};
use super::host::Preference;
use crate::domain::{
    Instant, Record, RecordId, RecordKind, Standing, Value, activity, custom_field, field, trash,
};
use crate::i18n::{Messages, WordsApart};
use crate::message;
use crate::query::Now;
use crate::workspace::command::Command;
use leptos::prelude::*;

/// The page.
#[component]
pub fn TrashPage() -> impl IntoView {
    Messages::learn_apart(WordsApart::trash());
    use_app().map(|app| view! { <Trash app=app /> })
}

/// A record in the trash.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Thrown {
    id: RecordId,
    name: String,
    at: Instant,
    /// Until when it is kept.
    until: Instant,
}

/// What a record is called; one without a name by the first line of what it says, or by its kind.
fn called(app: App, record: &Record) -> String {
    let body = match record.id.kind {
        RecordKind::Activity => record.text(activity::BODY),
        RecordKind::CustomField => record.text(custom_field::LABEL),
        _ => "",
    };
    let words = [record.name(), body.lines().next().unwrap_or_default()];
    let said = words.into_iter().find(|words| !words.trim().is_empty());
    said.map_or_else(
        || app.page().messages().kind(record.id.kind.code()),
        str::to_owned,
    )
}

fn thrown(app: App) -> Vec<Thrown> {
    let live = app.live();
    let restored = live.history().history().restored_at();
    let mut list = Vec::new();
    for kind in RecordKind::ALL {
        let workspace = live.kind(kind);
        let table = workspace.table(kind);
        let rows = (0..table.rows() as u32).filter(|row| table.standing(*row) == Standing::Trashed);
        for record in rows.filter_map(|row| table.record(row)) {
            let until = trash::kept_until(&record, restored);
            if let (Some(Value::Instant(at)), Some(until)) =
                (record.value(field::DELETED_AT), until)
            {
                list.push(Thrown {
                    id: record.id,
                    name: called(app, &record),
                    at: *at,
                    until,
                });
            }
        }
    }
    list.sort_by_key(|thrown| std::cmp::Reverse(thrown.at));
    list
}

/// On how many days from today on something is still there, by the reader's clock; on the last one it goes.
fn days_left(until: Instant, now: Now) -> u32 {
    let days = now.zone.day_of(until).to_days() - now.today.to_days();
    u32::try_from(days).unwrap_or(0)
}

#[component]
fn Trash(app: App) -> impl IntoView {
    let page = app.page();
    let list = Memo::new(move |_| thrown(app));
    let asking = RwSignal::new(false);
    let restore = move |thrown: Thrown| {
        if app
            .execute(&Command::Restore {
                ids: vec![thrown.id],
            })
            .is_ok()
        {
            app.say(&message!("toast-restored", name = thrown.name), true);
        }
    };
    let erase = move || {
        let ids: Vec<RecordId> = list
            .get_untracked()
            .iter()
            .map(|thrown| thrown.id)
            .collect();
        let count = ids.len();
        asking.set(false);
        let host = page.host();
        if app.execute(&Command::Erase { ids: ids.clone() }).is_ok() {
            // What was begun to be written about them goes with them.
            ids.into_iter()
                .for_each(|id| host.set_preference(Preference::Draft(id), None));
            app.say(&message!("toast-erased-many", count = count), false);
        }
    };
    // The lines go on telling while the page stays open, each quarter of an hour, which all zones begin their days with.
    let quarter = Memo::new(move |_| app.minute().to_ms() / 900_000);
    let now = Memo::new(move |_| {
        quarter.track();
        untrack(|| app.clock())
    });
    let is_connected = move || {
        let heard = page.sync_heard();
        heard.is_some_and(|heard| heard.status().remote.is_some())
    };
    let line = move |thrown: Thrown| {
        let kind = page.messages().kind(thrown.id.kind.code());
        let when = app
            .format()
            .map(|format| format.date_and_time(thrown.at, app.today()))
            .unwrap_or_default();
        let name = thrown.name.clone();
        let until = thrown.until;
        let left = move || {
            let now = now.get();
            page.text(&match days_left(until, now) {
                0 if is_connected() && until < now.at => message!("trash-days-waiting"),
                0 => message!("trash-days-none"),
                days => message!("trash-days-left", days = days),
            })
        };
        view! {
            <li class="trash__line">
                <span class="trash__name">{name}</span>
                <span class="trash__kind">{kind}</span>
                <time class="trash__time" datetime=thrown.at.to_string()>{when}</time>
                <span class="trash__left">{left}</span>
                <Button
                    label=say(page, || message!("trash-restore"))
                    icon=Glyph::Undo
                    small=true
                    on_press=move |()| restore(thrown.clone())
                />
            </li>
        }
    };
    let count = move || list.read().len();
    let hint = move || match is_connected() {
        true => message!("trash-hint-sync", days = trash::DAYS),
        false => message!("trash-hint", days = trash::DAYS),
    };
    view! {
        <div class="page trash">
            <PageHeader
                title=say(page, || message!("trash-title"))
                note=say(page, hint)
                line=true
                in_bar=true
            >
                <Button
                    label=say(page, || message!("trash-empty-now"))
                    icon=Glyph::Trash
                    disabled=Signal::derive(move || count() == 0)
                    reason=say(page, || message!("trash-empty-title"))
                    on_press=move |()| asking.set(true)
                />
            </PageHeader>
            <Show
                when=move || { count() > 0 }
                fallback=move || view! {
                    <EmptyState
                        glyph=Glyph::Trash
                        title=say(page, || message!("trash-empty-title"))
                        text=say(page, || message!("trash-empty-body", days = trash::DAYS))
                    >
                        <Button label=say(page, || message!("nav-customers")) href=app.href("customers") />
                    </EmptyState>
                }
            >
                <ul class="trash__list">{move || list.get().into_iter().map(line).collect_view()}</ul>
            </Show>
            <Dialog
                open=asking
                title=say(page, move || message!("trash-erase-title", count = count()))
                close_label=say(page, || message!("action-close"))
                actions=move || view! {
                    <Button label=say(page, || message!("action-cancel")) on_press=move |()| asking.set(false) />
                    <Button
                        label=say(page, || message!("action-erase"))
                        kind=ButtonKind::Danger
                        on_press=move |()| erase()
                    />
                }
            >
                <p>{move || page.text(&message!("trash-erase-body"))}</p>
            </Dialog>
        </div>
    }
}

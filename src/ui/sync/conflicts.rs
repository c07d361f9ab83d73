//! Conflicts on the screens: which records have some, and the dialog in which both values stand side by
//! side and one is chosen. Choosing is an edit like any other, which undo takes back.

use super::bring;
use super::unsent::named;
use crate::domain::{Instant, Key, RecordId, RecordKind, Value, field, owner};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Card, CardRow, Dialog, Glyph, Icon, KeyCap};
use crate::ui::follow::shown;
use crate::ui::records::register::RegisterWords;
use crate::workspace::command::Command;
use crate::workspace::conflict::{Conflict, conflicts, in_conflict};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The records in which a value did not stay and nobody has said which is right.
pub(super) fn all(app: App) -> BTreeSet<RecordId> {
    let live = app.live();
    let of_kind = |kind| in_conflict(&live.field(kind, field::CONFLICTS), kind);
    RecordKind::ALL.into_iter().flat_map(of_kind).collect()
}

/// The values of one register: which stands there, and those that do not.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    key: Key,
    label: String,
    now: Said,
    others: Vec<(Conflict, Said)>,
}

/// A value in words, and when and by whom it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Said {
    value: String,
    written: String,
}

fn rows(app: App, id: RecordId) -> Vec<Row> {
    let live = app.live();
    let workspace = live.record(id);
    let Some(record) = workspace.live(id) else {
        return Vec::new();
    };
    let mut by_key: BTreeMap<Key, Vec<Conflict>> = BTreeMap::new();
    for conflict in conflicts(&record) {
        by_key
            .entry(conflict.key.clone())
            .or_default()
            .push(conflict);
    }
    let when = |ms: u64| {
        let at = i64::try_from(ms).ok().and_then(Instant::from_ms);
        let format = app.format();
        at.zip(format)
            .map(|(at, format)| format.date_and_time(at, app.today()))
            .unwrap_or_default()
    };
    let rows = by_key.into_iter().map(|(key, conflicts)| {
        let words = RegisterWords::of(app, id, &key);
        let said = |value: Option<&Value>| {
            let empty = || app.page().text(&message!("sync-conflict-empty"));
            words.value(app, value).unwrap_or_else(empty)
        };
        let now = record.register(&key);
        let others = conflicts.into_iter().map(|conflict| {
            let author = conflict.author.map(|author| {
                let workspace = live.record(author);
                let owner = workspace.record(author);
                owner.map(|owner| owner.text(owner::NAME).to_owned())
            });
            let time = when(conflict.lost.stamp.ms());
            let written = match author.flatten().filter(|name| !name.is_empty()) {
                Some(who) => app.page().text(&message!(
                    "sync-conflict-written-by",
                    when = time,
                    who = who
                )),
                None => time,
            };
            let said = Said {
                value: said(conflict.lost.value.as_ref()),
                written,
            };
            (conflict, said)
        });
        Row {
            label: words.label.clone(),
            now: Said {
                value: said(now.and_then(|register| register.value.as_ref())),
                written: now
                    .map(|register| when(register.stamp.ms()))
                    .unwrap_or_default(),
            },
            others: others.collect(),
            key,
        }
    });
    rows.collect()
}

/// How many conflicts a record has; it opens them.
#[component]
pub fn Conflicts(
    /// The app.
    app: App,
    /// The record.
    id: RecordId,
) -> impl IntoView {
    bring();
    let page = app.page();
    let rows = Memo::new(move |_| rows(app, id));
    let open = RwSignal::new(false);
    let count = move || {
        let rows = rows.read();
        let count: usize = rows.iter().map(|row| row.others.len()).sum();
        page.text(&message!("sync-conflict-count", count = count))
    };
    let name = move || app.live().record(id).name(id).into_owned();
    let title = Signal::derive(move || page.text(&message!("sync-conflict-title", name = name())));
    view! {
        <button
            type="button"
            class="chip conflict__badge"
            data-tone="warning"
            aria-haspopup="dialog"
            on:click=move |_| open.set(true)
        >
            <Icon glyph=Glyph::Warning />
            <span class="chip__label">{count}</span>
        </button>
        <Dialog
            open=open
            title=title
            close_label=say(page, || message!("sync-conflict-later"))
        >
            <Choosing app=app id=id rows=rows open=open />
        </Dialog>
    }
}

/// The values side by side.
#[component]
fn Choosing(app: App, id: RecordId, rows: Memo<Vec<Row>>, open: RwSignal<bool>) -> impl IntoView {
    let page = app.page();
    // By the place of the row: 0 is what stands there, others count from 1.
    let chosen = RwSignal::new(BTreeMap::<Key, usize>::new());
    let settle = move || {
        let mut fields: Vec<(Key, Option<Value>)> = Vec::new();
        for row in rows.get_untracked() {
            let choice = chosen.with_untracked(|all| all.get(&row.key).copied().unwrap_or(0));
            let taken = choice.checked_sub(1).and_then(|at| row.others.get(at));
            if let Some((conflict, _)) = taken {
                fields.push((row.key, conflict.lost.value.clone()));
            }
            let kept = row.others.into_iter();
            fields.extend(kept.map(|(conflict, _)| (conflict.kept, None)));
        }
        let command = Command::Edit {
            ids: vec![id],
            fields,
            revision: None,
        };
        if app.execute(&command).is_ok() {
            open.set(false);
            app.say(&message!("sync-conflict-settled"), true);
        }
    };
    let choose_all = move |choice: usize| {
        let all = rows
            .get_untracked()
            .into_iter()
            .map(|row| (row.key, choice));
        chosen.set(all.collect());
    };
    let keys = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "1" => choose_all(0),
            "2" => choose_all(1),
            _ => return,
        }
        event.prevent_default();
    };
    let choice = move |row: &Row, place: usize, said: &Said| {
        let (key, kept) = (row.key.clone(), row.key.clone());
        let name = format!("conflict-{}", row.label);
        let is_chosen = move || chosen.with(|all| all.get(&key).copied().unwrap_or(0) == place);
        let Said { value, written } = said.clone();
        view! {
            <label class="conflict__choice">
                <input
                    type="radio"
                    name=name
                    prop:checked=is_chosen
                    on:change=move |_| chosen.update(|all| {
                        all.insert(kept.clone(), place);
                    })
                />
                <span class="conflict__value">{value}</span>
                <span class="soft small">{written}</span>
            </label>
        }
    };
    let row = move |row: Row| {
        let now = choice(&row, 0, &row.now);
        let others = row.others.iter().enumerate();
        let others = others.map(|(at, (_, said))| choice(&row, at + 1, said));
        let others = others.collect_view();
        view! {
            <fieldset class="conflict__row">
                <legend class="conflict__label">{row.label}</legend>
                {now}
                {others}
            </fieldset>
        }
    };
    let every = move |choice: usize, key: &'static str, label: fn() -> crate::i18n::Message| {
        view! {
            <Button label=say(page, label) kind=ButtonKind::Quiet on_press=move |()| choose_all(choice) />
            <KeyCap key=key />
        }
    };
    view! {
        <form
            class="conflict"
            on:keydown=keys
            on:submit=move |event| {
                event.prevent_default();
                settle();
            }
        >
            <p class="soft">{move || page.text(&message!("sync-conflict-text"))}</p>
            <div class="conflict__heads small soft" aria-hidden="true">
                <span>{move || page.text(&message!("sync-conflict-now"))}</span>
                <span>{move || page.text(&message!("sync-conflict-also"))}</span>
            </div>
            {move || rows.get().into_iter().map(row).collect_view()}
            <div class="conflict__foot">
                {every(0, "1", || message!("sync-conflict-all-now"))}
                {every(1, "2", || message!("sync-conflict-all-also"))}
                <span class="conflict__answers">
                    <Button
                        label=say(page, || message!("sync-conflict-later"))
                        on_press=move |()| open.set(false)
                    />
                    <Button
                        label=say(page, || message!("sync-conflict-settle"))
                        kind=ButtonKind::Primary
                        submit=true
                    />
                </span>
            </div>
        </form>
    }
}

/// The records that have conflicts, for the page of sync; nothing where none has.
#[component]
pub(super) fn ConflictList(app: App) -> impl IntoView {
    let page = app.page();
    let ids = Memo::new(move |_| all(app));
    let card = move || {
        let has_some = ids.with(|ids| !ids.is_empty());
        has_some.then(|| {
            let row = move |id: RecordId| {
                view! {
                    <CardRow>
                        {named(app, id)}
                        <span class="push"><Conflicts app=app id=id /></span>
                    </CardRow>
                }
            };
            view! {
                <Card title=say(page, || message!("sync-conflicts")) flush=true>
                    <p class="settings__body soft">{move || page.text(&message!("sync-conflicts-text"))}</p>
                    <For each=move || ids.get() key=|id| *id children=row />
                </Card>
            }
        })
    };
    shown(card)
}

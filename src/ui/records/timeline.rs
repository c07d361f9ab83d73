//! What happened with a customer or a deal, newest first: activities, changes and orders in one feed. A
//! change that can be taken back alone has its way back beside it.

use super::noting::note_from;
use super::register::RegisterWords;
use super::related::{activities, deals, transactions};
use crate::domain::{
    FieldIx, Instant, RecordId, RecordKind, Stamp, Value, activity, deal, field, ticket,
};
use crate::i18n::{Message, Piece};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, Card, CardRow, Glyph, Icon, IconButton, Segment, Segmented, Timeline,
    TimelineEntry, Weight,
};
use crate::ui::frame::{Asked, Making, is_typing};
use crate::ui::lists::field::stage_name;
use crate::workspace::change::{Change, FieldEdit};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// So many entries show at first, and so many more at each press.
const PAGE: usize = 30;
/// So many lines tell what happened last.
const LATEST: usize = 6;

/// What an entry tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Activity,
    Change,
    Order,
}

/// One thing that happened, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    sort: Sort,
    /// When.
    pub at: Instant,
    glyph: Glyph,
    title: Vec<Piece>,
    /// Whom or what it was about, where that is not the record itself.
    about: Option<RecordId>,
    time: String,
    body: Option<String>,
    undo: Option<Stamp>,
    /// The activity that can be edited.
    edit: Option<RecordId>,
}

/// The feed with its filter.
#[component]
pub fn Happened(
    /// The app.
    app: App,
    /// With which record.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    listen(app);
    let filter = RwSignal::new("all".to_owned());
    let limit = RwSignal::new(PAGE);
    let entries = Memo::new(move |_| entries(app, id));
    let wanted = Memo::new(move |_| {
        let sort = match filter.read().as_str() {
            "activities" => Some(Sort::Activity),
            "changes" => Some(Sort::Change),
            "orders" => Some(Sort::Order),
            _ => None,
        };
        let entries = entries.read();
        entries
            .iter()
            .filter(|entry| sort.is_none_or(|sort| entry.sort == sort))
            .cloned()
            .collect::<Vec<_>>()
    });
    let earlier = Memo::new(move |_| wanted.read().len().saturating_sub(limit.get()));
    let segments = Signal::derive(move || {
        vec![
            Segment::new("all", page.text(&message!("timeline-all"))),
            Segment::new("activities", page.text(&message!("timeline-activities"))),
            Segment::new("changes", page.text(&message!("timeline-changes"))),
            Segment::new("orders", page.text(&message!("customer-transactions"))),
        ]
    });
    let drawn = move || {
        let entries = wanted.get().into_iter().take(limit.get());
        entries.map(|entry| draw(app, entry)).collect_view()
    };
    view! {
        <div>
            <Segmented
                label=say(page, || message!("customer-timeline"))
                value=filter
                segments=segments
                small=true
                on_change=move |to| filter.set(to)
            />
        </div>
        <Show
            when=move || !wanted.read().is_empty()
            fallback=move || view! { <p class="soft">{move || page.text(&message!("empty-timeline"))}</p> }
        >
            <Timeline label=say(page, || message!("customer-timeline"))>{drawn}</Timeline>
        </Show>
        <Show when=move || earlier.get() != 0>
            <div>
                <Button
                    label=say(page, move || message!("customer-show-earlier", count = earlier.get()))
                    small=true
                    on_press=move |()| limit.update(|limit| *limit += PAGE)
                />
            </div>
        </Show>
    }
}

/// C notes a need from the activity that has the focus.
fn listen(app: App) {
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if has_command || event.default_prevented() || is_typing(&event) || event.key() != "c" {
            return;
        }
        let held = document()
            .active_element()
            .and_then(|held| held.closest("[data-entry]").ok().flatten())
            .and_then(|held| held.get_attribute("data-entry"));
        if let Some(id) = held.and_then(|held| RecordId::parse(&held).ok()) {
            event.prevent_default();
            note_from(app, id);
        }
    });
    on_cleanup(move || press.remove());
}

/// All that happened, the newest first.
fn entries(app: App, id: RecordId) -> Vec<Entry> {
    let mut all = of_activities(app, id);
    all.extend(of_orders(app, id));
    all.extend(of_changes(app, id));
    all.sort_by_key(|entry| std::cmp::Reverse(entry.at));
    all
}

/// What happened last, a line for each; nothing where nothing did.
#[component]
pub fn Latest(
    /// The app.
    app: App,
    /// With which record.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let latest = Memo::new(move |_| {
        let mut entries = entries(app, id);
        entries.truncate(LATEST);
        entries
    });
    let line = move |entry: Entry| {
        // What was said tells more than that something was.
        let said = entry.body.unwrap_or_else(|| whole(&entry.title));
        let whole = said.clone();
        view! {
            <CardRow>
                <Icon glyph=entry.glyph />
                <span class="truncate" title=whole>{said}</span>
                <span class="record__when push soft small">{entry.time}</span>
            </CardRow>
        }
    };
    let has_some = Memo::new(move |_| !latest.read().is_empty());
    view! {
        <Show when=move || has_some.get()>
            <Card title=say(page, || message!("customer-latest")) flush=true>
                {move || latest.get().into_iter().map(line).collect_view()}
            </Card>
        </Show>
    }
}

fn pieces(app: App, message: &Message) -> Vec<Piece> {
    app.page().messages().pieces(message)
}

fn plain(text: impl Into<String>) -> Vec<Piece> {
    vec![Piece::Words(text.into())]
}

/// A title as one text.
fn whole(title: &[Piece]) -> String {
    let of = |piece: &Piece| match piece {
        Piece::Words(text) | Piece::Argument(_, text) => text.clone(),
    };
    title.iter().map(of).collect()
}

/// A title in which stands out who it was, and what came of it.
fn stressed(title: Vec<Piece>) -> impl IntoView {
    let of = |piece| match piece {
        Piece::Argument("who" | "after" | "stage", text) => {
            view! { <span class="medium">{text}</span> }.into_any()
        }
        Piece::Words(text) | Piece::Argument(_, text) => text.into_any(),
    };
    title.into_iter().map(of).collect_view()
}

/// Draws one thing that happened.
pub fn draw(app: App, entry: Entry) -> impl IntoView {
    let page = app.page();
    let name = whole(&entry.title);
    let title = stressed(entry.title);
    let undo = entry.undo;
    let making = use_context::<Making>();
    let edit = entry.edit.zip(making).map(|(id, making)| {
        let label = name.clone();
        view! {
            <Button
                label=say(page, || message!("action-edit"))
                kind=ButtonKind::Quiet
                small=true
                on_press=move |()| making.activity.set(Some(Asked::Edit(id)))
                attr:aria-label=page.text(&message!("timeline-edit", label = label))
            />
        }
    });
    let need = entry.edit.filter(|_| entry.body.is_some()).map(|id| {
        view! {
            <IconButton
                label=say(page, || message!("need-capture"))
                glyph=Glyph::Need
                small=true
                on_press=move |()| note_from(app, id)
            />
        }
    });
    let about = entry.about.map(|about| {
        let name = app.live().record(about).name(about).into_owned();
        view! { " " <a class="record__link soft small" href=app.record_href(about)>{name}</a> }
    });
    let weight = match entry.sort {
        Sort::Change => Weight::Change,
        Sort::Activity | Sort::Order => Weight::Activity,
    };
    view! {
        <TimelineEntry
            glyph=entry.glyph
            weight=weight
            title=move || view! { {title} {about} }
            time=entry.time
            datetime=entry.at.to_string()
            body=entry.body
            undo_label=undo.map(|_| page.text(&message!("action-undo")))
            undo_name=undo.map(|_| page.text(&message!("timeline-undo", label = name)))
            key=entry.edit.map(|id| id.to_string())
            actions=move || view! { {need} {edit} }
            on_undo=Callback::new(move |()| {
                if let Some(undo) = undo {
                    spawn_local(async move { drop(app.take_back(undo).await) });
                }
            })
        />
    }
}

fn time(app: App, at: Instant) -> String {
    let format = app.format();
    format
        .map(|format| format.date_and_time(at, app.today()))
        .unwrap_or_default()
}

/// Who did it, by name.
fn author(app: App, id: Option<RecordId>) -> String {
    let live = app.live();
    let name = id.map(|id| live.record(id).name(id).into_owned());
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| app.page().text(&message!("author-unknown")))
}

fn of_activities(app: App, id: RecordId) -> Vec<Entry> {
    let live = app.live();
    let mut entries = Vec::new();
    for (one, about) in activities(app, id) {
        let workspace = live.record(one);
        let Some(record) = workspace.record(one) else {
            continue;
        };
        let instant = |field| match record.value(field) {
            Some(Value::Instant(at)) => Some(*at),
            _ => None,
        };
        let kind = record.text(activity::KIND);
        let made = Instant::from_clock_ms(record.created.ms() as i64);
        let done = instant(activity::DONE_AT);
        // A task that is done happened when it was done; one that is planned stands at its time.
        let at = done
            .filter(|_| kind == "task")
            .or_else(|| instant(activity::AT))
            .or(done)
            .or_else(|| instant(field::CREATED_AT))
            .unwrap_or(made);
        let who = author(app, record.value(field::OWNER).and_then(Value::as_ref_id));
        let subject = record.text(activity::SUBJECT);
        let is_in = record.text(activity::DIRECTION) == "in";
        let title = match (kind, subject) {
            ("task", subject) if done.is_some() => pieces(
                app,
                &message!("timeline-finished", who = who, subject = subject),
            ),
            ("task", subject) => pieces(
                app,
                &message!("timeline-planned", who = who, subject = subject),
            ),
            (kind, "") => pieces(app, &said(kind, is_in, who)),
            (_, subject) => plain(subject),
        };
        let body = record.text(activity::BODY).to_owned();
        entries.push(Entry {
            sort: Sort::Activity,
            at,
            glyph: glyph(kind),
            title,
            about: Some(about).filter(|about| *about != id),
            time: time(app, at),
            body: Some(body).filter(|body| !body.is_empty()),
            undo: None,
            edit: Some(one),
        });
    }
    entries
}

/// The sentence of an activity that has no subject.
fn said(kind: &str, is_in: bool, who: String) -> Message {
    match kind {
        "call" if is_in => message!("timeline-was-called", who = who),
        "call" => message!("timeline-called", who = who),
        "meeting" => message!("timeline-met", who = who),
        "email" if is_in => message!("timeline-got-email", who = who),
        "email" => message!("timeline-emailed", who = who),
        "visit" => message!("timeline-visited", who = who),
        _ => message!("timeline-noted", who = who),
    }
}

fn of_orders(app: App, id: RecordId) -> Vec<Entry> {
    let messages = app.page().messages();
    let Some(format) = app.format() else {
        return Vec::new();
    };
    let orders = transactions(app, id).into_iter().filter_map(|one| {
        let date = one.date?;
        let kind = messages.option("transaction", "kind", &one.kind);
        let amount = one.amount.map(|amount| format.money(amount));
        Some(Entry {
            sort: Sort::Order,
            at: Instant::from_clock_ms(i64::from(date.to_days()) * 86_400_000),
            glyph: Glyph::Coins,
            title: plain([kind, one.number].join(" ")),
            about: None,
            time: [Some(format.date(date, app.today())), amount]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(app.page().locale().between_facts()),
            body: None,
            undo: None,
            edit: None,
        })
    });
    orders.collect()
}

/// What was changed in a record, and what else its changes did with it.
pub fn of_changes(app: App, id: RecordId) -> Vec<Entry> {
    let live = app.live();
    // Where the deals of a customer came to is part of what happened with the customer.
    let deals = match id.kind {
        RecordKind::Customer => deals(app, id).into_iter().map(|deal| deal.id).collect(),
        _ => Vec::new(),
    };
    let machine = live.history();
    let history = machine.history();
    let own = history
        .of(id)
        .filter_map(|change| Some((change, title_of(app, change, id)?)));
    let of_deals = deals.iter().flat_map(|deal| {
        let moves = history.of(*deal);
        moves.filter_map(|change| {
            let after = stage_edit(change, *deal)?;
            Some((change, moved(app, change, *deal, after)))
        })
    });
    own.chain(of_deals)
        .map(|(change, title)| Entry {
            sort: Sort::Change,
            at: change.at,
            glyph: Glyph::Edit,
            title,
            about: None,
            time: time(app, change.at),
            body: None,
            undo: Some(change.id),
            edit: None,
        })
        .collect()
}

/// What a change wrote into a record that was there before.
fn edits_of(change: &Change, id: RecordId) -> impl Iterator<Item = &FieldEdit> {
    let edits = change.body.edits().iter();
    edits
        .filter(move |edit| edit.id == id && !edit.is_new)
        .flat_map(|edit| &edit.edits)
}

/// The stage that a deal came to.
fn stage_edit(change: &Change, id: RecordId) -> Option<&str> {
    if id.kind != RecordKind::Deal {
        return None;
    }
    let edit = edits_of(change, id).find(|edit| edit.key.field == deal::STAGE)?;
    edit.after.value.as_ref()?.as_text()
}

fn moved(app: App, change: &Change, id: RecordId, stage: &str) -> Vec<Piece> {
    let name = app.live().record(id).name(id).into_owned();
    let message = message!(
        "timeline-moved",
        who = author(app, change.author),
        name = name,
        stage = stage_name(app, stage)
    );
    pieces(app, &message)
}

/// What a change did to a record, in words: a sentence for one field, else how many there were.
/// Nothing where it only wrote what follows from something else, or a card's place.
fn title_of(app: App, change: &Change, id: RecordId) -> Option<Vec<Piece>> {
    let page = app.page();
    let messages = page.messages();
    let label = messages.change(
        change.label.verb.code(),
        change.label.count,
        &change.label.name,
    );
    let stage = stage_edit(change, id);
    let follows = |field: FieldIx| {
        let always = [deal::POSITION, deal::STAGE_SINCE];
        let with_stage = [deal::STAGE, deal::CLOSED_AT];
        let is_deal = id.kind == RecordKind::Deal;
        let is_ticket = id.kind == RecordKind::Ticket;
        is_deal && (always.contains(&field) || stage.is_some() && with_stage.contains(&field))
            || is_ticket && ticket::FOLLOWING.contains(&field)
    };
    let mut edits: Vec<&FieldEdit> = edits_of(change, id)
        .filter(|edit| {
            let field = id.kind.field(edit.key.field);
            field.is_some_and(|field| !field.is_internal)
        })
        .collect();
    let has_written = !edits.is_empty();
    edits.retain(|edit| !follows(edit.key.field));
    if change.undoes.is_some() {
        return Some(plain(label));
    }
    let (mut sentence, others) = match (stage, edits.as_slice()) {
        (Some(after), others) => (moved(app, change, id, after), others),
        (None, [edit, others @ ..]) => (sentence(app, change, id, edit), others),
        (None, []) if has_written => return None,
        (None, []) => return Some(plain(label)),
    };
    if !others.is_empty() {
        sentence.push(Piece::Words(format!(" +{}", others.len())));
    }
    Some(sentence)
}

fn sentence(app: App, change: &Change, id: RecordId, edit: &FieldEdit) -> Vec<Piece> {
    let words = RegisterWords::of(app, id, &edit.key);
    let (label, is_single) = (words.label.clone(), words.is_single);
    let before = edit.before.as_ref().and_then(|held| held.value.as_ref());
    let before = words.value(app, before);
    let after = words.value(app, edit.after.value.as_ref());
    let who = author(app, change.author);
    let message = match (before, after) {
        (Some(before), Some(after)) => message!(
            "timeline-changed",
            who = who,
            field = label,
            before = before,
            after = after
        ),
        (None, Some(after)) if is_single => {
            message!("timeline-set", who = who, field = label, after = after)
        }
        (None, Some(after)) => {
            message!(
                "timeline-added-value",
                who = who,
                field = label,
                after = after
            )
        }
        (Some(before), None) if is_single => {
            message!(
                "timeline-cleared",
                who = who,
                field = label,
                before = before
            )
        }
        (Some(before), None) => {
            message!(
                "timeline-removed-value",
                who = who,
                field = label,
                before = before
            )
        }
        (None, None) => return plain(label),
    };
    pieces(app, &message)
}

/// The picture of a kind of activity.
fn glyph(kind: &str) -> Glyph {
    match kind {
        "call" => Glyph::Phone,
        "meeting" => Glyph::People,
        "email" => Glyph::Mail,
        "visit" => Glyph::Visit,
        "task" => Glyph::Task,
        _ => Glyph::Note,
    }
}

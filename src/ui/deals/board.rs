//! The deals of a pipeline as a board: its lanes from the query, cards as far as they show, and
//! what landing somewhere does.

use super::card::{Card, sentence};
use super::losing::{LoseForm, Losing, Loss};
use super::moving::{move_deal, to_stage};
use crate::domain::{RecordId, RecordKind, Value};
use crate::message;
use crate::query::board::{Board as Answer, Lane, board, drop_card};
use crate::query::{Column, Query};
use crate::ui::app::{App, say};
use crate::ui::components::{
    Board, BoardCard, BoardLane, BoardStrip, BoardText, Glyph, Icon, Landing, Tone,
};
use crate::ui::frame::Making;
use crate::ui::lists::depend;
use crate::ui::lists::empty::FilteredEmpty;
use crate::ui::lists::listing::Listing;
use crate::ui::lists::trail::{Places, Trail, Trails};
use crate::ui::lists::value::sums;
use crate::workspace::Stage;
use leptos::prelude::*;
use leptos::web_sys::Element;
use leptos_router::hooks::use_navigate;
use std::collections::HashMap;
use std::sync::Arc;

const KIND: RecordKind = RecordKind::Deal;
/// So many cards of a lane show at first, and so many more at each press. The rest is counted and
/// summed, and not drawn.
const CARDS: usize = 20;

/// The board of a pipeline, and the ids of the cards that its lanes hold.
#[derive(Clone, Debug, PartialEq)]
struct Drawn {
    answer: Answer,
    ids: Vec<Vec<RecordId>>,
    stale: usize,
}

fn read(app: App, pipeline: RecordId, query: &Query) -> Option<Drawn> {
    let live = app.live();
    depend::on_query(&live, query);
    let paths = [
        "is_stale",
        "weighted",
        "position",
        "expected_close",
        "closed_at",
    ];
    paths
        .iter()
        .for_each(|path| depend::on_path(&live, KIND, path));
    drop(live.record(pipeline));
    let workspace = live.peek();
    // An address whose conditions no longer suit the fields finds nothing.
    let answer = board(&workspace, pipeline, query, app.clock()).ok()?;
    let table = workspace.table(KIND);
    let of_lane = |lane: &Lane| lane.cards.iter().filter_map(|row| table.id(*row)).collect();
    let ids = answer.lanes.iter().map(of_lane).collect();
    let is_stale = Column::find(&workspace, KIND, "is_stale", app.clock()).ok();
    let rows = answer.lanes.iter().flat_map(|lane| &lane.cards);
    let stale = rows.filter(|row| {
        let value = is_stale
            .as_ref()
            .and_then(|column| column.value(&workspace, **row));
        value == Some(Value::Bool(true))
    });
    let stale = stale.count();
    Some(Drawn { answer, ids, stale })
}

/// A card's key is its record's id.
fn id_of(card: &str) -> Option<RecordId> {
    RecordId::parse(card).ok()
}

/// The board.
#[component]
pub(super) fn DealBoard(
    /// The list whose conditions it is under.
    list: Listing,
    /// The pipeline.
    pipeline: RecordId,
) -> impl IntoView {
    let Listing { app, state, .. } = list;
    let making = use_context::<Making>();
    let losing = Losing::new();
    let drawn = Memo::new(move |_| {
        // The lanes say what is open; the tabs of the table do not.
        let query = state.read().read().query(KIND, None);
        read(app, pipeline, &query)
    });
    let shown = RwSignal::new(HashMap::<String, usize>::new());
    let limit = move |stage: &str| shown.read().get(stage).copied().unwrap_or(CARDS);
    let lanes = Memo::new(move |_| {
        let drawn = drawn.read();
        let Some(drawn) = drawn.as_ref() else {
            return Vec::new();
        };
        let lanes = drawn.answer.lanes.iter().zip(&drawn.ids);
        lanes
            .map(|(lane, ids)| lane_of(app, lane, ids, limit(&lane.stage.id)))
            .collect::<Vec<_>>()
    });
    let strips = Memo::new(move |_| {
        let drawn = drawn.read();
        drawn
            .as_ref()
            .map(|drawn| strips_of(app, &drawn.answer))
            .unwrap_or_default()
    });
    keep_trail(list, drawn);
    let go = move |landing: Landing| land(app, drawn, losing, &landing);
    let navigate = use_navigate();
    let open = move |card: String| {
        if let Some(id) = id_of(&card) {
            navigate(&app.record_path(id), Default::default());
        }
    };
    let more = move |stage: String| {
        shown.update(|shown| *shown.entry(stage).or_insert(CARDS) += CARDS);
    };
    let add = move |stage: String| {
        if let Some(making) = making {
            making.begin_deal(None, Some((pipeline, stage)));
        }
    };
    let places = use_context::<Places>().unwrap_or_default();
    let lane_address = move |stage: &str| format!("{pipeline}/{stage}?{}", state.peek().write());
    let start = move |stage: String| places.at(&lane_address(&stage));
    let scrolled = move |(stage, top): (String, usize)| places.note(lane_address(&stage), top);
    let draw = move |card: String| match id_of(&card) {
        Some(id) => view! { <Card app=app id=id /> }.into_any(),
        None => ().into_any(),
    };
    let is_hidden = Memo::new(move |_| {
        let is_asked = {
            let address = state.read();
            let address = address.read();
            address.filter.read().is_some() || !address.search.trim().is_empty()
        };
        let drawn = drawn.read();
        let is_empty = drawn
            .as_ref()
            .is_none_or(|drawn| drawn.ids.iter().all(Vec::is_empty));
        is_asked && is_empty
    });
    view! {
        <Summary list=list drawn=drawn />
        <Show
            when=move || !is_hidden.get()
            fallback=move || view! {
                <FilteredEmpty app=app kind=KIND state=state fields=list.fields tab=list.of.tab />
            }
        >
            <Board
                text=words(app, drawn)
                lanes=lanes
                strips=strips
                card=draw
                on_move=go
                on_open=open.clone()
                on_more=more
                on_add=add
                start=start
                on_scroll=scrolled
            />
        </Show>
        <LoseForm app=app losing=losing />
    }
}

/// The way through the board for the deals' pages: lane by lane.
fn keep_trail(list: Listing, drawn: Memo<Option<Drawn>>) {
    if let Some(Trails(trail)) = use_context::<Trails>() {
        let address = list.state.read();
        Effect::new(move |_| {
            let drawn = drawn.read();
            let ids = drawn
                .as_ref()
                .map(|drawn| drawn.ids.concat())
                .unwrap_or_default();
            trail.set(Trail::of(KIND, Arc::new(ids), &address.read()));
        });
    }
}

fn counted(app: App, count: usize) -> String {
    let format = app.format();
    format.map(|format| format.count(count)).unwrap_or_default()
}

fn lane_of(app: App, lane: &Lane, ids: &[RecordId], limit: usize) -> BoardLane {
    let page = app.page();
    let stale: Vec<RecordId> = {
        let shown = ids.iter().take(limit);
        let is_stale =
            |id: &&RecordId| super::state_of(app, **id).is_some_and(|state| state.is_stale);
        shown.filter(is_stale).copied().collect()
    };
    let cards = ids.iter().take(limit).map(|id| BoardCard {
        key: id.to_string(),
        label: sentence(app, *id),
        is_stale: stale.contains(id),
    });
    let rest = ids.len().saturating_sub(limit);
    let format = app.format();
    BoardLane {
        key: lane.stage.id.to_string(),
        name: lane.stage.name().to_owned(),
        label: page.text(&message!(
            "deal-lane",
            stage = lane.stage.name(),
            count = ids.len(),
            sum = sums(app, &lane.total)
        )),
        count: counted(app, ids.len()),
        share: format
            .map(|format| format.percent(lane.stage.probability()))
            .unwrap_or_default(),
        sum: sums(app, &lane.total),
        note: page.text(&message!(
            "deal-weighted",
            amount = sums(app, &lane.weighted)
        )),
        cards: cards.collect(),
        more: (rest > 0).then(|| page.text(&message!("deal-show-more", count = rest))),
    }
}

fn strips_of(app: App, board: &Answer) -> Vec<BoardStrip> {
    let page = app.page();
    let won = (&board.won, Glyph::Check, Tone::Positive);
    let lost = (&board.lost, Glyph::Cross, Tone::Neutral);
    let strips = [won, lost].into_iter().filter_map(|(strip, glyph, tone)| {
        let stage = strip.stages.first()?;
        let note = match stage.category() {
            "won" => message!("deal-won-this-quarter", count = strip.count),
            _ => message!("deal-lost-this-quarter", count = strip.count),
        };
        Some(BoardStrip {
            key: stage.id.to_string(),
            name: stage.name().to_owned(),
            note: page.text(&note),
            sum: sums(app, &strip.total),
            glyph,
            tone,
        })
    });
    strips.collect()
}

/// The stage that a lane or strip stands for.
fn stage_of(board: &Answer, key: &str) -> Option<Stage> {
    let open = board.lanes.iter().map(|lane| &lane.stage);
    let closed = board.won.stages.iter().chain(&board.lost.stages);
    open.chain(closed).find(|stage| &*stage.id == key).cloned()
}

/// What landing does: the card takes its place in a lane, or the deal closes.
fn land(app: App, drawn: Memo<Option<Drawn>>, losing: Losing, landing: &Landing) {
    let drawn = drawn.get_untracked();
    let (Some(drawn), Some(id)) = (drawn, id_of(&landing.card)) else {
        return;
    };
    let Some(stage) = stage_of(&drawn.answer, &landing.lane) else {
        return;
    };
    let lanes = drawn.answer.lanes.iter().zip(&drawn.ids);
    let lane = lanes
        .into_iter()
        .find(|(lane, _)| lane.stage.id == stage.id);
    let Some((lane, ids)) = lane else {
        let command = to_stage(id, &stage.id, None);
        if stage.category() == "lost" {
            ask_why(losing, Loss { id, stage, command });
        } else {
            move_deal(app, id, &stage, &command);
        }
        return;
    };
    let was_here = ids.contains(&id);
    let before = ids.iter().filter(|other| **other != id).nth(landing.place);
    let command = {
        let live = app.live();
        let workspace = live.peek();
        drop_card(
            &workspace,
            id,
            &stage.id,
            None,
            &lane.cards,
            before.copied(),
        )
    };
    if !was_here {
        move_deal(app, id, &stage, &command);
    } else if app.execute(&command).is_ok() {
        let name = app.live().peek().name(id).into_owned();
        let message = message!(
            "deal-moved",
            name = name,
            stage = stage.name(),
            place = landing.place + 1,
            total = landing.places
        );
        app.say(&message, true);
    }
}

/// Asks for the reason at the card, which is where one looks. The board gives the card the focus
/// in the next frame; the question takes it after that.
fn ask_why(losing: Losing, loss: Loss) {
    let selector = format!("[data-card='{}']", loss.id);
    request_animation_frame(move || {
        request_animation_frame(move || {
            let card: Option<Element> = document().query_selector(&selector).ok().flatten();
            losing.ask(loss, card);
        });
    });
}

fn words(app: App, drawn: Memo<Option<Drawn>>) -> BoardText {
    let page = app.page();
    let name = move |card: &str| {
        let id = id_of(card);
        id.map(|id| app.live().record(id).name(id).into_owned())
            .unwrap_or_default()
    };
    let stage = move |key: &str| {
        let drawn = drawn.read();
        let stage = drawn
            .as_ref()
            .and_then(|drawn| stage_of(&drawn.answer, key));
        stage
            .map(|stage| stage.name().to_owned())
            .unwrap_or_default()
    };
    BoardText {
        label: say(page, || message!("deals-board")),
        moving: Callback::new(move |landing: Landing| {
            page.text(&message!(
                "deal-moving-place",
                name = name(&landing.card),
                stage = stage(&landing.lane),
                place = landing.place + 1,
                total = landing.places
            ))
        }),
        place: Callback::new(move |_| page.text(&message!("deal-drop-here"))),
        move_card: Callback::new(move |card: String| {
            page.text(&message!("deal-move-card", name = name(&card)))
        }),
        add: Callback::new(move |lane: String| {
            page.text(&message!("deals-new-in-stage", stage = stage(&lane)))
        }),
        empty: say(page, || message!("empty-stage")),
        hints: Signal::derive(move || {
            let hint = |keys: &str, message| (keys.to_owned(), page.text(&message));
            vec![
                hint("← →", message!("deal-keys-stage")),
                hint("↑ ↓", message!("deal-keys-place")),
                hint("Enter", message!("deal-keys-drop")),
                hint("Esc", message!("deal-keys-back")),
            ]
        }),
    }
}

/// How many deals are open, what they come to, and how many have stood for too long.
#[component]
fn Summary(list: Listing, drawn: Memo<Option<Drawn>>) -> impl IntoView {
    let (app, page) = (list.app, list.app.page());
    let figure = move |figure: Signal<String>, words: Signal<String>| {
        view! { <span><b>{figure}</b> " " <span class="soft">{words}</span></span> }
    };
    let count = Memo::new(move |_| {
        let drawn = drawn.read();
        drawn
            .as_ref()
            .map_or(0, |drawn| drawn.ids.iter().map(Vec::len).sum::<usize>())
    });
    let total = move |of: fn(&Lane) -> &crate::domain::money::MoneySums| {
        Signal::derive(move || {
            let drawn = drawn.read();
            let lanes = drawn.iter().flat_map(|drawn| &drawn.answer.lanes);
            let amounts = lanes.flat_map(|lane| of(lane).iter());
            sums(app, &amounts.collect())
        })
    };
    let stale = Memo::new(move |_| drawn.read().as_ref().map_or(0, |drawn| drawn.stale));
    let is_stale = move || {
        (stale.get() > 0).then(|| {
            view! {
                <span class="deals__stale">
                    <Icon glyph=Glyph::Clock />
                    <b>{counted(app, stale.get())}</b> " " {page.text(&message!("deals-stale"))}
                </span>
            }
        })
    };
    view! {
        <div class="deals__summary">
            {figure(
                Signal::derive(move || counted(app, count.get())),
                say(page, move || message!("deals-open", count = count.get())),
            )}
            {figure(total(|lane| &lane.total), say(page, || message!("deals-total")))}
            {figure(total(|lane| &lane.weighted), say(page, || message!("deals-weighted")))}
            {is_stale}
            <span class="deals__hint push faint small">
                {move || page.text(&message!("deals-board-hint"))}
            </span>
        </div>
    }
}

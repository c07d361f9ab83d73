//! The open tickets as a board: a lane for each status, the nearest promise on top, and below what
//! solves one.

use super::clock::{bar, time_left};
use super::status::{priority_of, priority_view, set_status, status_of, status_words};
use crate::domain::ticket::{DONE, STATUSES};
use crate::domain::{RecordId, RecordKind, field, ticket};
use crate::message;
use crate::query::Filter;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Avatar, AvatarSize, Board, BoardCard, BoardLane, BoardStrip, BoardText, Glyph, Landing, Tone,
};
use crate::ui::lists::asking;
use crate::ui::lists::empty::FilteredEmpty;
use crate::ui::lists::listing::{ListOf, Listing};
use crate::ui::lists::trail::{Trail, Trails};
use crate::ui::records::head::named;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use std::collections::HashMap;
use std::sync::Arc;

const KIND: RecordKind = RecordKind::Ticket;
/// So many cards of a lane show at first, and so many more at each press.
const CARDS: usize = 20;

/// What the board asks: what is open, under the conditions of the list.
static OPEN: ListOf = ListOf {
    kind: KIND,
    usual: &["subject"],
    order: "minutes_left",
    tabs: &[],
    tab: open,
    width: |_| None,
    phone: ("status", 104),
    has_pages: true,
};

fn open(app: App, _: &str) -> Option<Filter> {
    super::tab_filter(app, "deadline")
}

/// The statuses with a lane.
fn lanes() -> impl Iterator<Item = &'static str> {
    STATUSES
        .iter()
        .copied()
        .filter(|status| !DONE.contains(status))
}

/// A card's key is its record's id.
fn id_of(card: &str) -> Option<RecordId> {
    RecordId::parse(card).ok()
}

fn name_of(app: App, card: &str) -> String {
    let id = id_of(card);
    id.map(|id| app.live().record(id).name(id).into_owned())
        .unwrap_or_default()
}

/// The board.
#[component]
pub(super) fn TicketBoard(
    /// The list whose conditions it is under.
    list: Listing,
) -> impl IntoView {
    let Listing { app, state, .. } = list;
    let page = app.page();
    let found = Memo::new(move |_| asking::find(app, &OPEN, &state.read().read()));
    let by_status = Memo::new(move |_| {
        let found = found.read();
        let mut lanes: HashMap<String, Vec<RecordId>> = HashMap::new();
        for id in found.iter().flat_map(|found| found.ids.iter()) {
            lanes.entry(status_of(app, *id)).or_default().push(*id);
        }
        lanes
    });
    let shown = RwSignal::new(HashMap::<String, usize>::new());
    let drawn = Memo::new(move |_| {
        let (by_status, shown) = (by_status.read(), shown.read());
        let lane = |status: &'static str| {
            let limit = shown.get(status).copied().unwrap_or(CARDS);
            let ids = by_status.get(status).map(Vec::as_slice).unwrap_or_default();
            lane_of(app, status, ids, limit)
        };
        lanes().map(lane).collect::<Vec<_>>()
    });
    let strips = Signal::derive(move || {
        vec![BoardStrip {
            key: "resolved".to_owned(),
            name: status_words(app, "resolved"),
            note: page.text(&message!("tickets-drop-solved")),
            sum: String::new(),
            glyph: Glyph::Check,
            tone: Tone::Positive,
        }]
    });
    keep_trail(list, by_status);
    let land = move |landing: Landing| {
        if let Some(id) = id_of(&landing.card) {
            set_status(app, id, &landing.lane);
        }
    };
    let navigate = use_navigate();
    let open = move |card: String| {
        if let Some(id) = id_of(&card) {
            navigate(&app.record_path(id), Default::default());
        }
    };
    let more = move |status: String| {
        shown.update(|shown| *shown.entry(status).or_insert(CARDS) += CARDS);
    };
    let draw = move |card: String| match id_of(&card) {
        Some(id) => view! { <Card app=app id=id /> }.into_any(),
        None => ().into_any(),
    };
    let is_hidden = Memo::new(move |_| {
        let is_asked = {
            let address = state.read();
            let address = address.read();
            !address.filter.is_empty() || !address.search.trim().is_empty()
        };
        is_asked && by_status.read().is_empty()
    });
    view! {
        <Show
            when=move || !is_hidden.get()
            fallback=move || view! {
                <FilteredEmpty app=app kind=KIND state=state fields=list.fields tab=OPEN.tab />
            }
        >
            <Board
                text=words(app)
                lanes=drawn
                strips=strips
                card=draw
                on_move=land
                on_open=open.clone()
                on_more=more
            />
        </Show>
    }
}

/// The way through the board for the tickets' pages: lane by lane.
fn keep_trail(list: Listing, by_status: Memo<HashMap<String, Vec<RecordId>>>) {
    if let Some(Trails(trail)) = use_context::<Trails>() {
        let address = list.state.read();
        Effect::new(move |_| {
            let by_status = by_status.read();
            let ids = lanes().filter_map(|status| by_status.get(status));
            let ids = ids.flatten().copied().collect();
            trail.set(Trail::of(KIND, Arc::new(ids), &address.read()));
        });
    }
}

fn lane_of(app: App, status: &str, ids: &[RecordId], limit: usize) -> BoardLane {
    let page = app.page();
    let name = status_words(app, status);
    let cards = ids.iter().take(limit).map(|id| BoardCard {
        key: id.to_string(),
        label: sentence(app, *id),
        is_stale: false,
    });
    let rest = ids.len().saturating_sub(limit);
    let format = app.format();
    BoardLane {
        key: status.to_owned(),
        label: page.text(&message!(
            "tickets-lane",
            status = name.clone(),
            count = ids.len()
        )),
        name,
        count: format
            .map(|format| format.count(ids.len()))
            .unwrap_or_default(),
        cards: cards.collect(),
        more: (rest > 0).then(|| page.text(&message!("deal-show-more", count = rest))),
        ..BoardLane::default()
    }
}

/// A card in one sentence.
fn sentence(app: App, id: RecordId) -> String {
    let page = app.page();
    let name = app.live().record(id).name(id).into_owned();
    let customer = named(app, id, ticket::CUSTOMER).map_or_else(
        || page.text(&message!("ticket-no-customer")),
        |(_, name)| name,
    );
    let priority = page
        .messages()
        .option("ticket", "priority", &priority_of(app, id));
    page.text(&message!(
        "ticket-card",
        name = name,
        customer = customer,
        priority = priority
    ))
}

fn words(app: App) -> BoardText {
    let page = app.page();
    BoardText {
        label: say(page, || message!("tickets-board")),
        moving: Callback::new(move |landing: Landing| {
            page.text(&message!(
                "deal-moving-place",
                name = name_of(app, &landing.card),
                stage = status_words(app, &landing.lane),
                place = landing.place + 1,
                total = landing.places
            ))
        }),
        place: Callback::new(move |_| page.text(&message!("deal-drop-here"))),
        move_card: Callback::new(move |card: String| {
            page.text(&message!("deal-move-card", name = name_of(app, &card)))
        }),
        add: Callback::new(|_| String::new()),
        empty: say(page, || message!("tickets-lane-empty")),
        hints: Signal::derive(move || {
            let hint = |keys: &str, message| (keys.to_owned(), page.text(&message));
            vec![
                hint("← →", message!("tickets-keys-status")),
                hint("Enter", message!("deal-keys-drop")),
                hint("Esc", message!("deal-keys-back")),
            ]
        }),
    }
}

/// What is on a card.
#[component]
fn Card(app: App, id: RecordId) -> impl IntoView {
    let name = Memo::new(move |_| app.live().record(id).name(id).into_owned());
    let customer = Memo::new(move |_| named(app, id, ticket::CUSTOMER).map(|(_, name)| name));
    let priority = Memo::new(move |_| priority_of(app, id));
    let owner = Memo::new(move |_| named(app, id, field::OWNER));
    let left = Memo::new(move |_| time_left(app, id));
    let owner_view = move || {
        owner.get().map(|(id, name)| {
            view! {
                <span title=name.clone()>
                    <Avatar name=name.clone() seed=id.to_string() size=AvatarSize::Small />
                </span>
            }
        })
    };
    let time = move || {
        left.get().map(|left| {
            view! {
                <span class="time-left" data-card="" data-tone=left.tone.code()>
                    <span class="time-left__clock soft">{left.clock}</span>
                    <span class="time-left__words">{left.words}</span>
                    {left.share.map(|share| bar(share, left.tone))}
                </span>
            }
        })
    };
    view! {
        <div class="deal-card">
            <span class="deal-card__name medium">{name}</span>
            <span class="soft small truncate">{customer}</span>
            <span class="deal-card__line small">
                {priority_view(app, priority)}
                <span class="push">{owner_view}</span>
            </span>
            <span class="small">{time}</span>
        </div>
    }
}

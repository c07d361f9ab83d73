//! The two large ones: a table of ten thousand rows, and a board whose cards can be carried.

use std::collections::HashSet;

use leptos::prelude::*;

use super::Specimen;
use crate::i18n::Messages;
use crate::ui::components::{
    Avatar, AvatarShape, AvatarSize, Board, BoardCard, BoardLane, BoardStrip, BoardText, BulkBar,
    Button, ButtonKind, CellEditor, Chip, Column, Completeness, Glyph, Icon, Landing, NameCell,
    Selecting, SortKey, TableFooter, TableRow, Tone, VirtualTable,
};

/// How many rows the table has: enough that drawing them all would show.
const ROWS: usize = 10_000;

const NAMES: [(&str, &str, AvatarShape); 8] = [
    ("Hotel Bellavista", "Lugano", AvatarShape::Company),
    ("Kaffeehaus Brandt", "Vienna", AvatarShape::Company),
    (
        "Ingrid Solberg",
        "Head of F&B, Hotel Bellavista",
        AvatarShape::Person,
    ),
    ("Blue Harbour Hotels", "Lisbon", AvatarShape::Company),
    (
        "Dario Conti",
        "Owner, Torrefazione Conti",
        AvatarShape::Person,
    ),
    (
        "王雪 Wang Xue",
        "Buyer, Blue Harbour Hotels",
        AvatarShape::Person,
    ),
    ("Northgate Offices", "Manchester", AvatarShape::Company),
    ("Fjordline Catering", "Bergen", AvatarShape::Company),
];

/// A made row: everything follows from its number.
#[derive(Clone, Copy, PartialEq)]
struct Made {
    number: usize,
    name: &'static str,
    meta: &'static str,
    shape: AvatarShape,
    amount: usize,
    percent: u8,
}

fn made(number: usize) -> Made {
    let (name, meta, shape) =
        NAMES
            .get(number % NAMES.len())
            .copied()
            .unwrap_or(("", "", AvatarShape::Person));
    // A fixed shuffle, so that the page looks the same each time.
    let mixed = number.wrapping_mul(7919) % 9973;
    // Always under 101.
    let percent = 40 + (mixed % 61) as u8;
    Made {
        number,
        name,
        meta,
        shape,
        amount: 800 + mixed * 7,
        percent,
    }
}

fn money(amount: usize) -> String {
    if amount >= 1000 {
        format!("€{},{:03}", amount / 1000, amount % 1000)
    } else {
        format!("€{amount}")
    }
}

/// The table.
#[component]
pub(super) fn Tables(words: Messages) -> impl IntoView {
    let order = RwSignal::new(vec![SortKey {
        column: "amount".to_owned(),
        is_descending: true,
    }]);
    let widths = RwSignal::new(Vec::<(String, u16)>::new());
    let columns = move || {
        let mut columns = vec![
            Column::new("name", say!(words, "field-customer-name"), 224).rest(),
            Column::new("lifecycle", say!(words, "field-customer-lifecycle"), 96).unsorted(),
            Column::new("amount", say!(words, "field-deal-amount"), 88)
                .numeric()
                .phone(88),
            Column::new("next", say!(words, "field-customer-next_step"), 148).unsorted(),
            Column::new("owner", say!(words, "field-owner"), 64).unsorted(),
            Column::new("complete", say!(words, "field-customer-completeness"), 112),
        ];
        for column in &mut columns {
            let kept = widths.read();
            if let Some((_, width)) = kept.iter().find(|(key, _)| *key == column.key) {
                column.width = crate::ui::components::Width::Fixed(*width);
            }
        }
        columns
    };
    let ids = Memo::new(move |_| {
        let mut ids: Vec<usize> = (0..ROWS).collect();
        for key in order.read().iter().rev() {
            match key.column.as_str() {
                "amount" => ids.sort_by_key(|id| made(*id).amount),
                "complete" => ids.sort_by_key(|id| made(*id).percent),
                _ => ids.sort_by_key(|id| made(*id).name),
            }
            if key.is_descending {
                ids.reverse();
            }
        }
        ids
    });
    let selected = RwSignal::new(HashSet::<usize>::new());
    let renamed = RwSignal::new(Vec::<(usize, String)>::new());
    let editing = RwSignal::new(None::<(usize, String)>);
    let shown = RwSignal::new((0, 0));
    let select = move |what: Selecting| {
        let ids = ids.read_untracked();
        selected.update(|selected| match what {
            Selecting::Toggle(row) => {
                if let Some(id) = ids.get(row)
                    && !selected.remove(id)
                {
                    selected.insert(*id);
                }
            }
            Selecting::Range { from, to } => {
                let rows = ids.iter().skip(from.min(to)).take(from.abs_diff(to) + 1);
                selected.extend(rows.copied());
            }
            Selecting::All => selected.extend(ids.iter().copied()),
            Selecting::None => selected.clear(),
        });
    };
    let row = move |index: Signal<usize>| {
        let record = Memo::new(move |_| ids.read().get(index.get()).map(|id| made(*id)));
        let name = move || {
            let record = record.get()?;
            let renamed = renamed.read();
            let new = renamed
                .iter()
                .rev()
                .find(|(number, _)| *number == record.number);
            Some(new.map_or_else(|| record.name.to_owned(), |(_, name)| name.clone()))
        };
        let name = Memo::new(move |_| name().unwrap_or_default());
        let with = move |read: fn(&Made) -> String| {
            Signal::derive(move || record.read().as_ref().map(read).unwrap_or_default())
        };
        let is_edited = move |key: &'static str| {
            editing.read().as_ref().is_some_and(|(number, column)| {
                column == key
                    && record
                        .read()
                        .as_ref()
                        .is_some_and(|made| made.number == *number)
            })
        };
        let cell = move |key: &str| {
            match key {
            "name" => view! {
                {move || if is_edited("name") {
                    view! {
                        <CellEditor
                            label=say!(words, "field-customer-name")
                            value=name.get_untracked()
                            on_commit=move |text: String| {
                                if text.trim().is_empty() {
                                    return Some(say!(words, "gallery-name-error"));
                                }
                                let number = record.get_untracked().map_or(0, |made| made.number);
                                renamed.update(|renamed| renamed.push((number, text)));
                                None
                            }
                            on_end=move || editing.set(None)
                        />
                    }
                    .into_any()
                } else {
                    view! {
                        <NameCell
                            name=name
                            meta=with(|made| made.meta.to_owned())
                            seed=with(|made| format!("customer:{}", made.number))
                            shape=Signal::derive(move || {
                                record.read().as_ref().map(|made| made.shape).unwrap_or_default()
                            })
                            href="/components"
                        />
                    }
                    .into_any()
                }}
            }
            .into_any(),
            "lifecycle" => view! {
                <Chip
                    label=Signal::derive(move || {
                        let is_lead = record.read().as_ref().is_some_and(|made| made.number % 5 == 4);
                        words.option("customer", "lifecycle", if is_lead { "lead" } else { "customer" })
                    })
                    tone=Signal::derive(move || {
                        let is_lead = record.read().as_ref().is_some_and(|made| made.number % 5 == 4);
                        if is_lead { Tone::Info } else { Tone::Positive }
                    })
                />
            }
            .into_any(),
            "amount" => with(|made| money(made.amount)).into_any(),
            "next" => view! {
                <span class="faint truncate">{say!(words, "list-none-planned")}</span>
            }
            .into_any(),
            "owner" => view! { <span class="soft">"Maya"</span> }.into_any(),
            _ => view! {
                <Completeness
                    percent=Signal::derive(move || record.read().as_ref().map_or(0, |made| usize::from(made.percent)))
                    label=with(|made| format!("{}%", made.percent))
                />
            }
            .into_any(),
        }
        };
        TableRow::new(cell).selected(Signal::derive(move || {
            record
                .read()
                .as_ref()
                .is_some_and(|made| selected.read().contains(&made.number))
        }))
    };
    let resize = move |key: String, width: u16| {
        widths.update(|widths| {
            widths.retain(|(held, _)| *held != key);
            widths.push((key, width));
        })
    };
    let count = Signal::derive(move || selected.read().len());
    let bar = move || {
        (count.get() > 0).then(|| view! {
            <BulkBar
                label=say!(words, "landmark-selection")
                count=move || say!(words, "list-selected", count = count.get())
                all_label=say!(words, "action-select-all")
                on_all=move || select(Selecting::All)
                clear_label=say!(words, "list-clear-selection")
                on_clear=move || select(Selecting::None)
            >
                <Button label=say!(words, "list-set-field") kind=ButtonKind::Quiet small=true icon=Glyph::Edit />
                <Button label=say!(words, "action-add-tag") kind=ButtonKind::Quiet small=true icon=Glyph::Tag />
                <Button label=say!(words, "action-export") kind=ButtonKind::Quiet small=true icon=Glyph::Upload />
                <Button label=say!(words, "action-delete") kind=ButtonKind::Quiet small=true icon=Glyph::Trash />
            </BulkBar>
        })
    };
    view! {
        <Specimen title=say!(words, "gallery-table") wide=true>
            <div class="gallery__frame gallery__frame--tall page">
                <VirtualTable
                    label=say!(words, "customers-title")
                    columns=Signal::derive(columns)
                    count=ROWS
                    row=row
                    order=order
                    on_order=move |next| order.set(next)
                    on_resize=resize
                    on_select=select
                    selected_count=count
                    select_all_label=say!(words, "action-select-all")
                    on_edit=move |(row, column): (usize, Option<String>)| {
                        let id = ids.read_untracked().get(row).copied();
                        editing.set(id.zip(column));
                    }
                    shown=shown
                />
                {bar}
                <TableFooter
                    rows=move || {
                        let (first, rows) = shown.get();
                        say!(
                            words,
                            "list-rows",
                            from = first + 1,
                            to = first + rows,
                            total = ROWS,
                        )
                    }
                    sums=vec![(say!(words, "field-deal-amount"), "€350 M".to_owned())]
                    keys=vec![
                        ("J K".to_owned(), say!(words, "list-keys-move")),
                        ("X".to_owned(), say!(words, "list-keys-select")),
                        ("E".to_owned(), say!(words, "list-keys-edit")),
                    ]
                />
            </div>
        </Specimen>
    }
}

/// A made deal: title, customer, amount, day, owner, next step, days, stale.
type MadeDeal = (
    &'static str,
    &'static str,
    usize,
    &'static str,
    &'static str,
    usize,
);

const DEALS: [MadeDeal; 9] = [
    (
        "Espresso corner, 3rd floor",
        "Northgate Offices",
        8_400,
        "2027-01-12",
        "Maya Lindqvist",
        3,
    ),
    (
        "Trial set, 2 roasts",
        "Torrefazione Conti",
        1_900,
        "2026-11-30",
        "Maya Lindqvist",
        2,
    ),
    (
        "Bean subscription",
        "Hotel Mozaika",
        6_200,
        "2027-01-20",
        "Tom Okafor",
        9,
    ),
    (
        "Decaf line, yearly",
        "Hotel Bellavista",
        9_600,
        "2027-01-15",
        "Maya Lindqvist",
        8,
    ),
    (
        "Five cafés, new grinders",
        "Verde Bistro Group",
        18_200,
        "2027-01-29",
        "Maya Lindqvist",
        24,
    ),
    (
        "Harbour terrace fit-out",
        "Blue Harbour Hotels",
        31_500,
        "2026-12-22",
        "Tom Okafor",
        7,
    ),
    (
        "Second machine",
        "The Copper Kettle",
        12_900,
        "2026-12-10",
        "Tom Okafor",
        19,
    ),
    (
        "Bar fit-out, Neubau",
        "Kaffeehaus Brandt",
        37_250,
        "2026-12-04",
        "Maya Lindqvist",
        6,
    ),
    (
        "Flagship store",
        "Kanal & Co",
        29_900,
        "2026-12-05",
        "Maya Lindqvist",
        12,
    ),
];

const STAGES: [(&str, &str); 4] = [
    ("new", "10%"),
    ("qualified", "20%"),
    ("proposal", "60%"),
    ("negotiation", "80%"),
];

fn deal(key: &str) -> Option<MadeDeal> {
    key.parse::<usize>()
        .ok()
        .and_then(|at| DEALS.get(at).copied())
}

/// The board.
#[component]
pub(super) fn Boards(words: Messages) -> impl IntoView {
    // Per stage the deals in it; the last two are won and lost.
    let stages = RwSignal::new(vec![
        vec![0, 1, 2],
        vec![3, 4],
        vec![5, 6],
        vec![7, 8],
        Vec::<usize>::new(),
        Vec::new(),
    ]);
    let sum = |deals: &[usize]| {
        money(
            deals
                .iter()
                .filter_map(|at| DEALS.get(*at))
                .map(|deal| deal.2)
                .sum(),
        )
    };
    let lanes = move || {
        let stages = stages.read();
        STAGES
            .iter()
            .zip(stages.iter())
            .map(|((stage, share), deals)| BoardLane {
                key: (*stage).to_owned(),
                name: words.stage(stage),
                label: say!(
                    words,
                    "deal-lane",
                    stage = words.stage(stage),
                    count = deals.len(),
                    sum = sum(deals)
                ),
                count: deals.len().to_string(),
                share: (*share).to_owned(),
                sum: sum(deals),
                note: say!(words, "deal-weighted", amount = sum(deals)),
                cards: deals
                    .iter()
                    .filter_map(|at| DEALS.get(*at).map(|deal| (at, deal)))
                    .map(|(at, deal)| BoardCard {
                        key: at.to_string(),
                        label: format!("{}, {}, {}", deal.0, deal.1, money(deal.2)),
                        is_stale: deal.5 > 14,
                    })
                    .collect(),
                more: (*stage == "new").then(|| say!(words, "deal-show-more", count = 8)),
            })
            .collect::<Vec<_>>()
    };
    let strips = move || {
        let stages = stages.read();
        let strip = |at: usize, key: &'static str, glyph, tone| BoardStrip {
            key: key.to_owned(),
            name: words.stage(key),
            note: stages.get(at).map_or(0, Vec::len).to_string(),
            sum: sum(stages.get(at).map_or(&[], Vec::as_slice)),
            glyph,
            tone,
        };
        vec![
            strip(4, "won", Glyph::Check, Tone::Positive),
            strip(5, "lost", Glyph::Cross, Tone::Neutral),
        ]
    };
    let go = move |landing: Landing| {
        let Ok(card) = landing.card.parse::<usize>() else {
            return;
        };
        let keys = STAGES
            .iter()
            .map(|(stage, _)| *stage)
            .chain(["won", "lost"]);
        let to = keys.into_iter().position(|key| key == landing.lane);
        stages.update(|stages| {
            for stage in stages.iter_mut() {
                stage.retain(|held| *held != card);
            }
            if let Some(stage) = to.and_then(|to| stages.get_mut(to)) {
                let place = landing.place.min(stage.len());
                stage.insert(place, card);
            }
        });
    };
    let draw = move |key: String| {
        let Some((title, customer, amount, day, owner, days)) = deal(&key) else {
            return ().into_any();
        };
        let is_stale = days > 14;
        view! {
            <div class="gallery__deal">
                <span class="medium">{title}</span>
                <span class="soft small truncate">{customer}</span>
                <span class="gallery__deal-line">
                    <b>{money(amount)}</b>
                    <span class="soft small push">{day}</span>
                </span>
                <span class="gallery__deal-line small">
                    <Avatar name=owner seed=owner size=AvatarSize::Small />
                    <span class="faint truncate">{say!(words, "list-none-planned")}</span>
                    <span class="push gallery__days" data-stale=is_stale.then_some("")>
                        {is_stale.then(|| view! { <Icon glyph=Glyph::Clock /> })}
                        {say!(words, "span-days", days = days)}
                    </span>
                </span>
            </div>
        }
        .into_any()
    };
    let title_of = |key: &str| deal(key).map(|deal| deal.0).unwrap_or_default();
    let text = BoardText {
        label: Signal::stored(say!(words, "list-board")),
        moving: Callback::new(move |landing: Landing| {
            let (name, stage) = (title_of(&landing.card), words.stage(&landing.lane));
            let place = landing.place + 1;
            say!(
                words,
                "deal-moving-place",
                name = name,
                stage = stage,
                place = place,
                total = landing.places,
            )
        }),
        place: Callback::new(move |_| say!(words, "deal-drop-here")),
        move_card: Callback::new(move |key: String| {
            say!(words, "deal-move-card", name = title_of(&key))
        }),
        add: Callback::new(move |lane: String| {
            say!(words, "deals-new-in-stage", stage = words.stage(&lane))
        }),
        empty: Signal::stored(say!(words, "empty-stage")),
        hints: Signal::stored(vec![
            ("← →".to_owned(), say!(words, "deal-keys-stage")),
            ("↑ ↓".to_owned(), say!(words, "deal-keys-place")),
            ("Enter".to_owned(), say!(words, "deal-keys-drop")),
            ("Esc".to_owned(), say!(words, "deal-keys-back")),
        ]),
    };
    view! {
        <Specimen title=say!(words, "gallery-board") wide=true>
            <div class="gallery__frame gallery__frame--tall gallery__frame--board">
                <Board
                    text=text
                    lanes=Signal::derive(lanes)
                    strips=Signal::derive(strips)
                    card=draw
                    on_move=go
                    on_open=|_| ()
                    on_more=|_| ()
                />
            </div>
        </Specimen>
    }
}

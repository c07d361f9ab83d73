//! The palette of an open workspace: finds customers and their like by any part of what is known
//! of them, saved views, and everything that can be done from anywhere. How it is moved through is
//! the component's; how well something fits is `query::palette`'s.

use super::actions::{Action, Actions};
use super::app::App;
use super::components::{
    AvatarShape, CommandPalette, Glyph, PaletteChoice, PaletteGroup, PaletteMark, PaletteText,
    Piece,
};
use super::keys::keys_of;
use super::lists::address::ListAddress;
use super::lists::views::{OTHERS, saved};
use super::records::related::deals;
use crate::domain::{Record, RecordId, RecordKind, Value, customer, deal};
use crate::i18n::Message;
use crate::message;
use crate::query::palette::{Offer, palette};
use crate::workspace::fold::fold;
use leptos::prelude::*;

/// The kinds whose records have a page to go to.
const KINDS: [RecordKind; 5] = [
    RecordKind::Customer,
    RecordKind::Deal,
    RecordKind::Ticket,
    RecordKind::Campaign,
    RecordKind::Segment,
];
/// How many records of a kind are shown.
const RECORDS_MAX: usize = 6;
/// Of how many customers that are found the open deals are offered as well.
const WITH_DEALS_MAX: usize = 3;
/// How many commands are shown beside records.
const COMMANDS_MAX: usize = 6;
/// How many records of those that were worked on last are shown.
const RECENT_MAX: usize = 5;
/// How many changes back are looked at for them.
const CHANGES_MAX: usize = 60;
/// How many offers are asked for: those of kinds without a page fall away.
const OFFERS_MAX: usize = 80;

/// What stands for a command in the search.
#[derive(Clone, Debug)]
enum Way {
    Action(Action),
    View(String),
    /// The page that tries each call, which few go to.
    Api,
}

/// The palette.
#[component]
pub fn Palette(
    /// The app.
    app: App,
    /// What can be done.
    actions: Actions,
) -> impl IntoView {
    let page = app.page();
    let open = actions.palette;
    let query = RwSignal::new(String::new());
    Effect::new(move |_| {
        if open.get() {
            query.set(
                actions
                    .ahead
                    .try_update_value(std::mem::take)
                    .unwrap_or_default(),
            );
        }
    });
    let groups = Memo::new(move |_| {
        if open.get() {
            find(app, &query.read())
        } else {
            Vec::new()
        }
    });
    let status = Signal::derive(move || {
        let count: usize = groups.read().iter().map(|group| group.choices.len()).sum();
        page.text(&message!("palette-results", count = count))
    });
    let text = Signal::derive(move || PaletteText {
        label: page.text(&message!("palette-title")),
        placeholder: page.text(&message!("palette-placeholder")),
        close: page.text(&message!("action-close")),
        empty: page.text(&message!("palette-results", count = 0)),
        hints: vec![
            ("↑ ↓".to_owned(), page.text(&message!("palette-choose"))),
            (
                ">".to_owned(),
                page.text(&message!("palette-commands-only")),
            ),
        ],
        note: page.text(&message!("palette-hint")),
    });
    let choose = move |value: String| {
        let (what, of) = value.split_once(':').unwrap_or_default();
        match what {
            "action" => {
                if let Some(action) = Action::from_code(of) {
                    actions.run(action);
                }
            }
            "go" => actions.go(of),
            "deal" => {
                if let Ok(customer) = RecordId::parse(of) {
                    actions.begin_deal(customer);
                }
            }
            _ => {}
        }
    };
    view! {
        <CommandPalette
            open=open
            query=query
            groups=groups
            status=status
            text=text
            on_choose=choose
        />
    }
}

/// What is offered for what was typed.
fn find(app: App, typed: &str) -> Vec<PaletteGroup> {
    let page = app.page();
    let typed = typed.trim();
    let (text, is_commands_only) = match typed.strip_prefix('>') {
        Some(text) => (text.trim(), true),
        None => (typed, false),
    };
    let named = ways(app);
    let labels = named
        .iter()
        .map(|(way, label)| (way.clone(), label.as_str()));
    let live = app.live();
    let workspace = live.peek();
    let offers = palette(&workspace, text, labels, OFFERS_MAX);
    let mut records = Vec::new();
    let mut commands = Vec::new();
    for offer in offers {
        match offer {
            Offer::Record { id, .. } => records.push(id),
            Offer::Command { command, .. } => commands.push(command),
        }
    }
    let mut groups = Vec::new();
    if is_commands_only {
        records.clear();
    } else if text.is_empty() {
        groups.push(PaletteGroup {
            label: page.text(&message!("palette-group-recent")),
            choices: recent(app)
                .into_iter()
                .filter_map(|id| found(app, id, ""))
                .collect(),
        });
    } else {
        commands.truncate(COMMANDS_MAX);
        // The deals of those who are found are what one looks for as often as themselves.
        let customers = records.iter().filter(|id| id.kind == RecordKind::Customer);
        let of_them: Vec<RecordId> = customers
            .take(WITH_DEALS_MAX)
            .flat_map(|id| deals(app, *id))
            .filter(|deal| deal.is_open && !records.contains(&deal.id))
            .map(|deal| deal.id)
            .collect();
        records.extend(of_them);
    }
    for kind in KINDS {
        let of_kind = records
            .iter()
            .filter(|id| id.kind == kind)
            .take(RECORDS_MAX);
        groups.push(PaletteGroup {
            label: page.messages().kinds(kind.code()),
            choices: of_kind.filter_map(|id| found(app, *id, text)).collect(),
        });
    }
    let mut choices: Vec<PaletteChoice> = commands
        .into_iter()
        .filter_map(|way| command(&named, way, text))
        .collect();
    if !is_commands_only && !text.is_empty() {
        let first = records.first().copied();
        let customer = first.filter(|id| id.kind == RecordKind::Customer);
        choices.extend(customer.into_iter().flat_map(|id| about(app, id, text)));
        choices.push(all_that_match(app, text));
    }
    groups.push(PaletteGroup {
        label: page.text(&message!("palette-group-commands")),
        choices,
    });
    groups
}

/// Everything that can be done, and the saved views, with their words.
fn ways(app: App) -> Vec<(Way, String)> {
    let page = app.page();
    let actions = Action::ALL
        .into_iter()
        .filter(|action| *action != Action::Search);
    let mut ways: Vec<(Way, String)> = actions
        .map(|action| (Way::Action(action), page.text(&action.label())))
        .collect();
    let api = page.text(&message!("settings-api"));
    let api = page.text(&message!("palette-go-to", page = api));
    ways.push((Way::Api, api));
    let kinds = [RecordKind::Customer, RecordKind::Deal]
        .into_iter()
        .chain(OTHERS);
    for kind in kinds {
        ways.extend(saved(app, kind).into_iter().map(|view| {
            let path = format!("{}?{}", kind.collection(), view.address().write());
            (Way::View(path), view.name)
        }));
    }
    ways
}

fn command(named: &[(Way, String)], way: Way, text: &str) -> Option<PaletteChoice> {
    let is_same = |other: &Way| match (other, &way) {
        (Way::Action(one), Way::Action(other)) => one == other,
        (Way::View(one), Way::View(other)) => one == other,
        (Way::Api, Way::Api) => true,
        _ => false,
    };
    let (_, label) = named.iter().find(|(other, _)| is_same(other))?;
    let title = marked(label, text);
    Some(match way {
        Way::Action(action) => PaletteChoice {
            value: format!("action:{}", action.code()),
            mark: PaletteMark::Glyph(action.glyph()),
            title,
            meta: Vec::new(),
            does: None,
            keys: keys_of(action),
        },
        Way::Api => PaletteChoice {
            value: "go:settings/api".to_owned(),
            mark: PaletteMark::Glyph(Glyph::Bolt),
            title,
            meta: Vec::new(),
            does: None,
            keys: None,
        },
        Way::View(path) => PaletteChoice {
            value: format!("go:{path}"),
            mark: PaletteMark::Glyph(Glyph::Star),
            title,
            meta: Vec::new(),
            does: None,
            keys: None,
        },
    })
}

/// What is done most with a customer.
fn about(app: App, id: RecordId, text: &str) -> [PaletteChoice; 2] {
    let page = app.page();
    let name = app.live().peek().name(id).into_owned();
    let choice = |value: String, glyph: Glyph, words: &Message, keys: &str| PaletteChoice {
        value,
        mark: PaletteMark::Glyph(glyph),
        title: marked(&page.text(words), text),
        meta: Vec::new(),
        does: None,
        keys: Some(keys.to_owned()),
    };
    let call = message!("palette-log-call", name = name.as_str());
    let deal = message!("palette-new-deal-for", name = name.as_str());
    [
        choice(
            format!("go:customer/{}?log=call", id.uuid),
            Glyph::Phone,
            &call,
            "L C",
        ),
        choice(format!("deal:{id}"), Glyph::Deals, &deal, "N D"),
    ]
}

/// The way to the list of all that match.
fn all_that_match(app: App, text: &str) -> PaletteChoice {
    let address = ListAddress {
        search: text.to_owned(),
        ..ListAddress::default()
    };
    PaletteChoice {
        value: format!("go:customers?{}", address.write()),
        mark: PaletteMark::Glyph(Glyph::Filter),
        title: Piece::plain(app.page().text(&message!("palette-show-all", text = text))),
        meta: Vec::new(),
        does: None,
        keys: None,
    }
}

/// The records that were worked on last.
fn recent(app: App) -> Vec<RecordId> {
    let live = app.live();
    let machine = live.writer().machine();
    let changes = machine.history().changes().iter().rev().take(CHANGES_MAX);
    let mut recent: Vec<RecordId> = Vec::new();
    for edit in changes.flat_map(|change| change.body.edits().iter().take(RECENT_MAX)) {
        let is_live = KINDS.contains(&edit.id.kind)
            && machine
                .workspace()
                .record(edit.id)
                .is_some_and(|record| record.standing() == crate::domain::Standing::Live);
        if is_live && !recent.contains(&edit.id) {
            recent.push(edit.id);
        }
        if recent.len() == RECENT_MAX {
            break;
        }
    }
    recent
}

/// A record as a line.
fn found(app: App, id: RecordId, text: &str) -> Option<PaletteChoice> {
    let live = app.live();
    let workspace = live.peek();
    let record = workspace.record(id)?;
    let name = record.name().to_owned();
    let mark = if id.kind == RecordKind::Customer {
        let shape = if record.text(customer::KIND) == "person" {
            AvatarShape::Person
        } else {
            AvatarShape::Company
        };
        PaletteMark::Avatar(name.clone(), id.to_string(), shape)
    } else {
        PaletteMark::Glyph(Glyph::Deals)
    };
    let meta = where_found(&record, text).unwrap_or_else(|| beside(app, &record));
    Some(PaletteChoice {
        value: format!("go:{}/{}", id.kind.code(), id.uuid),
        mark,
        title: marked(&name, text),
        meta: marked(&meta, text),
        does: Some(app.page().text(&message!("action-open"))),
        keys: None,
    })
}

/// The value in which a record was found, where that is not its name.
fn where_found(record: &Record, text: &str) -> Option<String> {
    let folded = fold(text);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if folded.is_empty() || fold(record.name()).contains(&folded) {
        return None;
    }
    let values = record
        .registers()
        .filter_map(|(_, register)| register.value.as_ref());
    let values = values.flat_map(|value| {
        let parts = value.as_part().into_iter().flat_map(|part| part.iter());
        let parts = parts.filter_map(|(_, value)| value.as_text());
        value.as_text().into_iter().chain(parts)
    });
    let mut values = values.filter(|value| {
        let own: String = value.chars().filter(char::is_ascii_digit).collect();
        fold(value).contains(&folded) || (digits.len() >= 3 && own.contains(&digits))
    });
    values.next().map(|value| value.chars().take(80).collect())
}

/// What tells a record from others of its name.
fn beside(app: App, record: &Record) -> String {
    let live = app.live();
    let workspace = live.peek();
    let first = |field| {
        let mut elements = record.elements(field);
        let part = elements.next().and_then(|(_, value)| value.as_part());
        let text = part.and_then(|part| part.value(0)).and_then(Value::as_text);
        text.map(str::to_owned)
    };
    if record.id.kind == RecordKind::Deal {
        let customer = record.value(deal::CUSTOMER).and_then(Value::as_ref_id);
        return customer.map_or_else(String::new, |id| workspace.name(id).into_owned());
    }
    let title = Some(record.text(customer::TITLE).to_owned()).filter(|title| !title.is_empty());
    title
        .or_else(|| first(customer::EMAILS))
        .or_else(|| first(customer::PHONES))
        .unwrap_or_default()
}

/// A text with what was searched for marked.
fn marked(text: &str, typed: &str) -> Vec<Piece> {
    let folded: Vec<char> = fold(typed).chars().collect();
    let letters: Vec<char> = text.chars().collect();
    let same = |letter: char, other: char| {
        let mut folded = [0; 4];
        fold(letter.encode_utf8(&mut folded)).starts_with(other)
    };
    let at = (0..letters.len()).find(|at| {
        let window = letters.iter().skip(*at);
        !folded.is_empty()
            && letters.len() - at >= folded.len()
            && window
                .zip(&folded)
                .all(|(letter, other)| same(*letter, *other))
    });
    let Some(at) = at else {
        return Piece::plain(text);
    };
    let part = |from: usize, to: usize, is_match: bool| Piece {
        text: letters.iter().skip(from).take(to - from).collect(),
        is_match,
    };
    let end = at + folded.len();
    let pieces = [
        part(0, at, false),
        part(at, end, true),
        part(end, letters.len(), false),
    ];
    pieces
        .into_iter()
        .filter(|piece| !piece.text.is_empty())
        .collect()
}

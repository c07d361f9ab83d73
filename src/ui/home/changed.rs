//! What changed lately, the newest first, each with who did it and when.

use crate::domain::{Instant, RecordId, RecordKind, Standing};
use crate::message;
use crate::query::Now;
use crate::ui::app::{App, say};
use crate::ui::components::{Card, CardRow, Glyph, Icon};
use crate::workspace::change::{Change, Verb};
use leptos::prelude::*;

/// So many show.
const MOST: usize = 6;
/// The kinds whose records have a page to go to.
const WITH_PAGES: [RecordKind; 5] = [
    RecordKind::Customer,
    RecordKind::Deal,
    RecordKind::Ticket,
    RecordKind::Campaign,
    RecordKind::Segment,
];

/// One change.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    label: String,
    who: Option<String>,
    at: Instant,
    /// The record to go to.
    to: Option<RecordId>,
    glyph: Glyph,
}

fn lines(app: App) -> Vec<Line> {
    let live = app.live();
    let messages = app.page().messages();
    let machine = live.history();
    let workspace = machine.workspace();
    let changes = machine.history().changes().iter().rev();
    let is_own = |change: &&Change| change.label.verb != Verb::Found;
    let line = |change: &Change| {
        let first = change.body.edits().first().map(|edit| edit.id);
        let is_there = |id: &RecordId| {
            let record = workspace.record(*id);
            WITH_PAGES.contains(&id.kind)
                && record.is_some_and(|record| record.standing() == Standing::Live)
        };
        let who = match change.label.verb {
            Verb::Expire => Some(messages.text(&message!("app-title"))),
            _ => change.author.map(|id| workspace.name(id).into_owned()),
        };
        Line {
            label: messages.change(
                change.label.verb.code(),
                change.label.count,
                &change.label.name,
            ),
            who: who.filter(|who| !who.is_empty()),
            at: change.at,
            to: first.filter(is_there),
            glyph: first.map_or(Glyph::Edit, |id| glyph(id.kind)),
        }
    };
    changes.filter(is_own).take(MOST).map(line).collect()
}

const fn glyph(kind: RecordKind) -> Glyph {
    match kind {
        RecordKind::Customer => Glyph::People,
        RecordKind::Deal => Glyph::Deals,
        RecordKind::Ticket | RecordKind::Message => Glyph::Ticket,
        RecordKind::Campaign | RecordKind::Member => Glyph::Campaign,
        RecordKind::Segment => Glyph::Segment,
        RecordKind::Activity => Glyph::Task,
        _ => Glyph::Edit,
    }
}

/// The card.
#[component]
pub fn Changed(
    /// The app.
    app: App,
    /// What time it is.
    now: Signal<Now>,
) -> impl IntoView {
    let page = app.page();
    let lines = Memo::new(move |_| lines(app));
    let draw = move |line: Line| {
        let format = app.format();
        let ago = format.map(|format| format.ago(line.at, now.get().at));
        let label = match line.to {
            Some(id) => view! {
                <a class="home__name truncate" href=app.record_href(id)>{line.label}</a>
            }
            .into_any(),
            None => view! { <span class="truncate">{line.label}</span> }.into_any(),
        };
        view! {
            <CardRow>
                <span class="soft"><Icon glyph=line.glyph /></span>
                <div class="home__two">
                    {label}
                    <span class="soft small truncate">{line.who}</span>
                </div>
                <span class="record__when soft small push">{ago}</span>
            </CardRow>
        }
    };
    view! {
        <Card title=say(page, || message!("home-changed")) flush=true>
            {move || {
                let lines = lines.get();
                if lines.is_empty() {
                    let words = page.text(&message!("home-no-changes"));
                    return view! { <p class="home__nothing">{words}</p> }.into_any();
                }
                lines.into_iter().map(draw).collect_view().into_any()
            }}
        </Card>
    }
}

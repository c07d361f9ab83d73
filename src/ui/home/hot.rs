//! The customers for whom most speaks today, each with the strongest reasons and what is most
//! worth doing with them, else the quickest way to them.

use crate::domain::{RecordId, RecordKind};
use crate::i18n::{Messages, WordsApart};
use crate::message;
use crate::query::score::highest;
use crate::query::{Filter, Now, Operand, Sort, Test};
use crate::scoring::points::BASE;
use crate::ui::advice::row_way;
use crate::ui::app::{App, say};
use crate::ui::components::{Avatar, AvatarSize, Button, Card, CardRow};
use crate::ui::customers::{HOT, changed, first_way, reasons, shape_of, tab_filter, tone};
use crate::ui::follow::shown;
use crate::ui::lists::scored::{self, Course};
use crate::ui::place::Place;
use leptos::prelude::*;

/// So many show.
const MOST: usize = 5;

/// The list of those for whom it is a good time.
fn hot() -> Place {
    let least = crate::domain::Number::from(HOT as u32);
    let filter = Filter::test("score", Test::Gte(Operand::Number(least)));
    Place::new(RecordKind::Customer, tab_filter, Some(filter)).with(|address| {
        address.sort = Sort::parse("-score").unwrap_or_default();
    })
}

/// The card; absent while nothing was scored.
#[component]
pub fn Hot(
    /// The app.
    app: App,
    /// What time it is.
    now: Signal<Now>,
) -> impl IntoView {
    Messages::learn_apart(WordsApart::score());
    let page = app.page();
    let today = Memo::new(move |_| now.read().today);
    let found = Memo::new(move |_| {
        today.track();
        // Customers of whom nothing speaks are not hot, however few there are.
        let find = || highest(&app.live().peek(), f64::from(BASE), MOST);
        scored::quickly_ready(app).then(find)
    });
    // Of all of them in one walk over what was done.
    let changes = Memo::new(move |_| {
        let ids = found.get().unwrap_or_default();
        let courses = scored::courses(app, &ids).unwrap_or_default();
        let change = |course: Option<Course>| course.map(|course| course.change);
        let changes: Vec<_> = ids
            .into_iter()
            .zip(courses.into_iter().map(change))
            .collect();
        changes
    });
    let count = Memo::new(move |_| {
        found.track();
        hot().look(app, now.get_untracked(), 0).count
    });
    let all = move || {
        shown(move || {
            let count = count.get();
            (count > 0).then(|| {
                let words = page.text(&message!("home-all", count = count));
                view! { <a class="link small" href=hot().href(app)>{words}</a> }
            })
        })
    };
    let is_known = Memo::new(move |_| found.read().is_some());
    let rows = move || {
        let ids = found.get().unwrap_or_default();
        if ids.is_empty() {
            let words = page.text(&message!("home-no-hot"));
            return view! { <p class="home__nothing">{words}</p> }.into_any();
        }
        let rows = ids
            .into_iter()
            .map(|id| view! { <HotCustomer app=app id=id changes=changes /> });
        rows.collect_view().into_any()
    };
    shown(move || {
        is_known.get().then(|| {
            view! {
                <Card
                    title=say(page, || message!("home-hot"))
                    note=say(page, || message!("home-hot-note"))
                    flush=true
                    actions=all
                >
                    {shown(rows)}
                </Card>
            }
        })
    })
}

/// How scores changed in a week, by customer.
type Changes = Memo<Vec<(RecordId, Option<i32>)>>;

#[component]
fn HotCustomer(app: App, id: RecordId, changes: Changes) -> impl IntoView {
    let score = Memo::new(move |_| scored::score(app, id));
    let name = Signal::derive(move || app.live().record(id).name(id).into_owned());
    let why = move || score.get().map(|score| reasons(app, &score));
    let number = move || score.get().map(|score| score.value());
    let change = move || {
        let changes = changes.read();
        let (_, change) = changes.iter().find(|(of, _)| *of == id)?;
        let change = (*change)?;
        let (shown, said) = changed(app, change);
        Some(view! {
            <span class="score__change small" data-change=tone(change) aria-hidden="true">{shown}</span>
            <span class="visually-hidden">{said}</span>
        })
    };
    view! {
        <CardRow>
            <Avatar name=name seed=id.to_string() shape=shape_of(app, id) size=AvatarSize::Large />
            <div class="home__two">
                <a class="home__name truncate" href=app.record_href(id)>{name}</a>
                <span class="soft small">{why}</span>
            </div>
            <div class="home__two home__two--end push">
                <b>{number}</b>
                {shown(change)}
            </div>
            {shown(move || {
                let way = row_way(app, id).unwrap_or_else(|| first_way(app, id));
                let (href, label, glyph) = way;
                view! { <Button label=label icon=glyph small=true href=href /> }
            })}
        </CardRow>
    }
}

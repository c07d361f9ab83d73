//! The page of tasks and calendar: an agenda, a week or a month, as the address says.

use super::calendar::Calendar;
use super::export::{all, export};
use super::line::Part;
use super::quick_add::QuickAdd;
use super::reading::{ask, use_now};
use crate::domain::Date;
use crate::i18n::Message;
use crate::message;
use crate::query::Now;
use crate::query::agenda::{Agenda, Entry, agenda};
use crate::ui::app::{App, say, use_app};
use crate::ui::components::{
    Button, ButtonKind, EmptyState, Glyph, PageHeader, Segment, Segmented,
};
use crate::ui::follow::shown;
use crate::ui::frame::{Asked, Making};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// How the page shows what there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// By how pressing it is.
    List,
    /// The days of a week.
    Week,
    /// The days of a month.
    Month,
}

impl View {
    const ALL: [(&'static str, Self); 3] = [
        ("list", Self::List),
        ("week", Self::Week),
        ("month", Self::Month),
    ];

    fn of(code: Option<&str>) -> Self {
        let known = Self::ALL.iter().find(|(own, _)| Some(*own) == code);
        known.map_or(Self::List, |(_, view)| *view)
    }

    /// Its word in the address.
    pub fn code(self) -> &'static str {
        let known = Self::ALL.iter().find(|(_, view)| *view == self);
        known.map_or("list", |(code, _)| code)
    }
}

/// The page.
#[component]
pub fn AgendaPage() -> impl IntoView {
    use_app().map(|app| view! { <Tasks app=app /> })
}

#[component]
fn Tasks(app: App) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let now = use_now(app);
    let query = use_query_map();
    let view_now = Memo::new(move |_| View::of(query.read().get_str("view")));
    let day = Memo::new(move |_| {
        let query = query.read();
        let asked = query.get_str("day").and_then(|day| Date::parse(day).ok());
        asked.unwrap_or_else(|| now.read().today)
    });
    let navigate = use_navigate();
    // Another way of seeing is a step that one goes back from; another day is none.
    let go = Callback::new(move |(to, day): (View, Date)| {
        let options = NavigateOptions {
            replace: to == view_now.get_untracked(),
            scroll: false,
            ..NavigateOptions::default()
        };
        let address = match to {
            View::List => app.path("agenda"),
            to => app.path(&format!("agenda?view={}&day={day}", to.code())),
        };
        navigate(&address, options);
    });
    let segments = Signal::derive(move || {
        vec![
            Segment::new("list", page.text(&message!("agenda-title"))),
            Segment::new("week", page.text(&message!("agenda-week"))),
            Segment::new("month", page.text(&message!("agenda-month"))),
        ]
    });
    let add = move |()| {
        if let Some(making) = making {
            making.activity.set(Some(Asked::New("task")));
        }
    };
    view! {
        <div class="page">
            <PageHeader title=say(page, || message!("nav-agenda")) in_bar=true>
                <Segmented
                    label=say(page, || message!("agenda-layout"))
                    value=Signal::derive(move || view_now.get().code().to_owned())
                    segments=segments
                    on_change=move |to: String| go.run((View::of(Some(&to)), day.get_untracked()))
                />
                <Button
                    label=say(page, || message!("agenda-table"))
                    icon=Glyph::Table
                    kind=ButtonKind::Quiet
                    href=app.href("activities")
                />
                <Button
                    label=say(page, || message!("agenda-export"))
                    icon=Glyph::Upload
                    kind=ButtonKind::Quiet
                    on_press=move |()| export(app, &all(app))
                />
                <Button
                    label=say(page, || message!("palette-new-task"))
                    icon=Glyph::Plus
                    on_press=add
                />
            </PageHeader>
            <div class="page__scroll">
                <div class="agenda__quick"><QuickAdd app=app /></div>
                {shown(move || match view_now.get() {
                    View::List => view! { <Lists app=app now=now /> }.into_any(),
                    to => view! { <Calendar app=app view=to day=day now=now go=go /> }.into_any(),
                })}
            </div>
        </div>
    }
}

/// The parts of the agenda: name, which entries, whether it is what is late, whether it is today.
type PartOf = (fn() -> Message, fn(&Agenda) -> &Vec<Entry>);

const PARTS: [PartOf; 5] = [
    (|| message!("tasks-overdue"), |all| &all.overdue),
    (|| message!("tasks-today"), |all| &all.today),
    (|| message!("agenda-this-week"), |all| &all.week),
    (|| message!("tasks-later"), |all| &all.later),
    (|| message!("tasks-undated"), |all| &all.undated),
];

/// All that is to be done, by how pressing it is.
#[component]
fn Lists(app: App, now: Signal<Now>) -> impl IntoView {
    let page = app.page();
    let all = Memo::new(move |_| ask(app, |workspace| agenda(workspace, now.get())));
    let is_empty = Memo::new(move |_| {
        let all = all.read();
        PARTS.iter().all(|(_, of)| of(&all).is_empty())
    });
    shown(move || {
        if is_empty.get() {
            return view! {
                <EmptyState
                    glyph=Glyph::Calendar
                    title=say(page, || message!("agenda-empty"))
                    text=say(page, || message!("agenda-empty-body"))
                >
                    ""
                </EmptyState>
            }
            .into_any();
        }
        let parts = PARTS.into_iter().enumerate().map(|(at, (title, of))| {
            view! {
                <Part
                    app=app
                    title=title
                    entries=Signal::derive(move || of(&all.read()).clone())
                    now=now
                    is_late=at == 0
                    is_today=at == 1
                />
            }
        });
        view! { <div class="agenda__parts">{parts.collect_view()}</div> }.into_any()
    })
}

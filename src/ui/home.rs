//! Home: what is to be done today, how the deals stand, which customers are hot, what is at risk, what changed, and what is worth
//! a minute. Each figure is that of the list it opens.

mod changed;
mod hot;
mod risk;
mod stale;
mod strip;
mod worth;

use super::agenda::{Part, QuickAdd, ask, use_now};
use super::app::{App, say, use_app};
use super::components::{Button, Card, Glyph, PageHeader, Segment, Segmented};
use super::follow::shown;
use super::frame::{Asked, Making};
use crate::message;
use crate::query::agenda::agenda;
use changed::Changed;
use hot::Hot;
use leptos::prelude::*;
use risk::AtRisk;
use stale::Stale;
use strip::PipelineStrip;
use worth::WorthAMinute;

/// So many overdue tasks show; the agenda has all of them.
const OVERDUE_MAX: usize = 5;
/// So many of today, and of the days after it.
const ENTRIES_MAX: usize = 20;

/// The page.
#[component]
pub fn HomePage() -> impl IntoView {
    use_app().map(|app| view! { <Home app=app /> })
}

#[component]
fn Home(app: App) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let now = use_now(app);
    let begin = move |kind: &'static str| {
        if let Some(making) = making {
            making.activity.set(Some(Asked::New(kind)));
        }
    };
    let day = Signal::derive(move || {
        let format = app.format();
        format.map(|format| format.date_heading(now.read().today))
    });
    view! {
        <div class="page">
            <div class="page__scroll">
                <PageHeader title=say(page, || message!("home-title")) note=day>
                    <Button
                        label=say(page, || message!("composer-log-call"))
                        icon=Glyph::Phone
                        on_press=move |()| begin("call")
                    />
                    <Button
                        label=say(page, || message!("composer-add-task"))
                        icon=Glyph::Task
                        on_press=move |()| begin("task")
                    />
                </PageHeader>
                <div class="home__cards">
                    <PipelineStrip app=app now=now />
                    <Agenda app=app now=now />
                    <div class="home__column">
                        <Hot app=app now=now />
                        <Stale app=app now=now />
                        <Changed app=app now=now />
                    </div>
                    <div class="home__column">
                        <AtRisk app=app now=now />
                        <WorthAMinute app=app now=now />
                    </div>
                </div>
            </div>
        </div>
    }
}

/// The agenda of the day, or of the week.
#[component]
fn Agenda(app: App, now: Signal<crate::query::Now>) -> impl IntoView {
    let page = app.page();
    let span = RwSignal::new("day".to_owned());
    let all = Memo::new(move |_| ask(app, |workspace| agenda(workspace, now.get())));
    let segments = Signal::derive(move || {
        vec![
            Segment::new("day", page.text(&message!("agenda-day"))),
            Segment::new("week", page.text(&message!("agenda-week"))),
        ]
    });
    let is_week = Memo::new(move |_| *span.read() == "week");
    let more = Memo::new(move |_| all.read().overdue.len().saturating_sub(OVERDUE_MAX));
    view! {
        <Card
            title=say(page, || message!("agenda-title"))
            flush=true
            actions=move || view! {
                <Segmented
                    label=say(page, || message!("agenda-span"))
                    value=span
                    segments=segments
                    small=true
                    on_change=move |to| span.set(to)
                />
            }
        >
            <div class="home__agenda">
                <Part
                    app=app
                    title=|| message!("tasks-overdue")
                    entries=Signal::derive(move || all.read().overdue.clone())
                    now=now
                    most=OVERDUE_MAX
                    is_late=true
                    in_card=true
                />
                {shown(move || {
                    let count = more.get();
                    (count > 0).then(|| view! {
                        <a class="link home__more" href=app.href("agenda")>
                            {page.text(&message!("agenda-more", count = count))}
                        </a>
                    })
                })}
                <Part
                    app=app
                    title=|| message!("tasks-today")
                    entries=Signal::derive(move || all.read().today.clone())
                    now=now
                    most=ENTRIES_MAX
                    is_today=true
                    in_card=true
                    nothing=|| message!("agenda-nothing-today")
                />
                <Show when=move || is_week.get()>
                    <Part
                        app=app
                        title=|| message!("agenda-this-week")
                        entries=Signal::derive(move || all.read().week.clone())
                        now=now
                        in_card=true
                        most=ENTRIES_MAX
                        nothing=|| message!("agenda-nothing-week")
                    />
                </Show>
                <div class="home__quick">
                    <QuickAdd app=app />
                    <a class="link" href=app.href("agenda")>{say(page, || message!("home-open-agenda"))}</a>
                </div>
            </div>
        </Card>
    }
}

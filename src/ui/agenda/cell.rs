//! A day of the calendar: its number, and what stands on it. Entries are carried here by the pointer.

use super::doing::put_on;
use super::page::View;
use super::reading::line;
use crate::domain::{Date, RecordId};
use crate::message;
use crate::query::agenda::Entry;
use crate::ui::app::App;
use crate::ui::components::Icon;
use crate::ui::follow::{follow, shown};
use crate::ui::frame::{Asked, Making};
use leptos::ev::DragEvent;
use leptos::prelude::*;

/// So many entries of a day show in a month; the rest is counted.
const IN_MONTH: usize = 3;
/// What a drag carries.
const CARRIED: &str = "text/plain";

/// A day.
#[component]
pub fn Cell(
    /// The app.
    app: App,
    /// Which day.
    date: Date,
    /// The day one is at.
    day: Memo<Date>,
    /// The present day.
    today: Memo<Date>,
    /// A week or a month.
    view: View,
    /// What stands on it.
    entries: Signal<Vec<Entry>>,
    /// Goes to a day.
    go: Callback<(View, Date)>,
) -> impl IntoView {
    let page = app.page();
    let is_over = RwSignal::new(false);
    let most = match view {
        View::Month => IN_MONTH,
        _ => usize::MAX,
    };
    let name = follow(move || {
        let format = app.format()?;
        let date = format.date_heading(date);
        let count = entries.read().len();
        Some(page.text(&message!("agenda-day-name", date = date, count = count)))
    });
    let is_here = Memo::new(move |_| day.get() == date);
    let is_other = move || view == View::Month && day.read().month() != date.month();
    let more = Memo::new(move |_| entries.read().len().saturating_sub(most));
    let drop_here = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        let carried = event
            .data_transfer()
            .and_then(|data| data.get_data(CARRIED).ok());
        if let Some(id) = carried.and_then(|id| RecordId::parse(&id).ok()) {
            put_on(app, id, date);
        }
    };
    view! {
        <div
            class="calendar__cell"
            role="gridcell"
            data-day=date.to_string()
            tabindex=follow(move || if is_here.get() { "0" } else { "-1" })
            aria-selected=follow(move || is_here.get().to_string())
            aria-current=follow(move || (today.get() == date).then_some("date"))
            data-other=follow(move || is_other().then_some(""))
            data-over=follow(move || is_over.get().then_some(""))
            on:click=move |_| go.run((view, date))
            on:dragover=move |event: DragEvent| {
                event.prevent_default();
                is_over.set(true);
            }
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop_here
        >
            <span class="visually-hidden">{name}</span>
            <span class="calendar__number" aria-hidden="true">{date.day()}</span>
            <span class="calendar__count" aria-hidden="true">
                {follow(move || Some(entries.read().len()).filter(|count| *count > 0))}
            </span>
            <ul class="calendar__entries">
                {shown(move || {
                    let entries = entries.get().into_iter().take(most);
                    entries.map(|entry| view! { <Slip app=app entry=entry /> }).collect_view()
                })}
            </ul>
            {shown(move || {
                let count = more.get();
                (count > 0).then(|| view! {
                    <button
                        class="calendar__more"
                        type="button"
                        on:click=move |event| {
                            event.stop_propagation();
                            go.run((View::Week, date));
                        }
                    >
                        {page.text(&message!("agenda-more", count = count))}
                    </button>
                })
            })}
        </div>
    }
}

/// An entry on a day, which can be carried to another.
#[component]
fn Slip(app: App, entry: Entry) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let id = entry.id;
    let held = Memo::new(move |_| line(app, entry, app.clock()));
    shown(move || {
        let line = held.get()?;
        let time = entry.at.and_then(|at| Some(app.format()?.time(at)));
        let open = move |event: leptos::ev::MouseEvent| {
            event.stop_propagation();
            if let Some(making) = making {
                making.activity.set(Some(Asked::Edit(id)));
            }
        };
        let begin = move |event: DragEvent| {
            if let Some(data) = event.data_transfer() {
                // What cannot be carried stays where it is.
                let _ = data.set_data(CARRIED, &id.to_string());
            }
        };
        let whose = line.about.map(|(_, name)| name).unwrap_or_default();
        let title = if whose.is_empty() {
            line.subject.clone()
        } else {
            page.text(&message!(
                "agenda-slip",
                subject = line.subject.as_str(),
                name = whose
            ))
        };
        let late = line.late.is_some().then_some("");
        Some(view! {
            <li>
                <button
                    class="calendar__slip"
                    type="button"
                    draggable="true"
                    title=title
                    data-entry=id.to_string()
                    data-done=entry.is_done.then_some("")
                    data-late=late
                    on:click=open
                    on:dragstart=begin
                >
                    <Icon glyph=line.glyph />
                    {time.map(|time| view! { <span class="calendar__time">{time}</span> })}
                    <span class="truncate">{line.subject}</span>
                </button>
            </li>
        })
    })
}

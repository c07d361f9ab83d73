//! What is worth a minute: the age of the backup, customers nobody has spoken with for long, customers of
//! whom little is known.

use crate::domain::RecordKind;
use crate::message;
use crate::query::{Filter, Now, Operand, Test};
use crate::ui::app::{App, say};
use crate::ui::backup::Backups;
use crate::ui::components::{Card, Glyph, Icon};
use crate::ui::customers::tab_filter;
use crate::ui::follow::shown;
use crate::ui::place::Place;
use leptos::prelude::*;

/// After so many days without contact a customer is quiet.
const QUIET_DAYS: i32 = 60;
/// Of whom less than this part is known, in percent, there is something to ask.
const KNOWN_MIN: &str = "50";

/// Customers without contact for so long, or ever.
fn quiet(now: Now) -> Place {
    let day = now.today.add_days(-QUIET_DAYS).to_string();
    let filter = Filter::Any(vec![
        Filter::test("last_contact", Test::Lt(Operand::text(&day))),
        Filter::test("last_contact", Test::Empty(true)),
    ]);
    Place::new(RecordKind::Customer, tab_filter, Some(filter))
}

/// Customers of whom little is known.
fn incomplete() -> Option<Place> {
    let most = crate::domain::Number::parse(KNOWN_MIN).ok()?;
    let filter = Filter::test("completeness", Test::Lt(Operand::Number(most)));
    Some(Place::new(RecordKind::Customer, tab_filter, Some(filter)))
}

/// The card.
#[component]
pub fn WorthAMinute(
    /// The app.
    app: App,
    /// What time it is.
    now: Signal<Now>,
) -> impl IntoView {
    let page = app.page();
    let backups = use_context::<Backups>();
    let today = Memo::new(move |_| now.read().today);
    let asked = move || Now {
        today: today.get(),
        ..now.get_untracked()
    };
    let is_quiet = Memo::new(move |_| quiet(asked()).look(app, asked(), 0).count);
    let is_incomplete =
        Memo::new(move |_| incomplete().map_or(0, |place| place.look(app, asked(), 0).count));
    let backup = backups.map(|backups| {
        view! {
            <Line
                glyph=Glyph::Shield
                title=say(page, move || backups.age())
                note=say(page, move || match backups.last() {
                    Some(_) => message!("home-changes-since", count = backups.changes_since() as usize),
                    None => message!("home-only-here"),
                })
                href=app.href("settings/data")
            />
        }
    });
    let of_quiet = shown(move || {
        let count = is_quiet.get();
        (count > 0).then(|| view! {
            <Line
                glyph=Glyph::Person
                title=say(page, move || message!("home-quiet", count = count, days = QUIET_DAYS))
                note=say(page, || message!("home-quiet-note"))
                href=quiet(asked()).href(app)
            />
        })
    });
    let of_incomplete = shown(move || {
        let count = is_incomplete.get();
        let place = incomplete().filter(|_| count > 0)?;
        Some(view! {
            <Line
                glyph=Glyph::Edit
                title=say(page, move || message!("home-incomplete", count = count))
                note=say(page, || message!("home-incomplete-note"))
                href=place.href(app)
            />
        })
    });
    view! {
        <Card title=say(page, || message!("home-worth")) flush=true>
            <div class="home-worth">{backup} {of_quiet} {of_incomplete}</div>
        </Card>
    }
}

/// One thing to do, which opens where it is done.
#[component]
fn Line(
    glyph: Glyph,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] note: Signal<String>,
    href: String,
) -> impl IntoView {
    view! {
        <a class="home-worth__line" href=href>
            <span class="soft"><Icon glyph=glyph /></span>
            <span class="home__two">
                <span class="medium">{title}</span>
                <span class="soft small">{note}</span>
            </span>
            <span class="faint push"><Icon glyph=Glyph::ChevronRight /></span>
        </a>
    }
}

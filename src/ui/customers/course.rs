//! The course of a customer's score over the last weeks: a small line, and its figures as a table for
//! whoever does not see it. Which figures these are is the scoring's matter.

use crate::domain::Date;
use crate::message;
use crate::ui::app::App;
use crate::ui::follow::shown;
use leptos::prelude::*;

/// The drawing is so wide, in steps of its own.
const WIDTH: f64 = 240.0;
/// And so high, without the room that its ends need.
const HEIGHT: f64 = 28.0;
/// So much is left free around the line.
const ROOM: f64 = 4.0;

/// The places of scores in the drawing: all of it is the span from the lowest to the highest, and at least
/// ten points, so that a change of one does not look like a fall.
fn places(scores: &[i32]) -> Vec<(f64, f64)> {
    let low = scores.iter().copied().min().unwrap_or_default();
    let high = scores.iter().copied().max().unwrap_or_default();
    let span = f64::from((high - low).max(10));
    let middle = f64::midpoint(f64::from(low), f64::from(high));
    let last = scores.len().saturating_sub(1).max(1) as f64;
    let place = |(at, score): (usize, &i32)| {
        let up = (f64::from(*score) - middle) / span + 0.5;
        (ROOM + at as f64 / last * WIDTH, ROOM + (1.0 - up) * HEIGHT)
    };
    scores.iter().enumerate().map(place).collect()
}

/// The line.
#[component]
pub(super) fn ScoreCourse(
    /// The app.
    app: App,
    /// The scores with their days, today last; nothing shows while there are none.
    #[prop(into)]
    weeks: Signal<Vec<(Date, i32)>>,
) -> impl IntoView {
    shown(move || {
        let weeks = weeks.get();
        (!weeks.is_empty()).then(|| drawn(app, &weeks))
    })
}

fn drawn(app: App, weeks: &[(Date, i32)]) -> impl IntoView + use<> {
    let page = app.page();
    let scores: Vec<i32> = weeks.iter().map(|(_, score)| *score).collect();
    let number = |score: Option<&i32>| score.copied().unwrap_or_default() as usize;
    let label = page.text(&message!(
        "score-weeks",
        first = number(scores.first()),
        last = number(scores.last()),
        low = number(scores.iter().min()),
        high = number(scores.iter().max())
    ));
    let spots = places(&scores);
    let line: Vec<String> = spots
        .iter()
        .map(|(x, y)| format!("{x:.1},{y:.1}"))
        .collect();
    let end = spots.last().copied().unwrap_or_default();
    let format = app.format();
    let day = |day: Date| {
        let format = format.as_ref();
        format
            .map(|format| format.date(day, app.today()))
            .unwrap_or_default()
    };
    let rows = weeks.iter().map(|(on, score)| {
        view! { <tr><th scope="row">{day(*on)}</th><td>{*score}</td></tr> }
    });
    let rows = rows.collect_view();
    let first = weeks.first().map(|(on, _)| day(*on));
    let last = weeks.last().map(|(on, _)| day(*on));
    let field = page.messages().field("customer", "score");
    view! {
        <div class="score__course">
            <svg
                class="score__line"
                viewBox=format!("0 0 {} {}", WIDTH + 2.0 * ROOM, HEIGHT + 2.0 * ROOM)
                aria-hidden="true"
            >
                <polyline class="score__path" points=line.join(" ") />
                <circle class="score__dot" cx=end.0 cy=end.1 r="3" />
            </svg>
            <p class="score__ends soft small" aria-hidden="true"><span>{first}</span><span>{last}</span></p>
            <table class="visually-hidden">
                <caption>{label}</caption>
                <thead>
                    <tr>
                        <th scope="col">{page.text(&message!("score-week"))}</th>
                        <th scope="col">{field}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn the_line_goes_from_edge_to_edge_and_a_small_change_stays_small() {
        let ends = |scores: &[i32]| {
            let spots = places(scores);
            (spots.first().copied(), spots.last().copied())
        };
        let (first, last) = ends(&[20, 50, 80]);
        assert_eq!(first, Some((ROOM, ROOM + HEIGHT)));
        assert_eq!(last, Some((ROOM + WIDTH, ROOM)));
        let (first, last) = ends(&[50, 51]);
        let fall = first.zip(last).map(|((_, one), (_, other))| one - other);
        assert!(fall.is_some_and(|fall| fall > 0.0 && fall < HEIGHT / 5.0));
        assert_eq!(places(&[40]).len(), 1);
    }
}

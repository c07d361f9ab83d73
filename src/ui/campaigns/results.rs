//! Results back in: the report of a mail tool is matched with the members by e-mail. Nobody is moved
//! back, and what was not understood is said.

use crate::domain::RecordId;
use crate::exchange::encoding::decode;
use crate::exchange::results::{NoReport, read};
use crate::message;
use crate::query::campaign::Standing;
use crate::query::member::moves;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, Glyph};
use crate::workspace::command::Command;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The button that asks for the file.
#[component]
pub(super) fn Results(
    /// The app.
    app: App,
    /// The campaign.
    id: RecordId,
    /// How its members stand.
    standing: Memo<Standing>,
) -> impl IntoView {
    let page = app.page();
    let choose = move |()| {
        let chosen = page
            .host()
            .choose_file(".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain");
        spawn_local(async move {
            let Some(file) = chosen.await else { return };
            let (mut source, mut bytes) = (file.open(), Vec::new());
            loop {
                match source.next().await {
                    Ok(Some(more)) => bytes.extend(more),
                    Ok(None) => break,
                    Err(_) => {
                        return app
                            .say_failure(&message!("campaign-report-unread", file = file.name()));
                    }
                }
            }
            // One may have gone elsewhere while it was read.
            if app.live().peek().live(id).is_some()
                && let Some(standing) = standing.try_get_untracked()
            {
                take(app, &standing, &file.name(), &bytes);
            }
        });
    };
    view! {
        <Button label=say(page, || message!("campaign-results")) icon=Glyph::Upload on_press=choose />
    }
}

/// Takes a report in.
fn take(app: App, standing: &Standing, file: &str, bytes: &[u8]) {
    let Ok(decoded) = decode(bytes, None) else {
        return app.say_failure(&message!("campaign-report-unread", file = file));
    };
    let report = match read(&decoded.text) {
        Ok(report) => report,
        Err(NoReport::NoAddress) => {
            return app.say_failure(&message!("campaign-report-no-address", file = file));
        }
        Err(NoReport::NoStatus) => {
            return app.say_failure(&message!("campaign-report-no-status", file = file));
        }
    };
    let at = app.page().host().now();
    let fates = report.fates.iter();
    let fates = fates.map(|fate| (fate.address.as_str(), fate.status));
    let moves = moves(&app.live().peek(), &standing.members, fates, at);
    let has_moved = !moves.commands.is_empty();
    if has_moved && app.execute(&Command::All(moves.commands)).is_err() {
        return;
    }
    let words = message!(
        "campaign-report-taken",
        count = moves.moved,
        unknown = moves.unknown,
        odd = report.odd_rows.len()
    );
    app.say(&words, has_moved);
}

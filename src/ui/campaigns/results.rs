//! Results back in: the report of a mail tool is matched with the members by e-mail. Nobody is moved
//! back, and what was not understood is said.

use super::mail::reach_of;
use crate::domain::member::STATUSES;
use crate::domain::{Key, RecordId, Value, customer, member};
use crate::exchange::encoding::decode;
use crate::exchange::results::{NoReport, read};
use crate::message;
use crate::query::campaign::Standing;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, Glyph};
use crate::workspace::command::Command;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{HashMap, HashSet};

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
    let (mut commands, mut unknown, mut moved) = (Vec::new(), 0usize, HashSet::new());
    {
        let live = app.live();
        let workspace = live.peek();
        // Whoever has opted out since is still found by the address.
        let mut by_address: HashMap<String, RecordId> = HashMap::new();
        for id in &standing.members {
            let Some((customer, _)) = reach_of(app, *id) else {
                continue;
            };
            let Some(record) = workspace.live(customer) else {
                continue;
            };
            for (_, value) in record.elements(customer::EMAILS) {
                if let Some(address) = value.as_part().and_then(|part| part.value(0)?.as_text()) {
                    by_address.entry(address.to_lowercase()).or_insert(*id);
                }
            }
        }
        let rank = |status: &str| {
            STATUSES
                .iter()
                .position(|known| *known == status)
                .unwrap_or(0)
        };
        for fate in &report.fates {
            let Some(id) = by_address.get(&fate.address) else {
                unknown += 1;
                continue;
            };
            let Some(record) = workspace.live(*id) else {
                continue;
            };
            let mut fields = Vec::new();
            if rank(fate.status) > rank(record.text(member::STATUS)) {
                fields.push((Key::one(member::STATUS), Some(Value::text(fate.status))));
            }
            let own = match fate.status {
                "sent" => Some(member::SENT_AT),
                "opened" => Some(member::OPENED_AT),
                "clicked" => Some(member::CLICKED_AT),
                "responded" => Some(member::RESPONDED_AT),
                _ => None,
            };
            let undated = own.filter(|field| record.value(*field).is_none());
            fields.extend(undated.map(|field| (Key::one(field), Some(Value::Instant(at)))));
            if !fields.is_empty() {
                moved.insert(*id);
                commands.push(Command::Edit {
                    ids: vec![*id],
                    fields,
                    revision: None,
                });
            }
        }
    }
    if !commands.is_empty() && app.execute(&Command::All(commands)).is_err() {
        return;
    }
    let words = message!(
        "campaign-report-taken",
        count = moved.len(),
        unknown = unknown,
        odd = report.odd_rows.len()
    );
    app.say(&words, !moved.is_empty());
}

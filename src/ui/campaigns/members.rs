//! The members of a campaign: how many came how far, and who they are, with their status to be set by
//! hand.

use crate::domain::{Key, RecordId, RecordKind, Value, member};
use crate::message;
use crate::query::campaign::{Standing, moved};
use crate::query::member::set;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Card, Choice, Glyph, SelectField};
use crate::ui::lists::field;
use crate::ui::parts;
use crate::workspace::command::Command;
use leptos::prelude::*;

/// So many more are shown at once.
const STEP: usize = 25;

/// How many came how far.
#[component]
pub(super) fn Steps(
    /// The app.
    app: App,
    /// How they stand.
    standing: Memo<Standing>,
) -> impl IntoView {
    let page = app.page();
    let rows = move || {
        let standing = standing.read();
        let whole = standing.steps.first().map_or(0, |(_, count)| *count).max(1);
        let mut before = None;
        let mut rows = Vec::new();
        for (step, count) in &standing.steps {
            let of_step = before.filter(|before| *before > 0).unwrap_or(*count).max(1);
            let percent = app
                .format()
                .map(|format| format.percent(*count as f64 / of_step as f64 * 100.0))
                .unwrap_or_default();
            let told = if before.is_some() {
                page.text(&message!("campaign-of-step", percent = percent))
            } else {
                percent
            };
            let counted = app
                .format()
                .map(|format| format.count(*count))
                .unwrap_or_default();
            let length = format!("{:.1}%", *count as f64 / whole as f64 * 100.0);
            let is_last = *step == "converted";
            rows.push(view! {
                <tr>
                    <th scope="row">{page.messages().option("member", "status", step)}</th>
                    <td class="campaign-steps__bar"><span aria-hidden="true" data-last=is_last.then_some("") style:--bar=length></span></td>
                    <td><b>{counted}</b></td>
                    <td class="soft small">{told}</td>
                </tr>
            });
            before = Some(*count);
        }
        rows.collect_view()
    };
    let out = move || {
        let standing = standing.read();
        (standing.bounced + standing.opted_out > 0).then(|| {
            page.text(&message!(
                "campaign-out",
                bounced = standing.bounced,
                opted = standing.opted_out
            ))
        })
    };
    view! {
        <Card title=say(page, || message!("campaign-by-status")) note=say(page, || message!("campaign-by-status-note"))>
            <table class="campaign-steps"><caption class="visually-hidden">{move || page.text(&message!("campaign-by-status"))}</caption><tbody>{rows}</tbody></table>
            <p class="soft small">{out}</p>
        </Card>
    }
}

/// Sets the status of members by hand.
pub(super) fn set_status(app: App, members: &[RecordId], status: &str) -> Option<Command> {
    let at = app.page().host().now();
    let commands = set(&app.live().peek(), members, status, at);
    (!commands.is_empty()).then_some(Command::All(commands))
}

/// Who they are.
#[component]
pub(super) fn Members(
    /// The app.
    app: App,
    /// How they stand.
    standing: Memo<Standing>,
) -> impl IntoView {
    let page = app.page();
    let wanted = RwSignal::new(String::new());
    let shown = RwSignal::new(STEP);
    let found = Memo::new(move |_| {
        let standing = standing.read();
        let wanted = wanted.read();
        let live = app.live();
        let workspace = live.field(RecordKind::Member, member::STATUS);
        let is_wanted = |id: &&RecordId| {
            wanted.is_empty()
                || workspace
                    .record(**id)
                    .is_some_and(|record| record.text(member::STATUS) == wanted.as_str())
        };
        standing
            .members
            .iter()
            .filter(is_wanted)
            .copied()
            .collect::<Vec<_>>()
    });
    let statuses = move || {
        let own = member::STATUSES.iter();
        own.map(|code| Choice::new(*code, page.messages().option("member", "status", code)))
            .collect::<Vec<_>>()
    };
    let filters = Signal::derive(move || {
        let all = Choice::new("", page.text(&message!("campaign-all-members")));
        std::iter::once(all).chain(statuses()).collect::<Vec<_>>()
    });
    let export = move |()| {
        let fields = untrack(|| field::fields(app, RecordKind::Member));
        let paths = [
            "customer",
            "variant",
            "status",
            "sent_at",
            "opened_at",
            "clicked_at",
            "responded_at",
            "note",
        ];
        parts::export(
            app,
            found.get_untracked(),
            Some(paths.map(str::to_owned).to_vec()),
            fields,
        );
    };
    let count = move |count: usize| {
        app.format()
            .map(|format| format.count(count))
            .unwrap_or_default()
    };
    let more = move || {
        let left = found.read().len().saturating_sub(shown.get());
        (left > 0).then(|| {
            view! {
                <Button
                    label=page.text(&message!("campaign-more", count = left.min(STEP)))
                    kind=ButtonKind::Quiet
                    on_press=move |()| shown.update(|shown| *shown += STEP)
                />
            }
        })
    };
    let rows = move || {
        let found = found.read();
        found.iter().take(shown.get()).copied().collect::<Vec<_>>()
    };
    let head =
        move |message: crate::i18n::Message| view! { <th scope="col">{page.text(&message)}</th> };
    view! {
        <Card title=say(page, || message!("kinds-member")) note=Signal::derive(move || count(found.read().len())) flush=true actions=move || view! {
            <SelectField label=say(page, || message!("field-member-status")) value=wanted choices=filters quiet=true on_change=move |to| { wanted.set(to); shown.set(STEP); } />
            <Button label=say(page, || message!("action-export")) icon=Glyph::Upload kind=ButtonKind::Quiet small=true on_press=export />
        }>
            <div class="campaign-table__frame" role="region" tabindex="0" aria-label=say(page, || message!("campaign-who"))>
                <table class="campaign-table">
                    <thead><tr>
                        {move || head(message!("field-member-customer"))}
                        {move || head(message!("field-member-variant"))}
                        {move || head(message!("field-member-status"))}
                        {move || head(message!("campaign-since"))}
                        {move || head(message!("field-member-note"))}
                    </tr></thead>
                    <tbody>
                        <For
                            each=rows
                            key=|id| *id
                            children=move |id| view! { <Row app=app id=id standing=standing statuses=Signal::derive(statuses) /> }
                        />
                    </tbody>
                </table>
            </div>
            {move || found.read().is_empty().then(|| view! { <p class="campaign-none soft">{page.text(&message!("campaign-no-members"))}</p> })}
            <div class="campaign-more">{more}</div>
        </Card>
    }
}

/// One of them.
#[component]
fn Row(
    app: App,
    id: RecordId,
    standing: Memo<Standing>,
    statuses: Signal<Vec<Choice>>,
) -> impl IntoView {
    let page = app.page();
    let record = move |read: &dyn Fn(&crate::domain::Record) -> String| {
        let live = app.live();
        let workspace = live.record(id);
        workspace
            .record(id)
            .map(|record| read(&record))
            .unwrap_or_default()
    };
    let customer = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        workspace.record(id)?.value(member::CUSTOMER)?.as_ref_id()
    });
    let name = move || {
        customer
            .get()
            .map(|of| app.live().record(of).name(of).into_owned())
            .unwrap_or_default()
    };
    let status = Signal::derive(move || record(&|record| record.text(member::STATUS).to_owned()));
    let version = move || {
        let element = record(&|record| record.text(member::VARIANT).to_owned());
        let standing = standing.read();
        standing
            .versions
            .iter()
            .find(|version| *version.element == *element)
            .map(|version| version.name.to_string())
    };
    let since = move || {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        let at = moved(&record)?;
        let day = app.clock().day_of(at);
        Some(app.format()?.date(day, app.today()))
    };
    let note = Signal::derive(move || record(&|record| record.text(member::NOTE).to_owned()));
    let label = Signal::derive(move || page.text(&message!("campaign-status-of", name = name())));
    let note_label =
        Signal::derive(move || page.text(&message!("campaign-note-of", name = name())));
    let set = move |to: String| {
        if let Some(command) = set_status(app, &[id], &to) {
            // A refusal is said.
            let _ = app.execute(&command);
        }
    };
    let write = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        let value = Some(text.trim())
            .filter(|text| !text.is_empty())
            .map(Value::text);
        if app
            .execute(&Command::Edit {
                ids: vec![id],
                fields: vec![(Key::one(member::NOTE), value)],
                revision: None,
            })
            .is_err()
        {
            app.say_failure(&message!("campaign-note-long"));
        }
    };
    view! {
        <tr>
            <th scope="row">{move || customer.get().map(|of| view! { <a class="link" href=app.record_href(of)>{name}</a> })}</th>
            <td>{version}</td>
            <td><SelectField label=label value=status choices=statuses quiet=true on_change=set /></td>
            <td class="soft">{since}</td>
            <td><input class="campaign-note" aria-label=note_label prop:value=note on:change=write /></td>
        </tr>
    }
}

//! How content the customer was: the answer, from 1 to 5, and what was said with it.

use crate::domain::{Key, Number, RecordId, Value, ticket};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Card, Segment, Segmented};
use crate::ui::records::facts::Fact;
use crate::workspace::command::Command;
use leptos::prelude::*;

fn mark_of(app: App, id: RecordId) -> Option<String> {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    record.value(ticket::CSAT).map(Value::typed)
}

/// The card.
#[component]
pub(super) fn Satisfaction(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let mark = Memo::new(move |_| mark_of(app, id));
    let put = move |mark: Option<u32>| {
        let value = mark.map(|mark| Value::Number(Number::from(mark)));
        let command = Command::Edit {
            ids: vec![id],
            fields: vec![(Key::one(ticket::CSAT), value)],
            revision: None,
        };
        // A refusal was said; the answer stays as it was.
        let _ = app.execute(&command);
    };
    let marks = Signal::derive(|| {
        (1..=5)
            .map(|mark| Segment::new(mark.to_string(), mark.to_string()))
            .collect::<Vec<_>>()
    });
    let note = Signal::derive(move || {
        let mark = mark.get()?;
        Some(page.text(&message!("ticket-of-five", mark = mark)))
    });
    let title = Signal::derive(move || page.messages().field("ticket", "csat"));
    let comment = Signal::derive(move || page.messages().field("ticket", "csat_comment"));
    view! {
        <Card title=title note=note>
            <p class="soft small">{move || page.text(&message!("ticket-mark-hint"))}</p>
            <div class="ticket__marks">
                <Segmented
                    label=title
                    value=Signal::derive(move || mark.get().unwrap_or_default())
                    segments=marks
                    small=true
                    on_change=move |to: String| put(to.parse().ok())
                />
                <Show when=move || mark.read().is_some()>
                    <Button
                        label=say(page, || message!("ticket-take-mark"))
                        kind=ButtonKind::Quiet
                        small=true
                        on_press=move |()| put(None)
                    />
                </Show>
            </div>
            <Show when=move || mark.read().is_some()>
                <Fact app=app id=id path="csat_comment".to_owned() label=comment />
            </Show>
        </Card>
    }
}

//! Whose the changes are that are made on this device: one of the owners.

use crate::domain::{RecordId, RecordKind};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Card, Choice, SelectField};
use crate::ui::follow::shown;
use crate::ui::host::Preference;
use leptos::prelude::*;

/// The card.
#[component]
pub(super) fn AuthorCard(app: App) -> impl IntoView {
    let page = app.page();
    let owners = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.kind(RecordKind::Owner);
        let table = workspace.table(RecordKind::Owner);
        let ids = table.live_rows().filter_map(|row| table.id(row));
        ids.map(|id| (id, workspace.name(id).into_owned()))
            .collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(page.host().preference(Preference::Author));
    let value = Signal::derive(move || {
        let owners = owners.read();
        let kept = chosen.get().and_then(|kept| RecordId::parse(&kept).ok());
        let kept = kept.filter(|kept| owners.iter().any(|(id, _)| id == kept));
        // Without a choice, or where they are gone, it is the first, as at the start.
        let id = kept.or_else(|| owners.first().map(|(id, _)| *id));
        id.map(|id| id.to_string()).unwrap_or_default()
    });
    let choices = Signal::derive(move || {
        let owners = owners.get().into_iter();
        owners
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect::<Vec<_>>()
    });
    let choose = move |code: String| {
        let Ok(id) = RecordId::parse(&code) else {
            return;
        };
        page.host().set_preference(Preference::Author, Some(&code));
        app.live().writer().set_author(Some(id));
        chosen.set(Some(code));
    };
    let has_owners = Memo::new(move |_| !owners.read().is_empty());
    let href = StoredValue::new(app.href("owners"));
    let inside = move || match has_owners.get() {
        true => view! {
            <SelectField
                label=say(page, || message!("sync-you"))
                hint=say(page, || message!("sync-you-hint"))
                value=value
                choices=choices
                on_change=choose
            />
        }
        .into_any(),
        false => {
            view! { <p class="sync__note">{page.text(&message!("sync-you-nobody"))}</p> }.into_any()
        }
    };
    view! {
        <Card title=say(page, || message!("sync-you-title"))>
            <div class="sync__body">
                {shown(inside)}
                <p>
                    <a class="link" href=href.get_value()>
                        {move || page.text(&message!("sync-you-owners"))}
                    </a>
                </p>
            </div>
        </Card>
    }
}

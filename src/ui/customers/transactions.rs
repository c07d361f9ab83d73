//! What a customer bought and paid, on its page: the latest, the form that adds one, and each with its
//! fields and lines in a dialog. All of them are a list of its own.

use crate::domain::{FieldIx, RecordId, RecordKind, transaction};
use crate::message;
use crate::query::{Filter, Operand, Test};
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Card, CardRow, Dialog, Glyph, IconButton};
use crate::ui::lists::address::{Conditions, ListAddress};
use crate::ui::lists::create::CreateRecord;
use crate::ui::records::facts::FieldFacts;
use crate::ui::records::lines::Lines;
use crate::ui::records::related::{RelatedTransaction, transactions};
use crate::ui::transactions::{ASKED, START};
use crate::workspace::command::Command;
use leptos::prelude::*;

/// So many show at first.
const SHOWN_MAX: usize = 8;

/// What is edited of one.
const FIELDS: &[FieldIx] = &[
    transaction::NUMBER,
    transaction::KIND,
    transaction::DATE,
    transaction::AMOUNT,
    transaction::STATUS,
    transaction::CHANNEL,
    transaction::DESCRIPTION,
];

/// The card.
#[component]
pub(super) fn Transactions(
    /// The app.
    app: App,
    /// The customer.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let all = Memo::new(move |_| transactions(app, id));
    let making = RwSignal::new(false);
    let shown = RwSignal::new(None::<RecordId>);
    let line = move |one: RelatedTransaction| {
        let format = app.format();
        let kind = page.messages().option("transaction", "kind", &one.kind);
        let name = if one.number.is_empty() {
            kind.clone()
        } else {
            one.number
        };
        let date = one.date.zip(format.as_ref());
        let date = date.map(|(date, format)| format.date(date, app.today()));
        let amount = one.amount.zip(format.as_ref());
        let amount = amount.map(|(amount, format)| format.money(amount));
        let to = one.id;
        view! {
            <CardRow>
                <span class="record__two">
                    <button
                        class="record__link medium truncate"
                        type="button"
                        on:click=move |_| shown.set(Some(to))
                    >
                        {name}
                    </button>
                    <span class="soft small truncate">{kind}</span>
                </span>
                <span class="record__two record__two--end push">
                    <span class="medium">{amount}</span>
                    <span class="soft small">{date}</span>
                </span>
            </CardRow>
        }
    };
    let lines = move || {
        let all = all.get().into_iter();
        all.take(SHOWN_MAX).map(line).collect_view()
    };
    let note = Signal::derive(move || {
        let format = app.format();
        format.map(|format| format.count(all.read().len()))
    });
    // All of them, where the card does not show all.
    let list = {
        let is_theirs = Test::Is(Operand::text(&id.to_string()));
        let address = ListAddress {
            filter: Conditions::of(Some(Filter::test("customer", is_theirs))),
            ..ListAddress::default()
        };
        app.href(&format!("transactions?{}", address.write()))
    };
    let has_more = Memo::new(move |_| all.read().len() > SHOWN_MAX);
    view! {
        <Card
            title=say(page, || message!("customer-transactions"))
            note=note
            flush=true
            actions=move || view! {
                <IconButton
                    label=say(page, || message!("transactions-new"))
                    glyph=Glyph::Plus
                    small=true
                    on_press=move |()| making.set(true)
                />
            }
        >
            {lines}
            {move || has_more.get().then(|| {
                let list = list.clone();
                let words = message!("customer-all-transactions", count = all.read().len());
                view! { <CardRow><a class="link" href=list>{page.text(&words)}</a></CardRow> }
            })}
        </Card>
        <CreateRecord
            app=app
            kind=RecordKind::Transaction
            fields=ASKED
            title=|| message!("transactions-new")
            open=making
            start=START
            about=Signal::stored(vec![(transaction::CUSTOMER, id)])
        />
        <One app=app shown=shown />
    }
}

/// One transaction: its fields, edited in place, and its lines.
#[component]
fn One(app: App, shown: RwSignal<Option<RecordId>>) -> impl IntoView {
    let page = app.page();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if shown.read().is_some() {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            shown.set(None);
        }
    });
    let title = Signal::derive(move || {
        let name = shown.get().map(|id| {
            let live = app.live();
            let workspace = live.record(id);
            let record = workspace.record(id);
            record.map_or_else(String::new, |record| {
                record.text(transaction::NUMBER).to_owned()
            })
        });
        match name.filter(|name| !name.is_empty()) {
            Some(name) => name,
            None => page.messages().kind(RecordKind::Transaction.code()),
        }
    });
    let throw_away = move |()| {
        let Some(id) = shown.get_untracked() else {
            return;
        };
        let name = title.get_untracked();
        if app.execute(&Command::Trash { ids: vec![id] }).is_ok() {
            open.set(false);
            app.say(&message!("toast-trashed", name = name), true);
        }
    };
    view! {
        <Dialog
            open=open
            title=title
            close_label=say(page, || message!("action-close"))
            actions=move || view! {
                <Button
                    label=say(page, || message!("action-delete"))
                    icon=Glyph::Trash
                    kind=ButtonKind::Quiet
                    on_press=throw_away
                />
                <Button
                    label=say(page, || message!("action-close"))
                    kind=ButtonKind::Primary
                    on_press=move |()| open.set(false)
                />
            }
        >
            {move || shown.get().map(|id| view! {
                <div class="facts"><FieldFacts app=app id=id fields=FIELDS /></div>
                <Lines app=app id=id />
            })}
        </Dialog>
    }
}

//! The last step: how many rows became what, file by file, and the way back.

use super::sheet::{Done, Sheet};
use super::state::Importing;
use super::words;
use crate::domain::{RecordKind, Stamp};
use crate::message;
use crate::query::filter::{Filter, Operand, Test};
use crate::query::stamp::moment;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Glyph, Icon, Notice, Tone};
use crate::ui::lists::address::{Conditions, ListAddress};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The step.
#[component]
pub(super) fn DoneStep(app: App, importing: Importing) -> impl IntoView {
    let page = app.page();
    let done = move || {
        let files = importing.files().into_iter();
        files
            .filter(|sheet| sheet.done.read().is_some())
            .collect::<Vec<_>>()
    };
    let sum = move |of: fn(&Done) -> f64| -> f64 {
        done()
            .iter()
            .filter_map(|sheet| sheet.done.get())
            .map(|done| of(&done))
            .sum()
    };
    let title = move || {
        let written = sum(|done| (done.counts.created + done.counts.updated) as f64);
        page.text(&message!("import-done-title", count = written as usize))
    };
    let taken = move || {
        let seconds = words::seconds(app, sum(|done| done.seconds));
        page.text(&message!("import-done-in", seconds = seconds))
    };
    let can_undo = Memo::new(move |_| {
        done().iter().any(|sheet| {
            sheet
                .done
                .get()
                .is_some_and(|done| done.batch.is_some() && !done.is_undone)
        })
    });
    // The file that came in last is taken back first: others may refer to what was before it.
    let undo = move |()| {
        let mut batches: Vec<_> = done()
            .into_iter()
            .filter_map(|sheet| Some((sheet.done.get_untracked()?.batch?, sheet)))
            .collect();
        batches.sort_by_key(|(batch, _)| std::cmp::Reverse(*batch));
        spawn_local(async move {
            for (batch, sheet) in batches {
                if app.take_back(batch).await.is_none() {
                    return;
                }
                sheet.done.update(|done| {
                    if let Some(done) = done {
                        done.is_undone = true;
                    }
                });
            }
            app.say(&message!("import-undone"), false);
        });
    };
    // The lists that the records are in; what is in none of them leads to the customers.
    let shown = move || {
        let done = done();
        let is_of = |kind| done.iter().any(|sheet| sheet.kind() == kind);
        let (has_deals, has_products) = (is_of(RecordKind::Deal), is_of(RecordKind::Product));
        let has_customers = is_of(RecordKind::Customer) || !(has_deals || has_products);
        let kinds = [
            (has_deals, RecordKind::Deal, message!("import-show-deals")),
            (
                has_customers,
                RecordKind::Customer,
                message!("import-show-customers"),
            ),
            (
                has_products,
                RecordKind::Product,
                message!("import-show-products"),
            ),
        ];
        let kinds = kinds.into_iter().filter(|(has, ..)| *has).enumerate();
        kinds
            .map(|(at, (_, kind, label))| {
                let href = list_of(app, kind, &batches_of(&done, kind));
                let label = page.text(&label);
                let of = if at == 0 {
                    ButtonKind::Primary
                } else {
                    ButtonKind::Plain
                };
                view! { <Button label=label kind=of href=href /> }
            })
            .collect_view()
    };
    view! {
        <div class="page__scroll">
            <div class="import__narrow import__done">
                <div class="import__praise">
                    <span class="import__mark"><Icon glyph=Glyph::Check /></span>
                    <div>
                        <h2 class="import__title">{title}</h2>
                        <p class="soft">{taken}</p>
                    </div>
                </div>
                <For each=done key=|sheet| sheet.id let:sheet>
                    <FileDone app=app sheet=sheet />
                </For>
                <Show when=move || can_undo.get()>
                    <Notice
                        tone=Tone::Info
                        icon=Glyph::Undo
                        title=say(page, || message!("import-done-expected"))
                        actions=move || view! {
                            <Button label=say(page, || message!("import-undo")) on_press=undo />
                        }
                    >
                        <p>{move || page.text(&message!("import-done-undo-hint"))}</p>
                    </Notice>
                </Show>
                <p class="import__actions">
                    {shown}
                    <Button
                        label=say(page, || message!("import-another"))
                        kind=ButtonKind::Quiet
                        on_press=move |()| importing.clear()
                    />
                </p>
            </div>
        </div>
    }
}

/// The changes by which records of a kind came in, where they were not taken back.
fn batches_of(done: &[Sheet], kind: RecordKind) -> Vec<Stamp> {
    let batch = |sheet: &Sheet| {
        let done = sheet.done.get()?;
        done.batch
            .filter(|_| !done.is_undone && sheet.kind() == kind)
    };
    done.iter().filter_map(batch).collect()
}

/// The address of the list of what these changes wrote; without any, of all. It is told by when that
/// was, so that it stays the same list after a reload; what is edited later leaves it.
fn list_of(app: App, kind: RecordKind, batches: &[Stamp]) -> String {
    if batches.is_empty() {
        return app.href(kind.collection());
    }
    let moments = batches
        .iter()
        .map(|batch| Operand::text(&moment(*batch).to_string()));
    let theirs = Filter::test("updated_at", Test::In(moments.collect()));
    let address = ListAddress {
        filter: Conditions::of(Some(theirs)),
        ..ListAddress::default()
    };
    app.href(&format!("{}?{}", kind.collection(), address.write()))
}

#[component]
fn FileDone(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let counts = move || sheet.done.get().map(|done| done.counts).unwrap_or_default();
    let line = move |message, count: u64| {
        view! {
            <div class="import__count">
                <dt>{page.text(&message)}</dt>
                <dd>{words::count(app, count)}</dd>
            </div>
        }
    };
    let rejected = move || {
        let done = sheet.done.get()?;
        let count = usize::try_from(done.counts.rejected).unwrap_or(usize::MAX);
        let words = page.text(&message!("import-done-rejected-report", count = count));
        let rows = done.rejected;
        Some(if count == 0 {
            view! { {words::count(app, 0)} }.into_any()
        } else {
            let give = move |_| sheet.give_report(&rows);
            view! { <button class="link" type="button" on:click=give>{words}</button> }.into_any()
        })
    };
    let unresolved = move || {
        let count = sheet.done.get()?.unresolved;
        (count > 0).then(|| {
            let words = page.text(&message!("import-done-unresolved", count = count));
            view! { <p class="import__unresolved soft small">{words}</p> }
        })
    };
    let undone = move || {
        let is_undone = sheet.done.get()?.is_undone;
        is_undone.then(|| page.text(&message!("import-file-undone")))
    };
    view! {
        <section class="card" aria-label=sheet.name()>
            <header class="card__head">
                <Icon glyph=Glyph::File />
                <h3 class="truncate">{sheet.name()}</h3>
                <span class="card__note push" role="status">{undone}</span>
            </header>
            <dl class="import__counts">
                {move || {
                    let counts = counts();
                    let merged = counts.updated - counts.changed;
                    // What did not happen is not listed.
                    let seldom = [
                        (message!("import-done-changed"), counts.changed),
                        (message!("import-done-merged"), merged),
                        (message!("import-done-skipped"), counts.skipped),
                    ];
                    let seldom = seldom.into_iter().filter(|(_, count)| *count > 0);
                    let always = [
                        (message!("import-done-read"), counts.read),
                        (message!("import-done-added"), counts.created),
                    ];
                    always
                        .into_iter()
                        .chain(seldom)
                        .map(|(message, count)| line(message, count))
                        .collect_view()
                }}
                <div class="import__count">
                    <dt>{move || page.text(&message!("import-done-rejected"))}</dt>
                    <dd>{rejected}</dd>
                </div>
            </dl>
            {unresolved}
        </section>
    }
}

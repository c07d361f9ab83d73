//! How the values of a file are read: what stands first in its dates, which mark is the decimal one,
//! in which currency amounts are. What the file leaves open is asked, never guessed.

use super::sheet::Sheet;
use crate::domain::{Currency, Type};
use crate::exchange::cell::date::DateOrder;
use crate::exchange::cell::number::DecimalMark;
use crate::exchange::mapping::FormatQuestion;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Choice, Glyph, Icon, Notice, Segment, Segmented, SelectField, Tone};
use leptos::prelude::*;

/// The questions that only a person can answer: what stands first in dates, which mark is the
/// decimal one.
#[component]
pub(super) fn FormatRows(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    // Asked once and kept on show, so that the answer can be changed.
    let asked = Memo::new(move |before: Option<&Vec<(usize, FormatQuestion)>>| {
        drop(sheet.subject.read());
        let now = sheet.mapping.read();
        let now = now.as_ref().map(|mapping| mapping.format_questions());
        let mut all = before.cloned().unwrap_or_default();
        for question in now.unwrap_or_default() {
            if !all.contains(&question) {
                all.push(question);
            }
        }
        all
    });
    let of = move |wanted: FormatQuestion| {
        let asked = asked.read();
        let columns = asked
            .iter()
            .filter(move |(_, question)| *question == wanted);
        columns.map(|(column, _)| *column).collect::<Vec<_>>()
    };
    let name = move |columns: &[usize]| {
        let mapping = sheet.mapping.read();
        let names = columns.iter().filter_map(|column| {
            let column = mapping.as_ref()?.columns.get(*column)?;
            Some(column.name.clone())
        });
        let names: Vec<String> = names.collect();
        app.format()
            .map(|format| format.list(&names))
            .unwrap_or_default()
    };
    let dates = move || {
        let columns = of(FormatQuestion::DateOrder);
        let first = *columns.first()?;
        let named = name(&columns);
        let value = Signal::derive(move || {
            let mapping = sheet.mapping.read();
            let order = mapping
                .as_ref()
                .and_then(|mapping| mapping.columns.get(first)?.date_order);
            order.map(DateOrder::code).unwrap_or_default().to_owned()
        });
        let segments = Signal::derive(move || {
            [DateOrder::DayMonthYear, DateOrder::MonthDayYear]
                .map(|order| Segment::new(order.code(), page.messages().date_order(order.code())))
                .to_vec()
        });
        let choose = move |code: String| {
            let columns = columns.clone();
            sheet.set_mapping(move |mapping| {
                for index in columns {
                    if let Some(column) = mapping.columns.get_mut(index) {
                        column.date_order = DateOrder::from_code(&code);
                    }
                }
            });
        };
        Some(view! {
            <div class="import__row">
                <Icon glyph=Glyph::Calendar />
                <span class="import__what soft">{page.text(&message!("import-dates"))}</span>
                <span class="import__found">{page.text(&message!("import-dates-question"))}</span>
                <Segmented
                    label=say(page, || message!("import-dates-question"))
                    value=value
                    segments=segments
                    on_change=choose
                />
                <div class="import__warning">
                    <Notice tone=Tone::Warning>
                        <p>{page.text(&message!("import-dates-ambiguous", column = named))}</p>
                    </Notice>
                </div>
            </div>
        })
    };
    let marks = move || {
        let columns = of(FormatQuestion::DecimalMark);
        let first = *columns.first()?;
        let named = name(&columns);
        let value = Signal::derive(move || {
            let mapping = sheet.mapping.read();
            let mark = mapping
                .as_ref()
                .and_then(|mapping| mapping.columns.get(first)?.decimal_mark);
            mark.map(DecimalMark::code).unwrap_or_default().to_owned()
        });
        let segments = Signal::derive(move || {
            [DecimalMark::Point, DecimalMark::Comma]
                .map(|mark| Segment::new(mark.code(), page.messages().decimal_mark(mark.code())))
                .to_vec()
        });
        let choose = move |code: String| {
            let columns = columns.clone();
            sheet.set_mapping(move |mapping| {
                for index in columns {
                    if let Some(column) = mapping.columns.get_mut(index) {
                        column.decimal_mark = DecimalMark::from_code(&code);
                    }
                }
            });
        };
        Some(view! {
            <div class="import__row">
                <Icon glyph=Glyph::Coins />
                <span class="import__what soft">{page.text(&message!("import-decimal"))}</span>
                <span class="import__found">{named}</span>
                <Segmented
                    label=say(page, || message!("import-decimal"))
                    value=value
                    segments=segments
                    on_change=choose
                />
            </div>
        })
    };
    view! { {dates} {marks} }
}

/// In which currency amounts are that name none, where there are amounts.
#[component]
pub(super) fn CurrencyRow(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let has_amounts = Memo::new(move |_| {
        let mapping = sheet.mapping.read();
        let Some(mapping) = mapping.as_ref() else {
            return false;
        };
        let is_money = |of: Option<Type>| of == Some(Type::Money);
        let by_slot = mapping
            .targets()
            .any(|(_, target)| is_money(target.slot().and_then(|slot| slot.of(mapping.kind()))));
        by_slot || mapping.new_fields().any(|field| field.of == "money")
    });
    let choices = Signal::derive(move || {
        let intl = page.host().intl(page.locale());
        let named = |currency: Currency| {
            let name = intl.currency_name(currency);
            Choice::new(currency.code(), format!("{name} ({})", currency.code()))
        };
        let mut all: Vec<Choice> = Currency::all().map(named).collect();
        all.sort_by(|a, b| a.label.cmp(&b.label));
        all
    });
    let value = Signal::derive(move || sheet.options.read().currency.code().to_owned());
    let choose = move |code: String| {
        if let Ok(currency) = Currency::parse(&code) {
            sheet.set_options(|options| options.currency = currency);
        }
    };
    view! {
        <Show when=move || has_amounts.get()>
            <div class="import__row">
                <Icon glyph=Glyph::Coins />
                <span class="import__what soft">{move || page.text(&message!("import-currency"))}</span>
                <span class="import__found">
                    <SelectField
                        label=say(page, || message!("import-currency"))
                        quiet=true
                        value=value
                        choices=choices
                        on_change=choose
                    />
                </span>
            </div>
        </Show>
    }
}

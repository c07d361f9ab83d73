//! How the values of a file are read: what stands first in its dates, which mark is the decimal one,
//! in which currency amounts are and where phone numbers are dialled. What the file leaves open is
//! asked, never guessed.

use super::sheet::Sheet;
use crate::domain::phone::Region;
use crate::domain::{Currency, Type};
use crate::exchange::cell::country;
use crate::exchange::cell::date::DateOrder;
use crate::exchange::cell::number::DecimalMark;
use crate::exchange::mapping::{ColumnMapping, FormatQuestion};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Choice, Glyph, Icon, Notice, Segment, Segmented, SelectField, Tone};
use leptos::prelude::*;

/// The questions that only a person can answer: what stands first in dates, which mark is the
/// decimal one.
#[component]
pub(super) fn FormatRows(app: App, sheet: Sheet) -> impl IntoView {
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
    let rows = move || {
        let asked = asked.read();
        let of = |wanted: FormatQuestion| {
            let columns = asked.iter().filter(|(_, question)| *question == wanted);
            let columns: Vec<usize> = columns.map(|(column, _)| *column).collect();
            (!columns.is_empty()).then(
                || view! { <FormatRow app=app sheet=sheet question=wanted columns=columns /> },
            )
        };
        [
            of(FormatQuestion::DateOrder),
            of(FormatQuestion::DecimalMark),
        ]
        .into_iter()
        .collect_view()
    };
    view! { {rows} }
}

/// One question with its answers, for all columns that leave it open.
#[component]
fn FormatRow(
    app: App,
    sheet: Sheet,
    question: FormatQuestion,
    columns: Vec<usize>,
) -> impl IntoView {
    let page = app.page();
    let named = {
        let columns = columns.clone();
        move || names(app, sheet, &columns)
    };
    let value = {
        let first = columns.first().copied();
        Signal::derive(move || {
            let mapping = sheet.mapping.read();
            let column = first.and_then(|first| mapping.as_ref()?.columns.get(first));
            column
                .and_then(|column| answer(column, question))
                .unwrap_or_default()
                .to_owned()
        })
    };
    let choose = move |code: String| {
        let columns = columns.clone();
        sheet.set_mapping(move |mapping| {
            for index in columns {
                if let Some(column) = mapping.columns.get_mut(index) {
                    set_answer(column, question, &code);
                }
            }
        });
    };
    let segments = Signal::derive(move || segments(app, question));
    let (glyph, what, asked) = match question {
        FormatQuestion::DateOrder => (
            Glyph::Calendar,
            message!("import-dates"),
            page.text(&message!("import-dates-question")),
        ),
        FormatQuestion::DecimalMark => (Glyph::Coins, message!("import-decimal"), named()),
    };
    let what = page.text(&what);
    let label = match question {
        FormatQuestion::DateOrder => asked.clone(),
        FormatQuestion::DecimalMark => what.clone(),
    };
    let warning = (question == FormatQuestion::DateOrder).then(|| {
        let said = page.text(&message!("import-dates-ambiguous", column = named()));
        view! {
            <div class="import__warning">
                <Notice tone=Tone::Warning><p>{said}</p></Notice>
            </div>
        }
    });
    view! {
        <div class="import__row">
            <Icon glyph=glyph />
            <span class="import__what soft">{what}</span>
            <span class="import__found">{asked}</span>
            <Segmented label=label value=value segments=segments on_change=choose />
            {warning}
        </div>
    }
}

/// The headers of columns, as a list in words.
fn names(app: App, sheet: Sheet, columns: &[usize]) -> String {
    let mapping = sheet.mapping.read();
    let names = columns.iter().filter_map(|column| {
        let column = mapping.as_ref()?.columns.get(*column)?;
        Some(column.name.clone())
    });
    let names: Vec<String> = names.collect();
    app.format()
        .map(|format| format.list(&names))
        .unwrap_or_default()
}

/// What a column has for an answer.
fn answer(column: &ColumnMapping, question: FormatQuestion) -> Option<&'static str> {
    match question {
        FormatQuestion::DateOrder => column.date_order.map(DateOrder::code),
        FormatQuestion::DecimalMark => column.decimal_mark.map(DecimalMark::code),
    }
}

fn set_answer(column: &mut ColumnMapping, question: FormatQuestion, code: &str) {
    match question {
        FormatQuestion::DateOrder => column.date_order = DateOrder::from_code(code),
        FormatQuestion::DecimalMark => column.decimal_mark = DecimalMark::from_code(code),
    }
}

/// The answers to choose from.
fn segments(app: App, question: FormatQuestion) -> Vec<Segment> {
    let messages = app.page().messages();
    match question {
        FormatQuestion::DateOrder => [DateOrder::DayMonthYear, DateOrder::MonthDayYear]
            .map(|order| Segment::new(order.code(), messages.date_order(order.code())))
            .to_vec(),
        FormatQuestion::DecimalMark => [DecimalMark::Point, DecimalMark::Comma]
            .map(|mark| Segment::new(mark.code(), messages.decimal_mark(mark.code())))
            .to_vec(),
    }
}

/// Whether a column becomes values of a type.
fn has_type(sheet: Sheet, wanted: Type) -> bool {
    let mapping = sheet.mapping.read();
    let Some(mapping) = mapping.as_ref() else {
        return false;
    };
    let mut columns = mapping.columns.iter();
    columns.any(|column| mapping.value_type(column) == Some(wanted))
}

/// In which currency amounts are that name none, where there are amounts.
#[component]
pub(super) fn CurrencyRow(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let has_amounts = Memo::new(move |_| has_type(sheet, Type::Money));
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

/// In which country phone numbers are dialled that name none, where there are phone numbers.
#[component]
pub(super) fn RegionRow(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let has_phones = Memo::new(move |_| has_type(sheet, Type::Phone));
    let region = move || sheet.options.read().region;
    let choices = Signal::derive(move || {
        let intl = page.host().intl(page.locale());
        let named = |region: Region| Choice::new(region.code(), intl.country_name(region.code()));
        let mut all: Vec<Choice> = country::all().map(named).collect();
        if let Some(chosen) = region()
            && !all.iter().any(|choice| choice.value == chosen.code())
        {
            all.push(named(chosen));
        }
        all.sort_by(|a, b| intl.compare(&a.label, &b.label));
        let none = Choice::new("", page.text(&message!("import-region-none")));
        std::iter::once(none).chain(all).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || {
        region().map_or_else(String::new, |region| region.code().to_owned())
    });
    let choose = move |code: String| {
        sheet.set_options(|options| options.region = Region::parse(&code).ok());
    };
    view! {
        <Show when=move || has_phones.get()>
            <div class="import__row">
                <Icon glyph=Glyph::Phone />
                <span class="import__what soft">{move || page.text(&message!("import-region"))}</span>
                <span class="import__found">
                    <SelectField
                        label=say(page, || message!("import-region"))
                        quiet=true
                        value=value
                        choices=choices
                        on_change=choose
                    />
                    <span class="soft small">{move || page.text(&message!("import-region-hint"))}</span>
                </span>
            </div>
        </Show>
    }
}

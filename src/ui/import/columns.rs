//! The second step: what each column becomes, how well that fits and why. Doubtful ones stand out;
//! what fits no field becomes one of the user's own.

use super::sheet::Sheet;
use super::state::Importing;
use super::{FileTabs, Foot, words};
use crate::domain::{RecordKind, Type, field};
use crate::exchange::column::{ColumnGuess, ColumnKind};
use crate::exchange::mapping::{ColumnMapping, MatchReason, OwnField, key_of};
use crate::exchange::target::Target;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, Chip, Choice, EmptyState, Glyph, Icon, Notice, SelectField, Switch, Tone,
};
use leptos::prelude::*;

/// How many columns show at once; few files have more.
const SHOWN: usize = 100;

/// From this match on nobody needs to look.
const SURE_PERCENT: u8 = 60;

/// How many values are shown of a column.
const SAMPLES: usize = 3;

/// Values of the choice that are no path.
const LEAVE_OUT: &str = "";

/// The step.
#[component]
pub(super) fn ColumnsStep(app: App, importing: Importing) -> impl IntoView {
    let page = app.page();
    let only_doubtful = RwSignal::new(false);
    let table = move || {
        importing.current().map(|sheet| {
            view! { <Columns app=app sheet=sheet only_doubtful=only_doubtful /> }
        })
    };
    let summary = move || {
        let sheet = importing.current()?;
        let mapping = sheet.mapping.read();
        let columns = &mapping.as_ref()?.columns;
        let left_out = columns
            .iter()
            .filter(|column| column.target.is_none())
            .count();
        let doubtful = columns.iter().filter(|column| is_doubtful(column)).count();
        let matched = page.text(&message!(
            "import-matched",
            count = columns.len() - left_out
        ));
        let to_check = page.text(&message!("import-to-check", count = doubtful));
        let rest = page.text(&message!("import-left-out", count = left_out));
        Some(view! {
            <span class="import__summary">
                <span>{matched}</span>
                {(doubtful > 0).then(|| view! { <span class="import__doubt">{to_check}</span> })}
                {(left_out > 0).then(|| view! { <span class="soft">{rest}</span> })}
            </span>
        })
    };
    let recalled = move || {
        let sheet = importing.current()?;
        sheet.is_recalled.get().then(|| {
            view! { <Chip label=page.text(&message!("import-mapping-saved")) icon=Glyph::Saved /> }
        })
    };
    // Without it no row can come in; better to know before the check.
    let needed = move || {
        let sheet = importing.current()?;
        let missing = sheet.mapping.read().as_ref()?.missing();
        let messages = page.messages();
        let labels = missing
            .iter()
            .map(|name| messages.field(sheet.kind().code(), name));
        let labels: Vec<String> = labels.collect();
        let fields = app.format()?.list(&labels);
        (!labels.is_empty()).then(|| {
            let said = page.text(&message!("import-needs-field", fields = fields));
            view! {
                <div class="import__needed">
                    <Notice tone=Tone::Warning><p>{said}</p></Notice>
                </div>
            }
        })
    };
    view! {
        <div class="toolbar import__bar">
            <FileTabs app=app importing=importing />
            {summary}
            <span class="push import__tools">
                {recalled}
                <Switch
                    label=say(page, || message!("import-only-to-check"))
                    on=only_doubtful
                    on_change=move |is_on| only_doubtful.set(is_on)
                />
            </span>
        </div>
        <div class="page__scroll">{needed} {table}</div>
        <Foot
            app=app
            importing=importing
            next=say(page, || message!("import-check-all"))
            note=say(page, || message!("import-mapping-kept"))
            disabled=Signal::derive(move || !importing.can_go_on())
        />
    }
}

fn is_doubtful(column: &ColumnMapping) -> bool {
    column.target.is_some() && column.percent < SURE_PERCENT
        || column.reason == MatchReason::Repeated
}

#[component]
fn Columns(app: App, sheet: Sheet, only_doubtful: RwSignal<bool>) -> impl IntoView {
    let page = app.page();
    let limit = RwSignal::new(SHOWN);
    let places = Memo::new(move |_| {
        let mapping = sheet.mapping.read();
        let columns = mapping.as_ref().map(|mapping| &*mapping.columns);
        let columns = columns.unwrap_or_default().iter().enumerate();
        let wanted = columns.filter(|(_, column)| !only_doubtful.get() || is_doubtful(column));
        wanted.map(|(at, _)| at).collect::<Vec<_>>()
    });
    let fields = Memo::new(move |_| fields(app, sheet.kind(), &sheet.own.read()));
    let rest = Memo::new(move |_| places.read().len().saturating_sub(limit.get()));
    let each = move || {
        let shown = places.get().into_iter().take(limit.get());
        shown.collect::<Vec<_>>()
    };
    view! {
        <Show
            when=move || !places.read().is_empty()
            fallback=move || view! {
                <EmptyState
                    glyph=Glyph::Check
                    title=say(page, || message!("import-none-to-check"))
                    text=say(page, || message!("import-none-to-check-hint"))
                >
                    <Button
                        label=say(page, || message!("action-show-all"))
                        on_press=move |()| only_doubtful.set(false)
                    />
                </EmptyState>
            }
        >
            <table class="import__table import__columns">
                <thead>
                    <tr>
                        <th scope="col">{move || page.text(&message!("import-column"))}</th>
                        <th scope="col">{move || page.text(&message!("import-first-values"))}</th>
                        <th scope="col">{move || page.text(&message!("import-becomes"))}</th>
                        <th scope="col">{move || page.text(&message!("import-match"))}</th>
                        <th scope="col">{move || page.text(&message!("import-note"))}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=each key=|at| *at let:at>
                        <ColumnRow app=app sheet=sheet at=at fields=fields />
                    </For>
                </tbody>
            </table>
            <Show when=move || { rest.get() > 0 }>
                <p class="import__rest">
                    <Button
                        label=say(page, move || message!("import-show-more", count = rest.get()))
                        on_press=move |()| limit.update(|limit| *limit += SHOWN)
                    />
                </p>
            </Show>
        </Show>
    }
}

/// The places of a kind that columns can become, in words.
fn fields(app: App, kind: RecordKind, own: &[OwnField]) -> Vec<Choice> {
    let mut all: Vec<Choice> = Target::all(kind)
        .iter()
        .map(|target| Choice::new(target.path(kind), words::target(app, kind, target, own)))
        .collect();
    for field in own.iter().filter(|field| !field.is_formula()) {
        let path = format!("custom.{}", field.key);
        let is_relation = matches!(field.values(), (_, Type::Ref(_)));
        if let Some(target) = Target::parse(kind, &format!("{path}.id")).filter(|_| is_relation) {
            let label = words::target(app, kind, &target, own);
            all.push(Choice::new(target.path(kind), label));
        }
        all.push(Choice::new(path, field.label.clone()));
    }
    all.sort_by(|a, b| a.label.cmp(&b.label));
    all
}

#[component]
fn ColumnRow(app: App, sheet: Sheet, at: usize, fields: Memo<Vec<Choice>>) -> impl IntoView {
    let page = app.page();
    let column = Memo::new(move |_| {
        let mapping = sheet.mapping.read();
        mapping
            .as_ref()
            .and_then(|mapping| mapping.columns.get(at).cloned())
    });
    let guess = Signal::derive(move || {
        let found = sheet.inspection.get();
        found.and_then(|found| found.guesses.get(at).cloned())
    });
    let name = move || column.get().map(|column| column.name).unwrap_or_default();
    let samples = move || {
        let samples = guess.get().map(|guess| guess.samples).unwrap_or_default();
        let few: Vec<String> = samples.into_iter().take(SAMPLES).collect();
        if few.is_empty() {
            page.text(&message!("import-empty-column"))
        } else {
            few.join(page.locale().between_values())
        }
    };
    let path = Signal::derive(move || path_of(sheet, column.get()));
    // A column of the kind's own name, where nothing else fits.
    let own_path = move || format!("custom.{}", key_of(&name()));
    let choices = Signal::derive(move || {
        let mut choices = vec![Choice::new(
            LEAVE_OUT,
            page.text(&message!("import-target-skip")),
        )];
        choices.extend(fields.get());
        let current = path.get();
        let is_listed = |path: &str| choices.iter().any(|choice| choice.value == path);
        let own = own_path();
        let missing = if is_listed(&current) { own } else { current };
        // What is worked out is no place for a column, nor is its key one for another field.
        let is_formula =
            sheet.own.read().iter().any(|field| {
                field.is_formula() && missing.strip_prefix("custom.") == Some(&field.key)
            });
        if !is_listed(&missing) && !is_formula {
            let label = match column
                .get()
                .and_then(|column| Some((column.new_field, column.target?)))
            {
                Some((None, target)) if path.get() == missing => {
                    words::target(app, sheet.kind(), &target, &sheet.own.read())
                }
                Some((Some(field), _)) if path.get() == missing => {
                    page.text(&message!("import-target-own-field", name = field.label))
                }
                _ => page.text(&message!("import-target-own-field", name = name())),
            };
            choices.insert(1, Choice::new(missing, label));
        }
        choices
    });
    let fit = move || {
        let column = column.get()?;
        let (tone, label) = match (&column.target, column.percent) {
            (None, _) => (Tone::Neutral, page.text(&message!("import-match-skipped"))),
            (Some(_), 100) => (Tone::Positive, page.text(&message!("import-match-exact"))),
            (Some(_), percent) => {
                let percent = app.format()?.percent(f64::from(percent));
                let label = page.text(&message!("import-match-guess", percent = percent));
                (
                    if is_doubtful(&column) {
                        Tone::Warning
                    } else {
                        Tone::Info
                    },
                    label,
                )
            }
        };
        Some(view! { <Chip label=label tone=tone /> })
    };
    let note = move || {
        column
            .get()
            .zip(guess.get())
            .map(|(column, guess)| note(app, sheet.kind(), &column, &guess))
    };
    let choose = move |path: String| {
        sheet.set_target(at, (path != LEAVE_OUT).then_some(&*path));
    };
    view! {
        <tr data-doubt=move || column.get().is_some_and(|column| is_doubtful(&column)).then_some("")>
            <th scope="row"><span class="truncate">{name}</span></th>
            <td class="soft"><span class="import__samples">{samples}</span></td>
            <td>
                <span class="import__becomes">
                    <Icon glyph=Glyph::ArrowRight />
                    <SelectField
                        label=say(page, move || message!("import-column-becomes", column = name()))
                        quiet=true
                        value=path
                        choices=choices
                        on_change=choose
                    />
                </span>
            </td>
            <td>{fit}</td>
            <td class="soft small">{note}</td>
        </tr>
    }
}

fn path_of(sheet: Sheet, column: Option<ColumnMapping>) -> String {
    let kind = sheet.kind();
    let target = column.and_then(|column| column.target);
    target.map(|target| target.path(kind)).unwrap_or_default()
}

/// Why a column fits, and what is in it.
fn note(app: App, kind: RecordKind, column: &ColumnMapping, guess: &ColumnGuess) -> String {
    let page = app.page();
    if let Some(damage) = guess.damage {
        return page.messages().damage(damage.code(), damage.count());
    }
    let is_id = column
        .target
        .as_ref()
        .and_then(Target::slot)
        .is_some_and(|slot| slot.field == field::EXTERNAL_IDS);
    if is_id {
        return page.text(&message!("import-note-id"));
    }
    match column.reason {
        MatchReason::NewField => page.text(&message!("import-note-new")),
        MatchReason::OwnField => page.text(&message!("import-note-own")),
        MatchReason::Technical => page.text(&message!("import-note-technical")),
        MatchReason::NoField => page.text(&message!("import-note-no-field")),
        MatchReason::Empty => page.text(&message!("import-empty-column")),
        MatchReason::Repeated => page.text(&message!("import-note-repeated")),
        MatchReason::Content => page.text(&message!("import-by-values")),
        MatchReason::Signature | MatchReason::Word | MatchReason::Chosen => {
            let is_checked = !matches!(
                guess.kind,
                ColumnKind::Text | ColumnKind::Choice | ColumnKind::Code | ColumnKind::Empty
            );
            let fitting = fitting(kind, column, guess);
            if !is_checked && fitting.is_none() && guess.empty == 0 {
                return String::new();
            }
            let valid = fitting.unwrap_or(guess.filled - guess.misfits.min(guess.filled));
            let valid = words::count(app, u64::from(valid));
            let empty = words::count(app, u64::from(guess.empty));
            page.text(&message!("import-valid", valid = valid, empty = empty))
        }
    }
}

/// How many values can be read as what a doubtful column becomes.
fn fitting(kind: RecordKind, column: &ColumnMapping, guess: &ColumnGuess) -> Option<u32> {
    let slot = column.target.as_ref().and_then(Target::slot);
    match slot.filter(|_| is_doubtful(column))?.of(kind)? {
        Type::Number | Type::Money => Some(guess.numbers),
        Type::Date | Type::Instant => Some(guess.dates),
        Type::Email => Some(guess.emails),
        _ => None,
    }
}

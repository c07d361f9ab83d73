//! The conditions above a list: a sentence of parts that are pressed to be changed, and the form
//! that changes one. What they do to the list is the address's matter.

use super::address::{Conditions, ListState};
use super::clause::{Clause, Join, Op, Place};
use super::field::{self, ListField, Of};
use crate::domain::RecordKind;
use crate::message;
use crate::query::Filter;
use crate::query::plan::Plan;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, CheckBox, Choice, DateField, FilterChip, FilterGroup, FilterJoiner, Glyph,
    IconButton, Popover, SelectField, TextField,
};
use crate::ui::follow::follow;
use crate::ui::parts;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// Where the form is open, and for which condition; none for a new one.
#[derive(Clone, Copy, Debug)]
pub struct Editing {
    anchor: RwSignal<Option<Element>, LocalStorage>,
    place: RwSignal<Option<Place>>,
    /// The condition beside which a new one is enough.
    beside: RwSignal<Option<Place>>,
    /// Where the button is that adds one.
    opener: NodeRef<html::Span>,
}

/// A condition in words: field, operator, values.
fn in_words(app: App, kind: RecordKind, fields: &[ListField], filter: &Filter) -> [String; 3] {
    let page = app.page();
    let Some(clause) = Clause::of(filter) else {
        let one = page.text(&message!("list-filter-count", count = 1));
        return [one, String::new(), String::new()];
    };
    let field = field::named(fields, &clause.field);
    let of = field.map_or(Of::Text, |field| field.of);
    let label = field.map_or_else(|| clause.field.clone(), |field| field.label.clone());
    let values: Vec<String> = clause
        .values
        .iter()
        .map(|value| match field {
            Some(field) => field::words(app, kind, field, value),
            None => value.clone(),
        })
        .collect();
    let values = match app.format() {
        Some(_) if clause.op == Op::Between => values.join(" – "),
        _ => values.join(page.locale().between_values()),
    };
    [label, page.text(&clause.op.message(of)), values]
}

/// A condition as one text.
#[must_use]
pub fn sentence(app: App, kind: RecordKind, fields: &[ListField], filter: &Filter) -> String {
    let words = in_words(app, kind, fields, filter);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    words.join(" ").trim().to_owned()
}

/// The conditions and the button that adds one.
#[component]
pub fn FilterBar(
    /// The app.
    app: App,
    /// What the list is of.
    kind: RecordKind,
    /// The list.
    state: ListState,
    /// The fields it offers.
    fields: Memo<Vec<ListField>>,
) -> impl IntoView {
    let page = app.page();
    let opener = NodeRef::<html::Span>::new();
    let editing = Editing {
        anchor: RwSignal::new_local(None),
        place: RwSignal::new(None),
        beside: RwSignal::new(None),
        opener,
    };
    let has_filter = Signal::derive(move || !state.read().read().filter.is_empty());
    let add = move |()| {
        editing.place.set(None);
        editing.beside.set(None);
        editing.anchor.set(opener.get_untracked().map(Into::into));
    };
    view! {
        <div class="filter-bar" role="group" aria-label=follow(move || page.text(&message!("list-filters")))>
            {parts::once_wanted(has_filter, move || {
                parts::filter_chips(page, app, kind, state, fields, editing)
            })}
            <span node_ref=opener data-filter-opener="">
                <Button
                    label=say(page, || message!("list-filter"))
                    icon=Glyph::Plus
                    kind=ButtonKind::Quiet
                    small=true
                    on_press=add
                />
            </span>
        </div>
        <Popover anchor=editing.anchor label=say(page, || message!("list-filter"))>
            {parts::filter_form(page, app, kind, state, fields, editing)}
        </Popover>
    }
}

/// The conditions that there are.
#[component]
pub fn FilterChips(
    /// The app.
    app: App,
    /// What the list is of.
    kind: RecordKind,
    /// The list.
    state: ListState,
    /// The fields it offers.
    fields: Memo<Vec<ListField>>,
    /// Where the form is open, and for which condition.
    editing: Editing,
) -> impl IntoView {
    let page = app.page();
    let clauses = Memo::new(move |_| state.read().read().clauses());
    let remove = move |place: Place| {
        state.change(false, |address| {
            let rest = clauses.get_untracked().without(place).filter();
            address.filter = Conditions::of(rest);
        });
        focus_button(editing.opener);
    };
    let chip = move |place: Place| {
        let node = NodeRef::<html::Div>::new();
        let part = move |at: usize| {
            Signal::derive(move || {
                let clauses = clauses.read();
                let words = clauses
                    .at(place)
                    .map(|filter| in_words(app, kind, &fields.read(), filter));
                words
                    .and_then(|words| words.get(at).cloned())
                    .unwrap_or_default()
            })
        };
        let whole = Signal::derive(move || {
            let clauses = clauses.read();
            let filter = clauses.at(place);
            filter.map_or_else(String::new, |filter| {
                sentence(app, kind, &fields.read(), filter)
            })
        });
        let (value, operator) = (part(2), part(1));
        let edit = move |_| {
            let is_known = clauses
                .read_untracked()
                .at(place)
                .is_some_and(|filter| Clause::of(filter).is_some());
            if is_known {
                editing.place.set(Some(place));
                editing.beside.set(None);
                editing.anchor.set(node.get_untracked().map(Into::into));
            }
        };
        let value = Signal::derive(move || Some(value.get()).filter(|value| !value.is_empty()));
        view! {
            <FilterChip
                label=whole
                field=part(0)
                operator=operator
                value=value
                remove_label=say(page, || message!("list-remove-filter"))
                on_edit=edit
                on_remove=move |()| remove(place)
                node_ref=node
            />
        }
    };
    let all = move || {
        let count = clauses.read().all.len();
        let chips = (0..count).map(|at| {
            let joiner =
                (at > 0).then(|| view! { <FilterJoiner label=say(page, || message!("op-and")) /> });
            view! { {joiner} {chip(Place::All(at))} }
        });
        chips.collect_view()
    };
    let or = move |group: usize| {
        let node = NodeRef::<html::Span>::new();
        let add = move |()| {
            editing.place.set(None);
            editing.beside.set(Some(Place::Any(group, 0)));
            editing.anchor.set(node.get_untracked().map(Into::into));
        };
        view! {
            <span node_ref=node>
                <IconButton
                    label=say(page, || message!("list-filter-or"))
                    glyph=Glyph::Plus
                    small=true
                    on_press=add
                />
            </span>
        }
    };
    let any = move || {
        let (before, counts) = {
            let clauses = clauses.read();
            let counts: Vec<usize> = clauses.any.iter().map(Vec::len).collect();
            (clauses.all.len(), counts)
        };
        let groups = counts.into_iter().enumerate().map(|(group, count)| {
            let chips = (0..count).map(|at| {
                let joiner = (at > 0)
                    .then(|| view! { <FilterJoiner label=say(page, || message!("op-or")) /> });
                view! { {joiner} {chip(Place::Any(group, at))} }
            });
            let chips = chips.collect_view();
            let joiner = (before + group > 0)
                .then(|| view! { <FilterJoiner label=say(page, || message!("op-and")) /> });
            view! { {joiner} <FilterGroup>{chips} {or(group)}</FilterGroup> }
        });
        groups.collect_view()
    };
    view! {
        {all}
        {any}
    }
}

/// The word of a form for how a condition is joined.
fn join_code(join: Join) -> String {
    match join {
        Join::And => "and".to_owned(),
        Join::Or(Place::All(at)) => format!("all-{at}"),
        Join::Or(Place::Any(group, _)) => format!("any-{group}"),
    }
}

/// What [`join_code`] wrote.
fn join_of(code: &str) -> Join {
    let place = |prefix: &str| code.strip_prefix(prefix)?.parse().ok();
    match (place("all-"), place("any-")) {
        (Some(at), _) => Join::Or(Place::All(at)),
        (None, Some(group)) => Join::Or(Place::Any(group, 0)),
        (None, None) => Join::And,
    }
}

/// Gives the focus to the button in a span.
fn focus_button(span: NodeRef<html::Span>) {
    use leptos::wasm_bindgen::JsCast;
    let button = span
        .get_untracked()
        .and_then(|span| span.query_selector("button").ok().flatten());
    if let Some(button) =
        button.and_then(|button| button.dyn_into::<leptos::web_sys::HtmlElement>().ok())
    {
        // A button that is gone takes no focus, which is right.
        let _ = button.focus();
    }
}

/// The form of one condition.
#[component]
pub fn FilterForm(
    /// The app.
    app: App,
    /// What the list is of.
    kind: RecordKind,
    /// The list.
    state: ListState,
    /// The fields it offers.
    fields: Memo<Vec<ListField>>,
    /// Where it is open, and for which condition.
    editing: Editing,
) -> impl IntoView {
    let page = app.page();
    let clauses = Memo::new(move |_| state.read().read().clauses());
    let place = editing.place.get_untracked();
    let started = place.and_then(|place| {
        let clauses = clauses.get_untracked();
        clauses.at(place).and_then(Clause::of)
    });
    let first = fields
        .read_untracked()
        .iter()
        .find(|field| field.is_filter)
        .map(|field| field.path.clone())
        .unwrap_or_default();
    let path = RwSignal::new(
        started
            .as_ref()
            .map_or(first, |clause| clause.field.clone()),
    );
    let of = Memo::new(move |_| {
        field::named(&fields.read(), &path.read()).map_or(Of::Text, |field| field.of)
    });
    let usual = |of: Of| Op::suiting(of).first().copied().unwrap_or(Op::Is);
    let op = RwSignal::new(
        started
            .as_ref()
            .map_or_else(|| usual(of.get_untracked()), |clause| clause.op),
    );
    let values = started.map(|clause| clause.values).unwrap_or_default();
    let one = RwSignal::new(values.first().cloned().unwrap_or_default());
    let two = RwSignal::new(values.get(1).cloned().unwrap_or_default());
    let many = RwSignal::new(values);
    let joined = match (place, editing.beside.get_untracked()) {
        (Some(Place::Any(group, _)), _) | (None, Some(Place::Any(group, _))) => {
            Join::Or(Place::Any(group, 0))
        }
        (None, Some(other)) => Join::Or(other),
        _ => Join::And,
    };
    let join = RwSignal::new(join_code(joined));
    // What it can be joined to: all conditions and groups that it is not itself.
    let joins = {
        let clauses = clauses.get_untracked();
        let words = |filter: &Filter| sentence(app, kind, &fields.read_untracked(), filter);
        let singles = clauses.all.iter().enumerate().filter_map(|(at, filter)| {
            let other = Place::All(at);
            (place != Some(other) && Clause::of(filter).is_some())
                .then(|| (Join::Or(other), words(filter)))
        });
        let groups = clauses
            .any
            .iter()
            .enumerate()
            .filter_map(|(group, filters)| {
                let others: Vec<String> = filters
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| place != Some(Place::Any(group, *at)))
                    .map(|(_, filter)| words(filter))
                    .collect();
                let format = app.format()?;
                (!others.is_empty()).then(|| (Join::Or(Place::Any(group, 0)), format.list(&others)))
            });
        singles.chain(groups).collect::<Vec<_>>()
    };
    let can_join = !joins.is_empty();
    let join_choices = Signal::derive(move || {
        let and = Choice::new(
            join_code(Join::And),
            page.text(&message!("list-filter-and")),
        );
        let or = joins.iter().map(|(join, other)| {
            let label = message!("list-filter-or-with", filter = other);
            Choice::new(join_code(*join), page.text(&label))
        });
        std::iter::once(and).chain(or).collect::<Vec<_>>()
    });
    let error = RwSignal::new(None::<String>);

    let field_choices = Signal::derive(move || {
        let fields = fields.read();
        let offered = fields.iter().filter(|field| field.is_filter);
        offered
            .map(|field| Choice::new(field.path.clone(), field.label.clone()))
            .collect::<Vec<_>>()
    });
    let op_choices = Signal::derive(move || {
        let of = of.get();
        Op::suiting(of)
            .iter()
            .map(|op| Choice::new(op.code(), page.text(&op.message(of))))
            .collect::<Vec<_>>()
    });
    let clear = move || {
        one.set(String::new());
        two.set(String::new());
        many.set(Vec::new());
        error.set(None);
    };
    let choose_field = move |to: String| {
        let before = of.get_untracked();
        path.set(to);
        clear();
        if of.get_untracked() != before || !Op::suiting(before).contains(&op.get_untracked()) {
            op.set(usual(of.get_untracked()));
        }
    };
    let choose_op = move |to: String| {
        if let Some(to) = Op::of_code(&to) {
            op.set(to);
            error.set(None);
        }
    };
    let apply = move || {
        let (op, of) = (op.get_untracked(), of.get_untracked());
        let values = match (op, of) {
            (Op::Empty | Op::NotEmpty, _) => Vec::new(),
            (Op::In | Op::NotIn, _) => many.get_untracked(),
            (Op::Between, _) => vec![one.get_untracked(), two.get_untracked()],
            (Op::Is, Of::Bool) if one.read_untracked().is_empty() => vec!["true".to_owned()],
            (Op::Within, _) if one.read_untracked().is_empty() => vec!["today".to_owned()],
            _ => vec![one.get_untracked()],
        };
        let is_short =
            values.len() < op.values() || values.iter().any(|value| value.trim().is_empty());
        if is_short {
            let rule = page.messages().rule(&crate::domain::Rule::Required);
            return error.set(Some(rule));
        }
        let clause = Clause {
            field: path.get_untracked(),
            op,
            values,
        };
        let filter = clause.filter(of);
        let refused = {
            let live = app.live();
            let workspace = live.peek();
            Plan::new(&workspace, kind, &filter, app.clock()).err()
        };
        if let Some(problem) = refused.and_then(|problems| problems.into_iter().next()) {
            return error.set(Some(page.messages().rule(&problem.rule)));
        }
        let join = join_of(&join.read_untracked());
        let next = clauses.get_untracked().with(filter, place, join);
        editing.anchor.set(None);
        state.change(false, |address| {
            address.filter = Conditions::of(next.filter());
        });
    };
    let refusal = Signal::derive(move || error.get());
    let value = move || {
        let (op, of) = (op.get(), of.get());
        let label = say(page, || message!("op-value"));
        match (op, of) {
            (Op::Empty | Op::NotEmpty, _) => ().into_any(),
            (Op::In | Op::NotIn, _) => {
                let offered = field::choices(app, kind, &path.read());
                let checks = offered.into_iter().map(|choice| {
                    let (own, value) = (choice.value.clone(), choice.value);
                    let checked = Signal::derive(move || many.read().contains(&own));
                    let toggle = move |is_on: bool| {
                        error.set(None);
                        many.update(|many| {
                            many.retain(|held| *held != value);
                            if is_on {
                                many.push(value.clone());
                            }
                        });
                    };
                    view! { <CheckBox label=choice.label checked=checked on_change=toggle /> }
                });
                view! {
                    <div class="filter-form__choices" role="group" aria-label=label>
                        {checks.collect_view()}
                    </div>
                    {move || refusal.get().map(|words| view! { <p class="filter-form__error" role="alert">{words}</p> })}
                }
                .into_any()
            }
            (_, Of::Bool) => {
                let choices = Signal::derive(move || {
                    vec![
                        Choice::new("true", page.text(&message!("value-yes"))),
                        Choice::new("false", page.text(&message!("value-no"))),
                    ]
                });
                view! { <SelectField label=label value=one choices=choices on_change=move |to| one.set(to) /> }
                    .into_any()
            }
            (Op::Within, _) => {
                let choices = Signal::derive(move || {
                    let mut periods: Vec<Choice> = field::PERIODS
                        .iter()
                        .map(|period| Choice::new(*period, field::period(app, period)))
                        .collect();
                    let own = one.get();
                    if !own.is_empty() && !periods.iter().any(|choice| choice.value == own) {
                        periods.push(Choice::new(own.clone(), field::period(app, &own)));
                    }
                    periods
                });
                view! { <SelectField label=label value=one choices=choices on_change=move |to| one.set(to) /> }
                    .into_any()
            }
            (Op::Between, Of::Date | Of::Instant) => view! {
                <DateField label=say(page, || message!("op-from")) value=one />
                <DateField label=say(page, || message!("op-to")) value=two error=refusal reveal=Signal::stored(true) />
            }
            .into_any(),
            (_, Of::Date | Of::Instant) => view! {
                <DateField label=label value=one error=refusal reveal=Signal::stored(true) />
            }
            .into_any(),
            (Op::Between, _) => view! {
                <TextField label=say(page, || message!("op-from")) value=one />
                <TextField label=say(page, || message!("op-to")) value=two error=refusal reveal=Signal::stored(true) />
            }
            .into_any(),
            _ => view! {
                <TextField label=label value=one error=refusal reveal=Signal::stored(true) />
            }
            .into_any(),
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        apply();
    };
    view! {
        <form class="filter-form" on:submit=submit>
            <SelectField
                label=say(page, || message!("list-field"))
                value=path
                choices=field_choices
                on_change=choose_field
            />
            <SelectField
                label=say(page, || message!("list-operator"))
                value=Signal::derive(move || op.get().code().to_owned())
                choices=op_choices
                on_change=choose_op
            />
            {value}
            {can_join.then(|| view! {
                <SelectField
                    label=say(page, || message!("list-filter-join"))
                    value=join
                    choices=join_choices
                    on_change=move |to| join.set(to)
                />
            })}
            <Button label=say(page, || message!("action-apply")) kind=ButtonKind::Primary submit=true />
        </form>
    }
}

//! What a deal or a transaction sells: its lines, each a product with quantity and price, what they come
//! to, and that sum as the record's amount.

use crate::domain::money::MoneySums;
use crate::domain::{
    FieldIx, Key, Money, Number, Part, RecordId, RecordKind, Type, Value, deal, product,
    transaction,
};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, Card, Choice, Glyph, IconButton, Popover, SelectField, TextField,
};
use crate::ui::lists::value::whole_sums;
use crate::workspace::command::{Command, CommandError};
use crate::workspace::input::{InputContext, parse};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::Element;

/// A line as it is read.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    element: String,
    name: String,
    quantity: f64,
    price: Option<Money>,
    discount: f64,
}

impl Line {
    /// Quantity by price, less the discount in percent; halves rounded away from zero.
    fn total(&self) -> Option<Money> {
        let price = self.price?;
        let minor = price.minor() as f64 * self.quantity * (1.0 - self.discount / 100.0);
        Money::from_minor(minor.round() as i64, price.currency()).ok()
    }
}

/// Where the lines of a record stand, and its amount.
const fn fields_of(kind: RecordKind) -> (FieldIx, FieldIx) {
    match kind {
        RecordKind::Transaction => (transaction::LINES, transaction::AMOUNT),
        _ => (deal::LINES, deal::AMOUNT),
    }
}

/// The lines of a record; one without a price of its own has its product's.
fn lines(app: App, id: RecordId) -> Vec<Line> {
    let live = app.live();
    let workspace = live.record(id);
    let Some(record) = workspace.record(id) else {
        return Vec::new();
    };
    let of = |(element, value): (&std::sync::Arc<str>, &Value)| {
        let part = value.as_part()?;
        let number = |place: u8| {
            part.value(place)
                .and_then(Value::as_number)
                .map(Number::to_f64)
        };
        let sold = part.value(0).and_then(Value::as_ref_id);
        let (name, usual) = sold.map(|sold| product_of(app, sold)).unwrap_or_default();
        Some(Line {
            element: element.to_string(),
            name,
            quantity: number(1).unwrap_or(1.0),
            price: part.value(2).and_then(Value::as_money).or(usual),
            discount: number(3).unwrap_or_default(),
        })
    };
    record
        .elements(fields_of(id.kind).0)
        .filter_map(of)
        .collect()
}

/// What a product is called, and what it costs.
fn product_of(app: App, id: RecordId) -> (String, Option<Money>) {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id);
    let price = record
        .as_ref()
        .and_then(|record| record.value(product::PRICE)?.as_money());
    (workspace.name(id).into_owned(), price)
}

/// Writes a field of the record; gives back the sentence that refuses them.
fn put(app: App, id: RecordId, key: Key, value: Option<Value>) -> Option<String> {
    let command = Command::Edit {
        ids: vec![id],
        fields: vec![(key, value)],
        revision: None,
    };
    match app.execute(&command) {
        Err(CommandError::Invalid(problems)) => {
            let first = problems.first();
            first.map(|problem| app.page().messages().rule(&problem.rule))
        }
        _ => None,
    }
}

/// The lines.
#[component]
pub fn Lines(
    /// The app.
    app: App,
    /// The deal or transaction.
    id: RecordId,
) -> impl IntoView {
    let (kept_in, held_in) = fields_of(id.kind);
    let page = app.page();
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Span>::new();
    let all = Memo::new(move |_| lines(app, id));
    let total = Memo::new(move |_| {
        let all = all.read();
        let totals = all.iter().filter_map(Line::total);
        totals.collect::<MoneySums>()
    });
    // The sum as the amount: only where it is in one currency, and says something else.
    let offered = Memo::new(move |_| {
        let total = total.read();
        let mut amounts = total.iter();
        let only = amounts.next().filter(|_| amounts.next().is_none())?;
        let live = app.live();
        let workspace = live.record(id);
        let held = workspace
            .record(id)?
            .value(held_in)
            .and_then(Value::as_money);
        (held != Some(only)).then_some(only)
    });
    let line = move |line: Line| {
        let format = app.format();
        let number = |value: f64| {
            let number = Number::from_f64(value).zip(format.as_ref());
            number
                .map(|(number, format)| format.number(number))
                .unwrap_or_default()
        };
        let price = line.price.zip(format.as_ref());
        let price = price
            .map(|(price, format)| format.money(price))
            .unwrap_or_default();
        let words = if line.discount == 0.0 {
            message!("deal-line", quantity = number(line.quantity), price = price)
        } else {
            message!(
                "deal-line-discount",
                quantity = number(line.quantity),
                price = price,
                discount = number(line.discount)
            )
        };
        let sum = line.total().zip(format.as_ref());
        let sum = sum.map(|(sum, format)| format.money(sum));
        let (name, element) = (line.name.clone(), line.element);
        view! {
            <li class="deal-lines__line">
                <span class="record__two">
                    <span class="truncate">{line.name}</span>
                    <span class="soft small">{page.text(&words)}</span>
                </span>
                <span class="medium">{sum}</span>
                <IconButton
                    label=say(page, move || message!("field-remove-value", value = name.as_str()))
                    glyph=Glyph::Cross
                    small=true
                    on_press=move |()| drop(put(app, id, Key::of(kept_in, element.as_str()), None))
                />
            </li>
        }
    };
    let foot = move || {
        let total = total.get();
        (total.iter().next().is_some()).then(|| {
            view! {
                <p class="deal-lines__total">
                    <span class="soft">{page.text(&message!("list-sum"))}</span>
                    <b class="push">{whole_sums(app, &total)}</b>
                </p>
            }
        })
    };
    let take = move || {
        offered.get().map(|amount| view! {
            <Button
                label=say(page, || message!("deal-take-sum"))
                small=true
                on_press=move |()| drop(put(app, id, Key::one(held_in), Some(Value::Money(amount))))
            />
        })
    };
    let add_label = say(page, || message!("deal-add-line"));
    view! {
        <Card
            title=Signal::derive(move || page.messages().field(id.kind.code(), "lines"))
            actions=move || view! {
                <span node_ref=opener>
                    <IconButton
                        label=add_label
                        glyph=Glyph::Plus
                        small=true
                        on_press=move |()| anchor.set(opener.get_untracked().map(Into::into))
                    />
                </span>
            }
        >
            <ul class="deal-lines">{move || all.get().into_iter().map(line).collect_view()}</ul>
            {foot}
            {take}
        </Card>
        <Popover anchor=anchor label=add_label>
            <LineForm app=app id=id on_done=move |()| anchor.set(None) />
        </Popover>
    }
}

/// Asks for a line: which product, how many, at which price.
#[component]
fn LineForm(app: App, id: RecordId, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let page = app.page();
    let products: Vec<Choice> = {
        let live = app.live();
        let workspace = live.peek();
        let table = workspace.table(RecordKind::Product);
        let ids = table.live_rows().filter_map(|row| table.id(row));
        let mut products: Vec<Choice> = ids
            .map(|id| Choice::new(id.to_string(), workspace.name(id).into_owned()))
            .collect();
        products.sort_by(|a, b| a.label.cmp(&b.label));
        products
    };
    let first = products
        .first()
        .map(|choice| choice.value.clone())
        .unwrap_or_default();
    let has_products = !products.is_empty();
    let sold = RwSignal::new(first);
    let new_name = RwSignal::new(String::new());
    let quantity = RwSignal::new("1".to_owned());
    let price = RwSignal::new(String::new());
    let discount = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let context = InputContext::of(&app.live().peek());
        let read = |of: Type, text: RwSignal<String>| parse(of, &text.get_untracked(), &context);
        let read = || {
            Ok::<_, crate::domain::Rule>([
                (1, read(Type::Number, quantity)?),
                (2, read(Type::Money, price)?),
                (3, read(Type::Number, discount)?),
            ])
        };
        let values = match read() {
            Ok(values) => values,
            Err(rule) => return error.set(Some(page.messages().rule(&rule))),
        };
        let (sold, made) = match RecordId::parse(&sold.get_untracked()) {
            Ok(sold) => (sold, None),
            Err(_) => {
                let new = app.live().writer().new_id(RecordKind::Product);
                let fields = vec![
                    (
                        Key::one(product::NAME),
                        Some(Value::text(new_name.get_untracked().trim())),
                    ),
                    (
                        Key::one(product::PRICE),
                        values
                            .iter()
                            .find_map(|(at, value)| value.clone().filter(|_| *at == 2)),
                    ),
                ];
                (new, Some(Command::Create { id: new, fields }))
            }
        };
        let values = values
            .into_iter()
            .filter_map(|(at, value)| Some((at, value?)));
        let part = Part::new([(0, Value::Ref(sold))].into_iter().chain(values));
        let element = app
            .live()
            .writer()
            .new_id(RecordKind::Product)
            .uuid
            .to_string();
        let edit = Command::Edit {
            ids: vec![id],
            fields: vec![(
                Key::of(fields_of(id.kind).0, element),
                Some(Value::Part(part)),
            )],
            revision: None,
        };
        let command = Command::All(made.into_iter().chain([edit]).collect());
        match app.execute(&command) {
            Ok(()) => on_done.run(()),
            Err(CommandError::Invalid(problems)) => {
                let first = problems.first();
                error.set(first.map(|problem| page.messages().rule(&problem.rule)));
            }
            // Any other refusal was said.
            Err(_) => {}
        }
    };
    let label =
        move |name: &'static str| Signal::derive(move || page.messages().part("lines", name));
    let choices = Signal::derive(move || {
        let new = Choice::new("", page.text(&message!("products-new")));
        products.iter().cloned().chain([new]).collect::<Vec<_>>()
    });
    let is_new = Memo::new(move |_| sold.read().is_empty());
    view! {
        <form class="facts__form" on:submit=submit>
            {has_products.then(|| view! {
                <SelectField label=label("product") value=sold choices=choices on_change=move |to| sold.set(to) />
            })}
            <Show when=move || is_new.get()>
                <TextField label=Signal::derive(move || page.messages().field("product", "name")) value=new_name required=true />
            </Show>
            <TextField label=label("quantity") value=quantity input_mode="decimal" />
            <TextField label=label("unit_price") value=price input_mode="decimal" />
            <TextField label=label("discount") value=discount input_mode="decimal" unit="%".to_owned() />
            {move || error.get().map(|words| view! { <p role="alert" class="small">{words}</p> })}
            <Button label=say(page, || message!("action-add")) kind=ButtonKind::Primary submit=true />
            <a class="link small" href=app.href("products")>{page.text(&message!("nav-products"))}</a>
        </form>
    }
}

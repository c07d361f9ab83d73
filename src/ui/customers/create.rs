//! The form that makes a customer: a person or a company, with the few things one knows at first.

use crate::domain::{Key, Problem, RecordId, RecordKind, Value, customer};
use crate::i18n::Message;
use crate::message;
use crate::query::duplicates::{Evidence, Traits, similar};
use crate::ui::app::{App, say, use_app};
use crate::ui::components::{
    Button, ButtonKind, Dialog, Notice, Segment, Segmented, TextField, Tone,
};
use crate::workspace::command::{Command, CommandError};
use crate::workspace::input::{FIRST_ELEMENT, InputContext, parse, path, type_of};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// So many likely duplicates are named.
const TWINS: usize = 3;

/// The form, in a dialog.
#[component]
pub fn CreateCustomer(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    use_app().map(|app| view! { <Form app=app open=open /> })
}

/// The fields of the form, as typed.
#[derive(Clone, Copy)]
struct Draft {
    kind: RwSignal<String>,
    given: RwSignal<String>,
    family: RwSignal<String>,
    name: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    /// Whether it was sent as it is: then what is wrong shows at once.
    sent: RwSignal<bool>,
    problems: RwSignal<Vec<Problem>>,
}

impl Draft {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            kind: RwSignal::new("company".to_owned()),
            given: empty(),
            family: empty(),
            name: empty(),
            email: empty(),
            phone: empty(),
            sent: RwSignal::new(false),
            problems: RwSignal::new(Vec::new()),
        }
    }

    fn clear(self) {
        for field in [self.given, self.family, self.name, self.email, self.phone] {
            field.set(String::new());
        }
        self.sent.set(false);
        self.problems.set(Vec::new());
    }

    fn is_person(self) -> bool {
        *self.kind.read() == "person"
    }

    /// All fields at once: values, or what is wrong with them.
    fn parse(self, app: App) -> Result<Vec<(Key, Option<Value>)>, Vec<Problem>> {
        let live = app.live();
        let workspace = live.peek();
        let context = InputContext::of(&workspace);
        let kind = self.kind.get_untracked();
        let mut fields = vec![(Key::one(customer::KIND), Some(Value::text(kind.as_str())))];
        let mut problems = Vec::new();
        let given = [
            (Key::one(customer::GIVEN_NAME), self.given, kind == "person"),
            (
                Key::one(customer::FAMILY_NAME),
                self.family,
                kind == "person",
            ),
            (Key::one(customer::NAME), self.name, kind == "company"),
            (Key::of(customer::EMAILS, FIRST_ELEMENT), self.email, true),
            (Key::of(customer::PHONES, FIRST_ELEMENT), self.phone, true),
        ];
        for (key, text, is_asked) in given {
            let of = type_of(&workspace, RecordKind::Customer, &key).filter(|_| is_asked);
            let Some(of) = of else { continue };
            match parse(of, &text.get_untracked(), &context) {
                Ok(value) => fields.push((key, value)),
                Err(rule) => {
                    problems.push(Problem::new(path(RecordKind::Customer, &key), rule));
                }
            }
        }
        if problems.is_empty() {
            Ok(fields)
        } else {
            Err(problems)
        }
    }

    /// What is wrong with a field, as a sentence; fields of lists are found by their list's name.
    fn error(self, app: App, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let problems = self.problems.read();
            let problem = problems.iter().find(|problem| {
                problem.field == field || problem.field.split('.').next() == Some(field)
            })?;
            Some(app.page().messages().rule(&problem.rule))
        })
    }
}

/// Customers that the one in the form may be, with the field that says so; the likeliest first.
fn twins(app: App, draft: Draft) -> Vec<(RecordId, &'static str)> {
    let typed = [
        draft.given,
        draft.family,
        draft.name,
        draft.email,
        draft.phone,
    ];
    draft.kind.track();
    typed.iter().for_each(RwSignal::track);
    if typed
        .iter()
        .all(|text| text.read_untracked().trim().is_empty())
    {
        return Vec::new();
    }
    let Ok(fields) = draft.parse(app) else {
        return Vec::new();
    };
    let live = app.live();
    let found = similar(&live.peek(), &Traits::of_fields(&fields), None);
    found
        .into_iter()
        .filter_map(|found| {
            let field = match found.evidence.first()? {
                Evidence::SameEmail => "emails",
                Evidence::SamePhone => "phones",
                Evidence::SameName => "name",
                Evidence::CloseName => return None,
            };
            Some((found.id, field))
        })
        .take(TWINS)
        .collect()
}

/// Who may be meant already, each with the way to their page.
#[component]
fn Twins(app: App, draft: Draft, open: RwSignal<bool>) -> impl IntoView {
    let page = app.page();
    let found = Memo::new(move |_| twins(app, draft));
    move || {
        found
            .get()
            .into_iter()
            .map(|(id, field)| {
                let name = app.live().peek().name(id).into_owned();
                let field = page.messages().field("customer", field);
                let words = message!("customer-duplicate-body", name = name.clone(), field = field);
                view! {
                    <div role="status">
                        <Notice
                            tone=Tone::Warning
                            title=say(page, || message!("customer-duplicate-title"))
                        >
                            <p>{page.text(&words)}</p>
                            <a class="link" href=app.record_href(id) on:click=move |_| open.set(false)>
                                {page.text(&message!("customer-duplicate-open", name = name))}
                            </a>
                        </Notice>
                    </div>
                }
            })
            .collect_view()
    }
}

#[component]
fn Form(app: App, open: RwSignal<bool>) -> impl IntoView {
    let page = app.page();
    let draft = Draft::new();
    let failure = RwSignal::new(None::<Message>);
    let is_saving = StoredValue::new(false);
    let submit = move || {
        if is_saving.get_value() {
            return;
        }
        failure.set(None);
        draft.sent.set(true);
        let id = app.live().writer().new_id(RecordKind::Customer);
        let outcome = draft.parse(app).and_then(|fields| {
            app.begin(&Command::Create { id, fields })
                .map_err(|error| match error {
                    CommandError::Invalid(problems) => problems,
                    _ => Vec::new(),
                })
        });
        let change = match outcome {
            Ok(change) => change,
            Err(problems) => return draft.problems.set(problems),
        };
        draft.problems.set(Vec::new());
        // What was typed stays until it is on the disk, which takes no longer than a blink.
        is_saving.set_value(true);
        spawn_local(async move {
            let saved = app.saved(change).await;
            is_saving.try_set_value(false);
            match saved {
                Ok(()) => {
                    let name = app.live().peek().name(id).into_owned();
                    app.say(&message!("toast-created", name = name), true);
                    draft.clear();
                    open.set(false);
                }
                Err(error) => failure.set(Some(app.taken_back(&error))),
            }
        });
    };
    let field =
        move |name: &'static str| Signal::derive(move || page.messages().field("customer", name));
    let segments = Signal::derive(move || {
        let option = |code| Segment::new(code, page.messages().option("customer", "kind", code));
        vec![option("company"), option("person")]
    });
    let error = move |name| draft.error(app, name);
    let title: fn() -> Message = || message!("customer-form-title-new");
    view! {
        <Dialog
            open=open
            title=say(page, title)
            close_label=say(page, || message!("action-close"))
            actions=move || view! {
                <Button label=say(page, || message!("action-cancel")) on_press=move |()| open.set(false) />
                <Button
                    label=say(page, || message!("action-add"))
                    kind=ButtonKind::Primary
                    on_press=move |()| submit()
                />
            }
        >
            <form
                class="customer-form"
                on:submit=move |event| {
                    event.prevent_default();
                    submit();
                }
            >
                <Segmented
                    label=field("kind")
                    value=draft.kind
                    segments=segments
                    on_change=move |kind| draft.kind.set(kind)
                />
                <Show
                    when=move || draft.is_person()
                    fallback=move || view! {
                        <TextField label=field("name") value=draft.name reveal=draft.sent error=error("name") required=true />
                    }
                >
                    <TextField label=field("given_name") value=draft.given reveal=draft.sent error=error("given_name") />
                    <TextField label=field("family_name") value=draft.family reveal=draft.sent error=error("name") required=true />
                </Show>
                <TextField label=field("emails") value=draft.email kind="email" reveal=draft.sent error=error("emails") />
                <TextField label=field("phones") value=draft.phone kind="tel" reveal=draft.sent error=error("phones") />
                <Twins app=app draft=draft open=open />
                {move || failure.get().map(|failure| view! {
                    <Notice tone=Tone::Negative urgent=true>
                        <p>{page.text(&failure)}</p>
                    </Notice>
                })}
                <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}

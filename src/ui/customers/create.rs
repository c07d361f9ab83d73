//! The form that makes a customer: a person or a company, with the few things one knows at first.

use crate::domain::{Key, Problem, RecordId, RecordKind, Value, customer};
use crate::message;
use crate::query::duplicates::{Evidence, Traits, similar};
use crate::ui::app::{App, say, use_app};
use crate::ui::components::{Notice, Segment, Segmented, TextField, Tone};
use crate::ui::records::form::{Fields, FormDialog, Sending, Typed, parse_all};
use crate::ui::records::own_form::{OwnAsked, OwnDraft};
use crate::workspace::command::Command;
use crate::workspace::input::FIRST_ELEMENT;
use leptos::prelude::*;

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
    own: OwnDraft,
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
            own: OwnDraft::new(RecordKind::Customer),
        }
    }

    fn clear(self) {
        for field in [self.given, self.family, self.name, self.email, self.phone] {
            field.set(String::new());
        }
        self.own.clear();
    }

    fn is_person(self) -> bool {
        *self.kind.read() == "person"
    }

    /// All fields at once: values, or what is wrong with them.
    fn parse(self, app: App) -> Result<Fields, Vec<Problem>> {
        let kind = self.kind.get_untracked();
        let (email, phone) = (
            (Key::of(customer::EMAILS, FIRST_ELEMENT), self.email),
            (Key::of(customer::PHONES, FIRST_ELEMENT), self.phone),
        );
        let own = if kind == "person" {
            vec![
                (Key::one(customer::GIVEN_NAME), self.given),
                (Key::one(customer::FAMILY_NAME), self.family),
            ]
        } else {
            vec![(Key::one(customer::NAME), self.name)]
        };
        let typed: Vec<Typed> = own.into_iter().chain([email, phone]).collect();
        let mut fields = parse_all(app, RecordKind::Customer, &typed)?;
        fields.push((Key::one(customer::KIND), Some(Value::text(kind))));
        Ok(fields)
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
    let sending = Sending::new(app);
    let submit = move || {
        let id = app.live().writer().new_id(RecordKind::Customer);
        let command = move || {
            Ok(Command::Create {
                id,
                fields: draft.own.with(app, draft.parse(app))?,
            })
        };
        sending.make(id, command, move || {
            draft.clear();
            open.set(false);
        });
    };
    let field =
        move |name: &'static str| Signal::derive(move || page.messages().field("customer", name));
    let segments = Signal::derive(move || {
        let option = |code| Segment::new(code, page.messages().option("customer", "kind", code));
        vec![option("company"), option("person")]
    });
    let error = move |name| sending.error(name);
    view! {
        <FormDialog
            sending=sending
            open=open
            title=|| message!("customer-form-title-new")
            on_submit=move |()| submit()
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
                        <TextField label=field("name") value=draft.name reveal=sending.sent error=error("name") required=true />
                    }
                >
                    <TextField label=field("given_name") value=draft.given reveal=sending.sent error=error("given_name") />
                    <TextField label=field("family_name") value=draft.family reveal=sending.sent error=error("name") required=true />
                </Show>
                <TextField label=field("emails") value=draft.email kind="email" reveal=sending.sent error=error("emails") />
                <TextField label=field("phones") value=draft.phone kind="tel" reveal=sending.sent error=error("phones") />
                <OwnAsked app=app draft=draft.own sending=sending />
                <Twins app=app draft=draft open=open />
        </FormDialog>
    }
}

//! The form that makes a deal: what, for whom, how much, by when. A customer who is not there yet is
//! made with it, in the same change.

use crate::domain::{Key, Problem, RecordId, RecordKind, Rule, Value, customer, deal, field};
use crate::message;
use crate::query::deal::OPEN;
use crate::ui::app::{App, use_app};
use crate::ui::components::{Choice, DateField, SelectField, TextField};
use crate::ui::lists::field::choices;
use crate::ui::records::form::{Fields, FormDialog, Sending, parse_all};
use crate::ui::records::own_form::{OwnAsked, OwnDraft};
use crate::ui::records::record_field::{Picked, RecordField};
use crate::workspace::command::Command;
use leptos::prelude::*;

/// What the form begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DealStart {
    /// The customer.
    pub customer: Option<RecordId>,
    /// The pipeline and its stage.
    pub stage: Option<(RecordId, String)>,
}

/// The form, in a dialog.
#[component]
pub fn CreateDeal(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it begins with.
    start: RwSignal<DealStart>,
) -> impl IntoView {
    use_app().map(|app| view! { <Form app=app open=open start=start /> })
}

/// The fields of the form, as typed.
#[derive(Clone, Copy)]
struct Draft {
    name: RwSignal<String>,
    words: RwSignal<String>,
    picked: RwSignal<Picked>,
    amount: RwSignal<String>,
    pipeline: RwSignal<Option<RecordId>>,
    stage: RwSignal<String>,
    closes: RwSignal<String>,
    owner: RwSignal<String>,
    own: OwnDraft,
}

impl Draft {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            name: empty(),
            words: empty(),
            picked: RwSignal::new(Picked::None),
            amount: empty(),
            pipeline: RwSignal::new(None),
            stage: empty(),
            closes: empty(),
            owner: empty(),
            own: OwnDraft::new(RecordKind::Deal),
        }
    }

    fn clear(self) {
        for field in [self.name, self.words, self.amount, self.closes] {
            field.set(String::new());
        }
        self.picked.set(Picked::None);
        self.own.clear();
    }

    /// Takes what the form begins with; what was typed before stays.
    fn begin(self, app: App, start: &DealStart) {
        let live = app.live();
        let workspace = live.peek();
        if let Some(customer) = start.customer {
            self.picked.set(Picked::Known(customer));
            self.words.set(workspace.name(customer).into_owned());
        }
        let (pipeline, stage) = match start.stage.clone() {
            Some((pipeline, stage)) => (Some(pipeline), Some(stage)),
            None => (workspace.default_pipeline(), None),
        };
        let first = || {
            let stages = workspace.stages(pipeline?);
            stages.first().map(|stage| stage.id.to_string())
        };
        self.pipeline.set(pipeline);
        self.stage.set(stage.or_else(first).unwrap_or_default());
        let owner = live.writer().machine().author();
        let owner = owner.map(|id| id.to_string());
        self.owner.set(owner.unwrap_or_default());
    }

    /// All fields at once: values, or what is wrong with them.
    fn parse(self, app: App) -> Result<Fields, Vec<Problem>> {
        let typed = [
            (Key::one(deal::NAME), self.name),
            (Key::one(deal::AMOUNT), self.amount),
            (Key::one(deal::STAGE), self.stage),
            (Key::one(deal::EXPECTED_CLOSE), self.closes),
            (Key::one(field::OWNER), self.owner),
        ];
        let parsed = parse_all(app, RecordKind::Deal, &typed);
        let is_loose = matches!(*self.picked.read_untracked(), Picked::None)
            && !self.words.read_untracked().trim().is_empty();
        if is_loose {
            let value = self.words.get_untracked();
            let mut problems = parsed.err().unwrap_or_default();
            problems.push(Problem::new("customer", Rule::NoSuchRecord { value }));
            return Err(problems);
        }
        let mut fields = parsed?;
        let pipeline = self.pipeline.get_untracked().map(Value::Ref);
        fields.push((Key::one(deal::PIPELINE), pipeline));
        Ok(fields)
    }

    /// The command that makes the deal, and its customer where that is a new one.
    fn command(self, app: App, id: RecordId) -> Result<Command, Vec<Problem>> {
        let mut fields = self.own.with(app, self.parse(app))?;
        let mut commands = Vec::new();
        let of = match self.picked.get_untracked() {
            Picked::None => None,
            Picked::Known(id) => Some(id),
            Picked::New(name) => {
                let id = app.live().writer().new_id(RecordKind::Customer);
                let fields = vec![
                    (Key::one(customer::KIND), Some(Value::text("company"))),
                    (Key::one(customer::NAME), Some(Value::text(name))),
                ];
                commands.push(Command::Create { id, fields });
                Some(id)
            }
        };
        fields.push((Key::one(deal::CUSTOMER), of.map(Value::Ref)));
        let deal = Command::Create { id, fields };
        if commands.is_empty() {
            return Ok(deal);
        }
        commands.push(deal);
        Ok(Command::All(commands))
    }
}

#[component]
fn Form(app: App, open: RwSignal<bool>, start: RwSignal<DealStart>) -> impl IntoView {
    let page = app.page();
    let draft = Draft::new();
    let sending = Sending::new(app);
    Effect::new(move |_| {
        if open.get() {
            draft.begin(app, &start.get_untracked());
        }
    });
    let submit = move || {
        let id = app.live().writer().new_id(RecordKind::Deal);
        let command = move || draft.command(app, id);
        sending.make(id, command, move || {
            draft.clear();
            open.set(false);
        });
    };
    let field =
        move |name: &'static str| Signal::derive(move || page.messages().field("deal", name));
    let error = move |name| sending.error(name);
    let reveal = sending.sent;
    let pipelines = Signal::derive(move || choices(app, RecordKind::Deal, "pipeline"));
    let pipeline = Signal::derive(move || {
        let pipeline = draft.pipeline.get();
        pipeline.map(|id| id.to_string()).unwrap_or_default()
    });
    let choose_pipeline = move |to: String| {
        let pipeline = RecordId::parse(&to).ok();
        let stages = pipeline
            .map(|id| app.live().peek().stages(id))
            .unwrap_or_default();
        draft.pipeline.set(pipeline);
        draft.stage.set(
            stages
                .first()
                .map(|stage| stage.id.to_string())
                .unwrap_or_default(),
        );
    };
    let stages = Signal::derive(move || {
        let stages = draft
            .pipeline
            .get()
            .map(|id| app.live().record(id).stages(id));
        let stages = stages.unwrap_or_default().into_iter();
        stages
            .filter(|stage| stage.category() == OPEN)
            .map(|stage| Choice::new(&*stage.id, stage.name()))
            .collect::<Vec<_>>()
    });
    let owners = Signal::derive(move || {
        let none = Choice::new("", page.text(&message!("field-no-choice")));
        std::iter::once(none)
            .chain(choices(app, RecordKind::Deal, "owner"))
            .collect::<Vec<_>>()
    });
    let currency =
        Signal::derive(move || app.currency().map(|currency| currency.code().to_owned()));
    let has_several = move || pipelines.read().len() > 1;
    view! {
        <FormDialog
            sending=sending
            open=open
            title=|| message!("deal-form-title-new")
            on_submit=move |()| submit()
        >
                <TextField label=field("name") value=draft.name error=error("name") reveal=reveal required=true />
                <RecordField
                    app=app
                    label=field("customer")
                    words=draft.words
                    picked=draft.picked
                    error=Signal::derive(move || sending.rule("customer"))
                />
                <div class="deal-form__pair">
                    <TextField
                        label=field("amount")
                        value=draft.amount
                        unit=currency
                        input_mode="decimal"
                        error=error("amount")
                        reveal=reveal
                    />
                    <DateField label=field("expected_close") value=draft.closes error=error("expected_close") reveal=reveal />
                </div>
                <Show when=has_several>
                    <SelectField label=field("pipeline") value=pipeline choices=pipelines on_change=choose_pipeline />
                </Show>
                <div class="deal-form__pair">
                    <SelectField
                        label=field("stage")
                        value=draft.stage
                        choices=stages
                        error=error("stage")
                        reveal=reveal
                        on_change=move |to| draft.stage.set(to)
                    />
                    <SelectField
                        label=field("owner")
                        value=draft.owner
                        choices=owners
                        on_change=move |to| draft.owner.set(to)
                    />
                </div>
                <OwnAsked app=app draft=draft.own sending=sending />
        </FormDialog>
    }
}

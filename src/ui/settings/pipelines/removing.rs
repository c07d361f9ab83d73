//! What becomes of the deals of a pipeline or a stage that is taken away: it is asked where there
//! are any, and they move with the same change, so that one undo brings back all of it.

use crate::domain::pipeline::STAGES;
use crate::domain::{Key, RecordId, Value, deal};
use crate::message;
use crate::query::deal::OPEN;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Choice, Dialog, SelectField};
use crate::workspace::Stage;
use crate::workspace::command::{Command, CommandError};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Going {
    /// A pipeline.
    Pipeline(RecordId),
    /// A stage of one, by its element id.
    Stage(RecordId, String),
}

impl Going {
    fn name(&self, app: App) -> String {
        let live = app.live();
        let workspace = live.peek();
        match self {
            Self::Pipeline(id) => workspace.name(*id).into_owned(),
            Self::Stage(id, stage) => workspace
                .stage(*id, stage)
                .map(|stage| stage.name().to_owned())
                .unwrap_or_default(),
        }
    }

    fn deals(&self, app: App) -> Vec<RecordId> {
        let live = app.live();
        let workspace = live.peek();
        match self {
            Self::Pipeline(id) => workspace.deals_in(*id, None),
            Self::Stage(id, stage) => workspace.deals_in(*id, Some(stage)),
        }
    }

    /// The pipelines that its deals can go to.
    fn pipelines(&self, app: App) -> Vec<RecordId> {
        match self {
            Self::Pipeline(id) => {
                let mut others = app.live().peek().pipelines();
                others.retain(|other| other != id);
                others
            }
            Self::Stage(id, _) => vec![*id],
        }
    }

    /// The stages of one of them that stay.
    fn stages(&self, app: App, pipeline: RecordId) -> Vec<Stage> {
        let mut stages = app.live().peek().stages(pipeline);
        if let Self::Stage(_, going) = self {
            stages.retain(|stage| &*stage.id != going.as_str());
        }
        stages
    }

    /// The stage that is offered first: what means the same, nearest before where it stood.
    fn nearest(&self, app: App, pipeline: RecordId) -> Option<Stage> {
        let stages = self.stages(app, pipeline);
        if let Self::Stage(_, going) = self {
            let all = app.live().peek().stages(pipeline);
            let at = all.iter().position(|stage| &*stage.id == going.as_str())?;
            let own = all.get(at)?.category().to_owned();
            let before = all.iter().take(at).rev();
            let mut around = before.chain(all.iter().skip(at + 1));
            if let Some(like) = around.find(|stage| stage.category() == own) {
                return Some(like.clone());
            }
        }
        stages.into_iter().next()
    }

    /// Which deals come to which stage. What is won or lost stays so, where the other pipeline has
    /// a word for it; of a stage that goes, all come where it was said.
    fn moves(
        &self,
        app: App,
        pipeline: RecordId,
        stage: &str,
    ) -> BTreeMap<Arc<str>, Vec<RecordId>> {
        let live = app.live();
        let workspace = live.peek();
        let kept = |id: RecordId| {
            let Self::Pipeline(from) = self else {
                return None;
            };
            let record = workspace.record(id)?;
            let was = workspace.stage(*from, record.text(deal::STAGE))?;
            let is_closed = was.category() != OPEN;
            is_closed
                .then(|| workspace.stage_like(pipeline, was.category()))
                .flatten()
        };
        let mut moves: BTreeMap<Arc<str>, Vec<RecordId>> = BTreeMap::new();
        for id in self.deals(app) {
            let to = kept(id).map_or_else(|| Arc::from(stage), |like| like.id);
            moves.entry(to).or_default().push(id);
        }
        moves
    }

    /// What takes it away, with its deals moved to a stage.
    fn command(&self, app: App, to: Option<(RecordId, &str)>) -> Command {
        let mut commands = Vec::new();
        if let Some((pipeline, stage)) = to {
            for (stage, ids) in self.moves(app, pipeline, stage) {
                commands.push(Command::Edit {
                    ids,
                    fields: vec![
                        (Key::one(deal::PIPELINE), Some(Value::Ref(pipeline))),
                        (Key::one(deal::STAGE), Some(Value::text(&*stage))),
                    ],
                    revision: None,
                });
            }
        }
        commands.push(match self {
            Self::Pipeline(id) => Command::Trash { ids: vec![*id] },
            Self::Stage(id, stage) => Command::Edit {
                ids: vec![*id],
                fields: vec![(Key::of(STAGES, stage.as_str()), None)],
                revision: None,
            },
        });
        Command::All(commands)
    }
}

/// What is being taken away, as far as it has to be asked.
#[derive(Clone, Copy)]
pub(super) struct Removing {
    app: App,
    going: RwSignal<Option<Going>>,
    open: RwSignal<bool>,
    done: Callback<()>,
}

impl Removing {
    /// Nothing is; `done` is called when something was taken away.
    pub(super) fn new(app: App, done: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            app,
            going: RwSignal::new(None),
            open: RwSignal::new(false),
            done: Callback::new(move |()| done()),
        }
    }

    /// Takes something away: at once where no deals are in it, and not where nothing would stay.
    pub(super) fn ask(self, going: Going) {
        let app = self.app;
        let is_last = {
            let live = app.live();
            let workspace = live.peek();
            match &going {
                Going::Pipeline(_) => workspace.pipelines().len() < 2,
                Going::Stage(id, _) => workspace.stages(*id).len() < 2,
            }
        };
        if is_last {
            let message = match going {
                Going::Pipeline(_) => message!("pipeline-last"),
                Going::Stage(..) => message!("pipeline-last-stage"),
            };
            return app.say_failure(&message);
        }
        if going.deals(app).is_empty() {
            return self.remove(&going, None);
        }
        self.going.set(Some(going));
        self.open.set(true);
    }

    fn remove(self, going: &Going, to: Option<(RecordId, &str)>) {
        let name = going.name(self.app);
        let removed = self.app.execute(&going.command(self.app, to));
        self.open.set(false);
        match removed {
            Ok(()) => {
                let message = match going {
                    Going::Pipeline(_) => message!("toast-trashed", name = name),
                    Going::Stage(..) => message!("pipeline-stage-removed", name = name),
                };
                self.app.say(&message, true);
                self.done.run(());
            }
            // Values that are not right are the only refusal that was not said.
            Err(CommandError::Invalid(problems)) => {
                let rule = problems.first().map(|problem| &problem.rule);
                let reason = rule.map(|rule| self.app.page().messages().rule(rule));
                let reason = reason.unwrap_or_default();
                self.app
                    .say_failure(&message!("refused-because", reason = reason));
            }
            Err(_) => {}
        }
    }
}

/// The question.
#[component]
pub(super) fn RemovingDialog(
    /// What is being taken away.
    removing: Removing,
) -> impl IntoView {
    let Removing {
        app, going, open, ..
    } = removing;
    let page = app.page();
    let pipeline = RwSignal::new(None::<RecordId>);
    let stage = RwSignal::new(String::new());
    let offer = move |to: Option<RecordId>| {
        let going = going.get_untracked();
        let nearest = going.zip(to).and_then(|(going, to)| going.nearest(app, to));
        pipeline.set(to);
        stage.set(
            nearest
                .map(|stage| stage.id.to_string())
                .unwrap_or_default(),
        );
    };
    Effect::new(move |_| {
        let first = going
            .get()
            .and_then(|going| going.pipelines(app).into_iter().next());
        offer(first);
    });
    let remove = move |()| {
        let (going, pipeline) = (going.get_untracked(), pipeline.get_untracked());
        if let Some((going, pipeline)) = going.zip(pipeline) {
            removing.remove(&going, Some((pipeline, &stage.get_untracked())));
        }
    };
    let title = say(page, move || {
        let name = going.read().as_ref().map(|going| going.name(app));
        message!("pipeline-remove-title", name = name.unwrap_or_default())
    });
    view! {
        <Dialog
            open=open
            title=title
            close_label=say(page, || message!("action-close"))
            actions=move || view! {
                <Button label=say(page, || message!("action-cancel")) on_press=move |()| open.set(false) />
                <Button
                    label=say(page, || message!("pipeline-move-and-remove"))
                    kind=ButtonKind::Primary
                    on_press=remove
                />
            }
        >
            {move || going.get().map(|going| view! {
                <Where app=app going=going pipeline=pipeline stage=stage on_pipeline=move |to| offer(Some(to)) />
            })}
        </Dialog>
    }
}

/// Where the deals go.
#[component]
fn Where(
    app: App,
    going: Going,
    pipeline: RwSignal<Option<RecordId>>,
    stage: RwSignal<String>,
    #[prop(into)] on_pipeline: Callback<RecordId>,
) -> impl IntoView {
    let page = app.page();
    let count = going.deals(app).len();
    let is_whole = matches!(going, Going::Pipeline(_));
    let pipelines: Vec<Choice> = going
        .pipelines(app)
        .into_iter()
        .map(|id| Choice::new(id.to_string(), app.live().peek().name(id).into_owned()))
        .collect();
    let stages = Signal::derive(move || {
        let stages = pipeline.get().map(|to| going.stages(app, to));
        let choice = |stage: Stage| Choice::new(stage.id.to_string(), stage.name().to_owned());
        let stages = stages.unwrap_or_default().into_iter();
        stages.map(choice).collect::<Vec<_>>()
    });
    let body = if is_whole {
        message!("pipeline-in-use", count = count)
    } else {
        message!("pipeline-stage-in-use", count = count)
    };
    view! {
        <p>{page.text(&body)}</p>
        {is_whole.then(|| view! {
            <SelectField
                label=Signal::derive(move || page.messages().field("deal", "pipeline"))
                value=Signal::derive(move || pipeline.get().map(|id| id.to_string()).unwrap_or_default())
                choices=Signal::stored(pipelines.clone())
                on_change=move |to: String| {
                    if let Ok(to) = RecordId::parse(&to) {
                        on_pipeline.run(to);
                    }
                }
            />
        })}
        <SelectField
            label=Signal::derive(move || page.messages().field("deal", "stage"))
            value=stage
            choices=stages
            on_change=move |to| stage.set(to)
        />
        {is_whole.then(|| view! {
            <p class="settings__note">{page.text(&message!("pipeline-closed-stay"))}</p>
        })}
    }
}

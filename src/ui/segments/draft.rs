//! The conditions of a segment while they are edited: a tree of lines, what each finds, and what was
//! done to it, so that it can be taken back before anything is saved. What is not saved is kept in this browser.
//! Whoever else asks for conditions of customers has a draft that is no segment's, and saves it themselves.

use crate::domain::{Key, RecordId, RecordKind, Value, segment};
use crate::i18n::{Messages, WordsApart};
use crate::message;
use crate::query::plan::Plan;
use crate::query::segment::passing;
use crate::query::steps::Steps;
use crate::query::tree::{Join, Node, Tree, What};
use crate::query::{Filter, Query};
use crate::ui::app::App;
use crate::ui::follow::whenever;
use crate::ui::host::Preference;
use crate::ui::lists::clause::{Clause, Op};
use crate::ui::lists::depend;
use crate::ui::lists::field::{self, ListField, Of};
use crate::ui::lists::filters;
use crate::workspace::columns::Bits;
use crate::workspace::command::Command;
use leptos::prelude::*;

/// The conditions of a segment while they are edited. Copying it is free.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Draft {
    /// The app.
    pub(super) app: App,
    /// The segment; none of conditions of something else.
    id: Option<RecordId>,
    /// The tree.
    pub(super) tree: RwSignal<Tree<Clause>>,
    /// The fields that a line may ask for.
    pub(super) fields: Memo<Vec<ListField>>,
    /// What it is to be once saved.
    pub(in crate::ui) filter: Memo<Option<Filter>>,
    /// What is saved.
    saved: Memo<Option<Filter>>,
    /// The node that keys carry, and where it came from.
    pub(super) carried: RwSignal<Option<(u32, Tree<Clause>)>>,
    /// Whether what is unfinished is to be said.
    pub(super) is_told: RwSignal<bool>,
    /// Whether it began with what was kept when one left without saving.
    pub(super) is_returned: RwSignal<bool>,
    steps: StoredValue<Steps<Tree<Clause>>>,
}

impl Draft {
    /// The conditions of a segment as they were left: those that were not saved, else what is saved.
    pub(super) fn new(app: App, id: RecordId) -> Self {
        let saved = Memo::new(move |_| {
            let live = app.live();
            let workspace = live.record(id);
            let record = workspace.record(id)?;
            Filter::parse(record.text(segment::FILTER)).ok()
        });
        let host = app.page().host();
        let left = host.preference(Preference::Draft(id));
        let left = left.and_then(|text| left_filter(&text));
        let is_returned = left.is_some();
        let first = left.unwrap_or_else(|| saved.get_untracked());
        let draft = Self::begun(app, saved, first.as_ref(), |_| true);
        draft.is_returned.set(is_returned);
        let draft = Self {
            id: Some(id),
            ..draft
        };
        whenever(move || {
            let left = draft.left();
            let host = app.page().host();
            host.set_preference(Preference::Draft(id), left.as_deref());
        });
        // What was saved elsewhere, or taken back, shows; what is being edited here stays.
        Effect::new(move |last: Option<Option<Filter>>| {
            let now = saved.get();
            let shown = draft.filter.get_untracked();
            let was_clean = last
                .as_ref()
                .is_some_and(|last| draft.is_same(last, &shown));
            if was_clean && !draft.is_same(&now, &shown) {
                draft
                    .tree
                    .set(read(now.as_ref(), &draft.fields.read_untracked()));
                draft.steps.update_value(Steps::clear);
            }
            now
        });
        draft
    }

    /// Conditions that are no segment's, on some of the fields there are by their paths.
    pub(in crate::ui) fn apart(
        app: App,
        first: Option<&Filter>,
        is_offered: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self::begun(app, Memo::new(|_| None), first, is_offered)
    }

    fn begun(
        app: App,
        saved: Memo<Option<Filter>>,
        first: Option<&Filter>,
        is_offered: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Self {
        Messages::learn_apart(WordsApart::segments());
        let fields = Memo::new(move |_| {
            let mut fields = field::fields(app, RecordKind::Customer);
            fields.retain(|field| field.is_filter && is_offered(&field.path));
            fields.extend(field::related_fields(app));
            fields
        });
        let tree = RwSignal::new(read(first, &fields.read_untracked()));
        Self {
            app,
            id: None,
            tree,
            fields,
            filter: Memo::new(move |_| tree.read().filter(&|line| finished(&fields.read(), line))),
            saved,
            carried: RwSignal::new(None),
            is_told: RwSignal::new(false),
            is_returned: RwSignal::new(false),
            steps: StoredValue::new(Steps::default()),
        }
    }

    /// Whether it differs from what is saved.
    pub(super) fn is_changed(self) -> bool {
        !self.is_same(&self.filter.read(), &self.saved.read())
    }

    /// Whether two filters say the same: one condition may stand alone or in a group of its own.
    fn is_same(self, one: &Option<Filter>, other: &Option<Filter>) -> bool {
        let fields = self.fields.read();
        let told = |filter: &Option<Filter>| {
            read(filter.as_ref(), &fields).filter(&|line| finished(&fields, line))
        };
        one == other || told(one) == told(other)
    }

    /// Changes the tree by a step that can be taken back.
    pub(super) fn change(self, change: impl FnOnce(&mut Tree<Clause>)) {
        let now = self.tree.get_untracked();
        self.steps.update_value(|steps| steps.step(&now));
        self.tree.update(change);
    }

    /// Changes the tree by a letter of what is typed, which is a step once the input is left.
    pub(super) fn type_in(self, change: impl FnOnce(&mut Tree<Clause>)) {
        let now = self.tree.get_untracked();
        self.steps.update_value(|steps| steps.typing(&now));
        self.tree.update(change);
    }

    /// An input is left: what was typed in it is a step.
    pub(super) fn settle(self) {
        let now = self.tree.get_untracked();
        self.steps.update_value(|steps| steps.settle(&now));
    }

    /// Goes back to what is saved, by a step that can be taken back.
    pub(super) fn discard(self) {
        let saved = read(
            self.saved.get_untracked().as_ref(),
            &self.fields.read_untracked(),
        );
        self.change(|tree| *tree = saved);
        self.is_returned.set(false);
    }

    /// What is kept while it is not saved: its lines as a filter, those without all their values too.
    fn left(self) -> Option<String> {
        let is_changed = self.is_changed() || self.is_unfinished();
        let fields = self.fields.read();
        let tree = self.tree.read();
        is_changed.then(|| {
            let filter = tree.filter(&|line| {
                let of = field::named(&fields, &line.field).map_or(Of::Text, |field| field.of);
                let filter = line.filter(of);
                // What could not be read again would take the other lines with it.
                Filter::parse(&filter.to_json().to_string()).ok()
            });
            filter.map_or_else(String::new, |filter| filter.to_json().to_string())
        })
    }

    /// Whether a line waits for its values.
    pub(super) fn is_unfinished(self) -> bool {
        let fields = self.fields.read();
        let mut is_unfinished = false;
        let mut look = |_, line: &Clause| is_unfinished |= finished(&fields, line).is_none();
        self.tree.read().each_line(&mut look);
        is_unfinished
    }

    /// Takes the last step back; says whether there was one.
    pub(super) fn back(self) -> bool {
        let now = self.tree.get_untracked();
        let mut before = None;
        self.steps.update_value(|steps| before = steps.back(&now));
        let Some(before) = before else {
            return false;
        };
        self.tree.set(before);
        true
    }

    /// The field of a line.
    pub(super) fn of(self, clause: &Clause) -> Of {
        field::named(&self.fields.read(), &clause.field).map_or(Of::Text, |field| field.of)
    }

    /// A line with nothing in it yet.
    pub(super) fn blank(self) -> Clause {
        let fields = self.fields.read_untracked();
        let first = field::named(&fields, "lifecycle").or_else(|| fields.first());
        Clause {
            field: first.map(|field| field.path.clone()).unwrap_or_default(),
            op: first.map_or(Op::Is, |field| usual(field.of)),
            values: Vec::new(),
        }
    }

    /// How many customers a node finds; none while no line of it is finished, or one does not suit its
    /// field.
    pub(super) fn count(self, id: u32) -> Option<usize> {
        let filter = {
            let tree = self.tree.read();
            let fields = self.fields.read();
            tree.find(id)?.filter(&|line| finished(&fields, line))?
        };
        if self.refusal(&filter).is_some() {
            return None;
        }
        Some(self.found(filter).count())
    }

    /// The customers that conditions find.
    pub(super) fn found(self, filter: Filter) -> Bits {
        let live = self.app.live();
        let query = Query::new(RecordKind::Customer).and(filter.clone());
        depend::on_query(&live, &query);
        passing(&live.peek(), filter, self.app.clock())
    }

    /// Why conditions do not suit their fields.
    fn refusal(self, filter: &Filter) -> Option<String> {
        let live = self.app.live();
        let planned = Plan::new(&live.peek(), RecordKind::Customer, filter, self.app.clock());
        let problem = planned.err()?.into_iter().next()?;
        Some(self.app.page().messages().rule(&problem.rule))
    }

    /// What is wrong with a line, once it is to be said.
    pub(super) fn error(self, clause: &Clause) -> Option<String> {
        let fields = self.fields.read();
        match finished(&fields, clause) {
            Some(filter) => self.refusal(&filter),
            None if self.is_told.get() => Some(
                self.app
                    .page()
                    .messages()
                    .rule(&crate::domain::Rule::Required),
            ),
            None => None,
        }
    }

    /// A line in words.
    pub(super) fn words(self, clause: &Clause) -> Option<String> {
        let fields = self.fields.read();
        let filter = finished(&fields, clause)?;
        Some(filters::sentence(
            self.app,
            RecordKind::Customer,
            &fields,
            &filter,
        ))
    }

    /// A node in words: its lines joined, groups within in brackets.
    pub(super) fn sentence(self, node: &Node<Clause>) -> Option<String> {
        let page = self.app.page();
        let (join, nodes) = match &node.of {
            What::Line(clause) => return self.words(clause),
            What::Group(join, nodes) => (*join, nodes),
        };
        let parts: Vec<String> = nodes
            .iter()
            .filter_map(|node| {
                let words = self.sentence(node)?;
                Some(match &node.of {
                    What::Group(..) => page.text(&message!("segment-words-group", words = words)),
                    What::Line(_) => words,
                })
            })
            .collect();
        let joined = parts.into_iter().reduce(|before, next| {
            page.text(&match join {
                Join::All => message!("segment-words-and", before = before, next = next),
                Join::Any | Join::None => {
                    message!("segment-words-or", before = before, next = next)
                }
            })
        })?;
        Some(match join {
            Join::None => page.text(&message!("segment-words-none", words = joined)),
            Join::All | Join::Any => joined,
        })
    }

    /// Whether something is unfinished or does not suit its field, which is said from now on.
    pub(in crate::ui) fn is_refused(self) -> bool {
        self.is_told.set(true);
        let mut is_wrong = false;
        self.tree.get_untracked().each_line(&mut |_, line| {
            is_wrong |= untrack(|| self.error(line).is_some());
        });
        if is_wrong {
            self.app.say_failure(&message!("segment-unfinished"));
        } else {
            self.is_told.set(false);
        }
        is_wrong
    }

    /// The conditions in words; none where there are none.
    pub(in crate::ui) fn in_words(self) -> Option<String> {
        let tree = self.tree.read();
        self.sentence(tree.root())
    }

    /// Saves the conditions; what is unfinished or does not suit its field is said instead.
    pub(super) fn save(self) {
        let Some(id) = self.id.filter(|_| !self.is_refused()) else {
            return;
        };
        let text = self
            .filter
            .get_untracked()
            .map(|filter| filter.to_json().to_string());
        let command = Command::Edit {
            ids: vec![id],
            fields: vec![(Key::one(segment::FILTER), text.map(Value::text))],
            revision: None,
        };
        if self.app.execute(&command).is_ok() {
            self.is_returned.set(false);
            self.app.say(&message!("segment-saved"), true);
        }
    }
}

/// What was kept when one left: a filter, or none where all lines were taken out.
fn left_filter(text: &str) -> Option<Option<Filter>> {
    if text.is_empty() {
        return Some(None);
    }
    Filter::parse(text).ok().map(Some)
}

/// The tree of a filter. One of several options is read as any of them, which is how it is chosen.
fn read(filter: Option<&Filter>, fields: &[ListField]) -> Tree<Clause> {
    let line = |filter: &Filter| {
        let mut clause = Clause::of(filter)?;
        let of = field::named(fields, &clause.field).map(|field| field.of);
        clause.op = match clause.op {
            Op::Is if of == Some(Of::Choice) => Op::In,
            Op::IsNot if of == Some(Of::Choice) => Op::NotIn,
            op => op,
        };
        Some(clause)
    };
    filter.map_or_else(Tree::default, |filter| Tree::read(filter, &line))
}

/// The comparison that a field begins with.
pub(super) fn usual(of: Of) -> Op {
    Op::suiting(of).first().copied().unwrap_or(Op::Is)
}

/// The filter of a line, once it has all its values.
fn finished(fields: &[ListField], clause: &Clause) -> Option<Filter> {
    let values = clause
        .values
        .iter()
        .filter(|value| !value.trim().is_empty());
    let is_short = values.count() < clause.values.len().max(clause.op.values());
    let of = field::named(fields, &clause.field).map_or(Of::Text, |field| field.of);
    (!is_short).then(|| clause.filter(of))
}

//! The conditions of a segment while they are edited: a tree of lines, what each finds, and what was
//! done to it, so that it can be taken back before anything is saved.

use crate::domain::{Key, RecordId, RecordKind, Value, segment};
use crate::message;
use crate::query::plan::Plan;
use crate::query::segment::passing;
use crate::query::tree::{Join, Node, Tree, What};
use crate::query::{Filter, Query};
use crate::ui::app::App;
use crate::ui::lists::clause::{Clause, Op};
use crate::ui::lists::depend;
use crate::ui::lists::field::{self, ListField, Of};
use crate::ui::lists::filters;
use crate::workspace::columns::Bits;
use crate::workspace::command::Command;
use leptos::prelude::*;

/// So many steps can be taken back.
const STEPS_MAX: usize = 100;

/// The conditions of a segment while they are edited. Copying it is free.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    /// The app.
    pub(super) app: App,
    /// The segment.
    pub(super) id: RecordId,
    /// The tree.
    pub(super) tree: RwSignal<Tree<Clause>>,
    /// The fields that a line may ask for.
    pub(super) fields: Memo<Vec<ListField>>,
    /// What it is to be once saved.
    pub(super) filter: Memo<Option<Filter>>,
    /// What is saved.
    saved: Memo<Option<Filter>>,
    /// The node that keys carry, and where it came from.
    pub(super) carried: RwSignal<Option<(u32, Tree<Clause>)>>,
    /// Whether what is unfinished is to be said.
    pub(super) is_told: RwSignal<bool>,
    before: StoredValue<Vec<Tree<Clause>>>,
}

impl Draft {
    /// The conditions of a segment as they are saved.
    pub(super) fn new(app: App, id: RecordId) -> Self {
        let saved = Memo::new(move |_| {
            let live = app.live();
            let workspace = live.record(id);
            let record = workspace.record(id)?;
            Filter::parse(record.text(segment::FILTER)).ok()
        });
        let fields = Memo::new(move |_| {
            let mut fields = field::fields(app, RecordKind::Customer);
            fields.retain(|field| field.is_filter);
            fields.extend(field::related_fields(app));
            fields
        });
        let tree = RwSignal::new(read(saved.get_untracked().as_ref()));
        let draft = Self {
            app,
            id,
            tree,
            fields,
            filter: Memo::new(move |_| tree.read().filter(&|line| finished(&fields.read(), line))),
            saved,
            carried: RwSignal::new(None),
            is_told: RwSignal::new(false),
            before: StoredValue::new(Vec::new()),
        };
        // What was saved elsewhere, or taken back, shows; what is being edited here stays.
        Effect::new(move |last: Option<Option<Filter>>| {
            let now = saved.get();
            let shown = draft.filter.get_untracked();
            let was_clean = last.as_ref().is_some_and(|last| same(last, &shown));
            if was_clean && !same(&now, &shown) {
                draft.tree.set(read(now.as_ref()));
                draft.before.update_value(Vec::clear);
            }
            now
        });
        draft
    }

    /// Whether it differs from what is saved.
    pub(super) fn is_changed(self) -> bool {
        !same(&self.filter.read(), &self.saved.read())
    }

    /// Changes the tree by a step that can be taken back.
    pub(super) fn change(self, change: impl FnOnce(&mut Tree<Clause>)) {
        let before = self.tree.get_untracked();
        self.before.update_value(|steps| {
            if steps.len() >= STEPS_MAX {
                steps.remove(0);
            }
            steps.push(before);
        });
        self.tree.update(change);
    }

    /// Takes the last step back; says whether there was one.
    pub(super) fn back(self) -> bool {
        let mut before = None;
        self.before.update_value(|steps| before = steps.pop());
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

    /// Saves the conditions; what is unfinished or does not suit its field is said instead.
    pub(super) fn save(self) {
        self.is_told.set(true);
        let mut is_wrong = false;
        self.tree.get_untracked().each_line(&mut |_, line| {
            is_wrong |= untrack(|| self.error(line).is_some());
        });
        if is_wrong {
            return self.app.say_failure(&message!("segment-unfinished"));
        }
        self.is_told.set(false);
        let text = self
            .filter
            .get_untracked()
            .map(|filter| filter.to_json().to_string());
        let command = Command::Edit {
            ids: vec![self.id],
            fields: vec![(Key::one(segment::FILTER), text.map(Value::text))],
            revision: None,
        };
        if self.app.execute(&command).is_ok() {
            self.app.say(&message!("segment-saved"), true);
        }
    }
}

/// Whether two filters say the same: one condition may stand alone or in a group of its own.
fn same(one: &Option<Filter>, other: &Option<Filter>) -> bool {
    let told = |filter: &Option<Filter>| read(filter.as_ref()).filter(&|line| finished(&[], line));
    one == other || told(one) == told(other)
}

fn read(filter: Option<&Filter>) -> Tree<Clause> {
    filter.map_or_else(Tree::default, |filter| Tree::read(filter, &Clause::of))
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

//! The fields of a kind as lists offer them: to be filtered by, sorted by, shown. Fields of the
//! tables, those that are worked out, the user's own, and values within lists, each by its path.

use crate::domain::order;
use crate::domain::{
    FieldIx, Key, RecordId, RecordKind, Shape, Type, Value, custom_field, customer, deal, field,
    segment, tag, template,
};
use crate::message;
use crate::query::cell;
use crate::query::cell::own_key;
use crate::query::column::{RELATIONS, derived_fields, relation};
use crate::ui::app::App;
use crate::ui::components::Choice;
use crate::workspace::Workspace;
use crate::workspace::input::{is_formula, own_field, shape_and_type_of};
use std::collections::BTreeSet;

/// What a field's values are, as far as lists care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the sorts explain themselves")]
pub enum Of {
    Text,
    Number,
    Money,
    Date,
    Instant,
    Bool,
    /// One of some options or records.
    Choice,
}

/// A field that a list offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListField {
    /// Its path in filters, orders and columns.
    pub path: String,
    /// What people read.
    pub label: String,
    /// What its values are.
    pub of: Of,
    /// Whether a list can be filtered by it.
    pub is_filter: bool,
    /// Whether it can be a column.
    pub is_column: bool,
    /// Whether a list can be sorted by it.
    pub is_sortable: bool,
}

impl ListField {
    /// Whether each record may have several values.
    #[must_use]
    pub const fn is_several(&self) -> bool {
        matches!(self.of, Of::Choice) && self.is_filter && !self.is_sortable
    }

    /// Whether a list can be grouped by it: each record has one value at most, and the values repeat.
    #[must_use]
    pub const fn is_group(&self) -> bool {
        let repeats = matches!(self.of, Of::Choice | Of::Bool | Of::Date | Of::Instant);
        repeats && self.is_column && self.is_sortable
    }
}

const fn sort_of(of: Type) -> Option<Of> {
    Some(match of {
        Type::Text(_) | Type::LongText | Type::Email | Type::Phone | Type::Url => Of::Text,
        Type::Number => Of::Number,
        Type::Money => Of::Money,
        Type::Date => Of::Date,
        Type::Instant => Of::Instant,
        Type::Bool => Of::Bool,
        Type::Choice(_) | Type::Currency | Type::Ref(_) => Of::Choice,
        Type::Part(_) | Type::Custom | Type::Unknown => return None,
    })
}

/// Kinds of which there are so many that one is searched for rather than chosen among all.
const SEARCHED: [RecordKind; 3] = [RecordKind::Customer, RecordKind::Deal, RecordKind::Ticket];

/// The kind that a reference leads to, where it is one whose records are searched for.
#[must_use]
pub fn searched_kind(of: Type) -> Option<RecordKind> {
    match of {
        Type::Ref([kind]) => Some(*kind).filter(|kind| SEARCHED.contains(kind)),
        _ => None,
    }
}

/// Adds a field by what its values are, built in or the user's own.
fn offer(
    add: &mut impl FnMut(String, String, Of, bool, bool, bool),
    path: String,
    label: String,
    (shape, of): (Shape, Type),
) {
    match (shape, searched_kind(of)) {
        (Shape::Set, _) => add(path, label, Of::Choice, true, true, false),
        // Asked for by what it is called.
        (_, Some(kind)) => {
            let name = kind.field(kind.name_field()).map_or("", |field| field.name);
            add(path.clone(), label.clone(), Of::Choice, false, true, true);
            add(
                format!("{path}.{name}"),
                label,
                Of::Text,
                true,
                false,
                false,
            );
        }
        _ => {
            if let Some(of) = sort_of(of) {
                add(path, label, of, true, true, true);
            }
        }
    }
}

/// All fields that a list of a kind offers, in the order of the tables.
#[must_use]
pub fn fields(app: App, kind: RecordKind) -> Vec<ListField> {
    let messages = app.page().messages();
    let code = kind.code();
    let mut all: Vec<ListField> = Vec::new();
    let mut add = |path: String, label: String, of, is_filter, is_column, is_sortable| {
        if !all.iter().any(|held: &ListField| held.path == path) {
            all.push(ListField {
                path,
                label,
                of,
                is_filter,
                is_column,
                is_sortable,
            });
        }
    };
    let hidden = [field::EXTERNAL_IDS, field::UNRESOLVED, field::CREATED_AT];
    let shown = kind
        .fields()
        .filter(|(ix, field)| !field.is_internal && !hidden.contains(ix) && is_offered(kind, *ix));
    for (ix, field) in shown {
        let label = messages.field(code, field.name);
        match (field.shape, field.of) {
            _ if is_stage(kind, ix) => {
                add(field.name.to_owned(), label, Of::Choice, true, true, true);
            }
            (Shape::One | Shape::Set, of) => {
                offer(&mut add, field.name.to_owned(), label, (field.shape, of));
            }
            (Shape::List, Type::Part(parts)) => {
                let parts = parts.iter().filter(|part| {
                    !matches!(part.name, "primary" | "type" | "e164" | "ext" | "role")
                });
                for part in parts {
                    if let (Some(of), false) = (sort_of(part.of), matches!(part.of, Type::Ref(_))) {
                        let label = messages.part(field.name, part.name);
                        add(
                            format!("{}.{}", field.name, part.name),
                            label,
                            of,
                            true,
                            false,
                            false,
                        );
                    }
                }
            }
            _ => {}
        }
    }
    if kind == RecordKind::Customer {
        let segment = messages.kind("segment");
        add(
            "segment".to_owned(),
            segment,
            Of::Choice,
            true,
            false,
            false,
        );
        let company = messages.part("companies", "customer");
        add(
            "company".to_owned(),
            company.clone(),
            Of::Choice,
            false,
            true,
            true,
        );
        add(
            "company.name".to_owned(),
            company,
            Of::Text,
            true,
            false,
            false,
        );
    }
    for derived in derived_fields(kind) {
        let label = match derived.name {
            "id" | "company" => continue,
            "email" => messages.field(code, "emails"),
            "phone" => messages.field(code, "phones"),
            name => messages.field(code, name),
        };
        let is_filter = !matches!(derived.name, "email" | "phone");
        if let Some(of) = sort_of(derived.of) {
            add(derived.name.to_owned(), label, of, is_filter, true, true);
        }
    }
    for own in own_fields(app, kind) {
        offer(&mut add, own.path, own.label, own.values);
    }
    all
}

/// A field that the user added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnField {
    /// Its path.
    pub path: String,
    /// What people read.
    pub label: String,
    /// How many values it has and of what type.
    pub values: (Shape, Type),
    /// Whether they are worked out.
    pub is_formula: bool,
    /// Whether a record cannot be made without one.
    pub is_required: bool,
}

/// The fields that the user added to a kind, in their order.
#[must_use]
pub fn own_fields(app: App, kind: RecordKind) -> Vec<OwnField> {
    let live = app.live();
    for field in [
        custom_field::LABEL,
        custom_field::TYPE,
        custom_field::TARGET,
        custom_field::RESULT,
        custom_field::REQUIRED,
        custom_field::ORDER,
    ] {
        drop(live.field(RecordKind::CustomField, field));
    }
    let workspace = live.kind(RecordKind::CustomField);
    let keys = workspace.custom_keys(kind).into_iter();
    let own = keys.filter_map(|key| {
        let definition = workspace.custom_field(kind, &key)?;
        Some(OwnField {
            path: format!("custom.{key}"),
            label: definition.text(custom_field::LABEL).to_owned(),
            values: custom_field::values_of(&definition),
            is_formula: custom_field::is_formula(&definition),
            is_required: custom_field::is_required(&definition),
        })
    });
    own.collect()
}

/// Whether the values at a path are worked out rather than written: no record has them.
#[must_use]
pub fn is_worked_out(workspace: &Workspace, kind: RecordKind, path: &str) -> bool {
    let mut derived = derived_fields(kind).iter();
    derived.any(|field| field.name == path)
        || own_key(path).is_some_and(|key| is_formula(workspace, kind, key))
}

/// How many values the field at a path has and of what type, where it is the record's own and not
/// worked out but by a formula.
#[must_use]
pub fn values_of(workspace: &Workspace, kind: RecordKind, path: &str) -> Option<(Shape, Type)> {
    match own_key(path) {
        Some(key) => own_field(workspace, kind, key),
        None => shape_and_type_of(workspace, kind, &Key::one(kind.field_named(path)?)),
    }
}

/// Fields that no list offers: what is only ever read inside the record.
fn is_offered(kind: RecordKind, ix: FieldIx) -> bool {
    match kind {
        // The segments that a customer was put into are read as those they are in.
        RecordKind::Customer => ![
            customer::DISPLAY_ORDER,
            customer::SALUTATION,
            customer::SEGMENTS,
        ]
        .contains(&ix),
        RecordKind::Deal => ix != deal::POSITION,
        _ => true,
    }
}

/// A deal's stage is kept as a code, and read as one of its pipeline's stages.
fn is_stage(kind: RecordKind, ix: FieldIx) -> bool {
    kind == RecordKind::Deal && ix == deal::STAGE
}

/// The register of a field that a list can write in one value. Another customer is searched for on
/// the record's page rather than chosen among all, and another pipeline has other stages.
#[must_use]
pub fn writable(app: App, kind: RecordKind, path: &str) -> Option<Key> {
    let live = app.live();
    let workspace = live.peek();
    let key = cell::register(&workspace, kind, path)?;
    let (_, of) = shape_and_type_of(&workspace, kind, &key)?;
    let is_searched =
        matches!(of, Type::Ref(kinds) if kinds.iter().any(|of| SEARCHED.contains(of)));
    let is_pipeline = kind == RecordKind::Deal && key.field == deal::PIPELINE;
    (!is_searched && !is_pipeline).then_some(key)
}

/// The field with a path among some.
#[must_use]
pub fn named<'a>(fields: &'a [ListField], path: &str) -> Option<&'a ListField> {
    fields.iter().find(|field| field.path == path)
}

/// The values that a choice offers, each with its words; none where any text will do.
#[must_use]
pub fn choices(app: App, kind: RecordKind, path: &str) -> Vec<Choice> {
    let messages = app.page().messages();
    let live = app.live();
    let workspace = live.peek();
    if path == "tags" {
        let own = workspace.table(RecordKind::Tag);
        let mut tags: BTreeSet<String> = own
            .live_rows()
            .map(|row| own.text(row, tag::NAME).into_owned())
            .collect();
        workspace
            .table(kind)
            .each_element(field::TAGS, |_, tag, _| {
                tags.insert(tag.to_owned());
            });
        return tags
            .into_iter()
            .map(|tag| Choice::new(tag.clone(), tag))
            .collect();
    }
    if kind.field_named(path).is_some_and(|ix| is_stage(kind, ix)) {
        return stages(app, None);
    }
    if (kind, path) == (RecordKind::Customer, "segment") {
        drop(workspace);
        return segments(app, |_| true);
    }
    if let Some((of, rest)) = related(kind, path) {
        drop(workspace);
        return choices(app, of, rest);
    }
    let own = values_of(&workspace, kind, path);
    if let (Some(key), Some((_, Type::Choice(_)))) = (own_key(path), own) {
        let options = own_options(&workspace, kind, key).into_iter();
        return options
            .map(|name| Choice::new(name.clone(), name))
            .collect();
    }
    let of = own.map(|(_, of)| of).or_else(|| {
        let derived = derived_fields(kind).iter();
        derived
            .clone()
            .find(|derived| derived.name == path)
            .map(|derived| derived.of)
    });
    match of {
        Some(Type::Choice(options)) => options
            .codes
            .iter()
            .map(|code| Choice::new(*code, messages.option(kind.code(), path, code)))
            .collect(),
        Some(Type::Ref(kinds)) => {
            let mut named: Vec<Choice> = Vec::new();
            for kind in kinds {
                let table = workspace.table(*kind);
                let ids = table.live_rows().filter_map(|row| table.id(row));
                named.extend(
                    ids.map(|id| Choice::new(id.to_string(), workspace.name(id).into_owned())),
                );
            }
            order::sort_by(&mut named, |a, b| a.label.cmp(&b.label));
            named
        }
        _ => Vec::new(),
    }
}

/// The options of an own field in their order, and behind them what records have besides: files and
/// other programs bring what they call it.
fn own_options(workspace: &Workspace, kind: RecordKind, key: &str) -> Vec<String> {
    let definition = workspace.custom_field(kind, key);
    let named = definition.as_deref().map(custom_field::options);
    let mut options: Vec<String> = named.into_iter().flatten().map(str::to_owned).collect();
    let mut others = BTreeSet::new();
    let table = workspace.table(kind);
    table.each_element(field::CUSTOM, |_, element, value| {
        let held = match custom_field::split(element) {
            (of, member) if of == key => member.or_else(|| value.text()),
            _ => None,
        };
        if let Some(held) = held.filter(|held| !options.iter().any(|option| option == held)) {
            others.insert(held.to_owned());
        }
    });
    options.extend(others);
    options
}

/// The kind and path behind a condition on what belongs to a customer: `needs.subject`.
fn related(kind: RecordKind, path: &str) -> Option<(RecordKind, &str)> {
    let (word, rest) = path.split_once('.')?;
    let of = relation(word).filter(|_| kind == RecordKind::Customer)?;
    Some((of, rest))
}

/// The conditions that what belongs to a customer offers: `needs.subject`, each named by both.
#[must_use]
pub fn related_fields(app: App) -> Vec<ListField> {
    let mut all = Vec::new();
    for (word, of) in RELATIONS {
        let name = app.page().messages().kind(of.code());
        let own = fields(app, of).into_iter();
        // Of whom it is is known, and what leads further is asked on its own list.
        let own = own.filter(|field| field.is_filter && !field.path.contains('.'));
        all.extend(own.filter(|field| field.path != "customer").map(|field| {
            let label = message!(
                "segments-field-of",
                kind = name.as_str(),
                field = field.label
            );
            ListField {
                path: format!("{word}.{}", field.path),
                label: app.page().text(&label),
                ..field
            }
        }));
    }
    all
}

/// The segments by name: all, or those of a kind.
#[must_use]
pub fn segments(app: App, is_offered: impl Fn(&str) -> bool) -> Vec<Choice> {
    records(app, RecordKind::Segment, segment::KIND, is_offered)
}

/// The templates of a kind by name.
#[must_use]
pub fn templates(app: App, kind: &str) -> Vec<Choice> {
    records(app, RecordKind::Template, template::KIND, |of| of == kind)
}

/// The records of a kind by name, where a field says so.
fn records(
    app: App,
    kind: RecordKind,
    field: FieldIx,
    is_offered: impl Fn(&str) -> bool,
) -> Vec<Choice> {
    let live = app.live();
    drop(live.field(kind, kind.name_field()));
    let workspace = live.field(kind, field);
    let table = workspace.table(kind);
    let rows = table
        .live_rows()
        .filter(|row| is_offered(&table.text(*row, field)));
    let ids = rows.filter_map(|row| table.id(row));
    let mut all: Vec<Choice> = ids
        .map(|id| Choice::new(id.to_string(), workspace.name(id).into_owned()))
        .collect();
    order::sort_by(&mut all, |a, b| a.label.cmp(&b.label));
    all
}

/// The values that a choice offers for one record: of stages only those of its own pipeline.
#[must_use]
pub fn choices_of(app: App, id: RecordId, path: &str) -> Vec<Choice> {
    if !id
        .kind
        .field_named(path)
        .is_some_and(|ix| is_stage(id.kind, ix))
    {
        return choices(app, id.kind, path);
    }
    let pipeline = {
        let live = app.live();
        let workspace = live.peek();
        let record = workspace.record(id);
        record.and_then(|record| record.value(deal::PIPELINE).and_then(Value::as_ref_id))
    };
    stages(app, pipeline)
}

/// The stages of a pipeline, or of all: the default one's first, the same stage once.
fn stages(app: App, of: Option<RecordId>) -> Vec<Choice> {
    let live = app.live();
    let workspace = live.peek();
    let mut offered: Vec<Choice> = Vec::new();
    for pipeline in of.map_or_else(|| workspace.pipelines(), |of| vec![of]) {
        for stage in workspace.stages(pipeline) {
            if !offered.iter().any(|held| *held.value == *stage.id) {
                offered.push(Choice::new(&*stage.id, stage.name()));
            }
        }
    }
    offered
}

/// The name of a stage, whichever pipeline has it; its code where none does.
#[must_use]
pub fn stage_name(app: App, code: &str) -> String {
    let live = app.live();
    let workspace = live.kind(RecordKind::Pipeline);
    let mut pipelines = workspace.pipelines().into_iter();
    let stage = pipelines.find_map(|pipeline| workspace.stage(pipeline, code));
    stage.map_or_else(|| code.to_owned(), |stage| stage.name().to_owned())
}

/// A value of a condition in words.
#[must_use]
pub fn words(app: App, kind: RecordKind, field: &ListField, text: &str) -> String {
    let page = app.page();
    let Some(format) = app.format() else {
        return text.to_owned();
    };
    match field.of {
        Of::Choice => match RecordId::parse(text) {
            Ok(id) => app.live().record(id).name(id).into_owned(),
            Err(_)
                if kind
                    .field_named(&field.path)
                    .is_some_and(|ix| is_stage(kind, ix)) =>
            {
                stage_name(app, text)
            }
            Err(_) => {
                let (of, path) = related(kind, &field.path).unwrap_or((kind, &field.path));
                page.messages().option(of.code(), path, text)
            }
        },
        Of::Bool => format.yes_or_no(text == "true"),
        Of::Number => crate::domain::Number::parse(text)
            .map_or_else(|_| text.to_owned(), |number| format.number(number)),
        Of::Date | Of::Instant => match crate::domain::Date::parse(text) {
            Ok(date) => format.date(date, app.today()),
            Err(_) => period(app, text),
        },
        Of::Money => {
            let context = crate::workspace::input::InputContext::of(&app.live().peek());
            let money = crate::workspace::input::parse_money(text.trim(), &context);
            money.map_or_else(|_| text.to_owned(), |money| format.money(money))
        }
        Of::Text => text.to_owned(),
    }
}

/// The spans of days that a list offers.
pub const PERIODS: [&str; 11] = [
    "today",
    "this week",
    "this month",
    "this quarter",
    "this year",
    "last 7 days",
    "last 30 days",
    "last 60 days",
    "last 90 days",
    "next 7 days",
    "next 30 days",
];

/// A span of days in words.
#[must_use]
pub fn period(app: App, text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let message = match words.as_slice() {
        ["today"] => message!("within-today"),
        ["this", "week"] => message!("within-this-week"),
        ["this", "month"] => message!("within-this-month"),
        ["this", "quarter"] => message!("within-this-quarter"),
        ["this", "year"] => message!("within-this-year"),
        ["last", count, "days"] => match count.parse::<u32>() {
            Ok(count) => message!("within-last-days", count = count),
            Err(_) => return text.to_owned(),
        },
        ["next", count, "days"] => match count.parse::<u32>() {
            Ok(count) => message!("within-next-days", count = count),
            Err(_) => return text.to_owned(),
        },
        _ => return text.to_owned(),
    };
    app.page().text(&message)
}

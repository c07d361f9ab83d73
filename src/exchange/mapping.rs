//! Which column of a file becomes which field, suggested by header and content, and how each
//! column is read. A suggestion says how sure it is and why, and everything can be chosen
//! otherwise; what fits no field becomes an own field of the user's, so that nothing is lost.
//!
//! What a header means is in `source`; what the rows become with a mapping is in `import`.
//! Over 600 lines with its tests, which are whole files in small.

use std::collections::BTreeSet;

use thiserror::Error;
use xxhash_rust::xxh3::xxh3_64;

use crate::domain::field::{CUSTOM, EXTERNAL_IDS};
use crate::domain::{Currency, RecordId, RecordKind, Shape, Type, custom_field, customer, deal};
use crate::workspace::fold::fold;

use super::cell::date::DateOrder;
use super::cell::number::{DecimalMark, currency_of};
use super::column::{ColumnGuess, ColumnKind, Damage, MarkGuess, OrderGuess};
use super::shape::column_letters;
use super::source::{Hint, Hints, Source, SourceGuess, normal};
use super::target::{Subject, Target};

pub mod saved;

/// Options of an own field that is made for a column, at most.
const OPTIONS_MAX: usize = 100;

/// A column with longer texts becomes a field of several lines.
const LINE_USUAL: usize = 200;

/// A field of the user's own that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnField {
    /// Its key.
    pub key: String,
    /// What people read.
    pub label: String,
    /// Its type, by its code.
    pub of: String,
    /// The kind that a relation leads to, by its code.
    pub target: String,
}

impl OwnField {
    /// How many values it has and of what type.
    pub fn values(&self) -> (Shape, Type) {
        custom_field::shape_and_type(&self.of, &self.target)
    }

    /// Whether its values are worked out, so that no file writes them.
    pub fn is_formula(&self) -> bool {
        self.of == custom_field::FORMULA
    }
}

/// A field of the user's own that the import would make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewField {
    /// Its key.
    pub key: String,
    /// What people read: the header.
    pub label: String,
    /// Its type, by its code.
    pub of: &'static str,
    /// The kind that a relation leads to, by its code.
    pub target: &'static str,
    /// The options, where it is a choice.
    pub options: Vec<String>,
}

impl From<&NewField> for OwnField {
    fn from(field: &NewField) -> Self {
        Self {
            key: field.key.clone(),
            label: field.label.clone(),
            of: field.of.to_owned(),
            target: field.target.to_owned(),
        }
    }
}

/// Why a column got its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchReason {
    /// The header is known from the product that wrote the file.
    Signature,
    /// The header is a word for the field.
    Word,
    /// The values are of the field's kind.
    Content,
    /// An own field of the same name is there.
    OwnField,
    /// No field fits: an own field would be made.
    NewField,
    /// The header is known and says nothing that is kept.
    Technical,
    /// A column of our own export that no field stands behind: what is worked out, or was added by hand.
    NoField,
    /// No cell of the column has a value.
    Empty,
    /// Another column has the same target already.
    Repeated,
    /// Somebody chose it.
    Chosen,
}

impl MatchReason {
    /// The stable name of this reason, for messages.
    pub fn code(self) -> &'static str {
        match self {
            MatchReason::Signature => "signature",
            MatchReason::Word => "word",
            MatchReason::Content => "content",
            MatchReason::OwnField => "own-field",
            MatchReason::NewField => "new-field",
            MatchReason::Technical => "technical",
            MatchReason::NoField => "no_field",
            MatchReason::Empty => "empty",
            MatchReason::Repeated => "repeated",
            MatchReason::Chosen => "chosen",
        }
    }
}

/// What becomes of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnMapping {
    /// The header; letters as in a spreadsheet where it has none.
    pub name: String,
    /// What it becomes; none where it is left out.
    pub target: Option<Target>,
    /// The own field that would be made for it.
    pub new_field: Option<NewField>,
    /// How many values its own field has and of what type, made or there.
    pub own: Option<(Shape, Type)>,
    /// How well it fits, in percent.
    pub percent: u8,
    /// Why.
    pub reason: MatchReason,
    /// What stands first in its dates; none where that must be asked.
    pub date_order: Option<DateOrder>,
    /// The mark of its numbers; none where that must be asked.
    pub decimal_mark: Option<DecimalMark>,
    /// Whether numbers in a column of dates are days as Excel counts them.
    pub has_serials: bool,
}

/// What must be asked before a column can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FormatQuestion {
    /// Day first or month first?
    DateOrder,
    /// Is the mark a decimal one or does it group thousands?
    DecimalMark,
}

/// What becomes of all columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// Who wrote the file.
    pub source: Source,
    /// What its rows are.
    pub subject: Subject,
    /// Its columns, in their order.
    pub columns: Vec<ColumnMapping>,
}

/// Why a mapping that somebody wrote cannot be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MappingError {
    /// The file has no such column.
    #[error("no column {0:?}")]
    NoSuchColumn(String),
    /// The kind has no such field that a file may write.
    #[error("no field {0:?}")]
    NoSuchField(String),
}

impl MappingError {
    /// The stable name of this error, for messages and answers.
    pub fn code(&self) -> &'static str {
        match self {
            MappingError::NoSuchColumn(_) => "no_such_column",
            MappingError::NoSuchField(_) => "no_such_field",
        }
    }
}

impl Mapping {
    /// The kind of record that rows become.
    pub fn kind(&self) -> RecordKind {
        self.subject.kind()
    }

    /// Columns that become something, with their index and target.
    pub fn targets(&self) -> impl Iterator<Item = (usize, &Target)> {
        let columns = self.columns.iter().enumerate();
        columns.filter_map(|(index, column)| Some((index, column.target.as_ref()?)))
    }

    /// The own fields that would be made.
    pub fn new_fields(&self) -> impl Iterator<Item = &NewField> {
        self.columns
            .iter()
            .filter_map(|column| column.new_field.as_ref())
    }

    /// What must be asked before the file can be read, by column.
    pub fn format_questions(&self) -> Vec<(usize, FormatQuestion)> {
        let mut questions = Vec::new();
        for (index, column) in self.columns.iter().enumerate() {
            let Some(of) = self.value_type(column) else {
                continue;
            };
            if column.date_order.is_none() && matches!(of, Type::Date | Type::Instant) {
                questions.push((index, FormatQuestion::DateOrder));
            }
            if column.decimal_mark.is_none() && matches!(of, Type::Number | Type::Money) {
                questions.push((index, FormatQuestion::DecimalMark));
            }
        }
        questions
    }

    /// What the cells of a column must be, of own fields too; none where it is left out.
    pub fn value_type(&self, column: &ColumnMapping) -> Option<Type> {
        let slot = column.target.as_ref()?.slot()?;
        if slot.is_by_id {
            return None;
        }
        column
            .own
            .map(|(_, of)| of)
            .or_else(|| slot.of(self.kind()))
    }

    /// Sets what a column becomes; `None` leaves it out. A path to an own field that is not
    /// there makes one of the type that the column has.
    ///
    /// # Errors
    /// If there is no such column or field.
    pub fn choose(
        &mut self,
        index: usize,
        path: Option<&str>,
        guess: &ColumnGuess,
        own_fields: &[OwnField],
    ) -> Result<(), MappingError> {
        let kind = self.kind();
        let columns = self.columns.iter().enumerate();
        let others: Vec<NewField> = columns
            .filter(|(at, _)| *at != index)
            .filter_map(|(_, column)| column.new_field.clone())
            .collect();
        let column = self.columns.get_mut(index);
        let column = column.ok_or_else(|| MappingError::NoSuchColumn(column_letters(index)))?;
        let target = match path {
            None => None,
            Some(path) => {
                let target = Target::parse(kind, path);
                Some(target.ok_or_else(|| MappingError::NoSuchField(path.to_owned()))?)
            }
        };
        let own = target.as_ref().and_then(Target::slot);
        let own = own.and_then(|slot| Some((slot.own_key()?, slot.is_by_id)));
        let find = |key: &str| {
            let there = own_fields.iter().find(|field| field.key == key).cloned();
            // Another column may make it.
            let others = others.iter().find(|field| field.key == key);
            there.or_else(|| others.map(OwnField::from))
        };
        let there = own.and_then(|(key, _)| find(key));
        let new = own.filter(|_| there.is_none());
        let new = new.map(|(key, is_by_id)| match is_by_id {
            true => new_relation(&column.name, key, guess),
            false => Some(new_field(&column.name, key.to_owned(), guess)),
        });
        let values = there.clone().or_else(|| Some((&new.clone()??).into()));
        let values = values.map(|field| field.values());
        // Ids stand in relations only, a new field needs a key that may be one, and what is worked
        // out is not written.
        let is_wrong = match own {
            _ if there.as_ref().is_some_and(OwnField::is_formula) => true,
            Some((key, is_by_id)) => {
                let is_relation = matches!(values, Some((_, Type::Ref(_))));
                (is_by_id && !is_relation) || (there.is_none() && !custom_field::is_key(key))
            }
            None => false,
        };
        if let (true, Some(path)) = (is_wrong, path) {
            return Err(MappingError::NoSuchField(path.to_owned()));
        }
        (column.new_field, column.own) = (new.flatten(), values);
        (column.target, column.percent, column.reason) = (target, 100, MatchReason::Chosen);
        Ok(())
    }

    /// Sets what columns become by their headers, as REST does; columns that are not named keep
    /// their suggestion.
    ///
    /// # Errors
    /// If there is no such column or field.
    pub fn choose_by_name(
        &mut self,
        paths: &[(String, Option<String>)],
        guesses: &[ColumnGuess],
        own_fields: &[OwnField],
    ) -> Result<(), MappingError> {
        for (name, path) in paths {
            let exact = self.columns.iter().position(|column| column.name == *name);
            let similar = || {
                let name = normal(name);
                self.columns
                    .iter()
                    .position(|column| normal(&column.name) == name)
            };
            let missing = || MappingError::NoSuchColumn(name.clone());
            let index = exact.or_else(similar).ok_or_else(missing)?;
            let guess = guesses.get(index).ok_or_else(missing)?;
            self.choose(index, path.as_deref(), guess, own_fields)?;
        }
        Ok(())
    }

    /// Notes what the own fields are that columns become; a column of ids that stand in no
    /// relation is left out, and so is one of what is worked out.
    fn know_own(&mut self, own_fields: &[OwnField]) {
        let new: Vec<OwnField> = self.new_fields().map(OwnField::from).collect();
        for column in &mut self.columns {
            let slot = column.target.as_ref().and_then(Target::slot);
            let Some(slot) = slot.filter(|slot| slot.own_key().is_some()) else {
                continue;
            };
            let mut fields = own_fields.iter().chain(&new);
            let field = fields.find(|field| slot.own_key() == Some(&field.key));
            column.own = field.map(OwnField::values);
            let is_lost = slot.is_by_id && !matches!(column.own, Some((_, Type::Ref(_))));
            if is_lost || field.is_some_and(OwnField::is_formula) {
                (column.target, column.own, column.percent) = (None, None, 0);
                column.reason = MatchReason::NoField;
            }
        }
    }

    /// Fields without which no row can become a record, and which no column gives.
    pub fn missing(&self) -> Vec<&'static str> {
        let kind = self.kind();
        let slots = || self.targets().filter_map(|(_, target)| target.slot());
        let has = |ix| slots().any(|slot| slot.field == ix);
        // What other fields say, or what new records have anyway.
        let is_made = |ix| {
            let fixed = self.subject.fixed().iter().any(|(field, _)| *field == ix);
            fixed
                || match kind {
                    RecordKind::Customer => {
                        let names = [
                            customer::GIVEN_NAME,
                            customer::FAMILY_NAME,
                            customer::DOMAIN,
                            customer::LEGAL_NAME,
                            customer::EMAILS,
                            customer::PHONES,
                        ];
                        ix == customer::KIND
                            || (ix == kind.name_field() && names.into_iter().any(has))
                    }
                    RecordKind::Deal => {
                        let names = [deal::CUSTOMER, deal::LINES, EXTERNAL_IDS];
                        let is_name = ix == kind.name_field();
                        matches!(ix, deal::PIPELINE | deal::STAGE)
                            || (is_name && names.into_iter().any(has))
                    }
                    _ => false,
                }
        };
        kind.fields()
            .filter(|(ix, field)| field.is_required && !has(*ix) && !is_made(*ix))
            .map(|(_, field)| field.name)
            .collect()
    }

    /// Headers and paths, as answers and saved mappings have them.
    pub fn paths(&self) -> Vec<(String, Option<String>)> {
        let path = |column: &ColumnMapping| {
            column
                .target
                .as_ref()
                .map(|target| target.path(self.kind()))
        };
        self.columns
            .iter()
            .map(|column| (column.name.clone(), path(column)))
            .collect()
    }
}

/// The currency that amounts of a file have which name none, where others of it name one, and the
/// same; what a sign of several currencies means follows from the usual one.
pub fn currency_in(guesses: &[ColumnGuess], usual: Currency) -> Option<Currency> {
    let mut found = None;
    for guess in guesses {
        let Some(sign) = &guess.currency else {
            continue;
        };
        let currency = currency_of(sign, usual).filter(|_| guess.has_one_currency)?;
        if found.is_some_and(|other| other != currency) {
            return None;
        }
        found = Some(currency);
    }
    found
}

/// What names the shape of a file, so that a mapping is found again for the next file like it.
pub fn fingerprint(names: &[String]) -> u64 {
    let names: Vec<String> = names.iter().map(|name| normal(name)).collect();
    xxh3_64(names.join("\u{1f}").as_bytes())
}

/// The subject of a file that Satchel wrote: its first column are our own ids.
pub fn own_export(names: &[String], guesses: &[ColumnGuess]) -> Option<Subject> {
    let at = names.iter().position(|name| normal(name) == "id")?;
    let samples = &guesses.get(at)?.samples;
    let kind = RecordId::parse(samples.first()?).ok()?.kind;
    Subject::ALL
        .into_iter()
        .find(|subject| subject.kind() == kind)
}

/// Suggests what becomes of each column.
pub fn suggest(
    names: &[String],
    guesses: &[ColumnGuess],
    source: &SourceGuess,
    subject: Subject,
    own_fields: &[OwnField],
) -> Mapping {
    let mut mapping = Mapping {
        source: source.source,
        subject,
        columns: Vec::new(),
    };
    let hints = Hints::new(source.source, subject);
    let mut taken: BTreeSet<Target> = BTreeSet::new();
    let mut keys: BTreeSet<String> = own_fields.iter().map(|field| field.key.clone()).collect();
    let (order, mark) = (common_order(guesses), common_mark(guesses));
    // Headers that are sure choose first, so that a doubtful one never takes their place.
    let found: Vec<Option<Hint>> = names.iter().map(|name| hints.of(name)).collect();
    for ((index, name), guess) in names.iter().enumerate().zip(guesses) {
        let label = if name.is_empty() {
            column_letters(index)
        } else {
            name.clone()
        };
        let (date_order, decimal_mark) = formats(guess, order, mark);
        mapping.columns.push(ColumnMapping {
            name: label,
            target: None,
            new_field: None,
            own: None,
            percent: 0,
            reason: MatchReason::Empty,
            date_order,
            decimal_mark,
            has_serials: matches!(guess.damage, Some(Damage::ExcelSerials(_))),
        });
        if counts_rows(index, name, guess)
            && let Some(column) = mapping.columns.last_mut()
        {
            column.reason = MatchReason::Technical;
        }
    }
    for is_sure in [true, false] {
        for (index, (hint, guess)) in found.iter().zip(guesses).enumerate() {
            let Some(column) = mapping.columns.get_mut(index) else {
                continue;
            };
            let is_signed = matches!(hint, Some(Hint::Signed(_) | Hint::Left));
            let is_empty = guess.kind == ColumnKind::Empty;
            if is_signed != is_sure || (is_empty && !is_signed) {
                continue;
            }
            match_column(
                column,
                hint.as_ref(),
                guess,
                (source.source, subject),
                &mut taken,
            );
        }
    }
    if let Some(target) = Target::parse(subject.kind(), "name") {
        name_by_content(&mut mapping, &found, guesses, target);
    }
    // Our own export has a column for each own field already: what else it shows was worked out.
    let targets = mapping.columns.iter().map(|column| &column.target);
    let is_ours = targets.flatten().any(|target| *target == Target::Id);
    for (index, (column, guess)) in mapping.columns.iter_mut().zip(guesses).enumerate() {
        let is_own = matches!(found.get(index), Some(Some(Hint::Custom(_))));
        let is_open = column.target.is_none() && column.reason == MatchReason::Empty;
        if is_open && guess.kind != ColumnKind::Empty {
            own_column(column, guess, is_own, own_fields, &mut keys);
            if is_ours && column.new_field.take().is_some() {
                (column.target, column.percent, column.reason) = (None, 0, MatchReason::NoField);
            }
        }
        // A signature or our own export may name an own field that is not there yet; one that ids
        // of records stand in says most of it.
        let slot = column.target.as_ref().and_then(Target::slot);
        let key = slot.and_then(|slot| Some((slot.own_key()?.to_owned(), slot.is_by_id)));
        let Some((key, is_by_id)) = key.filter(|_| column.new_field.is_none()) else {
            continue;
        };
        if is_by_id && !keys.contains(&key) {
            column.new_field = new_relation(&column.name, &key, guess);
        } else if !is_by_id && keys.insert(key.clone()) {
            column.new_field = Some(new_field(&column.name, key.clone(), guess));
        }
        keys.insert(key);
    }
    mapping.know_own(own_fields);
    mapping
}

/// Takes the first column of texts for the names where no header says which has them: every record
/// needs one. It stands out as doubtful.
fn name_by_content(
    mapping: &mut Mapping,
    found: &[Option<Hint>],
    guesses: &[ColumnGuess],
    name: Target,
) {
    let kind = mapping.kind();
    let names = ["name", "given_name", "family_name", "id"];
    let is_name = |target: &Target| names.contains(&target.path(kind).as_str());
    let needs_one = matches!(
        kind,
        RecordKind::Customer | RecordKind::Product | RecordKind::Owner
    );
    if !needs_one || mapping.targets().any(|(_, target)| is_name(target)) {
        return;
    }
    let candidates = mapping.columns.iter_mut().zip(found).zip(guesses);
    let mut fitting = candidates.filter(|((column, hint), guess)| {
        column.target.is_none()
            && hint.is_none()
            && guess.kind == ColumnKind::Text
            && guess.empty == 0
            && guess.is_unique
    });
    if let Some(((column, _), _)) = fitting.next() {
        (column.target, column.percent, column.reason) = (Some(name), 50, MatchReason::Content);
    }
}

/// Whether a column only numbers the rows, as programs write it that keep tables: it has no name,
/// stands first and counts up by one.
fn counts_rows(index: usize, name: &str, guess: &ColumnGuess) -> bool {
    let starts = [["0", "1", "2"], ["1", "2", "3"]];
    index == 0
        && name.is_empty()
        && guess.kind == ColumnKind::Integer
        && guess.is_unique
        && starts.iter().any(|start| guess.samples == *start)
}

fn match_column(
    column: &mut ColumnMapping,
    hint: Option<&Hint>,
    guess: &ColumnGuess,
    (source, subject): (Source, Subject),
    taken: &mut BTreeSet<Target>,
) {
    let kind = subject.kind();
    let own_id = || {
        let system = source
            .system()
            .map_or_else(|| system_of(&column.name), str::to_owned);
        format!("external_ids.{system}")
    };
    let (path, percent, reason) = match hint {
        Some(Hint::Left) => {
            column.reason = MatchReason::Technical;
            return;
        }
        Some(Hint::Signed(path)) => ((*path).to_owned(), 100, MatchReason::Signature),
        Some(Hint::Word(path)) => ((*path).to_owned(), 100, MatchReason::Word),
        // Our own exports begin with ids of ours.
        Some(Hint::OwnId) if guess.samples.iter().all(|id| RecordId::parse(id).is_ok()) => {
            ("id".to_owned(), 100, MatchReason::Word)
        }
        Some(Hint::OwnId) if guess.is_unique => (own_id(), 95, MatchReason::Word),
        // An id that comes again is not the row's own but that of whom it is about.
        Some(Hint::OwnId | Hint::CustomerId) => ("customer.id".to_owned(), 80, MatchReason::Word),
        Some(Hint::Custom(_)) => return,
        None => {
            if let Some(target) =
                exact_path(kind, &column.name).filter(|target| taken.insert(target.clone()))
            {
                (column.target, column.percent, column.reason) =
                    (Some(target), 100, MatchReason::Word);
                return;
            }
            match by_content(kind, guess) {
                Some(path) => (path.to_owned(), 80, MatchReason::Content),
                None => return,
            }
        }
    };
    let Some(mut target) = Target::parse(kind, &path) else {
        return;
    };
    if taken.contains(&target) {
        // A second address or number has room of its own; anything else would overwrite.
        match (
            reason,
            ["2", "3"].iter().find_map(|number| {
                let free = Target::parse(kind, &format!("{path}.{number}"))?;
                (!taken.contains(&free)).then_some(free)
            }),
        ) {
            (_, Some(free)) if kind == RecordKind::Customer => target = free,
            (MatchReason::Signature, _) => {
                column.reason = MatchReason::Repeated;
                return;
            }
            _ => return,
        }
    }
    let of = target.slot().and_then(|slot| slot.of(kind));
    let fits = of.is_none_or(|of| does_fit(of, guess.kind));
    // A word alone does not make dates of what are none; a few that are not are told as problems.
    if !fits && reason != MatchReason::Signature && of.is_some_and(|of| share(of, guess) < 0.3) {
        return;
    }
    taken.insert(target.clone());
    column.target = Some(target);
    column.percent = if fits { percent } else { 50 };
    column.reason = reason;
}

/// A header that is a path of ours, as in our own exports.
fn exact_path(kind: RecordKind, name: &str) -> Option<Target> {
    let is_path = name.bytes().all(|byte| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.')
    });
    let target = if is_path {
        Target::parse(kind, name)
    } else {
        None
    }?;
    // Own fields and ids of other systems exist only where somebody made them.
    Some(target)
}

fn by_content(kind: RecordKind, guess: &ColumnGuess) -> Option<&'static str> {
    match (kind, guess.kind) {
        (RecordKind::Customer, ColumnKind::Email) => Some("emails"),
        (RecordKind::Customer, ColumnKind::Phone) => Some("phones"),
        (RecordKind::Customer, ColumnKind::Url) => Some("website"),
        (RecordKind::Owner, ColumnKind::Email) => Some("email"),
        _ => None,
    }
}

/// Gives a column an own field: one that is there, or a new one.
fn own_column(
    column: &mut ColumnMapping,
    guess: &ColumnGuess,
    is_own: bool,
    own_fields: &[OwnField],
    keys: &mut BTreeSet<String>,
) {
    let label = column
        .name
        .strip_suffix("__c")
        .unwrap_or(&column.name)
        .replace('_', " ");
    let known = own_fields
        .iter()
        .find(|field| normal(&field.label) == normal(&label) || field.key == key_of(&label));
    let key = match known {
        Some(field) => field.key.clone(),
        None => {
            let key = key_of(&label);
            let mut free = key.clone();
            let mut number = 2;
            while !keys.insert(free.clone()) {
                free = format!("{key}_{number}");
                number += 1;
            }
            free
        }
    };
    column.target = Some(Target::Slot(super::target::Slot {
        field: CUSTOM,
        element: Some(key.as_str().into()),
        part: None,
        is_by_id: false,
    }));
    column.new_field = known.is_none().then(|| new_field(&label, key, guess));
    column.reason = if known.is_some() {
        MatchReason::OwnField
    } else {
        MatchReason::NewField
    };
    column.percent = if known.is_some() || is_own { 100 } else { 70 };
}

/// A relation to the records whose ids stand in a column.
fn new_relation(label: &str, key: &str, guess: &ColumnGuess) -> Option<NewField> {
    let id = RecordId::parse(guess.samples.first()?).ok()?;
    let mut targets = custom_field::TARGETS.iter();
    Some(NewField {
        key: key.to_owned(),
        label: label.to_owned(),
        of: custom_field::RELATION,
        target: targets.find(|target| **target == id.kind.code())?,
        options: Vec::new(),
    })
}

fn new_field(label: &str, key: String, guess: &ColumnGuess) -> NewField {
    let is_long = |text: &String| text.contains('\n') || text.chars().count() > LINE_USUAL;
    let of = match guess.kind {
        ColumnKind::Integer | ColumnKind::Number => "number",
        ColumnKind::Money => "money",
        ColumnKind::Date => "date",
        ColumnKind::Instant => "datetime",
        ColumnKind::Text if guess.samples.iter().any(is_long) => "long",
        ColumnKind::Bool => "bool",
        ColumnKind::Choice => "choice",
        _ => "text",
    };
    let values = guess.distinct.iter().flatten();
    let options = match of {
        "choice" => values
            .take(OPTIONS_MAX)
            .map(|(value, _)| value.clone())
            .collect(),
        _ => Vec::new(),
    };
    NewField {
        key,
        label: label.to_owned(),
        of,
        target: "",
        options,
    }
}

/// The key of an own field for a label: its letters in small, or a number made from it where it
/// has no Latin letters, so that the next file with the same header finds it again.
pub fn key_of(label: &str) -> String {
    let mut key = String::new();
    for c in fold(label).chars() {
        if c.is_ascii_alphanumeric() {
            key.push(c);
        } else if !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
    }
    let key: String = key.trim_end_matches('_').chars().take(48).collect();
    let letters = label.chars().filter(|c| c.is_alphanumeric()).count();
    let is_telling =
        !key.is_empty() && key.chars().filter(char::is_ascii_alphabetic).count() * 3 >= letters * 2;
    if is_telling {
        key
    } else {
        format!("field_{:08x}", xxh3_64(label.trim().as_bytes()) as u32)
    }
}

/// The name of the system that a column of ids belongs to: its header, as one word.
fn system_of(label: &str) -> String {
    let word = |c: char| if c.is_alphanumeric() { c } else { '_' };
    label
        .trim()
        .to_lowercase()
        .chars()
        .map(word)
        .take(60)
        .collect()
}

/// Whether values of a column can stand in a field of a type.
fn does_fit(of: Type, kind: ColumnKind) -> bool {
    match of {
        Type::Number => {
            matches!(
                kind,
                ColumnKind::Integer | ColumnKind::Number | ColumnKind::Code | ColumnKind::Bool
            )
        }
        Type::Money => matches!(
            kind,
            ColumnKind::Integer | ColumnKind::Number | ColumnKind::Money | ColumnKind::Code
        ),
        Type::Date | Type::Instant => matches!(kind, ColumnKind::Date | ColumnKind::Instant),
        Type::Bool => matches!(
            kind,
            ColumnKind::Bool | ColumnKind::Integer | ColumnKind::Choice
        ),
        Type::Email => kind == ColumnKind::Email,
        Type::Phone => matches!(
            kind,
            ColumnKind::Phone | ColumnKind::Integer | ColumnKind::Code | ColumnKind::Text
        ),
        Type::Url => matches!(
            kind,
            ColumnKind::Url | ColumnKind::Text | ColumnKind::Choice
        ),
        _ => true,
    }
}

/// How much of a column can stand in a field of a type.
fn share(of: Type, guess: &ColumnGuess) -> f64 {
    let fitting = match of {
        Type::Number | Type::Money => guess.numbers,
        Type::Date | Type::Instant => guess.dates,
        Type::Email => guess.emails,
        _ => guess.filled,
    };
    f64::from(fitting) / f64::from(guess.filled.max(1))
}

fn formats(
    guess: &ColumnGuess,
    order: Option<DateOrder>,
    mark: Option<DecimalMark>,
) -> (Option<DateOrder>, Option<DecimalMark>) {
    let date_order = match guess.order {
        Some(OrderGuess::Ambiguous) => order,
        Some(found) => found.order(),
        None => Some(order.unwrap_or(DateOrder::YearMonthDay)),
    };
    let decimal_mark = match guess.mark {
        Some(MarkGuess::Ambiguous(_)) => mark,
        Some(found) => found.mark(),
        None => Some(mark.unwrap_or(DecimalMark::Point)),
    };
    (date_order, decimal_mark)
}

/// The order that some columns prove and none contradicts: one program wrote them all.
fn common_order(guesses: &[ColumnGuess]) -> Option<DateOrder> {
    let dates = guesses
        .iter()
        .filter(|guess| does_fit(Type::Date, guess.kind));
    let proven = dates.filter_map(|guess| match guess.order {
        Some(OrderGuess::Proven(order)) if order != DateOrder::YearMonthDay => Some(order),
        _ => None,
    });
    only_one(proven)
}

/// The mark that some columns prove and none contradicts.
fn common_mark(guesses: &[ColumnGuess]) -> Option<DecimalMark> {
    let is_number =
        |guess: &&ColumnGuess| matches!(guess.kind, ColumnKind::Number | ColumnKind::Money);
    let proven = guesses.iter().filter(is_number);
    only_one(proven.filter_map(|guess| match guess.mark {
        Some(MarkGuess::Proven(mark)) => Some(mark),
        _ => None,
    }))
}

fn only_one<T: PartialEq>(mut all: impl Iterator<Item = T>) -> Option<T> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;
    use crate::exchange::column::ColumnProfile;
    use crate::exchange::shape;
    use crate::exchange::source;
    use crate::exchange::table::Reader;

    fn read(text: &str, file: &str) -> (Vec<String>, Vec<ColumnGuess>, SourceGuess) {
        let shape = shape::detect(text, &|_| false);
        let mut profiles = vec![ColumnProfile::new(); shape.names.len()];
        let mut reader = Reader::new(text, shape.read_options());
        while let Some(batch) = reader.next_batch(100) {
            for row in batch.rows() {
                for (index, profile) in profiles.iter_mut().enumerate() {
                    profile.see(row.number(), row.cell(index));
                }
            }
        }
        let guesses: Vec<ColumnGuess> = shape
            .names
            .iter()
            .zip(profiles)
            .map(|(name, profile)| profile.guess(name))
            .collect();
        let source = source::detect(&shape.names, file, None);
        (shape.names, guesses, source)
    }

    fn mapped(text: &str, file: &str) -> Mapping {
        let (names, guesses, source) = read(text, file);
        suggest(&names, &guesses, &source, source.subject.unwrap(), &[])
    }

    #[track_caller]
    fn check(text: &str, file: &str, subject: Subject, expected: &str) {
        let mapping = mapped(text, file);
        assert_eq!(mapping.subject, subject);
        let paths: Vec<String> = mapping
            .paths()
            .into_iter()
            .map(|(_, path)| path.unwrap_or_else(|| "-".into()))
            .collect();
        assert_eq!(paths.join(","), expected);
    }

    #[test]
    fn a_plain_pipeline_finds_its_fields() {
        check(
            "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n\
             Acme,retail,1996,1100.04,2822,Kenya,\nBeta,medical,1999,251.41,495,Kenya,Acme\n",
            "accounts.csv",
            Subject::Company,
            "name,industry,custom.year_established,annual_revenue,size,addresses.country,parent",
        );
        check(
            "product,series,sales_price\nGTX Basic,GTX,550\nGTX Pro,GTX,4821\n",
            "products.csv",
            Subject::Product,
            "name,category,price",
        );
        check(
            "sales_agent,manager,regional_office\nAnna Snelling,Dustin Brinkmann,Central\nMoses Frase,Dustin Brinkmann,Central\nCara Lo,Celia R,West\nX Y,Celia R,West\n",
            "sales_teams.csv",
            Subject::Owner,
            "name,custom.manager,custom.regional_office",
        );
        check(
            "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n\
             1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,10/20/2016,3/1/2017,1054\n\
             Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Won,10/25/2016,3/11/2017,4514\n\
             EC4QE1BX,Darcel Schlecht,MG Special,Cancity,Engaging,10/25/2016,,\n",
            "sales_pipeline.csv",
            Subject::Deal,
            "external_ids.opportunity_id,owner,lines,customer,stage,started_at,expected_close,amount",
        );
        let mapping = mapped(
            "sales_agent,manager\nA,M\nB,M\nC,N\nD,N\n",
            "sales_teams.csv",
        );
        let field = mapping.new_fields().next().unwrap();
        assert_eq!(
            (field.key.as_str(), field.label.as_str(), field.of),
            ("manager", "manager", "choice")
        );
        assert_eq!(field.options, ["M", "N"]);
    }

    #[test]
    fn chinese_headers_find_their_fields() {
        check(
            "客户名称,联系电话,邮箱,地址,行业,年龄\n华为,0755-28780808,a@b.cn,坂田,通信,5\n中兴,0755-26770000,c@d.cn,科技路,通信,7\n",
            "客户.csv",
            Subject::Company,
            "name,phones,emails,addresses.street,industry,custom.field_6098e597",
        );
        check(
            "商机名称,客户名称,金额,阶段,预计成交日期,负责人\n项目一,华为,￥3万,谈判,2024年3月1日,王雪\n",
            "x.csv",
            Subject::Deal,
            "name,customer,amount,stage,expected_close,owner",
        );
    }

    #[test]
    fn what_is_ambiguous_is_asked_unless_the_file_proves_it() {
        let mapping = mapped("姓名,生日,客户来源\nA,1/2/1980,x\nB,3/4/1981,y\n", "x.csv");
        assert_eq!(mapping.format_questions(), [(1, FormatQuestion::DateOrder)]);
        let mapping = mapped(
            "Name,birthday,next_follow_up\nA,1/2/1980,10/20/2024\nB,3/4/1981,10/21/2024\n",
            "contacts.csv",
        );
        assert_eq!(mapping.format_questions(), []);
        assert_eq!(mapping.columns[1].date_order, Some(DateOrder::MonthDayYear));
        let mapping = mapped("product,price\nA,1.200\nB,3.400\n", "products.csv");
        assert_eq!(
            mapping.format_questions(),
            [(1, FormatQuestion::DecimalMark)]
        );
    }

    #[test]
    fn ids_that_come_again_belong_to_the_customer() {
        check(
            "Id,Date,CDs,Price\n1,1997-01-01,2,29.33\n1,1997-01-18,2,29.73\n10,1997-02-01,1,14.96\n",
            "cdnow_transactions.csv",
            Subject::Transaction,
            "customer.id,date,lines.quantity,amount",
        );
        check(
            "客户id,年龄,姓名\n001,55,Tom\n002,34,Lesley\n003,75,Kevin\n",
            "客户信息.csv",
            Subject::Person,
            "external_ids.客户id,custom.field_6098e597,name",
        );
    }

    #[test]
    fn exports_of_other_products_keep_their_ids_and_leave_technical_columns() {
        check(
            "Id,IsDeleted,Name,ParentId,BillingCity,Phone,AnnualRevenue,OwnerId,SystemModstamp,Machine__c\n\
             001A,false,Acme,,Bern,123 45 67,5,005X,2024-01-01T00:00:00.000Z,Aurelia\n",
            "Account.csv",
            Subject::Company,
            "external_ids.salesforce,deleted,name,parent.id,addresses.billing.city,phones,annual_revenue,owner.id,-,custom.machine",
        );
        let mapping = mapped(
            "Record Id,Contact Owner,First Name,Last Name,Account Name.id,Account Name,Email,Mailing City,Secondary Email\nzcrm_1,A,B,C,zcrm_2,D,e@f.gh,X,\n",
            "Contacts.csv",
        );
        let reasons: Vec<_> = mapping.columns.iter().map(|column| column.reason).collect();
        assert!(
            reasons
                .iter()
                .all(|reason| *reason == MatchReason::Signature),
            "{reasons:?}"
        );
    }

    #[test]
    fn repeated_columns_never_overwrite() {
        check(
            "Name,E-mail,Mail,Phone,Telephone\nA,a@b.cd,x@y.zz,+41 44 123 45 67,+41 44 123 45 68\n",
            "contacts.csv",
            Subject::Person,
            "name,emails,emails.2,phones,phones.2",
        );
    }

    #[test]
    fn what_an_own_export_works_out_makes_no_field() {
        let id = "customer:01920000-0000-7000-8000-000000000001";
        check(
            &format!("ID,Name,Completeness,Open deals\n{id},Kanal & Co,45,10\n"),
            "customers.csv",
            Subject::Company,
            "id,name,-,-",
        );
    }

    #[test]
    fn columns_can_be_chosen_otherwise() {
        let (names, guesses, source) = read("Name,x,y\nA,1,2\nB,3,4\n", "contacts.csv");
        let mut mapping = suggest(&names, &guesses, &source, Subject::Person, &[]);
        let choose = |mapping: &mut Mapping, name: &str, path: Option<&str>| {
            mapping.choose_by_name(&[(name.to_owned(), path.map(str::to_owned))], &guesses, &[])
        };
        choose(&mut mapping, "x", Some("custom.wheels")).unwrap();
        choose(&mut mapping, "Y", None).unwrap();
        assert_eq!(
            mapping.paths()[1..],
            [
                ("x".into(), Some("custom.wheels".into())),
                ("y".into(), None)
            ]
        );
        assert_eq!(mapping.new_fields().next().unwrap().of, "number");
        assert_eq!(
            choose(&mut mapping, "z", None),
            Err(MappingError::NoSuchColumn("z".into()))
        );
        assert_eq!(
            choose(&mut mapping, "x", Some("zz")),
            Err(MappingError::NoSuchField("zz".into()))
        );
        let own = OwnField {
            key: "wheels".into(),
            label: "Wheels".into(),
            of: "number".into(),
            target: String::new(),
        };
        let mapping = suggest(
            &["Name".into(), "wheels".into()],
            &guesses[..2],
            &source,
            Subject::Person,
            &[own],
        );
        assert_eq!(mapping.columns[1].reason, MatchReason::OwnField);
        assert_eq!(mapping.new_fields().count(), 0);
    }

    #[test]
    fn keys_are_of_small_letters_and_stable() {
        for (label, key) in [
            ("Year Founded", "year_founded"),
            ("  E-mail (2) ", "e_mail_2"),
            ("Größe", "grosse"),
        ] {
            assert_eq!(key_of(label), key);
        }
        assert_eq!(key_of("年龄"), key_of(" 年龄"));
        assert!(key_of("年龄").starts_with("field_"));
    }
}

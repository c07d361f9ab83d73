//! A filter made ready for a kind: its fields found, its values read as the fields' types, then run
//! over columns into the set of rows that pass. Conditions on texts compare folded texts; a value
//! that is missing passes only `empty`, but that a yes-or-no field that was never said counts as no.

mod range;

use super::Now;
use super::column::{Column, Values, rows_of, via};
use super::filter::{Condition, Filter, Operand, Test};
use super::period::{Period, parse_day};
use super::text::{TextSource, TextTest, Texts};
use crate::document::value::{Tag, ordered_bits};
use crate::domain::date::Weekday;
use crate::domain::{Instant, Number, Problem, RecordId, RecordKind, Rule, Uuid, settings};
use crate::workspace::Workspace;
use crate::workspace::columns::{Bits, Codes};
use crate::workspace::fold::fold;
use crate::workspace::input::{self, InputContext};
use range::{Amount, Compare, Range};

/// A filter made ready for a kind of record.
pub struct Plan {
    step: Step,
}

enum Step {
    All(Vec<Step>),
    Any(Vec<Step>),
    Not(Box<Step>),
    Test(Column, Check),
}

/// What the values of a column must be.
enum Check {
    Present,
    Ints(Vec<Range>),
    Money(Compare<Amount>),
    Text(TextTest),
    Refs(Vec<RecordId>),
}

impl Plan {
    /// Makes a filter ready.
    ///
    /// # Errors
    /// Fields that are not there, and conditions that do not suit them, by field and operator.
    pub fn new(
        workspace: &Workspace,
        kind: RecordKind,
        filter: &Filter,
        now: Now,
    ) -> Result<Self, Vec<Problem>> {
        let mut planning = Planning {
            workspace,
            kind,
            now,
            context: InputContext::of(workspace),
            first_weekday: first_weekday(workspace),
            problems: Vec::new(),
            asked: Vec::new(),
        };
        match planning.step(filter) {
            Some(step) if planning.problems.is_empty() => Ok(Self { step }),
            _ => Err(planning.problems),
        }
    }

    /// The rows that pass, whatever their standing.
    #[must_use]
    pub fn select(&self, workspace: &Workspace, kind: RecordKind) -> Bits {
        self.step.select(workspace, workspace.table(kind).rows())
    }
}

/// The first day of the week, as the workspace's settings say.
pub(super) fn first_weekday(workspace: &Workspace) -> Weekday {
    let record = workspace.record(settings::ID);
    let said = record
        .as_ref()
        .map(|record| record.text(settings::FIRST_WEEKDAY));
    match said {
        Some("sunday") => Weekday::Sunday,
        Some("saturday") => Weekday::Saturday,
        _ => Weekday::Monday,
    }
}

struct Planning<'w> {
    workspace: &'w Workspace,
    kind: RecordKind,
    now: Now,
    context: InputContext,
    first_weekday: Weekday,
    problems: Vec<Problem>,
    /// The segments whose conditions are being made ready.
    asked: Vec<RecordId>,
}

impl Planning<'_> {
    fn step(&mut self, filter: &Filter) -> Option<Step> {
        match filter {
            Filter::All(filters) => self.steps(filters).map(Step::All),
            Filter::Any(filters) => self.steps(filters).map(Step::Any),
            Filter::Not(filter) => Some(Step::Not(Box::new(self.step(filter)?))),
            Filter::Test(condition) => self.condition(condition),
        }
    }

    fn steps(&mut self, filters: &[Filter]) -> Option<Vec<Step>> {
        // All are planned, so that all that is wrong is told.
        let steps: Vec<Option<Step>> = filters.iter().map(|filter| self.step(filter)).collect();
        steps.into_iter().collect()
    }

    fn condition(&mut self, condition: &Condition) -> Option<Step> {
        let Condition { field, test } = condition;
        if self.kind == RecordKind::Customer && &**field == "segment" {
            return self.segments(test);
        }
        let column = Column::find(self.workspace, self.kind, field, self.now);
        let planned = column
            .map_err(|rule| Problem::new(&**field, rule))
            .and_then(|column| {
                self.test(column, test)
                    .map_err(|rule| Problem::new(format!("{field}.{}", test.operator()), rule))
            });
        match planned {
            Ok(step) => Some(step),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    /// Being in one of some segments: those who were chosen one by one carry it, the others are asked
    /// for by its conditions.
    fn segments(&mut self, test: &Test) -> Option<Step> {
        let meant = match test {
            Test::Is(_) | Test::In(_) => ids(test, Some(RecordKind::Segment)),
            _ => None,
        };
        let Some(meant) = meant else {
            let path = format!("segment.{}", test.operator());
            self.problems.push(Problem::new(path, not_for(test)));
            return None;
        };
        let mut steps = Vec::new();
        for id in meant {
            // Segments may be conditions of each other, and must not ask in circles.
            if self.asked.contains(&id) {
                continue;
            }
            self.asked.push(id);
            let filter = super::segment::filter(self.workspace, id);
            // Conditions that no longer suit the fields leave nobody in, here as on the segment's page.
            let problems = self.problems.len();
            steps.extend(filter.and_then(|filter| self.step(&filter)));
            self.problems.truncate(problems);
            self.asked.pop();
        }
        Some(Step::Any(steps))
    }

    fn test(&self, column: Column, test: &Test) -> Result<Step, Rule> {
        if let Test::Empty(is_empty) = test {
            let present = Step::Test(column, Check::Present);
            return Ok(if *is_empty {
                Step::Not(Box::new(present))
            } else {
                present
            });
        }
        let mut sample = &column;
        loop {
            sample = match &sample.values {
                // Of several kinds that a reference may lead to, the first says how to read values.
                Values::Via(ways) => ways
                    .first()
                    .map(|(_, column)| column)
                    .ok_or(Rule::UnknownField)?,
                Values::Back(_, column) => column,
                _ => break,
            };
        }
        let check = match &sample.values {
            Values::Ints(Tag::Bool, _) | Values::IntList(Tag::Bool, _) => {
                return self.yes_or_no(column, test);
            }
            Values::Ints(tag, _) | Values::IntList(tag, _) => {
                let read = |operand: &Operand| self.range(*tag, operand);
                let compare = self.compare(test, read, |span| self.span(*tag, span))?;
                Check::Ints(compare.ranges(|range| Some(*range)))
            }
            Values::Money(..) => {
                Check::Money(self.compare(test, |operand| self.amount(operand), |_| None)?)
            }
            Values::Choice(..) | Values::Text(_) => Check::Text(text_test(test)?),
            Values::Refs(_) | Values::RefList(_) | Values::Id => {
                let kind = matches!(sample.values, Values::Id).then_some(sample.kind);
                match ids(test, kind) {
                    Some(ids) => Check::Refs(ids),
                    None => Check::Text(text_test(test)?),
                }
            }
            Values::Via(_) | Values::Back(..) => return Err(Rule::UnknownField),
        };
        Ok(Step::Test(column, check))
    }

    /// What was never said counts as no.
    fn yes_or_no(&self, column: Column, test: &Test) -> Result<Step, Rule> {
        let is_yes = |operand: &Operand| match operand {
            Operand::Bool(is_yes) => Ok(*is_yes),
            Operand::Text(text) => input::parse_bool(text),
            _ => Err(Rule::WrongType),
        };
        let (wants_yes, wants_no) = match test {
            Test::Is(operand) => {
                let is_yes = is_yes(operand)?;
                (is_yes, !is_yes)
            }
            Test::In(operands) => {
                let all = operands.iter().map(is_yes).collect::<Result<Vec<_>, _>>()?;
                (all.contains(&true), all.contains(&false))
            }
            other => return Err(not_for(other)),
        };
        let yes = Step::Test(column, Check::Ints(vec![Range::one(1)]));
        Ok(match (wants_yes, wants_no) {
            (true, true) => Step::All(Vec::new()),
            (true, false) => yes,
            (false, true) => Step::Not(Box::new(yes)),
            (false, false) => Step::Any(Vec::new()),
        })
    }

    /// A condition with its values read, and a span of days where the type has such.
    fn compare<T>(
        &self,
        test: &Test,
        read: impl Fn(&Operand) -> Result<T, Rule>,
        span: impl Fn(Period) -> Option<T>,
    ) -> Result<Compare<T>, Rule> {
        Ok(match test {
            Test::Is(one) => Compare::Is(vec![read(one)?]),
            Test::In(all) => Compare::Is(all.iter().map(read).collect::<Result<_, _>>()?),
            Test::Gt(one) => Compare::Gt(read(one)?),
            Test::Gte(one) => Compare::Gte(read(one)?),
            Test::Lt(one) => Compare::Lt(read(one)?),
            Test::Lte(one) => Compare::Lte(read(one)?),
            Test::Between(low, high) => Compare::Between(read(low)?, read(high)?),
            Test::Within(period) => Compare::Is(vec![span(*period).ok_or_else(|| not_for(test))?]),
            other => return Err(not_for(other)),
        })
    }

    /// The days of a period, or the moments in them.
    fn span(&self, tag: Tag, period: Period) -> Option<Range> {
        let (first, last) = period.days(self.now.today, self.first_weekday);
        let days = Range {
            low: i64::from(first.to_days()),
            high: i64::from(last.to_days()),
        };
        matches!(tag, Tag::Date | Tag::Instant).then(|| self.days(tag, days))
    }

    /// A span of days as the column has it: days, or the moments in them.
    fn days(&self, tag: Tag, days: Range) -> Range {
        if tag == Tag::Date {
            return days;
        }
        Range {
            low: self.now.start_of(days.low),
            high: self.now.start_of(days.high + 1) - 1,
        }
    }

    /// The whole numbers that a value means: one, or all moments of a day.
    fn range(&self, tag: Tag, operand: &Operand) -> Result<Range, Rule> {
        let day = |text: &str| {
            let day = parse_day(text, self.now.today)?;
            Ok(self.days(tag, Range::one(i64::from(day.to_days()))))
        };
        match (tag, operand) {
            (Tag::Number, Operand::Number(number)) => Ok(Range::one(ordered_bits(number.to_f64()))),
            (Tag::Number, Operand::Text(text)) => {
                Number::parse(text).map(|number| Range::one(ordered_bits(number.to_f64())))
            }
            (Tag::Date, Operand::Text(text)) => day(text),
            (Tag::Instant, Operand::Text(text)) => match Instant::parse(text) {
                Ok(instant) => Ok(Range::one(instant.to_ms())),
                Err(rule) => day(text).map_err(|_: Rule| rule),
            },
            _ => Err(Rule::WrongType),
        }
    }

    /// The amount that a value means. One without a currency has the workspace's.
    fn amount(&self, operand: &Operand) -> Result<Amount, Rule> {
        match operand {
            Operand::Money(money) => Ok(Amount::Money(*money)),
            Operand::Number(number) => Ok(Amount::Number(*number, self.context.currency)),
            Operand::Text(text) => match Number::parse(text) {
                Ok(number) => Ok(Amount::Number(number, self.context.currency)),
                Err(_) => input::parse_money(text, &self.context).map(Amount::Money),
            },
            Operand::Bool(_) => Err(Rule::WrongType),
        }
    }
}

fn not_for(test: &Test) -> Rule {
    Rule::NotAnOperator {
        value: test.operator().to_owned(),
    }
}

/// A condition on texts, folded.
fn text_test(test: &Test) -> Result<TextTest, Rule> {
    let text = |operand: &Operand| match operand {
        Operand::Text(text) => Ok(fold(text.trim())),
        // A number in quotes or not: postal codes, numbers of transactions.
        Operand::Number(number) => Ok(number.to_string()),
        _ => Err(Rule::WrongType),
    };
    Ok(match test {
        Test::Is(one) => TextTest::Is(vec![text(one)?]),
        Test::In(all) => TextTest::Is(all.iter().map(text).collect::<Result<_, _>>()?),
        Test::Contains(part) => TextTest::Contains(fold(part)),
        Test::Starts(start) => TextTest::Starts(fold(start)),
        other => return Err(not_for(other)),
    })
}

/// The ids that a condition names, where all its values are ids; else they are names. A bare uuid
/// is one of any kind, or of the kind that is said.
fn ids(test: &Test, kind: Option<RecordKind>) -> Option<Vec<RecordId>> {
    let id = |operand: &Operand| -> Option<Vec<RecordId>> {
        let Operand::Text(text) = operand else {
            return None;
        };
        if let Ok(id) = RecordId::parse(text.trim()) {
            return Some(vec![id]);
        }
        let uuid = Uuid::parse(text.trim()).ok()?;
        let kinds = RecordKind::ALL.into_iter();
        let kinds = kinds.filter(|of| kind.is_none_or(|kind| kind == *of));
        Some(kinds.map(|kind| RecordId::new(kind, uuid)).collect())
    };
    match test {
        Test::Is(one) => id(one),
        Test::In(all) => {
            let all: Option<Vec<_>> = all.iter().map(id).collect();
            all.map(|ids| ids.concat())
        }
        _ => None,
    }
}

impl Step {
    fn select(&self, workspace: &Workspace, rows: usize) -> Bits {
        match self {
            Self::All(steps) => {
                let mut steps = steps.iter().map(|step| step.select(workspace, rows));
                let Some(mut bits) = steps.next() else {
                    return Bits::all(rows);
                };
                steps.for_each(|other| bits.and(&other));
                bits
            }
            Self::Any(steps) => {
                let mut bits = Bits::default();
                for step in steps {
                    bits.or(&step.select(workspace, rows));
                }
                bits
            }
            Self::Not(step) => step.select(workspace, rows).not(rows),
            Self::Test(column, check) => column.select(workspace, check),
        }
    }
}

impl Column {
    /// The rows of which a value passes a check.
    fn select(&self, workspace: &Workspace, check: &Check) -> Bits {
        match (&self.values, check) {
            (_, Check::Present) => self.present(workspace),
            (Values::Via(ways), check) => via(ways, |column| column.select(workspace, check)),
            (Values::Back(refs, column), check) => {
                self.back(workspace, refs, column, column.select(workspace, check))
            }
            (Values::Ints(_, ints), Check::Ints(ranges)) => {
                let mut bits = Bits::default();
                for range in ranges {
                    bits.or(&ints.within(range.low, range.high));
                }
                bits
            }
            (Values::IntList(_, pairs), Check::Ints(ranges)) => {
                rows_of(pairs, |int| ranges.iter().any(|range| range.has(*int)))
            }
            (Values::Money(minor, currencies), Check::Money(compare)) => {
                let ranges = currencies
                    .values()
                    .iter()
                    .map(|currency| compare.ranges(|amount| amount.range(*currency)));
                let ranges: Vec<Vec<Range>> = std::iter::once(Vec::new()).chain(ranges).collect();
                let mut bits = Bits::default();
                for (code, ranges) in ranges.iter().enumerate() {
                    for range in ranges {
                        let mut of_range = minor.within(range.low, range.high);
                        of_range.and(&currencies.with(|other| other == code));
                        bits.or(&of_range);
                    }
                }
                bits
            }
            (Values::Choice(codes, labels), Check::Text(test)) => by_code(codes, |value| {
                let mut of_value = labels.iter().filter(|(code, _)| code == value);
                test.holds_for(value)
                    || of_value
                        .any(|(_, name)| name.as_deref().is_some_and(|name| test.holds_for(name)))
            }),
            (Values::Refs(refs), Check::Refs(ids)) => by_code(refs, |id| ids.contains(id)),
            (Values::Refs(refs), Check::Text(test)) => {
                by_code(refs, |id| test.holds_for(&workspace.name(*id)))
            }
            (Values::RefList(pairs), Check::Refs(ids)) => rows_of(pairs, |id| ids.contains(id)),
            (Values::RefList(pairs), Check::Text(test)) => {
                rows_of(pairs, |id| test.holds_for(&workspace.name(*id)))
            }
            (Values::Text(TextSource::Register(key)), Check::Text(test))
                if workspace.table(self.kind).repeats(key) =>
            {
                let texts = workspace.table(self.kind).texts(key);
                by_code(&texts, |text| !text.is_empty() && test.holds_for(text))
            }
            (Values::Text(source), Check::Text(test)) => {
                Texts::of(workspace, self.kind, source).select(test)
            }
            (Values::Id, Check::Refs(ids)) => {
                let mut bits = Bits::default();
                let table = workspace.table(self.kind);
                for id in ids.iter().filter(|id| id.kind == self.kind) {
                    if let Some(row) = table.row(id.uuid) {
                        bits.set(row, true);
                    }
                }
                bits
            }
            _ => Bits::default(),
        }
    }
}

/// The rows of whose code the value passes.
fn by_code<T: Clone + Eq + std::hash::Hash>(codes: &Codes<T>, test: impl Fn(&T) -> bool) -> Bits {
    let values = codes.values().iter().map(test);
    let passes: Vec<bool> = std::iter::once(false).chain(values).collect();
    codes.with(|code| passes.get(code).copied().unwrap_or(false))
}

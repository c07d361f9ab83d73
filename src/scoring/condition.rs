//! The conditions behind the figures on customers, their purchases and their needs: the list under one
//! has as many records as the figure says, or comes to as much. Screens lead there, reports tell it, and
//! the tests hold each figure against its list.
//!
//! Lists know one analysis, that of the workspace's own assumptions. What is worked out under others has
//! no list.

use super::cohort::{Cohort, Width};
use super::frame::Frame;
use super::need::{Category, Needs};
use super::rfm::Group;
use super::together::Together;
use super::value::Bin;
use crate::domain::{Currency, Date, Money, RecordId, need};
use crate::query::filter::{Filter, Operand, Test};

fn is_there(field: &str) -> Filter {
    Filter::test(field, Test::Empty(false))
}

fn is_missing(field: &str) -> Filter {
    Filter::test(field, Test::Empty(true))
}

fn is(field: &str, text: &str) -> Filter {
    Filter::test(field, Test::Is(Operand::text(text)))
}

/// A day lies between two, both included.
fn days(field: &str, from: Date, to: Date) -> Filter {
    let day = |date: Date| Operand::text(&date.to_string());
    Filter::test(field, Test::Between(day(from), day(to)))
}

/// The customers who bought in the frame: their values, what they bought and how often.
#[must_use]
pub fn bought() -> Filter {
    is_there("value")
}

/// The customers who ever bought, up to the day of the analysis: what is to come of them.
#[must_use]
pub fn ever_bought() -> Filter {
    is_there("first_purchase")
}

/// The customers with a score of recency and one of frequency, each 1 to 5.
#[must_use]
pub fn scored(recency: u8, frequency: u8) -> Filter {
    is("recency", &recency.to_string()).and(is("frequency", &frequency.to_string()))
}

/// The customers of a group.
#[must_use]
pub fn in_group(group: Group) -> Filter {
    is("rfm_group", group.code())
}

/// The customers whose value lies in a bar of the histogram; none where it is more than an amount can be.
#[must_use]
pub fn valued(bin: &Bin, currency: Option<Currency>) -> Option<Filter> {
    let money = |minor| Money::from_minor(minor, currency?).ok().map(Operand::Money);
    let test = Test::Between(money(bin.from)?, money(bin.to - 1)?);
    Some(Filter::test("value", test))
}

/// The customers whose value is at least so much, in minor units; none where that is more than an amount
/// can be. A limit between two amounts is as good as the next amount.
#[must_use]
pub fn worth_at_least(minor: f64, currency: Option<Currency>) -> Option<Filter> {
    let money = Money::from_minor(minor.ceil() as i64, currency?).ok()?;
    Some(Filter::test("value", Test::Gte(Operand::Money(money))))
}

impl Frame {
    /// The purchases in it, as transactions.
    #[must_use]
    pub fn purchases(self) -> Filter {
        days("purchased_on", self.from, self.as_of)
    }

    /// The purchases in the part of a month that lies in it, by the month's first day.
    #[must_use]
    pub fn purchases_in(self, month: Date) -> Filter {
        let (from, to) = self.days_of(month);
        days("purchased_on", from, to)
    }

    /// The purchases and refunds in that part, which come to the revenue.
    #[must_use]
    pub fn revenue_in(self, month: Date) -> Filter {
        let (from, to) = self.days_of(month);
        is_there("revenue").and(days("date", from, to))
    }
}

impl Cohort {
    /// The customers of the cohort, up to a day.
    #[must_use]
    pub fn members(&self, as_of: Date) -> Filter {
        days("first_purchase", self.from, self.to.min(as_of))
    }

    /// Those of them who bought so many spans later, up to a day; with 0 all of them.
    #[must_use]
    pub fn bought_later(&self, width: Width, later: usize, as_of: Date) -> Filter {
        let members = self.members(as_of);
        if later == 0 {
            return members;
        }
        let (from, to) = self.span(width, later);
        members.and(days("transactions.purchased_on", from, to.min(as_of)))
    }
}

impl Category {
    fn named(&self) -> Filter {
        match &self.name {
            Some(name) => is("category", name),
            None => is_missing("category"),
        }
    }

    /// All of its needs up to a day; those without a day too.
    #[must_use]
    pub fn all(&self, as_of: Date) -> Filter {
        let after = Test::Gt(Operand::text(&as_of.to_string()));
        let later = Filter::test("noted_at", after);
        self.named().and(Filter::Not(Box::new(later)))
    }

    /// Those at a place of [`need::STATUSES`]. What says none counts as open.
    #[must_use]
    pub fn at_status(&self, place: usize, as_of: Date) -> Filter {
        let (open, others) = match need::STATUSES.split_first() {
            Some((open, others)) => (*open, others),
            None => return self.all(as_of),
        };
        let status = need::STATUSES.get(place).copied().unwrap_or(open);
        let test = if status == open {
            let others = others.iter().copied().map(Operand::text);
            let other = Filter::test("status", Test::In(others.collect()));
            Filter::Not(Box::new(other))
        } else {
            is("status", status)
        };
        self.all(as_of).and(test)
    }

    /// Those noted in the month that begins with a day, up to a day.
    #[must_use]
    pub fn noted_in(&self, month: Date, as_of: Date) -> Filter {
        let noted = days("noted_at", month, month.last_of_month().min(as_of));
        self.named().and(noted)
    }
}

impl Needs {
    /// The customers who have both of two needs. None where needs were noted after the day of the
    /// analysis: a list of customers cannot tell these apart.
    #[must_use]
    pub fn both(&self, of: &Together<Box<str>>) -> Option<Filter> {
        let (one, other) = &of.names;
        (self.later == 0).then(|| is("needs.category", one).and(is("needs.category", other)))
    }
}

impl Together<Box<str>> {
    /// The customers who have the first and not the second: they are likely to need it too.
    #[must_use]
    pub fn likely(&self) -> Filter {
        let lacks = Filter::Not(Box::new(is("needs.category", &self.names.1)));
        is("needs.category", &self.names.0).and(lacks)
    }
}

impl Together<RecordId> {
    /// The purchases in a frame that hold both products, as transactions.
    #[must_use]
    pub fn purchases(&self, frame: Frame) -> Filter {
        let holds = |product: RecordId| is("lines.product", &product.to_string());
        frame
            .purchases()
            .and(holds(self.names.0))
            .and(holds(self.names.1))
    }

    /// The customers who have the first product and not the second, whenever they had it.
    #[must_use]
    pub fn likely(&self) -> Filter {
        let has = |product: RecordId| is("transactions.lines.product", &product.to_string());
        has(self.names.0).and(Filter::Not(Box::new(has(self.names.1))))
    }
}

/// The customers of a segment.
#[must_use]
pub fn in_segment(segment: RecordId) -> Filter {
    is("segment", &segment.to_string())
}

#[cfg(test)]
mod tests;

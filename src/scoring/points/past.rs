//! The score of a customer as of earlier days: what was known then gives the points that it gives today.
//! Purchases count up to the day, with the models and the limits between the scores of recency as they are
//! today; what there is beside them is [`Past`]'s. The points of the steps are today's, and of the user's
//! own rules nobody knows whether they held: they count as they do today.

use super::{Facts, Score};
use crate::domain::Date;
use crate::scoring::frame::Frame;
use crate::scoring::rfm::behaviour;
use crate::scoring::rhythm::pace;
use crate::scoring::scores::Analysis;
use crate::scoring::showing::tenths;
use crate::workspace::engagement::Past;

/// A change is told over so many days.
pub const CHANGE_DAYS: i32 = 7;
/// The course of a score is told over so many weeks.
pub const WEEKS: i32 = 13;
/// Whether somebody buys is foretold for so many days.
pub const AHEAD_DAYS: i32 = 30;

impl Analysis {
    /// The day up to which purchases count as of a day: that of the analysis, which goes back with it
    /// unless it was before that day anyhow.
    fn day_of_purchases(&self, today: Date, day: Date) -> Date {
        let own = self.assumptions.frame.as_of;
        let back = day.days_until(today);
        own.add_days(-back).max(own.min(day))
    }

    /// What was known of the customer of a row on a day; as of today what [`Facts::of`] knows.
    #[must_use]
    pub fn facts_on(&self, row: u32, past: &Past, today: Date, day: Date) -> Facts {
        let as_of = self.day_of_purchases(today, day);
        let assumed = &self.assumptions;
        let frame = match as_of == assumed.frame.as_of {
            true => assumed.frame,
            false => Frame::months(as_of, assumed.months),
        };
        let pace = pace(&self.histories, row, as_of);
        let life = self
            .lifetimes
            .life_on(&self.histories, row, as_of.to_days());
        let alive = life.and_then(|life| self.lifetimes.alive(&life));
        let did = behaviour(&self.histories, frame, row);
        let with = past.on(day.to_days());
        let quiet = with.last_contact.map(|met| day.to_days() - met);
        Facts {
            usual: pace
                .and_then(|pace| pace.usual)
                .map(|days| days.round() as i32),
            silent: pace.map(|pace| pace.silent.max(0)),
            risk: alive.map(|alive| tenths((1.0 - alive) * 100.0)),
            recency: did.map(|did| self.rfm.thresholds.score(&did).recency),
            quiet: quiet.map(|days| days.max(0)),
            with,
        }
    }

    /// By how much a score has changed in the last [`CHANGE_DAYS`] days.
    #[must_use]
    pub fn score_change(&self, score: &Score, row: u32, past: &Past, today: Date) -> i32 {
        let then = self.facts_on(row, past, today, today.add_days(-CHANGE_DAYS));
        score.value() - score.value_of(&then)
    }

    /// The course of a score: on the same day of each of the last [`WEEKS`] weeks, today last.
    #[must_use]
    pub fn score_course(
        &self,
        score: &Score,
        row: u32,
        past: &Past,
        today: Date,
    ) -> Vec<(Date, i32)> {
        let weeks = (0..WEEKS).rev();
        let on = |week: i32| {
            let day = today.add_days(-7 * week);
            let facts = self.facts_on(row, past, today, day);
            (day, score.value_of(&facts))
        };
        weeks.map(on).collect()
    }

    /// How likely the customer of a row buys in the [`AHEAD_DAYS`] days after the day of the analysis;
    /// none without a model, or of who never bought.
    #[must_use]
    pub fn buys_soon(&self, row: u32) -> Option<f64> {
        let life = self.lifetimes.life(row)?;
        self.lifetimes.buys(life, f64::from(AHEAD_DAYS))
    }
}

#[cfg(test)]
mod tests;

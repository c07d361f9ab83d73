//! The scorecard: the points of every step of every rule, as they come or as the user set them, with
//! nothing for a rule that is switched off. Where what the user set is kept is the workspace's matter.

use super::{BASE, Facts, RULES, Rule, STEPS_MAX};
use crate::workspace::score_rules::ScoreRules;

pub use crate::workspace::score_rules::POINTS_MAX;

/// The points of every step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scorecard([[i32; STEPS_MAX]; RULES.len()]);

/// What the points of a step are kept under: `deals_60`.
#[must_use]
pub fn key(rule: &Rule, step: &str) -> String {
    format!("{}_{step}", rule.about.code())
}

impl Default for Scorecard {
    fn default() -> Self {
        Self::of(&ScoreRules::default())
    }
}

impl Scorecard {
    /// The points as they come, but for what the user set.
    #[must_use]
    pub fn of(rules: &ScoreRules) -> Self {
        let mut card = [[0; STEPS_MAX]; RULES.len()];
        let counted = |rule: &&Rule| rules.off.iter().all(|off| **off != *rule.about.code());
        for (points, rule) in card.iter_mut().zip(&RULES) {
            for (points, step) in points.iter_mut().zip(rule.steps.iter()) {
                let set = || rules.set(&key(rule, step.code));
                *points = match counted(&rule) {
                    true => set().unwrap_or(step.points),
                    false => 0,
                };
            }
        }
        Self(card)
    }

    fn of_rule(&self, rule: &Rule) -> &[i32] {
        let at = RULES.iter().position(|other| other.about == rule.about);
        let points = at.and_then(|at| self.0.get(at));
        points.map_or(&[], |points| points.as_slice())
    }

    /// The points that a rule gives.
    #[must_use]
    pub fn points(&self, rule: &Rule, facts: &Facts) -> i32 {
        let points = (rule.step)(facts).and_then(|step| self.of_rule(rule).get(step));
        points.copied().unwrap_or_default()
    }

    /// The most that a rule can give: what it gives nothing for counts, too.
    #[must_use]
    pub fn most(&self, rule: &Rule) -> i32 {
        let points = self.of_rule(rule).iter().take(rule.steps.len());
        points.copied().fold(0, i32::max)
    }

    /// What the base and the points of all rules come to, however much that is.
    #[must_use]
    pub fn sum(&self, facts: &Facts) -> i32 {
        let of_rule = |(rule, points): (&Rule, &[i32; STEPS_MAX])| {
            let step = (rule.step)(facts).and_then(|step| points.get(step));
            step.copied().unwrap_or_default()
        };
        BASE + RULES.iter().zip(&self.0).map(of_rule).sum::<i32>()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scoring::points::About;
    use crate::workspace::engagement::Engagement;

    fn about(about: About) -> &'static Rule {
        RULES.iter().find(|rule| rule.about == about).unwrap()
    }

    #[test]
    fn no_rule_has_more_steps_than_there_is_room_for_and_every_step_has_a_key_of_its_own() {
        let mut keys = Vec::new();
        for rule in &RULES {
            assert!(rule.steps.len() <= STEPS_MAX, "{:?}", rule.about);
            keys.extend(rule.steps.iter().map(|step| key(rule, step.code)));
        }
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!((keys.len(), all), (27, 27));
    }

    #[test]
    fn what_the_user_set_counts_and_a_rule_that_is_off_gives_nothing() {
        let facts = Facts {
            recency: Some(5),
            with: Engagement {
                deals: 1,
                chance: 70,
                ..Engagement::default()
            },
            ..Facts::default()
        };
        let sum = |rules: &ScoreRules| Scorecard::of(rules).sum(&facts);
        // Nobody can be reached here, which takes four.
        assert_eq!(sum(&ScoreRules::default()), BASE + 15 + 8 - 4);
        let mut rules = ScoreRules {
            points: vec![("deals_60".into(), -20), ("nothing_60".into(), 50)],
            ..ScoreRules::default()
        };
        assert_eq!(sum(&rules), BASE - 20 + 8 - 4);
        assert_eq!(Scorecard::of(&rules).most(about(About::Deals)), 10);
        rules.off.push("deals".into());
        assert_eq!(sum(&rules), BASE + 8 - 4);
        assert_eq!(Scorecard::of(&rules).points(about(About::Deals), &facts), 0);
        assert_eq!(Scorecard::of(&rules).most(about(About::Deals)), 0);
    }

    #[test]
    fn most_is_never_less_than_what_is_given_for_nothing() {
        let card = Scorecard::default();
        assert_eq!(card.most(about(About::Loss)), 0);
        assert_eq!(card.most(about(About::Contact)), 5);
    }
}

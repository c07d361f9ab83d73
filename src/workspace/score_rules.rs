//! The rules of the score that are in the user's hand: the points that they set, the rules that they
//! switched off, and rules of their own with whom these hold of. The queries find whom, and scoring gives
//! the points, so that neither needs the other.

use super::Workspace;
use super::columns::Bits;
use crate::domain::{Number, Value, settings};

/// No rule gives or takes more.
pub const POINTS_MAX: i32 = 100;

/// A rule of the user's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnRule {
    /// Its element among the settings' rules.
    pub id: Box<str>,
    /// What it is called.
    pub label: Box<str>,
    /// What has to hold of a customer: a filter in JSON.
    pub condition: Box<str>,
    /// The points that it gives.
    pub points: i32,
    /// The customers of whom it holds, by row.
    pub rows: Bits,
}

/// All that the user changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScoreRules {
    /// The points of steps, by the step's key.
    pub points: Vec<(Box<str>, i32)>,
    /// The rules that are off, by their code.
    pub off: Vec<Box<str>>,
    /// The rules of the user's own, the oldest first.
    pub own: Vec<OwnRule>,
}

/// A number as points: whole, and not too many.
fn points(number: Number) -> i32 {
    let most = f64::from(POINTS_MAX);
    number.to_f64().round().clamp(-most, most) as i32
}

impl ScoreRules {
    /// What the workspace's settings say. Whom the user's own rules hold of is not known yet.
    #[must_use]
    pub fn of(workspace: &Workspace) -> Self {
        let Some(record) = workspace.record(settings::ID) else {
            return Self::default();
        };
        let set = record.elements(settings::SCORE_POINTS);
        let set =
            set.filter_map(|(key, value)| Some(((&**key).into(), points(value.as_number()?))));
        let off = record.elements(settings::SCORE_OFF);
        let own = record.elements(settings::SCORE_RULES);
        let own = own.filter_map(|(id, value)| {
            let part = value.as_part()?;
            let text = |place| part.value(place).and_then(Value::as_text);
            let number = part.value(2).and_then(Value::as_number);
            Some(OwnRule {
                id: (&**id).into(),
                label: text(0).unwrap_or_default().into(),
                condition: text(1).unwrap_or_default().into(),
                points: number.map_or(0, points),
                rows: Bits::default(),
            })
        });
        Self {
            points: set.collect(),
            off: off.map(|(code, _)| (&**code).into()).collect(),
            own: own.collect(),
        }
    }

    /// Whether the user set the same in both, whomever it holds of.
    #[must_use]
    pub fn is_set_as(&self, other: &Self) -> bool {
        let own = |of: &OwnRule, as_in: &OwnRule| {
            (&of.id, &of.label, &of.condition, of.points)
                == (&as_in.id, &as_in.label, &as_in.condition, as_in.points)
        };
        let has_same_own = self.own.len() == other.own.len()
            && self.own.iter().zip(&other.own).all(|(a, b)| own(a, b));
        has_same_own && self.points == other.points && self.off == other.off
    }

    /// The points that the user set under a key.
    #[must_use]
    pub fn set(&self, key: &str) -> Option<i32> {
        let found = self.points.iter().find(|(known, _)| **known == *key);
        found.map(|(_, points)| *points)
    }

    /// Whether the user changed nothing.
    #[must_use]
    pub fn is_as_it_comes(&self) -> bool {
        *self == Self::default()
    }
}

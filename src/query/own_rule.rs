//! Whom the user's own rules of the score hold of: their conditions are filters of customers, each run
//! once over columns. A condition that asks for the score itself, outright or by a segment, holds of
//! nobody, since the score would have to be known to make it.

use super::Now;
use super::column::RELATIONS;
use super::filter::{Filter, fields_named};
use super::segment::passing;
use crate::domain::{RecordKind, segment};
use crate::workspace::Workspace;
use crate::workspace::derived::{Fields, Source};
use crate::workspace::score_rules::ScoreRules;
use std::rc::Rc;

/// What the score is called where a path ends in it.
const SCORE: &str = "score";

/// The rules of the score as the user has them, with whom each of their own holds of. What they read of
/// the analysis of purchases has to be kept already.
#[must_use]
pub fn score_rules(workspace: &Workspace, now: Now) -> Rc<ScoreRules> {
    let make = || {
        let mut rules = ScoreRules::of(workspace);
        for rule in &mut rules.own {
            let filter = Filter::parse(&rule.condition).ok();
            let filter = filter.filter(|_| !asks_for_score(workspace, &rule.condition));
            rule.rows = filter
                .map(|filter| passing(workspace, filter, now))
                .unwrap_or_default();
        }
        rules
    };
    let asked = RELATIONS.into_iter().map(|(_, of)| of);
    let also = [
        RecordKind::Customer,
        RecordKind::Pipeline,
        RecordKind::Segment,
        RecordKind::Settings,
    ];
    let kinds = asked.chain(also);
    let sources: Vec<Source> = kinds.map(|of| Source::new(of, Fields::ALL)).collect();
    let name = "rules of the score";
    workspace.derived(name, now.parameter(), &sources, make, |_, _| false)
}

/// Whether a condition, written in JSON, asks for the score: by its field, or by a segment while the
/// conditions of any segment do.
#[must_use]
pub fn asks_for_score(workspace: &Workspace, condition: &str) -> bool {
    let ends_in = |path: &str, word: &str| match path.rsplit_once('.') {
        None => path == word,
        // An own field may be called like that.
        Some((of, last)) => last == word && of.rsplit('.').next() != Some("custom"),
    };
    let names = |condition: &str, word: &str| {
        let mut fields = fields_named(condition);
        fields.any(|path| ends_in(path, word))
    };
    names(condition, SCORE)
        || names(condition, "segment") && {
            let table = workspace.table(RecordKind::Segment);
            let mut rows = table.live_rows();
            rows.any(|row| names(&table.text(row, segment::FILTER), SCORE))
        }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Date, Key, Number, Part, Value, customer, settings};
    use crate::workspace::command::Command;
    use crate::workspace::desk::{Desk, text};

    fn has_rule(desk: &mut Desk, condition: &str) {
        let part = Part::new([
            (0, Value::text("Hotels")),
            (1, Value::text(condition)),
            (2, Value::Number(Number::from_f64(1e4).unwrap())),
        ]);
        let key = Key::of(settings::SCORE_RULES, "own");
        desk.does(&Command::Edit {
            ids: vec![settings::ID],
            fields: vec![(key, Some(Value::Part(part)))],
            revision: None,
        });
    }

    fn held(desk: &Desk) -> Vec<u32> {
        let now = Now::utc(Date::parse("2026-11-29").unwrap());
        let rules = score_rules(&desk.workspace, now);
        rules.own.iter().flat_map(|rule| rule.rows.rows()).collect()
    }

    #[test]
    fn an_own_rule_holds_of_whom_its_condition_leaves_in_and_follows_what_is_written() {
        let mut desk = Desk::new();
        let (fields, id) = (vec![(Key::one(settings::NAME), text("Own"))], settings::ID);
        desk.does(&Command::Create { id, fields });
        let (one, other) = (desk.company("Kanal"), desk.company("Hotel Bellavista"));
        has_rule(&mut desk, r#"{"field":"name","contains":"hotel"}"#);
        assert_eq!(held(&desk), [1]);
        desk.set(one, customer::NAME, text("Hotel Kanal"));
        assert_eq!(held(&desk), [0, 1]);
        desk.does(&Command::Trash { ids: vec![other] });
        assert_eq!(held(&desk), [0]);
        let now = Now::utc(Date::parse("2026-11-29").unwrap());
        let points = score_rules(&desk.workspace, now)
            .own
            .first()
            .map(|own| own.points);
        assert_eq!(points, Some(100));
    }

    #[test]
    fn an_own_field_of_the_same_name_is_not_the_score() {
        let desk = Desk::new();
        for (field, is_score) in [
            ("score", true),
            ("companies.score", true),
            ("custom.score", false),
            ("companies.custom.score", false),
            ("scores", false),
        ] {
            let condition = format!(r#"{{"field":"{field}","gt":5}}"#);
            let asks = asks_for_score(&desk.workspace, &condition);
            assert_eq!(asks, is_score, "{field}");
        }
    }

    #[test]
    fn a_condition_on_the_score_itself_holds_of_nobody() {
        let mut desk = Desk::new();
        let (fields, id) = (vec![(Key::one(settings::NAME), text("Own"))], settings::ID);
        desk.does(&Command::Create { id, fields });
        desk.company("Kanal");
        let has_no_score = r#"{"field":"score","empty":true}"#;
        has_rule(&mut desk, has_no_score);
        assert!(held(&desk).is_empty());
        let in_segment = |id: &str| format!(r#"{{"not":{{"field":"segment","is":"{id}"}}}}"#);
        let segment = |desk: &mut Desk, filter: &str| {
            let fields = vec![
                (Key::one(segment::NAME), text("Some")),
                (Key::one(segment::KIND), text("dynamic")),
                (Key::one(segment::FILTER), text(filter)),
            ];
            desk.creates(RecordKind::Segment, fields).to_string()
        };
        let id = segment(&mut desk, r#"{"field":"name","contains":"x"}"#);
        has_rule(&mut desk, &in_segment(&id));
        assert_eq!(held(&desk), [0]);
        segment(&mut desk, has_no_score);
        assert!(held(&desk).is_empty());
    }
}

//! Fits to published data, to data of which it is known what they follow from, and to data of which there is
//! nothing to learn; and what was kept of them says the same.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use crate::domain::{Instant, Record, RecordId, RecordKind, Register, Stamp, Uuid, model};
use crate::scoring::model::learn::learn;
use crate::scoring::model::predict::Reading;
use crate::scoring::model::sample::{choice, columns, known, numbers, outcomes};
use crate::scoring::model::stored::{fields, model_of};
use crate::scoring::model::{BLANK, OTHER};
use crate::workspace::feature::Feature;
use satchel_stats::quality::auc;
use satchel_stats::random::Random;

fn fit(features: &[Feature], outcomes: &[bool], ridge: Option<f64>) -> Result<Model, Refusal> {
    Ok(fitted(features, outcomes, ridge)?.0)
}

/// A model, and the table that it was learnt of with what was learnt.
fn fitted(
    features: &[Feature],
    outcomes: &[bool],
    ridge: Option<f64>,
) -> Result<(Model, Table, Learnt), Refusal> {
    check_outcomes(outcomes)?;
    let mut design = Design::of(features);
    let table = super::table(&mut design, outcomes.to_vec(), ridge)?;
    let learnt = learn(&table);
    let model = model(design, learnt.clone())?;
    Ok((model, table, learnt.unwrap()))
}

/// The probability of each row that was learnt from.
fn said(table: &Table, learnt: &Learnt) -> Vec<f64> {
    let rows = table.rows();
    let odds = rows.iter().map(|row| {
        let slopes = learnt.coefficients.iter().skip(1).zip(row);
        let sum: f64 = slopes.map(|(slope, value)| slope * value).sum();
        learnt.coefficients[0] + sum
    });
    odds.map(|odds| 1.0 / (1.0 + (-odds).exp())).collect()
}

fn near(found: f64, published: f64, within: f64) {
    assert!(
        (found - published).abs() <= within,
        "{found}, not {published}"
    );
}

fn table() -> Vec<Vec<f64>> {
    columns(include_str!("../../../stats/data/orings.csv"))
}

fn degrees() -> Vec<f64> {
    table().swap_remove(0)
}

fn orings() -> (Vec<Feature>, Vec<bool>) {
    let features = vec![known("temperature", &degrees())];
    (features, outcomes(&table()[1]))
}

/// Features of all sorts with blanks, and outcomes that follow from them.
fn mixed(count: usize, seed: u64) -> (Vec<Feature>, Vec<bool>) {
    let mut random = Random::new(seed);
    let words = ["web", "shop", "fair", "post", ""];
    let (mut sizes, mut sources, mut known_outcomes) = (Vec::new(), Vec::new(), Vec::new());
    let mut turnovers = Vec::new();
    for _ in 0..count {
        let size = random.normal();
        let source = words.get(random.below(words.len())).copied().unwrap_or("");
        let rare = ["fair a", "fair b", "fair c", "fair d"];
        let source = match random.below(count) {
            ..12 => rare[random.below(rare.len())],
            _ => source,
        };
        let odds = 0.8 * size + if source == "web" { 1.0 } else { -0.3 };
        known_outcomes.push(random.uniform() < 1.0 / (1.0 + (-odds).exp()));
        sizes.push((random.below(8) > 0).then_some(size));
        turnovers.push(Some(size * 4.0e5 + random.normal() * 1.0e6 + 3.0e6));
        sources.push(source);
    }
    let features = vec![
        numbers("size", sizes),
        numbers("turnover", turnovers),
        choice("source", &sources),
    ];
    (features, known_outcomes)
}

fn kept(model: &Model) -> Record {
    let id = RecordId::new(RecordKind::Model, Uuid::v7(1, 1));
    let mut record = Record::new(id, Stamp::default());
    for (key, value) in fields(model, Instant::from_ms(1).unwrap(), None) {
        let stamp = Stamp::default();
        record.put(key, Some(Register { value, stamp }));
    }
    record
}

#[test]
fn the_seals_of_the_shuttle_have_the_published_coefficients_plainly() {
    let (features, outcomes) = orings();
    let model = fit(&features, &outcomes, None).unwrap();
    // Dalal, Fowlkes and Hoadley (1989); R: glm(damage ~ temperature, binomial).
    near(model.intercept.value, 15.0429, 1e-4);
    near(model.intercept.error, 7.3786, 1e-4);
    let term = model.terms.first().unwrap();
    near(term.estimate.value, -0.2322, 1e-4);
    near(term.estimate.error, 0.1082, 1e-4);
    near(model.log_likelihood, -10.1576, 1e-4);
    assert_eq!((model.rows, model.events, model.ridge), (23, 7, 0.0));
    let codes: Vec<&str> = model.warnings.iter().map(Warning::code).collect();
    assert_eq!(codes, ["few_events"], "seven for one coefficient");
}

#[test]
fn the_same_rows_give_the_same_model() {
    let (features, outcomes) = mixed(400, 7);
    let one = fit(&features, &outcomes, None).unwrap();
    assert_eq!(one, fit(&features, &outcomes, None).unwrap());
}

#[test]
fn a_model_that_was_kept_says_what_its_fit_says() {
    for seed in 0..20 {
        let (features, outcomes) = mixed(300 + seed as usize * 10, seed);
        let ridge = (seed % 3 == 0).then_some(2.0);
        let (fitted, table, learnt) = fitted(&features, &outcomes, ridge).unwrap();
        let record = kept(&fitted);
        let model = model_of(&record).unwrap();
        let reading = Reading::new(&model, &features);
        let said = said(&table, &learnt);
        for (at, said) in said.iter().enumerate() {
            near(reading.probability(at), *said, 1e-9);
            let prediction = reading.prediction(at);
            near(prediction.probability, *said, 1e-9);
            let sum: f64 = prediction.factors.iter().map(|of| of.contribution).sum();
            near(model.baseline() + sum, reading.log_odds(at), 1e-9);
        }
        let codes =
            |model: &Model| -> Vec<&str> { model.warnings.iter().map(Warning::code).collect() };
        assert_eq!(codes(&model), codes(&fitted), "seed {seed}");
        assert_eq!(model.bases, fitted.bases);
    }
}

#[test]
fn what_a_fit_writes_takes_away_what_the_one_before_wrote() {
    let (features, outcomes) = mixed(300, 3);
    let wide = kept(&fit(&features, &outcomes, None).unwrap());
    let (features, outcomes) = orings();
    let narrow = fit(&features, &outcomes, None).unwrap();
    let mut record = wide;
    for (key, value) in fields(&narrow, Instant::from_ms(2).unwrap(), Some(&record.clone())) {
        let stamp = Stamp::default();
        record.put(key, Some(Register { value, stamp }));
    }
    assert_eq!(model_of(&record).unwrap().terms.len(), 1);
    assert_eq!(record.elements(model::COEFFICIENTS).count(), 2);
}

#[test]
fn fields_that_part_the_outcomes_get_a_ridge_and_say_so() {
    let numbers: Vec<f64> = (0..40).map(f64::from).collect();
    let outcomes: Vec<bool> = numbers.iter().map(|number| *number > 19.5).collect();
    let features = [known("size", &numbers)];
    let model = fit(&features, &outcomes, None).unwrap();
    assert!(model.ridge > 0.0);
    assert!(model.warnings.contains(&Warning::Separated));
    assert!(model.terms.first().unwrap().estimate.value.is_finite());
    // Who asks for a plain fit is told why there is none.
    assert_eq!(
        fit(&features, &outcomes, Some(0.0)).unwrap_err(),
        Refusal::Separated
    );
}

#[test]
fn too_few_outcomes_no_outcomes_and_nothing_that_differs_are_refused() {
    let of = |events: usize, others: usize| {
        let outcomes: Vec<bool> = (0..events + others).map(|at| at < events).collect();
        let numbers: Vec<f64> = (0..events + others)
            .map(|at| ((at * 7) % 5) as f64)
            .collect();
        fit(&[known("size", &numbers)], &outcomes, None).map(|model| model.rows)
    };
    assert_eq!(of(0, 0), Err(Refusal::NoRecords));
    assert_eq!(of(0, 30), Err(Refusal::OneOutcome(false)));
    assert_eq!(of(30, 0), Err(Refusal::OneOutcome(true)));
    let few = Refusal::TooFew {
        events: 4,
        others: 30,
    };
    assert_eq!(of(4, 30), Err(few));
    assert_eq!(of(5, 30), Ok(35));
    let outcomes: Vec<bool> = (0..30).map(|at| at % 2 == 0).collect();
    let same = [known("size", &[3.0; 30]), choice("source", &["web"; 30])];
    assert_eq!(
        fit(&same, &outcomes, None).map(|model| model.rows),
        Err(Refusal::NoFeature)
    );
}

#[test]
fn what_is_always_the_same_or_follows_from_others_is_left_out_and_told() {
    let (mut features, outcomes) = orings();
    let celsius: Vec<f64> = degrees().iter().map(|f| (f - 32.0) / 1.8).collect();
    features.push(known("celsius", &celsius));
    features.push(known("pressure", &[200.0; 23]));
    let model = fit(&features, &outcomes, None).unwrap();
    near(model.terms.first().unwrap().estimate.value, -0.2322, 1e-4);
    assert_eq!(model.terms.len(), 1);
    let told: Vec<_> = model
        .warnings
        .iter()
        .map(|of| (of.code(), of.feature()))
        .collect();
    assert!(told.contains(&("redundant", Some("celsius"))), "{told:?}");
    assert!(told.contains(&("constant", Some("pressure"))), "{told:?}");
}

#[test]
fn numbers_of_any_size_have_the_coefficients_of_their_units() {
    let (_, outcomes) = orings();
    let large: Vec<f64> = degrees().iter().map(|f| f * 1e6 + 1e9).collect();
    let model = fit(&[known("size", &large)], &outcomes, None).unwrap();
    let kept = model_of(&kept(&model)).unwrap();
    near(
        kept.terms.first().unwrap().estimate.value * 1e6,
        -0.2322,
        1e-4,
    );
    near(model.log_likelihood, -10.1576, 1e-4);
}

#[test]
fn the_quality_is_that_of_rows_that_were_not_seen() {
    // Of noise nothing can be foreseen, however well it was fitted.
    let mut random = Random::new(11);
    let outcomes: Vec<bool> = (0..120).map(|_| random.uniform() < 0.5).collect();
    let noise = |random: &mut Random| -> Vec<f64> { (0..120).map(|_| random.normal()).collect() };
    let features: Vec<Feature> = (0..10)
        .map(|at| known(&format!("noise{at}"), &noise(&mut random)))
        .collect();
    let (model, table, learnt) = fitted(&features, &outcomes, Some(0.0)).unwrap();
    let seen = auc(&said(&table, &learnt), &outcomes).unwrap();
    let quality = model.quality.unwrap();
    assert!(seen > 0.62 && quality.auc < 0.58, "{seen} {}", quality.auc);
    let count: usize = quality.calibration.iter().map(|bin| bin.count).sum();
    assert_eq!(count, 120);
}

#[test]
fn a_level_that_was_never_seen_counts_as_a_rare_one_and_a_blank_as_itself() {
    let (features, outcomes) = mixed(600, 5);
    let model = fit(&features, &outcomes, None).unwrap();
    let value = |level: &str| {
        let mut terms = model.terms.iter();
        terms
            .find(|term| &*term.feature == "source" && term.level.as_deref() == Some(level))
            .map(|term| term.estimate.value)
    };
    let odds = |word: &str| {
        let features = [choice("source", &[word])];
        Reading::new(&model, &features).log_odds(0)
    };
    let base = model.bases.iter().find(|base| &*base.feature == "source");
    let at_base = odds(&base.unwrap().level);
    near(odds("nowhere") - at_base, value(OTHER).unwrap(), 1e-9);
    assert!(value(OTHER).unwrap().abs() > 0.01);
    near(odds("") - at_base, value(BLANK).unwrap_or(0.0), 1e-9);
    near(odds("web") - at_base, value("web").unwrap_or(0.0), 1e-9);
    assert!(odds("web") > odds("post") + 0.5, "as it was drawn");
}

#[test]
fn what_would_change_it_is_what_the_model_says_of_such_a_record() {
    let (features, outcomes) = mixed(600, 9);
    let model = fit(&features, &outcomes, None).unwrap();
    let now = [
        numbers("size", vec![Some(-1.0)]),
        numbers("turnover", vec![Some(3.0e6)]),
        choice("source", &["post"]),
    ];
    let prediction = Reading::new(&model, &now).prediction(0);
    let change = |path: &str| {
        let mut changes = prediction.changes.iter();
        changes.find(|change| &*change.feature == path).unwrap()
    };
    let with_web = [now[0].clone(), now[1].clone(), choice("source", &["web"])];
    near(
        change("source").probability,
        Reading::new(&model, &with_web).probability(0),
        1e-9,
    );
    let size = model
        .terms
        .iter()
        .find(|term| &*term.feature == "size")
        .unwrap();
    let larger = [
        numbers("size", vec![Some(-1.0 + size.deviation)]),
        now[1].clone(),
        now[2].clone(),
    ];
    near(
        change("size").probability,
        Reading::new(&model, &larger).probability(0),
        1e-9,
    );
    let sorted = prediction.factors.iter().map(|of| -of.contribution.abs());
    assert!(sorted.collect::<Vec<_>>().is_sorted());
}

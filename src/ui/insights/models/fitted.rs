//! A model as its card: what it was learnt from, how far it can be trusted, what makes the outcome more
//! or less likely, and how what it foretold compares with what came.

use super::fitting::{Fitting, FittingLine};
use super::{unfitted, warned};
use crate::domain::{Instant, Record, RecordId, RecordKind, Value, model};
use crate::i18n::Message;
use crate::live::Refused;
use crate::message;
use crate::query::feature::Features;
use crate::scoring::model::ask::{Ask, Unfitted};
use crate::scoring::model::due::{RECORDS_MIN, SHARE};
use crate::scoring::model::stored::{fields as fitted_fields, model_of};
use crate::scoring::model::{BLANK, Bin, Estimate, Model, OTHER, Term};
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, Card, ChartCell, ChartTable, Glyph, IconButton, Line, LineChart, LineData, LinePoint,
    Series,
};
use crate::ui::figure::Figure;
use crate::ui::follow::shown;
use crate::ui::foretold::{field_name, level_name};
use crate::ui::insights::words::{count, number, percent, row, sentences};
use crate::ui::lists::depend;
use crate::workspace::command::Command;
use crate::workspace::feature::Reader as _;
use leptos::prelude::*;

/// What a card shows.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    name: String,
    kind: RecordKind,
    fit: Option<(Model, Instant)>,
}

fn read(app: App, id: RecordId) -> Option<Shown> {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    let at = match record.value(model::FITTED_AT) {
        Some(Value::Instant(at)) => Some(*at),
        _ => None,
    };
    Some(Shown {
        name: record.text(model::NAME).to_owned(),
        kind: model::kind_of(record.text(model::RECORD))?,
        fit: model_of(&record).zip(at),
    })
}

/// A model's record, and what it asks for; none of one that scores by rules, which has nothing to learn.
fn asked(app: App, id: RecordId) -> Option<(Record, Result<Ask, Unfitted>)> {
    let live = app.live();
    let record = live.peek().record(id)?.into_owned();
    let ask = match Ask::of(&record) {
        Ok(ask) => Ok(ask?),
        Err(problems) => Err(Unfitted::Problems(problems)),
    };
    Some((record, ask))
}

/// Fits the model to the records as they are now; what refuses it is told.
fn fit_anew(app: App, id: RecordId, fitting: Fitting) {
    let Some((record, ask)) = asked(app, id) else {
        return;
    };
    let kind = model::kind_of(record.text(model::RECORD)).unwrap_or(RecordKind::Customer);
    let ask = match ask {
        Ok(ask) => ask,
        Err(why) => return fitting.refuse(unfitted(app, kind, &why)),
    };
    fitting.begin(kind, ask, move |model| {
        let command = Command::Edit {
            ids: vec![id],
            fields: fitted_fields(&model, app.clock().at, Some(&record)),
            // What was fitted may be what nobody asks for any more.
            revision: Some(record.revision()),
        };
        if app.execute(&command).is_ok() {
            app.say(&message!("models-fitted-anew"), true);
        }
    });
}

/// How many more records there are to learn from than it was fitted to; none where that is not known.
fn since(app: App, id: RecordId, rows: usize) -> Option<i64> {
    let (_, ask) = asked(app, id)?;
    let ask = ask.ok()?;
    let live = app.live();
    drop(live.kind(ask.kind));
    let reader = Features::new(&live.peek(), app.clock())
        .fields_named(ask.population.as_deref().unwrap_or_default());
    for path in reader {
        depend::on_path(&live, ask.kind, &path);
    }
    let workspace = live.peek();
    let reader = Features::new(&workspace, app.clock());
    let population = reader.select(ask.kind, ask.population.as_deref()).ok()?;
    Some(population.count() as i64 - rows as i64)
}

/// What came since it was fitted, and why it was not fitted anew.
fn news(app: App, kind: RecordKind, since: Option<i64>, refused: Option<&Refused>) -> Vec<String> {
    let page = app.page();
    let counted = |count: i64| {
        page.messages()
            .count(kind.code(), count.unsigned_abs() as usize)
    };
    let came = since.and_then(|count| match count {
        0 => None,
        1.. => Some(message!("models-came-since", records = counted(count))),
        _ => Some(message!("models-went-since", records = counted(count))),
    });
    let anew = message!(
        "models-anew-by-itself",
        share = percent(app, SHARE),
        least = RECORDS_MIN
    );
    let anew = came.is_some().then_some(anew);
    let said = came.into_iter().chain(anew);
    let mut said: Vec<String> = said.map(|message: Message| page.text(&message)).collect();
    if let Some(of) = refused {
        let why = unfitted(app, kind, &of.why);
        said.push(page.text(&message!("models-stands", why = why)));
    }
    said
}

/// The card.
#[component]
pub(super) fn Fitted(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let found = Memo::new(move |_| read(app, id));
    let fitting = Fitting::new(app);
    let name = Signal::derive(move || {
        found
            .read()
            .as_ref()
            .map(|of| of.name.clone())
            .unwrap_or_default()
    });
    let remove = move |()| {
        let name = name.get_untracked();
        if app.execute(&Command::Trash { ids: vec![id] }).is_ok() {
            app.say(&message!("toast-trashed", name = name), true);
        }
    };
    let actions = move || {
        view! {
            <Button
                label=say(page, || message!("models-fit-anew"))
                small=true
                on_press=move |()| fit_anew(app, id, fitting)
            />
            <IconButton
                label=say(page, move || message!("settings-trash-named", name = name.get()))
                glyph=Glyph::Trash
                small=true
                on_press=remove
            />
        }
    };
    let body = move || {
        let of = found.get()?;
        let inside = match of.fit {
            Some((fit, at)) => fit_view(app, id, of.kind, &fit, at),
            None => {
                let words = page.text(&message!("models-not-fitted"));
                view! { <p class="insights__note insights__note--in">{words}</p> }.into_any()
            }
        };
        Some(inside)
    };
    view! {
        <div class="insights__wide">
            <Card title=name actions=actions flush=true>
                <FittingLine app=app fitting=fitting at_edge=true />
                {shown(body)}
            </Card>
        </div>
    }
}

/// Below this area under the curve a model tells hardly more than chance.
const CHANCE: f64 = 0.6;
/// Above this one, what it looks at is most likely known only with the outcome.
const TOO_GOOD: f64 = 0.98;

fn fit_view(app: App, id: RecordId, kind: RecordKind, fit: &Model, at: Instant) -> AnyView {
    let page = app.page();
    let day = app
        .format()
        .map(|format| format.date_and_time(at, app.today()))
        .unwrap_or_default();
    let learnt = message!(
        "models-learnt",
        records = page.messages().count(kind.code(), fit.rows),
        events = count(app, fit.events),
        day = day
    );
    let rows = fit.rows;
    let since = Memo::new(move |_| since(app, id, rows));
    let refused = Memo::new(move |_| app.live().refused(id).filter(|of| of.basis.at > at));
    let news = move || {
        let said = news(app, kind, since.get(), refused.read().as_ref());
        let said = (!said.is_empty()).then(|| sentences(app, &said));
        said.map(|said| view! { <p class="insights__sentence">{said}</p> })
    };
    let quality = match &fit.quality {
        Some(of) => {
            let said = message!(
                "models-quality",
                share = percent(app, of.auc),
                auc = number(app, of.auc, 3),
                brier = number(app, of.brier, 3),
                loss = number(app, of.log_loss, 3)
            );
            let verdict = match of.auc {
                auc if auc < CHANCE => Some(message!("models-chance")),
                auc if auc > TOO_GOOD => Some(message!("models-too-good")),
                _ => None,
            };
            let said = std::iter::once(said).chain(verdict);
            let said: Vec<String> = said.map(|message| page.text(&message)).collect();
            sentences(app, &said)
        }
        None => page.text(&message!("models-not-checked")),
    };
    let warnings = fit
        .warnings
        .iter()
        .map(|warning| view! { <li>{warned(app, kind, warning)}</li> })
        .collect_view();
    let bins = fit.quality.as_ref().map(|of| of.calibration.clone());
    let calibration = bins.filter(|bins| !bins.is_empty()).map(|bins| {
        view! { <Calibration app=app bins=bins /> }
    });
    view! {
        <div class="insights__note insights__note--in">
            <p class="insights__sentence">{page.text(&learnt)}</p>
            {shown(news)}
            <p class="insights__sentence">{quality}</p>
            <ul class="insights__warnings">{warnings}</ul>
        </div>
        {coefficients(app, kind, fit)}
        <p class="insights__note insights__note--in">{page.text(&message!("models-odds-how"))}</p>
        {calibration}
    }
    .into_any()
}

/// So many units more make a difference that can be read: a power of ten near what is usual.
fn unit_of(deviation: f64) -> f64 {
    10_f64.powf(deviation.max(1.0).log10().floor())
}

/// What each field makes of the odds: a table, the strongest first within a field as it was fitted.
fn coefficients(app: App, kind: RecordKind, fit: &Model) -> impl IntoView + use<> {
    let page = app.page();
    let cells = |of: Estimate| {
        let (ratio, low, high) = of.odds_ratio();
        let words = message!(
            "sales-interval",
            low = number(app, low, 2),
            high = number(app, high, 2)
        );
        let (slope, error) = (number(app, of.value, 4), number(app, of.error, 4));
        view! {
            <td class="insights__number">
                {number(app, ratio, 2)}
                " "
                <span class="insights__interval">{page.text(&words)}</span>
            </td>
            <td class="insights__number">{slope}</td>
            <td class="insights__number">{error}</td>
        }
    };
    let line = |term: &Term| {
        let against = fit
            .bases
            .iter()
            .find(|base| base.feature == term.feature && &*base.level != BLANK);
        let unit = match term.level {
            None => unit_of(term.deviation),
            Some(_) => 1.0,
        };
        let level = match term.level.as_deref() {
            None => page.text(&message!("models-each-more", unit = number(app, unit, 0))),
            Some(BLANK) => page.text(&message!("models-unknown")),
            Some(OTHER) => page.text(&message!("models-other")),
            Some(level) => {
                let own = level_name(app, kind, &term.feature, level, term.level_name.as_deref());
                match against {
                    Some(base) => {
                        let name = base.level_name.as_deref();
                        let other = level_name(app, kind, &term.feature, &base.level, name);
                        page.text(&message!("models-against", level = own, other = other))
                    }
                    None => own,
                }
            }
        };
        view! {
            <tr>
                <th scope="row">{field_name(app, kind, &term.feature)}</th>
                <td>{level}</td>
                {cells(Estimate {
                    value: term.estimate.value * unit,
                    error: term.estimate.error * unit,
                })}
            </tr>
        }
    };
    let heads = [
        message!("models-odds"),
        message!("models-coefficient"),
        message!("models-error"),
    ];
    let heads = heads
        .map(|head| view! { <th scope="col" class="insights__number">{page.text(&head)}</th> });
    let title = say(page, || message!("models-table"));
    view! {
        <div class="insights__scroll" tabindex="0" role="group" aria-label=title>
            <table class="insights__table">
                <thead>
                    <tr>
                        <th scope="col">{page.text(&message!("models-field"))}</th>
                        <th scope="col">{page.text(&message!("models-value"))}</th>
                        {heads.collect_view()}
                    </tr>
                </thead>
                <tbody>
                    <tr>
                        <th scope="row">{page.text(&message!("models-intercept"))}</th>
                        <td></td>
                        {cells(fit.intercept)}
                    </tr>
                    {fit.terms.iter().map(line).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

/// The axis has a word at every fifth.
const STEPS: usize = 5;

/// What was foretold beside what came, by tenths of the records.
#[component]
fn Calibration(app: App, bins: Vec<Bin>) -> impl IntoView {
    let page = app.page();
    let table_of = bins.clone();
    let table = Signal::derive(move || {
        let text = |message| page.text(&message);
        let line = |bin: &Bin| {
            let cells = vec![
                ChartCell::new(percent(app, bin.observed)).number(bin.observed),
                ChartCell::new(count(app, bin.count)).number(bin.count as f64),
            ];
            row(percent(app, bin.predicted), cells)
        };
        ChartTable {
            heads: vec![
                text(message!("models-foretold")),
                text(message!("models-came")),
                text(message!("field-model-n")),
            ],
            rows: table_of.iter().map(line).collect(),
        }
    });
    let data = Signal::derive(move || {
        let point = |bin: &Bin| {
            let said = message!(
                "models-bin",
                foretold = percent(app, bin.predicted),
                came = percent(app, bin.observed),
                count = bin.count
            );
            Some(LinePoint {
                at: bin.predicted * STEPS as f64,
                value: bin.observed,
                said: page.text(&said),
                href: None,
            })
        };
        LineData {
            labels: (0..=STEPS)
                .map(|step| percent(app, step as f64 / STEPS as f64))
                .collect(),
            lines: vec![Line {
                label: page.text(&message!("models-came")),
                series: Series::First,
                points: bins.iter().map(point).collect(),
                has_dots: true,
            }],
            diagonal: Some(page.text(&message!("models-exact"))),
            top: Some(1.0),
            ..LineData::default()
        }
    });
    view! {
        <Figure
            title=say(page, || message!("field-model-calibration"))
            note=say(page, || message!("models-calibration-how"))
            table=table
            file="calibration"
        >
            <LineChart
                label=say(page, || message!("models-calibration-label"))
                data=data
                tick=move |share: f64| percent(app, share)
            />
        </Figure>
    }
}

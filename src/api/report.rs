//! Reports over REST: the rows and totals that screens show, as documents. What stands in them is the
//! queries' and the scoring's matter; each report's document is written in a file of its own.

mod affinity;
mod campaigns;
mod customers;
mod forecast;
mod funnel;
mod needs;
mod parameters;
mod sales;
mod service;
pub mod won_lost;

use super::Desk;
use super::reply::{Refusal, Reply};
use super::request::Query;
use crate::document::json::{JsonWriter, write_plain};
use crate::domain::problem::quoted;
use crate::domain::{Money, Type, Value};
use crate::query::Filter;

/// A report.
pub struct Report {
    /// What it is called in addresses.
    pub name: &'static str,
    /// The parameters it takes, of [`PARAMETERS`].
    pub parameters: &'static [&'static str],
}

/// Writes the fields of a report.
type Write = fn(&mut JsonWriter, &Desk<'_>, Query) -> Result<(), Refusal>;

/// What writes a report. Not in the table: who only wants to know which reports there are is to
/// bring none of this along.
fn writer(name: &str) -> Option<Write> {
    Some(match name {
        "campaigns" => campaigns::write,
        "forecast" => forecast::write,
        "funnel" => funnel::write,
        "service" => service::write,
        "rfm" => customers::rfm,
        "value" => customers::value,
        "clv" => customers::clv,
        "cohorts" => customers::write_cohorts,
        "needs" => needs::write,
        "affinity" => affinity::write,
        "won-lost" => won_lost::write,
        _ => return None,
    })
}

/// The reports there are.
pub const REPORTS: [Report; 11] = [
    Report {
        name: "campaigns",
        parameters: &[],
    },
    Report {
        name: "forecast",
        parameters: forecast::PARAMETERS,
    },
    Report {
        name: "funnel",
        parameters: funnel::PARAMETERS,
    },
    Report {
        name: "service",
        parameters: &[],
    },
    Report {
        name: "rfm",
        parameters: &["as_of", "months"],
    },
    Report {
        name: "value",
        parameters: &["as_of", "months", "weight", "factor"],
    },
    Report {
        name: "clv",
        parameters: &["as_of", "unit", "horizon", "discount", "margin"],
    },
    Report {
        name: "cohorts",
        parameters: &["as_of", "by"],
    },
    Report {
        name: "needs",
        parameters: &["as_of"],
    },
    Report {
        name: "affinity",
        parameters: &["as_of", "months"],
    },
    Report {
        name: "won-lost",
        parameters: won_lost::PARAMETERS,
    },
];

/// The parameters that some report takes.
pub const PARAMETERS: &[&str] = &[
    "as_of", "months", "weight", "factor", "unit", "horizon", "discount", "margin", "by", "from",
    "order", "pipeline", "target", "to",
];

/// The report of a name.
pub(super) fn read(desk: &Desk<'_>, name: &str, query: Query) -> Result<Reply, Refusal> {
    let report = REPORTS.iter().find(|report| report.name == name);
    let Some((report, write)) = report.zip(writer(name)) else {
        let names: Vec<&str> = REPORTS.iter().map(|report| report.name).collect();
        let what = format!(
            "report \"{}\"; there are {}",
            quoted(name),
            names.join(", ")
        );
        return Err(Refusal::not_found(&what));
    };
    let problems = query.problems(report.parameters);
    if !problems.is_empty() {
        return Err(Refusal::parameters(&problems));
    }
    let mut out = JsonWriter::default();
    out.object().name("report").text(name);
    write(&mut out, desk, query)?;
    out.end_object();
    Ok(Reply::json(200, out.finish()))
}

pub(super) fn write_money(out: &mut JsonWriter, money: Money) {
    write_plain(out, Type::Money, &Value::Money(money));
}

pub(super) fn write_sums(out: &mut JsonWriter, name: &str, sums: impl Iterator<Item = Money>) {
    out.name(name).array();
    sums.for_each(|sum| write_money(out, sum));
    out.end_array();
}

/// Writes the filter whose list has what a figure says, where there is one.
pub(super) fn write_filter(out: &mut JsonWriter, filter: Option<Filter>) {
    if let Some(filter) = filter {
        out.name("filter").raw(&filter.to_json().to_string());
    }
}

/// What is not known is absent.
pub(super) fn write_known(out: &mut JsonWriter, name: &str, number: Option<f64>) {
    if let Some(number) = number.filter(|number| number.is_finite()) {
        out.name(name).literal(number);
    }
}

#[cfg(test)]
mod tests {
    use super::{REPORTS, writer};

    #[test]
    fn every_report_of_the_table_is_written() {
        for report in &REPORTS {
            assert!(writer(report.name).is_some(), "{}", report.name);
        }
    }
}

//! The lists behind the figures: each figure is a count or a sum of what is found at its place. Under
//! which conditions is [`crate::scoring::condition`]'s matter.

use crate::domain::RecordKind;
use crate::query::Filter;
use crate::ui::app::App;
use crate::ui::customers::tab_filter;
use crate::ui::deals;
use crate::ui::lists::address::Shown;
use crate::ui::place::Place;

/// The columns that say most about what a customer is worth.
const OF_VALUE: &str =
    "name,rfm_group,value,revenue,purchases,last_purchase,lifetime_value,churn_risk";
/// The columns that say what was bought, and what of it counts.
const OF_PURCHASES: &str = "number,kind,customer,date,amount,revenue";

/// Customers under conditions, with what they are worth, the most valuable first.
pub(in crate::ui) fn customers(app: App, filter: Filter) -> String {
    let place = Place::new(RecordKind::Customer, tab_filter, Some(filter));
    place
        .with(|address| {
            address.columns = Shown::parse_all(OF_VALUE);
            address.sort = crate::query::Sort::parse("-value").unwrap_or_default();
        })
        .href(app)
}

/// Transactions under conditions, with what each adds to revenue, the latest first.
pub(in crate::ui) fn transactions(app: App, filter: Filter) -> String {
    let place = Place::new(RecordKind::Transaction, |_, _| None, Some(filter));
    place
        .with(|address| address.columns = Shown::parse_all(OF_PURCHASES))
        .href(app)
}

/// Deals under conditions, whatever their outcome and pipeline, as a table.
pub(in crate::ui) fn deals(app: App, filter: Filter) -> String {
    let place = Place::new(RecordKind::Deal, deals::tab_filter, Some(filter));
    place
        .with(|address| {
            address.tab = Some("all".to_owned());
            address.layout = Some("table".to_owned());
        })
        .href(app)
}

/// Records of a kind without tabs, under conditions.
pub(in crate::ui) fn records(app: App, kind: RecordKind, filter: Filter) -> String {
    Place::new(kind, |_, _| None, Some(filter)).href(app)
}

//! Time zones to choose from, each by its city, and what those are called that nobody chose.

use crate::message;
use crate::ui::app::Page;
use crate::ui::components::Choice;

/// What a zone is called: `Buenos Aires (America, Argentina)`, so that typing a city finds it.
pub(super) fn name(page: Page, zone: &str) -> String {
    let messages = page.messages();
    let city = messages.zone(zone);
    let Some((region, _)) = zone.rsplit_once('/') else {
        return city;
    };
    // A part of the world may have parts.
    let ends = region.match_indices('/').map(|(end, _)| end);
    let parts = ends.chain([region.len()]);
    let parts = parts.filter_map(|end| region.get(..end).map(|part| messages.zone(part)));
    let region = parts
        .collect::<Vec<_>>()
        .join(page.locale().between_values());
    page.text(&message!(
        "settings-zone-city",
        city = city,
        region = region
    ))
}

/// All zones in the order of their cities, among them the one that is held, after the one that nobody
/// has to choose.
pub(super) fn choices(page: Page, own: String, held: &str) -> Vec<Choice> {
    let host = page.host();
    let mut zones = host.zones();
    if !held.is_empty() && !zones.iter().any(|zone| zone == held) {
        zones.push(held.to_owned());
    }
    let intl = host.intl(page.locale());
    let mut choices: Vec<Choice> = zones
        .into_iter()
        .map(|zone| {
            let name = name(page, &zone);
            Choice::new(zone, name)
        })
        .collect();
    choices.sort_by(|one, other| intl.compare(&one.label, &other.label));
    choices.insert(0, Choice::new("", own));
    choices
}

//! The comparison of a campaign's texts: how many of whom answered, in which interval the share lies,
//! and whether one is better than chance explains. Making and changing them is left to
//! [`super::versions`].

use super::versions::{AddVersion, VersionForm, take_away};
use crate::domain::RecordId;
use crate::domain::proportion::{ALPHA, chance_of_difference};
use crate::i18n::Message;
use crate::message;
use crate::query::campaign::{Compared, Standing};
use crate::ui::app::{App, say};
use crate::ui::components::{Card, Glyph, IconButton, Notice, Tone};
use leptos::prelude::*;

/// The verdict over the two texts that were answered most: what it means, and the sentence.
fn verdict(app: App, versions: &[Compared]) -> Option<(Tone, Message)> {
    let mut ranked: Vec<&Compared> = versions
        .iter()
        .filter(|version| version.answers.of > 0)
        .collect();
    ranked.sort_by(|a, b| {
        b.answers
            .rate()
            .partial_cmp(&a.answers.rate())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let (best, next) = (ranked.first()?, ranked.get(1)?);
    let Some(chance) = chance_of_difference(best.answers, next.answers) else {
        return Some((Tone::Info, message!("campaign-test-few")));
    };
    let shown = crate::domain::Number::from_f64((chance * 1000.0).round() / 1000.0);
    let p = if chance < 0.001 {
        page_number(app, "0.001").map(|number| format!("< {number}"))
    } else {
        shown
            .zip(app.format())
            .map(|(number, format)| format!("= {}", format.number(number)))
    };
    let p = p.unwrap_or_default();
    Some(if chance < ALPHA {
        (
            Tone::Positive,
            message!("campaign-test-better", name = &*best.name, p = p),
        )
    } else {
        (Tone::Info, message!("campaign-test-even", p = p))
    })
}

fn page_number(app: App, text: &str) -> Option<String> {
    Some(
        app.format()?
            .number(crate::domain::Number::parse(text).ok()?),
    )
}

/// The versions with their comparison, where there are several; of a campaign that sends no mail,
/// nothing where it has none.
#[component]
pub(super) fn Comparison(
    /// The app.
    app: App,
    /// The campaign.
    id: RecordId,
    /// Whether it sends mails.
    is_mail: Memo<bool>,
    /// How the members stand.
    standing: Memo<Standing>,
) -> impl IntoView {
    let page = app.page();
    let asked = RwSignal::new(None);
    let versions = Memo::new(move |_| standing.read().versions.clone());
    let count = move |count: usize| {
        app.format()
            .map(|format| format.count(count))
            .unwrap_or_default()
    };
    let percent = move |share: f64| {
        app.format()
            .map(|format| format.percent(share * 100.0))
            .unwrap_or_default()
    };
    let row = move |version: Compared, end: f64| {
        let share = version.answers;
        let interval = share.interval();
        let told = interval.map(|(low, high)| {
            page.text(&message!(
                "campaign-interval",
                low = percent(low),
                high = percent(high)
            ))
        });
        let place = |value: f64| format!("{:.1}%", value / end * 100.0);
        let drawn = interval.zip(share.rate()).map(|((low, high), rate)| view! {
            <span class="campaign-interval" aria-hidden="true" style:--low=place(low) style:--high=place(high) style:--rate=place(rate)></span>
        });
        let (name, element) = (version.name.to_string(), version.element.to_string());
        let of = StoredValue::new((element.clone(), name.clone()));
        let remove = move |()| of.with_value(|(element, name)| take_away(app, id, element, name));
        let (edited, removed) = (name.clone(), name.clone());
        view! {
            <tr>
                <th scope="row"><span class="campaign-test__name">{name}</span>" "{version.subject.to_string()}</th>
                <td>{count(share.of)}</td>
                <td>{count(share.part)}</td>
                <td><b>{share.rate().map(percent).unwrap_or_else(|| page.text(&message!("value-none")))}</b></td>
                <td>{drawn}<span class="soft small">{told}</span></td>
                <td class="campaign-test__tools">
                    <IconButton
                        label=page.text(&message!("campaign-version-edit-named", name = edited))
                        glyph=Glyph::Edit
                        small=true
                        on_press=move |()| asked.set(Some(Some(element.clone())))
                    />
                    <IconButton
                        label=page.text(&message!("campaign-version-remove-named", name = removed))
                        glyph=Glyph::Trash
                        small=true
                        on_press=remove
                    />
                </td>
            </tr>
        }
    };
    let card = move || {
        let versions = versions.get();
        let highs = versions
            .iter()
            .filter_map(|version| version.answers.interval())
            .map(|(_, high)| high);
        // The scale ends at a round figure above the widest interval.
        let end = (highs.fold(0.01, f64::max) * 20.0).ceil() / 20.0;
        let rows = versions
            .iter()
            .cloned()
            .map(|version| row(version, end))
            .collect_view();
        let outcome = verdict(app, &versions)
            .map(|(tone, words)| view! { <Notice tone=tone><p>{page.text(&words)}</p></Notice> });
        let head = move |message: Message| view! { <th scope="col">{page.text(&message)}</th> };
        let is_test = versions.len() > 1;
        let table = (!versions.is_empty()).then(|| {
            view! {
                <div class="campaign-table__frame" role="region" tabindex="0" aria-label=say(page, || message!("campaign-test-table"))>
                    <table class="campaign-table">
                        <thead><tr>
                            {head(message!("field-member-variant"))}
                            {head(message!("campaign-sent"))}
                            {head(message!("campaign-replies"))}
                            {head(message!("campaign-rate"))}
                            {head(message!("campaign-scale", end = percent(end)))}
                            <th scope="col"><span class="visually-hidden">{page.text(&message!("campaign-version-tools"))}</span></th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
        });
        let hint = (!is_test).then(|| {
            view! { <p class="campaign-test__hint soft">{page.text(&message!("campaign-version-hint"))}</p> }
        });
        (is_mail.get() || !versions.is_empty()).then(|| {
            view! {
                <Card
                    title=say(page, move || if is_test { message!("campaign-test") } else { message!("field-campaign-variants") })
                    actions=move || view! { <AddVersion app=app asked=asked /> }
                >
                    {table}
                    {hint}
                    {outcome}
                </Card>
            }
        })
    };
    view! {
        {card}
        <VersionForm app=app id=id asked=asked />
    }
}

//! Parts of a whole as lengths. The figures stand beside it in text; here they are only seen, or told
//! apart by a legend.

use crate::ui::follow::shown;
use leptos::prelude::*;

/// Which of the chart's colours a part wears, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Series {
    /// Iris.
    #[default]
    First,
    /// Orange.
    Second,
    /// Teal.
    Third,
    /// Rose.
    Fourth,
    /// Slate.
    Fifth,
    /// The first, standing back.
    Pale,
    /// What remains.
    Quiet,
    /// What will soon be too much.
    Near,
    /// What is too much.
    Late,
}

impl Series {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::First => "1",
            Self::Second => "2",
            Self::Third => "3",
            Self::Fourth => "4",
            Self::Fifth => "5",
            Self::Pale => "pale",
            Self::Quiet => "quiet",
            Self::Near => "near",
            Self::Late => "late",
        }
    }
}

/// One part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeterPart {
    /// Its share of the whole, 0 to 1.
    pub share: f64,
    /// Its colour.
    pub series: Series,
}

/// How high it is: 4, 8 or 12 pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MeterSize {
    /// In a row.
    Thin,
    /// In a card.
    #[default]
    Normal,
    /// As the picture of a card.
    Thick,
}

impl MeterSize {
    const fn code(self) -> Option<&'static str> {
        match self {
            Self::Thin => Some("thin"),
            Self::Normal => None,
            Self::Thick => Some("thick"),
        }
    }
}

/// A meter of one or several parts.
#[component]
pub fn Meter(
    /// What is measured.
    #[prop(into)]
    label: Signal<String>,
    /// What it says now, in words.
    #[prop(into)]
    text: Signal<String>,
    /// The parts.
    #[prop(into)]
    parts: Signal<Vec<MeterPart>>,
    /// How high.
    #[prop(optional)]
    size: MeterSize,
) -> impl IntoView {
    let sum = move || {
        let share: f64 = parts.read().iter().map(|part| part.share).sum();
        format!("{:.0}", share.clamp(0.0, 1.0) * 100.0)
    };
    let lengths = move || {
        parts
            .get()
            .into_iter()
            .map(|part| {
                let share = format!("{:.3}%", part.share.clamp(0.0, 1.0) * 100.0);
                view! {
                    <span
                        class="meter__part"
                        data-series=part.series.code()
                        style:--meter-share=share
                    ></span>
                }
            })
            .collect_view()
    };
    view! {
        <div
            class="meter"
            role="meter"
            data-size=size.code()
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=sum
            aria-valuetext=text
        >
            {lengths}
        </div>
    }
}

/// What a part of a meter is, and how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendEntry {
    /// The part's colour.
    pub series: Series,
    /// What it is.
    pub label: String,
    /// How much, as it is read.
    pub value: String,
}

/// What the parts of a meter are, by their colours.
#[component]
pub fn MeterLegend(
    /// The parts, in their order.
    #[prop(into)]
    entries: Signal<Vec<LegendEntry>>,
) -> impl IntoView {
    let entry = |entry: LegendEntry| {
        view! {
            <li class="meter-legend__entry">
                <span class="meter__part meter-legend__key" data-series=entry.series.code()></span>
                <span>{entry.label}</span>
                <span class="meter-legend__value">{entry.value}</span>
            </li>
        }
    };
    view! {
        <ul class="meter-legend">
            {shown(move || entries.get().into_iter().map(entry).collect_view())}
        </ul>
    }
}

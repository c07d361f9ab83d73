//! What a record is made of: header, fields edited in place, the timeline, meters, steps.

use leptos::prelude::*;

use super::Specimen;
use crate::i18n::Messages;
use crate::ui::components::{
    Avatar, AvatarShape, AvatarSize, Button, Card, CardRow, Chip, Choice, FilterChip, FilterGroup,
    FilterJoiner, Glyph, IconButton, InlineField, InlineKind, Meter, MeterPart, MeterSize,
    PageHeader, Series, Stepper, Switch, Tab, Tabs, Timeline, TimelineEntry, Tone, Weight,
};

/// The specimens of a record.
#[component]
pub(super) fn Records(words: Messages) -> impl IntoView {
    view! {
        <Heads words=words />
        <InlineFields words=words />
        <Entries words=words />
        <Meters words=words />
        <Filters words=words />
    }
}

#[component]
fn Heads(words: Messages) -> impl IntoView {
    let tab = RwSignal::new("timeline".to_owned());
    let tabs = vec![
        Tab::new("timeline", say!(words, "timeline-title")),
        Tab::new("details", say!(words, "customer-details")),
        Tab::new("related", say!(words, "customer-related")).count("41"),
    ];
    let step = RwSignal::new(2_usize);
    let steps = vec![
        say!(words, "import-step-file"),
        say!(words, "import-step-columns"),
        say!(words, "import-step-check"),
        say!(words, "import-step-done"),
    ];
    view! {
        <Specimen title=say!(words, "gallery-header") wide=true>
            <div class="gallery__frame">
                // A page has one title; this one is a picture of it.
                <div role="presentation">
                    <PageHeader
                        title="Hotel Bellavista"
                        lead=move || view! {
                            <Avatar
                                name="Hotel Bellavista"
                                seed="customer:b"
                                shape=AvatarShape::Company
                                size=AvatarSize::Huge
                            />
                        }
                        beside=move || view! {
                            <Chip label=say!(words, "option-lifecycle-customer") tone=Tone::Positive />
                            <Chip label="Hospitality" tag=true />
                        }
                        below=move || view! { <p class="soft">
                                {say!(words, "gallery-header-below")} " "
                                <a class="link" href="/components">"Ingrid Solberg"</a>
                            </p> }
                    >
                        <IconButton label=say!(words, "action-previous") glyph=Glyph::ArrowUp />
                        <IconButton label=say!(words, "action-next") glyph=Glyph::ArrowDown />
                        <Button label=say!(words, "action-call") icon=Glyph::Phone />
                        <IconButton label=say!(words, "action-more") glyph=Glyph::More plain=true />
                    </PageHeader>
                </div>
                <Tabs
                    label=say!(words, "gallery-tabs")
                    value=tab
                    tabs=tabs
                    on_change=move |value| tab.set(value)
                >
                    <IconButton label=say!(words, "list-new-view") glyph=Glyph::Plus />
                </Tabs>
            </div>
        </Specimen>
        <Specimen title=say!(words, "gallery-stepper") wide=true>
            <Stepper
                label=say!(words, "import-steps")
                steps=steps
                current=step
                done_label=say!(words, "gallery-step-done")
                on_open=move |at| step.set(at)
            />
        </Specimen>
    }
}

#[component]
fn InlineFields(words: Messages) -> impl IntoView {
    let size = RwSignal::new("120".to_owned());
    let tax = RwSignal::new(String::new());
    let since = RwSignal::new("2022-03-14".to_owned());
    let language = RwSignal::new("it".to_owned());
    let languages = || vec![Choice::new("it", "Italiano"), Choice::new("de", "Deutsch")];
    let take = |into: RwSignal<String>| {
        move |text: String| {
            into.set(text);
            None::<String>
        }
    };
    let take_number = move |text: String| {
        if text.chars().all(|character| character.is_ascii_digit()) {
            size.set(text);
            return None;
        }
        Some(say!(words, "gallery-size-error"))
    };
    view! {
        <Specimen title=say!(words, "gallery-inline")>
            <div class="gallery__fields">
                <InlineField
                    label=say!(words, "field-customer-size")
                    value=size
                    empty=say!(words, "action-add")
                    edit_label=say!(words, "action-edit")
                    hint=say!(words, "gallery-esc")
                    kind=InlineKind::Keys("numeric")
                    on_commit=take_number
                />
                <InlineField
                    label=say!(words, "field-customer-tax_id")
                    value=tax
                    empty=say!(words, "action-add")
                    edit_label=say!(words, "action-edit")
                    on_commit=take(tax)
                />
                <InlineField
                    label=say!(words, "gallery-since")
                    value=since
                    empty=say!(words, "action-add")
                    edit_label=say!(words, "action-edit")
                    kind=InlineKind::Date
                    on_commit=take(since)
                />
                <InlineField
                    label=say!(words, "field-customer-preferred_language")
                    value=Signal::derive(move || {
                        let code = language.get();
                        languages()
                            .into_iter()
                            .find(|choice| choice.value == code)
                            .map_or(code, |choice| choice.label)
                    })
                    draft=language
                    empty=say!(words, "action-add")
                    edit_label=say!(words, "action-edit")
                    kind=InlineKind::Choice(languages())
                    on_commit=take(language)
                />
            </div>
        </Specimen>
    }
}

#[component]
fn Entries(words: Messages) -> impl IntoView {
    view! {
        <Specimen title=say!(words, "gallery-timeline") wide=true>
            <Timeline label=say!(words, "timeline-title")>
                <TimelineEntry
                    glyph=Glyph::Mail
                    title=move || view! { <b>"Ingrid Solberg"</b> " " {say!(words, "gallery-wrote")} }
                    time="11:20"
                    body=say!(words, "gallery-wrote-body")
                />
                <TimelineEntry
                    glyph=Glyph::Edit
                    weight=Weight::Change
                    title=move || view! { <b>"Maya"</b> " " {say!(words, "gallery-changed")} }
                    time="10:58"
                    undo_label=say!(words, "action-undo")
                    undo_name=say!(words, "gallery-undo-name")
                    on_undo=|| ()
                />
                <TimelineEntry
                    glyph=Glyph::Phone
                    title=move || view! { <b>"Maya"</b> " " {say!(words, "gallery-called")} }
                    time=say!(words, "gallery-yesterday")
                />
            </Timeline>
        </Specimen>
    }
}

#[component]
fn Meters(words: Messages) -> impl IntoView {
    let daily = RwSignal::new(false);
    let part = |share, series| MeterPart { share, series };
    view! {
        <Specimen title=say!(words, "gallery-meter")>
            <Card
                title=say!(words, "data-on-device")
                note="68 MB"
                flush=true
                actions=move || view! { <Chip label=say!(words, "data-protected") tone=Tone::Positive /> }
            >
                <CardRow>
                    <Meter
                        label=say!(words, "data-on-device")
                        text="68 MB"
                        size=MeterSize::Thick
                        parts=vec![
                            part(0.46, Series::First),
                            part(0.26, Series::Second),
                            part(0.15, Series::Third),
                            part(0.13, Series::Quiet),
                        ]
                    />
                </CardRow>
                <CardRow>
                    <span class="medium">{say!(words, "gallery-daily")}</span>
                    <span class="push">
                        <Switch
                            label=say!(words, "gallery-daily")
                            label_hidden=true
                            on=daily
                            on_change=move |on| daily.set(on)
                        />
                    </span>
                </CardRow>
                <CardRow>
                    <span class="medium">{say!(words, "field-customer-completeness")}</span>
                    <Meter
                        label=say!(words, "field-customer-completeness")
                        text="86%"
                        size=MeterSize::Thin
                        parts=vec![part(0.86, Series::Third)]
                    />
                </CardRow>
            </Card>
        </Specimen>
    }
}

#[component]
fn Filters(words: Messages) -> impl IntoView {
    let owner = RwSignal::new(true);
    let chip = move |field: String, value: &'static str| {
        view! {
            <FilterChip
                label=format!("{field} ≥ {value}")
                field=field
                operator="≥"
                value=value
                remove_label=say!(words, "list-remove-filter")
                on_edit=|_| ()
                on_remove=|| ()
            />
        }
    };
    view! {
        <Specimen title=say!(words, "gallery-filters") wide=true>
            <div class="gallery__frame"><div class="toolbar">
            {move || owner.get().then(|| view! {
                <FilterChip
                    label=format!("{} {} Maya, Tom", say!(words, "field-owner"), say!(words, "op-in"))
                    field=say!(words, "field-owner")
                    operator=say!(words, "op-in")
                    value="Maya, Tom"
                    remove_label=say!(words, "list-remove-filter")
                    on_edit=|_| ()
                    on_remove=move || owner.set(false)
                />
                <FilterJoiner label=say!(words, "op-and") />
            })}
            <FilterGroup>
                {chip(say!(words, "field-deal-amount"), "€20,000")}
                <FilterJoiner label=say!(words, "op-or") />
                {chip(say!(words, "field-customer-completeness"), "80%")}
            </FilterGroup>
            </div></div>
        </Specimen>
    }
}

//! What a record is made of: header, fields edited in place, the timeline, meters, steps.

use leptos::prelude::*;

use super::{Specimen, say};
use crate::ui::components::{
    Avatar, AvatarShape, AvatarSize, Button, Card, CardRow, Chip, Choice, FilterChip, FilterGroup,
    FilterJoiner, Glyph, IconButton, InlineField, InlineKind, Meter, MeterPart, MeterSize,
    PageHeader, Series, Stepper, Switch, Tab, Tabs, Timeline, TimelineEntry, Tone, Weight,
};

/// The specimens of a record.
#[component]
pub(super) fn Records() -> impl IntoView {
    view! {
        <Heads />
        <InlineFields />
        <Entries />
        <Meters />
        <Filters />
    }
}

#[component]
fn Heads() -> impl IntoView {
    let tab = RwSignal::new("timeline".to_owned());
    let tabs = vec![
        Tab::new("timeline", say("customer-timeline")),
        Tab::new("details", say("customer-details")),
        Tab::new("related", say("customer-related")).count("41"),
    ];
    let step = RwSignal::new(2_usize);
    let steps = vec![
        say("import-file"),
        say("import-match"),
        say("import-check"),
        say("import-done"),
    ];
    view! {
        <Specimen title="gallery-header" wide=true>
            <div class="gallery__frame">
                // A page has one title; this one is a picture of it.
                <div role="presentation">
                    <PageHeader
                        title="Hotel Bellavista"
                        lead=|| view! {
                            <Avatar
                                name="Hotel Bellavista"
                                seed="customer:b"
                                shape=AvatarShape::Company
                                size=AvatarSize::Huge
                            />
                        }
                        beside=|| view! {
                            <Chip label=say("lifecycle-customer") tone=Tone::Positive />
                            <Chip label="Hospitality" tag=true />
                        }
                        below=|| view! { <p class="soft">{say("gallery-header-below")}</p> }
                    >
                        <IconButton label=say("action-previous") glyph=Glyph::ArrowUp />
                        <IconButton label=say("action-next") glyph=Glyph::ArrowDown />
                        <Button label=say("gallery-call") icon=Glyph::Phone />
                        <IconButton label=say("action-more") glyph=Glyph::More plain=true />
                    </PageHeader>
                </div>
                <Tabs
                    label=say("gallery-tabs")
                    value=tab
                    tabs=tabs
                    on_change=move |value| tab.set(value)
                >
                    <IconButton label=say("gallery-new-view") glyph=Glyph::Plus />
                </Tabs>
            </div>
        </Specimen>
        <Specimen title="gallery-stepper" wide=true>
            <Stepper
                label=say("import-title")
                steps=steps
                current=step
                done_label=say("import-step-done")
                on_open=move |at| step.set(at)
            />
        </Specimen>
    }
}

#[component]
fn InlineFields() -> impl IntoView {
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
        Some(say("gallery-size-error"))
    };
    view! {
        <Specimen title="gallery-inline">
            <div class="gallery__fields">
                <InlineField
                    label=say("gallery-size")
                    value=size
                    empty=say("action-add")
                    edit_label=say("action-edit")
                    hint=say("gallery-esc")
                    kind=InlineKind::Keys("numeric")
                    on_commit=take_number
                />
                <InlineField
                    label=say("gallery-tax")
                    value=tax
                    empty=say("action-add")
                    edit_label=say("action-edit")
                    on_commit=take(tax)
                />
                <InlineField
                    label=say("gallery-since")
                    value=since
                    empty=say("action-add")
                    edit_label=say("action-edit")
                    kind=InlineKind::Date
                    on_commit=take(since)
                />
                <InlineField
                    label=say("gallery-language")
                    value=Signal::derive(move || {
                        let code = language.get();
                        languages()
                            .into_iter()
                            .find(|choice| choice.value == code)
                            .map_or(code, |choice| choice.label)
                    })
                    draft=language
                    empty=say("action-add")
                    edit_label=say("action-edit")
                    kind=InlineKind::Choice(languages())
                    on_commit=take(language)
                />
            </div>
        </Specimen>
    }
}

#[component]
fn Entries() -> impl IntoView {
    view! {
        <Specimen title="gallery-timeline" wide=true>
            <Timeline label=say("customer-timeline")>
                <TimelineEntry
                    glyph=Glyph::Mail
                    title=|| view! { <b>"Ingrid Solberg"</b> " " {say("gallery-wrote")} }
                    time="11:20"
                    body=say("gallery-wrote-body")
                />
                <TimelineEntry
                    glyph=Glyph::Edit
                    weight=Weight::Change
                    title=|| view! { <b>"Maya"</b> " " {say("gallery-changed")} }
                    time="10:58"
                    undo_label=say("action-undo")
                    undo_name=say("gallery-undo-name")
                    on_undo=|| ()
                />
                <TimelineEntry
                    glyph=Glyph::Phone
                    title=|| view! { <b>"Maya"</b> " " {say("gallery-called")} }
                    time=say("gallery-yesterday")
                />
            </Timeline>
        </Specimen>
    }
}

#[component]
fn Meters() -> impl IntoView {
    let daily = RwSignal::new(false);
    let part = |share, series| MeterPart { share, series };
    view! {
        <Specimen title="gallery-meter">
            <Card
                title=say("gallery-device")
                note="68 MB"
                flush=true
                actions=|| view! { <Chip label=say("gallery-protected") tone=Tone::Positive /> }
            >
                <CardRow>
                    <Meter
                        label=say("gallery-device")
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
                    <span class="medium">{say("gallery-daily")}</span>
                    <span class="push">
                        <Switch
                            label=say("gallery-daily")
                            label_hidden=true
                            on=daily
                            on_change=move |on| daily.set(on)
                        />
                    </span>
                </CardRow>
                <CardRow>
                    <span class="medium">{say("gallery-complete")}</span>
                    <Meter
                        label=say("gallery-complete")
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
fn Filters() -> impl IntoView {
    let owner = RwSignal::new(true);
    let chip = |field: &'static str, value: &'static str| {
        view! {
            <FilterChip
                label=format!("{} ≥ {value}", say(field))
                field=say(field)
                operator="≥"
                value=value
                remove_label=say("gallery-remove-filter")
                on_edit=|_| ()
                on_remove=|| ()
            />
        }
    };
    view! {
        <Specimen title="gallery-filters" wide=true>
            {move || owner.get().then(|| view! {
                <FilterChip
                    label=format!("{} {} Maya, Tom", say("customer-owner"), say("filter-any"))
                    field=say("customer-owner")
                    operator=say("filter-any")
                    value="Maya, Tom"
                    remove_label=say("gallery-remove-filter")
                    on_edit=|_| ()
                    on_remove=move || owner.set(false)
                />
                <FilterJoiner label=say("filter-and") />
            })}
            <FilterGroup>
                {chip("deal-amount", "€20,000")}
                <FilterJoiner label=say("filter-or") />
                {chip("gallery-complete", "80%")}
            </FilterGroup>
        </Specimen>
    }
}

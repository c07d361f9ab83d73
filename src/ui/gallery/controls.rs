//! Buttons, checks, fields, chips: what is pressed and typed into.

use leptos::prelude::*;

use super::{Specimen, say};
use crate::ui::components::{
    Avatar, AvatarShape, Button, ButtonKind, CheckBox, Chip, Choice, Completeness, DateField,
    Glyph, IconButton, KeyCap, RadioGroup, SearchField, Segment, Segmented, SelectField, Switch,
    TextArea, TextField, Tone,
};

/// The first specimens.
#[component]
pub(super) fn Controls() -> impl IntoView {
    view! {
        <Buttons />
        <Checks />
        <Fields />
        <Words />
    }
}

#[component]
fn Buttons() -> impl IntoView {
    view! {
        <Specimen title="gallery-buttons">
            <Button label=say("action-save") />
            <Button label=say("action-save") attr:data-state="hover" />
            <Button label=say("action-save") attr:data-state="focus" />
            <Button label=say("action-save") attr:data-state="active" />
            <Button
                label=say("action-save")
                disabled=true
                reason=say("gallery-disabled-reason")
            />
            <Button label=say("action-save") busy=true busy_label=say("action-saving") />
        </Specimen>
        <Specimen title="gallery-button-kinds">
            <Button label=say("deal-add") kind=ButtonKind::Primary icon=Glyph::Plus />
            <Button
                label=say("deal-add")
                kind=ButtonKind::Primary
                icon=Glyph::Plus
                key="D"
                attr:data-state="hover"
            />
            <Button label=say("action-erase") kind=ButtonKind::Danger />
            <Button label=say("action-later") kind=ButtonKind::Quiet />
            <IconButton label=say("action-more") glyph=Glyph::More />
        </Specimen>
    }
}

#[component]
fn Checks() -> impl IntoView {
    let checked = RwSignal::new(true);
    let off = RwSignal::new(false);
    let round = RwSignal::new(false);
    let radio = RwSignal::new("company".to_owned());
    let switch = RwSignal::new(false);
    let second = RwSignal::new(true);
    let kinds = vec![
        Choice::new("person", say("customer-person")),
        Choice::new("company", say("customer-company")),
    ];
    view! {
        <Specimen title="gallery-checks">
            <CheckBox
                label=say("gallery-off")
                label_hidden=true
                checked=off
                on_change=move |on| off.set(on)
            />
            <CheckBox
                label=say("gallery-on")
                label_hidden=true
                checked=checked
                on_change=move |on| checked.set(on)
            />
            <CheckBox
                label=say("gallery-mixed")
                label_hidden=true
                checked=false
                mixed=true
                on_change=|_| ()
            />
            <CheckBox
                label=say("gallery-focus")
                label_hidden=true
                checked=false
                state="focus"
                on_change=|_| ()
            />
            <CheckBox
                label=say("gallery-task")
                label_hidden=true
                round=true
                checked=round
                on_change=move |on| round.set(on)
            />
            <RadioGroup
                label=say("customer-kind")
                label_hidden=true
                row=true
                value=radio
                choices=kinds
                on_change=move |value| radio.set(value)
            />
            <Switch
                label=say("gallery-off")
                label_hidden=true
                on=switch
                on_change=move |on| switch.set(on)
            />
            <Switch
                label=say("gallery-on")
                label_hidden=true
                on=second
                on_change=move |on| second.set(on)
            />
        </Specimen>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let close = RwSignal::new("2026-11-28".to_owned());
    let amount = RwSignal::new("24,800".to_owned());
    let email = RwSignal::new("ingrid@bellavista".to_owned());
    let currency = RwSignal::new("EUR".to_owned());
    let note = RwSignal::new(String::new());
    let search = RwSignal::new("bella".to_owned());
    let email_error = move || {
        let domain_has_dot = email
            .read()
            .split_once('@')
            .is_some_and(|(_, host)| host.contains('.'));
        (!domain_has_dot).then(|| say("gallery-email-error"))
    };
    let currencies = vec![
        Choice::new("EUR", "Euro, €"),
        Choice::new("CHF", "CHF"),
        Choice::new("CNY", "人民币, ¥"),
    ];
    view! {
        <Specimen title="gallery-field-rest">
            <DateField label=say("deal-close-date") value=close hint=say("gallery-date-hint") />
        </Specimen>
        <Specimen title="gallery-field-unit">
            <TextField
                label=say("deal-amount")
                value=amount
                unit="€"
                input_mode="decimal"
                hint=say("gallery-amount-hint")
            />
        </Specimen>
        <Specimen title="gallery-field-error">
            <TextField
                label=say("customer-email")
                value=email
                kind="email"
                reveal=true
                error=Signal::derive(email_error)
            />
        </Specimen>
        <Specimen title="gallery-select">
            <SelectField
                label=say("gallery-currency")
                value=currency
                choices=currencies
                on_change=move |value| currency.set(value)
            />
        </Specimen>
        <Specimen title="gallery-area">
            <TextArea label=say("gallery-note") value=note lines=2 />
        </Specimen>
        <Specimen title="gallery-search">
            <SearchField label=say("gallery-search-label") clear_label=say("action-clear") value=search />
        </Specimen>
    }
}

#[component]
fn Words() -> impl IntoView {
    let tags = RwSignal::new(true);
    let way = RwSignal::new("board".to_owned());
    let ways = vec![
        Segment::new("board", say("deal-board")).glyph(Glyph::Deals),
        Segment::new("table", say("deal-table")).glyph(Glyph::Table),
    ];
    view! {
        <Specimen title="gallery-chips">
            <Chip label=say("lifecycle-customer") tone=Tone::Positive />
            <Chip label=say("lifecycle-opportunity") tone=Tone::Accent />
            <Chip label=say("lifecycle-lead") tone=Tone::Info />
            <Chip label=say("gallery-overdue") tone=Tone::Negative />
            <Chip label=say("gallery-stale") tone=Tone::Warning icon=Glyph::Clock />
            {move || tags.get().then(|| view! {
                <Chip
                    label="Key account"
                    tag=true
                    remove_label=say("gallery-remove-tag")
                    on_remove=move || tags.set(false)
                />
            })}
        </Specimen>
        <Specimen title="gallery-avatars">
            <Completeness percent=96 label="96%" />
            <Completeness percent=64 label="64%" />
            <Avatar name="Ingrid Solberg" seed="customer:solberg" />
            <Avatar name="王雪" seed="customer:wang" />
            <Avatar name="Hotel Bellavista" seed="customer:b" shape=AvatarShape::Company />
            <Avatar name="蓝湾酒店集团" seed="customer:lanwan" shape=AvatarShape::Company />
            <span class="gallery__keys"><KeyCap key="Ctrl" /> <KeyCap key="K" /></span>
        </Specimen>
        <Specimen title="gallery-segmented">
            <Segmented
                label=say("gallery-way")
                value=way
                segments=ways
                on_change=move |value| way.set(value)
            />
        </Specimen>
    }
}

//! Buttons, checks, fields, chips: what is pressed and typed into.

use leptos::prelude::*;

use super::Specimen;
use crate::i18n::Messages;
use crate::ui::components::{
    Avatar, AvatarShape, Button, ButtonKind, CheckBox, Chip, Choice, Completeness, DateField,
    Glyph, IconButton, KeyCap, RadioGroup, SearchField, Segment, Segmented, SelectField, Switch,
    TextArea, TextField, Tone,
};

/// The first specimens.
#[component]
pub(super) fn Controls(words: Messages) -> impl IntoView {
    view! {
        <Buttons words=words />
        <Checks words=words />
        <Fields words=words />
        <Words words=words />
    }
}

#[component]
fn Buttons(words: Messages) -> impl IntoView {
    view! {
        <Specimen title=say!(words, "gallery-buttons")>
            <Button label=say!(words, "action-save") />
            <Button label=say!(words, "action-save") attr:data-state="hover" />
            <Button label=say!(words, "action-save") attr:data-state="focus" />
            <Button label=say!(words, "action-save") attr:data-state="active" />
            <Button
                label=say!(words, "action-save")
                disabled=true
                reason=say!(words, "gallery-disabled-reason")
            />
            <Button label=say!(words, "action-save") busy=true busy_label=say!(words, "busy-saving") />
        </Specimen>
        <Specimen title=say!(words, "gallery-button-kinds")>
            <Button label=say!(words, "customer-add-deal") kind=ButtonKind::Primary icon=Glyph::Plus />
            <Button
                label=say!(words, "customer-add-deal")
                kind=ButtonKind::Primary
                icon=Glyph::Plus
                key="D"
                attr:data-state="hover"
            />
            <Button label=say!(words, "action-erase") kind=ButtonKind::Danger />
            <Button label=say!(words, "action-later") kind=ButtonKind::Quiet />
            <IconButton label=say!(words, "action-more") glyph=Glyph::More />
        </Specimen>
    }
}

#[component]
fn Checks(words: Messages) -> impl IntoView {
    let checked = RwSignal::new(true);
    let off = RwSignal::new(false);
    let round = RwSignal::new(false);
    let radio = RwSignal::new("company".to_owned());
    let switch = RwSignal::new(false);
    let second = RwSignal::new(true);
    let kinds = vec![
        Choice::new("person", say!(words, "option-customer-kind-person")),
        Choice::new("company", say!(words, "option-customer-kind-company")),
    ];
    view! {
        <Specimen title=say!(words, "gallery-checks")>
            <CheckBox
                label=say!(words, "gallery-off")
                label_hidden=true
                checked=off
                on_change=move |on| off.set(on)
            />
            <CheckBox
                label=say!(words, "gallery-on")
                label_hidden=true
                checked=checked
                on_change=move |on| checked.set(on)
            />
            <CheckBox
                label=say!(words, "gallery-mixed")
                label_hidden=true
                checked=false
                mixed=true
                on_change=|_| ()
            />
            <CheckBox
                label=say!(words, "gallery-focus")
                label_hidden=true
                checked=false
                state="focus"
                on_change=|_| ()
            />
            <CheckBox
                label=say!(words, "gallery-task")
                label_hidden=true
                round=true
                checked=round
                on_change=move |on| round.set(on)
            />
            <RadioGroup
                label=say!(words, "field-customer-kind")
                label_hidden=true
                row=true
                value=radio
                choices=kinds
                on_change=move |value| radio.set(value)
            />
            <Switch
                label=say!(words, "gallery-off")
                label_hidden=true
                on=switch
                on_change=move |on| switch.set(on)
            />
            <Switch
                label=say!(words, "gallery-on")
                label_hidden=true
                on=second
                on_change=move |on| second.set(on)
            />
        </Specimen>
    }
}

#[component]
fn Fields(words: Messages) -> impl IntoView {
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
        (!domain_has_dot).then(|| say!(words, "gallery-email-error"))
    };
    let currencies = vec![
        Choice::new("EUR", "Euro, €"),
        Choice::new("CHF", "CHF"),
        Choice::new("CNY", "人民币, ¥"),
    ];
    view! {
        <Specimen title=say!(words, "gallery-field-rest")>
            <DateField label=say!(words, "field-deal-expected_close") value=close hint=say!(words, "gallery-date-hint") />
        </Specimen>
        <Specimen title=say!(words, "gallery-field-unit")>
            <TextField
                label=say!(words, "field-deal-amount")
                value=amount
                unit="€"
                input_mode="decimal"
                hint=say!(words, "gallery-amount-hint")
            />
        </Specimen>
        <Specimen title=say!(words, "gallery-field-error")>
            <TextField
                label=say!(words, "field-customer-emails")
                value=email
                kind="email"
                reveal=true
                error=Signal::derive(email_error)
            />
        </Specimen>
        <Specimen title=say!(words, "gallery-select")>
            <SelectField
                label=say!(words, "field-settings-currency")
                value=currency
                choices=currencies
                on_change=move |value| currency.set(value)
            />
        </Specimen>
        <Specimen title=say!(words, "gallery-area")>
            <TextArea label=say!(words, "field-activity-body") value=note lines=2 />
        </Specimen>
        <Specimen title=say!(words, "gallery-search")>
            <SearchField label=say!(words, "customers-search") clear_label=say!(words, "action-clear-all") value=search />
        </Specimen>
    }
}

#[component]
fn Words(words: Messages) -> impl IntoView {
    let tags = RwSignal::new(true);
    let way = RwSignal::new("board".to_owned());
    let ways = vec![
        Segment::new("board", say!(words, "list-board")).glyph(Glyph::Deals),
        Segment::new("table", say!(words, "list-table")).glyph(Glyph::Table),
    ];
    view! {
        <Specimen title=say!(words, "gallery-chips")>
            <Chip label=say!(words, "option-lifecycle-customer") tone=Tone::Positive />
            <Chip label=say!(words, "option-lifecycle-opportunity") tone=Tone::Accent />
            <Chip label=say!(words, "option-lifecycle-lead") tone=Tone::Info />
            <Chip label=say!(words, "gallery-overdue") tone=Tone::Negative />
            <Chip label=say!(words, "gallery-stale") tone=Tone::Warning icon=Glyph::Clock />
            {move || tags.get().then(|| view! {
                <Chip
                    label="Key account"
                    tag=true
                    remove_label=say!(words, "gallery-remove-tag")
                    on_remove=move || tags.set(false)
                />
            })}
        </Specimen>
        <Specimen title=say!(words, "gallery-avatars")>
            <Completeness percent=96 label="96%" />
            <Completeness percent=64 label="64%" />
            <Avatar name="Ingrid Solberg" seed="customer:solberg" />
            <Avatar name="王雪" seed="customer:wang" />
            <Avatar name="Hotel Bellavista" seed="customer:b" shape=AvatarShape::Company />
            <Avatar name="蓝湾酒店集团" seed="customer:lanwan" shape=AvatarShape::Company />
            <span class="gallery__keys"><KeyCap key="Ctrl" /> <KeyCap key="K" /></span>
        </Specimen>
        <Specimen title=say!(words, "gallery-segmented")>
            <Segmented
                label=say!(words, "gallery-way")
                value=way
                segments=ways
                on_change=move |value| way.set(value)
            />
        </Specimen>
    }
}

//! Preparing a send: each mail as the member will read it, then out by the reader's own mail program,
//! as files, or as a list for a mail tool. Nothing is sent from here; who was sent to is said after.

use super::mail::{Draft, draft};
use super::members::set_status;
use crate::domain::template::lacking;
use crate::domain::{RecordId, RecordKind, customer, member};
use crate::exchange::csv_write::{WriteOptions, Writer};
use crate::exchange::eml::{eml, mailto};
use crate::exchange::file::name_of;
use crate::exchange::zip::zip;
use crate::i18n::Message;
use crate::message;
use crate::query::campaign::Standing;
use crate::query::recipient::recipients;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, Choice, Dialog, Glyph, IconButton, Notice, SelectField, Tone,
};
use crate::ui::lists::field::templates;
use leptos::prelude::*;

/// The button, and the dialog that it opens.
#[component]
pub(super) fn Sending(
    /// The app.
    app: App,
    /// The campaign.
    id: RecordId,
    /// How its members stand.
    standing: Memo<Standing>,
) -> impl IntoView {
    let page = app.page();
    let open = RwSignal::new(false);
    view! {
        <Button
            label=say(page, || message!("campaign-prepare"))
            icon=Glyph::Mail
            on_press=move |()| open.set(true)
        />
        <Dialog open=open title=say(page, || message!("campaign-prepare")) close_label=say(page, || message!("action-close"))>
            <Prepare app=app id=id standing=standing />
        </Dialog>
    }
}

/// What is in the dialog.
#[component]
fn Prepare(app: App, id: RecordId, standing: Memo<Standing>) -> impl IntoView {
    let page = app.page();
    let templates: Vec<Choice> = untrack(|| templates(app, "email"));
    let has_templates = !templates.is_empty();
    let chosen = RwSignal::new(
        templates
            .first()
            .map(|choice| choice.value.clone())
            .unwrap_or_default(),
    );
    let text = move || RecordId::parse(&chosen.read()).ok();
    let to = Memo::new(move |_| {
        let live = app.live();
        drop(live.field(RecordKind::Member, member::STATUS));
        drop(live.field(RecordKind::Customer, customer::EMAILS));
        drop(live.field(RecordKind::Customer, customer::CONSENT));
        drop(live.kind(RecordKind::Template));
        let workspace = live.record(id);
        recipients(&workspace, &standing.read().members, text())
    });
    let place = RwSignal::new(0usize);
    let at = move || place.get().min(to.read().ready.len().saturating_sub(1));
    let shown = Memo::new(move |_| {
        to.read()
            .ready
            .get(at())
            .and_then(|id| draft(app, *id, text()))
    });
    let drafts = move || {
        let (to, text) = (to.read(), text());
        let ready = to.ready.iter();
        ready
            .filter_map(|id| draft(app, *id, text))
            .collect::<Vec<Draft>>()
    };
    let all = move || untrack(drafts);
    let name = move |ending: &str| {
        let campaign = app.live().peek().name(id).into_owned();
        format!("{}-{}.{ending}", name_of(&campaign), app.today())
    };
    let save_one = move |()| {
        if let Some(draft) = shown.get_untracked() {
            let file = format!("{}.eml", name_of(&draft.name));
            page.host()
                .download(&file, "message/rfc822", eml(draft.mail()).into_bytes());
        }
    };
    let save_all = move |()| {
        let files: Vec<(String, Vec<u8>)> = (1usize..)
            .zip(all())
            .map(|(at, draft)| {
                (
                    format!("{at:04}-{}.eml", name_of(&draft.name)),
                    eml(draft.mail()).into_bytes(),
                )
            })
            .collect();
        let count = files.len();
        match zip(&files) {
            Some(archive) => {
                let file = name("zip");
                page.host().download(&file, "application/zip", archive);
                app.say(
                    &message!("toast-exported", count = count, file = file),
                    false,
                );
            }
            None => app.say_failure(&message!("campaign-too-many")),
        }
    };
    let save_csv = move |()| {
        let drafts = all();
        let mut writer = Writer::new(WriteOptions::default());
        writer.row(["email", "name", "version", "subject", "text"]);
        for draft in &drafts {
            writer.row([
                &*draft.address,
                &draft.name,
                &draft.version,
                &draft.subject,
                &draft.body,
            ]);
        }
        let file = name("csv");
        page.host()
            .download(&file, "text/csv", writer.take().into_bytes());
        app.say(
            &message!("toast-exported", count = drafts.len(), file = file),
            false,
        );
    };
    let mark = move |ids: Vec<RecordId>, told: &dyn Fn(usize) -> Message| {
        let count = ids.len();
        let done =
            set_status(app, &ids, "sent").is_some_and(|command| app.execute(&command).is_ok());
        if done {
            app.say(&told(count), true);
        }
    };
    let mark_one = move |()| {
        let member = shown.get_untracked().and_then(|draft| draft.member);
        mark(member.into_iter().collect(), &|count| {
            message!("campaign-marked-sent", count = count)
        });
    };
    // Only those whose mail was made: who has no text was sent none.
    let mark_all = move |()| {
        let left = to.with_untracked(|to| to.no_text);
        let made = all().into_iter().filter_map(|draft| draft.member);
        mark(made.collect(), &|count| {
            if left == 0 {
                message!("campaign-marked-sent", count = count)
            } else {
                message!("campaign-marked-sent-some", count = count, left = left)
            }
        });
    };
    let left_out = move || {
        let to = to.read();
        (to.opted_out + to.no_address > 0).then(|| view! {
            <p class="soft">{page.text(&message!("campaign-send-left-out", opted = to.opted_out, none = to.no_address))}</p>
        })
    };
    let no_text = move || {
        let count = to.read().no_text;
        (count > 0).then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    <p>{page.text(&message!("campaign-send-no-text", count = count))}</p>
                </Notice>
            }
        })
    };
    let missing_all = move || {
        let drafts = drafts();
        let (count, fields) = lacking(drafts.iter().map(|draft| draft.missing.as_slice()));
        (count > 0).then(|| {
            let fields: Vec<&str> = fields.into_iter().collect();
            let fields = fields.join(page.locale().between_values());
            let words = message!(
                "campaign-missing-all",
                count = count,
                total = drafts.len(),
                fields = fields
            );
            view! { <p class="soft">{page.text(&words)}</p> }
        })
    };
    let missing = move || {
        let missing = shown
            .read()
            .as_ref()
            .map(|draft| draft.missing.clone())
            .unwrap_or_default();
        (!missing.is_empty()).then(|| view! {
            <Notice tone=Tone::Warning><p>{page.text(&message!("campaign-missing", fields = missing.join(page.locale().between_values())))}</p></Notice>
        })
    };
    let preview = move || {
        shown.get().map(|draft| {
        let link = mailto(draft.mail());
        view! {
            <div class="campaign-mail">
                <p><span class="soft">{page.text(&message!("campaign-mail-to"))}</span>" "{draft.name.clone()}" <"{draft.address.clone()}">"</p>
                <p class="medium">{draft.subject.clone()}</p>
                <p class="campaign-mail__text">{draft.body.clone()}</p>
            </div>
            {missing}
            <div class="campaign-send__row">
                <Button label=say(page, || message!("campaign-open-mail")) icon=Glyph::Mail href=link />
                <Button label=say(page, || message!("campaign-save-eml")) on_press=save_one />
                <Button label=say(page, || message!("campaign-mark-one")) on_press=mark_one />
            </div>
        }
    })
    };
    let nothing = move || {
        let to = to.read();
        let words = if !to.ready.is_empty() {
            None
        } else if to.no_text == 0 {
            Some(message!("campaign-nobody-waits"))
        } else {
            (!has_templates).then(|| message!("campaign-no-template"))
        };
        words.map(|words| view! { <Notice tone=Tone::Info><p>{page.text(&words)}</p></Notice> })
    };
    let is_choice = Memo::new(move |_| to.read().is_choice);
    let templates = StoredValue::new(templates);
    let has_some = move || !to.read().ready.is_empty() && shown.read().is_some();
    view! {
        <div class="campaign-send">
            <p>{move || page.text(&message!("campaign-ready", count = to.read().ready.len()))}</p>
            {left_out}
            {no_text}
            <Show when=move || has_templates && is_choice.get()>
                <SelectField label=say(page, || message!("kind-template")) value=chosen choices=templates.get_value() on_change=move |to| chosen.set(to) />
            </Show>
            {missing_all}
            {nothing}
            <Show when=has_some>
                <div class="campaign-send__row">
                    <IconButton label=say(page, || message!("campaign-mail-previous")) glyph=Glyph::ChevronLeft small=true disabled=Signal::derive(move || at() == 0) on_press=move |()| place.set(at().saturating_sub(1)) />
                    <span aria-live="polite">{move || page.text(&message!("customer-place-in-list", place = at() + 1, total = to.read().ready.len()))}</span>
                    <IconButton label=say(page, || message!("campaign-mail-next")) glyph=Glyph::ChevronRight small=true disabled=Signal::derive(move || at() + 1 >= to.read().ready.len()) on_press=move |()| place.set(at() + 1) />
                </div>
            </Show>
            {preview}
            <Show when=has_some>
                <div class="campaign-send__row campaign-send__all">
                    <Button label=say(page, || message!("campaign-save-zip")) icon=Glyph::Download on_press=save_all />
                    <Button label=say(page, || message!("campaign-save-csv")) icon=Glyph::Download on_press=save_csv />
                    <Button label=say(page, || message!("campaign-mark-all")) kind=ButtonKind::Primary icon=Glyph::Check on_press=mark_all />
                </div>
            </Show>
        </div>
    }
}

//! Preparing a send: each mail as the member will read it, then out by the reader's own mail program,
//! as files, or as a list for a mail tool. Nothing is sent from here; who was sent to is said after.

use super::mail::{Draft, draft, reach_of};
use super::members::set_status;
use crate::domain::{RecordId, RecordKind, member, template};
use crate::exchange::csv_write::{WriteOptions, Writer};
use crate::exchange::eml::{eml, mailto};
use crate::exchange::zip::zip;
use crate::message;
use crate::query::campaign::Standing;
use crate::query::segment::Reach;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, Choice, Dialog, Glyph, IconButton, Notice, SelectField, Tone,
};
use leptos::prelude::*;

/// Whom a send is to, and who is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Recipients {
    /// Members who were not sent anything yet and may be written to.
    ready: Vec<RecordId>,
    /// How many want no mail.
    opted_out: usize,
    /// How many have no address.
    no_address: usize,
}

fn recipients(app: App, standing: &Standing) -> Recipients {
    let mut recipients = Recipients::default();
    for id in &standing.members {
        let is_waiting = app
            .live()
            .peek()
            .record(*id)
            .is_some_and(|record| record.text(member::STATUS) == "targeted");
        match reach_of(app, *id).filter(|_| is_waiting) {
            Some((_, Reach::Address(_))) => recipients.ready.push(*id),
            Some((_, Reach::OptedOut)) => recipients.opted_out += 1,
            Some((_, Reach::None)) => recipients.no_address += 1,
            None => {}
        }
    }
    recipients
}

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
    let to = Memo::new(move |_| {
        drop(app.live().field(RecordKind::Member, member::STATUS));
        recipients(app, &standing.read())
    });
    let templates: Vec<Choice> = {
        let live = app.live();
        let workspace = live.peek();
        let table = workspace.table(RecordKind::Template);
        let rows = table
            .live_rows()
            .filter(|row| table.text(*row, template::KIND) == "email");
        let ids = rows.filter_map(|row| table.id(row));
        ids.map(|id| Choice::new(id.to_string(), workspace.name(id).into_owned()))
            .collect()
    };
    let has_templates = !templates.is_empty();
    let chosen = RwSignal::new(
        templates
            .first()
            .map(|choice| choice.value.clone())
            .unwrap_or_default(),
    );
    let text = move || RecordId::parse(&chosen.read()).ok();
    let place = RwSignal::new(0usize);
    let at = move || place.get().min(to.read().ready.len().saturating_sub(1));
    let shown = Memo::new(move |_| {
        to.read()
            .ready
            .get(at())
            .and_then(|id| draft(app, *id, text()))
    });
    let all = move || {
        let ready = to.get_untracked().ready;
        ready
            .into_iter()
            .filter_map(|id| draft(app, id, untrack(text)))
            .collect::<Vec<Draft>>()
    };
    let name = move |ending: &str| {
        let campaign = app.live().peek().name(id).into_owned();
        format!("{}-{}.{ending}", file_name(&campaign), app.today())
    };
    let save_one = move |()| {
        if let Some(draft) = shown.get_untracked() {
            let file = format!("{}.eml", file_name(&draft.name));
            page.host()
                .download(&file, "message/rfc822", eml(draft.mail()).into_bytes());
        }
    };
    let save_all = move |()| {
        let files: Vec<(String, Vec<u8>)> = (1usize..)
            .zip(all())
            .map(|(at, draft)| {
                (
                    format!("{at:04}-{}.eml", file_name(&draft.name)),
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
    let mark = move |ids: Vec<RecordId>| {
        let count = ids.len();
        let done =
            set_status(app, &ids, "sent").is_some_and(|command| app.execute(&command).is_ok());
        if done {
            app.say(&message!("campaign-marked-sent", count = count), true);
        }
    };
    let left_out = move || {
        let to = to.read();
        (to.opted_out + to.no_address > 0).then(|| view! {
            <p class="soft">{page.text(&message!("campaign-send-left-out", opted = to.opted_out, none = to.no_address))}</p>
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
                <Button label=say(page, || message!("campaign-mark-one")) on_press=move |()| mark(shown.get_untracked().and_then(|draft| draft.member).into_iter().collect()) />
            </div>
        }
    })
    };
    let nothing = move || {
        (to.read().ready.is_empty() || shown.read().is_none()).then(|| {
            view! {
                <Notice tone=Tone::Info><p>{page.text(&if to.read().ready.is_empty() {
                    message!("campaign-nobody-waits")
                } else if has_templates {
                    message!("campaign-no-address-now")
                } else {
                    message!("campaign-no-template")
                })}</p></Notice>
            }
        })
    };
    let has_some = move || !to.read().ready.is_empty() && shown.read().is_some();
    view! {
        <div class="campaign-send">
            <p>{move || page.text(&message!("campaign-ready", count = to.read().ready.len()))}</p>
            {left_out}
            {(has_templates && standing.read_untracked().versions.is_empty()).then(|| view! {
                <SelectField label=say(page, || message!("kind-template")) value=chosen choices=templates.clone() on_change=move |to| chosen.set(to) />
            })}
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
                    <Button label=say(page, || message!("campaign-mark-all")) kind=ButtonKind::Primary icon=Glyph::Check on_press=move |()| mark(to.get_untracked().ready) />
                </div>
            </Show>
        </div>
    }
}

/// A name that every system takes for a file.
fn file_name(name: &str) -> String {
    let plain = name
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' });
    let name: String = plain.take(60).collect();
    name.trim_matches('-').to_owned()
}

//! The ways to reach a customer at once: what dials a number, what begins an e-mail. The device does
//! it; nothing is sent from here.

use crate::domain::{FieldIx, Record, RecordId, Value, customer};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{Button, Glyph};
use leptos::prelude::*;

/// The place of the number as it is dialled among the parts of a phone.
const E164: u8 = 3;
/// The place of the wish for no e-mails among the parts of an address.
const OPT_OUT: u8 = 3;

/// The first value of a list that `pick` finds one in.
fn first(
    record: &Record,
    list: FieldIx,
    pick: fn(&crate::domain::Part) -> Option<String>,
) -> Option<String> {
    let mut parts = record
        .elements(list)
        .filter_map(|(_, value)| value.as_part());
    parts.find_map(pick)
}

/// The number to dial, as a link; none where there is none, or where nobody may call.
fn call(record: &Record) -> Option<String> {
    if record.value(customer::DO_NOT_CALL) == Some(&Value::Bool(true)) {
        return None;
    }
    let number = first(record, customer::PHONES, |part| {
        let dialled = part.value(E164).or_else(|| part.value(0));
        let digits = |sign: &char| sign.is_ascii_digit() || *sign == '+';
        Some(dialled?.as_text()?.chars().filter(digits).collect())
    })?;
    Some(format!("tel:{number}"))
}

/// The address to write to, as a link.
fn mail(record: &Record) -> Option<String> {
    let address = first(record, customer::EMAILS, |part| {
        let is_out = part.value(OPT_OUT) == Some(&Value::Bool(true));
        let address = part.value(0)?.as_text()?;
        (!is_out).then(|| address.to_owned())
    })?;
    // What would begin the subject or another address is written so that it does not.
    let address = address
        .replace('%', "%25")
        .replace('?', "%3F")
        .replace('&', "%26");
    Some(format!("mailto:{address}"))
}

/// The quickest way to a customer: where it leads, what it is called and its picture. Where there is
/// neither a number nor an address it is the customer's page.
#[must_use]
pub fn first_way(app: App, id: RecordId) -> (String, Signal<String>, Glyph) {
    let page = app.page();
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id);
    let way = |find: fn(&Record) -> Option<String>| record.as_deref().and_then(find);
    if let Some(href) = way(call) {
        return (href, say(page, || message!("action-call")), Glyph::Phone);
    }
    if let Some(href) = way(mail) {
        return (href, say(page, || message!("action-email")), Glyph::Mail);
    }
    let open = say(page, || message!("action-open"));
    (app.record_href(id), open, Glyph::ChevronRight)
}

/// What dials the number of a customer, or begins an e-mail to them; none where that cannot be.
#[must_use]
pub fn link_to(app: App, id: RecordId, is_call: bool) -> Option<String> {
    let live = app.live();
    let workspace = live.record(id);
    let record = workspace.record(id)?;
    if is_call {
        call(&record)
    } else {
        mail(&record)
    }
}

/// The buttons, as far as the customer can be reached.
#[component]
pub(super) fn Reach(
    /// The app.
    app: App,
    /// Whom.
    id: RecordId,
) -> impl IntoView {
    let page = app.page();
    let ways = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        let record = workspace.record(id)?;
        Some((call(&record), mail(&record)))
    });
    move || {
        let (call, mail) = ways.get().unwrap_or_default();
        let way = |href: Option<String>, label: Signal<String>, glyph: Glyph| {
            href.map(|href| view! { <Button label=label icon=glyph href=href /> })
        };
        view! {
            {way(call, say(page, || message!("action-call")), Glyph::Phone)}
            {way(mail, say(page, || message!("action-email")), Glyph::Mail)}
        }
    }
}

//! The devices that work with the database: of what kind each is, whose changes are made on it, when it
//! was heard of last and what waits there. What other devices say is asked for when the card is shown, and
//! kept nowhere.

use super::wizard::Desk;
use super::words;
use crate::message;
use crate::session::sync::{Device, DeviceKind, Devices, Hindrance, Phase, Status};
use crate::ui::app::{App, say};
use crate::ui::components::{Button, ButtonKind, Card, Chip, Placeholder, Tone};
use crate::ui::follow::shown;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// So many are shown before somebody asks for all.
const SHOWN_MAX: usize = 10;

/// What was heard: nothing yet, the devices, or why there are none to show.
type Answer = Option<Result<Devices, Hindrance>>;

/// The card.
#[component]
pub(super) fn DeviceCard(app: App, office: Desk, status: Memo<Status>) -> impl IntoView {
    let page = app.page();
    let answer = RwSignal::new(Answer::None);
    let is_busy = RwSignal::new(false);
    let ask = move || {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let office = office.get_value();
        spawn_local(async move {
            let heard = office.devices().await;
            // The page may have been left before it is known.
            let _ = answer.try_set(Some(heard));
            let _ = is_busy.try_set(false);
        });
    };
    let is_paused = Memo::new(move |_| status.read().phase == Phase::Paused);
    let is_stopped = Memo::new(move |_| matches!(status.read().phase, Phase::Stopped(_)));
    let is_in_step = Memo::new(move |_| status.read().phase == Phase::InStep);
    Effect::new(move |_| {
        let is_quiet = is_paused.get() || is_stopped.get();
        let may_work = is_in_step.get();
        let is_due = answer.with_untracked(|answer| match answer {
            None => true,
            Some(heard) => heard.is_err() && may_work,
        });
        if is_due && !is_quiet {
            ask();
        }
    });
    let again = move || {
        let is_shown = !is_paused.get() && answer.read().is_some();
        is_shown.then(|| {
            view! {
                <Button
                    label=say(page, || message!("sync-devices-again"))
                    kind=ButtonKind::Quiet
                    small=true
                    busy=is_busy
                    on_press=move |()| ask()
                />
            }
        })
    };
    let inside = move || match answer.get() {
        Some(Ok(devices)) => {
            view! { <DeviceList app=app devices=devices status=status /> }.into_any()
        }
        _ if is_paused.get() => note(page.text(&message!("sync-devices-paused"))),
        None => view! {
            <Placeholder label=say(page, || message!("busy-loading")) rows=2 />
        }
        .into_any(),
        Some(Err(Hindrance::Offline)) => note(page.text(&message!("sync-devices-offline"))),
        Some(Err(hindrance)) => {
            let remote = status.with_untracked(|status| status.remote.clone());
            let said = remote.map(|remote| words::hindrance(&hindrance, &remote));
            let said = said.map(|said| {
                let title = page.text(&said.title);
                match said.detail.is_empty() {
                    true => title,
                    false => format!("{title} ({})", said.detail),
                }
            });
            note(said.unwrap_or_default())
        }
    };
    // What is in the way is said beside it, with what to do.
    let card = move || {
        (!is_stopped.get()).then(|| {
            view! {
                <Card
                    title=say(page, || message!("sync-devices-title"))
                    flush=true
                    actions=move || shown(again)
                >
                    {shown(inside)}
                </Card>
            }
        })
    };
    shown(card)
}

fn note(text: String) -> AnyView {
    view! { <p class="sync__note device__note" role="status">{text}</p> }.into_any()
}

/// The devices, this one first.
#[component]
fn DeviceList(app: App, devices: Devices, status: Memo<Status>) -> impl IntoView {
    let page = app.page();
    let Devices {
        own,
        others,
        has_more,
    } = devices;
    let are_all = RwSignal::new(false);
    let count = others.len();
    let devices = StoredValue::new((own, others));
    let last = Memo::new(move |_| status.read().last);
    let waiting = Memo::new(move |_| status.read().waiting);
    let own = move || {
        // What is known here goes on while the list stands.
        let mut own = devices.with_value(|(own, _)| own.clone());
        own.last = last.get().unwrap_or(own.last);
        own.waiting = waiting.get();
        row(app, &own, true)
    };
    let rest = move || {
        let most = if are_all.get() { count } else { SHOWN_MAX };
        devices.with_value(|(_, others)| {
            let some = others.iter().take(most);
            some.map(|device| row(app, device, false)).collect_view()
        })
    };
    let all = move || {
        let is_cut = !are_all.get() && count > SHOWN_MAX;
        is_cut.then(|| {
            view! {
                <div class="device__note">
                    <Button
                        label=say(page, || message!("action-show-all"))
                        on_press=move |()| are_all.set(true)
                    />
                </div>
            }
        })
    };
    let alone = (count == 0).then(move || {
        view! { <p class="sync__note device__note">{move || page.text(&message!("sync-devices-alone"))}</p> }
    });
    let more = move || {
        let is_said = has_more && (are_all.get() || count <= SHOWN_MAX);
        is_said.then(|| note(page.text(&message!("sync-devices-more"))))
    };
    view! {
        <ul>{shown(own)} {shown(rest)}</ul>
        {alone}
        {shown(all)}
        {shown(more)}
    }
}

fn row(app: App, device: &Device, is_own: bool) -> impl IntoView + use<> {
    let page = app.page();
    let DeviceKind { browser, system } = &device.kind;
    let kind = match (browser.as_str(), system.as_str()) {
        ("", "") => page.text(&message!("sync-devices-unknown")),
        (one, "") | ("", one) => one.to_owned(),
        (browser, system) => page.text(&message!(
            "sync-devices-kind",
            browser = browser,
            system = system
        )),
    };
    let who = device.author.map(|author| {
        let live = app.live();
        live.record(author).name(author).into_owned()
    });
    let who = who.filter(|who| !who.is_empty());
    let format = app.format();
    let heard = format.as_ref().map(|format| {
        let when = format.ago(device.last, app.minute());
        page.text(&message!("sync-line-synced", when = when))
    });
    let since = format.map(|format| {
        let day = format.intl().wall_time(device.first).date;
        let day = format.date(day, app.today());
        page.text(&message!("sync-devices-since", date = day))
    });
    let own = is_own.then(|| view! { <Chip label=say(page, || message!("sync-devices-this")) /> });
    let count = device.waiting;
    let waiting = (count > 0).then(|| {
        let label = say(page, move || {
            message!("sync-devices-waiting", count = count)
        });
        view! { <Chip label=label tone=Tone::Warning /> }
    });
    view! {
        <li class="card__row">
            <div class="device__words">
                <p class="device__kind"><bdi>{kind}</bdi> {own}</p>
                <p class="device__facts">
                    {who.map(|who| view! { <span>{who}</span> })}
                    <span>{heard}</span>
                    <span>{since}</span>
                </p>
            </div>
            {waiting}
        </li>
    }
}

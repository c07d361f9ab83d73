//! The list of shortcuts: a dialog that tells every key of the table in `keys`, by where it works.

use super::app::{App, say};
use super::components::{Dialog, Keys};
use super::keys::{Means, Place, SHORTCUTS, Shortcut, shown};
use crate::i18n::{Messages, WordsApart};
use crate::message;
use leptos::prelude::*;

/// The list.
#[component]
pub fn ShortcutList(
    /// The app.
    app: App,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let page = app.page();
    view! {
        <Dialog
            open=open
            title=say(page, || message!("shortcuts-title"))
            close_label=say(page, || message!("action-close"))
            reads=true
        >
            <p class="shortcuts__hint">{move || page.text(&message!("shortcuts-hint"))}</p>
            <ShortcutTable app=app />
        </Dialog>
    }
}

/// All shortcuts, by where they work.
#[component]
pub fn ShortcutTable(
    /// The app.
    app: App,
) -> impl IntoView {
    Messages::learn_apart(WordsApart::advice());
    let page = app.page();
    let line = move |shortcut: &'static Shortcut| {
        let label = match shortcut.means {
            Means::Does(action) => action.label(),
            Means::Told(label) => label(),
        };
        let other = shortcut.or.map(|or| {
            view! {
                <span class="shortcuts__or">{page.text(&message!("key-or"))}</span>
                <Keys keys=shown(or) />
            }
        });
        view! {
            <li class="shortcuts__line">
                <span>{page.text(&label)}</span>
                <span class="shortcuts__keys"><Keys keys=shown(shortcut.keys) /> {other}</span>
            </li>
        }
    };
    let groups = move || {
        let groups = Place::ALL.into_iter().map(|place| {
            let of_place = SHORTCUTS
                .iter()
                .filter(move |shortcut| shortcut.place == place);
            view! {
                <section class="shortcuts__group">
                    <h3 class="shortcuts__place">{page.text(&place.label())}</h3>
                    <ul class="shortcuts__list">{of_place.map(line).collect_view()}</ul>
                </section>
            }
        });
        groups.collect_view()
    };
    view! { <div class="shortcuts">{groups}</div> }
}

//! The tabs above a list: those that are always there, and the saved views.

use super::address::ListAddress;
use super::asking;
use super::listing::Listing;
use super::views::{AddView, of_tab, saved};
use crate::message;
use crate::ui::app::say;
use crate::ui::components::{Tab, Tabs};
use leptos::prelude::*;

/// The tab that is open, by its value.
#[must_use]
pub fn open_tab(list: Listing) -> Signal<String> {
    let address = list.state.read();
    Signal::derive(move || {
        let address = address.read();
        let first = list.of.tabs.first().copied().unwrap_or_default();
        match (address.view, address.tab.as_deref()) {
            (Some(view), _) => view.to_string(),
            (None, Some(tab)) => tab.to_owned(),
            (None, None) => first.to_owned(),
        }
    })
}

/// What a list is called for the reader: its title, and the tab or view that is open.
pub fn label(
    list: Listing,
    title: Signal<String>,
    tab: impl Fn(&'static str) -> String + Send + Sync + 'static,
) -> Signal<String> {
    let open = open_tab(list);
    Signal::derive(move || {
        let open = open.get();
        let (app, of) = (list.app, list.of);
        let fixed = of.tabs.iter().find(|key| **key == open);
        let view = match fixed {
            Some(first) if of.tabs.first() == Some(first) => None,
            Some(key) => Some(tab(key)),
            None => saved(app, of.kind)
                .into_iter()
                .find(|view| Some(view.id.uuid) == of_tab(&open))
                .map(|view| view.name),
        };
        match view {
            Some(view) => {
                let message = message!("list-label", list = title.get(), view = view);
                app.page().text(&message)
            }
            None => title.get(),
        }
    })
}

/// The row of tabs.
#[component]
pub fn ListTabs(
    /// The list.
    list: Listing,
    /// The word on a tab that is always there.
    #[prop(into)]
    label: Callback<&'static str, String>,
) -> impl IntoView {
    let Listing { app, of, state, .. } = list;
    let page = app.page();
    let counts = Memo::new(move |_| {
        let addresses = of.tabs.iter().map(|tab| ListAddress {
            tab: Some((*tab).to_owned()),
            pipeline: state.read().read().pipeline,
            ..ListAddress::default()
        });
        addresses
            .map(|address| asking::count(app, of.kind, &address, of.tab))
            .collect::<Vec<_>>()
    });
    let with_count = move |tab: Tab, count: Option<usize>| match count {
        Some(count) => tab.count(list.counted(count)),
        None => tab,
    };
    let tabs = Signal::derive(move || {
        let counts = counts.get();
        let fixed = of.tabs.iter().zip(counts);
        let mut tabs: Vec<Tab> = fixed
            .map(|(key, count)| with_count(Tab::new(*key, label.run(key)), count))
            .collect();
        for view in saved(app, of.kind) {
            let found = asking::count(app, of.kind, &view.address(), of.tab);
            tabs.push(with_count(
                Tab::new(view.id.uuid.to_string(), view.name),
                found,
            ));
        }
        tabs
    });
    let choose = move |to: String| match of_tab(&to) {
        Some(uuid) => {
            let view = untrack(|| saved(app, of.kind));
            if let Some(view) = view.into_iter().find(|view| view.id.uuid == uuid) {
                state.change(false, |address| *address = view.address());
            }
        }
        None => state.change(false, |address| {
            // What a view asked is the view's; what was asked by hand stays.
            if address.view.is_some() {
                *address = ListAddress {
                    layout: address.layout.take(),
                    ..ListAddress::default()
                };
            }
            let is_first = of.tabs.first().is_some_and(|first| *first == to);
            address.tab = (!is_first).then_some(to);
        }),
    };
    view! {
        <div class="list-page__tabs">
            <Tabs
                label=say(page, || message!("landmark-saved-views"))
                value=open_tab(list)
                tabs=tabs
                on_change=choose
            >
                <AddView app=app kind=of.kind state=state />
            </Tabs>
        </div>
    }
}

//! The choice of what a list gives as a file: the columns that show, for people, or all fields, from
//! which an import makes the same records again.

use super::listing::Listing;
use crate::message;
use crate::ui::app::say;
use crate::ui::components::{Glyph, Menu, MenuItem};
use leptos::prelude::*;

/// The commands.
const SHOWN: &str = "shown";
const ALL: &str = "all";

/// The button with its menu.
#[component]
pub fn ExportMenu(
    /// The list that is given.
    list: Listing,
) -> impl IntoView {
    let page = list.app.page();
    let items = Signal::derive(move || {
        let item = |value, message| MenuItem::new(value, page.text(&message));
        vec![
            item(SHOWN, message!("export-columns-view")),
            item(ALL, message!("export-columns-all")),
        ]
    });
    view! {
        <Menu
            label=say(page, || message!("action-export"))
            icon=Glyph::Upload
            items=items
            on_choose=move |value: String| {
                let ids = list.ids.get_untracked();
                if value == ALL { list.export_all(&ids) } else { list.export(&ids) }
            }
        />
    }
}

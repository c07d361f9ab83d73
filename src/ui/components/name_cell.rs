//! The first cell of most tables: who it is, and one quiet fact. The fact is cut before the
//! name; on a phone it stands below.

use crate::ui::follow::shown;
use leptos::prelude::*;

use super::{Avatar, AvatarShape};

/// Avatar, name as a link, and a meta word.
#[component]
pub fn NameCell(
    /// The name.
    #[prop(into)]
    name: Signal<String>,
    /// What tells it from others of the name: a place, a role, a company.
    #[prop(optional, into)]
    meta: Signal<String>,
    /// Where its tone comes from: the record's id. Without it there is no avatar.
    #[prop(optional, into)]
    seed: MaybeProp<String>,
    /// Person or company.
    #[prop(optional, into)]
    shape: Signal<AvatarShape>,
    /// Where the record is.
    #[prop(into)]
    href: Signal<String>,
) -> impl IntoView {
    let has_avatar = move || seed.read().is_some();
    view! {
        <div class="name-cell">
            {shown(move || has_avatar().then(|| view! {
                <Avatar
                    name=name
                    seed=Signal::derive(move || seed.get().unwrap_or_default())
                    shape=shape
                />
            }))}
            <div class="name-cell__text">
                // The row is what takes the focus; the link is for the pointer and the reader.
                <a class="name-cell__name" href=href tabindex="-1">
                    {name}
                </a>
                <span class="name-cell__meta" title=meta>{meta}</span>
            </div>
        </div>
    }
}

//! The choice among canned replies, as one types. What is chosen comes filled in for the ticket.

use super::merge::{fill, label};
use crate::domain::template::{self, Piece, pieces};
use crate::domain::{RecordId, RecordKind};
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::SearchField;
use crate::ui::records::finder::walk;
use crate::workspace::fold::fold;
use leptos::html;
use leptos::prelude::*;

/// A reply that is offered.
#[derive(Clone, Debug, PartialEq)]
struct Reply {
    id: RecordId,
    name: String,
    body: String,
    language: String,
}

impl Reply {
    /// The first line that says something beyond a greeting: the longest of the first few.
    fn gist(&self) -> String {
        let mut lines = self.body.lines().filter(|line| !line.trim().is_empty());
        let first = lines.next().unwrap_or_default();
        lines.next().unwrap_or(first).to_owned()
    }
}

/// The canned replies, those in the reader's language first, then by name.
fn replies(app: App) -> Vec<Reply> {
    let live = app.live();
    let kind = RecordKind::Template;
    for ix in [
        template::NAME,
        template::KIND,
        template::BODY,
        template::LANGUAGE,
    ] {
        drop(live.field(kind, ix));
    }
    let workspace = live.peek();
    let table = workspace.table(kind);
    let records = table.live_rows().filter_map(|row| table.record(row));
    let mut all: Vec<Reply> = records
        .filter(|record| record.text(template::KIND) == "reply")
        .map(|record| Reply {
            id: record.id,
            name: record.text(template::NAME).to_owned(),
            body: record.text(template::BODY).to_owned(),
            language: record.text(template::LANGUAGE).to_owned(),
        })
        .collect();
    let own = app.page().locale().code();
    all.sort_by_cached_key(|reply| (reply.language != own, fold(&reply.name), reply.id));
    all
}

/// The replies whose name or text has all the words.
fn found(all: &[Reply], words: &str) -> Vec<Reply> {
    let words = fold(words);
    let words: Vec<&str> = words.split_whitespace().collect();
    let has_all = |reply: &&Reply| {
        let text = fold(&format!("{} {}", reply.name, reply.body));
        words.iter().all(|word| text.contains(word))
    };
    all.iter().filter(has_all).cloned().collect()
}

/// The fields that a reply fills in, by their names for people.
fn fields(app: App, body: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for piece in pieces(body) {
        if let Piece::Field { path, .. } = piece {
            let label = label(app, path);
            if !all.contains(&label) {
                all.push(label);
            }
        }
    }
    all
}

/// The choice.
#[component]
pub(super) fn Canned(
    /// The app.
    app: App,
    /// For which ticket.
    id: RecordId,
    /// Takes the text of the one that was chosen.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let page = app.page();
    let search = RwSignal::new(String::new());
    let all = Memo::new(move |_| replies(app));
    let offered = Memo::new(move |_| found(&all.read(), &search.read()));
    let choose = move |reply: &Reply| on_choose.run(fill(app, id, &reply.body));
    let line = move |reply: Reply| {
        let (name, gist) = (reply.name.clone(), fill(app, id, &reply.gist()));
        let fills = fields(app, &reply.body);
        let fills = app
            .format()
            .filter(|_| !fills.is_empty())
            .map(|format| page.text(&message!("canned-fills", fields = format.list(&fills))));
        view! {
            <li>
                <button class="canned__choice" type="button" on:click=move |_| choose(&reply)>
                    <span class="medium truncate">{name}</span>
                    <span class="soft small truncate">{gist}</span>
                    {fills.map(|fills| view! { <span class="faint small truncate">{fills}</span> })}
                </button>
            </li>
        }
    };
    let frame = NodeRef::<html::Div>::new();
    let keys = move |event: leptos::ev::KeyboardEvent| {
        if let Some(frame) = frame.get_untracked() {
            walk(&frame, &event, || {
                if let Some(first) = offered.get_untracked().first() {
                    choose(first);
                }
            });
        }
    };
    let count = Signal::derive(move || {
        page.text(&message!(
            "canned-count",
            count = offered.read().len(),
            total = all.read().len()
        ))
    });
    let is_none = Memo::new(move |_| offered.read().is_empty());
    view! {
        <div class="canned" node_ref=frame on:keydown=keys>
            <SearchField
                label=say(page, || message!("canned-search"))
                clear_label=say(page, || message!("action-clear-all"))
                value=search
            />
            <p class="faint small" role="status">{count}</p>
            <Show when=move || is_none.get()>
                <p class="soft">{move || page.text(&message!("canned-none"))}</p>
            </Show>
            <ul class="canned__list">{move || offered.get().into_iter().map(line).collect_view()}</ul>
            <a class="link small" href=app.href("settings/templates")>
                {move || page.text(&message!("canned-edit"))}
            </a>
        </div>
    }
}

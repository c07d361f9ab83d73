//! The page of a segment: its conditions as a tree, or those who were chosen one by one; at the right
//! who they are.

use super::draft::Draft;
use super::side::Side;
use super::tree::Group;
use crate::domain::{Key, RecordId, RecordKind, Value, campaign, segment};
use crate::i18n::{Messages, WordsApart};
use crate::message;
use crate::query::segment::{carried, filter, passing};
use crate::query::tree::{Join, Node, What};
use crate::query::{Filter, Query};
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, ButtonKind, Chip, EmptyState, Glyph, IconButton, KeyCap, Notice, Popover, Tone,
};
use crate::ui::follow::shown;
use crate::ui::lists::clause::Clause;
use crate::ui::lists::depend;
use crate::ui::records::finder::Finder;
use crate::ui::records::head::RecordHead;
use crate::ui::records::page::RecordRoute;
use crate::workspace::columns::Bits;
use crate::workspace::command::Command;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, KeyboardEvent};
use leptos_router::hooks::use_navigate;

/// So many of those who were chosen are listed here; all are in the list of customers.
const LISTED: usize = 100;

/// The page.
#[component]
pub fn SegmentPage() -> impl IntoView {
    Messages::learn_apart(WordsApart::segments());
    view! {
        <RecordRoute
            kind=RecordKind::Segment
            glyph=Glyph::Segment
            title=|| message!("segments-title")
            missing=|| message!("segment-page-missing")
            draw=segment_page
        />
    }
}

fn segment_page(app: App, id: RecordId) -> AnyView {
    let is_static = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        workspace
            .record(id)
            .is_some_and(|record| record.text(segment::KIND) == "static")
    });
    shown(move || {
        if is_static.get() {
            view! { <Chosen app=app id=id /> }.into_any()
        } else {
            view! { <Conditions app=app id=id /> }.into_any()
        }
    })
}

/// What the segment is, beside its name and below it.
#[component]
fn Head(app: App, id: RecordId, children: Children) -> impl IntoView {
    let page = app.page();
    let of = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.record(id);
        workspace
            .record(id)
            .map(|record| record.text(segment::KIND).to_owned())
            .unwrap_or_default()
    });
    let used = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.field(RecordKind::Campaign, campaign::AUDIENCE);
        let table = workspace.table(RecordKind::Campaign);
        let records = table.live_rows().filter_map(|row| table.record(row));
        records
            .filter(|record| {
                record.elements(campaign::AUDIENCE).any(|(_, value)| {
                    value.as_part().and_then(|part| part.value(0)?.as_ref_id()) == Some(id)
                })
            })
            .count()
    });
    let note = move || {
        let words = if of.read().as_str() == "static" {
            message!("segment-static-note", count = used.get())
        } else {
            message!("segment-dynamic-note", count = used.get())
        };
        page.text(&words)
    };
    view! {
        <RecordHead
            app=app
            id=id
            lead=|| ()
            beside=move || view! {
                <Chip label=Signal::derive(move || page.messages().option("segment", "kind", &of.read())) tone=Tone::Info />
            }
            below=move || view! { <p class="soft">{note}</p> }
        >
            {children()}
        </RecordHead>
    }
}

/// A segment of conditions.
#[component]
fn Conditions(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let draft = Draft::new(app, id);
    let found = Memo::new(move |_| {
        let filter = draft.filter.get();
        filter.map(|filter| draft.found(filter)).unwrap_or_default()
    });
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key())
            && !event.shift_key()
            && event.key().eq_ignore_ascii_case("s")
        {
            event.prevent_default();
            draft.save();
        }
    });
    on_cleanup(move || keys.remove());
    let sentence = move || {
        let tree = draft.tree.read();
        let words = draft.sentence(tree.root());
        match words {
            Some(words) => page.text(&message!("segment-in-words", words = words)),
            None => page.text(&message!("segment-no-conditions")),
        }
    };
    let reason = move |id: RecordId| reason(draft, id);
    let hint = move |keys: &'static [&'static str], words: crate::i18n::Message| {
        view! {
            <span class="segment__hint">
                {keys.iter().map(|key| view! { <KeyCap key=*key /> }).collect_view()}
                {page.text(&words)}
            </span>
        }
    };
    let hints = move || {
        view! {
            {hint(&["Enter"], message!("segment-hint-add"))}
            {hint(&["Tab"], message!("segment-hint-next"))}
            {hint(&["Alt ↑", "Alt ↓"], message!("segment-hint-move"))}
            {hint(&["M"], message!("segment-hint-carry"))}
            {hint(&["Ctrl Z"], message!("segment-hint-undo"))}
        }
    };
    let is_returned = Memo::new(move |_| {
        draft.is_returned.get() && (draft.is_changed() || draft.is_unfinished())
    });
    let returned = move || {
        is_returned.get().then(|| {
            view! {
                <Notice
                    tone=Tone::Warning
                    actions=move || view! {
                        <Button
                            label=say(page, || message!("segment-discard"))
                            small=true
                            on_press=move |()| draft.discard()
                        />
                    }
                >
                    <p>{move || page.text(&message!("segment-returned"))}</p>
                </Notice>
            }
        })
    };
    let carry = move || {
        draft.carried.read().is_some().then(|| view! {
        <p class="segment__carry" role="status">{page.text(&message!("segment-carrying"))}</p>
    })
    };
    view! {
        <div class="page record">
            <Head app=app id=id>
                <Freeze app=app id=id draft=draft />
                <Button
                    label=say(page, || message!("segments-save"))
                    kind=ButtonKind::Primary
                    key="Ctrl S"
                    disabled=Signal::derive(move || !draft.is_changed() && !draft.is_unfinished())
                    reason=say(page, || message!("segment-nothing-to-save"))
                    on_press=move |()| draft.save()
                />
            </Head>
            <div class="segment__columns">
                <section
                    class="segment__tree"
                    aria-label=say(page, || message!("segment-conditions"))
                    on:keydown=move |event| {
                        let is_undo = (event.ctrl_key() || event.meta_key()) && !event.shift_key() && event.key().eq_ignore_ascii_case("z");
                        if is_undo && !is_in_text(&event) && draft.back() {
                            event.prevent_default();
                            event.stop_propagation();
                        }
                    }
                >
                    {shown(returned)}
                    <Group draft=draft id=0 within=None />
                    {carry}
                    <Notice tone=Tone::Info><p aria-live="polite">{sentence}</p></Notice>
                    <p class="segment__hints">{hints}</p>
                </section>
                <Side app=app id=id found=found filter=draft.filter reason=reason />
            </div>
        </div>
    }
}

/// Whether a key was pressed where text is typed: taking back is the field's own there.
fn is_in_text(event: &KeyboardEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let text = "input:not([type=checkbox], [type=radio])";
    target.is_some_and(|target| target.matches(text).unwrap_or(false))
}

/// Why a customer is in it: the line of a group of several ways by which they came, else the first.
fn reason(draft: Draft, id: RecordId) -> Option<String> {
    let row = draft
        .app
        .live()
        .peek()
        .table(RecordKind::Customer)
        .row(id.uuid)?;
    let tree = draft.tree.read();
    let holds = |clause: &Clause| {
        let filter = clause.filter(draft.of(clause));
        draft.words(clause).is_some() && draft.found(filter).at(row)
    };
    fn lines<'t>(node: &'t Node<Clause>, within: Join, out: &mut Vec<(Join, &'t Clause)>) {
        match &node.of {
            What::Line(clause) => out.push((within, clause)),
            What::Group(join, nodes) => nodes.iter().for_each(|node| lines(node, *join, out)),
        }
    }
    let mut all = Vec::new();
    lines(tree.root(), Join::All, &mut all);
    let of = |join| {
        all.iter()
            .find(|(within, clause)| *within == join && holds(clause))
            .map(|(_, clause)| *clause)
    };
    let clause = of(Join::Any).or_else(|| of(Join::All))?;
    draft.words(clause)
}

/// Makes a segment of those who are in this one now.
#[component]
fn Freeze(app: App, id: RecordId, draft: Draft) -> impl IntoView {
    let page = app.page();
    let navigate = use_navigate();
    let freeze = move |()| {
        let Some(filter) = draft.filter.get_untracked() else {
            return;
        };
        let found = untrack(|| draft.found(filter));
        let live = app.live();
        let (ids, name) = {
            let workspace = live.peek();
            let table = workspace.table(RecordKind::Customer);
            let ids: Vec<RecordId> = found.rows().filter_map(|row| table.id(row)).collect();
            (ids, workspace.name(id).into_owned())
        };
        let day = app
            .format()
            .map(|format| format.date(app.today(), app.today()))
            .unwrap_or_default();
        let name = page.text(&message!("segment-frozen-name", name = name, day = day));
        let made = live.writer().new_id(RecordKind::Segment);
        let command = Command::All(vec![
            Command::Create {
                id: made,
                fields: vec![
                    (Key::one(segment::NAME), Some(Value::text(name))),
                    (Key::one(segment::KIND), Some(Value::text("static"))),
                ],
            },
            Command::Edit {
                ids,
                fields: vec![(carried(made), Some(Value::Bool(true)))],
                revision: None,
            },
        ]);
        if app.execute(&command).is_ok() {
            app.say(&message!("segment-frozen"), true);
            navigate(&app.record_path(made), Default::default());
        }
    };
    view! {
        <Button
            label=say(page, || message!("segment-freeze"))
            icon=Glyph::Segment
            disabled=Signal::derive(move || draft.filter.read().as_ref().is_none_or(|filter| draft.found(filter.clone()).count() == 0))
            reason=say(page, || message!("segment-nobody"))
            on_press=freeze
        />
    }
}

/// A segment of those who were chosen one by one.
#[component]
fn Chosen(app: App, id: RecordId) -> impl IntoView {
    let page = app.page();
    let kind = RecordKind::Customer;
    let own = Signal::derive(move || filter(&app.live().record(id), id));
    let found = Memo::new(move |_| {
        let Some(filter) = own.get() else {
            return Bits::default();
        };
        let live = app.live();
        depend::on_query(&live, &Query::new(kind).and(filter.clone()));
        passing(&live.peek(), filter, app.clock())
    });
    let ids = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.field(kind, kind.name_field());
        let table = workspace.table(kind);
        let mut named: Vec<(String, RecordId)> = found
            .read()
            .rows()
            .take(LISTED)
            .filter_map(|row| {
                let id = table.id(row)?;
                Some((workspace.name(id).into_owned(), id))
            })
            .collect();
        crate::domain::order::sort(&mut named);
        named
    });
    let put = move |ids: Vec<RecordId>, is_in: bool| {
        let fields = vec![(carried(id), is_in.then_some(Value::Bool(true)))];
        app.execute(&Command::Edit {
            ids,
            fields,
            revision: None,
        })
        .is_ok()
    };
    let anchor = RwSignal::<Option<Element>, LocalStorage>::new_local(None);
    let opener = NodeRef::<html::Span>::new();
    let remove = move |of: RecordId, name: String| {
        if put(vec![of], false) {
            app.say(&message!("segment-taken-out", name = name), true);
        }
    };
    let row = move |(name, of): (String, RecordId)| {
        let label = page.text(&message!("field-remove-value", value = name.as_str()));
        let own_name = name.clone();
        view! {
            <li class="segment-chosen__row">
                <a class="link truncate" href=app.record_href(of)>{name}</a>
                <span class="soft small truncate">{crate::ui::customers::about(app, of)}</span>
                <IconButton label=label glyph=Glyph::Cross plain=true small=true on_press=move |()| remove(of, own_name.clone()) />
            </li>
        }
    };
    let empty = move || {
        ids.read().is_empty().then(|| view! {
        <EmptyState glyph=Glyph::Segment title=say(page, || message!("segment-nobody")) text=say(page, || message!("segment-static-empty"))>
            <Button label=say(page, || message!("nav-customers")) href=app.href("customers") />
        </EmptyState>
    })
    };
    view! {
        <div class="page record">
            <Head app=app id=id>
                <span node_ref=opener>
                    <Button
                        label=say(page, || message!("segment-add-customer"))
                        icon=Glyph::Plus
                        kind=ButtonKind::Primary
                        on_press=move |()| anchor.set(opener.get_untracked().map(Into::into))
                    />
                </span>
            </Head>
            <Popover anchor=anchor label=say(page, || message!("segment-add-customer"))>
                <Finder app=app tab="" held=ids.read_untracked().iter().map(|(_, id)| *id).collect() on_choose=move |of| {
                    anchor.set(None);
                    put(vec![of], true);
                } />
            </Popover>
            <div class="segment__columns">
                <section class="segment__tree" aria-label=say(page, || message!("segment-who"))>
                    <ul class="segment-chosen">{move || ids.get().into_iter().map(row).collect_view()}</ul>
                    {empty}
                </section>
                <Side app=app id=id found=found filter=Signal::derive(move || own.get().map(|_: Filter| {
                    let id = crate::query::Operand::text(&id.to_string());
                    Filter::test("segment", crate::query::Test::Is(id))
                })) reason=|_| None />
            </div>
        </div>
    }
}

//! The deals of a pipeline, as a board, as a table or as a forecast. Which it is, and of which pipeline,
//! stands in the address like all that is asked of a list.

use super::board::DealBoard;
use super::card::{days_view, next_words};
use super::forecast::DealForecast;
use super::tab_filter;
use crate::domain::pipeline::ORDER;
use crate::domain::{RecordId, RecordKind, deal};
use crate::message;
use crate::ui::app::{App, say, use_app};
use crate::ui::components::{
    Button, ButtonKind, Chip, EmptyState, Glyph, Menu, MenuItem, NameCell, PageHeader, Tone,
};
use crate::ui::frame::{Making, is_typing};
use crate::ui::lists::cell::CellOf;
use crate::ui::lists::export_menu::ExportMenu;
use crate::ui::lists::layout::{Layout, LayoutSwitch, layout};
use crate::ui::lists::listing::{ListOf, Listing};
use crate::ui::lists::table::ListTable;
use crate::ui::lists::tabs::{ListTabs, label as list_label};
use crate::ui::lists::toolbar::ListToolbar;
use crate::ui::records::head::named;
use leptos::prelude::*;

static LAYOUTS: [Layout; 3] = [
    ("board", || message!("deals-board"), Glyph::Deals),
    ("table", || message!("deals-table"), Glyph::Table),
    ("forecast", || message!("deals-forecast"), Glyph::Insights),
];

static DEALS: ListOf = ListOf {
    kind: RecordKind::Deal,
    usual: &[
        "name",
        "stage",
        "amount",
        "expected_close",
        "next_step",
        "days_in_stage",
        "owner",
    ],
    order: "expected_close",
    tabs: &["open", "won", "lost", "all"],
    tab: tab_filter,
    width,
    phone: ("amount", 104),
    has_pages: true,
};

fn width(path: &str) -> Option<u16> {
    Some(match path {
        "name" => 280,
        "stage" => 124,
        "amount" => 104,
        "next_step" => 180,
        "days_in_stage" => 96,
        "owner" => 128,
        _ => return None,
    })
}

/// The page.
#[component]
pub fn DealsPage() -> impl IntoView {
    use_app().map(|app| view! { <Deals app=app /> })
}

/// What the table draws itself.
fn own_cell(app: App, id: Memo<Option<RecordId>>, path: &str) -> Option<AnyView> {
    Some(match path {
        "name" => name_cell(app, id),
        "stage" => stage_cell(app, id),
        "days_in_stage" => (move || id.get().map(|id| days_view(app, id))).into_any(),
        "next_step" => {
            let step = Memo::new(move |_| id.get().and_then(|id| next_words(app, id)));
            let view = move || {
                let (words, is_late) = step.get()?;
                let title = words.clone();
                Some(view! {
                    <span class="list-page__step truncate" title=title data-late=is_late.then_some("")>{words}</span>
                })
            };
            view.into_any()
        }
        _ => return None,
    })
}

fn name_cell(app: App, id: Memo<Option<RecordId>>) -> AnyView {
    let name = Signal::derive(move || {
        let id = id.get();
        id.map(|id| app.live().record(id).name(id).into_owned())
            .unwrap_or_default()
    });
    let customer = Signal::derive(move || {
        let customer = id.get().and_then(|id| named(app, id, deal::CUSTOMER));
        customer.map(|(_, name)| name).unwrap_or_default()
    });
    let href = Signal::derive(move || id.get().map(|id| app.record_href(id)).unwrap_or_default());
    view! { <NameCell name=name meta=customer href=href /> }.into_any()
}

fn stage_cell(app: App, id: Memo<Option<RecordId>>) -> AnyView {
    let stage = Memo::new(move |_| {
        let id = id.get()?;
        let code = {
            let live = app.live();
            let workspace = live.record(id);
            workspace.record(id)?.text(deal::STAGE).to_owned()
        };
        let stages = super::stages_of(app, id).into_iter();
        let mut stages = stages.filter(|stage| *stage.id == *code);
        let stage = stages.next()?;
        Some((stage.name().to_owned(), stage.category().to_owned()))
    });
    let label = Signal::derive(move || stage.get().map(|(name, _)| name).unwrap_or_default());
    let tone = Signal::derive(
        move || match stage.read().as_ref().map(|(_, of)| of.as_str()) {
            Some("won") => Tone::Positive,
            Some("open") => Tone::Info,
            _ => Tone::Neutral,
        },
    );
    view! { <Chip label=label tone=tone /> }.into_any()
}

#[component]
fn Deals(app: App) -> impl IntoView {
    let page = app.page();
    let making = use_context::<Making>();
    let list = Listing::new(app, &DEALS);
    let state = list.state;
    let way = Memo::new(move |_| layout(state, &LAYOUTS));
    let is_table = Memo::new(move |_| way.get() == "table");
    let is_board = Memo::new(move |_| way.get() == "board");
    let is_forecast = Memo::new(move |_| way.get() == "forecast");
    let chosen = Memo::new(move |_| {
        let uuid = state.read().read().pipeline?;
        Some(RecordId::new(RecordKind::Pipeline, uuid))
    });
    let pipeline = Memo::new(move |_| {
        let live = app.live();
        let workspace = live.kind(RecordKind::Pipeline);
        let is_there = |id: &RecordId| workspace.live(*id).is_some();
        chosen
            .get()
            .filter(is_there)
            .or_else(|| workspace.default_pipeline())
    });
    let create = move |()| {
        if let Some(making) = making {
            making.begin_deal(None, None);
        }
    };
    // D alone makes a deal here, as N D does everywhere.
    let press = window_event_listener(leptos::ev::keydown, move |event| {
        let has_command = event.ctrl_key() || event.meta_key() || event.alt_key();
        if !has_command && !event.default_prevented() && !is_typing(&event) && event.key() == "d" {
            event.prevent_default();
            create(());
        }
    });
    on_cleanup(move || press.remove());
    let switch = move || {
        view! { <LayoutSwitch app=app state=state label=|| message!("deals-layout") layouts=&LAYOUTS /> }
    };
    let title = say(page, || message!("deals-title"));
    let tab_label = move |tab: &'static str| match tab {
        "all" => page.text(&message!("list-all")),
        outcome => page.messages().option("deal", "outcome", outcome),
    };
    let empty = move || {
        view! {
            <EmptyState
                glyph=Glyph::Deals
                title=say(page, || message!("empty-deals-title"))
                text=say(page, || message!("empty-deals-body"))
            >
                <Button
                    label=say(page, || message!("deals-new"))
                    kind=ButtonKind::Primary
                    icon=Glyph::Plus
                    on_press=create
                />
                <Button
                    label=say(page, || message!("action-import"))
                    icon=Glyph::Download
                    href=app.href("import")
                />
            </EmptyState>
        }
    };
    let body = move || {
        if is_table.get() {
            return view! {
                <ListTable
                    list=list
                    label=list_label(list, title, tab_label)
                    own=move |(id, path): CellOf| own_cell(app, id, &path)
                    empty=empty
                />
            }
            .into_any();
        }
        if is_forecast.get() {
            // Of all pipelines, unless the address names one.
            let of = Signal::derive(move || chosen.get().and(pipeline.get()));
            return view! { <DealForecast app=app pipeline=of on_create=create /> }.into_any();
        }
        let board = move || {
            pipeline
                .get()
                .map(|pipeline| view! { <DealBoard list=list pipeline=pipeline /> })
        };
        view! { <Show when=move || { list.total.get() > 0 } fallback=empty>{board}</Show> }
            .into_any()
    };
    view! {
        <div class="page list-page" class:deals--floor=move || is_forecast.get()>
            <div class="list-page__list">
                <PageHeader
                    title=title
                    in_bar=true
                    beside=move || view! { <Pipelines list=list pipeline=pipeline is_board=is_board /> }
                    // On a phone the round button makes deals, and a selection is exported from its bar.
                    narrow=move || view! { <Show when=move || !is_board.get()>{switch()}</Show> }
                >
                    {switch()}
                    <Button
                        label=say(page, || message!("action-import"))
                        icon=Glyph::Download
                        href=app.href("import")
                    />
                    <Show when=move || is_table.get()>
                        <ExportMenu list=list />
                    </Show>
                    <Button label=say(page, || message!("deals-new")) icon=Glyph::Plus key="D" on_press=create />
                </PageHeader>
                <Show when=move || is_table.get()>
                    <ListTabs list=list label=tab_label />
                </Show>
                <Show when=move || !is_forecast.get()>
                    <ListToolbar
                        list=list
                        search=|| message!("deals-search")
                        rows=is_table
                        tools=move || view! {
                            <Show when=move || is_board.get()>
                                <span class="deals__switch">{switch()}</span>
                            </Show>
                        }
                    />
                </Show>
                {body}
            </div>
        </div>
    }
}

/// The choice among pipelines, where there are several. A table and a forecast can be of all.
#[component]
fn Pipelines(
    list: Listing,
    pipeline: Memo<Option<RecordId>>,
    is_board: Memo<bool>,
) -> impl IntoView {
    let Listing { app, state, .. } = list;
    let page = app.page();
    let all = Memo::new(move |_| {
        let live = app.live();
        let ids = live.field(RecordKind::Pipeline, ORDER).pipelines();
        let name = |id: RecordId| (id, live.record(id).name(id).into_owned());
        ids.into_iter().map(name).collect::<Vec<_>>()
    });
    let now = Memo::new(move |_| {
        if !is_board.get() && state.read().read().pipeline.is_none() {
            None
        } else {
            pipeline.get()
        }
    });
    let label = Signal::derive(move || {
        let all = all.read();
        let held = all.iter().find(|(id, _)| Some(*id) == now.get());
        held.map_or_else(
            || page.text(&message!("deals-all-pipelines")),
            |(_, name)| name.clone(),
        )
    });
    let items = Signal::derive(move || {
        let of = |(id, name): &(RecordId, String)| {
            MenuItem::new(id.uuid.to_string(), name.clone()).chosen(now.get() == Some(*id))
        };
        let mut items: Vec<MenuItem> = all.read().iter().map(of).collect();
        if !is_board.get() {
            let label = page.text(&message!("deals-all-pipelines"));
            items.push(MenuItem::new("", label).chosen(now.get().is_none()).group());
        }
        items
    });
    let choose = move |to: String| {
        state.change(false, |address| {
            address.pipeline = crate::domain::Uuid::parse(&to).ok()
        });
    };
    view! {
        <Show when=move || { all.read().len() > 1 }>
            <Menu
                label=label
                icon=Glyph::ChevronDown
                kind=ButtonKind::Quiet
                small=true
                items=items
                on_choose=choose
            />
        </Show>
    }
}

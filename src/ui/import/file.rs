//! The first step: the files, with what was recognised in each and how surely. What is a question
//! is asked here and never guessed.

use super::formats::{CurrencyRow, FormatRows, RegionRow};
use super::preview::Preview;
use super::sheet::{Sheet, Work};
use super::state::Importing;
use super::words;
use crate::exchange::Confidence;
use crate::exchange::encoding::{self, Encoding};
use crate::exchange::file::ACCEPTED;
use crate::exchange::table::Delimiter;
use crate::exchange::target::Subject;
use crate::message;
use crate::ui::app::{App, say};
use crate::ui::components::{
    Button, Chip, Choice, Glyph, Icon, IconButton, Notice, Progress, SelectField, Tone,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How many words are shown as evidence of an encoding.
const EVIDENCE_WORDS: usize = 2;

/// In how many of the first rows the names of the columns may stand.
const HEADER_ROWS: u32 = 12;

/// The step.
#[component]
pub(super) fn FileStep(app: App, importing: Importing) -> impl IntoView {
    let page = app.page();
    let input = NodeRef::<leptos::html::Input>::new();
    let choose = move |()| {
        if let Some(input) = input.get_untracked() {
            // The same file may be chosen again after it was corrected.
            input.set_value("");
            input.click();
        }
    };
    let chosen = move |_| {
        let files = input.get_untracked().and_then(|input| input.files());
        if let Some(files) = files {
            importing.take(super::list(&files));
        }
    };
    let note = Signal::derive(move || match importing.choices_left() {
        0 => page.text(&message!("import-nothing-written")),
        left => page.text(&message!("import-choices-left", count = left)),
    });
    let has_files = Signal::derive(move || !importing.files().is_empty());
    view! {
        <div class="page__scroll">
            <div class="import__narrow">
                <div class="import__drop">
                    <Icon glyph=Glyph::Download />
                    <div class="import__drop-words">
                        <p class="medium">
                            {move || page.text(&if has_files.get() {
                                message!("import-drop-more")
                            } else {
                                message!("import-drop")
                            })}
                        </p>
                        <p class="soft small">{move || page.text(&message!("import-drop-hint"))}</p>
                    </div>
                    <Button label=say(page, || message!("action-choose-files")) on_press=choose />
                    <input
                        type="file"
                        multiple=true
                        hidden=true
                        accept=ACCEPTED
                        node_ref=input
                        on:change=chosen
                    />
                </div>
                <For each=move || importing.files() key=|sheet| sheet.id let:sheet>
                    <FileCard app=app importing=importing sheet=sheet />
                </For>
            </div>
        </div>
        <super::Foot
            app=app
            importing=importing
            next=say(page, || message!("import-next-columns"))
            note=note
            disabled=Signal::derive(move || !importing.can_go_on())
        />
    }
}

#[component]
fn FileCard(app: App, importing: Importing, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let read = move || {
        let text = sheet.text.read();
        let seconds = words::seconds(app, text.as_ref()?.seconds);
        let size = words::size(app, sheet.size());
        Some(page.text(&message!(
            "import-file-read",
            size = size,
            seconds = seconds
        )))
    };
    let body = move || {
        if let Some(trouble) = sheet.trouble.get() {
            return view! {
                <div class="import__row">
                    <Notice tone=Tone::Negative urgent=true><p>{page.text(&trouble)}</p></Notice>
                </div>
                {sheet.text.read().is_some().then(|| view! { <Recognised app=app sheet=sheet /> })}
            }
            .into_any();
        }
        if sheet.inspection.read().is_none() {
            return view! { <Reading app=app sheet=sheet /> }.into_any();
        }
        view! { <Recognised app=app sheet=sheet /> }.into_any()
    };
    view! {
        <section class="card" aria-label=sheet.name()>
            <header class="card__head">
                <Icon glyph=Glyph::File />
                <h2 class="truncate">{sheet.name()}</h2>
                <span class="card__note push">{read}</span>
                <IconButton
                    label=say(page, move || message!("import-remove-file", file = sheet.name()))
                    glyph=Glyph::Cross
                    small=true
                    on_press=move |()| importing.remove(sheet)
                />
            </header>
            {body}
        </section>
    }
}

/// How far the reading has come.
#[component]
fn Reading(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let share = Signal::derive(move || match sheet.work.get() {
        Some(Work::Stage(_, share)) => share,
        _ => 0.0,
    });
    let text = Signal::derive(move || {
        app.format()
            .map(|format| format.percent(share.get() * 100.0))
            .unwrap_or_default()
    });
    view! {
        <div class="import__row">
            <Progress label=say(page, || message!("import-reading")) share=share text=text />
        </div>
    }
}

/// What was recognised, line by line; each can be chosen otherwise.
#[component]
fn Recognised(app: App, sheet: Sheet) -> impl IntoView {
    view! {
        <SubjectRow app=app sheet=sheet />
        <EncodingRow app=app sheet=sheet />
        <ShapeRow app=app sheet=sheet />
        <FormatRows app=app sheet=sheet />
        <CurrencyRow app=app sheet=sheet />
        <RegionRow app=app sheet=sheet />
        <Warnings app=app sheet=sheet />
        <Preview app=app sheet=sheet />
    }
}

/// How sure something is, as a chip.
fn surety(app: App, confidence: Signal<Option<Confidence>>) -> impl IntoView {
    let page = app.page();
    move || {
        let is_sure = confidence.get()? == Confidence::Sure;
        let (tone, message) = if is_sure {
            (Tone::Positive, message!("import-sure"))
        } else {
            (Tone::Warning, message!("import-check"))
        };
        Some(view! { <Chip label=page.text(&message) tone=tone /> })
    }
}

#[component]
fn SubjectRow(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let found = move || sheet.inspection.get().map(|found| found.source);
    let choices = Signal::derive(move || {
        let none = sheet.subject.read().is_none();
        let none = none.then(|| Choice::new("", page.text(&message!("import-subject-none"))));
        let subjects = Subject::ALL
            .into_iter()
            .map(|subject| Choice::new(subject.code(), page.text(&words::subject(subject))));
        none.into_iter().chain(subjects).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || {
        sheet
            .subject
            .get()
            .map(Subject::code)
            .unwrap_or_default()
            .to_owned()
    });
    let origin = move || {
        let found = found()?;
        let known = message!("import-source-known", known = found.known, total = found.of);
        Some(match words::source(found.source) {
            Some(name) => view! {
                <span class="medium">{name}</span>
                <span class="soft small">{page.text(&known)}</span>
            }
            .into_any(),
            None => view! {
                <span class="soft small">{page.text(&message!("import-source-unknown"))}</span>
            }
            .into_any(),
        })
    };
    let confidence = Signal::derive(move || {
        let found = found()?;
        let is_chosen = sheet.subject.get().is_some() && sheet.subject.get() != found.subject;
        Some(if is_chosen {
            Confidence::Sure
        } else {
            found.confidence
        })
    });
    view! {
        <div class="import__row">
            <Icon glyph=Glyph::Bolt />
            <span class="import__what soft">{move || page.text(&message!("import-what"))}</span>
            <span class="import__found">
                <SelectField
                    label=say(page, || message!("import-what"))
                    quiet=true
                    value=value
                    choices=choices
                    on_change=move |code: String| sheet.set_subject(Subject::from_code(&code))
                />
                {origin}
            </span>
            {surety(app, confidence)}
        </div>
    }
}

#[component]
fn EncodingRow(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let value = Signal::derive(move || {
        let text = sheet.text.read();
        text.as_ref().map_or_else(String::new, |text| {
            text.detection.encoding.code().to_owned()
        })
    });
    let choices = Signal::derive(|| {
        Encoding::ALL
            .map(|one| Choice::new(one.code(), words::encoding(one)))
            .to_vec()
    });
    // What proves that the letters are right, or else why this encoding was taken.
    let evidence = move || {
        let text = sheet.text.get()?;
        let mut found = encoding::evidence(&text.text, EVIDENCE_WORDS);
        // What could not be read proves nothing.
        found.retain(|word| !word.contains(char::REPLACEMENT_CHARACTER));
        let is_doubtful = text.detection.confidence == Confidence::Doubtful;
        Some(if found.is_empty() || is_doubtful {
            page.messages()
                .encoding_reason(text.detection.reason.code())
        } else {
            let format = app.format()?;
            let quoted =
                |word: &String| page.text(&message!("value-quoted", value = word.as_str()));
            let sample = format.list(&found.iter().map(quoted).collect::<Vec<_>>());
            page.text(&message!("import-encoding-sample", sample = sample))
        })
    };
    let confidence = Signal::derive(move || {
        let text = sheet.text.read();
        text.as_ref().map(|text| text.detection.confidence)
    });
    view! {
        <div class="import__row">
            <Icon glyph=Glyph::File />
            <span class="import__what soft">{move || page.text(&message!("import-text"))}</span>
            <span class="import__found">
                <SelectField
                    label=say(page, || message!("import-text"))
                    quiet=true
                    value=value
                    choices=choices
                    on_change=move |code: String| spawn_local(sheet.decode(Encoding::parse(&code)))
                />
                <span class="soft small">{evidence}</span>
            </span>
            {surety(app, confidence)}
        </div>
    }
}

#[component]
fn ShapeRow(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let shape = move || sheet.inspection.get().map(|found| found.shape.clone());
    let delimiter = Signal::derive(move || {
        shape().map_or_else(String::new, |shape| shape.delimiter.code().to_owned())
    });
    let delimiters = Signal::derive(move || {
        let messages = page.messages();
        Delimiter::ALL
            .map(|one| Choice::new(one.code(), messages.delimiter(one.code())))
            .to_vec()
    });
    let header = Signal::derive(move || {
        let row = shape().and_then(|shape| shape.header_row);
        row.map_or_else(String::new, |row| row.to_string())
    });
    let headers = Signal::derive(move || {
        let none = Choice::new("", page.text(&message!("import-header-none")));
        let row = |row: u32| {
            Choice::new(
                row.to_string(),
                page.text(&message!("import-header-at", row = row)),
            )
        };
        let last = shape().and_then(|shape| shape.header_row).unwrap_or(1);
        let rows = (1..=HEADER_ROWS.max(last)).map(row);
        std::iter::once(none).chain(rows).collect::<Vec<_>>()
    });
    let size = move || {
        let found = sheet.inspection.get()?;
        let columns = found.shape.names.len() + found.shape.left_out;
        Some(page.text(&message!(
            "import-shape-rows",
            rows = usize::try_from(found.rows).unwrap_or(usize::MAX),
            columns = columns
        )))
    };
    let confidence = Signal::derive(move || {
        let shape = shape()?;
        Some(shape.delimiter_confidence.min(shape.header_confidence))
    });
    let set_delimiter = move |code: String| {
        let chosen = Delimiter::ALL.into_iter().find(|one| one.code() == code);
        if let Some(delimiter) = chosen {
            sheet.set_delimiter(delimiter);
        }
    };
    let set_header = move |row: String| {
        sheet.reshape(move |shape, text| shape.with_header(text, row.parse().ok()));
    };
    view! {
        <div class="import__row">
            <Icon glyph=Glyph::Table />
            <span class="import__what soft">{move || page.text(&message!("import-shape"))}</span>
            <span class="import__found">
                <span>{size}</span>
                <SelectField
                    label=say(page, || message!("import-delimiter"))
                    quiet=true
                    value=delimiter
                    choices=delimiters
                    on_change=set_delimiter
                />
                <SelectField
                    label=say(page, || message!("import-header"))
                    quiet=true
                    value=header
                    choices=headers
                    on_change=set_header
                />
            </span>
            {surety(app, confidence)}
        </div>
    }
}

/// What else one should know before going on.
#[component]
fn Warnings(app: App, sheet: Sheet) -> impl IntoView {
    let page = app.page();
    let sentences = move || {
        let mut sentences: Vec<String> = Vec::new();
        let file = sheet.name();
        if sheet
            .text
            .read()
            .as_ref()
            .is_some_and(|text| text.malformed > 0)
        {
            sentences.push(page.text(&message!("import-bad-characters", file = file.as_str())));
        } else if sheet.has_doubtful_letters() {
            sentences.push(page.text(&message!("file-encoding-doubtful", file = file.as_str())));
        }
        let Some(found) = sheet.inspection.get() else {
            return sentences;
        };
        let (shown, left_out) = (found.shape.names.len(), found.shape.left_out);
        if left_out > 0 {
            sentences.push(page.text(&message!(
                "file-too-many-columns",
                file = file.as_str(),
                count = shown + left_out,
                max = shown
            )));
        }
        let names = &found.shape.names;
        let repeated = names.iter().enumerate().find(|(at, name)| {
            !name.is_empty() && names.iter().take(*at).any(|other| other == *name)
        });
        if let Some((_, name)) = repeated {
            let (column, file) = (name.as_str(), file.as_str());
            sentences.push(page.text(&message!(
                "file-repeated-header",
                column = column,
                file = file
            )));
        }
        if let Some(problem) = found.problems.first() {
            let problem = crate::exchange::import::ImportProblem {
                row: problem.row,
                line: problem.line,
                column: None,
                field: None,
                what: crate::exchange::import::Wrong::Row(problem.fault),
            };
            sentences.push(words::reason(app, sheet, &problem));
        }
        if found.faults > 1 {
            sentences.push(page.text(&message!("import-more-faults", count = found.faults - 1)));
        }
        sentences
    };
    move || {
        let sentences = sentences();
        (!sentences.is_empty()).then(|| {
            view! {
                <div class="import__row">
                    <div class="import__warning">
                        <Notice tone=Tone::Warning>
                            {sentences.into_iter().map(|one| view! { <p>{one}</p> }).collect_view()}
                        </Notice>
                    </div>
                </div>
            }
        })
    }
}

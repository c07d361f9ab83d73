//! A list as a CSV file: the records' ids and the columns that show, or all fields, a row for each
//! record, values as they are typed, so that the file is read back as the same records. Columns that
//! show are headed by what people call them, moments stand on the reader's clock; all fields by their paths, which are the same in every
//! language and known to the import.

use super::field::{ListField, named};
use crate::domain::RecordId;
use crate::exchange::csv_write::{WriteOptions, Writer};
use crate::message;
use crate::query::cell::{Cells, paths};
use crate::ui::app::App;

/// The path of a record's id, and its head: the same in every language, since the import knows our
/// own files by it.
const ID: &str = "id";
const ID_HEAD: &str = "ID";

/// Gives the records as a file to keep: in these columns, or with all fields.
pub fn export(app: App, ids: &[RecordId], shown: Option<&[String]>, fields: &[ListField]) {
    let Some(kind) = ids.first().map(|id| id.kind) else {
        return app.say(&message!("export-nothing"), false);
    };
    let mut writer = Writer::new(WriteOptions {
        zone: app.clock().zone,
        ..WriteOptions::default()
    });
    {
        let live = app.live();
        let workspace = live.peek();
        let now = app.clock();
        // An address may name columns that this kind does not have.
        let is_there = |path: &&String| {
            *path != ID && Cells::new(&workspace, kind, &[(*path).clone()], now).is_ok()
        };
        let paths: Vec<String> = match shown {
            Some(shown) => {
                let known = shown.iter().filter(is_there).cloned();
                std::iter::once(ID.to_owned()).chain(known).collect()
            }
            None => paths(&workspace, kind),
        };
        let heads = paths.iter().map(|path| match (shown, path.as_str()) {
            (None, path) => path,
            (Some(_), ID) => ID_HEAD,
            (Some(_), path) => named(fields, path).map_or(path, |field| field.label.as_str()),
        });
        writer.row(heads);
        let Ok(cells) = Cells::new(&workspace, kind, &paths, now) else {
            return;
        };
        let name = |id| workspace.name(id).into_owned();
        let table = workspace.table(kind);
        for row in ids.iter().filter_map(|id| table.row(id.uuid)) {
            let values = cells.row(row);
            let told = cells.currency(&values);
            for value in &values {
                writer.value(value.as_ref(), told, &name);
            }
            writer.end_row();
        }
    }
    let file = format!("{}-{}.csv", kind.collection(), app.today());
    let text = writer.take();
    app.page()
        .host()
        .download(&file, "text/csv", text.into_bytes());
    app.say(
        &message!("toast-exported", count = ids.len(), file = file),
        false,
    );
}

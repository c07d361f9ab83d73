//! A list as a CSV file: the records' ids and the columns that show, a row for each record, values
//! as they are typed, so that the file is read back as the same records.

use super::field::{ListField, named};
use crate::domain::RecordId;
use crate::exchange::csv_write::{WriteOptions, Writer};
use crate::message;
use crate::query::Now;
use crate::query::cell::Cells;
use crate::ui::app::App;

/// The path of a record's id, and its head: the same in every language, since the import knows our
/// own files by it.
const ID: &str = "id";
const ID_HEAD: &str = "ID";

/// Gives the records as a file to keep.
pub fn export(app: App, ids: &[RecordId], paths: &[String], fields: &[ListField]) {
    let Some(kind) = ids.first().map(|id| id.kind) else {
        return;
    };
    let mut writer = Writer::new(WriteOptions::default());
    let shown = paths.iter().filter(|path| *path != ID).cloned();
    let paths: Vec<String> = std::iter::once(ID.to_owned()).chain(shown).collect();
    let heads = paths.iter().map(|path| {
        let label = || named(fields, path).map_or(path.as_str(), |field| field.label.as_str());
        if path == ID { ID_HEAD } else { label() }
    });
    writer.row(heads);
    {
        let live = app.live();
        let workspace = live.peek();
        let now = Now::from(app.today());
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

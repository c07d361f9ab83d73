//! A list as a CSV file: the columns that show, a row for each record, values as they are typed,
//! so that the file can be read back.

use super::field::{ListField, named, stage_name};
use super::value::{at, draft, typed};
use crate::domain::{RecordId, RecordKind, Value};
use crate::exchange::csv_write::{WriteOptions, Writer};
use crate::message;
use crate::query::{Column, Now};
use crate::ui::app::App;

/// Gives the records as a file to keep.
pub fn export(app: App, ids: &[RecordId], paths: &[String], fields: &[ListField]) {
    let Some(kind) = ids.first().map(|id| id.kind) else {
        return;
    };
    let mut writer = Writer::new(WriteOptions::default());
    let heads: Vec<&str> = paths
        .iter()
        .map(|path| named(fields, path).map_or(path.as_str(), |field| field.label.as_str()))
        .collect();
    writer.row(heads);
    {
        let live = app.live();
        let workspace = live.peek();
        let now = Now::from(app.today());
        // What is worked out has no register: it is read from its column.
        let columns: Vec<Option<Column>> = paths
            .iter()
            .map(|path| Column::find(&workspace, kind, path, now).ok())
            .collect();
        let table = workspace.table(kind);
        let rows = ids.iter().filter_map(|id| table.row(id.uuid));
        for row in rows {
            let Some(record) = table.record(row) else {
                continue;
            };
            for (path, column) in paths.iter().zip(&columns) {
                let value = at(&record, path).or_else(|| {
                    column
                        .as_ref()
                        .and_then(|column| column.value(&workspace, row))
                });
                match value {
                    None => writer.text(""),
                    Some(Value::Ref(id)) => writer.text(&workspace.name(id)),
                    Some(Value::Text(code))
                        if (kind, path.as_str()) == (RecordKind::Deal, "stage") =>
                    {
                        writer.text(&stage_name(app, &code));
                    }
                    Some(value @ (Value::Text(_) | Value::Part(_) | Value::Unknown(_))) => {
                        writer.text(&typed(&value));
                    }
                    Some(value) => writer.number(&draft(app, &value)),
                }
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

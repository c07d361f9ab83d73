//! Keeps the house in order: what compilers do not check and reviewers forget. Each rule is a
//! function from the tree's files to findings, and each has a test with a planted violation, so
//! that a rule that has gone blind shows. Why the rules are as they are stands in STYLE.md.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    missing_docs,
    unreachable_pub
)]

mod layers;
mod messages;
mod source;
mod styles;
mod texts;
mod tree;

use tree::Tree;

/// Fails with every finding; says so where there was nothing to look at.
fn expect_none(rule: &str, tree: &Tree, under: &[&str], findings: &[String]) {
    for place in under {
        if tree.under(place).next().is_none() {
            tree::say(&format!("tidy: {rule}: nothing to check in {place} yet"));
        }
    }
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}

macro_rules! rules {
    ($($name:ident: $check:path, $under:expr;)*) => {
        $(#[test]
        fn $name() {
            let tree = Tree::read();
            expect_none(stringify!($name), &tree, &$under, &$check(&tree));
        })*
    };
}

rules! {
    layers_import_only_what_the_table_allows: layers::imports, ["src/domain", "src/ui"];
    the_library_names_the_layers_in_their_order: layers::order, ["src/lib.rs"];
    only_the_outer_layers_know_the_browser: layers::foreign, ["src"];
    every_file_says_what_it_is: texts::headers, ["src"];
    modules_stand_beside_their_folders: texts::no_mod_rs, ["src"];
    nothing_panics_on_purpose: texts::no_panics, ["src"];
    nothing_is_unsafe: texts::no_unsafe, ["src"];
    nothing_is_left_for_later: texts::no_leftovers, ["src"];
    files_stay_readable: texts::lengths, ["src"];
    nothing_is_fetched_from_others: texts::no_foreign_hosts, ["public"];
    components_and_style_sheets_come_in_pairs: styles::pairs, ["src/ui/components", "style/components"];
    every_style_sheet_is_imported_once: styles::imported, ["style"];
    classes_used_and_defined_are_the_same: styles::classes, ["src/ui", "style/components"];
    colours_and_sizes_come_from_tokens: styles::tokens, ["style"];
    both_languages_say_the_same: messages::same, ["src/i18n/en.ftl", "src/i18n/zh-CN.ftl"];
    every_message_is_used: messages::used, ["src/i18n/en.ftl"];
    words_apart_are_known_where_they_are_said: messages::known, ["src/ui"];
}

/// What is worked out is offered by its name in filters, orders and columns.
#[test]
fn every_field_that_is_worked_out_has_a_label() {
    use satchel::domain::RecordKind;
    use satchel::i18n::Key;
    use satchel::query::column::derived_fields;
    // Shown under the label of the field or part that they are read from, or not at all.
    let elsewhere = ["id", "company", "email", "phone"];
    for kind in RecordKind::ALL {
        let shown = derived_fields(kind).iter().map(|derived| derived.name);
        for name in shown.filter(|name| !elsewhere.contains(name)) {
            let own = Key::find(&format!("field-{}-{name}", kind.code()));
            let found = own.or_else(|| Key::find(&format!("field-{name}")));
            assert!(found.is_some(), "{kind:?} has no label for {name}");
        }
    }
}

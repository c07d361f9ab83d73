//! Journeys of files: imported, exported, backed up, restored.

use super::house::{House, encoded, id_of};
use crate::storage::memory::Memory;
use serde_json::{Value as Json, json};

/// Accounts, products, sellers and a pipeline in the manner of files that people have.
const ACCOUNTS: &str = "account,sector,year_established,revenue,employees,office_location\n\
    Acme,technolgy,1996,1100.04,2822,United States\nBeta,medical,1999,251.41,495,Kenya\n";
const PRODUCTS: &str = "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n";
const SELLERS: &str =
    "sales_agent,manager,regional_office\nMoses Frase,Dustin,Central\nAnna Snelling,Cara,East\n";
const PIPELINE: &str = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n\
    A1,Moses Frase,GTXPro,Acme,Won,10/20/2016,3/1/2017,4514\n\
    A2,Anna Snelling,MG Special,,Prospecting,,,\n\
    A3,Nobody,MG Special,Beta,Lost,10/25/2016,3/7/2017,0\n\
    A4,Moses Frase,MG Special,Acme,Engaging,10/26/2016,,\n\
    A5,Moses Frase,MG Special,Acme,Won,10/25/2016,13/45/2017,50\n";

#[test]
fn files_are_imported_and_say_what_became_of_every_row() {
    let house = House::new();
    let import =
        |query: &str, file: &str| house.asks("POST", &format!("/api/import?{query}"), file);
    let dry = import(
        "record=customers&name=accounts.csv&currency=USD&dry_run=true",
        ACCOUNTS,
    );
    assert_eq!(
        (dry.status, &dry.json["created"]),
        (200, &json!(2)),
        "{}",
        dry.text
    );
    assert_eq!(dry.json["batch"], Json::Null);
    assert_eq!(house.gets("/api/customers")["total"], 0);
    let mapping = encoded(
        &json!({"account": "name", "sector": "industry", "revenue": null,
        "year_established": "custom.founded"}),
    );
    let done = import(
        &format!("record=customers&name=accounts.csv&mapping={mapping}"),
        ACCOUNTS,
    );
    assert_eq!(done.json["mapping"]["account"], "name");
    assert_eq!(done.json["mapping"]["year_established"], "custom.founded");
    assert!(
        done.json["unmapped"]
            .as_array()
            .unwrap()
            .contains(&json!("revenue"))
    );
    assert_eq!(
        (&done.json["encoding"], &done.json["header_row"]),
        (&json!("utf-8"), &json!(1))
    );
    let acme = house.gets("/api/customers?q=acme&fields=name,kind,custom.founded");
    assert_eq!(acme["items"][0]["custom.founded"], json!(1996));
    assert_eq!(acme["items"][0]["kind"], "company");
    assert_eq!(
        import("record=products&currency=USD", PRODUCTS).json["created"],
        2
    );
    let offices = encoded(
        &json!({"sales_agent": "name", "manager": "custom.manager", "regional_office": "custom.office"}),
    );
    assert_eq!(
        import(&format!("record=owners&mapping={offices}"), SELLERS).json["created"],
        2
    );
    let deals = import(
        "record=deals&on_reference=suggested&currency=USD&name=sales_pipeline.csv",
        PIPELINE,
    );
    let count = |name: &str| deals.json[name].as_u64().unwrap();
    assert_eq!(count("read"), 5, "{}", deals.text);
    assert_eq!(
        count("read"),
        count("created") + count("updated") + count("skipped") + count("rejected")
    );
    assert_eq!((count("created"), count("rejected")), (4, 1));
    let problem = &deals.json["problems"][0];
    assert_eq!(
        (&problem["row"], &problem["column"]),
        (&json!(6), &json!("close_date")),
        "{problem}"
    );
    let unknown = deals.json["unknown"].as_array().unwrap();
    let became = |value: &str| {
        unknown
            .iter()
            .find(|one| one["value"] == json!(value))
            .map(|one| one["became"].clone())
    };
    assert_eq!(became("GTXPro"), Some(json!("record")));
    assert_eq!(became("Nobody"), Some(json!("text")));
    assert_eq!(became("Engaging"), Some(json!("added")));
    let won = encoded(&json!({"field": "outcome", "is": "won"}));
    assert_eq!(
        house.gets(&format!("/api/deals?filter={won}"))["items"][0]["amount"],
        json!({"minor": 451_400, "currency": "USD"})
    );
    let without = encoded(&json!({"field": "customer", "empty": true}));
    assert_eq!(
        house.gets(&format!("/api/deals?filter={without}"))["total"],
        1
    );
    // The same file again changes nothing; one undo takes the first one back.
    let again = import(
        "record=deals&on_reference=suggested&currency=USD&name=sales_pipeline.csv",
        PIPELINE,
    );
    assert_eq!(
        (&again.json["created"], &again.json["skipped"]),
        (&json!(0), &json!(4)),
        "{}",
        again.text
    );
    let undone = house.asks(
        "POST",
        "/api/undo",
        &json!({"batch": deals.json["batch"]}).to_string(),
    );
    assert_eq!(
        (undone.status, &house.gets("/api/deals")["total"]),
        (200, &json!(0)),
        "{}",
        undone.text
    );
    let log = house.gets("/api/changes?limit=1000");
    assert!(
        log["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|change| change["made"]["deals"] == json!(4))
    );

    assert_eq!(
        import("record=tickets", PIPELINE).told(),
        (400, "bad_request", vec![("record", "not_an_option")])
    );
    assert_eq!(
        import("dry_run=true", PIPELINE).told(),
        (400, "bad_request", vec![("record", "required")])
    );
    assert_eq!(
        import("record=deals&on_duplicate=x&on_unknown=y", PIPELINE).status,
        400
    );
    let mapping = encoded(&json!({"colour": "name"}));
    assert_eq!(
        import(&format!("record=deals&mapping={mapping}"), PIPELINE).told(),
        (400, "bad_request", vec![("mapping", "no_such_column")])
    );
    let mapping = encoded(&json!({"account": "colour"}));
    assert_eq!(
        import(&format!("record=deals&mapping={mapping}"), PIPELINE).told(),
        (400, "bad_request", vec![("mapping", "no_such_field")])
    );
    assert_eq!(
        import("record=deals", "").told(),
        (422, "file_empty", vec![])
    );
    assert_eq!(
        import("record=deals", "PK\u{3}\u{4}xl/workbook.xml").told(),
        (422, "file_not_text", vec![])
    );
    let form = house.with_header(
        "POST",
        "/api/import?record=deals",
        PIPELINE,
        ("content-type", "multipart/form-data; boundary=x"),
    );
    assert_eq!(form.status, 415);
}

#[test]
fn a_list_is_a_file_for_spreadsheets_or_programs() {
    let house = House::new();
    let kanal = house.makes(
        "customers",
        json!({"kind": "company", "name": "=Kanal", "tags": ["b", "a"],
        "emails": ["a@kanal.example"], "addresses": [{"city": "Gent"}]}),
    );
    house.makes(
        "customers",
        json!({"kind": "person", "name": "Anna", "companies": [{"customer": id_of(&kanal)}]}),
    );
    let file = house.asks(
        "GET",
        "/api/export/customers?format=csv&sort=name&fields=name,email,company,tags,addresses.city",
        "",
    );
    assert_eq!(
        file.header("Content-Disposition"),
        "attachment; filename=\"customers-2026-03-05.csv\""
    );
    assert_eq!(
        file.text,
        "\u{feff}name,email,company,tags,addresses.city\r\n'=Kanal,a@kanal.example,,\"a, b\",Gent\r\nAnna,,'=Kanal,,\r\n"
    );
    let whole = house.asks("GET", "/api/export/customers?format=csv&q=anna", "");
    assert_eq!(whole.text.lines().count(), 2);
    assert!(
        whole.text.starts_with("\u{feff}id,kind,name,given_name"),
        "{}",
        whole.text
    );
    let documents = house.asks("GET", "/api/export/customers?format=json&sort=-name", "");
    assert_eq!(documents.json.as_array().unwrap().len(), 2);
    assert_eq!(
        documents.json[1],
        house.gets(&format!("/api/customers/{}", id_of(&kanal)))
    );
}

#[test]
fn a_backup_is_restored_into_what_is_there_or_in_its_place() {
    let house = House::new();
    let kanal = house.makes("customers", json!({"kind": "company", "name": "Kanal"}));
    let backup = house.asks("GET", "/api/backup", "");
    assert_eq!(
        backup.header("Content-Disposition"),
        "attachment; filename=\"kaffeehaus-2026-03-05.satchel.jsonl\""
    );
    let hash = house.gets("/api/status")["content_hash"].clone();
    house.makes("customers", json!({"kind": "company", "name": "Fjord"}));
    house.asks(
        "PATCH",
        &format!("/api/customers/{}", id_of(&kanal)),
        r#"{"name":"Canal"}"#,
    );
    let replaced = house.asks("POST", "/api/restore?mode=replace", &backup.text);
    assert_eq!(
        (replaced.status, &replaced.json["trashed"]),
        (200, &json!(1)),
        "{}",
        replaced.text
    );
    assert_eq!(
        (&replaced.json["is_whole"], &replaced.json["updated"]),
        (&json!(true), &json!(1))
    );
    assert_eq!(house.gets("/api/status")["content_hash"], hash);
    let undone = house.asks(
        "POST",
        "/api/undo",
        &json!({"batch": replaced.json["batch"]}).to_string(),
    );
    assert_eq!(
        (undone.status, &house.gets("/api/customers")["total"]),
        (200, &json!(2)),
        "{}",
        undone.text
    );
    // A workspace that a backup brought stays one when that is undone.
    let brought = House::over(Memory::default());
    brought.asks("POST", "/api/restore?mode=merge", &backup.text);
    assert_eq!(brought.asks("POST", "/api/undo", "").status, 200);
    assert_eq!(brought.gets("/api/customers")["total"], 0);
    assert_eq!(brought.gets("/api/settings")["name"], "Kaffeehaus");
    let empty = House::over(Memory::default());
    let merged = empty.asks("POST", "/api/restore?mode=merge", &backup.text);
    assert_eq!(
        merged.json["created"], merged.json["read"],
        "{}",
        merged.text
    );
    assert_eq!(empty.gets("/api/status")["content_hash"], hash);
    assert_eq!(empty.reopened().gets("/api/status")["content_hash"], hash);
    assert_eq!(
        empty
            .asks("POST", "/api/restore?mode=merge", "name\nAnn\n")
            .told(),
        (422, "not_a_backup", vec![])
    );
    assert_eq!(
        empty.asks("POST", "/api/restore", &backup.text).told(),
        (400, "bad_request", vec![("mode", "required")])
    );
    let torn = &backup.text[..backup.text.len() / 2];
    // What it lacks would go to the trash.
    let refused = house.asks("POST", "/api/restore?mode=replace", torn);
    assert_eq!(
        (refused.status, &refused.json["error"]),
        (422, &json!("not_whole"))
    );
    assert_ne!(refused.json["problems"], json!([]));
    assert_eq!(house.gets("/api/customers")["total"], 2);
    let told = empty.asks("POST", "/api/restore?mode=merge", torn);
    assert_eq!(
        (told.status, &told.json["is_whole"]),
        (200, &json!(false)),
        "{}",
        told.text
    );
}

#[test]
fn an_exported_file_reads_back_as_it_was_written() {
    let house = House::new();
    let kanal = house.makes(
        "customers",
        json!({"kind": "company", "name": "Kanal", "tags": ["a", "b"], "size": 5,
            "emails": ["a@k.example", "b@k.example"], "phones": ["030 90182001"],
            "addresses": [{"type": "billing", "street": "Quai 1", "city": "Gent"}],
            "annual_revenue": "12.50 USD", "do_not_call": true, "website": "https://k.example",
            "consent": {"email": true, "at": "2025-01-01"}}),
    );
    let bo = house.makes(
        "customers",
        json!({"kind": "person", "given_name": "Bo", "family_name": "Li", "birthday": "1980-02-01",
            "companies": [{"customer": kanal["id"], "role": "Buyer"}]}),
    );
    house.makes(
        "deals",
        json!({"name": "Beans", "customer": kanal["id"], "stage": "won", "amount": "5 EUR",
            "closed_at": "2025-01-01", "probability": 20}),
    );
    house.makes(
        "products",
        json!({"name": "Cup", "price": "5 USD", "cost": "4 EUR", "code": "-1"}),
    );
    house.makes(
        "transactions",
        json!({"date": "2025-01-01", "amount": "500 JPY", "kind": "refund", "customer": bo["id"]}),
    );
    house.makes(
        "activities",
        json!({"kind": "call", "subject": "=1+1", "about": kanal["id"], "at": "2025-01-01T10:00:00Z"}),
    );
    let before = house.gets("/api/status")["replica_hash"].clone();
    for kind in crate::api::transfer::IMPORTED {
        let of = kind.collection();
        let file = house
            .asks("GET", &format!("/api/export/{of}?format=csv"), "")
            .text;
        let again = house.asks(
            "POST",
            &format!("/api/import?record={of}&name={of}.csv"),
            &file,
        );
        let count = |name: &str| again.json[name].as_u64().unwrap();
        assert!(count("read") > 0);
        assert_eq!(
            count("skipped"),
            count("read"),
            "{of}: {}\n{file}",
            again.text
        );
    }
    assert_eq!(house.gets("/api/status")["replica_hash"], before);
    // Where no column tells the currency, an amount of another than the workspace's says it.
    let file = house.asks(
        "GET",
        "/api/export/products?format=csv&fields=price,cost",
        "",
    );
    assert_eq!(file.text, "\u{feff}price,cost\r\n5.00 USD,4.00\r\n");
    let file = house.asks(
        "GET",
        "/api/export/products?format=csv&fields=price,cost,currency",
        "",
    );
    assert_eq!(
        file.text,
        "\u{feff}price,cost,currency\r\n5.00,4.00 EUR,USD\r\n"
    );
}

#[test]
fn the_files_of_a_workspace_make_it_again_in_an_empty_one() {
    use crate::domain::RecordKind::{Activity, Customer, Deal, Owner, Product, Transaction};
    use crate::session::sample::{Language, Sample};
    for language in [Language::English, Language::Chinese] {
        let full = House::new();
        let pipeline = full.session.workspace().default_pipeline().unwrap();
        let context = full.session.begin_batch();
        let sample = Sample {
            language,
            today: context.today,
            at: context.at,
            zone: crate::domain::Zone::UTC,
            stamp: context.stamp,
            pipeline,
            customers: 80,
        };
        full.publishes(&sample.records(), context);
        // What spreadsheets and other readers of such files get wrong.
        for (name, text) in [
            ("=HYPERLINK(\"http://x.example\")", "'00123"),
            ("+1", "line one\nline \"two\", 3"),
            ("@SUM(A1)", "=\"00456\""),
            ("O'Neil; Sons | Co", "\u{feff}mark"),
        ] {
            full.makes(
                "customers",
                json!({"kind": "company", "name": name, "description": text,
                    "tags": ["-1", "two words"]}),
            );
        }
        let empty = House::new();
        for kind in [Owner, Product, Customer, Deal, Transaction, Activity] {
            let of = kind.collection();
            let export = |house: &House| {
                let path = format!("/api/export/{of}?format=csv");
                house.asks("GET", &path, "").text
            };
            let file = export(&full);
            let path = format!("/api/import?record={of}&name={of}.csv");
            let done = empty.asks("POST", &path, &file);
            assert_eq!(done.json["rejected"], json!(0), "{of}: {}", done.text);
            let rows = |text: &str| {
                let mut rows: Vec<String> = text.split("\r\n").map(str::to_owned).collect();
                rows.sort();
                rows
            };
            let (was, is) = (rows(&file), rows(&export(&empty)));
            for (was, is) in was.iter().zip(&is) {
                assert_eq!(was, is, "{of}");
            }
            assert_eq!(was.len(), is.len(), "{of}");
        }
    }
}

//! Whole files, imported into a workspace: what comes of them, what is asked and what is refused.
//! More than 600 lines: each test is a file in small.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]
use super::*;
use crate::document::page::Page;
use crate::domain::{
    Currency, Date, Instant, Record, RecordId, ReplicaId, Stamp, Uuid, Value, customer, deal,
    field, product,
};
use crate::exchange::csv_write::{WriteOptions, Writer};
use crate::exchange::import::ask::Asking;
use crate::exchange::import::index::Index;
use crate::exchange::import::plan::Action;
use crate::exchange::import::question::{Answer, Answers, Question, answered};
use crate::exchange::import::stage::Stager;
use crate::exchange::import::{Evidence, OnConflict, OnDuplicate, OnReference, OnUnknown, Outcome};
use crate::exchange::inspect::Inspector;
use crate::exchange::mapping::suggest;
use crate::session::found::Founding;
use crate::workspace::change::{Body, Change, Label, PageId, PageRef, Verb};
use crate::workspace::command::Context;
use crate::workspace::decide::decide;

fn indexes(workspace: &Workspace, survey: &Survey) -> BTreeMap<RecordKind, Index> {
    let kinds = survey.kinds().into_iter();
    kinds
        .map(|kind| (kind, Index::of(workspace, kind)))
        .collect()
}

/// A workspace into which files are imported.
struct Desk {
    workspace: Workspace,
    ids: u128,
    ms: u64,
    options: ImportOptions,
    answers: Answers,
    decisions: BTreeMap<u32, RowDecision>,
}

/// What an import did.
struct Report {
    plans: Vec<RowPlan>,
    counts: ImportCounts,
    questions: Vec<Question>,
}

impl Desk {
    fn new() -> Self {
        let currency = Currency::parse("USD").unwrap();
        let mut desk = Desk {
            workspace: Workspace::default(),
            ids: 0,
            ms: 1_700_000_000_000,
            options: ImportOptions::new(currency, Date::parse("2024-06-01").unwrap()),
            answers: Answers::new(),
            decisions: BTreeMap::new(),
        };
        let founding = Founding {
            name: "Test".into(),
            currency,
            region: "US".into(),
            owner: "Me".into(),
            pipeline: "Sales".into(),
            stages: Vec::new(),
            sample: None,
        };
        let (owner, pipeline) = (desk.id(RecordKind::Owner), desk.id(RecordKind::Pipeline));
        let context = desk.context();
        let change = decide(&desk.workspace, &founding.command(owner, pipeline), context).unwrap();
        desk.workspace.apply(&change, Vec::new());
        desk
    }

    fn id(&mut self, kind: RecordKind) -> RecordId {
        self.ids += 1;
        RecordId::new(kind, Uuid::v7(self.ms, self.ids))
    }

    fn context(&mut self) -> Context {
        self.ms += 1;
        Context {
            stamp: Stamp::new(self.ms, 0, ReplicaId(1)),
            at: Instant::from_ms(self.ms as i64).unwrap(),
            today: self.options.today,
            author: None,
            zones: crate::domain::zone::only_utc,
        }
    }

    fn import(&mut self, file: &str, text: &str) -> Report {
        self.import_as(file, text, None)
    }

    fn import_as(&mut self, file: &str, text: &str, kind: Option<RecordKind>) -> Report {
        let inspection = Inspector::new(text, file, kind).run();
        let subject = inspection.source.subject.expect("a subject");
        let own = own_fields(&self.workspace, subject.kind());
        let mapping = suggest(
            &inspection.shape.names,
            &inspection.guesses,
            &inspection.source,
            subject,
            &own,
        );
        assert_eq!(mapping.format_questions(), [], "{file}");
        let import = Import::new(text, &inspection, mapping, self.options.clone());
        let mut pass = import.survey();
        while pass.step(7).is_some() {}
        let survey = Rc::new(pass.finish());
        let indexes = indexes(&self.workspace, &survey);
        let mut ids = self.ids;
        let ms = self.ms;
        let mut new_id = |kind| {
            ids += 1;
            RecordId::new(kind, Uuid::v7(ms, ids))
        };
        let known = Known {
            workspace: &self.workspace,
            indexes: &indexes,
        };
        let mut asking = Asking::new(&survey);
        while asking.step(&known, &self.options, 50) {}
        let questions = asking.finish();
        let answers = answered(&questions, &self.answers);
        let mut resolving = known.resolving(&survey);
        while resolving.step(&known, &answers, &self.options, 3, &mut new_id) {}
        let resolutions = resolving.finish();
        let mut pass = import.plan(Rc::clone(&survey), resolutions, self.decisions.clone());
        let mut plans = Vec::new();
        while let Some((batch, _)) = pass.step(&known, 5, &mut new_id) {
            plans.extend(batch);
        }
        let counts = pass.counts();
        assert!(counts.is_exact(), "{counts:?}");
        assert_eq!(counts.read, inspection.rows + plans.iter().filter(|plan| plan.problems.iter().any(|problem| matches!(problem.what, crate::exchange::import::Wrong::Row(fault) if fault.is_row_lost()))).count() as u64);
        let mut pass = import.again(pass.into_planner());
        let mut actions = pass.preface(&mut new_id);
        let mut again = Vec::new();
        while let Some((batch, more)) = pass.step(&known, 11, &mut new_id) {
            again.extend(batch);
            actions.extend(more);
        }
        while let Some(held) = pass.finish(2) {
            actions.extend(held);
        }
        let told = |plans: &[RowPlan]| -> Vec<(u32, std::mem::Discriminant<Outcome>)> {
            plans
                .iter()
                .map(|plan| (plan.row, std::mem::discriminant(&plan.outcome)))
                .collect()
        };
        assert_eq!(
            told(&plans),
            told(&again),
            "the second pass gives what the first told"
        );
        assert_eq!(pass.counts(), counts);
        self.ids = ids;
        self.apply(actions);
        Report {
            plans,
            counts,
            questions,
        }
    }

    fn apply(&mut self, actions: Vec<Action>) {
        let context = self.context();
        let mut stager = Stager::new(context.stamp);
        let mut pages: Vec<_> = actions
            .into_iter()
            .filter_map(|action| stager.take(action))
            .collect();
        pages.extend(stager.close());
        let mut edits = Vec::new();
        while let Some(more) = stager.edits(&self.workspace, 2) {
            edits.extend(more);
        }
        let references = pages.iter().zip(1..).map(|(page, id)| PageRef {
            id: PageId(id),
            kind: page.kind,
            rows: page.rows,
            checksum: 0,
        });
        let change = Change {
            id: context.stamp,
            at: context.at,
            author: None,
            label: Label {
                verb: Verb::Import,
                count: 0,
                name: String::new(),
            },
            undoes: None,
            body: Body::Batch {
                pages: references.collect(),
                restored: Vec::new(),
                edits,
            },
        };
        let opened = pages
            .into_iter()
            .map(|page| Page::open(page.bytes).unwrap())
            .collect();
        self.workspace.apply(&change, opened);
    }

    fn all(&self, kind: RecordKind) -> Vec<Record> {
        let table = self.workspace.table(kind);
        table
            .live_rows()
            .map(|row| table.record(row).unwrap().into_owned())
            .collect()
    }

    fn named(&self, kind: RecordKind, name: &str) -> Record {
        let all = self.all(kind);
        all.into_iter()
            .find(|record| record.name() == name)
            .unwrap_or_else(|| panic!("no {name}"))
    }

    fn name(&self, value: Option<&Value>) -> String {
        value
            .and_then(Value::as_ref_id)
            .map(|id| self.workspace.name(id).into_owned())
            .unwrap_or_default()
    }
}

fn counted(counts: ImportCounts) -> [u64; 5] {
    [
        counts.read,
        counts.created,
        counts.updated,
        counts.skipped,
        counts.rejected,
    ]
}

const ACCOUNTS: &str = "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n\
    Acme Corporation,technolgy,1996,1100.04,2822,United States,\n\
    Bluth Company,technolgy,1993,1242.32,3027,United States,Acme Corporation\n\
    dambase,marketing,1995,2173.98,2928,United States,Inity\n\
    Inity,marketing,1986,2403.58,8801,Kenya,\n\
    Cancity,retail,2001,718.62,2448,United States,\n\
    Isdom,medical,2002,3178.24,4540,United States,\n";
const PRODUCTS: &str = "product,series,sales_price\nGTX Basic,GTX,550\nGTX Pro,GTX,4821\nMG Special,MG,55\nGTX Plus Basic,GTX,1096\nMG Advanced,MG,3393\n";
const TEAMS: &str = "sales_agent,manager,regional_office\nMoses Frase,Dustin Brinkmann,Central\nDarcel Schlecht,Melvin Marxen,Central\nZane Levy,Summer Sewald,West\nAnna Snelling,Dustin Brinkmann,Central\n";
const PIPELINE: &str = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n\
    1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,10/20/2016,3/1/2017,1054\n\
    Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Won,10/25/2016,3/11/2017,4514\n\
    EC4QE1BX,Darcel Schlecht,MG Special,Cancity,Lost,10/25/2016,3/7/2017,0\n\
    MV1LWRNH,Moses Frase,GTX Basic,,Engaging,10/25/2016,,\n\
    PE84CX4O,Zane Levy,GTX Basic,,Prospecting,,,\n";

fn pipeline_desk() -> Desk {
    let mut desk = Desk::new();
    for (file, text, read) in [
        ("sales_teams.csv", TEAMS, 4),
        ("products.csv", PRODUCTS, 5),
        ("accounts.csv", ACCOUNTS, 6),
    ] {
        let report = desk.import(file, text);
        assert_eq!(counted(report.counts), [read, read, 0, 0, 0], "{file}");
    }
    desk
}

#[test]
fn a_pipeline_of_plain_files_comes_in_whole() {
    let mut desk = pipeline_desk();
    let company = desk.named(RecordKind::Customer, "Bluth Company");
    assert_eq!(company.text(customer::KIND), "company");
    assert_eq!(
        desk.name(company.value(customer::PARENT)),
        "Acme Corporation"
    );
    assert_eq!(company.text(customer::INDUSTRY), "technolgy");
    // A parent that stands further down in the file.
    let early = desk.named(RecordKind::Customer, "dambase");
    assert_eq!(desk.name(early.value(customer::PARENT)), "Inity");
    let owner = desk.named(RecordKind::Owner, "Moses Frase");
    assert_eq!(
        owner
            .element(field::CUSTOM, Some("manager"))
            .unwrap()
            .as_text(),
        Some("Dustin Brinkmann")
    );
    assert_eq!(desk.all(RecordKind::CustomField).len(), 3);
    assert_eq!(
        desk.named(RecordKind::Product, "GTX Pro")
            .value(product::PRICE)
            .unwrap()
            .as_money()
            .unwrap()
            .minor(),
        482_100
    );

    desk.options.on_reference = OnReference::Suggested;
    let report = desk.import("sales_pipeline.csv", PIPELINE);
    assert_eq!(counted(report.counts), [5, 5, 0, 0, 0]);
    let asked: Vec<(&str, &str)> = report
        .questions
        .iter()
        .map(|question| (question.field.as_str(), question.text.as_str()))
        .collect();
    assert_eq!(
        asked,
        [
            ("stage", "Engaging"),
            ("lines", "GTXPro"),
            ("stage", "Prospecting")
        ]
        .map(|pair| pair)
        .to_vec()
        .tap_sorted(&asked)
    );
    let product = report
        .questions
        .iter()
        .find(|question| question.text == "GTXPro")
        .unwrap();
    assert_eq!(
        (
            product.suggestions[0].name.as_str(),
            product.suggestions[0].likeness
        ),
        ("GTX Pro", 100)
    );

    let deals = desk.all(RecordKind::Deal);
    let by_id = |id: &str| {
        deals
            .iter()
            .find(|deal| {
                deal.element(field::EXTERNAL_IDS, Some("opportunity_id"))
                    .and_then(Value::as_text)
                    == Some(id)
            })
            .unwrap()
    };
    let won = by_id("Z063OYW0");
    assert_eq!(won.name(), "Isdom, GTXPro");
    assert_eq!(won.text(deal::STAGE), "won");
    assert_eq!(
        won.value(deal::CLOSED_AT)
            .unwrap()
            .as_date()
            .unwrap()
            .to_string(),
        "2017-03-11"
    );
    assert_eq!(
        won.value(deal::AMOUNT).unwrap().as_money().unwrap().minor(),
        451_400
    );
    assert_eq!(desk.name(won.value(deal::CUSTOMER)), "Isdom");
    assert_eq!(desk.name(won.value(field::OWNER)), "Darcel Schlecht");
    let line = won
        .element(deal::LINES, Some("1"))
        .unwrap()
        .as_part()
        .unwrap();
    assert_eq!(desk.name(line.value(0)), "GTX Pro");
    assert_eq!(by_id("EC4QE1BX").text(deal::STAGE), "lost");
    let open = by_id("MV1LWRNH");
    assert_eq!(
        (open.text(deal::STAGE), open.value(deal::CLOSED_AT)),
        ("engaging", None)
    );
    assert_eq!(open.name(), "GTX Basic, MV1LWRNH");
    assert_eq!(open.value(deal::CUSTOMER), None);
    // The new stages stand among the open ones, by their chances.
    let pipeline = desk.workspace.default_pipeline().unwrap();
    let stages: Vec<String> = desk
        .workspace
        .stages(pipeline)
        .iter()
        .map(|stage| stage.id.to_string())
        .collect();
    assert_eq!(
        stages,
        [
            "new",
            "prospecting",
            "qualified",
            "engaging",
            "value_proposed",
            "proposal",
            "negotiation",
            "won",
            "lost"
        ]
    );

    // The same file again changes nothing.
    let report = desk.import("sales_pipeline.csv", PIPELINE);
    assert_eq!(counted(report.counts), [5, 0, 0, 5, 0]);
    assert!(
        report
            .plans
            .iter()
            .all(|plan| matches!(plan.outcome, Outcome::Same { .. }))
    );
    // And a changed one changes what differs.
    let report = desk.import(
        "sales_pipeline.csv",
        &PIPELINE.replace("Engaging,10/25/2016,,", "Won,10/25/2016,4/1/2017,500"),
    );
    assert_eq!(counted(report.counts), [5, 0, 1, 4, 0]);
    let deals = desk.all(RecordKind::Deal);
    let closed = deals
        .iter()
        .find(|deal| deal.name() == "GTX Basic, MV1LWRNH")
        .unwrap();
    assert_eq!(
        closed
            .value(deal::CLOSED_AT)
            .unwrap()
            .as_date()
            .unwrap()
            .to_string(),
        "2017-04-01"
    );
}

/// Orders an expectation like what was found, for lists whose order does not matter.
trait TapSorted<'a> {
    fn tap_sorted(self, like: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)>;
}

impl<'a> TapSorted<'a> for Vec<(&'a str, &'a str)> {
    fn tap_sorted(mut self, like: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        self.sort_by_key(|pair| like.iter().position(|other| other == pair));
        self
    }
}

#[test]
fn names_without_a_record_are_kept_as_text_unless_told_otherwise() {
    let mut desk = Desk::new();
    let report = desk.import("sales_pipeline.csv", PIPELINE);
    assert_eq!(counted(report.counts), [5, 5, 0, 0, 0]);
    let deal = desk.named(RecordKind::Deal, "Cancity, GTX Plus Basic");
    let text = |name: &str| {
        deal.element(field::UNRESOLVED, Some(name))
            .and_then(Value::as_text)
    };
    assert_eq!(
        (text("customer"), text("owner"), text("product")),
        (Some("Cancity"), Some("Moses Frase"), Some("GTX Plus Basic"))
    );
    assert_eq!(desk.all(RecordKind::Customer).len(), 0);
    // Once the records are there, the same file answers the names.
    for (file, text) in [
        ("sales_teams.csv", TEAMS),
        ("products.csv", PRODUCTS),
        ("accounts.csv", ACCOUNTS),
    ] {
        desk.import(file, text);
    }
    let report = desk.import("sales_pipeline.csv", PIPELINE);
    assert_eq!(counted(report.counts), [5, 0, 5, 0, 0]);
    let deal = desk.named(RecordKind::Deal, "Cancity, GTX Plus Basic");
    assert_eq!(deal.element(field::UNRESOLVED, Some("customer")), None);
    assert_eq!(desk.name(deal.value(deal::CUSTOMER)), "Cancity");

    let mut desk = Desk::new();
    desk.options.on_reference = OnReference::Create;
    desk.import("sales_pipeline.csv", PIPELINE);
    assert_eq!(desk.all(RecordKind::Customer).len(), 2);
    assert_eq!(desk.all(RecordKind::Owner).len(), 4);
    assert_eq!(
        desk.named(RecordKind::Customer, "Isdom")
            .text(customer::KIND),
        "company"
    );
}

#[test]
fn answers_decide_for_every_row_with_the_value() {
    let mut desk = pipeline_desk();
    let gtx = desk.named(RecordKind::Product, "GTX Pro").id;
    for (field, text, answer) in [
        ("lines", "GTXPro", Answer::Record(gtx)),
        ("stage", "Engaging", Answer::Code("negotiation".into())),
        ("stage", "Prospecting", Answer::Reject),
    ] {
        desk.answers.insert((field.into(), text.into()), answer);
    }
    let report = desk.import("sales_pipeline.csv", PIPELINE);
    assert_eq!(counted(report.counts), [5, 4, 0, 0, 1]);
    let problem = &report.plans.last().unwrap().problems[0];
    assert_eq!(
        (
            problem.row,
            problem.column,
            problem.field.as_deref(),
            problem.what.code()
        ),
        (6, Some(4), Some("stage"), "not_an_option")
    );
    assert_eq!(
        desk.named(RecordKind::Deal, "GTX Basic, MV1LWRNH")
            .text(deal::STAGE),
        "negotiation"
    );

    let mut desk = pipeline_desk();
    desk.options.on_unknown = OnUnknown::Reject;
    assert_eq!(
        counted(desk.import("sales_pipeline.csv", PIPELINE).counts),
        [5, 3, 0, 0, 2]
    );
}

#[test]
fn duplicates_are_found_by_address_number_and_name() {
    let mut desk = Desk::new();
    desk.options.region = crate::domain::phone::Region::parse("US").ok();
    desk.import(
        "contacts.csv",
        "First name,Last name,Email,Phone,Title\n\
        Samuel,Adeyemi,sam@a.example,+1 212 555 0101,\n\
        Ann,Li,ann@b.example,+1 212 555 0102,\n\
        Joe,Smith,joe@c.example,,Boss\n",
    );
    let text = "First name,Last name,Email,Phone,Title\n\
        Samuel,Adeyemi,SAM@a.example,,Director\n\
        A,Li,,(212) 555-0102,CEO\n\
        Joe,Smith,other@d.example,,Clerk\n\
        New,Person,new@e.example,,\n\
        Ann,Li,ann@b.example,+1 212 555 0102,\n\
        Zoe,Quite,ann@b.example,,\n";
    let report = desk.import("contacts.csv", text);
    let told: Vec<_> = report
        .plans
        .iter()
        .map(|plan| match &plan.outcome {
            Outcome::Duplicate {
                evidence, action, ..
            } => Some((*evidence, *action)),
            _ => None,
        })
        .collect();
    assert_eq!(
        told,
        [
            Some((Evidence::Email, OnDuplicate::Update)),
            Some((Evidence::Phone, OnDuplicate::Update)),
            // The same name with another address is likely someone else.
            Some((Evidence::Name, OnDuplicate::Create)),
            None,
            None,
            // And so is another name at a shared address.
            Some((Evidence::Email, OnDuplicate::Create)),
        ]
    );
    assert_eq!(counted(report.counts), [6, 3, 2, 1, 0]);
    assert_eq!(
        desk.named(RecordKind::Customer, "Samuel Adeyemi")
            .text(customer::TITLE),
        "Director"
    );
    assert_eq!(desk.all(RecordKind::Customer).len(), 6);
    let mut skipping = Desk::new();
    skipping.options.on_duplicate = OnDuplicate::Skip;
    skipping.import("contacts.csv", "Name,Email\nAnn Li,ann@b.example\n");
    let report = skipping.import(
        "contacts.csv",
        "Name,Email,Title\nAnn Li,ann@b.example,CEO\n",
    );
    assert_eq!(counted(report.counts), [1, 0, 0, 1, 0]);
}

#[test]
fn rows_of_one_file_that_are_the_same_become_one_record() {
    let mut desk = Desk::new();
    let report = desk.import("contacts.csv", "Name,Email,Title,Tags\nAnn Li,ann@b.example,,vip\nBo Chen,bo@b.example,,\nAnn Li,ann@b.example,CEO,east\n");
    assert_eq!(counted(report.counts), [3, 2, 1, 0, 0]);
    assert!(matches!(
        report.plans[2].outcome,
        Outcome::Duplicate {
            of_row: Some(2),
            ..
        }
    ));
    let ann = desk.named(RecordKind::Customer, "Ann Li");
    assert_eq!(ann.text(customer::TITLE), "CEO");
    assert_eq!(ann.elements(field::TAGS).count(), 2);
    assert_eq!(desk.all(RecordKind::Customer).len(), 2);
    // Products and owners are known by their names, within a file too.
    let report = desk.import("products.csv", "product,sales_price\nA,1\nB,2\nA,3\n");
    assert_eq!(counted(report.counts), [3, 2, 1, 0, 0]);
    assert_eq!(
        desk.named(RecordKind::Product, "A")
            .value(product::PRICE)
            .unwrap()
            .as_money()
            .unwrap()
            .minor(),
        300
    );
}

#[test]
fn problems_name_row_and_column_and_the_rest_goes_in() {
    let text = "name,birthday,email,annual revenue\n\
        Ann,31.02.1979,ann@b.example,\n\
        Bo,14.05.1984,not an address,\n\
        ,,,\n\
        Cy,15.06.1985,,\n\
        ,17.06.1990,,\n\
        Di,16.06.1986,,x,extra\n\
        Ed,\"16.06.1986,,\n\
        Fy,16.06.1987,fy@b.example,\n";
    let mut desk = Desk::new();
    let report = desk.import_as("contacts.csv", text, Some(RecordKind::Customer));
    let told: Vec<_> = report
        .plans
        .iter()
        .flat_map(|plan| &plan.problems)
        .map(|problem| (problem.row, problem.column, problem.what.code()))
        .collect();
    assert_eq!(
        told,
        [
            (2, Some(1), "does_not_exist"),
            (3, Some(2), "not_an_email"),
            (6, None, "required"),
            (7, Some(4), "extra_cells"),
            (8, Some(1), "unclosed_quote"),
            (8, Some(1), "not_a_date"),
        ]
    );
    assert_eq!(counted(report.counts), [7, 2, 0, 0, 5]);
    assert_eq!(desk.all(RecordKind::Customer).len(), 2);

    // If the user says so, what cannot be read is left empty.
    let mut desk = Desk::new();
    desk.options.leaves_empty = true;
    let report = desk.import_as("contacts.csv", text, Some(RecordKind::Customer));
    assert_eq!(counted(report.counts), [7, 6, 0, 0, 1]);
    assert_eq!(
        desk.named(RecordKind::Customer, "Ann")
            .value(customer::BIRTHDAY),
        None
    );

    // Or a single row is put right.
    let mut desk = Desk::new();
    let correction = RowDecision {
        corrections: vec![(1, "28.02.1979".into())],
        ..RowDecision::default()
    };
    desk.decisions.insert(2, correction);
    let report = desk.import_as("contacts.csv", text, Some(RecordKind::Customer));
    assert_eq!(counted(report.counts), [7, 3, 0, 0, 4]);
    assert_eq!(
        desk.named(RecordKind::Customer, "Ann")
            .value(customer::BIRTHDAY)
            .unwrap()
            .as_date()
            .unwrap()
            .to_string(),
        "1979-02-28"
    );
}

#[test]
fn exports_of_salesforce_keep_their_relations_and_leave_what_was_deleted() {
    let mut desk = Desk::new();
    desk.import(
        "Account.csv",
        "Id,IsDeleted,Name,ParentId,BillingCity,BillingCountry,Industry,OwnerId\n\
        001000000000001AAA,false,Acme,,Bern,CH,Retail,005A\n\
        001000000000002AAA,false,Acme West,001000000000001AAA,Biel,CH,Retail,005A\n\
        001000000000003AAA,true,Gone,,,,,\n",
    );
    assert_eq!(desk.all(RecordKind::Customer).len(), 2);
    let west = desk.named(RecordKind::Customer, "Acme West");
    assert_eq!(desk.name(west.value(customer::PARENT)), "Acme");
    assert_eq!(
        west.element(field::UNRESOLVED, Some("owner_id"))
            .unwrap()
            .as_text(),
        Some("005A")
    );
    let city = west
        .element(customer::ADDRESSES, Some("billing"))
        .unwrap()
        .as_part()
        .unwrap();
    assert_eq!(city.value(2).unwrap().as_text(), Some("Biel"));
    desk.import(
        "Contact.csv",
        "Id,IsDeleted,AccountId,LastName,FirstName,Email,Title,OwnerId\n\
        003000000000001AAA,false,001000000000001AAA,Li,Ann,ann@b.example,CEO,005A\n",
    );
    let ann = desk.named(RecordKind::Customer, "Ann Li");
    let company = ann
        .element(customer::COMPANIES, Some("1"))
        .unwrap()
        .as_part()
        .unwrap();
    assert_eq!(desk.name(company.value(0)), "Acme");
    desk.import("Opportunity.csv", "Id,IsDeleted,AccountId,Name,StageName,Amount,Probability,CloseDate,ContactId,OwnerId,CurrencyIsoCode\n\
        006000000000001AAA,false,001000000000001AAA,Big one,Closed Won,1200.50,100,2024-03-05,003000000000001AAA,005A,EUR\n\
        006000000000002AAA,false,001000000000001AAA,Next,Needs Analysis,7,20,2030-03-05,,005A,USD\n");
    let big = desk.named(RecordKind::Deal, "Big one");
    assert_eq!(big.text(deal::STAGE), "won");
    let amount = big.value(deal::AMOUNT).unwrap().as_money().unwrap();
    assert_eq!((amount.minor(), amount.currency().code()), (120_050, "EUR"));
    assert_eq!(desk.name(big.value(deal::CUSTOMER)), "Acme");
    let person = big
        .element(deal::PEOPLE, Some("1"))
        .unwrap()
        .as_part()
        .unwrap();
    assert_eq!(desk.name(person.value(0)), "Ann Li");
    let next = desk.named(RecordKind::Deal, "Next");
    assert_eq!(
        (next.text(deal::STAGE), next.value(deal::CLOSED_AT)),
        ("needs_analysis", None)
    );
    // A second import finds the same records by their ids, also under another name.
    let report = desk.import(
        "Account.csv",
        "Id,IsDeleted,Name,BillingCity,OwnerId\n001000000000001AAA,false,Acme Group,Bern,005A\n",
    );
    assert_eq!(counted(report.counts), [1, 0, 1, 0, 0]);
    assert!(
        desk.workspace
            .named(RecordKind::Customer, "Acme Group")
            .is_some()
    );
}

#[test]
fn what_both_have_is_taken_from_where_the_user_says() {
    let first = "Name,Email,Title,Department\nAnn Li,ann@b.example,Clerk,\n";
    let later = "Name,Email,Title,Department\nAnn Li,ann@b.example,CEO,Board\n";
    for (policy, title, department) in [
        (OnConflict::File, "CEO", "Board"),
        (OnConflict::Gaps, "Clerk", "Board"),
        (OnConflict::Mine, "Clerk", ""),
    ] {
        let mut desk = Desk::new();
        desk.import("contacts.csv", first);
        desk.options.on_conflict = policy;
        desk.import("contacts.csv", later);
        let ann = desk.named(RecordKind::Customer, "Ann Li");
        assert_eq!(
            (ann.text(customer::TITLE), ann.text(customer::DEPARTMENT)),
            (title, department)
        );
    }
}

#[test]
fn a_second_number_is_added_and_the_same_one_is_not() {
    let mut desk = Desk::new();
    desk.options.region = crate::domain::phone::Region::parse("US").ok();
    desk.import(
        "contacts.csv",
        "Name,Email,Phone,Mobile\nAnn Li,ann@b.example; a.li@b.example,+1 212 555 0101,\n",
    );
    let report = desk.import(
        "contacts.csv",
        "Name,Email,Phone,Mobile\nAnn Li,A.Li@b.example,(212) 555-0101,+1 212 555 0199\n",
    );
    let Outcome::Duplicate { changes, .. } = &report.plans[0].outcome else {
        panic!()
    };
    assert_eq!(changes.len(), 1);
    let ann = desk.named(RecordKind::Customer, "Ann Li");
    assert_eq!(ann.elements(customer::EMAILS).count(), 2);
    assert_eq!(ann.elements(customer::PHONES).count(), 2);
    let mobile = ann
        .element(customer::PHONES, Some("mobile"))
        .unwrap()
        .as_part()
        .unwrap();
    assert_eq!(mobile.value(3).unwrap().as_text(), Some("+12125550199"));
}

#[test]
fn transactions_find_their_customers_by_id() {
    let mut desk = Desk::new();
    desk.import(
        "客户信息.csv",
        "客户id,年龄,姓名\n001,55,Tom\n002,34,Lesley\n003,75,Kevin\n",
    );
    let report = desk.import("产品和数量.csv", "客户id,订单日期,订单ID,产品,数量,金额\n001,2024/5/5,1001,Qian-Bi,20,￥3.5万\n002,2024/5/6,1002,Xiang-Pi,35,￥8\n001,2024/5/7,1003,Qian-Bi,24,￥1\n");
    assert_eq!(counted(report.counts), [3, 3, 0, 0, 0]);
    let all = desk.all(RecordKind::Transaction);
    let first = all.iter().find(|record| record.name() == "1001").unwrap();
    assert_eq!(
        desk.name(first.value(crate::domain::transaction::CUSTOMER)),
        "Tom"
    );
    let amount = first
        .value(crate::domain::transaction::AMOUNT)
        .unwrap()
        .as_money()
        .unwrap();
    assert_eq!(
        (amount.minor(), amount.currency().code()),
        (3_500_000, "CNY")
    );
    let tom = desk.named(RecordKind::Customer, "Tom");
    assert_eq!(tom.text(customer::KIND), "person");
    assert!(tom.element(field::CUSTOM, Some("field_6098e597")).is_some());
}

#[test]
fn people_of_one_name_are_not_taken_for_one_without_a_sign() {
    let mut desk = Desk::new();
    let report = desk.import(
        "contacts.csv",
        "Name,Email,City,Address,Birthday\n\
        Joe Smith,,Bern,Gasse 1,1980-01-01\n\
        Joe Smith,,Biel,Weg 2,\n\
        Joe Smith,,Bern,Gasse 1,\n\
        Joe Smith,,,,1990-02-02\n",
    );
    assert_eq!(counted(report.counts), [4, 3, 0, 1, 0]);
}

#[test]
fn our_own_export_comes_back_as_the_same_records() {
    let mut desk = pipeline_desk();
    desk.options.on_reference = OnReference::Suggested;
    desk.import("sales_pipeline.csv", PIPELINE);
    let mut writer = Writer::new(WriteOptions::default());
    writer.row([
        "id",
        "name",
        "customer.id",
        "customer",
        "owner",
        "stage",
        "amount",
        "currency",
        "closed_at",
    ]);
    let deals = desk.all(RecordKind::Deal);
    for deal in &deals {
        let customer = deal.value(deal::CUSTOMER);
        let amount = deal.value(deal::AMOUNT).and_then(Value::as_money);
        let closed = deal.value(deal::CLOSED_AT).and_then(Value::as_date);
        writer.text(&deal.id.to_string());
        writer.text(deal.name());
        writer.text(
            &customer
                .and_then(Value::as_ref_id)
                .map(|id| id.to_string())
                .unwrap_or_default(),
        );
        writer.text(&desk.name(customer));
        writer.text(&desk.name(deal.value(field::OWNER)));
        writer.text(deal.text(deal::STAGE));
        writer.number(&amount.map(|amount| amount.to_string()).unwrap_or_default());
        writer.text(
            amount
                .map(|amount| amount.currency().code().to_owned())
                .as_deref()
                .unwrap_or_default(),
        );
        writer.number(&closed.map(|date| date.to_string()).unwrap_or_default());
        writer.end_row();
    }
    let text = writer.take();
    let text = text.trim_start_matches('\u{feff}');
    let report = desk.import("deals.csv", text);
    assert_eq!(report.questions, []);
    assert_eq!(counted(report.counts), [5, 0, 0, 5, 0]);
    let report = desk.import("deals.csv", &text.replace("1054.00", "2000"));
    assert_eq!(counted(report.counts), [5, 0, 1, 4, 0]);
    // Into an empty workspace it makes the records again, under their ids.
    let mut empty = Desk::new();
    empty.import("deals.csv", text);
    let ids = |desk: &Desk| {
        desk.all(RecordKind::Deal)
            .iter()
            .map(|deal| deal.id)
            .collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(ids(&empty), ids(&desk));
}

#[test]
fn random_tables_are_counted_exactly() {
    let mut random = crate::domain::random::Random::seeded(7);
    let cells = [
        "",
        "Ann",
        "Bo Li",
        "ann@b.example",
        "x@",
        "2024-03-05",
        "31.02.2024",
        "\"open",
        "5",
        "-",
        "客户",
        "a;b",
        "\"q\"\"q\"",
        "#N/A",
    ];
    for _ in 0..40 {
        let mut desk = Desk::new();
        let mut text = "Name,Email,Birthday,Company,Tags\n".to_owned();
        for _ in 0..random.below(12) {
            let row: Vec<&str> = (0..1 + random.below(7))
                .map(|_| *random.pick(&cells))
                .collect();
            text.push_str(&row.join(","));
            text.push('\n');
        }
        let before = desk.all(RecordKind::Customer).len() as u64;
        desk.options.leaves_empty = random.below(2) == 0;
        let inspection = Inspector::new(&text, "contacts.csv", Some(RecordKind::Customer)).run();
        if inspection.source.subject.is_none()
            || !inspection.shape.names.contains(&"Name".to_owned())
        {
            continue;
        }
        let report = desk.import_as("contacts.csv", &text, Some(RecordKind::Customer));
        let made = desk.all(RecordKind::Customer).len() as u64 - before;
        assert_eq!(made, report.counts.created, "{text}");
    }
}

#[test]
fn a_stage_stands_where_the_chances_of_its_deals_put_it() {
    let mut desk = Desk::new();
    desk.import(
        "deals.csv",
        "Deal Name,Stage,Probability\n\
        A,Verbal agreement,90\nB,Verbal agreement,80\nC,First talk,5\nD,Somewhere,\n",
    );
    let pipeline = desk.workspace.default_pipeline().unwrap();
    let stages = desk.workspace.stages(pipeline);
    let named: Vec<(&str, f64)> = stages
        .iter()
        .map(|stage| (stage.name(), stage.probability()))
        .collect();
    let of = |name: &str| named.iter().position(|(other, _)| *other == name).unwrap();
    assert_eq!(named[of("First talk")], ("First talk", 5.0));
    assert_eq!(named[of("Verbal agreement")], ("Verbal agreement", 85.0));
    assert_eq!(of("First talk"), 0);
    assert!(of("negotiation") < of("Verbal agreement") && of("Verbal agreement") < of("won"));
    // Of one nobody knows anything about: somewhere in the middle, not at the end.
    assert!(of("qualified") < of("Somewhere") && of("Somewhere") < of("negotiation"));
    let open = named.iter().take(of("won")).map(|(_, chance)| *chance);
    assert!(open.is_sorted(), "{named:?}");
}

#[test]
fn the_last_row_that_adds_up_the_others_is_no_record_unless_somebody_says_so() {
    let text = "Printed 2024-05-01,,\nCompany,Email,Revenue\n\
        Acme,ann@acme.example,\"1,200.50\"\nTotal,,500\nGrand total:,,\"1,700.50\"\n,,\n";
    let mut desk = Desk::new();
    let report = desk.import("customers.csv", text);
    // One that is called so further up is a company.
    assert_eq!(counted(report.counts), [3, 2, 0, 0, 1]);
    assert_eq!(report.plans[2].row, 5);
    desk.named(RecordKind::Customer, "Total");

    let mut desk = Desk::new();
    // That values may be left empty says nothing about sums.
    desk.options.leaves_empty = true;
    let report = desk.import("customers.csv", text);
    assert_eq!(counted(report.counts), [3, 2, 0, 0, 1]);
    let mut desk = Desk::new();
    let decision = RowDecision {
        leaves_empty: true,
        ..RowDecision::default()
    };
    desk.decisions.insert(5, decision);
    let report = desk.import("customers.csv", text);
    assert_eq!(counted(report.counts), [3, 3, 0, 0, 0]);

    let mut desk = Desk::new();
    let report = desk.import("客户.csv", "客户名称,年收入\n华信科技,31200\n合计,31200\n");
    assert_eq!(counted(report.counts), [2, 1, 0, 0, 1]);
    // Nobody is asked who that is.
    let report = desk.import(
        "deals.csv",
        "Deal name,Company,Amount\nA,华信科技,5\n,Total,5\n",
    );
    assert_eq!(report.questions, []);
    assert_eq!(counted(report.counts), [2, 1, 0, 0, 1]);
}

#[test]
fn numbers_of_a_row_are_dialled_in_its_country() {
    let mut desk = Desk::new();
    desk.options.region = crate::domain::phone::Region::parse("US").ok();
    desk.import(
        "people.csv",
        "Name,Email,Phone,Country\n\
        Ann,ann@b.example,030 901820,Germany\n\
        Bo,bo@b.example,13800138000,中国\n\
        Cy,cy@b.example,(415) 555-0132,Atlantis\n\
        Di,di@b.example,+41 44 668 18 00,DE\n",
    );
    let number = |name: &str| {
        let record = desk.named(RecordKind::Customer, name);
        let part = record.element(customer::PHONES, Some("1")).unwrap();
        let part = part.as_part().unwrap().value(3).unwrap();
        part.as_text().unwrap().to_owned()
    };
    for (name, expected) in [
        ("Ann", "+4930901820"),
        ("Bo", "+8613800138000"),
        ("Cy", "+14155550132"),
        ("Di", "+41446681800"),
    ] {
        assert_eq!(number(name), expected, "{name}");
    }
}

#[test]
fn several_companies_in_a_cell_are_several_and_none_is_lost() {
    let mut desk = Desk::new();
    desk.import("companies.csv", "Company name,Employees\nAcme,5\nBolt,7\n");
    let report = desk.import(
        "contacts.csv",
        "First Name,Last Name,Email,Company Name\nAnn,Li,ann@b.example,Acme;Bolt\n\
        Bo,Chen,bo@b.example,Cato; Dune\n",
    );
    let asked: Vec<&str> = report.questions.iter().map(|one| &*one.text).collect();
    assert_eq!(asked, ["Cato", "Dune"]);
    let ann = desk.named(RecordKind::Customer, "Ann Li");
    let company = |element| {
        let part = ann.element(customer::COMPANIES, Some(element)).unwrap();
        desk.name(part.as_part().unwrap().value(0))
    };
    assert_eq!([company("1"), company("2")], ["Acme", "Bolt"]);
    let bo = desk.named(RecordKind::Customer, "Bo Chen");
    let kept = bo.element(crate::domain::field::UNRESOLVED, Some("company"));
    assert_eq!(kept.and_then(Value::as_text), Some("Cato; Dune"));
}

#[test]
fn amounts_written_in_both_ways_are_each_read_in_their_own() {
    let mut desk = Desk::new();
    let report = desk.import(
        "deals.csv",
        "Deal name,Amount,Stage\nA,\"1,234.56\",new\nB,\"1.234,56\",new\nC,1 234,new\nD,abc,new\n",
    );
    assert_eq!(counted(report.counts), [4, 3, 0, 0, 1]);
    for (name, minor) in [("A", 123_456), ("B", 123_456), ("C", 123_400)] {
        let deal = desk.named(RecordKind::Deal, name);
        let amount = deal.value(deal::AMOUNT).unwrap().as_money().unwrap();
        assert_eq!(amount.minor(), minor, "{name}");
    }
}

#[test]
fn a_file_without_header_is_read_by_what_stands_in_it() {
    let mut desk = Desk::new();
    let report = desk.import(
        "list.csv",
        "Ann Li,ann@b.example,+1 415 555 0132\nBo Chen,bo@b.example,+1 415 555 0133\n",
    );
    assert_eq!(counted(report.counts), [2, 2, 0, 0, 0]);
    let ann = desk.named(RecordKind::Customer, "Ann Li");
    assert_eq!(ann.text(customer::KIND), "person");
    assert!(ann.element(customer::EMAILS, Some("1")).is_some());
    assert!(ann.element(customer::PHONES, Some("1")).is_some());
    assert!(desk.all(RecordKind::CustomField).is_empty());
}

#[test]
fn columns_without_a_name_are_kept_where_they_hold_something() {
    let mut desk = Desk::new();
    let report = desk.import(
        "people.csv",
        "Name,Email,,\nAnn,ann@b.example,vip,\nBo,bo@b.example,,\n",
    );
    assert_eq!(counted(report.counts), [2, 2, 0, 0, 0]);
    assert_eq!(desk.all(RecordKind::CustomField).len(), 1);
    // What only numbers the rows is no field.
    let mut desk = Desk::new();
    let report = desk.import(
        "people.csv",
        ",Name,Email\n0,Ann,ann@b.example\n1,Bo,bo@b.example\n2,Cy,cy@b.example\n",
    );
    assert_eq!(counted(report.counts), [3, 3, 0, 0, 0]);
    assert!(desk.all(RecordKind::CustomField).is_empty());
}

#[test]
fn lists_of_people_are_known_in_the_words_of_their_country() {
    use crate::exchange::target::Subject;
    for (headers, subject, places) in [
        (
            "Firma,Straße,PLZ,Ort,Land,Telefon,Jahresumsatz",
            Subject::Company,
            7,
        ),
        (
            "Société,Nom,Prénom,Courriel,Téléphone,Ville,Code postal",
            Subject::Person,
            7,
        ),
        (
            "Nombre,Apellidos,Correo electrónico,Teléfono,Ciudad,País",
            Subject::Person,
            6,
        ),
        ("name,company,note", Subject::Person, 3),
        ("name,phone,note,code", Subject::Company, 3),
    ] {
        let text = format!("{headers}\na,b,c,d,e,f,g\n");
        let inspection = Inspector::new(&text, "x.csv", None).run();
        assert_eq!(inspection.source.subject, Some(subject), "{headers}");
        let known = headers.split(',').filter(|name| {
            let hints = crate::exchange::source::Hints::new(inspection.source.source, subject);
            hints.of(name).is_some()
        });
        assert_eq!(known.count(), places, "{headers}");
    }
}

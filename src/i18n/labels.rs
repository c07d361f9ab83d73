//! The words for what the code knows by a name: kinds, fields, options, rules,
//! changes. Their keys are put together here, from the names that stand in the
//! tables of `domain`; a test below holds the two together.

use super::message::{Argument, Key, Message};
use super::messages::Messages;
use crate::domain::problem::{Rule, RuleArgument};

impl Messages {
    /// The label of a field: `kind` and `name` as in the documents.
    pub fn field(self, kind: &str, name: &str) -> String {
        let own = || Key::find(&format!("field-{kind}-{name}"));
        self.found(own().or_else(|| Key::find(&format!("field-{name}"))), name)
    }

    /// The label of a part of a field, such as the city of an address.
    pub fn part(self, field: &str, part: &str) -> String {
        self.found(Key::find(&format!("part-{field}-{part}")), part)
    }

    /// The label of an option of a field, or of `field-part`; an option that
    /// the user made is shown as it was named.
    pub fn option(self, kind: &str, field: &str, code: &str) -> String {
        let (whole, part) = field.rsplit_once('-').unwrap_or((field, field));
        let key = [
            format!("option-{kind}-{field}-{code}"),
            format!("option-{field}-{code}"),
            format!("option-{part}-{code}"),
        ];
        let tried = if whole == part { 2 } else { 3 };
        self.found(
            key.iter().take(tried).find_map(|name| Key::find(name)),
            code,
        )
    }

    /// The word for a kind of record, in the singular.
    pub fn kind(self, code: &str) -> String {
        self.found(Key::find(&format!("kind-{code}")), code)
    }

    /// The word for a kind of record, in the plural.
    pub fn kinds(self, code: &str) -> String {
        self.found(Key::find(&format!("kinds-{code}")), code)
    }

    /// So many records of a kind: “4,218 customers”.
    pub fn count(self, code: &str, count: impl Into<Argument>) -> String {
        let arguments = vec![("count", count.into())];
        Message::find(&format!("count-{code}"), arguments)
            .map(|message| self.text(&message))
            .unwrap_or_default()
    }

    /// The name of a stage that ships with Satchel, for a new workspace.
    pub fn stage(self, id: &str) -> String {
        self.found(Key::find(&format!("stage-{id}")), id)
    }

    /// A part of the world or a city that a time zone is named by: `Asia`, `Asia/Shanghai`. Those
    /// that have no words are shown as they are named.
    pub fn zone(self, name: &str) -> String {
        let last = name.rsplit('/').next().unwrap_or(name).replace('_', " ");
        self.found(
            Key::find(&format!("zone-{}", name.replace('/', "-"))),
            &last,
        )
    }

    /// The word for a kind of file that is no table, with its article: “a PDF”.
    pub fn file_kind(self, code: &str) -> String {
        self.found(Key::find(&format!("file-kind-{code}")), code)
    }

    /// The order of year, month and day in a file's dates.
    pub fn date_order(self, code: &str) -> String {
        self.found(Key::find(&format!("import-dates-{code}")), code)
    }

    /// The mark before the decimal places of a file's numbers, with an example.
    pub fn decimal_mark(self, code: &str) -> String {
        self.found(Key::find(&format!("import-decimal-{code}")), code)
    }

    /// The word for the character between a file's cells.
    pub fn delimiter(self, code: &str) -> String {
        self.found(Key::find(&format!("import-delimiter-{code}")), code)
    }

    /// Why a file's encoding was decided for.
    pub fn encoding_reason(self, code: &str) -> String {
        self.found(Key::find(&format!("encoding-reason-{code}")), code)
    }

    /// Why a file's header was found or not.
    pub fn header_reason(self, code: &str) -> String {
        self.found(Key::find(&format!("header-reason-{code}")), code)
    }

    /// What a spreadsheet did to so many values of a column.
    pub fn damage(self, code: &str, count: u32) -> String {
        Message::find(&format!("damage-{code}"), vec![("count", count.into())])
            .map_or_else(|| code.to_owned(), |message| self.text(&message))
    }

    /// What a change was, by the code of its verb: with the name of the one
    /// record or the file, or with the number of records.
    pub fn change(self, verb: &str, count: u32, name: &str) -> String {
        let arguments = || {
            vec![
                ("count", Argument::from(count)),
                ("name", Argument::from(name)),
            ]
        };
        let many = (count != 1 || name.is_empty())
            .then(|| Message::find(&format!("change-{verb}-many"), arguments()))
            .flatten();
        many.or_else(|| Message::find(&format!("change-{verb}"), arguments()))
            .map(|message| self.text(&message))
            .unwrap_or_default()
    }

    /// What is wrong with a value, as a sentence.
    pub fn rule(self, rule: &Rule) -> String {
        let arguments = rule.arguments().into_iter().map(|(name, argument)| {
            (
                name,
                match argument {
                    RuleArgument::Text(text) => Argument::from(text),
                    RuleArgument::Number(number) => Argument::from(number),
                },
            )
        });
        let name = format!("rule-{}", rule.code().replace('_', "-"));
        Message::find(&name, arguments.collect())
            .map_or_else(|| rule.to_string(), |message| self.text(&message))
    }

    fn found(self, key: Option<Key>, otherwise: &str) -> String {
        let message = key.map(|key| Message {
            key,
            arguments: Vec::new(),
        });
        message.map_or_else(|| otherwise.to_owned(), |message| self.text(&message))
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use super::*;
    use crate::domain::formula::Fault;
    use crate::domain::problem::quoted;
    use crate::domain::{RecordKind, Type, pipeline};
    use crate::i18n::Locale;
    use crate::i18n::compiled::KEYS;

    const ENGLISH: Locale = Locale::En;
    /// In this language no word is the same as its code, which is what stands where none is found.
    const NEVER_A_CODE: Locale = Locale::ZhCn;

    /// Both languages, the guide and the glossary say for how long the trash keeps what lies in it.
    #[test]
    fn whatever_tells_of_the_trash_says_how_long_it_keeps() {
        let days = crate::domain::trash::DAYS;
        let said =
            [ENGLISH, NEVER_A_CODE].map(|locale| Messages::new(locale).change("expire", 12, ""));
        let written = [
            include_str!("../../docs/guide/en/lists.md"),
            include_str!("../../docs/guide/zh-CN/lists.md"),
            include_str!("../../docs/guide/en/trouble.md"),
            include_str!("../../docs/guide/zh-CN/trouble.md"),
            include_str!("../../docs/glossary.md"),
        ];
        for text in said.iter().map(String::as_str).chain(written) {
            let words = [format!("{days} days"), format!("{days} 天")];
            assert!(words.iter().any(|words| text.contains(words)), "{text}");
        }
    }

    #[test]
    fn every_kind_field_part_option_and_first_stage_has_its_word() {
        let messages = Messages::new(NEVER_A_CODE);
        let mut missing = Vec::new();
        let mut expect = |what: String, word: String, code: &str| {
            if word == code {
                missing.push(what);
            }
        };
        for kind in RecordKind::ALL {
            let code = kind.code();
            expect(format!("kind-{code}"), messages.kind(code), code);
            for (_, field) in kind.fields() {
                let (name, parts) = (field.name, field.parts());
                expect(
                    format!("field-{code}-{name}"),
                    messages.field(code, name),
                    name,
                );
                let mut choices = vec![(name.to_owned(), field.of)];
                for part in parts {
                    let own = part.name;
                    expect(format!("part-{name}-{own}"), messages.part(name, own), own);
                    choices.push((format!("{name}-{own}"), part.of));
                }
                for (field, of) in choices {
                    let Type::Choice(options) = of else { continue };
                    for option in options.codes {
                        let word = messages.option(code, &field, option);
                        expect(format!("option-{field}-{option} of {code}"), word, option);
                    }
                }
            }
        }
        for stage in pipeline::DEFAULT_STAGES {
            expect(
                format!("stage-{}", stage.id),
                messages.stage(stage.id),
                stage.id,
            );
        }
        assert!(missing.is_empty(), "without word: {missing:#?}");
    }

    /// What stands in quotes in the function `code` of a source.
    fn codes(source: &str) -> Vec<&str> {
        let (_, codes) = source.split_once("fn code(").unwrap();
        let (codes, _) = codes.split_once("\n    }").unwrap();
        codes.split('"').skip(1).step_by(2).collect()
    }

    #[test]
    fn every_rule_has_its_sentence() {
        let mut codes = codes(include_str!("../domain/problem.rs"));
        assert!(codes.len() > 20, "the codes were not read: {codes:?}");
        codes.extend(Fault::ALL.map(Fault::code));
        for code in &codes {
            let key = format!("rule-{}", code.replace('_', "-"));
            assert!(Key::find(&key).is_some(), "{key} is missing");
        }
        let sentences = KEYS.iter().filter(|key| key.starts_with("rule-")).count();
        assert_eq!(sentences, codes.len(), "a sentence has no rule any more");
    }

    #[test]
    fn everything_that_a_file_may_be_found_to_be_has_its_words() {
        let chinese = Messages::new(NEVER_A_CODE);
        let encoding = include_str!("../exchange/encoding.rs");
        // One file may tell several codes; each is of the family named here.
        let after = |source: &'static str, owner: &str| {
            let (_, rest) = source.split_once(&format!("impl {owner} {{")).unwrap();
            codes(rest)
        };
        let column = include_str!("../exchange/column.rs");
        type Word<'a> = &'a dyn Fn(&str) -> String;
        let checks: [(Vec<&str>, Word<'_>); 7] = [
            (after(encoding, "FileKind"), &|code| chinese.file_kind(code)),
            (after(encoding, "Reason"), &|code| {
                chinese.encoding_reason(code)
            }),
            (after(column, "Damage"), &|code| chinese.damage(code, 2)),
            (codes(include_str!("../exchange/shape.rs")), &|code| {
                chinese.header_reason(code)
            }),
            (codes(include_str!("../exchange/cell/date.rs")), &|code| {
                chinese.date_order(code)
            }),
            (codes(include_str!("../exchange/cell/number.rs")), &|code| {
                chinese.decimal_mark(code)
            }),
            (
                after(include_str!("../exchange/table.rs"), "Delimiter"),
                &|code| chinese.delimiter(code),
            ),
        ];
        for (codes, word) in checks {
            assert!(codes.len() > 1, "the codes were not read: {codes:?}");
            for code in codes {
                assert!(word(code) != code, "{code} has no words");
            }
        }
    }

    #[test]
    fn every_verb_of_a_change_has_its_words() {
        let verbs = codes(include_str!("../workspace/change.rs"));
        assert!(verbs.len() > 8, "the codes were not read: {verbs:?}");
        for verb in verbs {
            for (count, name) in [(1, "Ann"), (1, ""), (214, "Ann")] {
                let words = Messages::new(ENGLISH).change(verb, count, name);
                assert!(
                    !words.is_empty(),
                    "{verb} has no words for {count} and {name:?}"
                );
            }
        }
    }

    #[test]
    fn words_are_found_from_the_special_to_the_general() {
        let english = Messages::new(ENGLISH);
        assert_eq!(english.field("deal", "expected_close"), "Expected close");
        assert_eq!(english.field("deal", "owner"), "Owner");
        assert_eq!(english.field("deal", "machine"), "machine");
        assert_eq!(english.part("addresses", "city"), "City");
        assert_eq!(english.option("customer", "lifecycle", "lead"), "Lead");
        assert_eq!(english.option("customer", "type", "reseller"), "Reseller");
        assert_eq!(
            english.option("customer", "phones-type", "mobile"),
            "Mobile"
        );
        assert_eq!(english.option("pipeline", "stages-category", "won"), "Won");
        assert_eq!(
            english.option("deal", "lost_reason", "Bad weather"),
            "Bad weather"
        );
        assert_eq!(Messages::new(Locale::ZhCn).kinds("deal"), "商机");
        assert_eq!(english.count("customer", 1), "1 customer");
        assert_eq!(english.stage("value_proposed"), "Value proposed");
        let chinese = Messages::new(Locale::ZhCn);
        assert_eq!(chinese.zone("Asia/Shanghai"), "上海");
        assert_eq!(chinese.zone("Asia"), "亚洲");
        assert_eq!(chinese.zone("Asia/Aqtau"), "Aqtau");
        assert_eq!(english.zone("America/Indiana/Tell_City"), "Tell City");
    }

    #[test]
    fn rules_and_changes_become_sentences() {
        let (english, chinese) = (Messages::new(ENGLISH), Messages::new(Locale::ZhCn));
        let rule = Rule::DoesNotExist {
            value: quoted("31.02."),
        };
        let expected =
            "“31.02.” is a day that does not exist. Correct it or leave the field empty.";
        assert_eq!(english.rule(&rule), expected);
        assert_eq!(
            chinese.rule(&Rule::TooLong { max: 255 }),
            "最多 255 个字符，请缩短。"
        );
        assert_eq!(
            english.change("create", 1, "Ingrid Solberg"),
            "Added Ingrid Solberg"
        );
        assert_eq!(english.change("create", 1, ""), "Added 1 record");
        assert_eq!(
            english.change("trash", 214, "Ingrid"),
            "Moved 214 records to the trash"
        );
        assert_eq!(
            chinese.change("import", 5_206, "a.csv"),
            "从 a.csv 导入 5,206 条记录"
        );
    }
}

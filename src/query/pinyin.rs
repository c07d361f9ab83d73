//! Chinese names by their sound: found by pinyin and initials ("zhangsan", "zs"), sorted by syllable.
//! Which character reads how is a table of its own, which comes only where there are such names; until
//! somebody has given it by [`learn`], names are searched and sorted as they are written. Nothing of it
//! is stored: what is worked out of it is derived anew.

mod index;
mod table;

pub(super) use index::search;
pub use table::learn_table;

use super::text::{TextSource, Texts};
use crate::domain::RecordKind;
use crate::workspace::Workspace;
use std::borrow::Cow;
use std::cell::Cell;

/// Calls back with the readings of a character, without tones, the most usual first.
pub type Reading = fn(char, &mut dyn FnMut(&'static str));

thread_local! {
    static READING: Cell<Option<Reading>> = const { Cell::new(None) };
}

/// From now on names are searched and sorted by these readings.
pub fn learn(reading: Reading) {
    READING.set(Some(reading));
}

/// What is derived from names is another thing once readings are known: the number of the reading.
pub(super) fn version() -> i64 {
    i64::from(READING.get().is_some())
}

/// Whether a letter is Han.
const fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// Whether a customer has a name in Han letters.
#[must_use]
pub fn has_han_names(workspace: &Workspace) -> bool {
    let kind = RecordKind::Customer;
    let names = Texts::of(workspace, kind, &TextSource::names(kind));
    let rows = 0..workspace.table(kind).rows() as u32;
    let mut names = rows.map(|row| names.first(row));
    // The first bytes of Han letters; what else begins so is looked at as text.
    names.any(|name| {
        let may = name.iter().any(|byte| matches!(byte, 0xe3..=0xe9 | 0xf0));
        may && String::from_utf8_lossy(name).chars().any(is_han)
    })
}

/// What stands before a syllable, so that Han comes after all other letters.
const HAN: char = '\u{e000}';
/// What stands between a syllable and its character: less than any letter, so that "li" comes before
/// "liang".
const END: char = '\u{1}';

/// Names that begin so are read so, whatever the characters are read as elsewhere: family names first,
/// then places that companies are called by.
const BEGINNINGS: [(&str, &[&str]); 38] = [
    ("万俟", &["mo", "qi"]),
    ("尉迟", &["yu", "chi"]),
    ("长孙", &["zhang", "sun"]),
    ("澹台", &["tan", "tai"]),
    ("单于", &["chan", "yu"]),
    ("宰父", &["zai", "fu"]),
    ("单", &["shan"]),
    ("曾", &["zeng"]),
    ("朴", &["piao"]),
    ("仇", &["qiu"]),
    ("解", &["xie"]),
    ("查", &["zha"]),
    ("盖", &["ge"]),
    ("任", &["ren"]),
    ("华", &["hua"]),
    ("区", &["ou"]),
    ("缪", &["miao"]),
    ("翟", &["zhai"]),
    ("冼", &["xian"]),
    ("折", &["she"]),
    ("谌", &["chen"]),
    ("覃", &["qin"]),
    ("乐", &["yue"]),
    ("种", &["chong"]),
    ("秘", &["bi"]),
    ("逄", &["pang"]),
    ("召", &["shao"]),
    ("燕", &["yan"]),
    ("葛", &["ge"]),
    ("宁", &["ning"]),
    ("石", &["shi"]),
    ("卜", &["bu"]),
    ("车", &["che"]),
    ("贾", &["jia"]),
    ("重庆", &["chong", "qing"]),
    ("厦门", &["xia", "men"]),
    ("长", &["chang"]),
    ("重", &["chong"]),
];

/// How a name that begins so is read at its beginning.
fn beginning(name: &str) -> &'static [&'static str] {
    let known = BEGINNINGS.iter();
    let found = known.clone().find(|(start, _)| name.starts_with(start));
    found.map_or(&[], |(_, syllables)| syllables)
}

/// The text that a folded text is sorted by: other letters as they are, then Han by syllable and, of
/// one syllable, by character.
pub(super) fn collated(folded: &str) -> Cow<'_, str> {
    let Some(reading) = READING.get() else {
        return Cow::Borrowed(folded);
    };
    if folded.is_ascii() || !folded.chars().any(is_han) {
        return Cow::Borrowed(folded);
    }
    let mut out = String::with_capacity(folded.len() * 4);
    let mut beginning = beginning(folded).iter().copied();
    for letter in folded.chars() {
        let mut syllable = beginning.next();
        if syllable.is_none() && is_han(letter) {
            reading(letter, &mut |read| {
                syllable.get_or_insert(read);
            });
        }
        if let Some(syllable) = syllable {
            out.push(HAN);
            out.push_str(syllable);
            out.push(END);
        }
        out.push(letter);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::{Date, Key, Value, customer};
    use crate::query::{Query, Sort, run};
    use crate::workspace::desk::{Desk, repacked};

    fn names(desk: &Desk, query: &Query) -> Vec<String> {
        let answer = run(&desk.workspace, query, Date::parse("2026-03-05").unwrap()).unwrap();
        let table = desk.workspace.table(RecordKind::Customer);
        let name = |row| table.text(row, customer::NAME).into_owned();
        answer.rows.into_iter().map(name).collect()
    }

    fn found(desk: &Desk, text: &str) -> Vec<String> {
        let query = Query {
            search: text.to_owned(),
            ..Query::new(RecordKind::Customer)
        };
        names(desk, &query)
    }

    fn by_name() -> Query {
        Query {
            sort: Sort::parse("name").unwrap(),
            ..Query::new(RecordKind::Customer)
        }
    }

    fn desk_of(names: &[&str]) -> Desk {
        let mut desk = Desk::new();
        for name in names {
            desk.company(name);
        }
        desk
    }

    #[test]
    fn names_are_found_by_pinyin_by_the_beginnings_of_syllables_and_by_initials() {
        let desk = desk_of(&[
            "张三",
            "单雄信",
            "曾国藩",
            "重庆咖啡",
            "欧阳修",
            "朴树",
            "吕布",
            "Zsolt & Co",
        ]);
        assert_eq!(found(&desk, "zhangsan"), [""; 0], "nobody taught it yet");
        learn_table();
        for (text, expected) in [
            ("zhangsan", vec!["张三"]),
            ("ZhangSan", vec!["张三"]),
            ("zhang san", vec!["张三"]),
            ("zhsan", vec!["张三"]),
            ("san", vec!["张三"]),
            ("zs", vec!["张三", "Zsolt & Co"]),
            ("张s", vec![]),
            ("张", vec!["张三"]),
            ("shanxiong", vec!["单雄信"]),
            ("danxiong", vec!["单雄信"]),
            ("zengguofan", vec!["曾国藩"]),
            ("cengguofan", vec!["曾国藩"]),
            ("chongqing", vec!["重庆咖啡"]),
            ("cqkf", vec!["重庆咖啡"]),
            ("zhongqing", vec!["重庆咖啡"]),
            ("ouyang", vec!["欧阳修"]),
            ("oyx", vec!["欧阳修"]),
            ("piaoshu", vec!["朴树"]),
            ("pushu", vec!["朴树"]),
            ("lvbu", vec!["吕布"]),
            ("lubu", vec!["吕布"]),
            ("zhangx", vec![]),
            ("zhang3", vec![]),
        ] {
            assert_eq!(found(&desk, text), expected, "{text}");
        }
    }

    #[test]
    fn names_that_change_are_found_as_they_are_now() {
        learn_table();
        let mut desk = desk_of(&["张三", "李四"]);
        assert_eq!(found(&desk, "ls"), ["李四"]);
        let id = desk.company("王五");
        assert_eq!(found(&desk, "wangw"), ["王五"]);
        desk.set(id, customer::NAME, Some(Value::text("赵六")));
        assert_eq!(
            (found(&desk, "wangw"), found(&desk, "zhaoliu")),
            (vec![], vec!["赵六".to_owned()])
        );
        desk.workspace = repacked(&desk.workspace);
        assert_eq!(found(&desk, "zl"), ["赵六"]);
        let _ = desk.tries(&crate::workspace::command::Command::Edit {
            ids: vec![id],
            fields: vec![(Key::one(customer::PHONES), None)],
            revision: None,
        });
        assert_eq!(found(&desk, "zl"), ["赵六"]);
    }

    #[test]
    fn latin_names_come_first_then_han_by_syllable_then_by_character() {
        let mut desk = desk_of(&[
            "重庆咖啡",
            "张三",
            "单雄信",
            "李四",
            "Zoë",
            "曾国藩",
            "欧阳修",
            "章邯",
            "李三",
            "anna",
            "阿里",
            "朴树",
        ]);
        let plainly = names(&desk, &by_name());
        assert_eq!(plainly.first().unwrap(), "anna");
        learn_table();
        let order = [
            "anna",
            "Zoë",
            "阿里",
            "重庆咖啡",
            "李三",
            "李四",
            "欧阳修",
            "朴树",
            "单雄信",
            "曾国藩",
            "张三",
            "章邯",
        ];
        assert_eq!(names(&desk, &by_name()), order);
        let ready = super::super::ready::by_name(&desk.workspace, RecordKind::Customer);
        let asked = run(
            &desk.workspace,
            &by_name(),
            Date::parse("2026-03-05").unwrap(),
        )
        .unwrap();
        assert_eq!(ready, asked.rows);
        desk.company("成都");
        let now = names(&desk, &by_name());
        assert_eq!(now.iter().position(|name| name == "成都"), Some(3));
    }

    #[test]
    fn pages_by_name_follow_each_other_in_that_order() {
        learn_table();
        let desk = desk_of(&["张三", "李四", "Bob", "曾国藩", "阿里", "章邯"]);
        let all = names(&desk, &by_name());
        let (mut paged, mut cursor) = (Vec::new(), None);
        loop {
            let query = Query {
                limit: Some(2),
                cursor: cursor.take(),
                ..by_name()
            };
            paged.extend(names(&desk, &query));
            let today = Date::parse("2026-03-05").unwrap();
            match run(&desk.workspace, &query, today).unwrap().next {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(paged, all);
    }

    #[test]
    fn the_need_for_readings_shows_in_the_names() {
        assert!(!has_han_names(
            &desk_of(&["Grão", "Ærø", "ローマ"]).workspace
        ));
        assert!(has_han_names(&desk_of(&["Grão", "Wang 王"]).workspace));
    }
}

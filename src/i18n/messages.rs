//! The messages of a language: turns a [`Message`] into a sentence.
//!
//! It reads the form that `build.rs` compiles from the Fluent files. Money,
//! dates and other values come formatted (`format`); only counts are written
//! here, since a sentence chooses its form by them. The words for fields,
//! options and other codes are looked up by `labels`.

use std::sync::OnceLock;

use super::compiled::{APART, CHINESE, ENGLISH, GALLERY, IMPORTS, MODELS, SALES, SCORE};
use super::locale::Locale;
use super::message::{Argument, Message};

// The marks of the compiled form; `build.rs` has the same.
const ARGUMENT: char = '\u{1}';
const ARGUMENT_END: char = '\u{2}';
const CHOICE: char = '\u{3}';
const VARIANT: char = '\u{4}';
const VARIANT_VALUE: char = '\u{5}';
const CHOICE_END: char = '\u{6}';
const MESSAGE_END: char = '\u{7}';

/// The words of one language. Each has its own function, so that a program may fetch the one it
/// needs and leave the other.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    locale: Locale,
    text: &'static str,
}

impl Words {
    /// The English words.
    pub const fn english() -> Self {
        Self {
            locale: Locale::En,
            text: ENGLISH,
        }
    }

    /// The Chinese words.
    pub const fn chinese() -> Self {
        Self {
            locale: Locale::ZhCn,
            text: CHINESE,
        }
    }
}

/// The words in all languages that only some parts of a program say: the parts bring them, and make them
/// known before they say any.
#[derive(Debug, Clone, Copy)]
pub struct WordsApart {
    /// Which of [`APART`] they are.
    at: usize,
    /// By language, as in [`KNOWN`].
    texts: &'static [&'static str; 2],
}

impl WordsApart {
    /// What the components on show are called.
    pub const fn gallery() -> Self {
        Self {
            at: 0,
            texts: &GALLERY,
        }
    }

    /// What is said while files come in.
    pub const fn imports() -> Self {
        Self {
            at: 1,
            texts: &IMPORTS,
        }
    }

    /// What is said of models.
    pub const fn models() -> Self {
        Self {
            at: 2,
            texts: &MODELS,
        }
    }

    /// What is said of what was sold, and of the way there.
    pub const fn sales() -> Self {
        Self {
            at: 3,
            texts: &SALES,
        }
    }

    /// What is said of the score of customers, and of its rules.
    pub const fn score() -> Self {
        Self {
            at: 4,
            texts: &SCORE,
        }
    }
}

/// The patterns of the words apart that are known, by language.
static KNOWN_APART: [OnceLock<[Vec<&str>; 2]>; APART.len()] =
    [const { OnceLock::new() }; APART.len()];

/// The patterns of the languages whose words are known.
static KNOWN: [(Locale, OnceLock<Vec<&str>>); 2] = [
    (Locale::En, OnceLock::new()),
    (Locale::ZhCn, OnceLock::new()),
];

/// The messages of one language; copying it is free.
#[derive(Debug, Clone, Copy)]
pub struct Messages {
    locale: Locale,
    patterns: &'static [&'static str],
}

/// A stretch of a sentence, for screens that set what it mentions apart from
/// the words around it: a link, a number in bold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words of the sentence.
    Words(String),
    /// The value of the argument with this name.
    Argument(&'static str, String),
}

impl Messages {
    /// The messages of a language; of the other one as long as its words are not known.
    pub fn new(locale: Locale) -> Self {
        // Only a browser has to fetch them.
        if cfg!(not(target_arch = "wasm32")) {
            Self::learn(Words::english());
            Self::learn(Words::chinese());
            let apart = [
                WordsApart::gallery(),
                WordsApart::imports(),
                WordsApart::models(),
                WordsApart::sales(),
                WordsApart::score(),
            ];
            apart.into_iter().for_each(Self::learn_apart);
        }
        let known = || {
            KNOWN
                .iter()
                .filter_map(|(of, known)| Some((*of, known.get()?)))
        };
        let wanted = known()
            .find(|(of, _)| *of == locale)
            .or_else(|| known().next());
        let (locale, patterns) = wanted.map_or((locale, &[][..]), |(of, patterns)| (of, patterns));
        Self { locale, patterns }
    }

    /// Makes the words of a language known, for as long as the program runs.
    pub fn learn(words: Words) {
        if let Some((_, known)) = KNOWN.iter().find(|(locale, _)| *locale == words.locale) {
            known.get_or_init(|| words.text.split(MESSAGE_END).collect());
        }
    }

    /// Makes words apart known, for as long as the program runs.
    pub fn learn_apart(words: WordsApart) {
        if let Some(known) = KNOWN_APART.get(words.at) {
            known.get_or_init(|| words.texts.map(|text| text.split(MESSAGE_END).collect()));
        }
    }

    /// The pattern at a place of the keys.
    fn pattern(self, place: usize) -> Option<&'static str> {
        let mut apart = APART.iter().zip(&KNOWN_APART);
        let found = apart.find_map(|((first, count), known)| {
            let at = place.checked_sub(*first).filter(|at| at < count)?;
            let language = usize::from(self.locale == Locale::ZhCn);
            known.get()?.get(language)?.get(at)
        });
        found.or_else(|| self.patterns.get(place)).copied()
    }

    /// The language.
    pub fn locale(self) -> Locale {
        self.locale
    }

    /// The sentence of a message.
    pub fn text(self, message: &Message) -> String {
        let mut text = String::new();
        self.write(message, &mut |_, words| text.push_str(words));
        text
    }

    /// The sentence of a message in pieces, in the order of this language.
    pub fn pieces(self, message: &Message) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        self.write(message, &mut |name, text| match (name, pieces.last_mut()) {
            (Some(name), _) => pieces.push(Piece::Argument(name, text.to_owned())),
            (None, Some(Piece::Words(words))) => words.push_str(text),
            (None, _) => pieces.push(Piece::Words(text.to_owned())),
        });
        pieces
    }

    fn write(self, message: &Message, say: &mut dyn FnMut(Option<&'static str>, &str)) {
        let pattern = self.pattern(message.key.place()).unwrap_or_default();
        let is_chinese = self.locale == Locale::ZhCn;
        let mut before = None;
        let mut spaced = |name: Option<&'static str>, words: &str| {
            let after = words.chars().next();
            if is_chinese
                && before
                    .zip(after)
                    .is_some_and(|(one, other)| is_apart(one, other))
            {
                say(None, " ");
            }
            before = words.chars().next_back().or(before);
            say(name, words);
        };
        let mut writer = Writer {
            rest: pattern,
            locale: self.locale,
            message,
            say: &mut spaced,
        };
        writer.pattern(true);
    }
}

/// Whether Chinese leaves a space between two characters where what is mentioned meets the sentence:
/// between Han and Latin letters or digits, but not inside of dates and amounts.
fn is_apart(before: char, after: char) -> bool {
    let is_han = |sign: char| matches!(sign, '\u{3400}'..='\u{9fff}');
    let is_unit = |sign: char| matches!(sign, '年' | '月' | '日' | '万' | '亿');
    let is_latin = |sign: char| sign.is_alphanumeric() && !is_han(sign);
    let is_mixed = is_han(before) && is_latin(after) || is_latin(before) && is_han(after);
    is_mixed && !is_unit(before) && !is_unit(after)
}

/// Walks through a compiled pattern and says what is to be said.
struct Writer<'a> {
    rest: &'a str,
    locale: Locale,
    message: &'a Message,
    say: &'a mut dyn FnMut(Option<&'static str>, &str),
}

impl<'a> Writer<'a> {
    /// Goes to the end of the pattern or of the form in a choice, and returns
    /// the mark it ended with. What is not to be said is passed over.
    fn pattern(&mut self, is_said: bool) -> Option<char> {
        loop {
            let (words, mark) = self.until(|character| character <= CHOICE_END);
            if is_said && !words.is_empty() {
                (self.say)(None, words);
            }
            match mark {
                Some(ARGUMENT) => {
                    let (name, _) = self.until(|character| character == ARGUMENT_END);
                    if is_said {
                        self.argument(name);
                    }
                }
                Some(CHOICE) => self.choice(is_said),
                other => return other,
            }
        }
    }

    fn argument(&mut self, name: &str) {
        match self
            .message
            .arguments
            .iter()
            .find(|(given, _)| *given == name)
        {
            Some((name, Argument::Text(text))) => (self.say)(Some(name), text),
            Some((name, Argument::Number(number))) => (self.say)(Some(name), &grouped(*number)),
            None => (self.say)(None, name),
        }
    }

    /// Says the first form that fits the argument; the last always does.
    fn choice(&mut self, is_said: bool) {
        let (name, mut mark) = self.until(|character| character == VARIANT);
        let argument = self
            .message
            .arguments
            .iter()
            .find(|(given, _)| *given == name);
        let mut is_open = is_said;
        while mark == Some(VARIANT) {
            let (key, _) = self.until(|character| character == VARIANT_VALUE);
            let start = self.rest;
            mark = self.pattern(false);
            let fits = argument.is_some_and(|(_, argument)| self.fits(key, argument));
            if is_open && (fits || mark != Some(VARIANT)) {
                let after = std::mem::replace(&mut self.rest, start);
                self.pattern(true);
                self.rest = after;
                is_open = false;
            }
        }
    }

    fn fits(&self, key: &str, argument: &Argument) -> bool {
        match argument {
            Argument::Text(text) => key == text,
            Argument::Number(number) => {
                let category = match (self.locale, number) {
                    (Locale::En, 1) => "one",
                    _ => "other",
                };
                key == category || key.parse() == Ok(*number)
            }
        }
    }

    /// Takes the text before the next character that is a mark, and the mark.
    fn until(&mut self, is_mark: impl Fn(char) -> bool) -> (&'a str, Option<char>) {
        let Some(at) = self.rest.find(is_mark) else {
            return (std::mem::take(&mut self.rest), None);
        };
        let (text, rest) = self.rest.split_at(at);
        let mut characters = rest.chars();
        let mark = characters.next();
        self.rest = characters.as_str();
        (text, mark)
    }
}

/// A count with its digits in groups of three, as both languages write it.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = if number < 0 {
        "−".to_owned()
    } else {
        String::new()
    };
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )]
    use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};

    use super::*;
    use crate::i18n::Key;
    use crate::i18n::compiled::{ARGUMENTS, KEYS};
    use crate::i18n::message;

    /// What Fluent's own runtime makes of a language's file.
    struct Reference {
        bundle: FluentBundle<FluentResource>,
    }

    impl Reference {
        fn new(locale: Locale) -> Self {
            let text = match locale {
                Locale::En => include_str!("en.ftl"),
                Locale::ZhCn => include_str!("zh-CN.ftl"),
            };
            let mut bundle = FluentBundle::new(vec![locale.code().parse().unwrap()]);
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(|value, _| match value {
                FluentValue::Number(number) => Some(grouped(number.value as i64)),
                _ => None,
            }));
            bundle
                .add_resource(FluentResource::try_new(text.into()).unwrap())
                .unwrap();
            Self { bundle }
        }

        fn text(&self, key: &str, arguments: &[(&'static str, Argument)]) -> Option<String> {
            let mut values = FluentArgs::new();
            for (name, argument) in arguments {
                match argument {
                    Argument::Text(text) => values.set(*name, text.clone()),
                    Argument::Number(number) => values.set(*name, *number),
                }
            }
            let mut errors = Vec::new();
            let message = self.bundle.get_message(key)?;
            let pattern = message.value().unwrap();
            let text = self
                .bundle
                .format_pattern(pattern, Some(&values), &mut errors);
            assert!(errors.is_empty(), "{key}: {errors:?}");
            Some(text.into_owned())
        }
    }

    #[test]
    fn chinese_stands_apart_from_latin_and_not_from_itself() {
        let messages = Messages::new(Locale::ZhCn);
        let same = |name: &str| messages.text(&message!("import-same-name", name = name));
        assert_eq!(same("王雪"), "与“王雪”同名");
        let met = |who: &str| messages.text(&message!("timeline-met", who = who));
        assert_eq!(met("林美"), "林美参加了会议");
        assert_eq!(met("Tom"), "Tom 参加了会议");
        let closes = |date: &str| messages.text(&message!("customer-closes", date = date));
        assert_eq!(closes("11月28日"), "11月28日成交");
        let date = message!("date-day-month", day = "28", month = "11月");
        assert_eq!(messages.text(&date), "11月28日");
    }

    #[test]
    fn every_message_reads_as_in_fluents_own_runtime() {
        for locale in Locale::ALL {
            let (messages, reference) = (Messages::new(locale), Reference::new(locale));
            for (key, names) in KEYS.iter().zip(ARGUMENTS) {
                for number in [0_i64, 1, 2, 21, 999, 1_000, 4_218, -1_234_567] {
                    for is_text in [false, true] {
                        let argument = |name: &&'static str| match is_text {
                            true => (*name, Argument::Text(format!("〈{name}〉"))),
                            false => (*name, Argument::Number(number)),
                        };
                        let arguments: Vec<_> = names.iter().map(argument).collect();
                        let Some(expected) = reference.text(key, &arguments) else {
                            assert!(key.starts_with("reason-"), "{key} is missing in {locale:?}");
                            continue;
                        };
                        let message = Message {
                            key: Key::checked(key, names),
                            arguments,
                        };
                        let (mut text, mut expected) = (messages.text(&message), expected);
                        if locale == Locale::ZhCn {
                            // Spaces between Han and Latin are ours; they have their own test.
                            text.retain(|sign| sign != ' ');
                            expected.retain(|sign| sign != ' ');
                        }
                        assert_eq!(text, expected, "{key} in {locale:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn counts_choose_the_form_and_are_grouped() {
        let (english, chinese) = (Messages::new(Locale::En), Messages::new(Locale::ZhCn));
        for (count, en, zh) in [
            (0, "Nothing found", "没有结果"),
            (1, "1 result", "1 条结果"),
            (4_218, "4,218 results", "4,218 条结果"),
        ] {
            let message = message!("list-results", count = count);
            assert_eq!(
                (english.text(&message), chinese.text(&message)),
                (en.into(), zh.into())
            );
        }
    }

    #[test]
    fn a_sentence_can_be_taken_apart_without_changing_it() {
        let message = message!(
            "timeline-changed",
            who = "Maya",
            field = "Size",
            before = "80",
            after = "120",
        );
        let messages = Messages::new(Locale::ZhCn);
        let pieces = messages.pieces(&message);
        assert_eq!(pieces[0], Piece::Argument("who", "Maya".into()));
        assert_eq!(pieces[1], Piece::Words(" 修改了 ".into()));
        let whole: String = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Words(text) | Piece::Argument(_, text) => text.as_str(),
            })
            .collect();
        assert_eq!(whole, messages.text(&message));
        assert_eq!(whole, "Maya 修改了 Size：80 → 120");
    }

    #[test]
    fn what_people_typed_is_never_read_as_a_pattern() {
        let name = "{ $who } \u{1}who\u{2} <b> “\u{3}";
        let message = message!("toast-trashed", name = name);
        let text = Messages::new(Locale::En).text(&message);
        assert_eq!(text, format!("{name} moved to trash"));
    }

    #[test]
    fn chinese_obeys_its_rules_of_writing() {
        let messages = Messages::new(Locale::ZhCn);
        for (key, names) in KEYS.iter().zip(ARGUMENTS) {
            let arguments = names.iter().map(|name| (*name, Argument::Number(7)));
            let text = messages.text(&Message {
                key: Key::checked(key, names),
                arguments: arguments.collect(),
            });
            assert!(!text.contains(['您', '！', '!', ';']), "{key}: {text}");
            let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            let letters: Vec<char> = text.chars().collect();
            // Inside dates there is no space, and a date may end or begin a clause.
            if key.starts_with("date-") {
                continue;
            }
            for pair in letters.windows(2) {
                let touches = is_han(pair[0]) && pair[1].is_ascii_alphanumeric()
                    || is_han(pair[1]) && pair[0].is_ascii_alphanumeric();
                let spoken = names.iter().any(|name| {
                    [
                        "date",
                        "when",
                        "field",
                        "fields",
                        "page",
                        "kind",
                        "delimiter",
                        "category",
                        "one",
                        "other",
                        "first",
                        "second",
                        "third",
                    ]
                    .contains(name)
                });
                assert!(!touches || spoken, "{key}: no space in {text}");
                let half = is_han(pair[0]) && [',', ':', '?', '('].contains(&pair[1]);
                assert!(!half, "{key}: half-width mark in {text}");
            }
        }
    }
}

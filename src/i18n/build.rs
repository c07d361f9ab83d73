//! Compiles the message files into what `messages.rs` reads, before the library
//! is built: the Fluent syntax is read and checked here, so that neither its
//! parser nor any key of a message that is found while compiling gets into the
//! wasm. A file that is wrong, a key or an argument that a language lacks, fails
//! the build with its name (docs/adr/0007-fluent-and-intl.md).

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;

const FOLDER: &str = "src/i18n";

/// Families of keys that are put together at run time, from a field's name or
/// a rule's code; all others are found while compiling.
const FAMILIES: [&str; 17] = [
    "change-",
    "count-",
    "damage-",
    "encoding-reason-",
    "field-",
    "file-kind-",
    "header-reason-",
    "import-dates-",
    "import-decimal-",
    "import-delimiter-",
    "kind-",
    "kinds-",
    "option-",
    "part-",
    "rule-",
    "stage-",
    "zone-",
];

/// Messages that only some parts of the program say: what `WordsApart` calls them, and how their keys
/// begin. Their words come with those parts instead of with a language's.
const APART: [(&str, &str); 13] = [
    ("advice", "advice-"),
    ("api", "api-"),
    ("campaigns", "campaign-"),
    ("forecast", "forecast-"),
    ("gallery", "gallery-"),
    ("imports", "import-"),
    ("insights", "insights-"),
    ("models", "models-"),
    ("sales", "sales-"),
    ("score", "score-"),
    ("segments", "segment-"),
    ("sync", "sync-"),
    ("trash", "trash-"),
];

// The marks of the compiled form; `messages.rs` has the same.
const ARGUMENT: char = '\u{1}';
const ARGUMENT_END: char = '\u{2}';
const CHOICE: char = '\u{3}';
const VARIANT: char = '\u{4}';
const VARIANT_VALUE: char = '\u{5}';
const CHOICE_END: char = '\u{6}';
const MESSAGE_END: char = '\u{7}';

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={FOLDER}");
    let english = Language::read("en", &["one", "other"])?;
    let chinese = Language::read("zh-CN", &["other"])?;
    check(&english, &chinese)?;

    let mut code = String::new();
    let count = english.messages.len();
    writeln!(
        code,
        "/// All keys, in order.\npub(super) static KEYS: [&str; {count}] = ["
    )?;
    for key in english.messages.keys() {
        writeln!(code, "    {key:?},")?;
    }
    writeln!(code, "];\n/// The arguments of each message, in order.")?;
    writeln!(code, "pub(super) static ARGUMENTS: [&[&str]; {count}] = [")?;
    for message in english.messages.values() {
        let arguments: Vec<_> = message.arguments.iter().collect();
        writeln!(code, "    &{arguments:?},")?;
    }
    writeln!(code, "];")?;
    writeln!(
        code,
        "/// The families of keys that are put together at run time: how they begin, the place of the\n\
        /// first, and how they go on, in order. As one text, since hundreds of pointers are larger.\n\
        pub(super) static FAMILIES: [(&str, u16, &str); {}] = [",
        FAMILIES.len()
    )?;
    for family in FAMILIES {
        // Keys that begin alike follow each other.
        let all = english.messages.keys();
        let first = all
            .clone()
            .take_while(|key| !key.starts_with(family))
            .count();
        let rests: Vec<_> = all.filter_map(|key| key.strip_prefix(family)).collect();
        writeln!(code, "    ({family:?}, {first}, {:?}),", rests.join("\n"))?;
    }
    writeln!(code, "];")?;
    for (name, language) in [("ENGLISH", &english), ("CHINESE", &chinese)] {
        let text = language.text(|key| APART.iter().all(|(_, apart)| !key.starts_with(apart)));
        writeln!(code, "/// The messages in the order of their keys.")?;
        writeln!(code, "pub(super) static {name}: &str = {text:?};")?;
    }
    let (mut places, mut makers, mut all) = (String::new(), String::new(), String::new());
    for (at, (name, apart)) in APART.into_iter().enumerate() {
        let keys = || english.messages.keys();
        let first = keys().take_while(|key| !key.starts_with(apart)).count();
        let count = keys().filter(|key| key.starts_with(apart)).count();
        write!(places, "({first}, {count}), ")?;
        let of = |language: &Language| {
            let all = language.text(|key| key.starts_with(apart));
            all.trim_matches(MESSAGE_END).to_owned()
        };
        let texts = [of(&english), of(&chinese)];
        // One by one, so that a part brings only those that it names.
        write!(
            makers,
            "/// The messages whose keys begin with `{apart}`.\n\
             pub const fn {name}() -> Self {{\n\
             static TEXTS: [&str; 2] = {texts:?};\n\
             Self {{ at: {at}, texts: &TEXTS }}\n\
             }}\n"
        )?;
        write!(all, "Self::{name}(), ")?;
    }
    writeln!(
        code,
        "impl super::WordsApart {{\n{makers}\
         /// All of them.\n\
         #[cfg(not(target_arch = \"wasm32\"))]\n\
         pub(super) const fn all() -> [Self; {}] {{ [{all}] }}\n\
         }}",
        APART.len()
    )?;
    writeln!(
        code,
        "/// Where the messages that are apart begin among the keys, and how many there are.\n\
         pub(super) static APART: [(usize, usize); {}] = [{places}];",
        APART.len()
    )?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("messages.rs"), code)?;
    Ok(())
}

/// Both languages have the same keys with the same arguments.
fn check(english: &Language, chinese: &Language) -> Result<(), String> {
    for key in chinese.messages.keys() {
        if !english.messages.contains_key(key) {
            return Err(format!("zh-CN.ftl: {key} is not in en.ftl"));
        }
    }
    for (key, message) in &english.messages {
        let Some(other) = chinese.messages.get(key) else {
            return Err(format!("zh-CN.ftl: {key} is missing"));
        };
        if other.arguments != message.arguments {
            let (here, there) = (&other.arguments, &message.arguments);
            return Err(format!(
                "zh-CN.ftl: {key} takes {here:?}, in en.ftl {there:?}"
            ));
        }
    }
    Ok(())
}

struct Language {
    messages: BTreeMap<String, Message>,
}

#[derive(Default)]
struct Message {
    compiled: String,
    arguments: BTreeSet<String>,
}

impl Language {
    /// The messages in the order of their keys; nothing in the place of those that are not wanted.
    fn text(&self, is_wanted: impl Fn(&str) -> bool) -> String {
        let mut text = String::new();
        for (key, message) in &self.messages {
            if is_wanted(key) {
                text.push_str(&message.compiled);
            }
            text.push(MESSAGE_END);
        }
        text
    }

    /// Reads a language's file; `plurals` are the categories that its numbers
    /// fall into.
    fn read(code: &str, plurals: &[&str]) -> Result<Self, String> {
        let file = format!("{FOLDER}/{code}.ftl");
        let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
        let resource = parser::parse(text.as_str())
            .map_err(|(_, errors)| format!("{file}: not Fluent: {errors:?}"))?;
        let mut terms = BTreeMap::new();
        for entry in &resource.body {
            if let Entry::Term(term) = entry {
                terms.insert(term.id.name, &term.value);
            }
        }
        let mut messages = BTreeMap::new();
        for entry in &resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let key = message.id.name;
            let mut compiler = Compiler {
                terms: &terms,
                plurals,
                message: Message::default(),
            };
            let pattern = message
                .value
                .as_ref()
                .ok_or(format!("{file}: {key} has no text"))?;
            let result = match message.attributes.is_empty() {
                true => compiler.pattern(pattern),
                false => Err("attributes are not used here".to_owned()),
            };
            result.map_err(|reason| format!("{file}: {key}: {reason}"))?;
            if messages.insert(key.to_owned(), compiler.message).is_some() {
                return Err(format!("{file}: {key} stands there twice"));
            }
        }
        Ok(Self { messages })
    }
}

struct Compiler<'a> {
    terms: &'a BTreeMap<&'a str, &'a Pattern<&'a str>>,
    plurals: &'a [&'a str],
    message: Message,
}

impl<'a> Compiler<'a> {
    fn pattern(&mut self, pattern: &Pattern<&'a str>) -> Result<(), String> {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.text(value)?,
                PatternElement::Placeable { expression } => match expression {
                    Expression::Inline(inline) => self.inline(inline)?,
                    Expression::Select { selector, variants } => {
                        let InlineExpression::VariableReference { id } = selector else {
                            return Err("only an argument can choose a form".to_owned());
                        };
                        self.message.arguments.insert(id.name.to_owned());
                        self.message.compiled.push(CHOICE);
                        self.message.compiled.push_str(id.name);
                        // The default goes last, so that the first that fits is the one.
                        let (default, others): (Vec<_>, Vec<_>) =
                            variants.iter().partition(|variant| variant.default);
                        for variant in others.into_iter().chain(default) {
                            let key = match variant.key {
                                VariantKey::Identifier { name } => name,
                                VariantKey::NumberLiteral { value } => value,
                            };
                            self.check_plural(key)?;
                            self.message.compiled.push(VARIANT);
                            self.message.compiled.push_str(key);
                            self.message.compiled.push(VARIANT_VALUE);
                            self.pattern(&variant.value)?;
                        }
                        self.message.compiled.push(CHOICE_END);
                    }
                },
            }
        }
        Ok(())
    }

    fn inline(&mut self, inline: &InlineExpression<&'a str>) -> Result<(), String> {
        match inline {
            InlineExpression::StringLiteral { value } => {
                self.text(&unescape_unicode_to_string(value))
            }
            InlineExpression::NumberLiteral { value } => self.text(value),
            InlineExpression::VariableReference { id } => {
                self.message.arguments.insert(id.name.to_owned());
                self.message.compiled.push(ARGUMENT);
                self.message.compiled.push_str(id.name);
                self.message.compiled.push(ARGUMENT_END);
                Ok(())
            }
            InlineExpression::TermReference { id, .. } => {
                let terms = self.terms;
                let pattern = terms.get(id.name).ok_or(format!("no term -{}", id.name))?;
                self.pattern(pattern)
            }
            InlineExpression::Placeable { expression } => match &**expression {
                Expression::Inline(inline) => self.inline(inline),
                Expression::Select { .. } => Err("a choice in a choice".to_owned()),
            },
            InlineExpression::MessageReference { id, .. } => Err(format!(
                "refers to {}: each message is a whole sentence",
                id.name
            )),
            InlineExpression::FunctionReference { id, .. } => {
                Err(format!("{} is not used: values come formatted", id.name))
            }
        }
    }

    /// Refuses a plural category that this language does not have, which would
    /// never be shown.
    fn check_plural(&self, key: &str) -> Result<(), String> {
        let is_category = ["zero", "one", "two", "few", "many", "other"].contains(&key);
        match is_category && !self.plurals.contains(&key) {
            true => Err(format!("this language has no plural category [{key}]")),
            false => Ok(()),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        if text.contains(|character| character <= MESSAGE_END) {
            return Err("has a control character".to_owned());
        }
        self.message.compiled.push_str(text);
        Ok(())
    }
}

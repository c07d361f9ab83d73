//! The table of readings, by the crate that has it. It is large: whoever calls this has it fetched.

use super::learn;
use pinyin::{ToPinyin, ToPinyinMulti};

/// Teaches the readings of all characters.
pub fn learn_table() {
    learn(readings);
}

fn readings(letter: char, visit: &mut dyn FnMut(&'static str)) {
    if let Some(usual) = letter.to_pinyin() {
        visit(usual.plain());
    }
    if let Some(all) = letter.to_pinyin_multi() {
        all.into_iter().for_each(|one| visit(one.plain()));
    }
}

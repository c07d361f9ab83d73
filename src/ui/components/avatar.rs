//! Initials on a tone of their own: one can tell people from companies, and one record from
//! the next, without reading. Hidden from screen readers, since the name stands beside it.

use crate::ui::follow::follow;
use leptos::prelude::*;

/// What kind of record it stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarShape {
    /// Round.
    #[default]
    Person,
    /// A rounded square.
    Company,
}

/// How large it is: 20, 24, 32 or 48 pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// On cards of a board.
    Small,
    /// In rows.
    #[default]
    Medium,
    /// In lists of few.
    Large,
    /// At the head of a record.
    Huge,
}

impl AvatarSize {
    const fn code(self) -> Option<&'static str> {
        match self {
            Self::Small => Some("small"),
            Self::Medium => None,
            Self::Large => Some("large"),
            Self::Huge => Some("huge"),
        }
    }
}

/// Says whether a character is written without spaces between words: Han, kana, hangul.
const fn is_han(character: char) -> bool {
    matches!(character, '\u{2E80}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The letters for a name, which the style makes capitals: two in Latin, the family name's first character or a company's first
/// two in Chinese.
fn initials(name: &str, shape: AvatarShape) -> String {
    let name = name.trim();
    if name.chars().next().is_some_and(is_han) {
        let count = if shape == AvatarShape::Company { 2 } else { 1 };
        return name
            .chars()
            .take_while(|character| is_han(*character))
            .take(count)
            .collect();
    }
    let mut words = name
        .split(|character: char| character.is_whitespace() || character == '-' || character == '.')
        .filter(|word| word.chars().next().is_some_and(char::is_alphanumeric));
    let first = words.next();
    let second = match shape {
        AvatarShape::Company => words.next(),
        AvatarShape::Person => words.next_back(),
    };
    match (first, second) {
        (Some(first), Some(second)) => first
            .chars()
            .take(1)
            .chain(second.chars().take(1))
            .collect(),
        (Some(only), None) => only.chars().take(2).collect(),
        _ => "?".to_owned(),
    }
}

/// The hue for an id: one of twelve, always the same.
fn hue(seed: &str) -> u32 {
    // FNV-1a: short, and spreads ids that differ only at their end.
    let hash = seed.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    ((hash >> 16) ^ hash) % 12 * 30 + 10
}

/// A person's or a company's initials.
#[component]
pub fn Avatar(
    /// Whose initials.
    #[prop(into)]
    name: Signal<String>,
    /// What the tone is derived from: the record's id.
    #[prop(into)]
    seed: Signal<String>,
    /// Person or company.
    #[prop(optional, into)]
    shape: Signal<AvatarShape>,
    /// How large.
    #[prop(optional)]
    size: AvatarSize,
) -> impl IntoView {
    view! {
        <span
            class="avatar"
            aria-hidden="true"
            data-size=size.code()
            data-shape=follow(move || (shape.get() == AvatarShape::Company).then_some("company"))
            style:--avatar-hue=follow(move || hue(&seed.read()).to_string())
        >
            {follow(move || initials(&name.read(), shape.get()))}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn check(name: &str, shape: AvatarShape, expected: &str) {
        assert_eq!(initials(name, shape), expected, "{name}");
    }

    #[wasm_bindgen_test]
    fn initials_follow_the_script_of_the_name() {
        check("Ingrid Solberg", AvatarShape::Person, "IS");
        check("Maria da Silva", AvatarShape::Person, "MS");
        check("Hotel Bellavista", AvatarShape::Company, "HB");
        check("The Copper Kettle", AvatarShape::Company, "TC");
        check("Grão & Filhos", AvatarShape::Company, "GF");
        // The style makes them capitals.
        check("Strada", AvatarShape::Company, "St");
        check("王雪 Wang Xue", AvatarShape::Person, "王");
        check("欧阳静", AvatarShape::Person, "欧");
        check("蓝湾酒店集团", AvatarShape::Company, "蓝湾");
        check("  ", AvatarShape::Person, "?");
    }

    #[wasm_bindgen_test]
    fn the_same_id_keeps_its_hue_and_others_spread() {
        assert_eq!(hue("customer:1"), hue("customer:1"));
        let hues: std::collections::BTreeSet<u32> =
            (0..200).map(|n| hue(&format!("customer:{n:08}"))).collect();
        assert_eq!(hues.len(), 12);
    }
}

//! The languages that Satchel speaks, and which one suits a reader.

/// A language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    ZhCn,
}

impl Locale {
    /// All languages, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::ZhCn];

    /// The tag of BCP 47, for `lang` and `Intl`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
        }
    }

    /// What the language calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhCn => "简体中文",
        }
    }

    /// What stands between values of one kind: names, amounts.
    pub const fn between_values(self) -> &'static str {
        match self {
            Self::En => ", ",
            Self::ZhCn => "、",
        }
    }

    /// What stands between facts of different kinds: a day and an amount.
    pub const fn between_facts(self) -> &'static str {
        match self {
            Self::En => ", ",
            Self::ZhCn => " · ",
        }
    }

    /// The language of this tag, for what was kept in a preference.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|locale| locale.code().eq_ignore_ascii_case(code))
    }

    /// The first language of the reader's list, best first, that is spoken
    /// here; English where there is none. Any Chinese leads to Chinese: those
    /// who read traditional characters read simplified ones more easily than
    /// English, unless they put English first.
    pub fn negotiate<'a>(wanted: impl IntoIterator<Item = &'a str>) -> Self {
        wanted
            .into_iter()
            .find_map(|tag| {
                let language = tag.split(['-', '_']).next().unwrap_or_default();
                match language.to_ascii_lowercase().as_str() {
                    "en" => Some(Self::En),
                    "zh" => Some(Self::ZhCn),
                    _ => None,
                }
            })
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_spoken_language_of_the_list_is_taken() {
        for (wanted, expected) in [
            (&["zh-CN", "zh", "en"][..], Locale::ZhCn),
            (&["zh-Hans-SG"], Locale::ZhCn),
            (&["zh-TW", "en-US"], Locale::ZhCn),
            (&["en-GB", "zh-CN"], Locale::En),
            (&["de-CH", "fr", "ZH_cn"], Locale::ZhCn),
            (&["de-CH", "fr"], Locale::En),
            (&["eng", "zha"], Locale::En),
            (&[], Locale::En),
        ] {
            assert_eq!(
                Locale::negotiate(wanted.iter().copied()),
                expected,
                "{wanted:?}"
            );
        }
    }

    #[test]
    fn a_language_is_found_by_its_tag() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_code(locale.code()), Some(locale));
        }
        assert_eq!(Locale::from_code("zh-cn"), Some(Locale::ZhCn));
        assert_eq!(Locale::from_code("fr"), None);
    }
}

//! What a field is: its name, shape and type. Every field of every kind stands once in a table
//! of these; documents, merging, undo, REST, files, filters and forms all read the tables, so a
//! new field is one line there (and its words).

use super::kind::RecordKind;

/// The place of a field in its kind's table. Places are stable while the program runs; what is
/// stored names fields by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldIx(pub u8);

/// How many values a field has, and what tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One value or none.
    One,
    /// Members, each at most once; the member is the element (`tags`).
    Set,
    /// Values in order of their elements' ids, which stay with them (`emails`), so that two
    /// devices can add one each at the same time and both live.
    List,
    /// Values by name (`custom`, `external_ids`).
    Map,
}

/// The options of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The codes that ship with Satchel, in order.
    pub codes: &'static [&'static str],
    /// Whether the user may add others, kept as typed.
    pub open: bool,
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// One line of text of at most so many characters.
    Text(u16),
    /// Text of several lines.
    LongText,
    /// A decimal number.
    Number,
    /// Yes or no.
    Bool,
    /// A calendar date.
    Date,
    /// A moment.
    Instant,
    /// An amount in a currency.
    Money,
    /// One of some options.
    Choice(Options),
    /// Another record, of one of these kinds.
    Ref(&'static [RecordKind]),
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A web address.
    Url,
    /// An ISO 4217 code.
    Currency,
    /// Several named values that belong together and are written together.
    Part(&'static [PartField]),
    /// Whatever the user's own definition of the field says ([`RecordKind::CustomField`]).
    Custom,
    /// What a newer Satchel wrote and this one does not know: kept as it came.
    Unknown,
}

/// One of the named values of a [`Type::Part`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartField {
    /// Its name in documents.
    pub name: &'static str,
    /// What it may be; never a part again.
    pub of: Type,
}

/// One field of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in documents, filters and messages: `expected_close`.
    pub name: &'static str,
    /// How many values.
    pub shape: Shape,
    /// Of what type.
    pub of: Type,
    /// Whether a live record must have it.
    pub is_required: bool,
    /// Whether search looks into it.
    pub is_searched: bool,
    /// Whether only Satchel itself writes it: forms, files and REST do not.
    pub is_internal: bool,
}

impl Field {
    /// A field with one value.
    #[must_use]
    pub const fn one(name: &'static str, of: Type) -> Self {
        let is_searched = matches!(of, Type::Text(_) | Type::LongText | Type::Email | Type::Url);
        Self {
            name,
            shape: Shape::One,
            of,
            is_required: false,
            is_searched,
            is_internal: false,
        }
    }

    /// A field with a set of members.
    #[must_use]
    pub const fn set(name: &'static str, of: Type) -> Self {
        Self {
            shape: Shape::Set,
            ..Self::one(name, of)
        }
    }

    /// A field with values that keep their places.
    #[must_use]
    pub const fn list(name: &'static str, of: Type) -> Self {
        Self {
            shape: Shape::List,
            ..Self::one(name, of)
        }
    }

    /// A field with values by name.
    #[must_use]
    pub const fn map(name: &'static str, of: Type) -> Self {
        Self {
            shape: Shape::Map,
            ..Self::one(name, of)
        }
    }

    /// A line of text.
    #[must_use]
    pub const fn text(name: &'static str, length_max: u16) -> Self {
        Self::one(name, Type::Text(length_max))
    }

    /// A choice among Satchel's options only.
    #[must_use]
    pub const fn closed_choice(name: &'static str, codes: &'static [&'static str]) -> Self {
        Self::one(name, Type::Choice(Options { codes, open: false }))
    }

    /// A choice to which the user may add options.
    #[must_use]
    pub const fn choice(name: &'static str, codes: &'static [&'static str]) -> Self {
        Self::one(name, Type::Choice(Options { codes, open: true }))
    }

    /// A reference to a record of one of these kinds.
    #[must_use]
    pub const fn reference(name: &'static str, kinds: &'static [RecordKind]) -> Self {
        Self::one(name, Type::Ref(kinds))
    }

    /// The same field, required.
    #[must_use]
    pub const fn required(self) -> Self {
        Self {
            is_required: true,
            ..self
        }
    }

    /// The same field, looked into by search.
    #[must_use]
    pub const fn searched(self) -> Self {
        Self {
            is_searched: true,
            ..self
        }
    }

    /// The same field, not looked into by search.
    #[must_use]
    pub const fn unsearched(self) -> Self {
        Self {
            is_searched: false,
            ..self
        }
    }

    /// The same field, written by Satchel alone.
    #[must_use]
    pub const fn internal(self) -> Self {
        Self {
            is_internal: true,
            is_searched: false,
            ..self
        }
    }

    /// Whether the field has one value rather than several by element.
    #[must_use]
    pub fn is_single(&self) -> bool {
        self.shape == Shape::One
    }

    /// The named values of its parts; empty where it has none.
    #[must_use]
    pub fn parts(&self) -> &'static [PartField] {
        match self.of {
            Type::Part(parts) => parts,
            _ => &[],
        }
    }
}

/// Declares a kind's own fields: a constant for each place, and the table.
macro_rules! fields {
    ($($(#[doc = $doc:literal])+ $place:ident = $field:expr;)+) => {
        #[allow(clippy::upper_case_acronyms, non_camel_case_types)]
        enum Place { $($place),+ }
        $($(#[doc = $doc])+ pub const $place: $crate::domain::field::FieldIx =
            $crate::domain::field::FieldIx($crate::domain::field::COMMON_LEN + Place::$place as u8);)+
        /// The kind's own fields, in the order of their places.
        pub(crate) static FIELDS: &[$crate::domain::field::Field] = &[$($field),+];
    };
}
pub(crate) use fields;

/// When the record went to the trash; live records have none.
pub const DELETED_AT: FieldIx = FieldIx(0);
/// Set where the record's creation was undone, or it was erased: it is listed nowhere.
pub const GONE: FieldIx = FieldIx(1);
/// Who is responsible.
pub const OWNER: FieldIx = FieldIx(2);
/// Free labels by name.
pub const TAGS: FieldIx = FieldIx(3);
/// Values of the user's own fields by key.
pub const CUSTOM: FieldIx = FieldIx(4);
/// The record's ids in other systems, by system.
pub const EXTERNAL_IDS: FieldIx = FieldIx(5);
/// What a newer version wrote, by name.
pub const UNKNOWN: FieldIx = FieldIx(6);
/// When the record was made, where that is not when it came into this workspace.
pub const CREATED_AT: FieldIx = FieldIx(7);
/// Who made the record.
pub const CREATED_BY: FieldIx = FieldIx(8);
/// Names from a file that no record answers to, by field: kept until somebody resolves them.
pub const UNRESOLVED: FieldIx = FieldIx(9);
/// Values that did not stay where two wrote at once (`document/conflict.rs`): kept until somebody says
/// which is right.
pub const CONFLICTS: FieldIx = FieldIx(10);
/// How many fields every kind has.
pub const COMMON_LEN: u8 = 11;

/// The parts of a conflict.
pub const CONFLICT_PARTS: &[PartField] = &[
    PartField {
        name: "value",
        of: Type::LongText,
    },
    PartField {
        name: "by",
        of: Type::Ref(&[RecordKind::Owner]),
    },
];

/// The fields that every kind has, in the order of their places.
pub(crate) static COMMON: [Field; COMMON_LEN as usize] = [
    Field::one("deleted_at", Type::Instant).internal(),
    Field::one("gone", Type::Bool).internal(),
    Field::reference("owner", &[RecordKind::Owner]),
    Field::set("tags", Type::Text(60)).searched(),
    Field::map("custom", Type::Custom).searched(),
    Field::map("external_ids", Type::Text(255)).searched(),
    Field::map("unknown", Type::Unknown).internal(),
    Field::one("created_at", Type::Instant),
    Field::reference("created_by", &[RecordKind::Owner]).internal(),
    Field::map("unresolved", Type::Text(255)).searched(),
    Field::map("conflicts", Type::Part(CONFLICT_PARTS)).internal(),
];

//! What is sealed against the vectors of the standards, against another implementation, and against
//! whoever changes or moves it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

use super::keys::{Keys, NoKeys, PassphraseProblem, Stretching, Unlocked, judge, stretch};
use super::*;
use crate::domain::{RecordKind, Uuid, random};
use std::cell::RefCell;

/// So little that tests do not wait for it.
fn quick(salt: u128) -> Stretching {
    Stretching {
        memory_kib: 64,
        passes: 1,
        ..Stretching::new(salt)
    }
}

fn chance(seed: u64) -> Random {
    let random = RefCell::new(random::Random::seeded(seed));
    Box::new(move || {
        let mut random = random.borrow_mut();
        u128::from(random.next()) << 64 | u128::from(random.next())
    })
}

/// The data key of the tests.
pub(in crate::sync) fn unlocked() -> Unlocked {
    Unlocked::new(quick(7), &[5; 32], chance(1)).unwrap()
}

/// What seals with it. Nonces of the tests may come again.
pub(in crate::sync) fn seal() -> Seal {
    Seal::new(unlocked(), chance(2))
}

fn id(number: u128) -> RecordId {
    RecordId::new(RecordKind::Customer, Uuid::v7(1, number))
}

fn text(id: RecordId, name: &str) -> String {
    format!(r#"{{"_id":"{id}","name":"{name}"}}"#)
}

fn bytes(hex: &str) -> Vec<u8> {
    from_hex(&hex.replace([' ', '\n'], "")).unwrap()
}

#[test]
fn the_cipher_is_that_of_the_draft() {
    // draft-irtf-cfrg-xchacha-03, A.3.1.
    let key: [u8; 32] = bytes("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f")
        .try_into()
        .unwrap();
    let nonce = bytes("404142434445464748494a4b4c4d4e4f5051525354555657");
    let text = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the \
                future, sunscreen would be it.";
    let payload = Payload {
        msg: text.as_bytes(),
        aad: &bytes("50515253c0c1c2c3c4c5c6c7"),
    };
    let cipher = XChaCha20Poly1305::new(&key.into());
    let sealed = cipher.encrypt(XNonce::from_slice(&nonce), payload).unwrap();
    assert_eq!(
        to_hex(&sealed),
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb\
         731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452\
         2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9\
         21f9664c97637da9768812f615c68b13b52e\
         c0875924c1c7987947deafd8780acf49"
    );
}

#[test]
fn names_and_keys_are_made_as_the_standards_say() {
    // RFC 4231, 4.2: a shorter key is filled up with zeros.
    let mut key = [0; 32];
    key[..20].fill(0x0b);
    assert_eq!(
        to_hex(&digest(&keyed(&key), b"Hi There")),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    );
    // RFC 5869, A.3.
    let mut out = [0; 42];
    let key = hkdf::Hkdf::<Sha256>::new(None, &[0x0b; 22]);
    key.expand(&[], &mut out).unwrap();
    assert_eq!(
        to_hex(&out),
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    );
}

#[test]
fn a_passphrase_is_stretched_as_the_standard_says() {
    // RFC 9106, 5.3.
    let params = argon2::ParamsBuilder::new()
        .m_cost(32)
        .t_cost(3)
        .p_cost(4)
        .data(argon2::AssociatedData::new(&[4; 12]).unwrap())
        .build()
        .unwrap();
    let (way, version) = (argon2::Algorithm::Argon2id, argon2::Version::V0x13);
    let argon = argon2::Argon2::new_with_secret(&[3; 8], way, version, params).unwrap();
    let mut memory = vec![argon2::Block::default(); 32];
    let mut tag = [0; 32];
    let done = argon.hash_password_into_with_memory(&[1; 32], &[2; 16], &mut tag, &mut memory);
    done.unwrap();
    assert_eq!(
        to_hex(&tag),
        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    );
    // What the reference implementation (argon2-cffi 25) makes of these, in the way of new keys.
    let salt = u128::from_le_bytes([2; 16]);
    let key = stretch("correct horse battery staple", &Stretching::new(salt)).unwrap();
    assert_eq!(
        to_hex(&key),
        "1096810449d933301800a640fd5cade6dfa0a9d07987e909a9fde0235baa5309"
    );
    let small = Stretching {
        memory_kib: 64,
        ..Stretching::new(salt)
    };
    let key = stretch("Straße zum Übergang", &small).unwrap();
    assert_eq!(
        to_hex(&key),
        "209d6dd2b1b42c6f376682837ae9bde81aefe7996c285b7fc846f1234808be4b"
    );
}

#[test]
fn a_passphrase_is_one_however_its_accents_are_typed() {
    let way = quick(1);
    for (one, other) in [
        ("Straße zum Übergang", "Straße zum U\u{308}bergang"),
        ("ﬁnanzamt münchen", "finanzamt mu\u{308}nchen"),
        ("客户关系管理系统密码一二三", "客户关系管理系统密码一二三"),
        (
            "パスワードは長いほうがよい",
            "ハ\u{309a}スワート\u{3099}は長いほうか\u{3099}よい",
        ),
    ] {
        assert_eq!(stretch(one, &way), stretch(other, &way), "{one}");
    }
    // Spaces and letter case are the user's, also at the ends.
    for other in [
        "straße zum Übergang",
        "Straße zum Übergang ",
        "Straße  zum Übergang",
    ] {
        assert_ne!(stretch("Straße zum Übergang", &way), stretch(other, &way));
    }
}

#[test]
fn a_passphrase_has_twelve_characters_and_a_kilobyte_at_most() {
    assert_eq!(judge("elf letters"), Err(PassphraseProblem::TooShort));
    assert_eq!(judge("twelve chars"), Ok(()));
    assert_eq!(judge("客户关系管理系统密码一二"), Ok(()));
    assert_eq!(judge(&"x".repeat(1024)), Ok(()));
    assert_eq!(judge(&"x".repeat(1025)), Err(PassphraseProblem::TooLong));
}

#[test]
fn what_a_database_asks_for_is_bounded() {
    for (memory_kib, passes) in [
        (u32::MAX, 1),
        (1024 * 1024, 3),
        (64, u32::MAX),
        (0, 1),
        (64, 0),
    ] {
        let way = Stretching {
            memory_kib,
            passes,
            ..quick(1)
        };
        assert_eq!(stretch("twelve chars", &way), None, "{way:?}");
    }
}

#[test]
fn the_data_key_opens_by_the_passphrase_alone() {
    let way = quick(9);
    let by = stretch("correct horse battery", &way).unwrap();
    let made = Unlocked::new(way, &by, chance(3)).unwrap();
    let keys = Keys::read(&made.document()).unwrap();
    assert!(keys.has(&made));
    let slot = keys.slots().next().unwrap();
    assert_eq!(slot.open(&by), Some(made.clone()));
    for number in 0..1000 {
        let wrong = stretch(&format!("correct horse {number}"), slot.stretching()).unwrap();
        assert_eq!(slot.open(&wrong), None);
    }
    assert_eq!(Unlocked::from_bytes(&made.to_bytes()), Some(made.clone()));
    let other = Unlocked::new(quick(9), &by, chance(4)).unwrap();
    assert!(!keys.has(&other));
    assert_eq!(format!("{made:?}"), format!("Unlocked({})", made.key_id()));
    // Under a way that asks for less the same key opens nothing: what is written of it is sealed too.
    let weaker = made.document().replace("\"t\":1", "\"t\":2");
    assert_ne!(weaker, made.document());
    let weaker = Keys::read(&weaker).unwrap();
    assert_eq!(weaker.slots().next().unwrap().open(&by), None);
}

#[test]
fn another_passphrase_leads_to_the_same_data_key_and_the_one_before_no_longer_does() {
    let way = quick(9);
    let by = stretch("correct horse battery", &way).unwrap();
    let made = Unlocked::new(way, &by, chance(3)).unwrap();
    let way = quick(10);
    let later = stretch("staple of another kind", &way).unwrap();
    let changed = made.under(way, &later, chance(5)).unwrap();
    assert_eq!(changed.key_id(), made.key_id());
    let keys = Keys::read(&changed.document_over(Some("1-a"))).unwrap();
    assert_eq!(keys.rev(), Some("1-a"));
    let slot = keys.slots().next().unwrap();
    assert_eq!(slot.open(&by), None);
    assert_eq!(slot.open(&later), Some(changed.clone()));
    // Who came by the one before goes on, and what it sealed opens.
    assert!(keys.has(&made));
    let seal = |unlocked: Unlocked| Seal::new(unlocked, Box::new(chance(7)));
    let name = seal(made.clone()).name(id(1));
    let sealed = seal(made)
        .seal(id(1), text(id(1), "Kanal & Co"), None)
        .unwrap();
    assert_eq!(
        seal(changed).open(&name, &sealed),
        Ok(text(id(1), "Kanal & Co"))
    );
}

#[test]
fn keys_that_are_none_are_told_from_what_is_no_document() {
    let whole = unlocked().document();
    assert!(Keys::read(&whole).is_ok());
    for text in ["", "<html>", "[]", "{}", &whole[..whole.len() / 2]] {
        assert_eq!(Keys::read(text), Err(NoKeys::NoDocument), "{text}");
    }
    for (from, to) in [
        ("\"e\":1", "\"e\":2"),
        ("argon2id", "scrypt"),
        ("\"slots\":[", "\"slots\":[],\"more\":["),
        ("\"m\":64", "\"m\":-1"),
        ("\"salt\":\"", "\"salt\":\"AA"),
    ] {
        let text = whole.replace(from, to);
        assert_ne!(text, whole);
        assert_eq!(Keys::read(&text), Err(NoKeys::Unread), "{to}");
    }
    let kept = unlocked().to_bytes();
    assert_eq!(Unlocked::from_bytes(&kept[..40]), None);
    let mut other = kept;
    other[0] ^= 1;
    assert_eq!(Unlocked::from_bytes(&other), None, "a key of another name");
}

#[test]
fn a_record_has_one_name_which_only_the_key_reads() {
    let (one, other) = (seal(), seal());
    let name = one.name(id(1));
    assert_eq!(name, other.name(id(1)), "on every device");
    assert_eq!(name.len(), 2 + 66);
    assert_eq!(one.named(&name), Named::Record(id(1)));
    let strangers = Seal::new(
        Unlocked::new(quick(7), &[5; 32], chance(9)).unwrap(),
        chance(2),
    );
    assert_ne!(strangers.name(id(1)), name);
    assert_eq!(strangers.named(&name), Named::Not(NotOpened::OtherKey));
    // Another kind, or another number, is another name as a whole.
    let kinds = [RecordKind::Customer, RecordKind::Deal, RecordKind::Settings];
    let names = kinds.map(|kind| one.name(RecordId::new(kind, id(1).uuid)));
    assert!(names[0] != names[1] && names[1] != names[2]);
    assert_ne!(one.name(id(1))[2..34], one.name(id(2))[2..34]);
    for at in 2..name.len() {
        let mut changed = name.clone().into_bytes();
        changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
        let changed = String::from_utf8(changed).unwrap();
        assert_eq!(one.named(&changed), Named::Not(NotOpened::OtherKey));
    }
    for wrong in [
        "r:",
        "r:00",
        &name.to_uppercase().replacen('R', "r", 1),
        &format!("{name}00"),
    ] {
        assert_eq!(one.named(wrong), Named::Not(NotOpened::OtherKey), "{wrong}");
    }
    assert_eq!(one.named(&id(1).to_string()), Named::Not(NotOpened::Plain));
    for nothing in ["meta:keys", "alias:x", "_design/x", "note"] {
        assert_eq!(one.named(nothing), Named::Nothing);
    }
}

#[test]
fn what_is_sealed_opens_in_its_place_and_nowhere_else() {
    let seal = seal();
    let (name, other) = (seal.name(id(1)), seal.name(id(2)));
    let sealed = seal
        .seal(id(1), text(id(1), "Kanal & Co"), Some("2-b"))
        .unwrap();
    assert!(sealed.starts_with(&format!("{{\"_id\":\"{name}\",\"_rev\":\"2-b\",\"e\":1,")));
    assert!(!sealed.contains("Kanal") && !sealed.contains("name"));
    assert_eq!(seal.open(&name, &sealed), Ok(text(id(1), "Kanal & Co")));
    // Another time it is another text.
    let again = seal
        .seal(id(1), text(id(1), "Kanal & Co"), Some("2-b"))
        .unwrap();
    assert_ne!(again, sealed);
    // In the place of another it is nothing, also where it was renamed.
    assert_eq!(seal.open(&other, &sealed), Err(NotOpened::Damaged));
    let renamed = sealed.replace(&name, &other);
    assert_eq!(seal.open(&other, &renamed), Err(NotOpened::Damaged));
    // What is inside is of the record that the name is of.
    let foreign = seal.seal(id(1), text(id(2), "Kanal & Co"), None).unwrap();
    assert_eq!(seal.open(&name, &foreign), Err(NotOpened::Damaged));
    for (from, to, why) in [
        ("\"e\":1", "\"e\":2", NotOpened::TooNew),
        ("\"e\":1", "\"e\":0", NotOpened::Damaged),
        ("\"k\":\"", "\"k\":\"0", NotOpened::OtherKey),
        ("\"c\":\"", "\"c\":\"AAAA", NotOpened::Damaged),
        ("\"c\":\"", "\"c\":\"\",\"d\":\"", NotOpened::Damaged),
    ] {
        assert_eq!(
            seal.open(&name, &sealed.replace(from, to)),
            Err(why),
            "{to}"
        );
    }
    for text in ["", "{}", "[]", &text(id(1), "Kanal & Co")] {
        assert_eq!(seal.open(&name, text), Err(NotOpened::Damaged));
    }
}

#[test]
fn every_bit_of_what_is_sealed_counts() {
    let seal = seal();
    let name = seal.name(id(1));
    let sealed = seal.seal(id(1), text(id(1), "Kanal"), None).unwrap();
    let (before, rest) = sealed.split_once("\"c\":\"").unwrap();
    let whole = STANDARD.decode(rest.trim_end_matches("\"}")).unwrap();
    assert_eq!(whole.len(), NONCE_BYTES + FILLED_TO + 16);
    let with = |bytes: &[u8]| format!("{before}\"c\":\"{}\"}}", STANDARD.encode(bytes));
    assert!(seal.open(&name, &with(&whole)).is_ok());
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut changed = whole.clone();
            changed[at] ^= 1 << bit;
            assert_eq!(seal.open(&name, &with(&changed)), Err(NotOpened::Damaged));
        }
        assert_eq!(
            seal.open(&name, &with(&whole[..at])),
            Err(NotOpened::Damaged)
        );
    }
}

#[test]
fn lengths_tell_little_and_nonces_never_come_again() {
    let seal = seal();
    let mut lengths = std::collections::BTreeSet::new();
    let mut nonces = std::collections::BTreeSet::new();
    for length in 0..200 {
        let sealed = seal
            .seal(id(1), text(id(1), &"x".repeat(length)), None)
            .unwrap();
        lengths.insert(sealed.len());
        let (_, rest) = sealed.split_once("\"c\":\"").unwrap();
        nonces.insert(rest[..32].to_owned());
    }
    assert_eq!((lengths.len(), nonces.len()), (2, 200));
    // Spaces at the end of a value are inside of it, and stay.
    let spaced = text(id(1), "Kanal   ");
    let sealed = seal.seal(id(1), spaced.clone(), None).unwrap();
    assert_eq!(seal.open(&seal.name(id(1)), &sealed), Ok(spaced));
}

#[test]
fn the_form_is_that_of_before() {
    // Were it another, nobody could read what is in the databases.
    let seal = seal();
    let sealed = seal.seal(id(1), text(id(1), "Kanal"), None).unwrap();
    assert_eq!(
        unlocked().document(),
        "{\"_id\":\"meta:keys\",\"e\":1,\"slots\":[{\"k\":\"a51c39e99b327be3\",\"kdf\":\"argo\
         n2id\",\"m\":64,\"t\":1,\"salt\":\"BwAAAAAAAAAAAAAAAAAAAA==\",\"c\":\"gAIVkP8LTcO5tQ\
         HR2FS7cXWFJxIPu+eF36H64qgk5bLI4Yo665jIrsxPtmdwKlGZCUfLnYU7AwkZlXv2qwmGRQTiFYNgZ8N2\"\
         }]}"
    );
    assert_eq!(
        sealed,
        "{\"_id\":\"r:471185f8ac55085d9eff006fe912154b90ea7c0420c4b453ed462e2f74ffa3f16c\",\"\
         e\":1,\"k\":\"a51c39e99b327be3\",\"c\":\"Qh78CxBGyL/OVpcc3jVYl2T25/96gvLDpf/P9pjPqZO\
         O1CCteUC56tuVQViPr+tsnWkQhAR58QnjfsOm11H6mqZb/DBc//lvHeBRHpSjO5VWIuEMpJVxmqu3qG7DCCw\
         CJSF8aDFAR9gPBzY5tSQR11y4DBYWGlL7Y7JRZ+b6iuN1Kfb4uHWRHYE1qLOlSQiOgFWGCyzk5nU/gH3Bi6R\
         frtpDTaefRY8i8Y6qEEMS2T4d4GYpwdOHYBCIzrjpE5nPJaXHIy6npd5FAmbhytL54ZxQ366lbYK3RRn1BbR\
         Z0v8yvHVQP+WqxI6ilYu0oirPigsq9IY33XZ3g5B4lxMP14jy7VYxuiJxCcum+c3Mdwu60yq2ewxdlJRyTUf\
         5zusGzaM9pBVoT/8=\"}"
    );
}

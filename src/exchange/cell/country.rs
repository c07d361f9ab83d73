//! The country that a cell names, as people write it: by its two or three letters, in English,
//! Chinese or its own language. Only those that files are likely to name; what is not known here
//! stays as it is written.

use crate::domain::phone::Region;
use crate::exchange::source::normal;

/// Two letters, and the words for a country in the form they are compared in.
const COUNTRIES: &[(&str, &str)] = &[
    ("AE", "are uae unitedarabemirates 阿联酋"),
    ("AR", "arg argentina 阿根廷"),
    ("AT", "aut austria osterreich oesterreich 奥地利"),
    ("AU", "aus australia 澳大利亚"),
    ("BE", "bel belgium belgique belgie belgien 比利时"),
    ("BR", "bra brazil brasil 巴西"),
    ("CA", "can canada kanada 加拿大"),
    ("CH", "che switzerland schweiz suisse svizzera 瑞士"),
    ("CL", "chl chile 智利"),
    (
        "CN",
        "chn china prc peoplesrepublicofchina 中国 中国大陆 中华人民共和国",
    ),
    ("CO", "col colombia 哥伦比亚"),
    ("CZ", "cze czechia czechrepublic cesko tschechien 捷克"),
    ("DE", "deu ger germany deutschland allemagne alemania 德国"),
    ("DK", "dnk denmark danmark danemark 丹麦"),
    ("EG", "egy egypt 埃及"),
    ("ES", "esp spain espana spanien espagne 西班牙"),
    ("FI", "fin finland suomi finnland 芬兰"),
    ("FR", "fra france frankreich francia 法国"),
    (
        "GB",
        "gbr uk unitedkingdom greatbritain england scotland wales 英国",
    ),
    ("GR", "grc greece griechenland 希腊"),
    ("HK", "hkg hongkong hongkongsarchina 香港 中国香港"),
    ("HU", "hun hungary ungarn magyarorszag 匈牙利"),
    ("ID", "idn indonesia 印度尼西亚 印尼"),
    ("IE", "irl ireland irland 爱尔兰"),
    ("IL", "isr israel 以色列"),
    ("IN", "ind india indien 印度"),
    ("IT", "ita italy italia italien italie 意大利"),
    ("JP", "jpn japan 日本"),
    ("KE", "ken kenya 肯尼亚"),
    ("KR", "kor southkorea korea republicofkorea 韩国"),
    ("LU", "lux luxembourg luxemburg 卢森堡"),
    ("MO", "mac macao macau 澳门 中国澳门"),
    ("MX", "mex mexico 墨西哥"),
    ("MY", "mys malaysia 马来西亚"),
    (
        "NL",
        "nld netherlands thenetherlands nederland niederlande paysbas holland 荷兰",
    ),
    ("NO", "nor norway norge norwegen 挪威"),
    ("NZ", "nzl newzealand 新西兰"),
    ("PH", "phl philippines 菲律宾"),
    ("PL", "pol poland polska polen 波兰"),
    ("PT", "prt portugal 葡萄牙"),
    ("RO", "rou romania 罗马尼亚"),
    ("RU", "rus russia russianfederation россия 俄罗斯"),
    ("SA", "sau saudiarabia 沙特阿拉伯"),
    ("SE", "swe sweden sverige schweden 瑞典"),
    ("SG", "sgp singapore 新加坡"),
    ("TH", "tha thailand 泰国"),
    ("TR", "tur turkey turkiye 土耳其"),
    ("TW", "twn taiwan 台湾 中国台湾"),
    ("UA", "ukr ukraine 乌克兰"),
    (
        "US",
        "usa unitedstates unitedstatesofamerica america vereinigtestaaten etatsunis 美国",
    ),
    ("VN", "vnm vietnam 越南"),
    ("ZA", "zaf southafrica 南非"),
];

/// The countries that are known by their names.
pub fn all() -> impl Iterator<Item = Region> {
    COUNTRIES
        .iter()
        .filter_map(|(code, _)| Region::parse(code).ok())
}

/// The country that a text names; none where it is not known.
pub fn country_of(text: &str) -> Option<Region> {
    let word = normal(text);
    let known = COUNTRIES
        .iter()
        .find(|(_, words)| words.split(' ').any(|known| known == word));
    let code = known.map_or(text.trim(), |(code, _)| code);
    Region::parse(code).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn countries_are_known_as_people_write_them() {
        for (text, code) in [
            ("Germany", "DE"),
            (" Deutschland", "DE"),
            ("de", "DE"),
            ("DEU", "DE"),
            ("U.S.A.", "US"),
            ("Österreich", "AT"),
            ("España", "ES"),
            ("中国", "CN"),
            ("The Netherlands", "NL"),
        ] {
            assert_eq!(country_of(text).unwrap().code(), code, "{text}");
        }
        assert_eq!(country_of("Atlantis"), None);
        assert_eq!(country_of(""), None);
    }

    #[test]
    fn words_stand_in_the_form_they_are_compared_in() {
        for (code, words) in COUNTRIES {
            assert_eq!(country_of(code).unwrap().code(), *code);
            for word in words.split(' ') {
                assert_eq!(normal(word), word);
            }
        }
    }
}

//! The known figures of “CRM Sales Opportunities” (Maven Analytics), a year of deals of a fictitious
//! seller of computers: what each of its agents won and lost in each quarter of 2017, and for how much.

use super::*;
use crate::domain::{Currency, Date, Money, owner};
use crate::query::sales::own_first;

/// An agent, with won deals, their dollars, and lost deals by quarter.
type Agent = (&'static str, [i64; 4], [i64; 4], [i64; 4]);

#[rustfmt::skip]
const AGENTS: [Agent; 30] = [
    ("Anna Snelling", [25, 71, 55, 57], [47208, 82472, 72498, 72878], [10, 33, 45, 40]),
    ("Boris Faz", [7, 29, 31, 34], [22017, 63334, 80058, 96222], [2, 20, 14, 16]),
    ("Cassey Cress", [23, 48, 53, 39], [67594, 142821, 129982, 110092], [3, 28, 38, 29]),
    ("Cecily Lampkin", [10, 31, 33, 33], [24607, 67893, 70409, 66891], [2, 19, 14, 18]),
    ("Corliss Cosme", [23, 36, 48, 43], [53967, 114362, 146512, 106195], [1, 24, 27, 27]),
    ("Daniell Hammack", [11, 47, 29, 27], [31711, 175148, 78704, 78666], [5, 21, 22, 25]),
    ("Darcel Schlecht", [44, 96, 115, 94], [112255, 310075, 373218, 357666], [13, 60, 66, 65]),
    ("Donn Cantrell", [19, 44, 58, 37], [50692, 129739, 160284, 105145], [3, 34, 44, 36]),
    ("Elease Gluck", [11, 26, 20, 23], [43066, 136503, 22405, 87221], [1, 15, 17, 13]),
    ("Garret Kinder", [13, 22, 24, 16], [28117, 69572, 47272, 52812], [3, 16, 10, 19]),
    ("Gladys Colclough", [18, 34, 42, 41], [44547, 80412, 123398, 97317], [4, 31, 25, 37]),
    ("Hayden Neloms", [10, 36, 29, 32], [18182, 82109, 73385, 98435], [1, 13, 16, 15]),
    ("James Ascencio", [16, 39, 35, 45], [45839, 113796, 128960, 124938], [2, 25, 22, 22]),
    ("Jonathan Berthelot", [14, 57, 54, 46], [24398, 71942, 118501, 70045], [4, 24, 27, 38]),
    ("Kami Bicknell", [26, 53, 44, 51], [42463, 107014, 77402, 89577], [4, 33, 33, 28]),
    ("Kary Hendrixson", [36, 55, 54, 64], [92218, 120913, 111624, 129543], [6, 39, 43, 38]),
    ("Lajuana Vencill", [16, 39, 36, 36], [16086, 71252, 50351, 56943], [6, 33, 37, 28]),
    ("Markita Hansen", [15, 39, 41, 35], [32617, 101377, 139515, 55283], [4, 27, 32, 34]),
    ("Marty Freudenburg", [12, 33, 38, 39], [20344, 67516, 99464, 103871], [3, 18, 19, 32]),
    ("Maureen Marcano", [22, 42, 48, 37], [45776, 96865, 105411, 102343], [4, 20, 21, 19]),
    ("Moses Frase", [15, 43, 35, 36], [16112, 76956, 47890, 66224], [2, 26, 21, 17]),
    ("Niesha Huffines", [12, 31, 39, 23], [20510, 61389, 53173, 41889], [1, 23, 24, 22]),
    ("Reed Clapper", [19, 49, 49, 38], [39748, 135089, 139919, 123580], [3, 31, 26, 22]),
    ("Rosalina Dieter", [9, 21, 21, 21], [14691, 84045, 86476, 50191], [4, 13, 11, 10]),
    ("Rosie Papadopoulos", [8, 26, 23, 21], [18108, 93780, 59785, 58496], [4, 14, 8, 17]),
    ("Versie Hillebrand", [26, 52, 47, 51], [21921, 67414, 44300, 54058], [5, 29, 33, 21]),
    ("Vicki Laflamme", [33, 57, 63, 68], [64433, 106143, 168738, 139082], [3, 45, 39, 39]),
    ("Violet Mclelland", [17, 34, 36, 35], [7307, 52187, 39374, 24563], [5, 21, 23, 22]),
    ("Wilburn Farren", [3, 14, 16, 22], [9890, 40791, 37877, 69082], [2, 5, 6, 11]),
    ("Zane Levy", [18, 50, 41, 52], [58248, 163202, 95370, 113248], [6, 38, 27, 29]),
];

/// An account with won deals, their dollars, and lost deals: some of those with the most.
const ACCOUNTS: [(&str, i64, i64, i64); 4] = [
    ("Condax", 105, 206_410, 54),
    ("Hottechi", 111, 194_957, 82),
    ("Kan-code", 115, 341_455, 72),
    ("Konex", 108, 269_245, 63),
];

fn dollars(minor: i64) -> Value {
    let currency = Currency::parse("USD").unwrap();
    Value::Money(Money::from_minor(minor, currency).unwrap())
}

/// Makes so many deals that come to a sum.
fn makes(
    desk: &mut Desk,
    count: i64,
    sum: i64,
    fields: &[(crate::domain::FieldIx, Option<Value>)],
) {
    for at in 0..count {
        // The first has what is left over.
        let rest = if at == 0 { sum % count } else { 0 };
        let mut all = fields.to_vec();
        all.push((deal::AMOUNT, Some(dollars((sum / count + rest) * 100))));
        desk.creates(RecordKind::Deal, deal_of(&all));
    }
}

#[test]
fn what_agents_won_and_lost_is_what_is_known_of_them() {
    let mut desk = Desk::new();
    let mut first = None;
    for (name, won, sums, lost) in AGENTS {
        let agent = desk.creates(RecordKind::Owner, vec![(Key::one(owner::NAME), text(name))]);
        if name == "Darcel Schlecht" {
            first = Some(agent);
        }
        for (at, month) in [2, 5, 8, 11].into_iter().enumerate() {
            let day = Date::from_ymd(2017, month, 10).unwrap();
            let fields = |stage: &str| {
                vec![
                    (deal::STAGE, text(stage)),
                    (deal::CLOSED_AT, Some(Value::Date(day))),
                    (crate::domain::field::OWNER, Some(Value::Ref(agent))),
                ]
            };
            makes(&mut desk, won[at], sums[at], &fields("won"));
            makes(&mut desk, lost[at], 0, &fields("lost"));
        }
    }
    let workspace = &desk.workspace;
    let question = outcome::Question {
        by: Some(By::parse(workspace, "owner", *NOW).unwrap()),
        ..outcome::Question::default()
    };
    let of = outcomes(workspace, &question, *NOW);
    let all = of.totals.rate();
    assert_eq!((all.part, all.of - all.part), (4238, 2473));
    assert!((all.rate().unwrap() - 0.631_501).abs() < 5e-7);
    let sum = |group: &Group| own_first(&group.won.amounts, None)[0].minor() / 100;
    let quarters: Vec<_> = of
        .quarters
        .iter()
        .map(|group| (group.won.count, sum(group), group.lost.count))
        .collect();
    assert_eq!(
        quarters,
        [
            (531, 1_134_672, 116),
            (1254, 3_086_111, 778),
            (1257, 2_982_255, 790),
            (1196, 2_802_496, 789)
        ]
    );
    let best = &of.groups[0];
    assert_eq!(best.value, first.map(Value::Ref));
    assert_eq!(
        (best.won.count, best.lost.count, sum(best)),
        (349, 204, 1_153_214)
    );
    let mean = best.average.of(Currency::parse("USD").unwrap());
    assert_eq!(mean.minor(), 330_434, "1,153,214 by 349");
    assert!(of.groups.is_sorted_by_key(|group| -sum(group)));
    assert_eq!(of.groups.len(), AGENTS.len());
    // 349 of 553 beside 3889 of 6158: z is -0.0202, as good as the same.
    assert!(
        (best.difference.unwrap() - 0.983_863).abs() < 1e-5,
        "{best:?}"
    );
    let window = Window {
        from: Some(Date::from_ymd(2017, 4, 1).unwrap()),
        to: Some(Date::from_ymd(2017, 6, 30).unwrap()),
    };
    let question = outcome::Question {
        by: Some(By::parse(workspace, "closed_at.quarter", *NOW).unwrap()),
        closed: window,
        ..question
    };
    let second = outcomes(workspace, &question, *NOW);
    assert_eq!((second.groups.len(), second.totals.won.count), (1, 1254));
    assert_eq!(
        second
            .reasons
            .iter()
            .map(|reason| (&reason.value, reason.lost.count))
            .collect::<Vec<_>>(),
        [(&None, 778)]
    );
}

#[test]
fn the_account_with_the_most_dollars_comes_first() {
    let mut desk = Desk::new();
    let mut best = None;
    for (name, won, sum, lost) in ACCOUNTS {
        let account = company(&mut desk, name);
        if name == "Kan-code" {
            best = Some(account);
        }
        let of = |stage: &str| {
            vec![
                (deal::STAGE, text(stage)),
                (deal::CUSTOMER, Some(Value::Ref(account))),
            ]
        };
        makes(&mut desk, won, sum, &of("won"));
        makes(&mut desk, lost, 0, &of("lost"));
    }
    let workspace = &desk.workspace;
    let question = |order: Order| outcome::Question {
        by: Some(By::parse(workspace, "customer", *NOW).unwrap()),
        order,
        ..outcome::Question::default()
    };
    let names = |order: Order| -> Vec<String> {
        let groups = outcomes(workspace, &question(order), *NOW)
            .groups
            .into_iter();
        let name = |group: Group| {
            workspace
                .name(group.value.unwrap().as_ref_id().unwrap())
                .into_owned()
        };
        groups.map(name).collect()
    };
    assert_eq!(
        names(Order::Sum),
        ["Kan-code", "Konex", "Condax", "Hottechi"]
    );
    assert_eq!(
        names(Order::Count),
        ["Kan-code", "Hottechi", "Konex", "Condax"]
    );
    let of = outcomes(workspace, &question(Order::Sum), *NOW);
    let group = by(&of, &Value::Ref(best.unwrap()));
    assert_eq!((group.won.count, group.lost.count), (115, 72));
    assert_eq!(
        group
            .won
            .amounts
            .of(Currency::parse("USD").unwrap())
            .minor(),
        34_145_500
    );
}

//! One sort for all lists that are not sorted over and over. The standard library's is compiled for
//! each type of element and each comparison, some four kilobytes a time, and the page's program had
//! thirty of them. What sorts many rows at every change keeps its own.

use std::cmp::Ordering;

/// Sorts a list by a comparison; what is equal keeps its order.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<u32> = (0..items.len() as u32).collect();
    sort_places(
        &mut order,
        &mut |a, b| match (items.get(a as usize), items.get(b as usize)) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        },
    );
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    let taken = order.into_iter().map(|place| {
        let slot = taken.get_mut(place as usize);
        slot.and_then(Option::take)
    });
    items.extend(taken.flatten());
}

/// Sorts a list as its elements compare.
pub fn sort<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, T::cmp);
}

/// Sorts a list by what is told of each element; what is equal keeps its order.
pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

#[inline(never)]
fn sort_places(places: &mut [u32], compare: &mut dyn FnMut(u32, u32) -> Ordering) {
    places.sort_by(|a, b| compare(*a, *b));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_and_keeps_the_order_of_equals() {
        let mut words = vec!["pear", "fig", "apple", "kiwi", "plum", "date", "nut"];
        sort_by_key(&mut words, |word| word.len());
        assert_eq!(
            words,
            ["fig", "nut", "pear", "kiwi", "plum", "date", "apple"]
        );
        sort(&mut words);
        assert!(words.is_sorted());
        let mut none: Vec<u8> = Vec::new();
        sort(&mut none);
        assert!(none.is_empty());
    }
}

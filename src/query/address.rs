//! The part of an address behind the question mark: names and values, percent-encoded. Which names
//! there are is the callers' matter.

/// The names and values of a query string, in order. `+` is a space; what is no encoding stays as
/// it is.
#[must_use]
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// The query string of names and values.
#[must_use]
pub fn write<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        encode_into(&mut query, name);
        query.push('=');
        encode_into(&mut query, value);
    }
    query
}

/// A text as one part of an address.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::new();
    encode_into(&mut encoded, text);
    encoded
}

fn encode_into(out: &mut String, text: &str) {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    for byte in text.bytes() {
        // What browsers leave alone in a query, so that addresses stay readable.
        if byte.is_ascii_alphanumeric() || b"-._~,:/@!()*".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
            out.push('%');
            out.push(digit(byte >> 4));
            out.push(digit(byte & 15));
        }
    }
}

/// The text that a part of an address says.
#[must_use]
pub fn decode(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        rest = others;
        match (first, others) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                match (digit(*high), digit(*low)) {
                    (Some(high), Some(low)) => {
                        bytes.push((high << 4 | low) as u8);
                        rest = after;
                    }
                    _ => bytes.push(b'%'),
                }
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::Random;

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        let alphabet: Vec<char> = "aZ9 &=+%#?/\"{}[],:é王😀\u{0}%41".chars().collect();
        let mut random = Random::seeded(77);
        for _ in 0..5000 {
            let texts = [(); 4].map(|()| random.text(&alphabet, 9));
            let [a, b, c, d] = &texts;
            let query = write([(a.as_str(), b.as_str()), (c, d)]);
            assert!(query.is_ascii(), "{query}");
            let read = pairs(&query);
            let written = [(a.clone(), b.clone()), (c.clone(), d.clone())];
            assert_eq!(read, written, "{query}");
        }
    }

    #[test]
    fn addresses_typed_by_hand_are_read_kindly() {
        let read = pairs("?q=a+b%20c&&filter=%zz%4&flag");
        let expected = [("q", "a b c"), ("filter", "%zz%4"), ("flag", "")];
        assert_eq!(
            read,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }
}

//! Base64 and MD5, as attachments are sent and named by both servers. Written out here so that the
//! crate brings nothing into the lock; neither guards anything.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(crate) fn to_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk
            .iter()
            .chain([0, 0].iter())
            .take(3)
            .fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
        for place in 0..4 {
            let digit = (word >> (18 - 6 * place)) & 63;
            let letter = DIGITS.get(digit as usize).copied().unwrap_or(b'=');
            text.push(char::from(if place > chunk.len() { b'=' } else { letter }));
        }
    }
    text
}

pub(crate) fn parse_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut word, mut bits) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let digit = DIGITS.iter().position(|digit| *digit == letter)?;
        word = (word << 6 | digit as u32) & 0xff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits) as u8);
        }
    }
    Some(bytes)
}

/// The shifts of MD5's four rounds.
const SHIFTS: [[u32; 4]; 4] = [
    [7, 12, 17, 22],
    [5, 9, 14, 20],
    [4, 11, 16, 23],
    [6, 10, 15, 21],
];

pub(crate) fn md5(bytes: &[u8]) -> [u8; 16] {
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((bytes.len() as u64 * 8).to_le_bytes());
    let mut state = [0x6745_2301_u32, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in padded.chunks_exact(64) {
        let mut words = [0_u32; 16];
        for (word, quad) in words.iter_mut().zip(block.chunks_exact(4)) {
            *word = quad
                .iter()
                .rev()
                .fold(0, |word, byte| word << 8 | u32::from(*byte));
        }
        let [mut a, mut b, mut c, mut d] = state;
        for step in 0..64_usize {
            let (mixed, at) = match step / 16 {
                0 => (b & c | !b & d, step),
                1 => (d & b | !d & c, 5 * step + 1),
                2 => (b ^ c ^ d, 3 * step + 5),
                _ => (c ^ (b | !d), 7 * step),
            };
            // The constants are the sines of the steps, in 32 bits.
            let sine = ((step as f64 + 1.0).sin().abs() * 4_294_967_296.0) as u32;
            let word = words.get(at % 16).copied().unwrap_or_default();
            let shift = SHIFTS
                .get(step / 16)
                .and_then(|round| round.get(step % 4))
                .copied()
                .unwrap_or_default();
            let sum = a.wrapping_add(mixed).wrapping_add(sine).wrapping_add(word);
            (a, d, c, b) = (d, c, b, b.wrapping_add(sum.rotate_left(shift)));
        }
        for (total, part) in state.iter_mut().zip([a, b, c, d]) {
            *total = total.wrapping_add(part);
        }
    }
    let mut digest = [0; 16];
    for (place, byte) in digest
        .iter_mut()
        .zip(state.iter().flat_map(|word| word.to_le_bytes()))
    {
        *place = byte;
    }
    digest
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn digests_are_those_that_pouchdb_server_recorded() {
        assert_eq!(to_base64(&md5(b"hello")), "XUFAKrxLKna5cZ2REBfFkg==");
        assert_eq!(to_base64(&md5(b"")), "1B2M2Y8AsgTpgAmY7PhCfg==");
        // 64 letters, so that the padding takes a block of its own.
        assert_eq!(
            md5(&[b'a'; 64]).map(|byte| format!("{byte:02x}")).concat(),
            "014842d480b571495a4a0363793f7367"
        );
    }

    #[test]
    fn base64_reads_back() {
        for length in 0..40_u8 {
            let bytes: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(37)).collect();
            assert_eq!(parse_base64(&to_base64(&bytes)).unwrap(), bytes);
        }
        assert_eq!(parse_base64("a*b"), None);
    }
}

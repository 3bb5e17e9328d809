//! Sixteen bytes as 26 characters that people can read out and type.
//!
//! Crockford's base 32: no I, L, O or U; what looks alike is taken for what was meant. The 26th
//! character has room for two bits more than 128: they are a checksum, so that three of four typing
//! slips in a code are noticed before anything is sent.

use sha2::{Digest, Sha256};

/// Characters in a code, without the separators.
pub const CODE_CHARS: usize = 26;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUP: usize = 5;

/// Why a typed code is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// Not 26 characters.
    #[error("the code has {found} characters, not 26")]
    WrongLength {
        /// How many were typed, separators aside.
        found: usize,
    },
    /// A character that no code has.
    #[error("the code has a character that codes do not use")]
    WrongCharacter,
    /// The checksum does not fit.
    #[error("the code has a typing slip")]
    TypingSlip,
}

/// The code for 16 bytes, in groups of five.
pub fn encode_code(bytes: &[u8; 16]) -> String {
    let mut value = u128::from_be_bytes(*bytes);
    let mut digits = [0u8; CODE_CHARS];
    let mut carry = u128::from(checksum(bytes));
    // 130 bits, lowest first: the two checksum bits, then the 128 of the value.
    for (index, digit) in digits.iter_mut().rev().enumerate() {
        let bits = if index == 0 {
            (value & 0b111) << 2 | carry
        } else {
            value & 0b1_1111
        };
        value >>= if index == 0 { 3 } else { 5 };
        carry = 0;
        *digit = ALPHABET.get(bits as usize).copied().unwrap_or(b'0');
    }
    let mut text = String::new();
    for (index, digit) in digits.iter().enumerate() {
        if index > 0 && index % GROUP == 0 {
            text.push('-');
        }
        text.push(char::from(*digit));
    }
    text
}

/// The 16 bytes of a typed code; spaces and dashes are ignored, small letters are taken.
///
/// # Errors
/// [`CodeFault`] says what is wrong with it.
pub fn decode_code(text: &str) -> Result<[u8; 16], CodeFault> {
    let typed: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '_'))
        .collect();
    if typed.len() != CODE_CHARS {
        return Err(CodeFault::WrongLength { found: typed.len() });
    }
    let digits: Vec<u8> = typed
        .into_iter()
        .map(digit)
        .collect::<Option<_>>()
        .ok_or(CodeFault::WrongCharacter)?;
    let (last, rest) = digits.split_last().ok_or(CodeFault::WrongCharacter)?;
    let mut value: u128 = 0;
    for digit in rest {
        // 25 digits are 125 bits, so nothing is shifted out.
        value = value << 5 | u128::from(*digit);
    }
    let value = value << 3 | u128::from(last >> 2);
    let bytes = value.to_be_bytes();
    if last & 0b11 == checksum(&bytes) {
        Ok(bytes)
    } else {
        Err(CodeFault::TypingSlip)
    }
}

fn digit(typed: char) -> Option<u8> {
    let typed = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let byte = u8::try_from(typed).ok()?;
    ALPHABET
        .iter()
        .position(|c| *c == byte)
        .and_then(|at| u8::try_from(at).ok())
}

fn checksum(bytes: &[u8; 16]) -> u8 {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    digest.first().copied().unwrap_or_default() & 0b11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_however_it_is_typed() {
        for seed in 0..=255u8 {
            let bytes = [seed.wrapping_mul(37); 16];
            let code = encode_code(&bytes);
            assert_eq!(code.len(), CODE_CHARS + 5);
            assert_eq!(decode_code(&code), Ok(bytes));
            let careless = code.to_lowercase().replace('-', " ").replace('0', "o");
            assert_eq!(decode_code(&careless), Ok(bytes));
        }
    }

    #[test]
    fn slips_are_named() {
        let code = encode_code(&[7; 16]);
        assert_eq!(decode_code("ABC"), Err(CodeFault::WrongLength { found: 3 }));
        assert_eq!(
            decode_code(&code.replacen(&code[0..1], "U", 1)),
            Err(CodeFault::WrongCharacter)
        );
        let noticed = (0..25)
            .filter(|at| {
                let mut typed: Vec<char> = code.chars().filter(|c| *c != '-').collect();
                typed[*at] = if typed[*at] == '2' { '3' } else { '2' };
                decode_code(&typed.iter().collect::<String>()).is_err()
            })
            .count();
        assert!(noticed >= 12, "{noticed} of 25 slips noticed");
    }
}

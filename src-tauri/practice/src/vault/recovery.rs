//! Recovery codes: 160 random bits in letters that are hard to mistake for each other.

use super::{VaultError, random};

/// Crockford's base 32: no I, L, O or U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LETTERS: usize = 32;
const GROUP_LETTERS: usize = 4;

/// A new code, in groups joined by hyphens.
pub(super) fn new_code() -> Result<String, VaultError> {
    let bytes: [u8; CODE_LETTERS] = random()?;
    let letters: Vec<char> =
        bytes.iter().filter_map(|byte| LETTERS.get(usize::from(byte % 32)).map(|&letter| char::from(letter))).collect();
    Ok(letters.chunks(GROUP_LETTERS).map(String::from_iter).collect::<Vec<_>>().join("-"))
}

/// The code as it is hashed: case, hyphens and spaces do not matter, nor the letters that look like digits.
pub(super) fn plain(code: &str) -> String {
    code.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| match letter.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        })
        .collect()
}

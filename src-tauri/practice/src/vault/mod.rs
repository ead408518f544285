//! The vault: the random key of the practice file, wrapped by a passphrase and by a recovery code.
//!
//! The only cryptography of Daybook beside SQLCipher's own. Its file holds nothing that opens the practice by itself:
//! each slot is the data key under XChaCha20-Poly1305 with a key that Argon2id derives from what the user knows.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

mod recovery;

const FORMAT: u32 = 1;
const KEY_BYTES: usize = 32;
const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 24;
/// OWASP's first choice for Argon2id is 46 MiB and one pass; this is above it and takes about 0.1 s.
const MEMORY_KIB: u32 = 65_536;
const PASSES: u32 = 2;
/// The shortest passphrase that is taken, in characters.
pub const SHORTEST_PASSPHRASE: usize = 8;

/// Why a vault did not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The passphrase is not the one it was closed with.
    #[error("This is not the passphrase. Try again, or use your recovery code.")]
    WrongPassphrase,
    /// The recovery code is not the one that was shown.
    #[error("This is not the recovery code of this practice. Check each group of letters.")]
    WrongRecoveryCode,
    /// A new passphrase is too short.
    #[error("Use at least {SHORTEST_PASSPHRASE} characters. A few words are easy to remember and hard to guess.")]
    TooShort,
    /// The two entries of a new passphrase differ.
    #[error("The two entries are not the same. Type the passphrase again.")]
    NotTheSame,
    /// The vault's file is damaged.
    #[error("The file that holds the key of your practice is damaged.")]
    Damaged,
    /// A newer Daybook wrote it.
    #[error("A newer Daybook wrote this practice. Install that version to open it.")]
    Newer,
    /// The machine gave no random numbers or no memory.
    #[error("The machine could not make a key. Close other programs, then try again.")]
    Unavailable,
}

/// The key of a practice file; wiped from memory when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DataKey([u8; KEY_BYTES]);

impl DataKey {
    /// The key as SQLCipher takes a raw one.
    pub(crate) fn as_pragma(&self) -> String {
        format!("\"x'{}'\"", hex(&self.0))
    }

    fn check(&self) -> String {
        hex(&Sha256::new().chain_update(b"daybook key check").chain_update(self.0).finalize())
    }
}

/// What the user knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SlotKind {
    Passphrase,
    RecoveryCode,
}

/// The key of the practice, wrapped by one thing that the user knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Slot {
    kind: SlotKind,
    salt: String,
    memory_kib: u32,
    passes: u32,
    nonce: String,
    wrapped: String,
}

/// The contents of the vault's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vault {
    format: u32,
    key_check: String,
    slots: Vec<Slot>,
    /// Tells a damaged file from a wrong passphrase.
    sum: String,
}

impl Vault {
    /// A new vault with a new key; the recovery code is shown once and kept nowhere.
    ///
    /// # Errors
    /// [`VaultError::TooShort`], [`VaultError::NotTheSame`] or [`VaultError::Unavailable`].
    pub fn create(passphrase: &str, again: &str) -> Result<(Self, DataKey, String), VaultError> {
        check_new(passphrase, again)?;
        let key = DataKey(random()?);
        let code = recovery::new_code()?;
        let slots = vec![
            Slot::wrap(&key, SlotKind::Passphrase, passphrase)?,
            Slot::wrap(&key, SlotKind::RecoveryCode, &recovery::plain(&code))?,
        ];
        let mut vault = Self { format: FORMAT, key_check: key.check(), slots, sum: String::new() };
        vault.sum = vault.sum_of_rest();
        Ok((vault, key, code))
    }

    /// Reads the contents of a vault's file.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] or [`VaultError::Newer`].
    pub fn read(text: &str) -> Result<Self, VaultError> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let Format { format } = serde_json::from_str(text).map_err(|_| VaultError::Damaged)?;
        if format > FORMAT {
            return Err(VaultError::Newer);
        }
        let vault: Self = serde_json::from_str(text).map_err(|_| VaultError::Damaged)?;
        if vault.sum == vault.sum_of_rest() { Ok(vault) } else { Err(VaultError::Damaged) }
    }

    /// The contents of the vault's file.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// The key, by the passphrase.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`] or [`VaultError::Damaged`].
    pub fn open(&self, passphrase: &str) -> Result<DataKey, VaultError> {
        self.unwrap_by(SlotKind::Passphrase, passphrase, VaultError::WrongPassphrase)
    }

    /// The key, by the recovery code; spaces, hyphens and case do not matter.
    ///
    /// # Errors
    /// [`VaultError::WrongRecoveryCode`] or [`VaultError::Damaged`].
    pub fn open_by_recovery_code(&self, code: &str) -> Result<DataKey, VaultError> {
        self.unwrap_by(SlotKind::RecoveryCode, &recovery::plain(code), VaultError::WrongRecoveryCode)
    }

    /// The same vault with another passphrase; the recovery code stays.
    ///
    /// # Errors
    /// [`VaultError::TooShort`], [`VaultError::NotTheSame`] or [`VaultError::Unavailable`].
    pub fn with_passphrase(&self, key: &DataKey, passphrase: &str, again: &str) -> Result<Self, VaultError> {
        check_new(passphrase, again)?;
        let mut vault = self.clone();
        vault.slots.retain(|slot| slot.kind != SlotKind::Passphrase);
        vault.slots.insert(0, Slot::wrap(key, SlotKind::Passphrase, passphrase)?);
        vault.sum = vault.sum_of_rest();
        Ok(vault)
    }

    fn unwrap_by(&self, kind: SlotKind, secret: &str, wrong: VaultError) -> Result<DataKey, VaultError> {
        let slot = self.slots.iter().find(|slot| slot.kind == kind).ok_or(VaultError::Damaged)?;
        let key = slot.unwrap(secret)?.ok_or(wrong)?;
        if key.check() == self.key_check { Ok(key) } else { Err(VaultError::Damaged) }
    }

    fn sum_of_rest(&self) -> String {
        let rest = Self { sum: String::new(), ..self.clone() };
        hex(&Sha256::digest(serde_json::to_vec(&rest).unwrap_or_default()))
    }
}

impl Slot {
    fn wrap(key: &DataKey, kind: SlotKind, secret: &str) -> Result<Self, VaultError> {
        let salt: [u8; SALT_BYTES] = random()?;
        let nonce: [u8; NONCE_BYTES] = random()?;
        let cipher = cipher(secret, &salt, MEMORY_KIB, PASSES)?;
        let wrapped =
            cipher.encrypt(XNonce::from_slice(&nonce), key.0.as_slice()).map_err(|_| VaultError::Unavailable)?;
        Ok(Self {
            kind,
            salt: hex(&salt),
            memory_kib: MEMORY_KIB,
            passes: PASSES,
            nonce: hex(&nonce),
            wrapped: hex(&wrapped),
        })
    }

    /// The key; `None` if `secret` is not the right one.
    fn unwrap(&self, secret: &str) -> Result<Option<DataKey>, VaultError> {
        let salt = unhex(&self.salt).ok_or(VaultError::Damaged)?;
        let nonce = unhex(&self.nonce).filter(|n| n.len() == NONCE_BYTES).ok_or(VaultError::Damaged)?;
        let wrapped = unhex(&self.wrapped).ok_or(VaultError::Damaged)?;
        let cipher = cipher(secret, &salt, self.memory_kib, self.passes)?;
        let Ok(mut plain) = cipher.decrypt(XNonce::from_slice(&nonce), wrapped.as_slice()) else { return Ok(None) };
        let key = <[u8; KEY_BYTES]>::try_from(plain.as_slice()).map_err(|_| VaultError::Damaged);
        plain.zeroize();
        Ok(Some(DataKey(key?)))
    }
}

pub(crate) fn check_new(passphrase: &str, again: &str) -> Result<(), VaultError> {
    if passphrase.chars().count() < SHORTEST_PASSPHRASE {
        Err(VaultError::TooShort)
    } else if passphrase == again {
        Ok(())
    } else {
        Err(VaultError::NotTheSame)
    }
}

fn cipher(secret: &str, salt: &[u8], memory_kib: u32, passes: u32) -> Result<XChaCha20Poly1305, VaultError> {
    let params = Params::new(memory_kib, passes, 1, Some(KEY_BYTES)).map_err(|_| VaultError::Damaged)?;
    let mut derived = [0; KEY_BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret.as_bytes(), salt, &mut derived)
        .map_err(|_| VaultError::Unavailable)?;
    let cipher = XChaCha20Poly1305::new((&derived).into());
    derived.zeroize();
    Ok(cipher)
}

fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| VaultError::Unavailable)?;
    Ok(bytes)
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high * 16 + low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_passphrase_and_the_recovery_code_open_the_same_key() {
        let (vault, key, code) = Vault::create("correct horse", "correct horse").unwrap();
        let again = Vault::read(&vault.to_text()).unwrap();
        assert_eq!(again.open("correct horse").unwrap().0, key.0);
        let typed = code.to_lowercase().replace('-', "  ");
        assert_eq!(again.open_by_recovery_code(&typed).unwrap().0, key.0);
        assert_eq!(again.open("correct hors").err(), Some(VaultError::WrongPassphrase));
        assert_eq!(again.open_by_recovery_code("AAAA").err(), Some(VaultError::WrongRecoveryCode));
    }

    #[test]
    fn another_passphrase_keeps_the_key_and_the_recovery_code() {
        let (vault, key, code) = Vault::create("correct horse", "correct horse").unwrap();
        let changed = vault.with_passphrase(&key, "battery staple", "battery staple").unwrap();
        assert_eq!(changed.open("battery staple").unwrap().0, key.0);
        assert_eq!(changed.open("correct horse").err(), Some(VaultError::WrongPassphrase));
        assert_eq!(changed.open_by_recovery_code(&code).unwrap().0, key.0);
    }

    #[test]
    fn a_damaged_vault_is_not_taken_for_a_wrong_passphrase() {
        let (vault, ..) = Vault::create("correct horse", "correct horse").unwrap();
        let text = vault.to_text().replacen("\"salt\": \"", "\"salt\": \"00", 1);
        assert_eq!(Vault::read(&text).err(), Some(VaultError::Damaged));
        assert_eq!(Vault::read("{").err(), Some(VaultError::Damaged));
        assert_eq!(Vault::read("{\"format\": 99}").err(), Some(VaultError::Newer));
    }

    #[test]
    fn a_new_passphrase_is_long_enough_and_typed_twice() {
        assert_eq!(Vault::create("short", "short").err(), Some(VaultError::TooShort));
        assert_eq!(Vault::create("long enough", "long enouhg").err(), Some(VaultError::NotTheSame));
    }
}

//! A door to the practice file beside the program: the vault read by its written format, the file opened with its key.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story stops at the first surprise, and that is its report"
)]

use std::{fs, path::Path};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit},
};
use serde_json::Value;
use sqlx::{AssertSqlSafe, ConnectOptions, Row, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;

/// The key of the practice file as SQLCipher takes it.
#[derive(Debug, Clone)]
pub struct Key(String);

/// The key of the practice in `folder`, unwrapped by its passphrase.
#[must_use]
pub fn key(folder: &Path, passphrase: &str) -> Key {
    let vault: Value = serde_json::from_slice(&fs::read(folder.join("vault.json")).unwrap()).unwrap();
    let slots = vault["slots"].as_array().unwrap();
    let slot = slots.iter().find(|slot| slot["kind"] == "passphrase").unwrap();
    let number = |name: &str| u32::try_from(slot[name].as_u64().unwrap()).unwrap();
    let params = Params::new(number("memory_kib"), number("passes"), 1, Some(32)).unwrap();
    let mut derived = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), &unhex(&slot["salt"]), &mut derived)
        .unwrap();
    let key = XChaCha20Poly1305::new((&derived).into())
        .decrypt(XNonce::from_slice(&unhex(&slot["nonce"])), unhex(&slot["wrapped"]).as_slice())
        .unwrap();
    Key(format!("\"x'{}'\"", key.iter().map(|byte| format!("{byte:02x}")).collect::<String>()))
}

fn unhex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// Opens a practice file that no program has open.
pub async fn open(file: &Path, key: &Key) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(file)
        .pragma("key", key.0.clone())
        .foreign_keys(true)
        .disable_statement_logging()
        .connect()
        .await
        .unwrap()
}

/// A copy of a practice file that may be open: between commits the one file is everything.
pub async fn open_copy(file: &Path, key: &Key) -> (SqliteConnection, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    fs::copy(file, &copy).unwrap();
    (open(&copy, key).await, folder)
}

/// Runs statements that are to succeed.
pub async fn run(db: &mut SqliteConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(db).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// What the database says to statements that it is to refuse; `taken` if it takes them.
pub async fn refusal(db: &mut SqliteConnection, sql: &str) -> String {
    match sqlx::raw_sql(AssertSqlSafe(sql)).execute(db).await {
        Ok(_) => "taken".to_owned(),
        Err(error) => error.into_database_error().expect("a refusal of the database").message().to_owned(),
    }
}

/// The first column of every row, as text.
pub async fn column(db: &mut SqliteConnection, sql: &str) -> Vec<String> {
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(db).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    rows.iter().map(|row| row.get::<String, _>(0)).collect()
}

/// Every row of every table.
pub async fn dump(db: &mut SqliteConnection) -> String {
    let tables =
        column(db, "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
            .await;
    let mut all = String::new();
    for table in tables {
        let columns = column(db, &format!("select name from pragma_table_info('{table}') order by cid")).await;
        let quoted: Vec<String> = columns.iter().map(|name| format!("quote(\"{name}\")")).collect();
        let rows = column(db, &format!("select {} from \"{table}\" order by 1", quoted.join(" || ' ' || "))).await;
        all.push_str(&format!("{table}\n  {}\n", rows.join("\n  ")));
    }
    all
}

//! Builds the plain database that `sqlx::query!` checks every statement against, from `migrations/`,
//! and makes sure that the typefaces of the documents are there to be built in.

use std::{env, error::Error, fs, path::Path};

use sqlx::{ConnectOptions, Connection, migrate::Migrator, sqlite::SqliteConnectOptions};

fn main() -> Result<(), Box<dyn Error>> {
    find_fonts()?;
    build_schema()
}

/// Says what to do where the fonts' packages, which `fonts/package-lock.json` names, were not fetched yet.
fn find_fonts() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("fonts");
    println!("cargo:rerun-if-changed=fonts/package-lock.json");
    for package in ["noto-sans", "noto-sans-hebrew", "noto-sans-arabic"] {
        let licence = format!("node_modules/@expo-google-fonts/{package}/LICENSE_FONT");
        println!("cargo:rerun-if-changed=fonts/{licence}");
        if !folder.join(licence).exists() {
            return Err(format!(
                "The documents' typeface {package} is missing. Run `cargo xtask test`, which fetches the fonts, \
                 or `npm ci` in {}.",
                folder.display()
            )
            .into());
        }
    }
    Ok(())
}

fn build_schema() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=migrations");
    let file = Path::new(&env::var("OUT_DIR")?).join("schema.db");
    if file.exists() {
        fs::remove_file(&file)?;
    }
    let migrations = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("migrations");
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut db = SqliteConnectOptions::new().filename(&file).create_if_missing(true).connect().await?;
        Migrator::new(migrations).await?.run(&mut db).await?;
        db.close().await?;
        Ok::<_, Box<dyn Error>>(())
    })?;
    println!("cargo:rustc-env=DATABASE_URL=sqlite://{}", file.display());
    Ok(())
}

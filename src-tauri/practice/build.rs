//! Builds the plain database that `sqlx::query!` checks every statement against, from `migrations/`.

use std::{env, error::Error, fs, path::Path};

use sqlx::{ConnectOptions, Connection, migrate::Migrator, sqlite::SqliteConnectOptions};

fn main() -> Result<(), Box<dyn Error>> {
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

//! What a document says about the practice and about who pays, as it stood when the document was issued.

use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    store::{self, client::ClientRow, profile::ProfileRow},
    transact::Act,
};

/// The practice on a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FrozenPractice {
    pub name: String,
    pub owner: String,
    pub address: Vec<String>,
    pub phone: String,
    pub email: String,
    pub tax_id: String,
    pub npi: String,
    pub licence: String,
    pub how_to_pay: String,
    pub footer: String,
    pub paper: String,
    pub logo_id: Option<i64>,
}

/// Who pays, on a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FrozenPayer {
    pub name: String,
    pub address: Vec<String>,
    pub email: String,
    /// The client's own name.
    pub client_name: String,
}

/// Freezes the practice as it is now; the id of the wording.
pub(crate) async fn practice(act: &mut Act<'_>) -> Result<i64, Error> {
    let frozen = practice_now(act.profile.clone());
    freeze(act, &frozen).await
}

/// The practice as it is now.
pub(crate) fn practice_now(profile: ProfileRow) -> FrozenPractice {
    let address = rows(&profile.address);
    let ProfileRow { name, owner, phone, email, tax_id, npi, licence, how_to_pay, footer, paper, logo_id, .. } =
        profile;
    FrozenPractice { name, owner, address, phone, email, tax_id, npi, licence, how_to_pay, footer, paper, logo_id }
}

/// Freezes who pays for `client` as it is now; the id of the wording.
pub(crate) async fn payer(act: &mut Act<'_>, client: &ClientRow) -> Result<i64, Error> {
    freeze(act, &payer_now(client)).await
}

/// Who pays for `client` as it is now.
pub(crate) fn payer_now(client: &ClientRow) -> FrozenPayer {
    let own = || {
        let town = [&client.city, &client.state, &client.zip];
        let town = town.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        let mut address = rows(&client.address);
        address.extend([town, client.country.clone()].into_iter().filter(|row| !row.is_empty()));
        address
    };
    let or = |one: &str, other: String| if one.is_empty() { other } else { one.to_owned() };
    FrozenPayer {
        name: or(&client.bill_to_name, client.name()),
        address: match rows(&client.bill_to_address) {
            rows if rows.is_empty() && client.bill_to_name.is_empty() => own(),
            rows => rows,
        },
        email: or(&client.bill_to_email, client.email.clone()),
        client_name: client.name(),
    }
}

/// Reads what was frozen.
pub(crate) fn read<T: for<'de> Deserialize<'de>>(content: &str) -> Result<T, Error> {
    serde_json::from_str(content).map_err(|error| Error::Inconsistent(error.to_string()))
}

async fn freeze<T: Serialize>(act: &mut Act<'_>, frozen: &T) -> Result<i64, Error> {
    let content = serde_json::to_string(frozen).map_err(|error| Error::Inconsistent(error.to_string()))?;
    store::invoice::freeze(act.db(), &content).await
}

fn rows(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|row| !row.is_empty()).map(str::to_owned).collect()
}

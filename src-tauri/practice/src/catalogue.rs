//! Taxes and payment methods, and what they have in common with services and products.

use billing::Rate;
use sqlx::SqliteConnection;

use crate::{
    Practice,
    error::{Checks, Error},
    ids::{MethodId, TaxId},
    store::{
        self, Tracked,
        catalogue::{MethodRow, TaxRow},
        stored,
    },
    transact::{Act, Ask, Done},
    view::{Acted, MethodView, TaxForm, TaxView},
};

impl Practice {
    /// Saves a tax: a new one, or `id`. Lines that are written keep the tax that they have.
    ///
    /// # Errors
    /// Fields that cannot be taken.
    pub async fn save_tax(&self, id: Option<TaxId>, form: &TaxForm, ask: &Ask) -> Result<Acted<TaxId>, Error> {
        let mut checks = Checks::default();
        let name = checks.take("name", required(&form.name, "Enter the name that stands on documents."));
        let rate = checks.take("rate", Rate::parse(&form.rate));
        let (name, rate) = checks.ready(name.zip(rate))?;
        self.transact("save_tax", ask, async |act| {
            let mut row = TaxRow { name: name.clone(), rate_e4: rate.e4(), included: form.included, archived_on: None };
            if let Some(id) = id {
                row.archived_on = load::<TaxRow>(act, id.get()).await?.archived_on;
            }
            let (id, sentence) = save(act, id.map(TaxId::get), &row, &name).await?;
            Ok(sentence.done(id.into()))
        })
        .await
    }

    /// Puts a tax away or takes it back.
    ///
    /// # Errors
    /// What the store says.
    pub async fn archive_tax(&self, id: TaxId, archived: bool, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("archive_tax", ask, async |act| {
            let mut row = load::<TaxRow>(act, id.get()).await?;
            row.archived_on = archived_on(act, archived);
            archive(act, id.get(), &row, &row.name, archived).await
        })
        .await
    }

    /// Saves a way of paying: a new one, or `id`. Payments that exist keep the name that they have.
    ///
    /// # Errors
    /// An empty name, or one that is there already.
    pub async fn save_method(&self, id: Option<MethodId>, name: &str, ask: &Ask) -> Result<Acted<MethodId>, Error> {
        let name =
            required(name, "Enter the name of the payment method.").map_err(|error| Error::field("name", error))?;
        self.transact("save_method", ask, async |act| {
            let methods = store::catalogue::list_methods(act.db()).await?;
            let folded = name.to_lowercase();
            if methods.iter().any(|(other, row)| Some(*other) != id && row.name.to_lowercase() == folded) {
                return Err(Error::field("name", format!("“{name}” is in the list already.")));
            }
            let last = methods.iter().map(|(_, row)| row.position).max().unwrap_or_default();
            let row = match id {
                Some(id) => MethodRow { name: name.clone(), ..load::<MethodRow>(act, id.get()).await? },
                None => MethodRow { name: name.clone(), position: last + 1, archived_on: None },
            };
            let (id, sentence) = save(act, id.map(MethodId::get), &row, &name).await?;
            Ok(sentence.done(id.into()))
        })
        .await
    }

    /// Puts a way of paying away or takes it back.
    ///
    /// # Errors
    /// What the store says.
    pub async fn archive_method(&self, id: MethodId, archived: bool, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("archive_method", ask, async |act| {
            let mut row = load::<MethodRow>(act, id.get()).await?;
            row.archived_on = archived_on(act, archived);
            archive(act, id.get(), &row, &row.name, archived).await
        })
        .await
    }

    /// Moves a way of paying one place up or down in the list.
    ///
    /// # Errors
    /// What the store says.
    pub async fn move_method(&self, id: MethodId, up: bool, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("move_method", ask, async |act| {
            let mut methods = store::catalogue::list_methods(act.db()).await?;
            methods.retain(|(_, row)| row.archived_on.is_none());
            let place = methods.iter().position(|(other, _)| *other == id).ok_or(Error::NotFound("payment method"))?;
            let other = if up { place.checked_sub(1) } else { Some(place + 1) };
            let (Some((_, row)), Some((other_id, other))) =
                (methods.get(place), other.and_then(|place| methods.get(place)))
            else {
                return Ok(Done::Nothing((), "It is at the end already".to_owned()));
            };
            act.put(id.get(), &MethodRow { position: other.position, ..row.clone() }).await?;
            act.put(other_id.get(), &MethodRow { position: row.position, ..other.clone() }).await?;
            Ok(Done::Something((), format!("Moved {}", row.name)))
        })
        .await
    }
}

/// What a save did, until the id of the thing is known.
pub(crate) struct Saved(Option<String>);

impl Saved {
    pub(crate) fn done<T>(self, id: T) -> Done<T> {
        match self.0 {
            Some(sentence) => Done::Something(id, sentence),
            None => Done::Nothing(id, "Nothing was different".to_owned()),
        }
    }
}

/// Adds a row, or changes the one at `id`.
pub(crate) async fn save<T: Tracked>(
    act: &mut Act<'_>,
    id: Option<i64>,
    row: &T,
    name: &str,
) -> Result<(i64, Saved), Error> {
    let word = T::ENTITY.word();
    match id {
        None => Ok((act.add(row).await?, Saved(Some(format!("Added the {word} {name}"))))),
        Some(id) => {
            let changed = act.put(id, row).await?;
            Ok((id, Saved(changed.then(|| format!("Changed the {word} {name}")))))
        }
    }
}

/// Puts a row away or takes it back.
pub(crate) async fn archive<T: Tracked>(
    act: &mut Act<'_>,
    id: i64,
    row: &T,
    name: &str,
    archived: bool,
) -> Result<Done<()>, Error> {
    let verb = if archived { "Archived" } else { "Took back" };
    if act.put(id, row).await? {
        Ok(Done::Something((), format!("{verb} {name}")))
    } else {
        Ok(Done::Nothing((), "Nothing was different".to_owned()))
    }
}

/// The day on which something that is put away now was.
pub(crate) fn archived_on(act: &Act<'_>, archived: bool) -> Option<String> {
    archived.then(|| act.now.on.to_string())
}

/// A row that is there.
pub(crate) async fn load<T: Tracked>(act: &mut Act<'_>, id: i64) -> Result<T, Error> {
    T::load(act.db(), id).await?.ok_or(Error::NotFound(T::ENTITY.word()))
}

/// `text` without the space around it, or `message` if nothing is left.
pub(crate) fn required(text: &str, message: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() { Err(message.to_owned()) } else { Ok(text.to_owned()) }
}

/// A rate as it is typed, without its sign.
pub(crate) fn bare(rate: Rate) -> String {
    rate.to_string().trim_end_matches(['%', ' ']).to_owned()
}

/// All taxes for the page.
pub(crate) async fn taxes(db: &mut SqliteConnection) -> Result<Vec<TaxView>, Error> {
    let rows = store::catalogue::list_taxes(db).await?;
    rows.into_iter()
        .map(|(id, row)| {
            let rate = bare(stored(Rate::from_e4(row.rate_e4), "rate")?);
            let form = TaxForm { name: row.name, rate, included: row.included };
            Ok(TaxView { id, form, archived: row.archived_on.is_some() })
        })
        .collect()
}

/// All payment methods for the page.
pub(crate) async fn methods(db: &mut SqliteConnection) -> Result<Vec<MethodView>, Error> {
    let rows = store::catalogue::list_methods(db).await?;
    Ok(rows
        .into_iter()
        .map(|(id, row)| MethodView { id, name: row.name, archived: row.archived_on.is_some() })
        .collect())
}

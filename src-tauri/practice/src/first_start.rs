//! What a new practice begins with.

use sqlx::{Connection, SqliteConnection};

use crate::{
    currency,
    error::{Checks, Error, FieldError},
    practice::{CreateError, new_passphrase},
    profile, service,
    store::{
        Tracked,
        catalogue::{MethodRow, ServiceRow},
        profile::ProfileRow,
    },
    vault,
    view::FirstStartForm,
};

/// The ways of paying that a new practice knows.
const METHODS: [&str; 4] = ["Cash", "Card", "Cheque", "Bank transfer"];

/// Whether a practice could be made of what is typed so far: all that is wrong with any step, by field.
///
/// # Errors
/// Fields that cannot be taken.
pub fn check_first_start(form: &FirstStartForm) -> Result<(), CreateError> {
    let mut checks = Checks::default();
    let mut note = |error: Error| match error {
        Error::Fields(fields) => {
            for FieldError { field, message } in fields {
                checks.wrong(field, message);
            }
            Ok(())
        }
        other => Err(other),
    };
    if let Err(error) = profile::read(&form.profile) {
        note(error.inside("profile"))?;
    }
    // The fees can be read as soon as the currency can.
    if let Some(currency) = currency::find(&form.profile.currency)
        && let Err(error) = service::read_first_services(&form.services, currency)
    {
        note(error)?;
    }
    if let Err(error) = vault::check_new(&form.passphrase, &form.passphrase_again) {
        match new_passphrase(error) {
            CreateError::Refused(error) => note(error)?,
            other @ CreateError::Open(_) => return Err(other),
        }
    }
    Ok(checks.finish()?)
}

/// Reads who the practice is and what it charges.
pub(crate) fn read(form: &FirstStartForm) -> Result<(ProfileRow, Vec<ServiceRow>), Error> {
    let profile = profile::read(&form.profile).map_err(|error| error.inside("profile"))?;
    let services = service::read_first_services(&form.services, profile.currency()?)?;
    Ok((profile, services))
}

/// Writes the first rows of a new file. They belong to no operation: there is nothing before them to go back to.
pub(crate) async fn write(
    db: &mut SqliteConnection,
    profile: &ProfileRow,
    services: Vec<ServiceRow>,
) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    profile.insert(&mut tx, None).await?;
    for service in services {
        service.insert(&mut tx, None).await?;
    }
    for (position, name) in (1_i64..).zip(METHODS) {
        MethodRow { name: name.to_owned(), position, archived_on: None }.insert(&mut tx, None).await?;
    }
    tx.commit().await?;
    Ok(())
}

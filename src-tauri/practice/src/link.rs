//! Links between clients: payers and families, who may use each other's money (money-rules 3.9).

use crate::{
    Practice,
    error::Error,
    ids::{ClientId, LinkId},
    names,
    store::{
        self, Entity, Tracked,
        link::{LinkRow, Linked},
    },
    transact::{Act, Ask, Done},
    view::{Acted, LinkKind, LinkedClient},
};

impl Practice {
    /// The clients linked with one, by name.
    ///
    /// # Errors
    /// What the store says.
    pub async fn linked_clients(&self, client: ClientId) -> Result<Vec<LinkedClient>, Error> {
        let mut db = self.db().await?;
        Ok(store::link::list(&mut db, client).await?.into_iter().map(view).collect())
    }

    /// Links two clients.
    ///
    /// # Errors
    /// A client with itself; two who are linked already.
    pub async fn link_clients(
        &self,
        one: ClientId,
        other: Option<ClientId>,
        kind: LinkKind,
        ask: &Ask,
    ) -> Result<Acted<LinkId>, Error> {
        self.transact("link_clients", ask, async |act| {
            let other = other.ok_or_else(|| Error::field("client_id", "Choose the other client."))?;
            if one == other {
                return Err(Error::field("client_id", "This is the same client. Choose another."));
            }
            let (first, second) =
                (store::client::load(act.db(), one).await?, store::client::load(act.db(), other).await?);
            if store::link::list(act.db(), one).await?.iter().any(|linked| linked.client_id == other) {
                let message = format!("{} and {} are linked already.", first.name(), second.name());
                return Err(Error::field("client_id", message));
            }
            let code = match kind {
                LinkKind::Payer => "payer",
                LinkKind::Family => "family",
            };
            let id = act.add(&LinkRow::between(one, other, code)).await?;
            act.touched(Entity::Client, one.get());
            act.touched(Entity::Client, other.get());
            Ok(Done::Something(id.into(), format!("Linked {} with {}", first.name(), second.name())))
        })
        .await
    }

    /// Takes a link between two clients away.
    ///
    /// # Errors
    /// Money of one of them is on an invoice of the other.
    pub async fn unlink_clients(&self, id: LinkId, ask: &Ask) -> Result<Acted<()>, Error> {
        self.transact("unlink_clients", ask, async |act| {
            let row = LinkRow::load(act.db(), id.get()).await?.ok_or(Error::NotFound(Entity::Link.word()))?;
            refuse_used(act, &row).await?;
            let (first, second) = names_of(act, &row).await?;
            act.remove::<LinkRow>(id.get()).await?;
            act.touched(Entity::Client, row.client_id.get());
            act.touched(Entity::Client, row.other_id.get());
            Ok(Done::Something((), format!("Unlinked {first} and {second}")))
        })
        .await
    }
}

/// Refuses to take a link away while money crosses it.
pub(crate) async fn refuse_used(act: &mut Act<'_>, row: &LinkRow) -> Result<(), Error> {
    let Some(uses) = billing::in_a_row(&store::link::list_uses(act.db(), row).await?) else { return Ok(()) };
    let (first, second) = names_of(act, row).await?;
    Err(Error::rule(format!("Money of {first} or {second} is on invoices of the other: {uses}. Unapply it first.")))
}

async fn names_of(act: &mut Act<'_>, row: &LinkRow) -> Result<(String, String), Error> {
    let first = store::client::load(act.db(), row.client_id).await?.name();
    Ok((first, store::client::load(act.db(), row.other_id).await?.name()))
}

fn view(row: Linked) -> LinkedClient {
    LinkedClient {
        id: row.id,
        client_id: row.client_id,
        name: names::full(&row.first_name, &row.last_name),
        kind: if row.kind == "payer" { LinkKind::Payer } else { LinkKind::Family },
    }
}

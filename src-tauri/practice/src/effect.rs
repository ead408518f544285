//! What an act under way does to figures: read from its own rows, so that every act shows its consequences the same way.

use billing::{Aging, Bucket, Money};

use crate::{
    error::Error,
    store::{
        self,
        effect::{BalanceEffect, InvoiceEffect},
        money,
    },
    transact::Act,
    view::Effect,
};

/// Each figure that the act changes, before and after: balances, what is past due, invoices.
pub(crate) async fn list(act: &mut Act<'_>) -> Result<Vec<Effect>, Error> {
    let (operation, currency, today) = (act.operation, act.currency, act.now.on);
    let invoices = store::effect::list_invoices(act.db(), operation).await?;
    let mut effects = Vec::new();
    for balance in store::effect::list_client_balances(act.db(), operation, today).await? {
        for (figure, before, after) in [
            ("Balance owing", balance.owing_before_minor, balance.owing_after_minor),
            ("Credit available", balance.credit_before_minor, balance.credit_after_minor),
        ] {
            if before != after {
                effects.push(figure_of(&balance, figure, (money(currency, before)?, money(currency, after)?)));
            }
        }
        effects.extend(aging(act, &balance, &invoices).await?);
    }
    for invoice in &invoices {
        effects.push(invoice.effect(currency, today)?);
    }
    for stock in store::stock::list_effects(act.db(), operation).await? {
        effects.push(Effect {
            label: format!("Stock, {}", stock.product),
            before: stock.before.map(|units| units.to_string()).unwrap_or_default(),
            after: stock.after.to_string(),
            money: false,
        });
    }
    for record in store::record::list_effects(act.db(), operation).await? {
        effects.push(Effect {
            label: format!("Record, {}", record.description),
            before: record.before.unwrap_or_default(),
            after: record.after,
            money: false,
        });
    }
    Ok(effects)
}

fn figure_of(balance: &BalanceEffect, figure: &str, (before, after): (Money, Money)) -> Effect {
    Effect {
        label: if balance.alone { figure.to_owned() } else { format!("{figure}, {}", balance.client_name) },
        before: before.to_string(),
        after: after.to_string(),
        money: true,
    }
}

/// The buckets of a client's aging that the act changes. Where nothing that is past due changes, the balance owing says
/// it all.
async fn aging(act: &mut Act<'_>, balance: &BalanceEffect, invoices: &[InvoiceEffect]) -> Result<Vec<Effect>, Error> {
    let (currency, today) = (act.currency, act.now.on);
    let touched: Vec<&InvoiceEffect> =
        invoices.iter().filter(|invoice| invoice.client_id == balance.client_id).collect();
    if touched.is_empty() {
        return Ok(vec![]);
    }
    let (mut before, mut after) = (Aging::new(currency.zero()), Aging::new(currency.zero()));
    for row in store::invoice::list_unsettled(act.db(), balance.client_id).await? {
        let outstanding = money(currency, row.outstanding_minor)?;
        after.add(row.due_on, today, outstanding);
        if !touched.iter().any(|invoice| invoice.id == row.id) {
            before.add(row.due_on, today, outstanding);
        }
    }
    for invoice in touched {
        before.add(invoice.due_before_on, today, money(currency, invoice.outstanding_before_minor())?);
    }
    let changed: Vec<_> =
        before.buckets().zip(after.buckets()).filter(|((_, was), (_, becomes))| was != becomes).collect();
    if changed.iter().all(|((bucket, _), _)| *bucket == Bucket::Current) {
        return Ok(vec![]);
    }
    Ok(changed
        .into_iter()
        .map(|((bucket, was), (_, becomes))| figure_of(balance, owing_in(bucket), (was, becomes)))
        .collect())
}

fn owing_in(bucket: Bucket) -> &'static str {
    match bucket {
        Bucket::Current => "Owing, not past due",
        Bucket::To30 => "Owing, 1–30 days past due",
        Bucket::To60 => "Owing, 31–60 days past due",
        Bucket::To90 => "Owing, 61–90 days past due",
        Bucket::Over90 => "Owing, over 90 days past due",
    }
}

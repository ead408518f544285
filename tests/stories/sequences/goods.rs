//! Steps of a random sequence with goods.

use chrono::Days;
use practice::{
    ProductId, ReturnId,
    view::{GoodsBackForm, RecordForm, RecordRow, RecordsChoice, ReturnMoney, ReturnRow, ReturnStatus, Returnable},
};
use stories::{Story, returned};

use super::{
    step::Step,
    take::{Taken, chosen, client, done, fitting},
};

/// Why more goes out than there is, where a step says so.
fn reason(short: bool) -> String {
    if short { "delivered tomorrow".to_owned() } else { String::new() }
}

async fn product(p: &Story, place: usize) -> ProductId {
    let products = p.practice.settings(p.now()).await.unwrap().products;
    // The one whose stock is kept more often.
    let counted = !place.is_multiple_of(3);
    products.iter().find(|product| (product.form.name == "Workbook") == counted).unwrap().id
}

async fn workbook(p: &Story) -> ProductId {
    product(p, 1).await
}

async fn record(p: &Story, place: usize, fits: impl Fn(&RecordRow) -> bool) -> Option<RecordRow> {
    let mut rows = p.records("Ana").await;
    rows.extend(p.records("Ben").await);
    rows.sort_by_key(|row| row.id);
    fitting(&rows, place, fits).cloned()
}

async fn returns(p: &Story, status: ReturnStatus, place: usize) -> Option<ReturnRow> {
    let rows: Vec<_> = p.all_returns().await.into_iter().filter(|row| row.status == status).collect();
    chosen(&rows, place).cloned()
}

pub(super) async fn goods(p: &Story, step: &Step, ask: &practice::Ask) -> Taken {
    let it = &p.practice;
    let draft = async |place: usize| -> Option<ReturnId> { Some(returns(p, ReturnStatus::Draft, place).await?.id) };
    match step {
        Step::Give { client: who, product: which, quantity, short } => {
            let form = p.record_form(client(*who), product(p, *which).await, &quantity.to_string());
            done(it.add_record(&RecordForm { stock_reason: reason(*short), ..form }, ask).await?)
        }
        Step::Sell { client: who, product: which, quantity, short } => {
            let goods = p.goods_line(product(p, *which).await, &quantity.to_string()).await;
            let mut form = p.invoice_form(client(*who), vec![goods]);
            form.stock_reason = reason(*short);
            done(it.issue_invoice(&form, ask).await?)
        }
        Step::Fewer { record: which, quantity, restock, deactivate } => {
            let Some(row) = record(p, *which, |row| row.invoice.is_some()).await else { return Ok(None) };
            let Some(invoice) = row.invoice else { return Ok(None) };
            let mut form = it.invoice_page(invoice.id, p.now()).await?.form;
            if *quantity == 0 {
                form.lines.retain(|line| line.record_id != Some(row.id));
            }
            for line in form.lines.iter_mut().filter(|line| line.record_id == Some(row.id)) {
                line.quantity = quantity.to_string();
            }
            let (restock, deactivate) = (restock.to_string(), *deactivate);
            form.goods = vec![GoodsBackForm { record_id: row.id, restock, deactivate }];
            done(it.edit_invoice(invoice.id, &form, ask).await?)
        }
        Step::Count { counted } => {
            done(it.count_stock(workbook(p).await, &p.count_form(&counted.to_string()), ask).await?)
        }
        Step::Correct { fewer, units } => {
            let form = p.correction_form(*fewer, &units.to_string(), "found so");
            done(it.correct_stock(workbook(p).await, &form, ask).await?)
        }
        Step::KeepStock { counted, opening } => {
            let id = workbook(p).await;
            let mut form = it.product_page(id).await?.form;
            (form.counted, form.opening) = (*counted, opening.to_string());
            done(it.save_product(Some(id), &form, ask).await?)
        }
        Step::Record { record: which, active } => {
            let other = |row: &RecordRow| row.active != *active;
            let Some(row) = record(p, *which, other).await else { return Ok(None) };
            done(it.activate_record(row.id, *active, ask).await?)
        }
        Step::Draft { client: who, back } => {
            let mut form = p.return_form(client(*who));
            form.returned_on = (p.now().on - Days::new((*back).into())).to_string();
            done(it.save_return(None, &form, ask).await?)
        }
        Step::Item { draft: which, item, units, restock, deactivate } => {
            let Some(row) = returns(p, ReturnStatus::Draft, *which).await else { return Ok(None) };
            let offered = it.returnable(row.client_id).await?;
            let can = |offer: &Returnable| offer.cannot_return.is_none();
            let Some(offer) = fitting(&offered, *item, can) else { return Ok(None) };
            let records = if *deactivate { RecordsChoice::Deactivate } else { RecordsChoice::Keep };
            let form = returned(offer.record_id, &units.to_string(), &restock.to_string(), records);
            let page = it.return_page(row.id).await?;
            let present = page.items.iter().find(|item| item.form.record_id == form.record_id);
            done(it.save_return_item(row.id, present.and(form.record_id), &form, ask).await?)
        }
        Step::Post { draft: which, refunded } => {
            let Some(id) = draft(*which).await else { return Ok(None) };
            let money = if *refunded { p.by_cheque("1001") } else { ReturnMoney::Credit };
            done(it.post_return(id, &money, ask).await?)
        }
        Step::ReverseReturn { posted, short } => {
            let Some(row) = returns(p, ReturnStatus::Posted, *posted).await else { return Ok(None) };
            done(it.reverse_return(row.id, "", &reason(*short), ask).await?)
        }
        Step::Discard { draft: which } => {
            let Some(id) = draft(*which).await else { return Ok(None) };
            done(it.discard_return(id, ask).await?)
        }
        _ => Ok(None),
    }
}

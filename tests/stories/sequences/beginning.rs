//! Where a random sequence begins.

use practice::view::{AttendanceView, InvoicingView, RecordsChoice, ReturnMoney};
use stories::{Story, fee, line, practice, returned, shares};

/// A practice with a little of everything, so that every act has something to be done to from the first step on.
pub(super) async fn busy_practice() -> Story {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    let workbook = p.product("Workbook", "24.90", Some("6")).await;
    p.product("Relaxation", "15.00", None).await;
    p.link("Ana", "Ben").await;

    let owed = p.attend("Ana", "2026-02-10").await;
    p.attend("Ben", "2026-02-12").await;
    let paid = p.pay("Ben", "140.00").await;
    p.refund(&paid, "5.00").await;
    p.write_off(&owed, "10.00").await;
    let goodwill = p.expiring("Ana", "30.00", "2026-03-12").await;
    p.apply(&goodwill, "10.00").to(&owed).await;
    let locked = p.issue("Ana", vec![line("Letter", "1", "60.00")]).await;
    p.practice.lock_invoice(p.invoice_id(&locked).await, &p.ask()).await.unwrap();

    let goods = p.goods_line(workbook, "4").await;
    let sold = p.issue("Ana", vec![goods, line("Postage", "1", "5.00")]).await;
    p.record("Ana", "113.07", shares(&[(p.invoice_id(&sold).await, "113.07")])).await.unwrap();
    let record = p.records("Ana").await.first().unwrap().id;
    let one_back = returned(record, "1", "1", RecordsChoice::Keep);
    let id = p.draft_return("Ana", std::slice::from_ref(&one_back)).await;
    p.practice.post_return(id, &ReturnMoney::Credit, &p.ask()).await.unwrap();
    p.draft_return("Ana", &[one_back]).await;

    p.book("Ana", "2026-02-24").await;
    p.add_client("Cai", &fee("80.00"), |form| form.invoicing = Some(InvoicingView::Monthly)).await;
    let waiting = p.book("Cai", "2026-02-25").await;
    p.mark(&[waiting], AttendanceView::Attended).await.unwrap();
    p
}

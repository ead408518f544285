//! No more goes back than was received, whatever way the money took (money-rules 5, *Refund*; decision 0013).

use practice::view::{AppliedForm, CreditCause, CreditNoteForm, ReversalReason, WantedForm};
use stories::{Story, fee, line, practice, shares, split};

fn nothing_left(client: &str, beyond: &str) -> String {
    let beyond = match beyond {
        "" => String::new(),
        _ => format!("More went back to {beyond} than was received there, and money crossed between the two. "),
    };
    format!(
        "Nothing that was received for {client} is left to give back. {beyond}Use the money on an invoice, or record the \
         missing payment first."
    )
}

/// A note over all of an invoice of 100.00, given back at once.
async fn given_back(p: &Story, invoice: &str) -> CreditNoteForm {
    let form = p.note_form(invoice, &[WantedForm::Amount("100.00".into())]).await;
    CreditNoteForm { settlement: split(p, "", "100.00"), ..form }
}

async fn refused_refund(p: &Story, source: &str) -> String {
    let form = p.refund_form(source, "100.00").await;
    p.refused(async |it, ask| it.refund(&form, ask).await).await
}

/// Ana, Ben and Cy, each with an invoice of 100.00; Ana is linked with Ben.
async fn three() -> Story {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("100.00")).client("Cy", fee("100.00")).await;
    for name in ["Ana", "Ben", "Cy"] {
        p.issue(name, vec![line("Session", "1", "100.00")]).await;
    }
    p
}

#[tokio::test]
async fn clients_who_are_not_linked_any_more_get_no_more_than_they_paid() {
    let p = three().await;
    let link = p.link("Ana", "Ben").await;
    let owed = p.invoice_id("INV-00001").await;
    p.record("Ben", "100.00", shares(&[(owed, "100.00")])).await.unwrap();
    p.issue_note(&given_back(&p, "INV-00001").await).await.unwrap();
    p.unapply("R-00001", "100.00").from("INV-00001").await;
    p.practice.unlink_clients(link, &p.ask()).await.unwrap();
    assert_eq!(refused_refund(&p, "R-00001").await, nothing_left("Ben", "Ana"));
}

#[tokio::test]
async fn money_that_went_on_to_a_third_client_goes_back_once() {
    let p = three().await;
    p.link("Ana", "Ben").await;
    p.link("Ana", "Cy").await;
    let owed = p.invoice_id("INV-00002").await;
    p.record("Ana", "100.00", shares(&[(owed, "100.00")])).await.unwrap();
    p.issue_note(&given_back(&p, "INV-00002").await).await.unwrap();
    p.rearrange("R-00001", &[("INV-00002", ""), ("INV-00003", "100.00")]).await.unwrap();
    let again = given_back(&p, "INV-00003").await;
    assert_eq!(p.refused(async |it, ask| it.issue_credit_note(&again, ask).await).await, nothing_left("Cy", "Ben"));
}

#[tokio::test]
async fn a_service_credit_that_went_through_two_accounts_is_no_money() {
    let p = three().await;
    p.link("Ana", "Ben").await;
    p.link("Ben", "Cy").await;
    p.issue_note(&p.free_note_form("Ana", "100.00")).await.unwrap();
    p.apply("CN-00001", "100.00").to("INV-00002").await;
    let kept = CreditNoteForm { settlement: split(&p, "", ""), ..given_back(&p, "INV-00002").await };
    p.issue_note(&kept).await.unwrap();
    p.apply("CN-00002", "100.00").to("INV-00003").await;
    let again = given_back(&p, "INV-00003").await;
    assert_eq!(p.refused(async |it, ask| it.issue_credit_note(&again, ask).await).await, nothing_left("Cy", "Ana"));
}

#[tokio::test]
async fn what_a_linked_client_cost_is_no_matter_where_no_money_crossed() {
    let p = three().await;
    p.link("Ana", "Ben").await;
    let owed = p.invoice_id("INV-00002").await;
    p.record("Ben", "100.00", shares(&[(owed, "100.00")])).await.unwrap();
    p.issue_note(&given_back(&p, "INV-00002").await).await.unwrap();
    let paid = p.payment_id("R-00001").await;
    p.practice.reverse_payment(paid, ReversalReason::Returned, &p.ask()).await.unwrap();
    // Goodwill is no money.
    p.credit("Ana", "10.00").await;
    p.apply("CR-00001", "10.00").to("INV-00002").await;
    p.unapply("CR-00001", "10.00").from("INV-00002").await;
    p.record("Ana", "120.00", AppliedForm::ToCredit).await.unwrap();
    let form = p.refund_form("R-00002", "120.00").await;
    p.thoroughly(async |it, ask| it.refund(&form, ask).await).await;
}

#[tokio::test]
async fn a_refund_is_not_done_again_once_the_money_went_back_otherwise() {
    let p = three().await;
    p.pay("Ana", "100.00").await;
    p.issue_note(&given_back(&p, "INV-00001").await).await.unwrap();
    let reversed = p.practice.reverse_refund(p.refund_id("RF-00001").await, &p.ask()).await.unwrap().operation.unwrap();
    let off = p.refund_off_form("R-00001", "100.00", "INV-00001", true).await;
    p.practice.refund(&off, &p.ask()).await.unwrap();
    assert_eq!(p.refused(async |it, ask| it.undo(reversed, ask).await).await, nothing_left("Ana", ""));
    p.undo_latest().await.unwrap();
    p.practice.undo(reversed, &p.ask()).await.unwrap();
}

#[tokio::test]
async fn what_was_just_done_is_undone_though_the_bank_took_the_money_before() {
    let p = three().await;
    p.pay("Ana", "100.00").await;
    p.issue_note(&given_back(&p, "INV-00001").await).await.unwrap();
    let paid = p.payment_id("R-00001").await;
    p.practice.reverse_payment(paid, ReversalReason::Returned, &p.ask()).await.unwrap();
    let before = p.balance("Ana").await;
    let reversed = p.practice.reverse_refund(p.refund_id("RF-00001").await, &p.ask()).await.unwrap().operation.unwrap();
    p.practice.undo(reversed, &p.ask()).await.unwrap();
    assert_eq!(p.balance("Ana").await, before);
}

#[tokio::test]
async fn a_note_on_an_invoice_takes_back_a_charge_whatever_its_cause() {
    let p = three().await;
    p.pay("Ana", "100.00").await;
    let courtesy = CreditNoteForm { cause: CreditCause::Goodwill, ..given_back(&p, "INV-00001").await };
    let issued = p.thoroughly(async |it, ask| it.issue_credit_note(&courtesy, ask).await).await;
    assert_eq!(issued.warnings, [""; 0]);
    let off = p.refund_off_form("R-00001", "100.00", "INV-00001", true).await;
    assert_eq!(p.refused(async |it, ask| it.refund(&off, ask).await).await, nothing_left("Ana", ""));
}

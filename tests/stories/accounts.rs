//! Random acts on a real file beside a client's account in plain Rust: both agree on every figure and every refusal.
//! `DAYBOOK_SEQUENCES`, `DAYBOOK_ACTS` and `DAYBOOK_SEED` as for the sequences of all acts.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use practice::{
    Error, OperationId,
    view::{
        AppliedForm, AssistForm, ChargedTwiceForm, CreditForm, ReversalReason, SourceKindView, WantedForm,
        WrongAmountForm,
    },
};
use proptest::{collection::vec, prelude::*};
use stories::{Allowed, Model, Story, cents, fee, line, practice, typed};

use crate::sequences::{from_environment, run};

/// One act on an account. Of `place`s the remainder counts; `part` is in percent of the most that can be.
#[derive(Debug, Clone)]
enum Deed {
    Issue { cents: i64 },
    ChangeTotal { invoice: usize, cents: i64 },
    Void { invoice: usize, release: bool },
    WriteOff { invoice: usize, part: i64 },
    ReverseWriteOff { invoice: usize, part: i64 },
    Pay { cents: i64, oldest: bool },
    ChangePayment { payment: usize, cents: i64 },
    Reverse { payment: usize },
    WrongAmount { payment: usize, cents: i64 },
    ChargedTwice { invoice: usize, onto: Option<usize> },
    Give { cents: i64, lasts: Option<u64> },
    ChangeCredit { credit: usize, cents: i64, lasts: Option<u64> },
    Delete { credit: usize },
    Activate { credit: usize, active: bool },
    Apply { source: usize, invoice: usize, part: i64 },
    Unapply { source: usize, invoice: usize, part: i64 },
    Note { invoice: usize, cents: i64 },
    VoidNote { note: usize },
    Refund { source: usize, part: i64 },
    RefundApplied { source: usize, invoice: usize, part: i64, still_owed: bool },
    ReverseRefund { refund: usize },
    Pass { days: u32 },
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let (at, cents) = (0..6_usize, 1..15_000_i64);
    let part = prop_oneof![3 => Just(100_i64), 6 => 1..100_i64, 1 => 101..120_i64, 1 => Just(0_i64)];
    let lasts = prop::option::of(0..15_u64);
    prop_oneof![
        5 => cents.clone().prop_map(|cents| Deed::Issue { cents }),
        4 => (at.clone(), cents.clone()).prop_map(|(invoice, cents)| Deed::ChangeTotal { invoice, cents }),
        2 => (at.clone(), any::<bool>()).prop_map(|(invoice, release)| Deed::Void { invoice, release }),
        3 => (at.clone(), part.clone()).prop_map(|(invoice, part)| Deed::WriteOff { invoice, part }),
        2 => (at.clone(), part.clone()).prop_map(|(invoice, part)| Deed::ReverseWriteOff { invoice, part }),
        5 => (cents.clone(), any::<bool>()).prop_map(|(cents, oldest)| Deed::Pay { cents, oldest }),
        3 => (at.clone(), cents.clone()).prop_map(|(payment, cents)| Deed::ChangePayment { payment, cents }),
        2 => at.clone().prop_map(|payment| Deed::Reverse { payment }),
        3 => (at.clone(), cents.clone()).prop_map(|(payment, cents)| Deed::WrongAmount { payment, cents }),
        3 => (at.clone(), prop::option::of(at.clone()))
            .prop_map(|(invoice, onto)| Deed::ChargedTwice { invoice, onto }),
        4 => (cents.clone(), lasts.clone()).prop_map(|(cents, lasts)| Deed::Give { cents, lasts }),
        3 => (at.clone(), cents.clone(), lasts)
            .prop_map(|(credit, cents, lasts)| Deed::ChangeCredit { credit, cents, lasts }),
        2 => at.clone().prop_map(|credit| Deed::Delete { credit }),
        2 => (at.clone(), any::<bool>()).prop_map(|(credit, active)| Deed::Activate { credit, active }),
        8 => (at.clone(), at.clone(), part.clone())
            .prop_map(|(source, invoice, part)| Deed::Apply { source, invoice, part }),
        4 => (at.clone(), at.clone(), part.clone())
            .prop_map(|(source, invoice, part)| Deed::Unapply { source, invoice, part }),
        4 => (at.clone(), cents).prop_map(|(invoice, cents)| Deed::Note { invoice, cents }),
        2 => at.clone().prop_map(|note| Deed::VoidNote { note }),
        4 => (at.clone(), part.clone()).prop_map(|(source, part)| Deed::Refund { source, part }),
        4 => (at.clone(), at.clone(), part, any::<bool>())
            .prop_map(|(source, invoice, part, still_owed)| Deed::RefundApplied { source, invoice, part, still_owed }),
        2 => at.prop_map(|refund| Deed::ReverseRefund { refund }),
        3 => (1..9_u32).prop_map(|days| Deed::Pass { days }),
        5 => Just(Deed::Undo),
    ]
}

fn chosen(all: &[String], place: usize) -> Option<String> {
    all.get(place % all.len().max(1)).cloned()
}

fn next(prefix: &str, present: usize) -> String {
    format!("{prefix}{:05}", present + 1)
}

fn last_day(today: NaiveDate, lasts: Option<u64>) -> Option<NaiveDate> {
    lasts.map(|days| today + Days::new(days))
}

/// What the practice did: its operation, if there was anything to do.
type Did = Result<Option<OperationId>, Error>;

/// Does a deed on the file and on the account; `None` if there is nothing that it could be done to.
async fn both(p: &Story, account: &mut Model, deed: &Deed) -> Option<(Did, Allowed)> {
    let (it, ask, today) = (&p.practice, &p.ask(), p.now().on);
    let all_sources = || [account.sources("R-"), account.sources("CR-"), account.sources("CN-")].concat();
    let invoice = |place: &usize| chosen(&account.invoices(), *place);
    Some(match deed {
        Deed::Issue { cents } => {
            let form = p.invoice_form("Ana", vec![line("Letter", "1", &typed(*cents))]);
            let did = it.issue_invoice(&form, ask).await.map(|acted| acted.operation);
            (did, account.issue(&next("INV-", account.invoices().len()), *cents))
        }
        Deed::ChangeTotal { invoice: which, cents } => {
            let number = invoice(which)?;
            let did = p.edit(&number, |form| form.lines[0].unit_price = typed(*cents)).await;
            (did.map(|acted| acted.operation), account.change_total(&number, *cents))
        }
        Deed::Void { invoice: which, release } => {
            let number = invoice(which)?;
            let did = it.void_invoice(p.invoice_id(&number).await, "", *release, ask).await;
            (did.map(|acted| acted.operation), account.void(&number, *release))
        }
        Deed::WriteOff { invoice: which, part } => {
            let number = invoice(which)?;
            let amount = account.outstanding(&number) * part / 100;
            let did = it.write_off(p.invoice_id(&number).await, &typed(amount), "", ask).await;
            (did.map(|acted| acted.operation), account.write_off(&number, amount))
        }
        Deed::ReverseWriteOff { invoice: which, part } => {
            let number = invoice(which)?;
            let amount = account.written_off(&number) * part / 100;
            let did = it.reverse_write_off(p.invoice_id(&number).await, &typed(amount), ask).await;
            (did.map(|acted| acted.operation), account.reverse_write_off(&number, amount))
        }
        Deed::Pay { cents, oldest } => {
            let applied = if *oldest { AppliedForm::OldestFirst } else { AppliedForm::ToCredit };
            let did = p.record("Ana", &typed(*cents), applied).await.map(|acted| acted.operation);
            let number = next("R-", account.sources("R-").len());
            (did, if *oldest { account.pay(&number, *cents) } else { account.make(&number, *cents, None) })
        }
        Deed::ChangePayment { payment, cents } => {
            let number = chosen(&account.sources("R-"), *payment)?;
            let did = p.edit_payment(&number, |form| form.amount = typed(*cents)).await;
            (did.map(|acted| acted.operation), account.change(&number, *cents, None))
        }
        Deed::Reverse { payment } => {
            let number = chosen(&account.sources("R-"), *payment)?;
            let did = it.reverse_payment(p.payment_id(&number).await, ReversalReason::Error, ask).await;
            (did.map(|acted| acted.operation), account.reverse(&number))
        }
        Deed::WrongAmount { payment, cents } => {
            let number = chosen(&account.sources("R-"), *payment)?;
            let form = WrongAmountForm { payment_id: p.payment_id(&number).await, amount: typed(*cents) };
            let did = it.assist(&AssistForm::WrongAmount(form), ask).await.map(|acted| acted.operation);
            (did, account.put_amount_right(&number, *cents))
        }
        Deed::ChargedTwice { invoice: which, onto } => {
            let number = invoice(which)?;
            let onto = onto.and_then(|place| invoice(&place));
            let onto_invoice_id = match &onto {
                Some(onto) => Some(p.invoice_id(onto).await),
                None => None,
            };
            let form = ChargedTwiceForm { invoice_id: p.invoice_id(&number).await, onto_invoice_id };
            let did = it.assist(&AssistForm::ChargedTwice(form), ask).await.map(|acted| acted.operation);
            let note = next("CN-", account.sources("CN-").len());
            (did, account.charged_twice(&number, &note, onto.as_deref()))
        }
        Deed::Give { cents, lasts } => {
            let last = last_day(today, *lasts);
            let expires_on = last.map(|day| day.to_string()).unwrap_or_default();
            let form = CreditForm { expires_on, ..p.credit_form("Ana", &typed(*cents)) };
            let did = it.make_credit(&form, ask).await.map(|acted| acted.operation);
            (did, account.make(&next("CR-", account.sources("CR-").len()), *cents, last))
        }
        Deed::ChangeCredit { credit, cents, lasts } => {
            let number = chosen(&account.sources("CR-"), *credit)?;
            let last = last_day(today, *lasts);
            let did = p.edit_credit(&number, |form| {
                form.amount = typed(*cents);
                form.expires_on = last.map(|day| day.to_string()).unwrap_or_default();
            });
            (did.await.map(|acted| acted.operation), account.change(&number, *cents, last))
        }
        Deed::Delete { credit } => {
            let number = chosen(&account.sources("CR-"), *credit)?;
            let did = it.delete_credit(p.credit_id(&number).await, ask).await;
            (did.map(|acted| acted.operation), account.withdraw(&number))
        }
        Deed::Activate { credit, active } => {
            let number = chosen(&account.sources("CR-"), *credit)?;
            let did = it.activate_credit(p.credit_id(&number).await, *active, ask).await;
            (did.map(|acted| acted.operation), account.activate(&number, *active))
        }
        Deed::Apply { source, invoice: which, part } => {
            let (source, number) = (chosen(&all_sources(), *source)?, invoice(which)?);
            let most = account.remaining(&source).min(account.outstanding(&number));
            let wanted = account.on(&source, &number) + most * part / 100;
            let did = p.rearrange(&source, &[(&number, &typed(wanted))]).await.map(|acted| acted.operation);
            (did, account.arrange(&source, &number, wanted, today))
        }
        Deed::Unapply { source, invoice: which, part } => {
            let (source, number) = (chosen(&all_sources(), *source)?, invoice(which)?);
            let wanted = account.on(&source, &number) * (100 - part).max(0) / 100;
            let did = p.rearrange(&source, &[(&number, &typed(wanted))]).await.map(|acted| acted.operation);
            (did, account.arrange(&source, &number, wanted, today))
        }
        Deed::Note { invoice: which, cents } => {
            let number = invoice(which)?;
            let form = p.note_form(&number, &[WantedForm::Amount(typed(*cents))]).await;
            let did = p.issue_note(&form).await.map(|acted| acted.operation);
            (did, account.note(&next("CN-", account.sources("CN-").len()), &number, *cents))
        }
        Deed::VoidNote { note } => {
            let number = chosen(&account.sources("CN-"), *note)?;
            let did = it.void_credit_note(p.note_id(&number).await, "", ask).await;
            (did.map(|acted| acted.operation), account.withdraw(&number))
        }
        Deed::Refund { source, part } => {
            let source = chosen(&all_sources(), *source)?;
            let amount = account.remaining(&source) * part / 100;
            let form = p.refund_form(&source, &typed(amount)).await;
            let did = it.refund(&form, ask).await.map(|acted| acted.operation);
            (did, account.refund(&next("RF-", account.refunds().len()), &source, amount, today))
        }
        Deed::RefundApplied { source, invoice: which, part, still_owed } => {
            let (source, number) = (chosen(&all_sources(), *source)?, invoice(which)?);
            let amount = account.on(&source, &number) * part / 100;
            let form = p.refund_off_form(&source, &typed(amount), &number, *still_owed).await;
            let did = it.refund(&form, ask).await.map(|acted| acted.operation);
            let note = next("CN-", account.sources("CN-").len());
            let papers = (&*next("RF-", account.refunds().len()), (!still_owed).then_some(&*note));
            (did, account.refund_applied(papers, (&source, &number), amount, today))
        }
        Deed::ReverseRefund { refund } => {
            let number = chosen(&account.refunds(), *refund)?;
            let did = it.reverse_refund(p.refund_id(&number).await, ask).await;
            (did.map(|acted| acted.operation), account.reverse_refund(&number))
        }
        Deed::Pass { .. } | Deed::Undo => return None,
    })
}

/// The figures of the file, as the account words them.
async fn figures(p: &Story) -> BTreeMap<String, String> {
    let mut figures = BTreeMap::new();
    for row in p.all_invoices().await {
        let page = p.practice.invoice_page(row.id, p.now()).await.unwrap();
        let [applied, given_up, left] = [&page.applied, &page.written_off, &page.outstanding].map(|sum| cents(sum));
        figures.insert(row.number, format!("{applied} applied, {given_up} written off, {left} outstanding"));
    }
    for row in p.all_payments().await {
        let page = p.practice.payment_page(row.id).await.unwrap();
        let [applied, remaining] = [&page.applied, &page.remaining].map(|sum| cents(sum));
        figures.insert(row.number, format!("{applied} applied, {remaining} remaining"));
    }
    for row in p.all_credits().await.into_iter().filter(|row| row.source.kind != SourceKindView::Payment) {
        let sums = [&row.applied, &row.refunded, &row.remaining, &row.available, &row.lapsed].map(|sum| cents(sum));
        let [applied, refunded, left, available, lapsed] = sums;
        let said =
            format!("{applied} applied, {refunded} refunded, {left} remaining, {available} available, {lapsed} lapsed");
        figures.insert(row.source.number, said);
    }
    let page = p.practice.client_page(p.client("Ana"), p.now()).await.unwrap();
    figures.insert("balance".to_owned(), format!("owing {}, credit {}", cents(&page.owing), cents(&page.credit)));
    figures
}

async fn account(deeds: Vec<Deed>) {
    let p = practice().client("Ana", fee("100.00")).await;
    let mut account = Model::default();
    let mut before: Vec<(OperationId, Model)> = Vec::new();
    for deed in &deeds {
        match deed {
            Deed::Pass { days } => p.let_pass(*days),
            Deed::Undo => {
                let Some((operation, earlier)) = before.pop() else { continue };
                let undone = p.practice.undo(operation, &p.ask()).await;
                undone.unwrap_or_else(|error| panic!("{error}: {deeds:#?}"));
                account.undo_to(&earlier);
            }
            deed => {
                let earlier = account.clone();
                let Some((did, allowed)) = both(&p, &mut account, deed).await else { continue };
                assert_eq!(did.is_ok(), allowed.is_some(), "{deed:?}: {did:?}, after {deeds:#?}");
                if let Ok(Some(operation)) = did {
                    before.push((operation, earlier));
                }
            }
        }
        assert_eq!(figures(&p).await, account.figures(p.now().on), "{deed:?} of {deeds:#?}");
    }
    p.check_books().await;
}

#[test]
fn the_file_and_a_plain_account_agree_after_any_acts() {
    let acts = usize::try_from(from_environment("DAYBOOK_ACTS").unwrap_or(20)).unwrap();
    run(&vec(deed(), acts), account);
}

//! Random acts on a real file beside a client's account in plain Rust: each is shown first, both agree on every figure and
//! every refusal, and the books are in order after each.
//! `DAYBOOK_SEQUENCES`, `DAYBOOK_ACTS` and `DAYBOOK_SEED` as for the sequences of all acts.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use practice::{
    Ask, Error, OperationId,
    view::{
        Acted, AppliedForm, AssistForm, ChargedTwiceForm, CreditForm, DiscountForm, DiscountKind,
        ForgottenDiscountForm, PaymentForm, ReversalReason, SourceKindView, WantedForm, WrongAmountForm,
        WrongClientForm,
    },
};
use proptest::{collection::vec, prelude::*};
use stories::{Allowed, Model, Story, assert_foreseen, cents, fee, line, practice, split, typed, voiding};

use crate::sequences::{Tally, from_environment, run};

/// One act on an account. A place is turned into what stands there by [`aimed`]; parts are in percent of the most that can
/// be.
#[derive(Debug, Clone)]
enum Deed {
    Issue { cents: i64 },
    ChangePrice { invoice: usize, cents: i64 },
    Lock { invoice: usize, locked: bool },
    Void { invoice: usize, release: bool },
    WriteOff { invoice: usize, part: i64 },
    ReverseWriteOff { invoice: usize, part: i64 },
    Pay { cents: i64, oldest: bool },
    ChangePayment { payment: usize, cents: i64 },
    Reverse { payment: usize },
    WrongAmount { payment: usize, cents: i64 },
    WrongClient { payment: usize },
    ChargedTwice { invoice: usize, onto: Option<usize> },
    ForgottenDiscount { invoice: usize, cents: i64 },
    Give { cents: i64, lasts: Option<u64> },
    ChangeCredit { credit: usize, cents: i64, lasts: Option<u64> },
    Delete { credit: usize },
    Activate { credit: usize, active: bool },
    Apply { source: usize, invoice: usize, part: i64 },
    Unapply { source: usize, invoice: usize, part: i64 },
    Shift { source: usize, from: usize, onto: usize, part: i64 },
    Transfer { source: usize, part: i64 },
    Note { invoice: usize, part: i64 },
    SplitNote { invoice: usize, part: i64, applied: i64, refunded: i64 },
    BillAgain { invoice: usize },
    VoidNote { note: usize },
    Refund { source: usize, part: i64 },
    RefundApplied { source: usize, invoice: usize, part: i64, still_owed: bool },
    ReverseRefund { refund: usize },
    Pass { days: u32 },
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let (at, cents) = (0..12_usize, 1..15_000_i64);
    let part = prop_oneof![3 => Just(100_i64), 6 => 1..100_i64, 1 => 101..120_i64, 1 => Just(0_i64)];
    let lasts = prop::option::of(0..15_u64);
    prop_oneof![
        5 => cents.clone().prop_map(|cents| Deed::Issue { cents }),
        4 => (at.clone(), cents.clone()).prop_map(|(invoice, cents)| Deed::ChangePrice { invoice, cents }),
        2 => (at.clone(), any::<bool>()).prop_map(|(invoice, locked)| Deed::Lock { invoice, locked }),
        2 => (at.clone(), any::<bool>()).prop_map(|(invoice, release)| Deed::Void { invoice, release }),
        3 => (at.clone(), part.clone()).prop_map(|(invoice, part)| Deed::WriteOff { invoice, part }),
        2 => (at.clone(), part.clone()).prop_map(|(invoice, part)| Deed::ReverseWriteOff { invoice, part }),
        5 => (cents.clone(), any::<bool>()).prop_map(|(cents, oldest)| Deed::Pay { cents, oldest }),
        3 => (at.clone(), cents.clone()).prop_map(|(payment, cents)| Deed::ChangePayment { payment, cents }),
        2 => at.clone().prop_map(|payment| Deed::Reverse { payment }),
        3 => (at.clone(), cents.clone()).prop_map(|(payment, cents)| Deed::WrongAmount { payment, cents }),
        2 => at.clone().prop_map(|payment| Deed::WrongClient { payment }),
        3 => (at.clone(), 1..4_000_i64).prop_map(|(invoice, cents)| Deed::ForgottenDiscount { invoice, cents }),
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
        3 => (at.clone(), at.clone(), at.clone(), part.clone())
            .prop_map(|(source, from, onto, part)| Deed::Shift { source, from, onto, part }),
        2 => (at.clone(), part.clone()).prop_map(|(source, part)| Deed::Transfer { source, part }),
        4 => (at.clone(), part.clone()).prop_map(|(invoice, part)| Deed::Note { invoice, part }),
        3 => (at.clone(), part.clone(), part.clone(), part.clone())
            .prop_map(|(invoice, part, applied, refunded)| Deed::SplitNote { invoice, part, applied, refunded }),
        2 => at.clone().prop_map(|invoice| Deed::BillAgain { invoice }),
        2 => at.clone().prop_map(|note| Deed::VoidNote { note }),
        4 => (at.clone(), part.clone()).prop_map(|(source, part)| Deed::Refund { source, part }),
        4 => (at.clone(), at.clone(), part, any::<bool>())
            .prop_map(|(source, invoice, part, still_owed)| Deed::RefundApplied { source, invoice, part, still_owed }),
        2 => at.prop_map(|refund| Deed::ReverseRefund { refund }),
        3 => (1..9_u32).prop_map(|days| Deed::Pass { days }),
        5 => Just(Deed::Undo),
    ]
}

/// Of twelve places, those that stand for something that an act can be done to.
const AIMED: usize = 9;

/// What stands at a place: mostly of what `fits` an act, and otherwise, or where nothing fits, of all.
fn aimed(all: &[String], place: usize, fits: impl Fn(&str) -> bool) -> Option<String> {
    let fitting: Vec<&String> = all.iter().filter(|number| place < AIMED && fits(number)).collect();
    let among = if fitting.is_empty() { all.iter().collect() } else { fitting };
    among.get(place % among.len().max(1)).map(|number| (*number).clone())
}

fn chosen(all: &[String], place: usize) -> Option<String> {
    aimed(all, place, |_| true)
}

fn next(prefix: &str, present: usize) -> String {
    format!("{prefix}{:05}", present + 1)
}

fn last_day(today: NaiveDate, lasts: Option<u64>) -> Option<NaiveDate> {
    lasts.map(|days| today + Days::new(days))
}

/// What the practice did: its operation, if there was anything to do, its sentence and its warnings.
type Did = Result<(Option<OperationId>, String, Vec<String>), Error>;

fn told<T>(done: Result<Acted<T>, Error>) -> Did {
    done.map(|acted| (acted.operation, acted.sentence, acted.warnings))
}

/// Does a deed on the file and on the account; `None` if there is nothing that it could be done to.
async fn both(p: &Story, account: &mut Model, deed: &Deed, ask: &Ask) -> Option<(Did, Allowed)> {
    let (it, today) = (&p.practice, p.now().on);
    let all_sources = || [account.sources("R-"), account.sources("CR-"), account.sources("CN-")].concat();
    let invoice = |place: &usize| chosen(&account.invoices(), *place);
    let owed = |place: &usize| aimed(&account.invoices(), *place, |number| account.outstanding(number) > 0);
    let with_rest = |place: &usize| aimed(&all_sources(), *place, |number| account.remaining(number) > 0);
    let in_use = |place: &usize| aimed(&all_sources(), *place, |number| account.applied(number) > 0);
    let paid_by =
        |source: &str, place: &usize| aimed(&account.invoices(), *place, |number| account.on(source, number) > 0);
    let creditable = |place: &usize| aimed(&account.invoices(), *place, |number| account.creditable(number) > 0);
    let next_note = || next("CN-", account.sources("CN-").len());
    let next_refund = || next("RF-", account.refunds().len());
    Some(match deed {
        Deed::Issue { cents } => {
            let form = p.invoice_form("Ana", vec![line("Letter", "1", &typed(*cents))]);
            let did = it.issue_invoice(&form, ask).await;
            (told(did), account.issue(&next("INV-", account.invoices().len()), *cents))
        }
        Deed::ChangePrice { invoice: which, cents } => {
            let number = invoice(which)?;
            let mut form = p.invoice_as_typed(&number).await;
            form.lines[0].unit_price = typed(*cents);
            let did = it.edit_invoice(p.invoice_id(&number).await, &form, ask).await;
            (told(did), account.change_price(&number, *cents))
        }
        Deed::Lock { invoice: which, locked } => {
            let number = invoice(which)?;
            let id = p.invoice_id(&number).await;
            let did = if *locked { it.lock_invoice(id, ask).await } else { it.unlock_invoice(id, ask).await };
            (told(did), account.lock(&number, *locked))
        }
        Deed::Void { invoice: which, release } => {
            let number = invoice(which)?;
            let did = it.void_invoice(p.invoice_id(&number).await, &voiding("", *release), ask).await;
            (told(did), account.void(&number, *release))
        }
        Deed::WriteOff { invoice: which, part } => {
            let number = owed(which)?;
            let amount = account.outstanding(&number) * part / 100;
            let did = it.write_off(p.invoice_id(&number).await, &typed(amount), "", ask).await;
            (told(did), account.write_off(&number, amount))
        }
        Deed::ReverseWriteOff { invoice: which, part } => {
            let number = aimed(&account.invoices(), *which, |number| account.written_off(number) > 0)?;
            let amount = account.written_off(&number) * part / 100;
            let did = it.reverse_write_off(p.invoice_id(&number).await, &typed(amount), ask).await;
            (told(did), account.reverse_write_off(&number, amount))
        }
        Deed::Pay { cents, oldest } => {
            let applied = if *oldest { AppliedForm::OldestFirst } else { AppliedForm::ToCredit };
            let did = it.record_payment(&p.payment_form("Ana", &typed(*cents), applied), ask).await;
            let number = did.as_ref().map(|acted| acted.answer.number.clone()).unwrap_or_default();
            (told(did), if *oldest { account.pay(&number, *cents) } else { account.make(&number, *cents, None) })
        }
        Deed::ChangePayment { payment, cents } => {
            let number = chosen(&account.sources("R-"), *payment)?;
            let id = p.payment_id(&number).await;
            let form = PaymentForm { amount: typed(*cents), ..it.payment_page(id).await.unwrap().form };
            let did = it.edit_payment(id, &form, ask).await;
            (told(did), account.change(&number, *cents, None))
        }
        Deed::Reverse { payment } => {
            let number = chosen(&account.sources("R-"), *payment)?;
            let did = it.reverse_payment(p.payment_id(&number).await, ReversalReason::Error, ask).await;
            (told(did), account.reverse(&number))
        }
        Deed::WrongAmount { payment, cents } => {
            let number = chosen(&account.sources("R-"), *payment)?;
            let form = WrongAmountForm { payment_id: p.payment_id(&number).await, amount: typed(*cents) };
            let did = it.assist(&AssistForm::WrongAmount(form), ask).await;
            (told(did), account.put_amount_right(&number, *cents))
        }
        Deed::WrongClient { payment } => {
            let number = chosen(&account.sources("R-"), *payment)?;
            let form = WrongClientForm { payment_id: p.payment_id(&number).await, client_id: Some(p.client("Ben")) };
            let did = it.assist(&AssistForm::WrongClient(form), ask).await;
            (told(did), account.reverse(&number))
        }
        Deed::ForgottenDiscount { invoice: which, cents } => {
            let number = invoice(which)?;
            let discount = DiscountForm { kind: DiscountKind::Amount, value: typed(*cents) };
            let form = ForgottenDiscountForm { invoice_id: p.invoice_id(&number).await, discount };
            let did = it.assist(&AssistForm::ForgottenDiscount(form), ask).await;
            (told(did), account.discount(&number, &next_note(), *cents))
        }
        Deed::ChargedTwice { invoice: which, onto } => {
            let number = invoice(which)?;
            let onto = onto.and_then(|place| invoice(&place));
            let onto_invoice_id = match &onto {
                Some(onto) => Some(p.invoice_id(onto).await),
                None => None,
            };
            let form = ChargedTwiceForm { invoice_id: p.invoice_id(&number).await, onto_invoice_id };
            let did = it.assist(&AssistForm::ChargedTwice(form), ask).await;
            (told(did), account.charged_twice(&number, &next_note(), onto.as_deref()))
        }
        Deed::Give { cents, lasts } => {
            let last = last_day(today, *lasts);
            let expires_on = last.map(|day| day.to_string()).unwrap_or_default();
            let form = CreditForm { expires_on, ..p.credit_form("Ana", &typed(*cents)) };
            let did = it.make_credit(&form, ask).await;
            let number = did.as_ref().map(|acted| acted.answer.number.clone()).unwrap_or_default();
            (told(did), account.make(&number, *cents, last))
        }
        Deed::ChangeCredit { credit, cents, lasts } => {
            let number = chosen(&account.sources("CR-"), *credit)?;
            let last = last_day(today, *lasts);
            let id = p.credit_id(&number).await;
            let form = CreditForm {
                amount: typed(*cents),
                expires_on: last.map(|day| day.to_string()).unwrap_or_default(),
                ..it.credit_page(id, p.now()).await.unwrap().form
            };
            let did = it.edit_credit(id, &form, ask).await;
            (told(did), account.change(&number, *cents, last))
        }
        Deed::Delete { credit } => {
            let number = chosen(&account.sources("CR-"), *credit)?;
            let did = it.delete_credit(p.credit_id(&number).await, ask).await;
            (told(did), account.withdraw(&number))
        }
        Deed::Activate { credit, active } => {
            let number = chosen(&account.sources("CR-"), *credit)?;
            let did = it.activate_credit(p.credit_id(&number).await, *active, ask).await;
            (told(did), account.activate(&number, *active))
        }
        Deed::Apply { source, invoice: which, part } => {
            let (source, number) = (with_rest(source)?, owed(which)?);
            let most = account.remaining(&source).min(account.outstanding(&number));
            let wanted = account.on(&source, &number) + most * part / 100;
            let sheet = p.sheet(&[(&number, &typed(wanted))]).await;
            let did = it.apply_source(p.source_id(&source).await, &sheet, ask).await;
            (told(did), account.arrange(&source, &number, wanted, today))
        }
        Deed::Unapply { source, invoice: which, part } => {
            let source = in_use(source)?;
            let number = paid_by(&source, which)?;
            let wanted = account.on(&source, &number) * (100 - part).max(0) / 100;
            let sheet = p.sheet(&[(&number, &typed(wanted))]).await;
            let did = it.apply_source(p.source_id(&source).await, &sheet, ask).await;
            (told(did), account.arrange(&source, &number, wanted, today))
        }
        Deed::Shift { source, from, onto, part } => {
            let (source, onto) = (in_use(source)?, owed(onto)?);
            let from = paid_by(&source, from)?;
            let amount = account.on(&source, &from) * part / 100;
            if from == onto || amount == 0 {
                return None;
            }
            let left = account.on(&source, &from) - amount;
            let wanted = [(&*from, &*typed(left.max(0))), (&*onto, &*typed(account.on(&source, &onto) + amount))];
            let sheet = p.sheet(&wanted).await;
            let did = it.apply_source(p.source_id(&source).await, &sheet, ask).await;
            (told(did), account.shift(&source, (&from, &onto), amount, today))
        }
        Deed::Transfer { source, part } => {
            let source = with_rest(source)?;
            let amount = account.remaining(&source) * part / 100;
            let form = p.transfer_form(&source, &typed(amount), "Ben").await;
            let did = it.transfer(&form, ask).await;
            (told(did), account.transfer(&source, amount, today))
        }
        Deed::Note { invoice: which, part } => {
            let number = creditable(which)?;
            let amount = account.creditable(&number) * part / 100;
            let form = p.note_form(&number, &[WantedForm::Amount(typed(amount))]).await;
            let did = it.issue_credit_note(&form, ask).await;
            (told(did), account.note(&next_note(), &number, amount))
        }
        Deed::SplitNote { invoice: which, part, applied, refunded } => {
            let number = creditable(which)?;
            let amount = account.creditable(&number) * part / 100;
            let applied = amount.min(account.outstanding(&number)) * applied / 100;
            let parts = (applied, account.can_go_back(&number).min((amount - applied).max(0)) * refunded / 100);
            let mut form = p.note_form(&number, &[WantedForm::Amount(typed(amount))]).await;
            form.settlement = split(p, &typed(parts.0), &typed(parts.1));
            let did = it.issue_credit_note(&form, ask).await;
            (told(did), account.split_note((&next_note(), &next_refund()), &number, amount, parts))
        }
        Deed::BillAgain { invoice: which } => {
            let number = invoice(which)?;
            let did = it.credit_and_rebill(p.invoice_id(&number).await, ask).await;
            let copy = next("INV-", account.invoices().len());
            (told(did), account.bill_again(&number, &next_note(), &copy, today))
        }
        Deed::VoidNote { note } => {
            let number = aimed(&account.sources("CN-"), *note, |number| account.unused(number))?;
            let did = it.void_credit_note(p.note_id(&number).await, "", "", ask).await;
            (told(did), account.withdraw(&number))
        }
        Deed::Refund { source, part } => {
            let source = with_rest(source)?;
            let amount = account.remaining(&source) * part / 100;
            let form = p.refund_form(&source, &typed(amount)).await;
            let did = it.refund(&form, ask).await;
            (told(did), account.refund(&next_refund(), &source, amount, today))
        }
        Deed::RefundApplied { source, invoice: which, part, still_owed } => {
            let source = in_use(source)?;
            let number = paid_by(&source, which)?;
            let amount = account.on(&source, &number) * part / 100;
            let form = p.refund_off_form(&source, &typed(amount), &number, *still_owed).await;
            let did = it.refund(&form, ask).await;
            let note = next_note();
            let papers = (&*next_refund(), (!still_owed).then_some(&*note));
            (told(did), account.refund_applied(papers, (&source, &number), amount, today))
        }
        Deed::ReverseRefund { refund } => {
            let number = chosen(&account.refunds(), *refund)?;
            let did = it.reverse_refund(p.refund_id(&number).await, ask).await;
            (told(did), account.reverse_refund(&number))
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
    let ana = p.client("Ana");
    for row in p.all_payments().await.into_iter().filter(|row| row.client_id == ana) {
        let page = p.practice.payment_page(row.id).await.unwrap();
        let [applied, remaining] = [&page.applied, &page.remaining].map(|sum| cents(sum));
        figures.insert(row.number, format!("{applied} applied, {remaining} remaining"));
    }
    let credits = p.all_credits().await.into_iter();
    for row in credits.filter(|row| row.source.kind != SourceKindView::Payment && row.client_id == ana) {
        let sums = [&row.applied, &row.refunded, &row.transferred, &row.remaining, &row.available, &row.lapsed];
        let [applied, refunded, moved, left, available, lapsed] = sums.map(|sum| cents(sum));
        let said = format!(
            "{applied} applied, {refunded} refunded, {moved} moved, {left} remaining, {available} available, {lapsed} \
             lapsed"
        );
        figures.insert(row.source.number, said);
    }
    let page = p.practice.client_page(ana, p.now()).await.unwrap();
    figures.insert("balance".to_owned(), format!("owing {}, credit {}", cents(&page.owing), cents(&page.credit)));
    figures
}

async fn account(deeds: Vec<Deed>, tally: &Tally) {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    p.link("Ana", "Ben").await;
    let mut account = Model::default();
    let mut before: Vec<(OperationId, Model)> = Vec::new();
    for deed in &deeds {
        match deed {
            Deed::Pass { days } => p.let_pass(*days),
            Deed::Undo => {
                let Some((operation, earlier)) = before.pop() else { continue };
                tally.count(deed, true);
                let undone = p.practice.undo(operation, &p.ask()).await;
                undone.unwrap_or_else(|error| panic!("{error}: {deeds:#?}"));
                account.undo_to(&earlier);
            }
            deed => {
                let earlier = account.clone();
                let Some((shown, _)) = both(&p, &mut account.clone(), deed, &p.preview()).await else { continue };
                let (did, allowed) = both(&p, &mut account, deed, &p.ask()).await.unwrap();
                tally.count(deed, matches!(did, Ok((Some(_), ..))));
                assert_eq!(did.is_ok(), allowed.is_some(), "{deed:?}: {did:?}, after {deeds:#?}");
                match (shown, did) {
                    (Ok(shown), Ok((operation, sentence, warnings))) => {
                        if operation.is_some() {
                            assert_foreseen(&shown.1, &sentence);
                        }
                        assert_eq!(shown.2, warnings, "{deed:?}, after {deeds:#?}");
                        before.extend(operation.map(|operation| (operation, earlier)));
                    }
                    (Err(shown), Err(refused)) => assert_eq!(shown.to_string(), refused.to_string(), "{deed:?}"),
                    (shown, did) => panic!("{deed:?}: {shown:?}, {did:?}, after {deeds:#?}"),
                }
            }
        }
        assert_eq!(figures(&p).await, account.figures(p.now().on), "{deed:?} of {deeds:#?}");
        p.check_books().await;
    }
}

#[test]
fn the_file_and_a_plain_account_agree_after_any_acts() {
    let acts = usize::try_from(from_environment("DAYBOOK_ACTS").unwrap_or(20)).unwrap();
    run(&vec(deed(), acts), account);
}

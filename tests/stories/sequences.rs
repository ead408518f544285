//! Random sequences of acts; after each, everything that is always true is (money-rules 3).
//! `DAYBOOK_SEQUENCES` says how many sequences there are, `DAYBOOK_ACTS` how long one is.

use practice::{
    Ask, Error, SessionId,
    view::{
        AppliedForm, AttendanceView, InvoiceStatus, InvoicingView, PaymentStatus, ReversalReason, SeriesScope,
        WaitingSessions,
    },
};
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};
use stories::{Story, amount, fee, line, practice, shares};

/// One act, with numbers that choose among what is there.
#[derive(Debug, Clone)]
enum Step {
    Book { client: usize, day: u32, share: Option<&'static str> },
    Mark { session: usize, attendance: Option<AttendanceView>, waive: bool },
    Keep { session: usize, attendance: AttendanceView },
    MarkAll,
    InvoiceAll { gather: bool },
    InvoiceMonth,
    Issue { client: usize, cents: u32 },
    AddLine { invoice: usize, cents: u32 },
    RemoveLine { invoice: usize },
    Discount { invoice: usize, cents: u32 },
    Redate { invoice: usize, day: u32 },
    Lock { invoice: usize },
    Unlock { invoice: usize },
    Void { invoice: usize, release: bool },
    Pay { client: usize, cents: u32 },
    PayToCredit { client: usize, cents: u32 },
    PayOne { invoice: usize, cents: u32 },
    EditPayment { payment: usize, cents: u32 },
    Reverse { payment: usize, reason: ReversalReason },
    Delete { session: usize },
    Invoicing { way: InvoicingView },
    Undo { back: usize },
}

fn step() -> impl Strategy<Value = Step> {
    use AttendanceView::{Attended, Cancelled, CancelledByTherapist, LateCancelled, NoShow};
    let attendance = prop::sample::select(vec![
        None,
        Some(Attended),
        Some(Attended),
        Some(LateCancelled),
        Some(NoShow),
        Some(Cancelled),
        Some(CancelledByTherapist),
    ]);
    let (which, cents) = (0..8_usize, 1..20_000_u32);
    let share = prop::sample::select(vec![None, None, Some("50"), Some("33.3333"), Some("100")]);
    let way = prop::sample::select(vec![InvoicingView::PerSession, InvoicingView::Monthly, InvoicingView::ByHand]);
    let reason = prop::sample::select(vec![ReversalReason::Error, ReversalReason::Returned]);
    prop_oneof![
        3 => (which.clone(), 1..28_u32, share)
            .prop_map(|(client, day, share)| Step::Book { client, day, share }),
        6 => (which.clone(), attendance, any::<bool>())
            .prop_map(|(session, attendance, waive)| Step::Mark { session, attendance, waive }),
        2 => (which.clone(), prop::sample::select(vec![Attended, NoShow, Cancelled]))
            .prop_map(|(session, attendance)| Step::Keep { session, attendance }),
        1 => Just(Step::MarkAll),
        1 => any::<bool>().prop_map(|gather| Step::InvoiceAll { gather }),
        1 => Just(Step::InvoiceMonth),
        1 => (which.clone(), cents.clone()).prop_map(|(client, cents)| Step::Issue { client, cents }),
        2 => (which.clone(), cents.clone()).prop_map(|(invoice, cents)| Step::AddLine { invoice, cents }),
        2 => which.clone().prop_map(|invoice| Step::RemoveLine { invoice }),
        2 => (which.clone(), cents.clone()).prop_map(|(invoice, cents)| Step::Discount { invoice, cents }),
        2 => (which.clone(), 1..28_u32).prop_map(|(invoice, day)| Step::Redate { invoice, day }),
        1 => which.clone().prop_map(|invoice| Step::Lock { invoice }),
        1 => which.clone().prop_map(|invoice| Step::Unlock { invoice }),
        2 => (which.clone(), any::<bool>()).prop_map(|(invoice, release)| Step::Void { invoice, release }),
        4 => (which.clone(), cents.clone()).prop_map(|(client, cents)| Step::Pay { client, cents }),
        1 => (which.clone(), cents.clone()).prop_map(|(client, cents)| Step::PayToCredit { client, cents }),
        2 => (which.clone(), cents.clone()).prop_map(|(invoice, cents)| Step::PayOne { invoice, cents }),
        2 => (which.clone(), cents).prop_map(|(payment, cents)| Step::EditPayment { payment, cents }),
        2 => (which.clone(), reason).prop_map(|(payment, reason)| Step::Reverse { payment, reason }),
        1 => which.clone().prop_map(|session| Step::Delete { session }),
        1 => way.prop_map(|way| Step::Invoicing { way }),
        6 => which.prop_map(|back| Step::Undo { back }),
    ]
}

fn typed(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn chosen<T: Clone>(all: &[T], place: usize) -> Option<T> {
    all.get(place % all.len().max(1)).cloned()
}

/// Does a step; `false` if there is nothing that it could be done to, or the practice refuses it.
async fn take(p: &Story, step: &Step, ask: &Ask) -> Result<bool, Error> {
    let it = &p.practice;
    let sessions: Vec<SessionId> = p.all_sessions().await.iter().map(|session| session.id).collect();
    let invoices: Vec<String> = p.all_invoices().await.into_iter().map(|row| row.number).collect();
    let payments: Vec<String> = p.all_payments().await.into_iter().map(|row| row.number).collect();
    let client = |place: &usize| ["Ana", "Ben"][place % 2];
    let invoice = |place: &usize| chosen(&invoices, *place);
    let payment = |place: &usize| chosen(&payments, *place);
    let session = |place: &usize| chosen(&sessions, *place);
    match step {
        Step::Book { client: who, day, share } => {
            let others: Vec<_> = share.iter().map(|percent| (client(&(who + 1)), *percent)).collect();
            let form = p.shared_form(client(who), &format!("2026-02-{day:02}"), &others).await;
            it.book_session(&form, ask).await?;
        }
        Step::Mark { session: which, attendance, waive } => {
            let Some(id) = session(which) else { return Ok(false) };
            it.mark_attendance(&[id], *attendance, *waive, ask).await?;
        }
        Step::Keep { session: which, attendance } => {
            let Some(id) = session(which) else { return Ok(false) };
            it.mark_keeping_charge(id, *attendance, ask).await?;
        }
        Step::MarkAll => drop(it.mark_attendance(&sessions, Some(AttendanceView::Attended), false, ask).await?),
        Step::InvoiceAll { gather } => drop(it.invoice_all(WaitingSessions::All, *gather, ask).await?),
        Step::InvoiceMonth => drop(it.invoice_month("2026-02", ask).await?),
        Step::Issue { client: who, cents } => {
            it.issue_invoice(&p.invoice_form(client(who), vec![line("Letter", "1", &typed(*cents))]), ask).await?;
        }
        Step::AddLine { invoice: which, cents } => {
            let Some(number) = invoice(which) else { return Ok(false) };
            let mut form = p.invoice_as_typed(&number).await;
            form.lines.push(line("Item", "1", &typed(*cents)));
            it.edit_invoice(p.invoice_id(&number).await, &form, ask).await?;
        }
        Step::RemoveLine { invoice: which } => {
            let Some(number) = invoice(which) else { return Ok(false) };
            let mut form = p.invoice_as_typed(&number).await;
            form.lines.remove(0);
            it.edit_invoice(p.invoice_id(&number).await, &form, ask).await?;
        }
        Step::Discount { invoice: which, cents } => {
            let Some(number) = invoice(which) else { return Ok(false) };
            let mut form = p.invoice_as_typed(&number).await;
            form.discount = amount(&typed(*cents));
            it.edit_invoice(p.invoice_id(&number).await, &form, ask).await?;
        }
        Step::Redate { invoice: which, day } => {
            let Some(number) = invoice(which) else { return Ok(false) };
            let mut form = p.invoice_as_typed(&number).await;
            form.issued_on = format!("2026-02-{day:02}");
            form.due_on = String::new();
            it.edit_invoice(p.invoice_id(&number).await, &form, ask).await?;
        }
        Step::Lock { invoice: which } => {
            let Some(number) = invoice(which) else { return Ok(false) };
            it.lock_invoice(p.invoice_id(&number).await, ask).await?;
        }
        Step::Unlock { invoice: which } => {
            let Some(number) = invoice(which) else { return Ok(false) };
            it.unlock_invoice(p.invoice_id(&number).await, ask).await?;
        }
        Step::Void { invoice: which, release } => {
            let Some(number) = invoice(which) else { return Ok(false) };
            it.void_invoice(p.invoice_id(&number).await, "", *release, ask).await?;
        }
        Step::Pay { client: who, cents } => {
            it.record_payment(&p.payment_form(client(who), &typed(*cents), AppliedForm::OldestFirst), ask).await?;
        }
        Step::PayToCredit { client: who, cents } => {
            it.record_payment(&p.payment_form(client(who), &typed(*cents), AppliedForm::ToCredit), ask).await?;
        }
        Step::PayOne { invoice: which, cents } => {
            let Some(number) = invoice(which) else { return Ok(false) };
            let row = p.all_invoices().await.into_iter().find(|row| row.number == number).unwrap();
            let by_hand = shares(&[(row.id, &typed(*cents))]);
            it.record_payment(&p.payment_form(&row.client_name, &typed(*cents), by_hand), ask).await?;
        }
        Step::EditPayment { payment: which, cents } => {
            let Some(number) = payment(which) else { return Ok(false) };
            let id = p.payment_id(&number).await;
            let mut form = it.payment_page(id).await?.form;
            form.amount = typed(*cents);
            it.edit_payment(id, &form, ask).await?;
        }
        Step::Reverse { payment: which, reason } => {
            let Some(number) = payment(which) else { return Ok(false) };
            it.reverse_payment(p.payment_id(&number).await, *reason, ask).await?;
        }
        Step::Delete { session: which } => {
            let Some(id) = session(which) else { return Ok(false) };
            it.delete_session(id, SeriesScope::This, ask).await?;
        }
        Step::Invoicing { way } => {
            let mut profile = it.settings(p.now()).await?.profile;
            profile.invoicing = *way;
            it.save_profile(&profile, ask).await?;
        }
        Step::Undo { back } => {
            let history = it.recent_operations().await?;
            let open: Vec<_> = history.iter().filter(|row| !row.undone).collect();
            // The clients and the settings of the story's beginning stay.
            let Some(row) = open.get(*back).filter(|row| row.operation.get() > 3) else { return Ok(false) };
            it.undo(row.operation, ask).await?;
        }
    }
    Ok(true)
}

/// Takes the steps one by one: what is refused changes nothing, what is done leaves the books in order, and what was
/// just done can be undone, which restores what was before, and done again.
async fn sequence(steps: Vec<Step>) {
    let p = practice().client("Ana", fee("100.00")).client("Ben", fee("90.00")).await;
    for step in steps {
        let (books, file) = (p.books().await, p.dump().await);
        let ask = p.ask();
        match take(&p, &step, &ask).await {
            Err(Error::Rule(_) | Error::Fields(_)) => {
                assert_eq!(p.dump().await, file, "{step:?} was refused and changed something");
                continue;
            }
            Err(error) => panic!("{step:?}: {error}"),
            Ok(_) => p.check_books().await,
        }
        no_invoice_above_its_total(&p).await;
        let latest = p.practice.recent_operations().await.unwrap().remove(0);
        if p.dump().await == file || latest.is_undo {
            continue;
        }
        let done = p.books().await;
        let undone = p.practice.undo(latest.operation, &p.ask()).await;
        let undone = undone.unwrap_or_else(|error| panic!("“{}” is not undone: {error}", latest.sentence));
        p.check_books().await;
        assert_eq!(p.books().await, books, "undo of “{}”", latest.sentence);
        p.practice.undo(undone.operation.unwrap(), &p.ask()).await.unwrap();
        assert_eq!(p.books().await, done, "“{}” done again", latest.sentence);
    }
}

async fn no_invoice_above_its_total(p: &Story) {
    let cents = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
    for row in p.all_invoices().await {
        let void = row.status == InvoiceStatus::Void;
        assert!(cents(&row.outstanding) <= cents(&row.total) && (!void || row.outstanding == "0.00"), "{row:?}");
    }
    for row in p.all_payments().await {
        let reversed = row.status == PaymentStatus::Reversed;
        assert!(cents(&row.remaining) <= cents(&row.amount) && (!reversed || row.remaining == "0.00"), "{row:?}");
    }
}

fn from_environment(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
fn the_books_are_in_order_after_any_sequence_of_acts() {
    let acts = usize::try_from(from_environment("DAYBOOK_ACTS", 20)).unwrap();
    let config = ProptestConfig {
        cases: from_environment("DAYBOOK_SEQUENCES", 24),
        failure_persistence: None,
        max_shrink_iters: 40,
        ..ProptestConfig::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    TestRunner::new(config)
        .run(&vec(step(), acts), |steps| {
            runtime.block_on(sequence(steps));
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

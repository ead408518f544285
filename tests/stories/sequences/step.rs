//! The acts of a random sequence, with numbers that choose among what is there.

use practice::view::{AttendanceView, CreditOriginView, CreditedCharge, InvoicingView, ReversalReason, UseCredit};
use proptest::prelude::*;

/// One act. Of `place`s the remainder counts; `part` is in percent of the most that can be, so some ask for too much.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Book { client: usize, day: u32, share: Option<&'static str> },
    Mark { session: usize, attendance: Option<AttendanceView>, waive: bool },
    Keep { session: usize, attendance: AttendanceView },
    LetGo { session: usize, attendance: Option<AttendanceView>, choice: CreditedCharge },
    MarkAll,
    InvoiceAll { gather: bool },
    InvoiceMonth,
    Issue { client: usize, cents: u32, taxed: bool },
    AddLine { invoice: usize, cents: u32 },
    RemoveLine { invoice: usize },
    Discount { invoice: usize, part: u32 },
    Redate { invoice: usize, days: i64 },
    Lock { invoice: usize },
    Unlock { invoice: usize },
    Void { invoice: usize, release: bool },
    Pay { client: usize, cents: u32 },
    PayToCredit { client: usize, cents: u32 },
    PayOne { invoice: usize, cents: u32 },
    EditPayment { payment: usize, cents: u32 },
    RedatePayment { payment: usize, days: i64 },
    Reverse { payment: usize, reason: ReversalReason },
    Delete { session: usize },
    Invoicing { way: InvoicingView },
    MakeCredit { client: usize, origin: CreditOriginView, cents: u32, lasts: Option<u32> },
    CreditFromInvoice { invoice: usize, cents: u32, lasts: Option<u32> },
    EditCredit { credit: usize, cents: u32, back: u32, lasts: Option<u32> },
    DeleteCredit { credit: usize },
    Activate { credit: usize, active: bool },
    Apply { source: usize, invoice: usize, part: u32 },
    Unapply { source: usize, row: usize, part: u32 },
    Move { source: usize, row: usize, invoice: usize, part: u32 },
    ApplyToInvoice { invoice: usize, sources: [usize; 2], parts: [u32; 2] },
    Note { invoice: usize, line: usize, wanted: Wanted, settle: Settle },
    FreeNote { client: usize, cents: u32, refunded: u32 },
    VoidNote { note: usize },
    Refund { source: usize, part: u32, back: u32 },
    RefundApplied { source: usize, row: usize, part: u32, still_owed: bool },
    ReverseRefund { refund: usize },
    WriteOff { invoice: usize, part: u32 },
    ReverseWriteOff { invoice: usize, part: u32 },
    Link,
    Unlink,
    Transfer { source: usize, part: u32 },
    Rebill { invoice: usize },
    WrongAmount { payment: usize, cents: u32 },
    WrongClient { payment: usize, client: usize },
    WrongDetails { payment: usize, day: u32 },
    ChargedTwice { invoice: usize, onto: Option<usize> },
    ForgottenDiscount { invoice: usize, part: u32 },
    CancelledAfterPaid { session: usize, attendance: AttendanceView, refunded: bool },
    CloseBooks { back: u32 },
    OpenBooks,
    UseCredit { way: UseCredit },
    Give { client: usize, product: usize, quantity: u32, short: bool },
    Sell { client: usize, product: usize, quantity: u32, short: bool },
    Fewer { record: usize, quantity: u32, restock: u32, deactivate: bool },
    Count { counted: u32 },
    Correct { fewer: bool, units: u32 },
    KeepStock { counted: bool, opening: u32 },
    Record { record: usize, active: bool },
    Draft { client: usize, back: u32 },
    Item { draft: usize, item: usize, units: u32, restock: u32, deactivate: bool },
    Post { draft: usize, refunded: bool },
    ReverseReturn { posted: usize, short: bool },
    Discard { draft: usize },
    Advance { days: u32 },
    Undo { back: usize },
}

/// What a credit note takes of a line.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted {
    Rest,
    Units,
    Part(u32),
}

/// What becomes of its money, in percent of the note.
#[derive(Debug, Clone, Copy)]
pub(super) enum Settle {
    Usual,
    Split { applied: u32, refunded: u32 },
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    prop_oneof![8 => sessions(), 9 => invoices(), 7 => payments(), 16 => credits(), 8 => notes(), 6 => mistakes(), 12 => goods(),
        6 => around()]
}

fn place() -> impl Strategy<Value = usize> + Clone {
    0..8_usize
}

fn cents() -> impl Strategy<Value = u32> + Clone {
    1..20_000_u32
}

fn part() -> impl Strategy<Value = u32> + Clone {
    prop_oneof![3 => Just(100_u32), 6 => 1..100_u32, 1 => 100..115_u32, 1 => Just(0_u32)]
}

fn lasts() -> impl Strategy<Value = Option<u32>> + Clone {
    prop::option::of(0..20_u32)
}

fn sessions() -> BoxedStrategy<Step> {
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
    let attendance_again = attendance.clone();
    let share = prop::sample::select(vec![None, None, Some("50"), Some("33.3333"), Some("100")]);
    let way = prop::sample::select(vec![InvoicingView::PerSession, InvoicingView::Monthly, InvoicingView::ByHand]);
    prop_oneof![
        3 => (place(), 1..28_u32, share).prop_map(|(client, day, share)| Step::Book { client, day, share }),
        6 => (place(), attendance, any::<bool>())
            .prop_map(|(session, attendance, waive)| Step::Mark { session, attendance, waive }),
        2 => (place(), prop::sample::select(vec![Attended, NoShow, Cancelled]))
            .prop_map(|(session, attendance)| Step::Keep { session, attendance }),
        4 => (place(), attendance_again, prop::sample::select(vec![CreditedCharge::Free, CreditedCharge::Instead]))
            .prop_map(|(session, attendance, choice)| Step::LetGo { session, attendance, choice }),
        1 => Just(Step::MarkAll),
        1 => any::<bool>().prop_map(|gather| Step::InvoiceAll { gather }),
        1 => Just(Step::InvoiceMonth),
        1 => place().prop_map(|session| Step::Delete { session }),
        1 => way.prop_map(|way| Step::Invoicing { way }),
    ]
    .boxed()
}

fn invoices() -> BoxedStrategy<Step> {
    prop_oneof![
        4 => (place(), cents(), any::<bool>()).prop_map(|(client, cents, taxed)| Step::Issue { client, cents, taxed }),
        2 => (place(), cents()).prop_map(|(invoice, cents)| Step::AddLine { invoice, cents }),
        2 => place().prop_map(|invoice| Step::RemoveLine { invoice }),
        2 => (place(), part()).prop_map(|(invoice, part)| Step::Discount { invoice, part }),
        4 => (place(), -28..15_i64).prop_map(|(invoice, days)| Step::Redate { invoice, days }),
        1 => place().prop_map(|invoice| Step::Lock { invoice }),
        1 => place().prop_map(|invoice| Step::Unlock { invoice }),
        2 => (place(), any::<bool>()).prop_map(|(invoice, release)| Step::Void { invoice, release }),
        3 => (place(), part()).prop_map(|(invoice, part)| Step::WriteOff { invoice, part }),
        2 => (place(), part()).prop_map(|(invoice, part)| Step::ReverseWriteOff { invoice, part }),
    ]
    .boxed()
}

fn payments() -> BoxedStrategy<Step> {
    let reason = prop::sample::select(vec![ReversalReason::Error, ReversalReason::Returned]);
    prop_oneof![
        4 => (place(), cents()).prop_map(|(client, cents)| Step::Pay { client, cents }),
        2 => (place(), cents()).prop_map(|(client, cents)| Step::PayToCredit { client, cents }),
        2 => (place(), cents()).prop_map(|(invoice, cents)| Step::PayOne { invoice, cents }),
        2 => (place(), cents()).prop_map(|(payment, cents)| Step::EditPayment { payment, cents }),
        3 => (place(), -28..2_i64).prop_map(|(payment, days)| Step::RedatePayment { payment, days }),
        2 => (place(), reason).prop_map(|(payment, reason)| Step::Reverse { payment, reason }),
    ]
    .boxed()
}

fn credits() -> BoxedStrategy<Step> {
    let origin = prop::sample::select(vec![
        CreditOriginView::Loyalty,
        CreditOriginView::Courtesy,
        CreditOriginView::OpeningBalance,
        CreditOriginView::Transfer,
    ]);
    prop_oneof![
        4 => (place(), origin, cents(), lasts())
            .prop_map(|(client, origin, cents, lasts)| Step::MakeCredit { client, origin, cents, lasts }),
        2 => (place(), cents(), lasts())
            .prop_map(|(invoice, cents, lasts)| Step::CreditFromInvoice { invoice, cents, lasts }),
        2 => (place(), cents(), 0..4_u32, lasts())
            .prop_map(|(credit, cents, back, lasts)| Step::EditCredit { credit, cents, back, lasts }),
        1 => place().prop_map(|credit| Step::DeleteCredit { credit }),
        2 => (place(), any::<bool>()).prop_map(|(credit, active)| Step::Activate { credit, active }),
        4 => (place(), place(), part()).prop_map(|(source, invoice, part)| Step::Apply { source, invoice, part }),
        3 => (place(), place(), part()).prop_map(|(source, row, part)| Step::Unapply { source, row, part }),
        3 => (place(), place(), place(), part())
            .prop_map(|(source, row, invoice, part)| Step::Move { source, row, invoice, part }),
        2 => (place(), [place(), place()], [part(), part()])
            .prop_map(|(invoice, sources, parts)| Step::ApplyToInvoice { invoice, sources, parts }),
        3 => (place(), part(), 0..3_u32).prop_map(|(source, part, back)| Step::Refund { source, part, back }),
        3 => (place(), place(), part(), any::<bool>())
            .prop_map(|(source, row, part, still_owed)| Step::RefundApplied { source, row, part, still_owed }),
        2 => place().prop_map(|refund| Step::ReverseRefund { refund }),
        2 => (place(), part()).prop_map(|(source, part)| Step::Transfer { source, part }),
    ]
    .boxed()
}

fn notes() -> BoxedStrategy<Step> {
    let wanted = prop_oneof![Just(Wanted::Rest), Just(Wanted::Units), part().prop_map(Wanted::Part)];
    let settle = prop_oneof![
        Just(Settle::Usual),
        (part(), part()).prop_map(|(applied, refunded)| Settle::Split { applied: applied / 2, refunded: refunded / 2 }),
    ];
    prop_oneof![
        4 => (place(), place(), wanted, settle)
            .prop_map(|(invoice, line, wanted, settle)| Step::Note { invoice, line, wanted, settle }),
        1 => (place(), cents(), part())
            .prop_map(|(client, cents, refunded)| Step::FreeNote { client, cents, refunded }),
        2 => place().prop_map(|note| Step::VoidNote { note }),
        1 => place().prop_map(|invoice| Step::Rebill { invoice }),
    ]
    .boxed()
}

fn mistakes() -> BoxedStrategy<Step> {
    use AttendanceView::{Attended, Cancelled, LateCancelled, NoShow};
    prop_oneof![
        3 => (place(), cents()).prop_map(|(payment, cents)| Step::WrongAmount { payment, cents }),
        2 => (place(), place()).prop_map(|(payment, client)| Step::WrongClient { payment, client }),
        1 => (place(), 1..28_u32).prop_map(|(payment, day)| Step::WrongDetails { payment, day }),
        3 => (place(), prop::option::of(place())).prop_map(|(invoice, onto)| Step::ChargedTwice { invoice, onto }),
        3 => (place(), part()).prop_map(|(invoice, part)| Step::ForgottenDiscount { invoice, part }),
        3 => (place(), prop::sample::select(vec![Attended, LateCancelled, NoShow, Cancelled]), any::<bool>())
            .prop_map(|(session, attendance, refunded)| Step::CancelledAfterPaid { session, attendance, refunded }),
    ]
    .boxed()
}

fn goods() -> BoxedStrategy<Step> {
    let short = prop::sample::select(vec![false, false, false, true]);
    let few = 1..4_u32;
    prop_oneof![
        6 => (place(), place(), few.clone(), short.clone())
            .prop_map(|(client, product, quantity, short)| Step::Give { client, product, quantity, short }),
        3 => (place(), place(), few.clone(), short.clone())
            .prop_map(|(client, product, quantity, short)| Step::Sell { client, product, quantity, short }),
        3 => (place(), 0..3_u32, 0..3_u32, any::<bool>())
            .prop_map(|(record, quantity, restock, deactivate)| Step::Fewer { record, quantity, restock, deactivate }),
        1 => (0..9_u32).prop_map(|counted| Step::Count { counted }),
        2 => (any::<bool>(), few.clone()).prop_map(|(fewer, units)| Step::Correct { fewer, units }),
        1 => (prop::sample::select(vec![false, true, true]), 0..9_u32)
            .prop_map(|(counted, opening)| Step::KeepStock { counted, opening }),
        1 => (place(), any::<bool>()).prop_map(|(record, active)| Step::Record { record, active }),
        3 => (place(), 0..3_u32).prop_map(|(client, back)| Step::Draft { client, back }),
        6 => (place(), place(), few, 0..3_u32, any::<bool>()).prop_map(|(draft, item, units, restock, deactivate)| {
            Step::Item { draft, item, units, restock, deactivate }
        }),
        6 => (place(), any::<bool>()).prop_map(|(draft, refunded)| Step::Post { draft, refunded }),
        2 => (place(), short).prop_map(|(posted, short)| Step::ReverseReturn { posted, short }),
        1 => place().prop_map(|draft| Step::Discard { draft }),
    ]
    .boxed()
}

fn around() -> BoxedStrategy<Step> {
    let way =
        prop::sample::select(vec![UseCredit::Off, UseCredit::Suggest, UseCredit::Automatic, UseCredit::Automatic]);
    prop_oneof![
        2 => Just(Step::Link),
        1 => Just(Step::Unlink),
        1 => (1..30_u32).prop_map(|back| Step::CloseBooks { back }),
        1 => Just(Step::OpenBooks),
        1 => way.prop_map(|way| Step::UseCredit { way }),
        3 => (1..12_u32).prop_map(|days| Step::Advance { days }),
        6 => place().prop_map(|back| Step::Undo { back }),
    ]
    .boxed()
}

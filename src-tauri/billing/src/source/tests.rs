use super::*;
use crate::money::Currency;

fn sum(typed: &str) -> Money {
    Currency::new("USD", 2).unwrap().parse(typed).unwrap()
}

fn day(written: &str) -> NaiveDate {
    written.parse().unwrap()
}

fn source(kind: SourceKind, state: SourceState, applied: &str, refunded: &str) -> SourceStanding {
    let number = match kind {
        SourceKind::Payment => "R-00001",
        SourceKind::Credit => "CR-00001",
        SourceKind::CreditNote => "CN-00001",
    };
    let (amount, applied, refunded) = (sum("120.00"), sum(applied), sum(refunded));
    let transferred = sum("0");
    SourceStanding { number: number.to_owned(), kind, state, expires_on: None, amount, applied, refunded, transferred }
}

fn payment(applied: &str, refunded: &str) -> SourceStanding {
    source(SourceKind::Payment, SourceState::Active, applied, refunded)
}

fn goodwill(state: SourceState) -> SourceStanding {
    let expires_on = Some(day("2026-06-30"));
    let credit = source(SourceKind::Credit, state, "20.00", "0");
    SourceStanding { amount: sum("50.00"), expires_on, ..credit }
}

fn check_edit(source: &SourceStanding, amount: &str, expected: &str) {
    let shown = source.edit_amount(sum(amount)).map_or_else(|error| error.to_string(), |left| format!("{left} left"));
    assert_eq!(shown, expected, "{source:?} to {amount}");
}

#[test]
fn a_source_never_becomes_less_than_what_is_used_of_it() {
    let refusal = "110.00 is less than the 120.00 already used. \
                   Enter 120.00 or more, or take 10.00 off an invoice first.";
    check_edit(&payment("120.00", "0"), "110.00", refusal);
    check_edit(&payment("100.00", "20.00"), "110.00", refusal);
    check_edit(&payment("100.00", "0"), "110.00", "10.00 left");
    check_edit(&payment("120.00", "0"), "120.00", "0.00 left");
    check_edit(&payment("0", "0"), "0", "Enter an amount above 0.00.");
    check_edit(&source(SourceKind::Credit, SourceState::Inactive, "100.00", "0"), "110.00", "10.00 left");
}

#[test]
fn what_was_withdrawn_has_nothing_left_and_stays_as_it_is() {
    let check = |kind, sentence: &str| {
        let withdrawn = source(kind, SourceState::Withdrawn, "0", "0");
        check_edit(&withdrawn, "130.00", sentence);
        assert_eq!(withdrawn.remaining(), sum("0"));
        assert_eq!(withdrawn.may_withdraw().unwrap_err().to_string(), sentence);
        assert_eq!(withdrawn.may_use(day("2026-06-30")).unwrap_err().to_string(), sentence);
    };
    check(SourceKind::Payment, "R-00001 was reversed and stays as it is. Record a new payment instead.");
    check(SourceKind::Credit, "CR-00001 was deleted and stays as it is. Make a new credit instead.");
    check(SourceKind::CreditNote, "CN-00001 is void and stays as it is. Issue a new credit note instead.");
    assert_eq!(payment("100.00", "5.00").remaining(), sum("15.00"));
}

#[test]
fn what_left_the_account_is_named_by_its_way() {
    let check = |refunded: &str, transferred: &str, expected: &str| {
        let transferred = sum(transferred);
        let source = SourceStanding { transferred, ..payment("50.00", refunded) };
        assert_eq!(source.may_release().unwrap_err().to_string(), expected);
        source.edit_amount(sum("10.00")).unwrap_err().to_string()
    };
    assert_eq!(
        check("0", "20.00", "20.00 of R-00001 was moved to a linked client. Undo that transfer first."),
        "10.00 is less than the 20.00 that was moved to a linked client. Enter 20.00 or more, or take that back first."
    );
    assert_eq!(
        check(
            "15.00",
            "20.00",
            "35.00 of R-00001 was refunded or moved to a linked client. Reverse that refund and undo that transfer \
             first."
        ),
        "10.00 is less than the 35.00 that was refunded or moved to a linked client. Enter 35.00 or more, or take \
         that back first."
    );
    assert_eq!(SourceStanding { transferred: sum("20.00"), ..payment("50.00", "15.00") }.remaining(), sum("35.00"));
}

#[test]
fn a_payment_is_not_reversed_while_a_refund_of_it_stands() {
    assert_eq!(payment("100.00", "0").may_release(), Ok(()));
    assert_eq!(
        payment("100.00", "20.00").may_release().unwrap_err().to_string(),
        "20.00 of R-00001 was refunded. Reverse that refund first."
    );
}

#[test]
fn a_credit_or_note_of_which_something_is_used_is_not_withdrawn() {
    let check = |kind, applied: &str, refunded: &str, expected: &str| {
        let shown = source(kind, SourceState::Active, applied, refunded).may_withdraw();
        assert_eq!(shown.map_or_else(|error| error.to_string(), |()| "yes".to_owned()), expected);
    };
    check(SourceKind::Credit, "0", "0", "yes");
    check(
        SourceKind::Credit,
        "20.00",
        "0",
        "20.00 of CR-00001 is applied to invoices, so it cannot be deleted. Unapply it first.",
    );
    check(
        SourceKind::CreditNote,
        "20.00",
        "0",
        "20.00 of CN-00001 is applied to invoices, so it cannot be made void. Unapply it first.",
    );
    check(SourceKind::CreditNote, "0", "5.00", "5.00 of CN-00001 was refunded. Reverse that refund first.");
}

#[test]
fn goodwill_can_be_used_on_its_last_day_and_not_after() {
    let credit = goodwill(SourceState::Active);
    let shown = |today: &str| {
        let today = day(today);
        format!("{} available, {} lapsed", credit.available(today), credit.lapsed(today))
    };
    assert_eq!(shown("2026-06-30"), "30.00 available, 0.00 lapsed");
    assert_eq!(shown("2026-07-01"), "0.00 available, 30.00 lapsed");
    assert_eq!(credit.may_use(day("2026-06-30")), Ok(()));
    assert_eq!(
        credit.may_use(day("2026-07-01")).unwrap_err().to_string(),
        "CR-00001 could be used until 30 Jun 2026. Give it a later last day first."
    );
}

#[test]
fn an_inactive_credit_has_nothing_available() {
    let credit = goodwill(SourceState::Inactive);
    assert_eq!(credit.available(day("2026-06-01")), sum("0"));
    assert_eq!(credit.remaining(), sum("30.00"));
    assert_eq!(
        credit.may_use(day("2026-06-01")).unwrap_err().to_string(),
        "CR-00001 is inactive, so nothing of it can be used. Reactivate it first."
    );
}

#[test]
fn a_refund_is_at_most_what_remains() {
    let check = |amount: &str, expected: &str| {
        let shown = payment("100.00", "5.00").pay_out(sum(amount), day("2026-03-02"));
        assert_eq!(shown.map_or_else(|error| error.to_string(), |left| format!("{left} left")), expected);
    };
    check("15.00", "0.00 left");
    check("15.01", "Only 15.00 remains of R-00001, and 15.01 was asked for. Enter 15.00 or less.");
    check("0", "Enter an amount above 0.00.");
}

#[test]
fn a_kind_and_a_state_have_one_code_each() {
    for kind in SourceKind::ALL {
        assert_eq!(SourceKind::parse(kind.as_str()), Some(kind));
    }
    for state in SourceState::ALL {
        assert_eq!(SourceState::parse(state.as_str()), Some(state));
    }
    assert_eq!((SourceKind::parse(""), SourceState::parse("void")), (None, None));
}

use proptest::prelude::*;

use super::*;
use crate::money::Currency;

fn sum(typed: &str) -> Money {
    Currency::new("USD", 2).unwrap().parse(typed).unwrap()
}

fn minor(minor: i64) -> Money {
    Currency::new("USD", 2).unwrap().money(minor).unwrap()
}

/// Invoices written `day: outstanding`, in the order of their issue, with ids from 1.
fn open(written: &[&str]) -> Vec<OpenInvoice<u32>> {
    let invoice = |(id, written): (u32, &&str)| {
        let (day, outstanding) = written.split_once(": ").unwrap();
        OpenInvoice {
            id,
            number: format!("INV-{id:05}"),
            service_on: day.parse().unwrap(),
            outstanding: sum(outstanding),
        }
    };
    (1..).zip(written).map(invoice).collect()
}

fn shares(written: &[(u32, &str)]) -> Vec<Share<u32>> {
    written.iter().map(|(id, amount)| Share { id: *id, amount: sum(amount) }).collect()
}

fn show(shares: &[Share<u32>]) -> String {
    shares.iter().map(|share| format!("{}: {}", share.id, share.amount)).collect::<Vec<_>>().join(", ")
}

const THREE: [&str; 3] = ["2026-03-09: 90.00", "2026-03-02: 100.00", "2026-03-09: 50.00"];

#[test]
fn the_proposal_pays_the_oldest_service_first_then_the_first_issued() {
    let check = |available: &str, expected: &str| {
        assert_eq!(show(&propose(sum(available), &open(&THREE))), expected, "{available}");
    };
    check("120.00", "2: 100.00, 1: 20.00");
    check("200.00", "2: 100.00, 1: 90.00, 3: 10.00");
    check("300.00", "2: 100.00, 1: 90.00, 3: 50.00");
    check("0", "");
}

fn check_by_hand(available: &str, chosen: &[(u32, &str)], expected: &str) {
    let shown = match apply_by_hand(sum(available), &shares(chosen), &open(&THREE)) {
        Ok(by_hand) => {
            format!("{}; {} applied, {} left", show(&by_hand.shares), by_hand.applied, by_hand.remaining)
        }
        Err(error) => error.to_string(),
    };
    assert_eq!(shown, expected, "{available} on {chosen:?}");
}

#[test]
fn more_than_is_owed_stays_on_the_payment() {
    check_by_hand("120.00", &[(2, "100.00")], "2: 100.00; 100.00 applied, 20.00 left");
    check_by_hand("20.00", &[(1, "20.00")], "1: 20.00; 20.00 applied, 0.00 left");
    check_by_hand("120.00", &[], "; 0.00 applied, 120.00 left");
}

#[test]
fn money_applied_by_hand_fits_the_invoices_and_the_payment() {
    let not_open =
        "An invoice in the list takes no more money: it is void or paid. Choose again from the open invoices.";
    check_by_hand("120.00", &[(3, "50.00"), (1, "70.00")], "3: 50.00, 1: 70.00; 120.00 applied, 0.00 left");
    check_by_hand(
        "120.00",
        &[(2, "100.01")],
        "INV-00002 has only 100.00 left to pay, and 100.01 was to be applied to it.",
    );
    check_by_hand(
        "120.00",
        &[(2, "100.00"), (1, "20.01")],
        "The amounts come to 120.01, and only 120.00 is there. Lower one by 0.01.",
    );
    check_by_hand("120.00", &[(1, "0")], "Enter an amount above 0.00 for INV-00001, or leave it out.");
    check_by_hand("120.00", &[(4, "10.00")], not_open);
    check_by_hand("120.00", &[(1, "10.00"), (1, "5.00")], "INV-00001 is in the list twice. Put both amounts into one.");
}

#[test]
fn the_newest_applications_give_way_first() {
    let check = |new_total: &str, newest_first: &[(u32, &str)], expected: &str| {
        assert_eq!(show(&give_way(sum(new_total), &shares(newest_first))), expected, "{new_total}");
    };
    check("140.00", &[(9, "164.90")], "9: 24.90");
    check("140.00", &[(9, "20.00"), (8, "144.90")], "9: 20.00, 8: 4.90");
    check("0", &[(9, "20.00"), (8, "144.90")], "9: 20.00, 8: 144.90");
    check("164.90", &[(9, "164.90")], "");
    check("200.00", &[(9, "164.90")], "");
}

#[test]
fn what_is_left_of_each_application_is_told_newest_first() {
    let check = |rows: &[(u32, &str, i64)], expected: &str| {
        let rows: Vec<_> = rows
            .iter()
            .map(|(id, on, minor)| ApplicationRow { id: *id, on: on.parse().unwrap(), minor: *minor })
            .collect();
        assert_eq!(show(&newest_first(&rows, sum("0"))), expected);
    };
    let (may, june) = ("2026-05-04", "2026-06-01");
    check(&[(1, may, 1000), (2, may, 500)], "2: 5.00, 1: 10.00");
    check(&[(1, june, 1000), (2, may, 500)], "1: 10.00, 2: 5.00");
    check(&[(1, may, 1000), (2, may, 500), (1, june, 200)], "1: 2.00, 2: 5.00, 1: 10.00");
    check(&[(1, may, 1000), (2, may, 500), (1, june, 200), (1, june, -300)], "2: 5.00, 1: 9.00");
    check(&[(1, may, 1000), (1, june, -1000), (2, may, 500), (1, june, 700)], "1: 7.00, 2: 5.00");
    check(&[(1, may, 1000), (1, june, -1000)], "");
    // What of an earlier day counts from another one since comes off that day, not off what came later.
    let july = "2026-07-01";
    check(
        &[(1, may, 600), (2, june, 500), (1, july, 400), (1, may, -600), (1, june, 600)],
        "1: 4.00, 1: 6.00, 2: 5.00",
    );
    // What came off before it is seen to come on.
    check(&[(1, may, -600), (1, may, 600), (2, june, 400)], "2: 4.00");
    check(&[(1, may, -600), (2, may, 400), (1, may, 500), (1, june, 300)], "1: 2.00, 2: 4.00");
}

#[test]
fn what_one_source_gives_back_of_several_applications_is_added_up() {
    let newest_first = shares(&[(1, "2.00"), (2, "5.00"), (1, "10.00")]);
    assert_eq!(show(&give_way(sum("9.00"), &newest_first)), "1: 3.00, 2: 5.00");
}

fn source(amount: &str, applied: &str, last: Option<&str>) -> SourceStanding {
    SourceStanding {
        number: "CR-00001".to_owned(),
        kind: crate::SourceKind::Credit,
        state: crate::SourceState::Active,
        expires_on: last.map(|day| day.parse().unwrap()),
        amount: sum(amount),
        applied: sum(applied),
        refunded: sum("0"),
        transferred: sum("0"),
    }
}

fn check_rearranged(source: &SourceStanding, present: &[(u32, &str)], wanted: &[(u32, &str)], expected: &str) {
    let today: NaiveDate = "2026-03-10".parse().unwrap();
    let shown = match rearrange_invoices(source, today, &shares(present), &shares(wanted), &open(&THREE)) {
        Ok(done) => format!("off [{}], on [{}]", show(&done.unapply), show(&done.apply)),
        Err(error) => error.to_string(),
    };
    assert_eq!(shown, expected, "{present:?} to {wanted:?}");
}

#[test]
fn apply_unapply_and_move_are_one_act() {
    let on_two = [(2, "60.00")];
    check_rearranged(&source("80.00", "60.00", None), &on_two, &[(1, "20.00")], "off [], on [1: 20.00]");
    check_rearranged(&source("80.00", "60.00", None), &on_two, &[(2, "25.00")], "off [2: 35.00], on []");
    let moved = [(2, "0"), (1, "80.00")];
    check_rearranged(&source("80.00", "60.00", None), &on_two, &moved, "off [2: 60.00], on [1: 80.00]");
    check_rearranged(&source("80.00", "60.00", None), &on_two, &[(2, "60.00")], "off [], on []");
}

#[test]
fn more_than_a_source_has_or_an_invoice_takes_is_refused() {
    let on_two = [(2, "60.00")];
    let there = source("80.00", "60.00", None);
    check_rearranged(
        &there,
        &on_two,
        &[(1, "20.01")],
        "The amounts come to 20.01, and only 20.00 is there. Lower one by 0.01.",
    );
    check_rearranged(
        &source("500.00", "60.00", None),
        &on_two,
        &[(3, "50.01")],
        "INV-00003 has only 50.00 left to pay, and 50.01 was to be applied to it.",
    );
    let not_open =
        "An invoice in the list takes no more money: it is void or paid. Choose again from the open invoices.";
    check_rearranged(&there, &on_two, &[(4, "1.00")], not_open);
    check_rearranged(
        &there,
        &on_two,
        &[(1, "1.00"), (1, "2.00")],
        "INV-00001 is in the list twice. Put both amounts into one.",
    );
}

#[test]
fn what_is_past_its_last_day_comes_off_and_goes_on_no_more() {
    let lapsed = source("80.00", "60.00", Some("2026-03-09"));
    check_rearranged(&lapsed, &[(2, "60.00")], &[(2, "0")], "off [2: 60.00], on []");
    check_rearranged(
        &lapsed,
        &[(2, "60.00")],
        &[(2, "0"), (1, "60.00")],
        "CR-00001 could be used until 9 Mar 2026. Give it a later last day first.",
    );
}

#[test]
fn an_invoice_takes_at_most_what_it_has_left_from_all_sources_together() {
    let today: NaiveDate = "2026-03-10".parse().unwrap();
    let on_invoice = |id, amount: &str, present: &str, wanted: &str| SourceOnInvoice {
        id,
        standing: source(amount, present, None),
        present: sum(present),
        wanted: sum(wanted),
    };
    let check = |rows: &[SourceOnInvoice<u32>], expected: &str| {
        let shown = match rearrange_sources("INV-00001", sum("40.00"), today, rows) {
            Ok(done) => format!("off [{}], on [{}]", show(&done.unapply), show(&done.apply)),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected, "{rows:?}");
    };
    check(
        &[on_invoice(1, "30.00", "0", "30.00"), on_invoice(2, "30.00", "0", "10.00")],
        "off [], on [1: 30.00, 2: 10.00]",
    );
    check(
        &[on_invoice(1, "30.00", "20.00", "0"), on_invoice(2, "60.00", "0", "60.00")],
        "off [1: 20.00], on [2: 60.00]",
    );
    check(
        &[on_invoice(1, "30.00", "20.00", "0"), on_invoice(2, "70.00", "0", "60.01")],
        "INV-00001 has only 60.00 left to pay, and 60.01 was to be applied to it.",
    );
    check(
        &[on_invoice(1, "30.00", "0", "30.01")],
        "The amounts come to 30.01, and only 30.00 is there. Lower one by 0.01.",
    );
}

fn any_open() -> impl Strategy<Value = Vec<OpenInvoice<usize>>> {
    prop::collection::vec((0..40_u64, 1..50_000_i64), 0..15).prop_map(|invoices| {
        let first: NaiveDate = "2026-01-01".parse().unwrap();
        let invoice = |(id, (offset, outstanding)): (usize, (u64, i64))| OpenInvoice {
            id,
            number: format!("INV-{id:05}"),
            service_on: first + chrono::Days::new(offset),
            outstanding: minor(outstanding),
        };
        invoices.into_iter().enumerate().map(invoice).collect()
    })
}

proptest! {
    #[test]
    fn a_proposal_uses_all_that_is_owed_or_there_oldest_first(available in 0..400_000_i64, open in any_open()) {
        let proposal = propose(minor(available), &open);
        let proposed: i64 = proposal.iter().map(|share| share.amount.minor()).sum();
        let owed: i64 = open.iter().map(|invoice| invoice.outstanding.minor()).sum();
        prop_assert_eq!(proposed, owed.min(available));
        prop_assert!(apply_by_hand(minor(available), &proposal, &open).is_ok());
        let share_of = |id| proposal.iter().find(|share| share.id == id).map_or(minor(0), |share| share.amount);
        for (older, newer) in open.iter().flat_map(|older| open.iter().map(move |newer| (older, newer))) {
            let goes_before = (older.service_on, older.id) < (newer.service_on, newer.id);
            if goes_before && !share_of(newer.id).is_zero() {
                prop_assert_eq!(share_of(older.id), older.outstanding);
            }
        }
    }

    #[test]
    fn giving_way_returns_exactly_the_excess_newest_first(
        new_total in 0..200_000_i64,
        amounts in prop::collection::vec(1..50_000_i64, 0..10),
    ) {
        let newest_first: Vec<Share<usize>> =
            amounts.iter().enumerate().map(|(id, amount)| Share { id, amount: minor(*amount) }).collect();
        let back = give_way(minor(new_total), &newest_first);
        let returned: i64 = back.iter().map(|share| share.amount.minor()).sum();
        prop_assert_eq!(returned, (amounts.iter().sum::<i64>() - new_total).max(0));
        for (position, share) in back.iter().enumerate() {
            prop_assert_eq!(share.id, position);
            prop_assert!(share.amount <= newest_first[position].amount);
            prop_assert!(position + 1 == back.len() || share.amount == newest_first[position].amount);
        }
    }
}

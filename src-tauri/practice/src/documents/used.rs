//! What became of a sum: the invoices that it pays, what went back, what is kept.

use super::{
    facts::Used,
    page::Ink,
    paper::mm,
    sheet::{PLAIN, STRONG, Sheet, Side},
    table::{Column, SUM, Table, place, sum, sums_column},
    words::Words,
};

/// Draws what became of a sum, with its name and figure beneath.
pub fn used(
    sheet: &mut Sheet,
    used: &Used,
    words: &Words,
    (name, figure): (&str, String),
    turn: &mut dyn FnMut(&mut Sheet),
) {
    if sheet.room() < mm(40.0) {
        turn(sheet);
    }
    let columns = vec![
        Column { name: words.used_for, width: 0.0, side: Side::Left },
        Column { name: words.date, width: mm(45.0), side: Side::Left },
        Column { name: words.amount, width: mm(35.0), side: Side::Right },
    ];
    let table = Table::new(sheet, columns);
    table.heads(sheet);
    for cells in rows(used, words) {
        let row = table.row(sheet, &cells, PLAIN);
        place(sheet, row, 0.0, &mut |sheet| {
            turn(sheet);
            table.heads(sheet);
        });
    }
    sheet.y += mm(2.0);
    if sheet.room() < SUM + mm(4.0) {
        turn(sheet);
    }
    let (left, width) = sums_column(sheet);
    sheet.stroke((left, left + width), sheet.y, 1.0, Ink::BLACK);
    sum(sheet, name, &figure, STRONG.sized(11.0));
}

fn rows(used: &Used, words: &Words) -> Vec<[String; 3]> {
    let mut rows: Vec<[String; 3]> = Vec::new();
    for paid in &used.applied {
        let name = format!("{} {}", words.invoice, paid.number);
        rows.push([name, words.day(paid.issued_on), words.figure(paid.amount)]);
    }
    for refund in &used.refunded {
        let name = format!("{} {}", words.refund, refund.number);
        rows.push([name, words.day(refund.on), words.figure(refund.amount)]);
    }
    if !used.transferred.is_zero() {
        rows.push([words.transferred.to_owned(), String::new(), words.figure(used.transferred)]);
    }
    if !used.credit.is_zero() {
        rows.push([words.kept_as_credit.to_owned(), words.kept_means.to_owned(), words.figure(used.credit)]);
    }
    rows
}

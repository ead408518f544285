//! How a receipt is laid out.

use super::{
    facts::{ReceiptFacts, Recipient},
    letterhead::{Closing, Head, Panel, close, parties, running_head, titled},
    page::{Document, Ink},
    paper::{Paper, mm},
    sheet::{LABEL, PLAIN, STRONG, Sheet, Side},
    table::{Column, SUM, Table, sum, sums_column},
    words::Words,
};

/// Lays out a receipt.
#[must_use]
pub fn receipt(facts: &ReceiptFacts, paper: Paper, words: &Words) -> Document {
    let receipt = Receipt { facts, words };
    let mut sheet = Sheet::new(paper);
    receipt.head(&mut sheet);
    receipt.payment(&mut sheet);
    receipt.applied(&mut sheet);
    close(sheet, &facts.letterhead, words, Closing { title: receipt.title(), dated_on: facts.received_on })
}

struct Receipt<'a> {
    facts: &'a ReceiptFacts,
    words: &'a Words,
}

impl Receipt<'_> {
    fn title(&self) -> String {
        format!("{} {}", self.words.receipt, self.facts.number)
    }

    fn head(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        let mut rows = vec![(words.number, facts.number.clone())];
        if facts.revision > 1 {
            rows.push((words.revision, facts.revision.to_string()));
        }
        rows.push((words.received, words.day(facts.received_on)));
        Head { letterhead: &facts.letterhead, title: words.receipt, facts: rows }.draw(sheet);
        let client = Recipient { name: facts.client.clone().unwrap_or_default(), ..Recipient::default() };
        parties(sheet, &[(words.received_from, &facts.received_from), (words.client, &client)], &self.panel());
    }

    fn panel(&self) -> Panel<'_> {
        let (facts, words) = (self.facts, self.words);
        let amount = words.amount(facts.amount, facts.currency);
        match facts.reversed_on {
            Some(on) => Panel {
                label: words.receipt,
                figure: words.reversed.to_owned(),
                beneath: format!("{amount} {} {}. {}", words.reversed_on, words.day(on), words.reversed_means),
                framed: true,
            },
            None => Panel {
                label: words.amount_received,
                figure: amount,
                beneath: format!("{} · {}", facts.currency.code(), facts.method),
                framed: false,
            },
        }
    }

    fn turn(&self, sheet: &mut Sheet) {
        sheet.turn();
        let mark = self.facts.reversed_on.map(|_| self.words.reversed);
        running_head(sheet, &self.title(), &self.facts.received_from.name, mark);
    }

    fn payment(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        let names = (sheet.left(), mm(26.0));
        let values = (sheet.left() + names.1, sheet.width() - names.1);
        let reference = facts.reference.as_ref().filter(|reference| !reference.trim().is_empty());
        for (name, value) in [(words.method, Some(&facts.method)), (words.reference, reference)] {
            if let Some(value) = value {
                sheet.write(name, LABEL, names, Side::Left, sheet.y + 0.8);
                sheet.y = sheet.wrapped(value, PLAIN, values, sheet.y) + mm(1.0);
            }
        }
        sheet.y += mm(4.0);
        if let Some(comment) = facts.comment.as_deref().filter(|comment| !comment.trim().is_empty()) {
            titled(sheet, words.comment, comment, &mut |sheet| self.turn(sheet));
        }
    }

    fn applied(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        if sheet.room() < mm(40.0) {
            self.turn(sheet);
        }
        let columns = vec![
            Column { name: words.applied_to, width: 0.0, side: Side::Left },
            Column { name: words.issued, width: mm(45.0), side: Side::Left },
            Column { name: words.applied_amount, width: mm(35.0), side: Side::Right },
        ];
        let table = Table::new(sheet, columns);
        table.heads(sheet);
        let mut rows: Vec<[String; 3]> = facts
            .applied
            .iter()
            .map(|paid| {
                let name = format!("{} {}", words.invoice, paid.number);
                [name, words.day(paid.issued_on), words.figure(paid.amount)]
            })
            .collect();
        if !facts.credit.is_zero() {
            rows.push([words.kept_as_credit.to_owned(), words.kept_means.to_owned(), words.figure(facts.credit)]);
        }
        for cells in rows {
            let row = table.row(sheet, &cells, PLAIN);
            if sheet.room() < row.height() {
                self.turn(sheet);
                table.heads(sheet);
            }
            row.draw(sheet);
        }
        sheet.y += mm(2.0);
        if sheet.room() < SUM + mm(4.0) {
            self.turn(sheet);
        }
        let (left, width) = sums_column(sheet);
        sheet.stroke((left, left + width), sheet.y, 1.0, Ink::BLACK);
        let total = words.amount(facts.amount, facts.currency);
        sum(sheet, words.amount_received, &total, STRONG.sized(11.0));
    }
}

//! How an account summary is laid out.

use super::{
    facts::{MovedBy, OpenRow, Recipient, StatementFacts, StatementPosition, StatementRow},
    letterhead::{Closing, Head, Panel, close, parties, running_head, titled},
    page::{Document, Ink},
    paper::{Paper, mm},
    sheet::{LABEL, PLAIN, QUIET, STRONG, Sheet, Side},
    table::{Column, SUM, Table, place, sum, sums_column},
    words::Words,
};

/// Lays out an account summary.
#[must_use]
pub fn statement(facts: &StatementFacts, paper: Paper, words: &Words) -> Document {
    let statement = Statement { facts, words };
    let mut sheet = Sheet::new(paper);
    statement.head(&mut sheet);
    statement.rows(&mut sheet);
    statement.closing(&mut sheet);
    statement.open(&mut sheet);
    statement.how_to_pay(&mut sheet);
    close(sheet, &facts.letterhead, words, Closing { title: statement.title(), dated_on: facts.to })
}

struct Statement<'a> {
    facts: &'a StatementFacts,
    words: &'a Words,
}

impl Statement<'_> {
    fn title(&self) -> String {
        format!("{}, {}", self.words.account_summary, self.days())
    }

    fn days(&self) -> String {
        let to = self.words.day(self.facts.to);
        match self.facts.from {
            Some(from) => format!("{} – {to}", self.words.day(from)),
            None => format!("{} {to}", self.words.as_of),
        }
    }

    fn head(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        let rows = match facts.from {
            Some(from) => vec![(words.from_day, words.day(from)), (words.to_day, words.day(facts.to))],
            None => vec![(words.as_of, words.day(facts.to))],
        };
        Head { letterhead: &facts.letterhead, title: words.account_summary, facts: rows }.draw(sheet);
        let client = Recipient { name: facts.client.clone().unwrap_or_default(), ..Recipient::default() };
        let panel = Panel {
            label: words.account_position,
            figure: self.amount(facts.closing),
            beneath: format!("{} · {}", facts.currency.code(), self.direction()),
            framed: false,
        };
        parties(sheet, &[(words.account_of, &facts.account_of), (words.client, &client)], &panel);
    }

    fn direction(&self) -> &str {
        match self.facts.closing {
            position if position.amount.is_zero() => self.words.nothing_to_pay,
            StatementPosition { in_favour: true, .. } => self.words.in_your_favour,
            StatementPosition { in_favour: false, .. } => self.words.to_be_paid,
        }
    }

    fn turn(&self, sheet: &mut Sheet) {
        sheet.turn();
        running_head(sheet, &self.title(), &self.facts.account_of.name, None);
    }

    fn rows(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        let column = |name, width, side| Column { name, width: mm(width), side };
        let columns = vec![
            column(words.date, 24.0, Side::Left),
            column(words.document, 0.0, Side::Left),
            column(words.charges, 27.0, Side::Right),
            column(words.payments_and_credits, 36.0, Side::Right),
            column(words.position, 30.0, Side::Right),
        ];
        let table = Table::new(sheet, columns);
        table.heads(sheet);
        if let Some(from) = facts.from {
            let (day, position) = (words.short_day(from), self.position(facts.opening));
            let opening = [day, words.opening_position.to_owned(), String::new(), String::new(), position];
            table.row(sheet, &opening, QUIET).draw(sheet);
        }
        for moved in &facts.rows {
            let row = table.row(sheet, &self.cells(moved), PLAIN);
            place(sheet, row, 0.0, &mut |sheet| {
                self.turn(sheet);
                table.heads(sheet);
            });
        }
    }

    fn cells(&self, row: &StatementRow) -> [String; 5] {
        let words = self.words;
        let name = match row.moved_by {
            MovedBy::Invoice => words.invoice,
            MovedBy::Payment => words.payment,
            MovedBy::Credit => words.credit,
            MovedBy::CreditNote => words.credit_note,
            MovedBy::Refund => words.refund,
            MovedBy::WriteOff => words.write_off,
            MovedBy::Lapse => words.lapsed,
            MovedBy::Linked => words.linked_account,
        };
        let amount = words.figure(row.amount);
        let (charge, credit) = if row.lowers { (String::new(), amount) } else { (amount, String::new()) };
        let name = format!("{name} {}", row.document);
        [words.short_day(row.on), name, charge, credit, self.position(row.position)]
    }

    /// The closing position, and the two sums that it is the difference of.
    fn closing(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        sheet.y += mm(2.0);
        if sheet.room() < 3.0 * SUM + mm(4.0) {
            self.turn(sheet);
        }
        sum(sheet, words.balance_owing, &words.figure(facts.owing), PLAIN);
        sum(sheet, words.credit_available, &words.taken(facts.available), PLAIN);
        let (left, width) = sums_column(sheet);
        sheet.stroke((left, left + width), sheet.y + 0.5, 1.0, Ink::BLACK);
        sheet.y += mm(0.6);
        sum(sheet, words.closing_position, &self.amount(facts.closing), STRONG.sized(11.0));
        sheet.y += mm(5.0);
    }

    /// The invoices with something left to pay, which come to the balance owing.
    fn open(&self, sheet: &mut Sheet) {
        const LEAST: f32 = mm(26.0);
        let (facts, words) = (self.facts, self.words);
        if facts.open.is_empty() {
            return;
        }
        if sheet.room() < LEAST {
            self.turn(sheet);
        }
        sheet.write(words.open_invoices, LABEL, (sheet.left(), sheet.width()), Side::Left, sheet.y);
        sheet.y += mm(5.5);
        let columns = vec![
            Column { name: words.invoice, width: 0.0, side: Side::Left },
            Column { name: words.due, width: mm(45.0), side: Side::Left },
            Column { name: words.outstanding, width: mm(35.0), side: Side::Right },
        ];
        let table = Table::new(sheet, columns);
        table.heads(sheet);
        for OpenRow { number, due_on, outstanding } in &facts.open {
            let cells = [number.clone(), words.day(*due_on), words.figure(*outstanding)];
            let row = table.row(sheet, &cells, PLAIN);
            place(sheet, row, 0.0, &mut |sheet| {
                self.turn(sheet);
                table.heads(sheet);
            });
        }
        sheet.y += mm(5.0);
    }

    fn how_to_pay(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        let how = facts.letterhead.how_to_pay.as_deref();
        if let Some(how) = how.filter(|how| !facts.owing.is_zero() && !how.trim().is_empty()) {
            titled(sheet, words.how_to_pay, how, &mut |sheet| self.turn(sheet));
        }
    }

    /// A position in a column: what is in the client's favour is below zero.
    fn position(&self, position: StatementPosition) -> String {
        if position.in_favour { self.words.taken(position.amount) } else { self.words.figure(position.amount) }
    }

    /// A position that stands alone.
    fn amount(&self, position: StatementPosition) -> String {
        let amount = self.words.amount(position.amount, self.facts.currency);
        if position.in_favour { format!("−{amount}") } else { amount }
    }
}

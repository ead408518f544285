//! How a credit note is laid out.

use super::{
    facts::{CreditNoteFacts, CreditNoteLine, Recipient},
    letterhead::{Closing, Head, Panel, close, pairs, parties, running_head, titled},
    page::{Document, Ink},
    paper::{Paper, mm},
    sheet::{PLAIN, STRONG, Sheet, Side},
    table::{Column, SUM, Table, place, sum, sums_column},
    used::used,
    words::Words,
};

/// Lays out a credit note.
#[must_use]
pub fn credit_note(facts: &CreditNoteFacts, paper: Paper, words: &Words) -> Document {
    let note = CreditNote { facts, words };
    let mut sheet = Sheet::new(paper);
    note.head(&mut sheet);
    note.lines(&mut sheet);
    note.sums(&mut sheet);
    note.settled(&mut sheet);
    close(sheet, &facts.letterhead, words, Closing { title: note.title(), dated_on: facts.issued_on })
}

struct CreditNote<'a> {
    facts: &'a CreditNoteFacts,
    words: &'a Words,
}

/// The columns that only some notes need.
struct Shown {
    days: bool,
    quantities: bool,
    taxes: bool,
}

impl CreditNote<'_> {
    fn title(&self) -> String {
        format!("{} {}", self.words.credit_note, self.facts.number)
    }

    fn head(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        let mut rows = vec![(words.number, facts.number.clone()), (words.issued, words.day(facts.issued_on))];
        if let Some(invoice) = &facts.invoice {
            rows.push((words.invoice, invoice.number.clone()));
        }
        Head { letterhead: &facts.letterhead, title: words.credit_note, facts: rows }.draw(sheet);
        let client = Recipient { name: facts.client.clone().unwrap_or_default(), ..Recipient::default() };
        parties(sheet, &[(words.credited_to, &facts.credited_to), (words.client, &client)], &self.panel());
        pairs(sheet, &[(words.reason, Some(words.cause(facts.cause)))]);
    }

    fn panel(&self) -> Panel<'_> {
        let (facts, words) = (self.facts, self.words);
        let amount = words.amount(facts.total, facts.currency);
        if let Some(on) = facts.void_on {
            let beneath = format!("{amount} {} {}. {}", words.reversed_on, words.day(on), words.void_note_means);
            return Panel { label: words.credit_note, figure: words.void.to_owned(), beneath, framed: true };
        }
        let lowered = facts.invoice.as_ref();
        let lowered = lowered
            .map(|invoice| format!(" · {}", words.document_of(words.invoice, &invoice.number, invoice.issued_on)));
        let beneath = format!("{}{}", facts.currency.code(), lowered.unwrap_or_default());
        Panel { label: words.amount_credited, figure: amount, beneath, framed: false }
    }

    fn turn(&self, sheet: &mut Sheet) {
        sheet.turn();
        let mark = self.facts.void_on.map(|_| self.words.void);
        running_head(sheet, &self.title(), &self.facts.credited_to.name, mark);
    }

    fn lines(&self, sheet: &mut Sheet) {
        let shown = Shown {
            days: self.facts.lines.iter().any(|line| line.service_on.is_some()),
            quantities: self.facts.lines.iter().any(|line| !line.quantity.is_zero()),
            taxes: !self.facts.taxes.is_empty(),
        };
        let table = self.table(sheet, &shown);
        table.heads(sheet);
        for line in &self.facts.lines {
            let row = table.row(sheet, &self.cells(line, &shown), PLAIN);
            place(sheet, row, 0.0, &mut |sheet| {
                self.turn(sheet);
                table.heads(sheet);
            });
        }
    }

    fn table<'w>(&'w self, sheet: &Sheet, shown: &Shown) -> Table<'w> {
        let words = self.words;
        let column = |name, width, side| Column { name, width: mm(width), side };
        let mut columns = Vec::new();
        if shown.days {
            columns.push(column(words.date, 22.0, Side::Left));
        }
        columns.push(column(words.description, 0.0, Side::Left));
        if shown.quantities {
            columns.push(column(words.quantity, 13.0, Side::Right));
        }
        if shown.taxes {
            columns.push(column(words.net, 23.0, Side::Right));
            columns.push(column(words.tax, 20.0, Side::Right));
        }
        columns.push(column(words.amount, 24.0, Side::Right));
        Table::new(sheet, columns)
    }

    fn cells(&self, line: &CreditNoteLine, shown: &Shown) -> Vec<String> {
        let words = self.words;
        let mut cells = Vec::new();
        if shown.days {
            cells.push(line.service_on.map(|on| words.short_day(on)).unwrap_or_default());
        }
        cells.push(line.description.clone());
        if shown.quantities {
            let quantity = line.quantity;
            cells.push(if quantity.is_zero() { String::new() } else { words.quantity_of(quantity) });
        }
        if shown.taxes {
            cells.push(words.figure(line.net));
            cells.push(words.figure(line.tax));
        }
        cells.push(words.figure(line.total));
        cells
    }

    fn sums(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        sheet.y += mm(2.0);
        if !facts.taxes.is_empty() {
            self.sum(sheet, words.net, &words.figure(facts.net));
        }
        for tax in &facts.taxes {
            let name = format!("{} {} {}", tax.label, words.tax_on, words.figure(tax.base));
            self.sum(sheet, &name, &words.figure(tax.amount));
        }
        self.ensure(sheet, SUM + mm(1.0));
        let (left, width) = sums_column(sheet);
        sheet.stroke((left, left + width), sheet.y + 0.5, 1.0, Ink::BLACK);
        sheet.y += mm(0.6);
        let total = words.amount(facts.total, facts.currency);
        sum(sheet, words.amount_credited, &total, STRONG.sized(11.0));
        sheet.y += mm(6.0);
    }

    fn sum(&self, sheet: &mut Sheet, name: &str, figure: &str) {
        self.ensure(sheet, SUM);
        sum(sheet, name, figure, PLAIN);
    }

    fn ensure(&self, sheet: &mut Sheet, room: f32) {
        if sheet.room() < room {
            self.turn(sheet);
        }
    }

    /// What became of the money, and the note to the client; a void note has none left.
    fn settled(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        if facts.void_on.is_none() {
            let total = (words.total, words.amount(facts.total, facts.currency));
            used(sheet, &facts.used, words, total, &mut |sheet| self.turn(sheet));
            sheet.y += mm(4.0);
        }
        if let Some(notes) = facts.notes.as_deref().filter(|notes| !notes.trim().is_empty()) {
            titled(sheet, words.notes, notes, &mut |sheet| self.turn(sheet));
        }
    }
}

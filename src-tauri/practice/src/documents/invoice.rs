//! How an invoice is laid out.

use billing::Money;

use super::{
    facts::{AppliedKind, InvoiceFacts, InvoiceLine, Recipient},
    letterhead::{Closing, Head, Panel, close, parties, running_head, titled},
    page::{Document, Ink, Item},
    paper::{Paper, Pt, mm},
    sheet::{LABEL, PLAIN, QUIET, STRONG, Sheet, Side, height},
    table::{Column, SUM, Table, place, sum, sums_column},
    text,
    words::Words,
};

/// How high the part to return with a payment is.
const SLIP: Pt = mm(38.0);

/// Lays out an invoice.
#[must_use]
pub fn invoice(facts: &InvoiceFacts, paper: Paper, words: &Words) -> Document {
    let invoice = Invoice { facts, words };
    let mut sheet = Sheet::new(paper);
    invoice.head(&mut sheet);
    invoice.lines(&mut sheet);
    invoice.sums(&mut sheet);
    invoice.texts(&mut sheet);
    invoice.slip(&mut sheet);
    close(sheet, &facts.letterhead, words, Closing { title: invoice.title(), dated_on: facts.issued_on })
}

struct Invoice<'a> {
    facts: &'a InvoiceFacts,
    words: &'a Words,
}

/// The columns that only some invoices need.
struct Shown {
    days: bool,
    discounts: bool,
    taxes: bool,
}

impl Invoice<'_> {
    fn title(&self) -> String {
        format!("{} {}", self.words.invoice, self.facts.number)
    }

    fn payable(&self) -> bool {
        !self.facts.void && !self.facts.due.is_zero()
    }

    /// Whether money settled it; what was credited or given up was not paid.
    fn paid(&self) -> bool {
        let of = |kind| self.facts.applied.iter().any(|row| row.kind == kind);
        (of(AppliedKind::Payment) || of(AppliedKind::Credit)) && !of(AppliedKind::WriteOff)
    }

    fn head(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        let mut rows = vec![(words.number, facts.number.clone())];
        if facts.revision > 1 {
            rows.push((words.revision, facts.revision.to_string()));
        }
        rows.push((words.issued, words.day(facts.issued_on)));
        rows.push((words.due, words.day(facts.due_on)));
        Head { letterhead: &facts.letterhead, title: words.invoice, facts: rows }.draw(sheet);
        let client = Recipient { name: facts.client.clone().unwrap_or_default(), ..Recipient::default() };
        parties(sheet, &[(words.bill_to, &facts.bill_to), (words.client, &client)], &self.panel());
    }

    fn panel(&self) -> Panel<'_> {
        let (facts, words) = (self.facts, self.words);
        if facts.void {
            let beneath = words.void_means.to_owned();
            return Panel { label: words.invoice, figure: words.void.to_owned(), beneath, framed: true };
        }
        let beneath = if self.payable() {
            format!("{} · {} {}", facts.currency.code(), words.due_by, words.day(facts.due_on))
        } else if self.paid() {
            words.paid_in_full.to_owned()
        } else {
            words.nothing_to_pay.to_owned()
        };
        let figure = words.amount(facts.due, facts.currency);
        Panel { label: words.amount_due, figure, beneath, framed: false }
    }

    /// Begins a page that goes on with the invoice.
    fn turn(&self, sheet: &mut Sheet) {
        sheet.turn();
        let mark = self.facts.void.then_some(self.words.void);
        running_head(sheet, &self.title(), &self.facts.bill_to.name, mark);
    }

    fn lines(&self, sheet: &mut Sheet) {
        let shown = Shown {
            days: self.facts.lines.iter().any(|line| line.service_on.is_some()),
            discounts: self.facts.lines.iter().any(|line| !line.discount.is_zero()),
            taxes: self.facts.lines.iter().any(|line| line.tax.is_some()),
        };
        let table = self.table(sheet, &shown);
        table.heads(sheet);
        let mut carried = self.facts.subtotal.none();
        let mut left = self.facts.lines.len();
        for line in &self.facts.lines {
            left -= 1;
            let row = table.row(sheet, &self.cells(line, &shown), PLAIN);
            let reserve = if left == 0 { 0.0 } else { SUM };
            place(sheet, row, reserve, &mut |sheet| self.carry(sheet, Some(&table), carried));
            carried = carried.plus(line.amount);
        }
        if sheet.room() < self.sums_height() && !self.facts.lines.is_empty() {
            self.carry(sheet, None, carried);
        }
    }

    /// Writes the sum so far at the foot of this page and at the head of the next.
    fn carry(&self, sheet: &mut Sheet, table: Option<&Table<'_>>, carried: Money) {
        if !carried.is_zero() {
            sum(sheet, self.words.carried_forward, &self.words.figure(carried), QUIET);
        }
        self.turn(sheet);
        if let Some(table) = table {
            table.heads(sheet);
        }
        if !carried.is_zero() {
            sum(sheet, self.words.brought_forward, &self.words.figure(carried), QUIET);
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
        columns.push(column(words.quantity, 13.0, Side::Right));
        columns.push(column(words.unit_price, 23.0, Side::Right));
        if shown.discounts {
            columns.push(column(words.discount, 20.0, Side::Right));
        }
        if shown.taxes {
            columns.push(column(words.tax, 15.0, Side::Right));
        }
        columns.push(column(words.amount, 22.0, Side::Right));
        Table::new(sheet, columns)
    }

    fn cells(&self, line: &InvoiceLine, shown: &Shown) -> Vec<String> {
        let words = self.words;
        let mut cells = Vec::new();
        if shown.days {
            cells.push(line.service_on.map(|on| words.short_day(on)).unwrap_or_default());
        }
        cells.push(line.description.clone());
        cells.push(words.quantity_of(line.quantity));
        cells.push(words.price(line.unit_price, self.facts.currency));
        if shown.discounts {
            cells.push(if line.discount.is_zero() { String::new() } else { words.taken(line.discount) });
        }
        if shown.taxes {
            cells.push(line.tax.clone().unwrap_or_default());
        }
        cells.push(words.figure(line.amount));
        cells
    }

    /// The room that the sums and the words beside them want on one page; many payments may go on over the next.
    fn sums_height(&self) -> Pt {
        const KEPT_TOGETHER: usize = 8;
        let rows = 4 + self.facts.taxes.len() + self.facts.applied.len().min(KEPT_TOGETHER);
        mm(8.0) + std::iter::repeat_n(SUM, rows).sum::<Pt>()
    }

    fn sums(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        sheet.y += mm(2.0);
        let (top, page) = (sheet.y, sheet.pages.len());
        let plain_total = facts.taxes.is_empty() && facts.discount.is_zero();
        if !plain_total {
            self.sum(sheet, words.subtotal, &words.figure(facts.subtotal));
        }
        if !facts.discount.is_zero() {
            self.sum(sheet, words.discount, &words.taken(facts.discount));
        }
        for tax in &facts.taxes {
            let included = if tax.included { format!(", {}", words.tax_included) } else { String::new() };
            let name = format!("{} {} {}{included}", tax.label, words.tax_on, words.figure(tax.base));
            let figure = words.figure(tax.amount);
            self.sum(sheet, &name, &if tax.included { format!("({figure})") } else { figure });
        }
        self.ensure(sheet, SUM);
        if !plain_total {
            self.overline(sheet, 0.5);
        }
        sum(sheet, words.total, &words.amount(facts.total, facts.currency), STRONG);
        for row in &facts.applied {
            let number = row.number.as_ref().map(|number| format!(" {number}")).unwrap_or_default();
            let name = format!("{}{number}, {}", words.applied(row.kind), words.short_day(row.on));
            self.sum(sheet, &name, &words.taken(row.amount));
        }
        if !facts.void {
            self.ensure(sheet, SUM);
            self.overline(sheet, 1.0);
            let due = words.amount(facts.due, facts.currency);
            sum(sheet, words.amount_due, &due, STRONG.sized(11.0));
        }
        if page == sheet.pages.len() {
            self.how_to_pay_beside(sheet, top);
        } else {
            self.how_to_pay_beneath(sheet);
        }
    }

    fn sum(&self, sheet: &mut Sheet, name: &str, figure: &str) {
        self.ensure(sheet, SUM);
        sum(sheet, name, figure, PLAIN);
    }

    fn ensure(&self, sheet: &mut Sheet, room: Pt) {
        if sheet.room() < room {
            self.turn(sheet);
        }
    }

    fn overline(&self, sheet: &mut Sheet, weight: Pt) {
        let (left, width) = sums_column(sheet);
        sheet.stroke((left, left + width), sheet.y + 0.5, weight, Ink::BLACK);
        sheet.y += mm(0.6);
    }

    /// Beside the sums where there is room, so that the eye that found the amount finds the way to pay it.
    fn how_to_pay_beside(&self, sheet: &mut Sheet, top: Pt) {
        let Some(words) = self.how_to_pay() else { return };
        let column = (sheet.left(), sheet.width() - sums_column(sheet).1 - mm(10.0));
        let lines = text::wrap(words, PLAIN, column.1);
        let ends = top + mm(5.9) + height(&lines);
        if ends > sheet.bottom() {
            return self.how_to_pay_beneath(sheet);
        }
        sheet.write(self.words.how_to_pay, LABEL, column, Side::Left, top + mm(1.3));
        sheet.block(lines, column, Side::Start, top + mm(5.9));
        sheet.y = sheet.y.max(ends) + mm(4.0);
    }

    fn how_to_pay_beneath(&self, sheet: &mut Sheet) {
        if let Some(words) = self.how_to_pay() {
            sheet.y += mm(4.0);
            titled(sheet, self.words.how_to_pay, words, &mut |sheet| self.turn(sheet));
        }
    }

    fn how_to_pay(&self) -> Option<&str> {
        self.facts.letterhead.how_to_pay.as_deref().filter(|words| self.payable() && !words.trim().is_empty())
    }

    fn texts(&self, sheet: &mut Sheet) {
        if let Some(notes) = self.facts.notes.as_deref().filter(|notes| !notes.trim().is_empty()) {
            sheet.y += mm(2.0);
            titled(sheet, self.words.notes, notes, &mut |sheet| self.turn(sheet));
        }
    }

    /// The part to cut off at the foot of the last page, while there is something to pay.
    fn slip(&self, sheet: &mut Sheet) {
        if !self.payable() {
            return;
        }
        let (facts, words) = (self.facts, self.words);
        self.ensure(sheet, SLIP);
        let top = sheet.bottom() - SLIP + mm(2.0);
        let (left, right) = (sheet.left(), sheet.right());
        sheet.put(Item::Rule { from: (left, top), to: (right, top), weight: 0.75, ink: Ink::GREY, dashed: true });
        let column = (left, sheet.width() / 2.0 - mm(6.0));
        sheet.write(words.slip, LABEL, column, Side::Left, top + mm(2.0));
        sheet.write(words.pay_to, LABEL, column, Side::Left, top + mm(9.0));
        let mut y = top + mm(13.4);
        sheet.write(&facts.letterhead.practice, STRONG, column, Side::Left, y);
        for line in facts.letterhead.address.iter().take(3) {
            y += PLAIN.leading();
            sheet.write(line, PLAIN, column, Side::Left, y);
        }
        self.slip_facts(sheet, top + mm(2.0));
    }

    fn slip_facts(&self, sheet: &mut Sheet, mut y: Pt) {
        let (facts, words) = (self.facts, self.words);
        let left = sheet.left() + sheet.width() / 2.0;
        let names = (left, mm(24.0));
        let values = (left + names.1, sheet.right() - left - names.1);
        let rows = [
            (words.invoice, facts.number.clone()),
            (words.client, facts.client.clone().unwrap_or_else(|| facts.bill_to.name.clone())),
            (words.due, words.day(facts.due_on)),
        ];
        for (name, value) in rows {
            sheet.write(name, QUIET, names, Side::Left, y);
            sheet.write(&value, PLAIN, values, Side::Right, y);
            y += mm(5.6);
        }
        sheet.stroke((left, sheet.right()), y, 0.5, Ink::LIGHT);
        y += mm(2.0);
        let due = STRONG.sized(13.0);
        sheet.write(words.amount_due, STRONG, names, Side::Left, y + due.ascent() - STRONG.ascent());
        sheet.write(&words.amount(facts.due, facts.currency), due, values, Side::Right, y);
    }
}

//! A client's account in plain Rust: what money-rules 2 and 5 say of it, worked out from the acts alone, in cents.

mod notes;

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// What was applied of a source at once, as far as it did not come off again.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Applied {
    source: String,
    amount: i64,
    /// How many were applied before it on the account.
    after: usize,
}

/// A document that charges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Invoice {
    total: i64,
    /// What a discount on all of it took off.
    discount: i64,
    locked: bool,
    written_off: i64,
    void: bool,
    /// What was applied, the oldest first.
    applied: Vec<Applied>,
}

/// Whether a source counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Active,
    Inactive,
    Withdrawn,
}

/// A source of money.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Source {
    amount: i64,
    refunded: i64,
    /// What was moved to a linked client.
    transferred: i64,
    state: State,
    last_day: Option<NaiveDate>,
    /// The invoice that a credit note is on.
    credits: Option<String>,
}

/// A refund of a source, while it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refund {
    source: String,
    amount: i64,
    stands: bool,
}

/// The account of one client. An act that the rules refuse changes nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    invoices: BTreeMap<String, Invoice>,
    sources: BTreeMap<String, Source>,
    refunds: BTreeMap<String, Refund>,
    /// Each source with each invoice that it was ever on, in the order in which it first was.
    met: Vec<(String, String)>,
    /// How many times something was applied.
    applied_so_far: usize,
}

/// What the rules say to an act: nothing where they refuse it.
pub type Allowed = Option<()>;

fn only_if(allowed: bool) -> Allowed {
    allowed.then_some(())
}

impl Invoice {
    fn applied(&self) -> i64 {
        self.applied.iter().map(|applied| applied.amount).sum()
    }

    /// Whether it can change without a trace, where no note is on it.
    fn untouched(&self) -> bool {
        !self.locked && self.applied() == 0 && self.written_off == 0
    }

    fn outstanding(&self) -> i64 {
        if self.void { 0 } else { self.total - self.applied() - self.written_off }
    }

    fn of(&self, source: &str) -> i64 {
        self.applied.iter().filter(|applied| applied.source == source).map(|applied| applied.amount).sum()
    }

    /// The newest of a source comes off.
    fn take_off(&mut self, source: &str, mut off: i64) {
        for applied in self.applied.iter_mut().rev().filter(|applied| applied.source == source) {
            let back = off.min(applied.amount);
            applied.amount -= back;
            off -= back;
        }
    }
}

impl Source {
    fn paid_out(&self) -> i64 {
        self.refunded + self.transferred
    }
}

impl Model {
    /// The numbers of its invoices.
    #[must_use]
    pub fn invoices(&self) -> Vec<String> {
        self.invoices.keys().cloned().collect()
    }

    /// The numbers of its sources that begin with `kind`.
    #[must_use]
    pub fn sources(&self, kind: &str) -> Vec<String> {
        self.sources.keys().filter(|number| number.starts_with(kind)).cloned().collect()
    }

    /// The numbers of its refunds.
    #[must_use]
    pub fn refunds(&self) -> Vec<String> {
        self.refunds.keys().cloned().collect()
    }

    /// What of an invoice is left to pay.
    #[must_use]
    pub fn outstanding(&self, invoice: &str) -> i64 {
        self.invoices.get(invoice).map_or(0, Invoice::outstanding)
    }

    /// What of an invoice is given up.
    #[must_use]
    pub fn written_off(&self, invoice: &str) -> i64 {
        self.invoices.get(invoice).map_or(0, |invoice| invoice.written_off)
    }

    /// What a source has on an invoice.
    #[must_use]
    pub fn on(&self, source: &str, invoice: &str) -> i64 {
        self.invoices.get(invoice).map_or(0, |invoice| invoice.of(source))
    }

    /// What a source has on invoices.
    #[must_use]
    pub fn applied(&self, source: &str) -> i64 {
        self.invoices.values().map(|invoice| invoice.of(source)).sum()
    }

    /// What a source has left.
    #[must_use]
    pub fn remaining(&self, source: &str) -> i64 {
        match self.sources.get(source) {
            Some(found) if found.state != State::Withdrawn => found.amount - self.applied(source) - found.paid_out(),
            _ => 0,
        }
    }

    /// Whether nothing of a source is used.
    #[must_use]
    pub fn unused(&self, source: &str) -> bool {
        self.sources.get(source).is_some_and(|found| self.remaining(source) == found.amount)
    }

    /// What was received and neither went back nor to a linked client; goodwill was never received.
    fn received(&self) -> i64 {
        let sources = self.sources.iter().filter(|(number, _)| !number.starts_with("CR-"));
        let counted = sources.map(|(number, source)| {
            let paid = number.starts_with("R-") && source.state != State::Withdrawn;
            let came = if paid { source.amount } else { 0 };
            came - source.paid_out()
        });
        counted.sum()
    }

    /// Whether so much of a source can leave the account: goodwill, or no more than was received.
    fn may_leave(&self, source: &str, amount: i64) -> bool {
        source.starts_with("CR-") || amount <= self.received()
    }

    fn usable(&self, source: &str, today: NaiveDate) -> bool {
        self.sources.get(source).is_some_and(|found| found.state == State::Active && !lapsed(found, today))
    }

    fn live(&self, source: &str) -> bool {
        self.sources.get(source).is_some_and(|found| found.state != State::Withdrawn)
    }

    /// An invoice is issued.
    pub fn issue(&mut self, number: &str, total: i64) -> Allowed {
        self.invoices.insert(number.to_owned(), Invoice { total, ..Invoice::default() });
        Some(())
    }

    /// An invoice has another price, less its discount: what is written off gives way first, then the newest applications.
    pub fn change_price(&mut self, number: &str, price: i64) -> Allowed {
        only_if(self.noted(number) == 0)?;
        let invoice = self.invoices.get_mut(number)?;
        let total = price - invoice.discount;
        only_if(!invoice.void && !invoice.locked && total >= 0)?;
        let mut excess = (invoice.applied() + invoice.written_off - total).max(0);
        let owed_again = excess.min(invoice.written_off);
        invoice.written_off -= owed_again;
        excess -= owed_again;
        for applied in invoice.applied.iter_mut().rev() {
            let back = excess.min(applied.amount);
            applied.amount -= back;
            excess -= back;
        }
        invoice.total = total;
        Some(())
    }

    /// An invoice should never have existed.
    pub fn void(&mut self, number: &str, release: bool) -> Allowed {
        only_if(self.noted(number) == 0)?;
        let invoice = self.invoices.get_mut(number)?;
        let allowed = !invoice.void && !invoice.locked && invoice.written_off == 0;
        only_if(allowed && (release || invoice.applied() == 0))?;
        invoice.void = true;
        invoice.applied.iter_mut().for_each(|applied| applied.amount = 0);
        Some(())
    }

    /// Part of an invoice is given up.
    pub fn write_off(&mut self, number: &str, amount: i64) -> Allowed {
        let invoice = self.invoices.get_mut(number)?;
        only_if(!invoice.void && amount > 0 && amount <= invoice.outstanding())?;
        invoice.written_off += amount;
        Some(())
    }

    /// Part of what was given up is owed again.
    pub fn reverse_write_off(&mut self, number: &str, amount: i64) -> Allowed {
        let invoice = self.invoices.get_mut(number)?;
        only_if(amount > 0 && amount <= invoice.written_off)?;
        invoice.written_off -= amount;
        Some(())
    }

    /// A source comes into being.
    pub fn make(&mut self, number: &str, amount: i64, last_day: Option<NaiveDate>) -> Allowed {
        let source = Source { amount, refunded: 0, transferred: 0, state: State::Active, last_day, credits: None };
        self.sources.insert(number.to_owned(), source);
        Some(())
    }

    /// A payment pays the oldest invoices.
    pub fn pay(&mut self, number: &str, amount: i64) -> Allowed {
        self.make(number, amount, None)?;
        let invoices = self.invoices();
        self.spread(number, amount, &invoices);
        Some(())
    }

    /// Puts so much of a source on invoices, one after the other, as far as they have something to pay.
    fn spread(&mut self, source: &str, amount: i64, invoices: &[String]) {
        let mut left = amount;
        for number in invoices {
            let share = left.min(self.outstanding(number));
            if share > 0 {
                self.put(source, number, share);
                left -= share;
            }
        }
    }

    /// Puts more of a source on an invoice, or takes some off.
    fn put(&mut self, source: &str, number: &str, more: i64) {
        let pair = (source.to_owned(), number.to_owned());
        if let Some(invoice) = self.invoices.get_mut(number).filter(|_| more != 0) {
            if more > 0 {
                let (source, after) = (source.to_owned(), self.applied_so_far);
                invoice.applied.push(Applied { source, amount: more, after });
                self.applied_so_far += 1;
            }
            invoice.take_off(source, (-more).max(0));
            if !self.met.contains(&pair) {
                self.met.push(pair);
            }
        }
    }

    /// A payment was typed with a wrong amount: what no longer fits comes off its invoices, the newest first, and what it
    /// came to more goes on them, also for what was written off of them.
    pub fn put_amount_right(&mut self, number: &str, amount: i64) -> Allowed {
        only_if(self.live(number))?;
        let (before, paid_out) = self.sources.get(number).map(|source| (source.amount, source.paid_out()))?;
        only_if(amount > 0 && amount >= paid_out)?;
        let met = self.met.iter().filter(|(source, invoice)| source == number && self.on(source, invoice) > 0);
        let on: Vec<String> = met.map(|(_, invoice)| invoice.clone()).collect();
        let mut excess = (self.applied(number) - (amount - paid_out)).max(0);
        let mut newest_first: Vec<&mut Applied> =
            self.invoices.values_mut().flat_map(|invoice| &mut invoice.applied).collect();
        newest_first.sort_by_key(|applied| std::cmp::Reverse(applied.after));
        for applied in newest_first.into_iter().filter(|applied| applied.source == number) {
            let back = excess.min(applied.amount);
            applied.amount -= back;
            excess -= back;
        }
        self.sources.get_mut(number)?.amount = amount;
        let mut left = (amount - before).max(0);
        for invoice in &on {
            let found = self.invoices.get_mut(invoice)?;
            let share = left.min(found.outstanding() + found.written_off);
            found.written_off -= (share - found.outstanding()).max(0);
            self.put(number, invoice, share);
            left -= share;
        }
        Some(())
    }

    /// A payment or credit comes to another amount, a credit to another last day.
    pub fn change(&mut self, number: &str, amount: i64, last_day: Option<NaiveDate>) -> Allowed {
        let used = self.applied(number);
        let source = self.sources.get_mut(number)?;
        only_if(source.state != State::Withdrawn && amount > 0 && amount >= used + source.paid_out())?;
        source.amount = amount;
        source.last_day = last_day;
        Some(())
    }

    /// A payment is reversed: what it pays is owed again.
    pub fn reverse(&mut self, number: &str) -> Allowed {
        only_if(self.live(number))?;
        let source = self.sources.get_mut(number)?;
        only_if(source.paid_out() == 0)?;
        source.state = State::Withdrawn;
        for invoice in self.invoices.values_mut() {
            invoice.take_off(number, invoice.of(number));
        }
        Some(())
    }

    /// A credit is deleted, or a credit note made void.
    pub fn withdraw(&mut self, number: &str) -> Allowed {
        only_if(self.live(number) && self.applied(number) == 0)?;
        self.reverse(number)
    }

    /// What is unused of a credit is put to sleep, or woken.
    pub fn activate(&mut self, number: &str, active: bool) -> Allowed {
        only_if(self.live(number))?;
        self.sources.get_mut(number)?.state = if active { State::Active } else { State::Inactive };
        Some(())
    }

    /// An invoice is to have an amount of a source.
    pub fn arrange(&mut self, source: &str, number: &str, wanted: i64, today: NaiveDate) -> Allowed {
        let more = wanted - self.on(source, number);
        let (remaining, usable) = (self.remaining(source), self.usable(source, today));
        let invoice = self.invoices.get(number)?;
        only_if(more <= 0 || (!invoice.void && usable && more <= remaining && more <= invoice.outstanding()))?;
        self.put(source, number, more);
        Some(())
    }

    /// An invoice is locked, or open again.
    pub fn lock(&mut self, number: &str, locked: bool) -> Allowed {
        let invoice = self.invoices.get_mut(number)?;
        only_if(!invoice.void)?;
        invoice.locked = locked;
        Some(())
    }

    /// Money of a source moves to a linked client.
    pub fn transfer(&mut self, source: &str, amount: i64, today: NaiveDate) -> Allowed {
        let goodwill = source.starts_with("CR-");
        only_if(!goodwill && self.usable(source, today) && amount > 0 && amount <= self.remaining(source))?;
        only_if(self.may_leave(source, amount))?;
        self.sources.get_mut(source)?.transferred += amount;
        Some(())
    }

    /// Money of a source moves from one invoice to another; what the first has too little of comes out of the source.
    pub fn shift(&mut self, source: &str, (from, onto): (&str, &str), amount: i64, today: NaiveDate) -> Allowed {
        let before = self.clone();
        let (has, wanted) = (self.on(source, from), self.on(source, onto) + amount);
        let done = only_if(from != onto)
            .and_then(|()| self.arrange(source, from, (has - amount).max(0), today))
            .and_then(|()| self.arrange(source, onto, wanted, today));
        if done.is_none() {
            *self = before;
        }
        done
    }

    /// What remains of a source goes back to the client.
    pub fn refund(&mut self, refund: &str, source: &str, amount: i64, today: NaiveDate) -> Allowed {
        only_if(self.usable(source, today) && amount > 0 && amount <= self.remaining(source))?;
        only_if(self.may_leave(source, amount))?;
        self.sources.get_mut(source)?.refunded += amount;
        self.refunds.insert(refund.to_owned(), Refund { source: source.to_owned(), amount, stands: true });
        Some(())
    }

    /// Money that is on an invoice goes back to the client; a credit note lowers the invoice where it is not owed.
    pub fn refund_applied(
        &mut self,
        (refund, note): (&str, Option<&str>),
        (source, number): (&str, &str),
        amount: i64,
        today: NaiveDate,
    ) -> Allowed {
        let before = self.clone();
        let has = self.on(source, number);
        let all = only_if(self.usable(source, today) && amount > 0 && amount <= has)
            .and_then(|()| self.arrange(source, number, has - amount, today))
            .and_then(|()| note.map_or(Some(()), |note| self.note(note, number, amount)))
            .and_then(|()| self.refund(refund, source, amount, today));
        if all.is_none() {
            *self = before;
        }
        all
    }

    /// A refund never went, or came back.
    pub fn reverse_refund(&mut self, number: &str) -> Allowed {
        let refund = self.refunds.get_mut(number)?;
        only_if(refund.stands)?;
        refund.stands = false;
        self.sources.get_mut(&refund.source)?.refunded -= refund.amount;
        Some(())
    }

    /// The account before an act that is undone; documents that it made stay, and count no more.
    pub fn undo_to(&mut self, before: &Self) {
        let made = std::mem::replace(self, before.clone());
        self.met = made.met;
        for (number, invoice) in made.invoices {
            let undone = Invoice { total: invoice.total, void: true, ..Invoice::default() };
            self.invoices.entry(number).or_insert(undone);
        }
        for (number, source) in made.sources {
            self.sources.entry(number).or_insert(Source {
                state: State::Withdrawn,
                refunded: 0,
                transferred: 0,
                ..source
            });
        }
        for (number, refund) in made.refunds {
            self.refunds.entry(number).or_insert(Refund { stands: false, ..refund });
        }
    }

    /// Every figure of the account.
    #[must_use]
    pub fn figures(&self, today: NaiveDate) -> BTreeMap<String, String> {
        let mut figures = BTreeMap::new();
        for (number, invoice) in &self.invoices {
            let (applied, given_up, left) = (invoice.applied(), invoice.written_off, invoice.outstanding());
            figures.insert(number.clone(), format!("{applied} applied, {given_up} written off, {left} outstanding"));
        }
        let mut credit = 0;
        for (number, source) in &self.sources {
            let (applied, remaining) = (self.applied(number), self.remaining(number));
            let available = if self.usable(number, today) { remaining } else { 0 };
            credit += available;
            let lapsed = if lapsed(source, today) { remaining } else { 0 };
            let said = if number.starts_with("R-") {
                format!("{applied} applied, {remaining} remaining")
            } else {
                let (refunded, moved) = (source.refunded, source.transferred);
                format!(
                    "{applied} applied, {refunded} refunded, {moved} moved, {remaining} remaining, {available} available, \
                     {lapsed} lapsed"
                )
            };
            figures.insert(number.clone(), said);
        }
        let owing: i64 = self.invoices.values().map(Invoice::outstanding).sum();
        figures.insert("balance".to_owned(), format!("owing {owing}, credit {credit}"));
        figures
    }
}

fn lapsed(source: &Source, today: NaiveDate) -> bool {
    source.last_day.is_some_and(|last| last < today)
}

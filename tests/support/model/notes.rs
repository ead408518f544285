//! Credit notes in a client's account.

use chrono::NaiveDate;

use super::{Allowed, Model, Refund, State, only_if};

impl Model {
    /// What live credit notes took of an invoice.
    pub(super) fn noted(&self, invoice: &str) -> i64 {
        let notes = self.sources.values().filter(|source| source.credits.as_deref() == Some(invoice));
        notes.filter(|source| source.state != State::Withdrawn).map(|source| source.amount).sum()
    }

    /// What of an invoice is not credited yet.
    #[must_use]
    pub fn creditable(&self, invoice: &str) -> i64 {
        let live = self.invoices.get(invoice).filter(|invoice| !invoice.void);
        live.map_or(0, |found| found.total - self.noted(invoice))
    }

    /// What of a credit note on an invoice can be refunded as it is issued, where no goodwill makes way.
    #[must_use]
    pub fn can_go_back(&self, invoice: &str) -> i64 {
        let (own, kept) = self.paid_and_kept(invoice);
        (own - kept).min(self.received()).max(0)
    }

    /// An invoice charges what was charged already: void where nothing touched it, else credited with what is left of it;
    /// the rest of the note goes on another invoice.
    pub fn charged_twice(&mut self, number: &str, note: &str, onto: Option<&str>) -> Allowed {
        let invoice = self.invoices.get(number)?;
        if invoice.untouched() && self.noted(number) == 0 {
            return self.void(number, false);
        }
        let left = invoice.total - self.noted(number);
        only_if(onto.is_none_or(|onto| onto != number && self.outstanding(onto) > 0))?;
        self.note(note, number, left)?;
        if let Some(onto) = onto {
            self.spread(note, self.remaining(note), &[onto.to_owned()]);
        }
        Some(())
    }

    /// What money other than goodwill paid of an invoice, and what its live notes left to the client.
    fn paid_and_kept(&self, number: &str) -> (i64, i64) {
        let is_note =
            |source: &str| self.sources.get(source).and_then(|found| found.credits.as_deref()) == Some(number);
        let applied = self.invoices.get(number).into_iter().flat_map(|invoice| &invoice.applied);
        let own = applied.filter(|applied| !applied.source.starts_with("CR-") && !is_note(&applied.source));
        let notes = self.sources.iter().filter(|(_, found)| found.credits.as_deref() == Some(number));
        let live = notes.filter(|(_, found)| found.state != State::Withdrawn);
        let kept = live.map(|(note, found)| found.amount - self.on(note, number)).sum();
        (own.map(|applied| applied.amount).sum(), kept)
    }

    /// What of goodwill on an invoice makes way, the newest first, where `kept` of a note would be left to the client: what
    /// its notes leave is money that was paid.
    fn release_goodwill(&mut self, number: &str, kept: i64) -> Vec<(String, i64)> {
        let mut released = Vec::new();
        if kept <= 0 {
            return released;
        }
        let (own, before) = self.paid_and_kept(number);
        let mut off = (kept + before - own).max(0);
        if let Some(invoice) = self.invoices.get_mut(number) {
            let goodwill = invoice.applied.iter_mut().rev().filter(|applied| applied.source.starts_with("CR-"));
            for applied in goodwill {
                let back = off.min(applied.amount);
                applied.amount -= back;
                off -= back;
                released.push((applied.source.clone(), back));
            }
        }
        released
    }

    /// A credit note over part of an invoice: against what is outstanding first, the rest is kept.
    pub fn note(&mut self, note: &str, number: &str, amount: i64) -> Allowed {
        self.credit(note, number, amount).map(drop)
    }

    /// The same; the goodwill that made way.
    fn credit(&mut self, note: &str, number: &str, amount: i64) -> Option<Vec<(String, i64)>> {
        let released = self.make_room(number, amount)?;
        let applied = amount.min(self.outstanding(number));
        self.put(note, number, applied);
        self.make(note, amount, None)?;
        self.sources.get_mut(note)?.credits = Some(number.to_owned());
        Some(released)
    }

    /// Makes room on an invoice for a credit note: what was written off is owed again, and goodwill makes way.
    fn make_room(&mut self, number: &str, amount: i64) -> Option<Vec<(String, i64)>> {
        let left = self.invoices.get(number)?.total - self.noted(number);
        let invoice = self.invoices.get_mut(number)?;
        only_if(!invoice.void && amount > 0 && amount <= left)?;
        let owed_again = (amount - invoice.outstanding()).clamp(0, invoice.written_off);
        invoice.written_off -= owed_again;
        let kept = (amount - invoice.outstanding()).max(0);
        Some(self.release_goodwill(number, kept))
    }

    /// A credit note that is settled by hand: so much on its invoice, so much back to the client, the rest kept.
    pub fn split_note(
        &mut self,
        (note, refund): (&str, &str),
        number: &str,
        amount: i64,
        (applied, refunded): (i64, i64),
    ) -> Allowed {
        let before = self.clone();
        let settled = self.make_room(number, amount).and_then(|released| {
            let goodwill: i64 = released.iter().map(|(_, amount)| amount).sum();
            only_if(applied >= goodwill && applied <= self.outstanding(number) && applied + refunded <= amount)?;
            only_if(refunded <= self.can_go_back(number))?;
            self.put(note, number, applied);
            self.make(note, amount, None)?;
            let made = self.sources.get_mut(note)?;
            made.credits = Some(number.to_owned());
            made.refunded = refunded;
            if refunded > 0 {
                let refunded = Refund { source: note.to_owned(), amount: refunded, stands: true };
                self.refunds.insert(refund.to_owned(), refunded);
            }
            Some(())
        });
        if settled.is_none() {
            *self = before;
        }
        settled
    }

    /// An invoice is credited in full and issued again: the note pays the copy as far as it was paid, and so does the
    /// goodwill that made way.
    pub fn bill_again(&mut self, number: &str, note: &str, copy: &str, today: NaiveDate) -> Allowed {
        let invoice = self.invoices.get(number)?;
        let (total, discount) = (invoice.total, invoice.discount);
        only_if(self.noted(number) == 0)?;
        let released = self.credit(note, number, total)?;
        self.issue(copy, total);
        self.invoices.get_mut(copy)?.discount = discount;
        self.spread(note, self.remaining(note), &[copy.to_owned()]);
        for (source, amount) in released {
            let most = if self.usable(&source, today) { self.remaining(&source) } else { 0 };
            self.spread(&source, amount.min(most), &[copy.to_owned()]);
        }
        Some(())
    }

    /// A discount was forgotten: it is on the invoice where nothing touched that, else a credit note over as much.
    pub fn discount(&mut self, number: &str, note: &str, amount: i64) -> Allowed {
        let noted = self.noted(number);
        let invoice = self.invoices.get_mut(number)?;
        only_if(!invoice.void && invoice.discount == 0 && amount > 0 && amount <= invoice.total)?;
        if invoice.untouched() && noted == 0 {
            invoice.discount = amount;
            invoice.total -= amount;
            return Some(());
        }
        self.note(note, number, amount)
    }
}

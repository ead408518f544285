//! How the advice of a refund is laid out.

use super::{
    facts::{Recipient, RefundFacts},
    letterhead::{Closing, Head, Panel, close, pairs, parties, running_head, titled},
    page::Document,
    paper::Paper,
    sheet::Sheet,
    words::Words,
};

/// Lays out the advice of a refund.
#[must_use]
pub fn refund(facts: &RefundFacts, paper: Paper, words: &Words) -> Document {
    let refund = Refund { facts, words };
    let mut sheet = Sheet::new(paper);
    refund.head(&mut sheet);
    refund.payout(&mut sheet);
    close(sheet, &facts.letterhead, words, Closing { title: refund.title(), dated_on: facts.refunded_on })
}

struct Refund<'a> {
    facts: &'a RefundFacts,
    words: &'a Words,
}

impl Refund<'_> {
    fn title(&self) -> String {
        format!("{} {}", self.words.refund_advice, self.facts.number)
    }

    fn head(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        let rows = vec![(words.number, facts.number.clone()), (words.date, words.day(facts.refunded_on))];
        Head { letterhead: &facts.letterhead, title: words.refund_advice, facts: rows }.draw(sheet);
        let client = Recipient { name: facts.client.clone().unwrap_or_default(), ..Recipient::default() };
        parties(sheet, &[(words.paid_to, &facts.paid_to), (words.client, &client)], &self.panel());
    }

    fn panel(&self) -> Panel<'_> {
        let (facts, words) = (self.facts, self.words);
        let amount = words.amount(facts.amount, facts.currency);
        match facts.reversed_on {
            Some(on) => Panel {
                label: words.refund_advice,
                figure: words.reversed.to_owned(),
                beneath: format!("{amount} {} {}. {}", words.reversed_on, words.day(on), words.reversed_refund_means),
                framed: true,
            },
            None => Panel {
                label: words.amount_refunded,
                figure: amount,
                beneath: format!("{} · {}", facts.currency.code(), facts.method),
                framed: false,
            },
        }
    }

    fn turn(&self, sheet: &mut Sheet) {
        sheet.turn();
        let mark = self.facts.reversed_on.map(|_| self.words.reversed);
        running_head(sheet, &self.title(), &self.facts.paid_to.name, mark);
    }

    fn payout(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        let source = words.document_of(words.applied(facts.source_kind), &facts.source_number, facts.source_on);
        let rows = [
            (words.refunded_from, Some(source.as_str())),
            (words.method, Some(&facts.method)),
            (words.reference, facts.reference.as_deref()),
        ];
        pairs(sheet, &rows);
        if let Some(reason) = facts.reason.as_deref().filter(|reason| !reason.trim().is_empty()) {
            titled(sheet, words.reason, reason, &mut |sheet| self.turn(sheet));
        }
    }
}

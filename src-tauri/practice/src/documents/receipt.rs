//! How a receipt is laid out.

use super::{
    facts::{ReceiptFacts, Recipient},
    letterhead::{Closing, Head, Panel, close, pairs, parties, running_head, titled},
    page::Document,
    paper::Paper,
    sheet::Sheet,
    used::used,
    words::Words,
};

/// Lays out a receipt.
#[must_use]
pub fn receipt(facts: &ReceiptFacts, paper: Paper, words: &Words) -> Document {
    let receipt = Receipt { facts, words };
    let mut sheet = Sheet::new(paper);
    receipt.head(&mut sheet);
    receipt.payment(&mut sheet);
    receipt.used(&mut sheet);
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
        pairs(sheet, &[(words.method, Some(&facts.method)), (words.reference, facts.reference.as_deref())]);
        if let Some(comment) = facts.comment.as_deref().filter(|comment| !comment.trim().is_empty()) {
            titled(sheet, words.comment, comment, &mut |sheet| self.turn(sheet));
        }
    }

    fn used(&self, sheet: &mut Sheet) {
        let (facts, words) = (self.facts, self.words);
        let total = (words.amount_received, words.amount(facts.amount, facts.currency));
        used(sheet, &facts.used, words, total, &mut |sheet| self.turn(sheet));
    }
}

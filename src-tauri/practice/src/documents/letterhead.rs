//! What every document shares: the head of its first page, the heads of the others, the foot of each.

use super::{
    facts::{Letterhead, Recipient},
    page::{Area, Document, Ink, Item},
    paper::{Pt, mm},
    sheet::{FOOT, LABEL, PLAIN, QUIET, SMALL, STRONG, Sheet, Side, height},
    text::{self, Style},
    words::Words,
};

/// The most room that a logo takes.
const LOGO: (Pt, Pt) = (mm(46.0), mm(20.0));
/// The printed size of a logo's pixel where the logo is smaller than its room: 150 dots per inch.
const PIXEL: Pt = 72.0 / 150.0;
/// How wide the names of figures in the head are.
const FACT_NAME: Pt = mm(22.0);
/// The column of the title, the facts and the panel.
const RIGHT_COLUMN: Pt = mm(70.0);

/// The head of the first page.
pub struct Head<'a> {
    /// Who issues the document.
    pub letterhead: &'a Letterhead,
    /// What kind of document it is.
    pub title: &'a str,
    /// Its number and days, each with its name.
    pub facts: Vec<(&'a str, String)>,
}

/// The figure that is found in a second, or the mark that the document does not count.
pub struct Panel<'a> {
    /// What the figure is.
    pub label: &'a str,
    /// The figure.
    pub figure: String,
    /// A word about it.
    pub beneath: String,
    /// Whether it is a mark that must survive any printer.
    pub framed: bool,
}

/// The column at the right of the head.
pub fn right_column(sheet: &Sheet) -> (Pt, Pt) {
    (sheet.right() - RIGHT_COLUMN, RIGHT_COLUMN)
}

/// The column at the left of the head.
pub fn left_column(sheet: &Sheet) -> (Pt, Pt) {
    (sheet.left(), sheet.width() - RIGHT_COLUMN - mm(8.0))
}

impl Head<'_> {
    /// Draws it at the top of a page.
    pub fn draw(&self, sheet: &mut Sheet) {
        let top = sheet.y;
        let sender_ends = self.sender(sheet, top);
        let (left, width) = right_column(sheet);
        let title = fitting(self.title, STRONG.sized(24.0), width);
        sheet.write(self.title, title, (left, width), Side::Right, top - mm(2.0));
        let mut y = top + mm(13.0);
        for (name, value) in &self.facts {
            let value_width = width - FACT_NAME;
            sheet.write(name, QUIET, (left, FACT_NAME), Side::Left, y);
            let lines = text::wrap(value, STRONG, value_width);
            y = sheet.block(lines, (left + FACT_NAME, value_width), Side::Right, y);
        }
        sheet.y = sender_ends.max(y) + mm(6.0);
        sheet.rule(sheet.y, 0.75, Ink::BLACK);
        sheet.y += mm(6.0);
    }

    fn sender(&self, sheet: &mut Sheet, top: Pt) -> Pt {
        let column = left_column(sheet);
        let mut y = top;
        if let Some(area) = self.logo_area(column.0, top) {
            sheet.put(Item::Logo { area });
            y += area.height + mm(3.0);
        }
        let letterhead = self.letterhead;
        y = named(sheet, &letterhead.practice, 12.0, column, y);
        if let Some(owner) = &letterhead.owner {
            y = sheet.wrapped(owner, PLAIN, column, y);
        }
        for line in &letterhead.address {
            y = sheet.wrapped(line, QUIET, column, y);
        }
        let reached = [&letterhead.phone, &letterhead.email].into_iter().flatten().map(String::as_str);
        let reached: Vec<&str> = reached.collect();
        if reached.is_empty() { y } else { sheet.wrapped(&reached.join("  ·  "), QUIET, column, y) }
    }

    fn logo_area(&self, left: Pt, top: Pt) -> Option<Area> {
        let logo = self.letterhead.logo.as_ref()?;
        let (width, height) = (pixels(logo.width()) * PIXEL, pixels(logo.height()) * PIXEL);
        let scale = (LOGO.0 / width).min(LOGO.1 / height).min(1.0);
        Some(Area { left, top, width: width * scale, height: height * scale })
    }
}

/// Draws who the document is for at the left and its figure at the right, beneath the head.
pub fn parties(sheet: &mut Sheet, people: &[(&str, &Recipient)], panel: &Panel<'_>) {
    let top = sheet.y;
    let panel_ends = panel.draw(sheet, top);
    let column = left_column(sheet);
    let mut y = top;
    for (label, recipient) in people.iter().filter(|(_, recipient)| !recipient.name.is_empty()) {
        sheet.write(label, LABEL, column, Side::Left, y);
        y += mm(4.6);
        y = named(sheet, &recipient.name, 11.0, column, y);
        for line in recipient.address.iter().chain(&recipient.email) {
            y = sheet.wrapped(line, QUIET, column, y);
        }
        y += mm(3.0);
    }
    sheet.y = panel_ends.max(y) + mm(5.0);
}

impl Panel<'_> {
    fn draw(&self, sheet: &mut Sheet, top: Pt) -> Pt {
        let (left, width) = right_column(sheet);
        let inset = mm(4.0);
        let column = (left + inset, width - 2.0 * inset);
        let beneath = text::wrap(&self.beneath, PLAIN, column.1);
        let area = Area { left, top, width, height: mm(20.5) + height(&beneath) };
        sheet.panel(area, self.framed);
        sheet.write(self.label, LABEL, column, Side::Left, top + mm(3.0));
        let figure = fitting(&self.figure, STRONG.sized(22.0), column.1);
        sheet.write(&self.figure, figure, column, Side::Left, top + mm(6.8));
        sheet.block(beneath, column, Side::Left, top + mm(17.2));
        top + area.height
    }
}

/// As large as it fits on one line.
fn fitting(words: &str, large: Style, width: Pt) -> Style {
    let reach = text::shape(words, large).width;
    if reach > width { large.sized(large.size * width / reach * 0.99) } else { large }
}

/// Writes a name at `size`; one that would take more than three lines is written smaller.
fn named(sheet: &mut Sheet, name: &str, size: Pt, column: (Pt, Pt), top: Pt) -> Pt {
    const LINES: usize = 3;
    let mut lines = text::wrap(name, STRONG.sized(size), column.1);
    if lines.len() > LINES {
        lines = text::wrap(name, STRONG.sized(LABEL.size), column.1);
    }
    sheet.block(lines, column, Side::Left, top)
}

/// The head of the pages after the first: what the document is, whom it is for, and the mark if it does not count.
pub fn running_head(sheet: &mut Sheet, title: &str, recipient: &str, mark: Option<&str>) {
    let half = sheet.width() / 2.0;
    let right_half = (sheet.left() + half, half);
    sheet.write(title, STRONG, (sheet.left(), half), Side::Left, sheet.y);
    match mark {
        Some(mark) => sheet.write(mark, STRONG.sized(12.0), right_half, Side::Right, sheet.y - 3.0),
        None => sheet.write(recipient, QUIET, right_half, Side::Right, sheet.y),
    }
    sheet.y += mm(6.0);
    sheet.rule(sheet.y, 0.75, Ink::BLACK);
    sheet.y += mm(5.0);
}

/// Names with their values beside them; what has no value is not there.
pub fn pairs(sheet: &mut Sheet, pairs: &[(&str, Option<&str>)]) {
    let names = (sheet.left(), mm(26.0));
    let values = (sheet.left() + names.1, sheet.width() - names.1);
    for (name, value) in pairs {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            sheet.write(name, LABEL, names, Side::Left, sheet.y + 0.8);
            sheet.y = sheet.wrapped(value, PLAIN, values, sheet.y) + mm(1.0);
        }
    }
    sheet.y += mm(4.0);
}

/// A text with its name above it, over as many pages as it needs.
pub fn titled(sheet: &mut Sheet, title: &str, words: &str, turn: &mut dyn FnMut(&mut Sheet)) {
    let column = (sheet.left(), sheet.width());
    if sheet.room() < mm(14.0) {
        turn(sheet);
    }
    sheet.write(title, LABEL, column, Side::Left, sheet.y);
    sheet.y += mm(4.6);
    for line in text::wrap(words, PLAIN, column.1) {
        let leading = line.style.leading();
        if sheet.room() < leading {
            turn(sheet);
        }
        sheet.line(line, column, Side::Start, sheet.y);
        sheet.y += leading;
    }
    sheet.y += mm(4.0);
}

/// Writes the foot of every page, now that their number is known, and closes the document.
pub fn close(mut sheet: Sheet, letterhead: &Letterhead, words: &Words, closing: Closing) -> Document {
    let numbers: Vec<String> =
        [(words.tax_id, &letterhead.tax_id), (words.licence, &letterhead.licence), (words.npi, &letterhead.npi)]
            .into_iter()
            .filter_map(|(name, number)| Some(format!("{name} {}", number.as_ref()?)))
            .collect();
    let pages = std::mem::take(&mut sheet.pages);
    let count = pages.len();
    for (page, number) in pages.into_iter().zip(1..) {
        sheet.pages.push(page);
        foot(&mut sheet, &numbers.join("  ·  "), letterhead.footer.as_deref(), &words.page_of(number, count));
    }
    let uncovered = sheet.uncovered();
    let warnings =
        if uncovered.is_empty() { Vec::new() } else { vec![words.uncovered_characters(uncovered.iter().copied())] };
    Document {
        title: closing.title,
        author: letterhead.practice.clone(),
        dated_on: closing.dated_on,
        language: words.language,
        paper: sheet.paper,
        logo: letterhead.logo.clone(),
        pages: sheet.pages,
        warnings,
    }
}

/// What a document is called and the day that it carries.
pub struct Closing {
    /// Its title.
    pub title: String,
    /// Its day.
    pub dated_on: chrono::NaiveDate,
}

fn foot(sheet: &mut Sheet, numbers: &str, footer: Option<&str>, page: &str) {
    let top = sheet.paper.height() - FOOT + mm(4.5);
    let page_width = mm(34.0);
    let column = (sheet.left(), sheet.width() - page_width);
    sheet.rule(top, 0.5, Ink::LIGHT);
    sheet.write(page, SMALL, (sheet.right() - page_width, page_width), Side::Right, top + mm(1.8));
    let mut y = top + mm(1.8);
    for line in [Some(numbers), footer].into_iter().flatten().filter(|line| !line.trim().is_empty()) {
        sheet.write(line, SMALL, column, Side::Left, y);
        y += SMALL.leading();
    }
}

/// A count of pixels as a length; logos have at most a few hundred.
fn pixels(count: u32) -> Pt {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

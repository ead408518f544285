//! Pages in the making: a place to write from, and what is written.

use std::collections::BTreeSet;

use super::{
    fonts::Weight,
    page::{Area, Ink, Item, Page},
    paper::{Paper, Pt, mm},
    text::{self, Line, Style},
};

/// The white at the left and right of every page.
pub const MARGIN: Pt = mm(20.0);
/// The white at the top of every page.
pub const TOP: Pt = mm(17.0);
/// What the foot of every page needs, white included.
pub const FOOT: Pt = mm(21.0);

/// The size of most text.
pub const BODY: Pt = 9.0;

/// Plain text.
pub const PLAIN: Style = Style { size: BODY, weight: Weight::Regular, ink: Ink::BLACK };
/// What is looked for.
pub const STRONG: Style = Style { size: BODY, weight: Weight::Bold, ink: Ink::BLACK };
/// What is less important than the rest.
pub const QUIET: Style = Style { size: BODY, weight: Weight::Regular, ink: Ink::GREY };
/// The name of what stands beneath or beside it.
pub const LABEL: Style = Style { size: 8.0, weight: Weight::Regular, ink: Ink::GREY };
/// Small print.
pub const SMALL: Style = Style { size: 7.5, weight: Weight::Regular, ink: Ink::GREY };

impl Style {
    /// The same in another size.
    pub const fn sized(self, size: Pt) -> Self {
        Self { size, ..self }
    }

    /// From one baseline to the next.
    pub fn leading(self) -> Pt {
        self.size * 1.4
    }

    /// From the top of a line's room to its baseline.
    pub fn ascent(self) -> Pt {
        self.size * 1.05
    }
}

/// Where a line stands in the width that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// At the left.
    Left,
    /// At the right.
    Right,
    /// Where its own language begins: at the right for Hebrew and Arabic.
    Start,
}

/// The pages so far, and how far down the last one is filled.
#[derive(Debug)]
pub struct Sheet {
    /// The sheets that it is for.
    pub paper: Paper,
    /// The pages so far.
    pub pages: Vec<Page>,
    /// Where the next thing goes on the last page.
    pub y: Pt,
    uncovered: BTreeSet<char>,
}

impl Sheet {
    /// One empty page.
    pub fn new(paper: Paper) -> Self {
        Self { paper, pages: vec![Page::default()], y: TOP, uncovered: BTreeSet::new() }
    }

    /// Where text begins.
    pub fn left(&self) -> Pt {
        MARGIN
    }

    /// Where text ends.
    pub fn right(&self) -> Pt {
        self.paper.width() - MARGIN
    }

    /// How wide text may be.
    pub fn width(&self) -> Pt {
        self.right() - self.left()
    }

    /// Where the foot begins.
    pub fn bottom(&self) -> Pt {
        self.paper.height() - FOOT
    }

    /// How much room is left above the foot.
    pub fn room(&self) -> Pt {
        self.bottom() - self.y
    }

    /// Begins a new page.
    pub fn turn(&mut self) {
        self.pages.push(Page::default());
        self.y = TOP;
    }

    /// The characters so far that no typeface has.
    pub fn uncovered(&self) -> &BTreeSet<char> {
        &self.uncovered
    }

    /// Puts something on the last page.
    pub fn put(&mut self, item: Item) {
        if let Item::Text { line, .. } = &item {
            self.uncovered.append(&mut text::uncovered(&line.words));
        }
        if let Some(page) = self.pages.last_mut() {
            page.items.push(item);
        }
    }

    /// Puts a shaped line with its room's top at `top`; empty lines leave no trace.
    pub fn line(&mut self, line: Line, (left, width): (Pt, Pt), side: Side, top: Pt) {
        if line.words.is_empty() {
            return;
        }
        let at_right = side == Side::Right || side == Side::Start && line.right_to_left;
        let left = if at_right { left + width - line.width } else { left };
        self.put(Item::Text { left, baseline: top + line.style.ascent(), line });
    }

    /// Puts one line of text; what does not fit gives way to an ellipsis.
    pub fn write(&mut self, words: &str, style: Style, column: (Pt, Pt), side: Side, top: Pt) {
        self.line(text::fit(words, style, column.1), column, side, top);
    }

    /// Puts lines beneath each other and returns where they end.
    pub fn block(&mut self, lines: Vec<Line>, column: (Pt, Pt), side: Side, mut top: Pt) -> Pt {
        for line in lines {
            let leading = line.style.leading();
            self.line(line, column, side, top);
            top += leading;
        }
        top
    }

    /// Wraps text at `top` and returns where it ends.
    pub fn wrapped(&mut self, words: &str, style: Style, column: (Pt, Pt), top: Pt) -> Pt {
        self.block(text::wrap(words, style, column.1), column, Side::Left, top)
    }

    /// A rule across the text's width.
    pub fn rule(&mut self, y: Pt, weight: Pt, ink: Ink) {
        self.stroke((self.left(), self.right()), y, weight, ink);
    }

    /// A rule from one place to another at the same height.
    pub fn stroke(&mut self, (from, to): (Pt, Pt), y: Pt, weight: Pt, ink: Ink) {
        self.put(Item::Rule { from: (from, y), to: (to, y), weight, ink, dashed: false });
    }

    /// The place for a figure that is found in a second: tinted, or framed where a mark must survive any printer.
    pub fn panel(&mut self, area: Area, framed: bool) {
        let item = if framed { Item::Frame { area, weight: 2.0 } } else { Item::Fill { area, ink: Ink::TINT } };
        self.put(item);
    }
}

/// The height of lines beneath each other.
pub fn height(lines: &[Line]) -> Pt {
    lines.iter().map(|line| line.style.leading()).sum()
}

//! Rows of figures under heads that every page repeats.

use super::{
    page::Ink,
    paper::{Pt, mm},
    sheet::{LABEL, PLAIN, Sheet, Side, height},
    text::{self, Line, Style},
};

/// The white above and beneath a row's text.
const PADDING: Pt = mm(1.3);
/// The white between two columns.
pub const GUTTER: Pt = mm(3.0);

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// Its head.
    pub name: &'a str,
    /// How wide it is, the white to the next one included.
    pub width: Pt,
    /// Where its text stands.
    pub side: Side,
}

/// The columns of a table, from left to right.
#[derive(Debug)]
pub struct Table<'a> {
    columns: Vec<Column<'a>>,
}

impl<'a> Table<'a> {
    /// A table of `columns` as wide as the sheet's text; the column without a width takes what the others leave.
    pub fn new(sheet: &Sheet, mut columns: Vec<Column<'a>>) -> Self {
        let taken: Pt = columns.iter().map(|column| column.width).sum();
        for column in columns.iter_mut().filter(|column| column.width <= 0.0) {
            column.width = sheet.width() - taken;
        }
        Self { columns }
    }

    /// Draws the heads.
    pub fn heads(&self, sheet: &mut Sheet) {
        let top = sheet.y;
        for (place, column) in self.places(sheet.left()) {
            sheet.write(column.name, LABEL, place, column.side, top);
        }
        sheet.y += LABEL.leading() + mm(1.0);
        sheet.rule(sheet.y, 0.75, Ink::BLACK);
        sheet.y += mm(0.6);
    }

    /// Shapes a row: one text for each column.
    pub fn row(&self, sheet: &Sheet, texts: &[String], style: Style) -> Row {
        let cells = self
            .places(sheet.left())
            .zip(texts)
            .map(|((place, column), text)| Cell { place, side: column.side, lines: text::wrap(text, style, place.1) })
            .collect();
        Row { cells }
    }

    fn places(&self, mut left: Pt) -> impl Iterator<Item = ((Pt, Pt), Column<'a>)> {
        self.columns.iter().enumerate().map(move |(position, column)| {
            let last = position + 1 == self.columns.len();
            let place = (left, column.width - if last { 0.0 } else { GUTTER });
            left += column.width;
            (place, *column)
        })
    }
}

/// A shaped row.
#[derive(Debug)]
pub struct Row {
    cells: Vec<Cell>,
}

#[derive(Debug)]
struct Cell {
    place: (Pt, Pt),
    side: Side,
    lines: Vec<Line>,
}

impl Row {
    /// How high it is.
    pub fn height(&self) -> Pt {
        let text = self.cells.iter().map(|cell| height(&cell.lines)).fold(0.0, Pt::max);
        text + 2.0 * PADDING
    }

    /// Draws it, with a hairline beneath.
    pub fn draw(self, sheet: &mut Sheet) {
        let (top, bottom) = (sheet.y + PADDING, sheet.y + self.height());
        for cell in self.cells {
            sheet.block(cell.lines, cell.place, cell.side, top);
        }
        sheet.rule(bottom, 0.5, Ink::LIGHT);
        sheet.y = bottom;
    }

    /// Takes off what fits into `room`, at least one line, and leaves the rest in `self`; `None` once nothing is left.
    pub fn split_off(&mut self, room: Pt) -> Option<Self> {
        if self.cells.iter().all(|cell| cell.lines.is_empty()) {
            return None;
        }
        let cells = self.cells.iter_mut().map(|cell| {
            let mut used = 2.0 * PADDING;
            let fitting = cell.lines.iter().take_while(|line| {
                used += line.style.leading();
                used <= room
            });
            let count = fitting.count().max(1).min(cell.lines.len());
            Cell { place: cell.place, side: cell.side, lines: cell.lines.drain(..count).collect() }
        });
        Some(Self { cells: cells.collect() })
    }
}

/// Draws a row where it fits whole above `reserve`, after `turn` if need be; a row of more than a page goes on over the
/// next ones.
pub fn place(sheet: &mut Sheet, mut row: Row, reserve: Pt, turn: &mut dyn FnMut(&mut Sheet)) {
    const LEAST: Pt = mm(12.0);
    let page = sheet.bottom() - mm(45.0);
    if sheet.room() < row.height() + reserve && (row.height() < page || sheet.room() < LEAST + reserve) {
        turn(sheet);
    }
    if row.height() + reserve <= sheet.room() {
        return row.draw(sheet);
    }
    while let Some(part) = row.split_off(sheet.room() - reserve) {
        if sheet.room() < part.height() + reserve {
            turn(sheet);
        }
        part.draw(sheet);
    }
}

/// A name and a figure at the right of the page, as sums are written beneath a table.
pub fn sum(sheet: &mut Sheet, name: &str, figure: &str, style: Style) {
    let (left, width) = sums_column(sheet);
    let figure = text::shape(figure, style);
    let name_width = width - figure.width - GUTTER;
    let top = sheet.y + PADDING;
    let ends = sheet.wrapped(name, style, (left, name_width), top);
    sheet.line(figure, (left, width), Side::Right, top);
    sheet.y = ends + PADDING;
}

/// Where sums stand.
pub fn sums_column(sheet: &Sheet) -> (Pt, Pt) {
    const WIDTH: Pt = mm(78.0);
    (sheet.right() - WIDTH, WIDTH)
}

/// How high a sum of one line is.
pub const SUM: Pt = PLAIN.size * 1.4 + 2.0 * PADDING;

//! Page models as PDF. The only file that knows printpdf.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use chrono::NaiveDate;
use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Object, StringFormat, dictionary};
use printpdf::{
    Color, DictItem, FontId, Greyscale, Line as Stroke, LineDashPattern, LinePoint, Op, PaintMode, ParsedFont,
    PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, RawImage, RawImageData, RawImageFormat,
    Rect, TextItem, TextMatrix, XObject, XObjectId, XObjectTransform, text::Codepoint,
};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use super::{
    fonts::{FaceId, Fonts},
    glyphs::Glyph,
    logo::Logo,
    page::{Area, Document, Ink, Item, Page},
    text::{Line, ems},
};

/// Why a document could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// A bundled typeface could not be reduced to what the document needs.
    #[error("The typeface {face} could not be put into the document.")]
    Typeface {
        /// Its name.
        face: &'static str,
    },
    /// The stored logo is no longer a picture.
    #[error("The logo cannot be read. Choose it again in Settings.")]
    Logo,
    /// Writing into memory failed.
    #[error("The PDF could not be written: {reason}")]
    Writing {
        /// What the writer says.
        reason: String,
    },
}

/// Writes a document as PDF. The same document gives the same bytes.
///
/// # Errors
/// [`DocumentError`] if a typeface or the logo cannot be embedded.
pub fn to_pdf(document: &Document) -> Result<Vec<u8>, DocumentError> {
    let mut pdf = PdfDocument::new(&document.title);
    let subsets = Subset::of_all(document)?;
    for (face, subset) in &subsets {
        pdf.resources.fonts.map.insert(resource(*face), PdfFont::new(subset.font.clone()));
    }
    if let Some(logo) = &document.logo {
        pdf.resources.xobjects.map.insert(logo_id(), XObject::Image(picture(logo)?));
    }
    pdf.pages = document.pages.iter().map(|page| drawn(page, document, &subsets)).collect();
    finish(&pdf, document)
}

/// The part of a face that a document uses.
struct Subset {
    glyphs: GlyphRemapper,
    font: ParsedFont,
}

impl Subset {
    fn of_all(document: &Document) -> Result<BTreeMap<FaceId, Self>, DocumentError> {
        let mut used: BTreeMap<FaceId, GlyphRemapper> = BTreeMap::new();
        let items = document.pages.iter().flat_map(|page| &page.items);
        let lines = items.filter_map(|item| if let Item::Text { line, .. } = item { Some(line) } else { None });
        for run in lines.flat_map(|line| &line.runs) {
            let glyphs = used.entry(run.face).or_default();
            for glyph in &run.glyphs {
                glyphs.remap(glyph.id);
            }
        }
        used.into_iter().map(|(face, glyphs)| Ok((face, Self::of(face, glyphs)?))).collect()
    }

    fn of(id: FaceId, glyphs: GlyphRemapper) -> Result<Self, DocumentError> {
        let unusable = || DocumentError::Typeface { face: id.name() };
        let face = Fonts::bundled().face(id).ok_or_else(unusable)?;
        let program = subsetter::subset(face.bytes, 0, &glyphs).map_err(|_| unusable())?;
        let mut font = ParsedFont::from_bytes(&program, 0, &mut Vec::new()).ok_or_else(unusable)?;
        font.font_name = Some(format!("{}+{}", tag(&glyphs), id.name()));
        Ok(Self { glyphs, font })
    }
}

/// Six capital letters that tell this subset of a face from others, as PDF wants them.
fn tag(glyphs: &GlyphRemapper) -> String {
    let ids: Vec<u8> = glyphs.remapped_gids().flat_map(u16::to_be_bytes).collect();
    Sha256::digest(ids).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

fn resource(face: FaceId) -> FontId {
    FontId(face.name().to_owned())
}

fn logo_id() -> XObjectId {
    XObjectId("Logo".to_owned())
}

fn picture(logo: &Logo) -> Result<RawImage, DocumentError> {
    let size = |pixels: u32| usize::try_from(pixels).map_err(|_| DocumentError::Logo);
    Ok(RawImage {
        pixels: RawImageData::U8(logo.rgb().ok_or(DocumentError::Logo)?),
        width: size(logo.width())?,
        height: size(logo.height())?,
        data_format: RawImageFormat::RGB8,
        tag: Vec::new(),
    })
}

/// Draws on one page; its height turns our downward lengths into PDF's upward ones.
struct Pen<'a> {
    ops: Vec<Op>,
    height: f32,
    subsets: &'a BTreeMap<FaceId, Subset>,
    logo: Option<&'a Logo>,
}

fn drawn(page: &Page, document: &Document, subsets: &BTreeMap<FaceId, Subset>) -> PdfPage {
    let (width, height) = (document.paper.width(), document.paper.height());
    let mut pen = Pen { ops: Vec::new(), height, subsets, logo: document.logo.as_ref() };
    for item in &page.items {
        pen.item(item);
    }
    let sheet = Rect::from_wh(Pt(width), Pt(height));
    PdfPage { media_box: sheet.clone(), trim_box: sheet.clone(), crop_box: sheet, ops: pen.ops }
}

impl Pen<'_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Text { left, baseline, line } => self.text(*left, *baseline, line),
            Item::Rule { from, to, weight, ink, dashed } => {
                let dash = if *dashed { LineDashPattern::new(0.0, &[3.0, 3.0]) } else { LineDashPattern::solid() };
                let points = [from, to].map(|&(x, y)| LinePoint { p: self.point(x, y), bezier: false });
                self.ops.extend([
                    Op::SetLineDashPattern { dash },
                    Op::SetOutlineColor { col: grey(*ink) },
                    Op::SetOutlineThickness { pt: Pt(*weight) },
                    Op::DrawLine { line: Stroke { points: points.into(), is_closed: false } },
                ]);
            }
            Item::Fill { area, ink } => {
                let rectangle = self.rectangle(area, PaintMode::Fill);
                self.ops.extend([Op::SetFillColor { col: grey(*ink) }, Op::DrawRectangle { rectangle }]);
            }
            Item::Frame { area, weight } => {
                let rectangle = self.rectangle(area, PaintMode::Stroke);
                self.ops.extend([
                    Op::SetLineDashPattern { dash: LineDashPattern::solid() },
                    Op::SetOutlineColor { col: grey(Ink::BLACK) },
                    Op::SetOutlineThickness { pt: Pt(*weight) },
                    Op::DrawRectangle { rectangle },
                ]);
            }
            Item::Logo { area } => self.logo(area),
        }
    }

    fn text(&mut self, left: f32, baseline: f32, line: &Line) {
        let size = line.style.size;
        self.ops.extend([Op::StartTextSection, Op::SetFillColor { col: grey(line.style.ink) }]);
        let mut reached = left;
        let mut set = None;
        for run in &line.runs {
            let Some(subset) = self.subsets.get(&run.face) else { continue };
            if set.replace(run.face) != Some(run.face) {
                let font = PdfFontHandle::External(resource(run.face));
                self.ops.push(Op::SetFont { font, size: Pt(size) });
            }
            if let Some(says) = &run.says {
                self.ops.push(spoken(says));
            }
            for level in run.glyphs.chunk_by(|one, other| (one.rise - other.rise).abs() < f32::EPSILON) {
                let rise = level.first().map_or(0.0, |glyph| glyph.rise);
                let y = self.height - baseline + ems(rise, size);
                let matrix = TextMatrix::Translate(Pt(reached), Pt(y));
                self.ops.extend([Op::SetTextMatrix { matrix }, Op::ShowText { items: subset.shown(level) }]);
                reached += ems(level.iter().map(|glyph| glyph.advance).sum(), size);
            }
            if run.says.is_some() {
                self.ops.push(Op::EndMarkedContentWithProperties);
            }
        }
        self.ops.push(Op::EndTextSection);
    }

    fn logo(&mut self, area: &Area) {
        let Some(logo) = self.logo else { return };
        let pixels = |count: u32| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
        let transform = XObjectTransform {
            translate_x: Some(Pt(area.left)),
            translate_y: Some(Pt(self.height - area.top - area.height)),
            scale_x: Some(area.width / pixels(logo.width())),
            scale_y: Some(area.height / pixels(logo.height())),
            dpi: Some(72.0),
            ..XObjectTransform::default()
        };
        self.ops.push(Op::UseXobject { id: logo_id(), transform });
    }

    fn point(&self, x: f32, y: f32) -> Point {
        Point { x: Pt(x), y: Pt(self.height - y) }
    }

    fn rectangle(&self, area: &Area, mode: PaintMode) -> Rect {
        let lower_left = self.point(area.left, area.top + area.height);
        let mut rectangle = Rect::from_wh(Pt(area.width), Pt(area.height));
        (rectangle.x, rectangle.y, rectangle.mode) = (lower_left.x, lower_left.y, Some(mode));
        rectangle
    }
}

/// Begins a stretch whose glyphs together are read as `says`.
fn spoken(says: &str) -> Op {
    let text =
        DictItem::Bytes([0xFE, 0xFF].into_iter().chain(says.encode_utf16().flat_map(u16::to_be_bytes)).collect());
    let properties = DictItem::Dict { map: BTreeMap::from([("ActualText".to_owned(), text)]) };
    Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties }
}

impl Subset {
    /// Glyphs on one level with the moves between them that the font does not make by itself.
    fn shown(&self, glyphs: &[Glyph]) -> Vec<TextItem> {
        let mut items = Vec::new();
        let mut together = Vec::new();
        let mut before = 0.0;
        for glyph in glyphs {
            let id = self.glyphs.get(glyph.id).unwrap_or_default();
            let back = before - glyph.shift;
            if back.abs() > NO_MOVE {
                items.extend((!together.is_empty()).then(|| TextItem::GlyphIds(std::mem::take(&mut together))));
                items.push(TextItem::Offset(back));
            }
            together.push(Codepoint::with_cid(id, 0.0, glyph.stands_for.clone()));
            before = glyph.shift + self.natural_advance(id) - glyph.advance;
        }
        items.push(TextItem::GlyphIds(together));
        items
    }

    /// How far PDF readers move after a glyph by themselves.
    fn natural_advance(&self, id: u16) -> f32 {
        let units = f32::from(self.font.get_glyph_width(id).unwrap_or_default());
        units * 1000.0 / f32::from(self.font.units_per_em.max(1))
    }
}

/// Thousandths of an em that nobody sees.
const NO_MOVE: f32 = 0.01;

fn grey(ink: Ink) -> Color {
    let white = f32::from(100 - ink.percent.min(100)) / 100.0;
    Color::Greyscale(Greyscale { percent: white, icc_profile: None })
}

/// Replaces what printpdf draws by lot or leaves at 1970 by what follows from the content, and writes the file.
fn finish(pdf: &PdfDocument, document: &Document) -> Result<Vec<u8>, DocumentError> {
    let failed = |reason: String| DocumentError::Writing { reason };
    let options = PdfSaveOptions { optimize: true, subset_fonts: false, secure: true, image_optimization: None };
    let mut file = pdf.to_lopdf_document(&options, &mut Vec::new());
    file.version = "1.7".to_owned();
    let info = file.trailer.get(b"Info").and_then(Object::as_reference).map_err(|error| failed(error.to_string()))?;
    file.set_object(info, information(document));
    let no_id = || Object::String(vec![0; 32], StringFormat::Hexadecimal);
    file.trailer.set("ID", Object::Array(vec![no_id(), no_id()]));
    let catalog = file.catalog_mut().map_err(|error| failed(error.to_string()))?;
    catalog.set("Lang", Object::string_literal(document.language));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    compress(&mut file).map_err(|error| failed(error.to_string()))?;
    let id = Object::String(Sha256::digest(written(&mut file).map_err(failed)?).to_vec(), StringFormat::Hexadecimal);
    file.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    written(&mut file).map_err(failed)
}

/// Compresses as lopdf does, but not to the utmost: a tenth of a document's time is worth a hundred bytes.
fn compress(file: &mut lopdf::Document) -> io::Result<()> {
    let plain = file.objects.values_mut().filter_map(|object| object.as_stream_mut().ok());
    for stream in plain.filter(|stream| stream.dict.get(b"Filter").is_err()) {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(&stream.content)?;
        stream.set_content(encoder.finish()?);
        stream.dict.set("Filter", "FlateDecode");
    }
    Ok(())
}

fn written(file: &mut lopdf::Document) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn information(document: &Document) -> Dictionary {
    dictionary! {
        "Title" => lopdf::text_string(&document.title),
        "Author" => lopdf::text_string(&document.author),
        "Creator" => lopdf::text_string("Daybook"),
        "CreationDate" => Object::string_literal(midnight(document.dated_on)),
    }
}

/// The first instant of a day, without a time zone, as PDF writes it.
fn midnight(on: NaiveDate) -> String {
    on.format("D:%Y%m%d000000").to_string()
}

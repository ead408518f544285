//! The practice's logo: checked by decoding it, brought to print size, kept small.

use std::io::Cursor;

use base64::{Engine, prelude::BASE64_STANDARD};
use image::{DynamicImage, ImageFormat, ImageReader, Rgba, RgbaImage, imageops};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A picture that is known to print: a PNG of at most print size on white.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    png: Vec<u8>,
    width: u32,
    height: u32,
}

/// Why a file was not taken as the logo; each message is a sentence for the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogoError {
    /// Nothing in it.
    #[error("The file is empty. Choose a PNG or JPEG picture.")]
    Empty,
    /// More bytes than a logo needs.
    #[error(
        "The file is {megabytes} MB. A logo may have up to {MOST_MEGABYTES} MB; save it smaller and choose it again."
    )]
    TooManyBytes {
        /// Its size, rounded up.
        megabytes: usize,
    },
    /// Neither PNG nor JPEG, whatever its name says.
    #[error("The file is not a PNG or JPEG picture, whatever its name says. Save the logo as PNG and choose that.")]
    NotAPicture,
    /// A PNG or JPEG that cannot be decoded.
    #[error("The picture is damaged and cannot be read. Save it again as PNG and choose that.")]
    Damaged,
    /// Wider or higher than any print needs.
    #[error("The picture is {width} by {height} pixels. A logo may have up to {MOST_PIXELS} by {MOST_PIXELS}.")]
    TooManyPixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
}

/// The largest file that is taken, in millions of bytes.
pub const MOST_MEGABYTES: usize = 5;
/// The most pixels across or down.
pub const MOST_PIXELS: u32 = 4000;
/// The most pixels that are printed: 46 by 20 mm at about 300 dots per inch.
const PRINTED_PIXELS: (u32, u32) = (540, 236);
const MEGABYTE: usize = 1_000_000;

impl Logo {
    /// Reads a PNG or JPEG file, whatever its name, and brings it to print size.
    ///
    /// # Errors
    /// A [`LogoError`] that says what to choose instead.
    pub fn read(bytes: &[u8]) -> Result<Self, LogoError> {
        if bytes.is_empty() {
            return Err(LogoError::Empty);
        }
        if bytes.len() > MOST_MEGABYTES * MEGABYTE {
            return Err(LogoError::TooManyBytes { megabytes: bytes.len().div_ceil(MEGABYTE) });
        }
        let format = image::guess_format(bytes).map_err(|_| LogoError::NotAPicture)?;
        if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
            return Err(LogoError::NotAPicture);
        }
        let (width, height) =
            ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().map_err(|_| LogoError::Damaged)?;
        if width == 0 || height == 0 {
            return Err(LogoError::Damaged);
        }
        if width > MOST_PIXELS || height > MOST_PIXELS {
            return Err(LogoError::TooManyPixels { width, height });
        }
        let picture = image::load_from_memory_with_format(bytes, format).map_err(|_| LogoError::Damaged)?;
        Self::of(picture)
    }

    /// The picture as it is kept and printed.
    #[must_use]
    pub fn png(&self) -> &[u8] {
        &self.png
    }

    /// Pixels across.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels down.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Its pixels, three bytes each.
    pub(super) fn rgb(&self) -> Option<Vec<u8>> {
        image::load_from_memory_with_format(&self.png, ImageFormat::Png)
            .ok()
            .map(|picture| picture.into_rgb8().into_raw())
    }

    fn of(picture: DynamicImage) -> Result<Self, LogoError> {
        let (most_across, most_down) = PRINTED_PIXELS;
        let fits = picture.width() <= most_across && picture.height() <= most_down;
        let picture =
            if fits { picture } else { picture.resize(most_across, most_down, imageops::FilterType::Lanczos3) };
        let mut paper = RgbaImage::from_pixel(picture.width(), picture.height(), Rgba([255; 4]));
        imageops::overlay(&mut paper, &picture.into_rgba8(), 0, 0);
        let flat = DynamicImage::ImageRgba8(paper).into_rgb8();
        let (width, height) = flat.dimensions();
        let mut png = Cursor::new(Vec::new());
        flat.write_to(&mut png, ImageFormat::Png).map_err(|_| LogoError::Damaged)?;
        Ok(Self { png: png.into_inner(), width, height })
    }
}

/// As the text of its PNG in base 64.
impl Serialize for Logo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&BASE64_STANDARD.encode(&self.png))
    }
}

impl<'de> Deserialize<'de> for Logo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = BASE64_STANDARD.decode(text).map_err(de::Error::custom)?;
        Self::read(&bytes).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn check(bytes: &[u8], expected: &str) {
        let shown = match Logo::read(bytes) {
            Ok(logo) => format!("{} by {}", logo.width(), logo.height()),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn pictures_are_taken_and_brought_to_print_size() {
        check(&picture(120, 40, ImageFormat::Png), "120 by 40");
        check(&picture(1080, 236, ImageFormat::Jpeg), "540 by 118");
        check(&picture(40, 4000, ImageFormat::Png), "2 by 236");
    }

    #[test]
    fn what_is_no_logo_is_refused_in_words() {
        check(b"", "The file is empty. Choose a PNG or JPEG picture.");
        let not_a_picture =
            "The file is not a PNG or JPEG picture, whatever its name says. Save the logo as PNG and choose that.";
        check(b"Dear Marta, this is my logo.", not_a_picture);
        check(b"GIF89a", not_a_picture);
        check(
            &vec![0; 50 * MEGABYTE],
            "The file is 50 MB. A logo may have up to 5 MB; save it smaller and choose it again.",
        );
        let damaged = "The picture is damaged and cannot be read. Save it again as PNG and choose that.";
        check(picture(120, 40, ImageFormat::Png).split_at(50).0, damaged);
        check(b"\x89PNG\r\n\x1a\nand no more", damaged);
        let mut absurd = picture(1, 1, ImageFormat::Png);
        absurd.splice(16..24, [0, 1, 0, 0, 0, 1, 0, 0]);
        let crc = crc32(&absurd[12..29]);
        absurd.splice(29..33, crc.to_be_bytes());
        check(&absurd, "The picture is 65536 by 65536 pixels. A logo may have up to 4000 by 4000.");
    }

    #[test]
    fn what_was_clear_prints_white() {
        let mut bytes = Cursor::new(Vec::new());
        RgbaImage::from_pixel(2, 1, Rgba([9, 9, 9, 0])).write_to(&mut bytes, ImageFormat::Png).unwrap();
        assert_eq!(Logo::read(&bytes.into_inner()).unwrap().rgb(), Some(vec![255; 6]));
    }

    #[test]
    fn it_is_written_and_read_as_text() {
        let logo = Logo::read(&picture(12, 4, ImageFormat::Jpeg)).unwrap();
        let text = serde_json::to_string(&logo).unwrap();
        assert_eq!(serde_json::from_str::<Logo>(&text).unwrap(), logo);
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |crc, &byte| {
            (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
        })
    }
}

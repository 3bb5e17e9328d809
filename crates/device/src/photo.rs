//! A photo as it is kept: read out of whatever file it came in, turned upright, made smaller, and
//! written anew, so that nothing of the file but its pixels is left: no place, no time, no camera,
//! no small picture of what was cut away.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use doorstep_model::{Problem, ProblemCode};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, RgbImage};

/// The longest file that is read, in bytes.
const MAX_FILE: u64 = 64 * 1024 * 1024;
/// Pixels a side that are read, at most.
const MAX_SIDE: u32 = 20_000;
/// Bytes of pixels that are held in memory, at most: 128 megapixels.
const MAX_PIXEL_BYTES: u64 = 384 * 1024 * 1024;
/// Pixels of the longer side that are kept.
const KEPT_SIDE: u32 = 1_600;
/// JPEG's quality: letters in a photographed letter stay sharp.
const QUALITY: u8 = 82;

/// A JPEG that holds pixels and nothing else.
pub(crate) struct Photo {
    pub(crate) jpeg: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// Reads a photo.
///
/// # Errors
/// [`ProblemCode::FileTooLarge`], [`ProblemCode::PhotoTooLarge`], [`ProblemCode::NotAPhoto`] or
/// [`ProblemCode::FileUnreadable`].
pub(crate) fn take_in(file: impl Read, len: u64) -> Result<Photo, Problem> {
    let too_large = || Problem::with(ProblemCode::FileTooLarge, MAX_FILE / (1024 * 1024));
    if len > MAX_FILE {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    file.take(MAX_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Problem::with(ProblemCode::FileUnreadable, error.kind()))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(too_large());
    }
    // Decoders are not ours: one that gives up in its own way says no more than "not a photo".
    catch_unwind(AssertUnwindSafe(|| make(bytes))).unwrap_or_else(|_| Err(not_a_photo("a fault")))
}

fn make(bytes: Vec<u8>) -> Result<Photo, Problem> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| not_a_photo(error.kind()))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_PIXEL_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|fault| problem(&fault))?;
    if decoder.total_bytes() > MAX_PIXEL_BYTES {
        return Err(ProblemCode::PhotoTooLarge.into());
    }
    // One that says nothing sensible about it is upright.
    let orientation = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).map_err(|fault| problem(&fault))?;
    if image.width().max(image.height()) > KEPT_SIDE {
        image = image.resize(KEPT_SIDE, KEPT_SIDE, FilterType::Triangle);
    }
    if let Some(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    let pixels = on_white(image);
    let mut jpeg = Vec::new();
    pixels
        .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))
        .map_err(|fault| problem(&fault))?;
    Ok(Photo {
        jpeg,
        width: pixels.width(),
        height: pixels.height(),
    })
}

/// What can be seen through has white behind it.
fn on_white(image: DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let image = image.into_rgba8();
    let mut pixels = RgbImage::new(image.width(), image.height());
    for (to, from) in pixels.pixels_mut().zip(image.pixels()) {
        let [red, green, blue, alpha] = from.0;
        let over = |colour: u8| {
            let (colour, alpha) = (u16::from(colour), u16::from(alpha));
            let mixed = (colour * alpha + 255 * (255 - alpha)) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        to.0 = [over(red), over(green), over(blue)];
    }
    pixels
}

fn problem(fault: &image::ImageError) -> Problem {
    match fault {
        image::ImageError::Limits(_) => ProblemCode::PhotoTooLarge.into(),
        _ => not_a_photo("format"),
    }
}

fn not_a_photo(why: impl ToString) -> Problem {
    Problem::with(ProblemCode::NotAPhoto, why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgb, Rgba, RgbaImage};

    fn taken(bytes: &[u8]) -> Result<Photo, Problem> {
        take_in(bytes, bytes.len() as u64)
    }

    fn code(bytes: &[u8]) -> ProblemCode {
        taken(bytes).map(|_| ()).unwrap_err().code
    }

    fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// Red on the left, blue on the right.
    fn halves(width: u32, height: u32) -> DynamicImage {
        RgbImage::from_fn(width, height, |x, _| {
            if x < width / 2 {
                Rgb([250, 10, 10])
            } else {
                Rgb([10, 10, 250])
            }
        })
        .into()
    }

    /// An EXIF block as phones write it: turned by a quarter, and a place.
    fn exif() -> Vec<u8> {
        let mut tiff = Vec::new();
        tiff.extend(b"MM\0*\0\0\0\x08");
        tiff.extend([0, 2]);
        // Orientation: one SHORT, 6, to be turned clockwise.
        tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
        // GPS block at 38.
        tiff.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
        tiff.extend([0; 4]);
        tiff.extend([0, 1]);
        // GPSLatitudeRef, "N".
        tiff.extend([0, 1, 0, 2, 0, 0, 0, 2, b'N', 0, 0, 0]);
        tiff.extend([0; 4]);
        tiff.extend(b"PLACEMARKER");
        [&b"Exif\0\0"[..], &tiff].concat()
    }

    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let exif = exif();
        let len = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &len, &exif, &jpeg[2..]].concat()
    }

    fn stands(bytes: &[u8], what: &[u8]) -> bool {
        bytes.windows(what.len()).any(|window| window == what)
    }

    /// Every marker of a JPEG before its pixels.
    fn markers(jpeg: &[u8]) -> Vec<u8> {
        let (mut at, mut found) = (2, Vec::new());
        while jpeg[at] == 0xff && jpeg[at + 1] != 0xda {
            found.push(jpeg[at + 1]);
            at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        }
        found
    }

    #[test]
    fn nothing_of_the_file_but_its_pixels_is_left() {
        let given = with_exif(&written(&halves(400, 200), ImageFormat::Jpeg));
        // The control: it is there.
        assert!(stands(&given, b"Exif") && stands(&given, b"PLACEMARKER"));
        assert!(markers(&given).contains(&0xe1));
        let photo = taken(&given).unwrap();
        assert!(!stands(&photo.jpeg, b"Exif") && !stands(&photo.jpeg, b"PLACEMARKER"));
        let left = markers(&photo.jpeg);
        // Of application and comment blocks only JFIF's own.
        let blocks = left.iter().filter(|marker| **marker >= 0xe0);
        assert_eq!(blocks.copied().collect::<Vec<_>>(), [0xe0], "{left:x?}");
    }

    #[test]
    fn it_is_turned_upright() {
        let upright = written(&halves(400, 200), ImageFormat::Jpeg);
        let photo = taken(&upright).unwrap();
        assert_eq!((photo.width, photo.height), (400, 200), "the control");
        let photo = taken(&with_exif(&upright)).unwrap();
        assert_eq!((photo.width, photo.height), (200, 400));
        let pixels = image::load_from_memory(&photo.jpeg).unwrap().into_rgb8();
        let (top, bottom) = (pixels.get_pixel(100, 50), pixels.get_pixel(100, 350));
        assert!(top[0] > 200 && top[2] < 60, "left has become up: {top:?}");
        assert!(bottom[2] > 200 && bottom[0] < 60, "{bottom:?}");
    }

    #[test]
    fn a_large_one_becomes_small_and_a_small_one_stays() {
        for (format, size, kept) in [
            (ImageFormat::Jpeg, (4_000, 1_000), (1_600, 400)),
            (ImageFormat::Png, (900, 1_700), (847, 1_600)),
            (ImageFormat::WebP, (30, 20), (30, 20)),
        ] {
            let photo = taken(&written(&halves(size.0, size.1), format)).unwrap();
            assert_eq!((photo.width, photo.height), kept, "{format:?}");
            let read = image::load_from_memory(&photo.jpeg).unwrap();
            assert_eq!((read.width(), read.height()), kept);
        }
    }

    #[test]
    fn glass_has_white_behind_it() {
        let glass: DynamicImage = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0])).into();
        let photo = taken(&written(&glass, ImageFormat::Png)).unwrap();
        let pixels = image::load_from_memory(&photo.jpeg).unwrap().into_rgb8();
        assert!(pixels.get_pixel(4, 4).0.iter().all(|colour| *colour > 250));
    }

    #[test]
    fn what_is_no_photo_is_said_plainly() {
        assert_eq!(code(b""), ProblemCode::NotAPhoto);
        assert_eq!(code(b"%PDF-1.7 and more"), ProblemCode::NotAPhoto);
        // What iPhones write if nobody tells them otherwise.
        assert_eq!(
            code(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
            ProblemCode::NotAPhoto
        );
        let good = written(&halves(64, 64), ImageFormat::Png);
        assert!(taken(&good).is_ok(), "the control");
        for cut in [10, 40, good.len() / 2] {
            assert_eq!(code(&good[..cut]), ProblemCode::NotAPhoto, "cut at {cut}");
        }
    }

    #[test]
    fn one_that_claims_to_be_huge_is_refused_before_memory_is_taken() {
        // A PNG's header, which is all that is read of it.
        let mut png = written(&halves(16, 16), ImageFormat::Png);
        for (width, height) in [(60_000u32, 2u32), (2, 60_000), (19_999, 19_999)] {
            png[16..20].copy_from_slice(&width.to_be_bytes());
            png[20..24].copy_from_slice(&height.to_be_bytes());
            let sum = crc(&png[12..29]).to_be_bytes();
            png[29..33].copy_from_slice(&sum);
            assert_eq!(code(&png), ProblemCode::PhotoTooLarge, "{width}x{height}");
        }
        let long = take_in(std::io::repeat(0), MAX_FILE + 1);
        assert_eq!(
            long.map(|_| ()).unwrap_err().code,
            ProblemCode::FileTooLarge
        );
        let lied = take_in(std::io::repeat(0), 10);
        assert_eq!(
            lied.map(|_| ()).unwrap_err().code,
            ProblemCode::FileTooLarge
        );
    }

    fn crc(bytes: &[u8]) -> u32 {
        let bits = |sum: u32| (0..8).fold(sum, |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)));
        !bytes
            .iter()
            .fold(u32::MAX, |sum, byte| bits(sum ^ u32::from(*byte)))
    }
}

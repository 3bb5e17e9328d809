//! Photos out of any file: what is kept is small, upright and can be read.

use std::io::Cursor;

use doorstep_fuzz_parsers::read;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

/// Pixels of the longer side that are kept.
const KEPT_SIDE: u32 = 1_600;

/// A file of any kind.
pub fn run(bytes: &[u8]) {
    let Some((jpeg, width, height)) = read::photo(bytes) else {
        return;
    };
    assert!(width.max(height) <= KEPT_SIDE && width.min(height) > 0);
    let kept = image::load_from_memory_with_format(&jpeg, ImageFormat::Jpeg);
    let kept = kept.expect("what is kept can be read");
    assert_eq!((kept.width(), kept.height()), (width, height));
    assert_eq!(jpeg.get(6..10), Some(&b"JFIF"[..]));
}

fn picture(width: u32, height: u32) -> DynamicImage {
    RgbaImage::from_fn(width, height, |x, y| {
        Rgba([x as u8 * 9, y as u8 * 9, 40, 200])
    })
    .into()
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, format)
        .expect("a small picture is written");
    bytes.into_inner()
}

/// Small pictures of every format and colour that is read, one of them turned.
pub fn seeds() -> Vec<Vec<u8>> {
    let picture = picture(20, 12);
    let (grey, plain) = (
        DynamicImage::from(picture.to_luma8()),
        DynamicImage::from(picture.to_rgb8()),
    );
    let deep = DynamicImage::from(picture.to_rgba16());
    let jpeg = written(&plain, ImageFormat::Jpeg);
    let turned =
        b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let exif = [&jpeg[..2], turned, &jpeg[2..]].concat();
    vec![
        jpeg,
        exif,
        written(&grey, ImageFormat::Jpeg),
        written(&picture, ImageFormat::Png),
        written(&deep, ImageFormat::Png),
        written(&grey, ImageFormat::Png),
        written(&picture, ImageFormat::WebP),
        written(&plain, ImageFormat::WebP),
    ]
}

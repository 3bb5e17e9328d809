//! A text as a QR picture on paper, drawn with the bars of a chart.

use doorstep_model::paper::{Block, Chart, Mark};
use qrcodegen::{QrCode, QrCodeEcc};

/// White around it, in modules, as readers need it.
const QUIET: f32 = 4.0;
/// How many times as wide as the picture the box is, which is as wide as the page.
const BOX: f32 = 3.6;

/// The picture, unless the text is longer than any holds.
pub(super) fn drawing(text: &str, says: String) -> Option<Block> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    #[allow(clippy::cast_precision_loss, reason = "there are at most 177 modules")]
    let at = |module: i32| module as f32 + QUIET;
    let mut marks = Vec::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let from = x;
            while x < size && code.get_module(x, y) {
                x += 1;
            }
            // Dark ones beside each other are one bar.
            if x > from {
                marks.push(Mark::Bar {
                    from: (at(from), at(y)),
                    to: (at(x), at(y + 1)),
                    light: false,
                });
            }
            x += 1;
        }
    }
    let side = at(size) + QUIET;
    Some(Block::Chart(Chart {
        says,
        width: side * BOX,
        height: side,
        marks,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_and_no_other() {
        let text = ["abstract"; 24].join(" ");
        let code = QrCode::encode_text(&text, QrCodeEcc::Medium).expect("it fits");
        let Some(Block::Chart(chart)) = drawing(&text, String::new()) else {
            panic!("a drawing")
        };
        let dark = |x: f32, y: f32| {
            chart.marks.iter().any(|mark| match mark {
                Mark::Bar { from, to, .. } => {
                    (from.0..to.0).contains(&x) && (from.1..to.1).contains(&y)
                }
                _ => false,
            })
        };
        let size = u8::try_from(code.size()).expect("at most 177");
        for x in 0..size {
            for y in 0..size {
                let drawn = dark(f32::from(x) + QUIET + 0.5, f32::from(y) + QUIET + 0.5);
                assert_eq!(drawn, code.get_module(x.into(), y.into()), "{x} {y}");
            }
        }
    }
}

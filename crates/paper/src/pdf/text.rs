//! Text, set in lines of one width: which font each letter comes from, where lines break, which way
//! they run.

use std::ops::Range;

use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use parley::{
    Alignment, AlignmentOptions, FontWeight, Layout, LineHeight, OverflowWrap, StyleProperty,
};

use super::fonts::Fonts;
use super::measure::LINE_HEIGHT;
use crate::document::Align;

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    /// In points.
    pub(super) size: f32,
    pub(super) bold: bool,
    /// Stands back.
    pub(super) quiet: bool,
    pub(super) align: Align,
}

impl Style {
    pub(super) const fn plain(size: f32) -> Self {
        Self {
            size,
            bold: false,
            quiet: false,
            align: Align::Start,
        }
    }

    pub(super) const fn bold(size: f32) -> Self {
        Self {
            bold: true,
            ..Self::plain(size)
        }
    }

    pub(super) const fn quiet(size: f32) -> Self {
        Self {
            quiet: true,
            ..Self::plain(size)
        }
    }
}

/// A text in lines.
pub(super) struct SetText {
    text: String,
    layout: Layout<()>,
    pub(super) style: Style,
    /// The same for every line of it, whatever fonts are in it.
    pub(super) line_height: f32,
}

impl SetText {
    /// Sets a text in lines no wider than `width`. A word that is wider is broken.
    pub(super) fn new(fonts: &mut Fonts, text: &str, style: Style, width: f32) -> Self {
        // A space where a line is broken on purpose: without it the last word of one line and the
        // first of the next run together for those who listen, or copy.
        let mut text = fonts.settable(text.trim_end()).replace('\n', " \n");
        if text.is_empty() {
            // Something has to be there to carry a tag: an empty cell is a cell.
            text.push('\u{a0}');
        }
        let line_height = style.size * LINE_HEIGHT;
        let mut builder = fonts
            .layouts
            .ranged_builder(&mut fonts.context, &text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(Fonts::families()));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(line_height)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        if style.bold {
            builder.push_default(StyleProperty::FontWeight(FontWeight::BOLD));
        }
        let mut layout = builder.build(&text);
        layout.break_all_lines(Some(width));
        let alignment = match style.align {
            Align::Start => Alignment::Start,
            Align::Middle => Alignment::Center,
            Align::End => Alignment::End,
        };
        layout.align(alignment, AlignmentOptions::default());
        Self {
            text,
            layout,
            style,
            line_height,
        }
    }

    /// How many lines it takes.
    pub(super) fn lines(&self) -> usize {
        self.layout.len()
    }

    /// How wide its widest line is.
    pub(super) fn width(&self) -> f32 {
        self.layout.width()
    }

    /// The text, if some of its letters are not drawn in the order in which they are read: in
    /// Arabic, say. A file has to say it beside the drawing, or some readers say it back to front.
    pub(super) fn read_as(&self) -> Option<&str> {
        self.layout
            .lines()
            .any(|line| line.runs().any(|run| run.is_rtl()))
            .then_some(&*self.text)
    }

    /// Draws one line with its top at `top` and the edge of its width at `x`.
    pub(super) fn draw(
        &self,
        surface: &mut Surface<'_>,
        fonts: &mut Fonts,
        index: usize,
        x: f32,
        top: f32,
    ) {
        let Some(line) = self.layout.get(index) else {
            return;
        };
        let metrics = line.metrics();
        let baseline = top + metrics.baseline - metrics.block_min_coord;
        let mut at = x + metrics.offset;
        for run in line.runs() {
            let start = at;
            let size = run.font_size();
            let mut glyphs: Vec<KrillaGlyph> = Vec::new();
            for cluster in run.visual_clusters() {
                let range = cluster.text_range();
                if cluster.is_ligature_continuation() {
                    if let Some(last) = glyphs.last_mut() {
                        last.text_range = joined(&last.text_range, &range);
                    }
                    continue;
                }
                if self.is_line_break(&range) {
                    continue;
                }
                for glyph in cluster.glyphs() {
                    glyphs.push(KrillaGlyph::new(
                        GlyphId::new(glyph.id),
                        glyph.advance / size,
                        glyph.x / size,
                        glyph.y / size,
                        0.0,
                        range.clone(),
                        None,
                    ));
                    at += glyph.advance;
                }
            }
            if let Some(font) = fonts.for_drawing(run.font())
                && !glyphs.is_empty()
            {
                surface.draw_glyphs(
                    Point::from_xy(start, baseline),
                    &glyphs,
                    font,
                    &self.text,
                    size,
                    false,
                );
            }
        }
    }

    fn is_line_break(&self, range: &Range<usize>) -> bool {
        self.text.get(range.clone()) == Some("\n")
    }
}

/// In text from the right the parts of a ligature come last first.
fn joined(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    one.start.min(other.start)..one.end.max(other.end)
}

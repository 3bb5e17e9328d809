//! A chart, scaled to the page: lines, points, bars and labels in black and greys.

use krilla::color::luma;
use krilla::geom::{PathBuilder, Rect};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, LineCap, LineJoin, Stroke as Pen, StrokeDash};
use krilla::surface::Surface;

use super::fonts::Fonts;
use super::measure::CONTENT_WIDTH;
use super::text::{SetText, Style};
use crate::document::{Align, Chart, Mark, Stroke};

/// A chart in points, from its upper left corner.
pub(super) struct Drawing {
    shapes: Vec<Shape>,
}

enum Shape {
    Line(Vec<(f32, f32)>, Stroke),
    Point(f32, f32, bool),
    Bar(Rect, bool),
    Label(Box<SetText>, f32, f32),
}

impl Drawing {
    /// Scales a chart to the width of the page and to a height in points.
    pub(super) fn new(fonts: &mut Fonts, chart: &Chart, label_size: f32, height: f32) -> Self {
        let across = CONTENT_WIDTH / chart.width;
        let down = height / chart.height;
        let place = |(x, y): (f32, f32)| (x * across, y * down);
        let finite = |(x, y): (f32, f32)| x.is_finite() && y.is_finite();
        let shapes = chart
            .marks
            .iter()
            .filter_map(|mark| match mark {
                Mark::Line { through, stroke } => {
                    let points: Vec<_> = through.iter().copied().map(place).collect();
                    points
                        .iter()
                        .copied()
                        .all(finite)
                        .then_some(Shape::Line(points, *stroke))
                }
                Mark::Point { at, ring } => {
                    let (x, y) = place(*at);
                    finite((x, y)).then_some(Shape::Point(x, y, *ring))
                }
                Mark::Bar { from, to, light } => {
                    let ((left, top), (right, bottom)) = (place(*from), place(*to));
                    // A bar of no height is no rectangle, and there is nothing to see of it.
                    Rect::from_ltrb(
                        left.min(right),
                        top.min(bottom),
                        left.max(right),
                        top.max(bottom),
                    )
                    .map(|rect| Shape::Bar(rect, *light))
                }
                Mark::Label { at, text, align } => {
                    let set = SetText::new(fonts, text, Style::plain(label_size), CONTENT_WIDTH);
                    let (x, y) = place(*at);
                    let shift = match align {
                        Align::Start => 0.0,
                        Align::Middle => set.width() / 2.0,
                        Align::End => set.width(),
                    };
                    // A label at the edge moves in rather than off the paper.
                    let left = (x - shift).clamp(0.0, (CONTENT_WIDTH - set.width()).max(0.0));
                    let top = y - label_size;
                    finite((left, top)).then_some(Shape::Label(Box::new(set), left, top))
                }
            })
            .collect();
        Self { shapes }
    }

    pub(super) fn draw(&self, surface: &mut Surface<'_>, fonts: &mut Fonts, x: f32, top: f32) {
        for shape in &self.shapes {
            match shape {
                Shape::Line(points, stroke) => line(surface, points, *stroke, x, top),
                Shape::Point(at_x, at_y, ring) => point(surface, x + at_x, top + at_y, *ring),
                Shape::Bar(rect, light) => bar(surface, rect, *light, x, top),
                Shape::Label(text, left, above) => {
                    surface.set_stroke(None);
                    surface.set_fill(Some(grey(0x1a)));
                    for index in 0..text.lines().min(1) {
                        text.draw(surface, fonts, index, x + left, top + above);
                    }
                }
            }
        }
        surface.set_stroke(None);
    }
}

fn line(surface: &mut Surface<'_>, points: &[(f32, f32)], stroke: Stroke, x: f32, top: f32) {
    let mut path = PathBuilder::new();
    for (at, (px, py)) in points.iter().enumerate() {
        if at == 0 {
            path.move_to(x + px, top + py);
        } else {
            path.line_to(x + px, top + py);
        }
    }
    let (shade, width, dash) = match stroke {
        Stroke::Thin => (0x8c, 0.5, None),
        Stroke::Strong => (0x1a, 1.4, None),
        Stroke::Dashed => (0x4a, 0.9, Some(vec![4.0, 3.0])),
    };
    if let Some(path) = path.finish() {
        surface.set_fill(None);
        surface.set_stroke(Some(Pen {
            paint: luma::Color::new(shade).into(),
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            dash: dash.map(|array| StrokeDash { array, offset: 0.0 }),
            ..Pen::default()
        }));
        surface.draw_path(&path);
    }
}

/// Four curves make a circle that no eye can tell from one; 0.5523 is the usual length of their
/// handles.
fn point(surface: &mut Surface<'_>, x: f32, y: f32, ring: bool) {
    let radius = if ring { 4.2 } else { 2.0 };
    let handle = radius * 0.5523;
    let mut path = PathBuilder::new();
    path.move_to(x + radius, y);
    path.cubic_to(
        x + radius,
        y + handle,
        x + handle,
        y + radius,
        x,
        y + radius,
    );
    path.cubic_to(
        x - handle,
        y + radius,
        x - radius,
        y + handle,
        x - radius,
        y,
    );
    path.cubic_to(
        x - radius,
        y - handle,
        x - handle,
        y - radius,
        x,
        y - radius,
    );
    path.cubic_to(
        x + handle,
        y - radius,
        x + radius,
        y - handle,
        x + radius,
        y,
    );
    path.close();
    if let Some(path) = path.finish() {
        surface.set_fill(Some(grey(if ring { 0xff } else { 0x1a })));
        surface.set_stroke(ring.then(|| Pen {
            paint: luma::Color::new(0x1a).into(),
            width: 1.6,
            ..Pen::default()
        }));
        surface.draw_path(&path);
    }
}

fn bar(surface: &mut Surface<'_>, rect: &Rect, light: bool, x: f32, top: f32) {
    let moved = Rect::from_xywh(
        x + rect.left(),
        top + rect.top(),
        rect.width(),
        rect.height(),
    );
    let mut path = PathBuilder::new();
    if let Some(rect) = moved {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(grey(if light { 0xd0 } else { 0x4a })));
        // The outline tells a light bar from the paper.
        surface.set_stroke(Some(Pen {
            paint: luma::Color::new(0x1a).into(),
            width: 0.6,
            ..Pen::default()
        }));
        surface.draw_path(&path);
    }
}

/// 0 is black, 255 white.
pub(super) fn grey(shade: u8) -> Fill {
    Fill {
        paint: luma::Color::new(shade).into(),
        opacity: NormalizedF32::ONE,
        rule: krilla::paint::FillRule::default(),
    }
}

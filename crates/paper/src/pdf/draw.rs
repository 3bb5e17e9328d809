//! Draws composed pages into a file.

use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::{Document, SerializeSettings};

use super::chart::grey;
use super::compose::Composed;
use super::flow::{Drawn, Ink, PlacedPiece};
use super::fonts::Fonts;
use super::measure::{CONTENT_BOTTOM, CONTENT_WIDTH, MARGIN, PAGE_HEIGHT, PAGE_WIDTH};
use super::tags::{Leaf, Tags};
use super::text::{SetText, Style};
use super::{Pdf, Refused};
use crate::document::{Align, Paper};

pub(super) fn draw(paper: &Paper, composed: Composed, fonts: &mut Fonts) -> Result<Pdf, Refused> {
    let pages = composed.count();
    let mut document = Document::new_with(settings()?);
    let mut tags = composed.tags;
    let mut outline = Outline::new();
    for (index, placed) in composed.pages.iter().enumerate() {
        let size = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT)
            .ok_or_else(|| Refused::Unsound("page size".to_owned()))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        draw_pieces(&mut surface, fonts, &mut tags, placed);
        draw_foot(&mut surface, fonts, &composed.foot, index + 1, pages);
        surface.finish();
        page.finish();
        for piece in placed {
            if let Some(text) = &piece.piece.outline {
                let place = Point::from_xy(MARGIN, MARGIN + piece.top);
                outline.push_child(OutlineNode::new(
                    text.clone(),
                    XyzDestination::new(index, place),
                ));
            }
        }
    }
    document.set_outline(outline);
    document.set_tag_tree(tags.into_tree(&paper.language));
    document.set_metadata(
        // No author, no date, no program: the page belongs to those it was made for.
        Metadata::new()
            .title(title_of(paper))
            .language(paper.language.clone()),
    );
    let bytes = document
        .finish()
        .map_err(|error| Refused::Unsound(error.to_string()))?;
    Ok(Pdf {
        bytes,
        pages,
        missing_letters: fonts.missing().iter().copied().collect(),
    })
}

/// A file has to have a title.
pub(super) fn title_of(paper: &Paper) -> String {
    let title = paper.title.trim();
    if title.is_empty() { "–" } else { title }.to_owned()
}

fn settings() -> Result<SerializeSettings, Refused> {
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| Refused::Unsound(format!("{error:?}")))?;
    Ok(SerializeSettings {
        configuration,
        enable_tagging: true,
        compress_content_streams: true,
        ..SerializeSettings::default()
    })
}

/// Draws a page. Neighbours that belong to the same leaf are marked as one stretch.
fn draw_pieces(
    surface: &mut Surface<'_>,
    fonts: &mut Fonts,
    tags: &mut Tags,
    placed: &[PlacedPiece],
) {
    let mut open: Option<Option<Leaf>> = None;
    for piece in placed {
        let top = MARGIN + piece.top;
        for drawn in &piece.piece.drawn {
            if open != Some(drawn.leaf) {
                if open.is_some() {
                    surface.end_tagged();
                }
                start(surface, tags, drawn);
                open = Some(drawn.leaf);
            }
            draw_ink(surface, fonts, &drawn.ink, top, piece.piece.height);
        }
    }
    if open.is_some() {
        surface.end_tagged();
    }
}

fn start(surface: &mut Surface<'_>, tags: &mut Tags, drawn: &Drawn) {
    match drawn.leaf {
        Some(leaf) => {
            let tag = match drawn.ink {
                Ink::Text { .. } => ContentTag::Span(SpanTag::empty()),
                _ => ContentTag::Other,
            };
            let mark = surface.start_tagged(tag);
            tags.mark(leaf, mark);
        }
        None => {
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
                ArtifactType::Layout,
            )));
        }
    }
}

fn draw_ink(surface: &mut Surface<'_>, fonts: &mut Fonts, ink: &Ink, top: f32, height: f32) {
    match ink {
        Ink::Text { text, line, x } => {
            surface.set_fill(Some(ink_of(text.style)));
            text.draw(surface, fonts, *line, MARGIN + x, top);
        }
        Ink::Bar { x } => fill(surface, MARGIN + x, top, 3.0, height, 0x8c),
        Ink::Rule { x, width, strong } => {
            let (thick, shade) = if *strong { (1.0, 0x1a) } else { (0.5, 0x8c) };
            fill(
                surface,
                MARGIN + x,
                top + height - thick,
                *width,
                thick,
                shade,
            );
        }
        Ink::Drawing(drawing) => drawing.draw(surface, fonts, MARGIN, top),
    }
}

/// Nearly black, and a grey that still has nine to one against white paper.
fn ink_of(style: Style) -> krilla::paint::Fill {
    grey(if style.quiet { 0x4a } else { 0x1a })
}

fn fill(surface: &mut Surface<'_>, x: f32, y: f32, width: f32, height: f32, shade: u8) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(grey(shade)));
        surface.draw_path(&path);
    }
}

/// What the page is at the left, its number and how many there are at the right.
fn draw_foot(
    surface: &mut Surface<'_>,
    fonts: &mut Fonts,
    foot: &SetText,
    number: usize,
    pages: u32,
) {
    let style = Style {
        align: Align::End,
        ..foot.style
    };
    let number = SetText::new(
        fonts,
        &format!("{number} / {pages}"),
        style,
        CONTENT_WIDTH * 0.2,
    );
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
        ArtifactType::Footer,
    )));
    surface.set_fill(Some(ink_of(style)));
    let top = CONTENT_BOTTOM + 14.0;
    // One line: a foot is no place for an essay, and what is on the page says it all.
    foot.draw(surface, fonts, 0, MARGIN, top);
    number.draw(surface, fonts, 0, MARGIN + CONTENT_WIDTH * 0.8, top);
    surface.end_tagged();
}

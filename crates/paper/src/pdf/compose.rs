//! From blocks to pieces: sizes, indents, what stays together, and the tag of each.

use std::num::NonZeroU16;
use std::rc::Rc;

use krilla::tagging::{ListNumbering, Tag, TagKind};

use super::chart::Drawing;
use super::draw::title_of;
use super::flow::{Drawn, Ink, Piece, PlacedPiece, paginate};
use super::fonts::Fonts;
use super::measure::{CONTENT_HEIGHT, CONTENT_WIDTH, Scale};
use super::table;
use super::tags::{Branch, Leaf, Tags};
use super::text::{SetText, Style};
use crate::document::{Align, Block, Chart, Item, Pair, Paper, TooLarge};

/// How far points of a list and people's own words stand in.
const INDENT: f32 = 14.0;
/// Of the width, for the names of pairs.
const NAMES: f32 = 0.3;

/// Everything that will be drawn, on its pages.
pub(super) struct Composed {
    pub(super) pages: Vec<Vec<PlacedPiece>>,
    pub(super) tags: Tags,
    pub(super) foot: SetText,
}

impl Composed {
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }
}

/// Composes a paper that is within limits.
pub(super) fn compose(paper: &Paper, fonts: &mut Fonts) -> Result<Composed, TooLarge> {
    let mut composer = Composer {
        fonts,
        scale: Scale::of(paper.size),
        tags: Tags::default(),
        pieces: Vec::new(),
        new_page: false,
    };
    composer.heading(1, &title_of(paper));
    for block in &paper.blocks {
        composer.block(block);
    }
    let foot = SetText::new(
        composer.fonts,
        &paper.foot,
        Style::quiet(composer.scale.small.min(10.0)),
        CONTENT_WIDTH * 0.8,
    );
    if !composer.fonts.missing().is_empty() && !paper.missing_letters.is_empty() {
        let style = Style::quiet(composer.scale.small);
        composer.paragraph(&paper.missing_letters, style, 2.0);
    }
    Ok(Composed {
        pages: paginate(composer.pieces)?,
        tags: composer.tags,
        foot,
    })
}

/// What composing needs at hand.
pub(super) struct Composer<'a> {
    pub(super) fonts: &'a mut Fonts,
    pub(super) scale: Scale,
    pub(super) tags: Tags,
    pieces: Vec<Piece>,
    new_page: bool,
}

impl Composer<'_> {
    /// Puts pieces below those that are there; white above the first, in steps.
    pub(super) fn stack(&mut self, mut pieces: Vec<Piece>, steps_before: f32) {
        if let Some(first) = pieces.first_mut() {
            first.before = steps_before * self.scale.space;
            first.new_page = std::mem::take(&mut self.new_page);
        }
        self.pieces.append(&mut pieces);
    }

    /// A text as pieces, a line each. Short ones stay whole, of long ones two lines at each end.
    pub(super) fn lines(
        &mut self,
        text: &str,
        style: Style,
        x: f32,
        width: f32,
        leaf: Leaf,
    ) -> Vec<Piece> {
        let set = Rc::new(SetText::new(self.fonts, text, style, width));
        if let Some(text) = set.read_as() {
            self.tags.read_as(leaf, text);
        }
        let count = set.lines();
        (0..count)
            .map(|line| Piece {
                height: set.line_height,
                with_next: line + 1 < count && (count <= 3 || line == 0 || line + 2 == count),
                drawn: vec![Drawn {
                    leaf: Some(leaf),
                    ink: Ink::Text {
                        text: Rc::clone(&set),
                        line,
                        x,
                    },
                }],
                ..Piece::default()
            })
            .collect()
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => self.heading(level.clamp(&1, &2) + 1, text),
            Block::Paragraph { text } => {
                self.paragraph(text, Style::plain(self.scale.body), 1.0);
            }
            Block::Small { text } => self.paragraph(text, Style::quiet(self.scale.small), 1.0),
            Block::OwnWords { text, by, language } => self.own_words(text, by, language.as_ref()),
            Block::List(items) => self.list(items),
            Block::Pairs(pairs) => self.pairs(pairs),
            Block::Table(table) => table::compose(self, table),
            Block::Chart(chart) => self.chart(chart),
            Block::NewPage => self.new_page = true,
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        let (size, before) = match level {
            1 => (self.scale.title, 0.0),
            2 => (self.scale.section, 3.0),
            _ => (self.scale.part, 2.0),
        };
        let leaf = self.tags.leaf();
        let mut pieces = self.lines(text, Style::bold(size), 0.0, CONTENT_WIDTH, leaf);
        pieces.iter_mut().for_each(|piece| piece.with_next = true);
        if let Some(first) = pieces.first_mut()
            && level <= 2
        {
            first.outline = Some(text.to_owned());
        }
        let number = NonZeroU16::new(u16::from(level)).unwrap_or(NonZeroU16::MIN);
        let title = (!text.trim().is_empty()).then(|| text.to_owned());
        self.tags.push(Branch::around(
            Tag::Hn(number, title.or_else(|| Some("–".to_owned()))),
            leaf,
        ));
        self.stack(pieces, before);
    }

    pub(super) fn paragraph(&mut self, text: &str, style: Style, before: f32) {
        let leaf = self.tags.leaf();
        let pieces = self.lines(text, style, 0.0, CONTENT_WIDTH, leaf);
        self.tags.push(Branch::around(Tag::P, leaf));
        self.stack(pieces, before);
    }

    fn own_words(&mut self, text: &str, by: &str, language: Option<&String>) {
        let width = CONTENT_WIDTH - INDENT;
        let leaf = self.tags.leaf();
        let mut pieces = self.lines(
            text,
            Style::plain(self.scale.own_words),
            INDENT,
            width,
            leaf,
        );
        let words = TagKind::from(Tag::P).with_lang(language.cloned());
        let mut branches = vec![Branch::around(words, leaf)];
        if !by.is_empty() {
            if let Some(last) = pieces.last_mut() {
                last.with_next = true;
            }
            let leaf = self.tags.leaf();
            let style = Style::quiet(self.scale.small);
            pieces.append(&mut self.lines(by, style, INDENT, width, leaf));
            branches.push(Branch::around(Tag::P, leaf));
        }
        for piece in &mut pieces {
            piece.drawn.push(decoration(Ink::Bar { x: 0.0 }));
        }
        self.tags.push(Branch::group(Tag::BlockQuote, branches));
        self.stack(pieces, 1.5);
    }

    fn list(&mut self, items: &[Item]) {
        let width = CONTENT_WIDTH - INDENT;
        let mut branches = Vec::with_capacity(items.len());
        for item in items {
            let dot = self.tags.leaf();
            let leaf = self.tags.leaf();
            let body = Style::plain(self.scale.body);
            let mut pieces = self.lines(&item.text, body, INDENT, width, leaf);
            let bullet = self.lines("•", body, 2.0, INDENT, dot);
            if let (Some(first), Some(bullet)) = (pieces.first_mut(), bullet.into_iter().next()) {
                first.drawn.splice(0..0, bullet.drawn);
            }
            let mut inside = vec![Branch::around(Tag::P, leaf)];
            if !item.note.is_empty() {
                if let Some(last) = pieces.last_mut() {
                    last.with_next = true;
                }
                let leaf = self.tags.leaf();
                let style = Style::quiet(self.scale.small.max(self.scale.body - 1.0));
                pieces.append(&mut self.lines(&item.note, style, INDENT, width, leaf));
                inside.push(Branch::around(Tag::P, leaf));
            }
            branches.push(Branch::group(
                Tag::LI,
                vec![
                    Branch::around(Tag::Lbl, dot),
                    Branch::group(Tag::LBody, inside),
                ],
            ));
            self.stack(pieces, 0.7);
        }
        self.tags
            .push(Branch::group(Tag::L(ListNumbering::Disc), branches));
    }

    fn pairs(&mut self, pairs: &[Pair]) {
        let names = CONTENT_WIDTH * NAMES;
        let mut branches = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let (name, text) = (self.tags.leaf(), self.tags.leaf());
            let style = Style::bold(self.scale.body);
            let left = self.lines(&pair.name, style, 0.0, names - INDENT, name);
            let style = Style::plain(self.scale.body);
            let right = self.lines(&pair.text, style, names, CONTENT_WIDTH - names, text);
            branches.push(Branch::group(
                Tag::LI,
                vec![
                    Branch::around(Tag::Lbl, name),
                    Branch::around(Tag::LBody, text),
                ],
            ));
            let row = side_by_side(vec![left, right]);
            self.stack(row, 0.5);
        }
        self.tags
            .push(Branch::group(Tag::L(ListNumbering::None), branches));
    }

    fn chart(&mut self, chart: &Chart) {
        let height = (CONTENT_WIDTH * chart.height / chart.width).min(CONTENT_HEIGHT * 0.9);
        let leaf = self.tags.leaf();
        let drawing = Drawing::new(self.fonts, chart, self.scale.small.min(12.0), height);
        self.tags
            .push(Branch::around(Tag::Figure(Some(chart.says.clone())), leaf));
        let piece = Piece {
            height,
            drawn: vec![Drawn {
                leaf: Some(leaf),
                ink: Ink::Drawing(Rc::new(drawing)),
            }],
            ..Piece::default()
        };
        self.stack(vec![piece], 2.0);
    }
}

/// Columns of lines as rows of lines. Short rows stay whole.
pub(super) fn side_by_side(columns: Vec<Vec<Piece>>) -> Vec<Piece> {
    let mut rows: Vec<Piece> = Vec::new();
    for column in columns {
        for (at, piece) in column.into_iter().enumerate() {
            match rows.get_mut(at) {
                Some(row) => {
                    row.height = row.height.max(piece.height);
                    row.drawn.extend(piece.drawn);
                }
                None => rows.push(piece),
            }
        }
    }
    let count = rows.len();
    let height: f32 = rows.iter().map(|row| row.height).sum();
    for (at, row) in rows.iter_mut().enumerate() {
        let whole = height < CONTENT_HEIGHT / 2.0;
        row.with_next = at + 1 < count && (whole || at == 0 || at + 2 == count);
    }
    rows
}

/// Something that says nothing and is left out when the page is read aloud.
pub(super) fn decoration(ink: Ink) -> Drawn {
    Drawn { leaf: None, ink }
}

/// The style of a cell or a label.
pub(super) fn aligned(style: Style, align: Align) -> Style {
    Style { align, ..style }
}

//! How pieces stack on pages: what stays together, what comes again, where a page ends.

use std::rc::Rc;

use super::chart::Drawing;
use super::measure::{CONTENT_HEIGHT, MAX_PAGES};
use super::tags::Leaf;
use super::text::SetText;
use crate::document::TooLarge;

/// Something to draw within a piece.
#[derive(Clone)]
pub(super) enum Ink {
    /// A line of text; `x` is the edge of its column.
    Text {
        text: Rc<SetText>,
        line: usize,
        x: f32,
    },
    /// Down the whole piece: beside people's own words.
    Bar { x: f32 },
    /// Along the lower edge of the piece.
    Rule { x: f32, width: f32, strong: bool },
    /// A chart that fills the piece.
    Drawing(Rc<Drawing>),
}

/// Something to draw with its place in the tree; without one it is decoration.
#[derive(Clone)]
pub(super) struct Drawn {
    pub(super) leaf: Option<Leaf>,
    pub(super) ink: Ink,
}

/// What is never cut: a line, a row of lines, a drawing.
#[derive(Clone, Default)]
pub(super) struct Piece {
    /// White above it, unless it comes first on a page.
    pub(super) before: f32,
    pub(super) height: f32,
    /// Stays on one page with the piece that follows.
    pub(super) with_next: bool,
    /// Comes first on a new page.
    pub(super) new_page: bool,
    /// What stands again at the top of each further page: the head of a table.
    pub(super) again: Option<Rc<Vec<Piece>>>,
    /// What the outline of the file says of this place.
    pub(super) outline: Option<String>,
    pub(super) drawn: Vec<Drawn>,
}

/// A piece with its place on a page.
pub(super) struct PlacedPiece {
    /// From the top of the content, in points.
    pub(super) top: f32,
    pub(super) piece: Piece,
}

/// Puts pieces on pages.
///
/// # Errors
/// If there would be too many pages.
pub(super) fn paginate(pieces: Vec<Piece>) -> Result<Vec<Vec<PlacedPiece>>, TooLarge> {
    let mut pages = Pages {
        full: Vec::new(),
        page: Vec::new(),
        used: 0.0,
    };
    let mut together: Vec<Piece> = Vec::new();
    for piece in pieces {
        let goes_on = piece.with_next;
        together.push(piece);
        if !goes_on {
            pages.take(std::mem::take(&mut together))?;
        }
    }
    pages.take(together)?;
    pages.full.push(pages.page);
    Ok(pages.full)
}

struct Pages {
    full: Vec<Vec<PlacedPiece>>,
    page: Vec<PlacedPiece>,
    used: f32,
}

impl Pages {
    /// Places pieces that belong together: on this page, else on the next, and only if they fill
    /// more than a page wherever they fit.
    fn take(&mut self, together: Vec<Piece>) -> Result<(), TooLarge> {
        if together.is_empty() {
            return Ok(());
        }
        let height: f32 = together
            .iter()
            .map(|piece| piece.before + piece.height)
            .sum();
        let asked = together.first().is_some_and(|first| first.new_page);
        if (asked || !self.fits(height))
            && !self.page.is_empty()
            && (asked || height <= CONTENT_HEIGHT)
        {
            self.turn(together.first().and_then(|first| first.again.clone()))?;
        }
        for piece in together {
            if !self.fits(piece.before + piece.height) && !self.page.is_empty() {
                self.turn(piece.again.clone())?;
            }
            self.place(piece);
        }
        Ok(())
    }

    fn fits(&self, height: f32) -> bool {
        // What is set to the hair's breadth must not fall off by a rounding.
        self.used + height <= CONTENT_HEIGHT + 0.01
    }

    fn turn(&mut self, again: Option<Rc<Vec<Piece>>>) -> Result<(), TooLarge> {
        self.full.push(std::mem::take(&mut self.page));
        self.used = 0.0;
        if self.full.len() >= MAX_PAGES {
            return Err(TooLarge::Pages);
        }
        for piece in again.iter().flat_map(|pieces| pieces.iter()) {
            let mut repeated = piece.clone();
            // It has its place in the tree already.
            repeated
                .drawn
                .iter_mut()
                .for_each(|drawn| drawn.leaf = None);
            repeated.outline = None;
            self.place(repeated);
        }
        Ok(())
    }

    fn place(&mut self, piece: Piece) {
        if !self.page.is_empty() {
            self.used += piece.before;
        }
        let top = self.used;
        self.used += piece.height;
        self.page.push(PlacedPiece { top, piece });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(height: f32, with_next: bool) -> Piece {
        Piece {
            height,
            with_next,
            ..Piece::default()
        }
    }

    fn heights(pages: &[Vec<PlacedPiece>]) -> Vec<Vec<f32>> {
        pages
            .iter()
            .map(|page| page.iter().map(|placed| placed.piece.height).collect())
            .collect()
    }

    #[test]
    fn a_heading_goes_over_the_page_with_what_it_heads() {
        let filling = CONTENT_HEIGHT - 30.0;
        let pages = paginate(vec![
            piece(filling, false),
            piece(20.0, true),
            piece(15.0, false),
        ]);
        assert_eq!(heights(&pages.unwrap()), [vec![filling], vec![20.0, 15.0]]);
        // The same without the bond: the heading would stand alone at the foot.
        let pages = paginate(vec![
            piece(filling, false),
            piece(20.0, false),
            piece(15.0, false),
        ]);
        assert_eq!(heights(&pages.unwrap()), [vec![filling, 20.0], vec![15.0]]);
    }

    #[test]
    fn what_belongs_together_and_is_longer_than_a_page_still_comes_whole() {
        let pages = paginate(vec![piece(200.0, true); 9]).unwrap();
        assert_eq!(pages.iter().map(Vec::len).sum::<usize>(), 9);
        assert!(pages.len() >= 3);
    }

    #[test]
    fn a_head_comes_again_without_its_tags() {
        let head = Piece {
            height: 10.0,
            drawn: vec![Drawn {
                leaf: None,
                ink: Ink::Bar { x: 0.0 },
            }],
            ..Piece::default()
        };
        let row = Piece {
            height: CONTENT_HEIGHT / 2.0,
            again: Some(Rc::new(vec![head.clone()])),
            ..Piece::default()
        };
        let pages = paginate(vec![head, row.clone(), row.clone(), row]).unwrap();
        assert_eq!(pages.len(), 3);
        assert!(pages.iter().all(|page| page[0].piece.height == 10.0));
    }

    #[test]
    fn there_is_an_end_to_pages() {
        let pieces = vec![piece(CONTENT_HEIGHT, false); MAX_PAGES + 1];
        assert_eq!(paginate(pieces).err(), Some(TooLarge::Pages));
    }
}

//! Sizes, in points of 1/72 inch.

use crate::document::PrintSize;

/// A4.
pub(super) const PAGE_WIDTH: f32 = 595.28;
pub(super) const PAGE_HEIGHT: f32 = 841.89;
/// 20 mm, which every printer can leave white and a folder can hold.
pub(super) const MARGIN: f32 = 56.7;
pub(super) const CONTENT_WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
/// The foot stands within the lower margin.
pub(super) const CONTENT_BOTTOM: f32 = PAGE_HEIGHT - MARGIN - 12.0;
pub(super) const CONTENT_HEIGHT: f32 = CONTENT_BOTTOM - MARGIN;
pub(super) const LINE_HEIGHT: f32 = 1.35;
/// A paper longer than this is a book.
pub(super) const MAX_PAGES: usize = 1_000;

/// The type scale of a paper.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    pub(super) title: f32,
    pub(super) section: f32,
    pub(super) part: f32,
    pub(super) own_words: f32,
    pub(super) body: f32,
    pub(super) small: f32,
    /// The step that all distances are made of.
    pub(super) space: f32,
}

impl Scale {
    pub(super) fn of(size: PrintSize) -> Self {
        match size {
            PrintSize::Normal => Self {
                title: 24.0,
                section: 15.0,
                part: 12.5,
                own_words: 14.0,
                body: 11.5,
                small: 9.5,
                space: 6.0,
            },
            // Nothing under 18 points: the small text too is there to be read.
            PrintSize::Large => Self {
                title: 30.0,
                section: 24.0,
                part: 21.0,
                own_words: 21.0,
                body: 18.0,
                small: 18.0,
                space: 8.0,
            },
        }
    }
}

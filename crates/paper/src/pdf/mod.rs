//! A paper as a PDF: A4, tagged, with its fonts in it.
//!
//! Two passes. The first sets every text in lines ([`text`]), stacks them on pages ([`flow`]) and
//! notes what each belongs to ([`tags`]); the second draws the pages and ties what was drawn to the
//! tags ([`draw`]). The result is held against PDF/UA-1 by the library that writes it, so that a
//! file that a screen reader could not follow is an error, not a file.

mod chart;
mod compose;
mod draw;
mod flow;
mod fonts;
mod measure;
mod table;
mod tags;
mod text;

use crate::document::{Paper, TooLarge};

/// A finished file.
pub struct Pdf {
    /// What to write.
    pub bytes: Vec<u8>,
    /// How many pages it has, at least 1.
    pub pages: u32,
    /// Letters that none of the fonts has, each once. They stand as `�` in the file, and the file
    /// says so at its end if the paper brought words for it.
    pub missing_letters: Vec<char>,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It is larger than a paper may be.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// The fonts of this build can't be read, or what was written is no sound file. Never the
    /// fault of what was to be printed.
    #[error("the file could not be made: {0}")]
    Unsound(String),
}

/// Writes a paper.
///
/// # Errors
/// Where the paper is too large, before much work is done, and where the result would not be sound.
pub fn write(paper: &Paper) -> Result<Pdf, Refused> {
    paper.within_limits()?;
    let mut fonts = fonts::Fonts::load();
    let composed = compose::compose(paper, &mut fonts)?;
    draw::draw(paper, composed, &mut fonts)
}

/// How a paper would come out, without drawing it: for a preview that has to say so.
pub struct Measured {
    /// How many pages it would have.
    pub pages: u32,
    /// As in [`Pdf`].
    pub missing_letters: Vec<char>,
}

/// Sets a paper without drawing it.
///
/// # Errors
/// As [`write`].
pub fn measure(paper: &Paper) -> Result<Measured, Refused> {
    paper.within_limits()?;
    let mut fonts = fonts::Fonts::load();
    let pages = compose::compose(paper, &mut fonts)?.count();
    Ok(Measured {
        pages,
        missing_letters: fonts.missing().iter().copied().collect(),
    })
}

//! What a paper holds. It knows nothing of households: words come composed, in the right language.

use std::fmt::{Display, Formatter};

use serde::{Deserialize, Serialize};

/// All text of one paper together, in bytes. A large household has some tens of thousands.
const MAX_TEXT_BYTES: usize = 2 << 20;
const MAX_BLOCKS: usize = 20_000;
const MAX_ROWS: usize = 20_000;
const MAX_COLUMNS: usize = 12;
const MAX_MARKS: usize = 20_000;

/// A document to be printed: a title, blocks one below the other, a line at each page's foot.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// The language of its words, as a BCP 47 tag such as `en-GB`.
    pub language: String,
    /// Stands at the top as the one heading of the first level, and in the file's title.
    pub title: String,
    /// How large it is set.
    pub size: PrintSize,
    /// Stands at the foot of each page beside its number. May be empty.
    pub foot: String,
    /// What is said at the end if a letter is in none of the fonts and stands as `�`.
    pub missing_letters: String,
    /// What it says, in reading order.
    pub blocks: Vec<Block>,
}

/// How large the words are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrintSize {
    /// 11.5 points, people's own words 14.
    #[default]
    Normal,
    /// 18 points and more.
    Large,
}

/// One block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A heading below the title. It never stands alone at a page's foot.
    Heading {
        /// 1 for a section, 2 for a part of one.
        level: u8,
        /// Its words.
        text: String,
    },
    /// Our own words.
    Paragraph {
        /// Lines are kept as they are.
        text: String,
    },
    /// Our own words, small and quiet: where something comes from, what is not here.
    Small {
        /// Lines are kept as they are.
        text: String,
    },
    /// People's own words, set larger and marked as theirs.
    OwnWords {
        /// What they said.
        text: String,
        /// Who said it, and when. May be empty.
        by: String,
        /// The language of what they said, if it is not the paper's.
        language: Option<String>,
    },
    /// Points, one below the other.
    List(Vec<Item>),
    /// Names with what belongs to them: "Address", "1 High Street".
    Pairs(Vec<Pair>),
    /// A table with a head that comes again on each page.
    Table(Table),
    /// A drawing.
    Chart(Chart),
    /// What follows begins on a new page.
    NewPage,
}

/// One point of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The point.
    pub text: String,
    /// A quieter line below it. May be empty.
    pub note: String,
}

/// A name with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// What it is.
    pub name: String,
    /// What it says. Lines are kept.
    pub text: String,
}

/// A table. A row with fewer cells than there are columns has empty ones at its end; further cells
/// than columns are refused.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// What it shows, above it. May be empty.
    pub caption: String,
    /// The head.
    pub columns: Vec<Column>,
    /// The cells, row by row. The first cell of a row names the row.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// How much of the width it takes, in proportion to the others. 0 counts as 1.
    pub share: u16,
    /// Start for words, end for numbers.
    pub align: Align,
}

/// Which side of its place a text touches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Left in a language that is written from the left.
    #[default]
    Start,
    /// Its middle is there.
    Middle,
    /// Right in a language that is written from the left.
    End,
}

/// A drawing of lines, points and labels in a box. The box is as wide as the page allows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// What it shows, in words, for those who can't see it. Its numbers belong into a table.
    pub says: String,
    /// Width of the box, in units of the marks.
    pub width: f32,
    /// Height of the box, in the same units.
    pub height: f32,
    /// What is drawn, in this order. x grows to the right, y downwards, both from 0.
    pub marks: Vec<Mark>,
}

/// Something drawn. Nothing is told apart by colour: only by shape, weight and dashes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Straight lines through points.
    Line {
        /// At least two points.
        through: Vec<(f32, f32)>,
        /// How it is drawn.
        stroke: Stroke,
    },
    /// A point.
    Point {
        /// Its middle.
        at: (f32, f32),
        /// A large ring instead of a small filled dot: one that stands out.
        ring: bool,
    },
    /// A filled bar.
    Bar {
        /// One corner.
        from: (f32, f32),
        /// The opposite corner.
        to: (f32, f32),
        /// Lighter, for the second kind in a stack.
        light: bool,
    },
    /// Words, as large as the small text of the paper, on one line.
    Label {
        /// Where they touch the base line.
        at: (f32, f32),
        /// What they say.
        text: String,
        /// Which end of them is at that place.
        align: Align,
    },
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stroke {
    /// An axis, a grid.
    Thin,
    /// What was measured.
    #[default]
    Strong,
    /// A mean, a limit.
    Dashed,
}

/// Why a paper is refused before any work goes into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooLarge {
    /// More text than a paper may hold.
    Text,
    /// More blocks, rows or points.
    Blocks,
    /// A table with too many columns, or a row with more cells than it has columns.
    Columns,
    /// More drawing than a paper may hold, or a box without a size.
    Marks,
    /// More pages than a paper may have.
    Pages,
}

impl Display for TooLarge {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text => "too much text for one paper",
            Self::Blocks => "too many blocks for one paper",
            Self::Columns => "a table with more columns or cells than it may have",
            Self::Marks => "a drawing with too many marks or without a size",
            Self::Pages => "too many pages for one paper",
        })
    }
}

impl std::error::Error for TooLarge {}

impl Paper {
    /// Whether it is small enough to be written. It is asked before any letter is set.
    ///
    /// # Errors
    /// Says which bound it breaks.
    pub fn within_limits(&self) -> Result<(), TooLarge> {
        let mut rows = self.blocks.len();
        let mut marks = 0_usize;
        for block in &self.blocks {
            match block {
                Block::List(items) => rows = rows.saturating_add(items.len()),
                Block::Pairs(pairs) => rows = rows.saturating_add(pairs.len()),
                Block::Table(table) => {
                    rows = rows.saturating_add(table.rows.len());
                    table.within_limits()?;
                }
                Block::Chart(chart) => {
                    marks = marks.saturating_add(chart.weight());
                    if !(chart.width > 0.0 && chart.height > 0.0) {
                        return Err(TooLarge::Marks);
                    }
                }
                _ => {}
            }
        }
        if self.blocks.len() > MAX_BLOCKS || rows > MAX_ROWS {
            return Err(TooLarge::Blocks);
        }
        if marks > MAX_MARKS {
            return Err(TooLarge::Marks);
        }
        let mut bytes = 0_usize;
        self.each_text(&mut |text| bytes = bytes.saturating_add(text.len()));
        if bytes > MAX_TEXT_BYTES {
            return Err(TooLarge::Text);
        }
        Ok(())
    }

    /// Every text of it, in reading order.
    pub fn each_text(&self, see: &mut dyn FnMut(&str)) {
        see(&self.title);
        for block in &self.blocks {
            block.each_text(see);
        }
        see(&self.foot);
        see(&self.missing_letters);
    }
}

impl Block {
    /// Every text of it, in reading order.
    pub fn each_text(&self, see: &mut dyn FnMut(&str)) {
        match self {
            Self::Heading { text, .. } | Self::Paragraph { text } | Self::Small { text } => {
                see(text);
            }
            Self::OwnWords { text, by, .. } => {
                see(text);
                see(by);
            }
            Self::List(items) => {
                for item in items {
                    see(&item.text);
                    see(&item.note);
                }
            }
            Self::Pairs(pairs) => {
                for pair in pairs {
                    see(&pair.name);
                    see(&pair.text);
                }
            }
            Self::Table(table) => {
                see(&table.caption);
                table.columns.iter().for_each(|column| see(&column.name));
                table.rows.iter().flatten().for_each(|cell| see(cell));
            }
            Self::Chart(chart) => {
                see(&chart.says);
                for mark in &chart.marks {
                    if let Mark::Label { text, .. } = mark {
                        see(text);
                    }
                }
            }
            Self::NewPage => {}
        }
    }
}

impl Table {
    fn within_limits(&self) -> Result<(), TooLarge> {
        let columns = self.columns.len();
        let fits = (1..=MAX_COLUMNS).contains(&columns)
            && self.rows.iter().all(|row| row.len() <= columns);
        fits.then_some(()).ok_or(TooLarge::Columns)
    }
}

impl Chart {
    fn weight(&self) -> usize {
        self.marks
            .iter()
            .map(|mark| match mark {
                Mark::Line { through, .. } => through.len(),
                _ => 1,
            })
            .fold(0, usize::saturating_add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_paper_is_within_limits() {
        let paper = Paper {
            title: "Our plan".to_owned(),
            blocks: vec![Block::NewPage],
            ..Paper::default()
        };
        assert_eq!(paper.within_limits(), Ok(()));
    }

    #[test]
    fn each_bound_is_kept() {
        let with = |block: Block| Paper {
            blocks: vec![block],
            ..Paper::default()
        };
        let text = "x".repeat(MAX_TEXT_BYTES + 1);
        assert_eq!(
            with(Block::Paragraph { text }).within_limits(),
            Err(TooLarge::Text)
        );
        assert_eq!(
            with(Block::List(vec![Item::default(); MAX_ROWS + 1])).within_limits(),
            Err(TooLarge::Blocks)
        );
        let table = Table {
            columns: vec![Column::default()],
            rows: vec![vec![String::new(); 2]],
            ..Table::default()
        };
        assert_eq!(
            with(Block::Table(table)).within_limits(),
            Err(TooLarge::Columns)
        );
        let chart = Chart {
            width: f32::NAN,
            height: 1.0,
            ..Chart::default()
        };
        assert_eq!(
            with(Block::Chart(chart)).within_limits(),
            Err(TooLarge::Marks)
        );
    }
}

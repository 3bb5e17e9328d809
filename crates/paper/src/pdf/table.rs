//! A table: a head that comes again on each page, rows with a thin rule below.

use std::rc::Rc;

use krilla::tagging::{TableHeaderScope, Tag, TagKind};

use super::compose::{Composer, aligned, decoration, side_by_side};
use super::flow::{Ink, Piece};
use super::measure::{CONTENT_HEIGHT, CONTENT_WIDTH};
use super::tags::Branch;
use super::text::Style;
use crate::document::{Column, Table};

/// White between columns, in points.
const GUTTER: f32 = 8.0;
/// White between the text of a row and its rule.
const PADDING: f32 = 3.0;

pub(super) fn compose(composer: &mut Composer<'_>, table: &Table) {
    let places = places(&table.columns);
    let size = composer.scale.body;
    let mut branches = Vec::new();
    if !table.caption.is_empty() {
        let leaf = composer.tags.leaf();
        let mut pieces =
            composer.lines(&table.caption, Style::bold(size), 0.0, CONTENT_WIDTH, leaf);
        pieces.iter_mut().for_each(|piece| piece.with_next = true);
        composer.stack(pieces, 2.0);
        branches.push(Branch::around(Tag::Caption, leaf));
    }

    let names: Vec<&str> = table.columns.iter().map(|column| &*column.name).collect();
    let (mut head, cells) = row(composer, &names, table, &places, Kind::Head);
    branches.push(Branch::group(
        Tag::THead,
        vec![Branch::group(Tag::TR, cells)],
    ));
    // A head stays with its first row, and comes again if it leaves room for rows.
    head.iter_mut().for_each(|piece| piece.with_next = true);
    let height: f32 = head.iter().map(|piece| piece.height).sum();
    let again = (height < CONTENT_HEIGHT / 3.0).then(|| Rc::new(head.clone()));
    let before = if table.caption.is_empty() { 2.0 } else { 0.5 };
    composer.stack(head, before);

    let mut body = Vec::with_capacity(table.rows.len());
    for cells in &table.rows {
        let texts: Vec<&str> = (0..table.columns.len())
            .map(|at| cells.get(at).map_or("", String::as_str))
            .collect();
        let (mut pieces, cells) = row(composer, &texts, table, &places, Kind::Body);
        for piece in &mut pieces {
            piece.again.clone_from(&again);
        }
        body.push(Branch::group(Tag::TR, cells));
        composer.stack(pieces, 0.0);
    }
    branches.push(Branch::group(Tag::TBody, body));
    composer.tags.push(Branch::group(Tag::Table, branches));
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Head,
    Body,
}

fn row(
    composer: &mut Composer<'_>,
    texts: &[&str],
    table: &Table,
    places: &[(f32, f32)],
    kind: Kind,
) -> (Vec<Piece>, Vec<Branch>) {
    let size = composer.scale.body;
    let mut columns = Vec::with_capacity(texts.len());
    let mut branches = Vec::with_capacity(texts.len());
    for (at, ((text, column), (x, width))) in
        texts.iter().zip(&table.columns).zip(places).enumerate()
    {
        let style = match kind {
            Kind::Head => Style::bold(size),
            Kind::Body => Style::plain(size),
        };
        let leaf = composer.tags.leaf();
        columns.push(composer.lines(text, aligned(style, column.align), *x, *width, leaf));
        let tag = match kind {
            Kind::Head => TagKind::from(Tag::TH(TableHeaderScope::Column)),
            Kind::Body if at == 0 => TagKind::from(Tag::TH(TableHeaderScope::Row)),
            Kind::Body => TagKind::from(Tag::TD),
        };
        branches.push(Branch::around(tag, leaf));
    }
    let mut pieces = side_by_side(columns);
    if let Some(last) = pieces.last_mut() {
        last.height += PADDING;
        last.drawn.push(decoration(Ink::Rule {
            x: 0.0,
            width: CONTENT_WIDTH,
            strong: kind == Kind::Head,
        }));
    }
    (pieces, branches)
}

/// Where each column starts and how wide its text may be.
fn places(columns: &[Column]) -> Vec<(f32, f32)> {
    let share = |column: &Column| f32::from(column.share.max(1));
    let all: f32 = columns.iter().map(share).sum();
    let mut x = 0.0;
    columns
        .iter()
        .map(|column| {
            let width = CONTENT_WIDTH * share(column) / all;
            let place = (x, (width - GUTTER).max(1.0));
            x += width;
            place
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_the_width() {
        let column = |share| Column {
            share,
            ..Column::default()
        };
        let places = places(&[column(0), column(3)]);
        assert_eq!(places[0], (0.0, CONTENT_WIDTH / 4.0 - GUTTER));
        assert_eq!(places[1].0, CONTENT_WIDTH / 4.0);
    }
}

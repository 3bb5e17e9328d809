//! A paper as one HTML file: no script, nothing fetched, fit for printing.
//!
//! Long documents are written piece by piece: [`start`], any number of [`blocks`], [`end`]. Whatever
//! people wrote is text and stays text: it passes [`escaped`] and nothing else.

use std::fmt::Write as _;
use std::io;

use crate::document::{Align, Block, Chart, Mark, Paper, PrintSize, Stroke, Table};

/// A browser may use nothing but the styles in the file: no script, no picture, no address.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; \
                      form-action 'none'";

/// Bytes that are gathered before they are written.
const PIECE: usize = 64 << 10;

const STYLE: &str = "\
:root{color-scheme:light}\
body{max-inline-size:42rem;margin:2rem auto;padding-inline:1rem;color:#1a1a1a;background:#fff;\
font:1rem/1.5 'Atkinson Hyperlegible Next',Verdana,sans-serif}\
body.large{font-size:1.5rem}\
h1{font-size:1.9em;line-height:1.2}h2{font-size:1.3em;margin-block:1.6em .4em}h3{font-size:1.1em}\
h1,h2,h3,caption{break-after:avoid}\
p,li,dd,td,blockquote{white-space:pre-wrap;overflow-wrap:anywhere}\
blockquote{margin:1em 0;padding-inline-start:1em;border-inline-start:3px solid #8c8c8c;\
font-size:1.2em}\
blockquote footer,small,.note{color:#4a4a4a;font-size:.85rem}body.large blockquote footer,\
body.large small,body.large .note{font-size:1em}\
.note{display:block}\
dl{display:grid;grid-template-columns:minmax(8rem,30%) 1fr;gap:.3em 1em}dt{font-weight:700}\
dd{margin:0}table{border-collapse:collapse;inline-size:100%}\
caption{text-align:start;font-weight:700}th,td{text-align:start;vertical-align:top;\
padding:.3em .6em .3em 0;border-block-end:1px solid #8c8c8c}thead th{border-color:#1a1a1a}\
.end{text-align:end}tr,svg{break-inside:avoid}.page{break-before:page}\
svg{inline-size:100%;block-size:auto}\
@media print{body{margin:0;max-inline-size:none}}";

/// A whole paper.
#[must_use]
pub fn write(paper: &Paper) -> String {
    let mut out = String::new();
    start(paper, &mut out);
    blocks(&paper.blocks, &mut out);
    foot(paper, &mut out);
    out
}

/// A whole paper, however long, a few blocks at a time. The same bytes as [`write`] gives.
///
/// # Errors
/// What `to` says.
pub fn write_to(paper: &Paper, to: &mut dyn io::Write) -> io::Result<()> {
    let mut out = String::new();
    start(paper, &mut out);
    // A new page belongs to what follows it.
    let pieces = paper.blocks.chunk_by(|block, _| *block == Block::NewPage);
    for piece in pieces {
        blocks(piece, &mut out);
        if out.len() > PIECE {
            to.write_all(out.as_bytes())?;
            out.clear();
        }
    }
    foot(paper, &mut out);
    to.write_all(out.as_bytes())
}

fn foot(paper: &Paper, out: &mut String) {
    if !paper.foot.is_empty() {
        element(out, "p", " class=\"note\"", &paper.foot);
    }
    end(out);
}

/// The beginning of a file, up to and with the title. The paper's blocks are not written.
pub fn start(paper: &Paper, out: &mut String) {
    let large = match paper.size {
        PrintSize::Normal => "",
        PrintSize::Large => " class=\"large\"",
    };
    push(
        out,
        format_args!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body{large}>\n<main>\n",
            escaped(&paper.language),
            escaped(&paper.title),
        ),
    );
    element(out, "h1", " dir=\"auto\"", &paper.title);
}

/// Some blocks, in order.
pub fn blocks(blocks: &[Block], out: &mut String) {
    let mut page = "";
    for each in blocks {
        if *each == Block::NewPage {
            page = " class=\"page\"";
            continue;
        }
        if !page.is_empty() {
            push(out, format_args!("<div{page}></div>\n"));
            page = "";
        }
        block(each, out);
    }
}

/// The end of a file.
pub fn end(out: &mut String) {
    out.push_str("</main>\n</body>\n</html>\n");
}

/// Text as it has to stand in HTML, within an element or within quotes.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Neither of these can stand in a document, escaped or not.
            _ if letter.is_control() && !matches!(letter, '\n' | '\t') => {}
            _ => safe.push(letter),
        }
    }
    safe
}

fn block(block: &Block, out: &mut String) {
    match block {
        Block::Heading { level, text } => {
            let tag = if *level <= 1 { "h2" } else { "h3" };
            element(out, tag, " dir=\"auto\"", text);
        }
        Block::Paragraph { text } => element(out, "p", " dir=\"auto\"", text),
        Block::Small { text } => {
            push(
                out,
                format_args!("<p dir=\"auto\"><small>{}</small></p>\n", escaped(text)),
            );
        }
        Block::OwnWords { text, by, language } => {
            let language = language
                .as_ref()
                .map(|tag| format!(" lang=\"{}\"", escaped(tag)))
                .unwrap_or_default();
            push(
                out,
                format_args!("<blockquote dir=\"auto\"{language}>{}", escaped(text)),
            );
            if !by.is_empty() {
                element(out, "footer", " dir=\"auto\"", by);
            }
            out.push_str("</blockquote>\n");
        }
        Block::List(items) => {
            out.push_str("<ul>\n");
            for item in items {
                push(
                    out,
                    format_args!("<li dir=\"auto\">{}", escaped(&item.text)),
                );
                if !item.note.is_empty() {
                    push(
                        out,
                        format_args!("<span class=\"note\">{}</span>", escaped(&item.note)),
                    );
                }
                out.push_str("</li>\n");
            }
            out.push_str("</ul>\n");
        }
        Block::Pairs(pairs) => {
            out.push_str("<dl>\n");
            for pair in pairs {
                element(out, "dt", "", &pair.name);
                element(out, "dd", " dir=\"auto\"", &pair.text);
            }
            out.push_str("</dl>\n");
        }
        Block::Table(each) => table(each, out),
        Block::Chart(each) => chart(each, out),
        Block::NewPage => {}
    }
}

fn table(table: &Table, out: &mut String) {
    out.push_str("<table>\n");
    if !table.caption.is_empty() {
        element(out, "caption", "", &table.caption);
    }
    out.push_str("<thead><tr>");
    for column in &table.columns {
        let side = side_of(column.align);
        push(
            out,
            format_args!("<th scope=\"col\"{side}>{}</th>", escaped(&column.name)),
        );
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (at, column) in table.columns.iter().enumerate() {
            let text = escaped(row.get(at).map_or("", String::as_str));
            let side = side_of(column.align);
            let (open, close) = if at == 0 {
                ("th scope=\"row\"", "th")
            } else {
                ("td", "td")
            };
            push(
                out,
                format_args!("<{open}{side} dir=\"auto\">{text}</{close}>"),
            );
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn side_of(align: Align) -> &'static str {
    match align {
        Align::Start | Align::Middle => "",
        Align::End => " class=\"end\"",
    }
}

/// The same drawing as in a PDF, as SVG in a box of 100 units across.
fn chart(chart: &Chart, out: &mut String) {
    let scale = 100.0 / chart.width;
    let height = (chart.height * scale).clamp(1.0, 150.0);
    let down = height / chart.height;
    let place = |(x, y): (f32, f32)| (x * scale, y * down);
    push(
        out,
        format_args!(
            "<svg role=\"img\" viewBox=\"0 0 100 {height:.2}\" aria-label=\"{}\">",
            escaped(&chart.says)
        ),
    );
    for mark in &chart.marks {
        match mark {
            Mark::Line { through, stroke } => {
                let look = match stroke {
                    Stroke::Thin => "stroke=\"#8c8c8c\" stroke-width=\".1\"",
                    Stroke::Strong => "stroke=\"#1a1a1a\" stroke-width=\".3\"",
                    Stroke::Dashed => {
                        "stroke=\"#4a4a4a\" stroke-width=\".2\" stroke-dasharray=\"1 .7\""
                    }
                };
                push(
                    out,
                    format_args!("<polyline fill=\"none\" {look} points=\""),
                );
                for (x, y) in through.iter().copied().map(place) {
                    push(out, format_args!("{x:.2},{y:.2} "));
                }
                out.push_str("\"/>");
            }
            Mark::Point { at, ring } => {
                let (x, y) = place(*at);
                let (radius, fill) = if *ring {
                    (0.9, "#fff")
                } else {
                    (0.45, "#1a1a1a")
                };
                push(
                    out,
                    format_args!(
                        "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius}\" fill=\"{fill}\" \
                         stroke=\"#1a1a1a\" stroke-width=\".3\"/>"
                    ),
                );
            }
            Mark::Bar { from, to, light } => {
                let ((x1, y1), (x2, y2)) = (place(*from), place(*to));
                let fill = if *light { "#d0d0d0" } else { "#4a4a4a" };
                push(
                    out,
                    format_args!(
                        "<rect x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\" \
                         fill=\"{fill}\" stroke=\"#1a1a1a\" stroke-width=\".12\"/>",
                        x1.min(x2),
                        y1.min(y2),
                        (x2 - x1).abs(),
                        (y2 - y1).abs()
                    ),
                );
            }
            Mark::Label { at, text, align } => {
                let (x, y) = place(*at);
                let anchor = match align {
                    Align::Start => "start",
                    Align::Middle => "middle",
                    Align::End => "end",
                };
                push(
                    out,
                    format_args!(
                        "<text x=\"{x:.2}\" y=\"{y:.2}\" font-size=\"2\" \
                         text-anchor=\"{anchor}\">{}</text>",
                        escaped(text)
                    ),
                );
            }
        }
    }
    out.push_str("</svg>\n");
}

fn element(out: &mut String, tag: &str, attributes: &str, text: &str) {
    push(
        out,
        format_args!("<{tag}{attributes}>{}</{tag}>\n", escaped(text)),
    );
}

fn push(out: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a string can't fail.
    let _ = out.write_fmt(words);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Column, Item, Pair};

    const HOSTILE: &str = "</title><script>alert('1')</script>\" onload=\"x & <!--";

    fn hostile_everywhere() -> Paper {
        let text = || HOSTILE.to_owned();
        Paper {
            language: text(),
            title: text(),
            foot: text(),
            blocks: vec![
                Block::Heading {
                    level: 1,
                    text: text(),
                },
                Block::Paragraph { text: text() },
                Block::Small { text: text() },
                Block::OwnWords {
                    text: text(),
                    by: text(),
                    language: Some(text()),
                },
                Block::List(vec![Item {
                    text: text(),
                    note: text(),
                }]),
                Block::Pairs(vec![Pair {
                    name: text(),
                    text: text(),
                }]),
                Block::Table(Table {
                    caption: text(),
                    columns: vec![Column {
                        name: text(),
                        ..Column::default()
                    }],
                    rows: vec![vec![text()]],
                }),
                Block::Chart(Chart {
                    says: text(),
                    width: 1.0,
                    height: 1.0,
                    marks: vec![Mark::Label {
                        at: (0.0, 0.0),
                        text: text(),
                        align: Align::Start,
                    }],
                }),
            ],
            ..Paper::default()
        }
    }

    #[test]
    fn what_people_wrote_stays_text() {
        let page = write(&hostile_everywhere());
        assert!(!page.contains("<script"));
        assert!(!page.contains("onload=\""));
        assert!(!page.contains("<!--"));
        assert_eq!(page.matches("</title>").count(), 1);
        // It is all there, as text: 19 places.
        assert_eq!(page.matches("&lt;script&gt;").count(), 19);
    }

    #[test]
    fn nothing_is_fetched_and_nothing_runs() {
        let page = write(&hostile_everywhere());
        assert!(page.contains("default-src 'none'"));
        for word in ["src=", "href=", "url(", "http://", "https://"] {
            assert!(!page.contains(word), "{word}");
        }
    }

    #[test]
    fn piece_by_piece_it_is_the_same_page() {
        let mut paper = hostile_everywhere();
        paper.blocks.insert(0, Block::NewPage);
        paper.blocks.insert(3, Block::NewPage);
        paper.blocks.insert(3, Block::NewPage);
        let mut written = Vec::new();
        write_to(&paper, &mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), write(&paper));
        let long = Block::Paragraph {
            text: "x".repeat(PIECE),
        };
        paper.blocks.splice(2..2, vec![long; 3]);
        let mut written = Vec::new();
        write_to(&paper, &mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), write(&paper));
    }

    #[test]
    fn a_control_character_is_left_out() {
        assert_eq!(escaped("a\u{0}b\u{1b}[0m\nc"), "ab[0m\nc");
    }
}

//! Files as other programs see them: poppler reads back what was written.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

use std::path::Path;
use std::process::Command;

use doorstep_paper::pdf::{self, Pdf, Refused};
use doorstep_paper::{
    Align, Block, Chart, Column, Item, Mark, Pair, Paper, PrintSize, Stroke, Table, TooLarge,
};

/// Where the tests leave their files, for people to look at.
fn folder() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn written(name: &str, paper: &Paper) -> (Pdf, std::path::PathBuf) {
    let pdf = pdf::write(paper).unwrap();
    let path = folder().join(name);
    std::fs::write(&path, &pdf.bytes).unwrap();
    (pdf, path)
}

fn poppler(program: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(program)
        .args(arguments)
        .arg(file)
        .args((program == "pdftotext").then_some("-"))
        .output()
        .unwrap_or_else(|error| panic!("{program} (package poppler-utils): {error}"));
    assert!(output.status.success(), "{program}: {output:?}");
    // The titles of parts come in the encoding of the file, the words do not.
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Words of a page one after the other, as they wrap anywhere.
fn text_of(file: &Path) -> String {
    let text = poppler("pdftotext", &["-enc", "UTF-8"], file);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn item(text: &str, note: &str) -> Item {
    Item {
        text: text.to_owned(),
        note: note.to_owned(),
    }
}

fn heading(text: &str) -> Block {
    Block::Heading {
        level: 1,
        text: text.to_owned(),
    }
}

fn own_words(text: &str, by: &str, language: Option<&str>) -> Block {
    Block::OwnWords {
        text: text.to_owned(),
        by: by.to_owned(),
        language: language.map(str::to_owned),
    }
}

/// A page with one of each.
fn plan(size: PrintSize) -> Paper {
    Paper {
        language: "cy".to_owned(),
        title: "Ein cynllun: teulu’r Tŷ Gwyn".to_owned(),
        size,
        foot: "Ein cynllun · 24 Tachwedd 2026".to_owned(),
        missing_letters: "Some letters could not be put on this paper. They show as �.".to_owned(),
        blocks: vec![
            heading("Beth sy’n bwysig i ni"),
            own_words(
                "Bod gyda’n gilydd gyda’r nos, heb boeni am y gwres. Ŵyr Mam sut i wneud cawl; \
                 mae’r tŷ yn gynnes pan fydd pawb yn y gegin.",
                "Mair, 3 Tachwedd",
                None,
            ),
            own_words("نريد أن نبقى معًا في بيتنا", "Yusuf", Some("ar")),
            own_words(
                "Chcemy zostać razem, żeby dzieci chodziły do tej samej szkoły.",
                "",
                Some("pl"),
            ),
            heading("Who does what"),
            Block::List(vec![
                item("Ring the landlord about the boiler", "Dai, by Tue 3 Dec"),
                item(
                    "Sit with Nan on Thursdays so that Mair can go to the choir again, which she \
                     gave up when the money for the bus ran out",
                    "Auntie Bronwen",
                ),
                item(
                    "Go along to the school with both of them",
                    "Sam, by Fri 6 Dec",
                ),
                item("Cook together on Sundays", "all of us"),
            ]),
            Block::Pairs(vec![
                Pair {
                    name: "Address".to_owned(),
                    text: "1 Heol y Môr\nAberystwyth".to_owned(),
                },
                Pair {
                    name: "Who to ring".to_owned(),
                    text: "Sam".to_owned(),
                },
            ]),
            Block::Small {
                text: "This page is yours.".to_owned(),
            },
        ],
    }
}

#[test]
fn a_page_says_all_it_was_given_and_no_more() {
    let (pdf, file) = written("plan.pdf", &plan(PrintSize::Normal));
    assert_eq!(pdf.pages, 1);
    assert!(pdf.missing_letters.is_empty());
    let text = text_of(&file);
    for said in [
        "Ein cynllun: teulu’r Tŷ Gwyn",
        "Ŵyr Mam sut i wneud cawl",
        "Mair, 3 Tachwedd",
        "żeby dzieci chodziły",
        "Ring the landlord about the boiler",
        "gave up when the money for the bus ran out",
        "1 Heol y Môr",
        "This page is yours.",
        "1/1",
    ] {
        assert!(text.contains(said), "{said:?} is not in {text}");
    }
    // Letters of a script from the right come back in the order in which they are read.
    // (Poppler works the order out from the places of the letters, and misplaces vowel signs.)
    assert!(text.contains("نريد أن نبقى"), "{text}");
    assert!(text.contains("في بيتنا"), "{text}");
    assert!(!text.contains("could not be put on this paper"));
}

#[test]
fn fonts_are_in_the_file_and_only_the_letters_used() {
    let (pdf, file) = written("fonts.pdf", &plan(PrintSize::Normal));
    let fonts = poppler("pdffonts", &[], &file);
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(rows.len() >= 3, "{fonts}");
    for row in rows {
        let columns: Vec<&str> = row.split_whitespace().collect();
        let flags: Vec<&str> = columns
            .iter()
            .copied()
            .filter(|column| *column == "yes" || *column == "no")
            .collect();
        assert_eq!(
            flags,
            ["yes", "yes", "yes"],
            "embedded, subset, unicode: {row}"
        );
        assert_eq!(columns[0].find('+'), Some(6), "{row}");
    }
    assert!(fonts.contains("AtkinsonHyperlegibleNext"));
    assert!(fonts.contains("NotoSansArabic"));
    assert!(pdf.bytes.len() < 120_000, "{} bytes", pdf.bytes.len());
}

#[test]
fn it_is_tagged_has_a_language_and_a_title_and_says_nothing_of_who_made_it() {
    let (pdf, file) = written("tagged.pdf", &plan(PrintSize::Normal));
    let about = poppler("pdfinfo", &[], &file);
    let field = |name: &str| {
        about
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
            .map(str::trim)
    };
    assert_eq!(field("Tagged"), Some("yes"));
    assert_eq!(field("Title"), Some("Ein cynllun: teulu’r Tŷ Gwyn"));
    assert_eq!(field("Page size"), Some("595.28 x 841.89 pts (A4)"));
    for personal in ["Author", "Creator", "Producer", "CreationDate", "ModDate"] {
        assert_eq!(field(personal), None, "{about}");
    }
    let raw = String::from_utf8_lossy(&pdf.bytes).into_owned();
    assert!(raw.contains("/Lang (cy)") || raw.contains("/Lang(cy)"));

    let tree = poppler("pdfinfo", &["-struct-text"], &file);
    for part in ["H1", "H2", "BlockQuote", "LI", "Lbl", "LBody"] {
        assert!(tree.contains(part), "{part} is not in {tree}");
    }
    // Poppler does not show what stands in for text that is drawn in another order, so look for
    // it in the file.
    let arabic: Vec<u8> = "نريد أن نبقى معًا في بيتنا"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    let hex = arabic
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect::<String>();
    let found = pdf.bytes.windows(arabic.len()).any(|bytes| bytes == arabic)
        || raw.to_uppercase().contains(&hex);
    assert!(found && raw.contains("/ActualText"));
    assert!(tree.contains("1 Heol y Môr Aberystwyth"), "{tree}");
    // What belongs to the page and not to what it says is not read out.
    assert!(!tree.contains("24 Tachwedd"), "{tree}");
}

#[test]
fn large_print_is_large_and_goes_over_the_page_whole() {
    let (pdf, file) = written("plan-large.pdf", &plan(PrintSize::Large));
    assert_eq!(pdf.pages, 2);
    assert_eq!(pdf::measure(&plan(PrintSize::Large)).unwrap().pages, 2);
    let text = text_of(&file);
    let paper = plan(PrintSize::Large);
    for block in &paper.blocks {
        block.each_text(&mut |each| {
            for word in each.split_whitespace().filter(|word| word.is_ascii()) {
                assert!(text.contains(word), "{word:?} is not in {text}");
            }
        });
    }
    assert!(text.contains("2/2"));
}

#[test]
fn a_letter_that_no_font_has_is_said() {
    let paper = Paper {
        language: "en-GB".to_owned(),
        title: "Our plan".to_owned(),
        missing_letters: "Some letters are missing.".to_owned(),
        blocks: vec![own_words("Ring 王 about the 🦩", "", None)],
        ..Paper::default()
    };
    let (pdf, file) = written("missing.pdf", &paper);
    assert_eq!(pdf.missing_letters, ['王', '🦩']);
    let text = text_of(&file);
    assert!(text.contains("Ring � about the �"), "{text}");
    assert!(text.contains("Some letters are missing."));
}

#[test]
fn a_heading_never_ends_a_page() {
    for lines in 20..60 {
        let mut blocks: Vec<Block> = (0..lines)
            .map(|line| Block::Paragraph {
                text: format!("Line {line}"),
            })
            .collect();
        blocks.push(heading("The end"));
        blocks.push(Block::Paragraph {
            text: "Below the heading".to_owned(),
        });
        let paper = Paper {
            title: "Long".to_owned(),
            language: "en".to_owned(),
            blocks,
            ..Paper::default()
        };
        let (pdf, file) = written("heading.pdf", &paper);
        let page = |number: u32| {
            let number = number.to_string();
            poppler("pdftotext", &["-f", &number, "-l", &number], &file)
        };
        let with_heading = (1..=pdf.pages).find(|number| page(*number).contains("The end"));
        assert!(
            page(with_heading.unwrap()).contains("Below the heading"),
            "{lines}"
        );
    }
}

fn leaders_page(rows: usize) -> Paper {
    let mut marks = vec![
        Mark::Line {
            through: vec![(0.0, 0.0), (0.0, 40.0), (100.0, 40.0)],
            stroke: Stroke::Thin,
        },
        Mark::Line {
            through: vec![(0.0, 20.0), (100.0, 20.0)],
            stroke: Stroke::Dashed,
        },
        Mark::Line {
            through: (0..20_u8)
                .map(|week| (f32::from(week) * 5.0, 20.0 + f32::from(week % 5) * 3.0))
                .collect(),
            stroke: Stroke::Strong,
        },
        Mark::Point {
            at: (50.0, 5.0),
            ring: true,
        },
        Mark::Bar {
            from: (80.0, 40.0),
            to: (84.0, 28.0),
            light: true,
        },
    ];
    for (x, align) in [
        (0.0, Align::Start),
        (50.0, Align::Middle),
        (100.0, Align::End),
    ] {
        marks.push(Mark::Label {
            at: (x, 44.0),
            text: format!("Week {x}"),
            align,
        });
    }
    let column = |name: &str, share, align| Column {
        name: name.to_owned(),
        share,
        align,
    };
    Paper {
        language: "en-GB".to_owned(),
        title: "What we learned".to_owned(),
        blocks: vec![
            Block::Chart(Chart {
                says: "Demand by week, with its mean".to_owned(),
                width: 100.0,
                height: 46.0,
                marks,
            }),
            Block::Table(Table {
                caption: "Demand by week".to_owned(),
                columns: vec![
                    column("Week", 3, Align::Start),
                    column("Value", 1, Align::End),
                    column("Failure", 1, Align::End),
                ],
                rows: (0..rows)
                    .map(|row| vec![format!("Week {row}"), "12".to_owned()])
                    .collect(),
            }),
        ],
        ..Paper::default()
    }
}

#[test]
fn a_table_has_its_head_on_each_page_and_once_for_those_who_listen() {
    let (pdf, file) = written("table.pdf", &leaders_page(90));
    assert_eq!(pdf.pages, 3);
    assert_eq!(text_of(&file).matches("Failure").count(), 3);
    let tree = poppler("pdfinfo", &["-struct-text"], &file);
    assert_eq!(tree.matches("Failure").count(), 1, "{tree}");
    for part in ["Table", "THead", "TH", "TR", "TD", "Figure"] {
        assert!(tree.contains(part), "{part} is not in {tree}");
    }
    // A cell without a word is a cell: each of the rows has two beside its name.
    assert_eq!(
        tree.lines()
            .filter(|line| line.trim().starts_with("TD"))
            .count(),
        180
    );
    assert!(text_of(&file).contains("Week 100"));
}

#[test]
fn a_long_word_is_broken_and_a_long_text_comes_whole() {
    let long = "x".repeat(400);
    let many = (0..4_000)
        .map(|n| format!("w{n}"))
        .collect::<Vec<_>>()
        .join(" ");
    let paper = Paper {
        language: "en".to_owned(),
        title: "Long".to_owned(),
        blocks: vec![
            Block::Paragraph { text: long },
            own_words(&many, "", None),
            Block::Table(Table {
                columns: vec![Column::default(), Column::default()],
                rows: vec![vec![many.clone(), "y".repeat(200)]],
                ..Table::default()
            }),
        ],
        ..Paper::default()
    };
    let (pdf, file) = written("long.pdf", &paper);
    assert!(pdf.pages > 10);
    let text = poppler("pdftotext", &["-raw"], &file);
    assert_eq!(text.matches('x').count(), 400);
    assert_eq!(text.matches('y').count(), 200);
    let words: Vec<&str> = text.split_whitespace().collect();
    for n in [0, 1_999, 3_999] {
        let word = format!("w{n}");
        assert_eq!(
            words.iter().filter(|each| **each == word).count(),
            2,
            "{word}"
        );
    }
}

#[test]
fn what_is_too_large_is_refused_at_once() {
    let paper = Paper {
        blocks: vec![Block::Paragraph {
            text: "x".repeat(3 << 20),
        }],
        ..Paper::default()
    };
    assert!(matches!(
        pdf::write(&paper),
        Err(Refused::TooLarge(TooLarge::Text))
    ));
}

#[test]
fn an_empty_paper_is_a_page() {
    let (pdf, _) = written("empty.pdf", &Paper::default());
    assert_eq!(pdf.pages, 1);
}

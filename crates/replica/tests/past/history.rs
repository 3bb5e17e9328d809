//! The story of a document, and the document as it was.

use std::time::{Duration, Instant};

use doorstep_model::UnixMillis;
use doorstep_model::edit::Edit;
use doorstep_model::field::{Part, Scalar, Value};
use doorstep_model::history::{Happened, Moment, Piece};
use doorstep_model::household::{About, Action, Strength, Visit, WhatMatters};
use doorstep_model::id::{DeviceKey, DocKey, ItemId};
use doorstep_replica::document::Wanted;

use super::{ALEX, MINUTE, Pen, SAM, line, meet, two, wanted};

fn told(pen: &Pen) -> Vec<Moment> {
    let told = pen.document.history(&wanted(100), UnixMillis(pen.now));
    assert_eq!(told.earlier, None);
    told.moments
}

/// Who did what, shortly.
fn short(moments: &[Moment]) -> Vec<String> {
    moments
        .iter()
        .map(|moment| {
            let who = if moment.stamp.by.to_bytes() == ALEX.0 {
                "alex"
            } else {
                "sam"
            };
            let what = match &moment.what {
                Happened::Began => "began".into(),
                Happened::Added { words, .. } => format!("added {words:?}"),
                Happened::Removed => "removed".into(),
                Happened::Restored => "restored".into(),
                Happened::Set {
                    field,
                    before,
                    after,
                } => {
                    format!(
                        "set {field} from {} to {}",
                        values(before),
                        values(after.as_slice())
                    )
                }
                Happened::BothAgain { field } => format!("both again {field}"),
                Happened::Wrote { field, pieces } => format!("wrote {field} {}", diff(pieces)),
                Happened::Included { field, value } => format!("put {value} into {field}"),
                Happened::Excluded { field, value } => format!("took {value} out of {field}"),
            };
            let undid = if moment.undid { " (undo)" } else { "" };
            format!("{who} {what}{undid}")
        })
        .collect()
}

fn values(values: &[Value]) -> String {
    let words = values.iter().map(|value| match value {
        Value::Text(text) => text.clone(),
        other => format!("{other:?}"),
    });
    let mut words: Vec<String> = words.collect();
    words.sort();
    words.join("|")
}

fn diff(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Kept(text) => text.clone(),
            Piece::Came(text) => format!("[+{text}]"),
            Piece::Went(text) => format!("[-{text}]"),
        })
        .collect()
}

#[test]
fn small_saves_are_one_moment_and_every_kind_of_change_is_told() {
    let (mut alex, mut sam) = two();
    alex.write("The gar");
    alex.write("The garden");
    alex.edit(&[About::address.only().set(Some(String::from("1 Mill Lane")))]);
    alex.write("The garden.");
    alex.now += 11 * MINUTE;
    alex.write("The garden. And tea.");
    let item = ItemId::from([1; 16]);
    alex.edit(&[Edit::Add {
        line: line(Part::Strengths, 1),
        fields: vec![Strength::what.with(String::from("Ba"))],
    }]);
    alex.edit(&[Strength::what.of(&item).write(&alex.heads(), "Bakes")]);
    alex.edit(&[Strength::said_by.of(&item).set(Some(String::from("Gran")))]);
    meet(&mut alex, &mut sam);
    sam.edit(&[About::address.only().set(Some(String::from("2 Mill Lane")))]);
    alex.now += MINUTE;
    alex.edit(&[About::address.only().set(Some(String::from("3 Mill Lane")))]);
    meet(&mut alex, &mut sam);
    let steps = alex.edit(&[About::address.only().set(Some(String::from("3 Mill Lane")))]);
    alex.undo(&steps);
    sam.hear(&mut alex);
    let welsh = String::from("Welsh").to_value();
    sam.edit(&[Edit::Include {
        at: About::languages.only(),
        value: welsh.clone(),
    }]);
    sam.edit(&[Edit::Exclude {
        at: About::languages.only(),
        value: welsh,
    }]);
    sam.edit(&[Edit::Remove(line(Part::Strengths, 1))]);
    let steps = sam.write("The garden. And the dog.");
    sam.undo(&steps);
    meet(&mut alex, &mut sam);

    let expected = [
        "sam wrote matters_to_us The garden. And [-the dog.][+tea.] (undo)",
        "sam wrote matters_to_us The garden. And [-tea.][+the dog.]",
        "sam removed",
        "sam took Welsh out of languages",
        "sam put Welsh into languages",
        "alex both again address (undo)",
        "alex set address from 2 Mill Lane|3 Mill Lane to 3 Mill Lane",
        "alex set address from 1 Mill Lane to 3 Mill Lane",
        "sam set address from 1 Mill Lane to 2 Mill Lane",
        "alex added \"Bakes\"",
        "alex wrote matters_to_us The garden.[+ And tea.]",
        "alex wrote matters_to_us [+The garden.]",
        "alex set address from  to 1 Mill Lane",
        "alex began",
    ];
    assert_eq!(short(&told(&alex)), expected);
    assert_eq!(told(&sam), told(&alex), "the same on every device");
}

#[test]
fn pages_tell_everything_once_and_filters_keep_what_they_say() {
    let (mut alex, mut sam) = two();
    for number in 0..30 {
        let (pen, other) = if number % 3 == 0 {
            (&mut sam, &mut alex)
        } else {
            (&mut alex, &mut sam)
        };
        let locality = About::locality.only().set(Some(format!("place {number}")));
        let contact = WhatMatters::history
            .only()
            .write(&pen.heads(), format!("text {number}"));
        pen.now += 20 * MINUTE;
        pen.edit(&[locality, contact]);
        meet(pen, other);
    }
    let all = told(&alex);
    assert_eq!(all.len(), 61);
    let mut paged = Vec::new();
    let mut page = Wanted {
        limit: 7,
        ..Wanted::default()
    };
    loop {
        let told = alex.document.history(&page, UnixMillis(alex.now));
        assert!(told.moments.len() <= 8, "{}", told.moments.len());
        paged.extend(told.moments);
        match told.earlier {
            Some(earlier) => page.until = Some(earlier),
            None => break,
        }
    }
    assert_eq!(paged, all);

    let by_sam = Wanted {
        by: vec![DeviceKey::from(SAM.0)],
        part: Some(Part::About),
        ..wanted(100)
    };
    let told = alex.document.history(&by_sam, UnixMillis(alex.now));
    assert_eq!(told.moments.len(), 10);
    for moment in &told.moments {
        assert_eq!(
            (moment.part, moment.stamp.by.to_bytes()),
            (Part::About, SAM.0)
        );
    }
    let unknown = Wanted {
        until: Some(doorstep_model::Heads(vec!["11".repeat(32)])),
        ..wanted(5)
    };
    let none = alex.document.history(&unknown, UnixMillis(alex.now));
    assert_eq!((none.moments.len(), none.earlier), (0, None));
}

#[test]
fn what_is_new_is_what_others_did_since() {
    let (mut alex, mut sam) = two();
    alex.write("The garden.");
    meet(&mut alex, &mut sam);
    let looked = alex.heads();
    sam.edit(&[About::address.only().set(Some(String::from("2 Mill Lane")))]);
    alex.edit(&[About::locality.only().set(Some(String::from("The Quay")))]);
    meet(&mut alex, &mut sam);
    let news = Wanted {
        since: Some(looked),
        not_by: Some(DeviceKey::from(ALEX.0)),
        ..wanted(10)
    };
    let told = alex.document.history(&news, UnixMillis(alex.now));
    assert_eq!(
        short(&told.moments),
        ["sam set address from  to 2 Mill Lane"]
    );
    assert_eq!(told.earlier, None);
}

#[test]
fn a_household_is_shown_as_it_was_and_that_writes_nothing() {
    let (mut alex, mut sam) = two();
    alex.now += 1_000 * MINUTE;
    alex.write("The garden.");
    alex.edit(&[About::address.only().set(Some(String::from("1 Mill Lane")))]);
    let then = alex.view();
    let day_ends = UnixMillis(alex.now);
    meet(&mut alex, &mut sam);
    alex.now += 1_000 * MINUTE;
    alex.write("The allotment.");
    alex.edit(&[About::address.only().set(Some(String::from("2 Mill Lane")))]);
    alex.edit(&[Edit::Add {
        line: line(Part::Visits, 1),
        fields: vec![Visit::done.with(true)],
    }]);
    let saved = alex.document.save();
    let now = UnixMillis(alex.now);
    let heads = alex.document.heads_until(day_ends, now).unwrap();
    let id = DocKey::from([7; 16]);
    let was = alex.document.household_at(id.clone(), &heads).unwrap();
    assert!(was.read_only);
    assert_eq!(
        doorstep_model::household::Household {
            read_only: false,
            ..was
        },
        then
    );
    assert_eq!(alex.document.newest_at(&heads, now), Some(day_ends));
    assert_eq!(alex.document.heads_until(UnixMillis(5), now), None);
    let today = alex.document.heads_until(now, now).unwrap();
    assert_eq!(today, alex.heads());
    assert_eq!(alex.document.save(), saved);
    assert_ne!(alex.view(), then, "the control: it is not so any more");
}

/// Twenty years of visits: the first page and a look at the past stay quick.
#[test]
fn a_long_history_is_told_quickly() {
    let (mut alex, _) = two();
    for number in 0..200_u8 {
        let (visit, strength, action) = (
            ItemId::from([number; 16]),
            line(Part::Strengths, number),
            line(Part::Actions, number),
        );
        alex.now += 60 * MINUTE;
        alex.edit(&[
            Edit::Add {
                line: line(Part::Visits, number),
                fields: vec![Visit::done.with(true)],
            },
            Edit::Add {
                line: strength,
                fields: vec![Strength::what.with(format!("Strength {number}"))],
            },
            Edit::Add {
                line: action,
                fields: vec![Action::what.with(format!("Action {number}"))],
            },
        ]);
        let mut notes = String::new();
        for save in 0..20 {
            notes.push_str(&format!("and then, some twenty letters {save} "));
            let edit = Visit::notes.of(&visit).write(&alex.heads(), notes.clone());
            alex.edit(&[edit]);
        }
    }
    assert!(alex.document.change_count() > 4_000);
    let began = Instant::now();
    let told = alex.document.history(&wanted(50), UnixMillis(alex.now));
    let page = began.elapsed();
    assert_eq!(told.moments.len(), 50);
    let began = Instant::now();
    let half = UnixMillis(alex.now / 2);
    let heads = alex
        .document
        .heads_until(half, UnixMillis(alex.now))
        .unwrap();
    let was = alex
        .document
        .household_at(DocKey::from([7; 16]), &heads)
        .unwrap();
    let then = began.elapsed();
    assert!(
        was.visits.len() > 50 && was.visits.len() < 150,
        "{}",
        was.visits.len()
    );
    let began = Instant::now();
    let edit = About::address.only().set(Some(String::from("1 Mill Lane")));
    let steps = alex.edit(&[edit]);
    alex.undo(&steps);
    let undo = began.elapsed();
    eprintln!("first page {page:?}, as it was {then:?}, undo {undo:?}");
    // Debug builds check automerge's work twice; what people run is far quicker.
    for took in [page, then, undo] {
        assert!(took < Duration::from_secs(3), "{took:?}");
    }
}

//! Random edits by two people: taking back one's own last edit never changes what the other wrote.

use doorstep_model::edit::{Edit, FieldRef};
use doorstep_model::field::{Part, Scalar};
use doorstep_model::household::{About, Household, Strength, WhatMatters};
use doorstep_model::id::ItemId;
use proptest::prelude::*;

use super::{Pen, line, meet, two};

/// What somebody does; numbers are taken as far as they go.
#[derive(Debug, Clone)]
enum Deed {
    Put {
        at: usize,
        gone: usize,
        text: String,
    },
    Set(Option<String>),
    Include(u8, bool),
    Add(u8),
    Remove(u8, bool),
    Hear,
}

/// `lines` are those that they add; ids are never made twice.
fn deed(letters: &'static str, lines: std::ops::Range<u8>) -> impl Strategy<Value = Deed> {
    let text = |least: usize| {
        let letters: Vec<char> = letters.chars().collect();
        prop::collection::vec(prop::sample::select(letters), least..5).prop_map(String::from_iter)
    };
    prop_oneof![
        4 => (0..20_usize, 0..4_usize, text(0)).prop_map(|(at, gone, text)| Deed::Put { at, gone, text }),
        2 => proptest::option::of(text(1)).prop_map(Deed::Set),
        1 => (0..3_u8, any::<bool>()).prop_map(|(which, put)| Deed::Include(which, put)),
        1 => lines.prop_map(Deed::Add),
        1 => (0..9_u8, any::<bool>()).prop_map(|(which, removed)| Deed::Remove(which, removed)),
        2 => Just(Deed::Hear),
    ]
}

fn text_at() -> FieldRef {
    WhatMatters::matters_to_us.only()
}

/// The edits of a deed; none if it makes no sense now.
fn edits(pen: &Pen, deed: &Deed) -> Vec<Edit> {
    match deed {
        Deed::Put { at, gone, text } => {
            let mut shown: Vec<char> = pen.matters().chars().collect();
            let at = (*at).min(shown.len());
            let end = (at + gone).min(shown.len());
            shown.splice(at..end, text.chars());
            let shown: String = shown.into_iter().collect();
            vec![text_at().write(&pen.heads(), shown)]
        }
        Deed::Set(value) => vec![About::address.only().set(value.clone())],
        Deed::Include(which, put) => {
            let (at, value) = (About::languages.only(), which.to_string().to_value());
            vec![if *put {
                Edit::Include { at, value }
            } else {
                Edit::Exclude { at, value }
            }]
        }
        Deed::Add(which) => vec![Edit::Add {
            line: line(Part::Strengths, *which),
            fields: vec![Strength::what.with(format!("strength {which}"))],
        }],
        Deed::Remove(which, removed) => {
            let at = line(Part::Strengths, *which);
            let known = pen
                .view()
                .strengths
                .iter()
                .any(|line| line.id.as_ref() == Some(&at.item));
            match (known, removed) {
                (false, _) => Vec::new(),
                (true, true) => vec![Edit::Remove(at)],
                (true, false) => vec![Edit::Restore(at)],
            }
        }
        Deed::Hear => Vec::new(),
    }
}

/// A record without who and when.
type Plain = (
    String,
    Option<String>,
    Vec<String>,
    Vec<(Option<ItemId>, String)>,
);

fn plain(view: &Household) -> Plain {
    let mut languages = view.about.languages.clone();
    languages.sort();
    let strengths = view.strengths.iter().filter(|line| line.removed.is_none());
    (
        view.what_matters.matters_to_us.0.clone(),
        view.about.address.value.clone(),
        languages,
        strengths
            .map(|line| (line.id.clone(), line.what.0.clone()))
            .collect(),
    )
}

/// What there was before, `mine` by Alex, then `theirs` by Sam who does not know of it.
fn scene(before: &[Deed], mine: &Deed) -> Option<(Pen, Pen, Vec<String>)> {
    let (mut alex, mut sam) = two();
    for deed in before {
        let edits = edits(&alex, deed);
        alex.edit(&edits);
    }
    meet(&mut alex, &mut sam);
    let edits = edits(&alex, mine);
    let steps = alex.edit(&edits);
    (!steps.is_empty()).then_some((alex, sam, steps))
}

fn do_all(pen: &mut Pen, deeds: &[Deed]) {
    for deed in deeds {
        let edits = edits(pen, deed);
        pen.edit(&edits);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Sam's changes arrive before the undo: the record is as if Alex's edit had never been.
    #[test]
    fn as_if_it_had_never_been(
        before in prop::collection::vec(deed("abc", 0..3), 0..6),
        mine in deed("xyz", 3..6),
        theirs in prop::collection::vec(deed("STU", 6..9), 0..5),
    ) {
        let Some((mut alex, mut sam, steps)) = scene(&before, &mine) else { return Ok(()) };
        do_all(&mut sam, &theirs);
        let expected = plain(&sam.view());
        meet(&mut alex, &mut sam);
        let undone = alex.undo(&steps);
        meet(&mut alex, &mut sam);
        if undone.left.is_empty() {
            prop_assert_eq!(plain(&alex.view()), expected);
        }
    }

    /// They arrive after it: every word of theirs is there, and their value is to be seen.
    #[test]
    fn nothing_that_comes_later_is_lost(
        before in prop::collection::vec(deed("abc", 0..3), 0..6),
        mine in deed("xyz", 3..6),
        theirs in prop::collection::vec(deed("STU", 6..9), 0..5),
    ) {
        let Some((mut alex, mut sam, steps)) = scene(&before, &mine) else { return Ok(()) };
        let had = plain(&sam.view());
        do_all(&mut sam, &theirs);
        let expected = plain(&sam.view());
        alex.undo(&steps);
        meet(&mut alex, &mut sam);
        let after = plain(&alex.view());
        let theirs = |text: &str| text.chars().filter(|c| "STU".contains(*c)).collect::<String>();
        prop_assert_eq!(theirs(&after.0), theirs(&expected.0));
        prop_assert!(!after.0.contains(['x', 'y', 'z']));
        if expected.1 != had.1 {
            let address = alex.view().about.address;
            let all = address.both.iter().map(|said| said.value.clone()).chain([address.value.clone()]);
            prop_assert!(all.into_iter().any(|value| value == expected.1));
        }
        for strength in &expected.3 {
            prop_assert!(after.3.contains(strength) || matches!(mine, Deed::Add(_) | Deed::Remove(..)));
        }
    }

    /// Sam knows of Alex's edit and builds on it.
    #[test]
    fn what_builds_on_it_stays(
        before in prop::collection::vec(deed("abc", 0..3), 0..6),
        mine in deed("xyz", 3..6),
        theirs in prop::collection::vec(deed("STU", 6..9), 0..5),
    ) {
        let Some((mut alex, mut sam, steps)) = scene(&before, &mine) else { return Ok(()) };
        meet(&mut alex, &mut sam);
        let known = plain(&sam.view());
        do_all(&mut sam, &theirs);
        let expected = plain(&sam.view());
        meet(&mut alex, &mut sam);
        let undone = alex.undo(&steps);
        meet(&mut alex, &mut sam);
        let after = plain(&alex.view());
        let theirs = |text: &str| text.chars().filter(|c| "STU".contains(*c)).collect::<String>();
        prop_assert_eq!(theirs(&after.0), theirs(&expected.0));
        prop_assert!(!after.0.contains(['x', 'y', 'z']));
        if expected.1 != known.1 {
            prop_assert_eq!(&after.1, &expected.1);
        }
        let _ = undone;
    }

    /// Many saves of one stay, and Sam adds to the text in between, knowing of some of them: what
    /// was there before is there again, with every word of Sam's and none of Alex's.
    #[test]
    fn a_long_stay_goes_back_and_takes_no_word_of_a_teammate_along(
        before in "[a-h]{0,8}",
        stay in prop::collection::vec(
            (any::<bool>(), 0..40_usize, 0..6_usize, "[xyz]{0,4}", "[STU]{0,4}", any::<bool>()),
            1..12,
        ),
    ) {
        let (mut alex, mut sam) = two();
        alex.write(&before);
        meet(&mut alex, &mut sam);
        let (mut steps, mut theirs) = (Vec::new(), 0);
        for (mine, at, gone, ours, more, do_meet) in stay {
            let put = |text: String, gone| Deed::Put { at, gone, text };
            if mine {
                let edits = edits(&alex, &put(ours, gone));
                steps.extend(alex.edit(&edits));
            } else {
                theirs += more.len();
                let edits = edits(&sam, &put(more, 0));
                sam.edit(&edits);
            }
            if do_meet {
                meet(&mut alex, &mut sam);
            }
        }
        meet(&mut alex, &mut sam);
        alex.undo(&steps);
        meet(&mut alex, &mut sam);
        let of = |letters: &str| {
            let text = alex.matters();
            text.chars().filter(|c| letters.contains(*c)).collect::<String>()
        };
        prop_assert_eq!(of("abcdefgh"), before);
        prop_assert_eq!(of("STU").len(), theirs);
        prop_assert_eq!(of("xyz"), "");
    }
}

/// What a screen that remembers the former text and the former value would do.
fn naive(pen: &mut Pen, before: &Household) {
    let edits = [
        text_at().write(&pen.heads(), before.what_matters.matters_to_us.0.clone()),
        About::address
            .only()
            .set(before.about.address.value.clone()),
    ];
    pen.edit(&edits);
}

/// The control: the same scenes show that going back to what the screen remembers loses words.
#[test]
fn going_back_to_what_the_screen_saw_takes_out_what_the_other_wrote() {
    let put = |at, text: &str| Deed::Put {
        at,
        gone: 0,
        text: text.into(),
    };
    let (mut alex, mut sam, _) = scene(
        &[put(0, "abc"), Deed::Set(Some("a".into()))],
        &put(3, "xyz"),
    )
    .unwrap();
    let mut saw = alex.view();
    saw.what_matters.matters_to_us.0 = "abc".into();
    do_all(&mut sam, &[put(0, "STU"), Deed::Set(Some("S".into()))]);
    let expected = plain(&sam.view());
    meet(&mut alex, &mut sam);
    naive(&mut alex, &saw);
    let after = plain(&alex.view());
    assert!(!after.0.contains("STU"));
    assert_ne!(after.1, expected.1);
}

//! Every sentence is there, is parsed, and keeps to our words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use doorstep_model::call::Theme;
use doorstep_model::team::Role;
use doorstep_model::{Problem, ProblemCode};
use fluent_bundle::FluentResource;

use super::{Language, problem, say, with};
use crate::form;
use crate::place::Corner;

mod never;

/// The names of a language's sentences, each with the gaps in it.
fn sentences(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for source in language.sources() {
        let resource = FluentResource::try_new((*source).into());
        assert!(
            resource.is_ok(),
            "{language:?}: {:?}",
            resource.err().map(|wrong| wrong.1)
        );
        let mut last = String::new();
        for line in source.lines() {
            if let Some((name, _)) = line.split_once(" =")
                && name.starts_with(|c: char| c.is_ascii_lowercase())
            {
                last = name.to_owned();
                let before = found.insert(last.clone(), BTreeSet::new());
                assert!(before.is_none(), "{language:?}: {name} stands twice");
            }
            if line.starts_with('#') {
                continue;
            }
            for piece in line.split('$').skip(1) {
                let end = |c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_';
                let gap = piece.split(end).next().unwrap_or_default();
                if let Some(gaps) = found.get_mut(&last) {
                    gaps.insert(gap.to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn every_language_says_every_sentence_with_the_same_gaps() {
    let english = sentences(Language::English);
    assert!(english.len() > 1_000);
    for language in Language::ALL {
        let own = sentences(*language);
        for (name, gaps) in &english {
            assert_eq!(own.get(name), Some(gaps), "{language:?}: {name}");
        }
        for name in own.keys() {
            assert!(english.contains_key(name), "{language:?} alone has {name}");
        }
    }
}

#[test]
fn every_language_has_words_for_days() {
    for language in Language::ALL {
        let words = language.day_words();
        let all = [&words.months, &words.months_short];
        assert!(all.iter().all(|months| months.len() == 12), "{language:?}");
        let all = [&words.weekdays, &words.weekdays_short];
        assert!(all.iter().all(|days| days.len() == 7), "{language:?}");
        for (short, long) in words.months_short.iter().zip(&words.months) {
            assert!(long.starts_with(short.as_str()), "{short}, {long}");
        }
        for (short, long) in words.weekdays_short.iter().zip(&words.weekdays) {
            assert!(long.starts_with(short.as_str()), "{short}, {long}");
        }
    }
}

#[test]
fn a_language_is_found_by_its_tag() {
    assert_eq!(Language::of_tag("cy-GB"), Language::Welsh);
    assert_eq!(Language::of_tag("EN"), Language::English);
    assert_eq!(Language::known("gd"), None);
    assert_eq!(Language::Welsh.say("place-home"), "Hafan");
}

#[test]
fn every_problem_has_a_sentence_that_says_what_to_do() {
    for code in ProblemCode::ALL {
        let name = format!("problem-{}", code.word());
        let sentence = say(&name);
        assert_ne!(sentence, name);
        assert!(
            sentence.matches(['.', '?']).count() >= 2,
            "{name} says what happened and what to do: {sentence}"
        );
    }
}

/// Names that the code asks for: `say("…")`, `with("…"`, and labels given by name.
#[test]
fn every_name_the_screens_ask_for_is_there() {
    let mut asked = 0;
    let mut files = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(
                std::fs::read_dir(path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
            continue;
        }
        if path.ends_with("say/tests.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let source: String = source.split_whitespace().collect::<Vec<_>>().join(" ");
        for start in [
            "say(\"",
            "say::with( \"",
            "say::with(\"",
            "list(\"",
            "says=\"",
            "dated(\"",
            "worker(\"",
        ] {
            for piece in source.split(start).skip(1) {
                let name = piece.split('"').next().unwrap_or_default();
                assert_ne!(say(name), name, "{name} in {}", path.display());
                asked += 1;
            }
        }
    }
    assert!(
        asked > 100,
        "the search above finds what it looks for: {asked}"
    );
}

#[test]
fn every_field_and_choice_has_its_label() {
    for form in form::ALL {
        for start in ["part", "part-one", "add"] {
            let name = format!("{start}-{}", form.word);
            assert_ne!(say(&name), name);
        }
        for input in form.inputs() {
            let name = format!("field-{}-{}", form.word, input.name.replace('_', "-"));
            assert_ne!(say(&name), name);
            if let form::Control::Choice { group, answers } = input.control {
                for answer in answers() {
                    let name = format!("choice-{group}-{answer}");
                    assert_ne!(say(&name), name);
                }
            }
        }
    }
}

#[test]
fn every_list_that_can_be_empty_says_so() {
    const NEVER_EMPTY: [&str; 6] = ["about", "matters", "visit", "team", "member", "plan"];
    for form in form::ALL {
        let name = format!("empty-{}", form.word);
        if !NEVER_EMPTY.contains(&form.word) {
            assert_ne!(say(&name), name);
        }
    }
}

#[test]
fn every_place_role_and_look_has_its_name() {
    let places = Corner::ALL.map(|corner| format!("place-{}", corner.word()));
    let roles = Role::ALL
        .iter()
        .map(|role| format!("choice-role-{}", role.word()));
    let looks = Theme::ALL
        .iter()
        .map(|theme| format!("choice-theme-{}", theme.word()));
    for name in places.into_iter().chain(roles).chain(looks) {
        assert_ne!(say(&name), name);
    }
}

#[test]
fn one_is_said_as_one_and_more_as_more() {
    let waiting = |count: u32| with("sync-waiting", [("count", count.into())]);
    assert_eq!(waiting(1), "1 change waiting to send");
    assert_eq!(waiting(3), "3 changes waiting to send");
    let wait = |seconds: u32| {
        let detail = Some(seconds.to_string());
        problem(&Problem {
            code: ProblemCode::WaitBeforeRetry,
            detail,
        })
    };
    assert!(wait(1).contains("1 second,"), "{}", wait(1));
    assert!(wait(30).contains("30 seconds,"), "{}", wait(30));
}

#[test]
fn a_long_text_is_cut_between_words() {
    assert_eq!(
        super::shortened(" Tea on the step. ", 40),
        "Tea on the step."
    );
    assert_eq!(super::shortened("Tea on the step.", 9), "Tea on …");
    assert_eq!(super::shortened("Teaonthestep", 4), "Teao …");
}

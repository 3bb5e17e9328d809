//! Each kind of edit, taken back before and after a teammate's change arrived.

use doorstep_model::Heads;
use doorstep_model::edit::{Edit, FieldRef};
use doorstep_model::field::{Part, Scalar, Value};
use doorstep_model::household::{About, Strength, Visit, Whose};
use doorstep_model::id::{DeviceKey, ItemId};
use doorstep_replica::document::{EditFault, steps_of};

use super::{ALEX, Pen, SAM, line, meet, two};

fn address(pen: &mut Pen, to: &str) -> Vec<String> {
    pen.edit(&[About::address.only().set(Some(to.to_owned()))])
}

fn said(pen: &Pen) -> Vec<(Option<String>, DeviceKey)> {
    let mut both: Vec<_> = pen
        .view()
        .about
        .address
        .both
        .into_iter()
        .map(|said| (said.value, said.stamp.by))
        .collect();
    both.sort();
    both
}

fn add_strength(pen: &mut Pen, byte: u8, words: &str) -> Vec<String> {
    pen.edit(&[Edit::Add {
        line: line(Part::Strengths, byte),
        fields: vec![Strength::what.with(words.to_owned())],
    }])
}

#[test]
fn a_text_goes_back_and_what_a_teammate_wrote_since_stays() {
    for before_undo in [true, false] {
        let (mut alex, mut sam) = two();
        alex.write("The garden and the boys.");
        meet(&mut alex, &mut sam);
        let steps = alex.write("The allotment and the girls.");
        if before_undo {
            // Sam knows what Alex wrote and goes on from there.
            meet(&mut alex, &mut sam);
        }
        let now = sam.matters();
        sam.write(&format!("First of all {now} And the dog."));
        if before_undo {
            meet(&mut alex, &mut sam);
        }
        assert_eq!(alex.undo(&steps).left, []);
        meet(&mut alex, &mut sam);
        assert_eq!(
            alex.matters(),
            "First of all The garden and the boys. And the dog."
        );
    }
}

#[test]
fn a_text_that_was_written_in_many_saves_goes_back_in_one() {
    let (mut alex, mut sam) = two();
    alex.write("Tea.");
    meet(&mut alex, &mut sam);
    let mut steps = alex.write("Green tea.");
    sam.write("Tea. Cake.");
    meet(&mut alex, &mut sam);
    // What Alex wrote, Alex takes out again; then more of what was there before.
    steps.extend(alex.write("Tea. Cake."));
    steps.extend(alex.write("Coffee. Cake."));
    assert_eq!(alex.undo(&steps).left, []);
    assert_eq!(alex.matters(), "Tea. Cake.");
    meet(&mut alex, &mut sam);
}

/// In one stay Alex also takes out what Sam had added to Alex's first words.
#[test]
fn a_teammates_words_that_build_on_ours_come_back() {
    let (mut alex, mut sam) = two();
    alex.write("Tea.");
    meet(&mut alex, &mut sam);
    let mut steps = alex.write("Green tea.");
    meet(&mut alex, &mut sam);
    sam.write("Green tea. Cake. Jam.");
    meet(&mut alex, &mut sam);
    steps.extend(alex.write("Green tea. Jam."));
    steps.extend(alex.write("Green tea."));
    sam.write("Green tea. Cake. Plum jam.");
    meet(&mut alex, &mut sam);
    assert_eq!(alex.undo(&steps).left, []);
    assert_eq!(alex.matters(), "Tea. Cake. Plum jam.");
    meet(&mut alex, &mut sam);
    // What Sam has taken out as well stays out.
    let mut steps = alex.write("Tea.");
    sam.write("Tea. Plum jam.");
    meet(&mut alex, &mut sam);
    steps.extend(alex.write("No tea."));
    assert_eq!(alex.undo(&steps).left, []);
    assert_eq!(alex.matters(), "Tea. Plum jam.");
}

#[test]
fn taking_back_can_be_taken_back() {
    let (mut alex, mut sam) = two();
    alex.write("The garden.");
    let steps = alex.write("The allotment.");
    let undone = alex.undo(&steps);
    assert_eq!(alex.matters(), "The garden.");
    meet(&mut alex, &mut sam);
    sam.write("The garden. 🐕");
    meet(&mut alex, &mut sam);
    let again = alex.undo(&steps_of(&undone.edited.changes));
    assert_eq!(alex.matters(), "The allotment. 🐕");
    alex.undo(&steps_of(&again.edited.changes));
    assert_eq!(alex.matters(), "The garden. 🐕");

    let first = address(&mut alex, "1 Mill Lane");
    let undone = alex.undo(&first);
    assert_eq!(alex.view().about.address.value, None);
    alex.undo(&steps_of(&undone.edited.changes));
    let shown = alex.view().about.address.value;
    assert_eq!(shown.as_deref(), Some("1 Mill Lane"));
}

#[test]
fn a_value_goes_back_to_what_stood_there() {
    let (mut alex, _) = two();
    let first = address(&mut alex, "1 Mill Lane");
    let second = address(&mut alex, "2 Mill Lane");
    alex.undo(&second);
    let shown = alex.view().about.address;
    assert_eq!(shown.value.as_deref(), Some("1 Mill Lane"));
    // What the undo wrote is not the first edit's any more, and is left alone.
    let undone = alex.undo(&first);
    assert_eq!(undone.left.len(), 1);
    assert_eq!(undone.edited.changes, []);
}

#[test]
fn a_value_that_a_teammate_set_since_is_left_alone_and_that_is_said() {
    let (mut alex, mut sam) = two();
    address(&mut alex, "1 Mill Lane");
    let steps = address(&mut alex, "2 Mill Lane");
    meet(&mut alex, &mut sam);
    address(&mut sam, "3 Mill Lane");
    meet(&mut alex, &mut sam);
    let undone = alex.undo(&steps);
    assert_eq!(undone.edited.changes, []);
    assert_eq!(undone.left[0].field.as_deref(), Some("address"));
    assert_eq!(undone.left[0].stamp.by.to_bytes(), SAM.0);
    let shown = alex.view().about.address;
    assert_eq!(shown.value.as_deref(), Some("3 Mill Lane"));
}

#[test]
fn a_value_set_beside_a_teammates_goes_and_theirs_stands_alone() {
    let (mut alex, mut sam) = two();
    address(&mut alex, "1 Mill Lane");
    meet(&mut alex, &mut sam);
    let steps = address(&mut alex, "2 Mill Lane");
    address(&mut sam, "3 Mill Lane");
    meet(&mut alex, &mut sam);
    assert_eq!(said(&alex).len(), 2);
    assert_eq!(alex.undo(&steps).left, []);
    meet(&mut alex, &mut sam);
    let shown = sam.view().about.address;
    assert_eq!(
        (shown.value.as_deref(), shown.both.len()),
        (Some("3 Mill Lane"), 0)
    );
}

#[test]
fn a_teammates_value_that_arrives_after_the_undo_is_never_lost() {
    let (mut alex, mut sam) = two();
    address(&mut alex, "1 Mill Lane");
    meet(&mut alex, &mut sam);
    let steps = address(&mut alex, "2 Mill Lane");
    address(&mut sam, "3 Mill Lane");
    alex.undo(&steps);
    meet(&mut alex, &mut sam);
    let values: Vec<_> = said(&alex)
        .into_iter()
        .filter_map(|(value, _)| value)
        .collect();
    assert_eq!(values, ["1 Mill Lane", "3 Mill Lane"]);

    // Where nothing stood before, there is nothing to choose.
    let steps = alex.edit(&[About::locality.only().set(Some(String::from("The Quay")))]);
    sam.edit(&[About::locality.only().set(Some(String::from("Riverside")))]);
    alex.undo(&steps);
    meet(&mut alex, &mut sam);
    let locality = alex.view().about.locality;
    assert_eq!(
        (locality.value.as_deref(), locality.both.len()),
        (Some("Riverside"), 0)
    );
}

#[test]
fn a_choice_between_two_values_is_open_again_with_the_names_of_those_who_said_them() {
    let (mut alex, mut sam) = two();
    address(&mut alex, "2 Mill Lane");
    address(&mut sam, "3 Mill Lane");
    meet(&mut alex, &mut sam);
    let before = said(&alex);
    assert_eq!(before.len(), 2);
    let steps = address(&mut alex, "2 Mill Lane");
    assert_eq!(said(&alex), []);
    meet(&mut alex, &mut sam);
    alex.undo(&steps);
    meet(&mut alex, &mut sam);
    assert_eq!(said(&alex), before);
    assert_eq!(before[0].1.to_bytes(), ALEX.0);
    // Again, now that the values themselves are repeats.
    let steps = address(&mut sam, "3 Mill Lane");
    sam.undo(&steps);
    meet(&mut alex, &mut sam);
    assert_eq!(said(&alex), before);
}

#[test]
fn a_removal_and_a_return_are_taken_back_unless_a_teammate_has_done_the_same() {
    let (mut alex, mut sam) = two();
    add_strength(&mut alex, 1, "Bakes");
    meet(&mut alex, &mut sam);
    let removed = |pen: &Pen| pen.view().strengths[0].removed.is_some();
    let steps = alex.edit(&[Edit::Remove(line(Part::Strengths, 1))]);
    // What a teammate writes in the line meanwhile is in it when it is back.
    let item = ItemId::from([1; 16]);
    let words = Strength::what
        .of(&item)
        .write(&sam.heads(), "Bakes for the street");
    sam.edit(&[words]);
    alex.undo(&steps);
    meet(&mut alex, &mut sam);
    assert!(!removed(&alex));
    assert_eq!(alex.view().strengths[0].what.0, "Bakes for the street");

    let steps = alex.edit(&[Edit::Remove(line(Part::Strengths, 1))]);
    sam.edit(&[Edit::Remove(line(Part::Strengths, 1))]);
    meet(&mut alex, &mut sam);
    alex.undo(&steps);
    meet(&mut alex, &mut sam);
    assert!(removed(&alex), "Sam has removed it as well");
    let by = alex.view().strengths[0].removed.clone().unwrap().by;
    assert_eq!(by.to_bytes(), SAM.0);

    let steps = alex.edit(&[Edit::Restore(line(Part::Strengths, 1))]);
    assert!(!removed(&alex));
    alex.undo(&steps);
    assert!(removed(&alex));
}

#[test]
fn a_line_that_was_added_goes_unless_a_teammate_has_written_in_it() {
    let (mut alex, mut sam) = two();
    let alone = add_strength(&mut alex, 1, "Bakes");
    let shared = add_strength(&mut alex, 2, "Sings");
    meet(&mut alex, &mut sam);
    let item = ItemId::from([2; 16]);
    sam.edit(&[Strength::whose.of(&item).set(Some(Whose::Family))]);
    meet(&mut alex, &mut sam);

    let undone = alex.undo(&alone);
    assert_eq!(undone.left, []);
    assert!(alex.view().strengths[0].removed.is_some());
    alex.undo(&steps_of(&undone.edited.changes));
    assert!(alex.view().strengths[0].removed.is_none());
    assert_eq!(alex.view().strengths[0].what.0, "Bakes");

    let undone = alex.undo(&shared);
    assert_eq!(undone.edited.changes, []);
    assert_eq!(undone.left[0].item, Some(item));
    assert_eq!(undone.left[0].stamp.by.to_bytes(), SAM.0);
}

#[test]
fn a_value_in_a_set_is_taken_back_unless_a_teammate_put_it_there_as_well() {
    let (mut alex, mut sam) = two();
    let languages = |pen: &Pen| {
        let mut languages = pen.view().about.languages;
        languages.sort();
        languages
    };
    let include = |pen: &mut Pen, word: &str, put: bool| {
        let (at, value) = (About::languages.only(), word.to_owned().to_value());
        pen.edit(&[if put {
            Edit::Include { at, value }
        } else {
            Edit::Exclude { at, value }
        }])
    };
    let welsh = include(&mut alex, "Welsh", true);
    let polish = include(&mut alex, "Polish", true);
    include(&mut sam, "Polish", true);
    meet(&mut alex, &mut sam);
    alex.undo(&welsh);
    alex.undo(&polish);
    meet(&mut alex, &mut sam);
    assert_eq!(languages(&alex), ["Polish"]);
    let out = include(&mut alex, "Polish", false);
    assert_eq!(languages(&alex), [""; 0]);
    alex.undo(&out);
    assert_eq!(languages(&alex), ["Polish"]);
}

#[test]
fn a_call_with_many_edits_goes_back_as_a_whole() {
    let (mut alex, mut sam) = two();
    alex.write("The garden.");
    address(&mut alex, "1 Mill Lane");
    let before = alex.view();
    let visit = ItemId::from([9; 16]);
    let steps = alex.edit(&[
        Edit::Add {
            line: line(Part::Visits, 9),
            fields: vec![Visit::done.with(true)],
        },
        Visit::notes
            .of(&visit)
            .write(&before.heads, "Tea in the kitchen."),
        About::address.only().set(Some(String::from("2 Mill Lane"))),
        About::locality.only().set(Some(String::from("The Quay"))),
    ]);
    meet(&mut alex, &mut sam);
    alex.undo(&steps);
    meet(&mut alex, &mut sam);
    let after = sam.view();
    assert_eq!(after.about.address.value, before.about.address.value);
    assert_eq!(after.about.locality.value, None);
    assert!(after.visits[0].removed.is_some());
    assert_eq!(after.what_matters, before.what_matters);
}

#[test]
fn only_what_this_device_wrote_can_be_taken_back() {
    let (mut alex, mut sam) = two();
    let theirs = address(&mut sam, "3 Mill Lane");
    meet(&mut alex, &mut sam);
    let before = alex.view();
    let now = doorstep_model::UnixMillis(alex.now);
    for steps in [theirs, vec!["00".repeat(32)], vec!["nonsense".into()]] {
        let refused = alex
            .document
            .undo(&steps, None, now, &mut alex.rng)
            .unwrap_err();
        assert!(matches!(refused, EditFault::UnknownBase));
        assert_eq!(alex.view(), before);
    }
    assert_eq!(alex.undo(&[]).edited.changes, []);
}

#[test]
fn nobody_can_put_a_value_into_anothers_mouth() {
    use automerge::transaction::{CommitOptions, Transactable};
    use automerge::{Automerge, ReadDoc};
    use doorstep_replica::chunk::ChangeBytes;

    let (mut alex, mut sam) = two();
    let theirs = address(&mut alex, "2 Mill Lane");
    meet(&mut alex, &mut sam);
    // Sam's program writes a value beside Alex's and says that it repeats Alex's.
    let mut doc = Automerge::load(&sam.document.save()).unwrap();
    let mut actor = SAM.0.to_vec();
    actor.extend([9; 8]);
    doc.set_actor(automerge::ActorId::from(actor));
    let (_, about) = doc.get(automerge::ROOT, "about").unwrap().unwrap();
    let heads = doc.get_heads();
    let mut tx = doc.transaction();
    tx.put(&about, "address", "The madhouse").unwrap();
    let message = format!("undo; repeats {}", theirs[0]);
    tx.commit_with(CommitOptions::default().with_time(5).with_message(message));
    let forged = doc.get_changes(&heads);
    let bytes = ChangeBytes {
        hash: forged[0].hash().0,
        bytes: forged[0].raw_bytes().to_vec().into(),
    };
    address(&mut alex, "4 Mill Lane");
    alex.document.apply(SAM, &[bytes], &mut alex.rng).unwrap();
    let said = said(&alex);
    let forged = said
        .iter()
        .find(|(value, _)| value.as_deref() == Some("The madhouse"));
    assert_eq!(forged.unwrap().1.to_bytes(), SAM.0);
}

#[test]
fn a_visit_that_words_began_stays_when_the_words_are_taken_back() {
    let (mut alex, _) = two();
    let visit = line(Part::Visits, 9);
    let at = |field: &str| FieldRef {
        part: Part::Visits,
        item: Some(visit.item.clone()),
        field: field.into(),
    };
    let words = |base: Heads, text: &str| Edit::Write {
        at: at("notes"),
        base,
        text: text.into(),
    };
    let mut steps = alex.edit(&[
        Edit::Add {
            line: visit.clone(),
            fields: vec![("done".into(), Value::Flag(true))],
        },
        words(alex.heads(), "Tea on the step."),
    ]);
    steps.extend(alex.edit(&[words(alex.heads(), "Tea on the step. They laughed.")]));

    let undone = alex.undo_but_keep(&steps, Some(Part::Visits));
    let visits = alex.view().visits;
    assert!(visits[0].removed.is_none(), "the visit stays");
    assert_eq!(visits[0].done.value, Some(true), "as it was begun");
    assert_eq!(visits[0].notes.0, "");

    let again = steps_of(&undone.edited.changes);
    alex.undo(&again);
    assert_eq!(
        alex.view().visits[0].notes.0,
        "Tea on the step. They laughed."
    );
    // Without the wish to keep it, the line that was added goes.
    alex.undo(&steps);
    assert!(alex.view().visits[0].removed.is_some());
}

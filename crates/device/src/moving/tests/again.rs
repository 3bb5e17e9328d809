//! A later file of the same household, and what is shown to whom.

use doorstep_model::call::{
    AddHousehold, CopyChoices, CopyKind, CopyWords, JoinHouseholds, StartPractice, WriteCopy,
};

use super::*;

fn strengths(alone: &Alone, id: &DocKey) -> Vec<String> {
    let lines = opened(alone, id).household.strengths.into_iter();
    lines.map(|line| line.what.0).collect()
}

#[test]
fn a_later_file_adds_what_is_new_and_nothing_twice() {
    let two = Two::begin();
    let id = household(&two);
    let code = two.written(&id).written.unwrap().code;
    let first = two.take_over(&code);
    // Hillside goes on, and so does Riverside, in another sitting; a note comes too.
    edit(
        &two.robin,
        &first.household,
        vec![About::address.only().set(Some("2 Hill Road".to_owned()))],
    );
    two.alex.forget();
    let base = opened(&two.alex, &id).household.heads;
    edit(
        &two.alex,
        &id,
        vec![
            Strength::what
                .of(&ItemId::from([2; 16]))
                .write(&base, "Cooks for ten, and bakes."),
            add(&line(Part::Strengths, 8), vec![]),
            Strength::what
                .of(&ItemId::from([8; 16]))
                .write(&Heads::default(), "Knows the street."),
            Edit::Remove(line(Part::Actions, 5)),
        ],
    );
    two.alex.must(AddSafetyNote {
        household: id.clone(),
        what: "Ring first.".into(),
        incident_on: None,
        approved_by: None,
        review_on: None,
    });
    let code = two.written(&id).written.unwrap().code;
    let again = two.take_over(&code);
    assert_eq!(again.household, first.household);
    assert_ne!(again.words, first.words, "another file, other words");
    let view = opened(&two.robin, &first.household).household;
    assert_eq!(view.about.address.value.as_deref(), Some("2 Hill Road"));
    assert_eq!(view.about.moving_to.value, None, "that was said over there");
    let read = strengths(&two.robin, &first.household);
    assert_eq!(read, ["Cooks for ten, and bakes.", "Knows the street."]);
    assert!(view.actions[0].removed.is_some());
    let notes = two.robin.must(GetSafetyNotes {
        household: first.household.clone(),
    });
    assert_eq!(notes.notes.len(), 2);
    let listed = two.robin.must(ListHouseholds {
        limit: 10,
        ..ListHouseholds::default()
    });
    assert_eq!(listed.total, 1);
    // Once more, and the older one too: nothing is other.
    let heads = opened(&two.robin, &first.household).household.heads;
    two.take_over(&code);
    assert_eq!(opened(&two.robin, &first.household).household.heads, heads);
}

#[test]
fn a_note_for_fewer_does_not_follow_its_household() {
    for apart in [true, false] {
        let two = Two::begin();
        let id = household(&two);
        let notes = |alone: &Alone, household: &DocKey| {
            let household = household.clone();
            alone.must(GetSafetyNotes { household }).notes
        };
        if apart {
            let document = notes(&two.alex, &id)[0].id.clone();
            let people = Some(vec![me(&two.alex)]);
            two.alex.must(SetOpeners { document, people });
        }
        let code = two.written(&id).written.unwrap().code;
        let household = two.take_over(&code).household;
        let note = notes(&two.robin, &household)[0].id.clone();
        // Robin opens it to everybody, who are the household's from now on.
        let me = vec![me(&two.robin)];
        for people in [Some(me), None] {
            let document = household.clone();
            two.robin.must(SetOpeners { document, people });
        }
        let restricted = |document: &DocKey| {
            let document = document.clone();
            two.robin.must(GetOpeners { document }).restricted
        };
        assert!(!restricted(&household));
        assert_eq!(restricted(&note), apart, "else it follows, the control");
    }
}

#[test]
fn a_file_from_before_it_was_restricted_is_behind() {
    let two = Two::begin();
    let id = household(&two);
    let household = id.clone();
    assert!(!two.written(&id).written.unwrap().written_since);
    let people = Some(vec![me(&two.alex)]);
    let document = id.clone();
    two.alex.must(SetOpeners { document, people });
    let ahead = two.alex.must(GetMove { household });
    assert!(ahead.goes.restricted && ahead.written.unwrap().written_since);
}

#[test]
fn all_that_is_shown_as_one_is_closed_with_it_and_opened_again() {
    let two = Two::begin();
    let id = household(&two);
    let other = two.alex.must(AddHousehold {
        name: "Bell Street, upstairs".into(),
        about: Vec::new(),
    });
    two.alex.must(JoinHouseholds {
        keep: id.clone(),
        other: other.id,
    });
    let written = two.written(&id);
    assert_eq!(written.goes.joined, ["Bell Street, upstairs"]);
    let taken = two.take_over(&written.written.unwrap().code);
    assert_eq!(opened(&two.robin, &taken.household).joined.len(), 1);
    let closed = || {
        let about = opened(&two.alex, &id).household.about;
        about.closed.value
    };
    let today = Date::parse(TODAY).unwrap();
    two.alex.must(ConfirmMoved {
        household: id.clone(),
        words: taken.words.join(" "),
        today,
    });
    assert_eq!(closed(), Some(today));
    let household = id.clone();
    two.alex.must(StopMove { household });
    assert_eq!(closed(), None);
}

#[test]
fn a_damaged_photo_is_left_out_where_somebody_says_so() {
    let two = Two::begin();
    let id = household(&two);
    let spoil = |open: &mut Unlocked, _| {
        let names = open.store.blobs.names().unwrap();
        open.store.blobs.replace(&names[0], b"gone").unwrap();
        Ok(())
    };
    two.alex.device.with(spoil).unwrap();
    let refused = two.write(&id, false).unwrap_err();
    assert_eq!(refused.code, ProblemCode::MoveLacking);
    assert!(!two.path().exists());
    let written = two.write(&id, true).unwrap().written.unwrap();
    assert_eq!(written.lacks, 1);
    assert_eq!(two.take_over(&written.code).lacks, 1);
}

#[test]
fn what_has_arrived_and_can_not_be_read_is_said_before() {
    let two = Two::begin();
    let id = household(&two);
    let hold = "INSERT INTO held_back (chunk_id, doc_id)
                SELECT chunk_id, doc_id FROM chunk WHERE doc_id = ?1 LIMIT 1";
    assert_eq!(two.alex.sql(hold, &id), 1);
    let refused = two.write(&id, false).unwrap_err();
    assert_eq!(refused.code, ProblemCode::MoveUnread);
    two.write(&id, true).unwrap();
}

#[test]
fn a_copy_names_whoever_wrote_there() {
    let two = Two::begin();
    let id = household(&two);
    let code = two.written(&id).written.unwrap().code;
    let household = two.take_over(&code).household;
    let path = two.folder.path().join("copy.json");
    let other = AddHousehold {
        name: "Another".into(),
        about: Vec::new(),
    };
    let other = two.robin.must(other).id;
    for (id, is_named) in [(household, true), (other, false)] {
        two.robin.must(WriteCopy {
            id,
            choices: CopyChoices::default(),
            words: CopyWords::new(),
            kind: CopyKind::Json,
            ticket: to_write(&two.robin, path.clone()),
        });
        let copy = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            copy.contains("\"Alex\""),
            is_named,
            "else it is the control"
        );
    }
}

#[test]
fn nothing_moves_out_of_the_practice_team_or_into_it() {
    let two = Two::begin();
    let id = household(&two);
    let code = two.written(&id).written.unwrap().code;
    let practice = Alone::without_team();
    practice.must(StartPractice {
        today: Date::parse(TODAY).unwrap(),
    });
    let call = LookAtMove {
        ticket: to_read(&practice, two.path()),
        code,
    };
    let refused = practice.ask(call).unwrap_err();
    assert_eq!(refused.code, ProblemCode::MovePractice);
}

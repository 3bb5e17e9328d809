//! A household goes from one team to another, whole or not at all.

use std::path::PathBuf;

use doorstep_model::call::{
    AddAttachment, AddSafetyNote, AttachmentState, ChooseFile, ConfirmMoved, EditHousehold,
    EditTeam, GetAttachment, GetHistory, GetMove, GetOpeners, GetSafetyNotes, GetTeam,
    HouseholdOpened, ListHouseholds, LookAtMove, Move, OpenHousehold, SetOpeners, StartTeam,
    StopMove, TakeOver, TakenOver, WriteMove,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{About, Action, Attachment, Service, Strength, Visit};
use doorstep_model::id::FileTicket;
use doorstep_model::team::Agency;
use doorstep_model::{Date, DocKey, Heads, ItemId, Problem, ProblemCode};
use rusqlite::Connection;

use crate::alone::{Alone, PASSPHRASE};
use crate::store::StoreFault;
use crate::store::table::document_key;
use crate::teammate::doc;
use crate::unlocked::Unlocked;

mod again;
mod hostile;

const TODAY: &str = "2026-12-01";

/// Two teams, each with a device of its own.
struct Two {
    alex: Alone,
    robin: Alone,
    folder: tempfile::TempDir,
}

impl Two {
    fn begin() -> Self {
        let robin = Alone::without_team();
        robin.must(StartTeam {
            team_name: "Hillside".into(),
            locality: "The Hill".into(),
            my_name: "Robin".into(),
            passphrase: PASSPHRASE.into(),
        });
        Self {
            alex: Alone::begin(),
            robin,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("household.doorstep-move")
    }

    fn written(&self, id: &DocKey) -> Move {
        self.write(id, false).unwrap()
    }

    fn write(&self, id: &DocKey, without_lacking: bool) -> Result<Move, Problem> {
        self.alex.ask(WriteMove {
            household: id.clone(),
            to: "Hillside".into(),
            ticket: to_write(&self.alex, self.path()),
            without_lacking,
        })
    }

    fn take_over(&self, code: &str) -> TakenOver {
        let worker = me(&self.robin);
        self.robin.must(TakeOver {
            ticket: to_read(&self.robin, self.path()),
            code: code.into(),
            worker: Some(worker),
        })
    }
}

fn to_write(alone: &Alone, path: PathBuf) -> FileTicket {
    alone
        .device
        .on_choose_file(move |_| Some(path.clone().into()));
    let name = "household.doorstep-move".into();
    alone.must(ChooseFile::ToWrite { name }).unwrap().ticket
}

fn to_read(alone: &Alone, path: PathBuf) -> FileTicket {
    alone
        .device
        .on_choose_file(move |_| Some(path.clone().into()));
    let endings = Vec::new();
    alone.must(ChooseFile::ToRead { endings }).unwrap().ticket
}

fn me(alone: &Alone) -> ItemId {
    let team = alone.must(GetTeam {}).team;
    team.members[0].id.clone().unwrap()
}

fn opened(alone: &Alone, id: &DocKey) -> HouseholdOpened {
    let id = id.clone();
    alone.must(OpenHousehold { id, seen: false })
}

fn edit(alone: &Alone, id: &DocKey, edits: Vec<Edit>) {
    let id = id.clone();
    alone.must(EditHousehold { id, edits });
}

fn line(part: Part, byte: u8) -> ItemRef {
    ItemRef {
        part,
        item: ItemId::from([byte; 16]),
    }
}

fn add(line: &ItemRef, fields: Vec<(String, doorstep_model::field::Value)>) -> Edit {
    Edit::Add {
        line: line.clone(),
        fields,
    }
}

fn rows<C: rusqlite::types::FromSql>(alone: &Alone, sql: &str) -> C {
    let read = |conn: &Connection| Ok::<_, StoreFault>(conn.query_row(sql, [], |row| row.get(0))?);
    let with = |open: &mut Unlocked, _| Ok(open.store.read(read)?);
    alone.device.with(with).unwrap()
}

/// A household of which there is something of each kind.
fn household(two: &Two) -> DocKey {
    let alex = &two.alex;
    let id = alex.household("Bell Street");
    let agency = add(
        &line(Part::Agencies, 40),
        vec![Agency::name.with("Housing  office".to_owned())],
    );
    let missing = add(
        &line(Part::Agencies, 41),
        vec![Agency::name.with("Food bank".to_owned())],
    );
    alex.must(EditTeam {
        edits: vec![agency, missing],
    });
    let own = add(
        &line(Part::Agencies, 50),
        vec![Agency::name.with("housing office".to_owned())],
    );
    two.robin.must(EditTeam { edits: vec![own] });
    let alex_id = me(alex);
    edit(
        alex,
        &id,
        vec![
            About::named_worker.only().set(Some(alex_id.clone())),
            add(&line(Part::Visits, 1), vec![Visit::done.with(true)]),
            add(
                &line(Part::Strengths, 2),
                vec![Strength::said_by.with("Ann".to_owned())],
            ),
            add(
                &line(Part::Services, 3),
                vec![Service::agency.with(ItemId::from([40; 16]))],
            ),
            add(
                &line(Part::Services, 4),
                vec![Service::agency.with(ItemId::from([41; 16]))],
            ),
            add(&line(Part::Actions, 5), vec![Action::member.with(alex_id)]),
            Strength::what
                .of(&ItemId::from([2; 16]))
                .write(&Heads::default(), "Cooks for ten."),
        ],
    );
    alex.must(AddSafetyNote {
        household: id.clone(),
        what: "The step is loose.".into(),
        incident_on: None,
        approved_by: None,
        review_on: None,
    });
    photo(two, &id);
    id
}

fn photo(two: &Two, id: &DocKey) {
    let path = two.folder.path().join("photo.png");
    image::RgbImage::new(20, 10).save(&path).unwrap();
    let file = to_read(&two.alex, path);
    let at = line(Part::Attachments, 6);
    two.alex.must(AddAttachment {
        household: id.clone(),
        file,
        item: at.item.clone(),
        edits: vec![add(
            &at,
            vec![Attachment::visit.with(ItemId::from([1; 16]))],
        )],
    });
}

fn look(alone: &Alone, id: &DocKey) -> AttachmentState {
    let blob = opened(alone, id).household.attachments[0]
        .blob
        .value
        .clone();
    alone.must(GetAttachment {
        household: id.clone(),
        blob: blob.unwrap(),
        fetch: false,
    })
}

#[test]
fn all_of_it_comes_with_its_history_and_its_names() {
    let two = Two::begin();
    let id = household(&two);
    let written = two.written(&id);
    assert_eq!((written.lacking, written.goes.attachments), (0, 1));
    assert_eq!(written.to.as_deref(), Some("Hillside"));
    let code = written.written.unwrap().code;

    let looked = two.robin.must(LookAtMove {
        ticket: to_read(&two.robin, two.path()),
        code: code.to_lowercase().replace('-', " "),
    });
    assert_eq!((looked.from.as_str(), looked.here), ("Riverside", None));
    assert_eq!((looked.comes.visits, looked.comes.safety_notes), (1, 1));
    let taken = two.take_over(&code);
    assert_eq!(taken.lacks, 0);

    let (there, here) = (opened(&two.alex, &id), opened(&two.robin, &taken.household));
    let about = &here.household.about;
    assert_eq!(about.name.value.as_deref(), Some("Bell Street"));
    assert_eq!(about.moved_from.value.as_deref(), Some("Riverside"));
    assert_eq!(about.moving_to.value, None);
    assert_eq!(about.named_worker.value, Some(me(&two.robin)));
    let strength = &here.household.strengths[0];
    assert_eq!(strength.what.0, "Cooks for ten.");
    // Who wrote it is told by name, and is nobody of this team.
    let by = &strength.added.by;
    assert_eq!(here.names.get(by).map(String::as_str), Some("Alex"));
    assert_ne!(by, &there.household.strengths[0].added.by);
    assert_eq!(strength.added.at, there.household.strengths[0].added.at);
    let promised = here.household.actions[0].member.value.clone().unwrap();
    let mut names = here.household.names_brought();
    assert!(names.any(|(key, name)| key == promised.as_str() && name == "Alex"));
    let history = two.robin.must(GetHistory {
        id: taken.household.clone(),
        until: None,
        by: None,
        part: Some(Part::Strengths),
        limit: 20,
    });
    assert!(!history.moments.is_empty());
    for moment in &history.moments {
        let name = history.names.get(&moment.stamp.by);
        assert_eq!(name.map(String::as_str), Some("Alex"));
    }
    // One organisation was on the list by another spelling; the other was added.
    let team = two.robin.must(GetTeam {}).team;
    let of = |at: usize| {
        let agency = here.household.services[at].agency.value.clone();
        let found = team.agencies.iter().find(|line| line.id == agency).unwrap();
        found.name.value.clone().unwrap()
    };
    let mut both = [of(0), of(1)];
    both.sort();
    assert_eq!(both, ["Food bank", "housing office"]);
    assert_eq!(team.agencies.len(), 2);
    let notes = two.robin.must(GetSafetyNotes {
        household: taken.household.clone(),
    });
    assert_eq!(notes.notes[0].note.what.0, "The step is loose.");
    let by = &notes.notes[0].note.added.by;
    assert_eq!(notes.names.get(by).map(String::as_str), Some("Alex"));
    let (AttachmentState::Here { base64: one, .. }, AttachmentState::Here { base64: other, .. }) =
        (look(&two.alex, &id), look(&two.robin, &taken.household))
    else {
        panic!("a photo is not here");
    };
    assert_eq!(one, other);
    // It can be sealed, and goes on from there.
    let seal = |open: &mut Unlocked, _| open.seal_waiting(usize::MAX);
    two.robin.device.with(seal).unwrap();
    edit(
        &two.robin,
        &taken.household,
        vec![About::address.only().set(Some("2 Hill Road".to_owned()))],
    );
}

#[test]
fn the_first_team_knows_by_three_words_and_is_told_what_did_not_go_along() {
    let two = Two::begin();
    let id = household(&two);
    let today = Date::parse(TODAY).unwrap();
    let confirm = |words: &str| ConfirmMoved {
        household: id.clone(),
        words: words.into(),
        today,
    };
    let none = two.alex.ask(confirm("one two three")).unwrap_err();
    assert_eq!(none.code, ProblemCode::MoveNotBegun);
    let code = two.written(&id).written.unwrap();
    assert!(!code.written_since);
    let words = two.take_over(&code.code).words;
    assert_eq!(words.len(), 3);
    edit(
        &two.alex,
        &id,
        vec![About::address.only().set(Some("3 Quay".to_owned()))],
    );
    let household = id.clone();
    let since = two.alex.must(GetMove { household });
    assert!(since.written.unwrap().written_since);

    let wrong = two.alex.ask(confirm("one two three")).unwrap_err();
    assert_eq!(wrong.code, ProblemCode::MoveWrongWords);
    let moved = two.alex.must(confirm(&words.join(", ").to_uppercase()));
    assert_eq!(moved.moved_on, Some(today));
    assert!(moved.written.unwrap().written_since, "it is still so");
    let about = opened(&two.alex, &id).household.about;
    assert_eq!(about.closed.value, Some(today));

    let household = id.clone();
    let stopped = two.alex.must(StopMove { household });
    assert_eq!((stopped.to, stopped.written), (None, None));
}

#[test]
fn what_is_not_the_file_leaves_nothing_behind() {
    let two = Two::begin();
    let id = household(&two);
    let code = two.written(&id).written.unwrap().code;
    let whole = std::fs::read(two.path()).unwrap();
    let take = |code: &str| {
        let call = TakeOver {
            ticket: to_read(&two.robin, two.path()),
            code: code.into(),
            worker: None,
        };
        two.robin.ask(call)
    };
    let (documents, blobs) = (
        rows::<i64>(&two.robin, "SELECT count(*) FROM document"),
        two.robin.blob_files(),
    );
    let slip = take(&code.replacen(code.chars().next().unwrap(), "", 1)).unwrap_err();
    assert_eq!(slip.code, ProblemCode::CodeNotValid);
    let other = doorstep_wire::code::encode_code(&[9; 16]);
    assert_eq!(take(&other).unwrap_err().code, ProblemCode::MoveWrongCode);
    let mut lengths: Vec<usize> = (0..60).map(|part| whole.len() * part / 60).collect();
    lengths.extend([16, 35, 36, 39, 40, whole.len() - 1]);
    for length in lengths {
        std::fs::write(two.path(), &whole[..length]).unwrap();
        let refused = take(&code).unwrap_err().code;
        let expected = match length {
            ..36 => ProblemCode::MoveNotOne,
            _ => ProblemCode::MoveDamaged,
        };
        assert_eq!(refused, expected, "cut off at {length}");
    }
    std::fs::write(two.path(), [&whole[..], b"more"].concat()).unwrap();
    assert_eq!(take(&code).unwrap_err().code, ProblemCode::MoveDamaged);
    std::fs::write(two.path(), b"Dear colleague, here it is. It is a letter.").unwrap();
    assert_eq!(take(&code).unwrap_err().code, ProblemCode::MoveNotOne);
    assert_eq!(
        rows::<i64>(&two.robin, "SELECT count(*) FROM document"),
        documents
    );
    assert_eq!(two.robin.blob_files(), blobs);
    // The control: the same file, whole.
    std::fs::write(two.path(), &whole).unwrap();
    take(&code).unwrap();
    assert_eq!(
        rows::<i64>(&two.robin, "SELECT count(*) FROM document"),
        documents + 2
    );
    // Whoever wrote it has it already.
    let own = two.alex.ask(LookAtMove {
        ticket: to_read(&two.alex, two.path()),
        code,
    });
    assert_eq!(own.unwrap_err().code, ProblemCode::MoveOwnTeam);
}

#[test]
fn the_same_file_again_brings_what_was_missing_and_nothing_twice() {
    let two = Two::begin();
    let id = household(&two);
    let code = two.written(&id).written.unwrap().code;
    let first = two.take_over(&code);
    // The program ended before the photo was kept.
    assert_eq!(
        two.robin
            .sql("DELETE FROM blob WHERE doc_id = ?1", &first.household),
        1
    );
    let looked = two.robin.must(LookAtMove {
        ticket: to_read(&two.robin, two.path()),
        code: code.clone(),
    });
    assert_eq!(looked.here.as_ref(), Some(&first.household));
    assert!(!matches!(
        look(&two.robin, &first.household),
        AttachmentState::Here { .. }
    ));
    let again = two.take_over(&code);
    assert_eq!(again, first);
    assert!(matches!(
        look(&two.robin, &first.household),
        AttachmentState::Here { .. }
    ));
    let listed = two.robin.must(ListHouseholds {
        limit: 10,
        ..ListHouseholds::default()
    });
    assert_eq!(listed.total, 1);
}

/// Keys of a document, and how many of them are for everybody.
fn keys(alone: &Alone, id: &DocKey) -> (usize, usize) {
    let all = |conn: &Connection| document_key::all(conn, doc(id));
    let with = |open: &mut Unlocked, _| Ok(open.store.read(all)?);
    let all = alone.device.with(with).unwrap();
    (all.len(), all.iter().filter(|key| key.open).count())
}

#[test]
fn what_was_restricted_is_for_whoever_takes_it_over_before_it_is_sealed() {
    for restricted in [true, false] {
        let two = Two::begin();
        let id = household(&two);
        if restricted {
            two.alex.must(SetOpeners {
                document: id.clone(),
                people: Some(vec![me(&two.alex)]),
            });
        }
        let written = two.written(&id);
        assert_eq!(written.goes.restricted, restricted);
        let taken = two.take_over(&written.written.unwrap().code);
        let notes = two.robin.must(GetSafetyNotes {
            household: taken.household.clone(),
        });
        let seal = |open: &mut Unlocked, _| open.seal_waiting(usize::MAX);
        two.robin.device.with(seal).unwrap();
        for document in [&taken.household, &notes.notes[0].id] {
            let openers = two.robin.must(GetOpeners {
                document: document.clone(),
            });
            assert_eq!(openers.restricted, restricted);
            let (all, open) = keys(&two.robin, document);
            assert!(all > 0, "it was sealed");
            assert_eq!(open > 0, !restricted, "the control has an open key");
        }
        assert_eq!(
            rows::<i64>(
                &two.robin,
                "SELECT count(*) FROM setting WHERE name LIKE 'for-taker:%'"
            ),
            0
        );
    }
}

#[test]
fn a_crash_before_that_was_said_opens_it_to_nobody() {
    for restricted in [true, false] {
        let two = Two::begin();
        let id = two.alex.household("Bell Street");
        if restricted {
            two.alex.must(SetOpeners {
                document: id.clone(),
                people: Some(vec![me(&two.alex)]),
            });
        }
        let code = two.written(&id).written.unwrap().code;
        let file = two.path().into();
        let whole = super::read_all(&file, &code).unwrap();
        let cut_off = |open: &mut Unlocked, now| {
            let renamed = open.comes(&whole, None)?.write(&whole, None, now)?;
            let taken = open.keep_renamed(&whole, renamed, now)?;
            // The program ends here, and the next thing that is done is to seal what waits.
            open.seal_waiting(usize::MAX)?;
            Ok(taken.household)
        };
        let household = two.robin.device.with(cut_off).unwrap();
        let (all, open) = keys(&two.robin, &household);
        assert!(all > 0, "it was sealed");
        assert_eq!(open > 0, !restricted, "the control has an open key");
    }
}

#[test]
fn what_is_erased_is_remembered_by_no_file() {
    let two = Two::begin();
    let id = household(&two);
    let code = two.written(&id).written.unwrap().code;
    let taken = two.take_over(&code);
    let kept = |alone: &Alone| {
        rows::<i64>(
            alone,
            "SELECT count(*) FROM setting WHERE name LIKE 'moving:%' OR name LIKE 'taken-over:%'",
        )
    };
    for (alone, id) in [(&two.alex, &id), (&two.robin, &taken.household)] {
        assert_eq!(kept(alone), 1, "the control");
        let erase = |open: &mut Unlocked, _| {
            let id = doc(id);
            Ok(open
                .store
                .write(|tx| crate::store::erase::erase(tx, &[id]).map(|_| ()))?)
        };
        alone.device.with(erase).unwrap();
        assert_eq!(kept(alone), 0);
    }
}

#[test]
fn a_photo_that_is_not_here_is_said_before_anything_is_written() {
    let two = Two::begin();
    let id = household(&two);
    two.alex.sql("DELETE FROM blob WHERE doc_id = ?1", &id);
    let refused = two.write(&id, false).unwrap_err();
    assert_eq!(refused.code, ProblemCode::MoveLacking);
    assert_eq!(refused.detail.as_deref(), Some("1"));
    assert!(!two.path().exists());
    let about = opened(&two.alex, &id).household.about;
    assert_eq!(about.moving_to.value, None);
    let written = two.write(&id, true).unwrap().written.unwrap();
    assert_eq!(written.lacks, 1);
    assert_eq!(two.take_over(&written.code).lacks, 1);
}

#[test]
fn it_can_move_on_to_a_third_team_with_all_names() {
    let two = Two::begin();
    let id = household(&two);
    let code = two.written(&id).written.unwrap().code;
    let there = two.take_over(&code).household;
    edit(
        &two.robin,
        &there,
        vec![add(
            &line(Part::Strengths, 9),
            vec![Strength::said_by.with("Ben".to_owned())],
        )],
    );
    let third = Two::begin();
    let written = two.robin.must(WriteMove {
        household: there,
        to: "Third".into(),
        ticket: to_write(&two.robin, third.path()),
        without_lacking: false,
    });
    // The third team is another Hillside, whose Robin is somebody else.
    let household = third.take_over(&written.written.unwrap().code).household;
    let here = opened(&third.robin, &household);
    let names: Vec<&str> = here
        .household
        .strengths
        .iter()
        .map(|line| here.names[&line.added.by].as_str())
        .collect();
    assert_eq!(names, ["Alex", "Robin"]);
    let mine = third.robin.device.with(|open, _| Ok(open.device_key()));
    let mine = mine.unwrap();
    let all = here.household.strengths.iter();
    assert!(all.into_iter().all(|line| line.added.by != mine));
}

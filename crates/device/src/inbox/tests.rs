//! What has arrived and was not read yet is here, whatever happens next.

use doorstep_model::call::{
    AddSafetyNote, EditHousehold, EditSafetyNote, GetSafetyNotes, GetSync, ListHouseholds, Lock,
    OpenHousehold, SyncState, Unlock,
};
use doorstep_model::household::About;
use doorstep_model::safety_note::SafetyNote;
use doorstep_model::{DocKey, Heads, UnixMillis};
use doorstep_wire::cursor::Cursor;
use doorstep_wire::id::DocId;
use minicbor::bytes::ByteVec;

use super::found::Found;
use crate::alone::{Alone, PASSPHRASE};
use crate::documents::load;
use crate::store::StoreFault;
use crate::store::table::{cursor, document, to_read};

/// More than are read at once.
const HOUSEHOLDS: u32 = 70;

/// A device, and a copy of it from before it wrote what now arrives at the copy.
fn arrived() -> (Alone, Vec<DocKey>, Vec<ByteVec>) {
    let first = Alone::begin();
    let copy = first.copy();
    let numbers = 1..=HOUSEHOLDS;
    let all: Vec<DocKey> = numbers
        .map(|number| first.household(&format!("Number {number}")))
        .collect();
    let chunks = sealed(&first);
    (copy, all, chunks)
}

/// Everything that a device wrote, sealed.
fn sealed(alone: &Alone) -> Vec<ByteVec> {
    let chunks = |conn: &rusqlite::Connection| {
        let mut statement = conn.prepare("SELECT bytes FROM chunk ORDER BY chunk_no")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        let all = rows.collect::<Result<Vec<_>, _>>()?;
        Ok::<_, StoreFault>(all.into_iter().map(ByteVec::from).collect())
    };
    let sealed = alone.device.with(|open, _| {
        open.seal_waiting(usize::MAX)?;
        Ok(open.store.read(chunks)?)
    });
    sealed.unwrap()
}

fn arrive(alone: &Alone, chunks: &[ByteVec]) -> Cursor {
    let arrive = |open: &mut crate::unlocked::Unlocked, now: UnixMillis| {
        open.arrive(chunks, Cursor::START, now)
    };
    alone.device.with(arrive).unwrap()
}

fn listed(alone: &Alone) -> u32 {
    let call = ListHouseholds {
        limit: 100,
        ..Default::default()
    };
    alone.must(call).total
}

#[test]
fn it_is_read_after_a_restart_and_without_a_server() {
    let (copy, all, chunks) = arrived();
    let after = arrive(&copy, &chunks);
    let stored = copy
        .device
        .with(|open, _| Ok(open.store.read(cursor::get)?));
    assert_eq!(stored, Ok(after), "the cursor went on with it");
    assert_eq!(listed(&copy), 0, "the control: nothing was read yet");
    let page = copy.must(GetSync {});
    assert_eq!((page.quarantined, page.held_back), (0, 0));
    // The team's own record is among them.
    assert_eq!(page.arriving.unwrap().to_read, HOUSEHOLDS + 1);
    copy.must(Lock {});
    let passphrase = PASSPHRASE.into();
    copy.must(Unlock { passphrase });
    // Whoever opens one has it at once, and the others are left for later.
    let opened = copy.must(OpenHousehold {
        id: all[7].clone(),
        seen: false,
    });
    assert_eq!(
        opened.household.about.name.value.as_deref(),
        Some("Number 8")
    );
    assert_eq!(listed(&copy), 1);
    assert!(
        copy.device.read_some(true),
        "more is left than is read at once"
    );
    assert!(!copy.device.read_some(true));
    assert_eq!(listed(&copy), HOUSEHOLDS);
    let page = copy.must(GetSync {});
    assert_eq!((page.arriving, page.held_back), (None, 0));
    assert_eq!(page.state, SyncState::NoServer);
}

#[test]
fn what_can_not_be_read_stops_no_other_and_is_kept() {
    let (copy, all, chunks) = arrived();
    arrive(&copy, &chunks);
    let spoil = "UPDATE chunk SET bytes = substr(bytes, 1, 300) WHERE doc_id = ?1";
    assert!(copy.sql(spoil, &all[0]) > 0);
    while copy.device.read_some(true) {}
    assert_eq!(listed(&copy), HOUSEHOLDS - 1);
    let page = copy.must(GetSync {});
    assert!(page.held_back > 0, "it is told");
    let [apart] = page.apart.as_slice() else {
        panic!("{:?}", page.apart);
    };
    assert_eq!(
        (&*apart.name, &apart.household),
        ("", &None),
        "it is not here"
    );
    assert!(page.problem.is_some());
    // It comes again whole, as from a copy; then it is read.
    let whole = chunks.iter().map(|chunk| chunk.to_vec());
    for bytes in whole {
        let mend = |tx: &rusqlite::Transaction<'_>| {
            Ok(tx.execute(
                "UPDATE chunk SET bytes = ?1
                 WHERE substr(?1, 1, 300) = bytes AND length(bytes) = 300",
                [bytes],
            )?)
        };
        copy.device
            .with(|open, _| Ok(open.store.write(mend)?))
            .unwrap();
    }
    while copy.device.read_some(true) {}
    assert_eq!(listed(&copy), HOUSEHOLDS);
    assert_eq!(copy.must(GetSync {}).held_back, 0);
}

#[test]
fn a_server_that_lies_about_what_was_pushed_keeps_nothing_from_arriving() {
    let (copy, _, mut chunks) = arrived();
    let at = chunks.len() / 2;
    chunks.insert(at, vec![7; 32].into());
    let lied = copy
        .device
        .with(|open, now| open.arrive(&chunks, Cursor::START, now));
    assert!(lied.is_err());
    let stored = copy
        .device
        .with(|open, _| Ok(open.store.read(cursor::get)?));
    assert_eq!(stored.unwrap().seq, at as u64, "all before it is kept");
}

/// What was worked out while nobody held the device is written only where nothing happened meanwhile.
#[test]
fn what_somebody_read_and_changed_meanwhile_is_not_written_over() {
    let (copy, all, chunks) = arrived();
    arrive(&copy, &chunks);
    let slice = copy.device.with(|open, _| open.next_slice(&mut 0));
    let found: Vec<Found> = slice
        .unwrap()
        .into_iter()
        .map(|w| w.done().unwrap())
        .collect();
    let households = || found.iter().filter(|found| found.id.0 != all[0].to_bytes());
    let changed = households()
        .map(|found| DocKey::from(found.id.0))
        .find(|id| all.contains(id))
        .expect("more than one is in a slice");
    let name = About::name.only().set(Some("Nobody else's".to_owned()));
    copy.must(EditHousehold {
        id: changed.clone(),
        edits: vec![name],
    });
    let listed_then = found
        .iter()
        .filter(|found| all.contains(&DocKey::from(found.id.0)));
    let count = u32::try_from(listed_then.count()).unwrap();
    assert!(count > 2);
    let written = copy.device.with(|open, now| open.write_slice(found, now));
    assert_eq!(written, Ok(()));
    assert_eq!(listed(&copy), count, "the others are written");
    let opened = copy.must(OpenHousehold {
        id: changed,
        seen: false,
    });
    let name = opened.household.about.name.value;
    assert_eq!(name.as_deref(), Some("Nobody else's"));
    while copy.device.read_some(true) {}
    assert_eq!(listed(&copy), HOUSEHOLDS);
    assert_eq!(copy.must(GetSync {}).held_back, 0);
}

/// What arrives may be what others waited for, so that they are worked out again.
#[test]
fn what_was_worked_out_before_more_arrived_is_not_written() {
    let (copy, _, chunks) = arrived();
    arrive(&copy, &chunks);
    let slice = || {
        let slice = copy.device.with(|open, _| open.next_slice(&mut 0));
        let found = slice.unwrap().into_iter().map(|work| work.done().unwrap());
        found.collect::<Vec<Found>>()
    };
    let (before, after) = (slice(), {
        arrive(&copy, &[]);
        slice()
    });
    let write = |found| {
        let written = copy.device.with(|open, now| open.write_slice(found, now));
        assert_eq!(written, Ok(()));
        listed(&copy)
    };
    assert_eq!(write(before), 0);
    assert!(write(after) > 0, "the control");
}

/// As the one before, of a household that is here and was changed while it was worked out.
#[test]
fn what_is_here_and_was_changed_meanwhile_is_not_written_over() {
    let first = Alone::begin();
    let bell = first.household("Bell Street");
    let copy = first.copy();
    let rename = |alone: &Alone, name: &str| {
        let name = About::name.only().set(Some(name.to_owned()));
        let (id, edits) = (bell.clone(), vec![name]);
        alone.must(EditHousehold { id, edits });
    };
    let name = || {
        let (id, seen) = (bell.clone(), false);
        let opened = copy.must(OpenHousehold { id, seen });
        opened.household.about.name
    };
    rename(&first, "Bell Street 1");
    arrive(&copy, &sealed(&first));
    let work = || {
        copy.forget();
        let slice = copy.device.with(|open, _| open.next_slice(&mut 0)).unwrap();
        let found = slice.into_iter().map(|work| work.done().unwrap());
        // The team's own record comes as well.
        let is_bell = |found: &Found| DocKey::from(found.id.0) == bell;
        found.filter(is_bell).collect::<Vec<Found>>()
    };
    let write = |found| {
        let written = copy.device.with(|open, now| open.write_slice(found, now));
        assert_eq!(written, Ok(()));
    };
    let waits = || {
        let id = DocId(bell.to_bytes());
        let since = copy
            .device
            .with(|open, _| Ok(open.store.read(|conn| to_read::since(conn, id))?));
        since.unwrap().is_some()
    };
    let before = work();
    assert_eq!(before.len(), 1);
    let fold = |open: &mut crate::unlocked::Unlocked, _: UnixMillis| {
        let id = DocId(bell.to_bytes());
        let document = load(&open.store, id, &open.identity)?.unwrap();
        let saved = document.save();
        Ok(open.store.write(|tx| document::compact(tx, id, &saved))?)
    };
    copy.device.with(fold).unwrap();
    write(before);
    assert!(waits(), "it is not as it was");
    write(work());
    assert!(!waits(), "the control");
    assert_eq!(name().value.as_deref(), Some("Bell Street 1"));
}

#[test]
fn one_that_can_not_be_written_stops_no_other() {
    let (copy, all, chunks) = arrived();
    arrive(&copy, &chunks);
    let name: String = all[4]
        .to_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let broken = format!(
        "CREATE TRIGGER broken BEFORE DELETE ON to_read WHEN old.doc_id = x'{name}'
         BEGIN SELECT raise(ABORT, 'broken'); END;"
    );
    let run = |sql: String| {
        let write = move |tx: &rusqlite::Transaction<'_>| Ok(tx.execute_batch(&sql)?);
        copy.device
            .with(|open, _| Ok(open.store.write(write)?))
            .unwrap();
    };
    run(broken);
    while copy.device.read_some(false) {}
    assert_eq!(
        listed(&copy),
        HOUSEHOLDS - 1,
        "what is not there is the control"
    );
    assert!(copy.must(GetSync {}).held_back > 0);
    run("DROP TRIGGER broken".to_owned());
    while copy.device.read_some(true) {}
    assert_eq!(listed(&copy), HOUSEHOLDS);
}

#[test]
fn a_list_of_households_is_compared_with_what_has_arrived() {
    let (copy, _, chunks) = arrived();
    arrive(&copy, &chunks);
    let turn = copy.device.imports.begin();
    assert!(copy.device.known_households(&turn).is_ok());
    assert_eq!(listed(&copy), HOUSEHOLDS);
}

/// A household is read as soon as somebody opens it; its safety notes are documents of their own.
#[test]
fn while_a_safety_note_may_be_on_its_way_that_is_said() {
    let first = Alone::begin();
    let copy = first.copy();
    let household = first.household("Number 12");
    first.must(AddSafetyNote {
        household: household.clone(),
        what: "The dog bites.".into(),
        incident_on: None,
        approved_by: None,
        review_on: None,
    });
    let told = || {
        let told = copy.must(GetSafetyNotes {
            household: household.clone(),
        });
        (told.notes.len(), told.on_the_way)
    };
    arrive(&copy, &sealed(&first));
    copy.must(OpenHousehold {
        id: household.clone(),
        seen: false,
    });
    assert_eq!(told(), (0, true));
    while copy.device.read_some(true) {}
    assert_eq!(told(), (1, false));
    // What is new in a note that is here is as much worth knowing.
    let note = first.must(GetSafetyNotes {
        household: household.clone(),
    });
    let (id, base) = (note.notes[0].id.clone(), Heads::default());
    let edits = vec![SafetyNote::what.only().write(&base, "Gone: ")];
    first.must(EditSafetyNote { id, edits });
    copy.forget();
    arrive(&copy, &sealed(&first));
    let waits = copy
        .device
        .with(|open, _| Ok(open.store.read(to_read::may_be_safety_note)?));
    assert_eq!(waits, Ok(true));
}

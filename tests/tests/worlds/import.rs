//! A team's list of households comes in from a spreadsheet: a dry run that changes nothing, the
//! import, stopped and gone on with, cut off in the middle, done twice; and every row of the file
//! is accounted for.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use doorstep_model::call::{
    ChooseFile, EraseHousehold, ForgetImport, GetErasure, GetImport, ImportCounts, ImportOutcome,
    ImportPage, ImportRow, ImportState, ImportWhy, ListHouseholds, ListImportRows, PlanImport,
    RunImport, SaveImportReport, StopImport,
};
use doorstep_model::id::FileTicket;
use doorstep_model::stale::Stale;
use doorstep_model::{Date, ProblemCode};
use doorstep_tests::world::{Person, World};

/// Lets the person choose whatever file is set next.
struct Files {
    folder: PathBuf,
    next: Arc<Mutex<PathBuf>>,
}

impl Files {
    fn of(person: &Person, folder: &Path) -> Self {
        let next = Arc::new(Mutex::new(PathBuf::new()));
        let chosen = Arc::clone(&next);
        person
            .device()
            .on_choose_file(move |_| Some(chosen.lock().unwrap().clone().into()));
        Self {
            folder: folder.to_owned(),
            next,
        }
    }

    async fn choose(&self, person: &Person, name: &str, content: &[u8]) -> FileTicket {
        let path = self.folder.join(name);
        std::fs::write(&path, content).unwrap();
        *self.next.lock().unwrap() = path;
        let endings = vec!["csv".to_owned()];
        let chosen = person.must(ChooseFile::ToRead { endings }).await.unwrap();
        assert_eq!(chosen.name, name);
        chosen.ticket
    }

    async fn to_write(&self, person: &Person, name: &str) -> (FileTicket, PathBuf) {
        let path = self.folder.join(name);
        *self.next.lock().unwrap() = path.clone();
        let call = ChooseFile::ToWrite { name: name.into() };
        (person.must(call).await.unwrap().ticket, path)
    }
}

fn plan(ticket: &FileTicket) -> PlanImport {
    PlanImport {
        ticket: ticket.clone(),
        choices: None,
        today: Date::parse("2026-11-24").unwrap(),
    }
}

fn run(ticket: &FileTicket) -> RunImport {
    RunImport {
        ticket: Some(ticket.clone()),
    }
}

async fn rows(person: &Person, outcome: Option<ImportOutcome>) -> Vec<ImportRow> {
    let mut all = Vec::new();
    let mut from = 0;
    loop {
        let call = ListImportRows {
            outcome,
            from,
            limit: 7,
        };
        let page = person.must(call).await;
        all.extend(page.rows);
        match page.next {
            Some(next) => from = next,
            None => return all,
        }
    }
}

async fn households(person: &Person) -> u32 {
    person.must(ListHouseholds::default()).await.total
}

fn accounted(counts: &ImportCounts) {
    let sum = counts.names + counts.empty + counts.make + counts.join + counts.same + counts.aside;
    assert_eq!(sum, counts.rows, "{counts:?}");
}

/// A list of `households`, each with two rows, and some bad rows.
fn list(households: usize) -> String {
    let mut file = String::from("Household,Address,Person,Date first met,Notes\r\n");
    for number in 0..households {
        file +=
            &format!("Family {number},{number} High Street,Ann {number},3/12/2024,Likes tea\r\n");
        file += &format!("Family {number},{number} High Street,Bob {number},,\r\n");
        if number % 10 == 0 {
            file += &format!("Family {number},,Cat,31/2/2024,\r\n");
        }
    }
    file
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_comes_in_and_every_row_is_accounted_for() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let files = Files::of(&alex, folder.path());
    assert!(alex.must(GetImport {}).await.is_none());
    alex.add_household("The Kay family").await;

    let file = "Household,Address,Person,Relation,Date of birth,Phone,Worker,First met,Notes\n\
        Lee,1 High Street,Ann Lee,mother,3/12/1980,07700 900001,ALEX,3 Dec 2024,=1+1\n\
        Lee,1 High Street,Bob Lee,son,2011,,,,\n\
        The Kay family,,Joe,,,,,,\n\
        Kay,,Flo,,,,,,\n\
        ,,,,,,,31/2/2024,\n\
        ,,Siân Prys,,,,Somebody,,\n\
        Bond,3 High Street,Jo,,,,,31/2/2024,\n\
        \n\
        Open,\"4 High Street\n";
    let ticket = files.choose(&alex, "team.csv", file.as_bytes()).await;
    let page = alex.must(plan(&ticket)).await;
    assert_eq!(page.state, ImportState::Planned);
    let expected = ImportCounts {
        rows: 10,
        names: 1,
        empty: 1,
        make: 3,
        join: 1,
        same: 1,
        aside: 3,
        people: 4,
        noted: 2,
        ..ImportCounts::default()
    };
    assert_eq!(page.counts, expected);
    assert_eq!(households(&alex).await, 1, "a dry run changes nothing");
    let whys: Vec<_> = rows(&alex, Some(ImportOutcome::Aside))
        .await
        .into_iter()
        .map(|row| (row.row, row.why.unwrap()))
        .collect();
    assert_eq!(
        whys,
        [
            (6, ImportWhy::NoName),
            (8, ImportWhy::Day),
            (10, ImportWhy::OpenQuote)
        ]
    );
    assert_eq!(rows(&alex, None).await.len(), 8);

    // Another file, or a changed one, is not what was looked at.
    let other = files
        .choose(&alex, "other.csv", b"Household\nNobody\n")
        .await;
    let problem = alex.ask(run(&other)).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::ImportChanged);
    let problem = alex.ask(RunImport::default()).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::FileGone);
    assert_eq!(households(&alex).await, 1);

    let page = alex.must(run(&ticket)).await;
    assert_eq!(page.state, ImportState::Done);
    assert_eq!((page.counts.made, page.counts.joined), (3, 1));
    accounted(&page.counts);
    assert_eq!(households(&alex).await, 4);
    let found = alex.search("Lee").await.rows;
    assert_eq!(found[0].people, "Ann Lee, Bob Lee");
    assert_eq!(found[0].worker.as_deref(), Some("Alex"));
    let opened = alex.open(&found[0].id).await.household;
    assert_eq!(opened.about.opened.value, Date::parse("2024-12-03"));
    assert_eq!(opened.what_matters.history.0, "=1+1", "a formula is words");
    assert_eq!(opened.people[0].birth_year.value, Some(1980));
    let prys = alex.search("Prys").await.rows;
    assert_eq!(prys[0].name, "Prys");

    report_is_mended_and_taken_in(&alex, &files).await;
}

/// Rows set aside are saved in their own words, mended, and come in.
async fn report_is_mended_and_taken_in(alex: &Person, files: &Files) {
    let words = BTreeMap::from([("row".to_owned(), "Row in the list".to_owned())]);
    let (all, path) = files.to_write(alex, "all.csv").await;
    let call = SaveImportReport {
        ticket: all,
        only_aside: false,
        words: words.clone(),
    };
    assert_eq!(alex.must(call).await.rows, 8);
    let report = std::fs::read_to_string(path).unwrap();
    assert!(report.starts_with("\u{feff}Row in the list,outcome,why,Household,"));
    assert!(report.contains("2,made,,Lee,1 High Street,"), "{report}");
    assert!(
        report.contains(",'=1+1\r\n"),
        "a spreadsheet computes nothing: {report}"
    );

    let (aside, path) = files.to_write(alex, "aside.csv").await;
    let call = SaveImportReport {
        ticket: aside,
        only_aside: true,
        words,
    };
    assert_eq!(alex.must(call).await.rows, 3);
    let report = std::fs::read_to_string(path).unwrap();
    let mended = report.replace("31/2/2024", "28/2/2024");
    let ticket = files.choose(alex, "mended.csv", mended.as_bytes()).await;
    let page = alex.must(plan(&ticket)).await;
    assert_eq!((page.counts.make, page.counts.aside), (2, 1));
    let page = alex.must(run(&ticket)).await;
    accounted(&page.counts);
    assert_eq!(alex.search("Bond").await.rows[0].people, "Jo");
    assert!(alex.must(ForgetImport {}).await.is_none());
    assert!(rows(alex, None).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_list_is_told_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let files = Files::of(&alex, folder.path());
    for (name, content, code) in [
        (
            "a.xlsx",
            &b"PK\x03\x04\x14\0\x06\0"[..],
            ProblemCode::ImportNoTable,
        ),
        ("b.csv", b"", ProblemCode::ImportEmpty),
        ("c.csv", b"\n\n ,, \n", ProblemCode::ImportEmpty),
        ("d.csv", b"\xef\xbb\xbf", ProblemCode::ImportEmpty),
    ] {
        let ticket = files.choose(&alex, name, content).await;
        let problem = alex.ask(plan(&ticket)).await.unwrap_err();
        assert_eq!(problem.code, code, "{name}");
    }
    let ticket = files.choose(&alex, "e.csv", b"x,y\n1,2\n").await;
    let page = alex.must(plan(&ticket)).await;
    assert_eq!((page.counts.aside, page.counts.make), (1, 0));
    let problem = alex.ask(run(&ticket)).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::ImportNoNames);
    std::fs::remove_file(folder.path().join("e.csv")).unwrap();
    let problem = alex.ask(plan(&ticket)).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::FileUnreadable);
    // A file may be larger than anything that is read; it is not read.
    let large = std::fs::File::create(folder.path().join("f.csv")).unwrap();
    large.set_len(600 * 1024 * 1024).unwrap();
    *files.next.lock().unwrap() = folder.path().join("f.csv");
    let endings = Vec::new();
    let chosen = alex.must(ChooseFile::ToRead { endings }).await.unwrap();
    let problem = alex.ask(plan(&chosen.ticket)).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::FileTooLarge);
    assert_eq!(households(&alex).await, 0);
}

/// Calls `then` once, when the import has told of itself so many times.
fn in_the_middle(person: &Person, after: usize, then: impl Fn() + Send + Sync + 'static) {
    let told = AtomicUsize::new(0);
    person.device().on_stale(move |stale| {
        if stale.contains(&Stale::Import) && told.fetch_add(1, Ordering::SeqCst) == after {
            then();
        }
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopped_cut_off_and_done_twice_nothing_is_made_twice() {
    const HOUSEHOLDS: usize = 300;
    let folder = tempfile::tempdir().unwrap();
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let files = Files::of(&alex, folder.path());
    let ticket = files
        .choose(&alex, "list.csv", list(HOUSEHOLDS).as_bytes())
        .await;
    let planned = alex.must(plan(&ticket)).await;
    accounted(&planned.counts);
    assert_eq!(planned.counts.make as usize, HOUSEHOLDS);
    assert_eq!(planned.counts.join as usize, HOUSEHOLDS);
    assert_eq!(planned.counts.aside as usize, HOUSEHOLDS / 10);

    // As the disk is in the middle of it: what a crash would leave.
    let (home, crash) = (world.home("Alex"), world.home("Crash"));
    let copied = Arc::new(AtomicBool::new(false));
    let copying = Arc::clone(&copied);
    in_the_middle(&alex, 1, move || {
        copy(&home, &crash);
        copying.store(true, Ordering::SeqCst);
    });
    let page = alex.must(run(&ticket)).await;
    assert_eq!(page.state, ImportState::Done);
    assert!(copied.load(Ordering::SeqCst));
    assert_eq!(households(&alex).await as usize, HOUSEHOLDS);

    let crashed = world.device("Crash");
    crashed.unlock().await;
    let before = households(&crashed).await as usize;
    assert!(before > 0 && before < HOUSEHOLDS, "{before} are made");
    let page = crashed.must(GetImport {}).await.unwrap();
    assert_eq!(page.state, ImportState::Stopped);
    assert_eq!(page.counts.made as usize, before);
    // No file is needed to go on, and it is stopped once more.
    let stop = stopping(crashed, 1).await;
    assert_eq!(stop.1.state, ImportState::Stopped);
    let crashed = stop.0;
    let halfway = households(&crashed).await as usize;
    assert!(
        halfway > before && halfway < HOUSEHOLDS,
        "{halfway} are made"
    );
    let page = crashed.must(RunImport::default()).await;
    accounted(&page.counts);
    assert_eq!(page.state, ImportState::Done);
    assert_eq!(page.counts.made as usize, HOUSEHOLDS);
    every_household_once(&crashed, HOUSEHOLDS).await;
    // Done is done.
    let page = crashed.must(RunImport::default()).await;
    assert_eq!(page.counts.made as usize, HOUSEHOLDS);

    // The same file again, also after its households were called something else.
    let renamed = alex.search("Family 7 ").await.rows[0].id.clone();
    let name = doorstep_model::household::About::name.only();
    alex.edit(&renamed, vec![name.set(Some("Renamed".to_owned()))])
        .await;
    let ticket = files
        .choose(&alex, "again.csv", list(HOUSEHOLDS).as_bytes())
        .await;
    let page = alex.must(plan(&ticket)).await;
    assert_eq!((page.counts.make, page.counts.join), (0, 0));
    assert_eq!(page.counts.same as usize, 2 * HOUSEHOLDS);
    // And a file that differs only by a row more.
    let more = list(HOUSEHOLDS) + "Family new,9 Low Road,Di,,\r\n";
    let ticket = files.choose(&alex, "more.csv", more.as_bytes()).await;
    let page = alex.must(plan(&ticket)).await;
    // One of them is the household that was renamed: its address is known.
    assert_eq!((page.counts.make, page.counts.noted), (2, 1));
    assert_eq!(households(&alex).await as usize, HOUSEHOLDS);
}

/// Runs the import and stops it in the middle.
async fn stopping(person: Person, after: usize) -> (Person, ImportPage) {
    let stop = Arc::new(AtomicBool::new(false));
    let wanted = Arc::clone(&stop);
    in_the_middle(&person, after, move || wanted.store(true, Ordering::SeqCst));
    let person = Arc::new(person);
    let other = Arc::clone(&person);
    let stopper = std::thread::spawn(move || {
        while !stop.load(Ordering::SeqCst) {
            std::thread::yield_now();
        }
        futures_util::FutureExt::now_or_never(other.device().answer(StopImport {}))
    });
    let page = person.must(RunImport::default()).await;
    assert!(stopper.join().unwrap().unwrap().is_ok());
    let person = Arc::into_inner(person).expect("nobody else holds it");
    (person, page)
}

async fn every_household_once(person: &Person, households: usize) {
    let mut names = Vec::new();
    for offset in (0..).step_by(200) {
        let call = ListHouseholds {
            offset,
            limit: 200,
            ..ListHouseholds::default()
        };
        let rows = person.must(call).await.rows;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let number = row.name.trim_start_matches("Family ").to_owned();
            assert_eq!(row.people, format!("Ann {number}, Bob {number}"));
            names.push(number);
        }
    }
    names.sort();
    names.dedup();
    assert_eq!(names.len(), households);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// `DOORSTEP_ROWS` sets how many rows; a device stays open for screens all the time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_list_holds_up_nobody() {
    let rows = std::env::var("DOORSTEP_ROWS")
        .ok()
        .and_then(|rows| rows.parse().ok());
    let households_in_it: usize = rows.unwrap_or(1_000) / 2;
    let folder = tempfile::tempdir().unwrap();
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let files = Files::of(&alex, folder.path());
    let ticket = files
        .choose(&alex, "long.csv", list(households_in_it).as_bytes())
        .await;
    let alex = Arc::new(alex);
    let ended = Arc::new(AtomicBool::new(false));
    let (looking, stop) = (Arc::clone(&alex), Arc::clone(&ended));
    let looker = std::thread::spawn(move || {
        let mut slowest = std::time::Duration::ZERO;
        let mut looks = 0;
        while !stop.load(Ordering::SeqCst) {
            let begun = std::time::Instant::now();
            let call = ListHouseholds {
                limit: 20,
                ..ListHouseholds::default()
            };
            let listed = futures_util::FutureExt::now_or_never(looking.device().answer(call));
            assert!(listed.unwrap().is_ok());
            slowest = slowest.max(begun.elapsed());
            looks += 1;
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        (looks, slowest)
    });
    let begun = std::time::Instant::now();
    let page = alex.must(plan(&ticket)).await;
    let planned = begun.elapsed();
    let page = if std::env::var_os("DOORSTEP_PLAN_ONLY").is_some() {
        page
    } else {
        alex.must(run(&ticket)).await
    };
    ended.store(true, Ordering::SeqCst);
    let (looks, slowest) = looker.join().unwrap();
    accounted(&page.counts);
    println!(
        "{} rows planned in {planned:?}, {} households written after {:?}; {looks} looks at the \
         list meanwhile, the slowest {slowest:?}; peak {}",
        page.counts.rows,
        page.counts.made,
        begun.elapsed(),
        peak(),
    );
    assert!(slowest < std::time::Duration::from_secs(5));
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same list does not bring back what was erased since.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_whose_household_was_erased_is_set_aside() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.found(&world).await;
    let files = Files::of(&alex, world.folder());
    let file = b"Household,Address\nLee,1 High Street\nKay,2 High Street\n";
    let ticket = files.choose(&alex, "team.csv", file).await;
    alex.must(plan(&ticket)).await;
    alex.must(run(&ticket)).await;
    alex.must(ForgetImport {}).await;
    alex.sync().await;
    let again = async || {
        let ticket = files.choose(&alex, "team.csv", file).await;
        let counts = alex.must(plan(&ticket)).await.counts;
        let aside = rows(&alex, Some(ImportOutcome::Aside)).await;
        (ticket, counts, aside)
    };
    let (_, counts, aside) = again().await;
    assert_eq!((counts.make, counts.same, aside.len()), (0, 2, 0));
    alex.must(ForgetImport {}).await;

    let list = alex
        .must(ListHouseholds {
            limit: 10,
            ..Default::default()
        })
        .await
        .rows;
    let household = list.into_iter().find(|row| row.name == "Lee").unwrap().id;
    let ahead = GetErasure {
        household: household.clone(),
    };
    let shown = alex.must(ahead).await.shown;
    alex.must(EraseHousehold {
        household,
        reason: "Asked for.".into(),
        shown,
    })
    .await;
    let (ticket, counts, aside) = again().await;
    assert_eq!((counts.make, counts.same, aside.len()), (0, 1, 1));
    assert_eq!(aside[0].why, Some(ImportWhy::Erased));
    alex.must(run(&ticket)).await;
    assert_eq!(households(&alex).await, 1);
}

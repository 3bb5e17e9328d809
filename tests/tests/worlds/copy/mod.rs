//! Copies that people take along: all of it, or with others' details left out; as JSON, HTML and
//! PDF; of one household and of all.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]

mod joined;
mod large;
mod own;
mod practice;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

use doorstep_model::call::{
    ChooseFile, CopyChoices, CopyKind, CopyWords, GetTeamCopy, LeaveOut, PaperKind, ShowCopy,
    StopTeamCopy, WriteCopy, WritePaper, WriteTeamCopy,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::{
    Action, Household, Person as Member, Sharing, Strength, Whose, Worry,
};
use doorstep_model::id::{FileTicket, ItemId};
use doorstep_model::paper::{Block, Paper};
use doorstep_model::{DocKey, Heads, ProblemCode};
use doorstep_tests::world::person::new_item;
use doorstep_tests::world::{Person, World};
use serde_json::Value as Json;

/// A device whose person always chooses this file.
struct Chooses {
    path: Arc<Mutex<PathBuf>>,
    folder: tempfile::TempDir,
}

impl Chooses {
    fn on(alex: &Person) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = Arc::new(Mutex::new(folder.path().join("copy")));
        let chosen = Arc::clone(&path);
        alex.device()
            .on_choose_file(move |_| Some(chosen.lock().unwrap().clone().into()));
        Self { path, folder }
    }

    async fn ticket(&self, alex: &Person, name: &str) -> (FileTicket, PathBuf) {
        let path = self.folder.path().join(name);
        self.path.lock().unwrap().clone_from(&path);
        let chosen = alex
            .must(ChooseFile::ToWrite { name: name.into() })
            .await
            .unwrap();
        (chosen.ticket, path)
    }
}

/// Words as a screen brings them; fields that these tests look at.
fn words() -> CopyWords {
    let mut words: CopyWords = [
        ("copy-language", "en-GB"),
        ("copy-made-for", "Made for"),
        ("copy-joined", "Also written down as"),
        ("copy-practice", "These people are made up."),
        ("copy-unreadable", "These could not be read"),
        ("copy-households-in-all", "Households in all:"),
        (
            "day-months",
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        ),
        ("choice:Strengths.whose.family", "The family"),
    ]
    .map(|(name, said)| (name.to_owned(), said.to_owned()))
    .into();
    for part in Household::PARTS {
        words.insert(format!("part:{:?}", part.part), format!("{:?}", part.part));
        words.insert(format!("one:{:?}", part.part), "One".to_owned());
        for field in part.fields {
            words.insert(
                format!("field:{:?}.{}", part.part, field.name),
                field.name.replace('_', " "),
            );
        }
    }
    words
}

fn line(part: Part) -> ItemRef {
    ItemRef {
        part,
        item: new_item(),
    }
}

async fn add(alex: &Person, id: &DocKey, part: Part, fields: Vec<(String, Value)>) -> ItemId {
    let line = line(part);
    let item = line.item.clone();
    alex.edit(id, vec![Edit::Add { line, fields }]).await;
    item
}

fn text(field: &str, said: &str) -> (String, Value) {
    (field.to_owned(), Value::Text(said.to_owned()))
}

/// A household with two people, and lines that are the one's, the other's, and the family's.
struct Two {
    id: DocKey,
    mair: ItemId,
}

async fn two_people(alex: &Person) -> Two {
    let id = alex.add_household("Tŷ Gwyn <b>&</b>").await;
    let mair = add(
        alex,
        &id,
        Part::People,
        vec![
            Member::name.with("Mair".to_owned()),
            Member::contact.with("mair-number".to_owned()),
            Member::birth_year.with(1980_i64),
        ],
    )
    .await;
    let dai = add(
        alex,
        &id,
        Part::People,
        vec![
            Member::name.with("Dai".to_owned()),
            Member::contact.with("dai-number".to_owned()),
            Member::birth_year.with(1951_i64),
            text("agreement_words", "dai-said-yes"),
        ],
    )
    .await;
    for (part, what, whose) in [
        (Part::Strengths, "mair-bakes", Some(&mair)),
        (Part::Strengths, "dai-mends", Some(&dai)),
        (Part::Strengths, "we-laugh", None),
        (Part::Worries, "dai-falls", Some(&dai)),
        (Part::Worries, "mair-sleeps-badly", Some(&mair)),
        (Part::Actions, "dai-rings", Some(&dai)),
        (Part::Actions, "mair-writes", Some(&mair)),
    ] {
        let mut fields = vec![text(Strength::what.name, what)];
        match (whose, part) {
            (Some(person), _) => fields.push(Strength::person.with(person.clone())),
            (None, _) => fields.push(Strength::whose.with(Whose::Family)),
        }
        assert_eq!(Strength::what.name, Worry::what.name);
        assert_eq!(Strength::person.name, Action::person.name);
        add(alex, &id, part, fields).await;
    }
    // Nobody said whose: it may be anybody's.
    add(
        alex,
        &id,
        Part::Worries,
        vec![
            text(Worry::what.name, "somebody-drinks"),
            Worry::whose.with(Whose::Person),
        ],
    )
    .await;
    add(
        alex,
        &id,
        Part::Sharing,
        vec![
            Sharing::with_whom.with("the-surgery".to_owned()),
            text("why", "our-own-reason"),
        ],
    )
    .await;
    let gone = add(
        alex,
        &id,
        Part::Strengths,
        vec![text("what", "was-removed")],
    )
    .await;
    alex.edit(
        &id,
        vec![Edit::Remove(ItemRef {
            part: Part::Strengths,
            item: gone,
        })],
    )
    .await;
    Two { id, mair }
}

const OTHERS: [LeaveOut; 7] = [
    LeaveOut::OthersContact,
    LeaveOut::OthersBirthYear,
    LeaveOut::OthersAgreement,
    LeaveOut::OthersStrengths,
    LeaveOut::OthersWorries,
    LeaveOut::OthersActions,
    LeaveOut::SharingReasons,
];

/// Each with words that stand only there.
const PLACES: [(LeaveOut, &[&str]); 7] = [
    (LeaveOut::OthersContact, &["dai-number"]),
    (LeaveOut::OthersBirthYear, &["1951"]),
    (LeaveOut::OthersAgreement, &["dai-said-yes"]),
    (LeaveOut::OthersStrengths, &["dai-mends"]),
    (LeaveOut::OthersWorries, &["dai-falls", "somebody-drinks"]),
    (LeaveOut::OthersActions, &["dai-rings"]),
    (LeaveOut::SharingReasons, &["our-own-reason"]),
];

/// What is hers, and what is everybody's.
const HERS: [&str; 8] = [
    "Mair",
    "mair-number",
    "1980",
    "mair-bakes",
    "we-laugh",
    "mair-sleeps-badly",
    "mair-writes",
    "the-surgery",
];

/// Whether a word is in a copy. A number in JSON is looked for as a value: ids are numbers too.
fn says(copy: &str, kind: CopyKind, word: &str) -> bool {
    if kind == CopyKind::Json && word.parse::<u16>().is_ok() {
        return copy.contains(&format!(": {word}"));
    }
    copy.contains(word)
}

async fn written(
    alex: &Person,
    chooses: &Chooses,
    two: &Two,
    choices: &CopyChoices,
    kind: CopyKind,
    name: &str,
) -> String {
    let (ticket, path) = chooses.ticket(alex, name).await;
    let call = WriteCopy {
        id: two.id.clone(),
        choices: choices.clone(),
        words: words(),
        kind,
        ticket,
    };
    alex.must(call).await;
    match kind {
        CopyKind::Read(PaperKind::Pdf) => pdf_text(&path),
        _ => std::fs::read_to_string(&path).unwrap(),
    }
}

fn pdf_text(path: &Path) -> String {
    let output = Command::new("pdftotext")
        .args(["-enc", "UTF-8", "-raw"])
        .arg(path)
        .arg("-")
        .output()
        .expect("pdftotext, of the package poppler-utils");
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_for_a_person_leaves_out_what_was_chosen_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let alex = World::begin_in(folder.path()).device("Alex");
    alex.start_team().await;
    let chooses = Chooses::on(&alex);
    let two = two_people(&alex).await;
    let kinds = [
        (CopyKind::Json, "copy.json"),
        (CopyKind::Read(PaperKind::Html), "copy.html"),
        (CopyKind::Read(PaperKind::Pdf), "copy.pdf"),
    ];
    for (kind, name) in kinds {
        let all_out = CopyChoices {
            for_person: Some(two.mair.clone()),
            leave_out: OTHERS.to_vec(),
        };
        let copy = written(&alex, &chooses, &two, &all_out, kind, name).await;
        for (what, places) in PLACES {
            for place in places {
                assert!(!says(&copy, kind, place), "{what:?}: {place} is in {name}");
            }
        }
        for hers in HERS {
            assert!(copy.contains(hers), "{hers} is not in {name}:\n{copy}");
        }
        assert!(!copy.contains("was-removed"), "{name}");

        // Each by itself: put in, it is there, and the others are still not.
        for (what, places) in PLACES {
            let mut choices = all_out.clone();
            choices.leave_out.retain(|each| *each != what);
            let copy = written(&alex, &chooses, &two, &choices, kind, name).await;
            for (each, words) in PLACES {
                for word in words {
                    assert_eq!(
                        says(&copy, kind, word),
                        each == what,
                        "{name} without leaving out {what:?}: {word}"
                    );
                }
            }
            assert!(!places.is_empty());
        }
    }
    // The record itself has lost nothing.
    let household = alex.open(&two.id).await.household;
    let said = serde_json::to_string(&household).unwrap();
    for word in PLACES.iter().flat_map(|(_, words)| *words) {
        assert!(said.contains(word));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_there_is_to_leave_out_is_counted_and_shown_first() {
    let folder = tempfile::tempdir().unwrap();
    let alex = World::begin_in(folder.path()).device("Alex");
    alex.start_team().await;
    let two = two_people(&alex).await;
    let show = |choices: CopyChoices| ShowCopy {
        id: two.id.clone(),
        choices,
        words: words(),
    };
    let shown = alex
        .must(show(CopyChoices {
            for_person: Some(two.mair.clone()),
            leave_out: vec![LeaveOut::OthersWorries],
        }))
        .await;
    let places = |what: LeaveOut| {
        let found = shown.to_leave_out.iter().find(|found| found.what == what);
        found.map(|found| found.places)
    };
    assert_eq!(places(LeaveOut::OthersContact), Some(1));
    // Counted though it is left out now, so that it can be put back.
    assert_eq!(places(LeaveOut::OthersWorries), Some(2));
    assert_eq!(places(LeaveOut::SharingReasons), Some(1));
    assert_eq!(places(LeaveOut::VisitNotes), None);
    let mut said = String::new();
    for block in &shown.paper.blocks {
        block.each_text(&mut |text| said.push_str(text));
    }
    assert!(said.contains("dai-number") && !said.contains("dai-falls"));

    // For the whole household nobody is another.
    let shown = alex.must(show(CopyChoices::default())).await;
    let whats: Vec<LeaveOut> = shown.to_leave_out.iter().map(|found| found.what).collect();
    assert_eq!(
        whats,
        [
            LeaveOut::Shared,
            LeaveOut::SharingReasons,
            LeaveOut::RemovedLines
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn json_reads_back_as_the_same_household() {
    let folder = tempfile::tempdir().unwrap();
    let alex = World::begin_in(folder.path()).device("Alex");
    alex.start_team().await;
    let chooses = Chooses::on(&alex);
    let two = two_people(&alex).await;
    let whole = CopyChoices::default();
    let copy = written(&alex, &chooses, &two, &whole, CopyKind::Json, "all.json").await;
    let file: Json = serde_json::from_str(&copy).unwrap();
    assert_eq!(file["format"], "doorstep-household");
    assert_eq!(file["version"], 1);
    assert_eq!(file["left_out"], Json::Array(Vec::new()));
    let read: Household = serde_json::from_value(file["household"].clone()).unwrap();
    assert_eq!(read, alex.open(&two.id).await.household);
    assert!(read.strengths.iter().any(|line| line.removed.is_some()));
    let names: Vec<&str> = file["devices"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(Json::as_str)
        .collect();
    assert_eq!(names, ["Alex"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_of_a_record_are_words_in_html() {
    let folder = tempfile::tempdir().unwrap();
    let alex = World::begin_in(folder.path()).device("Alex");
    alex.start_team().await;
    let chooses = Chooses::on(&alex);
    let two = two_people(&alex).await;
    let whole = CopyChoices::default();
    let kind = CopyKind::Read(PaperKind::Html);
    let copy = written(&alex, &chooses, &two, &whole, kind, "all.html").await;
    assert!(copy.contains("Tŷ Gwyn &lt;b&gt;&amp;&lt;/b&gt;"));
    assert!(!copy.contains("Gwyn <b>"));
    assert!(copy.contains("The family"), "answers are in words");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_households_are_in_one_file_and_what_can_not_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let chooses = Chooses::on(&alex);
    let mut ids = Vec::new();
    for n in 0..30 {
        let id = alex.add_household(&format!("House {n:02}")).await;
        alex.edit(
            &id,
            vec![
                doorstep_model::household::WhatMatters::matters_to_us
                    .only()
                    .write(&Heads::default(), format!("matters-{n:02}")),
            ],
        )
        .await;
        ids.push(id);
    }
    let (ticket, path) = chooses.ticket(&alex, "team.json").await;
    let copied = alex
        .must(WriteTeamCopy {
            words: words(),
            to_read: false,
            ticket,
        })
        .await;
    assert_eq!((copied.households, copied.unreadable), (30, 0));
    assert_eq!(alex.must(GetTeamCopy {}).await, None);
    let file: Json = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(file["format"], "doorstep-team");
    assert_eq!(file["household_count"], 30);
    assert_eq!(file["team"]["about"]["name"]["value"], "Riverside");
    let read: Vec<Household> = serde_json::from_value(file["households"].clone()).unwrap();
    for id in &ids {
        let there = read.iter().find(|household| household.id == *id).unwrap();
        assert_eq!(*there, alex.open_unseen(id).await.household);
    }

    let (ticket, path) = chooses.ticket(&alex, "team.html").await;
    alex.must(WriteTeamCopy {
        words: words(),
        to_read: true,
        ticket,
    })
    .await;
    let page = std::fs::read_to_string(&path).unwrap();
    for n in 0..30 {
        assert!(
            page.contains(&format!("House {n:02}")) && page.contains(&format!("matters-{n:02}"))
        );
    }
    assert!(page.contains("Households in all: 30") && page.trim_end().ends_with("</html>"));
    assert!(!page.contains("These could not be read"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_from_before_the_lock_is_gone_and_what_fails_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let alex = World::begin_in(folder.path()).device("Alex");
    alex.start_team().await;
    let chooses = Chooses::on(&alex);
    let (ticket, path) = chooses.ticket(&alex, "late.pdf").await;
    alex.lock_and_unlock().await;
    let paper = Paper {
        title: "Late".to_owned(),
        language: "en-GB".to_owned(),
        blocks: vec![Block::NewPage],
        ..Paper::default()
    };
    let call = WritePaper {
        paper,
        kind: PaperKind::Pdf,
        ticket,
    };
    let problem = alex.ask(call.clone()).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::FileGone);
    assert!(!path.exists());
    // A new choice is good.
    let (ticket, path) = chooses.ticket(&alex, "late.pdf").await;
    let measured = alex.must(WritePaper { ticket, ..call }).await;
    assert_eq!(measured.pages, 1);
    assert!(pdf_text(&path).contains("Late"));

    // Into a folder that is not there nothing can be written.
    let (ticket, _) = chooses.ticket(&alex, "gone/copy.json").await;
    let problem = alex
        .ask(WriteTeamCopy {
            words: words(),
            to_read: false,
            ticket,
        })
        .await
        .unwrap_err();
    assert_eq!(problem.code, ProblemCode::FileNotWritten);
    // The next one is not told that one is under way still.
    let (ticket, path) = chooses.ticket(&alex, "again.json").await;
    let call = WriteTeamCopy {
        words: words(),
        to_read: false,
        ticket,
    };
    alex.must(call).await;
    assert!(path.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stopped_copy_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let alex = World::begin_in(folder.path()).device("Alex");
    alex.start_team().await;
    let chooses = Chooses::on(&alex);
    for n in 0..100 {
        alex.add_household(&format!("House {n}")).await;
    }
    let (ticket, path) = chooses.ticket(&alex, "stopped.json").await;
    let call = WriteTeamCopy {
        words: words(),
        to_read: false,
        ticket,
    };
    let runtime = tokio::runtime::Handle::current();
    let copied = tokio::task::block_in_place(|| {
        std::thread::scope(|scope| {
            let writing = scope.spawn(|| runtime.block_on(alex.must(call)));
            // Until it has begun there is nothing to stop.
            while !writing.is_finished() {
                let now = runtime.block_on(alex.must(GetTeamCopy {}));
                if now.is_some_and(|now| now.done > 0) {
                    runtime.block_on(alex.must(StopTeamCopy {}));
                    break;
                }
            }
            writing.join().unwrap()
        })
    });
    assert!(copied.stopped && copied.households < 100, "{copied:?}");
    assert!(!path.exists());
    assert_eq!(
        std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
        0
    );
}

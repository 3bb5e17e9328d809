//! Bits that flipped on the disk, and files that were cut short or became zeros: it is said, and
//! whatever can't be read stays as it is, to the byte.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking, and what was run is worth knowing"
)]

use std::collections::BTreeMap;

use doorstep_device::Device;
use doorstep_model::call::{EditHousehold, ListHouseholds, OpenHousehold};
use doorstep_model::household::WhatMatters;
use doorstep_model::{DocKey, Heads, Problem, ProblemCode};
use doorstep_tests::fault::page::{Kind, PAGE, flip, pages};
use doorstep_tests::fault::prepared::{DATABASE, Home, Prepared, connect, faults_in};
use doorstep_tests::fault::slots::COPIES;
use doorstep_tests::fault::strace::Traced;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

/// Pages of each kind that are damaged, each in a copy of its own.
const PAGES_A_KIND: usize = 12;

const WRITER: &str = env!("CARGO_BIN_EXE_writer");
/// The log of changes beside the database.
const LOG: &str = "store.db-wal";
/// Logs that are damaged.
const LOGS: usize = 30;

/// What a damaged store says, call by call.
async fn said(home: &Home, prepared: &Prepared) -> Vec<ProblemCode> {
    let mut said = Vec::new();
    let device = match home.open().await {
        Ok(device) => device,
        Err(problem) => return vec![problem.code],
    };
    let list = ListHouseholds {
        limit: 50,
        ..Default::default()
    };
    let search = ListHouseholds {
        search: "said".into(),
        ..list.clone()
    };
    said.extend(device.answer(list).await.err());
    said.extend(device.answer(search).await.err());
    for id in &prepared.households {
        let (id, seen) = (id.clone(), false);
        said.extend(device.answer(OpenHousehold { id, seen }).await.err());
    }
    for id in &prepared.households {
        said.extend(edit(&device, id).await);
    }
    said.into_iter().map(|problem| problem.code).collect()
}

async fn edit(device: &Device, id: &DocKey) -> Option<Problem> {
    let edit = WhatMatters::good_life.only();
    let call = EditHousehold {
        id: id.clone(),
        edits: vec![edit.write(&Heads::default(), "Sundays")],
    };
    device.answer(call).await.err()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flipped_bit_in_any_kind_of_page_is_said() {
    let prepared = Prepared::make().await;
    let mut chance = StdRng::seed_from_u64(3);
    let with_free = |home: Home| {
        // A table that went leaves pages that nobody needs.
        let connection = connect(&home.file(DATABASE), &prepared.key);
        let made = "CREATE TABLE went (row BLOB); INSERT INTO went VALUES (zeroblob(100000));
                    DROP TABLE went";
        connection.execute_batch(made).expect("it goes");
        drop(connection);
        home
    };
    let before = with_free(prepared.copy());
    assert_eq!(
        said(&before, &prepared).await,
        [],
        "the control: without a flip nothing is said"
    );
    let before = with_free(prepared.copy());
    let kinds = pages(&before.file(DATABASE), &prepared.key);
    let mut told: BTreeMap<Kind, (usize, usize)> = BTreeMap::new();
    for (kind, pages) in &kinds {
        assert!(!pages.is_empty(), "{kind:?}: there are some");
        for page in pages.sample(&mut chance, PAGES_A_KIND) {
            let home = prepared.copy();
            std::fs::copy(before.file(DATABASE), home.file(DATABASE)).expect("a copy");
            let byte = (page.number - 1) * PAGE + chance.random_range(0..PAGE);
            flip(&home.file(DATABASE), byte, chance.random_range(0..8));
            let damaged = std::fs::read(home.file(DATABASE)).expect("the database");
            let seen = faults_in(&home.file(DATABASE), &prepared.key);
            assert!(!seen.is_empty(), "{kind:?} {page:?}: SQLCipher sees it");
            let said = said(&home, &prepared).await;
            let other = said
                .iter()
                .find(|code| **code != ProblemCode::StoreUnreadable);
            assert_eq!(other, None, "{kind:?} {page:?}");
            let (tried, noticed) = told.entry(*kind).or_default();
            *tried += 1;
            *noticed += usize::from(!said.is_empty());
            let after = std::fs::read(home.file(DATABASE)).expect("still there");
            let at = (page.number - 1) * PAGE..page.number * PAGE;
            if !said.is_empty() {
                let same = damaged.get(at.clone()) == after.get(at);
                assert!(
                    same,
                    "{kind:?} {page:?}: what can't be read is kept as it is"
                );
            }
        }
    }
    println!("  kind: (pages damaged, of which some call came near and said so): {told:?}");
    let noticed = |kind| told.get(&kind).map_or(0, |(_, noticed)| *noticed);
    assert_eq!(
        noticed(Kind::First),
        1,
        "without the first page nothing opens"
    );
    assert!(noticed(Kind::Interior) > 0 && noticed(Kind::Leaf) > 0 && noticed(Kind::Overflow) > 0);
}

/// A file that lost its end, or all of it, or became zeros, is no reason to make another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_was_cut_or_zeroed_is_kept_as_it_is() {
    let prepared = Prepared::make().await;
    let whole = std::fs::read(prepared.copy().file(DATABASE)).expect("the database");
    let half = whole.len() / 2 / PAGE * PAGE;
    let zeros = |from: usize| {
        let mut zeroed = whole.clone();
        zeroed.iter_mut().skip(from).for_each(|byte| *byte = 0);
        zeroed
    };
    let cut = |to: usize| whole.iter().take(to).copied().collect::<Vec<_>>();
    let damages = [
        ("empty", Vec::new()),
        ("half a page", cut(PAGE / 2)),
        ("half", cut(half)),
        ("half and half a page", cut(half + PAGE / 2)),
        ("all zeros", zeros(0)),
        ("zeros from the second page on", zeros(PAGE)),
        ("zeros in the second half", zeros(half)),
    ];
    for (what, damaged) in damages {
        let home = prepared.copy();
        std::fs::write(home.file(DATABASE), &damaged).expect("it can be written");
        let said = said(&home, &prepared).await;
        let unreadable = ProblemCode::StoreUnreadable;
        assert!(!said.is_empty(), "{what}: it is said");
        assert!(
            said.iter().all(|code| *code == unreadable),
            "{what}: {said:?}"
        );
        let after = std::fs::read(home.file(DATABASE)).expect("still there");
        assert!(after == damaged, "{what}: not a byte is another");
        // Once it is brought back from a copy, it opens.
        std::fs::write(home.file(DATABASE), &whole).expect("it can be written");
        let _log = std::fs::remove_file(home.file("store.db-wal"));
        assert_eq!(self::said(&home, &prepared).await, [], "{what}");
    }
    let home = prepared.copy();
    std::fs::remove_file(home.file(DATABASE)).expect("it goes");
    assert_eq!(said(&home, &prepared).await, [ProblemCode::StoreUnreadable]);
    assert!(!home.file(DATABASE).exists(), "none is made in its place");
}

/// One good copy of the slots is enough; without any it is said, and nothing is written.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slots_that_were_flipped_cut_or_zeroed_are_no_loss_while_one_copy_is_good() {
    let prepared = Prepared::make().await;
    let good = std::fs::read(prepared.copy().file(COPIES[0])).expect("slots");
    let mut damages: Vec<Vec<u8>> = (0..good.len())
        .map(|byte| {
            let mut flipped = good.clone();
            flipped[byte] ^= 1;
            flipped
        })
        .collect();
    damages.push(Vec::new());
    damages.push(good.iter().take(good.len() / 2).copied().collect());
    damages.push(vec![0; good.len()]);
    for damaged in damages {
        let home = prepared.copy();
        for (number, copy) in COPIES.into_iter().enumerate() {
            let other = COPIES[1 - number];
            std::fs::write(home.file(copy), &damaged).expect("it can be written");
            std::fs::write(home.file(other), &good).expect("it can be written");
            assert_eq!(said(&home, &prepared).await, [], "{copy} is damaged");
        }
        for copy in COPIES {
            std::fs::write(home.file(copy), &damaged).expect("it can be written");
        }
        assert_eq!(said(&home, &prepared).await, [ProblemCode::StoreUnreadable]);
        for copy in COPIES {
            let after = std::fs::read(home.file(copy)).expect("still there");
            assert!(after == damaged, "kept as it is");
        }
    }
}

/// The log of changes that a kill left: SQLite reads it up to the first frame that is not whole. What
/// was saved before that is there, and nothing by half.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_was_flipped_cut_or_zeroed_gives_what_lies_before() {
    let prepared = Prepared::make().await;
    let killed = prepared.copy();
    let writer = Traced::writer(WRITER, &killed.path(), 9, "vvvvvvvv");
    let (_, calls) = Traced::writer(WRITER, &prepared.copy().path(), 9, "vvvvvvvv").clean();
    // Killed as it says that the last one is kept, so that the log is not closed in good order.
    let mut calls = calls.iter().rev();
    let last = calls.find(|(_, line)| line.contains("\"kept "));
    let told = writer.killed(&last.expect("it says so").0);
    assert_eq!(told.kept(), 7);
    let log = std::fs::read(killed.file(LOG)).expect("the log");
    let mut chance = StdRng::seed_from_u64(4);
    let mut lost = 0;
    for damage in 0..LOGS {
        let home = Home::empty();
        for name in [DATABASE, LOG, COPIES[0], COPIES[1]] {
            std::fs::copy(killed.file(name), home.file(name)).expect("a copy");
        }
        let at = chance.random_range(0..log.len());
        let mut damaged = log.clone();
        match damage % 3 {
            0 => damaged[at] ^= 1 << chance.random_range(0..8),
            1 => damaged.truncate(at),
            _ => damaged.iter_mut().skip(at).for_each(|byte| *byte = 0),
        }
        std::fs::write(home.file(LOG), damaged).expect("it can be written");
        let device = home
            .open()
            .await
            .unwrap_or_else(|problem| panic!("{damage}: {problem}"));
        let wrong = told.missing_from(&device).await;
        // The newest are gone, and whole.
        let kept = told.kept() - wrong.len();
        let whole = wrong.iter().all(|wrong| wrong.contains("stands 0 times"));
        assert!(whole, "{damage}: {wrong:#?}");
        assert!(
            told.first(kept).missing_from(&device).await.is_empty(),
            "{damage}"
        );
        lost += wrong.len();
        drop(device);
        assert!(
            faults_in(&home.file(DATABASE), &prepared.key).is_empty(),
            "{damage}"
        );
    }
    println!(
        "  {lost} saves of {} lay behind what was damaged",
        LOGS * told.kept()
    );
    assert!(lost > 0, "the control: a damaged log does lose something");
}

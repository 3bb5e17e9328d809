//! `cargo xtask bench`: what grows with a household and with a caseload, and what does not.
//!
//! Numbers are compared within one run and in turn; what counts is their ratio. The work is made
//! from a seed: households of 20 visits, each with notes of 300 to 1,200 characters, three
//! strengths and two actions.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark talks on its output and ends where something is wrong"
)]

mod caseload;
mod measure;

use std::path::Path;

use doorstep_model::call::{GetHome, GetStanding, ListHouseholds, OpenHousehold, Unlock};
use doorstep_model::household::WhatMatters;
use doorstep_model::{Date, DocKey, Heads};
use doorstep_tests::world::{PASSPHRASE, Person, World};

use caseload::Maker;
use measure::{Table, in_turn, times};

/// Visits of each household in a caseload.
const VISITS: usize = 20;
/// Households of the small caseload that the large one is compared with.
const FEW: usize = 10;
/// Repeats of each measurement.
const REPEATS: usize = 7;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let many = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap_or(2_000);
    let folder = tempfile::tempdir().expect("a folder");
    let mut table = Table::default();
    let world = World::begin_in(folder.path());

    large_household(&world, &mut table).await;
    let small = filled(&world, "small", FEW, &mut table).await;
    let large = filled(&world, "large", many, &mut table).await;
    lists(&small, &large, many, &mut table).await;
    keystrokes(&small, &large, many, &mut table).await;
    drop((small, large));
    starts(&world, many, &mut table).await;
    table.print();
    table
        .write(Path::new("target/bench.json"))
        .expect("the table can be written");
}

/// A household with 200 visits, and automerge's own load of the same for comparison.
async fn large_household(world: &World, table: &mut Table) {
    let mut maker = Maker::from_seed(1);
    for visits in [20, 200] {
        let name = format!("household-{visits}");
        let alex = world.device(&name);
        alex.start_team().await;
        let id = maker.household(&alex, visits).await;
        let (mut cold, mut warm) = (Vec::new(), Vec::new());
        for _ in 0..REPEATS {
            alex.lock_and_unlock().await;
            cold.push(times(|| alex.must(open(&id))).await);
            warm.push(times(|| alex.must(open(&id))).await);
        }
        table.add(
            &format!("open a household of {visits} visits, not in memory"),
            &cold,
        );
        table.add(
            &format!("open a household of {visits} visits, in memory"),
            &warm,
        );
        let opened = alex.open_unseen(&id).await;
        assert_eq!(opened.household.visits.len(), visits);
    }
    table.ratio(
        "a household of 200 visits against one of 20, not in memory",
        "open a household of 200 visits, not in memory",
        "open a household of 20 visits, not in memory",
    );
}

fn open(id: &DocKey) -> OpenHousehold {
    OpenHousehold {
        id: id.clone(),
        seen: false,
    }
}

async fn filled(world: &World, name: &str, households: usize, table: &mut Table) -> Person {
    let person = world.device(name);
    person.start_team().await;
    let mut maker = Maker::from_seed(2);
    let began = std::time::Instant::now();
    for _ in 0..households {
        maker.household(&person, VISITS).await;
    }
    table.note(&format!(
        "{households} households × {VISITS} visits made in {:.1} s",
        began.elapsed().as_secs_f64()
    ));
    person
}

/// Lists and searches: they read projections, so a large caseload costs what a small one does.
async fn lists(small: &Person, large: &Person, many: usize, table: &mut Table) {
    let today = Date::new(2026, 11, 23).expect("a day");
    let list = |search: &str| ListHouseholds {
        search: search.into(),
        limit: 50,
        ..ListHouseholds::default()
    };
    // Of the searches, one hits a name, one a few notes, one nearly every household, one is a slip.
    for (what, search) in [
        ("list households", ""),
        ("search for a name", "number 7"),
        ("search for one letter", "n"),
        ("search for a rare word", "zanzibar"),
        ("search for a common word", "garden"),
        ("search for a name with a slip", "numbar"),
    ] {
        let (few, all) = in_turn(
            REPEATS,
            || small.must(list(search)),
            || large.must(list(search)),
        )
        .await;
        table.pair(what, FEW, &few, many, &all);
    }
    let home = || GetHome { today };
    let (few, all) = in_turn(REPEATS, || small.must(home()), || large.must(home())).await;
    table.pair("home screen", FEW, &few, many, &all);
}

/// A sentence typed into a text and called saved.
async fn keystrokes(small: &Person, large: &Person, many: usize, table: &mut Table) {
    let mut in_small = Typing::begin(small).await;
    let mut in_large = Typing::begin(large).await;
    let (few, all) = in_turn(
        5 * REPEATS,
        async || in_small.one_more().await,
        async || in_large.one_more().await,
    )
    .await;
    table.pair("keystrokes to saved, one edit", FEW, &few, many, &all);
}

/// Somebody who types into one text.
struct Typing<'a> {
    person: &'a Person,
    id: DocKey,
    heads: Heads,
    text: String,
}

impl<'a> Typing<'a> {
    async fn begin(person: &'a Person) -> Self {
        let call = ListHouseholds {
            limit: 1,
            ..ListHouseholds::default()
        };
        let id = person.must(call).await.rows.remove(0).id;
        let heads = person.open_unseen(&id).await.household.heads;
        Self {
            person,
            id,
            heads,
            text: String::new(),
        }
    }

    async fn one_more(&mut self) {
        self.text.push_str("and so on, ");
        let edit = WhatMatters::good_life
            .only()
            .write(&self.heads, self.text.clone());
        self.heads = self.person.edit(&self.id, vec![edit]).await.heads;
    }
}

/// From a locked device to a home screen.
async fn starts(world: &World, many: usize, table: &mut Table) {
    let start = async |name: &str| {
        let person = world.device(name);
        person.must(GetStanding {}).await;
        // The passphrase costs half a second on purpose and the same everywhere.
        let unlock = times(|| {
            person.must(Unlock {
                passphrase: PASSPHRASE.into(),
            })
        })
        .await;
        let today = Date::new(2026, 11, 23).expect("a day");
        let home = times(|| person.must(GetHome { today })).await;
        unlock + home
    };
    let (mut few, mut all) = (Vec::new(), Vec::new());
    for _ in 0..REPEATS {
        few.push(start("small").await);
        all.push(start("large").await);
    }
    table.pair("start to a usable home screen", FEW, &few, many, &all);
}

//! `cargo xtask bench [households] [part]`: what grows with a household and with a caseload, and
//! what does not.
//!
//! Numbers are compared within one run and in turn; what counts is their ratio. The work is made
//! from a seed: households of 20 visits, each with notes of 300 to 1,200 characters, three
//! strengths and two actions. `docs/performance.md` says what the lines mean. The caseload is made anew
//! each time, unless `DOORSTEP_BENCH_KEEP` names a folder to keep it in: made once, measured often.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark talks on its output and ends where something is wrong"
)]

mod bare_search;
mod caseload;
mod holds;
mod keystroke;
mod learning;
mod lists;
mod measure;
mod open;
mod peers;
mod servers;
mod spent;
mod sync;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use doorstep_model::call::{GetStanding, Unlock};
use doorstep_tests::world::{PASSPHRASE, Person, World};

use caseload::Maker;
use measure::Table;

/// Names the folder in which the caseload is kept.
const KEEP: &str = "DOORSTEP_BENCH_KEEP";
/// Visits of each household in a caseload.
const VISITS: usize = 20;
/// Households of the small caseload that the large one is compared with.
const FEW: usize = 100;
/// Households of the large one where none are asked for.
const MANY: usize = 2_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut given = std::env::args().skip(1);
    if given.next().as_deref() == Some(holds::ASKED)
        && let (Some(folder), Some(name)) = (given.next(), given.next())
    {
        return holds::say(Path::new(&folder), &name).await;
    }
    let mut many = MANY;
    let mut part = None;
    for argument in std::env::args().skip(1) {
        match argument.parse() {
            Ok(count) => many = count,
            Err(_) => part = Some(argument),
        }
    }
    let wanted = |name: &str| part.as_deref().is_none_or(|part| part == name);
    let made = tempfile::tempdir().expect("a folder");
    let kept = std::env::var_os(KEEP).map(PathBuf::from);
    let folder = kept.unwrap_or_else(|| made.path().to_owned());
    let mut table = Table::default();
    let world = World::begin_in(&folder);
    if wanted("open") {
        open::households(&world, &mut table).await;
    }
    if wanted("sync") {
        for households in BTreeSet::from([FEW.min(many), many]) {
            sync::sync(&folder, households, VISITS, &mut table).await;
        }
    }
    if wanted("peers") {
        for households in BTreeSet::from([FEW.min(many), many]) {
            peers::peers(&folder, households, VISITS, &mut table).await;
        }
    }
    if wanted("idle") {
        let looked = peers::idle(&folder, many, &mut table).await;
        looked.expect("a look for news");
    }
    if wanted("servers") {
        servers::servers(&folder, &mut table).await;
    }
    if wanted("fifty") {
        peers::fifty(&folder, FEW.min(many), VISITS, &mut table).await;
    }
    if wanted("ten") {
        peers::ten(&folder, FEW.min(many), VISITS, &mut table).await;
    }
    let caseload = ["lists", "keystrokes", "learning", "starts", "holds", "push"];
    if caseload.into_iter().any(&wanted) {
        let small = filled(&world, "small", FEW, &mut table).await;
        let large = filled(&world, "large", many, &mut table).await;
        let (few, all) = ((&small, FEW), (&large, many));
        if wanted("lists") {
            lists::lists(few, all, &mut table).await;
            bare_search::beside_it(&world, "large", &large, &mut table).await;
        }
        if wanted("keystrokes") {
            keystroke::keystrokes(&folder, few, all, &mut table).await;
        }
        if wanted("learning") {
            learning::deepen(&small).await;
            learning::deepen(&large).await;
            learning::pages(few, all, &mut table).await;
            learning::notes(few, all, &mut table).await;
        }
        if part.as_deref() == Some("push") {
            sync::push(&folder, &large, many, &mut table).await;
        }
        drop((small, large));
        if wanted("starts") {
            lists::starts(&world, ("small", FEW), ("large", many), &mut table).await;
        }
        if wanted("holds") {
            holds::idle(&folder, ("small", FEW), ("large", many), &mut table);
        }
    }
    table.print();
    let name = match &part {
        Some(part) => format!("{many}-{part}"),
        None => many.to_string(),
    };
    table
        .write(Path::new("target/bench"), &name)
        .expect("the table can be written");
}

async fn filled(world: &World, name: &str, households: usize, table: &mut Table) -> Person {
    let there = world.home(name).exists();
    let person = world.device(name);
    if there {
        person.must(GetStanding {}).await;
        let passphrase = PASSPHRASE.into();
        person.must(Unlock { passphrase }).await;
        return person;
    }
    let words = person.start_team().await;
    bare_search::keep_words(world, name, &words);
    let mut maker = Maker::from_seed(2);
    let began = Instant::now();
    for _ in 0..households {
        maker.household_at_once(&person, VISITS).await;
    }
    table.note(&format!(
        "{households} households × {VISITS} visits made in {:.1} s",
        began.elapsed().as_secs_f64()
    ));
    person
}

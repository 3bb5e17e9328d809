//! What a device holds in memory once it is open and nobody does anything: read of a program of its own, so
//! that nothing else is in it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use doorstep_model::call::{GetStanding, ListHouseholds, Unlock};
use doorstep_tests::world::{PASSPHRASE, World};

use crate::measure::Table;
use crate::spent::Spent;

/// The first argument of the program that is looked at; its folder and the person's name follow.
pub(crate) const ASKED: &str = "holds";
/// Many households may take so many times what few do.
const AT_MOST: f64 = 1.3;
/// Until what was begun at the start has ended.
const REST: Duration = Duration::from_secs(2);

/// Opens the device, shows a list, rests, and says what it holds then, in KiB.
pub(crate) async fn say(folder: &Path, name: &str) {
    let person = World::begin_in(folder).device(name);
    person.must(GetStanding {}).await;
    let passphrase = PASSPHRASE.into();
    person.must(Unlock { passphrase }).await;
    let list = ListHouseholds {
        limit: 50,
        ..ListHouseholds::default()
    };
    person.must(list).await;
    tokio::time::sleep(REST).await;
    println!("{}", Spent::by(std::process::id()).now_kib);
}

/// With few households and with many.
pub(crate) fn idle(
    folder: &Path,
    (small, few): (&str, usize),
    (large, many): (&str, usize),
    table: &mut Table,
) {
    let named = |count: usize| format!("an idle device, MB in memory, {count} households");
    for (name, count) in [(small, few), (large, many)] {
        let this = std::env::current_exe().expect("this program");
        let said = Command::new(this).arg(ASKED).arg(folder).arg(name).output();
        let said = String::from_utf8(said.expect("it runs").stdout).expect("a number");
        let kib: f64 = said.trim().parse().expect("a number");
        table.figures(&named(count), &[kib * 1_024.0 / 1_000_000.0]);
    }
    table.within(&named(many), &named(few), AT_MOST);
}

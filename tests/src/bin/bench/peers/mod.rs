//! Doorstep beside other ways to the same end, in one run and in turn: the same households, a server that is a
//! program of its own, a relay that counts. What they are is in `tests/peers`.

mod export;
mod idle;
mod line;
mod ours;
mod round;
mod side;
mod theirs;
mod together;

use std::path::{Path, PathBuf};

use crate::measure::Table;
pub(crate) use idle::idle;
use line::{Measured, TARGETS};
use ours::Ours;
use theirs::{KINDS, Kind, Theirs};

/// Says how often each is measured, where the number for this many households does not suit.
const REPEATS: &str = "DOORSTEP_BENCH_REPEATS";
/// Of ours alone.
const FIFTY: usize = 50;
/// Of ours and of peers, each of which is a program of its own for every device.
const TEN: usize = 10;

/// One device sends these households, another fetches them, one in a hundred changes.
pub(crate) async fn peers(folder: &Path, households: usize, visits: usize, table: &mut Table) {
    let kinds = installed(table);
    let caseload = folder.join(format!("caseload-{households}.jsonl"));
    export::caseload(&caseload, households, visits);
    let (saved, changes) = export::sizes(visits);
    table.note(&format!(
        "a household of {visits} visits: {saved} bytes as automerge saves it, {changes} of changes one by one"
    ));
    let mut ours = Measured::of("Doorstep");
    let mut theirs: Vec<Measured> = kinds.iter().map(|kind| Measured::of(kind.name)).collect();
    for repeat in 0..repeats(households) {
        let here = |name: &str| folder.join(format!("{households}-{repeat}-{name}"));
        let office = Ours::begin(&here("ours"), households, visits).await;
        if let Err(reason) = round::round(office, households, visits, &mut ours).await {
            ours.gave_up(&reason);
        }
        for (kind, measured) in kinds.iter().zip(&mut theirs) {
            if measured.has_given_up() {
                continue;
            }
            let there = here(kind.name);
            let ended = match Theirs::begin(kind, &there, &caseload, households).await {
                Ok(office) => round::round(office, households, visits, measured).await,
                Err(reason) => Err(reason),
            };
            if let Err(reason) = ended {
                measured.gave_up(&reason);
            }
            // Some keep each change in a file of its own, and the next round has its own folder.
            let _stays = std::fs::remove_dir_all(there);
        }
    }
    write(&format!("{households} households"), &ours, &theirs, table);
}

/// Fifty devices change the same households at once, until each has what all wrote.
pub(crate) async fn fifty(folder: &Path, households: usize, visits: usize, table: &mut Table) {
    let mut fifty = Measured::of("Doorstep");
    let office = Ours::begin(&folder.join("fifty"), households, visits).await;
    let ended = together::together(office, FIFTY, households, visits, &mut fifty).await;
    if let Err(reason) = ended {
        fifty.gave_up(&reason);
    }
    write(&format!("{FIFTY} devices"), &fifty, &[], table);
}

/// Ten do, and ten of each peer.
pub(crate) async fn ten(folder: &Path, households: usize, visits: usize, table: &mut Table) {
    let kinds = installed(table);
    let caseload = folder.join("caseload-together.jsonl");
    export::caseload(&caseload, households, visits);
    let mut ours = Measured::of("Doorstep");
    let office = Ours::begin(&folder.join("ten"), households, visits).await;
    let ended = together::together(office, TEN, households, visits, &mut ours).await;
    if let Err(reason) = ended {
        ours.gave_up(&reason);
    }
    let mut theirs = Vec::new();
    for kind in kinds {
        let mut measured = Measured::of(kind.name);
        let there = folder.join(format!("ten-{}", kind.name));
        let ended = match Theirs::begin(kind, &there, &caseload, households).await {
            Ok(office) => together::together(office, TEN, households, visits, &mut measured).await,
            Err(reason) => Err(reason),
        };
        if let Err(reason) = ended {
            measured.gave_up(&reason);
        }
        theirs.push(measured);
    }
    write(&format!("{TEN} devices"), &ours, &theirs, table);
}

fn write(of: &str, ours: &Measured, theirs: &[Measured], table: &mut Table) {
    for measured in std::iter::once(ours).chain(theirs) {
        measured.write(of, table);
    }
    for (line, than, at_most) in TARGETS {
        for other in theirs
            .iter()
            .filter(|other| than.is_none_or(|name| name == other.name))
        {
            let (one, other) = (ours.row(of, line), other.row(of, line));
            table.within(&one, &other, at_most);
        }
    }
}

/// The peers that are there. A word for each that is not.
fn installed(table: &mut Table) -> Vec<&'static Kind> {
    let (there, missing): (Vec<_>, Vec<_>) = KINDS.iter().partition(|kind| kind.is_installed());
    for kind in missing {
        table.note(&format!("{} skipped: {}", kind.name, kind.how));
    }
    there
}

/// Many where a round takes seconds, one where it takes half an hour.
fn repeats(households: usize) -> usize {
    let asked = std::env::var(REPEATS).ok();
    asked
        .and_then(|count| count.parse().ok())
        .unwrap_or(match households {
            0..500 => 5,
            500..3_000 => 3,
            _ => 1,
        })
}

/// The folder with the peers.
fn folder_of_peers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

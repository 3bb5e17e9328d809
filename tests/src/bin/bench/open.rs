//! Opening a household, against automerge's own `load` of a document that says the same.

use std::time::Duration;

use automerge::Automerge;
use doorstep_model::call::OpenHousehold;
use doorstep_model::{DocKey, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::document::Kind;
use doorstep_tests::world::{Person, World};
use doorstep_wire::id::DeviceId;

use crate::caseload::Maker;
use crate::measure::{Table, times};

/// Repeats of each measurement.
const REPEATS: usize = 9;
/// Opening may cost what automerge's load costs and half as much again.
const AT_MOST: f64 = 1.5;

/// Households of 20 and of 200 visits, each edit saved by itself as a worker's would be.
pub(crate) async fn households(world: &World, table: &mut Table) {
    for visits in [20, 200] {
        let alex = world.device(&format!("household-{visits}"));
        alex.start_team().await;
        let id = Maker::from_seed(1).household(&alex, visits).await;
        let alone = saved(visits);
        table.note(&format!(
            "a household of {visits} visits is {} bytes when automerge has saved it",
            alone.len()
        ));
        let (mut cold, mut warm, mut load) = (Vec::new(), Vec::new(), Vec::new());
        settle(&alex, &id).await;
        for _ in 0..REPEATS {
            alex.lock_and_unlock().await;
            cold.push(times(|| alex.must(open(&id))).await);
            warm.push(times(|| alex.must(open(&id))).await);
            load.push(loads(&alone).await);
        }
        let name = |what: &str| format!("open a household of {visits} visits, {what}");
        table.add(&name("not in memory"), &cold);
        table.add(&name("in memory"), &warm);
        table.add(&name("automerge's load alone"), &load);
        table.within(
            &name("not in memory"),
            &name("automerge's load alone"),
            AT_MOST,
        );
        let opened = alex.open_unseen(&id).await;
        assert_eq!(opened.household.visits.len(), visits);
    }
}

/// What happens by itself between two sessions: the device works in the background. A document is
/// folded when it was read with a long tail, so it is read first.
async fn settle(person: &Person, id: &DocKey) {
    person.lock_and_unlock().await;
    person.must(open(id)).await;
    while person.device().exchange().await == 0 {}
}

fn open(id: &DocKey) -> OpenHousehold {
    OpenHousehold {
        id: id.clone(),
        seen: false,
    }
}

/// The saved form of a document with the same visits, texts and number of changes.
fn saved(visits: usize) -> Vec<u8> {
    let writer = DeviceId([7; 16]);
    let now = UnixMillis(1_800_000_000_000);
    let made = Document::create(Kind::Household, writer, now, &mut rand::rng());
    let (mut document, _) = made.expect("a new document can be made");
    for edits in Maker::from_seed(1).household_edits(visits) {
        let edited = document.edit(&edits, now, &mut rand::rng());
        edited.expect("the edits of a caseload fit");
    }
    document.save()
}

async fn loads(saved: &[u8]) -> Duration {
    times(async || Automerge::load(saved).expect("what automerge saved it can load")).await
}

//! A disk that is really full: a file system of a few megabytes, in a mount namespace of its own.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use std::path::PathBuf;

use doorstep_model::call::EditHousehold;
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::Visit;
use doorstep_model::{Heads, ProblemCode};
use doorstep_tests::world::World;
use doorstep_tests::world::person::new_item;
use doorstep_tests::world::small_disk::with_small_disk;

/// Bytes that are given back when the person has made room.
const ROOM: usize = 1024 * 1024;

#[test]
fn a_full_disk_is_said_at_once_loses_nothing_and_a_retry_works() {
    let this = (
        module_path!(),
        "a_full_disk_is_said_at_once_loses_nothing_and_a_retry_works",
    );
    with_small_disk(4, this, on_a_small_disk);
}

#[tokio::main(flavor = "current_thread")]
async fn on_a_small_disk(folder: PathBuf) {
    let filler = folder.join("filler");
    std::fs::write(&filler, vec![1; ROOM]).expect("there is room at first");
    let world = World::begin_in(&folder);
    let alex = world.device("Alex");
    alex.start_team().await;
    let id = alex.add_household("Number 12").await;

    let mut saved = 0usize;
    let refused = loop {
        // Noise, so that nothing shrinks.
        let notes: String = (0..20_000)
            .map(|_| char::from(rand::random_range(b'a'..=b'z')))
            .collect();
        let visit = new_item();
        let line = ItemRef {
            part: Part::Visits,
            item: visit.clone(),
        };
        let edits = vec![
            Edit::Add {
                line,
                fields: vec![Visit::done.with(true)],
            },
            Visit::notes.of(&visit).write(&Heads::default(), notes),
        ];
        let call = EditHousehold {
            id: id.clone(),
            edits,
        };
        match alex.ask(call.clone()).await {
            Ok(_) => saved += 1,
            Err(problem) => {
                assert_eq!(problem.code, ProblemCode::DiskFull, "{problem}");
                break call;
            }
        }
        assert!(saved < 1_000, "the disk is small");
    };
    assert!(saved > 0);

    // Everything that was called saved is there, and nothing that was not.
    assert_eq!(alex.open_unseen(&id).await.household.visits.len(), saved);
    let again = alex.ask(refused.clone()).await.expect_err("still full");
    assert_eq!(again.code, ProblemCode::DiskFull);

    // The person makes room and tries again.
    std::fs::remove_file(&filler).expect("the filler goes");
    alex.must(refused).await;
    assert_eq!(
        alex.open_unseen(&id).await.household.visits.len(),
        saved + 1
    );
    drop(alex);
    let alex = world.device("Alex");
    alex.unlock().await;
    assert_eq!(
        alex.open_unseen(&id).await.household.visits.len(),
        saved + 1
    );
}

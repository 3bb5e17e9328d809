//! Lists and search on one device: what people type finds what they mean.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::call::{EditHousehold, GetHome, ListHouseholds};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::About;
use doorstep_model::{Date, DocKey};
use doorstep_tests::world::person::{a_day, new_item};
use doorstep_tests::world::{Person, World};

async fn person(alex: &Person, id: &DocKey, name: &str) -> ItemRef {
    let line = ItemRef {
        part: Part::People,
        item: new_item(),
    };
    let fields = vec![("name".to_owned(), Value::Text(name.into()))];
    alex.edit(
        id,
        vec![Edit::Add {
            line: line.clone(),
            fields,
        }],
    )
    .await;
    line
}

async fn names(alex: &Person, typed: &str) -> Vec<String> {
    alex.search(typed)
        .await
        .rows
        .into_iter()
        .map(|row| row.name)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_finds_what_is_meant() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let bell = alex.add_household("Bell Street").await;
    let larch = alex.add_household("The Larches").await;
    let number = alex.add_household("Number 7").await;
    person(&alex, &bell, "Siân Pritchard").await;
    let gone = person(&alex, &larch, "Quentin").await;
    alex.add_visit(
        &larch,
        "Mended the kettle together",
        "Good at mending things",
        "Ring the bell",
    )
    .await;

    assert_eq!(
        names(&alex, "").await,
        ["Bell Street", "Number 7", "The Larches"]
    );
    // Beginnings of words, without accents and capitals, in any order and on different lines.
    for typed in ["sian", "SIÂN", "pritch", "pritchard sian", "bell sia"] {
        assert_eq!(names(&alex, typed).await, ["Bell Street"], "{typed}");
    }
    // A hit in a name comes before one elsewhere, and the other says where it is.
    let rows = alex.search("bell").await.rows;
    assert_eq!(
        rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["Bell Street", "The Larches"]
    );
    assert_eq!(rows[0].found, None);
    let found = rows[1].found.as_ref().expect("where the word stands");
    assert_eq!(
        (found.before.as_str(), found.hit.as_str()),
        ("Ring the ", "bell")
    );
    // A letter or two look in names; a number is a word like others.
    assert_eq!(names(&alex, "l").await, ["The Larches"]);
    assert_eq!(names(&alex, "number 7").await, ["Number 7"]);
    // A slip still finds a name, and noise finds nothing.
    assert_eq!(names(&alex, "prichard").await, ["Bell Street"]);
    assert!(names(&alex, "xyzzyx").await.is_empty());
    for odd in [
        "\"",
        "*",
        "a\" OR \"b",
        "NEAR(",
        "-",
        "  ",
        "'; DROP TABLE household",
    ] {
        names(&alex, odd).await;
    }
    // What is removed is found no more, until that is undone.
    assert_eq!(names(&alex, "quentin").await, ["The Larches"]);
    alex.edit(&larch, vec![Edit::Remove(gone.clone())]).await;
    assert!(names(&alex, "quentin").await.is_empty());
    alex.edit(&larch, vec![Edit::Restore(gone)]).await;
    assert_eq!(names(&alex, "quentin").await, ["The Larches"]);

    // Filters narrow both lists and searches; closed households are left out.
    let since = |day: Date| ListHouseholds {
        not_seen_since: Some(day),
        limit: 50,
        ..Default::default()
    };
    let unseen = alex.must(since(a_day())).await;
    assert_eq!(
        (unseen.total, unseen.rows.len()),
        (2, 2),
        "the Larches were seen that day"
    );
    let close = About::closed.only().set(Some(a_day()));
    alex.must(EditHousehold {
        id: number.clone(),
        edits: vec![close],
    })
    .await;
    assert_eq!(alex.search("").await.total, 2);
    assert!(names(&alex, "number").await.is_empty());
    let with_closed = ListHouseholds {
        with_closed: true,
        limit: 50,
        ..Default::default()
    };
    assert_eq!(alex.must(with_closed).await.total, 3);
    let home = alex
        .must(GetHome {
            today: a_day(),
            promises: 0,
        })
        .await;
    assert_eq!(home.household_count, 3);
}

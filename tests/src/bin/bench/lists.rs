//! What reads projections: home, list and search cost the same whatever the caseload.

use doorstep_model::Date;
use doorstep_model::call::{FindAlike, GetHome, GetStanding, ListHouseholds, Unlock};
use doorstep_tests::world::{PASSPHRASE, Person, World};

use crate::measure::{Table, in_turn, times};

/// Repeats of each measurement.
const REPEATS: usize = 9;

/// Of the searches, one hits a name, one a single note, one nearly every household, three have a slip.
const SEARCHES: [(&str, &str); 9] = [
    ("list households", ""),
    ("search for a name", "number 7"),
    ("search for one letter", "n"),
    ("search for a word in one household", "zanzibar"),
    ("search for a word in nearly every household", "garden"),
    ("search for two such words", "garden kettle"),
    ("search for a name with a slip", "numbar"),
    ("search for a word in one household with a slip", "zanzibra"),
    (
        "search for a word in nearly every household with a slip",
        "gardem",
    ),
];

/// Home, list and search with few households and with many.
pub(crate) async fn lists(
    (small, few): (&Person, usize),
    (large, many): (&Person, usize),
    table: &mut Table,
) {
    let list = |search: &str| ListHouseholds {
        search: search.into(),
        limit: 50,
        ..ListHouseholds::default()
    };
    for (what, search) in SEARCHES {
        let (one, other) = in_turn(
            REPEATS,
            || small.must(list(search)),
            || large.must(list(search)),
        )
        .await;
        table.pair(what, few, &one, many, &other);
    }
    let alike = || FindAlike {
        name: "Numbar 77".into(),
        address: "77 Station Road".into(),
        except: None,
    };
    let (one, other) = in_turn(REPEATS, || small.must(alike()), || large.must(alike())).await;
    table.pair("what may be there already", few, &one, many, &other);
    let home = || GetHome {
        today: today(),
        promises: 0,
    };
    let (one, other) = in_turn(REPEATS, || small.must(home()), || large.must(home())).await;
    table.pair("home screen", few, &one, many, &other);
}

/// From a locked device to a home screen.
pub(crate) async fn starts(
    world: &World,
    (small, few): (&str, usize),
    (large, many): (&str, usize),
    table: &mut Table,
) {
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
        let home = times(|| {
            person.must(GetHome {
                today: today(),
                promises: 0,
            })
        })
        .await;
        unlock + home
    };
    let (mut one, mut other) = (Vec::new(), Vec::new());
    for _ in 0..REPEATS {
        one.push(start(small).await);
        other.push(start(large).await);
    }
    table.pair("start to a usable home screen", few, &one, many, &other);
}

fn today() -> Date {
    Date::new(2026, 11, 23).expect("a day")
}

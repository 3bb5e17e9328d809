//! No word that was typed stands in a locked device's folder, in the server's folder, or in what
//! crossed the wire, even beneath TLS.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::Heads;
use doorstep_model::call::{AddHousehold, ConnectServer, Lock, StartTeam, SyncNow};
use doorstep_model::household::{About, WhatMatters};
use doorstep_tests::world::relay::Relay;
use doorstep_tests::world::scan::{find, find_in_folder};
use doorstep_tests::world::{Person, World};

/// One for each way in which something is typed.
const WORDS: [&str; 11] = [
    "teamnamemarker",
    "teamplacemarker",
    "workernamemarker",
    "passphrasemarker",
    "householdmarker",
    "addressmarker",
    "mattersmarker",
    "notesmarker",
    "strengthmarker",
    "actionmarker",
    "joinernamemarker",
];

async fn type_everything(world: &World, relay: &Relay) -> (Person, Person, Vec<String>) {
    let alex = world.device("alex");
    let sam = world.device("sam");
    let started = alex
        .must(StartTeam {
            team_name: "teamnamemarker".into(),
            locality: "teamplacemarker".into(),
            my_name: "workernamemarker".into(),
            passphrase: "passphrasemarker and more".into(),
        })
        .await;
    alex.must(ConnectServer {
        address: relay.address().to_string(),
        setup_code: world.setup_code().into(),
        replace: false,
    })
    .await;
    let about = vec![About::address.with("1 addressmarker Road".to_owned())];
    let id = alex
        .must(AddHousehold {
            name: "householdmarker".into(),
            about,
        })
        .await
        .id;
    let matters = WhatMatters::matters_to_us
        .only()
        .write(&Heads::default(), "mattersmarker");
    alex.edit(&id, vec![matters]).await;
    alex.add_visit(&id, "notesmarker", "strengthmarker", "actionmarker")
        .await;
    alex.must(SyncNow {}).await;
    let (address, code) = alex.invite().await;
    let mut asking = sam.asking(address, code);
    asking.my_name = "joinernamemarker".into();
    asking.passphrase = "passphrasemarker and more".into();
    let words = sam.must(asking).await.words;
    alex.must(SyncNow {}).await;
    let joins = alex.must(doorstep_model::call::GetTeam {}).await.joins;
    let invite = joins.first().expect("sam asks").invite.clone();
    alex.must(doorstep_model::call::ApproveJoin { invite, words })
        .await;
    sam.must(doorstep_model::call::CheckJoin {}).await;
    alex.must(SyncNow {}).await;
    sam.must(SyncNow {}).await;
    assert_eq!(
        sam.search("notesmarker").await.rows.len(),
        1,
        "sam has it all"
    );
    (alex, sam, started.recovery_words)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_word_that_was_typed_leaves_the_open_device() {
    let mut world = World::begin().await;
    let relay = Relay::begin(world.address(), &world.server_folder()).await;
    let (alex, sam, recovery) = type_everything(&world, &relay).await;
    let pairs = neighbours(&recovery);
    let mut words: Vec<&str> = WORDS.to_vec();
    words.extend(pairs.iter().map(String::as_str));
    let none: Vec<(std::path::PathBuf, String)> = Vec::new();

    // Open or locked, on the disk everything is encrypted.
    assert_eq!(find_in_folder(world.folder(), &words), none, "while open");
    alex.must(Lock {}).await;
    sam.must(Lock {}).await;
    assert_eq!(find_in_folder(world.folder(), &words), none, "while locked");
    world.stop_server().await;
    assert_eq!(
        find_in_folder(&world.server_folder(), &words),
        none,
        "on the server"
    );

    // What crossed the wire: the relay saw the requests, and no word in them.
    let seen = relay.seen();
    assert_eq!(
        find(&seen, &["/v1/sessions", "/sync", "application/cbor"]).len(),
        3
    );
    assert_eq!(find(&seen, &words), Vec::<String>::new(), "on the wire");
}

/// Each recovery word with the next, as text, as a list in JSON, and as one in CBOR. Alone, a word
/// such as "control" stands in the head of any request, and "another" in a comment of the schema.
fn neighbours(recovery: &[String]) -> Vec<String> {
    let pairs = recovery.iter().zip(recovery.iter().skip(1));
    pairs
        .flat_map(|(one, next)| {
            let length = u8::try_from(next.len()).expect("a word is short");
            let text = char::from(0x60 + length);
            [
                format!("{one} {next}"),
                format!("\"{one}\",\"{next}\""),
                format!("{one}{text}{next}"),
            ]
        })
        .collect()
}

/// The same look, where there is something to see.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_look_finds_every_word_where_it_is_not_encrypted() {
    let world = World::begin().await;
    let relay = Relay::begin(world.address(), &world.server_folder()).await;
    let (alex, _sam, recovery) = type_everything(&world, &relay).await;
    let row = alex.search("householdmarker").await.rows.remove(0);
    let opened = alex.open(&row.id).await;
    let household = serde_json::to_string(&opened).expect("it can be written");
    let standing = alex.must(doorstep_model::call::GetStanding {}).await;
    let team = serde_json::to_string(&alex.must(doorstep_model::call::GetTeam {}).await)
        .expect("so can the team");
    let leak = format!("{household}{team}{standing:?} passphrasemarker");

    // A plain SQLite file with the same content.
    let file = world.folder().join("plain.db");
    let plain = rusqlite::Connection::open(&file).expect("a database");
    plain
        .execute_batch("CREATE TABLE leak (text TEXT)")
        .expect("a table");
    plain
        .execute("INSERT INTO leak VALUES (?1)", [&leak])
        .expect("a row");
    let lists = [
        recovery.join(" ").into_bytes(),
        serde_json::to_vec(&recovery).expect("words can be written"),
        minicbor::to_vec(&recovery).expect("words can be written"),
    ];
    for list in &lists {
        plain
            .execute("INSERT INTO leak VALUES (?1)", [list])
            .expect("a row");
    }
    drop(plain);
    let pairs = neighbours(&recovery);
    let mut words: Vec<&str> = WORDS.to_vec();
    words.extend(pairs.iter().map(String::as_str));
    let found = find_in_folder(world.folder(), &words);
    assert_eq!(found.len(), words.len(), "in a file: {found:?}");

    // A request that says it in the clear.
    let client = doorstep_tests::world::raw::client();
    let url = format!("https://{}/v1/teams", relay.address());
    client
        .post(&url)
        .body(leak)
        .send()
        .await
        .expect("an answer");
    assert_eq!(
        find(&relay.seen(), &WORDS).len(),
        WORDS.len(),
        "on the wire"
    );
    for list in lists {
        client
            .post(&url)
            .body(list)
            .send()
            .await
            .expect("an answer");
    }
    assert_eq!(
        find(&relay.seen(), &words).len(),
        words.len(),
        "on the wire"
    );
}

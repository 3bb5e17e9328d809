//! What the program under faults does: a life of a device in short, made from a seed. After each
//! answer it prints a line, so that a test knows what was called saved.

use std::io::Write as _;
use std::path::Path;

use doorstep_device::{Answer, Device};
use doorstep_model::call::{
    AddHousehold, Call, EditHousehold, ListHouseholds, OpenHousehold, StartPractice,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::{Action, Strength, Visit};
use doorstep_model::id::{DocKey, Heads, ItemId};
use doorstep_model::{Date, Problem};
use doorstep_server::storage::SqliteStorage;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::prepared;

/// Tries of one call: a person tries again, and again.
const TRIES: usize = 3;
/// Letters of a long text: it takes pages of its own.
const LONG: usize = 9_000;

/// What is done, a letter a step: `v` a visit, `l` a visit with a long text, `h` a household, `r`
/// the store is closed and opened, and what is long is folded. A plan that begins with `n` is for a
/// home with nothing in it: a store is made first, the practice team's.
///
/// A plan by chance has mostly visits in it.
pub fn plan(steps: usize, chance: &mut StdRng) -> String {
    let letters = b"hrllvvvvvv";
    let mut letter = || letters[chance.random_range(0..letters.len())];
    (0..steps).map(|_| char::from(letter())).collect()
}

/// Does what the plan says in the device of this home.
pub async fn run(home: &Path, seed: u64, plan: &str) {
    let plan = match plan.strip_prefix('n') {
        Some(rest) => {
            begin(home).await;
            rest
        }
        None => plan,
    };
    let mut device = start(home).await;
    let mut chance = StdRng::seed_from_u64(seed);
    let mut households = list(&device).await;
    for (step, letter) in plan.chars().enumerate() {
        let marker = format!("marker-{seed}-{step}-");
        let id = households[chance.random_range(0..households.len())].clone();
        match letter {
            'h' => households.extend(add_household(&device, &marker).await),
            'l' => {
                let long = (0..LONG).map(|_| char::from(chance.random_range(b'a'..=b'z')));
                let notes = format!("{marker} {}", long.collect::<String>());
                let edits = visit(&mut chance, &marker, notes);
                write(&device, &id, edits, &marker).await;
            }
            'v' => {
                let edits = visit(&mut chance, &marker, marker.clone());
                write(&device, &id, edits, &marker).await;
            }
            'r' => {
                drop(device);
                device = start(home).await;
                for id in households.clone() {
                    let _looked_at = persist(&device, OpenHousehold { id, seen: true }).await;
                }
                device.exchange().await;
                say(&["restarted"]);
            }
            _ => panic!("no step is called {letter}"),
        }
    }
    drop(device);
    say(&["ended"]);
}

/// Opens the server's store in this file, and closes it.
pub fn open_server(database: &Path) {
    match SqliteStorage::open(database) {
        Ok(_) => say(&["ended"]),
        Err(fault) => panic!("{fault}"),
    }
}

/// Makes a store, and closes it.
async fn begin(home: &Path) {
    let device = prepared::device(home);
    let today = Date::new(2026, 11, 20).expect("a day of the calendar");
    match device.answer(StartPractice { today }).await {
        Ok(_) => say(&["begun"]),
        Err(problem) => refused(&problem),
    }
}

async fn add_household(device: &Device, marker: &str) -> Option<DocKey> {
    let call = AddHousehold {
        name: format!("Household {marker}"),
        about: Vec::new(),
    };
    let added = persist(device, call).await?;
    say(&["kept", added.id.as_str(), marker, "1"]);
    Some(added.id)
}

async fn write(device: &Device, id: &DocKey, edits: Vec<Edit>, marker: &str) {
    let call = EditHousehold {
        id: id.clone(),
        edits,
    };
    if persist(device, call).await.is_some() {
        say(&["kept", id.as_str(), marker, "3"]);
    }
}

/// A visit with its strength and its action, each of which says the marker.
fn visit(chance: &mut StdRng, marker: &str, notes: String) -> Vec<Edit> {
    let mut new = || ItemId::from(chance.random::<[u8; 16]>());
    let (visit, strength, action) = (new(), new(), new());
    let add = |part, item: &ItemId, fields| Edit::Add {
        line: ItemRef {
            part,
            item: item.clone(),
        },
        fields,
    };
    let of_visit = || ("visit".to_owned(), Value::Text(visit.to_string()));
    let text = |name: &str| (name.to_owned(), Value::Text(marker.to_owned()));
    let mut day = vec![Visit::done.with(true)];
    day.extend(Date::new(2026, 11, 20).map(|date| Visit::date.with(date)));
    vec![
        add(Part::Visits, &visit, day),
        Visit::notes.of(&visit).write(&Heads::default(), notes),
        add(
            Part::Strengths,
            &strength,
            vec![text(Strength::what.name), of_visit()],
        ),
        add(
            Part::Actions,
            &action,
            vec![text(Action::what.name), of_visit()],
        ),
    ]
}

/// Opens the device; a disk that refuses is asked again.
async fn start(home: &Path) -> Device {
    for _ in 0..TRIES {
        match prepared::open(home).await {
            Ok(device) => return device,
            Err(problem) => refused(&problem),
        }
    }
    panic!("the store doesn't open");
}

async fn list(device: &Device) -> Vec<DocKey> {
    let call = ListHouseholds {
        limit: 200,
        ..Default::default()
    };
    let list = persist(device, call).await.expect("a list");
    list.rows.into_iter().map(|row| row.id).collect()
}

/// Asks, and says why it was refused, and asks again.
async fn persist<C: Call + Clone>(device: &Device, call: C) -> Option<C::Reply>
where
    Device: Answer<C>,
{
    for _ in 0..TRIES {
        match device.answer(call.clone()).await {
            Ok(reply) => return Some(reply),
            Err(problem) => refused(&problem),
        }
    }
    None
}

fn refused(problem: &Problem) {
    let detail = problem.detail.clone().unwrap_or_default();
    say(&["refused", problem.code.word(), &detail.replace(' ', "_")]);
}

/// One line, and out of the program's hands at once.
fn say(words: &[&str]) {
    let mut out = std::io::stdout().lock();
    let line = format!("{}\n", words.join(" "));
    // Whoever listened may have gone; the work goes on.
    let _gone = out.write_all(line.as_bytes()).and_then(|()| out.flush());
}

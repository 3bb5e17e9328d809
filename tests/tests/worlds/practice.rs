//! The practice team: a team's year that hangs together, in a store that leaves nothing behind.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use doorstep_model::call::{
    GetHome, GetStanding, GetTeam, HouseholdOpened, LeavePractice, ListHouseholds, Standing,
    StartPractice, StartTeam,
};
use doorstep_model::call::{Look, Open};
use doorstep_model::household::{DemandClass, DoneBy, Visit, WhatMatters};
use doorstep_model::{Date, Heads, ProblemCode};
use doorstep_tests::world::scan::find_in_folder;
use doorstep_tests::world::{PASSPHRASE, Person, World};
use serde_json::Value;

/// A day on which somebody begins to practise, and its days since 1970.
const TODAY: &str = "2026-11-24";
/// Words that no household's texts may use of its people or of what the team does.
const NEVER: [&str; 10] = [
    "case",
    "client",
    "referral",
    "referrals",
    "assessment",
    "assessments",
    "target",
    "targets",
    "score",
    "scores",
];
/// What is still to come may carry these dates, and nothing else.
const TO_COME: [&str; 2] = ["by_when", "review_on"];

fn today() -> Date {
    Date::parse(TODAY).unwrap()
}

fn days(date: Date) -> i64 {
    // Days since 0000-03-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
    let (year, month) = (i64::from(date.year), i64::from(date.month));
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year / 400, year % 400);
    let of_year =
        (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(date.day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
}

fn ago(date: Date) -> i64 {
    days(today()) - days(date)
}

async fn practising(world: &World, name: &str) -> Person {
    let person = world.device(name);
    let standing = person.must(StartPractice { today: today() }).await;
    assert!(matches!(
        standing,
        Standing::Open(Open { practice: true, .. })
    ));
    person
}

async fn everything(person: &Person) -> Vec<HouseholdOpened> {
    let call = ListHouseholds {
        with_closed: true,
        limit: 200,
        ..ListHouseholds::default()
    };
    let mut all = Vec::new();
    for row in person.must(call).await.rows {
        all.push(person.open_unseen(&row.id).await);
    }
    all
}

/// Calls `see` with every text below `value` and the keys that lead to it.
fn walk<'a>(value: &'a Value, path: &mut Vec<&'a str>, see: &mut dyn FnMut(&[&str], &Value)) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                path.push(key);
                walk(value, path, see);
                path.pop();
            }
        }
        Value::Array(all) => all.iter().for_each(|value| walk(value, path, see)),
        other => see(path, other),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_year_of_a_team_that_hangs_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let began = Instant::now();
    let alex = practising(&world, "newcomer").await;
    let took = began.elapsed();
    println!("a practice team is ready in {} ms", took.as_millis());
    assert!(took.as_secs() < 20, "{took:?}");

    let all = everything(&alex).await;
    assert!((30..=45).contains(&all.len()), "{}", all.len());
    let names: BTreeSet<_> = all
        .iter()
        .map(|one| one.household.about.name.value.clone())
        .collect();
    assert_eq!(
        names.len(),
        all.len(),
        "every household has a name of its own"
    );
    let mut writers = BTreeSet::new();
    let now = world.now().0;
    for opened in &all {
        let household = serde_json::to_value(&opened.household).unwrap();
        let name = opened.household.about.name.value.clone().unwrap();
        let planned: Vec<_> = opened
            .household
            .visits
            .iter()
            .filter(|visit| visit.done.value.is_none())
            .filter_map(|visit| visit.date.value.map(|date| date.to_string()))
            .collect();
        walk(&household, &mut Vec::new(), &mut |path, value| {
            let Some(text) = value.as_str() else { return };
            let of_kind = path.contains(&"kind");
            let words = text
                .split(|c: char| !c.is_alphanumeric())
                .map(str::to_lowercase);
            for word in words.filter(|_| !of_kind) {
                assert!(
                    !NEVER.contains(&word.as_str()),
                    "{name}: {word} in {text:?}"
                );
            }
            if Date::parse(text).is_some() && !path.iter().any(|key| TO_COME.contains(key)) {
                let known = text <= TODAY || planned.iter().any(|day| day == text);
                assert!(known, "{name}: {path:?} is {text}, which has not come yet");
            }
        });
        for visit in &opened.household.visits {
            let stamp = &visit.added;
            writers.insert(stamp.by.to_string());
            let known = opened.names.contains_key(&stamp.by);
            assert!(known, "{name}: a visit is by nobody of the team");
            assert!(stamp.at.0 <= now, "{name}: written down in the future");
            if visit.done.value == Some(true) {
                let written = (now - stamp.at.0) / 86_400_000;
                let was = ago(visit.date.value.unwrap());
                assert!(
                    (written - was).abs() <= 1,
                    "{name}: {written} and {was} days ago"
                );
            }
        }
        assert_eq!(opened.unsent, 0, "nothing of it ever waits to be sent");
    }
    assert_eq!(writers.len(), 5, "everybody of the team has been somewhere");
    println!("{} households", all.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_is_something_to_learn_from_it_and_something_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = practising(&world, "newcomer").await;
    let all = everything(&alex).await;

    let demands: Vec<_> = all.iter().flat_map(|one| &one.household.demands).collect();
    let mut weeks = vec![0.0_f64; 61];
    for demand in &demands {
        let week = usize::try_from(ago(demand.date.value.unwrap()) / 7).unwrap();
        weeks[week] += 1.0;
    }
    weeks.reverse();
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let moves: Vec<f64> = weeks
        .windows(2)
        .map(|two| (two[1] - two[0]).abs())
        .collect();
    let limit = mean(&weeks) + 2.66 * mean(&moves);
    let outside = weeks.iter().filter(|week| **week > limit).count();
    println!(
        "{} demands, limit {limit:.1}, weeks {weeks:?}",
        demands.len()
    );
    assert_eq!(outside, 1, "one week stands out");
    let (first, last) = (mean(&weeks[..30]), mean(&weeks[36..]));
    assert!(
        first > 1.6 * last,
        "fewer have to ask: {first:.1}, then {last:.1}"
    );

    let sorted_in = |from: i64, to: i64| {
        let some = demands.iter().filter(|demand| {
            let day = ago(demand.date.value.unwrap());
            day >= from && day < to
        });
        let mut took: Vec<i64> = some
            .filter_map(|demand| Some(ago(demand.date.value?) - ago(demand.sorted_on.value?)))
            .collect();
        took.sort_unstable();
        took[took.len() / 2]
    };
    let (before, lately) = (sorted_in(250, 430), sorted_in(0, 180));
    assert!(
        before > 2 * lately,
        "sorted sooner: {before} days, then {lately}"
    );
    let failure = demands
        .iter()
        .filter(|demand| demand.class.value == Some(DemandClass::Failure));
    for demand in failure.clone() {
        assert!(
            demand.failure_cause.value.is_some(),
            "{}",
            demand.exact_words.0
        );
    }
    assert!(failure.count() > demands.len() / 2);
    assert!(
        demands.iter().any(|demand| demand.class.value.is_none()),
        "some wait to be classified"
    );
    assert!(
        demands
            .iter()
            .filter(|demand| demand.repeats.value.is_some())
            .count()
            > 40
    );

    let actions: Vec<_> = all.iter().flat_map(|one| &one.household.actions).collect();
    let theirs = actions.iter().filter(|action| {
        matches!(
            action.done_by.value,
            Some(DoneBy::Person | DoneBy::Family | DoneBy::Community)
        )
    });
    assert!(
        2 * theirs.count() > actions.len(),
        "people do most of it themselves"
    );

    let services = |of: &HouseholdOpened, since: bool| -> i64 {
        let visits = of
            .household
            .visits
            .iter()
            .filter(|visit| visit.done.value == Some(true));
        let Some(first) = visits.filter_map(|visit| visit.date.value).min() else {
            return 0;
        };
        let used = of
            .household
            .services
            .iter()
            .filter(|service| (service.from.value.unwrap() >= first) == since);
        used.map(|service| service.count.value.unwrap()).sum()
    };
    let before: i64 = all.iter().map(|one| services(one, false)).sum();
    let since: i64 = all.iter().map(|one| services(one, true)).sum();
    assert!(
        before > 2 * since,
        "{before} uses of services before, {since} since"
    );
    assert!(
        all.iter()
            .filter(|one| one.household.about.closed.value.is_some())
            .count()
            >= 5
    );

    let home = alex
        .must(GetHome {
            today: today(),
            promises: 0,
        })
        .await;
    assert!(home.visits_today.len() >= 3, "{:?}", home.visits_today);
    let due = home.promised_due.iter();
    let late = due.filter(|promise| promise.by_when.is_some_and(|day| day < today()));
    assert!(late.count() >= 3, "{:?}", home.promised_due);
    let mut later = home.promised_later.iter();
    assert!(later.any(|promise| promise.by_when.is_some_and(|day| day > today())));
    assert!(home.recently_seen.len() >= 4);
    let both = home
        .needs_a_look
        .iter()
        .filter(|look| look.why == Look::BothChanged(1));
    assert_eq!(both.count(), 1);
    let page = alex.must(GetTeam {}).await;
    assert_eq!(page.team.members.len(), 5);
    assert!(page.team.agencies.len() >= 10 && page.team.unit_costs.len() >= 10);
}

/// Files below a folder that exist.
fn files(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("its entries").path();
        if path.is_dir() {
            all.extend(files(&path));
        }
        all.push(path.to_string_lossy().into_owned());
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaving_leaves_nothing_and_a_real_team_has_none_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = practising(&world, "newcomer").await;
    let home = world.home("newcomer");
    let first = alex.search("harper").await.rows.remove(0).id;
    let text = "practicemarker was here";
    let matters = WhatMatters::good_life.only().write(&Heads::default(), text);
    alex.edit(&first, vec![matters]).await;
    alex.add_visit(&first, text, text, text).await;

    // Neither can a team be begun beside it, which the next start would not show.
    let call = || StartTeam {
        team_name: "Riverside".into(),
        locality: "Riverside".into(),
        my_name: "Alex".into(),
        passphrase: PASSPHRASE.into(),
    };
    let refused = alex.ask(call()).await.err().expect("while practising");
    assert_eq!(refused.code, ProblemCode::TeamExists);
    assert_eq!(
        alex.search("practicemarker").await.rows.len(),
        1,
        "and nothing is lost by it"
    );

    // The control: while they practise it is on the disk.
    let practice = |name: &String| name.contains("practice");
    assert!(files(&home).iter().any(practice));
    assert!(files(&home).iter().any(|name| name.ends_with("store.db")));

    let standing = alex.must(LeavePractice {}).await;
    assert!(matches!(standing, Standing::Fresh));
    let left = files(&home);
    assert!(!left.iter().any(practice), "{left:?}");
    assert!(
        !left.iter().any(|name| name.ends_with("store.db")),
        "{left:?}"
    );

    let start = call();
    alex.must(start).await;
    assert_eq!(everything(&alex).await.len(), 0);
    for typed in ["harper", "osei", "practicemarker", "tannery"] {
        assert!(alex.search(typed).await.rows.is_empty(), "{typed}");
    }
    let page = alex.must(GetTeam {}).await;
    assert_eq!(page.team.members.len(), 1);
    assert_eq!(page.team.agencies.len() + page.team.unit_costs.len(), 0);
    assert!(find_in_folder(&home, &["practicemarker", "Tannery Wynd"]).is_empty());

    // And there is no practising beside a real team, now or after a restart.
    let refused = alex
        .ask(StartPractice { today: today() })
        .await
        .expect_err("a team is here");
    assert_eq!(refused.code, ProblemCode::TeamExists);
    drop(alex);
    let alex = world.device("newcomer");
    let standing = alex.must(GetStanding {}).await;
    assert!(matches!(standing, Standing::Locked { .. }), "{standing:?}");
    alex.unlock().await;
    assert_eq!(everything(&alex).await.len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_practised_is_there_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = practising(&world, "newcomer").await;
    let id = alex.search("coldstream").await.rows.remove(0).id;
    alex.add_visit(&id, "A visit for practice", "Laughs", "Come again")
        .await;
    let visits = alex.open(&id).await.household.visits.len();
    drop(alex);
    let alex = world.device("newcomer");
    let standing = alex.must(GetStanding {}).await;
    assert!(matches!(
        standing,
        Standing::Open(Open { practice: true, .. })
    ));
    let again = alex.open(&id).await.household;
    assert_eq!(again.visits.len(), visits);
    let notes = |visit: &Visit| visit.notes.0.clone();
    assert!(
        again
            .visits
            .iter()
            .map(notes)
            .any(|text| text == "A visit for practice")
    );
}

/// Typing changes a line in place: search finds what stands there now and nothing that stood there
/// before, and folding the changes away in the background changes nothing that anybody sees.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn much_typing_leaves_what_was_typed_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = world.device("alex");
    alex.start_team().await;
    let id = alex.add_household("Bell Street").await;
    let visit = alex.add_visit(&id, "oldword here", "Laughs", "Ring").await;
    assert_eq!(alex.search("oldword").await.rows.len(), 1);
    let mut heads = alex.open(&id).await.household.heads;
    for count in 0..60 {
        let text = format!("newword here, {count} times");
        let edit = Visit::notes.of(&visit).write(&heads, text);
        heads = alex.edit(&id, vec![edit]).await.heads;
    }
    assert!(alex.search("oldword").await.rows.is_empty());
    assert_eq!(alex.search("newword").await.rows.len(), 1);
    let before = alex.open(&id).await;
    for _ in 0..2 {
        alex.lock_and_unlock().await;
        assert_eq!(alex.open(&id).await.household, before.household);
        while alex.device().exchange().await == 0 {}
    }
    assert_eq!(
        alex.open(&id).await.unsent,
        before.unsent,
        "all of it waits to be sent"
    );
    let edit = Visit::notes.of(&visit).write(&heads, "lastword");
    alex.edit(&id, vec![edit]).await;
    alex.lock_and_unlock().await;
    let notes = alex.open(&id).await.household.visits.remove(0).notes.0;
    assert_eq!(notes, "lastword");
    assert_eq!(alex.search("lastword").await.rows.len(), 1);
    assert!(alex.search("newword").await.rows.is_empty());
}

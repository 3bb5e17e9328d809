//! What was promised and what is planned, as home and the list say it: one's own promise for today
//! is there however late the team is with others, and "the next visit" is one that is still to come.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]

use doorstep_model::call::{
    GetHome, GetStanding, Home, HouseholdRow, ListHouseholds, OpenHousehold, Standing,
};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::{About, Action, DoneBy, Visit};
use doorstep_model::id::ItemId;
use doorstep_model::{Date, DocKey, Heads};
use doorstep_tests::world::person::new_item;
use doorstep_tests::world::{Person, World};

fn day(month: u8, day: u8) -> Date {
    Date::new(2026, month, day).expect("a day of the calendar")
}

fn today() -> Date {
    day(11, 24)
}

async fn home(person: &Person, promises: u32) -> Home {
    let call = GetHome {
        today: today(),
        promises,
    };
    person.must(call).await
}

async fn me(person: &Person) -> ItemId {
    match person.must(GetStanding {}).await {
        Standing::Open(open) => open.me.expect("a member"),
        other => panic!("{other:?}"),
    }
}

fn line(part: Part, fields: Vec<(String, Value)>) -> (ItemId, Edit) {
    let item = new_item();
    let line = ItemRef {
        part,
        item: item.clone(),
    };
    (item, Edit::Add { line, fields })
}

async fn promise(
    person: &Person,
    id: &DocKey,
    what: &str,
    by_when: Option<Date>,
    member: Option<&ItemId>,
) {
    let mut fields = vec![Action::done_by.with(DoneBy::Worker)];
    fields.extend(by_when.map(|day| Action::by_when.with(day)));
    fields.extend(member.map(|member| Action::member.with(member.clone())));
    let (item, add) = line(Part::Actions, fields);
    let write = Action::what.of(&item).write(&Heads::default(), what);
    person.edit(id, vec![add, write]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn my_promise_for_today_is_there_however_late_the_team_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let (mine, other) = (me(&alex).await, new_item());
    let id = alex.add_household("Number 12").await;
    for late in 1..=25 {
        let what = format!("Late {late:02}");
        promise(&alex, &id, &what, Some(day(10, late)), Some(&other)).await;
    }
    promise(&alex, &id, "Mine today", Some(today()), Some(&mine)).await;
    promise(&alex, &id, "Mine some day", None, Some(&mine)).await;
    promise(&alex, &id, "Theirs later", Some(day(12, 1)), Some(&other)).await;
    let held = alex.add_household("Number 14").await;
    let hold = About::named_worker.only().set(Some(mine.clone()));
    alex.edit(&held, vec![hold]).await;
    promise(&alex, &held, "Where I hold", Some(day(11, 23)), None).await;

    let seen = home(&alex, 0).await;
    let whats = |promises: &[doorstep_model::call::Promise]| {
        let whats = promises.iter().map(|promise| promise.what.clone());
        whats.collect::<Vec<_>>()
    };
    let due = whats(&seen.promised_due);
    assert_eq!(due.len(), 20);
    assert_eq!(due[..3], ["Where I hold", "Mine today", "Late 01"]);
    assert_eq!(seen.promised_due_count, 27);
    assert_eq!(
        whats(&seen.promised_later),
        ["Mine some day", "Theirs later"]
    );
    assert_eq!(seen.promised_later_count, 2);

    let all = home(&alex, 40).await;
    let mut due = whats(&all.promised_due);
    assert_eq!(due.len(), 27);
    assert_eq!(due.pop().as_deref(), Some("Late 25"));
    due.dedup();
    assert_eq!(due.len(), 26, "each is there once");

    // What is done is not promised any more, and a closed household's promises are nobody's work.
    let close = About::closed.only().set(Some(today()));
    alex.edit(&id, vec![close]).await;
    let seen = home(&alex, 0).await;
    assert_eq!(whats(&seen.promised_due), ["Where I hold"]);
    assert!(seen.promised_later.is_empty());
}

async fn row(person: &Person, search: &str, name: &str) -> HouseholdRow {
    let call = ListHouseholds {
        search: search.to_owned(),
        limit: 50,
        today: Some(today()),
        ..ListHouseholds::default()
    };
    let rows = person.must(call).await.rows.into_iter();
    let mut rows = rows.filter(|row| row.name == name);
    rows.next().expect("the household is in the list")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_visit_is_one_that_is_still_to_come() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let plan = |on: Date| {
        let fields = vec![Visit::date.with(on), Visit::done.with(false)];
        line(Part::Visits, fields).1
    };
    let both = alex.add_household("Number 12").await;
    alex.edit(&both, vec![plan(day(11, 3)), plan(day(11, 30))])
        .await;
    let old = alex.add_household("Number 14").await;
    alex.edit(&old, vec![plan(day(11, 3)), plan(day(11, 10))])
        .await;
    let now = alex.add_household("Number 16").await;
    alex.edit(&now, vec![plan(today())]).await;

    for id in [both, old, now] {
        alex.must(OpenHousehold { id, seen: true }).await;
    }
    let seen = home(&alex, 0).await.recently_seen;
    assert_eq!(seen.len(), 3);
    for (name, next, was) in [
        ("Number 12", Some(day(11, 30)), None),
        ("Number 14", None, Some(day(11, 10))),
        ("Number 16", Some(today()), None),
    ] {
        let on_home = seen.iter().find(|row| row.name == name).cloned();
        let rows = [
            row(&alex, "", name).await,
            row(&alex, name, name).await,
            on_home.expect("it was seen"),
        ];
        for row in rows {
            assert_eq!((row.next_visit, row.was_planned), (next, was), "{name}");
        }
    }
}

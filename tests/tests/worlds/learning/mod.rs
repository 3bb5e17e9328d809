//! What a team learns, held against a recount of the documents themselves that knows nothing of
//! tallies: after every kind of change, on both devices, in every period and locality. And what
//! leaves the device tells no small number.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says what is wrong by panicking"
)]

mod leaders;
mod records;
mod recount;

use doorstep_model::Date;
use doorstep_model::call::{
    ChooseFile, ExportLearning, GetLearning, JoinHouseholds, LearningPage, ListHouseholds, Period,
    SeparateHousehold, Times,
};
use doorstep_model::edit::Edit;
use doorstep_model::household::{
    About, Action, ActionEnd, Demand, DemandClass, DoneBy, Expertise, ExpertiseKind, Household,
    Obstacle, Service, ServiceKind, Sureness, Visit,
};
use doorstep_model::id::Heads;
use doorstep_tests::world::{Person, World};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use records::{Maker, date, line};

const TODAY: &str = "2026-11-24";

fn ask(period: Period, locality: Option<&str>, to_give_away: bool) -> GetLearning {
    GetLearning {
        period,
        locality: locality.map(str::to_owned),
        today: date(TODAY),
        to_give_away,
    }
}

fn periods() -> [Period; 5] {
    let own = |from, until| Period::Own {
        from: date(from),
        until: date(until),
    };
    [
        Period::All,
        Period::LastMonths(3),
        Period::LastMonths(12),
        own("2026-02-11", "2026-08-05"),
        own("2027-01-01", "2026-01-01"),
    ]
}

async fn documents(person: &Person) -> Vec<Household> {
    let call = ListHouseholds {
        with_closed: true,
        limit: 200,
        ..ListHouseholds::default()
    };
    let mut all = Vec::new();
    for row in person.must(call).await.rows {
        let opened = person.open_unseen(&row.id).await;
        let mut household = opened.household;
        for joined in &opened.joined {
            // Households that are one are closed when the last of them is.
            let other = person.open_unseen(&joined.id).await.household.about;
            let closed = (household.about.closed.value).zip(other.closed.value);
            household.about.closed.value = closed.map(|(one, other)| one.max(other));
        }
        all.push(household);
    }
    all
}

/// Holds every page of a device against a recount.
async fn holds(person: &Person, when: &str) {
    let all = documents(person).await;
    for period in periods() {
        for locality in [None, Some("Riverside"), Some("The Quay"), Some("Nowhere")] {
            let page = person.must(ask(period, locality, false)).await;
            let mut expected = recount::page(&all, period, locality, date(TODAY));
            // One can ask for where a joined household was, too.
            expected.localities.clone_from(&page.localities);
            recount::same(
                &page,
                &expected,
                &format!("{when}, {period:?}, {locality:?}"),
            );
        }
    }
}

/// Thirty households whose numbers can be told in the head.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fixed_caseload_has_the_numbers_that_were_worked_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let page = alex.must(ask(Period::All, None, false)).await;
    assert!(!page.anything && page.demand.weeks.is_empty() && page.demand.chart.is_none());

    // Each household asks once, on a Monday: one in the first week, two in the second, one in the
    // third, and so on for 20 weeks from 5 January 2026 (a Monday). Days to "sorted" are 10, 20,
    // 30, 10, 20, 30 … A third are in each locality.
    let mut ids = Vec::new();
    let mut asked = 0_u32;
    for week in 0..20_u32 {
        for _ in 0..=(week % 2) {
            let id = alex.add_household(&format!("Number {asked}")).await;
            let day = recount::date_of(recount::day(date("2026-01-05")) + i64::from(week) * 7);
            let sorted = recount::day(day) + i64::from(asked % 3 + 1) * 10;
            let class = [DemandClass::Value, DemandClass::Failure, DemandClass::Value];
            let locality = ["Riverside", "The Quay", "Northgate"][asked as usize % 3];
            let visit = recount::date_of(recount::day(date("2026-03-10")));
            let mut edits = vec![
                About::locality.only().set(Some(locality.to_owned())),
                line(
                    Demand::date.part,
                    vec![
                        Demand::date.with(day),
                        Demand::class.with(class[asked as usize % 3]),
                        Demand::sorted_on.with(recount::date_of(sorted)),
                    ],
                ),
                line(
                    Visit::date.part,
                    vec![Visit::date.with(visit), Visit::done.with(true)],
                ),
                // A contact of £10 each month from March 2025 to February 2026, one each second
                // month of those that are over since.
                line(
                    Service::from.part,
                    vec![
                        Service::from.with(date("2025-03-01")),
                        Service::until.with(date("2026-02-28")),
                        Service::count.with(12),
                        Service::kind.with(ServiceKind::Contact),
                        Service::unit_cost_pence.with(1_000),
                        Service::sureness.with(Sureness::Told),
                    ],
                ),
            ];
            for month in ["2026-05-05", "2026-07-07", "2026-09-09", "2026-10-30"] {
                edits.push(line(
                    Service::from.part,
                    vec![
                        Service::from.with(date(month)),
                        Service::kind.with(ServiceKind::Contact),
                        Service::unit_cost_pence.with(1_000),
                        Service::sureness.with(Sureness::Known),
                    ],
                ));
            }
            for (by, ended) in [
                (DoneBy::Person, Some(ActionEnd::Done)),
                (DoneBy::Family, Some(ActionEnd::Done)),
                (DoneBy::Worker, None),
            ] {
                let mut fields = vec![
                    Action::done_by.with(by),
                    Action::agreed_on.with(date("2026-03-10")),
                ];
                fields.extend(ended.map(|ended| Action::ended.with(ended)));
                edits.push(line(Action::done_by.part, fields));
            }
            for _ in 0..3 {
                edits.push(line(
                    Expertise::kind.part,
                    vec![
                        Expertise::kind.with(ExpertiseKind::PulledIn),
                        Expertise::date.with(date("2026-04-01")),
                    ],
                ));
            }
            edits.push(line(
                Expertise::kind.part,
                vec![
                    Expertise::kind.with(ExpertiseKind::HandedOff),
                    Expertise::date.with(date("2026-04-01")),
                ],
            ));
            edits.push(line(
                Obstacle::date.part,
                vec![Obstacle::date.with(date("2026-04-02"))],
            ));
            alex.edit(&id, edits).await;
            ids.push(id);
            asked += 1;
        }
    }
    assert_eq!(asked, 30);
    holds(&alex, "a fixed caseload").await;

    // The same, in the head.
    let own = Period::Own {
        from: date("2026-01-01"),
        until: date("2026-05-24"),
    };
    let page = alex.must(ask(own, None, false)).await;
    assert!(page.anything);
    assert_eq!(page.localities, ["Northgate", "Riverside", "The Quay"]);
    let total = &page.demand.total;
    assert_eq!(
        (total.value, total.failure, total.unclear, total.all),
        (Some(20), Some(10), Some(0), Some(30))
    );
    assert_eq!(page.demand.weeks.len(), 20);
    let chart = page.demand.chart.as_ref().expect("twenty weeks");
    // 1, 2, 1, 2 … : mean 1.5, every move 1.
    assert!((chart.mean - 1.5).abs() < 1e-9 && (chart.moving_range - 1.0).abs() < 1e-9);
    assert!((chart.upper - 4.16).abs() < 1e-9 && chart.lower.abs() < 1e-9);
    assert!(chart.marks.iter().all(|mark| !mark.outside && !mark.run));
    assert_eq!(page.demand.causes[0].times, Some(10));

    let sorted = alex.must(ask(Period::All, None, false)).await.sorted;
    assert_eq!((sorted.times, sorted.stories.len()), (Some(30), 30));
    assert!((sorted.chart.expect("thirty").mean - 20.0).abs() < 1e-9);

    let doing = &page.doing.rows;
    let of = |by| doing.iter().find(|row| row.done_by == Some(by)).unwrap();
    assert_eq!(
        (of(DoneBy::Person).all, of(DoneBy::Person).done),
        (Some(30), Some(30))
    );
    assert_eq!(
        (of(DoneBy::Worker).all, of(DoneBy::Worker).open),
        (Some(30), Some(30))
    );
    assert_eq!(of(DoneBy::Community).all, Some(0));
    assert_eq!(
        (page.expertise.pulled_in, page.expertise.handed_off),
        (Some(90), Some(30))
    );
    assert_eq!(
        (page.obstacles[0].times, page.obstacles[0].still),
        (Some(30), Some(30))
    );

    let services = &page.services;
    assert_eq!(services.households, Some(30));
    // Twelve months before; April to October since: seven are over.
    assert_eq!((services.months_before, services.months_since), (360, 210));
    let (before, since) = (&services.total.before, &services.total.since);
    assert_eq!(
        (before.thousandths, before.pence),
        (Some(360_000), Some(360_000))
    );
    assert_eq!(
        (since.thousandths, since.pence),
        (Some(120_000), Some(120_000))
    );

    // What is given away of it has a picture: months without any use are no gap.
    let given = alex.must(ask(own, None, true)).await.services;
    let months = given.months.iter();
    assert!(given.months.len() > 12 && months.clone().all(|month| month.households.is_none()));
    assert!(
        months
            .map(|month| month.uses.thousandths)
            .all(|uses| uses.is_some())
    );

    // A third of it in one locality.
    let quay = alex.must(ask(own, Some("The Quay"), false)).await;
    assert_eq!(
        (quay.demand.total.failure, quay.demand.total.all),
        (Some(10), Some(10))
    );
    assert_eq!(quay.services.months_before, 120);
}

/// Somebody who changes whatever can be changed, at random.
async fn mess(maker: &mut Maker, person: &Person, rng: &mut StdRng) {
    let all = documents(person).await;
    let home = &all[rng.random_range(0..all.len())];
    match rng.random_range(0..16) {
        // Some of each stay as they are, so that there is something to count.
        0 if all.len() > 3 => {
            let other = &all[rng.random_range(0..all.len())];
            if other.id != home.id {
                let (keep, other) = (home.id.clone(), other.id.clone());
                person.must(JoinHouseholds { keep, other }).await;
            }
            return;
        }
        1 => {
            if let Some(joined) = person.open_unseen(&home.id).await.joined.first() {
                let id = joined.id.clone();
                person.must(SeparateHousehold { id }).await;
            }
            return;
        }
        _ => {}
    }
    let edits = maker.edits(home, rng);
    person.edit(&home.id, edits).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_changed_the_tallies_are_those_of_a_recount() {
    let world = World::begin().await;
    let alex = world.device("Alex");
    alex.found(&world).await;
    let sam = world.device("Sam");
    sam.join(&alex).await;
    let mut rng = StdRng::seed_from_u64(20_261_124);
    let mut maker = Maker::default();
    for number in 0..6 {
        alex.add_household(&format!("Number {number}")).await;
    }
    alex.sync().await;
    sam.sync().await;
    for round in 0..8 {
        // Both work without knowing of each other.
        for _ in 0..24 {
            mess(&mut maker, &alex, &mut rng).await;
        }
        for _ in 0..12 {
            mess(&mut maker, &sam, &mut rng).await;
        }
        holds(&alex, &format!("Alex before sync {round}")).await;
        for person in [&alex, &sam, &alex] {
            person.sync().await;
        }
        holds(&alex, &format!("Alex after sync {round}")).await;
        holds(&sam, &format!("Sam after sync {round}")).await;
        let pages = (
            alex.must(ask(Period::All, None, false)).await,
            sam.must(ask(Period::All, None, false)).await,
        );
        assert_eq!(pages.0, pages.1, "both devices learn the same");
    }
    let mut page = alex.must(ask(Period::All, None, false)).await;
    // Which households are hit is chance, and a cost may be on none in the end. It goes on until
    // there is enough to count.
    let enough = |page: &LearningPage| {
        let told = page.demand.total.all > Some(20) && page.sorted.times > Some(3);
        told && page.services.total.before.thousandths > Some(0)
    };
    for _ in 0..400 {
        if enough(&page) {
            break;
        }
        mess(&mut maker, &alex, &mut rng).await;
        page = alex.must(ask(Period::All, None, false)).await;
    }
    holds(&alex, "Alex in the end").await;
    println!(
        "{:?} demands, {:?} stories, {:?} households with services",
        page.demand.total.all, page.sorted.times, page.services.households
    );
    assert!(enough(&page));
}

/// Every number of times on a page.
fn all_times(page: &LearningPage) -> Vec<Times> {
    let demand = &page.demand;
    let weeks = demand.weeks.iter().map(|week| &week.times);
    let mut all: Vec<Times> = weeks
        .chain([&demand.total])
        .flat_map(|times| [times.value, times.failure, times.unclear, times.all])
        .collect();
    all.push(demand.repeats);
    all.extend(demand.causes.iter().map(|row| row.times));
    all.push(page.sorted.times);
    all.extend(page.sorted.months.iter().map(|row| row.times));
    for row in &page.doing.rows {
        all.extend([
            row.all,
            row.open,
            row.done,
            row.changed,
            row.dropped,
            row.can_do_now,
        ]);
    }
    all.extend(page.doing.months.iter().flat_map(|row| row.times.clone()));
    all.extend([page.expertise.pulled_in, page.expertise.handed_off]);
    let months = page.expertise.months.iter();
    all.extend(months.flat_map(|row| [row.pulled_in, row.handed_off]));
    all.push(page.services.households);
    all.extend(page.services.months.iter().map(|row| row.households));
    all.extend(page.obstacles.iter().flat_map(|row| [row.times, row.still]));
    all
}

/// What is wrong with a page that is given away: small numbers, and sums that tell one.
fn told(page: &LearningPage) -> Vec<String> {
    let mut told = Vec::new();
    for times in all_times(page) {
        // Nothing happened is about nobody.
        if times.is_some_and(|times| (1..5).contains(&times)) {
            told.push(format!("a small number: {times:?}"));
        }
    }
    let mut row = |what: &str, numbers: Vec<Times>, sum: Times| {
        let hidden = numbers.iter().filter(|times| times.is_none()).count();
        let shown: u32 = numbers.iter().flatten().sum();
        // Of nothing all parts are nothing, whether they are shown or not.
        if let Some(sum) = sum
            && sum > 0
            && (hidden == 1 || (hidden > 0 && sum - shown < 5))
        {
            told.push(format!("{what}: {sum} less {numbers:?}"));
        }
    };
    let total = &page.demand.total;
    let weeks = &page.demand.weeks;
    row(
        "value",
        weeks.iter().map(|week| week.times.value).collect(),
        total.value,
    );
    row(
        "failure",
        weeks.iter().map(|week| week.times.failure).collect(),
        total.failure,
    );
    row(
        "unclear",
        weeks.iter().map(|week| week.times.unclear).collect(),
        total.unclear,
    );
    row(
        "all",
        vec![total.value, total.failure, total.unclear],
        total.all,
    );
    for week in weeks {
        let times = &week.times;
        row(
            "a week",
            vec![times.value, times.failure, times.unclear],
            times.all,
        );
    }
    for (at, doing) in page.doing.rows.iter().enumerate() {
        let ends = vec![doing.open, doing.done, doing.changed, doing.dropped];
        row("how it ended", ends, doing.all);
        let months = page.doing.months.iter().map(|month| month.times[at]);
        row("months of actions", months.collect(), doing.all);
    }
    let months = &page.expertise.months;
    let pulled_in = months.iter().map(|month| month.pulled_in).collect();
    row("pulled in", pulled_in, page.expertise.pulled_in);
    let handed_off = months.iter().map(|month| month.handed_off).collect();
    row("handed off", handed_off, page.expertise.handed_off);
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_leaves_the_device_tells_no_small_number() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let cause = records::add_cause(&alex, "=HYPERLINK(\"http://example.org\")").await;
    let mut rng = StdRng::seed_from_u64(5);
    let maker = Maker::default();
    for number in 0..12 {
        alex.add_household(&format!("Number {number}")).await;
    }
    for (nth, home) in documents(&alex).await.into_iter().enumerate() {
        let locality = ["Riverside", "The Quay"][nth % 2];
        let mut edits: Vec<Edit> = vec![About::locality.only().set(Some(locality.to_owned()))];
        for _ in 0..120 {
            edits.extend(maker.additions(&home, &mut rng));
        }
        for _ in 0..3 {
            edits.push(line(
                Demand::date.part,
                vec![
                    Demand::date.with(date("2026-06-01")),
                    Demand::class.with(DemandClass::Failure),
                    Demand::failure_cause.with(cause.clone()),
                ],
            ));
        }
        alex.edit(&home.id, edits).await;
    }
    let (mut kept, mut left_out) = (0, 0);
    for period in periods() {
        for locality in [None, Some("Riverside"), Some("The Quay")] {
            let page = alex.must(ask(period, locality, true)).await;
            assert!(page.to_give_away);
            assert_eq!(told(&page), Vec::<String>::new(), "{period:?} {locality:?}");
            assert!(page.doing.words.is_empty());
            assert!(page.sorted.stories.iter().all(|story| story.on.is_none()));
            kept += all_times(&page).iter().flatten().count();
            left_out += all_times(&page)
                .iter()
                .filter(|times| times.is_none())
                .count();
        }
    }
    println!("{kept} numbers given away, {left_out} left out");
    assert!(kept > 100 && left_out > 100, "{kept} {left_out}");

    // That the test can fail: the screen's own page has small numbers, and words.
    let page = alex.must(ask(Period::All, None, false)).await;
    assert!(!told(&page).is_empty());
    assert!(!page.doing.words.is_empty());
    let total = alex.must(ask(Period::All, None, true)).await;
    let total = total.demand.total.all;

    // The table has the same numbers as the page, and no formula.
    let path = folder.path().join("learning.csv");
    let chosen = path.clone();
    alex.device()
        .on_choose_file(move |_| Some(chosen.clone().into()));
    let to_write = ChooseFile::ToWrite {
        name: "learning.csv".into(),
    };
    let file = alex.must(to_write).await.expect("a file");
    let export = ExportLearning {
        period: Period::All,
        locality: None,
        today: date(TODAY),
        ticket: file.ticket,
    };
    let lines = alex.must(export.clone()).await.lines;
    let text = std::fs::read_to_string(&path).expect("the table");
    let text = text.strip_prefix('\u{feff}').expect("a mark");
    assert_eq!(text.matches("\r\n").count(), lines as usize + 1);
    assert!(text.starts_with("measure,when,what,split,number\r\n"));
    assert!(text.contains(&format!("demand,period,all,,{}\r\n", total.unwrap())));
    assert!(
        text.contains("\"'=HYPERLINK(\"\"http://example.org\"\")\",,36\r\n"),
        "{text}"
    );
    for line in text.lines().skip(1) {
        assert!(!line.contains(",=") && !line.starts_with('='), "{line}");
        let number: Option<u32> = line.rsplit(',').next().and_then(|cell| cell.parse().ok());
        let of_one_story = line.starts_with("days to sorted,in order");
        assert!(
            of_one_story || number.is_none_or(|number| number == 0 || number >= 5),
            "{line}"
        );
    }
    // A ticket from before the lock opens nothing.
    alex.lock_and_unlock().await;
    let problem = alex.ask(export).await.expect_err("the ticket is gone");
    assert_eq!(problem.code, doorstep_model::ProblemCode::FileGone);
}

/// A note that somebody types is no part of any number, and is not read on the page.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn days_that_nobody_wrote_down_are_those_of_the_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::begin_in(folder.path());
    let alex = world.device("Alex");
    alex.start_team().await;
    let id = alex.add_household("Bell Street").await;
    let item = records::new_line();
    alex.edit(
        &id,
        vec![
            Edit::Add {
                line: records::at(Demand::date.part, &item),
                fields: Vec::new(),
            },
            Demand::exact_words
                .of(&item)
                .write(&Heads::default(), "Can you come?"),
        ],
    )
    .await;
    let added = documents(&alex).await[0].demands[0].added.at;
    let day = recount::date_of(added.0.div_euclid(86_400_000));
    let call = |today: Date| GetLearning {
        period: Period::LastMonths(1),
        locality: None,
        today,
        to_give_away: false,
    };
    let page = alex.must(call(day)).await;
    assert_eq!(page.demand.total.unclear, Some(1));
    // From a clock that is behind, it has not happened yet.
    let earlier = recount::date_of(recount::day(day) - 7);
    assert_eq!(alex.must(call(earlier)).await.demand.total.all, Some(0));
}

//! A year of a made-up team, up to today: enough to fill every picture.
#![allow(clippy::indexing_slicing, reason = "lists of a test are not empty")]

use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::{
    About, Action, ActionEnd, Demand, DemandClass, DoneBy, Expertise, ExpertiseKind, Obstacle,
    Service, ServiceKind, Sureness, Visit,
};
use doorstep_model::id::Heads;
use doorstep_model::team::{FailureCause, ObstacleKind};
use doorstep_model::{Date, ItemId};
use doorstep_tests::world::Person;
use doorstep_tests::world::person::new_item;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

const HOUSEHOLDS: u32 = 60;
const CAN_NOW: [&str; 5] = [
    "Rings the landlord herself and writes down who she spoke to.",
    "Reads the meter and sends it in on the first of the month.",
    "Knows which letters can wait.",
    "Asks Grace for a lift when it rains.",
    "Books his own appointments, in the morning when the line is free.",
];

fn line(part: Part, fields: Vec<(String, Value)>) -> Edit {
    Edit::Add {
        line: ItemRef {
            part,
            item: new_item(),
        },
        fields,
    }
}

/// So many days ago.
fn ago(days: i64) -> Date {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let today = now.map_or(0, |since| since.as_secs() / 86_400);
    let mut left = i64::try_from(today).unwrap_or(0) - days;
    let (mut year, mut month) = (1970_u16, 1_u8);
    loop {
        let days = (28..=31)
            .rev()
            .find(|day| Date::new(year, month, *day).is_some());
        let days = i64::from(days.unwrap_or(28));
        if left < days {
            break;
        }
        left -= days;
        (year, month) = if month == 12 {
            (year + 1, 1)
        } else {
            (year, month + 1)
        };
    }
    let day = u8::try_from(left + 1).unwrap_or(1);
    Date::new(year, month, day).unwrap_or(Date {
        year,
        month,
        day: 1,
    })
}

async fn list(person: &Person, part: Part, field: &str, names: &[&str]) -> Vec<ItemId> {
    let mut ids = Vec::new();
    for name in names {
        let item = new_item();
        let edit = Edit::Add {
            line: ItemRef {
                part,
                item: item.clone(),
            },
            fields: vec![(field.to_owned(), Value::Text((*name).to_owned()))],
        };
        person
            .must(doorstep_model::call::EditTeam { edits: vec![edit] })
            .await;
        ids.push(item);
    }
    ids
}

fn one<'a, T>(list: &'a [T], rng: &mut StdRng) -> &'a T {
    &list[rng.random_range(0..list.len())]
}

/// Writes the year down.
pub(super) async fn fill(person: &Person) {
    let mut rng = StdRng::seed_from_u64(11);
    let causes = [
        "Letter that nobody understood",
        "Promised and not done",
        "Sent to the wrong place",
    ];
    let causes = list(
        person,
        Part::FailureCauses,
        FailureCause::name.name,
        &causes,
    )
    .await;
    let kinds = [
        "A rule",
        "A budget that ends",
        "The computer",
        "Nobody may decide",
    ];
    let kinds = list(person, Part::ObstacleKinds, ObstacleKind::name.name, &kinds).await;
    for number in 0..HOUSEHOLDS {
        let home = person.add_household(&format!("Number {number}")).await;
        let locality = ["Northside", "The Quay", "Riverside"][number as usize % 3];
        let mut edits = vec![About::locality.only().set(Some(locality.to_owned()))];
        let met = i64::from(rng.random_range(20..350_u32));
        edits.push(line(
            Part::Visits,
            vec![Visit::date.with(ago(met)), Visit::done.with(true)],
        ));
        for _ in 0..rng.random_range(1..6) {
            demand(met, &causes, &mut rng, &mut edits);
        }
        for _ in 0..rng.random_range(2..7) {
            action(met, &mut rng, &mut edits);
        }
        for _ in 0..rng.random_range(0..3) {
            let kind = match rng.random_range(0..5) {
                0 => ExpertiseKind::HandedOff,
                _ => ExpertiseKind::PulledIn,
            };
            let day = ago(rng.random_range(0..=met));
            let fields = vec![Expertise::kind.with(kind), Expertise::date.with(day)];
            edits.push(line(Part::Expertise, fields));
        }
        if rng.random_range(0..3) > 0 {
            let fields = vec![
                Obstacle::kind.with(one(&kinds, &mut rng).clone()),
                Obstacle::date.with(ago(rng.random_range(0..=met))),
            ];
            edits.push(line(Part::Obstacles, fields));
        }
        services(met, &mut rng, &mut edits);
        person.edit(&home, edits).await;
    }
}

fn demand(met: i64, causes: &[ItemId], rng: &mut StdRng, edits: &mut Vec<Edit>) {
    let asked = rng.random_range(0..=met + 10);
    let mut fields = vec![Demand::date.with(ago(asked))];
    match rng.random_range(0..8) {
        0..=3 => fields.push(Demand::class.with(DemandClass::Value)),
        4..=6 => {
            fields.push(Demand::class.with(DemandClass::Failure));
            fields.push(Demand::failure_cause.with(one(causes, rng).clone()));
        }
        _ => {}
    }
    // Quicker as the year goes on, and once very slow.
    let mut took = asked / 8 + rng.random_range(2..30);
    if rng.random_range(0..40) == 0 {
        took += 150;
    }
    if took < asked {
        fields.push(Demand::sorted_on.with(ago(asked - took)));
    }
    edits.push(line(Part::Demands, fields));
}

fn action(met: i64, rng: &mut StdRng, edits: &mut Vec<Edit>) {
    let item = new_item();
    let mut fields = vec![
        Action::done_by.with(*one(DoneBy::ALL, rng)),
        Action::agreed_on.with(ago(rng.random_range(0..=met))),
    ];
    if rng.random_range(0..3) > 0 {
        let ended = [
            ActionEnd::Done,
            ActionEnd::Done,
            ActionEnd::Changed,
            ActionEnd::Dropped,
        ];
        fields.push(Action::ended.with(*one(&ended, rng)));
    }
    edits.push(Edit::Add {
        line: ItemRef {
            part: Part::Actions,
            item: item.clone(),
        },
        fields,
    });
    if rng.random_range(0..6) == 0 {
        let words = *one(&CAN_NOW, rng);
        edits.push(Action::can_do_now.of(&item).write(&Heads::default(), words));
    }
}

fn services(met: i64, rng: &mut StdRng, edits: &mut Vec<Edit>) {
    let mut used = |from: i64, until: i64, count: i64, kind, pence: i64, sure| {
        edits.push(line(
            Part::Services,
            vec![
                Service::from.with(ago(from)),
                Service::until.with(ago(until)),
                Service::count.with(count),
                Service::kind.with(kind),
                Service::unit_cost_pence.with(pence),
                Service::sureness.with(sure),
            ],
        ));
    };
    let year = met + 365;
    let often = rng.random_range(8..40);
    used(
        year,
        met + 1,
        often,
        ServiceKind::Contact,
        1_800,
        Sureness::Told,
    );
    used(
        year,
        met + 1,
        4,
        ServiceKind::Assessment,
        21_000,
        Sureness::Known,
    );
    used(
        met + 90,
        met + 1,
        3,
        ServiceKind::Emergency,
        38_000,
        Sureness::Guessed,
    );
    used(
        (met - 30).max(0),
        0,
        often / 4,
        ServiceKind::Contact,
        1_800,
        Sureness::Known,
    );
    used(
        (met - 60).max(0),
        0,
        1,
        ServiceKind::Intervention,
        9_000,
        Sureness::Told,
    );
}

//! The page of learning with few households and with many, and a keystroke that counts for
//! something beside one that doesn't.

use doorstep_model::Date;
use doorstep_model::call::{GetLearning, ListHouseholds, Period};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::Part;
use doorstep_model::household::{
    Action, Demand, DemandClass, DoneBy, Expertise, ExpertiseKind, Service, Visit,
};
use doorstep_model::id::{Heads, ItemId};
use doorstep_tests::world::Person;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::measure::{Table, in_turn};

/// Repeats of each measurement.
const REPEATS: usize = 9;
/// Households in one answer of the list.
const PAGE: u32 = 200;

/// Gives each household of a caseload something to learn from.
pub(crate) async fn deepen(person: &Person) {
    let mut rng = StdRng::seed_from_u64(3);
    let mut offset = 0;
    loop {
        let list = ListHouseholds {
            offset,
            limit: PAGE,
            ..ListHouseholds::default()
        };
        let rows = person.must(list).await.rows;
        if rows.is_empty() {
            return;
        }
        offset += PAGE;
        for row in rows {
            let edits = (0..4).flat_map(|_| something(&mut rng)).collect();
            person.edit(&row.id, edits).await;
        }
    }
}

fn something(rng: &mut StdRng) -> Vec<Edit> {
    let mut day = || {
        let month = rng.random_range(1..=11_u8);
        Date::new(2026, month, rng.random_range(1..=28)).into_iter()
    };
    let (asked, sorted, used) = (day(), day(), day());
    let mut new = |part, fields| Edit::Add {
        line: ItemRef {
            part,
            item: ItemId::from(rng.random::<[u8; 16]>()),
        },
        fields,
    };
    let mut demand = vec![Demand::class.with(DemandClass::Failure)];
    demand.extend(asked.map(|day| Demand::date.with(day)));
    demand.extend(sorted.map(|day| Demand::sorted_on.with(day)));
    let mut service = vec![Service::unit_cost_pence.with(1_200)];
    service.extend(used.map(|day| Service::from.with(day)));
    vec![
        new(Part::Demands, demand),
        new(Part::Services, service),
        new(
            Part::Expertise,
            vec![Expertise::kind.with(ExpertiseKind::PulledIn)],
        ),
        new(Part::Actions, vec![Action::done_by.with(DoneBy::Family)]),
    ]
}

/// The page, everywhere and in one locality.
pub(crate) async fn pages(few: (&Person, usize), many: (&Person, usize), table: &mut Table) {
    let Some(today) = Date::new(2026, 11, 23) else {
        return;
    };
    for (what, period, locality) in [
        ("learning, twelve months", Period::LastMonths(12), None),
        ("learning, all of it", Period::All, None),
        ("learning, one locality", Period::All, Some("Riverside")),
    ] {
        let call = || GetLearning {
            period,
            locality: locality.map(str::to_owned),
            today,
            to_give_away: false,
        };
        let took = in_turn(REPEATS, || few.0.must(call()), || many.0.must(call())).await;
        table.pair(what, few.1, &took.0, many.1, &took.1);
    }
}

/// Typing a visit's notes, which counts for nothing, with few and with many.
pub(crate) async fn notes(few: (&Person, usize), many: (&Person, usize), table: &mut Table) {
    let mut in_few = Notes::begin(few.0).await;
    let mut in_many = Notes::begin(many.0).await;
    let took = in_turn(
        5 * REPEATS,
        async || in_few.one_more().await,
        async || in_many.one_more().await,
    )
    .await;
    table.pair("notes of a visit to saved", few.1, &took.0, many.1, &took.1);
}

struct Notes<'a> {
    person: &'a Person,
    household: doorstep_model::DocKey,
    visit: ItemId,
    heads: Heads,
    text: String,
}

impl<'a> Notes<'a> {
    async fn begin(person: &'a Person) -> Self {
        let call = ListHouseholds {
            limit: 1,
            ..ListHouseholds::default()
        };
        let household = person.must(call).await.rows.remove(0).id;
        let visit = ItemId::from(rand::random::<[u8; 16]>());
        let add = Edit::Add {
            line: ItemRef {
                part: Part::Visits,
                item: visit.clone(),
            },
            fields: vec![Visit::done.with(true)],
        };
        let heads = person.edit(&household, vec![add]).await.heads;
        Self {
            person,
            household,
            visit,
            heads,
            text: String::new(),
        }
    }

    async fn one_more(&mut self) {
        self.text.push_str("and so on, ");
        let edit = Visit::notes
            .of(&self.visit)
            .write(&self.heads, self.text.clone());
        self.heads = self.person.edit(&self.household, vec![edit]).await.heads;
    }
}

//! Lines of records, made and changed at random.

use doorstep_model::call::{EditTeam, GetTeam};
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Record, Value};
use doorstep_model::household::{
    About, Action, ActionEnd, Demand, DemandClass, DoneBy, Expertise, ExpertiseKind, Household,
    Obstacle, Service, ServiceKind, Sureness, Visit,
};
use doorstep_model::id::Heads;
use doorstep_model::team::FailureCause;
use doorstep_model::{Date, ItemId};
use doorstep_tests::world::Person;
use doorstep_tests::world::person::new_item;
use rand::RngExt as _;
use rand::rngs::StdRng;

use super::recount;

pub(super) fn date(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

pub(super) fn new_line() -> ItemId {
    new_item()
}

pub(super) fn at(part: Part, item: &ItemId) -> ItemRef {
    ItemRef {
        part,
        item: item.clone(),
    }
}

/// A new line with these fields.
pub(super) fn line(part: Part, fields: Vec<(String, Value)>) -> Edit {
    Edit::Add {
        line: at(part, &new_item()),
        fields,
    }
}

/// Adds a cause of failure demand to the team's list.
pub(super) async fn add_cause(person: &Person, name: &str) -> ItemId {
    let item = new_item();
    let edit = Edit::Add {
        line: at(Part::FailureCauses, &item),
        fields: vec![FailureCause::name.with(name.to_owned())],
    };
    person.must(GetTeam {}).await;
    person.must(EditTeam { edits: vec![edit] }).await;
    item
}

/// Makes edits; causes and kinds of obstacle are a few, and the same all the time.
pub(super) struct Maker {
    kinds: Vec<ItemId>,
}

impl Default for Maker {
    fn default() -> Self {
        Self {
            kinds: (1..=3_u8).map(|kind| ItemId::from([kind; 16])).collect(),
        }
    }
}

fn one_of<T: Copy>(list: &[T], rng: &mut StdRng) -> T {
    list[rng.random_range(0..list.len())]
}

fn a_day(rng: &mut StdRng) -> Date {
    let (first, last) = (
        recount::day(date("2025-07-01")),
        recount::day(date("2026-12-10")),
    );
    recount::date_of(rng.random_range(first..=last))
}

/// Lines of a part: which they are and whether they are removed.
fn lines_of(home: &Household) -> Vec<(ItemRef, bool)> {
    fn of<R: Record>(records: &[R]) -> Vec<(ItemRef, bool)> {
        let line = |record: &R| {
            let item = record.id().expect("a line has an id");
            (at(R::SCHEMA.part, item), record.is_removed())
        };
        records.iter().map(line).collect()
    }
    let mut all = of(&home.demands);
    all.extend(of(&home.visits));
    all.extend(of(&home.actions));
    all.extend(of(&home.expertise));
    all.extend(of(&home.services));
    all.extend(of(&home.obstacles));
    all
}

impl Maker {
    /// Something is written down.
    pub(super) fn additions(&self, home: &Household, rng: &mut StdRng) -> Vec<Edit> {
        let sometimes = |rng: &mut StdRng| rng.random_range(0..4) > 0;
        let day = a_day(rng);
        match rng.random_range(0..7) {
            0 | 1 => {
                let mut fields = Vec::new();
                if sometimes(rng) {
                    fields.push(Demand::date.with(day));
                }
                if sometimes(rng) {
                    fields.push(Demand::class.with(one_of(DemandClass::ALL, rng)));
                    fields.push(Demand::failure_cause.with(self.kind(rng)));
                }
                if sometimes(rng) {
                    let later = recount::day(day) + rng.random_range(-3..60);
                    fields.push(Demand::sorted_on.with(recount::date_of(later)));
                }
                if let Some(earlier) = home.demands.first().filter(|_| sometimes(rng)) {
                    let any = rng.random_range(0..home.demands.len());
                    let any = home.demands.get(any).unwrap_or(earlier);
                    fields.push(Demand::repeats.with(any.id.clone().expect("a line")));
                }
                vec![line(Part::Demands, fields)]
            }
            2 => vec![line(
                Part::Visits,
                vec![Visit::date.with(day), Visit::done.with(sometimes(rng))],
            )],
            3 => {
                let item = new_item();
                let mut fields = Vec::new();
                if sometimes(rng) {
                    fields.push(Action::agreed_on.with(day));
                    fields.push(Action::done_by.with(one_of(DoneBy::ALL, rng)));
                }
                if sometimes(rng) {
                    fields.push(Action::ended.with(one_of(ActionEnd::ALL, rng)));
                }
                let mut edits = vec![Edit::Add {
                    line: at(Part::Actions, &item),
                    fields,
                }];
                if sometimes(rng) {
                    let words = "Rings the landlord herself";
                    edits.push(Action::can_do_now.of(&item).write(&Heads::default(), words));
                }
                edits
            }
            4 => vec![line(
                Part::Expertise,
                vec![
                    Expertise::date.with(day),
                    Expertise::kind.with(one_of(ExpertiseKind::ALL, rng)),
                ],
            )],
            5 => {
                let mut fields = vec![
                    Obstacle::date.with(day),
                    Obstacle::kind.with(self.kind(rng)),
                ];
                if sometimes(rng) {
                    fields.push(Obstacle::cleared_on.with(day));
                }
                vec![line(Part::Obstacles, fields)]
            }
            _ => {
                let mut fields = vec![Service::kind.with(one_of(ServiceKind::ALL, rng))];
                if sometimes(rng) {
                    fields.push(Service::from.with(day));
                }
                if sometimes(rng) {
                    let last = recount::day(day) + rng.random_range(-20..200);
                    fields.push(Service::until.with(recount::date_of(last)));
                    fields.push(Service::count.with(rng.random_range(0..9_i64)));
                    fields.push(Service::sureness.with(one_of(Sureness::ALL, rng)));
                }
                if sometimes(rng) {
                    fields.push(Service::unit_cost_pence.with(rng.random_range(0..9_999_i64)));
                }
                vec![line(Part::Services, fields)]
            }
        }
    }

    /// Something is written down, changed, removed or brought back.
    pub(super) fn edits(&mut self, home: &Household, rng: &mut StdRng) -> Vec<Edit> {
        match rng.random_range(0..10) {
            0..=3 => self.additions(home, rng),
            4 => {
                let locality = one_of(&["Riverside", "The Quay", ""], rng);
                let locality = (!locality.is_empty()).then(|| locality.to_owned());
                vec![About::locality.only().set(locality)]
            }
            5 => {
                let closed = (rng.random_range(0..2) == 0).then(|| a_day(rng));
                vec![About::closed.only().set(closed)]
            }
            6 | 7 => match some(&lines_of(home), rng) {
                Some((line, true)) => vec![Edit::Restore(line)],
                Some((line, false)) => vec![Edit::Remove(line)],
                None => Vec::new(),
            },
            _ => self.change(home, rng),
        }
    }

    fn change(&self, home: &Household, rng: &mut StdRng) -> Vec<Edit> {
        let Some((ItemRef { part, item }, _)) = some(&lines_of(home), rng) else {
            return Vec::new();
        };
        let day = Some(a_day(rng));
        vec![match (part, rng.random_range(0..3)) {
            (Part::Demands, 0) => {
                let class = Some(one_of(DemandClass::ALL, rng));
                Demand::class.of(&item).set(class)
            }
            (Part::Demands, 1) => Demand::date.of(&item).set(day),
            (Part::Demands, _) => Demand::sorted_on.of(&item).set(day),
            (Part::Visits, 0) => Visit::done.of(&item).set(Some(rng.random_range(0..2) == 0)),
            (Part::Visits, _) => Visit::date.of(&item).set(day),
            (Part::Actions, 0) => {
                let by = Some(one_of(DoneBy::ALL, rng));
                Action::done_by.of(&item).set(by)
            }
            (Part::Actions, 1) => Action::ended.of(&item).set(None::<ActionEnd>),
            (Part::Actions, _) => Action::agreed_on.of(&item).set(day),
            (Part::Expertise, _) => Expertise::date.of(&item).set(day),
            (Part::Services, 0) => Service::from.of(&item).set(day),
            (Part::Services, 1) => Service::count
                .of(&item)
                .set(Some(rng.random_range(0..20_i64))),
            (Part::Services, _) => {
                let sureness = Some(one_of(Sureness::ALL, rng));
                Service::sureness.of(&item).set(sureness)
            }
            (_, 0) => Obstacle::cleared_on.of(&item).set(None::<Date>),
            _ => Obstacle::date.of(&item).set(day),
        }]
    }

    fn kind(&self, rng: &mut StdRng) -> ItemId {
        self.kinds[rng.random_range(0..self.kinds.len())].clone()
    }
}

fn some<T: Clone>(list: &[T], rng: &mut StdRng) -> Option<T> {
    (!list.is_empty()).then(|| list[rng.random_range(0..list.len())].clone())
}

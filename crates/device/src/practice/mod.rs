//! The practice team: made-up households to learn the app with. Nobody in it exists.

use doorstep_model::date::Date;
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::{
    About, Action, ActionEnd, Demand, DoneBy, Door, Person, Strength, Visit, VisitPlace,
    WhatMatters, Whose, Worry,
};
use doorstep_model::id::{Heads, ItemId};
use serde::Deserialize;

/// The name of the practice team.
pub(crate) const TEAM_NAME: &str = "Practice team";
/// The name of the person who practises.
pub(crate) const WORKER_NAME: &str = "Practice Worker";

#[derive(Deserialize)]
struct MadeUp {
    name: String,
    address: String,
    locality: String,
    how_to_find: String,
    people: Vec<MadeUpPerson>,
    matters_to_us: String,
    good_life: String,
    really_going_on: String,
    history: String,
    demands: Vec<MadeUpDemand>,
    visits: Vec<MadeUpVisit>,
    planned: Vec<MadeUpPlan>,
}

#[derive(Deserialize)]
struct MadeUpPerson {
    name: String,
    relation: String,
    birth_year: Option<i64>,
    contact: Option<String>,
    preferred_contact: Option<String>,
    preferred_language: Option<String>,
}

#[derive(Deserialize)]
struct MadeUpDemand {
    days: i32,
    who_asked: String,
    door: Door,
    exact_words: String,
    presenting_issue: String,
}

#[derive(Deserialize)]
struct MadeUpVisit {
    days: i32,
    place: VisitPlace,
    notes: String,
    #[serde(default)]
    changed_since: String,
    strengths: Vec<MadeUpWords>,
    worries: Vec<MadeUpWords>,
    actions: Vec<MadeUpAction>,
}

#[derive(Deserialize)]
struct MadeUpWords {
    what: String,
    whose: Whose,
    said_by: String,
}

#[derive(Deserialize)]
struct MadeUpAction {
    what: String,
    done_by: DoneBy,
    who: String,
    by_days: i32,
    ended: Option<ActionEnd>,
    ended_days: Option<i32>,
    can_do_now: Option<String>,
}

#[derive(Deserialize)]
struct MadeUpPlan {
    days: i32,
    time: String,
}

/// The edits that make each practice household, in documents that are new.
///
/// `new_item` gives ids that were never used; `me` is the member who practises.
pub(crate) fn households(
    today: Date,
    me: &ItemId,
    mut new_item: impl FnMut() -> ItemId,
) -> Result<Vec<Vec<Edit>>, serde_json::Error> {
    let made_up: Vec<MadeUp> = serde_json::from_str(include_str!("households.json"))?;
    Ok(made_up
        .iter()
        .map(|household| household.edits(today, me, &mut new_item))
        .collect())
}

impl MadeUp {
    fn edits(&self, today: Date, me: &ItemId, new_item: &mut dyn FnMut() -> ItemId) -> Vec<Edit> {
        let now = Heads::default();
        let mut edits = vec![
            About::name.only().set(Some(self.name.clone())),
            About::address.only().set(Some(self.address.clone())),
            About::locality.only().set(Some(self.locality.clone())),
            About::named_worker.only().set(Some(me.clone())),
            About::how_to_find.only().write(&now, &self.how_to_find),
            WhatMatters::matters_to_us
                .only()
                .write(&now, &self.matters_to_us),
            WhatMatters::good_life.only().write(&now, &self.good_life),
            WhatMatters::really_going_on
                .only()
                .write(&now, &self.really_going_on),
            WhatMatters::history.only().write(&now, &self.history),
        ];
        let mut add = |part: Part, fields: Vec<(String, Value)>| {
            let item = new_item();
            edits.push(Edit::Add {
                line: ItemRef {
                    part,
                    item: item.clone(),
                },
                fields,
            });
            item
        };
        let mut people = Vec::new();
        for person in &self.people {
            people.push(add(Part::People, person.fields()));
        }
        for demand in &self.demands {
            add(Part::Demands, demand.fields(today));
        }
        for visit in &self.visits {
            let mut fields = visit.fields(today);
            fields.push(Visit::members.with(me.clone()));
            fields.extend(
                people
                    .first()
                    .map(|person| Visit::people.with(person.clone())),
            );
            let visit_id = add(Part::Visits, fields);
            for strength in &visit.strengths {
                add(
                    Part::Strengths,
                    vec![
                        Strength::what.with(strength.what.clone()),
                        Strength::whose.with(strength.whose),
                        Strength::said_by.with(strength.said_by.clone()),
                        Strength::visit.with(visit_id.clone()),
                    ],
                );
            }
            for worry in &visit.worries {
                add(
                    Part::Worries,
                    vec![
                        Worry::what.with(worry.what.clone()),
                        Worry::whose.with(worry.whose),
                        Worry::said_by.with(worry.said_by.clone()),
                        Worry::visit.with(visit_id.clone()),
                    ],
                );
            }
            for action in &visit.actions {
                let mut fields = action.fields(today, visit.days, me);
                fields.push(Action::visit.with(visit_id.clone()));
                add(Part::Actions, fields);
            }
        }
        for plan in &self.planned {
            add(
                Part::Visits,
                vec![
                    Visit::date.with(days_from(today, plan.days)),
                    Visit::time.with(plan.time.clone()),
                    Visit::place.with(VisitPlace::Home),
                ],
            );
        }
        edits
    }
}

impl MadeUpPerson {
    fn fields(&self) -> Vec<(String, Value)> {
        let mut fields = vec![
            Person::name.with(self.name.clone()),
            Person::relation.with(self.relation.clone()),
        ];
        fields.extend(self.birth_year.map(|year| Person::birth_year.with(year)));
        fields.extend(self.contact.clone().map(|text| Person::contact.with(text)));
        fields.extend(
            self.preferred_contact
                .clone()
                .map(|text| Person::preferred_contact.with(text)),
        );
        fields.extend(
            self.preferred_language
                .clone()
                .map(|text| Person::preferred_language.with(text)),
        );
        fields
    }
}

impl MadeUpDemand {
    fn fields(&self, today: Date) -> Vec<(String, Value)> {
        vec![
            Demand::date.with(days_from(today, self.days)),
            Demand::who_asked.with(self.who_asked.clone()),
            Demand::door.with(self.door),
            Demand::exact_words.with(self.exact_words.clone()),
            Demand::presenting_issue.with(self.presenting_issue.clone()),
        ]
    }
}

impl MadeUpVisit {
    fn fields(&self, today: Date) -> Vec<(String, Value)> {
        vec![
            Visit::date.with(days_from(today, self.days)),
            Visit::done.with(true),
            Visit::place.with(self.place),
            Visit::notes.with(self.notes.clone()),
            Visit::changed_since.with(self.changed_since.clone()),
        ]
    }
}

impl MadeUpAction {
    fn fields(&self, today: Date, agreed_days: i32, me: &ItemId) -> Vec<(String, Value)> {
        let mut fields = vec![
            Action::what.with(self.what.clone()),
            Action::done_by.with(self.done_by),
            Action::who.with(self.who.clone()),
            Action::agreed_on.with(days_from(today, agreed_days)),
            Action::by_when.with(days_from(today, self.by_days)),
        ];
        if self.done_by == DoneBy::Worker {
            fields.push(Action::member.with(me.clone()));
        }
        fields.extend(self.ended.map(|end| Action::ended.with(end)));
        fields.extend(
            self.ended_days
                .map(|days| Action::ended_on.with(days_from(today, days))),
        );
        fields.extend(
            self.can_do_now
                .clone()
                .map(|text| Action::can_do_now.with(text)),
        );
        fields
    }
}

/// A day some days from `today`; a day beyond the calendar is `today`.
fn days_from(today: Date, days: i32) -> Date {
    let shift = || {
        let year = i16::try_from(today.year).ok()?;
        let (month, day) = (
            i8::try_from(today.month).ok()?,
            i8::try_from(today.day).ok()?,
        );
        let start = jiff::civil::Date::new(year, month, day).ok()?;
        let there = start.checked_add(jiff::Span::new().days(days)).ok()?;
        Date::parse(&there.to_string())
    };
    shift().unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_years_and_leap_days() {
        let day = |text| Date::parse(text).unwrap();
        for (from, days, to) in [
            ("2026-11-23", 0, "2026-11-23"),
            ("2026-12-31", 1, "2027-01-01"),
            ("2024-02-28", 1, "2024-02-29"),
            ("2023-02-28", 1, "2023-03-01"),
            ("2026-03-01", -1, "2026-02-28"),
            ("2026-01-15", -400, "2024-12-11"),
        ] {
            assert_eq!(
                days_from(day(from), days),
                day(to),
                "{from} and {days} days"
            );
        }
    }

    #[test]
    fn every_practice_household_has_visits_strengths_and_actions() {
        let mut next = 0u8;
        let made = households(
            Date::parse("2026-11-23").unwrap(),
            &ItemId::from([0; 16]),
            || {
                next += 1;
                ItemId::from([next; 16])
            },
        );
        let made = made.unwrap();
        assert!(made.len() >= 6);
        for edits in &made {
            for part in [
                Part::People,
                Part::Visits,
                Part::Strengths,
                Part::Actions,
                Part::Demands,
            ] {
                let has = edits
                    .iter()
                    .any(|edit| matches!(edit, Edit::Add { line, .. } if line.part == part));
                assert!(has, "{part:?}");
            }
        }
    }
}

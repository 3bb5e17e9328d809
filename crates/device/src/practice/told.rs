//! A story as it came about: who of the team wrote what down, and when.

use doorstep_model::UnixMillis;
use doorstep_model::edit::{Edit, ItemRef};
use doorstep_model::field::{Part, Value};
use doorstep_model::household::{
    About, Action, AgreementState, Demand, DemandClass, DoneBy, Door, Expertise, Obstacle, Person,
    Service, Sharing, Strength, Visit, VisitPlace, WhatMatters, Whose, Worry,
};
use doorstep_model::id::{Heads, ItemId};

use super::calendar::Calendar;
use super::story::{Agreed, Asked, Closed, Story, Used, Visited, Words};
use super::team::{Team, Who, cost};

/// What one of the team wrote at one time.
pub(super) struct Moment {
    pub(super) at: UnixMillis,
    pub(super) by: Who,
    pub(super) edits: Vec<Edit>,
}

/// Times of day at which things are written down, in minutes after midnight. Visits lie between.
const MORNING: i64 = 9 * 60;
const FIRST_VISIT: i64 = 10 * 60;
const EVENING: i64 = 17 * 60 + 20;
/// Days after which a demand is looked at again and classified: never at the door.
const CLASSIFIED_AFTER: i32 = 12;
/// Days before today on which coming visits were agreed.
const PLANNED_BEFORE: i32 = -3;
/// Days of a month, for services.
const MONTH: i32 = 30;

/// Everything that was ever written about a household, in order. `place` is the story's place among
/// all, so that no two households were visited at the same minute.
pub(super) fn moments(
    story: &Story,
    place: usize,
    team: &Team,
    calendar: Calendar,
    random: fn() -> [u8; 16],
) -> Vec<Moment> {
    let mut telling = Telling {
        story,
        place: i64::try_from(place).unwrap_or_default(),
        team,
        calendar,
        random,
        moments: Vec::new(),
        people: Vec::new(),
    };
    telling.opening();
    let visits = telling.visits();
    telling.demands(&visits);
    telling.services();
    telling.rest();
    telling.moments.sort_by_key(|moment| moment.at);
    telling.moments
}

struct Telling<'a> {
    story: &'a Story,
    place: i64,
    team: &'a Team,
    calendar: Calendar,
    random: fn() -> [u8; 16],
    moments: Vec<Moment>,
    people: Vec<ItemId>,
}

impl Telling<'_> {
    fn at(&mut self, days: i32, minutes: i64, by: Who, edits: Vec<Edit>) {
        if !edits.is_empty() {
            let at = self.calendar.moment(days, minutes);
            self.moments.push(Moment { at, by, edits });
        }
    }

    fn add(&self, part: Part, fields: Vec<(String, Value)>) -> (ItemId, Edit) {
        let item = ItemId::from((self.random)());
        let line = ItemRef {
            part,
            item: item.clone(),
        };
        (item, Edit::Add { line, fields })
    }

    /// Minutes that differ from household to household and from day to day.
    fn spread(&self, days: i32, most: i64) -> i64 {
        (self.place * 37 + i64::from(days) * 23).rem_euclid(most)
    }

    fn visit_time(&self, days: i32) -> i64 {
        FIRST_VISIT + self.spread(days, 360)
    }

    fn first_visit(&self) -> Option<i32> {
        self.story.visits.first().map(|visit| visit.on)
    }

    /// The day they first asked: who they are and where they live.
    fn opening(&mut self) {
        let story = self.story;
        let first = story.asked.iter().map(|asked| asked.on).min();
        let opened = first.or_else(|| self.first_visit()).unwrap_or_default();
        let mut edits = vec![
            About::name.only().set(Some(story.name.clone())),
            About::address.only().set(Some(story.address.clone())),
            About::locality.only().set(Some(story.locality.clone())),
            About::opened.only().set(Some(self.calendar.day(opened))),
            About::named_worker
                .only()
                .set(self.team.member(story.worker)),
        ];
        for somebody in &story.people {
            let mut fields = vec![
                Person::name.with(somebody.name.clone()),
                Person::birth_year.with(i64::from(self.calendar.today.year) - somebody.age),
            ];
            let said = [
                (Person::relation, Some(&somebody.relation)),
                (Person::contact, somebody.contact.as_ref()),
                (Person::preferred_contact, somebody.reach.as_ref()),
                (Person::preferred_language, somebody.language.as_ref()),
            ];
            for (field, text) in said {
                let text = text.filter(|text| !text.is_empty());
                fields.extend(text.map(|text| field.with(text.clone())));
            }
            let (item, edit) = self.add(Part::People, fields);
            self.people.push(item);
            edits.push(edit);
        }
        self.at(opened, MORNING - 10, story.worker, edits);
    }

    /// Whose it is, where it is somebody of the household.
    fn person(&self, name: &str) -> Option<ItemId> {
        let all = self.story.people.iter().zip(&self.people);
        let mut named = all.filter(|(somebody, _)| {
            let first = somebody.name.split(' ').next();
            somebody.name == name || first == Some(name)
        });
        named.next().map(|(_, item)| item.clone())
    }

    fn visits(&mut self) -> Vec<(i32, ItemId)> {
        let mut made = Vec::new();
        for (place, visit) in self.story.visits.iter().enumerate() {
            let by = visit.by.unwrap_or(self.story.worker);
            let item = self.visit(visit, by);
            let minutes = self.visit_time(visit.on);
            if place == 0 {
                let edits = self.first_impressions(visit.on, by);
                self.at(visit.on, minutes + 12, by, edits);
            }
            let understood = place == 1 || self.story.visits.len() == 1;
            if understood && !self.story.really.is_empty() {
                let really = WhatMatters::really_going_on.only();
                let edit = really.write(&Heads::default(), &self.story.really);
                self.at(visit.on, minutes + 41, by, vec![edit]);
            }
            made.push((visit.on, item));
        }
        made
    }

    fn visit(&mut self, visit: &Visited, by: Who) -> ItemId {
        let day = self.calendar.day(visit.on);
        let mut paragraphs = visit.notes.splitn(2, "\n\n");
        let first = paragraphs.next().unwrap_or_default();
        let mut fields = vec![
            Visit::date.with(day),
            Visit::done.with(true),
            Visit::place.with(visit.at),
            Visit::notes.with(first.to_owned()),
            Visit::changed_since.with(visit.since.clone()),
        ];
        fields.extend(self.team.member(by).map(|me| Visit::members.with(me)));
        fields.extend(visit.with.clone().map(|with| Visit::others.with(with)));
        fields.extend(
            self.people
                .first()
                .map(|person| Visit::people.with(person.clone())),
        );
        let (item, edit) = self.add(Part::Visits, fields);
        let mut edits = vec![edit];
        let of_visit = |mut fields: Vec<(String, Value)>, field: (String, Value)| {
            fields.push(field);
            fields
        };
        for words in &visit.strengths {
            let fields = self.strength(words);
            let fields = of_visit(fields, Strength::visit.with(item.clone()));
            edits.push(self.add(Part::Strengths, fields).1);
        }
        for words in &visit.worries {
            let fields = self.worry(words);
            let fields = of_visit(fields, Worry::visit.with(item.clone()));
            edits.push(self.add(Part::Worries, fields).1);
        }
        for pulled in &visit.expertise {
            let mut fields = vec![
                Expertise::kind.with(pulled.kind),
                Expertise::who.with(pulled.who.clone()),
                Expertise::what_for.with(pulled.what_for.clone()),
                Expertise::date.with(day),
            ];
            let agency = self.team.agency(pulled.agency);
            fields.extend(agency.map(|agency| Expertise::agency.with(agency)));
            let fields = of_visit(fields, Expertise::visit.with(item.clone()));
            edits.push(self.add(Part::Expertise, fields).1);
        }
        for hindered in &visit.in_the_way {
            let mut fields = vec![
                Obstacle::what.with(hindered.what.clone()),
                Obstacle::date.with(day),
            ];
            let kind = self.team.in_the_way(hindered.kind);
            fields.extend(kind.map(|kind| Obstacle::kind.with(kind)));
            let fields = of_visit(fields, Obstacle::visit.with(item.clone()));
            let (obstacle, edit) = self.add(Part::Obstacles, fields);
            edits.push(edit);
            if let Some(cleared) = hindered.cleared {
                let on = Some(self.calendar.day(cleared));
                let edit = Obstacle::cleared_on.of(&obstacle).set(on);
                // What was out of the way already is written down with the rest.
                self.at(cleared.max(visit.on), EVENING + 15, by, vec![edit]);
            }
        }
        for agreed in &visit.agreed {
            let fields = self.action(agreed, visit.on, by);
            let fields = of_visit(fields, Action::visit.with(item.clone()));
            let (action, edit) = self.add(Part::Actions, fields);
            edits.push(edit);
            self.action_end(agreed, visit.on, &action);
        }
        let minutes = self.visit_time(visit.on);
        self.at(visit.on, minutes, by, edits);
        if paragraphs.next().is_some() {
            // Added afterwards, in the car.
            let notes = Visit::notes.of(&item);
            let edit = notes.write(&Heads::default(), &visit.notes);
            self.at(visit.on, minutes + 55, by, vec![edit]);
        }
        item
    }

    fn strength(&self, Words(what, whose, said_by): &Words) -> Vec<(String, Value)> {
        let mut fields = vec![
            Strength::what.with(what.clone()),
            Strength::whose.with(*whose),
            Strength::said_by.with(said_by.clone()),
        ];
        if *whose == Whose::Person {
            fields.extend(
                self.person(said_by)
                    .map(|person| Strength::person.with(person)),
            );
        }
        fields
    }

    fn worry(&self, Words(what, whose, said_by): &Words) -> Vec<(String, Value)> {
        let mut fields = vec![
            Worry::what.with(what.clone()),
            Worry::whose.with(*whose),
            Worry::said_by.with(said_by.clone()),
        ];
        if *whose == Whose::Person {
            fields.extend(
                self.person(said_by)
                    .map(|person| Worry::person.with(person)),
            );
        }
        fields
    }

    fn action(&self, agreed: &Agreed, on: i32, by: Who) -> Vec<(String, Value)> {
        let mut fields = vec![
            Action::what.with(agreed.what.clone()),
            Action::done_by.with(agreed.by),
            Action::agreed_on.with(self.calendar.day(on)),
            Action::by_when.with(self.calendar.day(agreed.due)),
        ];
        if agreed.by == DoneBy::Worker {
            fields.extend(self.team.member(by).map(|me| Action::member.with(me)));
        }
        let with = self.story.people.first();
        fields.extend(with.map(|somebody| Action::agreed_with.with(somebody.name.clone())));
        if let Some(who) = &agreed.who {
            fields.push(Action::who.with(who.clone()));
            if agreed.by == DoneBy::Person {
                fields.extend(self.person(who).map(|person| Action::person.with(person)));
            }
        }
        fields
    }

    fn action_end(&mut self, agreed: &Agreed, visit: i32, action: &ItemId) {
        let (Some(end), Some(on)) = (agreed.ended, agreed.on) else {
            return;
        };
        let day = self.calendar.day(on);
        let mut edits = vec![
            Action::ended.of(action).set(Some(end)),
            Action::ended_on.of(action).set(Some(day)),
        ];
        for (field, text) in [
            (Action::ended_why, &agreed.why),
            (Action::can_do_now, &agreed.can),
        ] {
            if !text.is_empty() {
                edits.push(field.of(action).write(&Heads::default(), text));
            }
        }
        let minutes = EVENING + self.spread(on, 40);
        self.at(on.max(visit), minutes, self.story.worker, edits);
    }

    /// What was learned at the first visit.
    fn first_impressions(&self, on: i32, by: Who) -> Vec<Edit> {
        let story = self.story;
        let now = Heads::default();
        let mut edits = vec![About::how_to_find.only().write(&now, &story.how_to_find)];
        let second = story.second.and_then(|second| self.team.member(second));
        if second.is_some() {
            edits.push(About::second_worker.only().set(second));
        }
        edits.extend(story.languages.iter().map(|language| Edit::Include {
            at: About::languages.only(),
            value: Value::Text(language.clone()),
        }));
        for (field, text) in [
            (WhatMatters::matters_to_us, &story.matters),
            (WhatMatters::good_life, &story.good_life),
            (WhatMatters::history, &story.history),
        ] {
            if !text.is_empty() {
                edits.push(field.only().write(&now, text));
            }
        }
        for (somebody, item) in story.people.iter().zip(&self.people) {
            let Some(words) = &somebody.agreed else {
                continue;
            };
            let day = self.calendar.day(on);
            edits.extend([
                Person::agreement.of(item).set(Some(AgreementState::Agreed)),
                Person::agreement_on.of(item).set(Some(day)),
                Person::agreement_with
                    .of(item)
                    .set(Some(by.words().to_owned())),
                Person::agreement_words.of(item).write(&now, words),
            ]);
        }
        edits
    }

    fn demands(&mut self, visits: &[(i32, ItemId)]) {
        let mut items = Vec::new();
        for asked in &self.story.asked {
            let mut fields = vec![
                Demand::date.with(self.calendar.day(asked.on)),
                Demand::who_asked.with(asked.who.clone()),
                Demand::door.with(asked.door),
                Demand::exact_words.with(asked.words.clone()),
                Demand::presenting_issue.with(asked.about.clone()),
            ];
            let visit = visits.iter().find(|visit| visit.0 == asked.on);
            let at_visit = visit.filter(|_| asked.door == Door::Visit);
            fields.extend(at_visit.map(|visit| Demand::visit.with(visit.1.clone())));
            let (item, edit) = self.add(Part::Demands, fields);
            let minutes = match at_visit {
                Some(_) => self.visit_time(asked.on) + 5,
                None => MORNING + self.spread(asked.on, 50),
            };
            self.at(asked.on, minutes, self.story.worker, vec![edit]);
            items.push(item);
        }
        for (asked, item) in self.story.asked.iter().zip(&items) {
            self.classify(asked, item, &items);
            if let Some(sorted) = asked.sorted {
                let on = Some(self.calendar.day(sorted));
                let edit = Demand::sorted_on.of(item).set(on);
                self.at(sorted, EVENING + 25, self.story.worker, vec![edit]);
            }
        }
    }

    /// Looked at again once somebody knows more. What came in the last days still waits for that.
    fn classify(&mut self, asked: &Asked, item: &ItemId, all: &[ItemId]) {
        let later = asked.on.saturating_add(CLASSIFIED_AFTER);
        let unclear = asked.class == DemandClass::NotYetClear;
        let on = if unclear { asked.on } else { later };
        if on >= 0 {
            return;
        }
        let mut edits = vec![Demand::class.of(item).set(Some(asked.class))];
        let cause = asked.cause.and_then(|cause| self.team.cause(cause));
        if cause.is_some() {
            edits.push(Demand::failure_cause.of(item).set(cause));
        }
        let earlier = asked.repeats.and_then(|place| all.get(place)).cloned();
        if earlier.is_some() {
            edits.push(Demand::repeats.of(item).set(earlier));
        }
        self.at(on, EVENING + 40, Who::Bronwen, edits);
    }

    fn services(&mut self) {
        let Some(first) = self.first_visit() else {
            return;
        };
        for used in &self.story.used {
            let months = i32::try_from(used.before.len()).unwrap_or_default();
            let before = (-months..).zip(&used.before);
            let since = (0..).zip(&used.since);
            for (month, count) in before.chain(since) {
                let from = first.saturating_add(month.saturating_mul(MONTH));
                if *count == 0 || from >= 0 {
                    continue;
                }
                let until = from.saturating_add(MONTH - 1).min(-1);
                let fields = self.service(used, from, until, *count);
                let (_, edit) = self.add(Part::Services, fields);
                // What was before came up at the second talk; the rest at the end of its month.
                let on = if month < 0 { first + 6 } else { until + 1 };
                let minutes = EVENING + 70 + self.spread(on, 20);
                self.at(on, minutes, self.story.worker, vec![edit]);
            }
        }
    }

    fn service(&self, used: &Used, from: i32, until: i32, count: i64) -> Vec<(String, Value)> {
        let mut fields = vec![
            Service::kind.with(used.kind),
            Service::from.with(self.calendar.day(from)),
            Service::until.with(self.calendar.day(until)),
            Service::count.with(count),
            Service::source.with(used.source.clone()),
            Service::sureness.with(used.sure),
        ];
        let agency = self.team.agency(used.agency);
        fields.extend(agency.map(|agency| Service::agency.with(agency)));
        let pence = cost(used.agency, used.kind);
        fields.extend(pence.map(|pence| Service::unit_cost_pence.with(pence)));
        fields
    }

    /// What was shared, what is planned, how it ended.
    fn rest(&mut self) {
        let worker = self.story.worker;
        for shared in &self.story.sharing {
            let fields = vec![
                Sharing::with_whom.with(shared.with.clone()),
                Sharing::what.with(shared.what.clone()),
                Sharing::why.with(shared.why.clone()),
                Sharing::basis.with(shared.basis),
                Sharing::condition.with(shared.condition),
                Sharing::date.with(self.calendar.day(shared.on)),
            ];
            let (_, edit) = self.add(Part::Sharing, fields);
            self.at(shared.on, EVENING + 5, worker, vec![edit]);
        }
        for planned in &self.story.planned {
            let mut fields = vec![
                Visit::date.with(self.calendar.day(planned.on)),
                Visit::time.with(planned.time.clone()),
                Visit::place.with(VisitPlace::Home),
            ];
            let member = self.team.member(worker);
            fields.extend(member.map(|member| Visit::members.with(member)));
            let (_, edit) = self.add(Part::Visits, fields);
            self.at(PLANNED_BEFORE, EVENING + 30, worker, vec![edit]);
        }
        if let Some(Closed { on, why }) = &self.story.closed {
            let edits = vec![
                About::closed.only().set(Some(self.calendar.day(*on))),
                About::closed_why.only().write(&Heads::default(), why),
            ];
            self.at(*on, EVENING + 80, worker, edits);
        }
    }
}

//! Beginning a visit, so that little is left to say: today, now, at home, me, and the people who
//! were there last time.

use doorstep_model::Date;
use doorstep_model::edit::Edit;
use doorstep_model::field::{Part, Scalar, Value};
use doorstep_model::household::{Visit, VisitPlace};
use doorstep_model::id::{DocKey, ItemId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::this_was_it::nearest;
use crate::app::App;
use crate::clock;
use crate::place::Place;
use crate::record::{Doc, Line, Record, place};
use crate::say::say;
use crate::undo::Undo;

/// Begins a visit with a household and goes there. The device has it as soon as something is put
/// into it. If one is planned for today, that one takes place.
pub(crate) fn begin(app: App, household: DocKey) {
    let record = app.record(Doc::Household(household.clone()));
    spawn_local(async move {
        ready(record).await;
        // What was planned for today is what one has come to note.
        if let Some(planned) = untrack(|| nearest(record, 0)) {
            met(app, household, planned.visit, Some(planned.day));
            return;
        }
        let now = clock::now();
        let mut fields = vec![
            Visit::date.with(clock::today()),
            Visit::time.with(clock::time_of(now)),
            Visit::done.with(true),
            Visit::begun_at.with(now),
            Visit::place.with(VisitPlace::Home),
        ];
        if let Some(me) = app.open_untracked().and_then(|open| open.me) {
            fields.push(Visit::members.with(me));
        }
        fields.extend(
            there_last(record)
                .into_iter()
                .map(|person| Visit::people.with(person)),
        );
        let visit = record.begin(Part::Visits, fields);
        app.go(Place::Visit(household, visit));
    });
}

/// A planned visit takes place: one touch. `planned` is the day it was planned for.
pub(crate) fn met(app: App, household: DocKey, visit: ItemId, planned: Option<Date>) {
    spawn_local(async move {
        take_place(app, &household, &visit, planned).await;
        app.go(Place::Visit(household, visit));
    });
}

/// As [`met`], in the place of the visit that one had begun.
pub(super) fn met_instead(app: App, household: DocKey, visit: ItemId, planned: Option<Date>) {
    spawn_local(async move {
        take_place(app, &household, &visit, planned).await;
        app.go_instead(Place::Visit(household, visit));
    });
}

async fn take_place(app: App, household: &DocKey, visit: &ItemId, planned: Option<Date>) {
    let record = app.record(Doc::Household(household.clone()));
    ready(record).await;
    let at = |name: &str| place(Part::Visits, Some(visit), name);
    let set = |name: &str, value: Option<Value>| Edit::Set {
        at: at(name),
        value,
        base: None,
    };
    let today = clock::today();
    let mut edits = vec![
        set("done", Some(true.to_value())),
        set("begun_at", Some(clock::now().to_value())),
    ];
    // It is earlier than was planned. What was planned for a past day took place then.
    if planned.is_none_or(|day| day > today) {
        edits.push(set("date", Some(today.to_value())));
    }
    let nobody = record.view.with_untracked(|view| {
        let line = view
            .as_ref()
            .and_then(|view| view.line(Part::Visits, Some(visit)));
        line.is_some_and(|line| line.set("people").is_empty())
    });
    if nobody {
        for person in there_last(record) {
            edits.push(Edit::Include {
                at: at("people"),
                value: person.to_value(),
            });
        }
    }
    let undo = Undo::did(record.doc(), say("visit-is-met"));
    record.save(edits, Some(undo));
}

/// The record is read, if it was not; what can't be read is told on the screen one comes to.
async fn ready(record: Record) {
    if record.view.with_untracked(Option::is_none) {
        record.refresh(false).await;
    }
}

/// People of the household who were at the last visit that took place.
fn there_last(record: Record) -> Vec<ItemId> {
    record.view.with_untracked(|view| {
        let Some(view) = view else {
            return Vec::new();
        };
        let visits = view.part(Part::Visits).iter();
        let visits = visits.filter(|line| line.removed.is_none() && line.flag("done"));
        let there = latest(visits)
            .map(|line| line.set("people"))
            .unwrap_or_default();
        let is_here = |person: &ItemId| {
            let line = view.line(Part::People, Some(person));
            line.is_some_and(|line| line.removed.is_none())
        };
        let people = there.into_iter().filter_map(|id| ItemId::try_from(id).ok());
        people.filter(is_here).collect()
    })
}

/// The latest by its day, then by when it was written down.
fn latest<'a>(visits: impl Iterator<Item = &'a Line>) -> Option<&'a Line> {
    visits.max_by_key(|line| (line.text("date"), line.added.at))
}

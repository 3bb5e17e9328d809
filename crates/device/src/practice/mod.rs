//! The practice team: made-up households to learn the app with. Nobody in it exists.
//!
//! Each household is a story that hangs together ([`story`]), told as it came about ([`told`]): by
//! several colleagues, over a little more than a year up to the day on which somebody begins to
//! practise. It lives in a store of its own, which goes when they leave.

mod calendar;
mod story;
mod team;
mod told;

use doorstep_model::date::Date;
use doorstep_model::household::About;
use doorstep_model::safety_note::SafetyNote;
use doorstep_model::{DocKey, Heads, ItemId, Problem, ProblemCode, SCHEMA_VERSION, UnixMillis};
use doorstep_replica::Document;
use doorstep_replica::document::Kind;
use doorstep_wire::id::DocId;
use rusqlite::Transaction;

use crate::projected::project_whole;
use crate::random;
use crate::store::StoreFault;
use crate::store::project;
use crate::store::table::document;
use crate::unlocked::Unlocked;
use calendar::Calendar;
use story::{BothChanged, Safety, Story};
use team::{Team, Who};
use told::{Moment, moments};

/// The name of the practice team.
pub(crate) const TEAM_NAME: &str = "Practice team";
/// The name of the person who practises.
pub(crate) const WORKER_NAME: &str = "Practice Worker";
/// Where the team works.
pub(crate) const LOCALITY: &str = "Northside, Eastfield, Riverside and The Hill";

/// Households that whoever practises saw last, and how many hours ago.
const SEEN_LATELY: [(&str, i64); 5] = [
    ("The Chaudhry house", 71),
    ("Jo at the boatyard", 52),
    ("Dennis Fairweather", 47),
    ("Hollis", 29),
    ("The Harpers", 22),
];
const HOUR_MS: i64 = 60 * 60 * 1_000;

/// A household's document, written and ready to be kept, and the note that goes with it.
struct Written {
    id: DocId,
    document: Document,
    note: Option<Document>,
    seen: Option<UnixMillis>,
}

impl Unlocked {
    /// Fills the new store of a practice team, in which `me` practises, with everything it has.
    pub(crate) fn fill_practice(
        &mut self,
        today: Date,
        me: &ItemId,
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let team = Team::around(me, self.identity.device_id(), random::bytes);
        let document = self.team_document()?.ok_or(ProblemCode::NotHere)?;
        let edits = team.edits(today.year, random::bytes);
        self.edit_document(document, &edits, now)?;
        let calendar = Calendar { today, now };
        let stories = story::all().map_err(|_| Problem::with(ProblemCode::Unexpected, "story"))?;
        let written = stories.iter().enumerate().map(|(place, story)| {
            write(story, place, &team, calendar)
                .ok_or_else(|| Problem::with(ProblemCode::Unexpected, &story.name))
        });
        let written = written.collect::<Result<Vec<_>, _>>()?;
        self.store.write(|tx| {
            for household in &written {
                keep(tx, household.id, &household.document)?;
                if let Some(note) = &household.note {
                    keep(tx, DocId(random::bytes()), note)?;
                }
                if let Some(seen) = household.seen {
                    project::seen(tx, household.id, seen)?;
                }
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// Keeps a document as one that was folded long ago: nothing of it ever waits to be sent.
fn keep(tx: &Transaction<'_>, id: DocId, document: &Document) -> Result<(), StoreFault> {
    let (word, saved) = (document.kind().word(), document.save());
    document::insert(tx, id, word, &saved, SCHEMA_VERSION)?;
    project_whole(tx, id, document)
}

/// The document of one story; nothing if a story is wrong, which a test sees to.
fn write(story: &Story, place: usize, team: &Team, calendar: Calendar) -> Option<Written> {
    let all = moments(story, place, team, calendar, random::bytes);
    let mut writer = story.worker;
    let began = all.first()?.at;
    let created = Document::create(
        Kind::Household,
        team.device(writer),
        began,
        &mut random::system(),
    );
    let (mut document, _) = created.ok()?;
    for Moment { at, by, edits } in all {
        if by != writer {
            document.write_as(team.device(by), &mut random::system());
            writer = by;
        }
        document.edit(&edits, at, &mut random::system()).ok()?;
    }
    if let Some(both) = &story.both_changed {
        change_both(&mut document, both, team, calendar)?;
    }
    let id = DocId(random::bytes());
    let note = match &story.safety {
        Some(safety) => Some(safety_note(id, safety, team, calendar)?),
        None => None,
    };
    let seen = SEEN_LATELY.iter().find(|seen| seen.0 == story.name);
    Some(Written {
        id,
        document,
        note,
        seen: seen.map(|(_, hours)| UnixMillis(calendar.now.0 - hours * HOUR_MS)),
    })
}

/// Two of the team say who stands in, neither knowing of the other.
fn change_both(
    document: &mut Document,
    both: &BothChanged,
    team: &Team,
    calendar: Calendar,
) -> Option<()> {
    let say = |document: &mut Document, who: Who, minutes: i64| {
        document.write_as(team.device(who), &mut random::system());
        let edit = About::second_worker.only().set(team.member(who));
        let at = calendar.moment(both.on, minutes);
        document.edit(&[edit], at, &mut random::system()).ok()
    };
    let mut elsewhere = document.clone();
    say(document, both.one, 11 * 60 + 5)?;
    let came = say(&mut elsewhere, both.other, 15 * 60 + 40)?;
    let other = team.device(both.other);
    let applied = document.apply(other, &came.changes, &mut random::system());
    applied.ok().map(|_| ())
}

/// The note about a household, written on the day of the incident by whoever approved it.
fn safety_note(
    household: DocId,
    safety: &Safety,
    team: &Team,
    calendar: Calendar,
) -> Option<Document> {
    let mut rng = random::system();
    let at = calendar.moment(safety.incident, 18 * 60);
    let writer = team.device(safety.approved);
    let (mut document, _) = Document::create(Kind::SafetyNote, writer, at, &mut rng).ok()?;
    let edits = [
        SafetyNote::household
            .only()
            .set(Some(DocKey::from(household.0))),
        SafetyNote::incident_on
            .only()
            .set(Some(calendar.day(safety.incident))),
        SafetyNote::what
            .only()
            .write(&Heads::default(), &safety.what),
        SafetyNote::approved_by
            .only()
            .set(team.member(safety.approved)),
        SafetyNote::review_on
            .only()
            .set(Some(calendar.day(safety.review))),
    ];
    document.edit(&edits, at, &mut rng).ok()?;
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_story_can_be_read_and_written() {
        let stories = story::all().unwrap();
        assert!(stories.len() >= 30);
        let calendar = Calendar {
            today: Date::parse("2027-03-01").unwrap(),
            now: UnixMillis(1_803_900_000_000),
        };
        let device = doorstep_wire::id::DeviceId(random::bytes());
        let team = Team::around(&ItemId::from(random::bytes()), device, random::bytes);
        for (place, story) in stories.iter().enumerate() {
            let told = moments(story, place, &team, calendar, random::bytes);
            assert!(
                told.windows(2).all(|two| two[0].at <= two[1].at),
                "{}",
                story.name
            );
            assert!(
                write(story, place, &team, calendar).is_some(),
                "{}",
                story.name
            );
        }
    }

    #[test]
    fn every_service_has_a_cost_and_every_number_is_one_for_drama() {
        for story in story::all().unwrap() {
            for used in &story.used {
                let known = team::cost(used.agency, used.kind).is_some();
                assert!(known, "{}: {:?} {:?}", story.name, used.agency, used.kind);
            }
            for contact in story.people.iter().filter_map(|one| one.contact.as_ref()) {
                let drama = contact.starts_with("07700 900") || contact.starts_with("01632 960");
                assert!(drama && contact.len() == 12, "{}: {contact}", story.name);
            }
        }
    }
}

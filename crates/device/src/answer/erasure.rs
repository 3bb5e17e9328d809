//! Erasing a household for good: what would go, doing it, and which devices have.

use std::collections::HashMap;

use doorstep_model::call::{
    EraseHousehold, EraseLeftOver, ErasedOn, Erasure, ErasureAhead, ErasureShown, GetErasure,
    LeftOver, PastKeeping, TeamPage,
};
use doorstep_model::team::{Role, Team};
use doorstep_model::{DeviceKey, DocKey, Problem, ProblemCode, UnixMillis};
use doorstep_replica::team::erase::{MAX_REASON, Reason, erase, reason};
use doorstep_wire::entry::{Entry, EntryBody};
use doorstep_wire::id::{DeviceId, DocId};
use doorstep_wire::limits::MAX_ERASED;

use super::Answer;
use crate::Device;
use crate::exchange::millis;
use crate::learning::calendar::{date_of, day_at};
use crate::store::query;
use crate::store::query::erasure::{
    closed_until, is_held, notes_about, notes_alone, people_and_visits, unread_of,
};
use crate::store::table::{change, has_read, membership};
use crate::unlocked::Unlocked;

/// Letters of a reason, at most; each takes up to four bytes.
const LONGEST_REASON: usize = MAX_REASON / 4;
/// The years for which closed households can be kept.
const YEARS: std::ops::RangeInclusive<i64> = 1..=200;

/// Notes about erased households that are shown, and erased, at once.
const LEFT_OVER: usize = 50;
/// Erasures that are listed, the latest.
const LISTED: usize = 50;

/// A note about a household that was erased.
struct Left {
    note: DocId,
    household: DocId,
    what: String,
}

impl Answer<GetErasure> for Device {
    async fn reply(&self, call: GetErasure) -> Result<ErasureAhead, Problem> {
        let has_server = self.with(|open, _| {
            open.is_admin()?;
            open.shown_as_one(DocId(call.household.to_bytes()))?;
            Ok(open.server().is_ok())
        })?;
        // Without a server what is here is shown; erasing reads first, and compares with what was shown.
        if has_server && self.fetch_all().await.is_ok() {
            while self.read_some(false) {}
        }
        self.with(|open, _| open.erasure_ahead(&call.household))
    }
}

impl Answer<EraseHousehold> for Device {
    async fn reply(&self, call: EraseHousehold) -> Result<TeamPage, Problem> {
        let why = call.reason.trim().to_owned();
        if why.is_empty() {
            return Err(ProblemCode::ReasonNeeded.into());
        }
        if why.chars().count() > LONGEST_REASON {
            return Err(Problem::with(ProblemCode::TextTooLong, LONGEST_REASON));
        }
        // What is asked without a server, or by somebody who may not, is said before anything is read.
        self.with(|open, _| {
            open.may_erase(&call.household)?;
            open.server().map(|_| ())
        })?;
        // What has arrived may say that it has to be kept, or be a note about it.
        self.fetch_all().await?;
        while self.read_some(false) {}
        let household = DocId(call.household.to_bytes());
        self.append_as_admin(|open, now| open.erasure_of(household, &why, &call.shown, now))
            .await
    }
}

impl Answer<EraseLeftOver> for Device {
    async fn reply(&self, call: EraseLeftOver) -> Result<TeamPage, Problem> {
        let shown: Vec<DocId> = call.notes.iter().map(|id| DocId(id.to_bytes())).collect();
        self.append_as_admin(|open, now| open.erasure_of_left_over(&shown, now))
            .await
    }
}

impl Unlocked {
    fn is_admin(&self) -> Result<(), Problem> {
        match self.role()? {
            Role::Admin => Ok(()),
            _ => Err(ProblemCode::AdminOnly.into()),
        }
    }

    fn may_erase(&self, household: &DocKey) -> Result<(), Problem> {
        self.is_admin()?;
        let all = self.shown_as_one(DocId(household.to_bytes()))?;
        if self.store.read(|conn| is_held(conn, &all))? {
            return Err(ProblemCode::OnHold.into());
        }
        Ok(())
    }

    /// Everything that is shown as one with a household, itself or what shows it first.
    pub(crate) fn shown_as_one(&self, household: DocId) -> Result<Vec<DocId>, Problem> {
        let all = self.store.read(|conn| query::together(conn, household))?;
        match all.is_empty() {
            true if self.is_erased(household)? => Err(ProblemCode::Erased.into()),
            true => Err(ProblemCode::NotHere.into()),
            false => Ok(all),
        }
    }

    pub(crate) fn erasure_ahead(&mut self, household: &DocKey) -> Result<ErasureAhead, Problem> {
        self.is_admin()?;
        let all = self.shown_as_one(DocId(household.to_bytes()))?;
        let (mut names, mut holds, mut attachments) = (Vec::new(), Vec::new(), 0u32);
        let mut unread = 0u32;
        for id in &all {
            let key = DocKey::from(id.0);
            // One that can't be read goes as well; of it no more is known than lists show.
            let view = self.document(*id).ok();
            let view = view.and_then(|open| open.document.household(key));
            let listed = self.store.read(|conn| query::name(conn, *id))?;
            names.push(listed.unwrap_or_default());
            let Some(view) = view else {
                unread = unread.saturating_add(1);
                continue;
            };
            let hold = &view.about.legal_hold;
            let others = hold.both.iter().filter_map(|said| said.value.as_deref());
            let said = hold.value.as_deref().into_iter().chain(others);
            holds.extend(
                said.map(str::trim)
                    .filter(|hold| !hold.is_empty())
                    .map(str::to_owned),
            );
            let there = view.attachments.iter().filter(|it| it.removed.is_none());
            let there = u32::try_from(there.count()).unwrap_or(u32::MAX);
            attachments = attachments.saturating_add(there);
        }
        holds.dedup();
        let found = self.store.read(|conn| {
            let notes = notes_about(conn, &all)?;
            let counts = people_and_visits(conn, &all)?;
            let (mut only_here, mut waiting) = (0u32, 0u32);
            for document in all.iter().chain(&notes) {
                only_here = only_here.saturating_add(change::unsent(conn, *document)?);
                waiting = waiting.saturating_add(unread_of(conn, *document)?);
            }
            Ok((notes, counts, only_here, waiting))
        })?;
        let (notes, (people, visits), only_here, waiting) = found;
        let mut documents: Vec<DocId> = all.iter().chain(&notes).copied().collect();
        documents.sort();
        let shown = ErasureShown {
            documents: documents.iter().map(|id| DocKey::from(id.0)).collect(),
            people,
            visits,
            attachments,
            unread: unread.saturating_add(waiting),
        };
        let devices = self.membership()?.roster.members().count();
        let mut names = names.into_iter();
        Ok(ErasureAhead {
            name: names.next().unwrap_or_default(),
            joined: names.collect(),
            safety_notes: u32::try_from(notes.len()).unwrap_or(u32::MAX),
            only_here,
            other_devices: u32::try_from(devices.saturating_sub(1)).unwrap_or(u32::MAX),
            hold: (!holds.is_empty()).then(|| holds.join("\n")),
            shown,
        })
    }

    /// The entry that erases a household with all that is shown as one with it, and their safety notes,
    /// if that is what was shown; `None` if another admin was first.
    pub(crate) fn erasure_of(
        &mut self,
        household: DocId,
        why: &str,
        shown: &ErasureShown,
        now: UnixMillis,
    ) -> Result<Option<Entry>, Problem> {
        if self.is_erased(household)? {
            return Ok(None);
        }
        // The last of it has come since.
        while self.read_next(false, now)? {}
        self.may_erase(&DocKey::from(household.0))?;
        // Its documents are looked into as well: lists may be behind them.
        let ahead = self.erasure_ahead(&DocKey::from(household.0))?;
        if ahead.hold.is_some() {
            return Err(ProblemCode::OnHold.into());
        }
        if ahead.shown != *shown {
            return Err(ProblemCode::ErasureChanged.into());
        }
        let documents = shown.documents.iter().map(|id| DocId(id.to_bytes()));
        self.erasure_entry(documents.collect(), why.to_owned(), now)
            .map(Some)
    }

    /// The entry that erases what came later about households that had been erased; `None` if there is
    /// nothing. No more than what was shown; the reason is that of the first of them.
    fn erasure_of_left_over(
        &mut self,
        shown: &[DocId],
        now: UnixMillis,
    ) -> Result<Option<Entry>, Problem> {
        self.is_admin()?;
        let mut left_over = self.left_over()?;
        left_over.retain(|left| shown.contains(&left.note));
        left_over.truncate(MAX_ERASED);
        let Some(first) = left_over.first() else {
            return Ok(None);
        };
        let entries = self.store.read(has_read::erasures)?;
        let membership = self.membership()?;
        let before = entries.into_iter().find_map(|(_, bytes)| {
            let entry = Entry::parse(bytes).ok()?;
            let EntryBody::Erase(erase) = &entry.body else {
                return None;
            };
            let is_it = erase.documents.contains(&first.household);
            is_it.then(|| reason(&membership.keys, &membership.roster.team_id(), erase))?
        });
        // Without the key of that time, all that can be said is what it belongs to.
        let why = before.map_or_else(|| "…".to_owned(), |reason| reason.why);
        let mut documents: Vec<DocId> = left_over.iter().map(|left| left.note).collect();
        documents.sort();
        self.erasure_entry(documents, why, now).map(Some)
    }

    pub(crate) fn erasure_entry(
        &self,
        documents: Vec<DocId>,
        why: String,
        now: UnixMillis,
    ) -> Result<Entry, Problem> {
        if documents.len() > MAX_ERASED {
            return Err(Problem::with(ProblemCode::TooMuchToErase, MAX_ERASED));
        }
        let membership = self.membership()?;
        let (roster, key) = (&membership.roster, membership.epoch_key()?);
        let reason = Reason {
            at_ms: millis(now),
            why,
        };
        let rng = &mut self.random.clone();
        erase(&self.identity, roster, &key, documents, &reason, rng)
            .map_err(|_| ProblemCode::ReasonNeeded.into())
    }

    /// Safety notes that are here about households that were erased, with what they say. One that cannot
    /// be read, or that ever named a household which is not erased, is nobody's to erase in this way.
    fn left_over(&mut self) -> Result<Vec<Left>, Problem> {
        let alone = self.store.read(notes_alone)?;
        let mut left_over = Vec::new();
        for (note, household) in alone {
            if !self.is_erased(household)? || left_over.len() >= LEFT_OVER {
                continue;
            }
            // What was not read may say that it is about another.
            if self.store.read(|conn| unread_of(conn, note))? > 0 {
                continue;
            }
            let Ok(open) = self.document(note) else {
                continue;
            };
            let named = open.document.households_named();
            let what = open.document.safety_note(DocKey::from(note.0));
            let (Some(named), Some(what)) = (named, what) else {
                continue;
            };
            let roster = &self.membership()?.roster;
            if named
                .iter()
                .all(|id| roster.is_erased(&DocId(id.to_bytes())))
            {
                let what = what.note.what.0;
                left_over.push(Left {
                    note,
                    household,
                    what,
                });
            }
        }
        Ok(left_over)
    }

    /// What came later about what was erased.
    pub(super) fn left_over_notes(&mut self) -> Result<Vec<LeftOver>, Problem> {
        let shown = self.left_over()?.into_iter().map(|left| LeftOver {
            id: DocKey::from(left.note.0),
            what: left.what,
        });
        Ok(shown.collect())
    }

    /// What was erased, the latest first, and whose devices have.
    pub(super) fn erasures(&self, team: &Team) -> Result<Vec<Erasure>, Problem> {
        let entries = self.store.read(has_read::erasures)?;
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let came = self.came_at()?;
        let me = self.identity.device_id();
        let membership = self.membership()?;
        let named = |device: &DeviceId| {
            let member = team.member_of(&DeviceKey::from(device.0))?;
            member.name.value.clone()
        };
        let mut has_read = HashMap::new();
        for (id, _) in membership.roster.members() {
            has_read.insert(*id, self.store.read(|conn| has_read::of(conn, *id))?);
        }
        let mut all = Vec::with_capacity(entries.len().min(LISTED));
        for (number, bytes) in entries.into_iter().take(LISTED) {
            let Ok(entry) = Entry::parse(bytes) else {
                continue;
            };
            let EntryBody::Erase(erase) = &entry.body else {
                continue;
            };
            let told = reason(&membership.keys, &membership.roster.team_id(), erase);
            let mut devices = Vec::new();
            for (id, _) in membership.roster.members() {
                // Whoever came later never had it.
                let was_there = came.iter().any(|(device, at)| device == id && *at < number);
                if !was_there {
                    continue;
                }
                let has_read = has_read.get(id).copied().flatten();
                devices.push(ErasedOn {
                    name: named(id),
                    this_device: *id == me,
                    erased: *id == me || has_read.is_some_and(|at| at >= number),
                });
            }
            devices.sort_by(|one, other| one.name.cmp(&other.name));
            all.push(Erasure {
                number,
                at: told
                    .as_ref()
                    .map(|told| UnixMillis(i64::try_from(told.at_ms).unwrap_or(i64::MAX))),
                by: named(&entry.place.author),
                reason: told.map(|told| told.why),
                devices,
            });
        }
        Ok(all)
    }

    /// Each device with the place of the entry by which it came into the team.
    fn came_at(&self) -> Result<Vec<(DeviceId, u64)>, Problem> {
        let entries = self.store.read(membership::all)?;
        let came = entries.into_iter().filter_map(|bytes| {
            let entry = Entry::parse(bytes).ok()?;
            let device = match &entry.body {
                EntryBody::Genesis(genesis) => genesis.device,
                EntryBody::Add(add) => add.device,
                EntryBody::Recover(recover) => recover.device,
                _ => return None,
            };
            Some((device.device_id(), entry.place.position))
        });
        Ok(came.collect())
    }

    /// Closed households that the team has kept for as long as it wants, if it has said for how long.
    pub(super) fn past_keeping(
        &self,
        team: &Team,
        now: UnixMillis,
    ) -> Result<Vec<PastKeeping>, Problem> {
        let years = team.about.keep_closed_years.value;
        let Some(years) = years.filter(|years| YEARS.contains(years)) else {
            return Ok(Vec::new());
        };
        // A year has 365.2425 days.
        let days = (years.saturating_mul(3_652_425) + 9_999) / 10_000;
        let last_day = i64::from(day_at(now)).saturating_sub(days);
        let found = self.store.read(|conn| closed_until(conn, last_day))?;
        let shown = found.into_iter().map(|(id, name, day)| PastKeeping {
            id,
            name,
            closed: date_of(i32::try_from(day).unwrap_or_default()),
        });
        Ok(shown.collect())
    }
}

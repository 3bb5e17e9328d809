//! Erasing a household for good: what would go, doing it, and which devices have.

use doorstep_model::call::{
    EraseHousehold, EraseLeftOver, ErasedOn, Erasure, ErasureAhead, GetErasure, PastKeeping,
    TeamPage,
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
    closed_until, is_held, notes_about, notes_alone, people_and_visits,
};
use crate::store::table::{change, has_read, membership};
use crate::unlocked::Unlocked;

/// Letters of a reason, at most; each takes up to four bytes.
const LONGEST_REASON: usize = MAX_REASON / 4;
/// The years for which closed households can be kept.
const YEARS: std::ops::RangeInclusive<i64> = 1..=200;

impl Answer<GetErasure> for Device {
    async fn reply(&self, call: GetErasure) -> Result<ErasureAhead, Problem> {
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
        self.append_as_admin(|open, now| open.erasure_of(household, &why, now))
            .await
    }
}

impl Answer<EraseLeftOver> for Device {
    async fn reply(&self, _: EraseLeftOver) -> Result<TeamPage, Problem> {
        self.append_as_admin(Unlocked::erasure_of_left_over).await
    }
}

impl Unlocked {
    fn may_erase(&self, household: &DocKey) -> Result<(), Problem> {
        if self.role()? != Role::Admin {
            return Err(ProblemCode::AdminOnly.into());
        }
        let all = self.shown_as_one(DocId(household.to_bytes()))?;
        if self.store.read(|conn| is_held(conn, &all))? {
            return Err(ProblemCode::OnHold.into());
        }
        Ok(())
    }

    /// Everything that is shown as one with a household, itself or what shows it first.
    fn shown_as_one(&self, household: DocId) -> Result<Vec<DocId>, Problem> {
        let all = self.store.read(|conn| query::together(conn, household))?;
        match all.is_empty() {
            true => Err(ProblemCode::NotHere.into()),
            false => Ok(all),
        }
    }

    fn erasure_ahead(&mut self, household: &DocKey) -> Result<ErasureAhead, Problem> {
        if self.role()? != Role::Admin {
            return Err(ProblemCode::AdminOnly.into());
        }
        let all = self.shown_as_one(DocId(household.to_bytes()))?;
        let (mut names, mut holds, mut attachments) = (Vec::new(), Vec::new(), 0u32);
        for id in &all {
            let key = DocKey::from(id.0);
            // One that can't be read goes as well; of it no more is known than lists show.
            let view = self.document(*id).ok();
            let view = view.and_then(|open| open.document.household(key));
            let listed = self.store.read(|conn| query::name(conn, *id))?;
            names.push(listed.unwrap_or_default());
            let Some(view) = view else { continue };
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
            let (people, visits) = people_and_visits(conn, &all)?;
            let mut only_here = 0u32;
            for document in all.iter().chain(&notes) {
                only_here = only_here.saturating_add(change::unsent(conn, *document)?);
            }
            Ok((notes.len(), people, visits, only_here))
        })?;
        let (notes, people, visits, only_here) = found;
        let devices = self.membership()?.roster.members().count();
        let mut names = names.into_iter();
        Ok(ErasureAhead {
            name: names.next().unwrap_or_default(),
            joined: names.collect(),
            people,
            visits,
            attachments,
            safety_notes: u32::try_from(notes).unwrap_or(u32::MAX),
            only_here,
            other_devices: u32::try_from(devices.saturating_sub(1)).unwrap_or(u32::MAX),
            hold: (!holds.is_empty()).then(|| holds.join("\n")),
        })
    }

    /// The entry that erases a household with all that is shown as one with it, and their safety notes;
    /// `None` if another admin was first.
    pub(crate) fn erasure_of(
        &mut self,
        household: DocId,
        why: &str,
        now: UnixMillis,
    ) -> Result<Option<Entry>, Problem> {
        if self.is_erased(household)? {
            return Ok(None);
        }
        // The last of it has come since.
        while self.read_next(false, now)? {}
        self.may_erase(&DocKey::from(household.0))?;
        let mut all = self.shown_as_one(household)?;
        all.extend(self.store.read(|conn| notes_about(conn, &all))?);
        self.erasure_entry(all, why.to_owned(), now).map(Some)
    }

    /// The entry that erases what came later about households that had been erased; `None` if there is
    /// nothing. The reason is that of the first of them.
    fn erasure_of_left_over(&mut self, now: UnixMillis) -> Result<Option<Entry>, Problem> {
        let mut left_over = self.left_over()?;
        left_over.truncate(MAX_ERASED);
        let Some((_, household)) = left_over.first().copied() else {
            return Ok(None);
        };
        let entries = self.store.read(has_read::erasures)?;
        let membership = self.membership()?;
        let before = entries.into_iter().find_map(|(_, bytes)| {
            let entry = Entry::parse(bytes).ok()?;
            let EntryBody::Erase(erase) = &entry.body else {
                return None;
            };
            let is_it = erase.documents.contains(&household);
            is_it.then(|| reason(&membership.keys, &membership.roster.team_id(), erase))?
        });
        // Without the key of that time, all that can be said is what it belongs to.
        let why = before.map_or_else(|| "…".to_owned(), |reason| reason.why);
        let documents = left_over.into_iter().map(|(note, _)| note).collect();
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

    /// Safety notes that are here about households that were erased.
    fn left_over(&self) -> Result<Vec<(DocId, DocId)>, Problem> {
        let roster = &self.membership()?.roster;
        let mut alone = self.store.read(notes_alone)?;
        alone.retain(|(_, household)| roster.is_erased(household));
        Ok(alone)
    }

    /// How many documents came later about what was erased.
    pub(super) fn left_over_count(&self) -> Result<u32, Problem> {
        Ok(u32::try_from(self.left_over()?.len()).unwrap_or(u32::MAX))
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
        let mut all = Vec::with_capacity(entries.len());
        for (number, bytes) in entries {
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
                let has_read = self.store.read(|conn| has_read::of(conn, *id))?;
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

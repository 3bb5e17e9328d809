//! What a removed device had not sent: an admin looks at it, and accepts it or does not.

use std::collections::BTreeSet;

use doorstep_model::call::{
    AcceptHandedOver, DeclineHandedOver, HandedOverHousehold, HandedOverPage, LookAtHandedOver,
    TeamPage,
};
use doorstep_model::{DeviceKey, DocKey, Problem, ProblemCode};
use doorstep_replica::document::Kind;
use doorstep_replica::team::change::accept;
use doorstep_wire::chunk::SealedChunk;
use doorstep_wire::encode;
use doorstep_wire::entry::{Entry, LogEnd};
use doorstep_wire::handed_over::Item;
use doorstep_wire::id::{DeviceId, DocId};
use doorstep_wire::limits::MAX_HANDED_OVER;

use super::Answer;
use super::team::AdminLine;
use crate::Device;
use crate::handed_over::{HandedOver, endless};
use crate::inbox::Preview;
use crate::store::table::chunk;
use crate::unlocked::Unlocked;

/// Households that are shown, at most.
const SHOWN: usize = 500;

impl Answer<LookAtHandedOver> for Device {
    async fn reply(&self, call: LookAtHandedOver) -> Result<HandedOverPage, Problem> {
        let device = id_of(&call.device);
        let line = self.admin_line().await?;
        // What it goes on from comes first.
        self.fetch_all().await?;
        let handed = self.fetch_handed_over(&line, device).await?;
        let Previewed {
            handed,
            previews,
            unseen,
            for_others,
            ..
        } = self.previewed(handed, device)?;
        let mut page = HandedOverPage {
            photos: count(handed.blobs.len()),
            unreadable: count(handed.unfit),
            unseen,
            for_others,
            complete: handed.complete,
            seen: handed.digest(),
            ..HandedOverPage::default()
        };
        for (id, found) in previews {
            let changes = count(found.changes);
            if found.kind == Kind::Household && page.households.len() < SHOWN {
                page.households.push(HandedOverHousehold {
                    household: DocKey::from(id.0),
                    name: found.name,
                    is_new: found.is_new,
                    changes,
                    taken_out: found.taken_out,
                    set: found.set,
                    texts: found.texts,
                    more: found.more,
                });
            } else {
                page.other_changes = page.other_changes.saturating_add(changes);
            }
        }
        page.households
            .sort_by(|one, other| one.name.cmp(&other.name));
        Ok(page)
    }
}

impl Answer<AcceptHandedOver> for Device {
    async fn reply(&self, call: AcceptHandedOver) -> Result<TeamPage, Problem> {
        let device = id_of(&call.device);
        let line = self.admin_line().await?;
        self.fetch_all().await?;
        let handed = self.fetch_handed_over(&line, device).await?;
        let Previewed {
            handed, for_others, ..
        } = self.previewed(handed, device)?;
        if handed.digest() != call.seen {
            return Err(ProblemCode::HandedOverMore.into());
        }
        self.append_as_admin(|open, _| open.acceptance_of(device, &handed))
            .await?;
        self.with(|open, now| open.take_in_handed_over(&handed, now))?;
        self.exchange_now().await;
        // What did not get there now is told again, and accepted again.
        // What this admin can't read another one may: it stays until somebody declines it.
        let is_all = handed.complete && for_others == 0 && handed.unfit == 0;
        if is_all && !self.with(|open, _| open.handed_over_waits(&handed))? {
            let line = self.admin_line().await?;
            self.clear(&line, device, handed.last).await?;
        }
        self.with(|open, now| open.team_page(now))
    }
}

impl Answer<DeclineHandedOver> for Device {
    async fn reply(&self, call: DeclineHandedOver) -> Result<TeamPage, Problem> {
        let device = id_of(&call.device);
        let line = self.admin_line().await?;
        let handed = self.fetch_handed_over(&line, device).await?;
        // What comes after it would not connect, and the device would be told that it is there.
        if handed.last > 0 && !handed.complete {
            return Err(ProblemCode::HandedOverComing.into());
        }
        let last = handed.last;
        // What somebody in the team can open, and this admin can't, is not theirs to give up.
        self.fetch_all().await?;
        if self.previewed(handed, device)?.for_somebody > 0 {
            return Err(ProblemCode::HandedOverRestricted.into());
        }
        self.clear(&line, device, last).await?;
        self.with(|open, now| {
            open.decline_handed_over(device)?;
            open.team_page(now)
        })
    }
}

/// What can be read of what a device has left.
struct Previewed {
    handed: HandedOver,
    previews: Vec<(DocId, Preview)>,
    /// How many parts are restricted to others, and taken in without a look.
    unseen: u32,
    /// How many are, and stay where they are.
    for_others: u32,
    /// Those of them that a device in the team is named for.
    for_somebody: u32,
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

fn id_of(device: &DeviceKey) -> DeviceId {
    DeviceId(device.to_bytes())
}

impl Device {
    /// All that a device has left, taken apart.
    async fn fetch_handed_over(
        &self,
        line: &AdminLine,
        device: DeviceId,
    ) -> Result<HandedOver, Problem> {
        let (mut items, mut bytes, mut after, mut last) = (Vec::new(), 0_u64, 0, 0);
        loop {
            let page = line
                .remote
                .handed_over_by(line.team_id, &line.token, device, after)
                .await?;
            for item in page.items {
                bytes = bytes.saturating_add(u64::try_from(item.len()).unwrap_or(u64::MAX));
                items.push(item.into());
            }
            if bytes > MAX_HANDED_OVER {
                return Err(endless());
            }
            last = page.last.max(last);
            match page.next {
                None => break,
                Some(next) if next > after => after = next,
                Some(_) => return Err(endless()),
            }
        }
        self.with(|open, _| {
            for late in open.came_after_removal()? {
                if late.header().device_id == device {
                    let bytes = late.bytes().to_vec().into();
                    items.push(encode(&Item::Chunk { bytes }));
                }
            }
            let roster = &open.membership()?.roster;
            Ok(HandedOver {
                last,
                ..HandedOver::of(items, &device, roster)
            })
        })
    }

    /// What of it can be read, and what that would bring, document by document; a hold for each, so that
    /// screens get a turn. What is here already brings nothing.
    fn previewed(&self, mut handed: HandedOver, device: DeviceId) -> Result<Previewed, Problem> {
        let (mut previews, mut unreadable) = (Vec::new(), BTreeSet::new());
        let (mut unseen, mut for_others, mut for_somebody) = (0_u32, 0_u32, 0_u32);
        for (id, mut chunks) in handed.by_document() {
            // Nothing is read of what was erased; its places count, so that what follows them does.
            if self.with(|open, _| open.is_erased(id))? {
                continue;
            }
            let (found, lost) = self.with(|open, now| {
                let _as_far_as_it_goes = open.read_arrived(id);
                let here = open.store.read(|conn| {
                    let here = chunks.iter().map(|one| chunk::has(conn, one.id()));
                    here.collect::<Result<Vec<_>, _>>()
                })?;
                let mut here = here.into_iter();
                chunks.retain(|_| here.next() == Some(false));
                // What stands here counts, and what that device said and had not sent. A part that nobody can
                // open is for nobody.
                let standing = open.standing_with(id, &chunks)?;
                if open.is_for_me(&standing)? {
                    return open.preview(id, chunks, now);
                }
                let here = count(chunks.len());
                if open.is_for_somebody(&standing)? {
                    for_somebody = for_somebody.saturating_add(here);
                }
                // What was written in a document that is for others already is taken in as it is: whoever is
                // named reads it, and what follows it in its log is not held up. What would change who that
                // is goes through nobody's hands who can't look.
                if open.standing_of(id)?.is_restricted() && !open.is_any_said(&chunks)? {
                    unseen = unseen.saturating_add(here);
                    return Ok((None, Vec::new()));
                }
                // Whoever can't open it sees nothing of it, whatever it is sealed with.
                for_others = for_others.saturating_add(here);
                let lost = chunks.iter().map(SealedChunk::id).collect();
                Ok((None, lost))
            })?;
            unreadable.extend(lost);
            previews.extend(found.map(|found| (id, found)));
        }
        self.with(|open, _| {
            let roster = &open.membership()?.roster;
            let former = roster.former(&device).ok_or(ProblemCode::NotHere)?;
            handed.leave_out(&unreadable, former);
            Ok(Previewed {
                handed,
                previews,
                unseen,
                for_others,
                for_somebody,
            })
        })
    }

    async fn clear(&self, line: &AdminLine, device: DeviceId, up_to: u64) -> Result<(), Problem> {
        if up_to > 0 {
            line.remote
                .clear_handed_over(line.team_id, &line.token, device, up_to)
                .await?;
        }
        self.with(|open, _| {
            open.handed_over.retain(|waiting| waiting.device != device);
            Ok(())
        })
    }
}

impl Unlocked {
    /// Whether any of these chunks says who may open their document.
    fn is_any_said(&self, chunks: &[SealedChunk]) -> Result<bool, Problem> {
        for chunk in chunks {
            let grant = self.restricted_grant(chunk)?;
            if grant.is_some_and(|grant| grant.said.is_some()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The entry by which what a device has left counts; `None` if nothing of it goes on where its logs end.
    fn acceptance_of(
        &self,
        device: DeviceId,
        handed: &HandedOver,
    ) -> Result<Option<Entry>, Problem> {
        let roster = &self.membership()?.roster;
        let Some(former) = roster.former(&device) else {
            return Ok(None);
        };
        let goes_on = |end: &&LogEnd| {
            let now = former.ends.get(&end.log_id);
            now.is_none_or(|now| now.log_seq < end.log_seq)
        };
        let ends: Vec<_> = handed.ends.iter().filter(goes_on).copied().collect();
        Ok((!ends.is_empty()).then(|| accept(&self.identity, roster, device, ends)))
    }
}

#[cfg(test)]
mod tests;

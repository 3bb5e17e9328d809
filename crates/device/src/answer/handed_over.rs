//! What a removed device had not sent: an admin looks at it, and accepts it or does not.

use doorstep_model::call::{
    AcceptHandedOver, DeclineHandedOver, HandedOverHousehold, HandedOverPage, LookAtHandedOver,
    TeamPage,
};
use doorstep_model::{DeviceKey, DocKey, Problem, ProblemCode};
use doorstep_replica::document::Kind;
use doorstep_replica::team::change::accept;
use doorstep_wire::encode;
use doorstep_wire::entry::{Entry, LogEnd};
use doorstep_wire::handed_over::Item;
use doorstep_wire::id::DeviceId;
use doorstep_wire::limits::MAX_HANDED_OVER;

use super::Answer;
use super::team::AdminLine;
use crate::Device;
use crate::handed_over::{HandedOver, endless};
use crate::unlocked::Unlocked;

mod previewed;
#[cfg(test)]
mod tests;

use previewed::Previewed;

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

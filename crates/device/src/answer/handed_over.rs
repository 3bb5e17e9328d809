//! What a removed device had not sent: an admin looks at it, and accepts it or does not.

use doorstep_model::call::{
    AcceptHandedOver, DeclineHandedOver, HandedOverHousehold, HandedOverPage, LookAtHandedOver,
    TeamPage,
};
use doorstep_model::{DeviceKey, DocKey, Problem};
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

impl Answer<LookAtHandedOver> for Device {
    async fn reply(&self, call: LookAtHandedOver) -> Result<HandedOverPage, Problem> {
        let device = id_of(&call.device);
        let line = self.admin_line().await?;
        // What it goes on from comes first.
        self.fetch_all().await?;
        let handed = self.fetch_handed_over(&line, device).await?;
        let mut page = HandedOverPage {
            photos: u32::try_from(handed.blobs.len()).unwrap_or(u32::MAX),
            ..HandedOverPage::default()
        };
        let mut unreadable = handed.unfit;
        for (id, chunks) in handed.by_document() {
            // One document a hold, so that screens get a turn.
            let count = chunks.len();
            let found = self.with(|open, now| {
                let _as_far_as_it_goes = open.read_arrived(id);
                open.preview(id, chunks, now)
            })?;
            let Some(found) = found else {
                unreadable += count;
                continue;
            };
            unreadable += found.unreadable;
            let changes = u32::try_from(found.changes).unwrap_or(u32::MAX);
            if found.kind == Kind::Household {
                page.households.push(HandedOverHousehold {
                    household: DocKey::from(id.0),
                    name: found.name,
                    is_new: found.is_new,
                    changes,
                    texts: found.texts,
                    more: found.more,
                });
            } else {
                page.other_changes = page.other_changes.saturating_add(changes);
            }
        }
        page.households
            .sort_by(|one, other| one.name.cmp(&other.name));
        page.unreadable = u32::try_from(unreadable).unwrap_or(u32::MAX);
        Ok(page)
    }
}

impl Answer<AcceptHandedOver> for Device {
    async fn reply(&self, call: AcceptHandedOver) -> Result<TeamPage, Problem> {
        let device = id_of(&call.device);
        let line = self.admin_line().await?;
        let handed = self.fetch_handed_over(&line, device).await?;
        self.append_as_admin(|open| open.acceptance_of(device, &handed))
            .await?;
        self.with(|open, now| open.take_in_handed_over(&handed, now))?;
        self.exchange_now().await;
        // What did not get there now is told again, and accepted again.
        if !self.with(|open, _| open.handed_over_waits(&handed))? {
            let line = self.admin_line().await?;
            self.clear(&line, device).await?;
            self.with(|open, _| {
                open.handed_over.retain(|waiting| waiting.device != device);
                Ok(())
            })?;
        }
        self.with(|open, now| open.team_page(now))
    }
}

impl Answer<DeclineHandedOver> for Device {
    async fn reply(&self, call: DeclineHandedOver) -> Result<TeamPage, Problem> {
        let device = id_of(&call.device);
        let line = self.admin_line().await?;
        self.clear(&line, device).await?;
        self.with(|open, now| {
            open.decline_handed_over(device)?;
            open.team_page(now)
        })
    }
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
        let (mut items, mut bytes, mut after) = (Vec::new(), 0_u64, 0);
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
            Ok(HandedOver::of(items, &device, roster))
        })
    }

    async fn clear(&self, line: &AdminLine, device: DeviceId) -> Result<(), Problem> {
        let cleared = line
            .remote
            .clear_handed_over(line.team_id, &line.token, device);
        Ok(cleared.await?)
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

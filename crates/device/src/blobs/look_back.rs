//! Whether the server still has the photos and voice notes that it had. One that was restored from an
//! older copy may have lost some while words still fit; whoever has them sends them again.

use doorstep_model::stale::Stale;
use doorstep_model::{Problem, UnixMillis};
use doorstep_wire::id::BlobId;
use doorstep_wire::limits::MAX_BLOB_NAMES;

use crate::Device;
use crate::exchange::Errand;
use crate::store::table::blob;
use crate::unlocked::Unlocked;

/// How often it is asked while the device stays open, in milliseconds.
const EVERY_MS: i64 = 60 * 60 * 1000;

/// How far the looking back is. It begins with each unlocking.
#[derive(Default)]
pub(crate) struct LookBack {
    /// The number in the table that the next question begins with.
    from: i64,
    /// When the last one was answered.
    done: Option<UnixMillis>,
}

impl LookBack {
    /// Something says that the server may have lost some.
    pub(crate) fn begin_anew(&mut self) {
        *self = Self::default();
    }

    fn is_due(&self, now: UnixMillis) -> bool {
        let since = self.done.map(|done| now.0.saturating_sub(done.0));
        since.is_none_or(|since| !(0..EVERY_MS).contains(&since))
    }
}

impl Device {
    /// Asks after some of them, if it is time; the rest follows with the next look for news.
    ///
    /// # Errors
    /// As every request. A server that says no is asked again later.
    pub(crate) async fn look_back(&self, errand: &Errand) -> Result<(), Problem> {
        let Some(token) = &errand.token else {
            return Ok(());
        };
        let (asked, next) = self.with(|open, now| open.to_look_back(now))?;
        let lacking = if asked.is_empty() {
            Vec::new()
        } else {
            let (team, names) = (errand.team_id, asked.clone());
            let reply = errand.remote.lacking_blobs(team, token, names).await;
            self.or_refused(reply)?.unwrap_or_default()
        };
        self.with(|open, now| open.looked_back(&asked, next, &lacking, now))
    }
}

impl Unlocked {
    fn to_look_back(&self, now: UnixMillis) -> Result<(Vec<BlobId>, i64), Problem> {
        let from = self.blobs.look_back.from;
        if self.blobs.look_back.is_due(now) {
            let some = |conn: &_| blob::sent_from(conn, from, MAX_BLOB_NAMES);
            Ok(self.store.read(some)?)
        } else {
            Ok((Vec::new(), from))
        }
    }

    /// Only what was asked after counts, whatever else the server names.
    fn looked_back(
        &mut self,
        asked: &[BlobId],
        next: i64,
        lacking: &[BlobId],
        now: UnixMillis,
    ) -> Result<(), Problem> {
        let lost: Vec<BlobId> = asked
            .iter()
            .filter(|id| lacking.contains(id))
            .copied()
            .collect();
        if !lost.is_empty() {
            self.store
                .write(|tx| lost.iter().try_for_each(|id| blob::mark_lost(tx, *id)))?;
            self.stale(Stale::Sync);
        }
        let look_back = &mut self.blobs.look_back;
        if asked.len() < MAX_BLOB_NAMES {
            if look_back.is_due(now) {
                *look_back = LookBack {
                    from: 0,
                    done: Some(now),
                };
            }
        } else {
            look_back.from = next;
        }
        Ok(())
    }
}

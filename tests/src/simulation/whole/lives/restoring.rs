//! The server is restored from a backup of its own.
#![expect(
    clippy::indexing_slicing,
    reason = "a device's number stays good: none ever leaves the list"
)]

use doorstep_model::ProblemCode;
use doorstep_model::call::GetSync;

use super::seat::Fate;
use super::sequence::{Sequence, rows};
use super::world::Life;
use crate::simulation::fault;
use crate::simulation::whole::team;

/// Longer than any pause of the state machine.
const PAUSE_MS: i64 = 61_000;

impl Life {
    pub(super) async fn copy_server(&mut self) -> Result<(), String> {
        let to = self.folder.path().join("backup");
        // One that is not whole can't be restored.
        self.backup = self.office.back_up(&to).await?.then_some(to);
        Ok(())
    }

    /// The server has what it had then, and forgets what was erased since. Whoever sees to that has the devices
    /// that are at hand look at once, those first that know most of the team: an admin who goes on without
    /// having heard of what was lost begins another log, and that is a known end of the story (0043, Left).
    pub(super) async fn restore_server(&mut self) -> Result<(), String> {
        let Some(backup) = self.backup.clone() else {
            return Ok(());
        };
        let before = Sequence::of(&self.office.database())?;
        let chunks = before.chunks.into_iter().map(|(_, _, chunk)| chunk);
        self.ever.extend(chunks.map(|chunk| (chunk.id(), chunk)));
        self.office.restore_backup(&backup).await?;
        self.story.restores += 1;
        self.nothing_is_under_way()?;
        self.sessions_end.fill(false);
        self.count_what_is_nowhere()?;
        let mut all = Vec::new();
        for who in 0..self.seats.len() {
            if self.is_in(who)? {
                all.push((self.entries_on(who)?, who));
            }
        }
        all.sort_by_key(|(entries, who)| (std::cmp::Reverse(*entries), *who));
        for (_, who) in all {
            if self.seats[who].fate == Fate::Here {
                self.seats[who].device.away_until = 0;
                self.seats[who].device.pulse.go_on();
                // What it was at ends first.
                self.good_line(who).await?;
                self.now += PAUSE_MS;
                self.good_line(who).await?;
            }
        }
        self.forget().await
    }

    /// Whoever the server does not know any more, and nobody can tell it of, is out, with what was on that device.
    async fn forget(&mut self) -> Result<(), String> {
        let server = Sequence::of(&self.office.database())?;
        let mut forgets = false;
        for who in 0..self.seats.len() {
            let id = self.seats[who].id;
            let is_known =
                server.roster.member(&id).is_some() || server.roster.former(&id).is_some();
            if is_known || !self.is_in(who)? {
                continue;
            }
            self.now += PAUSE_MS;
            self.good_line(who).await?;
            let page = self.seats[who].device.ask(GetSync {})?;
            let problem = page.and_then(Result::ok).and_then(|page| page.problem);
            if problem.is_some_and(|problem| problem.code == ProblemCode::ServerForgotDevice) {
                self.seats[who].fate = Fate::Forgotten;
                self.seats[who].device.close();
                self.story.forgotten += 1;
                forgets = true;
            }
        }
        match forgets {
            true => self.count_what_is_nowhere(),
            false => Ok(()),
        }
    }

    /// How much of the membership log a device has.
    fn entries_on(&self, who: usize) -> Result<i64, String> {
        let device = &self.seats[who].device;
        let store = team::open(&device.home, &device.key).map_err(fault)?;
        let counted = rows(&store, "SELECT count(*) FROM membership", |row| row.get(0))?;
        Ok(counted.into_iter().next().unwrap_or_default())
    }
}

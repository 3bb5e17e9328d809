//! What happened in a life that kept its promises.

/// Counts of what really happened, by the membership log and by what devices answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Story {
    /// Devices in the team in the end.
    pub devices: usize,
    /// Edits that were called saved.
    pub saved: usize,
    /// Those that were there in the end, for everybody who may read them.
    pub kept: usize,
    /// Those in households that were erased.
    pub erased_with: usize,
    /// Those that lay nowhere any more after a device was lost or the server restored.
    pub nowhere: usize,
    /// Those that an admin declined.
    pub declined_with: usize,
    /// Those in households that no device in the team may open.
    pub for_nobody: usize,
    /// Those that are kept apart on the device of somebody who was left out a moment before.
    pub apart: usize,
    /// Those that only words opened in whose place others came, since nobody who had the keys was there again.
    pub with_words: usize,
    /// Those that a removed device handed over and only the paper opens: it had restricted them to people who are gone.
    pub for_paper: usize,
    /// Devices killed.
    pub kills: usize,
    /// Devices let in by an invite.
    pub joins: usize,
    /// Devices removed.
    pub removals: usize,
    /// Roles changed.
    pub roles: usize,
    /// Devices let in by the paper.
    pub recoveries: usize,
    /// New recovery words put in force by an admin.
    pub new_words: usize,
    /// Times that what removed devices had handed over was accepted.
    pub accepted: usize,
    /// Times that it was declined.
    pub declined: usize,
    /// Documents erased.
    pub erasures: usize,
    /// Times that a household was restricted, or somebody added or taken out.
    pub restrictions: usize,
    /// Times that a household was made everybody's again.
    pub lifts: usize,
    /// Devices lost.
    pub lost: usize,
    /// Times that the server was restored.
    pub restores: usize,
    /// Devices that the server knew no more after that, and nobody else either.
    pub forgotten: usize,
    /// Chunks that somebody's keys were tried on who may not read them, and opened none of.
    pub barred: usize,
    /// Chunks that the same keys opened, which whoever had them may read: the control.
    pub opened: usize,
}

impl Story {
    /// Counts another life's with it.
    pub fn add(&mut self, other: &Self) {
        self.devices += other.devices;
        self.saved += other.saved;
        self.kept += other.kept;
        self.erased_with += other.erased_with;
        self.nowhere += other.nowhere;
        self.declined_with += other.declined_with;
        self.for_nobody += other.for_nobody;
        self.apart += other.apart;
        self.with_words += other.with_words;
        self.for_paper += other.for_paper;
        self.kills += other.kills;
        self.joins += other.joins;
        self.removals += other.removals;
        self.roles += other.roles;
        self.recoveries += other.recoveries;
        self.new_words += other.new_words;
        self.accepted += other.accepted;
        self.declined += other.declined;
        self.erasures += other.erasures;
        self.restrictions += other.restrictions;
        self.lifts += other.lifts;
        self.lost += other.lost;
        self.restores += other.restores;
        self.forgotten += other.forgotten;
        self.barred += other.barred;
        self.opened += other.opened;
    }
}

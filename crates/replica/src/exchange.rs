//! When to talk to the server and about what: a state machine that does nothing itself.
//!
//! The device asks [`Exchange::next`] what to do, does it, and tells [`Exchange::handle`] what came
//! of it. The order is fixed: a session, then membership (a chunk may be by a device that was added
//! a moment ago), then push and pull until nothing is left on either side.

use doorstep_wire::id::EntryHash;

/// What the device knows when it asks for the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Local {
    /// Whether anything waits to be sent.
    pub outbox: bool,
    /// Whether somebody waits for a photo or voice note that the server may have.
    pub wanted: bool,
    /// Whether a photo or voice note waits to be sent.
    pub blobs: bool,
    /// The membership head this device has verified.
    pub membership_head: EntryHash,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Prove this device's key and get a token.
    OpenSession,
    /// Read the membership log on.
    ReadMembership,
    /// Find the last place that this device and the server have in common, and go on from there.
    GoBack,
    /// Push what waits and pull what is new.
    Sync,
    /// Fetch the next part of what somebody waits for.
    FetchPart,
    /// Send the next part of a photo or voice note.
    SendPart,
    /// Nothing until then, unless something happens.
    Rest {
        /// How long, in milliseconds.
        for_ms: u64,
    },
}

/// What came of a step, or happened in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// There is a token.
    SessionOpened,
    /// The server did not take the token.
    SessionEnded,
    /// The server said that this device was removed: the log says whether it was.
    SaidRemoved,
    /// The membership log was read to its end.
    MembershipRead,
    /// A round trip is over.
    Synced {
        /// The server has more.
        more: bool,
        /// The membership head that the server has.
        membership_head: EntryHash,
    },
    /// The server's chain at the device's cursor is another one, or gone: it was restored from an
    /// old copy, wiped or replaced.
    ChainDiffered,
    /// The device stands at a place that the server has too.
    WentBack,
    /// A step failed: no network, a refusal.
    Failed,
    /// Something waits to be sent, the server's head moved, or the person pressed Sync.
    Poked,
}

/// How long to rest while all is well and nothing happens.
pub const POLL_MS: u64 = 5_000;
/// The first pause after a failure; it doubles from there.
pub const FIRST_RETRY_MS: u64 = 2_000;
/// The longest pause after failures.
pub const LONGEST_RETRY_MS: u64 = 60_000;

/// Where the talk with the server stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    has_session: bool,
    server_membership: Option<EntryHash>,
    due_ms: u64,
    failures: u32,
    more: bool,
    behind: Behind,
}

/// Whether the server is behind this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// As far as is known it is not.
    No,
    /// It is, and the place that both have is not found yet.
    Found,
    /// That place was found; no round trip has gone well since.
    WentBack,
}

impl Default for Exchange {
    fn default() -> Self {
        Self {
            has_session: false,
            server_membership: None,
            due_ms: 0,
            failures: 0,
            more: true,
            behind: Behind::No,
        }
    }
}

impl Exchange {
    /// What to do at `now_ms` (a clock that only this device uses, for pauses).
    pub fn next(&self, now_ms: u64, local: Local) -> Step {
        // A pause longer than the longest can only come from a clock that was set back. Nobody can
        // say how much of it is over, so it is over: shortening it would begin it anew each time.
        let wait = match self.due_ms.saturating_sub(now_ms) {
            wait if wait > LONGEST_RETRY_MS => 0,
            wait => wait,
        };
        let well = self.failures == 0;
        let pressing = well && (self.more || local.outbox) || wait == 0;
        let blobs = well && (local.wanted || local.blobs);
        if !pressing && !blobs {
            Step::Rest { for_ms: wait }
        } else if !self.has_session {
            Step::OpenSession
        } else if self
            .server_membership
            .is_none_or(|head| head != local.membership_head)
        {
            Step::ReadMembership
        } else if self.behind == Behind::Found {
            Step::GoBack
        } else if pressing {
            // Text goes first, and a look for news is never put off by photos.
            Step::Sync
        } else if local.wanted {
            Step::FetchPart
        } else {
            Step::SendPart
        }
    }

    /// Takes in what happened.
    pub fn handle(&mut self, now_ms: u64, event: Event, local: Local) {
        match event {
            Event::SessionOpened => self.has_session = true,
            Event::SessionEnded => {
                self.has_session = false;
                self.fail(now_ms);
            }
            Event::SaidRemoved => {
                self.server_membership = None;
                self.more = true;
            }
            Event::MembershipRead => self.server_membership = Some(local.membership_head),
            Event::Synced {
                more,
                membership_head,
            } => {
                self.failures = 0;
                self.behind = Behind::No;
                self.server_membership = Some(membership_head);
                self.more = more || membership_head != local.membership_head;
                self.due_ms = now_ms.saturating_add(POLL_MS);
            }
            Event::ChainDiffered => {
                // A server whose chain differs again at once is not believed to be merely behind.
                if self.behind == Behind::WentBack {
                    self.fail(now_ms);
                }
                self.behind = Behind::Found;
                // What was known of its membership log counts no more, and whoever wrote what is
                // given back must be in it first.
                self.server_membership = None;
                self.more = true;
            }
            Event::WentBack => {
                self.behind = Behind::WentBack;
                self.more = true;
            }
            Event::Failed => self.fail(now_ms),
            Event::Poked => {
                self.more = true;
                self.failures = 0;
                self.due_ms = now_ms;
            }
        }
    }

    fn fail(&mut self, now_ms: u64) {
        let pause = FIRST_RETRY_MS.saturating_mul(1 << self.failures.min(10));
        self.failures = self.failures.saturating_add(1);
        // Somebody may have been removed meanwhile: the log is read before anything is sent again.
        self.server_membership = None;
        self.due_ms = now_ms.saturating_add(pause.min(LONGEST_RETRY_MS));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: EntryHash = EntryHash([1; 32]);
    const OTHER: EntryHash = EntryHash([2; 32]);
    const QUIET: Local = Local {
        outbox: false,
        wanted: false,
        blobs: false,
        membership_head: HEAD,
    };
    const WAITING: Local = Local {
        outbox: true,
        ..QUIET
    };

    #[test]
    fn goes_from_session_to_membership_to_sync_to_rest() {
        let mut exchange = Exchange::default();
        assert_eq!(exchange.next(0, QUIET), Step::OpenSession);
        exchange.handle(0, Event::SessionOpened, QUIET);
        assert_eq!(exchange.next(0, QUIET), Step::ReadMembership);
        exchange.handle(0, Event::MembershipRead, QUIET);
        assert_eq!(exchange.next(0, QUIET), Step::Sync);
        exchange.handle(
            0,
            Event::Synced {
                more: true,
                membership_head: HEAD,
            },
            QUIET,
        );
        assert_eq!(exchange.next(0, QUIET), Step::Sync);
        exchange.handle(
            0,
            Event::Synced {
                more: false,
                membership_head: HEAD,
            },
            QUIET,
        );
        assert_eq!(exchange.next(0, QUIET), Step::Rest { for_ms: POLL_MS });
        assert_eq!(
            exchange.next(0, WAITING),
            Step::Sync,
            "what waits does not wait for the poll"
        );
        exchange.handle(
            0,
            Event::Synced {
                more: false,
                membership_head: OTHER,
            },
            QUIET,
        );
        assert_eq!(exchange.next(0, QUIET), Step::ReadMembership);
    }

    #[test]
    fn backs_off_when_the_server_is_gone_and_comes_back_at_once_when_asked() {
        let mut exchange = Exchange::default();
        let mut pauses = Vec::new();
        for _ in 0..8 {
            exchange.handle(0, Event::Failed, WAITING);
            let Step::Rest { for_ms } = exchange.next(0, WAITING) else {
                panic!("no pause")
            };
            pauses.push(for_ms);
        }
        assert_eq!(
            pauses,
            [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]
        );
        exchange.handle(0, Event::Poked, WAITING);
        assert_eq!(exchange.next(0, WAITING), Step::OpenSession);
    }

    #[test]
    fn goes_back_to_a_common_place_once_and_then_backs_off() {
        let synced = Event::Synced {
            more: false,
            membership_head: HEAD,
        };
        let mut exchange = Exchange::default();
        exchange.handle(0, Event::SessionOpened, QUIET);
        exchange.handle(0, Event::MembershipRead, QUIET);
        exchange.handle(0, synced, QUIET);
        exchange.handle(0, Event::ChainDiffered, QUIET);
        assert_eq!(exchange.next(0, QUIET), Step::ReadMembership);
        exchange.handle(0, Event::MembershipRead, QUIET);
        assert_eq!(exchange.next(0, QUIET), Step::GoBack, "without a pause");
        exchange.handle(0, Event::WentBack, QUIET);
        assert_eq!(exchange.next(0, QUIET), Step::Sync);
        exchange.handle(0, Event::ChainDiffered, QUIET);
        let for_ms = FIRST_RETRY_MS;
        assert_eq!(exchange.next(0, QUIET), Step::Rest { for_ms });
        exchange.handle(0, Event::MembershipRead, QUIET);
        assert_eq!(exchange.next(for_ms, QUIET), Step::GoBack);
        exchange.handle(for_ms, Event::WentBack, QUIET);
        exchange.handle(for_ms, synced, QUIET);
        exchange.handle(for_ms, Event::ChainDiffered, QUIET);
        assert_eq!(
            exchange.next(for_ms, QUIET),
            Step::ReadMembership,
            "it was well"
        );
    }

    #[test]
    fn reads_the_log_again_after_a_failure_and_when_it_is_said_to_be_removed() {
        let mut exchange = Exchange::default();
        exchange.handle(0, Event::SessionOpened, QUIET);
        exchange.handle(0, Event::MembershipRead, QUIET);
        assert_eq!(exchange.next(0, WAITING), Step::Sync);
        exchange.handle(0, Event::Failed, WAITING);
        assert_eq!(exchange.next(FIRST_RETRY_MS, WAITING), Step::ReadMembership);
        exchange.handle(0, Event::MembershipRead, WAITING);
        assert_eq!(exchange.next(FIRST_RETRY_MS, WAITING), Step::Sync);
        exchange.handle(0, Event::SaidRemoved, WAITING);
        assert_eq!(
            exchange.next(FIRST_RETRY_MS, WAITING),
            Step::ReadMembership,
            "at once, with the same session"
        );
    }

    #[test]
    fn photos_go_between_texts_and_never_before_them() {
        let photo = Local {
            blobs: true,
            ..QUIET
        };
        let mut exchange = Exchange::default();
        assert_eq!(exchange.next(0, photo), Step::OpenSession);
        exchange.handle(0, Event::SessionOpened, photo);
        assert_eq!(exchange.next(0, photo), Step::ReadMembership);
        exchange.handle(0, Event::MembershipRead, photo);
        assert_eq!(exchange.next(0, photo), Step::Sync, "text first");
        let synced = Event::Synced {
            more: false,
            membership_head: HEAD,
        };
        exchange.handle(0, synced, photo);
        assert_eq!(exchange.next(1, photo), Step::SendPart);
        let typed = Local {
            outbox: true,
            ..photo
        };
        assert_eq!(exchange.next(1, typed), Step::Sync, "after one part");
        let both = Local {
            wanted: true,
            ..photo
        };
        assert_eq!(exchange.next(1, both), Step::FetchPart, "somebody waits");
        assert_eq!(exchange.next(POLL_MS, both), Step::Sync, "news is due");
        exchange.handle(POLL_MS, synced, photo);
        assert_eq!(exchange.next(POLL_MS + 1, photo), Step::SendPart);
        assert_eq!(
            exchange.next(POLL_MS + 1, QUIET),
            Step::Rest {
                for_ms: POLL_MS - 1
            },
            "the last one is sent"
        );
        exchange.handle(POLL_MS + 1, Event::Failed, photo);
        assert_eq!(
            exchange.next(POLL_MS + 1, both),
            Step::Rest {
                for_ms: FIRST_RETRY_MS
            },
            "nothing is tried while the server is gone"
        );
    }

    #[test]
    fn a_clock_set_back_by_years_does_not_stop_it() {
        let mut exchange = Exchange::default();
        let year = 365 * 24 * 60 * 60 * 1000;
        exchange.handle(10 * year, Event::Failed, QUIET);
        assert_eq!(exchange.next(0, QUIET), Step::OpenSession);
        exchange.handle(0, Event::Failed, QUIET);
        let pause = exchange.next(0, QUIET);
        assert_eq!(
            pause,
            Step::Rest { for_ms: 4_000 },
            "it backs off all the same"
        );
        assert_eq!(exchange.next(4_000, QUIET), Step::OpenSession);
    }
}

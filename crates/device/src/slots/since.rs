//! How long ago the passphrase was typed. What opens without it lapses, so that people don't forget it.

use doorstep_model::UnixMillis;
use minicbor::{Decode, Encode};

/// Days after the passphrase was typed.
const LONGEST_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// Openings without it: a clock that stands still says nothing of days.
const MOST_OPENINGS: u32 = 30;

/// What has been since the passphrase was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Since {
    /// By this device's clock, as the other.
    #[n(0)]
    typed_ms: i64,
    /// The last opening.
    #[n(1)]
    seen_ms: i64,
    #[n(2)]
    openings: u32,
}

impl Since {
    /// The passphrase was typed now.
    pub(crate) fn typed(now: UnixMillis) -> Self {
        Self {
            typed_ms: now.0,
            seen_ms: now.0,
            openings: 0,
        }
    }

    /// One opening more; `None` if the passphrase is to be typed. A clock that is behind what it said at the last
    /// opening was set back, and says nothing of how long ago that was.
    pub(crate) fn again(self, now: UnixMillis) -> Option<Self> {
        let in_time = now.0 >= self.seen_ms && now.0.saturating_sub(self.typed_ms) < LONGEST_MS;
        let openings = self.openings.saturating_add(1);
        (in_time && openings <= MOST_OPENINGS).then_some(Self {
            seen_ms: now.0,
            openings,
            ..self
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_MS, MOST_OPENINGS, Since};
    use doorstep_model::UnixMillis;

    const NOW: i64 = 1_800_000_000_000;

    fn after(ms: i64) -> UnixMillis {
        UnixMillis(NOW + ms)
    }

    #[test]
    fn it_lapses_by_days_by_openings_and_by_a_clock_that_was_set_back() {
        let typed = Since::typed(after(0));
        assert!(typed.again(after(0)).is_some());
        assert!(typed.again(after(LONGEST_MS - 1)).is_some());
        assert!(typed.again(after(LONGEST_MS)).is_none());
        assert!(typed.again(after(-1)).is_none());
        // Typed while the clock was years ahead.
        assert!(Since::typed(UnixMillis(i64::MAX)).again(after(0)).is_none());
        assert!(Since::typed(UnixMillis(i64::MIN)).again(after(0)).is_none());
        // Back to before an opening, though after the typing.
        let opened = typed.again(after(5_000)).unwrap();
        assert!(opened.again(after(4_999)).is_none());
        assert!(opened.again(after(5_000)).is_some());
        // A clock that stands still.
        let mut since = typed;
        for _ in 0..MOST_OPENINGS {
            since = since.again(after(0)).unwrap();
        }
        assert!(since.again(after(0)).is_none());
    }
}

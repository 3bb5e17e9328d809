//! How far what is on its way has come, for a person who waits for it.

use doorstep_model::UnixMillis;
use doorstep_model::call::Arriving;
use doorstep_wire::limits::REPLY_CHUNKS;

/// Fewer than this come before anybody could read a sentence about them.
const WORTH_SAYING: u64 = 20;
/// Before this long the pace is a guess, in milliseconds.
const KNOWN_AFTER_MS: u64 = 2_000;

/// What is asked for first, in bytes, and at least.
const FIRST_REPLY: u32 = 256 * 1024;
const SMALLEST_REPLY: u32 = 32 * 1024;
/// A reply that took less than this may be larger the next time, one that took longer than the second
/// was too large: what is cut off is fetched again, and nobody sees how it goes meanwhile.
const QUICK_MS: i64 = 1_000;
const SLOW_MS: i64 = 5_000;

/// What is being fetched and read.
pub(crate) struct Arrivals {
    /// Bytes to ask for at once.
    reply_bytes: u32,
    /// Chunks that the server has beyond what was fetched, as it says.
    to_fetch: u64,
    fetching: Pace,
    reading: Pace,
}

/// How quickly it goes.
#[derive(Default)]
struct Pace {
    since: Option<UnixMillis>,
    done: u64,
}

impl Default for Arrivals {
    fn default() -> Self {
        Self {
            reply_bytes: FIRST_REPLY,
            to_fetch: 0,
            fetching: Pace::default(),
            reading: Pace::default(),
        }
    }
}

impl Arrivals {
    /// How many bytes to ask for, so that a reply takes seconds at most.
    pub(crate) fn reply_bytes(&self) -> u32 {
        self.reply_bytes
    }

    /// A reply that was cut where most was asked for took so long, or the line broke before it came.
    pub(crate) fn took(&mut self, millis: i64, whole: bool) {
        let bytes = match (whole, millis) {
            (true, ..QUICK_MS) => self.reply_bytes.saturating_mul(2),
            (true, ..SLOW_MS) => self.reply_bytes,
            _ => self.reply_bytes / 2,
        };
        self.reply_bytes = bytes.clamp(SMALLEST_REPLY, REPLY_CHUNKS);
    }

    /// So many chunks came, and the server says that so many are left.
    pub(crate) fn fetched(&mut self, count: usize, left: u64, now: UnixMillis) {
        self.to_fetch = left;
        match left {
            0 => self.fetching = Pace::default(),
            _ => self.fetching.add(count as u64, now),
        }
    }

    /// Whether the server has more for this device, as far as it has said.
    pub(crate) fn are_fetched(&self) -> bool {
        self.to_fetch > 0
    }

    /// Nobody knows how it goes on: the server can't be reached, or it is another one.
    pub(crate) fn stopped(&mut self) {
        self.to_fetch = 0;
        self.fetching = Pace::default();
        self.reading = Pace::default();
    }

    /// What had arrived for some documents was read; whether those were the last of them.
    pub(crate) fn read(&mut self, count: usize, was_last: bool, now: UnixMillis) {
        match was_last {
            true => self.reading = Pace::default(),
            false => self.reading.add(count as u64, now),
        }
    }

    /// What to say, if it is worth it.
    pub(crate) fn page(&self, to_read: u32, now: UnixMillis) -> Option<Arriving> {
        let all = self.to_fetch.saturating_add(to_read.into());
        if all < WORTH_SAYING && to_read == 0 {
            return None;
        }
        let seconds_left = match self.to_fetch {
            0 => self.reading.seconds_for(to_read.into(), now),
            left => self.fetching.seconds_for(left, now),
        };
        Some(Arriving {
            to_fetch: self.to_fetch,
            to_read,
            seconds_left,
        })
    }
}

impl Pace {
    fn add(&mut self, count: u64, now: UnixMillis) {
        // What came first began before it was here, so that the pace is that of what followed.
        match self.since {
            None => self.since = Some(now),
            Some(_) => self.done = self.done.saturating_add(count),
        }
    }

    fn seconds_for(&self, left: u64, now: UnixMillis) -> Option<u32> {
        let elapsed = u64::try_from(now.0.saturating_sub(self.since?.0)).ok()?;
        if elapsed < KNOWN_AFTER_MS || self.done == 0 {
            return None;
        }
        let millis = u128::from(elapsed) * u128::from(left) / u128::from(self.done);
        Some(u32::try_from(millis / 1_000).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_is_left_and_how_long_it_takes_at_this_pace() {
        let mut arrivals = Arrivals::default();
        let at = |seconds: i64| UnixMillis(1_000_000 + seconds * 1_000);
        assert_eq!(arrivals.page(0, at(0)), None);
        assert!(
            arrivals.page(1, at(0)).is_some(),
            "a record is not complete"
        );
        arrivals.fetched(1, 19, at(0));
        assert_eq!(arrivals.page(0, at(0)), None, "not worth a sentence");
        arrivals.stopped();
        arrivals.fetched(100, 900, at(0));
        let page = arrivals.page(5, at(1)).unwrap();
        assert_eq!((page.to_fetch, page.seconds_left), (900, None));
        arrivals.fetched(100, 800, at(4));
        let page = arrivals.page(5, at(4)).unwrap();
        assert_eq!((page.to_fetch, page.seconds_left), (800, Some(32)));
        arrivals.fetched(800, 0, at(36));
        for second in 40..=50 {
            arrivals.read(1, false, at(second));
        }
        let page = arrivals.page(60, at(50)).unwrap();
        assert_eq!((page.to_fetch, page.to_read), (0, 60));
        assert_eq!(page.seconds_left, Some(60));
        arrivals.read(1, true, at(110));
        assert_eq!(arrivals.page(0, at(110)), None);
    }

    #[test]
    fn as_much_is_asked_for_as_comes_in_seconds() {
        let mut arrivals = Arrivals::default();
        let mut ask = |millis: &[i64]| {
            millis.iter().for_each(|took| arrivals.took(*took, true));
            arrivals.reply_bytes() / 1024
        };
        assert_eq!(ask(&[]), 256);
        assert_eq!(ask(&[100, 2_000]), 512);
        assert_eq!(ask(&[60_000; 9]), 32, "never less");
        assert_eq!(ask(&[-5; 20]), 4096, "never more than a reply may be");
        arrivals.took(3, false);
        assert_eq!(arrivals.reply_bytes(), 2048 * 1024, "the line broke");
    }

    /// A lying server and a clock that was set back make no number that is not one.
    #[test]
    fn nothing_overflows() {
        let mut arrivals = Arrivals::default();
        arrivals.fetched(1, u64::MAX, UnixMillis(i64::MIN));
        arrivals.fetched(1, u64::MAX, UnixMillis(i64::MAX));
        let page = arrivals.page(u32::MAX, UnixMillis(i64::MAX)).unwrap();
        assert_eq!(page.seconds_left, Some(u32::MAX));
        assert!(arrivals.page(1, UnixMillis(i64::MIN)).is_some());
    }
}

//! Wrong passphrases in a row. After a few the next try has to wait, longer each time, across
//! restarts; never for long, and nothing is ever wiped, since that would destroy unsent work.

use doorstep_model::{Problem, UnixMillis};
use serde::{Deserialize, Serialize};

use crate::platform::Files;
use crate::store::StoreFault;

const FILE: &str = "tries.json";
const MAX_FILE: usize = 1024;
/// Wrong tries before the first wait.
const FREE: u32 = 4;
const FIRST_WAIT_SECONDS: u32 = 5;
const LONGEST_WAIT_SECONDS: u32 = 300;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tries {
    wrong: u32,
    last_ms: i64,
}

impl Tries {
    /// What is remembered. If the clock was set back meanwhile, the wait begins anew.
    pub(super) fn read(files: &Files, now: UnixMillis) -> Result<Self, Problem> {
        let bytes = files.read(FILE, MAX_FILE).map_err(StoreFault::from)?;
        let tries: Option<Self> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut tries = tries.unwrap_or_default();
        if tries.last_ms > now.0 {
            tries.last_ms = now.0;
            tries.write(files)?;
        }
        Ok(tries)
    }

    pub(super) fn wait_seconds(self, now: UnixMillis) -> u32 {
        let Some(beyond) = self.wrong.checked_sub(FREE) else {
            return 0;
        };
        if beyond == 0 {
            return 0;
        }
        let doubled = FIRST_WAIT_SECONDS.saturating_mul(2u32.saturating_pow(beyond - 1));
        let wait_ms = i64::from(doubled.min(LONGEST_WAIT_SECONDS)) * 1_000;
        let left_ms = wait_ms
            .saturating_sub(now.0.saturating_sub(self.last_ms))
            .max(0);
        u32::try_from(left_ms.saturating_add(999) / 1_000).unwrap_or(LONGEST_WAIT_SECONDS)
    }

    pub(super) fn one_more(self, files: &Files, now: UnixMillis) -> Result<(), Problem> {
        Self {
            wrong: self.wrong.saturating_add(1),
            last_ms: now.0,
        }
        .write(files)
    }

    pub(super) fn forget(files: &Files) -> Result<(), Problem> {
        if files.exists(FILE) {
            files.remove(FILE).map_err(StoreFault::from)?;
        }
        Ok(())
    }

    fn write(self, files: &Files) -> Result<(), Problem> {
        let bytes = serde_json::to_vec(&self).unwrap_or_default();
        Ok(files.replace(FILE, &bytes).map_err(StoreFault::from)?)
    }
}

#[cfg(test)]
mod tests {
    use super::Tries;
    use doorstep_model::UnixMillis;

    #[test]
    fn the_wait_grows_ends_and_is_never_long() {
        let after = |wrong, ms| {
            Tries {
                wrong,
                last_ms: 1_000,
            }
            .wait_seconds(UnixMillis(ms))
        };
        assert_eq!(after(4, 1_000), 0);
        assert_eq!(after(5, 1_000), 5);
        assert_eq!(after(5, 5_999), 1);
        assert_eq!(after(5, 6_000), 0);
        assert_eq!(after(6, 1_000), 10);
        assert_eq!(after(u32::MAX, 1_000), 300);
    }
}

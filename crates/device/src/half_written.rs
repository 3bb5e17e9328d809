//! Files that the person chose, written so that no half of one stays: not after an error, and not
//! after a crash either. Copies of records lie in them to be read by anybody.

use std::io::{self, Write};

use doorstep_model::Problem;

use crate::Device;
use crate::files::Chosen;
use crate::store::table::half_written;
use crate::unlocked::Unlocked;

impl Device {
    /// Writes the file whole. The store knows of the half before there is one, so that the next
    /// unlocking can remove it.
    ///
    /// # Errors
    /// What `write`, the system or the store says; then there is no such file, or the old one.
    pub(crate) fn write_chosen<E: From<io::Error>>(
        &self,
        file: &Chosen,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<(), E> {
        let half = file.half();
        if let Some(half) = &half {
            let noted =
                self.with(|open, _| Ok(open.store.write(|tx| half_written::note(tx, half))?));
            noted.map_err(|problem| io::Error::other(problem.to_string()))?;
        }
        let written = file.replace(write);
        if let Some(half) = &half {
            // Locked meanwhile, or a full disk: the next unlocking finds that there is no half.
            let _stays_noted =
                self.with(|open, _| Ok(open.store.write(|tx| half_written::forget(tx, half))?));
        }
        written
    }
}

impl Unlocked {
    /// Removes what a crash left. What is out of reach, on a stick that is not there, is removed
    /// another time.
    ///
    /// # Errors
    /// What the store says.
    pub(crate) fn remove_halves(&self) -> Result<(), Problem> {
        for half in self.store.read(half_written::all)? {
            if Chosen::remove_half(&half) {
                self.store.write(|tx| half_written::forget(tx, &half))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what is wrong by panicking"
)]
mod tests {
    use std::future::Future;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use doorstep_model::UnixMillis;
    use doorstep_model::call::{Lock, StartTeam, Unlock};

    use super::*;

    /// What waits for nobody.
    fn at_once<T>(work: impl Future<Output = T>) -> T {
        match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(done) => done,
            Poll::Pending => panic!("it waits"),
        }
    }

    #[test]
    fn the_half_that_a_crash_leaves_goes_with_the_next_unlocking() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        let device = Device::new(home, || UnixMillis(1_700_000_000_000));
        let passphrase = "correct horse battery staple";
        at_once(device.answer(StartTeam {
            team_name: "Riverside".into(),
            locality: "Riverside".into(),
            my_name: "Alex".into(),
            passphrase: passphrase.into(),
        }))
        .unwrap();
        let path = folder.path().join("copy.json");
        let half = folder.path().join("copy.json.part");
        let beside = folder.path().join("other.part");
        std::fs::write(&beside, b"of somebody else").unwrap();
        let chosen = Chosen::from(path.clone());
        let crash = catch_unwind(AssertUnwindSafe(|| {
            device.write_chosen(&chosen, |out| -> io::Result<()> {
                out.write_all(&[b'x'; 100_000])?;
                panic!("the power is gone");
            })
        }));
        assert!(crash.is_err());
        assert!(half.exists() && !path.exists(), "a half is there");
        at_once(device.answer(Lock {})).unwrap();
        let unlock = || {
            at_once(device.answer(Unlock {
                passphrase: passphrase.into(),
            }))
        };
        unlock().unwrap();
        assert!(!half.exists(), "it is removed");
        assert!(beside.exists(), "the control");
        // A whole one stays, and nothing is noted any more.
        device
            .write_chosen(&chosen, |out| out.write_all(b"whole"))
            .unwrap();
        std::fs::write(&half, b"made by somebody since").unwrap();
        at_once(device.answer(Lock {})).unwrap();
        unlock().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"whole");
        assert!(half.exists());
    }
}

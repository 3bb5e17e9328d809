//! For tests within this crate: a device of its own, with a team and no server.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where this fails"
)]

use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Poll, Waker};

use doorstep_model::call::{AddHousehold, Call, Lock, StartTeam, Unlock};
use doorstep_model::{DocKey, Problem, UnixMillis};
use doorstep_wire::id::DocId;
use tempfile::TempDir;

use crate::{Answer, Device};

/// What opens it.
pub(crate) const PASSPHRASE: &str = "correct horse battery staple";

/// A device whose folder goes with it.
pub(crate) struct Alone {
    pub(crate) device: Device,
    folder: TempDir,
}

impl Alone {
    /// A device that nobody has used yet.
    pub(crate) fn without_team() -> Self {
        Self::within(tempfile::tempdir().unwrap())
    }

    /// Names of the files of photos and voice notes, in order.
    pub(crate) fn blob_files(&self) -> Vec<String> {
        let names = |open: &mut crate::unlocked::Unlocked, _| Ok(open.store.blobs.names().unwrap());
        let mut names = self.device.with(names).unwrap();
        names.sort();
        names
    }

    /// A device with a team of one.
    pub(crate) fn begin() -> Self {
        let alone = Self::without_team();
        let team = StartTeam {
            team_name: "Riverside".into(),
            locality: "The Quay".into(),
            my_name: "Alex".into(),
            passphrase: PASSPHRASE.into(),
        };
        alone.must(team);
        alone
    }

    fn within(folder: TempDir) -> Self {
        let clock = Arc::new(AtomicI64::new(1_800_000_000_000));
        let now = move || UnixMillis(clock.fetch_add(1, Ordering::SeqCst));
        Self {
            device: Device::new(folder.path().to_owned(), now),
            folder,
        }
    }

    /// A device that was restored from a copy of this one as it is now.
    pub(crate) fn copy(&self) -> Self {
        self.must(Lock {});
        let copy = tempfile::tempdir().unwrap();
        copy_into(self.folder.path(), copy.path());
        let copy = Self::within(copy);
        for alone in [self, &copy] {
            let passphrase = PASSPHRASE.into();
            alone.must(Unlock { passphrase });
        }
        copy
    }

    /// Asks for something that needs no network.
    pub(crate) fn ask<C: Call>(&self, call: C) -> Result<C::Reply, Problem>
    where
        Device: Answer<C>,
    {
        let asked = pin!(self.device.answer(call));
        match asked.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(reply) => reply,
            Poll::Pending => panic!("{} waits for something", C::NAME),
        }
    }

    /// As [`Alone::ask`], for what must go well.
    pub(crate) fn must<C: Call>(&self, call: C) -> C::Reply
    where
        Device: Answer<C>,
    {
        self.ask(call)
            .unwrap_or_else(|problem| panic!("{} said {problem}", C::NAME))
    }

    /// A new household.
    pub(crate) fn household(&self, name: &str) -> DocKey {
        let call = AddHousehold {
            name: name.into(),
            about: Vec::new(),
        };
        self.must(call).id
    }

    /// Runs SQL with a document's id as its one value; answers how many rows it changed.
    pub(crate) fn sql(&self, statement: &str, doc: &DocKey) -> usize {
        let doc = DocId(doc.to_bytes());
        self.device
            .with(|open, _| Ok(open.store.write(|tx| Ok(tx.execute(statement, [doc.0])?))?))
            .unwrap()
    }

    /// Forgets every document in memory, as a device that has just been unlocked.
    pub(crate) fn forget(&self) {
        let forget = |open: &mut crate::unlocked::Unlocked, _: UnixMillis| {
            open.documents = crate::documents::OpenDocuments::default();
            Ok(())
        };
        self.device.with(forget).unwrap();
    }
}

/// Everything in a folder, into another.
pub(crate) fn copy_into(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let there = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            std::fs::create_dir_all(&there).unwrap();
            copy_into(&entry.path(), &there);
        } else {
            std::fs::copy(entry.path(), there).unwrap();
        }
    }
}

//! Files outside of the device's folder: the person chooses one, a call gets a ticket for it, and
//! later calls use it. So a fault in the screens can't reach a file nobody chose.

use std::collections::HashMap;
use std::sync::Mutex;

use doorstep_model::call::{ChooseFile, FileChosen};
use doorstep_model::id::FileTicket;
use doorstep_model::{Problem, ProblemCode};

use crate::Device;
use crate::device::lock;
pub use crate::platform::Chosen;
use crate::random;

/// Opens the system's dialog and waits for the person; `None` when they chose nothing.
type Choose = Box<dyn Fn(&ChooseFile) -> Option<Chosen> + Send + Sync>;

/// Files that were chosen, at most; all are forgotten for one more.
const AT_MOST: usize = 64;

/// What was chosen since the device was unlocked.
#[derive(Default)]
pub(crate) struct Files {
    choose: Mutex<Option<Choose>>,
    chosen: Mutex<HashMap<FileTicket, Chosen>>,
}

impl Device {
    /// Sets how the person chooses a file. `choose` may block: it runs on the thread of the call.
    pub fn on_choose_file(
        &self,
        choose: impl Fn(&ChooseFile) -> Option<Chosen> + Send + Sync + 'static,
    ) {
        *lock(&self.files.choose) = Some(Box::new(choose));
    }
}

impl Files {
    /// Asks the person.
    pub(crate) fn choose(&self, what: &ChooseFile) -> Option<FileChosen> {
        let chosen = lock(&self.choose)
            .as_ref()
            .and_then(|choose| choose(what))?;
        let name = chosen.name();
        let ticket = FileTicket::from(random::bytes());
        let mut all = lock(&self.chosen);
        if all.len() >= AT_MOST {
            all.clear();
        }
        all.insert(ticket.clone(), chosen);
        Some(FileChosen { ticket, name })
    }

    /// The file.
    ///
    /// # Errors
    /// [`ProblemCode::FileGone`] if the ticket is from before the device was locked.
    pub(crate) fn get(&self, ticket: &FileTicket) -> Result<Chosen, Problem> {
        let chosen = lock(&self.chosen).get(ticket).cloned();
        chosen.ok_or_else(|| ProblemCode::FileGone.into())
    }

    pub(crate) fn forget(&self) {
        lock(&self.chosen).clear();
    }
}

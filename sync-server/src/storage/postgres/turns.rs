//! One transaction of a process waits at a team's row in the database, the others wait here.
//!
//! So a busy team takes one connection of a process and not all of them; and if the process freezes,
//! only one of its sessions stands in the queue at the row, to be ended before others go on.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use doorstep_wire::id::TeamId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::storage::{DatabaseFault, StorageFault};

/// Teams remembered at once, before those that nobody waits for are forgotten.
const REMEMBERED: usize = 1_000;
/// How long a transaction waits for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Clone, Default)]
pub(super) struct Turns(Arc<Mutex<HashMap<TeamId, Weak<Semaphore>>>>);

impl Turns {
    /// This process's turn at the team, until it is dropped.
    pub(super) async fn take(&self, team: TeamId) -> Result<OwnedSemaphorePermit, StorageFault> {
        match timeout(PATIENCE, self.of(team).acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(DatabaseFault::NoConnection("the team is busy".into()).into()),
        }
    }

    fn of(&self, team: TeamId) -> Arc<Semaphore> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(&team).and_then(Weak::upgrade) {
            return turn;
        }
        if turns.len() >= REMEMBERED {
            turns.retain(|_, turn| turn.strong_count() > 0);
        }
        let turn = Arc::new(Semaphore::new(1));
        turns.insert(team, Arc::downgrade(&turn));
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::{TeamId, Turns};

    #[tokio::test(start_paused = true)]
    async fn teams_wait_for_themselves_alone_and_not_for_ever() {
        let (turns, one, other) = (Turns::default(), TeamId([1; 32]), TeamId([2; 32]));
        let held = turns.take(one).await.unwrap();
        let _other = turns.take(other).await.unwrap();
        assert!(turns.take(one).await.is_err());
        drop(held);
        assert!(turns.take(one).await.is_ok());
    }
}

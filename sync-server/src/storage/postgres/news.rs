//! What other processes stored, heard through LISTEN and NOTIFY. A note goes out after its
//! transaction: whoever hears of it finds it.
//!
//! Not within it: whoever commits a note holds a lock on the whole database until the disk has the
//! transaction, so that all teams' transactions would wait for the disk one after the other. A process
//! that is killed in between has told nobody. Then its devices have heard no answer either, send again
//! through another one, and that is told, whether it was new or not. What is left is a process that dies
//! within the moment between its answer and its note: devices look by themselves as well.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use data_encoding::HEXLOWER;
use doorstep_wire::id::TeamId;
use futures_util::StreamExt as _;
use futures_util::stream::poll_fn;
use tokio::sync::{Notify, broadcast};
use tokio::time::{sleep, timeout};
use tokio_postgres::{AsyncMessage, Client};

use super::address::{Messages as _, PostgresAddress};
use crate::storage::{DatabaseFault, News, StorageFault};

const CHANNEL: &str = "doorstep_news";
const TELL: &str = "SELECT count(pg_notify($1, note)) FROM unnest($2::text[]) AS note";
/// How long to wait before the database is tried again.
const PAUSE: Duration = Duration::from_secs(1);
/// How often the connection is tried, so that one that is dead is noticed.
const TRIED: Duration = Duration::from_secs(30);
/// How long it may take to answer then.
const ANSWER: Duration = Duration::from_secs(10);

/// A process's own name in its notes, so that it does not hear itself.
#[derive(Debug, Clone)]
pub(super) struct Own(String);

impl Own {
    pub(super) fn random() -> Result<Self, StorageFault> {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).map_err(|fault| StorageFault::Unusable(fault.to_string()))?;
        Ok(Self(HEXLOWER.encode(&bytes)))
    }

    fn note(&self, team: TeamId) -> String {
        format!("{}.{team}", self.0)
    }
}

/// Teams of which other processes are to be told: at most as many as there are.
#[derive(Clone, Default)]
pub(super) struct Untold(Arc<Waiting>);

#[derive(Default)]
struct Waiting {
    teams: Mutex<BTreeSet<TeamId>>,
    came: Notify,
}

impl Untold {
    /// Something was committed in this team.
    fn add(&self, team: TeamId) {
        self.teams().insert(team);
        self.0.came.notify_one();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.teams().is_empty()
    }

    fn teams(&self) -> MutexGuard<'_, BTreeSet<TeamId>> {
        self.0.teams.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds this team however what follows ends: a transaction may be committed although nobody heard so.
    pub(super) fn whatever_happens(&self, team: TeamId) -> impl Drop {
        Added { to: self, team }
    }

    /// Tells other processes of all of them. Until that went well they are to be told still.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn tell(&self, on: &Client, own: &Own) -> Result<(), StorageFault> {
        let mut telling = Telling {
            from: self,
            teams: std::mem::take(&mut *self.teams()),
        };
        if telling.teams.is_empty() {
            return Ok(());
        }
        let notes: Vec<String> = telling.teams.iter().map(|team| own.note(*team)).collect();
        answer(on.execute(TELL, &[&CHANNEL, &notes])).await?;
        telling.teams.clear();
        Ok(())
    }
}

struct Added<'a> {
    to: &'a Untold,
    team: TeamId,
}

impl Drop for Added<'_> {
    fn drop(&mut self) {
        self.to.add(self.team);
    }
}

/// Teams that are being told of; they go back, unless they were.
struct Telling<'a> {
    from: &'a Untold,
    teams: BTreeSet<TeamId>,
}

impl Drop for Telling<'_> {
    fn drop(&mut self) {
        self.from.teams().append(&mut self.teams);
    }
}

/// Passes on what others tell, and tells others, for ever: a connection that breaks is made again.
pub(super) async fn follow(
    address: &PostgresAddress,
    own: &Own,
    untold: &Untold,
    news: &broadcast::Sender<News>,
) {
    loop {
        if let Err(fault) = listen(address, own, untold, news).await {
            tracing::warn!(%fault, "news of other processes is not heard; trying again");
        }
        sleep(PAUSE).await;
    }
}

/// What the database answers, within a time.
async fn answer<T>(
    asked: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, StorageFault> {
    let silent = |_| DatabaseFault::NoConnection("it is silent".into());
    Ok(timeout(ANSWER, asked).await.map_err(silent)??)
}

async fn listen(
    address: &PostgresAddress,
    own: &Own,
    untold: &Untold,
    news: &broadcast::Sender<News>,
) -> Result<(), StorageFault> {
    let (client, mut connection) = address.connect().await?;
    let mut messages = poll_fn(move |context| connection.poll_next(context));
    let hear = async {
        while let Some(message) = messages.next().await {
            if let AsyncMessage::Notification(note) = message?
                && let Some(heard) = read(note.payload(), own)
            {
                // Nobody listening is no error.
                let _listeners = news.send(heard);
            }
        }
        Ok(())
    };
    let keep = async {
        client.batch_execute(&format!("LISTEN {CHANNEL}")).await?;
        // Something may have come while nobody listened.
        let _listeners = news.send(News::Missed);
        loop {
            untold.tell(&client, own).await?;
            if timeout(TRIED, untold.0.came.notified()).await.is_err() {
                answer(client.batch_execute("")).await?;
            }
        }
    };
    tokio::select! {
        ended = hear => ended,
        ended = keep => ended,
    }
}

/// What a note says; `None` if it is this process's own. One that can't be read is from a newer
/// version, and may mean anything.
fn read(note: &str, own: &Own) -> Option<News> {
    match note.split_once('.') {
        Some((from, _)) if from == own.0 => None,
        Some((_, team)) => Some(team.parse().map_or(News::Missed, News::Of)),
        None => Some(News::Missed),
    }
}

#[cfg(test)]
mod tests {
    use super::{News, Own, TeamId, read};

    #[test]
    fn a_note_is_of_a_team_and_ones_own_is_none() {
        let (own, team) = (Own("00ff".into()), TeamId([7; 32]));
        assert_eq!(read(&format!("00fe.{team}"), &own), Some(News::Of(team)));
        assert_eq!(read(&format!("00ff.{team}"), &own), None);
        assert_eq!(read("00fe.something else", &own), Some(News::Missed));
        assert_eq!(read("", &own), Some(News::Missed));
    }
}

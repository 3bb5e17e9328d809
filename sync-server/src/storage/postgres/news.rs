//! What other processes stored, heard through LISTEN and NOTIFY. A note goes out with its
//! transaction: whoever hears of it finds it.

use std::time::Duration;

use data_encoding::HEXLOWER;
use deadpool_postgres::Transaction;
use doorstep_wire::id::TeamId;
use futures_util::StreamExt as _;
use futures_util::stream::poll_fn;
use tokio::sync::broadcast;
use tokio::time::{sleep, timeout};
use tokio_postgres::AsyncMessage;

use super::address::{Messages as _, PostgresAddress};
use super::query::run;
use crate::storage::{DatabaseFault, News, StorageFault};

const CHANNEL: &str = "doorstep_news";
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
}

/// Tells other processes, once the transaction is committed.
pub(super) async fn tell(
    tx: &Transaction<'_>,
    own: &Own,
    team: TeamId,
) -> Result<(), StorageFault> {
    let note = format!("{}.{team}", own.0);
    run(tx, "SELECT pg_notify($1, $2)", &[&CHANNEL, &note]).await?;
    Ok(())
}

/// Passes on what others tell, for ever: a connection that breaks is made again.
pub(super) async fn follow(address: &PostgresAddress, own: &Own, news: &broadcast::Sender<News>) {
    loop {
        if let Err(fault) = listen(address, own, news).await {
            tracing::warn!(%fault, "news of other processes is not heard; trying again");
        }
        sleep(PAUSE).await;
    }
}

async fn listen(
    address: &PostgresAddress,
    own: &Own,
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
            sleep(TRIED).await;
            timeout(ANSWER, client.batch_execute(""))
                .await
                .map_err(|_| DatabaseFault::NoConnection("it is silent".into()))??;
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

//! Replies on their way, with a bound on what all of them hold together: on a slow line one takes
//! minutes, and until then it lies in memory.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use doorstep_wire::encode;
use doorstep_wire::limits::MAX_REPLY;
use doorstep_wire::refusal::RefusalCode;
use minicbor::Encode;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::answer::{HEADERS, No};
use super::kib;

/// Of what is free, one reply takes a part, so that a few large ones leave room for others.
const SHARE: usize = 16;
/// Less than this nobody is offered: every round trip would be for a few chunks.
const LEAST: usize = 16 * 1024;
/// How long a request waits for that.
const TURN: Duration = Duration::from_secs(10);

/// Memory for replies; a permit a KiB.
pub(super) struct Replies(Arc<Semaphore>);

/// Room for one reply, free again when it was sent.
pub(super) struct Room {
    pool: Arc<Semaphore>,
    permit: OwnedSemaphorePermit,
}

impl Replies {
    /// At most so many bytes at once. The largest reply always finds room.
    pub(super) fn new(most: usize) -> Self {
        Self(Arc::new(Semaphore::new(kib(most.max(MAX_REPLY)) + 1)))
    }

    /// Room for a reply of at most `asked` bytes; for less where much is on its way.
    ///
    /// # Errors
    /// [`RefusalCode::TooMany`] if hardly any is left for a while.
    pub(super) async fn room(&self, asked: usize) -> Result<Room, No> {
        let share = self.0.available_permits() / SHARE;
        let asked = kib(asked) + 1;
        let permits = asked.min(share.max(kib(LEAST)));
        Room::take(&self.0, permits).await
    }
}

impl Room {
    async fn take(pool: &Arc<Semaphore>, permits: usize) -> Result<Self, No> {
        let permits = u32::try_from(permits).unwrap_or(u32::MAX);
        let permit = timeout(TURN, Arc::clone(pool).acquire_many_owned(permits)).await;
        let permit = permit.ok().and_then(Result::ok).ok_or_else(|| {
            No::new(
                RefusalCode::TooMany,
                "Too many answers are on their way. Wait a minute.",
            )
        })?;
        Ok(Self {
            pool: Arc::clone(pool),
            permit,
        })
    }

    /// What there is room for.
    pub(super) fn bytes(&self) -> usize {
        self.permit.num_permits() * 1024
    }

    /// Takes as much as a reply has: it may be larger by one chunk, since without one it would say
    /// nothing.
    ///
    /// # Errors
    /// As [`Replies::room`].
    pub(super) async fn fit(mut self, bytes: usize) -> Result<Self, No> {
        let (has, needs) = (self.permit.num_permits(), kib(bytes) + 1);
        if needs > has {
            let pool = Arc::clone(&self.pool);
            // Whoever waited while it holds some could wait for one that does the same.
            drop(self);
            return Self::take(&pool, needs).await;
        }
        drop(self.permit.split(has - needs));
        Ok(self)
    }
}

/// An answer that has its room until the last of it was handed to the line.
pub(super) struct Roomy<T>(pub(super) T, pub(super) Room);

struct Kept {
    bytes: Vec<u8>,
    _room: Room,
}

impl AsRef<[u8]> for Kept {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl<T: Encode<()>> IntoResponse for Roomy<T> {
    fn into_response(self) -> Response {
        let kept = Kept {
            bytes: encode(&self.0),
            _room: self.1,
        };
        (HEADERS, Body::from(Bytes::from_owner(kept))).into_response()
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;

    const MIB: usize = 1024 * 1024;

    #[tokio::test(start_paused = true)]
    async fn all_together_never_take_more_and_whoever_comes_gets_a_part() {
        let replies = Replies::new(24 * MIB);
        let mut rooms = Vec::new();
        while let Ok(room) = replies.room(4 * MIB).await {
            rooms.push(room);
        }
        let sizes: Vec<usize> = rooms.iter().map(Room::bytes).collect();
        assert!(sizes.iter().sum::<usize>() <= 24 * MIB + 1024);
        assert!(sizes.is_sorted_by(|one, next| one >= next));
        assert!(sizes.len() > 80, "{}", sizes.len());
        assert!(sizes[0] >= MIB && *sizes.last().unwrap() == LEAST);
        rooms.pop();
        assert!(replies.room(4 * MIB).await.is_ok(), "one is free again");
    }

    #[tokio::test(start_paused = true)]
    async fn room_is_held_until_the_answer_was_sent() {
        let replies = Replies::new(24 * MIB);
        let all = replies.0.available_permits();
        let room = replies.room(MIB).await.unwrap();
        assert_eq!(replies.0.available_permits(), all - 1025);
        let room = room.fit(9_000).await.unwrap();
        assert_eq!(replies.0.available_permits(), all - 9);
        let room = room.fit(5 * MIB).await.unwrap();
        assert_eq!(replies.0.available_permits(), all - 5 * 1024 - 1);
        let response = Roomy(vec![7u8; 1000], room).into_response();
        let body = to_bytes(response.into_body(), MIB).await.unwrap();
        assert_eq!(replies.0.available_permits(), all - 5 * 1024 - 1);
        drop(body);
        assert_eq!(replies.0.available_permits(), all);
    }
}

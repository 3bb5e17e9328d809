//! `GET /v1/teams/{team}/events`: server-sent events that say only "look again".

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::stream::{Stream, unfold};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, timeout_at};

use super::asker::Member;
use super::{Here, now_seconds};
use crate::metrics::Counted;
use crate::storage::{News, Storage};

/// A quiet line is kept open with a comment this often.
const KEEP_ALIVE: Duration = Duration::from_secs(25);

/// Ends with the session, so that a device that is no longer in the team hears nothing for long.
pub(super) async fn listen<S: Storage>(
    State(office): Here<S>,
    member: Member,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let left = member.session_ends.saturating_sub(now_seconds());
    let ends = Instant::now() + Duration::from_secs(left);
    let listening = Counted::in_(&office.metrics.listeners);
    let news = office.news.subscribe();
    let stream = unfold((news, listening), move |(mut news, listening)| async move {
        loop {
            match timeout_at(ends, news.recv()).await {
                Ok(Ok(News::Of(team))) if team != member.team => {}
                // One that heard too much at once looks as well, as does one that may have missed
                // something.
                Ok(Ok(_) | Err(RecvError::Lagged(_))) => {
                    return Some((Ok(Event::default().data("head")), (news, listening)));
                }
                Ok(Err(RecvError::Closed)) | Err(_) => return None,
            }
        }
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

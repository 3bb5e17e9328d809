//! The routes: requests are taken apart here, who asks is checked, and the answer is made.

mod answer;
mod asker;
mod behind;
mod blobs;
mod body;
mod events;
mod handed_over;
mod invites;
mod membership;
mod recovery;
mod replies;
mod security;
mod sessions;
mod sync;
mod teams;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::{delete, get, post, put};
use doorstep_wire::id::{Pin, SetupSecret, TeamId};
use doorstep_wire::limits::MAX_REQUEST;
use doorstep_wire::refusal::RefusalCode;
use tokio::sync::{Semaphore, broadcast};

use crate::erasures::Erasures;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::rate::{Allowance, Rate};
use crate::rosters::Rosters;
use crate::settings::Settings;
use crate::storage::{NewEntry, News, ServerSecrets, Storage, StorageFault};
use crate::token::TokenKey;
use answer::No;
use replies::Replies;
use security::Event;

/// Devices that listen hear of this many teams at once before they are told to look by themselves.
const NEWS_KEPT: usize = 256;

/// Requests without a session that come back to an address each second.
const STRANGERS_PER_SECOND: f64 = 2.0;

/// Bytes of members' small bodies held in memory at once, beside the large ones.
const SMALL_BODIES: usize = 8 * 1024 * 1024;
/// Looks for a team by its recovery words that one address may make each second, once its burst is used up.
const LOOKS_PER_SECOND: f64 = 0.1;
/// Bytes of strangers' bodies held in memory at once.
const STRANGERS_BODIES: usize = 4 * 1024 * 1024;

const fn kib(bytes: usize) -> usize {
    bytes / 1024
}

/// What every request can reach.
pub(crate) struct Office<S> {
    pub(crate) storage: S,
    setup: SetupSecret,
    tokens: TokenKey,
    pin: Pin,
    rosters: Rosters,
    strangers: Rate<IpAddr>,
    /// Whoever looks for a team by its recovery words.
    looks: Rate<IpAddr>,
    limits: Limits,
    metrics: Metrics,
    /// One permit a KiB of body.
    bodies: Semaphore,
    small_bodies: Semaphore,
    strangers_bodies: Semaphore,
    /// Looking for a team by its recovery words goes through all teams: one at a time.
    looks_for_teams: Semaphore,
    replies: Replies,
    /// Photos never take the room that visits need.
    blob_replies: Replies,
    /// Bytes that a team's blobs may take.
    max_blob_bytes: u64,
    /// What was erased, outside the store.
    erasures: Erasures,
    /// A team has something new.
    pub(crate) news: broadcast::Sender<News>,
}

type Here<S> = State<Arc<Office<S>>>;

impl<S: Storage> Office<S> {
    pub(crate) fn new(
        storage: S,
        secrets: ServerSecrets,
        pin: Pin,
        settings: &Settings,
        metrics: Metrics,
    ) -> Self {
        Self {
            storage,
            setup: secrets.setup,
            tokens: TokenKey(secrets.token_key),
            pin,
            rosters: Rosters::default(),
            strangers: Rate::new(Allowance {
                burst: f64::from(settings.stranger_burst),
                per_second: STRANGERS_PER_SECOND,
            }),
            looks: Rate::new(Allowance {
                burst: f64::from(settings.recovery_burst),
                per_second: LOOKS_PER_SECOND,
            }),
            limits: Limits::new(settings.device_limit, settings.team_limit),
            metrics,
            // A body of the largest size always finds room.
            bodies: Semaphore::new(kib(settings.max_body_bytes_in_flight.max(MAX_REQUEST)) + 1),
            small_bodies: Semaphore::new(kib(SMALL_BODIES)),
            strangers_bodies: Semaphore::new(kib(STRANGERS_BODIES)),
            looks_for_teams: Semaphore::new(1),
            replies: Replies::new(settings.max_reply_bytes_in_flight),
            blob_replies: Replies::new(0),
            max_blob_bytes: settings.max_blob_bytes_per_team,
            erasures: settings.erasures(),
            news: broadcast::channel(NEWS_KEPT).0,
        }
    }

    /// One more entry of a team's log. What it erases is remembered outside the store before anybody
    /// is told that it is done; whoever hangs up meanwhile does not stop it half way.
    async fn append(&self, team: TeamId, new: NewEntry) -> Result<(), No> {
        if new.erases.is_empty() {
            self.storage.append_entry(team, new).await?;
            return Ok(());
        }
        let (storage, erasures) = (self.storage.clone(), self.erasures.clone());
        let both = tokio::spawn(async move {
            storage.append_entry(team, new).await?;
            let noted = erasures.note(&storage).await;
            noted.map_err(|fault| StorageFault::Unusable(fault.to_string()))
        });
        let both = both.await;
        both.map_err(|_| StorageFault::Unusable("a task ended early".into()))??;
        Ok(())
    }
}

/// Every route of protocol version 1.
pub(crate) fn router<S: Storage>(office: Arc<Office<S>>) -> Router {
    Router::new()
        .route("/v1/health", get(health))
        .route("/v1/setup", get(teams::prove::<S>))
        .route("/v1/teams", post(teams::create::<S>))
        .route("/v1/sessions/challenge", post(sessions::challenge::<S>))
        .route("/v1/sessions", post(sessions::open::<S>))
        .route(
            "/v1/teams/{team}/membership",
            get(membership::read::<S>).post(membership::append::<S>),
        )
        .route("/v1/recovery", post(recovery::find::<S>))
        .route("/v1/teams/{team}/recovery", post(recovery::append::<S>))
        .route("/v1/teams/{team}/sync", post(sync::sync::<S>))
        .route("/v1/teams/{team}/common", post(behind::common::<S>))
        .route("/v1/teams/{team}/inventory", post(behind::inventory::<S>))
        .route("/v1/teams/{team}/events", get(events::listen::<S>))
        .route("/v1/teams/{team}/blobs", post(blobs::lacking::<S>))
        .route(
            "/v1/teams/{team}/blobs/{blob}",
            get(blobs::look::<S>).put(blobs::begin::<S>),
        )
        .route(
            "/v1/teams/{team}/blobs/{blob}/parts/{part}",
            get(blobs::part::<S>).put(blobs::put_part::<S>),
        )
        .route(
            "/v1/teams/{team}/invites/{locator}",
            put(invites::leave::<S>),
        )
        .route("/v1/teams/{team}/joins", get(invites::joins::<S>))
        .route(
            "/v1/teams/{team}/joins/{locator}",
            delete(invites::decline::<S>),
        )
        .route(
            "/v1/teams/{team}/handed-over",
            get(handed_over::waiting::<S>).post(handed_over::leave::<S>),
        )
        .route(
            "/v1/teams/{team}/handed-over/check",
            post(handed_over::check::<S>),
        )
        .route(
            "/v1/teams/{team}/handed-over/{device}/{after}",
            get(handed_over::page::<S>).delete(handed_over::clear::<S>),
        )
        .route("/v1/invites/{locator}", get(invites::find::<S>))
        .route("/v1/invites/{locator}/join", post(invites::ask::<S>))
        .fallback(|| async { No::new(RefusalCode::NotFound, "There is nothing at this address.") })
        .method_not_allowed_fallback(|| async {
            No::new(
                RefusalCode::WrongMethod,
                "This address does not take this method.",
            )
        })
        .layer(axum::middleware::from_fn_with_state(
            office.metrics.clone(),
            log,
        ))
        .with_state(office)
}

/// Says that the process runs; it tells nothing else.
async fn health() -> &'static str {
    "ok\n"
}

/// One line a request: which route, what came of it, how long it took.
async fn log(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let (status, route) = (
        response.status().as_u16(),
        route.as_deref().unwrap_or("none"),
    );
    metrics.request(route, status, began.elapsed());
    let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let refusal = response
        .extensions()
        .get::<RefusalCode>()
        .map(|code| code.name());
    tracing::info!(
        %method,
        route,
        status,
        refusal,
        millis,
        "request"
    );
    if let Some(code) = refusal {
        metrics.refusal(code);
    }
    if let Some(Event(event)) = response.extensions().get() {
        metrics.security(event);
        tracing::warn!(event, route, "security");
    }
    response
}

/// Seconds since 1970 by the server's clock, the only one that decides when something ends.
fn now_seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

//! TaskChampion's sync server. Its program is not on crates.io; what it does and how it keeps it is. The
//! HTTP around that is written here, from the protocol's description.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use taskchampion_sync_server_core::{
    AddVersionResult, GetVersionResult, NIL_VERSION_ID, Server, ServerConfig, ServerError,
    SnapshotUrgency,
};
use taskchampion_sync_server_storage_sqlite::SqliteStorage;
use uuid::Uuid;

const SEGMENT: (&str, &str) = (
    "content-type",
    "application/vnd.taskchampion.history-segment",
);
const SNAPSHOT: (&str, &str) = ("content-type", "application/vnd.taskchampion.snapshot");
/// As the program of TaskChampion's own has it.
const LARGEST: usize = 100 * 1_024 * 1_024;

type Shared = Arc<Server>;

#[tokio::main]
async fn main() {
    let folder = std::env::args().nth(1).expect("a folder");
    let storage = SqliteStorage::new(folder).expect("a database");
    let server = Arc::new(Server::new(ServerConfig::default(), storage));
    let router = Router::new()
        .route("/v1/client/add-version/{parent}", post(add_version))
        .route("/v1/client/get-child-version/{parent}", get(child_version))
        .route("/v1/client/add-snapshot/{version}", post(add_snapshot))
        .route("/v1/client/snapshot", get(snapshot))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(server);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    println!(
        "listening {}",
        listener.local_addr().expect("an address").port()
    );
    axum::serve(listener, router).await.expect("it goes on");
}

fn client(headers: &HeaderMap) -> Uuid {
    let id = headers.get("x-client-id").and_then(|id| id.to_str().ok());
    id.and_then(|id| id.parse().ok()).unwrap_or_default()
}

/// Its storage works on the thread that asks.
async fn at<T: Send + 'static>(
    server: Shared,
    work: impl AsyncFnOnce(&Server) -> Result<T, ServerError> + Send + 'static,
) -> Result<T, Response> {
    let here = tokio::runtime::Handle::current();
    let done = tokio::task::spawn_blocking(move || here.block_on(work(&server)));
    match done.await.expect("it does not panic") {
        Ok(made) => Ok(made),
        Err(ServerError::NoSuchClient) => Err(StatusCode::NOT_FOUND.into_response()),
        Err(other) => Err((StatusCode::INTERNAL_SERVER_ERROR, other.to_string()).into_response()),
    }
}

async fn add_version(
    State(server): State<Shared>,
    Path(parent): Path<Uuid>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Response> {
    let client = client(&headers);
    let (added, urgency) = at(server, async move |server| {
        let known = server.txn(client).await?.get_client().await?;
        if known.is_none() {
            let mut transaction = server.txn(client).await?;
            transaction.new_client(NIL_VERSION_ID).await?;
            transaction.commit().await?;
        }
        server.add_version(client, parent, body.to_vec()).await
    })
    .await?;
    Ok(match added {
        AddVersionResult::Ok(version) => {
            let wanted = match urgency {
                SnapshotUrgency::None => None,
                SnapshotUrgency::Low => Some("urgency=low"),
                SnapshotUrgency::High => Some("urgency=high"),
            };
            let mut answer = [("x-version-id", version.to_string())].into_response();
            if let Some(wanted) = wanted {
                answer
                    .headers_mut()
                    .insert("x-snapshot-request", wanted.parse().expect("a header"));
            }
            answer
        }
        AddVersionResult::ExpectedParentVersion(parent) => (
            StatusCode::CONFLICT,
            [("x-parent-version-id", parent.to_string())],
        )
            .into_response(),
    })
}

async fn child_version(
    State(server): State<Shared>,
    Path(parent): Path<Uuid>,
    headers: HeaderMap,
) -> Result<Response, Response> {
    let client = client(&headers);
    let found = at(server, async move |server| {
        server.get_child_version(client, parent).await
    })
    .await?;
    Ok(match found {
        GetVersionResult::Success {
            version_id,
            parent_version_id,
            history_segment,
        } => {
            let named = [
                ("x-version-id", version_id.to_string()),
                ("x-parent-version-id", parent_version_id.to_string()),
            ];
            (named, [SEGMENT], history_segment).into_response()
        }
        GetVersionResult::NotFound => StatusCode::NOT_FOUND.into_response(),
        GetVersionResult::Gone => StatusCode::GONE.into_response(),
    })
}

async fn add_snapshot(
    State(server): State<Shared>,
    Path(version): Path<Uuid>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Response> {
    let client = client(&headers);
    let data = body.to_vec();
    at(server, async move |server| {
        server.add_snapshot(client, version, data).await
    })
    .await?;
    Ok(StatusCode::OK.into_response())
}

async fn snapshot(State(server): State<Shared>, headers: HeaderMap) -> Result<Response, Response> {
    let client = client(&headers);
    let found = at(server, async move |server| {
        server.get_snapshot(client).await
    })
    .await?;
    Ok(match found {
        Some((version, data)) => {
            ([("x-version-id", version.to_string())], [SNAPSHOT], data).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    })
}

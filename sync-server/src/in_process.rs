//! The routes without a socket, for whoever brings requests in another way: a world of devices in
//! one process.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use doorstep_wire::id::{Pin, SetupSecret};
use doorstep_wire::limits::MAX_REPLY;
use doorstep_wire::session::SESSION_HEADER;
use hyper::header::CONTENT_LENGTH;
use hyper::service::Service as _;
use hyper::{Method, Request};
use hyper_util::service::TowerToHyperService;

use crate::http::{Office, router};
use crate::metrics::Metrics;
use crate::serve::{DATABASE, ServeFault, private_folder};
use crate::settings::Settings;
use crate::storage::{SqliteStorage, Storage as _};

/// A server that nothing listens for. It has no certificate: its pin is [`Pin::ZERO`].
#[derive(Clone)]
pub struct InProcess {
    app: TowerToHyperService<axum::Router>,
    storage: SqliteStorage,
    setup: SetupSecret,
}

impl InProcess {
    /// Opens the store of these settings, or makes it.
    ///
    /// # Errors
    /// [`ServeFault`] if the folder or the store can't be used.
    pub async fn open(settings: &Settings) -> Result<Self, ServeFault> {
        let folder = &settings.data_dir;
        private_folder(folder).map_err(|cause| ServeFault::Folder {
            path: folder.clone(),
            cause,
        })?;
        let storage = SqliteStorage::open(&folder.join(DATABASE))?;
        settings.erasures().apply(&storage).await?;
        let secrets = storage.secrets().await?;
        let setup = secrets.setup;
        let office = Office::new(
            storage.clone(),
            secrets,
            Pin::ZERO,
            settings,
            Metrics::new(),
        );
        Ok(Self {
            app: TowerToHyperService::new(router(Arc::new(office))),
            storage,
            setup,
        })
    }

    /// What the founder of a team types, as bytes.
    pub fn setup_secret(&self) -> SetupSecret {
        self.setup
    }

    /// Answers one request as it would come over HTTP: the status, and the body.
    pub async fn answer(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<Vec<u8>>,
    ) -> (u16, Vec<u8>) {
        let body = body.unwrap_or_default();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(CONTENT_LENGTH, body.len());
        if let Some(token) = token {
            request = request.header(SESSION_HEADER, token);
        }
        let Ok(request) = request.body(Body::from(body)) else {
            return (400, Vec::new());
        };
        let response = match self.app.call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let status = response.status().as_u16();
        match to_bytes(response.into_body(), MAX_REPLY).await {
            Ok(body) => (status, body.into()),
            Err(_) => (500, Vec::new()),
        }
    }

    /// Closes the store in good order.
    pub async fn finish(self) {
        self.storage.finish().await;
    }
}

//! Figures for an operator, in Prometheus' text format, on a listener of their own. No figure is of a
//! team or a device: what would tell them apart is not in a label.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Upper bounds of how long requests took, in seconds.
const SECONDS: [f64; 9] = [0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0, 600.0];
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Labels<const N: usize> = [(&'static str, String); N];
type Count = Counter<u64, AtomicU64>;

/// What is counted. Every copy counts to the same figures.
#[derive(Clone)]
pub(crate) struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Labels<2>, Count>,
    took: Family<Labels<1>, Histogram, fn() -> Histogram>,
    refusals: Family<Labels<1>, Count>,
    security: Family<Labels<1>, Count>,
    chunks: Count,
    bytes: Count,
    /// Open connections.
    pub(crate) connections: Gauge,
    /// Devices that listen for news.
    pub(crate) listeners: Gauge,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::with_prefix("doorstep");
        let new: fn() -> Histogram = || Histogram::new(SECONDS);
        let (requests, refusals) = (Family::default(), Family::default());
        let (security, took) = (Family::default(), Family::new_with_constructor(new));
        let (chunks, bytes) = (Count::default(), Count::default());
        let (connections, listeners) = (Gauge::default(), Gauge::default());
        registry.register(
            "requests",
            "Requests, by route and status",
            requests.clone(),
        );
        registry.register_with_unit(
            "request",
            "How long requests took, by route",
            Unit::Seconds,
            took.clone(),
        );
        registry.register("refusals", "Refusals, by code", refusals.clone());
        registry.register("security_events", "Security events", security.clone());
        registry.register("chunks_stored", "Chunks stored", chunks.clone());
        registry.register_with_unit(
            "stored",
            "Bytes of chunks and of parts of blobs that were taken",
            Unit::Bytes,
            bytes.clone(),
        );
        registry.register("connections", "Open connections", connections.clone());
        registry.register(
            "listeners",
            "Devices that listen for news",
            listeners.clone(),
        );
        Self {
            registry: Arc::new(registry),
            requests,
            took,
            refusals,
            security,
            chunks,
            bytes,
            connections,
            listeners,
        }
    }

    pub(crate) fn request(&self, route: &str, status: u16, took: Duration) {
        let route = ("route", route.to_owned());
        let of = [route.clone(), ("status", status.to_string())];
        self.requests.get_or_create(&of).inc();
        let took = took.as_secs_f64();
        self.took.get_or_create(&[route]).observe(took);
    }

    pub(crate) fn refusal(&self, code: &str) {
        let code = [("code", code.to_owned())];
        self.refusals.get_or_create(&code).inc();
    }

    pub(crate) fn security(&self, event: &str) {
        let event = [("event", event.to_owned())];
        self.security.get_or_create(&event).inc();
    }

    pub(crate) fn stored(&self, chunks: usize, bytes: usize) {
        self.chunks
            .inc_by(u64::try_from(chunks).unwrap_or(u64::MAX));
        self.bytes.inc_by(u64::try_from(bytes).unwrap_or(u64::MAX));
    }

    /// `GET /metrics`
    pub(crate) fn router(&self) -> Router {
        let registry = Arc::clone(&self.registry);
        let tell = move || {
            let registry = Arc::clone(&registry);
            async move { text(&registry) }
        };
        Router::new().route("/metrics", get(tell))
    }
}

fn text(registry: &Registry) -> Response {
    let mut text = String::new();
    match encode(&mut text, registry) {
        Ok(()) => ([(header::CONTENT_TYPE, TEXT)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Counts one while it lives.
pub(crate) struct Counted(Gauge);

impl Counted {
    pub(crate) fn in_(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

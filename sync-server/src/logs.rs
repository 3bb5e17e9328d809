//! Logs for an operator: one JSON object a line on standard error, about requests and never about
//! what is in them. No ids of documents or devices, no addresses, no bodies.

use tracing_subscriber::EnvFilter;

/// Sends logs to standard error; `RUST_LOG` sets how much.
pub fn log_to_stderr() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("doorstep_server=info"));
    // A second call, in a test that starts several servers, changes nothing.
    let _already = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_current_span(false)
        .try_init();
}

//! Carries calls from the screens to the device, and what became stale the other way.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use doorstep_device::Device;
use doorstep_model::stale::Stale;
use doorstep_model::{Problem, ProblemCode};
use tauri::{AppHandle, Emitter as _, State};

/// More than any screen sends: texts are limited far below it by the device.
const MAX_BODY_BYTES: usize = 8 * 1024 * 1024;

/// How many calls are being answered.
#[derive(Default, Clone)]
pub(crate) struct InFlight(Arc<AtomicUsize>);

impl InFlight {
    /// Counts until the guard is dropped, also when the call panics.
    fn begin(&self) -> Counted {
        self.0.fetch_add(1, Ordering::SeqCst);
        Counted(Arc::clone(&self.0))
    }

    /// Nothing is being answered.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.load(Ordering::SeqCst) == 0
    }
}

struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A call by name, JSON in and JSON out; the error is the JSON of a [`Problem`].
///
/// The device writes to the disk and stretches passphrases, so it answers on a thread of its own:
/// neither the window nor the network waits for it.
#[tauri::command]
pub(crate) async fn call(
    device: State<'_, Arc<Device>>,
    in_flight: State<'_, InFlight>,
    name: String,
    body: String,
) -> Result<String, String> {
    if body.len() > MAX_BODY_BYTES {
        return Err(as_json(&Problem::with(
            ProblemCode::TextTooLong,
            MAX_BODY_BYTES,
        )));
    }
    let device = Arc::clone(&device);
    let counted = in_flight.begin();
    let answered = tauri::async_runtime::spawn_blocking(move || {
        let _counted = counted;
        tauri::async_runtime::block_on(device.answer_json(&name, &body))
    })
    .await;
    match answered {
        Ok(answer) => answer.map_err(|problem| as_json(&problem)),
        // Where it happened stands on standard error.
        Err(_) => Err(as_json(&Problem::with(ProblemCode::Unexpected, "fault"))),
    }
}

/// Tells the window what to ask for again, as the event `stale`.
pub(crate) fn forward_stale(device: &Device, app: &AppHandle) {
    let app = app.clone();
    device.on_stale(move |stale: &[Stale]| {
        // Without a window there is nobody to tell.
        let _ = app.emit("stale", stale);
    });
}

fn as_json(problem: &Problem) -> String {
    serde_json::to_string(problem).unwrap_or_else(|_| r#"{"code":"unexpected"}"#.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_is_being_answered_even_when_it_fails() {
        let in_flight = InFlight::default();
        let first = in_flight.begin();
        let other = in_flight.clone();
        let _ = std::panic::catch_unwind(move || {
            let _second = other.begin();
            panic!("in the middle");
        });
        assert!(!in_flight.is_empty());
        drop(first);
        assert!(in_flight.is_empty());
    }

    #[test]
    fn a_problem_crosses_as_json_with_its_code() {
        let crossed = as_json(&Problem::with(ProblemCode::DiskFull, 3));
        let problem: Problem = serde_json::from_str(&crossed).unwrap();
        assert_eq!(problem, Problem::with(ProblemCode::DiskFull, 3));
    }
}

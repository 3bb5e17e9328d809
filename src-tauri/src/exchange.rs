//! Keeps the device in exchange with its server, in the background, for as long as the program
//! runs. The device says how long to rest; a save or the person ends the rest early.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use doorstep_device::Device;

use crate::Failure;

/// However often a device asks to be called again, the machine is not kept busy by it.
const SHORTEST_REST: Duration = Duration::from_millis(100);
/// A device that has nothing to do still looks whether the server has.
const LONGEST_REST: Duration = Duration::from_secs(10 * 60);
/// After a fault of ours there is no use in trying at once.
const REST_AFTER_FAULT: Duration = Duration::from_secs(30);

/// Starts the thread; it ends with the program.
pub(crate) fn run_in_background(device: Arc<Device>) -> Result<(), Failure> {
    std::thread::Builder::new()
        .name("exchange".to_owned())
        .spawn(move || {
            loop {
                // A fault in one exchange must not end all later ones.
                let exchanging = AssertUnwindSafe(|| {
                    tauri::async_runtime::block_on(exchange_for_ever(&device));
                });
                let _ = std::panic::catch_unwind(exchanging);
                std::thread::sleep(REST_AFTER_FAULT);
            }
        })
        .map_err(Failure::Thread)?;
    Ok(())
}

async fn exchange_for_ever(device: &Device) {
    loop {
        let rest = rest(device.exchange().await);
        tokio::time::sleep(SHORTEST_REST).await;
        tokio::select! {
            () = tokio::time::sleep(rest.saturating_sub(SHORTEST_REST)) => {}
            () = device.wake() => {}
        }
    }
}

fn rest(millis: u64) -> Duration {
    Duration::from_millis(millis).clamp(SHORTEST_REST, LONGEST_REST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_is_neither_nothing_nor_for_ever() {
        assert_eq!(rest(0), SHORTEST_REST);
        assert_eq!(rest(5_000), Duration::from_secs(5));
        assert_eq!(rest(u64::MAX), LONGEST_REST);
    }
}

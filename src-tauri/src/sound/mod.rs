//! The system's own microphone and speaker. Each runs on a thread of its own, which opens it, holds
//! it and closes it: on some systems a stream must not move between threads.

mod microphone;
mod samples;
mod speaker;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use doorstep_device::{Device, Sound, Spoken};
use doorstep_model::Problem;

use microphone::Microphone;
use speaker::Speaker;

/// How long a microphone or speaker may take to open.
const OPENING: Duration = Duration::from_secs(8);

/// What the default microphone and speaker of the system are at the time.
struct System {
    device: Weak<Device>,
    microphone: Mutex<Option<Microphone>>,
    speaker: Mutex<Option<Speaker>>,
}

/// Lets the device use the system's microphone and speaker. Nothing is opened before somebody
/// records or plays.
pub(crate) fn of_the_system(device: &Arc<Device>) {
    device.with_sound(System {
        device: Arc::downgrade(device),
        microphone: Mutex::new(None),
        speaker: Mutex::new(None),
    });
}

impl Sound for System {
    fn listen(&self) -> Result<(), Problem> {
        let mut now = lock(&self.microphone);
        if let Some(before) = now.take() {
            before.close();
        }
        *now = Some(Microphone::open(self.device.clone())?);
        Ok(())
    }

    fn stop_listening(&self) {
        if let Some(open) = lock(&self.microphone).take() {
            open.close();
        }
    }

    fn play(&self, spoken: Spoken) -> Result<(), Problem> {
        let mut now = lock(&self.speaker);
        if let Some(before) = now.take() {
            before.close();
        }
        *now = Some(Speaker::open(spoken, self.device.clone())?);
        Ok(())
    }

    fn stop_playing(&self) {
        if let Some(open) = lock(&self.speaker).take() {
            open.close();
        }
    }

    fn played(&self) -> Option<u64> {
        lock(&self.speaker).as_ref().and_then(Speaker::played)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

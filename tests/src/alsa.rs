//! A microphone and a speaker for ALSA, the sound system of Linux, without hardware: two pipes that
//! this process fills and empties as fast as a real one would.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::sound::speech;
use crate::{Failed, Outcome};

/// What goes through the pipes, which is what a program likes best where a device takes anything:
/// samples as floating numbers, so many a second, on two channels.
const RATE: usize = 48_000;
const FRAME: usize = 8;
/// How often the pipes are looked after.
const BEAT: Duration = Duration::from_millis(10);
/// What Linux calls not waiting for the other end of a pipe.
const O_NONBLOCK: i32 = 0o4000;
/// What is being said, over and over again, in seconds.
const LOOP: f64 = 7.0;

/// Where ALSA's settings for the device with this folder lie, once a test has made them.
pub fn settings_beside(home: &Path) -> PathBuf {
    let mut name = home.as_os_str().to_owned();
    name.push("-asound.conf");
    name.into()
}

/// A microphone into which somebody speaks without end, and a speaker that remembers.
pub struct Alsa {
    over: Arc<AtomicBool>,
    heard: Arc<Mutex<Vec<u8>>>,
    beating: Option<JoinHandle<()>>,
}

impl Alsa {
    /// Makes them for the device with this folder.
    pub fn beside(home: &Path) -> Outcome<Self> {
        let pipe = |name: &str| -> Outcome<(PathBuf, File)> {
            let mut path = home.as_os_str().to_owned();
            path.push(name);
            let path = PathBuf::from(path);
            let made = Command::new("mkfifo").arg(&path).status();
            let made = made.map_err(Failed::io("mkfifo"))?;
            if !made.success() {
                return Err(Failed::Wrong(format!("mkfifo {}: {made}", path.display())));
            }
            let mut open = OpenOptions::new();
            // Both ends at once, so that the pipe stays when the app opens and closes its own.
            let open = open.read(true).write(true).custom_flags(O_NONBLOCK);
            let file = open.open(&path).map_err(Failed::io(path.display()))?;
            Ok((path, file))
        };
        let (microphone, filled) = pipe("-microphone")?;
        let (speaker, emptied) = pipe("-speaker")?;
        let settings = settings(&microphone, &speaker);
        let path = settings_beside(home);
        std::fs::write(&path, settings).map_err(Failed::io(path.display()))?;
        let over = Arc::new(AtomicBool::new(false));
        let heard = Arc::new(Mutex::new(Vec::new()));
        let beating = {
            let (over, heard) = (Arc::clone(&over), Arc::clone(&heard));
            std::thread::spawn(move || beat(&over, &heard, filled, emptied))
        };
        Ok(Self {
            over,
            heard,
            beating: Some(beating),
        })
    }

    /// What the speaker said since the last time, without what nobody said before and after it: at
    /// the rate that is kept, between -1 and 1.
    pub fn take_heard(&self) -> Vec<f32> {
        let bytes = {
            let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *heard)
        };
        let samples: Vec<f32> = bytes
            .chunks_exact(FRAME * 3)
            .filter_map(|three| three.first_chunk::<4>())
            .map(|sample| f32::from_le_bytes(*sample))
            .collect();
        let loud = |x: &f32| x.abs() > 0.01;
        let first = samples.iter().position(loud).unwrap_or(samples.len());
        let last = samples
            .iter()
            .rposition(loud)
            .map_or(first, |last| last + 1);
        samples.get(first..last).unwrap_or(&[]).to_vec()
    }

    /// What is said into the microphone, once.
    pub fn said() -> Vec<f32> {
        speech(LOOP, 1.0)
    }
}

impl Drop for Alsa {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        if let Some(beating) = self.beating.take() {
            let _ = beating.join();
        }
    }
}

/// Plugins of ALSA's own: nothing of the machine's sound is touched.
fn settings(microphone: &Path, speaker: &Path) -> String {
    let (microphone, speaker) = (microphone.display(), speaker.display());
    format!(
        r#"pcm.nothing {{ type null }}
pcm.in {{ type file slave.pcm nothing file "/dev/null" infile "{microphone}" format raw }}
pcm.out {{ type file slave.pcm nothing file "{speaker}" format raw }}
pcm.!default {{ type asym capture.pcm in playback.pcm out }}
ctl.!default {{ type hw card 0 }}
"#
    )
}

/// Keeps the beat of a real sound card.
fn beat(over: &AtomicBool, heard: &Mutex<Vec<u8>>, mut filled: File, mut emptied: File) {
    let said: Vec<u8> = Alsa::said()
        .iter()
        .flat_map(|x| [x.to_le_bytes(); 6].concat())
        .collect();
    let a_beat = RATE / 100 * FRAME;
    let mut pieces = said.chunks_exact(a_beat).cycle();
    let mut taken = vec![0; a_beat];
    let start = Instant::now();
    let mut beats = 0;
    while !over.load(Ordering::SeqCst) {
        while start.elapsed() >= BEAT * beats {
            beats += 1;
            if let Some(piece) = pieces.next() {
                // Where nobody listens it is gone, as with a microphone.
                let _full = filled.write(piece);
            }
            if let Ok(count) = emptied.read(&mut taken) {
                let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
                heard.extend(taken.iter().take(count));
            }
        }
        std::thread::sleep(BEAT / 2);
    }
}

//! An open microphone. What the system hands over in its hurry waits in a queue; the thread that
//! empties it may wait for the disk.

use std::sync::Weak;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use cpal::traits::{DeviceTrait as _, HostTrait as _, StreamTrait as _};
use cpal::{Error, ErrorKind, SampleFormat, Stream};
use doorstep_device::{Device, Format};
use doorstep_model::{Problem, ProblemCode};

use super::{OPENING, samples};

/// A microphone that is open.
pub(super) struct Microphone {
    tell: Sender<Told>,
    thread: JoinHandle<()>,
}

enum Told {
    Heard(Vec<f32>),
    Lost(ErrorKind),
    Close,
}

impl Microphone {
    /// Opens it. What is heard goes to the device until that has enough.
    pub(super) fn open(device: Weak<Device>) -> Result<Self, Problem> {
        let (tell, told) = channel();
        let (opened, is_open) = channel();
        let heard = tell.clone();
        let thread = std::thread::Builder::new()
            .name("microphone".to_owned())
            .spawn(move || match begin(heard) {
                Ok((stream, format)) => {
                    if opened.send(Ok(())).is_ok() {
                        pass_on(stream, format, &told, &device);
                    }
                }
                Err(fault) => {
                    let _ = opened.send(Err(problem(fault.kind())));
                }
            })
            .map_err(|_| Problem::with(ProblemCode::NoMicrophone, "thread"))?;
        match is_open.recv_timeout(OPENING) {
            Ok(Ok(())) => Ok(Self { tell, thread }),
            Ok(Err(problem)) => Err(problem),
            // Whoever holds it does not answer. Should it open later, nobody waits for it any more
            // and it is closed at once.
            Err(_) => Err(Problem::with(ProblemCode::MicrophoneBusy, "no answer")),
        }
    }

    /// Closes it after everything that was heard has been handed over.
    pub(super) fn close(self) {
        let _ = self.tell.send(Told::Close);
        let _ = self.thread.join();
    }
}

fn begin(tell: Sender<Told>) -> Result<(Stream, Format), Error> {
    let microphone = cpal::default_host()
        .default_input_device()
        .ok_or(ErrorKind::DeviceNotAvailable)?;
    let config = microphone.default_input_config()?;
    let kind: SampleFormat = config.sample_format();
    if !samples::known(kind) {
        return Err(ErrorKind::UnsupportedConfig.into());
    }
    let format = Format {
        rate: config.sample_rate(),
        channels: usize::from(config.channels()),
    };
    let lost = tell.clone();
    let stream = microphone.build_input_stream_raw(
        config.config(),
        kind,
        move |data, _| {
            let _ = tell.send(Told::Heard(samples::read(data)));
        },
        move |fault| {
            let _ = lost.send(Told::Lost(fault.kind()));
        },
        Some(OPENING),
    )?;
    stream.play()?;
    Ok((stream, format))
}

fn pass_on(stream: Stream, format: Format, told: &Receiver<Told>, device: &Weak<Device>) {
    while let Ok(told) = told.recv() {
        match told {
            Told::Heard(samples) => {
                let more = device
                    .upgrade()
                    .map(|device| device.heard(format, &samples));
                if more != Some(true) {
                    return;
                }
            }
            Told::Lost(ErrorKind::Xrun | ErrorKind::RealtimeDenied | ErrorKind::DeviceChanged) => {}
            Told::Lost(kind) => {
                drop(stream);
                if let Some(device) = device.upgrade() {
                    let problem = Problem::with(ProblemCode::MicrophoneLost, format!("{kind:?}"));
                    device.microphone_lost(problem);
                }
                return;
            }
            Told::Close => {
                // All that was heard before somebody ended it stood before this in the queue.
                return;
            }
        }
    }
}

fn problem(kind: ErrorKind) -> Problem {
    let code = match kind {
        ErrorKind::DeviceBusy | ErrorKind::ResourceExhausted => ProblemCode::MicrophoneBusy,
        ErrorKind::PermissionDenied => ProblemCode::MicrophoneNotAllowed,
        _ => ProblemCode::NoMicrophone,
    };
    Problem::with(code, format!("{kind:?}"))
}

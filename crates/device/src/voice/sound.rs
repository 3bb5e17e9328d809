//! The microphone and the speaker, as a device sees them. Each platform brings its own; a test
//! brings one that hears what the test says.

use doorstep_model::Problem;

use super::speech::Spoken;

/// How samples come from a microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Samples a second, of each channel.
    pub rate: u32,
    /// Channels; their samples alternate.
    pub channels: usize,
}

/// A microphone and a speaker.
pub trait Sound: Send + Sync {
    /// Opens the microphone. From now on what is heard goes to [`Device::heard`], in order, by a
    /// thread that may wait for the disk, until that answers that it has enough or
    /// [`Sound::stop_listening`] is called. A microphone that goes away is told to
    /// [`Device::microphone_lost`].
    ///
    /// # Errors
    /// `no-microphone`, `microphone-busy` or `microphone-not-allowed`.
    ///
    /// [`Device::heard`]: crate::Device::heard
    /// [`Device::microphone_lost`]: crate::Device::microphone_lost
    fn listen(&self) -> Result<(), Problem>;

    /// Closes the microphone. When it returns, all that was heard has been handed over.
    fn stop_listening(&self);

    /// Plays; what was playing before ends. The samples are [`RATE`](super::RATE) a second.
    ///
    /// # Errors
    /// `no-speaker`.
    fn play(&self, spoken: Spoken) -> Result<(), Problem>;

    /// Ends playing at once.
    fn stop_playing(&self);

    /// Samples that were heard since [`Sound::play`], at [`RATE`](super::RATE); `None` once all
    /// were, or if nothing is being played.
    fn played(&self) -> Option<u64>;
}

//! One device: its encrypted store, its HTTP, the clock and randomness around a replica; it carries
//! out the model's calls. The only place with files and sockets.

#[cfg(test)]
mod alone;
mod answer;
mod arrivals;
mod behind;
mod blobs;
mod copy;
mod device;
mod documents;
mod erasure;
mod exchange;
mod files;
mod forked;
mod half_written;
mod handed_over;
mod handing_over;
mod home;
mod import;
mod inbox;
mod joining;
mod keychain;
mod learning;
mod logs_apart;
mod membership;
mod moving;
mod new_log;
mod outbox;
mod outside;
mod photo;
mod platform;
mod practice;
mod project_again;
mod projected;
mod random;
mod receipts;
mod recovering;
mod remote;
mod replacing;
mod restricting;
mod slots;
mod snapshots;
mod spreadsheet;
mod store;
#[cfg(test)]
mod teammate;
mod together;
mod turn;
mod unlocked;
mod voice;
mod words;

pub use answer::Answer;
pub use device::Device;
pub use files::Chosen;
pub use home::Home;
pub use keychain::{Keychain, KeychainFault};
pub use outside::Outside;
pub use remote::{Answered, Asked, Awaited, Way};
pub use voice::sound::{Format, Sound};
pub use voice::speech::Spoken;
pub use voice::{RATE, Resampler};

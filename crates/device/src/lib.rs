//! One device: its encrypted store, its HTTP, the clock and randomness around a replica; it carries
//! out the model's calls. The only place with files and sockets.

mod answer;
mod blob_exchange;
mod blobs;
mod copy;
mod device;
mod documents;
mod exchange;
mod files;
mod home;
mod import;
mod inbox;
mod joining;
mod learning;
mod membership;
mod outbox;
mod photo;
mod platform;
mod practice;
mod project_again;
mod random;
mod remote;
mod slots;
mod spreadsheet;
mod store;
mod together;
mod unlocked;
mod voice;

pub use answer::Answer;
pub use device::Device;
pub use files::Chosen;
pub use home::Home;
pub use voice::sound::{Format, Sound};
pub use voice::speech::Spoken;
pub use voice::{RATE, Resampler};

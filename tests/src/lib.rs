//! Doorstep as people meet it: real windows on a display that nobody sees, a real server, real
//! files; and worlds of devices made up from a seed. The journeys themselves are in `tests/`; here
//! is what they are made with.

pub mod alsa;
pub mod at;
pub mod axe;
mod close_button;
pub mod failed;
pub mod fault;
pub mod given;
pub mod keychain;
pub mod login;
pub mod postgres;
pub mod process;
pub mod record;
pub mod screen;
pub mod server;
pub mod simulation;
pub mod sound;
pub mod stage;
pub mod team;
pub mod window;
pub mod world;

pub use at::At;
pub use failed::{Failed, Outcome};
pub use stage::Stage;
pub use window::Window;

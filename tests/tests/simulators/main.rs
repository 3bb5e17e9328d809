//! The simulators: seeded schedules over `replica`, and over whole devices with the server.

mod lives;
mod replica;
mod whole;

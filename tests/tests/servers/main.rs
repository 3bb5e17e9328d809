//! The server by itself: its program, its stores and how it is watched.

mod postgres_processes;
mod store;
mod watch;

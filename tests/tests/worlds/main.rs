//! Worlds: whole devices and the real server, without windows.

mod behind;
mod blobs;
mod copy;
mod erasure;
mod full_disk;
mod history;
mod idle;
mod import;
mod joined;
mod kept;
mod learning;
mod photos;
mod practice;
mod promised;
mod record;
mod removal;
mod search;
mod secret;
mod server;
mod snapshots;
mod together;
mod trouble;
mod voice;
mod voice_files;
mod voice_full_disk;

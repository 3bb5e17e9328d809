//! What may not be lost, one table a file.

pub(crate) mod blob;
pub(crate) mod change;
pub(crate) mod checkpoint;
pub(crate) mod chunk;
pub(crate) mod cursor;
pub(crate) mod document;
pub(crate) mod document_key;
pub(crate) mod epoch_key;
pub(crate) mod half_written;
pub(crate) mod held_back;
pub(crate) mod import;
pub(crate) mod import_row;
pub(crate) mod invite;
pub(crate) mod last_look;
pub(crate) mod line_waiting;
pub(crate) mod log;
pub(crate) mod member_name;
pub(crate) mod membership;
pub(crate) mod quarantine;
pub(crate) mod recording;
pub(crate) mod secret;
pub(crate) mod server;
pub(crate) mod server_behind;
pub(crate) mod setting;
pub(crate) mod to_project;

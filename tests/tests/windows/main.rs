//! Journeys through real windows: the app as people see it, with the server beside it.

mod axe;
mod behind;
mod erasing;
mod errors;
mod hands;
mod history;
mod import;
mod joined;
mod keychain;
mod keys;
mod kill;
mod learning;
mod main_job;
mod new_words;
mod photos;
mod plan;
mod practice;
mod quick_hands;
mod record;
mod recovery;
mod reflow;
mod removal;
mod restricted;
mod undo;
mod voice;
mod whole_practice;

//! What is measured of each, and what was promised of it.

use crate::measure::Table;

pub(crate) const PUSH: &str = "push, s";
pub(crate) const PUSH_UP: &str = "push, MB up";
pub(crate) const PUSH_PROCESSOR: &str = "push, s of the server's processor";
pub(crate) const PUSH_PEAK: &str = "push, MB of the server's memory at most";
pub(crate) const NEW_NAMES: &str = "new device, s to all names";
pub(crate) const NEW_ALL: &str = "new device, s to all in";
pub(crate) const NEW_DOWN: &str = "new device, MB down";
pub(crate) const NEW_PROCESSOR: &str = "new device, s of the server's processor";
pub(crate) const IDLE: &str = "nothing new, bytes a look";
pub(crate) const IDLE_TURNS: &str = "nothing new, round trips a look";
pub(crate) const BACK: &str = "back on the net with nothing new, KB";
pub(crate) const CHANGED: &str = "1 in 100 changed, s there and back";
pub(crate) const CHANGED_BYTES: &str = "1 in 100 changed, KB there and back";
pub(crate) const TOGETHER: &str = "all to all, s";
pub(crate) const TOGETHER_BYTES: &str = "all to all, MB";
pub(crate) const TOGETHER_START: &str = "all to all, MB of the server's memory before";
pub(crate) const TOGETHER_MIDDLE: &str = "all to all, MB of the server's memory in between";
pub(crate) const TOGETHER_END: &str = "all to all, MB of the server's memory after";

/// Of which line ours is to be at most which part of whose; without a name, of everybody's.
pub(crate) const TARGETS: [(&str, Option<&str>, f64); 6] = [
    (PUSH_PROCESSOR, Some("automerge-repo"), 1.0 / 20.0),
    (PUSH_PROCESSOR, Some("PouchDB"), 1.0 / 3.0),
    (PUSH_UP, Some("PouchDB"), 1.0 / 2.0),
    (NEW_NAMES, None, 1.0 / 10.0),
    (NEW_ALL, None, 1.0 / 3.0),
    (TOGETHER, None, 1.0 / 5.0),
];

/// The figures of one of them, of all its rounds.
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    lines: Vec<(&'static str, Vec<f64>)>,
    gave_up: Vec<String>,
}

impl Measured {
    pub(crate) fn of(name: &'static str) -> Self {
        Self {
            name,
            lines: Vec::new(),
            gave_up: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, line: &'static str, figure: f64) {
        match self.lines.iter_mut().find(|(name, _)| *name == line) {
            Some((_, figures)) => figures.push(figure),
            None => self.lines.push((line, vec![figure])),
        }
    }

    /// It was not waited for any longer, or went wrong.
    pub(crate) fn gave_up(&mut self, reason: &str) {
        self.gave_up.push(reason.to_owned());
    }

    pub(crate) fn has_given_up(&self) -> bool {
        !self.gave_up.is_empty()
    }

    /// What a line is called in the table.
    pub(crate) fn row(&self, of: &str, line: &str) -> String {
        format!("{of}, {}: {line}", self.name)
    }

    pub(crate) fn write(&self, of: &str, table: &mut Table) {
        for (line, figures) in &self.lines {
            table.figures(&self.row(of, line), figures);
        }
        for reason in &self.gave_up {
            table.note(&format!("{of}, {}: {reason}", self.name));
        }
    }
}

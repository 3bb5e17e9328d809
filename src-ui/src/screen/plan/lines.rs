//! Which lines of a record can stand on the family's page, and which do.

use doorstep_model::Date;
use doorstep_model::field::{Part, Scalar as _, Value};
use doorstep_model::household::Plan;
use doorstep_model::id::ItemId;

use crate::record::{Line, Record, View};

/// The texts that are on the page unless they are left out.
pub(super) const TEXTS: [&str; 2] = ["matters_to_us", "good_life"];

/// A group of lines, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Strengths,
    /// Open actions.
    Actions,
    /// Visits that are planned.
    Visits,
    Worries,
    /// Actions that have ended.
    Ended,
    People,
}

impl Group {
    pub(super) const ALL: [Self; 6] = [
        Self::Strengths,
        Self::Actions,
        Self::Visits,
        Self::Worries,
        Self::Ended,
        Self::People,
    ];

    /// Its word in names of sentences.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Strengths => "strengths",
            Self::Actions => "actions",
            Self::Visits => "visits",
            Self::Worries => "worries",
            Self::Ended => "ended",
            Self::People => "people",
        }
    }

    fn part(self) -> Part {
        match self {
            Self::Strengths => Part::Strengths,
            Self::Actions | Self::Ended => Part::Actions,
            Self::Visits => Part::Visits,
            Self::Worries => Part::Worries,
            Self::People => Part::People,
        }
    }

    /// Whether its lines are on the page unless they are left out. The others are on it only if the
    /// family chose them.
    pub(super) fn is_on_by_itself(self) -> bool {
        matches!(self, Self::Strengths | Self::Actions | Self::Visits)
    }

    fn holds(self, line: &Line) -> bool {
        let ended = !line.text("ended").is_empty();
        let there = match self {
            Self::Actions => !ended,
            Self::Ended => ended,
            Self::Visits => !line.flag("done") && line.date("date").is_some(),
            _ => true,
        };
        there && line.removed.is_none() && !line.text(self.main_field()).trim().is_empty()
    }

    /// The field that says what a line is about.
    pub(super) fn main_field(self) -> &'static str {
        match self {
            Self::Visits => "date",
            Self::People => "name",
            _ => "what",
        }
    }

    /// Its lines, chosen or not. Of the visits, those that are still to come.
    pub(super) fn lines(self, view: &View, today: Date) -> Vec<Line> {
        let to_come = |line: &Line| line.date("date").is_some_and(|date| date >= today);
        view.part(self.part())
            .iter()
            .filter(|line| self.holds(line) && (self != Self::Visits || to_come(line)))
            .cloned()
            .collect()
    }
}

/// Whether a text is on the page.
pub(super) fn has_text(plan: Option<&Line>, field: &str) -> bool {
    let left_out = plan.map(|plan| plan.set(Plan::left_out_texts.name));
    !left_out.unwrap_or_default().iter().any(|out| out == field)
}

/// Whether a line is on the page.
pub(super) fn has_line(plan: Option<&Line>, group: Group, id: &ItemId) -> bool {
    let among = |field: &str| {
        let ids = plan.map(|plan| plan.set(field)).unwrap_or_default();
        ids.iter().any(|each| each == id.as_str())
    };
    if group.is_on_by_itself() {
        !among(Plan::left_out_lines.name)
    } else {
        among(Plan::chosen_lines.name)
    }
}

/// Puts a text on the page or takes it off.
pub(super) fn put_text(record: Record, field: &str, on: bool) {
    let value = Value::Text(field.to_owned());
    record.include(Plan::left_out_texts.only(), value, !on);
}

/// Puts a line on the page or takes it off.
pub(super) fn put_line(record: Record, group: Group, id: &ItemId, on: bool) {
    let value = id.to_value();
    if group.is_on_by_itself() {
        record.include(Plan::left_out_lines.only(), value, !on);
    } else {
        record.include(Plan::chosen_lines.only(), value, on);
    }
}

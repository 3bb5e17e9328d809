//! Which fields the lines of each part have, in the order a person meets them, and how each is
//! edited. One editor draws them all.

mod household;
mod safety;
mod team;

use doorstep_model::field::Part;

use crate::day::Lean;

/// How one field is edited.
#[derive(Clone, Copy)]
pub(crate) enum Control {
    /// People's own words: large.
    OwnWords,
    /// Our own text.
    Note,
    /// A short text.
    Line,
    /// A day as people say it.
    Day(Lean),
    /// A whole number.
    Number,
    /// Money, typed in pounds.
    Pence,
    /// One of a few answers; the words of the model.
    Choice {
        /// `choice-<group>-<answer>` is what it is called.
        group: &'static str,
        /// The answers.
        answers: fn() -> Vec<&'static str>,
    },
    /// A line of another list, by its id.
    Pick(Pick),
    /// Several short texts.
    Several,
}

/// Which list a field picks from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pick {
    /// Members of the team.
    Member,
    /// People of the household.
    Person,
    /// Visits of the household.
    Visit,
    /// Demands of the household.
    Demand,
    /// Organisations on the team's list.
    Agency,
    /// Causes on the team's list.
    FailureCause,
    /// Kinds on the team's list.
    ObstacleKind,
}

/// One field of a form.
#[derive(Clone, Copy)]
pub(crate) struct Input {
    /// The field's key.
    pub(crate) name: &'static str,
    /// How it is edited.
    pub(crate) control: Control,
    /// Shown only when asked for.
    pub(crate) rare: bool,
}

/// The fields of one part.
pub(crate) struct Form {
    /// Which part.
    pub(crate) part: Part,
    /// One line of it, as names for tests and sentences have it.
    pub(crate) word: &'static str,
    /// What is asked first.
    often: &'static [(&'static str, Control)],
    /// What is asked when more is wanted.
    rarely: &'static [(&'static str, Control)],
}

impl Form {
    /// All fields.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = Input> {
        let input = |rare: bool| {
            move |(name, control): &(&'static str, Control)| Input {
                name,
                control: *control,
                rare,
            }
        };
        let often = self.often.iter().map(input(false));
        often.chain(self.rarely.iter().map(input(true)))
    }

    /// Whether some fields are shown only when asked for.
    pub(crate) fn has_more(&self) -> bool {
        !self.rarely.is_empty()
    }

    /// A field by its key.
    pub(crate) fn input(&self, name: &str) -> Option<Input> {
        self.inputs().find(|input| input.name == name)
    }
}

/// All forms.
pub(crate) const ALL: &[&Form] = &[
    &household::ABOUT,
    &household::WHAT_MATTERS,
    &household::PERSON,
    &household::DEMAND,
    &household::VISIT,
    &household::STRENGTH,
    &household::WORRY,
    &household::ACTION,
    &household::EXPERTISE,
    &household::SERVICE,
    &household::OBSTACLE,
    &household::SHARING,
    &household::ATTACHMENT,
    &safety::SAFETY,
    &household::PLAN,
    &team::TEAM,
    &team::MEMBER,
    &team::AGENCY,
    &team::UNIT_COST,
    &team::FAILURE_CAUSE,
    &team::OBSTACLE_KIND,
];

/// Fields that wait until the team looks at the line together; they have their own place on it.
pub(crate) fn later(part: Part) -> &'static [&'static str] {
    match part {
        Part::Demands => &["class", "failure_cause", "repeats"],
        _ => &[],
    }
}

/// The form of a part.
pub(crate) fn of(part: Part) -> &'static Form {
    ALL.iter()
        .find(|form| form.part == part)
        .copied()
        .unwrap_or(&household::ABOUT)
}

/// The form of a part, if it has one.
pub(crate) fn maybe(part: Part) -> Option<&'static Form> {
    ALL.iter().find(|form| form.part == part).copied()
}

/// `words!(Whose)`: the answers of one of the model's choices.
macro_rules! words {
    ($choice:ty) => {
        || <$choice>::ALL.iter().map(|answer| answer.word()).collect()
    };
}
use words;

#[cfg(test)]
mod tests {
    use doorstep_model::field::{FieldKind, PartSchema};
    use doorstep_model::household::Household;
    use doorstep_model::safety_note::SafetyNoteDocument;
    use doorstep_model::team::Team;

    use super::*;

    fn schemas() -> impl Iterator<Item = &'static PartSchema> {
        let parts = Household::PARTS.iter().chain(Team::PARTS);
        parts.chain(SafetyNoteDocument::PARTS)
    }

    #[test]
    fn forms_name_fields_that_the_record_has_and_edit_them_by_their_kind() {
        for form in ALL {
            let schema = schemas().find(|schema| schema.part == form.part).unwrap();
            for input in form.inputs() {
                let field = schema.field(input.name);
                let field = field.unwrap_or_else(|| panic!("{}.{}", form.word, input.name));
                let expected = match input.control {
                    Control::OwnWords | Control::Note => FieldKind::Words,
                    Control::Several => FieldKind::Set,
                    _ => FieldKind::Single,
                };
                assert_eq!(field.kind, expected, "{}.{}", form.word, input.name);
            }
        }
    }

    #[test]
    fn every_field_of_the_record_can_be_edited_somewhere() {
        // Edited on the visit's own page or on the note itself, made by joining or moving, or
        // read out of a photo.
        const ELSEWHERE: [(&str, &str); 29] = [
            ("about", "joined_into"),
            ("about", "moved_from"),
            ("about", "moving_to"),
            ("about", "moved_on"),
            ("plan", "left_out_texts"),
            ("plan", "left_out_lines"),
            ("plan", "chosen_lines"),
            ("plan", "language"),
            ("plan", "large_print"),
            ("plan", "given_on"),
            ("visit", "done"),
            ("visit", "begun_at"),
            ("visit", "people"),
            ("visit", "members"),
            ("member", "devices"),
            ("safety", "household"),
            ("safety", "lifted_on"),
            ("safety", "kept_apart"),
            ("team", "language"),
            ("team", "show_restricted"),
            ("team", "recovery_checked_ms"),
            ("team", "recovery_checked_id"),
            ("attachment", "kind"),
            ("attachment", "blob"),
            ("attachment", "media_type"),
            ("attachment", "bytes"),
            ("attachment", "width"),
            ("attachment", "height"),
            ("attachment", "length_ms"),
        ];
        // Names that come with a household; nobody edits them.
        const WITHOUT_FORM: [Part; 1] = [Part::Brought];
        for schema in schemas() {
            if WITHOUT_FORM.contains(&schema.part) {
                assert!(maybe(schema.part).is_none());
                continue;
            }
            let form = of(schema.part);
            for field in schema.fields {
                let there = form.input(field.name).is_some()
                    || ELSEWHERE.contains(&(form.word, field.name));
                assert!(there, "{}.{}", form.word, field.name);
            }
        }
    }
}

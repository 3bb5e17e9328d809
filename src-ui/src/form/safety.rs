//! The fields of a safety note.

use doorstep_model::field::Part;

use super::Control::{Day, Note};
use super::{Control, Form, Pick};
use crate::day::Lean;

pub(super) const SAFETY: Form = Form {
    part: Part::SafetyNote,
    word: "safety",
    often: &[
        ("what", Note),
        ("incident_on", Day(Lean::Back)),
        ("approved_by", Control::Pick(Pick::Member)),
        ("review_on", Day(Lean::Ahead)),
    ],
    rarely: &[],
};

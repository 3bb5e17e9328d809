//! The fields of the team's parts.

use doorstep_model::field::Part;
use doorstep_model::household::ServiceKind;
use doorstep_model::team::Role;

use super::Control::{Choice, Line, Number, Pence};
use super::{Control, Form, Pick, words};

pub(super) const TEAM: Form = Form {
    part: Part::Team,
    word: "team",
    often: &[
        ("name", Line),
        ("locality", Line),
        ("auto_lock_minutes", Number),
        ("keep_closed_years", Number),
    ],
    rarely: &[],
};

pub(super) const MEMBER: Form = Form {
    part: Part::Members,
    word: "member",
    often: &[
        ("name", Line),
        (
            "role",
            Choice {
                group: "member-role",
                answers: words!(Role),
            },
        ),
        ("agency", Control::Pick(Pick::Agency)),
    ],
    rarely: &[],
};

pub(super) const AGENCY: Form = Form {
    part: Part::Agencies,
    word: "agency",
    often: &[("name", Line), ("contact", Line)],
    rarely: &[],
};

pub(super) const UNIT_COST: Form = Form {
    part: Part::UnitCosts,
    word: "unit-cost",
    often: &[
        ("what", Line),
        ("agency", Control::Pick(Pick::Agency)),
        (
            "kind",
            Choice {
                group: "service-kind",
                answers: words!(ServiceKind),
            },
        ),
        ("cost_pence", Pence),
        ("source", Line),
        ("year", Number),
    ],
    rarely: &[],
};

pub(super) const FAILURE_CAUSE: Form = Form {
    part: Part::FailureCauses,
    word: "failure-cause",
    often: &[("name", Line)],
    rarely: &[],
};

pub(super) const OBSTACLE_KIND: Form = Form {
    part: Part::ObstacleKinds,
    word: "obstacle-kind",
    often: &[("name", Line)],
    rarely: &[],
};

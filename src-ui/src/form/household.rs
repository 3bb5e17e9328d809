//! The fields of a household's parts.

use doorstep_model::field::Part;
use doorstep_model::household::{
    ActionEnd, AgreementState, DemandClass, DoneBy, Door, ExpertiseKind, LawfulBasis,
    SensitiveCondition, ServiceKind, Sureness, VisitPlace, Whose,
};

use super::Control::{Choice, Day, Line, Note, Number, OwnWords, Pence, Several};
use super::{Control, Form, Pick, words};
use crate::day::Lean;

pub(super) const ABOUT: Form = Form {
    part: Part::About,
    word: "about",
    often: &[
        ("name", Line),
        ("address", Line),
        ("locality", Line),
        ("how_to_find", Note),
        ("languages", Several),
        ("named_worker", Control::Pick(Pick::Member)),
        ("second_worker", Control::Pick(Pick::Member)),
        ("opened", Day(Lean::Back)),
    ],
    // Closing has its own place on the household.
    rarely: &[
        ("closed", Day(Lean::Back)),
        ("closed_why", Note),
        ("legal_hold", Line),
    ],
};

pub(super) const WHAT_MATTERS: Form = Form {
    part: Part::WhatMatters,
    word: "matters",
    often: &[
        ("matters_to_us", OwnWords),
        ("good_life", OwnWords),
        ("really_going_on", Note),
        ("history", Note),
    ],
    rarely: &[],
};

pub(super) const PLAN: Form = Form {
    part: Part::Plan,
    word: "plan",
    often: &[("in_our_words", OwnWords)],
    rarely: &[],
};

pub(super) const PERSON: Form = Form {
    part: Part::People,
    word: "person",
    often: &[
        ("name", Line),
        ("relation", Line),
        ("preferred_contact", Line),
        ("contact", Line),
        (
            "agreement",
            Choice {
                group: "agreement",
                answers: words!(AgreementState),
            },
        ),
    ],
    rarely: &[
        ("agreement_on", Day(Lean::Back)),
        ("agreement_with", Line),
        ("agreement_words", Note),
        ("preferred_language", Line),
        ("birth_year", Number),
    ],
};

pub(super) const DEMAND: Form = Form {
    part: Part::Demands,
    word: "demand",
    often: &[
        ("exact_words", OwnWords),
        ("who_asked", Line),
        ("date", Day(Lean::Back)),
        (
            "door",
            Choice {
                group: "door",
                answers: words!(Door),
            },
        ),
    ],
    rarely: &[
        ("presenting_issue", Line),
        (
            "class",
            Choice {
                group: "class",
                answers: words!(DemandClass),
            },
        ),
        ("failure_cause", Control::Pick(Pick::FailureCause)),
        ("repeats", Control::Pick(Pick::Demand)),
        ("sorted_on", Day(Lean::Back)),
        ("visit", Control::Pick(Pick::Visit)),
    ],
};

pub(super) const VISIT: Form = Form {
    part: Part::Visits,
    word: "visit",
    often: &[
        ("date", Day(Lean::Back)),
        ("time", Line),
        (
            "place",
            Choice {
                group: "place",
                answers: words!(VisitPlace),
            },
        ),
        ("notes", Note),
        ("changed_since", Note),
        ("others", Line),
    ],
    rarely: &[],
};

const WHOSE: Control = Choice {
    group: "whose",
    answers: words!(Whose),
};

pub(super) const STRENGTH: Form = Form {
    part: Part::Strengths,
    word: "strength",
    often: &[("what", OwnWords), ("whose", WHOSE), ("said_by", Line)],
    rarely: &[
        ("person", Control::Pick(Pick::Person)),
        ("visit", Control::Pick(Pick::Visit)),
    ],
};

pub(super) const WORRY: Form = Form {
    part: Part::Worries,
    word: "worry",
    often: &[("what", OwnWords), ("whose", WHOSE), ("said_by", Line)],
    rarely: &[
        ("person", Control::Pick(Pick::Person)),
        ("visit", Control::Pick(Pick::Visit)),
    ],
};

pub(super) const ACTION: Form = Form {
    part: Part::Actions,
    word: "action",
    often: &[
        ("what", Note),
        (
            "done_by",
            Choice {
                group: "done-by",
                answers: words!(DoneBy),
            },
        ),
        ("who", Line),
        ("by_when", Day(Lean::Ahead)),
    ],
    rarely: &[
        ("member", Control::Pick(Pick::Member)),
        ("person", Control::Pick(Pick::Person)),
        ("agreed_with", Line),
        ("agreed_on", Day(Lean::Back)),
        (
            "ended",
            Choice {
                group: "ended",
                answers: words!(ActionEnd),
            },
        ),
        ("ended_on", Day(Lean::Back)),
        ("ended_why", Note),
        ("can_do_now", Note),
        ("visit", Control::Pick(Pick::Visit)),
    ],
};

pub(super) const EXPERTISE: Form = Form {
    part: Part::Expertise,
    word: "expertise",
    often: &[
        (
            "kind",
            Choice {
                group: "expertise-kind",
                answers: words!(ExpertiseKind),
            },
        ),
        ("what_for", Note),
        ("who", Line),
        ("date", Day(Lean::Back)),
    ],
    rarely: &[
        ("agency", Control::Pick(Pick::Agency)),
        ("visit", Control::Pick(Pick::Visit)),
    ],
};

pub(super) const SERVICE: Form = Form {
    part: Part::Services,
    word: "service",
    often: &[
        ("agency", Control::Pick(Pick::Agency)),
        (
            "kind",
            Choice {
                group: "service-kind",
                answers: words!(ServiceKind),
            },
        ),
        ("note", Note),
        ("from", Day(Lean::Back)),
        ("count", Number),
        ("unit_cost_pence", Pence),
        (
            "sureness",
            Choice {
                group: "sureness",
                answers: words!(Sureness),
            },
        ),
    ],
    rarely: &[("until", Day(Lean::Back)), ("source", Line)],
};

pub(super) const OBSTACLE: Form = Form {
    part: Part::Obstacles,
    word: "obstacle",
    often: &[
        ("what", Note),
        ("kind", Control::Pick(Pick::ObstacleKind)),
        ("date", Day(Lean::Back)),
    ],
    rarely: &[
        ("cleared_on", Day(Lean::Back)),
        ("visit", Control::Pick(Pick::Visit)),
    ],
};

pub(super) const SHARING: Form = Form {
    part: Part::Sharing,
    word: "sharing",
    often: &[
        ("with_whom", Line),
        ("what", Note),
        ("why", Note),
        (
            "basis",
            Choice {
                group: "basis",
                answers: words!(LawfulBasis),
            },
        ),
        (
            "condition",
            Choice {
                group: "condition",
                answers: words!(SensitiveCondition),
            },
        ),
        ("date", Day(Lean::Back)),
    ],
    rarely: &[],
};

pub(super) const ATTACHMENT: Form = Form {
    part: Part::Attachments,
    word: "attachment",
    often: &[("caption", Note)],
    rarely: &[("visit", Control::Pick(Pick::Visit))],
};

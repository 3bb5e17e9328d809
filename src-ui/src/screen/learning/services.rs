//! What services households used, before the first visit and since.

use doorstep_model::call::{BeforeSince, ServicesLearning, Uses};
use leptos::prelude::*;

use super::chart::{Columns, Series};
use super::measure::{Measure, Numbers};
use super::number::{cost, decimal, rate, times};
use crate::say::{self, say};

pub(super) fn services(services: ServicesLearning, paper: bool) -> impl IntoView {
    let any = services.households.is_some_and(|households| households > 0);
    let labels: Vec<String> = services.months.iter().map(|row| label(row.month)).collect();
    let values = services.months.iter().map(|row| {
        // Where the households of a month are left out, those of its side stand for them.
        row.households
            .and_then(|households| rate(&row.uses, households))
    });
    let values: Vec<Option<f64>> = values.collect();
    let series = vec![Series {
        look: "full",
        label: say("learning-services-uses"),
        values,
    }];
    let numbers = if any { numbers(&services) } else { Vec::new() };
    view! {
        <Measure name="services" said=said(&services) numbers=numbers paper=paper>
            {any
                .then(|| {
                    view! {
                        <Columns
                            name="services"
                            title=say("learning-services-title")
                            says=say("learning-services-says")
                            labels=labels
                            series=series
                        />
                    }
                })}
        </Measure>
    }
}

fn said(services: &ServicesLearning) -> String {
    match services.households {
        None => return say("learning-services-left-out"),
        Some(0) => return say("learning-services-none"),
        Some(_) => {}
    }
    let (before, since) = (&services.total.before, &services.total.since);
    let known = services.sure.first().map(|row| &row.uses);
    let part = known.and_then(|known| {
        let of = |uses: &BeforeSince| Some(uses.before.thousandths? + uses.since.thousandths?);
        let all = of(&services.total).filter(|all| *all > 0)?;
        Some(of(known)? * 100 / all)
    });
    let said = say::with(
        "learning-services-said",
        [
            ("households", times(services.households).into()),
            ("before", rated(before, services.months_before).into()),
            ("costbefore", costing(before, services.months_before).into()),
            ("since", rated(since, services.months_since).into()),
            ("costsince", costing(since, services.months_since).into()),
        ],
    );
    match part {
        Some(part) => {
            let sure = say::with("learning-services-sure", [("part", part.into())]);
            format!("{said} {sure}")
        }
        None => said,
    }
}

fn rated(uses: &Uses, months: u32) -> String {
    rate(uses, months).map_or_else(|| left_out(months), decimal)
}

fn costing(uses: &Uses, months: u32) -> String {
    cost(uses, months).unwrap_or_else(|| left_out(months))
}

/// Nothing is known of a side without months; otherwise it is left out.
fn left_out(months: u32) -> String {
    if months == 0 {
        say("learning-no-months")
    } else {
        say("learning-left-out")
    }
}

fn label(month: i32) -> String {
    let name = if month < 0 {
        "learning-month-before"
    } else {
        "learning-month-since"
    };
    say::with(name, [("month", month.unsigned_abs().into())])
}

fn numbers(services: &ServicesLearning) -> Vec<Numbers> {
    let cells = |uses: &BeforeSince| {
        vec![
            rated(&uses.before, services.months_before),
            costing(&uses.before, services.months_before),
            rated(&uses.since, services.months_since),
            costing(&uses.since, services.months_since),
        ]
    };
    let head = |first: &str| {
        [
            first,
            "learning-uses-before",
            "learning-cost-before",
            "learning-uses-since",
            "learning-cost-since",
        ]
        .map(say)
        .to_vec()
    };
    let is_used = |uses: &BeforeSince| {
        uses.before.thousandths != Some(0) || uses.since.thousandths != Some(0)
    };
    let mut kinds: Vec<(String, Vec<String>)> = services
        .kinds
        .iter()
        .filter(|row| is_used(&row.uses))
        .map(|row| {
            let name = match row.kind {
                Some(kind) => say(&format!("choice-service-kind-{}", kind.word())),
                None => say("learning-not-said"),
            };
            (name, cells(&row.uses))
        })
        .collect();
    kinds.push((say("learning-all"), cells(&services.total)));
    let sure = services
        .sure
        .iter()
        .filter(|row| is_used(&row.uses))
        .map(|row| {
            let name = match row.sureness {
                Some(sureness) => say(&format!("choice-sureness-{}", sureness.word())),
                None => say("learning-not-said"),
            };
            (name, cells(&row.uses))
        });
    let months = services.months.iter().map(|row| {
        let uses = row.uses.thousandths.map_or_else(
            || say("learning-left-out"),
            |thousandths| decimal(super::number::float(thousandths) / 1_000.0),
        );
        let pence = row.uses.pence.and_then(|pence| i64::try_from(pence).ok());
        let cost = pence.map_or_else(|| say("learning-left-out"), crate::money::show);
        (label(row.month), vec![uses, cost, times(row.households)])
    });
    vec![
        Numbers {
            caption: say("learning-services-kinds"),
            head: head("learning-kind"),
            rows: kinds,
        },
        Numbers {
            caption: say("learning-services-sureness"),
            head: head("learning-sureness"),
            rows: sure.collect(),
        },
        Numbers {
            caption: say("learning-services-months"),
            head: [
                "learning-month",
                "learning-uses",
                "learning-cost",
                "learning-households",
            ]
            .map(say)
            .to_vec(),
            rows: months.collect(),
        },
    ]
}

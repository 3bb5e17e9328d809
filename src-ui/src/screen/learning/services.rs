//! What services households used, before the first visit and since.

use doorstep_model::call::{BeforeSince, ServicesLearning, Uses};
use leptos::prelude::*;

use super::chart::{Columns, Series};
use super::measure::{Measure, Numbers};
use super::number::{cost, counted, decimal, float, rate, times};
use crate::say::{self, say};

pub(super) fn services(services: ServicesLearning, paper: bool) -> impl IntoView {
    let any = services.households.is_some_and(|households| households > 0);
    // The last months are known of few households: where they are left out, it ends before them.
    let last = services
        .months
        .iter()
        .rposition(|row| row.uses.thousandths.is_some());
    let months = services.months.iter().take(last.map_or(0, |last| last + 1));
    let labels: Vec<String> = months.clone().map(|row| label(row.month)).collect();
    let values = months.map(|row| match paper {
        // How many households a month is known of is left out: all of them together.
        true => uses(&row.uses),
        false => row
            .households
            .and_then(|households| rate(&row.uses, households)),
    });
    let values: Vec<Option<f64>> = values.collect();
    let (title, says, series) = match paper {
        true => (
            "learning-services-title-all",
            "learning-services-says-all",
            "learning-services-uses-all",
        ),
        false => (
            "learning-services-title",
            "learning-services-says",
            "learning-services-uses",
        ),
    };
    let series = vec![Series {
        look: "full",
        label: say(series),
        values,
    }];
    let numbers = if any { numbers(&services) } else { Vec::new() };
    view! {
        <Measure name="services" said=said(&services) numbers=numbers paper=paper>
            {(any && paper).then(|| view! { <p class="note">{say(says)}</p> })}
            {any
                .then(|| {
                    view! {
                        <Columns
                            name="services"
                            title=say(title)
                            says=say(says)
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
            ("households", counted(services.households)),
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

fn uses(uses: &Uses) -> Option<f64> {
    let thousandths = uses.thousandths?;
    Some(float(thousandths) / 1_000.0)
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
        let uses = uses(&row.uses).map_or_else(|| say("learning-left-out"), decimal);
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

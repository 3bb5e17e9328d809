//! What services cost: filled in from the team's own list, and what it comes to.

use doorstep_model::edit::FieldRef;
use doorstep_model::field::{Part, Value};
use leptos::prelude::*;

use crate::money;
use crate::record::{Line, Record, place};
use crate::say;

/// A line of the team's list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Known {
    agency: String,
    kind: String,
    pence: i64,
    source: String,
    year: Option<i64>,
}

/// The cost of this kind of service at this agency, of the latest year; else one that the team has
/// for this kind wherever it is.
fn fitting<'a>(known: &'a [Known], agency: &str, kind: &str) -> Option<&'a Known> {
    let of = |wanted: &str| {
        let fits = known
            .iter()
            .filter(|cost| cost.kind == kind && cost.agency == wanted);
        fits.max_by_key(|cost| cost.year)
    };
    if kind.is_empty() {
        return None;
    }
    of(agency).or_else(|| of(""))
}

/// Whether a cost that stands there may be replaced: it is the list's, not somebody's own.
fn is_from_the_list(known: &[Known], pence: Option<i64>) -> bool {
    pence.is_none_or(|pence| known.iter().any(|cost| cost.pence == pence))
}

/// An agency or a kind of a service was chosen: its cost and where we have it from are filled in.
pub(crate) fn fill(record: Record, changed: &FieldRef, chosen: Option<&Value>) {
    let is_choice = matches!(changed.field.as_str(), "agency" | "kind");
    if changed.part != Part::Services || !is_choice {
        return;
    }
    let item = changed.item.as_ref();
    let now = |name: &str| {
        let value = match changed.field == name {
            true => chosen.cloned(),
            false => record.value(&place(Part::Services, item, name)),
        };
        match value {
            Some(Value::Text(text)) => text,
            _ => String::new(),
        }
    };
    let known = untrack(|| known(record));
    let Some(cost) = fitting(&known, &now("agency"), &now("kind")) else {
        return;
    };
    let cost_at = place(Part::Services, item, "unit_cost_pence");
    let stands = match record.value(&cost_at) {
        Some(Value::Number(pence)) => Some(pence),
        _ => None,
    };
    if stands == Some(cost.pence) || !is_from_the_list(&known, stands) {
        return;
    }
    let year = cost.year.map(|year| year.to_string());
    let source = [Some(cost.source.clone()), year]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let said = say::with("cost-filled", [("cost", money::show(cost.pence).into())]);
    record.mark_all(
        said,
        vec![
            (cost_at, Some(Value::Number(cost.pence))),
            (
                place(Part::Services, item, "source"),
                Some(Value::Text(source)),
            ),
        ],
    );
}

fn known(record: Record) -> Vec<Known> {
    let number = |line: &Line, name: &str| line.text(name).parse::<i64>().ok();
    record.app.team_record().view.with(|view| {
        let lines = view.as_ref().map(|view| view.part(Part::UnitCosts));
        let lines = lines.unwrap_or_default().iter();
        lines
            .filter(|line| line.removed.is_none())
            .filter_map(|line| {
                Some(Known {
                    agency: line.text("agency"),
                    kind: line.text("kind"),
                    pence: number(line, "cost_pence")?,
                    source: line.text("source"),
                    year: number(line, "year"),
                })
            })
            .collect()
    })
}

/// "3 times £12 comes to £36"; nothing where no cost is known.
pub(crate) fn comes_to(line: &Line) -> Option<String> {
    let number = |name: &str| line.text(name).parse::<i64>().ok();
    let pence = number("unit_cost_pence")?;
    let count = number("count").unwrap_or(1);
    let total = pence.checked_mul(count)?;
    Some(say::with(
        "cost-comes-to",
        [
            ("count", count.into()),
            ("each", money::show(pence).into()),
            ("total", money::show(total).into()),
        ],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(agency: &str, kind: &str, pence: i64, year: Option<i64>) -> Known {
        Known {
            agency: agency.into(),
            kind: kind.into(),
            pence,
            source: String::new(),
            year,
        }
    }

    #[test]
    fn the_latest_cost_of_the_agency_fits_before_a_general_one() {
        let known = [
            cost("gp", "contact", 4_000, Some(2024)),
            cost("gp", "contact", 4_200, Some(2026)),
            cost("", "contact", 3_000, None),
            cost("", "emergency", 50_000, None),
        ];
        let fits = |agency, kind| fitting(&known, agency, kind).map(|cost| cost.pence);
        assert_eq!(fits("gp", "contact"), Some(4_200));
        assert_eq!(fits("school", "contact"), Some(3_000));
        assert_eq!(fits("gp", "emergency"), Some(50_000));
        assert_eq!(fits("gp", "referral"), None);
        assert_eq!(fits("gp", ""), None);
    }

    #[test]
    fn a_cost_that_somebody_typed_is_left_alone() {
        let known = [cost("gp", "contact", 4_000, None)];
        assert!(is_from_the_list(&known, None));
        assert!(is_from_the_list(&known, Some(4_000)));
        assert!(!is_from_the_list(&known, Some(4_100)));
    }
}

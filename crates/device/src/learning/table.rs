//! What is learned as one table, a number a line, for a spreadsheet.

use std::io::{self, Write};

use doorstep_model::call::{
    BeforeSince, DemandTimes, LearningPage, ServicesLearning, Times, Uses, Xmr,
};

use crate::spreadsheet::Table;

const HEAD: [&str; 5] = ["measure", "when", "what", "split", "number"];
/// A column more in a table of the practice team, so that every line of it says so, wherever it is
/// pasted. A line above the head would be taken for the head.
const PRACTICE: [&str; 2] = ["practice", "made-up people"];
/// What stands where a number is left out.
const LEFT_OUT: &str = "fewer than 5, or left out to protect one that is";

/// What stands for a part that is known of a few households only.
const TOO_FEW: &str = "known of fewer than 5 households";

/// Writes a page, of the practice team or of a real one; answers how many lines there are under the
/// head. The page has to be one that may be given away.
///
/// # Errors
/// What the file says.
pub(crate) fn write(page: &LearningPage, practice: bool, to: &mut dyn Write) -> io::Result<u32> {
    let [head, mark] = PRACTICE.map(|cell| practice.then_some(cell));
    let mut lines = Lines {
        to: Table::begin(to)?,
        mark,
        written: 0,
    };
    lines.to.row(HEAD.into_iter().chain(head))?;
    period(page, &mut lines)?;
    for part in &page.too_few {
        lines.line("left out", "period", part.word(), "", TOO_FEW)?;
    }
    demand(page, &mut lines)?;
    sorted(page, &mut lines)?;
    doing(page, &mut lines)?;
    expertise(page, &mut lines)?;
    services(&page.services, &mut lines)?;
    for row in &page.obstacles {
        lines.times("in the way", "period", &row.name, "all", row.times)?;
        lines.times("in the way", "period", &row.name, "still", row.still)?;
    }
    lines.to.end()?;
    Ok(lines.written)
}

struct Lines<'a> {
    to: Table<&'a mut dyn Write>,
    mark: Option<&'static str>,
    written: u32,
}

impl Lines<'_> {
    fn line(
        &mut self,
        measure: &str,
        when: &str,
        what: &str,
        split: &str,
        number: &str,
    ) -> io::Result<()> {
        let what = if what.is_empty() { "not said" } else { what };
        let cells = [measure, when, what, split, number];
        self.to.row(cells.into_iter().chain(self.mark))?;
        self.written += 1;
        Ok(())
    }

    fn times(
        &mut self,
        measure: &str,
        when: &str,
        what: &str,
        split: &str,
        times: Times,
    ) -> io::Result<()> {
        let number = times.map_or_else(|| LEFT_OUT.to_owned(), |times| times.to_string());
        self.line(measure, when, what, split, &number)
    }

    fn decimal(
        &mut self,
        measure: &str,
        when: &str,
        what: &str,
        split: &str,
        number: f64,
    ) -> io::Result<()> {
        self.line(measure, when, what, split, &format!("{number:.2}"))
    }

    fn chart(&mut self, measure: &str, chart: Option<&Xmr>) -> io::Result<()> {
        let Some(chart) = chart else { return Ok(()) };
        for (what, number) in [
            ("mean", chart.mean),
            ("mean moving range", chart.moving_range),
            ("upper natural limit", chart.upper),
            ("lower natural limit", chart.lower),
        ] {
            self.decimal(measure, "period", what, "", number)?;
        }
        Ok(())
    }
}

fn period(page: &LearningPage, lines: &mut Lines<'_>) -> io::Result<()> {
    let from = page
        .from
        .map_or_else(|| "the beginning".to_owned(), |from| from.to_string());
    lines.line("period", "", "from", "", &from)?;
    lines.line("period", "", "until", "", &page.until.to_string())
}

fn demand(page: &LearningPage, lines: &mut Lines<'_>) -> io::Result<()> {
    let all = |lines: &mut Lines<'_>, when: &str, times: &DemandTimes| {
        for (what, times) in [
            ("value", times.value),
            ("failure", times.failure),
            ("not yet clear", times.unclear),
            ("all", times.all),
        ] {
            lines.times("demand", when, what, "", times)?;
        }
        Ok::<_, io::Error>(())
    };
    all(lines, "period", &page.demand.total)?;
    lines.times("demand", "period", "repeats", "", page.demand.repeats)?;
    let measure = match page.demand.by_month {
        true => "demand in a month",
        false => "demand in a week",
    };
    lines.chart(measure, page.demand.chart.as_ref())?;
    for week in &page.demand.weeks {
        let when = match page.demand.by_month {
            true => month(week.begins),
            false => format!("week of {}", week.begins),
        };
        all(lines, &when, &week.times)?;
    }
    for row in &page.demand.causes {
        lines.times(
            "cause of failure demand",
            "period",
            &row.name,
            "",
            row.times,
        )?;
    }
    Ok(())
}

fn sorted(page: &LearningPage, lines: &mut Lines<'_>) -> io::Result<()> {
    const MEASURE: &str = "days to sorted";
    lines.times(MEASURE, "period", "stories", "", page.sorted.times)?;
    lines.chart(MEASURE, page.sorted.chart.as_ref())?;
    for (nth, story) in (1_u32..).zip(&page.sorted.stories) {
        let when = format!("in order: {nth}");
        lines.line(MEASURE, &when, "days", "", &story.days.to_string())?;
    }
    for row in &page.sorted.months {
        let when = month(row.month);
        lines.times(MEASURE, &when, "stories", "", row.times)?;
        if let Some(days) = row.mean_days {
            lines.decimal(MEASURE, &when, "mean", "", days)?;
        }
    }
    Ok(())
}

fn doing(page: &LearningPage, lines: &mut Lines<'_>) -> io::Result<()> {
    const MEASURE: &str = "actions";
    let doing = &page.doing;
    for row in &doing.rows {
        let who = row.done_by.map_or("", |by| by.word());
        for (split, times) in [
            ("all", row.all),
            ("open", row.open),
            ("done", row.done),
            ("changed", row.changed),
            ("dropped", row.dropped),
            ("can now do something themselves", row.can_do_now),
        ] {
            lines.times(MEASURE, "period", who, split, times)?;
        }
    }
    for month_of in &doing.months {
        for (row, times) in doing.rows.iter().zip(&month_of.times) {
            let who = row.done_by.map_or("", |by| by.word());
            lines.times(MEASURE, &month(month_of.month), who, "all", *times)?;
        }
    }
    Ok(())
}

fn expertise(page: &LearningPage, lines: &mut Lines<'_>) -> io::Result<()> {
    const MEASURE: &str = "expertise";
    let expertise = &page.expertise;
    lines.times(MEASURE, "period", "pulled in", "", expertise.pulled_in)?;
    lines.times(MEASURE, "period", "handed off", "", expertise.handed_off)?;
    for row in &expertise.months {
        let when = month(row.month);
        lines.times(MEASURE, &when, "pulled in", "", row.pulled_in)?;
        lines.times(MEASURE, &when, "handed off", "", row.handed_off)?;
    }
    Ok(())
}

fn services(services: &ServicesLearning, lines: &mut Lines<'_>) -> io::Result<()> {
    const MEASURE: &str = "services";
    lines.times(MEASURE, "period", "households", "", services.households)?;
    if services.households.is_none() {
        return Ok(());
    }
    let months = [services.months_before, services.months_since];
    for (when, months) in ["before", "since"].into_iter().zip(months) {
        lines.times(MEASURE, when, "months of households", "", Some(months))?;
    }
    let both = |lines: &mut Lines<'_>, what: &str, uses: &BeforeSince| {
        used(lines, "before", what, &uses.before)?;
        used(lines, "since", what, &uses.since)
    };
    both(lines, "all", &services.total)?;
    for row in &services.kinds {
        both(
            lines,
            row.kind.map_or("kind not said", |kind| kind.word()),
            &row.uses,
        )?;
    }
    for row in &services.sure {
        let sure = row.sureness.map_or("sureness not said", |sure| sure.word());
        both(lines, sure, &row.uses)?;
    }
    for row in &services.months {
        let (side, months) = if row.month < 0 {
            ("before", -row.month)
        } else {
            ("since", row.month)
        };
        used(lines, &format!("month {months} {side}"), "all", &row.uses)?;
    }
    Ok(())
}

fn used(lines: &mut Lines<'_>, when: &str, what: &str, uses: &Uses) -> io::Result<()> {
    let decimal = |number: Option<u64>, parts: u64, digits: usize| {
        number.map_or_else(
            || LEFT_OUT.to_owned(),
            |number| format!("{}.{:0digits$}", number / parts, number % parts),
        )
    };
    lines.line(
        "services",
        when,
        what,
        "uses",
        &decimal(uses.thousandths, 1_000, 3),
    )?;
    lines.line(
        "services",
        when,
        what,
        "pounds",
        &decimal(uses.pence, 100, 2),
    )
}

fn month(first: doorstep_model::Date) -> String {
    format!("{:04}-{:02}", first.year, first.month)
}

//! A process behaviour chart: the values in their order, their mean and their natural limits.

use doorstep_model::call::{Mark, Xmr};
use leptos::prelude::*;

use super::scale::{HEIGHT, Scale, WIDTH};
use crate::say::{self, say};
use crate::screen::learning::number::decimal;

/// The chart. What is given away may have gaps.
#[component]
pub(in crate::screen::learning) fn XmrChart(
    /// Its word, for ids.
    name: &'static str,
    #[prop(into)] title: String,
    /// In their order.
    values: Vec<f64>,
    /// What each is about, for the ones that are written below.
    labels: Vec<String>,
    chart: Option<Xmr>,
) -> impl IntoView {
    let most = values
        .iter()
        .copied()
        .chain(chart.as_ref().map(|chart| chart.upper))
        .fold(0.0, f64::max);
    let scale = Scale::new(values.len(), most, chart.is_some());
    let described = describe(&values, chart.as_ref());
    let points: Vec<(f64, f64)> = values
        .iter()
        .enumerate()
        .map(|(at, value)| (scale.x(at), scale.y(*value)))
        .collect();
    let line = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}"));
    let line = line.collect::<Vec<_>>().join(" ");
    let marks: Vec<Mark> = chart
        .as_ref()
        .map(|chart| chart.marks.clone())
        .unwrap_or_default();
    let legend = legend(&marks);
    let dots = points
        .iter()
        .zip(
            marks
                .iter()
                .copied()
                .chain(std::iter::repeat(Mark::default())),
        )
        .map(|((x, y), mark)| dot(*x, *y, mark))
        .collect_view();
    let (title_id, desc_id) = (format!("chart-{name}-title"), format!("chart-{name}-desc"));
    let named = format!("{title_id} {desc_id}");
    view! {
        <div class="chart-box">
            <svg
                class="chart"
                viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                role="img"
                aria-labelledby=named
                data-test=format!("chart-{name}")
            >
                <title id=title_id>{title}</title>
                <desc id=desc_id>{described}</desc>
                {frame(scale, &labels)}
                {chart.as_ref().map(|chart| limits(scale, chart))}
                <polyline class="chart-line" points=line />
                {dots}
            </svg>
        </div>
        {legend}
    }
}

fn describe(values: &[f64], chart: Option<&Xmr>) -> String {
    let count = values.len();
    let Some(chart) = chart else {
        return say::with("chart-few", [("count", count.into())]);
    };
    let outside = chart.marks.iter().filter(|mark| mark.outside).count();
    let run = chart.marks.iter().filter(|mark| mark.run).count();
    say::with(
        "chart-says",
        [
            ("count", count.into()),
            ("mean", decimal(chart.mean).into()),
            ("lower", decimal(chart.lower).into()),
            ("upper", decimal(chart.upper).into()),
            ("outside", outside.into()),
            ("run", run.into()),
        ],
    )
}

/// Lines across with their numbers, and days below.
pub(super) fn frame(scale: Scale, labels: &[String]) -> impl IntoView + use<> {
    let lines = scale
        .lines()
        .into_iter()
        .map(|number| {
            let y = scale.y(number);
            view! {
                <line class="chart-grid" x1=scale.left() x2=scale.right() y1=y y2=y />
                <text class="chart-text" x=scale.left() - 8.0 y=y + 4.5 text-anchor="end">
                    {decimal(number)}
                </text>
            }
        })
        .collect_view();
    let days = scale
        .labelled()
        .into_iter()
        .filter_map(|at| Some((at, labels.get(at)?.clone())))
        .map(|(at, label)| {
            let anchor = if at == 0 { "start" } else { "middle" };
            let x = if at == 0 { scale.left() } else { scale.x(at) };
            view! {
                <text class="chart-text" x=x y=scale.bottom() + 22.0 text-anchor=anchor>
                    {label}
                </text>
            }
        })
        .collect_view();
    (lines, days)
}

fn limits(scale: Scale, chart: &Xmr) -> impl IntoView + use<> {
    let mut lines = vec![
        (chart.upper, "chart-limit", "chart-upper"),
        (chart.mean, "chart-mean", "chart-mean"),
    ];
    if chart.lower > 0.0 {
        lines.push((chart.lower, "chart-limit", "chart-lower"));
    }
    // Words stand apart even where the lines are close.
    let mut last = f64::NEG_INFINITY;
    lines
        .into_iter()
        .map(|(number, class, name)| {
            let y = scale.y(number);
            let text_y = (y + 4.5).max(last + 17.0);
            last = text_y;
            let said = say::with(name, [("number", decimal(number).into())]);
            view! {
                <line class=class x1=scale.left() x2=scale.right() y1=y y2=y />
                <text class="chart-text strong" x=scale.right() + 8.0 y=text_y>
                    {said}
                </text>
            }
        })
        .collect_view()
}

/// A value: round; a square in a run; a diamond outside the limits.
fn dot(x: f64, y: f64, mark: Mark) -> AnyView {
    if mark.outside {
        let r = 8.0;
        let path = format!("M{x} {} {} {y} {x} {} {} {y}Z", y - r, x + r, y + r, x - r);
        view! { <path class="chart-outside" d=path /> }.into_any()
    } else if mark.run {
        view! { <rect class="chart-run" x=x - 4.5 y=y - 4.5 width="9" height="9" /> }.into_any()
    } else {
        view! { <circle class="chart-dot" cx=x cy=y r="3.5" /> }.into_any()
    }
}

/// What the marks mean, as far as there are any.
fn legend(marks: &[Mark]) -> impl IntoView + use<> {
    let plain = Mark::default();
    let run = Mark { run: true, ..plain };
    let outside = Mark {
        outside: true,
        ..plain
    };
    let all = [
        (
            marks.iter().any(|mark| mark.outside),
            outside,
            "chart-key-outside",
        ),
        (
            marks.iter().any(|mark| mark.run && !mark.outside),
            run,
            "chart-key-run",
        ),
    ];
    let shown = all
        .into_iter()
        .filter(|(there, ..)| *there)
        .map(|(_, mark, name)| {
            view! {
                <li>
                    <svg class="chart-key" viewBox="0 0 20 20" aria-hidden="true">
                        {dot(10.0, 10.0, mark)}
                    </svg>
                    {say(name)}
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!shown.is_empty()).then(|| view! { <ul class="chart-keys">{shown}</ul> })
}

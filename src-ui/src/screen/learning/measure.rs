//! What stands around a measure: its heading, what it says in a sentence, its numbers and what it
//! means, each one click away; on paper all of it is open.

use leptos::prelude::*;

use crate::say::say;

/// A table of numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers {
    /// What it shows.
    pub(super) caption: String,
    /// Over the columns, the first too.
    pub(super) head: Vec<String>,
    /// What a row is about, and its numbers.
    pub(super) rows: Vec<(String, Vec<String>)>,
}

impl Numbers {
    /// Without rows of which everything is left out.
    fn on_paper(mut self) -> Self {
        let left_out = say("learning-left-out");
        let says = |cells: &Vec<String>| {
            cells
                .iter()
                .any(|cell| !cell.is_empty() && *cell != left_out)
        };
        self.rows.retain(|(_, cells)| says(cells));
        self
    }
}

/// A measure. `name` is its word in names of sentences and tests.
#[component]
pub(super) fn Measure(
    name: &'static str,
    /// What it says, in a sentence.
    #[prop(into)]
    said: String,
    #[prop(optional)] numbers: Vec<Numbers>,
    paper: bool,
    children: Children,
) -> impl IntoView {
    let means = say(&format!("learning-{name}-means"));
    let tables = numbers
        .into_iter()
        .map(|numbers| if paper { numbers.on_paper() } else { numbers })
        .filter(|numbers| !numbers.rows.is_empty())
        .map(table)
        .collect::<Vec<_>>();
    let open = if paper {
        view! {
            <p class="note means">{means}</p>
            {tables}
        }
        .into_any()
    } else {
        view! {
            {(!tables.is_empty())
                .then(|| {
                    view! {
                        <details data-test=format!("numbers-{name}")>
                            <summary>{say("learning-numbers")}</summary>
                            {tables}
                        </details>
                    }
                })}
            <details data-test=format!("means-{name}")>
                <summary>{say("learning-means")}</summary>
                <p>{means}</p>
            </details>
        }
        .into_any()
    };
    view! {
        <section class="measure" data-test=format!("learning-{name}")>
            <h2>{say(&format!("learning-{name}"))}</h2>
            <p class="says" data-test=format!("says-{name}")>{said}</p>
            {children()}
            {open}
        </section>
    }
}

fn table(numbers: Numbers) -> impl IntoView {
    let name = numbers.caption.clone();
    view! {
        <div class="numbers" role="region" aria-label=name tabindex="0">
            <table>
                <caption>{numbers.caption}</caption>
                <thead>
                    <tr>
                        {numbers
                            .head
                            .into_iter()
                            .map(|cell| view! { <th scope="col">{cell}</th> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {numbers
                        .rows
                        .into_iter()
                        .map(|(of, cells)| {
                            view! {
                                <tr>
                                    <th scope="row" dir="auto">
                                        {of}
                                    </th>
                                    {cells
                                        .into_iter()
                                        .map(|cell| view! { <td>{cell}</td> })
                                        .collect_view()}
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
}

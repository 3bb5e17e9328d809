//! A page to keep, as it will come out of the printer. What is shown here is what is printed and
//! what is written to a file: one paper, composed once.

use doorstep_model::paper::{Align, Block, Item, Pair, Paper, PrintSize, Table};
use leptos::prelude::*;

/// The page. The print stylesheet prints this and nothing around it.
#[component]
pub(crate) fn PaperView(#[prop(into)] paper: Signal<Paper>) -> impl IntoView {
    view! {
        {move || {
            let paper = paper.get();
            let large = paper.size == PrintSize::Large;
            view! {
                <article class="paper" class:large=large lang=paper.language data-test="paper">
                    // The screen has a heading of its own: this one heads what is on the paper.
                    <h2 class="paper-title" dir="auto">{paper.title}</h2>
                    {paper.blocks.into_iter().map(block).collect_view()}
                    <p class="paper-foot">{paper.foot}</p>
                </article>
            }
        }}
    }
}

fn block(block: Block) -> AnyView {
    match block {
        Block::Heading { level: 1, text } => view! { <h3 dir="auto">{text}</h3> }.into_any(),
        Block::Heading { text, .. } => view! { <h4 dir="auto">{text}</h4> }.into_any(),
        Block::Paragraph { text } => view! { <p dir="auto">{text}</p> }.into_any(),
        Block::Small { text } => view! { <p class="paper-small" dir="auto">{text}</p> }.into_any(),
        Block::OwnWords { text, by, language } => view! {
            <blockquote dir="auto" lang=language>
                <p dir="auto">{text}</p>
                {(!by.is_empty()).then(|| view! { <footer dir="auto">{by}</footer> })}
            </blockquote>
        }
        .into_any(),
        Block::List(items) => {
            view! { <ul>{items.into_iter().map(item).collect_view()}</ul> }.into_any()
        }
        Block::Pairs(pairs) => {
            view! { <dl>{pairs.into_iter().map(pair).collect_view()}</dl> }.into_any()
        }
        Block::Table(each) => table(each),
        // The screens that draw charts show them their own way.
        Block::Chart(chart) => view! { <p class="paper-small">{chart.says}</p> }.into_any(),
        Block::NewPage => view! { <hr class="paper-break" /> }.into_any(),
    }
}

fn item(item: Item) -> impl IntoView {
    view! {
        <li dir="auto">
            {item.text}
            {(!item.note.is_empty())
                .then(|| view! { <span class="paper-note">{item.note}</span> })}
        </li>
    }
}

fn pair(pair: Pair) -> impl IntoView {
    view! {
        <dt>{pair.name}</dt>
        <dd dir="auto">{pair.text}</dd>
    }
}

fn table(table: Table) -> AnyView {
    let side = |align: Align| if align == Align::End { "end" } else { "" };
    let sides: Vec<&'static str> = table
        .columns
        .iter()
        .map(|column| side(column.align))
        .collect();
    view! {
        <table>
            <caption>{table.caption}</caption>
            <thead>
                <tr>
                    {table
                        .columns
                        .into_iter()
                        .map(|column| {
                            view! { <th scope="col" class=side(column.align)>{column.name}</th> }
                        })
                        .collect_view()}
                </tr>
            </thead>
            <tbody>
                {table
                    .rows
                    .into_iter()
                    .map(|row| {
                        let cells = row
                            .into_iter()
                            .zip(sides.clone())
                            .map(|(cell, side)| view! { <td class=side dir="auto">{cell}</td> })
                            .collect_view();
                        view! { <tr>{cells}</tr> }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
    .into_any()
}

/// Opens the system's print dialog.
pub(crate) fn print() {
    if let Some(window) = web_sys::window() {
        // A window that can't print has no dialog to show, and the file is still there to be saved.
        let _ = window.print();
    }
}

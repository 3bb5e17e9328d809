//! Rows under a heading.

use std::hash::Hash;

use doorstep_model::call::{PlannedVisit, Promise};
use leptos::prelude::*;

use crate::say;

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Row {
    /// A visit that is planned, or was.
    Visit(PlannedVisit),
    /// Something we said we would do.
    Promise(Promise),
}

/// One `ul`; a row that says what it said before stays the same element, so that a refresh takes
/// nobody's focus away.
pub(super) fn rows<T>(each: Memo<Vec<T>>, row: fn(T) -> AnyView) -> impl IntoView
where
    T: Clone + PartialEq + Eq + Hash + Send + Sync + 'static,
{
    view! {
        <ul class="rows">
            <For each=move || each.get() key=|item| item.clone() children=row />
        </ul>
    }
}

/// The first ones, and the others behind a fold.
pub(super) fn open_at_first<T>(
    each: Memo<Vec<T>>,
    first: usize,
    row: fn(T) -> AnyView,
) -> impl IntoView
where
    T: Clone + PartialEq + Eq + Hash + Send + Sync + 'static,
{
    let open = Memo::new(move |_| each.with(|all| all.iter().take(first).cloned().collect()));
    let rest =
        Memo::new(move |_| each.with(|all| all.iter().skip(first).cloned().collect::<Vec<T>>()));
    view! {
        {rows(open, row)}
        {folded(rest, "home-more-before", "more-before", row)}
    }
}

/// What concerns others in the team: there to be looked at, not in the way.
pub(super) fn others<T>(
    each: Memo<Vec<T>>,
    test: &'static str,
    row: fn(T) -> AnyView,
) -> impl IntoView
where
    T: Clone + PartialEq + Eq + Hash + Send + Sync + 'static,
{
    folded(each, "home-others", test, row)
}

fn folded<T>(
    each: Memo<Vec<T>>,
    says: &'static str,
    test: &'static str,
    row: fn(T) -> AnyView,
) -> impl IntoView
where
    T: Clone + PartialEq + Eq + Hash + Send + Sync + 'static,
{
    view! {
        <Show when=move || !each.with(Vec::is_empty)>
            <details class="others">
                <summary data-test=test>
                    {move || say::with(says, [("count", each.with(Vec::len).into())])}
                </summary>
                {rows(each, row)}
            </details>
        </Show>
    }
}
